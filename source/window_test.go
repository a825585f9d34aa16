package source

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
)

func TestNextWindow(t *testing.T) {
	start, now := at(t, "2025-01-01T00:00:00Z"), at(t, "2026-01-03T12:00:00Z")
	tests := []struct {
		name  string
		slice slice
		start instant
		want  window
	}{
		{"first", slice{}, 0, window{To: now}},
		{"first, from a date on", slice{}, start, window{From: start, To: now, CreatedFrom: start}},
		{
			"next",
			slice{Cursor: at(t, "2026-01-02T00:00:00Z"), Created: at(t, "2026-01-01T00:00:00Z")},
			start,
			window{From: at(t, "2026-01-01T22:00:00Z"), To: now, CreatedFrom: at(t, "2025-12-31T22:00:00Z")},
		},
		{
			"nothing created seen",
			slice{Cursor: at(t, "2026-01-02T00:00:00Z")},
			0,
			window{From: at(t, "2026-01-01T22:00:00Z"), To: now},
		},
	}
	for _, test := range tests {
		if got := nextWindow(&test.slice, test.start, now, 2*time.Hour); got != test.want {
			t.Errorf("%s: %+v, want %+v", test.name, got, test.want)
		}
	}
}

// TestFilters writes windows as the gateway gets them: as filters of a query,
// in the zone of each field.
func TestFilters(t *testing.T) {
	from, to, created := at(t, "2026-01-01T22:00:00Z"), at(t, "2026-01-03T12:00:00Z"), at(t, "2025-12-31T20:00:00Z")
	full := definition("RECORDNO INTEGER", "WHENMODIFIED TIMESTAMP", "AUWHENCREATED TIMESTAMP")
	noCreated := definition("RECORDNO INTEGER", "WHENMODIFIED TIMESTAMP")
	noCursor := definition("RECORDNO INTEGER", "NAME TEXT")
	tests := []struct {
		name   string
		def    *intacct.Definition
		window window
		want   string
	}{
		{"everything", full, window{}, ""},
		{"no cursor", noCursor, window{From: from, To: to}, ""},
		{
			"first window", full,
			window{To: to},
			"or(WHENMODIFIED<01/03/2026 04:00:00 and(WHENMODIFIED isnull or(AUWHENCREATED<01/03/2026 12:00:00 AUWHENCREATED isnull)))",
		},
		{
			"next window", full,
			window{From: from, To: to, CreatedFrom: created},
			"or(and(WHENMODIFIED>=01/01/2026 14:00:00 WHENMODIFIED<01/03/2026 04:00:00)" +
				" and(WHENMODIFIED isnull or(and(AUWHENCREATED>=12/31/2025 20:00:00 AUWHENCREATED<01/03/2026 12:00:00) AUWHENCREATED isnull)))",
		},
		{
			"no time of creation", noCreated,
			window{From: from, To: to, CreatedFrom: created},
			"or(and(WHENMODIFIED>=01/01/2026 14:00:00 WHENMODIFIED<01/03/2026 04:00:00) WHENMODIFIED isnull)",
		},
		{
			"full refresh from a date on", full,
			window{From: from, CreatedFrom: from},
			"or(WHENMODIFIED>=01/01/2026 14:00:00 and(WHENMODIFIED isnull or(AUWHENCREATED>=01/01/2026 22:00:00 AUWHENCREATED isnull)))",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := newPlan(describe(test.def, nil, "WIDGET", &config.Settings{}), &airbyte.ConfiguredStream{})
			if p.cursor != nil {
				p.cursor.format = formatOf(t, "/mdY", "24", "-08:00")
			}
			if got := sent(t, p.query(test.window.filter(p))); got != test.want {
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
