package source

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/company"
)

// everyListing asks for all streams that no query gives.
func everyListing() map[string]any {
	return map[string]any{
		"objects":         []string{"DIMENSIONS", "dimension_values", "AR_AGING", "SUPDOC", "SUPDOCFOLDER"},
		"attachments":     "content",
		"balance_periods": []string{"Month Ended January 2026", "Q1 FY2026"},
	}
}

func decoded(t testing.TB, records []string) []map[string]any {
	t.Helper()
	list := make([]map[string]any, len(records))
	for i, data := range records {
		if err := json.Unmarshal([]byte(data), &list[i]); err != nil {
			t.Fatal(err)
		}
	}
	return list
}

func TestListings(t *testing.T) {
	p := with(everyListing())
	catalog, _ := p.discover(t)
	names := streamNames(catalog)
	want := []string{"ACCOUNT_BALANCES", "AR_AGING", "ATTACHMENTS", "DIMENSIONS", "DIMENSION_VALUES", "SUPDOC", "SUPDOCFOLDER", "TRIAL_BALANCE"}
	if !slices.Equal(names, want) {
		t.Fatalf("the streams are %q", names)
	}
	out := p.read(t, configured(airbyte.FullRefresh, names...), nil).ok(t)
	for _, stream := range catalog.Streams {
		records := out.records(stream.Name)
		if len(records) == 0 {
			t.Errorf("%s is empty", stream.Name)
		}
		seen := make(map[string]bool)
		for _, record := range decoded(t, records) {
			key := ""
			for _, path := range stream.SourceDefinedPrimaryKey {
				key += fmt.Sprint("|", record[path[0]])
			}
			if seen[key] {
				t.Errorf("%s: %s comes twice", stream.Name, key)
			}
			seen[key] = true
		}
	}
}

// TestBalancesAddUp compares the two balances of an account in a period.
func TestBalancesAddUp(t *testing.T) {
	for _, dimensions := range [][]string{{}, {"department", "location"}, {"customer"}} {
		config := everyListing()
		config["objects"], config["balance_dimensions"] = []string{"VENDOR"}, dimensions
		out := with(config).read(t, configured(airbyte.FullRefresh, "TRIAL_BALANCE", "ACCOUNT_BALANCES"), nil).ok(t)
		ends := make(map[string]float64)
		for _, record := range decoded(t, out.records("TRIAL_BALANCE")) {
			ends[fmt.Sprint(record["PERIOD"], record["GLACCOUNTNO"])] -= record["ENDBALANCE"].(float64)
		}
		for _, record := range decoded(t, out.records("ACCOUNT_BALANCES")) {
			for _, d := range dimensions {
				if _, has := record[strings.ToUpper(d)+"ID"]; !has {
					t.Fatalf("%v lacks %s", record, d)
				}
			}
			ends[fmt.Sprint(record["PERIOD"], record["GLACCOUNTNO"])] += record["ENDBALANCE"].(float64)
		}
		if len(ends) < 50 {
			t.Errorf("%v: %d balances", dimensions, len(ends))
		}
		for key, difference := range ends {
			if difference > 0.01 || difference < -0.01 {
				t.Errorf("%v: %s differs by %f", dimensions, key, difference)
			}
		}
	}
}

func TestBalancePeriods(t *testing.T) {
	periods := func(config map[string]any) []string {
		out := with(config).read(t, configured(airbyte.FullRefresh, "TRIAL_BALANCE"), nil).ok(t)
		var names []string
		for _, record := range decoded(t, out.records("TRIAL_BALANCE")) {
			if name := record["PERIOD"].(string); len(names) == 0 || names[len(names)-1] != name {
				names = append(names, name)
			}
		}
		return names
	}
	since := periods(map[string]any{"start_date": "2026-08-15"})
	if want := []string{"Month Ended August 2026", "Month Ended September 2026", "Month Ended October 2026"}; !slices.Equal(since, want) {
		t.Errorf("since mid-August: %q", since)
	}
	named := periods(map[string]any{"balance_periods": []string{"q1 fy2026", "Month Ended January 2025"}})
	if want := []string{"Month Ended January 2025", "Q1 FY2026"}; !slices.Equal(named, want) {
		t.Errorf("named: %q", named)
	}
	out := with(map[string]any{"balance_periods": []string{"January"}}).read(t, configured(airbyte.FullRefresh, "TRIAL_BALANCE"), nil)
	if message, failure := out.failure("TRIAL_BALANCE"); failure != airbyte.ConfigError || !strings.Contains(message, `"January"`) {
		t.Errorf("an unknown period: %s, %s", failure, message)
	}
}

func TestAttachments(t *testing.T) {
	modes := make(map[string][]map[string]any)
	for _, mode := range []string{"metadata", "content"} {
		out := with(map[string]any{"attachments": mode}).read(t, configured(airbyte.FullRefresh, "ATTACHMENTS"), nil).ok(t)
		modes[mode] = decoded(t, out.records("ATTACHMENTS"))
	}
	owned := 0
	for i, record := range modes["content"] {
		bare := modes["metadata"][i]
		if record["ID"] != bare["ID"] || record["SHA256"] != bare["SHA256"] {
			t.Errorf("the modes differ: %v, %v", record, bare)
		}
		if _, has := bare["CONTENT"]; has {
			t.Errorf("%v has content", bare)
		}
		if content := record["CONTENT"].(string); len(content) != (int(record["SIZE"].(float64))+2)/3*4 {
			t.Errorf("%v: the size does not fit %d bytes of base64", record["ID"], len(content))
		}
		if record["OWNER_OBJECT"] == "APBILL" && record["OWNER_KEY"] != nil {
			owned++
		}
	}
	if len(modes["content"]) < 40 || owned == 0 {
		t.Errorf("%d files, %d of bills", len(modes["content"]), owned)
	}
}

// TestLargeAttachment leaves the content out and says so.
func TestLargeAttachment(t *testing.T) {
	const limit = 1 << 20
	for _, size := range []int{0, 1, limit, limit + 1} {
		w := newWorld(company.Demo(company.Options{}), sandbox.Settings{})
		w.config = map[string]any{"attachments": "content", "attachment_max_mb": 1}
		w.company.Change("SUPDOCATTACHMENT", "1", map[string]string{"attachmentdata": base64.StdEncoding.EncodeToString(make([]byte, size))})
		out := w.read(t, configured(airbyte.FullRefresh, "ATTACHMENTS"), nil).ok(t)
		for _, m := range out.messages {
			if m.Type != airbyte.TypeRecord || !strings.Contains(string(m.Record.Data), fmt.Sprintf(`"SIZE":%d,`, size)) {
				continue
			}
			var changes []airbyte.Change
			if m.Record.Meta != nil {
				changes = m.Record.Meta.Changes
			}
			without := strings.Contains(string(m.Record.Data), `"CONTENT":null`)
			want := []airbyte.Change{{Field: "CONTENT", Change: airbyte.Nulled, Reason: airbyte.SourceFieldSizeLimitation}}
			if size <= limit {
				want = nil
			}
			if without != (size == 0 || size > limit) || !slices.Equal(changes, want) {
				t.Errorf("a file of %d bytes: without its content: %t, changes %v", size, without, changes)
			}
			size = -1
		}
		if size != -1 {
			t.Errorf("the file of %d bytes is missing", size)
		}
	}
}

// TestAttachmentsThatMove reads a list from which something is deleted between
// two pages: every file that stays comes exactly once.
func TestAttachmentsThatMove(t *testing.T) {
	w := newWorld(company.Demo(company.Options{}), sandbox.Settings{})
	w.config = map[string]any{"objects": []string{"SUPDOC"}}
	whole := decoded(t, w.read(t, configured(airbyte.FullRefresh, "SUPDOC"), nil).ok(t).records("SUPDOC"))
	lists := func() (n int) {
		for _, request := range w.sandbox.Requests() {
			n += strings.Count(request.Body, "<get_list")
		}
		return n
	}
	before := lists()
	w.before = func() {
		if lists() == before+1 {
			w.company.Remove("SUPDOC", "1")
		}
	}
	moved := decoded(t, w.read(t, configured(airbyte.FullRefresh, "SUPDOC"), nil).ok(t).records("SUPDOC"))
	if n := lists() - before; n < 4 || len(moved) != len(whole) {
		t.Errorf("%d requests brought %d of %d attachments", n, len(moved), len(whole))
	}
	seen := make(map[any]bool)
	for _, record := range moved {
		if seen[record["supdocid"]] {
			t.Errorf("%v comes twice", record["supdocid"])
		}
		seen[record["supdocid"]] = true
	}
}
