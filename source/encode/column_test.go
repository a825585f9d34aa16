package encode

import (
	"testing"
	"time"

	"airbyte-sage-intacct/intacct"
)

func TestValuesByType(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	american := formatOf(t, "/mdY", "24", "-08:00")
	german := formatOf(t, ".dmY", "24", "+00:00")
	german.Zone = berlin
	tests := []struct {
		name, datatype, sent, want string
		quoted                     bool
		format                     intacct.Format
	}{
		{name: "decimal", datatype: "DECIMAL", sent: ".5", want: "0.5"},
		{name: "currency", datatype: "CURRENCY", sent: "-1234567890123456789.01", want: "-1234567890123456789.01"},
		{name: "percent", datatype: "PERCENT", sent: "7.25", want: "7.25"},
		{name: "decimal as text", datatype: "DECIMAL", sent: "-.5", want: `"-0.5"`, quoted: true},
		{name: "integer with a fraction", datatype: "INTEGER", sent: "1.5", want: "1.5"},
		{name: "true", datatype: "BOOLEAN", sent: "true", want: "true"},
		{name: "F", datatype: "BOOLEAN", sent: "F", want: "false"},
		{name: "date", datatype: "DATE", sent: "02/29/2024", want: `"2024-02-29"`},
		{name: "date in ISO form", datatype: "DATE", sent: "2024-02-29", want: `"2024-02-29"`},
		{name: "date of a German", datatype: "DATE", sent: "03.04.2026", want: `"2026-04-03"`, format: german},
		{name: "timestamp", datatype: "TIMESTAMP", sent: "11/01/2026 13:45:59", want: `"2026-11-01T13:45:59Z"`},
		{name: "timestamp in the user's zone", datatype: "TIMESTAMP", sent: "12/31/2025 20:00:00", want: `"2026-01-01T04:00:00Z"`, format: american},
		{name: "timestamp in summer", datatype: "TIMESTAMP", sent: "01.07.2026 00:30:00", want: `"2026-06-30T22:30:00Z"`, format: german},
		{name: "a date alone is midnight there", datatype: "TIMESTAMP", sent: "12/31/2025", want: `"2025-12-31T08:00:00Z"`, format: american},
		{name: "twelve hours", datatype: "TIMESTAMP", sent: "12/31/2025 11:15:00 PM", want: `"2025-12-31T23:15:00Z"`},
		{name: "text", datatype: "TEXT", sent: "A & B\n\"quoted\" \u2028 \U0001F600", want: `"A & B\n\"quoted\" \u2028 ` + "\U0001F600" + `"`},
		{name: "enum", datatype: "ENUM", sent: "Posted", want: `"Posted"`},
		{name: "sequence", datatype: "SEQUENCE", sent: "0012", want: `"0012"`},
		{name: "type of tomorrow", datatype: "HOLOGRAM", sent: "x", want: `"x"`},
		{name: "nothing", datatype: "DECIMAL", sent: "", want: "null"},
		{name: "no text", datatype: "TEXT", sent: "", want: "null"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := NewColumn("F", "F", test.datatype)
			c.Quoted, c.Format = test.quoted, test.format
			got, ok := c.AppendValue(nil, []byte(test.sent))
			if !ok || string(got) != test.want {
				t.Errorf("%q becomes %s (%t), want %s", test.sent, got, ok, test.want)
			}
		})
	}
}

func TestValuesOfAnotherTypeAreRefused(t *testing.T) {
	for datatype, values := range map[string][]string{
		"DECIMAL":   {"1,234.50", "abc", "$5"},
		"BOOLEAN":   {"yes", "1", "maybe"},
		"DATE":      {"13/13/2026", "02/30/2026", "today", "00/00/0000"},
		"TIMESTAMP": {"11/01/2026 25:00:00", "11/01/2026 noon", "yesterday"},
	} {
		for _, sent := range values {
			if got, ok := NewColumn("F", "F", datatype).AppendValue(nil, []byte(sent)); ok {
				t.Errorf("%s %q becomes %s, want a refusal", datatype, sent, got)
			}
		}
	}
}

func TestOnlyAmountsAreStrict(t *testing.T) {
	for datatype, want := range map[string]bool{
		"DECIMAL": true, "CURRENCY": true, "PERCENT": false, "INTEGER": false, "DATE": false, "BOOLEAN": false, "TEXT": false,
	} {
		if got := NewColumn("F", "F", datatype).Strict; got != want {
			t.Errorf("%s: strict is %t", datatype, got)
		}
	}
}

func formatOf(t *testing.T, date, clock, offset string) intacct.Format {
	t.Helper()
	format, err := intacct.NewFormat("", date, clock, offset)
	if err != nil {
		t.Fatal(err)
	}
	return format
}
