package source

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/internal/long"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/company"
	"airbyte-sage-intacct/source/config"
)

// discover returns the catalogue and the logs.
func (p *program) discover(t testing.TB) (*airbyte.Catalog, string) {
	t.Helper()
	out := p.run(t, t.Context(), "discover", nil, nil).ok(t)
	for _, m := range out.messages {
		if m.Type == airbyte.TypeCatalog {
			return m.Catalog, out.logs()
		}
	}
	t.Fatal("no catalogue")
	return nil, ""
}

func TestDiscoverListsWhatTheUserCanRead(t *testing.T) {
	catalog, _ := demo().discover(t)
	names := streamNames(catalog)
	if !slices.IsSorted(names) || len(names) < 15 {
		t.Errorf("the streams are %q", names)
	}
	restricted, logs := with(user("no_gl")).discover(t)
	for _, name := range names {
		row, known := intacct.ObjectNamed(name)
		if !known {
			continue // the company's own
		}
		hidden := !slices.Contains(streamNames(restricted), name)
		if ledger := row.Module == "General Ledger"; hidden != ledger {
			t.Errorf("%s (%s): hidden is %t", name, row.Module, hidden)
		}
		if told := strings.Contains(logs, "INFO "+name+" is left out: "); told != hidden {
			t.Errorf("%s: told is %t", name, told)
		}
	}
}

func streamNames(catalog *airbyte.Catalog) []string {
	var names []string
	for _, stream := range catalog.Streams {
		names = append(names, stream.Name)
	}
	return names
}

func TestDiscoverIsDeterministicAndSmall(t *testing.T) {
	var first []byte
	for range 3 {
		catalog, _ := demo().discover(t)
		raw := encoded(t, catalog)
		if first == nil {
			first = raw
		}
		if string(raw) != string(first) {
			t.Fatal("two catalogues differ")
		}
	}
	if len(first) > 1<<20 {
		t.Errorf("the catalogue has %d bytes", len(first))
	}
}

func TestDiscoverObjects(t *testing.T) {
	catalog, logs := with(map[string]any{"objects": []string{"vendor", "accounts_payable_bills", "NOSUCH"}}).discover(t)
	if got := streamNames(catalog); !slices.Equal(got, []string{"APBILL", "VENDOR"}) {
		t.Errorf("the streams are %q", got)
	}
	if !strings.Contains(logs, "NOSUCH is left out: ") {
		t.Errorf("logs:\n%s", logs)
	}
	out := with(map[string]any{"objects": []string{"NOSUCH"}}).run(t, t.Context(), "discover", nil, nil)
	if message, failure := out.failure(""); out.code != 1 || failure != airbyte.ConfigError || !strings.Contains(message, "none of the 1 objects") {
		t.Errorf("exit code %d, %s: %s", out.code, failure, message)
	}
}

func TestDiscoverEverything(t *testing.T) {
	usual, _ := demo().discover(t)
	all, _ := with(map[string]any{"objects": []string{"*"}}).discover(t)
	names := streamNames(all)
	for _, name := range streamNames(usual) {
		if !slices.Contains(names, name) {
			t.Errorf("%s is missing", name)
		}
	}
	if len(names) <= len(usual.Streams) {
		t.Errorf("everything is %d streams, the usual ones are %d", len(names), len(usual.Streams))
	}
}

// TestDiscoverDoesNotHideStreamsInAnOutage: a catalogue that lacks streams
// because the gateway was down would make Airbyte drop their tables.
func TestDiscoverDoesNotHideStreamsInAnOutage(t *testing.T) {
	w := newWorld(company.Demo(company.Options{}), sandbox.Settings{})
	w.sandbox.Fault(sandbox.Fault{Function: "query", Object: "VENDOR", Times: -1, Status: 503})
	out := w.run(t, t.Context(), "discover", nil, nil)
	if _, failure := out.failure(""); out.code != 1 || failure != airbyte.TransientError {
		t.Errorf("exit code %d, %s", out.code, failure)
	}
}

// TestRecordsFitTheirSchemas validates some records of every stream.
func TestRecordsFitTheirSchemas(t *testing.T) {
	for first, decimals := range []string{config.DecimalsNumber, config.DecimalsString} {
		p := with(map[string]any{"decimals": decimals, "start_date": "2026-09-15T00:00:00Z"})
		catalog, _ := p.discover(t)
		var some []airbyte.Stream
		for i, stream := range catalog.Streams {
			if long.Picks(first+i, 2) {
				some = append(some, stream)
			}
		}
		catalog.Streams = some
		out := p.read(t, configured(airbyte.Incremental, streamNames(catalog)...), nil).ok(t)
		for _, stream := range catalog.Streams {
			schema := compiled(t, stream.JSONSchema)
			for i, data := range out.records(stream.Name) {
				if i == 50 {
					break
				}
				record, err := jsonschema.UnmarshalJSON(strings.NewReader(data))
				if err != nil {
					t.Fatal(err)
				}
				if err := schema.Validate(record); err != nil {
					t.Fatalf("%s: %v\n%s", stream.Name, err, data)
				}
			}
		}
	}
}

// compiled is a schema that knows formats and allows no other columns.
func compiled(t *testing.T, raw json.RawMessage) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(strings.Replace(string(raw), `"additionalProperties":true`, `"additionalProperties":false`, 1)))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("stream.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("stream.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}
