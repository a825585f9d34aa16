package destination_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination"
	"airbyte-sage-intacct/internal/long"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/unified"

	"github.com/beevik/etree"
)

var update = flag.Bool("update", false, "write the golden files anew")

// pair is a unified record and where it is to be found afterwards; what is sent
// for it is in a file beside it.
type pair struct {
	name    string
	Stream  string                      `json:"stream"`
	Mode    airbyte.DestinationSyncMode `json:"mode"`
	Primary []string                    `json:"primary"`
	Object  string                      `json:"object"`
	By      string                      `json:"by"`
	Value   string                      `json:"value"`
	Lines   []string                    `json:"lines"`
	Before  []struct {
		Stream string          `json:"stream"`
		Record json.RawMessage `json:"record"`
	} `json:"before"`
	Record json.RawMessage `json:"record"`
}

func pairs(t *testing.T) []pair {
	t.Helper()
	files, err := filepath.Glob("testdata/unified/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no pairs", err)
	}
	var list []pair
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		p := pair{name: strings.TrimSuffix(filepath.Base(file), ".json")}
		if err := json.Unmarshal(raw, &p); err != nil {
			t.Fatal(file, err)
		}
		list = append(list, p)
	}
	return list
}

// compacted is a JSON value on one line.
func compacted(t *testing.T, raw json.RawMessage) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.Compact(&b, raw); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// prepare writes what a pair needs to be there.
func (p *place) prepare(t *testing.T, c pair) {
	t.Helper()
	for _, before := range c.Before {
		in := (&input{}).record(before.Stream, compacted(t, before.Record))
		if r := p.write(t, nil, catalogOf(stream(before.Stream, airbyte.AppendDedup)), in.String()); r.err != nil {
			t.Fatalf("%v\n%s", r.err, r.stdout)
		}
	}
}

// TestUnifiedRecords: what is sent for a unified record is what stands beside
// it, it is found in the company, and the same record again changes nothing.
func TestUnifiedRecords(t *testing.T) {
	for _, c := range pairs(t) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(sandbox.Settings{})
			p.prepare(t, c)
			p.ForgetRequests()
			in := (&input{}).record(c.Stream, compacted(t, c.Record)).state(c.Stream).String()
			catalog := catalogOf(stream(c.Stream, c.Mode, c.Primary...))
			r := p.write(t, nil, catalog, in)
			if r.err != nil || !strings.Contains(r.stdout, "1 created") {
				t.Fatalf("%v\n%s", r.err, r.stdout)
			}
			golden(t, "testdata/unified/"+c.name+".xml", p.writes(t))
			before := p.picture(t, c)
			r = p.write(t, nil, catalog, in)
			if r.err != nil || !strings.Contains(r.stdout, "1 already there") {
				t.Fatalf("again: %v\n%s", r.err, r.stdout)
			}
			if after := p.picture(t, c); after != before {
				t.Errorf("the record was %s, is %s", before, after)
			}
		})
	}
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: got\n%s\nwant\n%s", file, got, want)
	}
}

// writes are the functions that were sent to change something.
func (p *place) writes(t *testing.T) string {
	t.Helper()
	out := etree.NewDocument()
	root := out.CreateElement("sent")
	for _, request := range p.Requests() {
		doc := etree.NewDocument()
		if err := doc.ReadFromString(request.Body); err != nil {
			t.Fatal(err)
		}
		for _, function := range doc.FindElements("//function/*") {
			name, _, _ := strings.Cut(function.Tag, "_")
			if slices.Contains([]string{"create", "update", "delete"}, name) {
				root.AddChild(function.Copy())
			}
		}
	}
	out.Indent(2)
	text, err := out.WriteToString()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// picture is the record of a pair as the company has it, with its lines.
func (p *place) picture(t *testing.T, c pair) string {
	t.Helper()
	row := p.row(t, c.Object, c.By, c.Value)
	text := fmt.Sprint(row)
	if len(c.Lines) > 0 {
		lines := p.rows(c.Lines[0], c.Lines[1], row["RECORDNO"])
		if len(lines) == 0 {
			t.Errorf("%s %s has no lines", c.Object, c.Value)
		}
		text += fmt.Sprint(lines)
	}
	return text
}

// TestUnifiedReplayAfterLoss: the answer to every first write is lost, and the
// whole input comes again. Nothing is there twice.
func TestUnifiedReplayAfterLoss(t *testing.T) {
	for i, c := range pairs(t) {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for memory, settings := range memories {
				if memory != "forgets" && (underRace || !long.Picks(i, 4)) {
					continue // slow, and nothing else runs at the same time there
				}
				p := newPlace(settings)
				p.prepare(t, c)
				p.Fault(sandbox.Fault{Function: "create", Object: c.Object, Drop: true, Applied: true})
				in := (&input{}).record(c.Stream, compacted(t, c.Record)).state(c.Stream).String()
				catalog := catalogOf(stream(c.Stream, c.Mode, c.Primary...))
				for range 2 {
					if r := p.write(t, nil, catalog, in); r.err != nil {
						t.Fatalf("%s: %v\n%s", memory, r.err, r.stdout)
					}
				}
				p.picture(t, c)
			}
		})
	}
}

// TestUnifiedRefusals: what cannot be meant is rejected with the names of the
// fields, before anything is sent.
func TestUnifiedRefusals(t *testing.T) {
	line := `{"accountNumber":"6600","entryType":"Debit","amount":"100.10","departmentNumber":"100","locationNumber":"110"}`
	for name, c := range map[string]struct{ stream, record, want string }{
		"unbalanced":         {"JournalEntries", `{"transactionDate":"2026-11-15","lineItems":[` + line + `]}`, "debits and credits differ"},
		"by a mill":          {"JournalEntries", `{"transactionDate":"2026-11-15","lineItems":[` + line + `,{"accountNumber":"2700","amount":-100.099}]}`, "debits and credits differ"},
		"no side":            {"JournalEntries", `{"transactionDate":"2026-11-15","lines":[{"accountNumber":"6600","entryType":"up","amount":1}]}`, "entryType is neither debit nor credit"},
		"both sides":         {"JournalEntries", `{"transactionDate":"2026-11-15","lines":[{"accountNumber":"6600","debitAmount":1,"creditAmount":1}]}`, "has a debit and a credit amount"},
		"ambiguous number":   {"Bills", `{"billNumber":"X","vendorNumber":"TV-1","expenses":[{"accountNumber":"6600","amount":1,"departmentId":"2"}]}`, "departmentId may mean several records"},
		"unknown account":    {"Bills", `{"billNumber":"X","vendorNumber":"TV-1","expenses":[{"accountId":"999999","amount":1}]}`, "accountId: there is no such GLACCOUNT"},
		"unknown name":       {"Bills", `{"billNumber":"X","vendorName":"Test vendor TV-3","expenses":[{"accountNumber":"6600","amount":1}]}`, "The closest are TV-1"},
		"unknown bill":       {"BillPayments", `{"billNumber":"nowhere","vendorNumber":"TV-1","accountName":"CHK-BOS","paymentMethod":"EFT","amount":1}`, "there is no such APBILL"},
		"unknown bank":       {"BillPayments", `{"billId":"1","accountName":"nowhere","paymentMethod":"EFT","amount":1}`, "there is no such CHECKINGACCOUNT"},
		"ambiguous bank":     {"BillPayments", `{"billId":"1","accountId":"1","paymentMethod":"EFT","amount":1}`, "accountId may mean several records"},
		"not an amount":      {"VendorCredits", `{"issueDate":"2026-11-15","vendorNumber":"TV-1","lineItems":[{"accountNumber":"6600","amount":"ten"}]}`, "amount is not an amount"},
		"unknown field":      {"Vendors", `{"vendorNumber":"UV-9","vendorName":"N","shoeSize":44}`, "shoeSize is not a field of VENDOR"},
		"unknown id":         {"Vendors", `{"id":"999999","vendorName":"N"}`, "VENDOR has no record with RECORDNO=999999"},
		"unknown subsidiary": {"Bills", `{"billNumber":"X","vendorNumber":"TV-1","subsidiaryName":"Nowhere","expenses":[{"accountNumber":"6600","amount":1}]}`, "there is no such LOCATIONENTITY"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(sandbox.Settings{})
			p.company.Put("DEPARTMENT", map[string]string{"DEPARTMENTID": "2", "TITLE": "An id that is another's record number", "STATUS": "active"})
			in := (&input{}).record(c.stream, c.record).state(c.stream)
			r := p.write(t, nil, catalogOf(stream(c.stream, airbyte.AppendDedup, "externalId")), in.String())
			if r.err == nil || !strings.Contains(r.stdout, c.want) {
				t.Errorf("%v\n%s", r.err, r.stdout)
			}
			if sent := p.writes(t); strings.Contains(sent, "create") {
				t.Errorf("sent %s", sent)
			}
		})
	}
}

// TestPaidBillKeepsItsLines.
func TestPaidBillKeepsItsLines(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	bill := `{"billNumber":"PB-1","vendorNumber":"TV-1","currency":"USD","issueDate":"2026-11-01","dueDate":"2026-12-01","description":"First","lineItems":[{"accountNumber":"6600","amount":"10","locationNumber":"110","departmentNumber":"100"}]}`
	payment := `{"externalId":"1","billNumber":"PB-1","vendorNumber":"TV-1","accountName":"CHK-BOS","paymentMethod":"EFT","paymentDate":"2026-11-20"}`
	changed := strings.NewReplacer("First", "Second", `"10"`, `"11"`).Replace(bill)
	write := func(name, record string) {
		t.Helper()
		r := p.write(t, nil, catalogOf(stream(name, airbyte.AppendDedup, "externalId")), (&input{}).record(name, record).String())
		if r.err != nil {
			t.Fatalf("%v\n%s", r.err, r.stdout)
		}
	}
	write("Bills", bill)
	write("BillPayments", payment)
	if got := p.row(t, "APBILL", "RECORDID", "PB-1")["STATE"]; got != "Paid" {
		t.Fatalf("the bill is %s", got)
	}
	write("Bills", changed)
	row := p.row(t, "APBILL", "RECORDID", "PB-1")
	if row["DESCRIPTION"] != "Second" || row["TRX_TOTALENTERED"] != "10" && row["TRX_TOTALENTERED"] != "10.00" {
		t.Errorf("DESCRIPTION %q, TRX_TOTALENTERED %q", row["DESCRIPTION"], row["TRX_TOTALENTERED"])
	}
	write("BillPayments", payment)
	if n := len(p.rows("APPYMT", "DOCNUMBER", "AB-1")); n != 1 {
		t.Errorf("%d payments", n)
	}
}

// TestBillsOfTwoVendorsMayShareANumber.
func TestBillsOfTwoVendorsMayShareANumber(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	in := &input{}
	for _, vendor := range []string{"TV-1", "TV-2"} {
		in.record("Bills", `{"billNumber":"SAME","vendorNumber":"`+vendor+`","issueDate":"2026-11-01","dueDate":"2026-12-01","expenses":[{"accountNumber":"6600","amount":"10","locationNumber":"110","departmentNumber":"100"}]}`)
	}
	for range 2 {
		if r := p.write(t, nil, catalogOf(stream("Bills", airbyte.AppendDedup)), in.String()); r.err != nil {
			t.Fatalf("%v\n%s", r.err, r.stdout)
		}
	}
	if n := len(p.rows("APBILL", "RECORDID", "SAME")); n != 2 {
		t.Errorf("%d bills", n)
	}
}

// TestOrderType comes from the configuration where that names one.
func TestOrderType(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	record := `{"number":"VI-1","transactionDate":"2026-11-15","dueDate":"2026-12-15","vendorNumber":"TV-1","lineItems":[{"itemNumber":"I-1050","quantity":2,"unit":"Each","unitPrice":"5.25","locationNumber":"110","departmentNumber":"100","warehouseId":"W10"}]}`
	r := p.write(t, settings{"po_transaction_type": "Receiver"}, catalogOf(stream("PurchaseOrders", airbyte.Append)), (&input{}).record("PurchaseOrders", record).String())
	if r.err != nil {
		t.Fatalf("%v\n%s", r.err, r.stdout)
	}
	if got := p.row(t, "PODOCUMENT", "DOCNO", "VI-1")["DOCPARID"]; got != "Receiver" {
		t.Errorf("DOCPARID is %q", got)
	}
}

// TestUnifiedUpdatesKeepWhatIsNotSaid: empty values erase nothing, and a
// record without its number is found by record number or name.
func TestUnifiedUpdatesKeepWhatIsNotSaid(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	catalog := catalogOf(stream("Vendors", airbyte.AppendDedup, "id"))
	write := func(record string) {
		t.Helper()
		if r := p.write(t, nil, catalog, (&input{}).record("Vendors", record).String()); r.err != nil {
			t.Fatalf("%v\n%s", r.err, r.stdout)
		}
	}
	write(`{"vendorNumber":"K-1","vendorName":"Keeper","note":"kept","email":"a@example.com"}`)
	write(`{"vendorNumber":"K-1","vendorName":"Keeper","note":"","email":null,"website":"https://example.com"}`)
	write(`{"id":"` + p.row(t, "VENDOR", "VENDORID", "K-1")["RECORDNO"] + `","checkName":"Keeper Inc."}`)
	write(`{"vendorName":"Keeper","isActive":false}`)
	row := p.row(t, "VENDOR", "VENDORID", "K-1")
	want := map[string]string{
		"COMMENTS": "kept", "DISPLAYCONTACT.EMAIL1": "a@example.com", "DISPLAYCONTACT.URL1": "https://example.com",
		"DISPLAYCONTACT.PRINTAS": "Keeper Inc.", "STATUS": "inactive",
	}
	got := map[string]string{}
	for field := range want {
		got[field] = row[field]
	}
	if !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// TestSubsidiaryDecidesTheEntity.
func TestSubsidiaryDecidesTheEntity(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	for number, subsidiary := range map[string]string{"S-1": `"subsidiaryNumber":"100","locationNumber":"110"`, "S-2": `"subsidiaryName":"Fernhill Field Services LLC","locationNumber":"210"`} {
		record := `{"billNumber":"` + number + `",` + subsidiary + `,"vendorNumber":"TV-1","issueDate":"2026-11-01","dueDate":"2026-12-01","expenses":[{"accountNumber":"6600","amount":"10","departmentNumber":"100"}]}`
		if r := p.write(t, nil, catalogOf(stream("Bills", airbyte.AppendDedup)), (&input{}).record("Bills", record).String()); r.err != nil {
			t.Fatalf("%v\n%s", r.err, r.stdout)
		}
	}
	for number, want := range map[string]string{"S-1": "100", "S-2": "200"} {
		if got := p.row(t, "APBILL", "RECORDID", number)["MEGAENTITYID"]; got != want {
			t.Errorf("%s is in %q, want %q", number, got, want)
		}
	}
}

// TestReadOnlyUnifiedStreams are refused before the first record.
func TestReadOnlyUnifiedStreams(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	for _, name := range []string{"BankAccounts", "unified_subsidiaries"} {
		r := p.write(t, nil, catalogOf(stream(name, airbyte.Append)), (&input{}).record(name, `{}`).String())
		if airbyte.FailureTypeOf(r.err) != airbyte.ConfigError || !strings.Contains(r.err.Error(), "no way to write") {
			t.Errorf("%s: %v", name, r.err)
		}
	}
}

// storedRow is a record of the company for the tables to read.
type storedRow struct {
	fields map[string]string
	lines  []storedRow
}

func (r storedRow) Field(name string) json.RawMessage {
	text, known := r.fields[name]
	if !known {
		return nil
	}
	raw, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return raw
}

func (r storedRow) Lines(string) []unified.Row {
	list := make([]unified.Row, len(r.lines))
	for i, line := range r.lines {
		list[i] = line
	}
	return list
}

func (storedRow) Custom() []string { return nil }

// unifiedRow is the record of a pair as its table reads it.
func (p *place) unifiedRow(t *testing.T, c pair) string {
	t.Helper()
	table, _ := unified.Named(c.Stream)
	row := storedRow{fields: p.row(t, c.Object, c.By, c.Value)}
	if len(c.Lines) > 0 {
		for _, line := range p.rows(c.Lines[0], c.Lines[1], row.fields["RECORDNO"]) {
			for _, document := range []string{"APBILL", "ARINVOICE"} {
				for _, paid := range p.rows(document, "RECORDNO", line["RECORDKEY"]) {
					line[document+".RECORDID"] = paid["RECORDID"]
				}
			}
			row.lines = append(row.lines, storedRow{fields: line})
		}
	}
	return string(table.Decode(c.Object, row))
}

// numbers are record numbers and stamps, which differ between companies.
var numbers = regexp.MustCompile(`"(id|[a-z]+Id|createdAt|updatedAt)":("[^"]*"|null),?`)

// TestUnifiedCopy: what is read from one company and written to another reads
// the same there, record numbers aside.
func TestUnifiedCopy(t *testing.T) {
	all := pairs(t)
	occupied := all[slices.IndexFunc(all, func(p pair) bool { return p.name == "bill_payment" })]
	for _, c := range all {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			from, to := newPlace(sandbox.Settings{}), newPlace(sandbox.Settings{})
			// Other records have the record numbers here.
			to.company.Put("VENDOR", map[string]string{"VENDORID": "TV-3", "NAME": "Test vendor TV-3", "STATUS": "active", "CURRENCY": "USD"})
			if c.name != occupied.name {
				to.prepare(t, occupied)
			}
			for _, p := range []*place{from, to} {
				p.prepare(t, c)
			}
			r := from.write(t, nil, catalogOf(stream(c.Stream, c.Mode, c.Primary...)), (&input{}).record(c.Stream, compacted(t, c.Record)).String())
			if r.err != nil {
				t.Fatalf("%v\n%s", r.err, r.stdout)
			}
			read := from.unifiedRow(t, c)
			r = to.write(t, nil, catalogOf(stream(c.Stream, airbyte.AppendDedup, "id")), (&input{}).record(c.Stream, read).String())
			if r.err != nil {
				t.Fatalf("%v\n%s\n%s", r.err, read, r.stdout)
			}
			got, want := numbers.ReplaceAllString(to.unifiedRow(t, c), ""), numbers.ReplaceAllString(read, "")
			if got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// TestMappedToAUnifiedName: objects_map may name a table, matching keys may be
// its fields, and check looks at the rights for what it stands for.
func TestMappedToAUnifiedName(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	more := settings{"objects_map": []map[string]any{{"stream": "crm", "object": "Vendors", "action": "upsert", "matching_keys": []string{"vendorNumber"}}}}
	for _, want := range []string{"1 created", "1 already there"} {
		in := (&input{}).record("crm", `{"vendorNumber":"M-1","vendorName":"Mapped"}`).String()
		r := p.write(t, more, catalogOf(stream("crm", airbyte.AppendDedup)), in)
		if r.err != nil || !strings.Contains(r.stdout, want) {
			t.Fatalf("%v\n%s", r.err, r.stdout)
		}
	}
	p.row(t, "VENDOR", "VENDORID", "M-1")
	more["user_id"], more["user_password"] = "readonly", "sandbox-readonly-password"
	err := destination.New(p.dial).Check(t.Context(), configuration(t, more), airbyte.NewEmitter(io.Discard))
	if err == nil || !strings.Contains(err.Error(), "crm") {
		t.Errorf("check: %v", err)
	}
}
