package source

import (
	"slices"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/company"
	"airbyte-sage-intacct/source/naming"
)

// TestOwnObjectsNamedLikeOthers: a company's object keeps its stream though
// another connector calls one of Intacct's the same.
func TestOwnObjectsNamedLikeOthers(t *testing.T) {
	lease, _ := company.Demo(company.Options{}).Object("equipment_lease")
	schema := company.StandardSchema()
	for _, name := range []string{"tasks", "Fleet"} {
		own := *lease
		own.Name, own.Relations = name, nil
		schema.Add(own)
	}
	c := small(t, "TASK").company
	w := newWorld(company.New(schema), sandbox.Settings{})
	w.company.SetProfile(c.Profile())
	for _, u := range c.Users() {
		w.company.SetUser(*u)
	}
	row := map[string]string{"id": "10001", "name": "A", "updatedAt": "2026-10-01T00:00:00Z", "createdAt": "2026-10-01T00:00:00Z"}
	w.company.Put("tasks", row)
	w.company.Put("Fleet", row)
	w.company.Put("TASK", map[string]string{"RECORDNO": "1", "TASKID": "T", "NAME": "Task", "WHENMODIFIED": "2026-10-01T00:00:00Z"})
	for n, want := range map[naming.Naming][]string{
		naming.Intacct: {"TASK", "tasks_custom", "Fleet"}, naming.Hotglue: {"tasks", "tasks_custom", "fleet"}, naming.Fivetran: {"task", "tasks_custom", "fleet"},
	} {
		w.config["stream_naming"] = n
		catalog, _ := w.discover(t)
		for i, name := range want {
			if !slices.Contains(streamNames(catalog), name) {
				t.Fatalf("%s: no %s among %q", n, name, streamNames(catalog))
			}
			records := w.read(t, configured(airbyte.Incremental, name), nil).ok(t).records(name)
			if own := i > 0; len(records) != 1 || strings.Contains(records[0], "10001") != own {
				t.Errorf("%s: %s is %s", n, name, records)
			}
		}
	}
}

// TestNamesInTheConfiguration: objects and filters take the names of any
// connector, whichever the streams have.
func TestNamesInTheConfiguration(t *testing.T) {
	for n, want := range map[naming.Naming][]string{
		naming.Intacct:  {"APBILL", "AUDITHISTORY_VENDOR", "DIMENSION_VALUES", "GLJOURNAL", "SODOCUMENT_SALES_INVOICE", "VENDOR"},
		naming.Hotglue:  {"accounts_payable_bills", "accounts_payable_vendors", "audit_history_accounts_payable_vendors", "dimension_values", "gl_journal", "so_document_sales_invoice"},
		naming.Fivetran: {"ap_bill", "audit_history_vendor", "dimension_values", "gl_journal", "so_document_sales_invoice", "vendor"},
	} {
		for _, objects := range [][]string{
			{"APBILL", "VENDOR", "GLJOURNAL", "AUDITHISTORY_VENDOR", "DIMENSION_VALUES", "SODOCUMENT_SALES_INVOICE"},
			{"accounts_payable_bills", "accounts_payable_vendors", "gl_journal", "audit_history_accounts_payable_vendors", "dimension_values", "so_document_sales_invoice"},
			{"ap_bill", "vendor", "gl_journal", "audit_history_vendor", "DIMENSIONVALUES", "SO_Document_Sales_Invoice"},
		} {
			catalog, _ := with(map[string]any{
				"stream_naming": n, "objects": objects, "document_types": []map[string]any{{"object": "SODOCUMENT", "types": []string{"Sales Invoice"}}},
			}).discover(t)
			got := slices.DeleteFunc(streamNames(catalog), func(name string) bool {
				return strings.Contains(strings.ToLower(name), "entry") || strings.Contains(strings.ToLower(name), "subtotals")
			})
			if !slices.Equal(got, want) {
				t.Errorf("%s: %q become %q, want %q", n, objects, got, want)
			}
		}
	}
	for _, filter := range []string{
		"VENDOR|VENDORID|=|V1007", "accounts_payable_vendors|vendorid|=|V1007", "vendor|displaycontact_contactname|is not null|",
	} {
		config := filters(filter, "vendor|vendorid|=|V1007")
		config["stream_naming"] = naming.Fivetran
		if got := with(config).read(t, configured(airbyte.Incremental, "vendor"), nil).ok(t).records("vendor"); len(got) != 1 || !strings.Contains(got[0], `"vendorid":"V1007"`) {
			t.Errorf("%s: %d records", filter, len(got))
		}
	}
}

// TestCatalogOfAnotherNaming: the columns of a stream would be empty.
func TestCatalogOfAnotherNaming(t *testing.T) {
	for _, test := range []struct {
		n              naming.Naming
		stream, called string
	}{
		{naming.Fivetran, "APBILL", "ap_bill"},
		{naming.Intacct, "ap_bill", "APBILL"},
		{naming.Hotglue, "ap_bill", "accounts_payable_bills"},
		{naming.Fivetran, "AUDITHISTORY_APBILL", "audit_history_ap_bill"},
	} {
		out := with(map[string]any{"stream_naming": test.n}).read(t, configured(airbyte.Incremental, test.stream, "grant"), nil)
		message, failure := out.failure(test.stream)
		if out.code != 1 || failure != airbyte.ConfigError || !strings.Contains(message, "is called "+test.called+" now") || len(out.records("grant")) == 0 {
			t.Errorf("%s: exit code %d, %s: %s", test.stream, out.code, failure, message)
		}
	}
	out := with(map[string]any{"stream_naming": "quickbooks"}).run(t, t.Context(), "discover", nil, nil)
	if message, failure := out.failure(""); failure != airbyte.ConfigError || !strings.Contains(message, "stream_naming") {
		t.Errorf("%s: %s", failure, message)
	}
}

// TestAttachmentsUnderOtherNames: what could not be told of a file is named as
// its column is.
func TestAttachmentsUnderOtherNames(t *testing.T) {
	config := map[string]any{"attachments": "content", "stream_naming": "fivetran"}
	out := with(config).read(t, configured(airbyte.FullRefresh, "attachments"), nil).ok(t)
	plain := with(map[string]any{"attachments": "content"}).read(t, configured(airbyte.FullRefresh, "ATTACHMENTS"), nil).ok(t)
	got, want := out.records("attachments"), plain.records("ATTACHMENTS")
	if len(got) != len(want) || len(got) == 0 {
		t.Fatalf("%d records, want %d", len(got), len(want))
	}
	for i := range got {
		theirs, ours := decoded(t, got)[i], decoded(t, want)[i]
		for name, value := range ours {
			if theirs[strings.ToLower(name)] != value {
				t.Errorf("%s is %v, want %v", name, theirs[strings.ToLower(name)], value)
			}
		}
		if len(theirs) != len(ours)+2 {
			t.Errorf("%d columns, want 2 more than %d", len(theirs), len(ours))
		}
	}
}
