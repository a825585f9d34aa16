package source

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/internal/long"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/alter"
	"airbyte-sage-intacct/sandbox/company"
	"airbyte-sage-intacct/source/naming"
	"airbyte-sage-intacct/unified"
)

// fullest is the record that says most: the one with the most members that are
// neither null nor empty, and of these the first.
func fullest(t testing.TB, records []string) string {
	t.Helper()
	best, most := "", -1
	for _, data := range records {
		var record map[string]json.RawMessage
		if err := json.Unmarshal([]byte(data), &record); err != nil {
			t.Fatal(err)
		}
		maps.DeleteFunc(record, func(_ string, value json.RawMessage) bool { return string(value) == "null" || string(value) == "[]" })
		if len(record) > most {
			best, most = data, len(record)
		}
	}
	return best
}

// TestUnifiedRecords: what a record of every stream looks like.
func TestUnifiedRecords(t *testing.T) {
	w := unifiedDemo()
	w.config["balance_periods"] = []string{"Month Ended March 2026"}
	out := w.read(t, configured(airbyte.FullRefresh, unifiedStreams()...), nil).ok(t)
	for _, stream := range unifiedStreams() {
		var got bytes.Buffer
		if err := json.Indent(&got, []byte(fullest(t, out.records(stream))), "", "  "); err != nil {
			t.Fatal(stream, err)
		}
		got.WriteByte('\n')
		path := filepath.Join("testdata", "unified", stream+".json")
		if *update {
			if err := os.WriteFile(path, got.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if got.String() != string(want) {
			t.Errorf("%s changed; if that is right: go test ./source -run TestUnifiedRecords -update\n%s", stream, got.String())
		}
	}
}

// identified are records by all that identifies them in any unified stream.
func identified(t testing.TB, records []string) map[string]string {
	t.Helper()
	found := make(map[string]string)
	for _, data := range records {
		var record map[string]any
		if err := json.Unmarshal([]byte(data), &record); err != nil {
			t.Fatal(err)
		}
		found[fmt.Sprint(record[unified.Type], record[unified.Key], record["period"], record["accountNumber"])] = data
	}
	return found
}

// TestKilledUnifiedReads kills a read after any message and goes on from the
// last STATE that was out: both parts together are what one read brings, and
// what a STATE came after does not come again.
func TestKilledUnifiedReads(t *testing.T) {
	streams := []string{"unified_bank_accounts", "CREDITCARD", "unified_classes", "unified_vendor_credits"}
	for _, mode := range []airbyte.SyncMode{airbyte.FullRefresh, airbyte.Incremental} {
		t.Run(string(mode), func(t *testing.T) {
			t.Parallel()
			w := unifiedDemo()
			w.config["page_size"] = 3
			catalog := configured(mode, streams...)
			whole := w.read(t, catalog, nil).ok(t)
			for i, cut := range cuts(whole.lines, rand.New(rand.NewPCG(2, 2))) {
				if !long.Picks(i, 5) {
					continue
				}
				before := whole.lines[:cut]
				resumed := w.read(t, catalog, statesIn(before)).ok(t)
				first := parseOutput(t, 0, strings.Join(before, ""))
				for _, stream := range streams {
					covered, loose := recordsByState(first, stream)
					want := whole.records(stream)
					got := slices.Concat(covered, loose, resumed.records(stream))
					slices.Sort(want)
					slices.Sort(got)
					if !slices.Equal(want, slices.Compact(got)) {
						t.Errorf("cut at %d: %s has other records than in one go", cut, stream)
					}
					for _, data := range resumed.records(stream) {
						if slices.Contains(covered, data) {
							t.Errorf("cut at %d: %s came again: %.60s", cut, stream, data)
						}
					}
				}
			}
		})
	}
}

// TestUnifiedSelection: only what the configured catalogue selects is read and
// emitted; the key and the cursor always are. Lines that nobody wants cost no
// call.
func TestUnifiedSelection(t *testing.T) {
	w := unifiedDemo()
	catalog := configured(airbyte.Incremental, "unified_bills", "unified_bank_accounts")
	catalog.Streams[0].Stream.JSONSchema = json.RawMessage(`{"properties":{"billNumber":{},"vendorName":{},"nonsense":{}}}`)
	catalog.Streams[1].Stream.JSONSchema = json.RawMessage(`{"properties":{"name":{},"_ab_cdc_deleted_at":{}}}`)
	var out *output
	calls := w.queried(func() { out = w.read(t, catalog, nil).ok(t) })
	if calls["APBILLITEM"] != 0 {
		t.Errorf("%d queries of lines", calls["APBILLITEM"])
	}
	wantLog(t, out, "nonsense")
	for stream, want := range map[string]string{"unified_bills": "billNumber id updatedAt vendorName", "unified_bank_accounts": "_ab_cdc_deleted_at id name type updatedAt"} {
		var record map[string]any
		if err := json.Unmarshal([]byte(out.records(stream)[0]), &record); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(slices.Sorted(maps.Keys(record)), " "); got != want {
			t.Errorf("%s has %s, want %s", stream, got, want)
		}
	}
}

// TestUnifiedNumbersAsText: amounts are the company's digits; as texts, if these
// are asked for, lines and balances included.
func TestUnifiedNumbersAsText(t *testing.T) {
	w := unifiedDemo()
	w.config["decimals"], w.config["objects"] = "string", []string{"CLASS"}
	w.config["balance_periods"] = []string{"Month Ended March 2026"}
	offered := make(map[string]airbyte.Stream)
	for _, m := range w.run(t, t.Context(), "discover", nil, nil).ok(t).messages {
		if m.Type == airbyte.TypeCatalog {
			for _, st := range m.Catalog.Streams {
				offered[st.Name] = st
			}
		}
	}
	streams := []string{"unified_vendor_credits", "unified_trial_balance", "unified_purchase_orders", "unified_vendors"}
	out := w.read(t, configured(airbyte.FullRefresh, streams...), nil).ok(t)
	for _, stream := range streams {
		if bytes.Contains(offered[stream].JSONSchema, []byte(`"null","number"`)) {
			t.Errorf("%s has numbers in its schema", stream)
		}
		valid(t, offered[stream], out.records(stream))
	}
	rows := make(map[string]map[string]string)
	for _, row := range w.company.Rows("APADJUSTMENT") {
		rows[row["RECORDNO"]] = row
	}
	for id, data := range identified(t, out.records("unified_vendor_credits")) {
		var record struct{ ID, TotalAmount string }
		if err := json.Unmarshal([]byte(data), &record); err != nil {
			t.Fatal(err)
		}
		if want := rows[record.ID]["TRX_TOTALENTERED"]; !equalNumbers("-"+record.TotalAmount, want) && !equalNumbers(strings.TrimPrefix(record.TotalAmount, "-"), want) {
			t.Errorf("%s is %s, in the company %s", id, record.TotalAmount, want)
		}
	}
}

// TestUnifiedEntities: every record comes once and names its entity, its lines
// with it.
func TestUnifiedEntities(t *testing.T) {
	w := unifiedDemo()
	whole := w.read(t, configured(airbyte.FullRefresh, "unified_invoices", "unified_customers"), nil).ok(t)
	w.config["entities"] = map[string]any{"mode": "all"}
	for _, mode := range []airbyte.SyncMode{airbyte.FullRefresh, airbyte.Incremental} {
		catalog := configured(mode, "ARINVOICE", "unified_invoices", "unified_customers")
		out := w.read(t, catalog, nil).ok(t)
		for _, stream := range []string{"unified_invoices", "unified_customers"} {
			want, got := identified(t, whole.records(stream)), identified(t, out.records(stream))
			if len(out.records(stream)) != len(got) || len(got) != len(want) {
				t.Errorf("%s: %d records of %d, at the top level %d", stream, len(out.records(stream)), len(got), len(want))
			}
			named := 0
			for id, data := range got {
				var record map[string]json.RawMessage
				if err := json.Unmarshal([]byte(data), &record); err != nil {
					t.Fatal(err)
				}
				entity, has := record[naming.EntityColumn]
				if !has || string(entity) != "null" && !bytes.Equal(entity, record["subsidiaryNumber"]) {
					t.Errorf("%s %s is of entity %s and subsidiary %s", stream, id, entity, record["subsidiaryNumber"])
				}
				if string(entity) != "null" {
					named++
				}
				if lines, _, _ := strings.Cut(data, `,"_entity_id"`); !strings.HasPrefix(want[id], lines) {
					t.Errorf("%s %s differs\n%s\n%s", stream, id, data, want[id])
				}
			}
			if named == 0 {
				t.Errorf("%s: nothing is of any entity", stream)
			}
		}
		if again := w.read(t, catalog, out.states()).ok(t).count(); again != 0 {
			t.Errorf("%s: %d records came again", mode, again)
		}
	}
}

// TestUnifiedWithoutLines: where the user may read bills and not their lines, the
// unified stream is not offered; read all the same, it fails alone.
func TestUnifiedWithoutLines(t *testing.T) {
	w := newWorld(company.Demo(company.Options{}), sandbox.Settings{})
	w.config["unified_schema"], w.config["objects"] = true, []string{"APBILL"}
	u, _ := w.company.User(company.DemoUser)
	u.Admin, u.Deny = true, deny("APBILLITEM")
	w.company.SetUser(*u)
	for _, m := range w.run(t, t.Context(), "discover", nil, nil).ok(t).messages {
		if m.Type == airbyte.TypeCatalog && slices.ContainsFunc(m.Catalog.Streams, func(st airbyte.Stream) bool { return st.Name == "unified_bills" }) {
			t.Error("unified_bills is offered")
		}
	}
	out := w.read(t, configured(airbyte.FullRefresh, "unified_bills", "APBILL", "unified_vendors"), nil)
	if out.code == 0 {
		t.Error("the read succeeded")
	}
	if message, _ := out.failure("unified_bills"); !strings.Contains(message, "APBILLITEM") {
		t.Errorf("the failure is %q", message)
	}
	if len(out.records("APBILL")) != len(w.company.Rows("APBILL")) || !strings.HasSuffix(out.statuses("APBILL"), "COMPLETE") || len(out.records("unified_vendors")) == 0 {
		t.Errorf("%d records of APBILL, %s", len(out.records("APBILL")), out.statuses("APBILL"))
	}
	if !strings.HasSuffix(out.statuses("unified_bills"), "INCOMPLETE") {
		t.Error(out.statuses("unified_bills"))
	}
}

// TestUnifiedWithoutVisibleLines: a role that no longer sees any line is
// answered as if there were none. Documents that lose their lines at once would
// be wrong in the destination, so the stream stops.
func TestUnifiedWithoutVisibleLines(t *testing.T) {
	for _, mode := range bothModes {
		w := unifiedDemo()
		w.gateway.Change(alter.Change{Function: "query", Object: "APBILLITEM", Times: -1, Reply: func(r *alter.Reply) {
			start := strings.Index(r.Body, "<data ")
			end := strings.LastIndex(r.Body, "</data>")
			r.Body = r.Body[:start] + `<data listtype="APBILLITEM" totalcount="0" offset="0" count="0" numremaining="0">` + r.Body[end:]
		}})
		out := w.read(t, configured(mode, "unified_bills", "unified_vendors"), nil)
		if !strings.Contains(strings.Join(out.lines, ""), "no row of APBILLITEM can be seen at all") || len(out.records("unified_bills")) > 0 || len(out.records("unified_vendors")) == 0 {
			t.Errorf("%s: %d bills, %v\n%s", mode, len(out.records("unified_bills")), out.code, out.logs())
		}
	}
}

// TestUnifiedDocumentsWithManyLines: documents whose lines fill many pages come
// whole, whatever the order in which the gateway has them.
func TestUnifiedDocumentsWithManyLines(t *testing.T) {
	w := small(t, "APBILL")
	const lines = 57
	for i := range 12 {
		id := fmt.Sprint(i + 1)
		w.company.Put("APBILL", map[string]string{"RECORDNO": id, "RECORDID": "B" + id, "WHENMODIFIED": "2026-10-01T00:00:00Z"})
	}
	for i := range 12 * lines {
		w.company.Put("APBILLITEM", map[string]string{
			"RECORDNO": fmt.Sprint(i + 1), "RECORDKEY": fmt.Sprint(i*7%12 + 1), "TRX_AMOUNT": fmt.Sprint(i) + ".10", "ACCOUNTNO": "6600",
		})
	}
	w.config["page_size"] = 10
	out := w.read(t, configured(airbyte.Incremental, "unified_bills"), nil).ok(t)
	if n := len(out.records("unified_bills")); n != 12 {
		t.Fatal(n, "records")
	}
	for _, data := range out.records("unified_bills") {
		if n := linesIn(t, objectsOf(t, "unified_bills"), data); n != lines {
			t.Errorf("%d lines, want %d: %.60s", n, lines, data)
		}
	}
}

// TestUnifiedWithoutRelated: where the gateway gives nothing of what records
// refer to, their record numbers are null, and neither stream fails.
func TestUnifiedWithoutRelated(t *testing.T) {
	w := unifiedDemo()
	gateway := w.transport
	w.transport = roundTripper(func(r *http.Request) (*http.Response, error) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		body = bytes.ReplaceAll(bytes.ReplaceAll(body, []byte("VENDOR.RECORDNO"), []byte("VENDOR.NOTHING")), []byte("DEPARTMENT.RECORDNO"), []byte("DEPARTMENT.NOTHING"))
		r = r.Clone(r.Context())
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		return gateway.RoundTrip(r)
	})
	out := w.read(t, configured(airbyte.FullRefresh, "unified_bills", "APBILL"), nil).ok(t)
	records := out.records("unified_bills")
	if want := len(w.company.Rows("APBILL")); len(records) != want || len(out.records("APBILL")) != want {
		t.Errorf("%d and %d records, want %d", len(records), len(out.records("APBILL")), want)
	}
	for _, part := range []string{`"vendorId":null,"vendorNumber":"V`, `"departmentId":null,"departmentNumber":"`, `"accountId":"`} {
		if !strings.Contains(records[0], part) {
			t.Errorf("no %s in %s", part, records[0])
		}
	}
	wantLog(t, out, "fields of related records are null")
}
