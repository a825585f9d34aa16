package integration_tests

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// secretNames are names of properties that hold secrets.
var secretNames = []string{
	"client_token", "access_token", "api_token", "token", "secret", "client_secret", "password", "key",
	"service_account_info", "service_account", "tenant_id", "certificate", "jwt", "credentials", "app_id",
	"appid", "refresh_token",
}

// secretEndings is what the CDK's own tests look for besides.
var secretEndings = []string{"_token", "_secret", "password", "api_key", "apikey", "secret_key", "private_key", "access_key"}

// forbiddenKeywords are those that Airbyte's forms cannot show.
var forbiddenKeywords = []string{
	"not", "anyOf", "patternProperties", "prefixItems", "allOf", "if", "then", "else", "dependentSchemas",
	"dependentRequired", "$ref",
}

func acceptSpec(t *testing.T, test specTest) {
	specs := ofType(succeed(t, "spec").messages, "SPEC")
	if len(specs) != 1 {
		t.Fatalf("%d SPEC messages", len(specs))
	}
	var spec struct {
		ConnectionSpecification json.RawMessage `json:"connectionSpecification"`
		AdvancedAuth            json.RawMessage `json:"advanced_auth"`
	}
	if err := json.Unmarshal(specs[0].Spec, &spec); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(fields(t, specs[0].Spec), fields(t, rootFile(t, test.Spec))) {
		t.Errorf("spec differs from %s", test.Spec)
	}
	valid(t, compile(t, "spec.json", spec.ConnectionSpecification), test.Config, string(rootFile(t, test.Config)))
	if spec.AdvancedAuth != nil {
		t.Error("advanced_auth has no test")
	}
	acceptSpecSince(t, test.Compatibility.newest(t))
	root := fields(t, spec.ConnectionSpecification)
	acceptProperties(t, "", root)
	acceptGroups(t, root)
}

// acceptProperties holds a schema of the specification, and those inside it,
// to the rules of Airbyte's forms.
func acceptProperties(t *testing.T, path string, schema map[string]any) {
	for _, keyword := range forbiddenKeywords {
		if _, found := schema[keyword]; found {
			t.Errorf("%s uses %s", path, keyword)
		}
	}
	if additional, found := schema["additionalProperties"]; found && additional != true {
		t.Errorf("%s: additionalProperties is %v", path, additional)
	}
	if values, found := schema["enum"].([]any); found && !distinct(values) {
		t.Errorf("%s: values of the enum repeat", path)
	}
	acceptType(t, path, schema)
	acceptOrder(t, path, schema)
	acceptVariants(t, path, schema)
	properties, _ := schema["properties"].(map[string]any)
	for name, property := range properties {
		child, _ := property.(map[string]any)
		acceptSecret(t, path+"/"+name, name, child)
		acceptPattern(t, path+"/"+name, child)
		if _, grouped := child["group"]; grouped && path != "" {
			t.Errorf("%s/%s: only top-level properties have groups", path, name)
		}
		acceptProperties(t, path+"/"+name, child)
	}
	if items, found := schema["items"].(map[string]any); found {
		acceptProperties(t, path+"/items", items)
	}
}

func distinct(values []any) bool {
	seen := map[string]bool{}
	for _, value := range values {
		seen[fmt.Sprint(value)] = true
	}
	return len(seen) == len(values)
}

func acceptType(t *testing.T, path string, schema map[string]any) {
	if types, several := schema["type"].([]any); several {
		if len(types) > 2 || len(types) == 2 && types[1] != "null" {
			t.Errorf("%s has the types %v", path, types)
		}
	}
	_, chosen := schema["oneOf"]
	properties, _ := schema["properties"].(map[string]any)
	switch {
	case schema["type"] == "object" && path != "" && !chosen && len(properties) == 0:
		t.Errorf("%s is an object without properties", path)
	case schema["type"] == "array":
		items, single := schema["items"].(map[string]any)
		_, listed := items["enum"]
		if !single || !listed && !slices.Contains([]any{"object", "string", "number", "integer"}, items["type"]) {
			t.Errorf("%s: items are %v", path, schema["items"])
		}
	}
	if display, shown := schema["display_type"]; shown && (!chosen || display != "dropdown" && display != "radio") {
		t.Errorf("%s: display_type %v", path, display)
	}
}

// acceptOrder wants each order once in each group of each object.
func acceptOrder(t *testing.T, path string, schema map[string]any) {
	properties, _ := schema["properties"].(map[string]any)
	seen := map[string]string{}
	for name, property := range properties {
		child, _ := property.(map[string]any)
		order, ordered := child["order"]
		if !ordered {
			continue
		}
		place := fmt.Sprintf("%v %v", child["group"], order)
		if other, taken := seen[place]; taken {
			t.Errorf("%s: %s and %s have the same order", path, name, other)
		}
		seen[place] = name
	}
}

// acceptVariants wants one property in all variants whose const tells them apart.
func acceptVariants(t *testing.T, path string, schema map[string]any) {
	variants, found := schema["oneOf"].([]any)
	if !found {
		return
	}
	if schema["type"] != "object" {
		t.Errorf("%s: a oneOf must be of type object", path)
	}
	constants := map[string]int{}
	for i, variant := range variants {
		child, _ := variant.(map[string]any)
		properties, _ := child["properties"].(map[string]any)
		if len(properties) == 0 {
			t.Errorf("%s: variant %d has no properties", path, i)
		}
		for name, property := range properties {
			definition, _ := property.(map[string]any)
			constant, is := definition["const"]
			if !is {
				continue
			}
			constants[name]++
			if value, also := definition["default"]; also && value != constant {
				t.Errorf("%s: variant %d: the default of %s is not its const", path, i, name)
			}
		}
		acceptProperties(t, fmt.Sprintf("%s/oneOf/%d", path, i), child)
	}
	common := 0
	for _, count := range constants {
		if count == len(variants) {
			common++
		}
	}
	if common != 1 {
		t.Errorf("%s: %d properties tell its variants apart, one must", path, common)
	}
}

func acceptSecret(t *testing.T, path, name string, property map[string]any) {
	name = strings.ToLower(name)
	named := slices.Contains(secretNames, name) ||
		slices.ContainsFunc(secretEndings, func(ending string) bool { return strings.HasSuffix(name, ending) })
	_, constant := property["const"]
	holds := !constant && slices.Contains([]any{"string", "integer", "number"}, property["type"])
	marked := property["airbyte_secret"] == true
	if named && holds && !marked {
		t.Errorf("%s must be an airbyte_secret", path)
	}
	if marked && !holds {
		t.Errorf("%s cannot be a secret", path)
	}
}

// acceptPattern compiles patterns and tries them on the examples. What Go's
// engine lacks, Python's, Java's or a browser's would not agree about.
func acceptPattern(t *testing.T, path string, property map[string]any) {
	pattern, found := property["pattern"].(string)
	if !found {
		return
	}
	compiled, err := regexp.Compile(pattern)
	if err != nil {
		t.Errorf("%s: %v", path, err)
		return
	}
	examples, _ := property["examples"].([]any)
	if value, set := property["default"]; set {
		examples = append(examples, value)
	}
	for _, example := range examples {
		if !compiled.MatchString(fmt.Sprint(example)) {
			t.Errorf("%s: %v does not match its pattern", path, example)
		}
	}
}

// acceptGroups wants every group that a property names to be declared.
func acceptGroups(t *testing.T, root map[string]any) {
	declared := map[any]bool{}
	groups, _ := root["groups"].([]any)
	for _, group := range groups {
		definition, _ := group.(map[string]any)
		declared[definition["id"]] = true
	}
	properties, _ := root["properties"].(map[string]any)
	for name, property := range properties {
		definition, _ := property.(map[string]any)
		if !declared[definition["group"]] {
			t.Errorf("%s is in group %v, which is not declared", name, definition["group"])
		}
	}
}
