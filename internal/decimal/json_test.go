package decimal_test

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"airbyte-sage-intacct/internal/decimal"
)

func TestNumbersKeepTheirDigits(t *testing.T) {
	tests := []struct {
		sent, want string
	}{
		{"205375", "205375"},
		{".5", "0.5"},
		{"-.5", "-0.5"},
		{"-0.5", "-0.5"},
		{"+12.30", "12.30"},
		{"5.", "5"},
		{"007", "7"},
		{"000.10", "0.10"},
		{"0", "0"},
		{"-0", "-0"},
		{" 12 ", "12"},
		{"123456789012345678901234567890.123456789", "123456789012345678901234567890.123456789"},
		{"1.5E-3", "1.5E-3"},
		{"1e+10", "1e+10"},
	}
	for _, test := range tests {
		got, ok := decimal.AppendJSON([]byte("x"), []byte(test.sent))
		if !ok || string(got) != "x"+test.want {
			t.Errorf("decimal.AppendJSON(%q) = %q, %t, want x%s", test.sent, got, ok, test.want)
		}
	}
}

func TestWhatIsNoNumberIsRefused(t *testing.T) {
	for _, sent := range []string{"-", "+", ".", "-.", "1,234.50", "12a", "1e", "1e+", "1.2.3", "--1", "1 2", "NaN", "0x10", "٣"} {
		if got, ok := decimal.AppendJSON(nil, []byte(sent)); ok {
			t.Errorf("decimal.AppendJSON(%q) = %q, want a refusal", sent, got)
		}
	}
}

// FuzzAppendJSON holds AppendJSON to two promises: what it writes is a JSON
// number, and it has the value that was sent.
func FuzzAppendJSON(f *testing.F) {
	for _, seed := range []string{"12.50", ".5", "-.5", "00012", "5.", "1e5", "-", "1,2", "0\f"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, sent string) {
		got, ok := decimal.AppendJSON(nil, []byte(sent))
		if !ok || len(sent) > 40 {
			return
		}
		var number json.Number
		if err := json.Unmarshal(got, &number); err != nil {
			t.Fatalf("decimal.AppendJSON(%q) = %q: %v", sent, got, err)
		}
		want, ok1 := new(big.Float).SetString(strings.TrimSpace(sent))
		have, ok2 := new(big.Float).SetString(number.String())
		if !ok1 || !ok2 || want.Cmp(have) != 0 {
			t.Fatalf("decimal.AppendJSON(%q) = %q", sent, got)
		}
	})
}
