package destination_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/internal/long"
	"airbyte-sage-intacct/sandbox"
)

// renumbered are records of objects with a natural key, in two versions of it.
// KEY is the source's own key, NO the number in Intacct.
var renumbered = map[string]struct{ stream, object, by, record string }{
	"bill":           {"APBILL", "APBILL", "DESCRIPTION", `{"id":KEY,"RECORDID":"#NO","VENDORID":"TV-1","DESCRIPTION":"renumbered",` + billLines + `}`},
	"invoice":        {"ARINVOICE", "ARINVOICE", "DESCRIPTION", `{"id":KEY,"RECORDID":"#NO","CUSTOMERID":"C10093","DESCRIPTION":"renumbered",` + invLines + `}`},
	"purchase order": {"PODOCUMENT", "PODOCUMENT", "MESSAGE", `{"id":KEY,"DOCNO":"#NO","TRANSACTIONTYPE":"Purchase Order","VENDORID":"TV-1","MESSAGE":"renumbered","WHENCREATED":"2026-11-10","WHENDUE":"2026-12-10","PODOCUMENTENTRIES":[{"ITEMID":"I-1050","QUANTITY":2,"UNIT":"Each","PRICE":"5.25","LOCATIONID":"110","DEPARTMENTID":"100","WAREHOUSEID":"W10"}]}`},
	"unified bill":   {"Bills", "APBILL", "DESCRIPTION", `{"externalId":KEY,"billNumber":"#NO","vendorNumber":"TV-1","currency":"USD","issueDate":"2026-11-01","dueDate":"2026-12-01","description":"renumbered","lineItems":[{"accountNumber":"6600","amount":"9","locationNumber":"110","departmentNumber":"100"}]}`},
}

// TestRenumberedRecordIsTheSame: a primary key that the object does not have is
// carried by the record, so that another number in Intacct makes no other record
// of it, in whatever mode.
func TestRenumberedRecordIsTheSame(t *testing.T) {
	t.Parallel()
	for name, c := range renumbered {
		for _, mode := range []airbyte.DestinationSyncMode{airbyte.Append, airbyte.AppendDedup, airbyte.Update} {
			t.Run(name+" "+string(mode), func(t *testing.T) {
				t.Parallel()
				p := newPlace(sandbox.Settings{})
				key := map[string]string{"unified bill": "externalId"}[name]
				if key == "" {
					key = "id"
				}
				write := func(mode airbyte.DestinationSyncMode, key, number, primary string) run {
					in := (&input{}).record(c.stream, strings.NewReplacer("KEY", key, "#NO", number).Replace(c.record)).state(c.stream)
					return p.write(t, settings{"unknown_fields": "ignore"}, catalogOf(stream(c.stream, mode, primary)), in.String())
				}
				first := mode
				if mode == airbyte.Update {
					first = airbyte.AppendDedup
				}
				if r := write(first, `17`, "OLD", key); r.err != nil || !strings.Contains(r.stdout, "1 created") {
					t.Fatalf("%v\n%s", r.err, r.stdout)
				}
				if r := write(mode, `17.0`, "OLD", key); r.err != nil || !strings.Contains(r.stdout, "1 already there") {
					t.Errorf("again: %v\n%s", r.err, r.stdout)
				}
				r := write(mode, `17`, "NEW", key)
				if mode == airbyte.Append && (r.err == nil || !strings.Contains(r.stdout, "exists with other content")) {
					t.Errorf("renumbered: %v\n%s", r.err, r.stdout)
				}
				if rows := p.rows(c.object, c.by, "renumbered"); len(rows) != 1 {
					t.Errorf("%d records\n%s", len(rows), r.stdout)
				}
			})
		}
	}
}

// TestKeyThatStandsElsewhere: what was written without the key is known by
// Intacct's own and stays as it is; the key goes along with the next change. A
// number that carries another key, and a record whose field for the key is
// taken, are rejected by name.
func TestKeyThatStandsElsewhere(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	write := func(data string, primary ...string) run {
		t.Helper()
		in := (&input{}).record("APBILL", data).state("APBILL")
		return p.write(t, settings{"unknown_fields": "ignore"}, catalogOf(stream("APBILL", airbyte.AppendDedup, primary...)), in.String())
	}
	bill := func(id, number, more string) string {
		return `{"id":"` + id + `","RECORDID":"` + number + `","VENDORID":"TV-1",` + more + billLines + `}`
	}
	for _, step := range []struct {
		data    string
		primary []string
		want    string
		carries string
	}{
		{bill("u1", "N-1", ""), nil, "1 created", ""},
		{bill("u1", "N-1", ""), []string{"id"}, "1 already there", ""},
		{bill("u1", "N-1", `"DESCRIPTION":"changed",`), []string{"id"}, "1 updated", "u1"},
		{bill("u2", "N-1", ""), []string{"id"}, "its DOCNUMBER holds another key (u1)", "u1"},
		{bill("u1", "N-1", `"DOCNUMBER":"PO-7",`), []string{"id"}, "1 updated", "PO-7"},
	} {
		r := write(step.data, step.primary...)
		if !strings.Contains(r.stdout, step.want) {
			t.Errorf("%v, want %s\n%s", r.err, step.want, r.stdout)
		}
		if rows := p.rows("APBILL", "RECORDID", "N-1"); len(rows) != 1 || rows[0]["DOCNUMBER"] != step.carries {
			t.Errorf("%d records, of which the first carries %q, want %q", len(rows), rows[0]["DOCNUMBER"], step.carries)
		}
	}
	r := write(bill("u3", "N-3", `"DOCNUMBER":"PO-8",`), "id")
	if r.err == nil || !strings.Contains(r.stdout, "DOCNUMBER is to carry the primary key ([id]) and holds a value of its own") || len(p.rows("APBILL", "RECORDID", "N-3")) != 0 {
		t.Errorf("%v\n%s", r.err, r.stdout)
	}
}

// TestKeyThatNothingCarries: where no field can carry a primary key, the stream
// is refused if its records would be known by nothing else, and else it is said.
func TestKeyThatNothingCarries(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	for _, mode := range []airbyte.DestinationSyncMode{airbyte.Append, airbyte.AppendDedup} {
		r := p.write(t, nil, catalogOf(stream("OTHERRECEIPTS", mode, "id")), "")
		if r.err == nil || !strings.Contains(r.err.Error(), "external_id_fields") {
			t.Errorf("%s: %v", mode, r.err)
		}
	}
	r := p.write(t, settings{"unknown_fields": "ignore"}, catalogOf(stream("VENDOR", airbyte.AppendDedup, "id")), (&input{}).record("VENDOR", `{"id":1,"VENDORID":"K-1","NAME":"Known"}`).String())
	if r.err != nil || !strings.Contains(r.stdout, "VENDOR has no field for the primary key of the stream (id)") {
		t.Errorf("%v\n%s", r.err, r.stdout)
	}
}

// history are records that a stream without a primary key has written.
var history = map[string]struct {
	stream, object, by, carrier, record string
	fixed                               bool // Intacct does not let them change
}{
	"journal":         {"GLBATCH", "GLBATCH", "BATCH_TITLE", "REFERENCENO", `{"id":KEY,"JOURNAL":"GJ","BATCH_DATE":"2026-11-10","BATCH_TITLE":"history",` + glLines + `}`, false},
	"bill":            {"APBILL", "APBILL", "DESCRIPTION", "DOCNUMBER", `{"id":KEY,"VENDORID":"TV-1","DESCRIPTION":"history",` + billLines + `}`, false},
	"invoice":         {"ARINVOICE", "ARINVOICE", "DESCRIPTION", "DOCNUMBER", `{"id":KEY,"CUSTOMERID":"C10093","DESCRIPTION":"history",` + invLines + `}`, false},
	"adjustment":      {"APADJUSTMENT", "APADJUSTMENT", "DESCRIPTION", "RECORDID", `{"id":KEY,"VENDORID":"TV-1","DESCRIPTION":"history",` + adjLines + `}`, false},
	"unified journal": {"JournalEntries", "GLBATCH", "BATCH_TITLE", "REFERENCENO", `{"externalId":KEY,` + strings.Replace(oneLine(unifiedJournal)[1:], "Twice", "history", 1), false},
	"payment":         {"BillPayments", "APPYMT", "DESCRIPTION", "DOCNUMBER", `{"externalId":KEY,"billNumber":"PAID","vendorNumber":"TV-1","accountName":"CHK-BOS","paymentMethod":"EFT","paymentDate":"2026-11-20","amount":"1","memo":"history"}`, true},
}

// TestHistoryGetsItsKey: a stream that gets its primary key later posts nothing
// again. What it has written is found by its content and carries the key from
// then on, so that a twin with another key is written; what cannot be changed is
// taken for one record of an input, and a second is rejected by name.
func TestHistoryGetsItsKey(t *testing.T) {
	t.Parallel()
	for name, c := range history {
		for _, mode := range []airbyte.DestinationSyncMode{airbyte.Append, airbyte.AppendDedup} {
			t.Run(name+" "+string(mode), func(t *testing.T) {
				t.Parallel()
				p := newPlace(sandbox.Settings{})
				if name == "payment" {
					bill := strings.Replace(bill, "B-1", "PAID", 1)
					if r := p.write(t, nil, catalogOf(stream("APBILL", airbyte.AppendDedup)), (&input{}).record("APBILL", oneLine(bill)).String()); r.err != nil {
						t.Fatal(r.err)
					}
				}
				key := "id"
				if strings.Contains(c.record, "externalId") {
					key = "externalId"
				}
				before := len(p.rows(c.object, c.by, "history"))
				write := func(mode airbyte.DestinationSyncMode, primary []string, keys ...string) run {
					in := &input{}
					for _, key := range keys {
						in.record(c.stream, strings.Replace(c.record, "KEY", key, 1))
					}
					return p.write(t, settings{"unknown_fields": "ignore"}, catalogOf(stream(c.stream, mode, primary...)), in.String())
				}
				if r := write(airbyte.Append, nil, `null`); r.err != nil || !strings.Contains(r.stdout, "1 created") {
					t.Fatalf("%v\n%s", r.err, r.stdout)
				}
				for _, want := range []string{map[bool]string{false: "1 updated.", true: "1 already there."}[c.fixed], "1 already there."} {
					if r := write(mode, []string{key}, `17`); r.err != nil || !strings.Contains(r.stdout, want) {
						t.Errorf("want %s: %v\n%s", want, r.err, r.stdout)
					}
				}
				rows := p.rows(c.object, c.by, "history")
				if len(rows)-before != 1 || !c.fixed && rows[0][c.carrier] != "AB-17" {
					t.Fatalf("%d records: %v", len(rows)-before, rows)
				}
				r := write(mode, []string{key}, `17`, `18`)
				switch want := map[bool]string{false: "1 created, 1 already there", true: "1 already there, 1 rejected"}[c.fixed]; {
				case !strings.Contains(r.stdout, want), c.fixed == (r.err == nil):
					t.Errorf("want %s: %v\n%s", want, r.err, r.stdout)
				case c.fixed && !strings.Contains(r.stdout, rows[0]["RECORDNO"]+" has the same content, and an earlier record of this input"):
					t.Errorf("the rejection does not name the record:\n%s", r.stdout)
				}
			})
		}
	}
}

// spelled are pairs of contents of which Intacct keeps the same.
var spelled = map[string]struct{ stream, object, first, second string }{
	"blanks after the title":   {"GLBATCH", "GLBATCH", `"BATCH_TITLE":"s"`, `"BATCH_TITLE":"s "`},
	"blanks around a memo":     {"GLBATCH", "GLBATCH", `"BATCH_TITLE":"s","HISTORY_COMMENT":"m"`, `"BATCH_TITLE":"s","HISTORY_COMMENT":" m "`},
	"the usual state":          {"GLBATCH", "GLBATCH", `"BATCH_TITLE":"s"`, `"BATCH_TITLE":"s","STATE":"Posted"`},
	"the usual state, small":   {"GLBATCH", "GLBATCH", `"BATCH_TITLE":"s","STATE":"Posted"`, `"BATCH_TITLE":"s","STATE":"posted"`},
	"nothing, spelled out":     {"GLBATCH", "GLBATCH", `"BATCH_TITLE":"s"`, `"BATCH_TITLE":"s","HISTORY_COMMENT":"  ","REFERENCENO":null,"REVERSEDATE":""`},
	"a time for a date":        {"GLBATCH", "GLBATCH", `"BATCH_TITLE":"s"`, `"BATCH_TITLE":"s","BATCH_DATE":"2026-11-10T00:00:00Z"`},
	"line ends":                {"GLBATCH", "GLBATCH", `"BATCH_TITLE":"s","HISTORY_COMMENT":"a\nb"`, `"BATCH_TITLE":"s","HISTORY_COMMENT":"a\r\nb"`},
	"sides in words":           {"GLBATCH", "GLBATCH", `"BATCH_TITLE":"s"`, `"BATCH_TITLE":"s","ENTRIES":[{"ACCOUNTNO":"6600","TRX_AMOUNT":"5","TR_TYPE":"Debit","LOCATION":"110","DEPARTMENT":"100"},{"ACCOUNTNO":"2700","TRX_AMOUNT":"5","TR_TYPE":"credit","LOCATION":"110","DEPARTMENT":"100"}]`},
	"amounts and blank lines":  {"GLBATCH", "GLBATCH", `"BATCH_TITLE":"s"`, `"BATCH_TITLE":"s","ENTRIES":[{"ACCOUNTNO":"6600","TRX_AMOUNT":5.00,"TR_TYPE":1.0,"LOCATION":110,"DEPARTMENT":"100","DESCRIPTION":" "},{"ACCOUNTNO":2700,"TRX_AMOUNT":"0.5e1","TR_TYPE":"-1","LOCATION":"110","DEPARTMENT":"100"}]`},
	"an amount of more digits": {"GLBATCH", "GLBATCH", `"BATCH_TITLE":"s"`, `"BATCH_TITLE":"s","ENTRIES":[{"ACCOUNTNO":"6600","TRX_AMOUNT":5.000000000000001,"TR_TYPE":1,"LOCATION":"110","DEPARTMENT":"100"},{"ACCOUNTNO":"2700","TRX_AMOUNT":"4.996","TR_TYPE":-1,"LOCATION":"110","DEPARTMENT":"100"}]`},
	"an amount's other name":   {"GLBATCH", "GLBATCH", `"BATCH_TITLE":"s"`, `"BATCH_TITLE":"s","ENTRIES":[{"ACCOUNTNO":"6600","AMOUNT":"5","TR_TYPE":1,"LOCATION":"110","DEPARTMENT":"100"},{"ACCOUNTNO":"2700","AMOUNT":"5","TRX_AMOUNT":"5","TR_TYPE":-1,"LOCATION":"110","DEPARTMENT":"100"}]`},
	"a usual action":           {"APBILL", "APBILL", `"DESCRIPTION":"s"`, `"DESCRIPTION":"s","ACTION":"Submit"`},
	"a false and a blank":      {"APBILL", "APBILL", `"DESCRIPTION":"s"`, `"DESCRIPTION":"s ","ONHOLD":"F"`},
	"an adjustment's blanks":   {"APADJUSTMENT", "APADJUSTMENT", `"DESCRIPTION":"s"`, `"DESCRIPTION":"s  "`},
	"an invoice's blanks":      {"ARINVOICE", "ARINVOICE", `"DESCRIPTION":"s"`, `"DESCRIPTION":"s  ","ACTION":"submit"`},
}

var contents = map[string]string{
	"GLBATCH":      `{"JOURNAL":"GJ","BATCH_DATE":"2026-11-10",` + glLines + `}`,
	"APBILL":       `{"VENDORID":"TV-1",` + billLines + `}`,
	"APADJUSTMENT": `{"VENDORID":"TV-1",` + adjLines + `}`,
	"ARINVOICE":    `{"CUSTOMERID":"C10093",` + invLines + `}`,
}

// TestContentsThatIntacctKeepsAlike: a record that its content identifies stays
// the same in other spellings of it, whichever came first; another content stays
// another.
func TestContentsThatIntacctKeepsAlike(t *testing.T) {
	t.Parallel()
	for first, name := range slices.Sorted(maps.Keys(spelled)) {
		c := spelled[name]
		for i, order := range [][2]string{{c.first, c.second}, {c.second, c.first}} {
			if !long.Picks(first+i, 2) {
				continue
			}
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				p := newPlace(sandbox.Settings{})
				record := func(fields string) string { return withFields(contents[c.stream], fields) }
				write := func(records ...string) run {
					in := &input{}
					for _, r := range records {
						in.record(c.stream, r)
					}
					return p.write(t, nil, catalogOf(stream(c.stream, airbyte.Append)), in.String())
				}
				for i, want := range []string{"1 created", "1 already there"} {
					if r := write(record(order[i])); r.err != nil || !strings.Contains(r.stdout, want) {
						t.Errorf("%s: %v\n%s", order[i], r.err, r.stdout)
					}
				}
				r := write(record(order[0]), record(order[1]))
				if r.err == nil || !strings.Contains(r.stdout, "1 already there, 1 rejected") || !strings.Contains(r.stdout, "equals an earlier one of this input") {
					t.Errorf("in one input: %v\n%s", r.err, r.stdout)
				}
				other := strings.NewReplacer(`"s"`, `"s x"`, `"s "`, `"s x"`, `"s  "`, `"s x"`).Replace(record(order[0]))
				if r := write(other); r.err != nil || !strings.Contains(r.stdout, "1 created") {
					t.Errorf("another: %v\n%s", r.err, r.stdout)
				}
			})
		}
	}
}

// withFields is a record with some fields more, or others.
func withFields(record, fields string) string {
	if at := strings.Index(record, `,"ENTRIES"`); at > 0 && strings.Contains(fields, `"ENTRIES"`) {
		record = record[:at] + "}"
	}
	if strings.Contains(fields, `"BATCH_DATE"`) {
		record = strings.Replace(record, `"BATCH_DATE":"2026-11-10",`, "", 1)
	}
	return "{" + fields + "," + record[1:]
}

// TestNumbersOfAnotherProgram: the id of a unified record is Intacct's own number,
// so a primary key of it is told to identify nothing where objects carry keys;
// under another name it is carried.
func TestNumbersOfAnotherProgram(t *testing.T) {
	t.Parallel()
	for key, want := range map[string][2]string{"id": {"is Intacct's own number", "1 created"}, "externalId": {"", "1 updated"}} {
		p := newPlace(sandbox.Settings{})
		for i, number := range []string{"U-1", "U-2"} {
			data := `{"` + key + `":"77","billNumber":"` + number + `","vendorNumber":"TV-1","createdAt":"2026-11-05","dueDate":"2026-12-31","expenses":[{"accountNumber":"6700","amount":10,"locationNumber":"110","departmentNumber":"200"}]}`
			r := p.write(t, nil, catalogOf(stream("Bills", airbyte.AppendDedup, key)), (&input{}).record("Bills", data).String())
			if r.err != nil || i == 1 && !strings.Contains(r.stdout, want[1]) || strings.Contains(r.stdout, "is Intacct's own number") != (want[0] != "") {
				t.Errorf("%s %s: want %q: %v\n%s", key, number, want, r.err, r.stdout)
			}
		}
	}
}

// TestPrimaryKeyInside: a primary key may be the path of a value inside an
// object.
func TestPrimaryKeyInside(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	keyed := stream("GLBATCH", airbyte.AppendDedup)
	keyed.PrimaryKey = [][]string{{"source", "id"}}
	for _, c := range [][2]string{{"17", "1 created"}, {"17.0", "1 already there"}, {`" 17"`, "1 already there"}, {"18", "1 created"}, {"null", "1 rejected"}} {
		data := withFields(contents["GLBATCH"], `"BATCH_TITLE":"inside","source":{"name":"erp","id":`+c[0]+`}`)
		r := p.write(t, settings{"unknown_fields": "ignore", "on_reject": "continue"}, catalogOf(keyed), (&input{}).record("GLBATCH", data).String())
		if r.err != nil || !strings.Contains(r.stdout, c[1]) {
			t.Errorf("%s: want %s: %v\n%s", c[0], c[1], r.err, r.stdout)
		}
	}
}

// TestReversalIsNoCopy: a journal that brings the day of its reversal has a
// second one in the company with the same number, which is not taken for it.
func TestReversalIsNoCopy(t *testing.T) {
	t.Parallel()
	for _, mode := range []airbyte.DestinationSyncMode{airbyte.Append, airbyte.AppendDedup} {
		p := newPlace(sandbox.Settings{})
		data := `{"id":1,"JOURNAL":"GJ","BATCH_DATE":"2026-11-10","REVERSEDATE":"2026-11-20","BATCH_TITLE":"accrued",` + glLines + `}`
		for _, want := range []string{"1 created", "1 already there"} {
			r := p.write(t, nil, catalogOf(stream("GLBATCH", mode, "id")), (&input{}).record("GLBATCH", data).String())
			if r.err != nil || !strings.Contains(r.stdout, want) || strings.Contains(r.stdout, "stand for it") {
				t.Errorf("%s: want %s: %v\n%s", mode, want, r.err, r.stdout)
			}
		}
	}
}

// TestUsualValuesWereSaid: what release 0.1.0 has posted with its usual state
// said, under a hash of all that was said, is found without it, once.
func TestUsualValuesWereSaid(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	said := withFields(contents["GLBATCH"], `"BATCH_TITLE":"said","STATE":"Posted"`)
	unsaid := withFields(contents["GLBATCH"], `"BATCH_TITLE":"said"`)
	write := func(primary []string, records ...string) run {
		in := &input{}
		for _, r := range records {
			in.record("GLBATCH", r)
		}
		return p.write(t, nil, catalogOf(stream("GLBATCH", airbyte.Append, primary...)), in.String())
	}
	if r := write([]string{"REFERENCENO"}, withFields(said, `"REFERENCENO":"`+saidIdentity+`"`)); r.err != nil {
		t.Fatal(r.err)
	}
	if r := write(nil, unsaid); r.err != nil || !strings.Contains(r.stdout, "1 already there") {
		t.Errorf("%v\n%s", r.err, r.stdout)
	}
	for _, records := range [][]string{{unsaid, said}, {said, unsaid}} {
		r := write(nil, records...)
		if r.err == nil || !strings.Contains(r.stdout, "1 already there, 1 rejected") {
			t.Errorf("%v\n%s", r.err, r.stdout)
		}
	}
}

// saidIdentity is the identity that release 0.1.0 has made of a journal.
const saidIdentity = "AB-RIQHINKAAXLS7VXO"
