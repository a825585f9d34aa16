package destination_test

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"time"

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
var derived = regexp.MustCompile(`KEY$|^RECORD|BY(LOGINID)?$|^WHEN|^TOTALDUE$|^TERMVALUE$|^LAST_(INVOICE|STATEMENT)DATE$|^BASEUOM$|^PERCENTCOMPLETE$|^(APPROVED|ACTUAL|REMAINING|EST)QTY$|^ENTITY$|^(PARENT|SUPERVISOR)NAME$`)

// read is what a full refresh of objects emits.
func (p *place) read(t *testing.T, objects ...string) string {
	t.Helper()
	return p.readFrom(t, airbyte.FullRefresh, nil, objects...)
}

// readFrom reads objects as a source does that begins at states.
func (p *place) readFrom(t *testing.T, mode airbyte.SyncMode, from []byte, objects ...string) string {
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
				catalog.Streams = append(catalog.Streams, airbyte.ConfiguredStream{Stream: found, SyncMode: mode, CursorField: found.DefaultCursorField, DestinationSyncMode: airbyte.AppendDedup, PrimaryKey: found.SourceDefinedPrimaryKey})
			}
		}
	}
	states, err := airbyte.ParseStates(from)
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
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}

// emptied is a company that has nothing of what is copied.
func emptied() *place {
	p := newPlace(sandbox.Settings{})
	for _, c := range copied {
		for _, row := range p.company.Rows(c.object) {
			p.company.Remove(c.object, row["RECORDNO"])
		}
	}
	return p
}

// TestCopyToAnotherCompany writes what the source reads, its system fields
// included, into a company that has none of it, and reads it back.
func TestCopyToAnotherCompany(t *testing.T) {
	t.Parallel()
	first, second := newPlace(sandbox.Settings{}), emptied()
	for _, id := range []string{"TV-1", "TV-2"} {
		first.company.Remove("VENDOR", first.row(t, "VENDOR", "VENDORID", id)["RECORDNO"])
	}
	for _, c := range copied {
		r := second.write(t, nil, catalogOf(stream(c.object, airbyte.AppendDedup, "RECORDNO")), first.read(t, c.object))
		if r.err != nil {
			t.Errorf("%s: %v", c.object, r.err)
		}
	}
	for _, c := range copied {
		compareRows(t, c.object, rowsRead(t, first.read(t, c.object), c.key), rowsRead(t, second.read(t, c.object), c.key))
	}
}

// TestDeletesAreCopied: what is deleted in one company is deleted in the other,
// once each delete is told by the key that both have: record numbers are each
// company's own, so a delete that brings nothing else is refused, and nothing
// of that number is touched.
func TestDeletesAreCopied(t *testing.T) {
	t.Parallel()
	first, second := newPlace(sandbox.Settings{}), emptied()
	first.company.Put("CLASS", map[string]string{"CLASSID": "GONE", "NAME": "To be deleted", "STATUS": "active"})
	before := first.readFrom(t, airbyte.Incremental, nil, "CLASS")
	catalog := catalogOf(stream("CLASS", airbyte.AppendDedup, "RECORDNO"))
	if r := second.write(t, nil, catalog, before); r.err != nil {
		t.Fatal(r.err)
	}
	keys := map[string]string{} // of classes, by record number in the first company
	for id, row := range rowsRead(t, before, "CLASSID") {
		keys[string(row["RECORDNO"])] = id
	}
	first.mu.Lock()
	first.now = first.now.Add(time.Hour)
	first.mu.Unlock()
	in := (&input{}).record("CLASS", `{"CLASSID":"GONE","_ab_cdc_deleted_at":"2026-11-23T13:00:00Z"}`)
	if r := first.write(t, nil, catalog, in.String()); r.err != nil || !strings.Contains(r.stdout, "1 deleted") {
		t.Fatalf("%v\n%s", r.err, r.stdout)
	}
	changes := first.readFrom(t, airbyte.Incremental, statesIn(before), "CLASS")
	deletes := 0
	for line := range strings.Lines(changes) {
		number := deletedNumber.FindStringSubmatch(line)
		if number == nil {
			continue
		}
		deletes++
		count := len(second.company.Rows("CLASS"))
		alone := second.write(t, nil, catalog, line)
		if alone.err == nil || !strings.Contains(alone.err.Error(), "CLASSID is missing") || len(second.company.Rows("CLASS")) != count {
			t.Errorf("a record number of the other company: %v\n%s", alone.err, alone.stdout)
		}
		whole := strings.Replace(line, `"data":{`, `"data":{"CLASSID":`+keys[number[1]]+",", 1)
		for _, want := range []string{"1 deleted", "1 already gone"} {
			if r := second.write(t, nil, catalog, whole); r.err != nil || !strings.Contains(r.stdout, want) {
				t.Errorf("%v\n%s\n%s", r.err, r.stdout, whole)
			}
		}
	}
	if deletes != 1 {
		t.Errorf("%d deletes in\n%s", deletes, changes)
	}
	compareRows(t, "CLASS", rowsRead(t, first.read(t, "CLASS"), "CLASSID"), rowsRead(t, second.read(t, "CLASS"), "CLASSID"))
}

// deletedNumber finds the record number in a delete.
var deletedNumber = regexp.MustCompile(`"RECORDNO":(\d+).*"_ab_cdc_deleted_at":"`)

// statesIn are the states among messages, as a file of states has them.
func statesIn(messages string) []byte {
	var last []string
	for line := range strings.Lines(messages) {
		if state, found := strings.CutPrefix(strings.TrimSpace(line), `{"type":"STATE","state":`); found {
			last = []string{strings.TrimSuffix(state, "}")}
		}
	}
	return []byte("[" + strings.Join(last, ",") + "]")
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
