package unified_test

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestDoubt(t *testing.T) {
	for name, c := range map[string]struct{ table, record, want string }{
		"the sum":            {"Bills", `{"totalAmount":"100.10","lineItems":[{"amount":100},{"amount":"0.1"}]}`, ""},
		"noise of floats":    {"Bills", `{"totalAmount":0.30000000000000004,"lineItems":[{"amount":0.1},{"amount":0.2}]}`, ""},
		"yen":                {"Bills", `{"totalAmount":101,"currency":"JPY","lineItems":[{"amount":100.5}]}`, ""},
		"in two lists":       {"Bills", `{"totalAmount":3,"lineItems":[{"productId":"I","amount":1}],"expenses":[{"amount":2}]}`, ""},
		"a tax beside":       {"Bills", `{"totalAmount":119,"taxAmount":19,"lineItems":[{"amount":100}]}`, "totalAmount is not what the lines add up to"},
		"by another name":    {"Invoices", `{"total":"5","lineItems":[{"amount":4}]}`, "total is not what"},
		"no total":           {"Bills", `{"lineItems":[{"amount":100}]}`, ""},
		"no lines":           {"Bills", `{"totalAmount":100}`, ""},
		"a line without one": {"Bills", `{"totalAmount":100,"lineItems":[{"amount":1},{"description":"x"}]}`, ""},
		"a credit":           {"VendorCredits", `{"totalAmount":12.5,"lineItems":[{"amount":12.50}]}`, ""},
		"another credit":     {"VendorCredits", `{"totalAmount":12.5,"lineItems":[{"amount":-12.50}]}`, "totalAmount is not"},
		"a payment":          {"BillPayments", `{"billId":"1","amount":"7"}`, ""},
		"a split payment":    {"BillPayments", `{"amount":"7","bills":[{"billId":"1","amount":3},{"billId":"2","amount":3}]}`, "amount is not"},
	} {
		record, err := table(t, c.table).Encode(json.RawMessage(c.record), day)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if got := record.Doubt(); got != c.want && (c.want == "" || !strings.HasPrefix(got, c.want)) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestCustomFieldsThatAreNone(t *testing.T) {
	for _, record := range []string{`{"customFields":"ten"}`, `{"customFields":[1]}`, `{"lineItems":[{"amount":1,"customFields":["x"]}]}`} {
		if _, err := table(t, "Bills").Encode(json.RawMessage(record), day); err == nil || !strings.Contains(err.Error(), "customFields") {
			t.Errorf("%s: %v", record, err)
		}
	}
}
