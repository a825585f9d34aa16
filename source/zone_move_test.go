package source

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/company"
)

// zoned is a company whose user's zone is moved, with vendors and classes of long
// ago.
func zoned(t *testing.T, offset string, settings sandbox.Settings) *world {
	t.Helper()
	w := newWorld(company.New(company.StandardSchema()), settings)
	w.company.SetProfile(company.Profile{ID: company.DemoCompany, Senders: []company.Sender{
		{ID: company.DemoSender, Password: company.DemoSenderPassword, Authorized: true},
	}})
	w.company.SetUser(company.User{ID: company.DemoUser, Password: company.DemoUserPassword, Admin: true, Format: company.Format{
		Locale: "en_US", DateFormat: "/mdY", GMTOffset: offset, Clock: "24",
	}})
	w.config["deletes"] = "off"
	for i := range 5 {
		at := stamp(w.clock().Add(-time.Duration(60*(i+1)) * time.Minute))
		w.company.Put("VENDOR", vendor(strconv.Itoa(i+1), at, at))
		w.company.Put("CLASS", map[string]string{"RECORDNO": strconv.Itoa(i + 1), "CLASSID": fmt.Sprint("C", i), "NAME": "c", "WHENMODIFIED": at, "WHENCREATED": at})
	}
	return w
}

// times are the keys and modification times of a stream's records.
func times(t *testing.T, out *output, stream string) []string {
	t.Helper()
	var list []string
	for _, record := range decoded(t, out.records(stream)) {
		list = append(list, fmt.Sprint(record["RECORDNO"], " ", record["WHENMODIFIED"]))
	}
	return list
}

// TestZonesThatMoveBetweenRuns moves the user's zone by hand between two runs, in
// either direction. Replies follow at once, the formatting does, or both. What is
// changed right after comes with the next run, at its right time, once.
func TestZonesThatMoveBetweenRuns(t *testing.T) {
	for _, shown := range []sandbox.ZoneShown{sandbox.ZoneShownBoth, sandbox.ZoneShownInReplies, sandbox.ZoneShownInFormatting} {
		for _, by := range []time.Duration{time.Hour, -time.Hour} {
			for _, offset := range []string{"+00:00", "-08:00"} {
				t.Run(fmt.Sprint(shown, " ", by, " ", offset), func(t *testing.T) {
					move := time.Date(2026, 11, 2, 12, 30, 0, 0, time.UTC)
					w := zoned(t, offset, sandbox.Settings{ZoneMoves: []sandbox.ZoneMove{{At: move, By: by, Shown: shown}}})
					catalog := configured(airbyte.Incremental, "CLASS", "VENDOR")
					out := w.read(t, catalog, nil).ok(t)
					w.equalsCompany(t, "VENDOR", out.records("VENDOR"))
					for i := range 4 {
						w.later(31 * time.Minute)
						at := stamp(w.clock())
						key := strconv.Itoa(100 + i)
						w.company.Put("VENDOR", vendor(key, at, at))
						w.later(5 * time.Second)
						out = w.read(t, catalog, out.states()).ok(t)
						got := times(t, out, "VENDOR")
						if want := key + " " + at; len(got) != 1 || got[0] != want {
							t.Errorf("run %d: %v, want %s", i, got, want)
						}
						if n := len(out.records("CLASS")); n > 0 {
							t.Errorf("run %d: %d classes", i, n)
						}
					}
				})
			}
		}
	}
}

// TestIdleRunsDoNotLookAtTheZone counts calls: a run that brings nothing asks for
// nothing more; one that brings rows of several objects asks once.
func TestIdleRunsDoNotLookAtTheZone(t *testing.T) {
	w := zoned(t, "-08:00", sandbox.Settings{})
	catalog := configured(airbyte.Incremental, "CLASS", "VENDOR")
	out := w.read(t, catalog, nil).ok(t)
	w.later(time.Minute)
	var calls map[string]int
	reads := func() int {
		calls = map[string]int{}
		before := len(w.sandbox.Requests())
		out = w.read(t, catalog, out.states()).ok(t)
		for _, request := range w.sandbox.Requests()[before:] {
			for _, call := range request.Calls {
				calls[call.Function]++
			}
		}
		return calls["read"]
	}
	if n := reads(); n != 0 || calls["query"] != 2 {
		t.Errorf("an idle run: %v", calls)
	}
	for i := range 3 {
		at := stamp(w.clock())
		w.company.Put("VENDOR", vendor(strconv.Itoa(100+i), at, at))
		w.company.Put("CLASS", map[string]string{"RECORDNO": strconv.Itoa(100 + i), "CLASSID": fmt.Sprint("D", i), "NAME": "c", "WHENMODIFIED": at, "WHENCREATED": at})
		w.later(time.Minute)
		if n := reads(); n != 1 || calls["query"] != 2 || out.count() != 2 {
			t.Errorf("a run with news of two objects: %v, %d records", calls, out.count())
		}
	}
}

// TestZonesThatMoveWithinARun moves the zone after a run has looked at it: the
// second object is read in the former zone. The next run says so, and a
// destination that keeps the record with the latest cursor is right.
func TestZonesThatMoveWithinARun(t *testing.T) {
	for _, by := range []time.Duration{time.Hour, -time.Hour} {
		t.Run(by.String(), func(t *testing.T) {
			move := time.Date(2026, 11, 2, 14, 0, 0, 0, time.UTC)
			w := zoned(t, "-08:00", sandbox.Settings{ZoneMoves: []sandbox.ZoneMove{{At: move, By: by, Shown: sandbox.ZoneShownInReplies}}})
			catalog := configured(airbyte.Incremental, "CLASS", "VENDOR")
			w.config["max_concurrency"] = 1
			c := newCopied()
			apply := func(out *output) {
				for _, record := range out.records("VENDOR") {
					c.apply(t, "VENDOR", []byte(record))
				}
			}
			out := w.read(t, catalog, nil).ok(t)
			apply(out)
			put := func(key, name string) {
				at := stamp(w.clock())
				row := vendor(key, at, at)
				row["NAME"] = name
				w.company.Put("VENDOR", row)
			}
			w.later(move.Add(-20 * time.Minute).Sub(w.clock()))
			put("1", "before the run")
			w.company.Put("CLASS", map[string]string{"RECORDNO": "50", "CLASSID": "C50", "NAME": "c", "WHENMODIFIED": stamp(w.clock())})
			w.later(move.Add(-time.Second).Sub(w.clock()))
			inner := w.transport
			w.transport = roundTripper(func(r *http.Request) (*http.Response, error) {
				raw, err := io.ReadAll(r.Body)
				if err != nil {
					return nil, err
				}
				if bytes.Contains(raw, []byte("<query>")) && bytes.Contains(raw, []byte("VENDOR")) && w.clock().Before(move) {
					w.later(2 * time.Second) // the classes were looked at
				}
				r.Body = io.NopCloser(bytes.NewReader(raw))
				return inner.RoundTrip(r)
			})
			out = w.read(t, catalog, out.states()).ok(t)
			apply(out)
			if by > 0 != strings.Contains(out.logs(), "was moved") { // rows that seem to lie in the future show it
				t.Errorf("%v, logs:\n%s", times(t, out, "VENDOR"), out.logs())
			}
			for i := range 3 {
				w.later(10 * time.Minute)
				put("1", fmt.Sprint("after the run, ", i))
				put("2", fmt.Sprint("too, ", i))
				w.later(time.Second)
				out = w.read(t, catalog, out.states()).ok(t)
				apply(out)
				for _, key := range []string{"1", "2"} {
					if got := c.rows[key]; !strings.Contains(got, fmt.Sprint(", ", i)) {
						t.Errorf("run %d: vendor %s is %s at %s", i, key, got, c.cursors[key])
					}
				}
				if i == 0 && by < 0 && !strings.Contains(out.logs(), "WARN VENDOR: its times are written at") {
					t.Errorf("logs:\n%s", out.logs())
				}
			}
		})
	}
}

// TestStampsByARuleAreRefused reads a company whose stamps follow daylight
// saving, of which the first page shows one half only.
func TestStampsByARuleAreRefused(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	w := zoned(t, "+01:00", sandbox.Settings{DaylightSaving: zone})
	w.config["page_size"] = 20
	for i := range 60 {
		at := stamp(time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC).AddDate(0, 0, 4*i))
		w.company.Put("VENDOR", vendor(strconv.Itoa(100+i), at, at))
	}
	catalog := configured(airbyte.Incremental, "VENDOR")
	out := w.read(t, catalog, nil)
	message, failure := out.failure("VENDOR")
	if failure != airbyte.ConfigError || !strings.Contains(message, "set timezone") || !strings.Contains(message, "Europe/Berlin") || out.count() > 0 {
		t.Errorf("%d records, %s: %s", out.count(), failure, message)
	}
	w.config["timezone"] = "Europe/Berlin"
	w.equalsCompany(t, "VENDOR", w.read(t, catalog, nil).ok(t).records("VENDOR"))
}
