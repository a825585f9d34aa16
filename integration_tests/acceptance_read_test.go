package integration_tests

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"airbyte-sage-intacct/internal/long"
)

// updateRecords writes the expected records anew, for a demo company that was
// changed on purpose.
var updateRecords = flag.Bool("update-records", false, "write expected_records.jsonl anew")

// expectedPerStream is how many records of a stream are written down.
const expectedPerStream = 2

func acceptBasicRead(t *testing.T, test basicReadTest) {
	config := fromRoot(test.Config)
	streams := slices.DeleteFunc(discover(t, config), func(s stream) bool { return exempted(test.Empty, s.Name) })
	result := succeed(t, "read", "--config", config, "--catalog", write(t, "catalog.json", firstModes(t, streams)))
	records := result.records()
	if *updateRecords {
		writeExpected(t, fromRoot(test.Expected.Path), streams, records)
	}
	acceptExpected(t, test, streams, records)
	for _, s := range streams {
		if len(records[s.Name]) == 0 {
			t.Errorf("%s has no records", s.Name)
		}
		acceptRecords(t, s, records[s.Name])
	}
	acceptStatuses(t, streams, result.messages)
	acceptStates(t, streams, result.messages)
	acceptFailureTrace(t, config)
}

func exempted(exempts []exempt, name string) bool {
	return slices.ContainsFunc(exempts, func(e exempt) bool { return e.Name == name })
}

// firstModes is the catalogue that the acceptance tests make: each stream in
// the first of its sync modes, appended.
func firstModes(t *testing.T, streams []stream) string {
	t.Helper()
	var list []any
	for _, s := range streams {
		list = append(list, map[string]any{
			"stream": s, "sync_mode": s.SyncModes[0], "destination_sync_mode": "append",
			"cursor_field": s.CursorField, "primary_key": s.PrimaryKey,
		})
	}
	return encode(t, map[string]any{"streams": list})
}

// acceptRecords holds the records of a stream to its schema, stricter than
// JSON schema is: no column besides, and no 1.0 for an integer.
func acceptRecords(t *testing.T, s stream, records []json.RawMessage) {
	compiled := compile(t, s.Name+".json", s.Schema)
	properties, _ := fields(t, s.Schema)["properties"].(map[string]any)
	for i, data := range records {
		if !long.Picks(i, sampledRecords) {
			continue
		}
		document, err := jsonschema.UnmarshalJSON(strings.NewReader(string(data)))
		if err != nil {
			t.Fatal(err)
		}
		if err := compiled.Validate(document); err != nil {
			t.Fatalf("%s: %v\n%.1000s", s.Name, err, data)
		}
		record := fields(t, data)
		for name, value := range record {
			property, known := properties[name].(map[string]any)
			if !known {
				t.Fatalf("%s: column %s is not in the schema", s.Name, name)
			}
			acceptInteger(t, s.Name+"."+name, property, value)
		}
		acceptKeyOf(t, s, record)
	}
}

var integer = regexp.MustCompile(`^-?[0-9]+$`)

func acceptInteger(t *testing.T, name string, property map[string]any, value any) {
	number, is := value.(json.Number)
	if is && slices.Contains(types(property), "integer") && !integer.MatchString(number.String()) {
		t.Fatalf("%s: %s is no integer", name, number)
	}
}

func acceptKeyOf(t *testing.T, s stream, record map[string]any) {
	given := false
	for _, path := range s.PrimaryKey {
		switch value := record[path[0]].(type) {
		case nil:
		case map[string]any, []any:
			t.Fatalf("%s: the key %s is %v", s.Name, path[0], value)
		default:
			given = true
		}
	}
	if len(s.PrimaryKey) > 0 && !given {
		t.Fatalf("%s: a record without a key: %v", s.Name, record)
	}
}

// acceptStatuses wants STARTED, RUNNING and COMPLETE of every stream and of no
// other.
func acceptStatuses(t *testing.T, streams []stream, messages []message) {
	statuses := map[string][]string{}
	for _, m := range messages {
		if m.Trace.Type == "STREAM_STATUS" {
			name := m.Trace.StreamStatus.Descriptor.Name
			statuses[name] = append(statuses[name], m.Trace.StreamStatus.Status)
		}
	}
	if len(statuses) != len(streams) {
		t.Errorf("%d streams have a status, of %d", len(statuses), len(streams))
	}
	for _, s := range streams {
		list := statuses[s.Name]
		if len(list) < 3 || list[0] != "STARTED" || list[len(list)-1] != "COMPLETE" {
			t.Errorf("%s: statuses %v", s.Name, list)
			continue
		}
		if slices.ContainsFunc(list[1:len(list)-1], func(status string) bool { return status != "RUNNING" }) {
			t.Errorf("%s: statuses %v", s.Name, list)
		}
	}
}

// acceptStates wants a state per stream at least, none of the old kind, all
// with their counts.
func acceptStates(t *testing.T, streams []stream, messages []message) {
	states := ofType(messages, "STATE")
	named := map[string]bool{}
	for _, m := range states {
		named[m.State.Stream.Descriptor.Name] = true
		if m.State.Type != "STREAM" {
			t.Errorf("a state of type %q", m.State.Type)
		}
		stats, _ := fields(t, []byte(m.line))["state"].(map[string]any)["sourceStats"].(map[string]any)
		if _, counted := stats["recordCount"]; !counted {
			t.Errorf("a state without a count: %.300s", m.line)
		}
	}
	for _, s := range streams {
		if !named[s.Name] {
			t.Errorf("%s has no state", s.Name)
		}
	}
}

// acceptFailureTrace reads a stream that does not exist, in a mode that does
// not exist either.
func acceptFailureTrace(t *testing.T, config string) {
	catalog := write(t, "catalog.json", `{"streams":[{"stream":{"name":"__AIRBYTE__stream_that_does_not_exist",
		"json_schema":{"type":"object","properties":{"f1":{"type":"string"}}},"supported_sync_modes":["full_refresh"]},
		"sync_mode":"INVALID","destination_sync_mode":"INVALID"}]}`)
	result := execute(t, "", "read", "--config", config, "--catalog", catalog)
	if !slices.ContainsFunc(result.messages, func(m message) bool { return m.Trace.Type == "ERROR" }) {
		t.Errorf("no TRACE ERROR for an unknown stream\n%s", result.stdout)
	}
	if result.exit == 0 {
		t.Error("an unknown stream is read with exit 0")
	}
}

// expectedRecord is a line of the expected records, in the acceptance tests' format.
type expectedRecord struct {
	Stream    string          `json:"stream"`
	Data      json.RawMessage `json:"data"`
	EmittedAt int64           `json:"emitted_at"`
}

// acceptExpected finds the expected records by key, and wants the values that
// are written down, where Airbyte's tests want the keys alone.
func acceptExpected(t *testing.T, test basicReadTest, streams []stream, records map[string][]json.RawMessage) {
	expected := map[string]int{}
	byKey := map[string]map[string]any{}
	primary := map[string][][]string{}
	keyOf := func(stream string, record map[string]any) string {
		key := stream
		for _, path := range primary[stream] {
			key += fmt.Sprint(" ", record[path[0]])
		}
		return key
	}
	for _, s := range streams {
		primary[s.Name] = s.PrimaryKey
		for _, data := range records[s.Name] {
			record := fields(t, data)
			byKey[keyOf(s.Name, record)] = record
		}
	}
	for line := range strings.Lines(string(rootFile(t, test.Expected.Path))) {
		var wanted expectedRecord
		if err := json.Unmarshal([]byte(line), &wanted); err != nil || wanted.Stream == "" {
			t.Fatalf("%s: no record: %.200s", test.Expected.Path, line)
		}
		expected[wanted.Stream]++
		values := fields(t, wanted.Data)
		key := keyOf(wanted.Stream, values)
		for name, value := range values {
			if got := byKey[key][name]; !reflect.DeepEqual(got, value) {
				t.Errorf("%s: %s is %v, expected %v", key, name, got, value)
			}
		}
	}
	for _, s := range streams {
		if expected[s.Name] == 0 {
			t.Errorf("%s has no record in %s", s.Name, test.Expected.Path)
		}
	}
}

func writeExpected(t *testing.T, file string, streams []stream, records map[string][]json.RawMessage) {
	var lines strings.Builder
	for _, s := range streams {
		for _, data := range records[s.Name][:min(expectedPerStream, len(records[s.Name]))] {
			record := fields(t, data)
			for name, value := range record {
				if value == nil {
					delete(record, name)
				}
			}
			lines.WriteString(encode(t, expectedRecord{Stream: s.Name, Data: json.RawMessage(encode(t, record))}) + "\n")
		}
	}
	if err := os.WriteFile(file, []byte(lines.String()), 0o600); err != nil {
		t.Fatal(err)
	}
}
