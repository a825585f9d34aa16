# Stands in for Docker in .ci/image where no engine can run: buildah builds the
# Dockerfile and runs the image without a daemon, in a chroot. Sourced there
# after the functions that it replaces.

buildah_folder=$(mktemp -d "${TMPDIR:-/tmp}/buildah.XXXXXX")
container=

# tool is buildah with storage of its own, which `tidy` removes.
tool() { buildah --root "$buildah_folder/root" --runroot "$buildah_folder/run" --storage-driver vfs "$@"; }

pull() { return 1; }
exists() { tool inspect -t image "$1" >/dev/null 2>&1; }

import() {
  local folder=$1 image=$2 made variable
  shift 2
  made=$(tool from scratch) && tool add -q "$made" "$folder" / >/dev/null || return
  for variable; do tool config --env "$variable" "$made"; done
  tool commit -q "$made" "docker.io/library/$image" >/dev/null && tool rm "$made" >/dev/null
}

construct() { tool bud --isolation chroot "${construction[@]}" --pull-never -t "$IMAGE" .; }

label() { tool inspect -t image --format "{{index .OCIv1.Config.Labels \"$1\"}}" "$IMAGE"; }
entry() { tool inspect -t image --format '{{range .OCIv1.Config.Entrypoint}}{{.}} {{end}}' "$IMAGE" | sed 's/ $//'; }
variables() { tool inspect -t image --format '{{range .OCIv1.Config.Env}}{{println .}}{{end}}' "$IMAGE"; }

size() {
  local made bytes
  made=$(tool from --pull-never "$1") && bytes=$(du -sb "$(tool mount "$made")" | cut -f1)
  tool rm "$made" >/dev/null
  echo "${bytes:-0}"
}

# start makes the container in which everything runs.
start() { container=$(tool from --pull-never "$IMAGE"); }

in_shell() { tool run --isolation chroot "$container" -- sh -c "$1"; }

run() {
  tool run --isolation chroot -v "$scratch/files:/secrets:ro" "${way[@]}" "$container" -- \
    "${before[@]:-/airbyte/connector}" "$@"
}

# ways are those that a chroot can show. The rest did not run, and is a failure.
ways() {
  commands "as it is"
  commands "uid 12345" --user 12345:54321
  before=(sh -c 'unset HOME && exec /airbyte/connector "$@"' sh)
  commands "no HOME"
  before=()
  check "refuses a wrong password" refuses_a_wrong_password
  fail "read-only, 128 MiB, docker run, docker stop: not run, there is no Docker engine"
}

tidy() {
  tool rm -a >/dev/null 2>&1
  rm -rf "$buildah_folder"
}
