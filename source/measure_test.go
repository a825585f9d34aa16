package source

import (
	"fmt"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
)

// clocked is a gateway with one object, two of whose fields are times. The
// user's formatting says one thing, query writes another, read knows better.
type clocked struct {
	format  string   // of dates, as the user's formatting names it
	offset  string   // as the user's formatting names it
	queried []string // by row: WHENMODIFIED, AUWHENCREATED, DUE, as query writes them
	read    []string // the same as read writes them
	reads   int
	queries int
}

func (c *clocked) transport() *scripted {
	return &scripted{answer: func(function, _ string) string {
		switch function {
		case "lookup":
			return `<data><Type Name="WIDGET"><Fields><Field><ID>RECORDNO</ID><DATATYPE>INTEGER</DATATYPE></Field>` +
				`<Field><ID>WHENMODIFIED</ID><DATATYPE>TIMESTAMP</DATATYPE></Field><Field><ID>AUWHENCREATED</ID><DATATYPE>TIMESTAMP</DATATYPE></Field>` +
				`<Field><ID>DUE</ID><DATATYPE>DATE</DATATYPE></Field></Fields></Type></data>`
		case "readUserFormatting":
			return `<data><userformatting><locale>en_US</locale><dateformat>` + c.format + `</dateformat><gmtoffset>` + c.offset + `</gmtoffset><clock>24</clock></userformatting></data>`
		case "read":
			c.reads++
			return fmt.Sprintf(`<data listtype="WIDGET" count="%d">%s</data>`, len(c.read), rowsOf(c.read))
		}
		c.queries++
		return pageOf(len(c.queried), 0, len(c.queried), rowsOf(c.queried))
	}}
}

func rowsOf(rows []string) string {
	var b strings.Builder
	for i, row := range rows {
		times := strings.Split(row, "|")
		fmt.Fprintf(&b, "<WIDGET><RECORDNO>%d</RECORDNO><WHENMODIFIED>%s</WHENMODIFIED><AUWHENCREATED>%s</AUWHENCREATED><DUE>%s</DUE></WIDGET>",
			i+1, times[0], times[1], times[2])
	}
	return b.String()
}

func TestZonesAreMeasured(t *testing.T) {
	tests := []struct {
		name    string
		gateway clocked
		want    string // WHENMODIFIED and AUWHENCREATED of the first record
		zones   string // in the state
		queries int
	}{
		{
			"as the user's formatting says",
			clocked{offset: "-08:00", queried: []string{"09/16/2025 15:50:21|09/16/2025 15:50:20|09/16/2025"}, read: []string{"2025-09-16T23:50:21Z|2025-09-16T23:50:20Z|2025-09-16"}},
			"2025-09-16T23:50:21Z 2025-09-16T23:50:20Z", "map[]", 1,
		},
		{
			"all in UTC",
			clocked{offset: "-08:00", queried: []string{"09/16/2025 23:50:21|09/16/2025 23:50:20|09/16/2025"}, read: []string{"2025-09-16T23:50:21Z|2025-09-16T23:50:20Z|2025-09-16"}},
			"2025-09-16T23:50:21Z 2025-09-16T23:50:20Z", "map[*:+00:00]", 2,
		},
		{
			"one field in UTC, as a published record shows",
			clocked{offset: "-07:00", queried: []string{"09/16/2013 15:50:21|09/16/2013 22:50:21|09/16/2013"}, read: []string{"2013-09-16T22:50:21Z|2013-09-16T22:50:21Z|2013-09-16"}},
			"2013-09-16T22:50:21Z 2013-09-16T22:50:21Z", "map[AUWHENCREATED:+00:00]", 2,
		},
		{
			"a row that changed between the answers says nothing",
			clocked{offset: "+00:00", queried: []string{"09/16/2025 10:00:00||", "09/16/2025 10:00:00||"}, read: []string{"2025-09-16T11:02:33Z||", "2025-09-16T10:00:00Z||"}},
			"2025-09-16T10:00:00Z null", "map[]", 1,
		},
		{
			"nothing to measure",
			clocked{offset: "-08:00", queried: []string{"||"}, read: []string{"||"}},
			"null null", "map[]", 1,
		},
		{
			"no record",
			clocked{offset: "-08:00", queried: []string{"09/16/2025 10:00:00||"}},
			"2025-09-16T18:00:00Z null", "map[]", 1,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			gateway := test.gateway
			gateway.format = "/mdY"
			p := &program{transport: gateway.transport(), config: map[string]any{"deletes": "off"}}
			out := p.read(t, configured(airbyte.Incremental, "WIDGET"), nil).ok(t)
			want := strings.Fields(test.want)
			for i := range want {
				if want[i] != "null" {
					want[i] = `"` + want[i] + `"`
				}
			}
			prefix := fmt.Sprintf(`{"RECORDNO":1,"WHENMODIFIED":%s,"AUWHENCREATED":%s,`, want[0], want[1])
			if got := out.records("WIDGET"); len(got) != len(test.gateway.queried) || !strings.HasPrefix(got[0], prefix) {
				t.Errorf("records are %s, want %s", got, prefix)
			}
			if zones := fmt.Sprint(out.state(t, "WIDGET").Slices[""].Zones); zones != test.zones {
				t.Errorf("zones are %s, want %s", zones, test.zones)
			}
			if gateway.queries != test.queries || gateway.reads != 1 {
				t.Errorf("%d queries and %d reads, want %d and 1", gateway.queries, gateway.reads, test.queries)
			}
		})
	}
}

func TestZonesAreMeasuredOnce(t *testing.T) {
	gateway := &clocked{
		format: "/mdY", offset: "-08:00",
		queried: []string{"09/16/2025 23:50:21||"}, read: []string{"2025-09-16T23:50:21Z||"},
	}
	p := &program{transport: gateway.transport(), config: map[string]any{"deletes": "off"}}
	first := p.read(t, configured(airbyte.Incremental, "WIDGET"), nil).ok(t)
	second := p.read(t, configured(airbyte.Incremental, "WIDGET"), first.states()).ok(t)
	if gateway.reads != 1 || gateway.queries != 3 {
		t.Errorf("%d reads, %d queries", gateway.reads, gateway.queries)
	}
	if n := second.count(); n != 0 {
		t.Errorf("%d records came again", n)
	}
}

func TestTimezoneOverridesTheMeasurement(t *testing.T) {
	gateway := &clocked{format: "/mdY", offset: "-08:00", queried: []string{"07/01/2025 10:00:00|01/01/2025 10:00:00|"}}
	p := &program{transport: gateway.transport(), config: map[string]any{"timezone": "Europe/Berlin", "deletes": "off"}}
	out := p.read(t, configured(airbyte.Incremental, "WIDGET"), nil).ok(t)
	want := `{"RECORDNO":1,"WHENMODIFIED":"2025-07-01T08:00:00Z","AUWHENCREATED":"2025-01-01T09:00:00Z","DUE":null}`
	if got := out.records("WIDGET"); got[0] != want || gateway.reads != 0 {
		t.Errorf("%s after %d reads, want %s", got, gateway.reads, want)
	}
}

func TestDaylightSavingIsTold(t *testing.T) {
	gateway := &clocked{
		format: "/mdY", offset: "+01:00",
		queried: []string{"01/01/2025 10:00:00||", "07/01/2025 10:00:00||"},
		read:    []string{"2025-01-01T09:00:00Z||", "2025-07-01T08:00:00Z||"},
	}
	p := &program{transport: gateway.transport(), config: map[string]any{"deletes": "off"}}
	out := p.read(t, configured(airbyte.Incremental, "WIDGET"), nil).ok(t)
	if logs := out.logs(); !strings.Contains(logs, "WARN WIDGET: the field WHENMODIFIED is written in more than one zone") || !strings.Contains(logs, "set timezone") {
		t.Errorf("logs:\n%s", logs)
	}
}

func TestWrongOrderOfDayAndMonthIsAnError(t *testing.T) {
	for name, queried := range map[string]string{
		"date":                  "09/16/2025 10:00:00||03/04/2025",
		"timestamp":             "03/04/2025 10:00:00||",
		"date beyond the month": "09/16/2025 10:00:00||25/04/2025",
	} {
		gateway := &clocked{format: "/mdY", offset: "+00:00", queried: []string{queried}, read: []string{
			map[string]string{
				"date": "2025-09-16T10:00:00Z||2025-04-03", "timestamp": "2025-04-03T10:00:00Z||",
				"date beyond the month": "2025-09-16T10:00:00Z||2025-04-25",
			}[name],
		}}
		p := &program{transport: gateway.transport(), config: map[string]any{"deletes": "off"}}
		out := p.read(t, configured(airbyte.Incremental, "WIDGET"), nil)
		message, failure := out.failure("WIDGET")
		if out.code == 0 || failure != airbyte.ConfigError || !strings.Contains(message, "not written in the order mdY") || out.count() != 0 {
			t.Errorf("%s: exit code %d, %s: %s", name, out.code, failure, message)
		}
	}
}
