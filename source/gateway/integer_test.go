package gateway

import "testing"

func TestParseInteger(t *testing.T) {
	for sent, want := range map[string]int64{
		"0": 0, "17": 17, "-17": -17, "-0": 0, "0012": 12,
		"9223372036854775807": 1<<63 - 1,
	} {
		if got, ok := ParseInteger([]byte(sent)); !ok || got != want {
			t.Errorf("parseInteger(%q) = %d, %t, want %d", sent, got, ok, want)
		}
	}
	if got, ok := ParseInteger([]byte(" 42 ")); !ok || got != 42 {
		t.Errorf("blanks around an integer make it %d, %t", got, ok)
	}
	for _, sent := range []string{"", "-", "1.0", "12a", "9223372036854775808", "99999999999999999999", "+5"} {
		if got, ok := ParseInteger([]byte(sent)); ok {
			t.Errorf("parseInteger(%q) = %d, want a refusal", sent, got)
		}
	}
}
