package intacct

import (
	"testing"
	"time"
)

func format(t testing.TB, date, clock, offset string) Format {
	t.Helper()
	f, err := NewFormat("en_US", date, clock, offset)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestParseTimestamp(t *testing.T) {
	us, west := format(t, "/mdY", "24", "+00:00"), format(t, "/mdY", "12", "-08:00")
	german, iso := format(t, ".dmY", "24", "+09:30"), format(t, "-Ymd", "24", "")
	short := format(t, "/mdy", "24", "0")
	tests := []struct {
		format Format
		text   string
		want   string // "" is refused
	}{
		{us, "01/09/2026 02:03:04", "2026-01-09T02:03:04Z"},
		{us, "1/9/2026 2:03:04", "2026-01-09T02:03:04Z"},
		{us, "01/09/2026", "2026-01-09T00:00:00Z"},
		{us, "01/09/2026 02:03", "2026-01-09T02:03:00Z"},
		{us, "01/09/2026 02:03:04 PM", "2026-01-09T14:03:04Z"},
		{us, "02/29/2024 23:59:59", "2024-02-29T23:59:59Z"},
		{us, "2021-08-26T16:46:42Z", "2021-08-26T16:46:42Z"},
		{us, "2021-08-26T16:46:42.125Z", "2021-08-26T16:46:42.125Z"},
		{us, "2021-08-26T16:46:42-07:00", "2021-08-26T23:46:42Z"},
		{us, "2021-08-26 16:46:42+0530", "2021-08-26T11:16:42Z"},
		{us, "2021-08-26", "2021-08-26T00:00:00Z"},
		{west, "01/09/2026 12:00:00 AM", "2026-01-09T08:00:00Z"},
		{west, "01/09/2026 12:30:00 pm", "2026-01-09T20:30:00Z"},
		{west, "01/09/2026 11:30:00 PM", "2026-01-10T07:30:00Z"},
		{west, "01/09/2026 23:30:00", "2026-01-10T07:30:00Z"},
		{west, "01/09/2026", "2026-01-09T08:00:00Z"},
		{west, "2021-08-26T16:46:42Z", "2021-08-26T16:46:42Z"},
		{german, "09.01.2026 02:03:04", "2026-01-08T16:33:04Z"},
		{iso, "2026-01-09 02:03:04", "2026-01-09T02:03:04Z"},
		{short, "01/09/26 02:03:04", "2026-01-09T02:03:04Z"},
		{Format{}, "01/09/2026 02:03:04", "2026-01-09T02:03:04Z"},
		{us, " 01/09/2026 ", "2026-01-09T00:00:00Z"},
		{us, "\n01/09/2026 02:03:04 PM ", "2026-01-09T14:03:04Z"},
		{us, " 2021-08-26T16:46:42Z\t", "2021-08-26T16:46:42Z"},
		{us, "01 / 09 / 2026 02:03:04", "2026-01-09T02:03:04Z"},
		{format(t, " dmY", "24", ""), "09 01 2026 02:03:04", "2026-01-09T02:03:04Z"},
		{format(t, " dmY", "24", ""), "9  1 2026", "2026-01-09T00:00:00Z"},
		{format(t, " / mdY", "24", ""), "01 / 09 / 2026 02:03:04", "2026-01-09T02:03:04Z"},
		{format(t, "MM / DD / YYYY", "24", ""), "01 / 09 / 2026 02:03:04", "2026-01-09T02:03:04Z"},
		{format(t, "dd.mm.yyyy", "24", ""), "09.01.2026 02:03:04", "2026-01-09T02:03:04Z"},
		{format(t, "dd MMM yyyy", "12", ""), "09 Jan 2026 02:03:04 PM", "2026-01-09T14:03:04Z"},
		{format(t, "dd MMM yyyy", "24", ""), "9 September 2026", "2026-09-09T00:00:00Z"},
		{format(t, " dmY", "24", ""), "2021-08-26T16:46:42Z", "2021-08-26T16:46:42Z"},

		{format(t, " dmY", "24", ""), "09012026", ""},
		{format(t, "dd MMM yyyy", "24", ""), "09 Jun2026", ""},
		{format(t, "dd MMM yyyy", "24", ""), "09 Ju 2026", ""},
		{format(t, "dd MMM yyyy", "24", ""), "09 Janus 2026", ""},
		{us, "00/00/0000 00:00:00", ""},
		{us, "0000-00-00T00:00:00Z", ""},

		{us, "", ""},
		{us, "13/01/2026", ""},
		{us, "02/29/2026", ""},
		{us, "02/29/1900", ""},
		{us, "04/31/2026", ""},
		{us, "00/10/2026", ""},
		{us, "01/00/2026", ""},
		{us, "01-09-2026", ""},
		{us, "01/09/026", ""},
		{us, "001/09/2026", ""},
		{us, "01/09", ""},
		{us, "01/09/2026 02", ""},
		{us, "01/09/2026 2:3:4", ""},
		{us, "01/09/2026 24:00:00", ""},
		{us, "01/09/2026 02:60:00", ""},
		{us, "01/09/2026 02:60", ""},
		{us, "01/09/2026 02:03:60", ""},
		{us, "01/09/2026 13:03:04 PM", ""},
		{us, "01/09/2026 00:03:04 AM", ""},
		{us, "01/09/2026 02:03:04 XM", ""},
		{us, "01/09/2026 02:03:04 PM x", ""},
		{us, "01/09/2026x02:03:04", ""},
		{us, "01/09/2026 02:03:04.", ""},
		{us, "01/09/2026 02:03:04.1234567890", ""},
		{us, "2021-08-26T16:46:42+15:00", ""},
		{us, "2021-08-26T16:46:42+", ""},
		{us, "2021-08-26T16:46:42Zx", ""},
		{us, "2021-13-26", ""},
		{us, "2021-0x-26", ""},
		{german, "01/09/2026", ""},
		{german, "09.13.2026", ""},
	}
	for _, test := range tests {
		at, ok := test.format.ParseTimestamp([]byte(test.text))
		got := ""
		if ok {
			got = at.Format(time.RFC3339Nano)
		}
		if got != test.want || ok && at.Location() != time.UTC {
			t.Errorf("%s%s %q = %s, want %s", string(test.format.separator), test.format.order, test.text, got, test.want)
		}
	}
}

func TestParseDate(t *testing.T) {
	west, german := format(t, "/mdY", "24", "-08:00"), format(t, ".dmY", "24", "+09:30")
	tests := []struct {
		format     Format
		text, want string
	}{
		{west, "01/09/2026", "2026-01-09"},
		{west, "01/09/2026 23:00:00", "2026-01-09"},
		{west, "2026-01-09", "2026-01-09"},
		{west, "2026-01-09T23:00:00Z", "2026-01-09"},
		{german, "09.01.2026", "2026-01-09"},
		{west, "01/09/2026 25:00:00", ""},
		{west, "soon", ""},
		{west, "", ""},
	}
	for _, test := range tests {
		at, ok := test.format.ParseDate([]byte(test.text))
		got := ""
		if ok {
			got = at.Format("2006-01-02")
		}
		if got != test.want {
			t.Errorf("%q = %q, want %q", test.text, got, test.want)
		}
	}
}

func TestFiltersTakeOneForm(t *testing.T) {
	at := time.Date(2026, 1, 9, 2, 3, 4, 5, time.UTC)
	for _, test := range []struct {
		format Format
		want   string
	}{
		{format(t, "/mdY", "24", "+00:00"), "01/09/2026 02:03:04"},
		{format(t, ".dmY", "12", "-08:00"), "01/08/2026 18:03:04"},
		{format(t, "", "", "+09:30"), "01/09/2026 11:33:04"},
		{Format{}, "01/09/2026 02:03:04"},
	} {
		if got := test.format.FormatTimestamp(at); got != test.want {
			t.Errorf("literal = %s, want %s", got, test.want)
		}
	}
	if got := format(t, ".dmY", "12", "-08:00").FormatDate(at); got != "01/09/2026" {
		t.Errorf("date = %s", got)
	}
}

func TestFormatsThatAreNotKnown(t *testing.T) {
	for _, bad := range [][3]string{
		{"mdY", "24", ""},
		{"/mdx", "24", ""},
		{"/mmY", "24", ""},
		{"/MdY", "24", ""},
		{"1mdY", "24", ""},
		{"dd.mm/yyyy", "24", ""},
		{"dd.dd.yyyy", "24", ""},
		{"dd-week-yyyy", "24", ""},
		{"", "13", ""},
		{"", "", "east"},
		{"", "", "+25:00"},
		{"", "", "+01:60"},
		{"", "", "+"},
	} {
		if f, err := NewFormat("en_US", bad[0], bad[1], bad[2]); err == nil {
			t.Errorf("%q = %+v", bad, f)
		}
	}
	for offset, want := range map[string]int{"": 0, "-8": -8 * 3600, "+0530": 5*3600 + 1800, "10": 36000, "-03:30": -3*3600 - 1800, "530": 5*3600 + 1800} {
		_, got := time.Now().In(format(t, "", "", offset).Zone).Zone()
		if got != want {
			t.Errorf("offset %q = %d", offset, got)
		}
	}
	if got := format(t, ".dmY", "", "").DateOrder(); got != "dmY" {
		t.Errorf("order = %s", got)
	}
}

func TestZoneCanBeReplaced(t *testing.T) {
	f := format(t, "/mdY", "24", "-08:00")
	f.Zone = time.FixedZone("summer", -7*3600)
	if at, ok := f.ParseTimestamp([]byte("07/09/2026 02:00:00")); !ok || at.Hour() != 9 {
		t.Errorf("at = %v", at)
	}
}

func TestParsingDoesNotAllocate(t *testing.T) {
	f := format(t, "/mdY", "24", "-08:00")
	text, date := []byte("01/09/2026 02:03:04"), []byte("01/09/2026")
	if n := testing.AllocsPerRun(100, func() {
		f.ParseTimestamp(text)
		f.ParseDate(date)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestTimesThatAreNone(t *testing.T) {
	for text, want := range map[string]bool{
		"00/00/0000 00:00:00": true, "0000-00-00": true, "0000-00-00T00:00:00Z": true, "00/00/0000": true, " 00.00.0000 ": true, "00/00/00": true,
		"": false, "0": false, "00:00": false, "soon": false, "01/00/0000": false, "00/00/0000 00:00:01": false, "00/00/0000 PM": false,
	} {
		if got := IsNoTime([]byte(text)); got != want {
			t.Errorf("%q is no time: %v", text, got)
		}
	}
}

func FuzzParseTimestamp(f *testing.F) {
	for _, seed := range []string{"01/09/2026 02:03:04", "2021-08-26T16:46:42Z", "1/9/2026", "01/09/2026 02:03:04 PM", "2021-08-26 16:46:42+0530"} {
		f.Add(seed)
	}
	us := format(f, "/mdY", "24", "+00:00")
	f.Fuzz(func(t *testing.T, text string) {
		at, ok := us.ParseTimestamp([]byte(text))
		if !ok {
			return
		}
		// What was read can be written and read again.
		again, ok := us.ParseTimestamp([]byte(at.Format("2006-01-02T15:04:05.999999999Z")))
		if at.Year() > 0 && at.Year() < 10000 && (!ok || !again.Equal(at)) {
			t.Errorf("%q = %v, again %v", text, at, again)
		}
	})
}

func TestAppendDateIsParseDate(t *testing.T) {
	for _, order := range []string{"/mdY", "-dmY", ".Ymd"} {
		f := format(t, order, "24", "+00:00")
		for _, text := range []string{
			"11/03/2026", "1/3/2026", "11/03/26", "02/30/2026", "3-11-2026", "2026.11.03", "2026-11-03", "2026-11-03T10:00:00Z",
			"11/03/2026 10:00:00", "11/03/2026 99:00", "", "soon", "11/03/2026x", "0001-01-01", "9999-12-31",
		} {
			at, want := f.ParseDate([]byte(text))
			got, ok := f.AppendDate([]byte("x"), []byte(text))
			if ok != want || ok && string(got) != "x"+at.Format("2006-01-02") {
				t.Errorf("%s %q: %q, %v; want %s, %v", order, text, got, ok, at, want)
			}
		}
	}
}
