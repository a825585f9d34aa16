package integration_tests

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/company"
	"airbyte-sage-intacct/source"
	"airbyte-sage-intacct/unified"
)

// inside is the program with a company that the test holds in its hands.
type inside struct {
	company *company.Company
	gateway *sandbox.Sandbox
	mu      sync.Mutex
	now     time.Time
}

func newInside() *inside {
	in := &inside{company: company.Demo(company.Options{}), now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	in.gateway = sandbox.New(in.company, sandbox.Settings{Clock: in.clock})
	return in
}

func (in *inside) clock() time.Time {
	in.mu.Lock()
	defer in.mu.Unlock()
	return in.now
}

func (in *inside) dial(config intacct.Config, options intacct.Options) (*intacct.Client, error) {
	options.Transport, options.Now = in.gateway.Transport(), in.clock
	return intacct.New(config, options)
}

// run is a command of the program.
func (in *inside) run(t *testing.T, stdin []byte, command string, catalog any) outcome {
	t.Helper()
	config := map[string]any{}
	if err := json.Unmarshal([]byte(content(t, "sandbox_config.json")), &config); err != nil {
		t.Fatal(err)
	}
	delete(config, "api_url")
	config["unified_schema"] = true
	spec, err := os.ReadFile("../spec.json")
	if err != nil {
		t.Fatal(err)
	}
	program := airbyte.Connector{Name: "test", Spec: spec, Source: source.New(in.dial), Destination: destination.New(in.dial)}
	args := []string{command, "--config", write(t, "config.json", encode(t, config)), "--catalog", write(t, "catalog.json", encode(t, catalog))}
	var stdout, stderr bytes.Buffer
	exit := airbyte.Run(t.Context(), program, args, bytes.NewReader(stdin), &stdout, &stderr)
	return outcome{messages: parse(t, stdout.String()), stdout: stdout.String(), stderr: stderr.String(), exit: exit}
}

// unifiedCatalog is a configured catalogue of streams of the unified schema.
func unifiedCatalog(streams ...string) any {
	var list []any
	for _, name := range streams {
		list = append(list, map[string]any{
			"stream":    map[string]any{"name": name, "json_schema": map[string]any{}, "supported_sync_modes": []string{"full_refresh"}},
			"sync_mode": "full_refresh", "destination_sync_mode": "append_dedup", "primary_key": [][]string{{unified.Key}},
		})
	}
	return map[string]any{"streams": list}
}

// inOrder are the streams that can be written, what others refer to first.
var inOrder = []string{
	"unified_accounts", "unified_classes", "unified_departments", "unified_locations", "unified_items", "unified_employees", "unified_customers",
	"unified_vendors", "unified_projects", "unified_bills", "unified_vendor_credits", "unified_bill_payments", "unified_invoices",
	"unified_invoice_payments", "unified_journal_entries", "unified_purchase_orders",
}

// empty takes everything out of a company that the unified schema can write.
// What it cannot stays: entities, bank accounts, journals, terms.
func (in *inside) empty(t *testing.T) {
	t.Helper()
	entities := make(map[string]bool)
	for _, row := range in.company.Rows("LOCATIONENTITY") {
		entities[row["LOCATIONID"]] = true
	}
	in.company.CloseBooks("", "2023-12-31")
	for _, e := range in.company.Entities() {
		in.company.CloseBooks(e.ID, "2023-12-31")
	}
	for i := len(inOrder) - 1; i >= 0; i-- {
		table, _ := unified.Named(inOrder[i])
		objects := []string{table.Objects[0].Name}
		for _, l := range table.Lists {
			objects = append(objects, l.Object)
		}
		for _, object := range slices.Compact(objects) {
			o, _ := in.company.Object(object)
			for _, row := range in.company.Rows(object) {
				if object != "LOCATION" || !entities[row["LOCATIONID"]] {
					in.company.Remove(object, row[o.Key])
				}
			}
		}
	}
}

// A unifiedRecord is one of the unified schema, as it came and taken apart.
type unifiedRecord struct {
	data   json.RawMessage
	fields map[string]any
}

func unifiedRecords(t *testing.T, list []json.RawMessage) []unifiedRecord {
	t.Helper()
	var records []unifiedRecord
	for _, data := range list {
		decoder := json.NewDecoder(bytes.NewReader(data))
		decoder.UseNumber()
		r := unifiedRecord{data: data}
		if err := decoder.Decode(&r.fields); err != nil {
			t.Fatal(err)
		}
		records = append(records, r)
	}
	return records
}

func (r unifiedRecord) text(field string) string {
	if r.fields[field] == nil {
		return ""
	}
	return fmt.Sprint(r.fields[field])
}

// lines are the values of a field in a list.
func (r unifiedRecord) lines(list, field string) []string {
	var values []string
	elements, _ := r.fields[list].([]any)
	for _, element := range elements {
		values = append(values, unifiedRecord{fields: element.(map[string]any)}.text(field))
	}
	return values
}

// lasting is a record without what belongs to one company: record numbers, the
// times at which it was written, and what the company makes of other records.
func (r unifiedRecord) lasting(t *testing.T, stream string) string {
	t.Helper()
	fields := strip(r.fields).(map[string]any)
	if fields["isDraft"] == true {
		delete(fields, "issueDate") // the sandbox gives it to drafts at once
	}
	for _, name := range ofTheCompany[stream] {
		delete(fields, name)
	}
	return encode(t, fields)
}

// ofTheCompany are what vendors and customers are owed in all, of which the test
// writes a part, what the sandbox does not derive, and whether an order was made
// into something else.
var ofTheCompany = map[string][]string{
	"unified_vendors": {"balance"}, "unified_customers": {"balance"}, "unified_locations": {"subsidiaryNumber"}, "unified_departments": {"parentName"},
	"unified_purchase_orders": {"status"},
}

func strip(value any) any {
	switch value := value.(type) {
	case []any:
		for i := range value {
			value[i] = strip(value[i])
		}
	case map[string]any:
		for name, member := range value {
			date, _ := member.(string)
			if name == "id" || strings.HasSuffix(name, "Id") && name != "warehouseId" && name != "salesRepId" && name != "sourceEntityId" || name == "updatedAt" || name == "createdAt" && len(date) != len(time.DateOnly) {
				delete(value, name)
				continue
			}
			value[name] = strip(member)
		}
	}
	return value
}

// choose takes those of a company's documents that another can have on its own:
// the sub-ledgers make their own journals, payments are chosen along with all
// that they pay, and nothing is in a state that other documents gave it.
func choose(all map[string][]unifiedRecord) map[string][]unifiedRecord {
	chosen := make(map[string][]unifiedRecord)
	for stream, records := range all {
		chosen[stream] = records
	}
	chosen["unified_bills"], chosen["unified_bill_payments"] = settled(all["unified_bills"], all["unified_bill_payments"], "billNumber", "bills", "vendorNumber")
	chosen["unified_invoices"], chosen["unified_invoice_payments"] = settled(all["unified_invoices"], all["unified_invoice_payments"], "invoiceNumber", "invoices", "customerNumber")
	keep := func(stream string, most int, wanted func(unifiedRecord) bool) {
		var kept []unifiedRecord
		for _, r := range all[stream] {
			if len(kept) < most && wanted(r) {
				kept = append(kept, r)
			}
		}
		chosen[stream] = kept
	}
	keep("unified_vendor_credits", 20, func(r unifiedRecord) bool { return r.text("status") == "Posted" })
	numbers := make(map[string]bool)
	keep("unified_journal_entries", 40, func(r unifiedRecord) bool {
		number := r.text("journalEntryNumber")
		first := !numbers[number]
		numbers[number] = true
		return first && r.text("journal") == "GJ"
	})
	keep("unified_purchase_orders", 40, func(r unifiedRecord) bool { return r.text("transactionType") == "Purchase Order" })
	return chosen
}

// settled takes payments, what they pay, and documents that nobody has paid.
func settled(documents, payments []unifiedRecord, number, list, party string) (kept, paying []unifiedRecord) {
	const most = 30
	byNumber := make(map[string]unifiedRecord)
	for _, d := range documents {
		byNumber[d.text(party)+" "+d.text(number)] = d
	}
	paid, transactions := make(map[string]int), make(map[string]int)
	for _, p := range payments {
		transactions[p.text("transactionNumber")]++
		for _, of := range p.lines(list, number) {
			paid[p.text(party)+" "+of]++
		}
	}
	for _, p := range payments {
		of := p.lines(list, number)
		whole := len(of) == 1 && paid[p.text(party)+" "+of[0]] == 1 && transactions[p.text("transactionNumber")] == 1 && p.text("accountNumber") != ""
		if d := byNumber[p.text(party)+" "+strings.Join(of, "")]; whole && d.fields != nil && d.text("totalAmount") == p.text("amount") && len(paying) < most {
			paying, kept = append(paying, p), append(kept, d)
		}
	}
	for _, d := range documents {
		if d.text("balance") == d.text("totalAmount") && len(kept) < 2*most {
			kept = append(kept, d)
		}
	}
	return kept, paying
}

// TestUnifiedRoundTrip: what is read of one company in the unified schema and
// written to an empty one reads the same there, what belongs to one company
// aside.
func TestUnifiedRoundTrip(t *testing.T) {
	if testing.Short() {
		t.Skip("reads and writes a company")
	}
	t.Parallel()
	from, to := newInside(), newInside()
	to.empty(t)
	read := from.run(t, nil, "read", unifiedCatalog(inOrder...))
	if read.exit != 0 {
		t.Fatal(read.problems())
	}
	all := make(map[string][]unifiedRecord)
	for stream, list := range read.records() {
		all[stream] = unifiedRecords(t, list)
	}
	chosen := choose(all)
	for _, stream := range inOrder {
		var in input
		for _, r := range chosen[stream] {
			in.record(stream, string(r.data))
		}
		if written := to.run(t, []byte(in.String()), "write", unifiedCatalog(stream)); written.exit != 0 {
			t.Errorf("%s: %s", stream, written.problems())
		}
	}
	again := to.run(t, nil, "read", unifiedCatalog(inOrder...))
	if again.exit != 0 {
		t.Fatal(again.problems())
	}
	for _, stream := range inOrder {
		if len(chosen[stream]) == 0 {
			t.Errorf("%s: nothing was chosen", stream)
		}
		got := make(map[string]bool)
		var others []string
		for _, r := range unifiedRecords(t, again.records()[stream]) {
			text := r.lasting(t, stream)
			got[text] = true
			others = append(others, text)
		}
		for _, r := range chosen[stream] {
			if want := r.lasting(t, stream); !got[want] {
				t.Errorf("%s: of %d records\n%s\ncame back as\n%s", stream, len(chosen[stream]), want, nearest(want, others))
				break
			}
		}
	}
}

// nearest is the text that has the longest beginning in common with another.
func nearest(want string, others []string) string {
	best, most := "", -1
	for _, other := range others {
		n := 0
		for n < min(len(want), len(other)) && want[n] == other[n] {
			n++
		}
		if n > most {
			best, most = other, n
		}
	}
	return best
}
