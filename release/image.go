package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// The images that are made, by what they play; the names are the Dockerfile's.
var imageRoles = []string{"", "source", "destination"}

// baseNames is what Alpine calls the architectures in the names of its root
// filesystems (alpine-minirootfs-3.22.2-x86_64.tar.gz).
var baseNames = map[string]string{"amd64": "x86_64", "arm64": "aarch64"}

// An image is one for one architecture: a configuration over two layers.
type image struct {
	platform platform
	config   blob
	layers   []blob
	manifest blob
}

// A blob is content that is called by its hash.
type blob struct {
	Type    string    `json:"mediaType"`
	Digest  string    `json:"digest"`
	Size    int       `json:"size"`
	On      *ociPlace `json:"platform,omitempty"`
	content []byte
	unzips  string // the digest of what it holds, unpacked
}

type ociPlace struct {
	Architecture string `json:"architecture"`
	OS           string `json:"os"`
}

const (
	ociConfig   = "application/vnd.oci.image.config.v1+json"
	ociLayer    = "application/vnd.oci.image.layer.v1.tar+gzip"
	ociManifest = "application/vnd.oci.image.manifest.v1+json"
	ociIndex    = "application/vnd.oci.image.index.v1+json"
)

func digest(content []byte) string { return fmt.Sprintf("sha256:%x", sha256.Sum256(content)) }

func newBlob(kind string, content []byte) blob {
	return blob{Type: kind, Digest: digest(content), Size: len(content), content: content}
}

func jsonBlob(kind string, v any) (blob, error) {
	content, err := json.Marshal(v)
	return newBlob(kind, content), err
}

// baseLayer takes Alpine's root filesystem for an architecture from a folder.
func baseLayer(folder, arch string) (blob, error) {
	pattern := "alpine-minirootfs-*-" + baseNames[arch] + ".tar.gz"
	found, err := filepath.Glob(filepath.Join(folder, pattern))
	if err != nil || len(found) != 1 {
		return blob{}, fmt.Errorf("there has to be one %s in %q (from https://dl-cdn.alpinelinux.org/alpine/)", pattern, folder)
	}
	content, err := os.ReadFile(found[0])
	if err != nil {
		return blob{}, err
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		return blob{}, fmt.Errorf("%s: %w", found[0], err)
	}
	hash := sha256.New()
	if _, err := io.Copy(hash, unpacked); err != nil {
		return blob{}, fmt.Errorf("%s: %w", found[0], err)
	}
	layer := newBlob(ociLayer, content)
	layer.unzips = fmt.Sprintf("sha256:%x", hash.Sum(nil))
	return layer, nil
}

// programLayer is what the Dockerfile copies: the program, and the folders that
// Airbyte mounts and writes to.
func programLayer(program []byte) (blob, error) {
	var packed bytes.Buffer
	zipped := gzip.NewWriter(&packed)
	hash := sha256.New()
	archive := tar.NewWriter(io.MultiWriter(zipped, hash))
	var failed error
	for _, folder := range []string{"airbyte/", "config/", "secrets/"} {
		failed = errors.Join(failed, archive.WriteHeader(&tar.Header{Name: folder, Typeflag: tar.TypeDir, Mode: 0o755, Uid: 1000, Gid: 1000, ModTime: epoch}))
	}
	failed = errors.Join(failed, archive.WriteHeader(&tar.Header{
		Name: "airbyte/connector", Typeflag: tar.TypeReg, Mode: 0o755, Uid: 1000, Gid: 1000, Size: int64(len(program)), ModTime: epoch,
	}))
	_, err := archive.Write(program)
	if failed = errors.Join(failed, err, archive.Close(), zipped.Close()); failed != nil {
		return blob{}, failed
	}
	layer := newBlob(ociLayer, packed.Bytes())
	layer.unzips = fmt.Sprintf("sha256:%x", hash.Sum(nil))
	return layer, nil
}

// epoch is the time of everything that is packed.
var epoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// repository is what the image of a role is called.
func repository(role string) string {
	if role == "" {
		return "airbyte-sage-intacct"
	}
	return "airbyte-" + role + "-sage-intacct"
}

// newImage makes the image of a role, as the Dockerfile's stage of it is.
func newImage(role, version string, p platform, layers []blob) (*image, error) {
	entry := []string{"/airbyte/connector"}
	if role != "" {
		entry = append(entry, role)
	}
	name := repository(role)
	made := &image{platform: p, layers: layers}
	var unpacked []string
	for _, layer := range layers {
		unpacked = append(unpacked, layer.unzips)
	}
	var failed, err error
	made.config, failed = jsonBlob(ociConfig, map[string]any{
		"architecture": p.arch, "os": p.os, "created": epoch,
		"rootfs": map[string]any{"type": "layers", "diff_ids": unpacked},
		"config": map[string]any{
			"User": "1000:1000", "WorkingDir": "/airbyte", "Entrypoint": entry,
			"Env": []string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "AIRBYTE_ENTRYPOINT=" + strings.Join(entry, " ")},
			"Labels": map[string]string{
				"io.airbyte.name": name, "io.airbyte.version": version,
				"org.opencontainers.image.title": name, "org.opencontainers.image.licenses": "MIT",
			},
		},
	})
	made.manifest, err = jsonBlob(ociManifest, map[string]any{
		"schemaVersion": 2, "mediaType": ociManifest, "config": made.config, "layers": layers,
	})
	made.manifest.On = &ociPlace{p.arch, p.os}
	return made, errors.Join(failed, err)
}
