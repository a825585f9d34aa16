package destination_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/internal/long"
	"airbyte-sage-intacct/sandbox"
)

// keyed is a kind of record with a place for a key.
type keyed struct {
	stream  string
	mode    airbyte.DestinationSyncMode
	primary []string
	record  string // KEY is the key
	object  string // that is counted
	by      string // a field that all of them have
	value   string
	more    settings
}

const (
	glLines   = `"ENTRIES":[{"ACCOUNTNO":"6600","TRX_AMOUNT":"5","TR_TYPE":1,"LOCATION":"110","DEPARTMENT":"100"},{"ACCOUNTNO":"2700","TRX_AMOUNT":"5","TR_TYPE":-1,"LOCATION":"110","DEPARTMENT":"100"}]`
	billLines = `"WHENCREATED":"2026-11-10","WHENDUE":"2026-12-10","APBILLITEMS":[{"ACCOUNTNO":"6600","TRX_AMOUNT":"9","LOCATIONID":"110","DEPARTMENTID":"100"}]`
	invLines  = `"WHENCREATED":"2026-11-10","WHENDUE":"2026-12-10","ARINVOICEITEMS":[{"ACCOUNTNO":"4000","TRX_AMOUNT":"9","LOCATIONID":"110","DEPARTMENTID":"100"}]`
	adjLines  = `"WHENCREATED":"2026-11-10","APADJUSTMENTITEMS":[{"ACCOUNTNO":"6600","TRX_AMOUNT":"-9","LOCATIONID":"110","DEPARTMENTID":"100"}]`
)

// keyedRecords are the kinds of keys: Intacct's own, one that a field carries,
// one of several columns, and one that a person has named.
var keyedRecords = map[string]keyed{
	"bill":             {"APBILL", airbyte.AppendDedup, nil, `{"RECORDID":KEY,"VENDORID":"TV-1","DESCRIPTION":"keyed",` + billLines + `}`, "APBILL", "DESCRIPTION", "keyed", nil},
	"appended bill":    {"APBILL", airbyte.Append, nil, `{"RECORDID":KEY,"VENDORID":"TV-1","DESCRIPTION":"keyed",` + billLines + `}`, "APBILL", "DESCRIPTION", "keyed", nil},
	"invoice":          {"ARINVOICE", airbyte.AppendDedup, nil, `{"RECORDID":KEY,"CUSTOMERID":"C10093","DESCRIPTION":"keyed",` + invLines + `}`, "ARINVOICE", "DESCRIPTION", "keyed", nil},
	"vendor":           {"VENDOR", airbyte.AppendDedup, nil, `{"VENDORID":KEY,"NAME":"keyed"}`, "VENDOR", "NAME", "keyed", nil},
	"vendor by key":    {"VENDOR", airbyte.AppendDedup, []string{"VENDORID"}, `{"VENDORID":KEY,"NAME":"keyed"}`, "VENDOR", "NAME", "keyed", nil},
	"journal":          {"GLBATCH", airbyte.Append, []string{"id"}, `{"id":KEY,"JOURNAL":"GJ","BATCH_DATE":"2026-11-10","BATCH_TITLE":"keyed",` + glLines + `}`, "GLBATCH", "BATCH_TITLE", "keyed", nil},
	"upserted journal": {"GLBATCH", airbyte.AppendDedup, []string{"id"}, `{"id":KEY,"JOURNAL":"GJ","BATCH_DATE":"2026-11-10","BATCH_TITLE":"keyed",` + glLines + `}`, "GLBATCH", "BATCH_TITLE", "keyed", nil},
	"two columns":      {"GLBATCH", airbyte.Append, []string{"book", "id"}, `{"book":"B","id":KEY,"JOURNAL":"GJ","BATCH_DATE":"2026-11-10","BATCH_TITLE":"keyed",` + glLines + `}`, "GLBATCH", "BATCH_TITLE", "keyed", nil},
	"its own number":   {"GLBATCH", airbyte.Append, []string{"REFERENCENO"}, `{"REFERENCENO":KEY,"JOURNAL":"GJ","BATCH_DATE":"2026-11-10","BATCH_TITLE":"keyed",` + glLines + `}`, "GLBATCH", "BATCH_TITLE", "keyed", nil},
	"adjustment":       {"APADJUSTMENT", airbyte.Append, []string{"id"}, `{"id":KEY,"VENDORID":"TV-1","DESCRIPTION":"keyed",` + adjLines + `}`, "APADJUSTMENT", "DESCRIPTION", "keyed", nil},
	"matched bill": {
		"APBILL", airbyte.AppendDedup, nil, `{"DOCNUMBER":KEY,"RECORDID":"N","VENDORID":"TV-1","DESCRIPTION":"keyed",` + billLines + `}`, "APBILL", "DESCRIPTION", "keyed",
		settings{"objects_map": []any{settings{"stream": "APBILL", "object": "APBILL", "action": "upsert", "matching_keys": []string{"DOCNUMBER"}}}},
	},
	"unified journal": {"JournalEntries", airbyte.Append, []string{"externalId"}, `{"externalId":KEY,` + strings.Replace(oneLine(unifiedJournal)[1:], "Twice", "keyed", 1), "GLBATCH", "BATCH_TITLE", "keyed", nil},
	"unified bill": {
		"Bills", airbyte.AppendDedup, nil, `{"billNumber":KEY,"vendorNumber":"TV-1","currency":"USD","issueDate":"2026-11-01","dueDate":"2026-12-01","description":"keyed","lineItems":[{"accountNumber":"6600","amount":"9","locationNumber":"110","departmentNumber":"100"}]}`,
		"APBILL", "DESCRIPTION", "keyed", nil,
	},
}

func (k keyed) write(t *testing.T, p *place, keys ...string) run {
	t.Helper()
	in := &input{}
	for _, key := range keys {
		in.record(k.stream, strings.Replace(k.record, "KEY", key, 1))
	}
	return p.write(t, k.more, catalogOf(stream(k.stream, k.mode, k.primary...)), in.String())
}

// TestEqualNumbersAreOneKey: 17, 17.0 and 1.7e1 are one record, in one input and
// in the next, as blanks at the ends make none; "017" and 17.5 are others.
func TestEqualNumbersAreOneKey(t *testing.T) {
	t.Parallel()
	for name, k := range keyedRecords {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(sandbox.Settings{})
			same := []string{`1710`, `1710.0`, `1.71e3`, `171000e-2`, `1710.00`, `" 1710"`, `"1710 "`, `"1710"`}
			for range 2 {
				if r := k.write(t, p, same...); r.err != nil {
					t.Fatalf("%v\n%s", r.err, r.stdout)
				}
				if n := len(p.rows(k.object, k.by, k.value)); n != 1 {
					t.Errorf("%d records", n)
				}
			}
			if r := k.write(t, p, `"01710"`, `1710.5`, `-1710`, `"1710.0"`); r.err != nil {
				t.Fatalf("%v\n%s", r.err, r.stdout)
			}
			if n := len(p.rows(k.object, k.by, k.value)); n != 5 {
				t.Errorf("%d records where five are meant", n)
			}
		})
	}
}

// TestFormerSpellingsOfNumbers: what release 0.1.0 has written for a number in
// one spelling, which it kept as it came, is found by the number in another.
func TestFormerSpellingsOfNumbers(t *testing.T) {
	t.Parallel()
	for first, name := range slices.Sorted(maps.Keys(keyedRecords)) { // each spelling is tried somewhere
		k := keyedRecords[name]
		if name == "two columns" { // its hashes are in integration_tests/written
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for i, c := range []struct{ stood, comes string }{
				{"1710.0", `1710`}, {"1710.0", `1.71e3`}, {"1710.00", `1710`}, {"1.71e3", `1.71e3`}, {"1.7100001E7", `17100001`}, {"1.7100001E7", `17100001.0`}, {"12.50", `12.5`},
			} {
				if !long.Picks(i+first, 3) {
					continue
				}
				p := newPlace(sandbox.Settings{})
				if r := k.write(t, p, `"`+c.stood+`"`); r.err != nil {
					t.Fatalf("%v\n%s", r.err, r.stdout)
				}
				for range 2 {
					if r := k.write(t, p, c.comes); r.err != nil || !strings.Contains(r.stdout, "1 already there.") {
						t.Errorf("%d: %v\n%s", i, r.err, r.stdout)
					}
				}
				if n := len(p.rows(k.object, k.by, k.value)); n != 1 {
					t.Errorf("%d: %d records", i, n)
				}
			}
		})
	}
}

// TestSeveralSpellingsAreNamed: what release 0.1.0 has posted under two spellings
// of one key is two records. The one of this spelling is taken, and both are named.
func TestSeveralSpellingsAreNamed(t *testing.T) {
	t.Parallel()
	k := keyedRecords["journal"]
	p := newPlace(sandbox.Settings{})
	if r := k.write(t, p, `17`, `"17.0"`); r.err != nil || len(p.rows("GLBATCH", "BATCH_TITLE", "keyed")) != 2 {
		t.Fatalf("%v\n%s", r.err, r.stdout)
	}
	r := k.write(t, p, `17.0`)
	numbers := ""
	for _, row := range p.rows("GLBATCH", "BATCH_TITLE", "keyed") {
		numbers += row["RECORDNO"] + " "
	}
	if r.err != nil || !strings.Contains(r.stdout, "1 already there") || !strings.Contains(r.stdout, "2 records of GLBATCH stand for it (record numbers ") {
		t.Errorf("%v\n%s", r.err, r.stdout)
	}
	for _, number := range strings.Fields(numbers) {
		if !strings.Contains(r.stdout, number) {
			t.Errorf("%s is not named\n%s", number, r.stdout)
		}
	}
}

// TestDeletesFindNumbersInAnySpelling.
func TestDeletesFindNumbersInAnySpelling(t *testing.T) {
	t.Parallel()
	for i, deleted := range []string{`1710`, `1710.0`, `1.71e3`, `" 1710 "`} {
		p := newPlace(sandbox.Settings{})
		k := keyedRecords["vendor"]
		if r := k.write(t, p, `1710.0`); r.err != nil {
			t.Fatal(r.err)
		}
		in := (&input{}).record("VENDOR", fmt.Sprintf(`{"VENDORID":%s,"_ab_cdc_deleted_at":"2026-11-01T00:00:00Z"}`, deleted))
		r := p.write(t, nil, catalogOf(stream("VENDOR", airbyte.AppendDedup)), in.String())
		if r.err != nil || !strings.Contains(r.stdout, "1 deleted") || len(p.rows("VENDOR", "NAME", "keyed")) != 0 {
			t.Errorf("%d: %v\n%s", i, r.err, r.stdout)
		}
	}
}

// TestNumbersNameRecords: a number names the record that it is the key of,
// however either is spelled: one that release 0.1.0 has written by its spelling,
// one of the same input, and a bill that is paid.
func TestNumbersNameRecords(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	for _, id := range []string{"1710.0", "1720"} {
		p.company.Put("VENDOR", map[string]string{"VENDORID": id, "NAME": "Vendor " + id, "STATUS": "active", "CURRENCY": "USD"})
	}
	bill := `{"RECORDID":KEY,"VENDORID":#V,"DESCRIPTION":"named",` + billLines + `}`
	line := strings.NewReplacer(`"LOCATIONID":"110"`, `"LOCATIONID":110.0`, `"6600"`, `6600.0`)
	in := &input{}
	in.record("VENDOR", `{"VENDORID":1730.0,"NAME":"Vendor 1730"}`)
	for i, vendor := range []string{`1710.0`, `1.72e3`, `1730.0`} {
		in.record("APBILL", line.Replace(strings.NewReplacer("KEY", fmt.Sprintf("%d.0", 900+i), "#V", vendor).Replace(bill)))
		in.record("Bills", fmt.Sprintf(`{"billNumber":%d.0,"vendorNumber":%s,"currency":"USD","issueDate":"2026-11-01","dueDate":"2026-12-01","description":"named","lineItems":[{"accountNumber":6600.0,"amount":"9","locationNumber":110,"departmentNumber":100.0}]}`, 910+i, vendor))
		in.record("BillPayments", fmt.Sprintf(`{"externalId":%d.0,"billNumber":%d.0,"accountName":"CHK-BOS","paymentMethod":"EFT","paymentDate":"2026-11-20","amount":"1"}`, i+1, 910+i))
	}
	catalog := catalogOf(stream("VENDOR", airbyte.AppendDedup), stream("APBILL", airbyte.AppendDedup), stream("Bills", airbyte.AppendDedup), stream("BillPayments", airbyte.Append, "externalId"))
	for range 2 {
		if r := p.write(t, nil, catalog, in.String()); r.err != nil {
			t.Fatalf("%v\n%s", r.err, r.stdout)
		}
	}
	for i, vendor := range []string{"1710.0", "1720", "1730"} {
		for _, number := range []int{900 + i, 910 + i} {
			if got := p.row(t, "APBILL", "RECORDID", fmt.Sprint(number))["VENDORID"]; got != vendor {
				t.Errorf("bill %d is of vendor %s, want %s", number, got, vendor)
			}
		}
		p.row(t, "APPYMT", "DOCNUMBER", fmt.Sprintf("AB-%d", i+1))
	}
}
