package main

import (
	"cmp"
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"runtime"
	"runtime/debug"
	"slices"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/registry"
)

// runner is what a command of the program does.
type runner = func(ctx context.Context, args []string, stdout, stderr io.Writer) int

// Exit statuses of the commands.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// pages is where what lies in this repository is read on the web. Whoever
// publishes the program from elsewhere sets it: go build -ldflags "-X main.pages=https://…".
var pages = "https://github.com/airbyte-sage-intacct/airbyte-sage-intacct/blob/main"

// page is where a role is explained.
func page(role string) string {
	if role == "" {
		return pages + "/README.md"
	}
	return pages + "/" + roles[role].page
}

// published are the files that go with the program into a registry.
//
//go:embed registry/metadata.json icon.svg docs/sources/sage-intacct.md
//go:embed docs/destinations/sage-intacct.md docs/destinations/destination-sage-intacct/icon.svg
var published embed.FS

// A rolePlace is where the files of a role lie.
type rolePlace struct{ icon, page string }

var roles = map[string]rolePlace{
	"source":      {"icon.svg", "docs/sources/sage-intacct.md"},
	"destination": {"docs/destinations/destination-sage-intacct/icon.svg", "docs/destinations/sage-intacct.md"},
}

// publish is the registry command for both roles.
func publish(c airbyte.Connector) runner {
	return func(_ context.Context, args []string, stdout, stderr io.Writer) int {
		var both []registry.Connector
		for _, role := range slices.Sorted(maps.Keys(roles)) {
			one, err := registered(c, role)
			if err != nil {
				_, _ = fmt.Fprintf(stderr, "registry: %v\n", err)
				return exitFailed
			}
			both = append(both, one)
		}
		return registry.Command(both, args, stdout, stderr)
	}
}

// registered is a role as a registry shows it.
func registered(c airbyte.Connector, role string) (registry.Connector, error) {
	place := roles[role]
	spec, failed := c.SpecOf(role)
	metadata, noMetadata := metadataOf(role)
	icon, noIcon := published.ReadFile(place.icon)
	text, noPage := published.ReadFile(place.page)
	return registry.Connector{Metadata: metadata, Spec: spec, Icon: icon, Page: text, PageURL: page(role)},
		errors.Join(failed, noMetadata, noIcon, noPage)
}

// metadataOf are the metadata of a role.
func metadataOf(role string) (json.RawMessage, error) {
	content, err := published.ReadFile("registry/metadata.json")
	if err != nil {
		return nil, err
	}
	var all map[string]json.RawMessage
	err = json.Unmarshal(content, &all)
	return all[role], err
}

// version prints which program this is: the version of the metadata, that of the
// protocol, and what Go knows of the build.
func version(_ context.Context, args []string, stdout, stderr io.Writer) int {
	if len(args) > 0 {
		_, _ = fmt.Fprintln(stderr, "version: takes no words")
		return exitUsage
	}
	metadata, failed := metadataOf("source")
	number, unreadable := registry.Version(metadata)
	if err := errors.Join(failed, unreadable); err != nil {
		_, _ = fmt.Fprintf(stderr, "version: %v\n", err)
		return exitFailed
	}
	_, err := fmt.Fprintf(stdout, "airbyte-sage-intacct %s\nrevision %s\n%s %s/%s\n", number, revision(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	if err != nil {
		return exitFailed
	}
	return exitDone
}

// built is the revision that was built, where Go cannot know it: in an image,
// where there is no repository. go build -ldflags "-X main.built=…" sets it.
var built string

// revision is the commit of the sources, as far as it is known.
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if built != "" || !ok {
		return cmp.Or(built, "unknown")
	}
	settings := map[string]string{}
	for _, setting := range info.Settings {
		settings[setting.Key] = setting.Value
	}
	known := cmp.Or(settings["vcs.revision"], "unknown")
	if settings["vcs.modified"] == "true" {
		known += " with changes"
	}
	return known
}
