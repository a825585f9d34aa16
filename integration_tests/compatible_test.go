package integration_tests

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
)

// brokenSpec lists what a saved configuration could trip over: the rules of the
// acceptance tests' SpecDiffChecker, at every depth.
func brokenSpec(path string, was, is map[string]any) (problems []string) {
	report := func(format string, args ...any) {
		problems = append(problems, path+"/: "+fmt.Sprintf(format, args...))
	}
	for _, name := range list(is["required"]) {
		if !slices.Contains(list(was["required"]), name) {
			report("%v is required now", name)
		}
	}
	if narrower(types(was), types(is)) {
		report("was of type %v, is %v", types(was), types(is))
	}
	before, limited := was["enum"].([]any)
	now, limits := is["enum"].([]any)
	if limits && !limited {
		report("has an enum now")
	}
	for _, value := range before {
		if limits && !slices.Contains(now, value) {
			report("does not take %v any more", value)
		}
	}
	old, _ := was["properties"].(map[string]any)
	current, _ := is["properties"].(map[string]any)
	for name, property := range old {
		child, _ := property.(map[string]any)
		next, found := current[name].(map[string]any)
		if !found {
			report("%s is gone", name)
			continue
		}
		problems = append(problems, brokenSpec(path+"/"+name, child, next)...)
	}
	items, had := was["items"].(map[string]any)
	next, has := is["items"].(map[string]any)
	if had && has {
		problems = append(problems, brokenSpec(path+"/items", items, next)...)
	}
	return append(problems, brokenVariants(path, was, is)...)
}

// brokenVariants holds each variant of a oneOf against the one of the same const.
func brokenVariants(path string, was, is map[string]any) (problems []string) {
	variants := func(schema map[string]any) map[any]map[string]any {
		found := map[any]map[string]any{}
		all, _ := schema["oneOf"].([]any)
		for _, one := range all {
			variant, _ := one.(map[string]any)
			properties, _ := variant["properties"].(map[string]any)
			for _, property := range properties {
				if definition, _ := property.(map[string]any); definition["const"] != nil {
					found[definition["const"]] = variant
				}
			}
		}
		return found
	}
	now := variants(is)
	for mode, variant := range variants(was) {
		if now[mode] == nil {
			problems = append(problems, fmt.Sprintf("%s/: the variant %v is gone", path, mode))
			continue
		}
		problems = append(problems, brokenSpec(fmt.Sprintf("%s/%v", path, mode), variant, now[mode])...)
	}
	return problems
}

// narrower reports whether a value of the types that were is none of those that
// are. No type is any type.
func narrower(was, is []string) bool {
	if len(is) == 0 {
		return false
	}
	return len(was) == 0 || slices.ContainsFunc(was, func(kind string) bool { return !slices.Contains(is, kind) })
}

func list(value any) []any {
	found, _ := value.([]any)
	return found
}

// brokenStream lists what a connection to a stream could trip over: the rules of
// CatalogDiffChecker, and the keys and modes that connections are configured by.
func brokenStream(t *testing.T, was, is stream) (problems []string) {
	t.Helper()
	report := func(format string, args ...any) {
		problems = append(problems, was.Name+": "+fmt.Sprintf(format, args...))
	}
	if !slices.Equal(was.CursorField, is.CursorField) {
		report("the cursor was %v, is %v", was.CursorField, is.CursorField)
	}
	if !reflect.DeepEqual(was.PrimaryKey, is.PrimaryKey) {
		report("the primary key was %v, is %v", was.PrimaryKey, is.PrimaryKey)
	}
	for _, mode := range was.SyncModes {
		if !slices.Contains(is.SyncModes, mode) {
			report("%s is no mode any more", mode)
		}
	}
	old, _ := fields(t, was.Schema)["properties"].(map[string]any)
	current, _ := fields(t, is.Schema)["properties"].(map[string]any)
	for name, property := range old {
		before, _ := property.(map[string]any)
		now, found := current[name].(map[string]any)
		if !found {
			report("the field %s is gone", name)
			continue
		}
		for _, keyword := range []string{"format", "airbyte_type"} {
			if before[keyword] != now[keyword] {
				report("the %s of %s was %v, is %v", keyword, name, before[keyword], now[keyword])
			}
		}
		added := slices.DeleteFunc(types(now), func(kind string) bool { return slices.Contains(types(before), kind) || kind == "null" })
		if narrower(types(before), types(now)) || len(added) > 0 {
			report("%s was of type %v, is %v", name, types(before), types(now))
		}
	}
	return problems
}

// TestComparisonFindsWhatBreaks holds the comparisons themselves to the rules.
func TestComparisonFindsWhatBreaks(t *testing.T) {
	t.Parallel()
	const spec = `{"type":"object","required":["a"],"properties":{"a":{"type":"string"},"b":{"type":"string","enum":["x","y"]},"c":{"type":"object","oneOf":[{"properties":{"mode":{"const":"one"}}}]}}}`
	for name, test := range map[string]struct {
		now    string
		breaks bool
	}{
		"nothing":         {spec, false},
		"a new key":       {`{"type":"object","required":["a"],"properties":{"new":{"type":"string"},"a":{"type":["string","null"]},"b":{"type":"string","enum":["x","y","z"]},"c":{"type":"object","oneOf":[{"properties":{"mode":{"const":"one"}}},{"properties":{"mode":{"const":"two"}}}]}}}`, false},
		"a key gone":      {`{"type":"object","required":["a"],"properties":{"a":{"type":"string"},"b":{"type":"string","enum":["x","y"]}}}`, true},
		"required":        {`{"type":"object","required":["a","b"],"properties":{"a":{"type":"string"},"b":{"type":"string","enum":["x","y"]},"c":{"type":"object","oneOf":[{"properties":{"mode":{"const":"one"}}}]}}}`, true},
		"another type":    {`{"type":"object","required":["a"],"properties":{"a":{"type":"integer"},"b":{"type":"string","enum":["x","y"]},"c":{"type":"object","oneOf":[{"properties":{"mode":{"const":"one"}}}]}}}`, true},
		"a value gone":    {`{"type":"object","required":["a"],"properties":{"a":{"type":"string"},"b":{"type":"string","enum":["x"]},"c":{"type":"object","oneOf":[{"properties":{"mode":{"const":"one"}}}]}}}`, true},
		"values bound":    {`{"type":"object","required":["a"],"properties":{"a":{"type":"string","enum":["x"]},"b":{"type":"string","enum":["x","y"]},"c":{"type":"object","oneOf":[{"properties":{"mode":{"const":"one"}}}]}}}`, true},
		"a variant gone":  {`{"type":"object","required":["a"],"properties":{"a":{"type":"string"},"b":{"type":"string","enum":["x","y"]},"c":{"type":"object","oneOf":[{"properties":{"mode":{"const":"two"}}}]}}}`, true},
		"a bound type":    {`{"type":"object","required":["a"],"properties":{"a":{"type":"string"},"b":{"type":"string","enum":["x","y"]},"c":{"type":"object","oneOf":[{"type":"object","required":["mode"],"properties":{"mode":{"const":"one"}}}]}}}`, true},
		"an open message": {`{"required":["a"],"properties":{"a":{},"b":{"enum":["x","y"]},"c":{"oneOf":[{"properties":{"mode":{"const":"one"}}}]}}}`, false},
	} {
		if problems := brokenSpec("", fields(t, []byte(spec)), fields(t, []byte(test.now))); (len(problems) > 0) != test.breaks {
			t.Errorf("%s: %q", name, problems)
		}
	}
	was := stream{Name: "S", Schema: []byte(`{"properties":{"A":{"type":["null","number"]},"D":{"type":"string","format":"date"}}}`), SyncModes: []string{"full_refresh"}, CursorField: []string{"A"}, PrimaryKey: [][]string{{"A"}}}
	for name, change := range map[string]func(*stream){
		"a field gone": func(s *stream) { s.Schema = []byte(`{"properties":{"A":{"type":["null","number"]}}}`) },
		"another type": func(s *stream) {
			s.Schema = []byte(`{"properties":{"A":{"type":["null","string"]},"D":{"type":"string","format":"date"}}}`)
		},
		"no format": func(s *stream) {
			s.Schema = []byte(`{"properties":{"A":{"type":["null","number"]},"D":{"type":"string"}}}`)
		},
		"cursor":      func(s *stream) { s.CursorField = []string{"D"} },
		"primary key": func(s *stream) { s.PrimaryKey = [][]string{{"A"}, {"D"}} },
		"mode":        func(s *stream) { s.SyncModes = []string{"incremental"} },
	} {
		is := was
		change(&is)
		if problems := brokenStream(t, was, is); len(problems) == 0 {
			t.Errorf("%s: nothing was found", name)
		}
	}
	if problems := brokenStream(t, was, was); len(problems) > 0 {
		t.Errorf("of the same stream: %q", problems)
	}
}
