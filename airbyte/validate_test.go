package airbyte_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"airbyte-sage-intacct/airbyte"
)

// configs are configurations with what is said about them; nothing means that they are right.
var configs = []struct {
	name, config string
	problems     []string
}{
	{"good", goodConfig, nil},
	{"everything", `{"user":"ada","password":"","pin":1,"tokens":["a"],"start":"2026-02-28","since":"2026-02-28T10:00:00Z","code":"ABC","page_size":2000,"ratio":0.5,"mode":"safe","objects":["AB"],"entities":{"kind":"list","ids":[1,2]},"proxy":{"host":"h","port":1},"free":{"x":{"y":1}},"dry_run":true}`, nil},
	{"null where it is allowed", `{"user":"a","password":"p","ratio":null,"entities":{"kind":"all"}}`, nil},
	{"missing", `{}`, []string{"user is missing", "password is missing"}},
	{"null", `{"user":null,"password":"p"}`, []string{"user must be a string, not a null"}},
	{"types", `{"user":1,"password":2.5,"objects":"AB","dry_run":"yes","proxy":[],"page_size":"5"}`, []string{
		"user must be a string, not an integer", "password must be a string, not a number", "objects must be an array, not a string",
		"dry_run must be a boolean, not a string", "proxy must be an object, not an array", "page_size must be an integer, not a string",
	}},
	{"two types", `{"user":"a","password":"p","ratio":"x"}`, []string{"ratio must be a number or a null, not a string"}},
	{"fraction", `{"user":"a","password":"p","page_size":1.5}`, []string{"page_size must be an integer, not a number"}},
	{"too small", `{"user":"a","password":"p","page_size":0,"ratio":0.25}`, []string{"page_size must be at least 1", "ratio must be at least 0.5"}},
	{"too large", `{"user":"a","password":"p","page_size":2001}`, []string{"page_size must be at most 2000"}},
	{"beyond", `{"user":"a","password":"p","ratio":1e999}`, []string{"ratio is a number beyond all bounds"}},
	{"empty", `{"user":"","password":"p"}`, []string{"user must not be an empty string"}},
	{"short", `{"user":"a","password":"p","objects":["AB","A"]}`, []string{"objects[1] is a string of fewer than 2 characters"}},
	{"long", `{"user":"123456789","password":"p"}`, []string{"user is a string of more than 8 characters"}},
	{"length in characters, not bytes", `{"user":"ÄÖÜäöüß𝄞","password":"p"}`, nil},
	{"enum", `{"user":"a","password":"p","mode":"slow"}`, []string{`mode must be "fast" or "safe", not another string`}},
	{"pattern", `{"user":"a","password":"p","code":"abc"}`, []string{"code is a string that does not match three capital letters"}},
	{"date", `{"user":"a","password":"p","start":"2026-02-30"}`, []string{"start is a string, but not a date such as 2006-01-02"}},
	{"date-time", `{"user":"a","password":"p","since":"2026-02-28T10:00:00"}`, []string{"since is a string, but not a date-time such as 2006-01-02T15:04:05Z"}},
	{"day for a moment", `{"user":"a","password":"p","from":"2026-02-28"}`, nil},
	{"no such day", `{"user":"a","password":"p","from":"2026-02-30"}`, []string{"from is a string, but not a date-time such as 2006-01-02T15:04:05Z"}},
	{"items", `{"user":"a","password":"p","objects":["AB",7,null]}`, []string{"objects[1] must be a string, not an integer", "objects[2] must be a string, not a null"}},
	{"nested", `{"user":"a","password":"p","proxy":{"port":"80"}}`, []string{"proxy.host is missing", "proxy.port must be an integer, not a string"}},
	{"option missing", `{"user":"a","password":"p","entities":{}}`, []string{"entities.kind is missing"}},
	{"option unknown", `{"user":"a","password":"p","entities":{"kind":"some"}}`, []string{`entities.kind must be "all" or "list", not another string`}},
	{"within an option", `{"user":"a","password":"p","entities":{"kind":"list","ids":["x"]}}`, []string{"entities.ids[0] must be an integer, not a string"}},
	{"option's key missing", `{"user":"a","password":"p","entities":{"kind":"list"}}`, []string{"entities.ids is missing"}},
	{"not an object", `["x"]`, []string{"the configuration must be an object, not an array"}},
}

func TestConfigurationIsCheckedAgainstTheSpec(t *testing.T) {
	for _, tt := range configs {
		t.Run(tt.name, func(t *testing.T) {
			r := run(t, connector(fakeSource{}, nil), "", "check", "--config", file(t, tt.config))
			want(t, "exit code", r.code, 0)
			want(t, "messages", r.sketch(), "CONNECTION_STATUS")
			status := r.messages[0].ConnectionStatus
			if tt.problems == nil {
				want(t, "status", *status, airbyte.ConnectionStatus{Status: airbyte.Succeeded})
				return
			}
			want(t, "status", *status, airbyte.ConnectionStatus{
				Status: airbyte.Failed, Message: "The configuration is not valid: " + strings.Join(tt.problems, "; ") + ".",
			})
		})
	}
}

// The small check and a full validator agree on what is right and what is wrong.
func TestConfigurationCheckAgreesWithJSONSchema(t *testing.T) {
	var spec struct{ ConnectionSpecification any }
	if err := json.Unmarshal(testSpec, &spec); err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("spec.json", spec.ConnectionSpecification); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("spec.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range configs {
		switch tt.name {
		case "beyond": // no 64-bit float, and yet a number by the standard
			continue
		case "day for a moment": // no date-time by the standard, and yet what the pattern asks for
			continue
		}
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(tt.config))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); (err == nil) != (tt.problems == nil) {
			t.Errorf("%s: the validator says %v", tt.name, err)
		}
	}
}

func TestInvalidConfigurationStopsTheOtherCommands(t *testing.T) {
	for name, config := range map[string]string{
		"wrong":    `{"user":"ada","password":"hunter22","pin":"hunter22","page_size":"hunter22","mode":"hunter22","proxy":"hunter22"}`,
		"not JSON": `{"password":"hunter22"`,
		"empty":    ``,
	} {
		for _, command := range []string{"discover", "read", "write"} {
			t.Run(command+" "+name, func(t *testing.T) {
				args := []string{command, "--config", file(t, config)}
				if command != "discover" {
					args = append(args, "--catalog", file(t, catalogOf("A")))
				}
				r := run(t, connector(fakeSource{}, fakeDestination{}), "", args...)
				want(t, "exit code", r.code, 1)
				want(t, "messages", r.sketch(), "ERROR")
				failure := r.theError(t)
				want(t, "failure type", failure.FailureType, airbyte.ConfigError)
				wantContains(t, "message", failure.Message, "The configuration is not valid")
				if strings.Contains(r.stdout, "hunter") {
					t.Errorf("a value of the configuration is in the output:\n%s", r.stdout)
				}
			})
		}
		t.Run("check "+name, func(t *testing.T) {
			r := run(t, connector(fakeSource{}, nil), "", "check", "--config", file(t, config))
			want(t, "exit code", r.code, 0)
			want(t, "messages", r.sketch(), "CONNECTION_STATUS")
			want(t, "status", r.messages[0].ConnectionStatus.Status, airbyte.Failed)
		})
	}
}

func TestOfManyProblemsSomeAreNamed(t *testing.T) {
	var keys strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&keys, `,"key%d":1`, i)
	}
	r := run(t, connector(fakeSource{}, nil), "", "check", "--config", file(t, `{"user":"ada","password":"p"`+keys.String()+`}`))
	message := r.messages[0].Log.Message
	if !strings.HasSuffix(message, ", key29, and 9970 more") {
		t.Errorf("%.3000s", message)
	}
}

func TestUnknownKeysAreToleratedAndNamed(t *testing.T) {
	const config = `{"user":"ada","password":"p","colour":"blue","entities":{"kind":"all","ids":[1]},"proxy":{"host":"h","speed":9},"free":{"x":1}}`
	r := run(t, connector(fakeSource{}, nil), "", "check", "--config", file(t, config))
	want(t, "exit code", r.code, 0)
	want(t, "messages", r.sketch(), "LOG CONNECTION_STATUS")
	want(t, "warning", *r.messages[0].Log, airbyte.LogLine{
		Level: "WARN", Message: "The configuration has keys that this connector does not know: colour, entities.ids, proxy.speed",
	})
	want(t, "status", r.messages[1].ConnectionStatus.Status, airbyte.Succeeded)
}

func TestSpecThatCannotBeUsedIsADefect(t *testing.T) {
	for name, spec := range map[string]string{
		"not JSON":      `{`,
		"no schema":     `{"documentationUrl":"https://example.com"}`,
		"wrong pattern": `{"connectionSpecification":{"type":"object","properties":{"user":{"type":"string","pattern":"("}}}}`,
		"oneOf without a constant": `{"connectionSpecification":{"type":"object","properties":{"proxy":{"type":"object","oneOf":[
			{"properties":{"a":{"type":"string"}}},{"properties":{"a":{"type":"integer"}}}]}}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			c := connector(fakeSource{}, nil)
			c.Spec = []byte(spec)
			r := run(t, c, "", "discover", "--config", file(t, `{"user":"ada","proxy":{"a":"x"}}`))
			want(t, "exit code", r.code, 1)
			want(t, "failure type", r.theError(t).FailureType, airbyte.SystemError)
		})
	}
}
