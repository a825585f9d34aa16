package integration_tests

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"airbyte-sage-intacct/intacct"
)

// content reads a file of this folder.
func content(t *testing.T, name string) string {
	t.Helper()
	bytes, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(bytes)
}

// input is the standard input of a write, line by line.
type input struct{ strings.Builder }

func (in *input) record(stream string, data string) {
	_, _ = fmt.Fprintf(in, `{"type":"RECORD","record":{"stream":%q,"data":%s,"emitted_at":1700000000000}}`+"\n", stream, data)
}

func (in *input) state(stream string, id int, state string) string {
	line := fmt.Sprintf(`{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":%q},"stream_state":%s},"unknown":{"kept":[1.50,"é"]},"id":%d,"sourceStats":{"recordCount":1.0}}}`, stream, state, id)
	in.WriteString(line + "\n")
	return line
}

// TestWriteThenRead writes records of several objects and reads them back
// digit for digit.
func TestWriteThenRead(t *testing.T) {
	t.Parallel()
	server := serve(t)
	var in input
	in.record("VENDOR", `{"VENDORID":"V-1","NAME":"Müller & <Söhne> \"𝔘\"","CREDITLIMIT":12345678901234.56}`)
	in.record("CUSTOMER", `{"CUSTOMERID":"C-1","NAME":"Customer one","CREDITLIMIT":"0.10"}`)
	in.record("DEPARTMENT", `{"DEPARTMENTID":"D-1","TITLE":"Department one"}`)
	in.record("PROJECT", `{"PROJECTID":"P-1","NAME":"Project one","PROJECTCATEGORY":"Contract","BEGINDATE":"2026-02-28"}`)
	in.record("VENDOR", `{"VENDORID":"V-1","NAME":"Renamed","CREDITLIMIT":0.5}`)
	in.state("VENDOR", 1, `{"a":1}`)
	result := execute(t, in.String(), "write", "--config", server.config, "--catalog", writable(t, "append_dedup", "VENDOR", "CUSTOMER", "DEPARTMENT", "PROJECT"))
	if result.exit != 0 {
		t.Fatalf("exit %d\n%s\n%s", result.exit, result.problems(), result.stderr)
	}

	read := succeed(t, "read", "--config", server.config, "--catalog", write(t, "catalog.json", configured(t, discover(t, server.config), "full_refresh"))).records()
	for _, expected := range []struct{ stream, key, id, field, value string }{
		{"VENDOR", "VENDORID", "V-1", "NAME", `"Renamed"`},
		{"VENDOR", "VENDORID", "V-1", "CREDITLIMIT", `0.5`},
		{"CUSTOMER", "CUSTOMERID", "C-1", "CREDITLIMIT", `0.1`},
		{"DEPARTMENT", "DEPARTMENTID", "D-1", "TITLE", `"Department one"`},
		{"PROJECT", "PROJECTID", "P-1", "BEGINDATE", `"2026-02-28"`},
	} {
		found := 0
		for _, data := range read[expected.stream] {
			var record map[string]json.RawMessage
			if err := json.Unmarshal(data, &record); err != nil {
				t.Fatal(err)
			}
			if string(record[expected.key]) != `"`+expected.id+`"` {
				continue
			}
			found++
			if got := string(record[expected.field]); got != expected.value {
				t.Errorf("%s %s: %s is %s, expected %s", expected.stream, expected.id, expected.field, got, expected.value)
			}
		}
		if found != 1 {
			t.Errorf("%s %s: found %d times", expected.stream, expected.id, found)
		}
	}
}

// TestStateFollowsItsRecords feeds a write line by line: a state comes out
// only when the records before it are in the company, and byte for byte but
// for its destinationStats.
func TestStateFollowsItsRecords(t *testing.T) {
	t.Parallel()
	server := serve(t)
	command := exec.CommandContext(t.Context(), connector, "write", "--config", server.config, "--catalog", writable(t, "append", "DEPARTMENT"))
	stdin, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	command.Stderr = os.Stderr
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	output := bufio.NewReader(stdout)
	for i := 1; i <= 3; i++ {
		var in input
		department := fmt.Sprintf("S-%d", i)
		in.record("DEPARTMENT", fmt.Sprintf(`{"DEPARTMENTID":%q,"TITLE":"State %d"}`, department, i))
		line := in.state("DEPARTMENT", i, fmt.Sprintf(`{"at": %d}`, i))
		if _, err := io.WriteString(stdin, in.String()); err != nil {
			t.Fatal(err)
		}
		echoed := nextState(t, output)
		if server.count(t, "DEPARTMENT", "DEPARTMENTID", department) != 1 {
			t.Errorf("the state after %s came before the record was in the company", department)
		}
		bare := statistics.ReplaceAllString(echoed, "")
		if bare != line {
			t.Errorf("the state came back as\n%s\nsent was\n%s", echoed, line)
		}
	}
	_ = stdin.Close()
	_, _ = io.Copy(io.Discard, output)
	if err := command.Wait(); err != nil {
		t.Error(err)
	}
}

func nextState(t *testing.T, output *bufio.Reader) string {
	t.Helper()
	for {
		line, err := output.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(line, `{"type":"STATE"`) {
			return strings.TrimSuffix(line, "\n")
		}
	}
}

// count asks the company how many records have a value.
func (s *server) count(t *testing.T, object, field, value string) int {
	t.Helper()
	page, err := s.client.Query(t.Context(), intacct.Query{Object: object, Select: []string{"RECORDNO"}, Filter: intacct.Eq(field, value)})
	if err != nil {
		t.Fatal(err)
	}
	defer page.Release()
	return page.Total
}

// writable is a configured catalogue for writing to the named objects.
func writable(t testing.TB, mode string, objects ...string) string {
	t.Helper()
	var streams []any
	for _, name := range objects {
		streams = append(streams, map[string]any{
			"stream": map[string]any{
				"name": name, "json_schema": map[string]any{"type": "object", "properties": map[string]any{}},
				"supported_sync_modes": []string{"full_refresh"},
			},
			"sync_mode": "full_refresh", "destination_sync_mode": mode,
		})
	}
	return write(t, "catalog.json", encode(t, map[string]any{"streams": streams}))
}

// statistics are what a destination adds to a state that covers one record.
var statistics = regexp.MustCompile(`,"destinationStats":\{"recordCount":1\.0,"additionalStats":\{[^}]*\}\}`)

// TestStatistics has states that cover one record of each kind: they say what
// became of it, and how many calls it took.
func TestStatistics(t *testing.T) {
	t.Parallel()
	server := serve(t)
	var in input
	in.record("DEPARTMENT", `{"DEPARTMENTID":"T-1","TITLE":"One"}`)
	in.record("DEPARTMENT", `{"DEPARTMENTID":"T-2","TITLE":"Two"}`)
	in.state("DEPARTMENT", 1, `{"at":1}`)
	config := server.with(t, map[string]any{"on_reject": "continue"})
	catalog := writable(t, "append_dedup", "DEPARTMENT")
	first := execute(t, in.String(), "write", "--config", config, "--catalog", catalog)

	var more input
	more.record("DEPARTMENT", `{"DEPARTMENTID":"T-1","TITLE":"One, renamed"}`)
	more.record("DEPARTMENT", `{"DEPARTMENTID":"T-2","TITLE":"Two"}`)
	more.record("DEPARTMENT", `{"DEPARTMENTID":"T-3","NOSUCHFIELD":"x"}`)
	more.state("DEPARTMENT", 2, `{"at":2}`)
	more.record("DEPARTMENT", `{"DEPARTMENTID":"T-2","_ab_cdc_deleted_at":"2026-10-01T00:00:00Z"}`)
	more.state("DEPARTMENT", 3, `{"at":3}`)
	second := execute(t, more.String(), "write", "--config", config, "--catalog", catalog)

	var got []map[string]float64
	for _, m := range append(ofType(first.messages, "STATE"), ofType(second.messages, "STATE")...) {
		stats := m.State.DestinationStats.AdditionalStats
		if stats["apiCalls"] <= 0 {
			t.Errorf("a state that covers records says %v calls", stats["apiCalls"])
		}
		delete(stats, "apiCalls")
		got = append(got, stats)
	}
	want := []map[string]float64{
		{"created": 2, "updated": 0, "unchanged": 0, "deleted": 0, "rejected": 0},
		{"created": 0, "updated": 1, "unchanged": 1, "deleted": 0, "rejected": 1},
		{"created": 0, "updated": 0, "unchanged": 0, "deleted": 1, "rejected": 0},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("the states count\n%v, not\n%v\n%s", got, want, second.problems())
	}
}

// TestRejectedRecordsFailTheSync keeps the states back from the first
// rejection on, and writes the rest.
func TestRejectedRecordsFailTheSync(t *testing.T) {
	t.Parallel()
	server := serve(t)
	var in input
	in.record("DEPARTMENT", `{"DEPARTMENTID":"R-1","TITLE":"Good"}`)
	in.state("DEPARTMENT", 1, `{"at":1}`)
	in.record("DEPARTMENT", `{"DEPARTMENTID":"R-2","TITLE":"Bad","NOSUCHFIELD":"x"}`)
	in.record("DEPARTMENT", `{"DEPARTMENTID":"R-3","TITLE":"Good again"}`)
	in.state("DEPARTMENT", 2, `{"at":2}`)
	catalog := writable(t, "append", "DEPARTMENT")

	failed := execute(t, in.String(), "write", "--config", server.config, "--catalog", catalog)
	if failed.exit == 0 || !strings.Contains(failed.problems(), "NOSUCHFIELD") || !strings.Contains(failed.problems(), "R-2") {
		t.Errorf("exit %d, problems:\n%s", failed.exit, failed.problems())
	}
	if got := strings.Count(failed.stdout, `{"type":"STATE"`); got != 1 {
		t.Errorf("%d states came out, expected the first only", got)
	}
	if server.count(t, "DEPARTMENT", "DEPARTMENTID", "R-3") != 1 {
		t.Error("the record after the rejected one was not written")
	}

	config := server.with(t, map[string]any{"on_reject": "continue"})
	tolerated := execute(t, in.String(), "write", "--config", config, "--catalog", catalog)
	if tolerated.exit != 0 {
		t.Errorf("exit %d\n%s", tolerated.exit, tolerated.problems())
	}
	if !strings.Contains(tolerated.stdout, `"rejectedRecordCount":1`) || strings.Count(tolerated.stdout, `{"type":"STATE"`) != 2 {
		t.Errorf("the states do not count the rejected record:\n%s", tolerated.stdout)
	}
	for _, id := range []string{"R-1", "R-3"} {
		if got := server.count(t, "DEPARTMENT", "DEPARTMENTID", id); got != 1 {
			t.Errorf("%s is in the company %d times", id, got)
		}
	}
}
