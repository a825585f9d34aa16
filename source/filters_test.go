package source

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/state"
	"airbyte-sage-intacct/source/stream"
)

// TestFilters writes windows as the gateway gets them: as filters of a query,
// in the zone of each field.
func TestFilters(t *testing.T) {
	from, to, created := moment(t, "2026-01-01T22:00:00Z"), moment(t, "2026-01-03T12:00:00Z"), moment(t, "2025-12-31T20:00:00Z")
	full := definition("RECORDNO INTEGER", "WHENMODIFIED TIMESTAMP", "AUWHENCREATED TIMESTAMP")
	noCreated := definition("RECORDNO INTEGER", "WHENMODIFIED TIMESTAMP")
	noCursor := definition("RECORDNO INTEGER", "NAME TEXT")
	tests := []struct {
		name   string
		def    *intacct.Definition
		window state.Window
		want   string
	}{
		{"everything", full, state.Window{}, ""},
		{"no cursor", noCursor, state.Window{From: from, To: to}, ""},
		{
			"first window", full,
			state.Window{To: to},
			"or(WHENMODIFIED<01/03/2026 04:00:00 and(WHENMODIFIED isnull or(AUWHENCREATED<01/03/2026 12:00:00 AUWHENCREATED isnull)))",
		},
		{
			"next window", full,
			state.Window{From: from, To: to, CreatedFrom: created},
			"or(and(WHENMODIFIED>=01/01/2026 14:00:00 WHENMODIFIED<01/03/2026 04:00:00)" +
				" and(WHENMODIFIED isnull or(and(AUWHENCREATED>=12/31/2025 20:00:00 AUWHENCREATED<01/03/2026 12:00:00) AUWHENCREATED isnull)))",
		},
		{
			"no time of creation", noCreated,
			state.Window{From: from, To: to, CreatedFrom: created},
			"or(and(WHENMODIFIED>=01/01/2026 14:00:00 WHENMODIFIED<01/03/2026 04:00:00) WHENMODIFIED isnull)",
		},
		{
			"full refresh from a date on", full,
			state.Window{From: from, CreatedFrom: from},
			"or(WHENMODIFIED>=01/01/2026 14:00:00 and(WHENMODIFIED isnull or(AUWHENCREATED>=01/01/2026 22:00:00 AUWHENCREATED isnull)))",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := stream.NewPlan(stream.Of(test.def, nil, "WIDGET", &config.Settings{}), &airbyte.ConfiguredStream{})
			if p.Cursor != nil {
				p.Cursor.Format = formatOf(t, "/mdY", "24", "-08:00")
			}
			if got := sent(t, p.Query(p.During(test.window))); got != test.want {
				t.Errorf("the filter is\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

// sent is the filter of a query as the gateway sees it, in a short form.
func sent(t *testing.T, q intacct.Query) string {
	t.Helper()
	gateway := widgets(func(int, string) string { return page(0, 0) })
	found, err := gateway.client(t).Query(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	found.Release()
	filter := regexp.MustCompile(`(?s)<filter>(.*)</filter>`).FindStringSubmatch(gateway.requests[0])
	if filter == nil {
		return ""
	}
	short := filter[1]
	for _, op := range [][2]string{{"lessthan", "<"}, {"greaterthanorequalto", ">="}} {
		short = regexp.MustCompile(`<`+op[0]+`><field>([A-Z]+)</field><value>([^<]*)</value></`+op[0]+`>`).ReplaceAllString(short, "$1"+op[1]+"$2 ")
	}
	short = regexp.MustCompile(`<isnull><field>([A-Z]+)</field></isnull>`).ReplaceAllString(short, "$1 isnull ")
	short = strings.NewReplacer("<or>", "or(", "</or>", ") ", "<and>", "and(", "</and>", ") ").Replace(short)
	short = strings.ReplaceAll(strings.ReplaceAll(short, " )", ")"), "> ", ">")
	return strings.TrimSpace(strings.ReplaceAll(short, " )", ")"))
}

func moment(t *testing.T, text string) state.Instant {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return state.InstantOf(at)
}

func formatOf(t *testing.T, date, clock, offset string) intacct.Format {
	t.Helper()
	format, err := intacct.NewFormat("", date, clock, offset)
	if err != nil {
		t.Fatal(err)
	}
	return format
}

func definition(fields ...string) *intacct.Definition {
	def := &intacct.Definition{}
	for _, field := range fields {
		id, datatype, _ := strings.Cut(field, " ")
		datatype, custom := strings.CutSuffix(datatype, "!")
		def.Fields = append(def.Fields, intacct.Field{ID: id, DataType: datatype, Custom: custom})
	}
	return def
}
