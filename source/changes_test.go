package source

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/company"
	"airbyte-sage-intacct/source/state"
)

// small is a company with one object filled by the test. Stamps are canonical.
func small(t testing.TB, object string, rows ...map[string]string) *world {
	t.Helper()
	c := company.New(company.StandardSchema())
	c.SetProfile(company.Profile{ID: company.DemoCompany, Senders: []company.Sender{
		{ID: company.DemoSender, Password: company.DemoSenderPassword, Authorized: true},
	}})
	c.SetUser(company.User{ID: company.DemoUser, Password: company.DemoUserPassword, Admin: true, Format: company.Format{
		Locale: "en_US", DateFormat: "/mdY", GMTOffset: "+00:00", Clock: "24",
	}})
	for _, row := range rows {
		c.Put(object, row)
	}
	return newWorld(c, sandbox.Settings{})
}

// vendor is a row of VENDOR; the names of the times say which they are.
func vendor(id, modified, created string) map[string]string {
	return map[string]string{"VENDORID": "V" + id, "NAME": "Vendor " + id, "RECORDNO": id, "WHENMODIFIED": modified, "WHENCREATED": created}
}

func TestSecondReadEmitsNothing(t *testing.T) {
	streams := []string{"VENDOR", "GLACCOUNT", "DEPARTMENT", "APBILL", "CONTACT"}
	for _, mode := range []airbyte.SyncMode{airbyte.Incremental, airbyte.FullRefresh} {
		t.Run(string(mode), func(t *testing.T) {
			first := demo().read(t, configured(mode, streams...), nil).ok(t)
			second := demo().read(t, configured(mode, streams...), first.states()).ok(t)
			for _, stream := range streams {
				demo().equalsCompany(t, stream, first.records(stream))
				if again := second.records(stream); len(again) > 0 {
					t.Errorf("%s: %d records came again, such as %s", stream, len(again), again[0])
				}
				if words := second.statuses(stream); words != "STARTED RUNNING STATE COMPLETE" {
					t.Errorf("%s: %s", stream, words)
				}
			}
		})
	}
}

func TestIncrementalEmitsExactlyTheChanges(t *testing.T) {
	w := small(t, "VENDOR",
		vendor("1", "2026-10-01T00:00:00Z", "2026-09-01T00:00:00Z"),
		vendor("2", "2026-11-02T10:59:00Z", "2026-09-01T00:00:00Z"),
		vendor("3", "2026-11-02T11:00:00Z", "2026-09-01T00:00:00Z"),
		vendor("4", "", "2026-10-01T00:00:00Z"),
		vendor("5", "", ""),
	)
	catalog := configured(airbyte.Incremental, "VENDOR")
	step := func(states []byte, want ...string) []byte {
		t.Helper()
		out := w.read(t, catalog, states).ok(t)
		if got := keys(t, out.records("VENDOR")); !slices.Equal(got, want) {
			t.Errorf("records are %q, want %q", got, want)
		}
		for _, data := range out.records("VENDOR") {
			object, _ := w.company.Object("VENDOR")
			row, _ := w.company.Row("VENDOR", key(t, data, "RECORDNO"))
			same(t, object, data, row)
		}
		return out.states()
	}
	st := step(nil, "1", "2", "3", "4", "5")
	st = step(st)

	w.company.Change("VENDOR", "1", map[string]string{"NAME": "changed", "WHENMODIFIED": stamp(w.clock())})
	w.company.Put("VENDOR", vendor("6", stamp(w.clock()), stamp(w.clock())))
	w.company.Put("VENDOR", vendor("7", "", stamp(w.clock())))
	w.company.Put("VENDOR", vendor("8", "", ""))
	if st = step(st, "8"); t.Failed() { // the others were changed in this very second, which is not over
		return
	}
	w.later(time.Second)
	st = step(st, "1", "6", "7")
	st = step(st)

	// Late commits: stamped before what was read, visible only now.
	w.company.Put("VENDOR", vendor("9", "2026-11-02T10:30:00Z", ""))
	w.company.Put("VENDOR", vendor("10", "", "2026-11-02T10:30:00Z"))
	st = step(st, "10", "9")

	// A row of the look-back that changed without a new stamp, as derived
	// fields do, and one that was touched without a change of its data.
	w.company.Change("VENDOR", "6", map[string]string{"NAME": "changed"})
	w.company.Change("VENDOR", "5", map[string]string{"NAME": "changed"})
	st = step(st, "5", "6")
	st = step(st)

	w.company.Change("VENDOR", "4", map[string]string{"WHENMODIFIED": stamp(w.clock())})
	w.later(time.Hour)
	st = step(st, "4")
	w.later(24 * time.Hour)
	step(st)
}

func stamp(at time.Time) string { return at.Format("2006-01-02T15:04:05Z") }

func TestStartDate(t *testing.T) {
	rows := []map[string]string{
		vendor("1", "2025-12-31T23:59:59Z", "2025-01-01T00:00:00Z"),
		vendor("2", "2026-01-01T00:00:00Z", "2025-01-01T00:00:00Z"),
		vendor("3", "", "2025-12-31T23:59:59Z"),
		vendor("4", "", "2026-01-01T00:00:00Z"),
		vendor("5", "", ""),
	}
	for mode, want := range map[airbyte.SyncMode][]string{
		airbyte.Incremental: {"2", "4", "5"},
		airbyte.FullRefresh: {"1", "2", "3", "4", "5"}, // it replaces what the destination has
	} {
		w := small(t, "VENDOR", rows...)
		w.config["start_date"] = "2026-01-01T00:00:00Z"
		out := w.read(t, configured(mode, "VENDOR"), nil).ok(t)
		if got := keys(t, out.records("VENDOR")); !slices.Equal(got, want) {
			t.Errorf("%s: records are %q", mode, got)
		}
	}
}

func TestCursorIsTheGreatestTimeSeen(t *testing.T) {
	w := small(t, "VENDOR",
		vendor("1", "2026-10-02T00:00:00Z", ""),
		vendor("2", "2026-10-03T00:00:00Z", ""),
		vendor("3", "2026-10-01T00:00:00Z", ""),
		vendor("4", "", "2026-10-09T00:00:00Z"),
		vendor("5", "2027-01-01T00:00:00Z", ""), // beyond the window
	)
	out := w.read(t, configured(airbyte.Incremental, "VENDOR"), nil).ok(t)
	place := out.state(t, "VENDOR").Slices[""]
	if place.Cursor.String() != "2026-10-03T00:00:00Z" || place.Created.String() != "2026-10-09T00:00:00Z" || place.Phase != state.PhaseDone {
		t.Errorf("the state is %+v", place)
	}
	if n := len(out.records("VENDOR")); n != 4 {
		t.Errorf("%d records", n)
	}
}

func TestAbnormalCursor(t *testing.T) {
	states := []byte(`[{"type":"STREAM","stream":{"stream_descriptor":{"name":"VENDOR"},"stream_state":{"v":1,"slices":{"":{"cursor":"2999-12-31T23:59:59Z"}}}}}]`)
	out := demo().read(t, configured(airbyte.Incremental, "VENDOR"), states).ok(t)
	if words := out.statuses("VENDOR"); words != "STARTED RUNNING STATE COMPLETE" || out.count() != 0 {
		t.Errorf("%d records, %s", out.count(), words)
	}
	if cursor := out.state(t, "VENDOR").Slices[""].Cursor.String(); cursor != "2999-12-31T23:59:59Z" {
		t.Errorf("the cursor became %s", cursor)
	}
	if logs := out.logs(); !strings.Contains(logs, "WARN VENDOR: the saved cursor 2999-12-31T23:59:59Z lies after") {
		t.Errorf("logs:\n%s", logs)
	}
}

func TestModesAreNotConfused(t *testing.T) {
	w := small(t, "VENDOR", vendor("1", "2026-10-01T00:00:00Z", ""), vendor("2", "2026-10-02T00:00:00Z", ""))
	full, incremental := configured(airbyte.FullRefresh, "VENDOR"), configured(airbyte.Incremental, "VENDOR")
	complete := w.read(t, full, nil).ok(t).states()
	done := w.read(t, incremental, nil).ok(t).states()
	if n := w.read(t, incremental, complete).ok(t).count(); n != 2 {
		t.Errorf("incremental after a full refresh: %d records", n)
	}
	if n := w.read(t, full, done).ok(t).count(); n != 2 {
		t.Errorf("full refresh after incremental: %d records", n)
	}
	if n := w.read(t, full, complete).ok(t).count(); n != 0 {
		t.Errorf("full refresh that was complete: %d records", n)
	}
}

// TestIncrementalWithoutCursor reads an object that keeps no time of the last
// change: in full, every time.
func TestIncrementalWithoutCursor(t *testing.T) {
	w := small(t, "CUSTOMERVISIBILITY", map[string]string{"RECORDNO": "1"}, map[string]string{"RECORDNO": "2"})
	catalog := configured(airbyte.Incremental, "CUSTOMERVISIBILITY")
	first := w.read(t, catalog, nil).ok(t)
	second := w.read(t, catalog, first.states()).ok(t)
	if first.count() != 2 || second.count() != 2 {
		t.Errorf("%d and %d records", first.count(), second.count())
	}
	if logs := first.logs(); !strings.Contains(logs, "WARN CUSTOMERVISIBILITY cannot be read by its changes") {
		t.Errorf("logs:\n%s", logs)
	}
}

func TestFingerprintsBeyondTheBoundAreTold(t *testing.T) {
	const rows = state.MaxFingerprints + 500
	var table [][]string
	for i := range rows {
		table = append(table, []string{strconv.Itoa(i + 1), "V" + strconv.Itoa(i), "2026-10-01T00:00:00Z"})
	}
	w := small(t, "VENDOR")
	w.company.Load("VENDOR", []string{"RECORDNO", "VENDORID", "WHENMODIFIED"}, table)
	catalog := configured(airbyte.Incremental, "VENDOR")
	catalog.Streams[0].Stream.JSONSchema = []byte(`{"properties":{"VENDORID":{}}}`)
	first := w.read(t, catalog, nil).ok(t)
	if logs := first.logs(); first.count() != rows || !strings.Contains(logs, "WARN VENDOR: 25500 rows changed within the look-back") {
		t.Errorf("%d records, logs:\n%s", first.count(), logs)
	}
	if n := w.read(t, catalog, first.states()).ok(t).count(); n != 500 {
		t.Errorf("%d records came again", n)
	}
	if size := len(first.state(t, "VENDOR").Encode()); size > 500_000 {
		t.Errorf("the state has %d bytes", size)
	}
}
