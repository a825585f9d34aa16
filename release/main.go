// Release builds what is handed out: the program for each platform, as it is and
// as Python wheels of both roles, with a bill of materials and checksums.
//
//	go run ./release --out dist
//	go run ./release --out dist --platforms linux/amd64 wheels
//	go run ./release --out dist --base FOLDER images
//
// It needs Go and its modules alone, signs in nowhere, and builds the same bytes
// of the same commit.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"

	"airbyte-sage-intacct/registry"
)

// What can be made; without a word all of it is, but for images without --base.
const (
	binaries = "binaries"
	wheels   = "wheels"
	sbom     = "sbom"
	images   = "images"
)

// A job is what the command line asks for.
type job struct {
	out       string
	version   string
	revision  string
	pages     string
	base      string
	platforms []platform
	kinds     []string
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:])
	stop()
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		_, _ = fmt.Fprintf(os.Stderr, "release: %v\n", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	j, err := readJob(args)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(j.out, 0o755); err != nil {
		return err
	}
	made, err := j.make(ctx)
	if err != nil {
		return err
	}
	for _, name := range made {
		fmt.Println(name)
	}
	return checksums(j.out, made)
}

func readJob(args []string) (*job, error) {
	j := &job{}
	var given string
	flags := flag.NewFlagSet("release", flag.ContinueOnError)
	flags.SetOutput(os.Stderr)
	flags.StringVar(&j.out, "out", "dist", "the `folder` to write to")
	flags.StringVar(&given, "platforms", "linux/amd64,linux/arm64,darwin/amd64,darwin/arm64", "a `list` of GOOS/GOARCH")
	flags.StringVar(&j.revision, "revision", "", "the `commit` that version prints")
	flags.StringVar(&j.base, "base", "", "the `folder` of Alpine's root filesystems, over which images are made")
	flags.StringVar(&j.pages, "pages", "", "the `URL` below which the pages are read")
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	for name := range strings.SplitSeq(given, ",") {
		p, known := platforms[name]
		if !known {
			return nil, fmt.Errorf("there is no platform %q", name)
		}
		j.platforms = append(j.platforms, p)
	}
	if j.kinds = flags.Args(); len(j.kinds) == 0 {
		if j.kinds = []string{binaries, wheels, sbom}; j.base != "" {
			j.kinds = append(j.kinds, images)
		}
	}
	for _, kind := range j.kinds {
		if !slices.Contains([]string{binaries, wheels, sbom, images}, kind) {
			return nil, fmt.Errorf("what is %q? There are %s, %s, %s and %s", kind, binaries, wheels, sbom, images)
		}
	}
	content, err := os.ReadFile("registry/metadata.json")
	if err != nil {
		return nil, fmt.Errorf("this is to run in the project's root: %w", err)
	}
	var metadata struct{ Source json.RawMessage }
	if err := json.Unmarshal(content, &metadata); err != nil {
		return nil, err
	}
	j.version, err = registry.Version(metadata.Source)
	return j, err
}
