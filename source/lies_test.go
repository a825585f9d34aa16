package source

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/sandbox/alter"
)

const widgetFields = `<Field><ID>RECORDNO</ID><DATATYPE>INTEGER</DATATYPE></Field>` +
	`<Field><ID>NAME</ID><DATATYPE>TEXT</DATATYPE></Field>` +
	`<Field><ID>PRICE</ID><DATATYPE>CURRENCY</DATATYPE></Field>` +
	`<Field><ID>RATIO</ID><DATATYPE>PERCENT</DATATYPE></Field>` +
	`<Field><ID>WHENMODIFIED</ID><DATATYPE>TIMESTAMP</DATATYPE></Field>`

// widgets is a gateway that knows one object and answers queries as told.
func widgets(query func(nth int, request string) string) *scripted {
	nth := 0
	return &scripted{answer: func(function, request string) string {
		switch function {
		case "lookup":
			return `<data><Type Name="WIDGET"><Fields>` + widgetFields + `</Fields></Type></data>`
		case "readUserFormatting":
			return `<data><userformatting><locale>en_US</locale><dateformat>/mdY</dateformat><gmtoffset>+00:00</gmtoffset><clock>24</clock></userformatting></data>`
		case "read":
			_, keys, _ := strings.Cut(request, "<keys>")
			keys, _, _ = strings.Cut(keys, "</keys>")
			var rows strings.Builder
			for _, key := range strings.Split(keys, ",") {
				rows.WriteString(widget(key, "9.5", "1", "2026-10-31T10:00:00Z"))
			}
			return fmt.Sprintf(`<data listtype="WIDGET" count="%d">%s</data>`, strings.Count(keys, ",")+1, rows.String())
		}
		nth++
		return query(nth, request)
	}}
}

// page is a page of widgets with these keys.
func page(total, remaining int, keys ...int) string {
	var rows strings.Builder
	for _, key := range keys {
		rows.WriteString(widget(fmt.Sprint(key), "9.5", "1", "10/31/2026 10:00:00"))
	}
	return pageOf(total, remaining, len(keys), rows.String())
}

func pageOf(total, remaining, count int, rows string) string {
	return fmt.Sprintf(`<data listtype="WIDGET" totalcount="%d" offset="0" count="%d" numremaining="%d">%s</data>`, total, count, remaining, rows)
}

func widget(key, price, ratio, modified string) string {
	return fmt.Sprintf(`<WIDGET><RECORDNO>%s</RECORDNO><WHENMODIFIED>%s</WHENMODIFIED><NAME>w</NAME><PRICE>%s</PRICE><RATIO>%s</RATIO></WIDGET>`, key, modified, price, ratio)
}

func seq(n int) []int {
	keys := make([]int, n)
	for i := range keys {
		keys[i] = i + 1
	}
	return keys
}

// quick makes the client give up at once.
func quick(o *intacct.Options) {
	o.Retry = intacct.Retry{Tries: 1, First: time.Nanosecond, Longest: time.Nanosecond, Elapsed: time.Nanosecond}
}

func TestLiesAreNoticed(t *testing.T) {
	tests := []struct {
		name  string
		query func(nth int, request string) string
		words string // in the error
		kept  int    // records of the pages before
	}{
		{"keys out of order", func(int, string) string { return page(3, 0, 1, 3, 2) }, "out of order: RECORDNO 2 came after 3", 0},
		{"a key twice", func(int, string) string { return page(3, 0, 1, 2, 2) }, "twice: RECORDNO 2", 0},
		{"the same page again", func(int, string) string { return page(4, 2, 1, 2) }, "RECORDNO 1 came after 2", 2},
		{"rows missing", func(int, string) string { return page(5, 0, 1, 2) }, "5 rows in all, of which 2 came and none are left", 0},
		{"an empty page before the end", func(nth int, _ string) string {
			if nth == 1 {
				return page(4, 2, 1, 2)
			}
			return page(2, 2)
		}, "an empty page with 2 records after it", 2},
		{"more rows than announced", func(int, string) string {
			return strings.Replace(page(2, 0, 1, 2, 3), `count="3" num`, `count="2" num`, 1)
		}, "announced 2", 0},
		{"fewer rows than announced", func(int, string) string {
			return strings.Replace(page(3, 0, 1, 2, 3), `count="3" num`, `count="4" num`, 1)
		}, "announced 4", 0},
		{"another object", func(int, string) string {
			return strings.ReplaceAll(page(1, 0, 1), "<WIDGET>", "<GADGET>")
		}, "", 0},
		{"no key", func(int, string) string { return pageOf(1, 0, 1, widget("", "1", "1", "")) }, "without its key", 0},
		{"a key that is no number", func(int, string) string { return pageOf(1, 0, 1, widget("12-3", "1", "1", "")) }, `holds "12-3", which is not an integer`, 0},
		{"an amount that is no number", func(int, string) string { return pageOf(1, 0, 1, widget("7", "1,5", "1", "")) }, `WIDGET 7: the field PRICE holds "1,5", which is not a number`, 0},
		{"an amount that is a person's number", func(int, string) string { return pageOf(1, 0, 1, widget("7", "123-45-6789", "1", "")) }, `PRICE holds "999-99-9999", with 9 for each digit and x for each letter, which is not a number`, 0},
		{"a time that is a person", func(int, string) string { return pageOf(1, 0, 1, widget("7", "1", "1", "Zoë Doe")) }, `WHENMODIFIED holds "xxx xxx", with 9`, 0},
		{"an amount of too many digits", func(int, string) string {
			return pageOf(1, 0, 1, widget("7", strings.Repeat("9", 400), "1", ""))
		}, `WIDGET 7: the field PRICE holds`, 0},
		{"a time of change that is no time", func(int, string) string { return pageOf(1, 0, 1, widget("7", "1", "1", "soon")) }, `the field WHENMODIFIED holds "soon", which is not a time`, 0},
		{"a field twice", func(int, string) string {
			return pageOf(1, 0, 1, strings.Replace(widget("7", "1", "1", ""), "<NAME>w</NAME>", "<NAME>w</NAME><Name>v</Name>", 1))
		}, "Name twice", 0},
		{"more rows than asked for", func(int, string) string { return page(3000, 0, seq(3000)...) }, "3000 rows in a page of 2000", 0},
	}
	for _, test := range tests {
		for _, mode := range []airbyte.SyncMode{airbyte.FullRefresh, airbyte.Incremental} {
			t.Run(test.name+"/"+string(mode), func(t *testing.T) {
				p := &program{transport: widgets(test.query), options: quick}
				out := p.read(t, configured(mode, "WIDGET"), nil)
				message, failure := out.failure("WIDGET")
				if out.code == 0 || !strings.Contains(message, test.words) || failure == airbyte.ConfigError {
					t.Errorf("exit code %d, %s: %q, want %q", out.code, failure, message, test.words)
				}
				if n := out.count(); n != test.kept {
					t.Errorf("%d records came out, want %d", n, test.kept)
				}
				if words := out.statuses("WIDGET"); !strings.HasSuffix(words, "INCOMPLETE") {
					t.Errorf("statuses: %s", words)
				}
			})
		}
	}
}

func TestUnreadableValuesAreNulledAndTold(t *testing.T) {
	p := &program{transport: widgets(func(int, string) string {
		return pageOf(2, 0, 2, widget("1", "5", "half", "10/31/2026 10:00:00")+widget("2", "5", "7", "10/31/2026 10:00:00"))
	})}
	out := p.read(t, configured(airbyte.FullRefresh, "WIDGET"), nil).ok(t)
	want := `{"RECORDNO":1,"WHENMODIFIED":"2026-10-31T10:00:00Z","NAME":"w","PRICE":5,"RATIO":null,"_ab_cdc_deleted_at":null}`
	if got := out.records("WIDGET"); len(got) != 2 || got[0] != want {
		t.Errorf("records are %s", got)
	}
	changes := `"meta":{"changes":[{"field":"RATIO","change":"NULLED","reason":"SOURCE_SERIALIZATION_ERROR"}]}`
	if all := strings.Join(out.lines, ""); strings.Count(all, changes) != 1 {
		t.Errorf("changes are not told once:\n%s", all)
	}
	if logs := out.logs(); !strings.Contains(logs, "WARN WIDGET: 1 values of the field RATIO are not a number; they are null") {
		t.Errorf("logs:\n%s", logs)
	}
}

// TestFieldsInAnyOrder sends the fields of some records in other orders, in
// other letters, with some missing and some that were not asked for.
func TestFieldsInAnyOrder(t *testing.T) {
	rows := widget("1", "1", "1", "10/31/2026 10:00:00") +
		`<WIDGET><PRICE>2</PRICE><NAME>b</NAME><RATIO/><RECORDNO>2</RECORDNO><WHENMODIFIED></WHENMODIFIED></WIDGET>` +
		`<WIDGET><recordno>3</recordno><EXTRA>x</EXTRA><name>c</name></WIDGET>` +
		widget("4", "4", "4", "")
	p := &program{transport: widgets(func(int, string) string { return pageOf(4, 0, 4, rows) })}
	out := p.read(t, configured(airbyte.FullRefresh, "WIDGET"), nil).ok(t)
	want := []string{
		`{"RECORDNO":1,"WHENMODIFIED":"2026-10-31T10:00:00Z","NAME":"w","PRICE":1,"RATIO":1,"_ab_cdc_deleted_at":null}`,
		`{"RECORDNO":2,"WHENMODIFIED":null,"NAME":"b","PRICE":2,"RATIO":null,"_ab_cdc_deleted_at":null}`,
		`{"RECORDNO":3,"WHENMODIFIED":null,"NAME":"c","PRICE":null,"RATIO":null,"_ab_cdc_deleted_at":null}`,
		`{"RECORDNO":4,"WHENMODIFIED":null,"NAME":"w","PRICE":4,"RATIO":4,"_ab_cdc_deleted_at":null}`,
	}
	if got := out.records("WIDGET"); !slices.Equal(got, want) {
		t.Errorf("records are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestNothingIsDeletedByACountThatIsNone reads a company in full, and then what
// the gateway says of it is without counts: no row is taken for deleted.
func TestNothingIsDeletedByACountThatIsNone(t *testing.T) {
	for _, deletes := range []string{"reconcile", "auto"} {
		for name, data := range map[string]string{
			"no counts":        `<data/>`,
			"no counts at all": `<data></data>`,
			"no total":         `<data listtype="VENDOR" offset="0" count="0" numremaining="0"/>`,
			"none of many":     `<data listtype="VENDOR" totalcount="12" offset="0" count="0" numremaining="0"/>`,
		} {
			w := faultSubjects["keyed"].make(t)
			w.config["deletes"] = deletes
			catalog := configured(airbyte.Incremental, "VENDOR")
			states := w.read(t, catalog, nil).ok(t).states()
			w.later(48 * time.Hour)
			w.gateway.Change(alter.Change{Function: "query", Object: "VENDOR", Times: -1, Reply: func(r *alter.Reply) { r.Body = withData(r.Body, data) }})
			out := w.read(t, catalog, states)
			message, failure := out.failure("VENDOR")
			if out.count() > 0 || failure != airbyte.SystemError || !strings.Contains(message, "inconsistently") {
				t.Errorf("%s, deletes %s: %d records, %s: %s", name, deletes, out.count(), failure, message)
			}
		}
	}
}

// withData puts something in the place of what a reply has between its result's
// head and end.
func withData(reply, data string) string {
	begin, end := strings.Index(reply, "<data"), strings.LastIndex(reply, "</result>")
	return reply[:begin] + data + reply[end:]
}

func TestListsOfTheOlderKindAreCounted(t *testing.T) {
	subject := faultSubjects["listed"]
	for name, change := range map[string]func(list string) string{
		"no numbers":       func(string) string { return `<listtype>supdocfolder</listtype>` },
		"no list":          func(string) string { return "" },
		"no total":         func(list string) string { return strings.Replace(list, ` total="60"`, "", 1) },
		"a negative total": func(list string) string { return strings.Replace(list, `total="60"`, `total="-60"`, 1) },
		"fewer in all":     func(list string) string { return strings.Replace(list, `total="60"`, `total="3"`, 1) },
		"another part":     func(list string) string { return strings.Replace(list, `end="`, `end="9`, 1) },
	} {
		w := subject.make(t)
		w.config["objects"] = []string{subject.stream}
		w.gateway.Change(alter.Change{Function: "get_list", Times: -1, Reply: func(r *alter.Reply) {
			begin, end := strings.Index(r.Body, "<listtype"), strings.Index(r.Body, "<data")
			r.Body = r.Body[:begin] + change(r.Body[begin:end]) + r.Body[end:]
		}})
		out := w.read(t, configured(airbyte.FullRefresh, subject.stream), nil)
		if message, failure := out.failure(subject.stream); failure != airbyte.SystemError || !strings.Contains(message, "the list of supdocfolder cannot be trusted") || out.count() > 0 {
			t.Errorf("%s: %d records, %s: %s", name, out.count(), failure, message)
		}
	}
}
