package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"

	"airbyte-sage-intacct/intacct"
)

// listsOfObjects may stand outside the table of objects, each for its reason.
var listsOfObjects = map[string]string{
	"filledNames":    "parts of names of fields, some of which are called as objects are",
	"fivetranTables": "the published tables of Fivetran's schema, column by column",
}

// TestPackagesListNoObjects finds lists of objects in code: composite literals,
// switches and chains of comparisons that name two objects or more. What is true
// of some objects and not of others is a column of intacct.Object, where it can
// be seen beside the rest, and is not forgotten for the next one.
func TestPackagesListNoObjects(t *testing.T) {
	met := map[string]bool{}
	for _, file := range sources(t) {
		if isTable(file) {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for name, list := range objectLists(parsed) {
			if met[name] = true; listsOfObjects[name] == "" {
				t.Errorf("%s: %s lists %s, of which a column of intacct.Object could say it", file, name, strings.Join(list, ", "))
			}
		}
	}
	for name := range listsOfObjects {
		if !met[name] {
			t.Errorf("%s lists no objects: take its exception away", name)
		}
	}
}

// TestListsOfObjectsAreFound shows the finder what it is to find, and what not.
func TestListsOfObjectsAreFound(t *testing.T) {
	for code, want := range map[string]string{
		`var a = []string{"APBILL", "GLBATCH"}`:                                            "a: APBILL GLBATCH",
		`var a = map[string]struct{ x []int }{"APBILL": {[]int{1}}, "GLBATCH": {nil}}`:     "a: APBILL GLBATCH",
		`func f(s string) bool { return s == "APBILL" || s == "x" || s == "VENDOR" }`:      "f: APBILL VENDOR",
		`func f(s string) bool { return s != "APBILL" && s != "VENDOR" }`:                  "f: APBILL VENDOR",
		`func f(s string) { switch s { case "APBILL": return; case "VENDOR": return } }`:   "f: APBILL VENDOR",
		`func f(s string) { switch { case s == "APBILL": return; case s == "TASK": f() }}`: "f: APBILL TASK",
		`var a = []string{"APBILL"}`:                                                       "",
		`func f() { g(q{Object: "GLACCOUNT", Select: []string{"ACCOUNTNO", "Glbatch"}}) }`: "",
		`func f(s string) { if s == "APBILL" { g() }; if s == "VENDOR" { g() } }`:          "",
	} {
		parsed, err := parser.ParseFile(token.NewFileSet(), "code.go", "package p\n"+code, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for name, list := range objectLists(parsed) {
			got = append(got, name+": "+strings.Join(list, " "))
		}
		if strings.Join(got, "; ") != want {
			t.Errorf("%s\nlists %q, want %q", code, got, want)
		}
	}
}

// isTable reports whether a file is of the table of objects, of unified's, or of
// the sandbox, which is to know nothing of the connector's tables.
func isTable(file string) bool {
	return strings.HasPrefix(file, "intacct/objects") || strings.HasPrefix(file, "sandbox/") || path.Dir(file) == "unified"
}

// objectLists are the objects that a declaration names in one place, if there are
// several.
func objectLists(file *ast.File) map[string][]string {
	lists := map[string][]string{}
	for _, declared := range file.Decls {
		switch declared := declared.(type) {
		case *ast.FuncDecl:
			addLists(lists, declared.Name.Name, declared)
		case *ast.GenDecl:
			for _, spec := range declared.Specs {
				if values, ok := spec.(*ast.ValueSpec); ok {
					addLists(lists, values.Names[0].Name, values)
				}
			}
		}
	}
	return lists
}

func addLists(lists map[string][]string, name string, node ast.Node) {
	ast.Inspect(node, func(node ast.Node) bool {
		var found map[string]bool
		switch node := node.(type) {
		case *ast.CompositeLit:
			found = objectsIn(node)
		case *ast.BinaryExpr:
			if node.Op == token.LOR || node.Op == token.LAND {
				found = objectsIn(node)
			}
		case *ast.SwitchStmt:
			found = map[string]bool{}
			for _, clause := range node.Body.List {
				for _, value := range clause.(*ast.CaseClause).List {
					maps.Copy(found, objectsIn(value))
				}
			}
		}
		if len(found) > 1 && len(found) > len(lists[name]) {
			lists[name] = slices.Sorted(maps.Keys(found))
		}
		return true
	})
}

// objectsIn are the objects among the texts of a node.
func objectsIn(node ast.Node) map[string]bool {
	names := map[string]bool{}
	ast.Inspect(node, func(node ast.Node) bool {
		if text, ok := node.(*ast.BasicLit); ok && text.Kind == token.STRING {
			value, _ := strconv.Unquote(text.Value)
			if object, known := intacct.ObjectNamed(value); known && object.Name == value {
				names[value] = true
			}
		}
		return true
	})
	return names
}
