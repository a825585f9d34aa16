package destination

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"
)

func TestCanonical(t *testing.T) {
	for _, c := range []struct {
		kind kind
		raw  string
		want string
		err  string
	}{
		{numeric, `12345678901234567890.12345678901234567890`, "12345678901234567890.1234567890123456789", ""},
		{numeric, `"12345678901234.56"`, "12345678901234.56", ""},
		{numeric, `0.10`, "0.1", ""},
		{numeric, `".5"`, "0.5", ""},
		{numeric, `"-.5"`, "-0.5", ""},
		{numeric, `-0`, "0", ""},
		{numeric, `"007"`, "7", ""},
		{numeric, `"+7"`, "7", ""},
		{numeric, `1e3`, "1000", ""},
		{numeric, `1.25E-3`, "0.00125", ""},
		{numeric, `12.5e1`, "125", ""},
		{numeric, `1e400`, "", "out of range"},
		{numeric, `"1,000"`, "", "not a number"},
		{numeric, `"12.3.4"`, "", "not a number"},
		{numeric, `"--1"`, "", "not a number"},
		{numeric, `"."`, "", "not a number"},
		{numeric, `"NaN"`, "", "not a number"},
		{numeric, `true`, "", "not a number"},
		{numeric, `null`, "", ""},
		{numeric, `" "`, "", "not a number"},
		{boolean, `true`, "true", ""},
		{boolean, `"T"`, "true", ""},
		{boolean, `"F"`, "false", ""},
		{boolean, `0`, "false", ""},
		{boolean, `"perhaps"`, "", "not a boolean"},
		{date, `"2024-02-29"`, "2024-02-29", ""},
		{date, `"2023-02-29"`, "", "not a date"},
		{date, `"02/28/2026"`, "", "date_order"},
		{date, `"2026-02-28T00:00:00+02:00"`, "2026-02-28", ""},
		{date, `"2026-02-28 13:45:00.250+00"`, "2026-02-28", ""},
		{date, `"2026-02-28T24:00:00"`, "", "not a date"},
		{date, `"2026-02-28T1:00"`, "", "not a date"},
		{date, `"2026-02-28T"`, "", "not a date"},
		{date, `"2026-2-8"`, "", "not a date"},
		{date, `"20260228"`, "", "not a date"},
		{date, `"28 Feb 2026"`, "", "not a date"},
		{date, `"0000-00-00"`, "", "not a date"},
		{date, `1772236800`, "", "not a date"},
		{date, `true`, "", "not a date"},
		{date, `"2026-02-28T23:59:59-08:00"`, "2026-02-28", ""},
		{date, `"2026-02-28 00:00:00"`, "2026-02-28", ""},
		{date, `"28.02.2026"`, "", "not a date"},
		{date, `20260228`, "", "not a date"},
		{timestamp, `"2026-02-28T23:59:59-08:00"`, "2026-03-01T07:59:59Z", ""},
		{timestamp, `"2026-02-28"`, "2026-02-28T00:00:00Z", ""},
		{timestamp, `"2026-02-28T23:59:59.75+0530"`, "2026-02-28T18:29:59Z", ""},
		{timestamp, `"2026-02-28 23:59"`, "2026-02-28T23:59:00Z", ""},
		{timestamp, `"02/28/2026 13:45:00"`, "", "date_order"},
		{timestamp, `"2026-02-28T23:59:60Z"`, "", "not a timestamp"},
		{timestamp, `1772236800000`, "", "not a timestamp"},
		{timestamp, `"soon"`, "", "not a timestamp"},
		{textual, `"a & <b> \"c\" 𝔘 é"`, `a & <b> "c" 𝔘 é`, ""},
		{textual, `20000`, "20000", ""},
		{textual, `true`, "true", ""},
		{textual, `""`, "", ""},
		{textual, `["red","blue"]`, "", "is a list where a single value is expected"},
		{textual, `[["red"]]`, "", "list"},
		{textual, `[{}]`, "", "list"},
		{textual, `{"a":1}`, "", "object"},
		{textual, `"a\u0001b"`, "", "U+0001"},
		{textual, `"a\ufffe"`, "", "U+FFFE"},
		{textual, `"=1+1 #~# tab\there"`, "=1+1 #~# tab\there", ""},
	} {
		got, err := isoOnly.canonical(c.kind, json.RawMessage(c.raw))
		if c.err == "" && err != nil || c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)) {
			t.Errorf("%s: error %v, want %q", c.raw, err, c.err)
			continue
		}
		if err == nil && got != c.want {
			t.Errorf("%s: %q, want %q", c.raw, got, c.want)
		}
	}
}

// TestChoices are lists for a field that takes them.
func TestChoices(t *testing.T) {
	f := &field{kind: textual, many: true}
	for _, c := range []struct{ raw, want, err string }{
		{`["red","blue"]`, "red#~#blue", ""},
		{`[7,true]`, "7#~#true", ""},
		{`"red"`, "red", ""},
		{`[]`, "", ""},
		{`["red#~#green"]`, "", "separator"},
		{`[["red"]]`, "", "no single value"},
		{`[{}]`, "", "no single value"},
		{`["a\u0001"]`, "", "U+0001"},
	} {
		got, err := isoOnly.value(f, json.RawMessage(c.raw))
		if (c.err == "") != (err == nil) || err != nil && !strings.Contains(err.Error(), c.err) || err == nil && got != c.want {
			t.Errorf("%s: %q, %v", c.raw, got, err)
		}
	}
}

// FuzzCanonicalNumber: what is accepted is the same number, in a form that is
// the same again.
func FuzzCanonicalNumber(f *testing.F) {
	for _, seed := range []string{"0", "-.5", "1e3", "1.25E-3", "007.100", "+1", "9e-64", "1e"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := canonicalNumber(text)
		if err != nil {
			return
		}
		before, ok := new(big.Rat).SetString(strings.TrimPrefix(text, "+"))
		after, fine := new(big.Rat).SetString(got)
		if !ok || !fine || before.Cmp(after) != 0 {
			t.Fatalf("%q became %q", text, got)
		}
		if again, err := canonicalNumber(got); err != nil || again != got {
			t.Fatalf("%q became %q, then %q (%v)", text, got, again, err)
		}
	})
}

func TestWireTexts(t *testing.T) {
	for _, c := range []struct {
		kind kind
		text string
		want string
	}{
		{date, "2026-02-28", "02/28/2026"},
		{date, "", ""},
		{timestamp, "2026-03-01T07:59:59Z", "03/01/2026 07:59:59"},
		{numeric, "0.10", "0.10"},
		{boolean, "true", "true"},
	} {
		if got := c.kind.wire(c.text); got != c.want {
			t.Errorf("%q is written %q, want %q", c.text, got, c.want)
		}
	}
}

// TestStays: what the company changes on its way in is nothing to search by.
func TestStays(t *testing.T) {
	choice := &field{choices: []string{"Open", "Closed"}}
	for _, c := range []struct {
		cell cell
		want bool
	}{
		{cell{field: &field{}, text: "plain text"}, true},
		{cell{field: &field{}, text: ""}, false},
		{cell{field: &field{}, text: " blank before"}, false},
		{cell{field: &field{}, text: "two\nlines"}, false},
		{cell{field: choice, text: "Open"}, true},
		{cell{field: choice, text: "open"}, false},
		{cell{field: &field{kind: numeric}, text: "10.05"}, true},
		{cell{field: &field{kind: numeric}, text: "10.005"}, false},
		{cell{field: &field{kind: numeric}, text: "0"}, false},
		{cell{field: &field{kind: boolean}, text: "true"}, true},
		{cell{field: &field{kind: boolean}, text: "false"}, false},
		{cell{field: &field{kind: date}, text: "2026-11-01"}, true},
		{cell{field: &field{kind: timestamp}, text: "2026-11-01T00:00:00Z"}, false},
	} {
		if got := c.cell.stays(currencies{}); got != c.want {
			t.Errorf("%q: %v", c.cell.text, got)
		}
	}
}

func TestIdentityStays(t *testing.T) {
	for key, want := range map[string]string{
		"INV-1": "INV-1", "two words": "two words", "1": "AB-1", "12345678901234567": "AB-12345678901234567",
	} {
		if got := identityOf([]string{key}); got != want {
			t.Errorf("%q became %q, want %q", key, got, want)
		}
	}
	for _, key := range []string{" INV-1", "INV-1 ", "a  b", "a\nb", "longer than the field is", "123456789012345678"} {
		if got := identityOf([]string{key}); len(got) != len(hashedIdentity("")) || !strings.HasPrefix(got, identityMark) {
			t.Errorf("%q became %q", key, got)
		}
	}
}

// TestNothingKept: where a company keeps nothing for no and for zero, a record is
// recognised all the same; to change one from nothing to no is another matter.
func TestNothingKept(t *testing.T) {
	for _, c := range []struct {
		kind kind
		sent string
		same bool
	}{{boolean, "false", true}, {boolean, "true", false}, {numeric, "0", true}, {numeric, "0.5", false}, {textual, "0", false}} {
		if got := (comparison{lenient: true}).same(&field{kind: c.kind}, c.sent, ""); got != c.same {
			t.Errorf("%q: %v", c.sent, got)
		}
		if (comparison{}).same(&field{kind: c.kind}, c.sent, "") {
			t.Errorf("%q is not sent in an update", c.sent)
		}
	}
}
