package unified_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/unified"
)

// said is an encoded record on lines, for comparison.
func said(r *unified.Record) string {
	var b strings.Builder
	for _, m := range r.Members {
		switch {
		case m.Parts != nil:
			fmt.Fprintf(&b, "%s?", m.Field)
			for _, part := range m.Parts {
				for _, one := range part {
					fmt.Fprintf(&b, " %s.%s=%s", one.Object, one.Field, one.Value)
					if one.ID != "" {
						fmt.Fprintf(&b, "(%s)", one.Called)
					}
				}
				b.WriteString(";")
			}
			if m.Else != "" {
				fmt.Fprintf(&b, " else %s", m.Else)
			}
		case m.Once:
			fmt.Fprintf(&b, "%s:=%s", m.Field, m.Value)
		default:
			fmt.Fprintf(&b, "%s=%s", m.Field, m.Value)
		}
		b.WriteString("\n")
	}
	for _, list := range r.Lists {
		for i, line := range list.Records {
			for text := range strings.Lines(said(line)) {
				fmt.Fprintf(&b, "%s[%d].%s", list.Element, i, text)
			}
		}
	}
	return b.String()
}

func table(t testing.TB, name string) *unified.Table {
	t.Helper()
	found, known := unified.Named(name)
	if !known {
		t.Fatal("no table", name)
	}
	return found
}

const day = "2026-11-23"

func TestEncode(t *testing.T) {
	for name, c := range map[string]struct{ table, record, want string }{
		"either generation of names": {
			"Bills", `{"vendorBillNumber":"A","invoiceNumber":"B","vendorNum":"V","issueDate":"2026-01-02"}`,
			"RECORDID=\"B\"\nWHENPOSTED=\"2026-01-02\"\nWHENCREATED:=\"2026-01-02\"\nVENDORID=\"V\"\n",
		},
		"the day where nothing says another": {"Bills", `{"billNumber":"B"}`, "RECORDID=\"B\"\nWHENCREATED:=\"2026-11-23\"\n"},
		"id, record number and name": {
			"Bills", `{"createdAt":"2026-01-02","vendorId":"7","vendorNumber":"V","vendorName":"N"}`,
			"WHENCREATED=\"2026-01-02\"\nVENDORID? VENDOR.RECORDNO=7(V) VENDOR.VENDORID=7(V); VENDOR.VENDORID=V; VENDOR.NAME=N; else V\n",
		},
		"an id that is no number": {
			"Bills", `{"createdAt":"2026-01-02","vendorId":"V7"}`, "WHENCREATED=\"2026-01-02\"\nVENDORID? VENDOR.VENDORID=V7;\n",
		},
		"account ids are record numbers": {
			"Bills", `{"createdAt":"2026-01-02","expenses":[{"accountId":1000}]}`,
			"WHENCREATED=\"2026-01-02\"\nAPBILLITEMS[0].ACCOUNTNO? GLACCOUNT.RECORDNO=1000;\n",
		},
		"lines of two lists, and what the header says of them": {
			"Bills", `{"createdAt":"2026-01-02","locationNumber":"L","lineItems":[{"amount":1,"locationNumber":"M"}],"expenses":"[{\"amount\":\"2.50\"}]"}`,
			"WHENCREATED=\"2026-01-02\"\nAPBILLITEMS[0].TRX_AMOUNT=1\nAPBILLITEMS[0].LOCATIONID=\"M\"\nAPBILLITEMS[1].TRX_AMOUNT=\"2.50\"\nAPBILLITEMS[1].LOCATIONID=\"L\"\n",
		},
		"credits have the opposite sign": {
			"VendorCredits", `{"lineItems":[{"amount":10.10},{"amount":"-0.5"},{"amount":0}]}`,
			"APADJUSTMENTITEMS[0].TRX_AMOUNT=\"-10.10\"\nAPADJUSTMENTITEMS[1].TRX_AMOUNT=\"0.5\"\nAPADJUSTMENTITEMS[2].TRX_AMOUNT=\"0\"\n",
		},
		"adjustments have Intacct's": {"APAdjustment", `{"lineItems":[{"amount":10.10}]}`, "APADJUSTMENTITEMS[0].TRX_AMOUNT=10.10\n"},
		"empty values say nothing":   {"Vendors", `{"vendorNumber":"V","note":"","email":null,"phoneNumbers":[],"addresses":{}}`, "VENDORID=\"V\"\n"},
		"a currency in other words":  {"Vendors", `{"vendorNumber":"V","currency":"USD","currencyName":"US Dollar"}`, "VENDORID=\"V\"\nCURRENCY=\"USD\"\n"},
		"and only so":                {"Vendors", `{"vendorNumber":"V","currencyName":"US Dollar"}`, "VENDORID=\"V\"\ncurrencyName=\"US Dollar\"\n"},
		"one address, not in a list": {
			"Suppliers", `{"vendorNumber":"V","addresses":{"line1":"1"},"phones":"555"}`,
			"VENDORID=\"V\"\nDISPLAYCONTACT.PHONE1=\"555\"\nDISPLAYCONTACT.MAILADDRESS.ADDRESS1=\"1\"\n",
		},
		"what is not known goes on": {
			"Vendors", `{"vendor_number":"V","TAXID":"T","shoeSize":44,"customFields":[{"name":"X","value":1}]}`, "VENDORID=\"V\"\nX=1\nTAXID=\"T\"\nshoeSize=44\n",
		},
		"a draft": {"Bills", `{"createdAt":"2026-01-02","status":"Draft"}`, "WHENCREATED=\"2026-01-02\"\nACTION:=\"Draft\"\n"},
		"a payment of one bill": {
			"BillPayment", `{"billNumber":"B","amount":5,"paymentDate":"2026-01-02","accountName":"CHK--Bank"}`,
			"PAYMENTDATE:=\"2026-01-02\"\nFINANCIALENTITY? CHECKINGACCOUNT.BANKACCOUNTID=CHK CHECKINGACCOUNT.BANKNAME=CHK SAVINGSACCOUNT.BANKACCOUNTID=CHK " +
				"SAVINGSACCOUNT.BANKNAME=CHK CREDITCARD.CARDID=CHK;\nAPPYMTDETAILS[0].TRX_PAYMENTAMOUNT=5\nAPPYMTDETAILS[0].RECORDKEY? APBILL.RECORDID=B;\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			record, err := table(t, c.table).Encode(json.RawMessage(c.record), day)
			if err != nil {
				t.Fatal(err)
			}
			if got := said(record); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// TestSides: the forms of a journal line's amount, and the lines they become.
func TestSides(t *testing.T) {
	for line, want := range map[string]string{
		`{"entryType":"Debit","amount":"1.10"}`:           "TR_TYPE=\"1\"\nTRX_AMOUNT=\"1.10\"\n",
		`{"postingType":"CREDIT","amount":1.10}`:          "TR_TYPE=\"-1\"\nTRX_AMOUNT=\"1.10\"\n",
		`{"postingType":"credit","amount":-1.10}`:         "TR_TYPE=\"1\"\nTRX_AMOUNT=\"1.10\"\n",
		`{"debitAmount":"1.10"}`:                          "TR_TYPE=\"1\"\nTRX_AMOUNT=\"1.10\"\n",
		`{"debitAmount":0,"creditAmount":1.10}`:           "TR_TYPE=\"-1\"\nTRX_AMOUNT=\"1.10\"\n",
		`{"amount":1.10}`:                                 "TR_TYPE=\"1\"\nTRX_AMOUNT=\"1.10\"\n",
		`{"amount":"-1.10"}`:                              "TR_TYPE=\"-1\"\nTRX_AMOUNT=\"1.10\"\n",
		`{"entryType":"Debit","debitAmount":1.10}`:        "TR_TYPE=\"1\"\nTRX_AMOUNT=\"1.10\"\n",
		`{"amount":123456789012345678901234567890.123}`:   "TR_TYPE=\"1\"\nTRX_AMOUNT=\"123456789012345678901234567890.123\"\n",
		`{"debitAmount":-1.10,"entryType":"Debit"}`:       "TR_TYPE=\"-1\"\nTRX_AMOUNT=\"1.10\"\n",
		`{"debitAmount":"1.10","amount":1.10,"type":"x"}`: "TR_TYPE=\"1\"\nTRX_AMOUNT=\"1.10\"\n",
	} {
		// The same line with the other sign balances it.
		counter := strings.NewReplacer("1.10", "-1.10", "-1.10", "1.10", "0.123", "0.123").Replace(line)
		if strings.Contains(line, "1234") {
			counter = strings.Replace(line, "1234", "-1234", 1)
		}
		record, err := table(t, "JournalEntries").Encode(json.RawMessage(`{"lines":[`+line+`,`+counter+`]}`), day)
		if err != nil {
			t.Errorf("%s: %v", line, err)
			continue
		}
		if got := said(record.Lists[0].Records[0]); got != want {
			t.Errorf("%s: got %q, want %q", line, got, want)
		}
	}
}

func TestRefusals(t *testing.T) {
	for record, want := range map[string]string{
		`{"lines":[{"amount":1},{"amount":-0.999}]}`:                               "debits and credits differ",
		`{"lines":[{"amount":1,"currency":"USD"},{"amount":-1,"currency":"EUR"}]}`: "debits and credits differ in EUR, USD",
		`{"lines":[{"amount":"1/2"}]}`:                                             "lines[0]: the amount is not an amount",
		`{"lines":[{"amount":"1e999999999"}]}`:                                     "lines[0]: the amount is not an amount",
		`{"lines":[{"description":"nothing"}]}`:                                    "lines[0]: has no amount",
		`{"lines":[{"amount":1,"entryType":"sideways"}]}`:                          "entryType is neither debit nor credit",
		`{"lines":"text"}`:                                                         "lines is not a list",
		`[]`:                                                                       "is not an object",
	} {
		_, err := table(t, "JournalEntries").Encode(json.RawMessage(record), day)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", record, err)
		}
	}
}

// TestNoiseOfFloatsIsNoDifference: what they leave behind the decimals of a
// currency is rounded away; a mill is what somebody wrote.
func TestNoiseOfFloatsIsNoDifference(t *testing.T) {
	for _, record := range []string{
		`{"lines":[{"amount":0.30000000000000004},{"amount":-0.1},{"amount":-0.2}]}`,
		`{"lines":[{"amount":"2.228"},{"amount":"-1.114"},{"amount":"-1.114"}]}`,
		`{"lines":[{"amount":"100.00000000000001","currency":"JPY"},{"amount":"-100","currency":"JPY"}]}`,
	} {
		if _, err := table(t, "JournalEntries").Encode(json.RawMessage(record), day); err != nil {
			t.Errorf("%s: %v", record, err)
		}
	}
}

func TestNamed(t *testing.T) {
	for stream, want := range map[string]string{
		"Vendors": "Vendors", "Suppliers": "Vendors", "unified_vendors": "Vendors", "UNIFIED_JOURNAL_ENTRIES": "JournalEntries", "unified_journalentries": "JournalEntries",
		"PurchaseInvoices": "Bills", "BillPayment": "BillPayments", "APAdjustment": "APAdjustment",
		"vendors": "", "VENDOR": "", "unified_": "", "items": "",
	} {
		found, known := unified.Named(stream)
		if known != (want != "") || known && found.Name != want {
			t.Errorf("%s: %v", stream, found)
		}
	}
}

// TestTables: every object is one of Intacct's, no name stands twice in a
// table, and what is read is described.
func TestTables(t *testing.T) {
	streams := map[string]bool{}
	for i := range unified.Tables {
		table := &unified.Tables[i]
		for _, name := range append([]string{table.Name}, table.Aliases...) {
			if streams[name] {
				t.Errorf("two tables are called %s", name)
			}
			if _, known := intacct.ObjectNamed(unified.Prefix + name); known {
				t.Errorf("an object is called %s", unified.Prefix+name)
			}
			streams[name] = true
		}
		for _, o := range table.Objects {
			known, found := intacct.ObjectNamed(o.Name)
			if !found || known.Name != o.Name {
				t.Errorf("%s: no object %s", table.Name, o.Name)
			}
			for _, l := range table.Lists {
				if len(known.Lines) == 0 || known.Lines[0].Element != l.Element || known.Lines[0].Object != l.Object {
					t.Errorf("%s: %s has no lines %s", table.Name, o.Name, l.Element)
				}
			}
		}
		for _, r := range table.References {
			for _, to := range r.To {
				if _, found := intacct.ObjectNamed(to.Object); !found {
					t.Errorf("%s: no object %s", table.Name, to.Object)
				}
			}
		}
		distinct(t, table.Name, table.Fields, table.References)
		for _, l := range table.Lists {
			distinct(t, table.Name+"."+l.Name, l.Fields, l.References)
		}
	}
}

func distinct(t *testing.T, where string, fields []unified.Field, references []unified.Reference) {
	t.Helper()
	seen := map[string]bool{}
	note := func(name string) {
		if seen[name] {
			t.Errorf("%s: %s stands twice", where, name)
		}
		seen[name] = true
	}
	for _, f := range fields {
		if f.Name != "" {
			note(f.Name)
		}
		if f.Sure == 0 {
			t.Errorf("%s: how sure is %s?", where, f.Name)
		}
	}
	for _, r := range references {
		for _, names := range [][]string{r.ID, r.Number, r.Title} {
			for _, name := range names {
				note(name)
			}
		}
		if r.Sure == 0 {
			t.Errorf("%s: how sure is %s?", where, r.Name)
		}
	}
}

func FuzzEncode(f *testing.F) {
	f.Add("Bills", `{"billNumber":"B","lineItems":[{"amount":1}]}`)
	f.Add("JournalEntries", `{"lines":[{"amount":"1e5"},{"amount":-1}]}`)
	f.Add("Vendors", `{"addresses":"[{}]","customFields":{"a":1}}`)
	f.Fuzz(func(t *testing.T, name, record string) {
		found, known := unified.Named(name)
		if !known {
			return
		}
		encoded, err := found.Encode(json.RawMessage(record), day)
		if err != nil {
			return
		}
		for _, m := range encoded.Members {
			if m.Parts == nil && !json.Valid(m.Value) {
				t.Errorf("%s is %q", m.Field, m.Value)
			}
		}
	})
}
