package destination_test

import (
	"fmt"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox"
)

// drafts are documents that can wait before they are posted, without the brace
// that ends them, and where they are found.
var drafts = map[string]struct{ object, stream, draft, final, by, value, record string }{
	"bill":           {"APBILL", "APBILL", `"ACTION":"Draft"`, `"ACTION":"Submit"`, "RECORDID", "B-1", strings.TrimSuffix(oneLine(bill), "}")},
	"unified bill":   {"APBILL", "Bills", `"isDraft":true`, `"isDraft":false`, "RECORDID", "UB-9", unifiedBill},
	"unified status": {"APBILL", "Bills", `"status":"draft"`, `"status":"open"`, "RECORDID", "UB-9", unifiedBill},
	"invoice": {"ARINVOICE", "ARINVOICE", `"ACTION":"Draft"`, `"ACTION":"Submit"`, "RECORDID", "D-1", `{"CUSTOMERID":"C10093","RECORDID":"D-1","WHENCREATED":"2026-11-15","WHENDUE":"2026-12-15",
		"ARINVOICEITEMS":[{"ACCOUNTNO":"4000","TRX_AMOUNT":"10.5","LOCATIONID":"110","DEPARTMENTID":"100"}]`},
	"adjustment": {"APADJUSTMENT", "APADJUSTMENT", `"ACTION":"Draft"`, `"ACTION":"Submit"`, "RECORDID", "D-1", `{"VENDORID":"TV-1","RECORDID":"D-1","WHENCREATED":"2026-11-15",
		"APADJUSTMENTITEMS":[{"ACCOUNTNO":"6600","TRX_AMOUNT":"-10.5","LOCATIONID":"110","DEPARTMENTID":"100"}]`},
	"journal": {"GLBATCH", "GLBATCH", `"STATE":"Draft"`, `"STATE":"Posted"`, "BATCH_TITLE", "Accrual", strings.Replace(strings.TrimSuffix(oneLine(journal), "}"), "{", `{"id":"J1",`, 1)},
}

const unifiedBill = `{"billNumber":"UB-9","vendorNumber":"TV-1","issueDate":"2026-11-15","dueDate":"2026-12-15","lineItems":[{"accountNumber":"6600","amount":"10","locationNumber":"110","departmentNumber":"100"}]`

// TestDraftBecomesFinal: a draft whose record is final later is posted; the same
// record again sends nothing, and a record that still says draft changes nothing
// of what is posted.
func TestDraftBecomesFinal(t *testing.T) {
	for name, c := range drafts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(sandbox.Settings{})
			primary := map[string]string{"GLBATCH": "id", "APBILL": "", "Bills": "", "ARINVOICE": "", "APADJUSTMENT": "RECORDID"}[c.stream]
			var key []string
			if primary != "" {
				key = []string{primary}
			}
			for pass, step := range []struct{ says, state, want string }{
				{c.draft, "Draft", "1 created"},
				{c.draft, "Draft", "1 already there"},
				{c.final, "Posted", "1 updated"},
				{c.final, "Posted", "1 already there"},
				{`"_airbyte_x":1`, "Posted", "1 already there"},
			} {
				p.ForgetRequests()
				in := (&input{}).record(c.stream, oneLine(c.record)+","+step.says+"}")
				r := p.write(t, nil, catalogOf(stream(c.stream, airbyte.AppendDedup, key...)), in.String())
				if r.err != nil || !strings.Contains(r.stdout, step.want) {
					t.Fatalf("pass %d: %v\n%s", pass, r.err, r.stdout)
				}
				if row := p.row(t, c.object, c.by, c.value); row["STATE"] != step.state {
					t.Errorf("pass %d: the state is %s, not %s", pass, row["STATE"], step.state)
				}
				if sent := p.writes(t); strings.HasSuffix(step.want, "there") && strings.Contains(sent, "<") && !strings.Contains(sent, "<sent/>") {
					t.Errorf("pass %d: sent %s", pass, sent)
				}
			}
		})
	}
}

// TestPostedStaysPosted: a bill that was posted in Intacct does not become a
// draft because its source still says so; other changes are made.
func TestPostedStaysPosted(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	catalog := catalogOf(stream("APBILL", airbyte.AppendDedup))
	record := func(action, description string) string {
		return strings.TrimSuffix(strings.Replace(oneLine(bill), `"Bill"`, fmt.Sprintf("%q", description), 1), "}") + `,"ACTION":"` + action + `"}`
	}
	for _, data := range []string{record("Submit", "one"), record("Draft", "two")} {
		if r := p.write(t, nil, catalog, (&input{}).record("APBILL", data).String()); r.err != nil {
			t.Fatalf("%v\n%s", r.err, r.stdout)
		}
	}
	if row := p.row(t, "APBILL", "RECORDID", "B-1"); row["STATE"] != "Posted" || row["DESCRIPTION"] != "two" {
		t.Errorf("the bill is %v", row)
	}
}

// TestUnreadableFieldsGoAlong: what cannot be compared is sent with another
// change, and makes none of its own.
func TestUnreadableFieldsGoAlong(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	catalog := catalogOf(stream("GLBATCH", airbyte.AppendDedup, "id"))
	record := func(title, comment string) string {
		return strings.NewReplacer("{\"JOURNAL", `{"id":"J1","HISTORY_COMMENT":"`+comment+`","JOURNAL`, "Accrual", title).Replace(oneLine(journal))
	}
	for pass, c := range []struct {
		title, comment, want string
		sent                 bool
	}{{"one", "first", "1 created", true}, {"one", "second", "1 already there", false}, {"two", "third", "1 updated", true}} {
		p.ForgetRequests()
		r := p.write(t, nil, catalog, (&input{}).record("GLBATCH", record(c.title, c.comment)).String())
		if r.err != nil || !strings.Contains(r.stdout, c.want) {
			t.Fatalf("pass %d: %v\n%s", pass, r.err, r.stdout)
		}
		if got := strings.Contains(p.writes(t), c.comment); got != c.sent {
			t.Errorf("pass %d: the comment was sent: %v", pass, got)
		}
		if told := strings.Contains(r.stdout, "does not show HISTORY_COMMENT"); told == c.sent {
			t.Errorf("pass %d: the user is told: %v\n%s", pass, told, r.stdout)
		}
	}
}
