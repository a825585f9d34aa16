package destination_test

import (
	"fmt"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox"
)

// TestDatesAreNotGuessed: a date that is not ISO is posted on the day that
// date_order gives it, in the header, in lines, in legacy functions and in the
// unified schema; without the setting the record is rejected.
func TestDatesAreNotGuessed(t *testing.T) {
	const refused = ""
	for name, c := range map[string]struct {
		order, date, want string
	}{
		"ISO":                          {"", "2026-11-05", "2026-11-05"},
		"slashes":                      {"iso", "05/11/2026", refused},
		"slashes that could be one":    {"iso", "13/11/2026", refused},
		"short slashes":                {"", "5/11/2026", refused},
		"dots":                         {"", "05.11.2026", refused},
		"short ISO":                    {"", "2026-11-5", refused},
		"the day of a time":            {"", "2026-11-05T23:30:00-08:00", "2026-11-05"},
		"month first":                  {"month_first", "11/05/2026", "2026-11-05"},
		"month first, short":           {"month_first", "11/5/2026", "2026-11-05"},
		"month first, with a time":     {"month_first", "11/05/2026 23:30:00", "2026-11-05"},
		"month first, and none":        {"month_first", "13/11/2026", refused},
		"month first, ISO":             {"month_first", "2026-11-05", "2026-11-05"},
		"day first":                    {"day_first", "05/11/2026", "2026-11-05"},
		"day first, dots":              {"day_first", "5.11.2026", "2026-11-05"},
		"day first, dashes":            {"day_first", "05-11-2026", "2026-11-05"},
		"day first, and none":          {"day_first", "11/13/2026", refused},
		"day first, ISO":               {"day_first", "2026-11-05", "2026-11-05"},
		"day first, an impossible day": {"day_first", "31.11.2026", refused},
		"a year of two digits":         {"day_first", "05/11/26", refused},
		"mixed signs":                  {"day_first", "05/11.2026", refused},
		"the year in front":            {"day_first", "2026/11/05", refused},
		"words":                        {"day_first", "5 Nov 2026", refused},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(sandbox.Settings{})
			more := settings{"on_reject": "continue"}
			if c.order != "" {
				more["date_order"] = c.order
			}
			in := (&input{}).
				record("APBILL", fmt.Sprintf(`{"RECORDID":"D-1","VENDORID":"TV-1","WHENCREATED":%q,"WHENDUE":"2026-12-31","CURRENCY":"USD","APBILLITEMS":[{"ACCOUNTNO":"6700","TRX_AMOUNT":1,"LOCATIONID":"110","DEPARTMENTID":"200"}]}`, c.date)).
				record("ARINVOICE", fmt.Sprintf(`{"RECORDID":"D-2","CUSTOMERID":"C10001","WHENCREATED":%q,"WHENDUE":"2026-12-31","ARINVOICEITEMS":[{"ACCOUNTNO":"4000","TRX_AMOUNT":1,"LOCATIONID":"110","DEPARTMENTID":"300"}]}`, c.date)).
				record("Bills", fmt.Sprintf(`{"billNumber":"D-3","vendorNumber":"TV-1","createdAt":%q,"dueDate":"2026-12-31","currency":"USD","expenses":[{"accountNumber":"6700","amount":1,"locationNumber":"110","departmentNumber":"200"}]}`, c.date)).
				record("GLBATCH", fmt.Sprintf(`{"id":"D-4","JOURNAL":"GJ","BATCH_DATE":"2026-10-15","REVERSEDATE":%q,"BATCH_TITLE":"Dated","ENTRIES":[{"ACCOUNTNO":"6000","TR_TYPE":1,"TRX_AMOUNT":1,"DEPARTMENT":"200","LOCATION":"110"},{"ACCOUNTNO":"6000","TR_TYPE":-1,"TRX_AMOUNT":1,"DEPARTMENT":"200","LOCATION":"110"}]}`, c.date))
			streams := catalogOf(stream("APBILL", airbyte.Append), stream("ARINVOICE", airbyte.Append), stream("Bills", airbyte.Append), stream("GLBATCH", airbyte.Append, "id"))
			r := p.write(t, more, streams, in.String())
			if r.err != nil {
				t.Fatal(r.err)
			}
			bills, invoices := append(p.rows("APBILL", "RECORDID", "D-1"), p.rows("APBILL", "RECORDID", "D-3")...), p.rows("ARINVOICE", "RECORDID", "D-2")
			if c.want == refused {
				if len(bills)+len(invoices)+len(p.rows("GLBATCH", "BATCH_TITLE", "Dated")) != 0 {
					t.Errorf("written: %v %v", bills, invoices)
				}
				if n := strings.Count(r.stdout, "date_order"); n < 4 {
					t.Errorf("%d refusals name the setting:\n%s", n, r.stdout)
				}
				return
			}
			if len(bills) != 2 || len(invoices) != 1 {
				t.Fatalf("%d bills, %d invoices\n%s", len(bills), len(invoices), r.stdout)
			}
			for _, row := range append(bills, invoices...) {
				if got := row["WHENCREATED"]; got != c.want {
					t.Errorf("%s is of %s, want %s", row["RECORDID"], got, c.want)
				}
			}
		})
	}
}

// TestNullsMayBeIgnored: under nulls: ignore a null is no value at all.
func TestNullsMayBeIgnored(t *testing.T) {
	for mode, want := range map[string]string{"clear": "", "ignore": "T-1"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			p := vendors(t)
			in := (&input{}).record("VENDOR", `{"VENDORID":"V-1","NAME":"New","TAXID":null,"DISPLAYCONTACT":{"PRINTAS":null},"CREDITLIMIT":null}`)
			r := p.write(t, settings{"nulls": mode}, catalogOf(stream("VENDOR", airbyte.AppendDedup)), in.String())
			if r.err != nil {
				t.Fatal(r.err)
			}
			row := p.row(t, "VENDOR", "VENDORID", "V-1")
			if row["TAXID"] != want || row["NAME"] != "New" {
				t.Errorf("TAXID is %q, want %q; NAME is %q", row["TAXID"], want, row["NAME"])
			}
		})
	}
	t.Run("an empty text", func(t *testing.T) {
		t.Parallel()
		p := vendors(t)
		r := p.write(t, settings{"nulls": "ignore"}, catalogOf(stream("VENDOR", airbyte.AppendDedup)), (&input{}).record("VENDOR", `{"VENDORID":"V-1","TAXID":""}`).String())
		if got := p.row(t, "VENDOR", "VENDORID", "V-1")["TAXID"]; r.err != nil || got != "" {
			t.Errorf("TAXID is %q, error %v", got, r.err)
		}
	})
	t.Run("in lines", func(t *testing.T) {
		t.Parallel()
		p := newPlace(sandbox.Settings{})
		bill := `{"RECORDID":"N-1","VENDORID":"TV-1","WHENCREATED":"2026-11-05","WHENDUE":"2026-12-31","CURRENCY":"USD","APBILLITEMS":[{"ACCOUNTNO":"6700","TRX_AMOUNT":1,"ENTRYDESCRIPTION":"kept","LOCATIONID":"110","DEPARTMENTID":"200"}]}`
		streams := catalogOf(stream("APBILL", airbyte.AppendDedup))
		if r := p.write(t, nil, streams, (&input{}).record("APBILL", bill).String()); r.err != nil {
			t.Fatal(r.err)
		}
		r := p.write(t, settings{"nulls": "ignore"}, streams, (&input{}).record("APBILL", strings.Replace(bill, `"kept"`, "null", 1)).String())
		if r.err != nil || !strings.Contains(r.stdout, "1 already there") {
			t.Errorf("%v\n%s", r.err, r.stdout)
		}
	})
}
