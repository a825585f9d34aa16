package integration_tests

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"airbyte-sage-intacct/internal/long"
)

// compile makes a validator of a JSON schema.
func compile(t *testing.T, name string, schema []byte) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft7)
	compiler.AssertFormat()
	if err := compiler.AddResource(name, document); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	compiled, err := compiler.Compile(name)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return compiled
}

func protocol(t *testing.T) *jsonschema.Schema {
	t.Helper()
	schema, err := os.ReadFile("../airbyte/testdata/protocol.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return compile(t, "protocol.schema.json", schema)
}

func valid(t *testing.T, schema *jsonschema.Schema, what, document string) {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(document))
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if err := schema.Validate(value); err != nil {
		t.Errorf("%s: %v\n%.1000s", what, err, document)
	}
}

// TestEveryLineIsAMessage holds every line of every command against the
// protocol, and every record of every stream against its own schema.
func TestEveryLineIsAMessage(t *testing.T) {
	t.Parallel()
	messages := protocol(t)
	streams, read := wholeRead(t)
	schemas := map[string]*jsonschema.Schema{}
	for _, s := range streams {
		schemas[s.Name] = compile(t, s.Name+".json", s.Schema)
	}
	commands := [][]string{
		{"spec"},
		{"source", "spec"},
		{"destination", "spec"},
		{"check", "--config", "sandbox_config.json"},
		{"check", "--config", "invalid_config.json"},
		{"discover", "--config", "sandbox_config.json"},
		{"destination", "discover", "--config", "sandbox_config.json"},
	}
	for _, command := range commands {
		result := succeed(t, command...)
		if len(result.messages) == 0 {
			t.Errorf("%v printed nothing", command)
		}
		for _, m := range result.messages {
			valid(t, messages, strings.Join(command, " "), m.line)
		}
	}
	seen := map[string]int{}
	for _, m := range read.messages {
		if m.Type != "RECORD" {
			valid(t, messages, "read", m.line)
			continue
		}
		if !strings.HasPrefix(m.line, `{"type":"RECORD"`) {
			t.Fatalf("a record begins %.40s", m.line)
		}
		if long.Picks(seen[m.Record.Stream], sampledRecords) {
			valid(t, schemas[m.Record.Stream], m.Record.Stream, string(m.Record.Data))
		}
		seen[m.Record.Stream]++
	}
}

// sampledRecords: by default one of so many records of a stream is held
// against its schema, which takes a millisecond for each.
const sampledRecords = 20

// TestNoSecretIsPrinted looks for both passwords in everything that a run
// prints, above all where it fails.
func TestNoSecretIsPrinted(t *testing.T) {
	t.Parallel()
	secrets := []string{"sandbox-sender-password", "sandbox-demo-password", "not the password"}
	catalog := "configured_catalog.json"
	for _, command := range [][]string{
		{"check", "--config", "sandbox_config.json", "--debug"},
		{"check", "--config", "invalid_config.json", "--debug"},
		{"discover", "--config", "invalid_config.json", "--debug"},
		{"read", "--config", "sandbox_config.json", "--catalog", catalog, "--debug"},
		{"read", "--config", "invalid_config.json", "--catalog", catalog, "--debug"},
	} {
		result := execute(t, "", command...)
		for _, secret := range secrets {
			if strings.Contains(result.stdout+result.stderr, secret) {
				t.Errorf("%v printed %q", command, secret)
			}
		}
	}
}
