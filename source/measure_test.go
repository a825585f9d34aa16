package source

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/company"
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
	return &scripted{answer: func(function, request string) string {
		switch function {
		case "lookup":
			if !strings.Contains(request, "WIDGET") {
				return `<data></data>`
			}
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
		rows := c.queried
		if strings.Contains(request, "<descending") { // the one with the latest time
			rows = c.latest(strings.Contains(request, "<isnull>"))
		}
		return pageOf(len(rows), 0, len(rows), rowsOf(rows))
	}}
}

// latest is the last row with a WHENMODIFIED, or the last AUWHENCREATED without.
func (c *clocked) latest(unmodified bool) []string {
	for _, row := range slices.Backward(c.queried) {
		times := strings.Split(row, "|")
		if !unmodified && times[0] != "" || unmodified && times[0] == "" && times[1] != "" {
			return []string{row}
		}
	}
	return nil
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
			"null null", "map[]", 3, // two of them for the latest times, of which there are none
		},
		{
			"no record",
			clocked{offset: "-08:00", queried: []string{"09/16/2025 10:00:00||"}},
			"2025-09-16T18:00:00Z null", "map[?:assumed]", 5,
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
			if gateway.queries != test.queries {
				t.Errorf("%d queries and %d reads, want %d queries", gateway.queries, gateway.reads, test.queries)
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
	out := p.read(t, configured(airbyte.Incremental, "WIDGET"), nil)
	message, failure := out.failure("WIDGET")
	if out.code == 0 || failure != airbyte.ConfigError || out.count() > 0 ||
		!strings.Contains(message, "the field WHENMODIFIED is written in more than one zone") ||
		!strings.Contains(message, "set timezone") || !strings.Contains(message, "Europe/Berlin") || strings.Contains(message, "New_York") {
		t.Errorf("exit code %d, %s: %s", out.code, failure, message)
	}
	p.config["timezone"] = "Europe/Berlin"
	records := p.read(t, configured(airbyte.Incremental, "WIDGET"), nil).ok(t).records("WIDGET")
	for i, want := range gateway.read {
		if at, _, _ := strings.Cut(want, "|"); !strings.Contains(records[i], at) {
			t.Errorf("%s, want %s", records[i], at)
		}
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

// TestNoZoneLosesARow reads a company whose records read does not show, because
// they are a private entity's, with formatting that names a wrong offset. What
// was just stored has to come with the next read, whatever can be measured.
func TestNoZoneLosesARow(t *testing.T) {
	tests := map[string]struct {
		shared  bool // another record is shown by read, behind the first page
		outside bool // the user may not enter the entity
		refused bool // read fails for all objects
		right   bool // the zone can be measured
	}{
		"a shared record behind the first page": {shared: true, right: true},
		"private records only":                  {right: true},
		"an entity that is closed to the user":  {outside: true},
		"read refused":                          {shared: true, refused: true},
	}
	for name, test := range tests {
		for _, offset := range []string{"-08:00", "+05:30"} {
			t.Run(name+"/"+offset, func(t *testing.T) {
				w := newWorld(company.New(company.StandardSchema()), sandbox.Settings{UTCTimestamps: true})
				w.company.SetProfile(company.Profile{ID: company.DemoCompany, Senders: []company.Sender{
					{ID: company.DemoSender, Password: company.DemoSenderPassword, Authorized: true},
				}})
				user := company.User{
					ID: company.DemoUser, Password: company.DemoUserPassword, Admin: true,
					Format: company.Format{Locale: "en_US", DateFormat: "/mdY", GMTOffset: offset, Clock: "24"},
				}
				if test.outside {
					user.Entities = []string{"100"}
				}
				w.company.SetUser(user)
				w.company.SetEntity(company.Entity{ID: "100", Name: "One", RecordNo: "1"})
				w.company.SetEntity(company.Entity{ID: "200", Name: "Two", RecordNo: "2", Private: true})
				w.config["page_size"] = 2
				put := func(id, entity string, ago time.Duration) {
					at := stamp(w.clock().Add(-ago))
					row := vendor(id, at, at)
					row["MEGAENTITYID"] = entity
					w.company.Put("VENDOR", row)
				}
				for i := range 5 {
					put(strconv.Itoa(i+1), "200", 30*24*time.Hour-time.Duration(i)*time.Hour)
				}
				if test.shared {
					put("6", "", 20*24*time.Hour)
				}
				if test.refused {
					w.sandbox.Fault(sandbox.Fault{Function: "read", Errno: "PL04000005", Description: "No permission", Times: -1})
				}
				catalog := configured(airbyte.Incremental, "VENDOR")
				out := w.read(t, catalog, nil).ok(t)
				if test.right {
					w.equalsCompany(t, "VENDOR", out.records("VENDOR"))
				}
				for i := range 4 {
					id := strconv.Itoa(100 + i)
					put(id, "200", 0)
					w.later(2 * time.Second)
					out = w.read(t, catalog, out.states()).ok(t)
					if got := keys(t, out.records("VENDOR")); len(got) != 1 || got[0] != id {
						t.Errorf("read %d gave %v, want %s", i, got, id)
					}
					if unsure := out.state(t, "VENDOR").Slices[""].Unsure(); unsure == test.right {
						t.Errorf("unsure is %v", unsure)
					}
					w.later(time.Duration(i) * 90 * time.Minute)
				}
				if again := w.read(t, catalog, out.states()).ok(t).records("VENDOR"); len(again) > 0 {
					t.Errorf("came again: %v", again)
				}
			})
		}
	}
}

// TestTimesDoNotMoveBack begins with formatting that is wrong, and a gateway
// that shows so only later: records must not come to look older than those they
// replace.
func TestTimesDoNotMoveBack(t *testing.T) {
	gateway := &clocked{format: "/mdY", offset: "-08:00", queried: []string{"09/16/2025 10:00:00||"}}
	p := &program{transport: gateway.transport(), config: map[string]any{"deletes": "off"}}
	first := p.read(t, configured(airbyte.Incremental, "WIDGET"), nil).ok(t)
	// States of old do not say that the zone was assumed.
	line := strings.Replace(string(first.states()), `,"zones":["?=assumed"]`, "", 1)
	gateway.queried, gateway.read = []string{"09/16/2025 10:30:00||"}, []string{"2025-09-16T10:30:00Z||"}
	second := p.read(t, configured(airbyte.Incremental, "WIDGET"), []byte(line)).ok(t)
	if got := second.records("WIDGET"); len(got) != 1 || !strings.Contains(got[0], `"WHENMODIFIED":"2025-09-16T18:30:00Z"`) {
		t.Errorf("records are %s", got)
	}
	if !strings.Contains(second.logs(), "WARN WIDGET: its times are not written at the -08:00") {
		t.Errorf("logs:\n%s", second.logs())
	}
}
