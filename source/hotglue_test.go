package source

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/source/state"
)

// hotglueStreams are the streams of hotglue's tap in its order, with their key
// properties and replication keys (hotglue, tap-intacct: const.py). Two cursors
// are not its: it reads journal lines by ENTRY_DATE and so misses what was
// changed in earlier months, and the values of dimensions, which come from
// several objects, are read in full here.
const hotglueStreams = `
	accounts_payable_bills RECORDNO WHENMODIFIED
	accounts_payable_bill_items RECORDNO WHENMODIFIED
	accounts_payable_payments RECORDNO WHENMODIFIED
	accounts_payable_payment_details RECORDNO WHENMODIFIED
	accounts_payable_vendors VENDORID WHENMODIFIED
	accounts_payable_adjustments RECORDNO WHENMODIFIED
	accounts_payable_adjustment_items RECORDNO WHENMODIFIED
	accounts_payable_bank_accounts RECORDNO WHENMODIFIED
	checking_accounts RECORDNO WHENMODIFIED
	savings_accounts RECORDNO WHENMODIFIED
	card_accounts RECORDNO WHENMODIFIED
	classes RECORDNO WHENMODIFIED
	tasks RECORDNO WHENMODIFIED
	general_ledger_accounts RECORDNO WHENMODIFIED
	general_ledger_details RECORDNO WHENMODIFIED
	general_ledger_journal_entries RECORDNO WHENMODIFIED
	general_ledger_journal_entry_lines RECORDNO WHENMODIFIED
	projects RECORDNO WHENMODIFIED
	invoices RECORDNO WHENMODIFIED
	adjustments RECORDNO WHENMODIFIED
	customers RECORDNO WHENMODIFIED
	deposits RECORDNO WHENMODIFIED
	items RECORDNO WHENMODIFIED
	invoice_items RECORDNO WHENMODIFIED
	adjustment_items RECORDNO WHENMODIFIED
	departments DEPARTMENTID WHENMODIFIED
	locations RECORDNO WHENMODIFIED
	budget_list RECORDNO WHENMODIFIED
	budget_details RECORDNO WHENMODIFIED
	po_documents RECORDNO WHENMODIFIED
	employees RECORDNO WHENMODIFIED
	subsidiaries RECORDNO WHENMODIFIED
	warehouses RECORDNO WHENMODIFIED
	affiliate_entities RECORDNO WHENMODIFIED
	fixed_assets RECORDNO WHENMODIFIED
	dimensions objectName -
	dimension_values dimensionType+id -`

// hotglueHistories are the objects of which the tap has audit_history_ streams.
const hotglueHistories = `
	accounts_payable_bills accounts_payable_payments accounts_payable_vendors accounts_payable_adjustments
	accounts_payable_bank_accounts checking_accounts savings_accounts card_accounts classes tasks general_ledger_accounts
	general_ledger_details general_ledger_journal_entries projects invoices customers deposits items departments locations
	budget_list budget_details po_documents employees subsidiaries warehouses affiliate_entities fixed_assets`

func hotglue(more map[string]any) *program {
	config := map[string]any{"stream_naming": "hotglue"}
	for key, value := range more {
		config[key] = value
	}
	return with(config)
}

// described is a stream's name, key and cursor.
func described(stream airbyte.Stream) string {
	var key []string
	for _, path := range stream.SourceDefinedPrimaryKey {
		key = append(key, strings.Join(path, "."))
	}
	cursor := "-"
	if len(stream.DefaultCursorField) > 0 {
		cursor = strings.Join(stream.DefaultCursorField, ".")
	}
	return fmt.Sprintf("%s %s %s", stream.Name, strings.Join(key, "+"), cursor)
}

func TestHotglueNames(t *testing.T) {
	want := map[string]bool{"audit_history ID ACCESSTIME": true}
	for line := range strings.Lines(strings.TrimSpace(hotglueStreams)) {
		want[strings.TrimSpace(line)] = true
	}
	for object := range strings.FieldsSeq(hotglueHistories) {
		want["audit_history_"+object+" ID ACCESSTIME"] = true
	}
	if len(want) != 37+28+1 {
		t.Fatalf("%d streams", len(want))
	}
	catalog, _ := hotglue(map[string]any{"audit_history": true}).discover(t)
	for _, stream := range catalog.Streams {
		got := described(stream)
		if strings.HasPrefix(stream.Name, "audit_history") && !want[got] {
			t.Errorf("%s is not hotglue's", got)
		}
		delete(want, got)
		if name := stream.Name; name != strings.ToLower(name) {
			t.Errorf("%s is not in small letters", name)
		}
	}
	for stream := range want {
		t.Errorf("%s is missing", stream)
	}
}

// TestHotglueRecords: the columns are Intacct's, and so is what they hold.
func TestHotglueRecords(t *testing.T) {
	theirs := []string{"accounts_payable_vendors", "general_ledger_accounts", "dimension_values", "departments", "grant"}
	ours := []string{"VENDOR", "GLACCOUNT", "DIMENSION_VALUES", "DEPARTMENT", "grant"}
	out := hotglue(nil).read(t, configured(airbyte.Incremental, theirs...), nil).ok(t)
	plain := with(map[string]any{"deletes": "off"}).read(t, configured(airbyte.Incremental, ours...), nil).ok(t)
	for i, name := range theirs {
		got, want := out.records(name), plain.records(ours[i])
		if len(got) != len(want) || len(got) == 0 {
			t.Fatalf("%s: %d records, %s has %d", name, len(got), ours[i], len(want))
		}
		for j := range got {
			if got := strings.Replace(got[j], `,"_ab_cdc_deleted_at":null}`, "}", 1); name != "accounts_payable_vendors" && name != "departments" && got != want[j] {
				t.Fatalf("%s: %s\nwant %s", name, got, want[j])
			}
		}
	}
}

// TestHotglueHistories: the tap does not ask for modifications.
func TestHotglueHistories(t *testing.T) {
	modes := func(p *program, stream string) (found []string) {
		for _, data := range p.read(t, configured(airbyte.Incremental, stream), nil).ok(t).records(stream) {
			_, rest, _ := strings.Cut(data, `"ACCESSMODE":"`)
			if mode, _, _ := strings.Cut(rest, `"`); !slices.Contains(found, mode) {
				found = append(found, mode)
			}
		}
		return found
	}
	if got := modes(hotglue(nil), "audit_history_accounts_payable_bills"); slices.Contains(got, "Modify") || !slices.Contains(got, "Create") {
		t.Errorf("modes %q", got)
	}
	if got := modes(with(nil), "AUDITHISTORY_APBILL"); !slices.Contains(got, "Modify") {
		t.Errorf("modes %q", got)
	}
}

// TestHotglueDeletes: a delete has the key that the stream has, which no state
// but ours knows by then.
func TestHotglueDeletes(t *testing.T) {
	const stream = "accounts_payable_vendors"
	w := small(t, "VENDOR")
	for i := range 4 {
		w.company.Put("VENDOR", vendor(strconv.Itoa(i+1), stamp(w.clock().Add(-time.Duration(i)*24*time.Hour)), ""))
	}
	w.config["stream_naming"], w.config["page_size"] = "hotglue", 2
	catalog := configured(airbyte.Incremental, stream)
	catalog.Streams[0].Stream.JSONSchema = json.RawMessage(`{"properties":{"NAME":{},"_ab_cdc_deleted_at":{}}}`)
	w.later(time.Minute)
	first := w.read(t, catalog, nil).ok(t)
	if got := first.records(stream); len(got) != 4 || !strings.HasPrefix(got[0], `{"RECORDNO":1,"WHENMODIFIED":"2026-11-02T12:00:00Z",`) || !strings.Contains(got[0], `"VENDORID":"V1"`) {
		t.Fatalf("records are %s", got)
	}
	// One goes, and one goes and comes back under another record number.
	for _, key := range []string{"2", "3"} {
		w.company.Remove("VENDOR", key)
	}
	again := vendor("9", stamp(w.clock()), "")
	again["VENDORID"] = "V3"
	w.company.Put("VENDOR", again)
	w.later(time.Minute)
	second := w.read(t, catalog, first.states()).ok(t)
	at := stamp(w.clock())
	want := []string{
		`{"RECORDNO":9,"WHENMODIFIED":"2026-11-02T12:01:00Z","VENDORID":"V3","NAME":"Vendor 9","_ab_cdc_deleted_at":null}`,
		fmt.Sprintf(`{"RECORDNO":2,"WHENMODIFIED":%q,"VENDORID":"V2","_ab_cdc_deleted_at":%[1]q}`, at),
	}
	if got := second.records(stream); !slices.Equal(got, want) {
		t.Errorf("records are\n%s, want\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	// The second bearer of the name goes, too.
	w.company.Remove("VENDOR", "9")
	w.later(time.Minute)
	got := w.read(t, catalog, second.states()).ok(t).records(stream)
	if len(got) != 1 || !strings.Contains(got[0], `"VENDORID":"V3","_ab_cdc_deleted_at":"`) {
		t.Errorf("records are %s", got)
	}
	// A state that has lost the names cannot tell.
	nameless := regexp.MustCompile(`,"names":"[^"]*"`).ReplaceAll(second.states(), nil)
	out := w.read(t, catalog, nameless).ok(t)
	if got := out.records(stream); len(got) > 0 || !strings.Contains(out.logs(), "WARN "+stream+": 1 records are gone of which the state does not know what they were called") {
		t.Errorf("records are %s\n%s", got, out.logs())
	}
}

func TestRoll(t *testing.T) {
	r := state.Names{1: "V1", 7: "Söhne", 1 << 40: ""}
	if got, err := r.Pack().Unpack(); err != nil || !maps.Equal(got, r) {
		t.Errorf("%v, %v", got, err)
	}
	if got, err := state.PackedNames("").Unpack(); err != nil || len(got) != 0 {
		t.Errorf("%v, %v", got, err)
	}
	for _, bad := range []state.PackedNames{"!", r.Pack()[:4], "gICAgICAgICAgAE", "AQk"} {
		if got, err := bad.Unpack(); err == nil {
			t.Errorf("%q is %v", bad, got)
		}
	}
	large := make(state.Names)
	for i := range int64(60_000) {
		large[i] = "a name of some length"
	}
	if packed := large.Pack(); packed != "" {
		t.Errorf("%d bytes", len(packed))
	}
}
