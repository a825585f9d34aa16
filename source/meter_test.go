package source

import (
	"slices"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/company"
)

// TestSummaryOfARead looks for the estimates and the table in a real read.
func TestSummaryOfARead(t *testing.T) {
	out := demo().read(t, configured(airbyte.FullRefresh, "VENDOR", "APBILL"), nil).ok(t)
	rows := make(map[string]int64)
	for _, m := range out.messages {
		if m.Type == airbyte.TypeTrace && m.Trace.Type == airbyte.EstimateTrace {
			rows[m.Trace.Estimate.Name] += m.Trace.Estimate.RowEstimate
		}
	}
	for _, name := range []string{"VENDOR", "APBILL"} {
		if n := int64(len(out.records(name))); rows[name] != n {
			t.Errorf("%s: %d rows were foretold, %d came", name, rows[name], n)
		}
	}
	for _, words := range []string{"INFO stream", "INFO VENDOR  ", "INFO APBILL  ", "INFO total  "} {
		if !strings.Contains(out.logs(), words) {
			t.Errorf("no line %q in\n%s", words, out.logs())
		}
	}
}

// TestBudget stops a sync when its calls are spent, and finishes it in as many
// syncs as that takes.
func TestBudget(t *testing.T) {
	w := newWorld(company.Demo(company.Options{}), sandbox.Settings{})
	whole := w.read(t, configured(airbyte.FullRefresh, "APBILL"), nil).ok(t)
	w.config = map[string]any{"max_api_calls": 8, "page_size": 500}
	var states []byte
	var got []string
	for range 10 {
		out := w.read(t, configured(airbyte.FullRefresh, "APBILL", "VENDOR"), states)
		got = append(got, out.records("APBILL")...)
		states = out.states()
		message, failure := out.failure("VENDOR")
		if out.code != 1 || failure != airbyte.ConfigError || !strings.Contains(message, "max_api_calls") || !strings.HasSuffix(out.statuses("VENDOR"), "INCOMPLETE") {
			t.Fatalf("exit code %d, %s: %s", out.code, failure, message)
		}
		if len(got) >= len(whole.records("APBILL")) {
			break
		}
	}
	if !slices.Equal(got, whole.records("APBILL")) {
		t.Errorf("%d records in pieces, %d at once", len(got), len(whole.records("APBILL")))
	}
}

// TestUsageIsEachStreamsOwn counts calls and repetitions by stream.
func TestUsageIsEachStreamsOwn(t *testing.T) {
	var one, other intacct.Usage
	w := newWorld(company.Demo(company.Options{}), sandbox.Settings{})
	w.sandbox.Fault(sandbox.Fault{Function: "lookup", Object: "VENDOR", Times: 1, Status: 503})
	options := intacct.Options{Transport: w.transport}
	w.options(&options)
	client, err := intacct.New(intacct.Config{
		CompanyID: "sandbox-demo", SenderID: "sandbox-sender", SenderPassword: "sandbox-sender-password",
		UserID: "demo", UserPassword: "sandbox-demo-password",
	}, options)
	if err != nil {
		t.Fatal(err)
	}
	for object, usage := range map[string]*intacct.Usage{"VENDOR": &one, "APBILL": &other} {
		if _, err := client.Lookup(intacct.WithUsage(t.Context(), usage), object, ""); err != nil {
			t.Fatal(err)
		}
	}
	if one.Calls() != 2 || one.Retries() != 1 || other.Calls() != 1 || other.Retries() != 0 {
		t.Errorf("%d calls, %d retries; %d calls, %d retries", one.Calls(), one.Retries(), other.Calls(), other.Retries())
	}
}

// TestSameDataTwice reads everything twice: the data is the same to the byte,
// in the same order.
func TestSameDataTwice(t *testing.T) {
	config := everyListing()
	config["page_size"] = 300 // many pages, fetched at the same time
	catalog, _ := with(config).discover(t)
	names := append(streamNames(catalog), "APBILL", "CUSTOMER", "AUDITHISTORY_APBILL", "equipment_lease", "COMPANYPREF")
	var first []string
	for i := range 2 {
		out := with(config).read(t, configured(airbyte.FullRefresh, names...), nil).ok(t)
		var data []string
		for _, m := range out.messages {
			if m.Type == airbyte.TypeRecord {
				data = append(data, m.Record.Stream+string(m.Record.Data))
			}
		}
		if i == 0 {
			first = data
		}
		if len(data) < 4_000 || !slices.Equal(data, first) {
			t.Fatalf("%d records, then %d that differ", len(first), len(data))
		}
	}
}
