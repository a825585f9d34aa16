package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "airbyte-sage-intacct"

// arrows says which packages of ours each package may import, tests aside.
// The sandbox and the client must not meet: a misreading of the gateway that
// both shared would be invisible.
var arrows = map[string][]string{
	".":                {"airbyte", "intacct", "source", "destination", "sandbox", "sandbox/company", "registry"},
	"registry":         {},
	"release":          {"registry"},
	"airbyte":          {"internal/mask", "internal/rawjson"},
	"intacct":          {"intacct/xmltext"},
	"intacct/xmltext":  {},
	"internal/decimal": {},
	"internal/mask":    {},
	"internal/money":   {},
	"internal/rawjson": {},
	"unified":          {"internal/decimal", "internal/money", "internal/rawjson"},
	"internal/long":    {},
	"internal/locked":  {},
	"source":           {"airbyte", "intacct", "source/config", "source/gateway", "source/read", "source/report", "source/stream"},
	"source/read": {
		"airbyte", "intacct", "unified",
		"source/config", "source/deletes", "source/encode", "source/gateway", "source/paging", "source/progress",
		"source/report", "source/state", "source/stream", "source/zones",
	},
	"source/state":    {"airbyte"},
	"source/encode":   {"airbyte", "intacct", "unified", "internal/decimal", "source/gateway", "source/state"},
	"source/paging":   {"airbyte", "intacct", "source/gateway", "source/state"},
	"source/stream":   {"airbyte", "intacct", "unified", "internal/decimal", "source/config", "source/encode", "source/gateway", "source/naming", "source/paging", "source/report", "source/state"},
	"source/zones":    {"airbyte", "intacct", "source/config", "source/encode", "source/gateway", "source/state", "source/stream"},
	"source/deletes":  {"airbyte", "intacct", "source/config", "source/encode", "source/gateway", "source/paging", "source/state", "source/stream"},
	"source/config":   {"airbyte", "intacct", "source/naming"},
	"source/naming":   {"intacct"},
	"source/report":   {"airbyte", "intacct", "source/config", "source/encode", "source/gateway", "source/naming"},
	"source/gateway":  {"airbyte", "intacct"},
	"source/progress": {"airbyte", "intacct"},
	"destination": {
		"airbyte", "intacct", "unified", "internal/decimal", "destination/canonical", "destination/files", "destination/record",
		"destination/plan", "destination/queue", "destination/result", "destination/schema",
	},
	"sandbox": {
		"sandbox/action", "sandbox/company", "sandbox/console", "sandbox/dtd", "sandbox/legacy", "sandbox/pdf", "sandbox/sql",
		"sandbox/xmltree",
	},
	"sandbox/action":  {},
	"sandbox/alter":   {},
	"sandbox/console": {"sandbox/company"},
	"sandbox/dtd":     {"sandbox/xmltree"},
	"sandbox/legacy":  {},
	"sandbox/pdf":     {},
	"sandbox/sql":     {"sandbox/company"},
	"sandbox/xmltree": {},
	"sandbox/company": {"sandbox/company/demo"},

	"sandbox/company/demo": {},

	"destination/canonical": {"internal/decimal", "internal/rawjson"},
	"destination/files":     {"airbyte", "destination/canonical", "destination/result"},
	"destination/record": {
		"airbyte", "intacct", "unified", "internal/decimal", "internal/money", "destination/canonical", "destination/files", "destination/result",
		"destination/schema",
	},
	"destination/plan": {
		"airbyte", "intacct", "unified", "destination/canonical", "destination/record", "destination/result", "destination/schema",
	},
	"destination/queue":  {"airbyte", "destination/result"},
	"destination/result": {},
	"destination/schema": {"intacct", "destination/canonical"},
}

// foreign says which packages may use libraries that must not spread.
var foreign = map[string][]string{
	"github.com/goccy/go-yaml": {},
	"github.com/beevik/etree":  {"intacct", "source/report", "source/zones", "destination", "destination/record"},
}

func TestPackagesImportOnlyWhatTheyMay(t *testing.T) {
	for _, file := range sources(t) {
		folder := path.Dir(file)
		allowed, known := arrows[folder]
		if !known {
			t.Errorf("%s: package %q has no place in the architecture", file, folder)
			continue
		}
		for _, imported := range imports(t, file) {
			if ours, found := strings.CutPrefix(imported, module+"/"); found && !slices.Contains(allowed, ours) {
				t.Errorf("%s imports %s", file, ours)
			}
			if users, guarded := foreign[imported]; guarded && !slices.Contains(users, folder) {
				t.Errorf("%s imports %s", file, imported)
			}
		}
	}
}

// TestPageNamesWhatIsThere holds docs/architecture.md against the folders: each
// package is named in it, and so is no file that does not exist.
func TestPageNamesWhatIsThere(t *testing.T) {
	text, err := os.ReadFile("docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	page := string(text)
	for folder := range arrows {
		if folder != "." && !strings.Contains(page, "`"+folder+"`") {
			t.Errorf("the page does not name %s", folder)
		}
	}
	for _, named := range regexp.MustCompile("`([a-z_]+/[a-z0-9_/-]+\\.(?:go|txt|json|md))`").FindAllStringSubmatch(page, -1) {
		if _, err := os.Stat(named[1]); err != nil {
			t.Errorf("the page names a file that is not there: %v", err)
		}
	}
}

// sources lists the Go files that end up in the program.
func sources(t *testing.T) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && name != "." && strings.HasPrefix(entry.Name(), "."):
			return fs.SkipDir
		case strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go"):
			files = append(files, filepath.ToSlash(name))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func imports(t *testing.T, file string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		paths = append(paths, imported)
	}
	return paths
}
