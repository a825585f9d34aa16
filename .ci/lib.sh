# What the suites share: counting, the engine, the image. Sourced by them from
# the project's root; each prints what it checks and ends with its counts.

passed=0
failed=0
scratch=$(mktemp -d "${TMPDIR:-/tmp}/suite.XXXXXX")
chmod 755 "$scratch"
engine_is_ours=

IMAGE=${IMAGE:-airbyte-sage-intacct:dev}
export IMAGE

pass() {
  passed=$((passed + 1))
  echo "   ok    $1"
}

fail() {
  failed=$((failed + 1))
  echo "   FAIL  $1"
}

# check NAME COMMAND... passes if the command does; its output is shown if not.
check() {
  local name=$1
  shift
  if "$@" >"$scratch/check.output" 2>&1; then
    pass "$name"
  else
    fail "$name"
    tail -n 40 "$scratch/check.output" | sed 's/^/         /'
  fi
}

# finish prints the counts and cleans up; every suite ends with it.
finish() {
  trap - EXIT
  cleanup
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
  exit
}

# crash is for a suite that ended before `finish`: that is a failure too.
crash() {
  trap - EXIT
  cleanup
  fail "the suite ended early"
  echo "$passed passed, $failed failed"
  exit 1
}

cleanup() {
  if declare -F tidy >/dev/null; then tidy; fi
  rm -rf "$scratch"
  if [ -n "$engine_is_ours" ]; then .ci/engine stop; fi
}

trap crash EXIT

# install PACKAGE... gets Debian packages that are not there yet.
install() {
  local missing=() package
  for package; do
    dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${missing[@]}"
}

# need_engine makes sure that an engine answers, for as long as the suite runs.
# ENGINE=none tests what happens where none can.
need_engine() {
  [ "${ENGINE:-}" != none ] || return
  docker info >/dev/null 2>&1 && return
  if ! .ci/engine start >"$scratch/engine"; then
    cat "$scratch/engine"
    return 1
  fi
  # shellcheck disable=SC1091
  . "$scratch/engine"
  engine_is_ours=yes
}

# need_image makes sure that the image is there.
need_image() {
  if need_engine && { docker image inspect "$IMAGE" >/dev/null 2>&1 || .ci/image build; }; then
    return
  fi
  fail "there is no engine, or no image: nothing of this suite ran"
  finish
}

# record FILE COMMAND keeps what the connector printed, for the suite that holds
# every message against Airbyte's models.
record() {
  [ -z "${RECORDED:-}" ] || [ ! -s "$1" ] || cp "$1" "$(mktemp -u "$RECORDED/XXXXXXXX-$2.jsonl")"
}

# program builds the connector and the path to it.
program() {
  CGO_ENABLED=0 go build -trimpath -o "$scratch/connector" . && echo "$scratch/connector"
}

# block prints the nth block of code of a section of the README.
block() {
  awk -v title="## $1" -v wanted="$2" '
    /^## / { inside = $0 == title }
    inside && /^```/ { if (open) { open = 0 } else { open = 1; n++; next } }
    inside && open && n == wanted' README.md
}
