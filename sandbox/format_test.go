package sandbox

import (
	"encoding/json"
	"testing"
)

func TestFormatting(t *testing.T) {
	usual := newFormatting("", "", "", "")
	pacific := newFormatting("en_US", "/mdY", "-08:00", "12")
	british := newFormatting("en_GB", "-dmy", "+01:00", "24")
	for _, test := range []struct {
		name            string
		format          formatting
		date, timestamp string
	}{
		{"usual", usual, "03/31/2026", "04/01/2026 02:05:09"},
		{"pacific", pacific, "03/31/2026", "03/31/2026 06:05:09 PM"},
		{"british", british, "31-03-26", "01-04-26 03:05:09"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := string(test.format.appendDate(nil, "2026-03-31")); got != test.date {
				t.Errorf("date %s, want %s", got, test.date)
			}
			if got := string(test.format.appendTimestamp(nil, "2026-04-01T02:05:09Z")); got != test.timestamp {
				t.Errorf("timestamp %s, want %s", got, test.timestamp)
			}
			back, ok := test.format.parseTimestamp(test.timestamp)
			if !ok || back != "2026-04-01T02:05:09Z" {
				t.Errorf("read back as %s, %t", back, ok)
			}
			day, ok := test.format.parseDate(test.date)
			if !ok || day != "2026-03-31" {
				t.Errorf("date read back as %s, %t", day, ok)
			}
		})
	}
}

func TestDatesThatAreNone(t *testing.T) {
	for _, text := range []string{"", "2026-03-31", "13/01/2026", "02/30/2026", "03/31/2026T00:00:00", "yesterday"} {
		if got, ok := usualFormatting.parseTimestamp(text); ok {
			t.Errorf("%q was read as %s", text, got)
		}
	}
}

func TestMidnightIsTwelveOnTheOldClock(t *testing.T) {
	f := newFormatting("", "", "", "12")
	for stamp, want := range map[string]string{
		"2026-01-01T00:00:01Z": "01/01/2026 12:00:01 AM", "2026-01-01T12:00:00Z": "01/01/2026 12:00:00 PM",
		"2026-01-01T13:00:00Z": "01/01/2026 01:00:00 PM",
	} {
		if got := string(f.appendTimestamp(nil, stamp)); got != want {
			t.Errorf("%s is %s, want %s", stamp, got, want)
		}
	}
}

func TestAppendDecimal(t *testing.T) {
	for digits, want := range map[string]string{
		"100": "100", "100.50": "100.5", "100.00": "100", "0.50": ".5", "-0.50": "-.5", "0": "0", "0.00": "0", "-0.00": "0",
		"-12.30": "-12.3", "1000": "1000",
	} {
		if got := string(appendDecimal(nil, digits)); got != want {
			t.Errorf("%s is %s, want %s", digits, got, want)
		}
	}
}

func TestAppendText(t *testing.T) {
	for text, want := range map[string]string{
		"plain": "plain", `a<b>&"c"`: "a&lt;b&gt;&amp;&quot;c&quot;", "tab\tline\ncr\r": "tab\tline\ncr&#13;",
		"\x00\x1f": "\uFFFD\uFFFD", "é😀": "é😀", "\xff": "\uFFFD", "\uFFFE": "\uFFFD",
	} {
		if got := string(appendText(nil, text)); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

func FuzzJSONText(f *testing.F) {
	f.Add("plain")
	f.Add("a\"b\\c\n\t\x00é😀")
	f.Fuzz(func(t *testing.T, text string) {
		var back string
		if err := json.Unmarshal(appendJSONText(nil, text), &back); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if want := string([]rune(text)); back != want {
			t.Errorf("%q became %q", want, back)
		}
	})
}
