package source

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
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

func TestUnknownStreamFailsAlone(t *testing.T) {
	catalog := configured(airbyte.FullRefresh, "DEPARTMENT", "__AIRBYTE__stream_that_does_not_exist", "CLASS")
	out := demo().read(t, catalog, nil)
	if out.code != 1 {
		t.Errorf("exit code %d", out.code)
	}
	name := "__AIRBYTE__stream_that_does_not_exist"
	if message, failure := out.failure(name); failure != airbyte.ConfigError || !strings.Contains(message, name+": the company has no object of that name") {
		t.Errorf("%s: %s", failure, message)
	}
	if words := out.statuses(name); words != "STARTED INCOMPLETE" {
		t.Errorf("statuses: %s", words)
	}
	for _, stream := range []string{"DEPARTMENT", "CLASS"} {
		if words := out.statuses(stream); words != "STARTED RUNNING STATE COMPLETE" || len(out.records(stream)) == 0 {
			t.Errorf("%s: %s", stream, words)
		}
	}
}

func TestEmptyStream(t *testing.T) {
	w := small(t, "VENDOR")
	for _, mode := range []airbyte.SyncMode{airbyte.FullRefresh, airbyte.Incremental} {
		out := w.read(t, configured(mode, "VENDOR"), nil).ok(t)
		if words := out.statuses("VENDOR"); words != "STARTED RUNNING STATE COMPLETE" {
			t.Errorf("%s: %s", mode, words)
		}
	}
}

func TestSelectedFieldsOnly(t *testing.T) {
	w := small(t, "VENDOR", vendor("1", "2026-10-01T00:00:00Z", "2026-09-01T00:00:00Z"))
	catalog := configured(airbyte.Incremental, "VENDOR")
	catalog.Streams[0].Stream.JSONSchema = json.RawMessage(`{"properties":{"NAME":{},"NOSUCH":{},"_ab_cdc_deleted_at":{}}}`)
	out := w.read(t, catalog, nil).ok(t)
	want := []string{`{"RECORDNO":1,"WHENMODIFIED":"2026-10-01T00:00:00Z","NAME":"Vendor 1","_ab_cdc_deleted_at":null}`}
	if got := out.records("VENDOR"); !slices.Equal(got, want) {
		t.Errorf("records are %s, want %s", got, want)
	}
	if logs := out.logs(); !strings.Contains(logs, "WARN VENDOR: the object has no field for NOSUCH; left out") {
		t.Errorf("logs:\n%s", logs)
	}
	for _, request := range w.sandbox.Requests() {
		if request.Calls[0].Function == "query" && strings.Contains(request.Body, "VENDTYPE") {
			t.Errorf("more was asked for than selected: %s", request.Body)
		}
	}
}

func TestRefusedFieldsAreNull(t *testing.T) {
	w := small(t, "VENDOR", vendor("1", "2026-10-01T00:00:00Z", "2026-09-01T00:00:00Z"))
	catalog := configured(airbyte.Incremental, "VENDOR")
	catalog.Streams[0].Stream.JSONSchema = json.RawMessage(`{"properties":{"NAME":{},"VENDTYPE":{},"WHENCREATED":{}}}`)
	w.sandbox.Fault(sandbox.Fault{
		Function: "query", Errno: "XL03000006",
		Description2: "The following fields cannot be queried for object VENDOR : [VENDOR: [VENDTYPE, WHENCREATED] ] [Support ID: x]",
	})
	out := w.read(t, catalog, nil).ok(t)
	want := []string{`{"RECORDNO":1,"WHENMODIFIED":"2026-10-01T00:00:00Z","NAME":"Vendor 1","WHENCREATED":null,"VENDTYPE":null}`}
	if got := out.records("VENDOR"); !slices.Equal(got, want) {
		t.Errorf("records are %s, want %s", got, want)
	}
	if logs := out.logs(); strings.Count(logs, "WARN VENDOR: the gateway refuses to query the field ") != 2 {
		t.Errorf("logs:\n%s", logs)
	}
}

func TestRefusedKeyFailsTheStream(t *testing.T) {
	w := small(t, "VENDOR")
	w.sandbox.Fault(sandbox.Fault{
		Function: "query", Times: -1, Errno: "XL03000006",
		Description2: "The following fields cannot be queried for object VENDOR : [VENDOR: [RECORDNO] ]",
	})
	out := w.read(t, configured(airbyte.Incremental, "VENDOR"), nil)
	if message, _ := out.failure("VENDOR"); out.code != 1 || !strings.Contains(message, "RECORDNO") {
		t.Errorf("exit code %d: %s", out.code, message)
	}
}

func TestStateOfAnotherCompany(t *testing.T) {
	w := small(t, "VENDOR", vendor("1", "2026-10-01T00:00:00Z", ""))
	states := strings.ReplaceAll(string(w.read(t, configured(airbyte.Incremental, "VENDOR"), nil).ok(t).states()), state.ShortHash("sandbox-demo"), state.ShortHash("acme"))
	out := w.read(t, configured(airbyte.Incremental, "VENDOR"), []byte(states))
	if message, failure := out.failure("VENDOR"); out.code != 1 || failure != airbyte.ConfigError || !strings.Contains(message, "another company") || out.count() != 0 {
		t.Errorf("exit code %d, %s: %s", out.code, failure, message)
	}
}

// TestNothingIsTriedAfterARefusal: without a sign-in no stream has a chance,
// and Intacct locks users out who try too often.
func TestNothingIsTriedAfterARefusal(t *testing.T) {
	p := with(map[string]any{"user_password": "wrong"})
	before := len(demo().sandbox.Requests())
	out := p.read(t, configured(airbyte.FullRefresh, "VENDOR", "CUSTOMER"), nil)
	if message, failure := out.failure(""); out.code != 1 || failure != airbyte.ConfigError || !strings.Contains(message, "incorrect") {
		t.Errorf("exit code %d, %s: %s", out.code, failure, message)
	}
	if n := len(demo().sandbox.Requests()) - before; n > 1 {
		t.Errorf("%d requests", n)
	}
}

// TestOutageIsNotWaitedForByEveryStream: the client is patient, and two streams
// that lost it both are enough.
func TestOutageIsNotWaitedForByEveryStream(t *testing.T) {
	w := newWorld(company.Demo(company.Options{}), sandbox.Settings{})
	w.sandbox.Fault(sandbox.Fault{Function: "lookup", Times: -1, Status: 503})
	w.config["max_concurrency"] = 1
	streams := []string{"VENDOR", "CUSTOMER", "ITEM", "CLASS", "PROJECT"}
	out := w.read(t, configured(airbyte.FullRefresh, streams...), nil)
	lookups := 0
	for _, request := range w.sandbox.Requests() {
		if request.Calls[0].Function == "lookup" {
			lookups++
		}
	}
	if out.code != 1 || lookups != 2*3 {
		t.Errorf("exit code %d after %d lookups", out.code, lookups)
	}
	for _, stream := range streams {
		if _, failure := out.failure(stream); failure != airbyte.TransientError {
			t.Errorf("%s: %s", stream, failure)
		}
	}
}

func TestReadStopsWhenCancelled(t *testing.T) {
	w := small(t, "VENDOR")
	for i := range 50 {
		w.company.Put("VENDOR", vendor(strconv.Itoa(i+1), "2026-10-01T00:00:00Z", ""))
	}
	w.config["page_size"], w.config["max_concurrency"] = 10, 1
	ctx, cancel := context.WithCancelCause(t.Context())
	requests := 0
	w.before = func() {
		if requests++; requests == 6 {
			cancel(errors.New("enough"))
		}
	}
	out := w.run(t, ctx, "read", configured(airbyte.Incremental, "VENDOR"), nil)
	if out.code != 1 || requests > 6 || out.count()%10 != 0 {
		t.Errorf("exit code %d after %d requests and %d records", out.code, requests, out.count())
	}
	if words := out.statuses("VENDOR"); !strings.HasSuffix(words, "INCOMPLETE") {
		t.Errorf("statuses: %s", words)
	}
}

// TestFormatThatMayNotBeRead: the user's formatting is refused, the measurement
// makes up for it; in an outage nothing is guessed.
func TestFormatThatMayNotBeRead(t *testing.T) {
	w := small(t, "VENDOR", vendor("1", "2026-10-01T23:00:00Z", "2026-09-01T00:00:00Z"))
	w.company.SetUser(company.User{
		ID: company.DemoUser, Password: company.DemoUserPassword, Admin: true,
		Format: company.Format{DateFormat: "/mdY", GMTOffset: "-08:00", Clock: "24"},
	})
	remove := w.sandbox.Fault(sandbox.Fault{Function: "readUserFormatting", Times: -1, Errno: "PL04000005", Description2: "You do not have permission"})
	out := w.read(t, configured(airbyte.Incremental, "VENDOR"), nil).ok(t)
	w.equalsCompany(t, "VENDOR", out.records("VENDOR"))
	if logs := out.logs(); !strings.Contains(logs, "WARN how the user's dates are written cannot be read") {
		t.Errorf("logs:\n%s", logs)
	}
	remove()
	w.sandbox.Fault(sandbox.Fault{Function: "readUserFormatting", Times: -1, Status: 503})
	out = w.read(t, configured(airbyte.Incremental, "VENDOR"), nil)
	if _, failure := out.failure(""); out.code != 1 || failure != airbyte.TransientError || out.count() > 0 {
		t.Errorf("exit code %d, %s", out.code, failure)
	}
}

// TestUsersWithOtherDates reads the same rows as users whose dates and zones
// look different, and under both answers to which zone the gateway writes.
func TestUsersWithOtherDates(t *testing.T) {
	for _, format := range []company.Format{
		{DateFormat: "/mdY", GMTOffset: "-08:00", Clock: "24"},
		{DateFormat: ".dmY", GMTOffset: "+09:30", Clock: "24"},
		{DateFormat: "-Ymd", GMTOffset: "+00:00", Clock: "12"},
		{DateFormat: "/dmy", GMTOffset: "+13:00", Clock: "12"},
	} {
		for _, utc := range []bool{false, true} {
			w := small(t, "VENDOR")
			w = newWorld(w.company, sandbox.Settings{UTCTimestamps: utc})
			w.company.SetUser(company.User{ID: company.DemoUser, Password: company.DemoUserPassword, Admin: true, Format: format})
			for i := range 12 {
				id := strconv.Itoa(i + 1)
				w.company.Put("VENDOR", vendor(id, fmt.Sprintf("2026-%02d-%02dT23:30:00Z", i%9+1, 28-i), ""))
			}
			for i, at := range []string{"2026-11-02T09:59:59Z", "2026-11-02T10:00:00Z", "2026-11-02T11:59:59Z", "2026-11-02T12:00:00Z"} {
				w.company.Put("VENDOR", vendor(strconv.Itoa(100+i), at, "2026-11-02T09:00:00Z"))
			}
			first := w.read(t, configured(airbyte.Incremental, "VENDOR"), nil).ok(t)
			if cursor := first.state(t, "VENDOR").Slices[""].Cursor.String(); cursor != "2026-11-02T11:59:59Z" {
				t.Errorf("%+v, UTC %t: the cursor is %s", format, utc, cursor)
			}
			w.later(time.Second)
			second := w.read(t, configured(airbyte.Incremental, "VENDOR"), first.states()).ok(t)
			if got := keys(t, second.records("VENDOR")); !slices.Equal(got, []string{"103"}) {
				t.Errorf("%+v, UTC %t: %q came in the second read", format, utc, got)
			}
			w.equalsCompany(t, "VENDOR", slices.Concat(first.records("VENDOR"), second.records("VENDOR")))
		}
	}
}

// TestReadUnderOtherColumns: a catalogue of another naming, or of another stream,
// must not end in records that are empty but for their keys.
func TestReadUnderOtherColumns(t *testing.T) {
	catalog := configured(airbyte.FullRefresh, "vendor")
	catalog.Streams[0].Stream.JSONSchema = []byte(`{"properties":{"recordno":{},"name":{},"_fivetran_synced":{}}}`)
	out := demo().read(t, catalog, nil)
	message, failure := out.failure("vendor")
	if out.code != 1 || failure != airbyte.ConfigError || !strings.Contains(message, "VENDOR has none of the columns that are selected (name, recordno)") || out.count() > 0 {
		t.Errorf("exit %d, %d records, %s: %s", out.code, out.count(), failure, message)
	}
}
