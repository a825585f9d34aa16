package integration_tests

import (
	"slices"
	"testing"
)

// catalogKeywords must not occur in schemas of streams.
var catalogKeywords = []string{"$ref", "allOf", "not"}

func acceptDiscovery(t *testing.T, test discoveryTest) {
	catalogs := ofType(succeed(t, "discover", "--config", fromRoot(test.Config)).messages, "CATALOG")
	if len(catalogs) != 1 {
		t.Fatalf("%d CATALOG messages", len(catalogs))
	}
	streams := catalogs[0].Catalog.Streams
	if len(streams) == 0 {
		t.Fatal("the catalogue is empty")
	}
	if size := len(catalogs[0].line); size > 5<<20 {
		t.Errorf("the catalogue has %d bytes", size)
	}
	acceptCatalogSince(t, test.Compatibility.newest(t), fromRoot(test.Config))
	seen := map[string]bool{}
	for _, s := range streams {
		if seen[s.Name] {
			t.Errorf("%s comes twice", s.Name)
		}
		seen[s.Name] = true
		if len(s.SyncModes) == 0 {
			t.Errorf("%s has no sync mode", s.Name)
		}
		compile(t, s.Name+".json", s.Schema)
		schema := fields(t, s.Schema)
		acceptStreamSchema(t, s.Name, schema)
		properties, _ := schema["properties"].(map[string]any)
		acceptKeys(t, s, properties)
	}
}

// acceptKeys wants the cursor and the primary key among the properties, with
// types that a warehouse can compare.
func acceptKeys(t *testing.T, s stream, properties map[string]any) {
	if slices.Contains(s.SyncModes, "incremental") && len(s.CursorField) == 0 {
		t.Errorf("%s is incremental and has no cursor", s.Name)
	}
	paths := slices.Clone(s.PrimaryKey)
	if len(s.CursorField) > 0 {
		paths = append(paths, s.CursorField)
	}
	for _, path := range paths {
		if len(path) != 1 {
			t.Errorf("%s: %v is nested", s.Name, path)
			continue
		}
		property, found := properties[path[0]].(map[string]any)
		if !found {
			t.Errorf("%s: %s is not in the schema", s.Name, path[0])
		}
		for _, kind := range types(property) {
			if kind == "object" || kind == "array" {
				t.Errorf("%s: %s is of type %s", s.Name, path[0], kind)
			}
		}
	}
}

func acceptStreamSchema(t *testing.T, path string, schema map[string]any) {
	for _, keyword := range catalogKeywords {
		if _, found := schema[keyword]; found {
			t.Errorf("%s uses %s", path, keyword)
		}
	}
	if additional, found := schema["additionalProperties"]; found && additional != true {
		t.Errorf("%s: additionalProperties is %v", path, additional)
	}
	acceptDataType(t, path, schema)
	properties, _ := schema["properties"].(map[string]any)
	for name, property := range properties {
		child, is := property.(map[string]any)
		if !is {
			t.Errorf("%s/%s has no schema", path, name)
			continue
		}
		acceptStreamSchema(t, path+"/"+name, child)
	}
	if items, found := schema["items"].(map[string]any); found {
		acceptStreamSchema(t, path+"/items", items)
	}
}

// acceptDataType allows the types of Airbyte's table and no others.
func acceptDataType(t *testing.T, path string, schema map[string]any) {
	known := []string{"null", "string", "number", "integer", "boolean", "object", "array"}
	for _, kind := range types(schema) {
		if !slices.Contains(known, kind) {
			t.Errorf("%s is of type %s", path, kind)
		}
	}
	format, _ := schema["format"].(string)
	special, _ := schema["airbyte_type"].(string)
	allowed := map[string][]string{
		"":                           {"", "date"},
		"timestamp_with_timezone":    {"date-time"},
		"timestamp_without_timezone": {"date-time"},
		"integer":                    {""},
	}
	if !slices.Contains(allowed[special], format) {
		t.Errorf("%s has the format %q and the airbyte_type %q", path, format, special)
	}
	if format != "" && !slices.Contains(types(schema), "string") {
		t.Errorf("%s has the format %s and is no string", path, format)
	}
}

// types are the types that a schema allows.
func types(schema map[string]any) []string {
	if kind, single := schema["type"].(string); single {
		return []string{kind}
	}
	var names []string
	list, _ := schema["type"].([]any)
	for _, kind := range list {
		name, _ := kind.(string)
		names = append(names, name)
	}
	return names
}
