package integration_tests

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"airbyte-sage-intacct/internal/long"
)

// otherChoices are the settings of the sandbox for what is not public, each at
// the value that is not its default. The last one has them all.
var otherChoices = [][]string{
	{"--unknown-elements", "refused"},
	{"--bill-lines", "appended"},
	{"--content-type", "encoding"},
	{"--line-vendors", "empty"},
	{"--busy", "429", "--concurrency", "2", "--queue", "1ms"},
	{"--busy", "control", "--concurrency", "2", "--queue", "1ms"},
	{"--odd-fields", "broken"},
	{"--odd-fields", "none"},
	{"--zone-move", "2026-10-31T11:00:00Z,1h,formatting"},
	{"--audit-fields", "empty"},
	{"--date-times", "taken"},
	{
		"--unknown-elements", "refused", "--bill-lines", "appended", "--content-type", "encoding", "--line-vendors", "empty",
		"--busy", "429", "--odd-fields", "broken", "--audit-fields", "empty", "--date-times", "taken",
	},
}

// TestConnectorUnderOtherChoices writes and reads under what the sandbox does
// not do by default: a vendor and a bill are entered and sent again, and read
// back once, with the lines they had.
func TestConnectorUnderOtherChoices(t *testing.T) {
	t.Parallel()
	for i, choice := range otherChoices {
		if !long.Asked() && i < len(otherChoices)-1 {
			continue
		}
		t.Run(strings.Join(choice, " "), func(t *testing.T) {
			t.Parallel()
			writeAndRead(t, serve(t, append(choice, "--clock", "2026-10-31T12:00:00Z")...))
		})
	}
}

func writeAndRead(t *testing.T, s *server) {
	t.Helper()
	catalog := writable(t, "append_dedup", "VENDOR", "APBILL")
	var first, second input
	first.record("VENDOR", `{"VENDORID":"CH-1","NAME":"Under choices"}`)
	bill := `{"VENDORID":"CH-1","RECORDID":"CH-B1","WHENCREATED":"2026-10-15","WHENDUE":"2026-11-15","APBILLITEMS":[` +
		`{"ACCOUNTNO":"6600","TRX_AMOUNT":"100.5","LOCATIONID":"110","DEPARTMENTID":"100"},` +
		`{"ACCOUNTNO":"6600","TRX_AMOUNT":"50","LOCATIONID":"110","DEPARTMENTID":"100"}]}`
	first.record("APBILL", bill)
	second.record("VENDOR", `{"VENDORID":"CH-1","NAME":"Renamed under choices"}`)
	second.record("APBILL", bill)
	for _, in := range []*input{&first, &second} {
		result := execute(t, in.String(), "write", "--config", s.config, "--catalog", catalog)
		if result.exit != 0 {
			t.Fatalf("exit %d\n%s\n%s", result.exit, result.problems(), result.stderr)
		}
	}
	wanted := []string{"VENDOR", "APBILL", "APBILLITEM", "DEPARTMENT"}
	streams := slices.DeleteFunc(discover(t, s.config), func(s stream) bool { return !slices.Contains(wanted, s.Name) })
	read := succeed(t, "read", "--config", s.config, "--catalog", write(t, "catalog.json", configured(t, streams, "full_refresh"))).records()
	bills := rowsWith(t, read["APBILL"], "RECORDID", "CH-B1")
	if len(bills) != 1 || fmt.Sprint(bills[0]["TOTALENTERED"]) != "150.5" {
		t.Fatalf("read bills: %v", bills)
	}
	if lines := rowsWith(t, read["APBILLITEM"], "RECORDKEY", fmt.Sprint(bills[0]["RECORDNO"])); len(lines) != 2 {
		t.Errorf("%d lines of the bill, want two", len(lines))
	}
	if vendors := rowsWith(t, read["VENDOR"], "NAME", "Renamed under choices"); len(vendors) != 1 {
		t.Errorf("read vendors: %v", vendors)
	}
	if len(read["DEPARTMENT"]) == 0 {
		t.Error("no department was read")
	}
}

// rowsWith are the records with a value.
func rowsWith(t *testing.T, records []json.RawMessage, field, value string) []map[string]any {
	t.Helper()
	var found []map[string]any
	for _, data := range records {
		decoder := json.NewDecoder(strings.NewReader(string(data)))
		decoder.UseNumber()
		row := map[string]any{}
		if err := decoder.Decode(&row); err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(row[field]) == value {
			found = append(found, row)
		}
	}
	return found
}
