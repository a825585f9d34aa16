package destination_test

import (
	"fmt"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox"
)

// TestAmountsAreNotDropped: what unknown_fields leaves out, or a unified table
// takes and does not write, is told once with its number; an amount other than
// zero among it rejects the record.
func TestAmountsAreNotDropped(t *testing.T) {
	bill := func(header, line string) string {
		return fmt.Sprintf(`{"RECORDID":"A-1","VENDORID":"TV-1","WHENCREATED":"2026-11-05","WHENDUE":"2026-12-31","CURRENCY":"USD"%s,"APBILLITEMS":[{"ACCOUNTNO":"6700","TRX_AMOUNT":"10","LOCATIONID":"110","DEPARTMENTID":"200"%s}]}`, header, line)
	}
	unified := func(header, line string) string {
		return fmt.Sprintf(`{"billNumber":"A-1","vendorNumber":"TV-1","createdAt":"2026-11-05","dueDate":"2026-12-31","currency":"USD"%s,"expenses":[{"accountNumber":"6700","amount":10,"locationNumber":"110","departmentNumber":"200"%s}]}`, header, line)
	}
	for name, c := range map[string]struct {
		stream, data string
		lost         string // named in the rejection; "": it is written
		dropped      string // named in the warning
	}{
		"tax entries":                  {"APBILL", bill("", `,"TAXENTRIES":[{"DETAILID":"DE USt 19","TRX_TAX":"1.90"}]`), "TAXENTRIES.TRX_TAX", ""},
		"tax entries, wrapped":         {"APBILL", bill("", `,"TAXENTRIES":{"TAXENTRY":[{"DETAILID":"x","TRX_TAX":1.9e0}]}`), "TAXENTRIES.TAXENTRY.TRX_TAX", ""},
		"tax entries, as text":         {"APBILL", bill("", `,"taxentries":"[{\"detailid\":\"x\",\"trx_tax\":\"1.90\"}]"`), "taxentries.trx_tax", ""},
		"tax entries of the header":    {"APBILL", bill(`,"TAXENTRIES":[{"TRX_TAX":-1}]`, ""), "TAXENTRIES.TRX_TAX", ""},
		"tax entries of zero":          {"APBILL", bill("", `,"TAXENTRIES":[{"DETAILID":"exempt","TRX_TAX":"0.00"}]`), "", "APBILLITEMS.TAXENTRIES"},
		"no tax entries":               {"APBILL", bill("", `,"TAXENTRIES":null`), "", ""},
		"an amount with its tax":       {"APBILL", bill("", `,"TOTALTRXAMOUNT":"11.90"`), "TOTALTRXAMOUNT", ""},
		"the same with other signs":    {"APBILL", bill("", `,"totaltrxamount":"11,90"`), "totaltrxamount", ""},
		"a line's amount above it":     {"APBILL", bill(`,"TRX_AMOUNT":5`, ""), "TRX_AMOUNT", ""},
		"a tax in other words":         {"APBILL", bill("", `,"taxAmount":1.9`), "taxAmount", ""},
		"a discount of the header":     {"APBILL", bill(`,"discount_amount":"2"`, ""), "discount_amount", ""},
		"the sum of taxes":             {"APBILL", bill(`,"TAX_TOTAL":"1.90"`, ""), "TAX_TOTAL", ""},
		"a sales tax, inside":          {"APBILL", bill("", `,"extra":{"salesTax":1.9}`), "extra.salesTax", ""},
		"discounts of a line":          {"APBILL", bill("", `,"line_discounts":[2]`), "line_discounts", ""},
		"no sums of tax or discount":   {"APBILL", bill("", `,"tax_rate":19,"has_discount":1,"is_tax_included_in_total":1,"taxId":4711,"discount_days":10`), "", "APBILLITEMS.tax_rate"},
		"no amount":                    {"APBILL", bill(`,"COLOUR":"red","SIZE":42,"nothing":"","empty":[]`, ""), "", "COLOUR"},
		"unified tax and discount":     {"Bills", unified("", `,"taxAmount":1.9,"taxCode":"DE USt 19","discountAmount":2`), "taxAmount", ""},
		"unified discount":             {"Bills", unified("", `,"discountAmount":"-2.00"`), "discountAmount", ""},
		"unified tax, in any spelling": {"Bills", unified("", `,"tax_amount":"1.9"`), "tax_amount", ""},
		"unified tax of the header":    {"Bills", unified(`,"totalTaxAmount":1.9`, ""), "totalTaxAmount", ""},
		"unified discount of it":       {"Bills", unified(`,"totalDiscount":1.9`, ""), "totalDiscount", ""},
		"unified zeros":                {"Bills", unified(`,"totalDiscount":0,"totalTaxAmount":"0.00","subTotal":10,"totalAmount":10`, `,"taxAmount":0,"discountAmount":0.0,"taxCode":"exempt","quantity":2,"unitPrice":5`), "", "APBILLITEMS.taxCode"},
		"unified tax entries":          {"Bills", unified("", `,"TAXENTRIES":[{"TRX_TAX":"1.90"}]`), "TAXENTRIES.TRX_TAX", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(sandbox.Settings{})
			in := (&input{}).record(c.stream, c.data).record(c.stream, strings.Replace(c.data, "A-1", "A-2", 1)).state(c.stream)
			more := settings{"unknown_fields": "ignore", "on_reject": "continue"}
			r := p.write(t, more, catalogOf(stream(c.stream, airbyte.Append)), in.String())
			if r.err != nil {
				t.Fatal(r.err)
			}
			written := len(p.rows("APBILL", "RECORDID", "A-1"))
			if c.lost != "" {
				if written != 0 || strings.Count(r.stdout, c.lost+" is an amount other than zero that is not written") < 2 {
					t.Errorf("%d written\n%s", written, r.stdout)
				}
				return
			}
			warnings := 0
			for line := range strings.Lines(r.stdout) {
				if strings.Contains(line, `"WARN"`) && strings.Contains(line, " "+c.dropped+" is not a field that can be written, so it is left out in 2 records") && c.dropped != "" {
					warnings++
				}
			}
			if want := min(1, len(c.dropped)); written != 1 || warnings != want || strings.Contains(r.stdout, `"WARN","message":"Stream `+c.stream+`, `) {
				t.Errorf("%d written, %d warnings, want %d\n%s", written, warnings, want, r.stdout)
			}
		})
	}
}

// TestTotalsAreDoubted: a total that the lines do not add up to is told, and
// what Intacct will make of it.
func TestTotalsAreDoubted(t *testing.T) {
	for total, want := range map[string]int{`"TRX_TOTALENTERED":"11.90",`: 1, `"trx_totalentered":10.00,`: 0, `"TRX_TOTALENTERED":null,`: 0, ``: 0, `"TOTALENTERED":11.9,"BASECURR":"USD",`: 1, `"TOTALENTERED":"10","BASECURR":"USD",`: 0, `"TOTALENTERED":"8.40","BASECURR":"EUR",`: 0} {
		p := newPlace(sandbox.Settings{})
		data := `{` + total + `"RECORDID":"A-1","VENDORID":"TV-1","WHENCREATED":"2026-11-05","WHENDUE":"2026-12-31","CURRENCY":"USD","APBILLITEMS":[{"ACCOUNTNO":"6700","TRX_AMOUNT":"4","LOCATIONID":"110","DEPARTMENTID":"200"},{"ACCOUNTNO":"6700","TRX_AMOUNT":6,"LOCATIONID":"110","DEPARTMENTID":"200"}]}`
		r := p.write(t, nil, catalogOf(stream("APBILL", airbyte.Append)), (&input{}).record("APBILL", data).String())
		if n := strings.Count(r.stdout, "TOTALENTERED is not what the lines add up to"); r.err != nil || n != want {
			t.Errorf("%s: %d warnings, want %d; error %v\n%s", total, n, want, r.err, r.stdout)
		}
	}
}

// TestAdviceAboutAmounts: what ignoring would not let pass either is not advised
// to be ignored.
func TestAdviceAboutAmounts(t *testing.T) {
	for field, ignore := range map[string]bool{`"TAXENTRIES":[{"TRX_TAX":"1.90"}]`: false, `"TOTALTRXAMOUNT":"11.90"`: false, `"TOTALTRXAMOUNT":"0"`: true, `"COLOUR":"red"`: true} {
		p := newPlace(sandbox.Settings{})
		data := `{"RECORDID":"A-1","VENDORID":"TV-1","WHENCREATED":"2026-11-05","WHENDUE":"2026-12-31","APBILLITEMS":[{"ACCOUNTNO":"6700","TRX_AMOUNT":"4","LOCATIONID":"110","DEPARTMENTID":"200",` + field + `}]}`
		r := p.write(t, nil, catalogOf(stream("APBILL", airbyte.Append)), (&input{}).record("APBILL", data).String())
		if r.err == nil || strings.Contains(r.err.Error(), "or set unknown_fields to ignore") != ignore {
			t.Errorf("%s: %v", field, r.err)
		}
	}
}
