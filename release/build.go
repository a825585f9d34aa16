package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// A platform is what a program runs on.
type platform struct {
	os, arch string
	tag      string // what wheels call it
}

// platforms are those that are built for. A program that needs no C library runs
// with any. macOS 12 is the oldest that Go 1.26 supports.
var platforms = map[string]platform{
	"linux/amd64":  {"linux", "amd64", "manylinux_2_17_x86_64.manylinux2014_x86_64.musllinux_1_1_x86_64"},
	"linux/arm64":  {"linux", "arm64", "manylinux_2_17_aarch64.manylinux2014_aarch64.musllinux_1_1_aarch64"},
	"darwin/amd64": {"darwin", "amd64", "macosx_12_0_x86_64"},
	"darwin/arm64": {"darwin", "arm64", "macosx_12_0_arm64"},
}

// make makes all that is asked for and returns the files' names.
func (j *job) make(ctx context.Context) (made []string, err error) {
	folder, err := os.MkdirTemp("", "release")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(folder) }() // it holds nothing that anybody misses
	forImages := map[platform]string{}
	for i, p := range j.platforms {
		name := strings.Join([]string{"airbyte-sage-intacct", j.version, p.os, p.arch}, "_")
		program := filepath.Join(folder, name)
		if err := j.build(ctx, p, program); err != nil {
			return nil, err
		}
		files, err := j.filesOf(p, program, i == 0)
		if err != nil {
			return nil, err
		}
		made = append(made, files...)
		if p.os == "linux" {
			forImages[p] = program
		}
	}
	if slices.Contains(j.kinds, images) {
		files, err := j.imagesOf(forImages)
		if err != nil {
			return nil, err
		}
		made = append(made, files...)
	}
	slices.Sort(made)
	return made, nil
}

// filesOf makes the files of a platform's program, and, of the first, the bill of
// materials: the modules are the same on all.
func (j *job) filesOf(p platform, program string, first bool) (made []string, err error) {
	if slices.Contains(j.kinds, binaries) {
		name := filepath.Base(program)
		if err := copyFile(filepath.Join(j.out, name), program, 0o755); err != nil {
			return nil, err
		}
		made = append(made, name)
	}
	if slices.Contains(j.kinds, wheels) {
		names, err := j.wheelsOf(p, program)
		if err != nil {
			return nil, err
		}
		made = append(made, names...)
	}
	if first && slices.Contains(j.kinds, sbom) {
		name := "airbyte-sage-intacct_" + j.version + ".spdx.json"
		if err := writeBill(filepath.Join(j.out, name), program, j.version); err != nil {
			return nil, err
		}
		made = append(made, name)
	}
	return made, nil
}

// build builds the program. Nothing of the machine gets into it: neither paths,
// nor the state of the working copy, nor the time.
func (j *job) build(ctx context.Context, p platform, program string) error {
	flags := "-s -w -X main.built=" + j.revision
	if j.pages != "" {
		flags += " -X main.pages=" + j.pages
	}
	command := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-tags", "timetzdata", "-ldflags", flags, "-o", program, ".")
	command.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+p.os, "GOARCH="+p.arch)
	command.Stderr = os.Stderr
	if err := command.Run(); err != nil {
		return fmt.Errorf("building for %s/%s: %w", p.os, p.arch, err)
	}
	return nil
}

func copyFile(to, from string, mode os.FileMode) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, content, mode)
}

// checksums writes SHA256SUMS, in the form that sha256sum --check reads.
func checksums(folder string, names []string) error {
	var sums strings.Builder
	for _, name := range names {
		content, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			return err
		}
		_, _ = fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(content), name)
	}
	return os.WriteFile(filepath.Join(folder, "SHA256SUMS"), []byte(sums.String()), 0o644)
}
