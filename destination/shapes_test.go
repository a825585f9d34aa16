package destination_test

import (
	"fmt"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox"
)

// bill is a bill with whatever its lines are.
func billOf(id, lines string) string {
	return fmt.Sprintf(`{"RECORDID":%q,"VENDORID":"TV-1","WHENCREATED":"2026-10-21","WHENDUE":"2026-11-10","APBILLITEMS":%s}`, id, lines)
}

const (
	lineOne = `{"ACCOUNTNO":"6700","TRX_AMOUNT":"5","LOCATIONID":"110","DEPARTMENTID":"200"}`
	lineTwo = `{"ACCOUNTNO":"6700","TRX_AMOUNT":"7","LOCATIONID":"110","DEPARTMENTID":"200"}`
)

// TestLinesThatAreNone: a list without lines is fewer lines, and null says
// nothing about them.
func TestLinesThatAreNone(t *testing.T) {
	for name, c := range map[string]struct {
		mode  airbyte.DestinationSyncMode
		lines string
		want  string // in the error; "" is none
	}{
		"empty":                {airbyte.AppendDedup, `[]`, "has 1 lines in APBILLITEMS and the input 0"},
		"empty as text":        {airbyte.AppendDedup, `" [ ] "`, "has 1 lines in APBILLITEMS and the input 0"},
		"empty in its element": {airbyte.AppendDedup, `{"APBILLITEM":[]}`, "has 1 lines in APBILLITEMS and the input 0"},
		"empty in append":      {airbyte.Append, `[]`, "exists with other content (APBILLITEMS)"},
		"null":                 {airbyte.AppendDedup, `null`, ""},
		"null in its element":  {airbyte.AppendDedup, `{"apbillitem":null}`, ""},
		"no text":              {airbyte.AppendDedup, `""`, ""},
		"null in append":       {airbyte.Append, `null`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(sandbox.Settings{})
			catalog := catalogOf(stream("APBILL", c.mode))
			if r := p.write(t, nil, catalog, (&input{}).record("APBILL", billOf("L1", "["+lineOne+"]")).String()); r.err != nil {
				t.Fatal(r.err)
			}
			r := p.write(t, nil, catalog, (&input{}).record("APBILL", billOf("L1", c.lines)).String())
			if (c.want == "") != (r.err == nil) || r.err != nil && !strings.Contains(r.err.Error(), c.want) {
				t.Errorf("error %v, want %q", r.err, c.want)
			}
			if got := p.row(t, "APBILL", "RECORDID", "L1")["TRX_TOTALENTERED"]; got != "5" {
				t.Errorf("the bill has %s", got)
			}
		})
	}
}

// TestNoLinesAtAll: a bill that is new needs lines, and the reason says so.
func TestNoLinesAtAll(t *testing.T) {
	for _, object := range []string{"APBILL", "ARINVOICE"} {
		for _, lines := range []string{`[]`, `null`} {
			p := newPlace(sandbox.Settings{})
			data := strings.ReplaceAll(billOf("N1", lines), "APBILLITEMS", object+"ITEMS")
			data = strings.Replace(data, `"VENDORID":"TV-1"`, map[string]string{"APBILL": `"VENDORID":"TV-1"`, "ARINVOICE": `"CUSTOMERID":"C10001"`}[object], 1)
			r := p.write(t, nil, catalogOf(stream(object, airbyte.AppendDedup)), (&input{}).record(object, data).String())
			if r.err == nil || strings.Contains(r.stdout, "defect") || len(p.rows(object, "RECORDID", "N1")) != 0 {
				t.Errorf("%s %s: %v", object, lines, r.err)
			}
			t.Log(r.err)
		}
	}
}

// TestLinesOfAnOrderGo: where Intacct removes lines, a list without any removes
// them, or is refused; it is never taken for what is there.
func TestLinesOfAnUnifiedBill(t *testing.T) {
	p := newPlace(sandbox.Settings{})
	catalog := catalogOf(stream("Bills", airbyte.AppendDedup))
	bill := func(lines string) string {
		return fmt.Sprintf(`{"billNumber":"U1","vendorNumber":"TV-1","issueDate":"2026-10-21","dueDate":"2026-11-10","lineItems":%s}`, lines)
	}
	line := `[{"accountNumber":"6700","amount":5,"locationId":"110","departmentId":"200"}]`
	if r := p.write(t, nil, catalog, (&input{}).record("Bills", bill(line)).String()); r.err != nil {
		t.Fatal(r.err, r.stdout)
	}
	if r := p.write(t, nil, catalog, (&input{}).record("Bills", bill(`null`)).String()); r.err != nil {
		t.Error(r.err)
	}
	if r := p.write(t, nil, catalog, (&input{}).record("Bills", bill(`[]`)).String()); r.err == nil || !strings.Contains(r.err.Error(), "the input 0") {
		t.Error(r.err)
	}
}

// TestLinesInTheirElements: lines are found in every form that tools make of
// them, and nothing is written that was not meant.
func TestLinesInTheirElements(t *testing.T) {
	both := lineOne + "," + lineTwo
	for name, lines := range map[string]string{
		"a list":                    "[" + both + "]",
		"an element":                `{"APBILLITEM":[` + both + `]}`,
		"a list of elements":        `[{"apbillitem":[` + both + `]}]`,
		"elements of one":           `[{"ApBillItem":` + lineOne + `},{"ApBillItem":` + lineTwo + `}]`,
		"elements in a list in one": `{"apbillitem":[{"APBILLITEM":` + lineOne + `},` + lineTwo + `]}`,
		"its own name once more":    `{"apbillitems":{"apbillitem":[` + both + `]}}`,
		"text":                      quoted(`{"APBILLITEM":[` + both + `]}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(sandbox.Settings{})
			r := p.write(t, nil, catalogOf(stream("APBILL", airbyte.AppendDedup)), (&input{}).record("APBILL", billOf("W1", lines)).String())
			if r.err != nil {
				t.Fatal(r.err)
			}
			if got := p.row(t, "APBILL", "RECORDID", "W1")["TRX_TOTALENTERED"]; got != "12" {
				t.Errorf("the bill has %s", got)
			}
		})
	}
}

// TestJournalInItsElements: the wrappers of the SDKs, of two objects.
func TestJournalInItsElements(t *testing.T) {
	p := newPlace(sandbox.Settings{})
	in := (&input{}).record("GLBATCH", `{"JOURNAL":"GJ","BATCH_DATE":"2026-10-21","BATCH_TITLE":"W2","entries":[{"glentry":[
		{"ACCOUNTNO":"6700","TRX_AMOUNT":"100","TR_TYPE":1,"LOCATION":"110","DEPARTMENT":"200"},
		{"ACCOUNTNO":"2050","TRX_AMOUNT":"100","TR_TYPE":-1,"LOCATION":"110","DEPARTMENT":"200"}]}]}`)
	in.lines[0] = strings.Join(strings.Fields(in.lines[0]), " ")
	in.record("ARINVOICE", `{"RECORDID":"W3","CUSTOMERID":"C10001","WHENCREATED":"2026-10-21","WHENDUE":"2026-11-10","invoiceitems":{"lineitem":{"ACCOUNTNO":"4000","TRX_AMOUNT":"100","LOCATIONID":"110","DEPARTMENTID":"300"}}}`)
	r := p.write(t, nil, catalogOf(stream("GLBATCH", airbyte.Append), stream("ARINVOICE", airbyte.Append)), in.String())
	if r.err != nil {
		t.Fatal(r.err)
	}
	p.row(t, "GLBATCH", "BATCH_TITLE", "W2")
	p.row(t, "ARINVOICE", "RECORDID", "W3")
}

// TestCustomFieldsInTheirWrappers: the ways in which tools put a company's own
// fields together.
func TestCustomFieldsInTheirWrappers(t *testing.T) {
	const pair = `{"customfieldname":"SUSTAINABILITY_RATING","customfieldvalue":"A"}`
	for name, column := range map[string]string{
		"of the SDKs":        `"customfields":{"customfield":[` + pair + `]}`,
		"one":                `"CUSTOMFIELDS":{"CUSTOMFIELD":` + pair + `}`,
		"a list of elements": `"customfields":[{"customfield":` + pair + `}]`,
		"of hotglue":         `"customFields":[{"name":"SUSTAINABILITY_RATING","value":"A"}]`,
		"an object":          `"custom_fields":{"sustainability_rating":"A"}`,
		"text":               `"customFields":` + quoted(`[{"name":"SUSTAINABILITY_RATING","value":"A"}]`),
	} {
		p := newPlace(sandbox.Settings{})
		r := p.write(t, nil, catalogOf(stream("VENDOR", airbyte.AppendDedup)), (&input{}).record("VENDOR", `{"VENDORID":"W4","NAME":"n",`+column+`}`).String())
		if r.err != nil {
			t.Errorf("%s: %v", name, r.err)
			continue
		}
		if got := p.row(t, "VENDOR", "VENDORID", "W4")["SUSTAINABILITY_RATING"]; got != "A" {
			t.Errorf("%s: %q", name, got)
		}
	}
	p := newPlace(sandbox.Settings{})
	r := p.write(t, nil, catalogOf(stream("VENDOR", airbyte.AppendDedup)), (&input{}).record("VENDOR", `{"VENDORID":"W5","NAME":"n","customFields":[{"name":"NO_SUCH","value":"A"}]}`).String())
	if r.err == nil || !strings.Contains(r.err.Error(), "NO_SUCH is not a field of VENDOR") {
		t.Error(r.err)
	}
}

// TestListsWhereOneValueIsMeant are rejected by name, but for a field that takes
// several choices.
func TestListsWhereOneValueIsMeant(t *testing.T) {
	for data, want := range map[string]string{
		`{"VENDORID":"F14","NAME":["a","b"],"CREDITLIMIT":[1]}`:                               "NAME is a list where a single value is expected; CREDITLIMIT is a list where a single value is expected",
		`{"VENDORID":["F14"],"NAME":"n"}`:                                                     "VENDORID is a list where a single value is expected",
		`{"VENDORID":"F14","NAME":{"first":"a"}}`:                                             "NAME is an object where a single value is expected",
		`{"VENDORID":"F14","NAME":[]}`:                                                        "NAME is a list where a single value is expected",
		`{"VENDORID":"F14","NAME":"n","STATUS":["active"]}`:                                   "STATUS is a list where a single value is expected",
		`{"VENDORID":"F14","NAME":"n","DISPLAYCONTACT":{"PRINTAS":["a"]}}`:                    "DISPLAYCONTACT.PRINTAS is a list",
		`{"VENDORID":"F14","NAME":"n","LAST_AUDIT":["2026-01-01"]}`:                           "LAST_AUDIT is a list",
		`{"VENDORID":"F14","NAME":"n","DISPLAYCONTACT":[{"PRINTAS":"a"}]}`:                    "DISPLAYCONTACT is not a field of VENDOR",
		`{"VENDORID":"F14","NAME":"n","CERTIFICATIONS":["ISO 14001",["GMP"]]}`:                "CERTIFICATIONS has a choice that is no single value",
		`{"VENDORID":"F14","NAME":"n","VENDORTYPE":"x","PARENTNAME":["V1","V2"]}`:             "PARENTNAME is a list",
		`{"VENDORID":"F14","NAME":"n","CERTIFICATIONS":["ISO 14001","GMP"]}`:                  "",
		`{"VENDORID":"F14","NAME":"n","CERTIFICATIONS":"ISO 14001#~#GMP"}`:                    "",
		`{"VENDORID":"F14","NAME":"n","customfields":{"CERTIFICATIONS":["ISO 14001","GMP"]}}`: "",
	} {
		p := newPlace(sandbox.Settings{})
		r := p.write(t, settings{"unknown_fields": "reject"}, catalogOf(stream("VENDOR", airbyte.AppendDedup)), (&input{}).record("VENDOR", data).String())
		if (want == "") != (r.err == nil) || r.err != nil && !strings.Contains(r.err.Error(), want) {
			t.Errorf("%s: %v, want %q", data, r.err, want)
		}
		if want != "" {
			if got := len(p.rows("VENDOR", "VENDORID", "F14")); got != 0 {
				t.Errorf("%s was written", data)
			}
			continue
		}
		if got := p.row(t, "VENDOR", "VENDORID", "F14")["CERTIFICATIONS"]; got != "ISO 14001#~#GMP" {
			t.Errorf("%s: %q", data, got)
		}
	}
}
