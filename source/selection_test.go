package source

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/company"
)

func filters(list ...string) map[string]any {
	var parsed []map[string]string
	for _, text := range list {
		parts := strings.SplitN(text, "|", 4)
		parsed = append(parsed, map[string]string{"object": parts[0], "field": parts[1], "operator": parts[2], "value": parts[3]})
	}
	return map[string]any{"filters": parsed}
}

func TestRowFilters(t *testing.T) {
	// The other columns only take time.
	catalog := func(mode airbyte.SyncMode) *airbyte.ConfiguredCatalog {
		c := configured(mode, "APBILL")
		c.Streams[0].Stream.JSONSchema = []byte(`{"properties":{"RECORDNO":{},"VENDORID":{},"TOTALENTERED":{},"WHENCREATED":{},"WHENPAID":{},"DESCRIPTION":{},"STATE":{}}}`)
		return c
	}
	all := decoded(t, demo().read(t, catalog(airbyte.FullRefresh), nil).ok(t).records("APBILL"))
	tests := []struct {
		filters []string
		meets   func(map[string]any) bool
	}{
		{[]string{"APBILL|VENDORID|=|V1007"}, func(r map[string]any) bool { return r["VENDORID"] == "V1007" }},
		{[]string{"accounts_payable_bills|vendorid|in|V1007, V1009"}, func(r map[string]any) bool { return r["VENDORID"] == "V1007" || r["VENDORID"] == "V1009" }},
		{[]string{"APBILL|TOTALENTERED|>|1000.50"}, func(r map[string]any) bool { return r["TOTALENTERED"].(float64) > 1000.5 }},
		{[]string{"APBILL|WHENCREATED|between|2026-01-01, 2026-06-30"}, func(r map[string]any) bool {
			return r["WHENCREATED"].(string) >= "2026-01-01" && r["WHENCREATED"].(string) <= "2026-06-30"
		}},
		{[]string{"APBILL|WHENPAID|is null|"}, func(r map[string]any) bool { return r["WHENPAID"] == nil }},
		{[]string{"APBILL|DESCRIPTION|like|Cons%", "APBILL|STATE|!=|Paid"}, func(r map[string]any) bool {
			description, _ := r["DESCRIPTION"].(string)
			return strings.HasPrefix(description, "Cons") && r["STATE"] != "Paid"
		}},
		{[]string{"VENDOR|VENDORID|=|nobody"}, func(map[string]any) bool { return true }},
	}
	for _, test := range tests {
		t.Run(strings.Join(test.filters, " and "), func(t *testing.T) {
			var want, got []string
			for _, record := range all {
				if test.meets(record) {
					want = append(want, fmt.Sprint(record["RECORDNO"]))
				}
			}
			for _, mode := range []airbyte.SyncMode{airbyte.FullRefresh, airbyte.Incremental} {
				out := with(filters(test.filters...)).read(t, catalog(mode), nil).ok(t)
				got = nil
				for _, record := range decoded(t, out.records("APBILL")) {
					got = append(got, fmt.Sprint(record["RECORDNO"]))
				}
				if len(want) == 0 || !slices.Equal(got, want) {
					t.Errorf("%s: %d records, expected %d", mode, len(got), len(want))
				}
			}
		})
	}
}

func TestWrongFilters(t *testing.T) {
	tests := []struct{ filter, message string }{
		{"APBILL|NOSUCH|=|1", "filters: APBILL.NOSUCH: the object has no such field"},
		{"APBILL|ENTITY|=|1", "filters: APBILL.ENTITY: the gateway refuses to query the field"},
		{"APBILL|WHENCREATED|>|01/31/2026", "is not a date"},
		{"APBILL|TOTALENTERED|=|much", "is not a number"},
		{"APBILL|NOWAY.NAME|=|x", "related to nothing called NOWAY"},
		{"APBILL|VENDORID|between|V1", "2, separated by a comma"},
		{"APBILL|VENDORID|is null|V1", "takes none"},
		{"APBILL|VENDORID|~|V1", "operator"},
	}
	for _, test := range tests {
		p := with(filters(test.filter))
		if status, message := p.check(t); status != airbyte.Failed || !strings.Contains(message, test.message) {
			t.Errorf("%s: check says %s: %s", test.filter, status, message)
		}
		out := p.read(t, configured(airbyte.FullRefresh, "APBILL", "VENDOR"), nil)
		message, failure := out.failure("APBILL")
		if message == "" {
			message, failure = out.failure("") // seen without the company
		}
		if out.code != 1 || failure != airbyte.ConfigError || !strings.Contains(message, test.message) {
			t.Errorf("%s: exit code %d, %s: %s", test.filter, out.code, failure, message)
		}
	}
}

// TestStateOfOtherRows refuses to go on from the state of other rows.
func TestStateOfOtherRows(t *testing.T) {
	catalog := configured(airbyte.Incremental, "VENDOR")
	narrow := filters("VENDOR|VENDORID|!=|V1001")
	wide := demo().read(t, catalog, nil).ok(t)
	some := with(narrow).read(t, catalog, nil).ok(t)
	with(narrow).read(t, catalog, some.states()).ok(t)
	for name, out := range map[string]*output{
		"narrower": with(narrow).read(t, catalog, wide.states()),
		"wider":    demo().read(t, catalog, some.states()),
	} {
		if message, failure := out.failure("VENDOR"); failure != airbyte.ConfigError || !strings.Contains(message, "filters") {
			t.Errorf("%s: %s, %s", name, failure, message)
		}
	}
}

func TestExcludeDrafts(t *testing.T) {
	w := newWorld(company.Demo(company.Options{}), sandbox.Settings{})
	w.company.Change("APBILL", "2001", map[string]string{"STATE": "Draft"})
	w.company.Change("APBILL", "2002", map[string]string{"STATE": ""})
	catalog := configured(airbyte.FullRefresh, "APBILL", "APBILLITEM", "VENDOR")
	all := w.read(t, catalog, nil).ok(t)
	w.config = map[string]any{"exclude_drafts": true}
	posted := w.read(t, catalog, nil).ok(t)
	has := func(o *output, stream, field, value string) int {
		n := 0
		for _, record := range o.records(stream) {
			if strings.Contains(record, `"`+field+`":`+value+`,`) {
				n++
			}
		}
		return n
	}
	if drafts := has(all, "APBILL", "STATE", `"Draft"`); drafts == 0 || has(posted, "APBILL", "STATE", `"Draft"`) != 0 || len(all.records("APBILL"))-len(posted.records("APBILL")) != drafts {
		t.Errorf("of %d drafts among %d bills, %d bills are left", drafts, len(all.records("APBILL")), len(posted.records("APBILL")))
	}
	if has(posted, "APBILL", "RECORDNO", "2002") != 1 {
		t.Error("a bill without a state is left out")
	}
	if has(all, "APBILLITEM", "RECORDKEY", "2001") == 0 || has(posted, "APBILLITEM", "RECORDKEY", "2001") != 0 || has(posted, "APBILLITEM", "RECORDKEY", "2002") == 0 {
		t.Error("lines are not left out as their bills are")
	}
	if len(all.records("VENDOR")) != len(posted.records("VENDOR")) {
		t.Error("vendors are left out")
	}
}

func TestDocumentTypes(t *testing.T) {
	config := map[string]any{"objects": []string{"SODOCUMENT"}, "document_types": []map[string]any{
		{"object": "SODOCUMENT", "types": []string{"Sales Order", "Sales Invoice"}},
		{"object": "PODOCUMENT", "types": []string{"Purchase Order"}},
	}}
	p := with(config)
	catalog, _ := p.discover(t)
	names := streamNames(catalog)
	for _, name := range []string{"SODOCUMENT", "SODOCUMENT_SALES_ORDER", "SODOCUMENTENTRY_SALES_INVOICE", "SODOCUMENTSUBTOTALS_SALES_ORDER", "PODOCUMENT_PURCHASE_ORDER"} {
		if !slices.Contains(names, name) {
			t.Errorf("%s is missing: %q", name, names)
		}
	}
	out := p.read(t, configured(airbyte.Incremental, "SODOCUMENT", "SODOCUMENT_SALES_ORDER", "SODOCUMENT_SALES_INVOICE"), nil).ok(t)
	orders := decoded(t, out.records("SODOCUMENT_SALES_ORDER"))
	filled := 0
	for _, record := range orders {
		if record["DOCPARID"] != "Sales Order" {
			t.Fatalf("a %v is among the orders", record["DOCPARID"])
		}
		if record["DELIVERY_SLOT"] != nil {
			filled++
		}
	}
	if filled == 0 {
		t.Error("the custom field of sales orders is not there")
	}
	if n := len(orders) + len(out.records("SODOCUMENT_SALES_INVOICE")); n != len(out.records("SODOCUMENT")) {
		t.Errorf("%d documents of both types, %d in all", n, len(out.records("SODOCUMENT")))
	}
	config["document_types"] = []map[string]any{{"object": "SODOCUMENT", "types": []string{"No such type"}}}
	if status, message := with(config).check(t); status != airbyte.Failed || !strings.Contains(message, `"No such type"`) {
		t.Errorf("an unknown type: %s %s", status, message)
	}
}

func TestAuditHistory(t *testing.T) {
	w := newWorld(company.Demo(company.Options{}), sandbox.Settings{})
	w.config = map[string]any{"objects": []string{"AUDITHISTORY", "audit_history_accounts_payable_bills", "AUDITHISTORY_VENDOR"}}
	catalog, _ := w.discover(t)
	names := streamNames(catalog)
	if want := []string{"AUDITHISTORY", "AUDITHISTORY_APBILL", "AUDITHISTORY_VENDOR"}; !slices.Equal(names, want) {
		t.Fatalf("the streams are %q", names)
	}
	first := w.read(t, configured(airbyte.Incremental, names...), nil).ok(t)
	modes := make(map[any]int)
	for _, record := range decoded(t, first.records("AUDITHISTORY_APBILL")) {
		if modes[record["ACCESSMODE"]]++; record["OBJECTTYPE"] != "apbill" {
			t.Errorf("%v is among the bills", record["OBJECTTYPE"])
		}
	}
	for _, mode := range []string{"Create", "Modify", "Delete"} {
		if modes[mode] == 0 {
			t.Errorf("nothing of mode %s: %v", mode, modes)
		}
	}
	whole := 0
	for _, record := range decoded(t, first.records("AUDITHISTORY")) {
		if record["OBJECTTYPE"] == "vendor" {
			whole++
		}
	}
	if n := len(first.records("AUDITHISTORY_VENDOR")); n == 0 || n != whole {
		t.Errorf("%d traces of vendors, %d among all", n, whole)
	}
	again := w.read(t, configured(airbyte.Incremental, names...), first.states()).ok(t)
	if again.count() != 0 {
		t.Errorf("%d traces come again", again.count())
	}
}

// TestSpecRefusesWrongValues: what spec.json says of the source's keys is all that
// keeps wrong values out.
func TestSpecRefusesWrongValues(t *testing.T) {
	filter := func(object, field, operator string) map[string]any {
		f := map[string]string{"object": object, "operator": operator}
		if field != "" {
			f["field"] = field
		}
		return map[string]any{"filters": []any{f}}
	}
	for _, test := range []struct {
		config map[string]any
		names  []string
	}{
		{map[string]any{"attachments": "all"}, []string{"attachments"}},
		{map[string]any{"attachment_max_mb": 0}, []string{"attachment_max_mb"}},
		{map[string]any{"attachment_max_mb": 15}, []string{"attachment_max_mb"}},
		{map[string]any{"max_api_calls": -1}, []string{"max_api_calls"}},
		{map[string]any{"max_concurrency": 9}, []string{"max_concurrency"}},
		{map[string]any{"deletes": "some"}, []string{"deletes"}},
		{map[string]any{"max_deletes_percent": 0}, []string{"max_deletes_percent"}},
		{map[string]any{"stream_naming": "mine"}, []string{"stream_naming"}},
		{map[string]any{"entities": map[string]any{"mode": "some"}}, []string{"entities"}},
		{map[string]any{"entities": map[string]any{"mode": "list", "ids": []string{}}}, []string{"entities"}},
		{map[string]any{"document_types": []any{map[string]any{"object": "VENDOR", "types": []string{"x"}}}}, []string{"document_types"}},
		{filter("VENDOR", "", "="), []string{"filters[0]"}},
		{filter("", "NAME", "="), []string{"filters[0]"}},
		{filter("VENDOR", "NAME", "in"), []string{"filters[0]: value"}},
		{filter("VENDOR", "NAME", "less"), []string{"filters[0]", "operator"}},
		{
			map[string]any{"start_date": "01/02/2026", "lookback_minutes": 59, "page_size": 2001, "decimals": "float"},
			[]string{"start_date", "lookback_minutes", "page_size", "decimals"},
		},
	} {
		out := with(test.config).read(t, configured(airbyte.FullRefresh, "VENDOR"), nil)
		message, failure := out.failure("")
		for _, name := range test.names {
			if out.code != 1 || failure != airbyte.ConfigError || !strings.Contains(message, name) {
				t.Errorf("%v: exit code %d, %s: %s", test.config, out.code, failure, message)
			}
		}
	}
}

func TestUnknownDimension(t *testing.T) {
	config := map[string]any{"balance_periods": []string{"*"}, "balance_dimensions": []string{"department", "Department", "grant"}}
	if status, message := with(config).check(t); status != airbyte.Succeeded {
		t.Error(message)
	}
	config["balance_dimensions"] = []string{"planet"}
	if status, message := with(config).check(t); status != airbyte.Failed || !strings.Contains(message, `"planet"`) {
		t.Errorf("%s %s", status, message)
	}
}
