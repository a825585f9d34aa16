package canonical

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestCanonical(t *testing.T) {
	for _, c := range []struct {
		kind Kind
		raw  string
		want string
		err  string
	}{
		{Numeric, `12345678901234567890.12345678901234567890`, "12345678901234567890.1234567890123456789", ""},
		{Numeric, `"12345678901234.56"`, "12345678901234.56", ""},
		{Numeric, `0.10`, "0.1", ""},
		{Numeric, `".5"`, "0.5", ""},
		{Numeric, `"-.5"`, "-0.5", ""},
		{Numeric, `-0`, "0", ""},
		{Numeric, `"007"`, "7", ""},
		{Numeric, `"+7"`, "7", ""},
		{Numeric, `1e3`, "1000", ""},
		{Numeric, `1.25E-3`, "0.00125", ""},
		{Numeric, `12.5e1`, "125", ""},
		{Numeric, `1e400`, "", "out of range"},
		{Numeric, `"1,000"`, "", "not a number"},
		{Numeric, `"12.3.4"`, "", "not a number"},
		{Numeric, `"--1"`, "", "not a number"},
		{Numeric, `"."`, "", "not a number"},
		{Numeric, `"NaN"`, "", "not a number"},
		{Numeric, `true`, "", "not a number"},
		{Numeric, `null`, "", ""},
		{Numeric, `" "`, "", "not a number"},
		{Boolean, `true`, "true", ""},
		{Boolean, `"T"`, "true", ""},
		{Boolean, `"F"`, "false", ""},
		{Boolean, `0`, "false", ""},
		{Boolean, `"perhaps"`, "", "not a boolean"},
		{Date, `"2024-02-29"`, "2024-02-29", ""},
		{Date, `"2023-02-29"`, "", "not a date"},
		{Date, `"02/28/2026"`, "", "date_order"},
		{Date, `"2026-02-28T00:00:00+02:00"`, "2026-02-28", ""},
		{Date, `"2026-02-28 13:45:00.250+00"`, "2026-02-28", ""},
		{Date, `"2026-02-28T24:00:00"`, "", "not a date"},
		{Date, `"2026-02-28T1:00"`, "", "not a date"},
		{Date, `"2026-02-28T"`, "", "not a date"},
		{Date, `"2026-2-8"`, "", "not a date"},
		{Date, `"20260228"`, "", "not a date"},
		{Date, `"28 Feb 2026"`, "", "not a date"},
		{Date, `"0000-00-00"`, "", "not a date"},
		{Date, `1772236800`, "", "not a date"},
		{Date, `true`, "", "not a date"},
		{Date, `"2026-02-28T23:59:59-08:00"`, "2026-02-28", ""},
		{Date, `"2026-02-28 00:00:00"`, "2026-02-28", ""},
		{Date, `"28.02.2026"`, "", "not a date"},
		{Date, `20260228`, "", "not a date"},
		{Timestamp, `"2026-02-28T23:59:59-08:00"`, "2026-03-01T07:59:59Z", ""},
		{Timestamp, `"2026-02-28"`, "2026-02-28T00:00:00Z", ""},
		{Timestamp, `"2026-02-28T23:59:59.75+0530"`, "2026-02-28T18:29:59Z", ""},
		{Timestamp, `"2026-02-28 23:59"`, "2026-02-28T23:59:00Z", ""},
		{Timestamp, `"02/28/2026 13:45:00"`, "", "date_order"},
		{Timestamp, `"2026-02-28T23:59:60Z"`, "", "not a timestamp"},
		{Timestamp, `1772236800000`, "", "not a timestamp"},
		{Timestamp, `"soon"`, "", "not a timestamp"},
		{Text, `"a & <b> \"c\" 𝔘 é"`, `a & <b> "c" 𝔘 é`, ""},
		{Text, `20000`, "20000", ""},
		{Text, `true`, "true", ""},
		{Text, `""`, "", ""},
		{Text, `["red","blue"]`, "", "is a list where a single value is expected"},
		{Text, `[["red"]]`, "", "list"},
		{Text, `[{}]`, "", "list"},
		{Text, `{"a":1}`, "", "object"},
		{Text, `"a\u0001b"`, "", "U+0001"},
		{Text, `"a\ufffe"`, "", "U+FFFE"},
		{Text, `"=1+1 #~# tab\there"`, "=1+1 #~# tab\there", ""},
	} {
		got, err := ISOOnly.Value(c.kind, json.RawMessage(c.raw))
		if c.err == "" && err != nil || c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)) {
			t.Errorf("%s: error %v, want %q", c.raw, err, c.err)
			continue
		}
		if err == nil && got != c.want {
			t.Errorf("%s: %q, want %q", c.raw, got, c.want)
		}
	}
}

func TestWireTexts(t *testing.T) {
	for _, c := range []struct {
		kind Kind
		text string
		want string
	}{
		{Date, "2026-02-28", "02/28/2026"},
		{Date, "", ""},
		{Timestamp, "2026-03-01T07:59:59Z", "03/01/2026 07:59:59"},
		{Numeric, "0.10", "0.10"},
		{Boolean, "true", "true"},
	} {
		if got := c.kind.Wire(c.text); got != c.want {
			t.Errorf("%q is written %q, want %q", c.text, got, c.want)
		}
	}
}
