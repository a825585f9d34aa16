package destination_test

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/source"
)

// copied are the objects of a copy, in an order in which each finds what it
// refers to.
var copied = []struct{ object, key string }{
	{"DEPARTMENT", "DEPARTMENTID"},
	{"CLASS", "CLASSID"},
	{"GLACCOUNT", "ACCOUNTNO"},
	{"VENDOR", "VENDORID"},
	{"CUSTOMER", "CUSTOMERID"},
	{"ITEM", "ITEMID"},
	{"PROJECT", "PROJECTID"},
}

// derived are fields that Intacct makes of others, or of the moment.
var derived = regexp.MustCompile(`KEY$|^RECORD|BY(LOGINID)?$|^WHEN|^TOTALDUE$|^TERMVALUE$|^ENTITY$|^(PARENT|SUPERVISOR)NAME$`)

// multipick are choices joined by a separator.
var multipick = regexp.MustCompile(`"(CERTIFICATIONS|HAZARD_CLASS)":"[^"]*",?`)

func (p *place) read(t *testing.T, objects ...string) string {
	t.Helper()
	var stdout bytes.Buffer
	out := airbyte.NewEmitter(&stdout)
	catalog := &airbyte.ConfiguredCatalog{}
	s := source.New(p.dial)
	discovered, err := s.Discover(t.Context(), configuration(t, nil), airbyte.NewEmitter(&bytes.Buffer{}))
	if err != nil {
		t.Fatal(err)
	}
	for _, object := range objects {
		for _, found := range discovered.Streams {
			if found.Name == object {
				catalog.Streams = append(catalog.Streams, airbyte.ConfiguredStream{Stream: found, SyncMode: airbyte.FullRefresh, DestinationSyncMode: airbyte.AppendDedup, PrimaryKey: found.SourceDefinedPrimaryKey})
			}
		}
	}
	states, err := airbyte.ParseStates(nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Read(t.Context(), configuration(t, nil), catalog, states, out); err != nil {
		t.Fatal(err)
	}
	_ = out.Flush()
	var lines []string
	for line := range strings.Lines(stdout.String()) {
		if strings.HasPrefix(line, `{"type":"RECORD"`) || strings.HasPrefix(line, `{"type":"STATE"`) {
			lines = append(lines, multipick.ReplaceAllString(line, ""))
		}
	}
	return strings.Join(lines, "")
}

// TestCopyToAnotherCompany writes what the source reads, its system fields
// included, into a company that has none of it, and reads it back.
func TestCopyToAnotherCompany(t *testing.T) {
	t.Parallel()
	first, second := newPlace(sandbox.Settings{}), newPlace(sandbox.Settings{})
	var names []string
	for _, id := range []string{"TV-1", "TV-2"} {
		first.company.Remove("VENDOR", first.row(t, "VENDOR", "VENDORID", id)["RECORDNO"])
	}
	for _, c := range copied {
		names = append(names, c.object)
		for _, row := range second.company.Rows(c.object) {
			second.company.Remove(c.object, row["RECORDNO"])
		}
	}
	for _, name := range names {
		r := second.write(t, nil, catalogOf(stream(name, airbyte.AppendDedup, "RECORDNO")), first.read(t, name))
		if r.err != nil {
			t.Errorf("%s: %v", name, r.err)
		}
	}
	for _, c := range copied {
		compareRows(t, c.object, rowsRead(t, first.read(t, c.object), c.key), rowsRead(t, second.read(t, c.object), c.key))
	}
}

func rowsRead(t *testing.T, lines, key string) map[string]map[string]json.RawMessage {
	t.Helper()
	rows := map[string]map[string]json.RawMessage{}
	for line := range strings.Lines(lines) {
		var message struct {
			Record struct{ Data map[string]json.RawMessage }
		}
		if err := json.Unmarshal([]byte(line), &message); err != nil {
			t.Fatal(err)
		}
		if data := message.Record.Data; data != nil {
			rows[string(data[key])] = data
		}
	}
	return rows
}

func compareRows(t *testing.T, object string, want, got map[string]map[string]json.RawMessage) {
	t.Helper()
	if len(want) == 0 || len(got) != len(want) {
		t.Errorf("%s: %d records became %d", object, len(want), len(got))
	}
	for id, row := range want {
		for field, value := range row {
			if other := got[id][field]; string(other) != string(value) && !derived.MatchString(field) {
				t.Errorf("%s %s: %s was %s and is %s", object, id, field, value, other)
			}
		}
	}
}
