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

// tombstone says that the source has deleted what a record stands for.
func tombstone(record string) string {
	return strings.Replace(record, "{", `{"_ab_cdc_deleted_at":"2026-11-20T00:00:00Z",`, 1)
}

// posted creates one of the dated records, in an open period, as its source's.
func (p *place) posted(t *testing.T, name, extra string) (record string, catalog *airbyte.ConfiguredCatalog, value string) {
	t.Helper()
	c := dated[name]
	record, key := p.posting(t, name)
	record = strings.Replace(record, "{", "{"+extra, 1)
	catalog = catalogOf(stream(c.stream, airbyte.AppendDedup, key...))
	if r := p.write(t, nil, catalog, (&input{}).record(c.stream, record).String()); r.err != nil {
		t.Fatalf("%v\n%s", r.err, r.stdout)
	}
	if value = c.value; len(key) > 0 && key[0] == "id" && c.object != "GLBATCH" {
		value = "I-1"
	}
	return record, catalog, value
}

// TestDeletesOfWhatIsPosted: by default it is undone by an opposite posting, once,
// whatever becomes of the answer, or left where Intacct cannot, with a WARN; a
// dry run only says so.
func TestDeletesOfWhatIsPosted(t *testing.T) {
	states := map[string]string{
		"bill": "Reversed", "invoice": "Reversed", "charge card": "Reversed", "expense report": "Reversed", "bill payment": "Voided", "receipt": "Reversed",
		"journal": "", "AP adjustment": "", "AR adjustment": "", "inventory": "",
	}
	for i, name := range slices.Sorted(maps.Keys(states)) {
		state := states[name]
		for _, lost := range []bool{false, true} {
			if lost && (state == "" || !long.Picks(i, 2)) {
				continue
			}
			t.Run(fmt.Sprint(name, "/", lost), func(t *testing.T) {
				t.Parallel()
				c, p := dated[name], open(t, sandbox.Settings{RememberControlIDs: true})
				record, catalog, value := p.posted(t, name, "")
				in := (&input{}).record(c.stream, tombstone(record)).state(c.stream)
				before := len(p.company.Rows("GLBATCH"))
				wants := []string{"1 would be reversed", "1 reversed", "1 already gone"}
				if state == "" {
					wants = []string{"1 passed over", "1 passed over", "1 passed over"}
				}
				if lost {
					wants[1] = "1 already gone"
				}
				for pass, want := range wants {
					if lost && pass == 1 {
						p.Fault(sandbox.Fault{Function: map[string]string{
							"APBILL": "reverse_bill", "ARINVOICE": "reverse_invoice", "CCTRANSACTION": "reverse_cctransaction",
							"EEXPENSES": "reverse_expensereport", "APPYMT": "reverse_appayment", "ARPYMT": "reverse_arpayment",
						}[c.object], Drop: true, Applied: true})
					}
					report := t.TempDir() + "/report.jsonl"
					r := p.write(t, settings{"dry_run": pass == 0, "report_path": report}, catalog, in.String())
					if r.err != nil || !strings.Contains(r.stdout, want) {
						t.Fatalf("want %s: %v\n%s", want, r.err, r.stdout)
					}
					if warned := strings.Contains(r.stdout, `"WARN","message":"Stream `+c.stream+": a posted "+c.object+" stays although the source has deleted it"); warned != (state == "") {
						t.Errorf("a WARN is %v\n%s", warned, r.stdout)
					}
				}
				if state == "" {
					p.row(t, c.object, c.by, value)
				} else if got := p.row(t, c.object, c.by, value)["STATE"]; got != state {
					t.Errorf("the state is %s", got)
				}
				if n := len(p.company.Rows("GLBATCH")); state != "" && n != before+1 || state == "" && n != before {
					t.Errorf("%d entries became %d", before, n)
				}
			})
		}
	}
}

// TestDeletesOfDrafts: what is in no books is deleted, also by default.
func TestDeletesOfDrafts(t *testing.T) {
	for name, draft := range map[string]string{"bill": `"ACTION":"Draft",`, "journal": `"STATE":"Draft",`, "vendor invoice": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, p := dated[name], open(t, sandbox.Settings{})
			record, catalog, value := p.posted(t, name, draft)
			r := p.write(t, nil, catalog, (&input{}).record(c.stream, tombstone(record)).String())
			if r.err != nil || !strings.Contains(r.stdout, "1 deleted") || len(p.rows(c.object, c.by, value)) != 0 {
				t.Errorf("%v\n%s", r.err, r.stdout)
			}
		})
	}
}

// TestExplicitDeletes go on deleting what is posted, with one WARN a stream.
func TestExplicitDeletes(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	catalog := catalogOf(stream("GLBATCH", airbyte.AppendDedup, "id"), stream("VENDOR", airbyte.AppendDedup), stream("APBILL", airbyte.Append))
	in, gone := &input{}, &input{}
	for i := range 3 {
		record := strings.Replace(oneLine(journal), "{", fmt.Sprintf(`{"id":"D-%d",`, i), 1)
		in.record("GLBATCH", record)
		gone.record("GLBATCH", tombstone(record))
	}
	if r := p.write(t, nil, catalog, in.String()); r.err != nil || strings.Contains(r.stdout, "deletes_in") {
		t.Fatalf("%v\n%s", r.err, r.stdout)
	}
	r := p.write(t, settings{"deletes_in": "delete"}, catalog, gone.String())
	if r.err != nil || !strings.Contains(r.stdout, "3 deleted") || strings.Count(r.stdout, "for good") != 1 || !strings.Contains(r.stdout, "Stream GLBATCH (GLBATCH): deletes_in is delete") {
		t.Errorf("%v\n%s", r.err, r.stdout)
	}
	if rows := p.rows("GLBATCH", "REFERENCENO", "D-1"); len(rows) != 0 {
		t.Errorf("%v is there", rows)
	}
}

// TestDeletesThatAreRefused say what can be done with a record of that object.
func TestDeletesThatAreRefused(t *testing.T) {
	t.Parallel()
	p := open(t, sandbox.Settings{})
	_, _, _ = p.posted(t, "bill payment", "")
	paid := tombstone(`{"VENDORID":"TV-1","RECORDID":"OPEN"}`)
	catalog := catalogOf(stream("APBILL", airbyte.AppendDedup))
	for mode, want := range map[string][]string{
		"auto":     {"payments have been applied", "Undo in Intacct what was done with the record since, such as a payment", "With deletes_in auto posted records are reversed, with ignore they are left."},
		"delete":   {"With deletes_in auto posted records are reversed, with ignore they are left."},
		"inactive": {"has no STATUS", "With deletes_in auto posted records are reversed, with ignore they are left."},
	} {
		report := t.TempDir() + "/report.jsonl"
		r := p.write(t, settings{"deletes_in": mode, "report_path": report}, catalog, (&input{}).record("APBILL", paid).String())
		if r.err == nil || strings.Contains(r.err.Error(), "Set deletes_in to inactive") {
			t.Errorf("%s: %v", mode, r.err)
			continue
		}
		for _, part := range want {
			if !strings.Contains(r.err.Error(), part) {
				t.Errorf("%s: %v does not say %q", mode, r.err, part)
			}
		}
	}
	used := tombstone(`{"VENDORID":"TV-1"}`)
	r := p.write(t, nil, catalogOf(stream("VENDOR", airbyte.AppendDedup)), (&input{}).record("VENDOR", used).String())
	if r.err == nil || !strings.Contains(r.err.Error(), "With deletes_in inactive it is made inactive") {
		t.Errorf("%v", r.err)
	}
}

// TestReversedRecordThatComesAgain counts as there, and that is said.
func TestReversedRecordThatComesAgain(t *testing.T) {
	t.Parallel()
	p := open(t, sandbox.Settings{})
	record, catalog, _ := p.posted(t, "bill", "")
	in := (&input{}).record("APBILL", tombstone(record)).record("APBILL", record)
	r := p.write(t, nil, catalog, in.String())
	if r.err != nil || !strings.Contains(r.stdout, "1 already there, 1 reversed") || !strings.Contains(r.stdout, "a reversed APBILL counts as there although its source has it in 1 record: send it under another key") {
		t.Errorf("%v\n%s", r.err, r.stdout)
	}
}
