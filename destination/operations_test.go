package destination_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination"
	"airbyte-sage-intacct/sandbox"
)

func discovered(t *testing.T, more settings) (map[string]airbyte.Operation, string) {
	t.Helper()
	p := newPlace(sandbox.Settings{})
	var stdout bytes.Buffer
	out := airbyte.NewEmitter(&stdout)
	catalog, err := destination.New(p.dial).Discover(t.Context(), configuration(t, more), out)
	if err != nil {
		t.Fatal(err)
	}
	_ = out.Flush()
	found := map[string]airbyte.Operation{}
	for _, operation := range catalog.Operations {
		found[operation.ObjectName+" "+string(operation.SyncMode)] = operation
	}
	return found, stdout.String()
}

func TestDiscover(t *testing.T) {
	t.Parallel()
	found, _ := discovered(t, nil)
	for name, keys := range map[string]string{
		"VENDOR append": "[[VENDORID]]", "VENDOR append_dedup": "[[VENDORID] [RECORDNO]]", "VENDOR update": "[[VENDORID] [RECORDNO]]",
		"VENDOR soft_delete": "[[VENDORID] [RECORDNO]]", "GLBATCH append": "[]", "APBILL append_dedup": "[[VENDORID RECORDID] [RECORDNO]]",
		"ARINVOICE append": "", "PODOCUMENT append_dedup": "",
	} {
		operation, known := found[name]
		if !known {
			t.Errorf("no operation %s", name)
			continue
		}
		if got := strings.ReplaceAll(strings.Trim(quotedList(operation.MatchingKeys), `"`), `"`, ""); keys != "" && got != keys {
			t.Errorf("%s is matched by %s", name, got)
		}
	}
	for _, name := range []string{"GLDETAIL append", "GLBATCH soft_delete", "APTERM append"} {
		if _, known := found[name]; known {
			t.Errorf("there is an operation %s", name)
		}
	}
	var schema struct {
		Type       []string
		Required   []string
		Properties map[string]struct {
			Type   []string
			Format string
			Items  *struct{ Properties map[string]any }
		}
	}
	if err := json.Unmarshal(found["APBILL append"].JSONSchema, &schema); err != nil {
		t.Fatal(err)
	}
	properties := schema.Properties
	if !slices.Contains(schema.Type, "object") || properties["WHENCREATED"].Format != "date" || properties["APBILLITEMS"].Items.Properties["TRX_AMOUNT"] == nil {
		t.Errorf("schema %s", found["APBILL append"].JSONSchema)
	}
	for _, own := range []string{"RECORDNO", "WHENMODIFIED", "TOTALDUE"} {
		if _, offered := properties[own]; offered {
			t.Errorf("%s is offered to be created", own)
		}
	}
}

func quotedList(keys [][]string) string {
	parts := make([]string, len(keys))
	for i, key := range keys {
		parts[i] = "[" + strings.Join(key, " ") + "]"
	}
	return "[" + strings.Join(parts, " ") + "]"
}

func TestDiscoverOffersWhatTheUserMayDo(t *testing.T) {
	t.Parallel()
	found, log := discovered(t, settings{"user_id": "no_gl", "user_password": "sandbox-no_gl-password"})
	if _, known := found["GLBATCH append"]; known || !strings.Contains(log, "GLBATCH: the user has no right at all in General Ledger") {
		t.Errorf("the user may post journals:\n%s", log)
	}
	if _, known := found["VENDOR append"]; !known {
		t.Error("the user may not add vendors")
	}
}

// TestDryRun sends no write and confirms no state, and tells of each record
// what would become of it.
func TestDryRun(t *testing.T) {
	t.Parallel()
	p := vendors(t)
	p.ForgetRequests()
	path := filepath.Join(t.TempDir(), "report.jsonl")
	in := (&input{}).
		record("VENDOR", `{"VENDORID":"V-1","NAME":"Changed"}`).
		record("VENDOR", `{"VENDORID":"V-1","NAME":"First"}`).
		record("VENDOR", `{"VENDORID":"V-2","NAME":"New"}`).
		record("VENDOR", `{"VENDORID":"V-3"}`).
		record("VENDOR", `{"VENDORID":"V-4","NAME":"Odd","STATUS":"sleepy"}`).
		record("VENDOR", `{"VENDORID":"V-1","_ab_cdc_deleted_at":"2026-01-01T00:00:00Z"}`).
		state("VENDOR")
	r := p.write(t, settings{"dry_run": true, "report_path": path, "on_reject": "continue"}, catalogOf(stream("VENDOR", airbyte.AppendDedup)), in.String())
	if r.err != nil || len(r.states(t)) != 0 {
		t.Fatalf("%v\n%s", r.err, r.stdout)
	}
	var outcomes []string
	for _, line := range reported(t, path) {
		outcomes = append(outcomes, line["record"]+": "+line["outcome"]+" "+line["text"])
	}
	want := []string{
		"VENDORID=V-1: already there ", "VENDORID=V-1: would be deleted ", "VENDORID=V-1: would be updated ", "VENDORID=V-2: would be created ",
		"VENDORID=V-3: rejected NAME is required", "VENDORID=V-4: rejected STATUS is none of active, active non-posting, inactive",
	}
	slices.Sort(outcomes)
	for i := range want {
		if len(outcomes) != len(want) || !strings.HasPrefix(outcomes[i], want[i]) {
			t.Fatalf("got  %q\nwant %q", outcomes, want)
		}
	}
	for _, request := range p.Requests() {
		for _, call := range request.Calls {
			if call.Function == "create" || call.Function == "update" || call.Function == "delete" {
				t.Errorf("a dry run sent %v", call)
			}
		}
	}
}

// reported are the lines of a report.
func reported(t *testing.T, path string) []map[string]string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var list []map[string]string
	for line := range strings.Lines(string(content)) {
		var fields map[string]string
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			t.Fatal(err)
		}
		list = append(list, fields)
	}
	return list
}

func TestReport(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	path := filepath.Join(t.TempDir(), "report.jsonl")
	p.write(t, settings{"report_path": path}, catalogOf(stream("DEPARTMENT", airbyte.Append)), poisoned().String())
	lines := reported(t, path)
	if len(lines) != 6 {
		t.Fatalf("%d lines", len(lines))
	}
	for _, line := range lines {
		switch line["record"] {
		case "DEPARTMENTID=R-0":
			if line["outcome"] != "created" || line["recordno"] != p.row(t, "DEPARTMENT", "DEPARTMENTID", "R-0")["RECORDNO"] || line["object"] != "DEPARTMENT" || line["action"] != "create" {
				t.Errorf("%v", line)
			}
		case "DEPARTMENTID=R-3":
			if line["outcome"] != "rejected" || line["errno"] == "" || line["text"] == "" {
				t.Errorf("%v", line)
			}
		}
	}
	r := p.write(t, settings{"report_path": filepath.Join(path, "nowhere")}, catalogOf(stream("DEPARTMENT", airbyte.Append)), poisoned().String())
	if airbyte.FailureTypeOf(r.err) != airbyte.ConfigError || !strings.Contains(r.err.Error(), "report_path") {
		t.Errorf("error %v", r.err)
	}
}

// TestDiscoverUnified: one operation for each unified table that can be written
// and each sync mode, in the table's names. The whole catalogue stays small.
func TestDiscoverUnified(t *testing.T) {
	t.Parallel()
	found, _ := discovered(t, nil)
	var list []airbyte.Operation
	size := 0
	for name, o := range found {
		raw, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		size += len(raw)
		if strings.HasPrefix(name, "unified_") {
			list = append(list, o)
		}
	}
	if size > 3<<20 {
		t.Errorf("the catalogue has %d bytes", size)
	}
	slices.SortFunc(list, func(a, b airbyte.Operation) int {
		return strings.Compare(a.ObjectName+" "+string(a.SyncMode), b.ObjectName+" "+string(b.SyncMode))
	})
	var text bytes.Buffer
	for _, o := range list {
		raw, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		text.Write(append(raw, '\n'))
	}
	golden(t, "testdata/unified_operations.jsonl", text.String())
}
