package destination_test

import (
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox"
)

const (
	clearedVendor  = `{"VENDORID":"V-1","NAME":"First","COMMENTS":"hello","TAXID":"T-1","CREDITLIMIT":5000,"TERMNAME":null,"CURRENCY":null,"STATUS":null,"ONHOLD":null,"DISPLAYCONTACT":{"PRINTAS":null}}`
	clearedInvoice = `{"RECORDID":"C-1","CUSTOMERID":"C10001","WHENCREATED":"2026-11-05","WHENDUE":"2026-12-31","WHENPOSTED":null,"CURRENCY":null,"DESCRIPTION":"hello","ARINVOICEITEMS":[{"ACCOUNTNO":"4000","TRX_AMOUNT":"100","LOCATIONID":"110","DEPARTMENTID":"300","ENTRYDESCRIPTION":"line","TAXENTRIES":null}]}`
	clearedJournal = `{"id":"C-2","JOURNAL":"GJ","BATCH_DATE":"2026-10-15","BATCH_TITLE":"Kept","STATE":null,"ENTRIES":[{"ACCOUNTNO":"6000","TR_TYPE":1,"TRX_AMOUNT":1,"DEPARTMENT":"200","LOCATION":"110","DESCRIPTION":"line","DOCUMENT":"D"},{"ACCOUNTNO":"6000","TR_TYPE":-1,"TRX_AMOUNT":1,"DEPARTMENT":"200","LOCATION":"110","DESCRIPTION":null}]}`
)

// TestAppendTellsNullsFromValues: a null against a value is other content, but
// where Intacct fills the field itself; a column that is left out, or a null that
// says nothing, is none.
func TestAppendTellsNullsFromValues(t *testing.T) {
	for name, c := range map[string]struct {
		stream   airbyte.ConfiguredStream
		first    string
		old, new string
		settings settings
		names    string // in the rejection; "": it is already there
	}{
		"nothing else":                {stream("VENDOR", airbyte.Append), clearedVendor, "", "", nil, ""},
		"a text":                      {stream("VENDOR", airbyte.Append), clearedVendor, `"hello"`, `null`, nil, "COMMENTS"},
		"an empty text":               {stream("VENDOR", airbyte.Append), clearedVendor, `"hello"`, `""`, nil, "COMMENTS"},
		"a number of theirs":          {stream("VENDOR", airbyte.Append), clearedVendor, `"T-1"`, `null`, nil, "TAXID"},
		"an amount":                   {stream("VENDOR", airbyte.Append), clearedVendor, `5000`, `null`, nil, "CREDITLIMIT"},
		"a column less":               {stream("VENDOR", airbyte.Append), clearedVendor, `"COMMENTS":"hello",`, ``, nil, ""},
		"a null that says nothing":    {stream("VENDOR", airbyte.Append), clearedVendor, `"hello"`, `null`, settings{"nulls": "ignore"}, ""},
		"of an invoice, nothing":      {stream("ARINVOICE", airbyte.Append), clearedInvoice, "", "", nil, ""},
		"of an invoice":               {stream("ARINVOICE", airbyte.Append), clearedInvoice, `"hello"`, `null`, nil, "DESCRIPTION"},
		"in a line":                   {stream("ARINVOICE", airbyte.Append), clearedInvoice, `"line"`, `null`, nil, "ARINVOICEITEMS.ENTRYDESCRIPTION"},
		"of a journal, nothing":       {stream("GLBATCH", airbyte.Append, "id"), clearedJournal, "", "", nil, ""},
		"in a line of a journal":      {stream("GLBATCH", airbyte.Append, "id"), clearedJournal, `"line"`, `null`, nil, "ENTRIES.DESCRIPTION"},
		"another line of the journal": {stream("GLBATCH", airbyte.Append, "id"), clearedJournal, `"D"`, `null`, nil, "ENTRIES.DOCUMENT"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(sandbox.Settings{})
			if r := p.write(t, nil, catalogOf(c.stream), (&input{}).record(c.stream.Stream.Name, c.first).String()); r.err != nil {
				t.Fatal(r.err)
			}
			p.ForgetRequests()
			r := p.write(t, c.settings, catalogOf(c.stream), (&input{}).record(c.stream.Stream.Name, strings.Replace(c.first, c.old, c.new, 1)).String())
			switch {
			case c.names == "" && (r.err != nil || !strings.Contains(r.stdout, "1 already there")):
				t.Errorf("%v\n%s", r.err, r.stdout)
			case c.names != "" && (r.err == nil || !strings.Contains(r.err.Error(), "exists with a value in "+c.names+", which is null in the record")):
				t.Errorf("error %v\n%s", r.err, r.stdout)
			}
			if sent := p.writes(t); !strings.Contains(sent, "<sent/>") {
				t.Errorf("sent %s", sent)
			}
		})
	}
}

// TestUnseenFieldsOfLines: what Intacct does not show of a line is named, as
// what it does not show of a record is, in append and in append_dedup.
func TestUnseenFieldsOfLines(t *testing.T) {
	taxed := strings.Replace(clearedInvoice, `"TAXENTRIES":null`, `"TAXENTRIES":[{"DETAILID":"x","TRX_TAX":1.9}]`, 1)
	for _, mode := range []airbyte.DestinationSyncMode{airbyte.Append, airbyte.AppendDedup} {
		for data, want := range map[string]int{clearedInvoice: 0, taxed: 1} {
			p := newPlace(sandbox.Settings{})
			data = strings.NewReplacer(`"WHENPOSTED":null,`, "", `"CURRENCY":null,`, "").Replace(data)
			in := (&input{}).record("ARINVOICE", data).String()
			if r := p.write(t, nil, catalogOf(stream("ARINVOICE", mode)), in); r.err != nil || strings.Contains(r.stdout, "does not show") {
				t.Fatalf("%v\n%s", r.err, r.stdout)
			}
			r := p.write(t, nil, catalogOf(stream("ARINVOICE", mode)), strings.Replace(in, "1.9", "2.9", 1)+in)
			if n := strings.Count(r.stdout, "Intacct does not show ARINVOICEITEMS.TAXENTRIES of ARINVOICE"); r.err != nil || n != want {
				t.Errorf("%s: %d warnings, want %d; error %v\n%s", mode, n, want, r.err, r.stdout)
			}
		}
	}
}
