package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A measure is how large and how entangled a folder is.
type measure struct {
	files  int     // Go files, tests aside
	arrows float64 // from one file to another, on average over the files
	circle int     // most files that all need each other
}

// rule is what every folder keeps to that has no ceiling.
var rule = measure{files: 25, arrows: 4, circle: 8}

// A ceiling is for a folder that does not keep to the rule yet, with the
// reason. What is zero is under the rule. Ceilings only fall: when a folder
// gets better, its ceiling follows.
type ceiling struct {
	measure
	why string
}

var ceilings = map[string]ceiling{
	"destination": {measure{53, 4.2, 11}, "an item carries the fields of all that is done with it, " +
		"which is to become item, resolve, find, decide and write"},
	"intacct": {measure{59, 0, 19}, "the table of objects is a fifth of the files; " +
		"the client signs in by the calls that need it signed in, and their errors know the verdicts"},
	"airbyte": {measure{30, 0, 0}, "one file for each message and part of the protocol, with few arrows"},
	"sandbox": {measure{46, 5.8, 0}, "a hub: one table names every function of the gateway, " +
		"and each of them needs the call, the writer of answers and the failures (0.3 more arrows " +
		"than before reports, views and approvals came, in one file fewer)"},
	"sandbox/company": {measure{54, 8.4, 33}, "a hub: every rule sees the company's tables, " +
		"through one transaction, and writes set off further rules (0.3 more arrows than before " +
		"deposits and reimbursements, which post, pay and audit, and before orders were converted " +
		"and contacts, units, places and periods looked at)"},
	"sandbox/company/demo": {measure{44, 9, 18}, "the years of one company: " +
		"each module's records refer to those of others"},
}

// TestRoomsStaySmall measures every folder. A folder that grows beyond its
// ceiling is to be cut, not to get a higher one.
func TestRoomsStaySmall(t *testing.T) {
	found := folders(t)
	for _, folder := range slices.Sorted(maps.Keys(found)) {
		c := ceilings[folder]
		got, largest := measureFolder(t, folder, found[folder])
		t.Logf("%s: %d files, %.2f arrows a file, a circle of %d", folder, got.files, got.arrows, got.circle)
		holds(t, folder, "files", float64(got.files), float64(c.files), float64(rule.files))
		holds(t, folder, "arrows a file", got.arrows, c.arrows, rule.arrows)
		if !holds(t, folder, "files in a circle", float64(got.circle), float64(c.circle), float64(rule.circle)) {
			t.Logf("%s: the circle: %s", folder, strings.Join(largest, " "))
		}
	}
	for folder, c := range ceilings {
		if found[folder] == nil {
			t.Errorf("%s has a ceiling and no files", folder)
		}
		if c.why == "" {
			t.Errorf("%s has a ceiling without a reason", folder)
		}
	}
}

// holds checks one figure: it must not exceed the ceiling, and the ceiling must
// not stand more than a tenth above it.
func holds(t *testing.T, folder, what string, got, ceiling, rule float64) bool {
	t.Helper()
	switch {
	case got > max(ceiling, rule):
		t.Errorf("%s: %.4g %s, more than %.4g", folder, got, what, max(ceiling, rule))
		return false
	case ceiling > 0 && got <= rule:
		t.Errorf("%s: %.4g %s, which keeps to the rule: take the ceiling away", folder, got, what)
	case ceiling > got*1.1:
		t.Errorf("%s: %.4g %s: lower the ceiling of %.4g", folder, got, what, ceiling)
	}
	return true
}

// folders groups the sources by their folder.
func folders(t *testing.T) map[string][]string {
	t.Helper()
	grouped := map[string][]string{}
	for _, file := range sources(t) {
		grouped[path.Dir(file)] = append(grouped[path.Dir(file)], file)
	}
	return grouped
}

func measureFolder(t *testing.T, folder string, files []string) (m measure, largest []string) {
	t.Helper()
	uses := arrowsBetween(t, folder, files)
	total := 0
	for _, used := range uses {
		total += len(used)
	}
	largest = largestCircle(uses)
	return measure{len(files), float64(total) / float64(len(files)), len(largest)}, largest
}

// arrowsBetween finds which files of a folder use top-level names, methods and
// fields that others declare. What comes from other packages is left unknown,
// which is quick and takes nothing away from what the folder declares itself.
func arrowsBetween(t *testing.T, folder string, names []string) map[string]map[string]bool {
	t.Helper()
	set := token.NewFileSet()
	var files []*ast.File
	for _, name := range names {
		file, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
	config := types.Config{Importer: emptyImporter{}, Error: func(error) {}}
	checked, _ := config.Check(folder, set, files, info)
	fileOf := func(at token.Pos) string { return filepath.Base(set.Position(at).Filename) }
	uses := map[string]map[string]bool{}
	for name, used := range info.Uses {
		if used.Pkg() != checked || !isShared(checked, used) {
			continue
		}
		from, to := fileOf(name.Pos()), fileOf(used.Pos())
		if from == to {
			continue
		}
		if uses[from] == nil {
			uses[from] = map[string]bool{}
		}
		uses[from][to] = true
	}
	return uses
}

// isShared reports whether other files can use what is declared: a top-level
// name, a method or a field.
func isShared(in *types.Package, declared types.Object) bool {
	switch declared := declared.(type) {
	case *types.Func:
		return true
	case *types.Var:
		return declared.IsField() || declared.Parent() == in.Scope()
	default:
		return declared.Parent() == in.Scope()
	}
}

// An emptyImporter stands for every other package, as one that has nothing.
type emptyImporter struct{}

func (emptyImporter) Import(name string) (*types.Package, error) {
	empty := types.NewPackage(name, path.Base(name))
	empty.MarkComplete()
	return empty, nil
}

// largestCircle lists the most files of which each reaches all the others.
func largestCircle(uses map[string]map[string]bool) []string {
	reached := map[string]map[string]bool{}
	for file := range uses {
		reached[file] = map[string]bool{}
		reach(uses, file, reached[file])
	}
	var largest []string
	for _, file := range slices.Sorted(maps.Keys(uses)) {
		var circle []string
		for other := range reached[file] {
			if reached[other][file] {
				circle = append(circle, other)
			}
		}
		if len(circle) > len(largest) {
			largest = slices.Sorted(slices.Values(circle))
		}
	}
	return largest
}

func reach(uses map[string]map[string]bool, from string, reached map[string]bool) {
	for next := range uses[from] {
		if !reached[next] {
			reached[next] = true
			reach(uses, next, reached)
		}
	}
}
