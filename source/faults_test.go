package source

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/internal/long"
	"airbyte-sage-intacct/sandbox"
)

// faultTable is everything that the sandbox can do to a read, and what becomes
// of a stream whose every request from some point on meets it. Met once, it is
// got over, unless once is true.
var faultTable = []struct {
	name    string
	fault   sandbox.Fault
	failure airbyte.FailureType // "" if even for ever it does no harm
	once    bool                // meeting it once is enough to fail
}{
	{"slow", sandbox.Fault{Delay: time.Millisecond}, "", false},
	{"in drops", sandbox.Fault{Drip: 900, DripPause: time.Microsecond}, "", false},
	{"too many requests", sandbox.Fault{Status: 429}, airbyte.TransientError, false},
	{"the gateway's own error", sandbox.Fault{Status: 500}, airbyte.TransientError, false},
	{"bad gateway", sandbox.Fault{Status: 502}, airbyte.TransientError, false},
	{"off-line", sandbox.Fault{Status: 503}, airbyte.TransientError, false},
	{"gateway time-out", sandbox.Fault{Status: 504}, airbyte.TransientError, false},
	{"web server down", sandbox.Fault{Status: 521}, airbyte.TransientError, false},
	{"cut by the CDN", sandbox.Fault{Status: 524}, airbyte.TransientError, false},
	{"not found", sandbox.Fault{Status: 404}, airbyte.TransientError, false},
	{"unknown sender", sandbox.Fault{Status: 400}, airbyte.ConfigError, true},
	{"forbidden by the gateway", sandbox.Fault{Status: 403}, airbyte.ConfigError, true},
	{"forbidden by the CDN", sandbox.Fault{Status: 403, Body: "<html><title>Attention Required! | Cloudflare</title></html>", ContentType: "text/html"}, airbyte.TransientError, false},
	{"moved for maintenance", sandbox.Fault{Status: 302, Body: "<html>maintenance</html>", ContentType: "text/html"}, airbyte.TransientError, false},
	{"forbidden by Intacct", sandbox.Fault{Status: 403, Body: `{"ia::result":{"ia::error":{"code":"GW-0042"}}}`, ContentType: "application/json"}, airbyte.ConfigError, true},
	{"too many operations", sandbox.Fault{Errno: "XL03000006", Description2: "There are too many operations running for this company"}, airbyte.TransientError, false},
	{"a failure that nobody knows", sandbox.Fault{Errno: "XL03000006", Description2: "There was an internal error"}, airbyte.ConfigError, true}, // without patience
	{"control without a reason", sandbox.Fault{Description: " ", AtControl: true}, airbyte.TransientError, false},
	{"another's page", sandbox.Fault{Status: 200, Body: "<html><body>Sign in to the hotel's network</body></html>", ContentType: "text/html"}, airbyte.TransientError, false},
	{"no answer at all", sandbox.Fault{Status: 200, Body: " ", ContentType: "text/xml"}, airbyte.TransientError, false},
	{"connection lost", sandbox.Fault{Drop: true}, airbyte.TransientError, false},
	{"carried out, answer lost", sandbox.Fault{Drop: true, Applied: true}, airbyte.TransientError, false},
	{"carried out, time-out", sandbox.Fault{Status: 524, Applied: true}, airbyte.TransientError, false},
	{"cut in the envelope", sandbox.Fault{Cut: 200}, airbyte.TransientError, false},
	{"cut in the rows", sandbox.Fault{Cut: 1500}, airbyte.TransientError, false},
	{"ends early in the envelope", sandbox.Fault{Truncate: 200}, airbyte.TransientError, false},
	{"ends early in the rows", sandbox.Fault{Truncate: 1500}, airbyte.TransientError, false},
	{"try again later", sandbox.Fault{Errno: "XL03000099", Description2: "x", Correction: "Please try again later"}, airbyte.TransientError, false},
	{"permission withdrawn", sandbox.Fault{Errno: "PL04000005", Description2: "You do not have permission"}, airbyte.ConfigError, true},
	{"not subscribed", sandbox.Fault{Errno: "BL00000001", Description2: "The company is not subscribed to the module"}, airbyte.ConfigError, true},
	{"database error", sandbox.Fault{Errno: "DL02000001", Description2: "Error in the database"}, airbyte.SystemError, true},
	{"session gone", sandbox.Fault{Errno: "XL03000006", Description2: "Session is no longer valid", AtControl: true}, airbyte.ConfigError, true},
	{"sender withdrawn", sandbox.Fault{Errno: "XL03000006", Description2: "Incorrect Intacct XML Partner ID or password.", AtControl: true}, airbyte.ConfigError, true},
	{"the schema's error", sandbox.Fault{Errno: "XL03000003", Description2: "XML does not fit the schema", AtControl: true}, airbyte.SystemError, true},
	{"commits that take long", sandbox.Fault{LateCommit: time.Minute}, "", false},
}

// A faultSubject is a stream of one kind, in a company with rows of a month ago.
type faultSubject struct {
	stream, function string
	modes            []airbyte.SyncMode
	rows, latest     int // those there are, and those of the latest day
	make             func(t *testing.T) *world
}

var bothModes = []airbyte.SyncMode{airbyte.FullRefresh, airbyte.Incremental}

const faultRows = 12

var faultSubjects = map[string]faultSubject{
	"keyed": {"VENDOR", "query", bothModes, faultRows, 1, func(t *testing.T) *world {
		w := small(t, "VENDOR")
		for i := range faultRows {
			at := fmt.Sprintf("2026-10-%02dT00:00:00Z", i+1)
			w.company.Put("VENDOR", vendor(strconv.Itoa(i+1), at, at))
		}
		return w
	}},
	"lines":  {"GLENTRY", "query", bothModes, faultRows, 3, func(t *testing.T) *world { return books(t, faultRows/3) }},
	"texts":  {"GLDETAIL", "query", bothModes, faultRows, 3, func(t *testing.T) *world { return books(t, faultRows/3) }},
	"trails": {"AUDITHISTORY", "query", bothModes, faultRows, 3, faultAccesses},
	"listed": {"SUPDOCFOLDER", "get_list", bothModes[:1], 5 * faultRows, 0, func(t *testing.T) *world {
		w := small(t, "SUPDOCFOLDER")
		for i := range 5 * faultRows { // a list has twenty at once
			w.company.Put("SUPDOCFOLDER", map[string]string{"recordno": fmt.Sprint(i + 1), "name": fmt.Sprintf("folder %02d", i), "description": strings.Repeat("paper ", 20)})
		}
		return w
	}},
}

func faultAccesses(t *testing.T) *world {
	w := small(t, "AUDITHISTORY")
	for i := range faultRows {
		w.company.Put("AUDITHISTORY", map[string]string{
			"ID": fmt.Sprintf("%020d", i+1), "OBJECTTYPE": "vendor", "OBJECTKEY": fmt.Sprint(i), "ACCESSMODE": "Modify",
			"ACCESSTIME": fmt.Sprintf("2026-10-%02dT00:00:00Z", i/3+1),
		})
	}
	return w
}

// TestFaultTable meets every stream of every kind with every fault, once and for
// ever, from the first request for rows on and from a later one. Every row comes,
// none twice, the failure is of the right type, and the state is good for the
// next run.
func TestFaultTable(t *testing.T) {
	played := 0
	for _, kind := range slices.Sorted(maps.Keys(faultSubjects)) {
		subject := faultSubjects[kind]
		for _, mode := range subject.modes {
			first := played // each row is played somewhere
			played++
			t.Run(kind+"/"+string(mode), func(t *testing.T) {
				t.Parallel()
				later := 3
				switch {
				case kind == "listed":
					later = 2 // a list has no more
				case kind == "lines" && mode == airbyte.Incremental:
					later = 4 // the third is for samples of times, which can be done without
				}
				for i, row := range faultTable {
					if !long.Picks(i+first, 8) {
						continue
					}
					for _, when := range []struct{ nth, times int }{{later, 1}, {later, -1}, {1, -1}} {
						if when.nth == 1 && mode == airbyte.Incremental {
							continue // before the first row, modes do not differ
						}
						fault := row.fault
						fault.Function, fault.Nth, fault.Times = subject.function, when.nth, when.times
						failure, once := row.failure, row.once
						if kind == "trails" && fault.Errno == "DL02000001" { // which the audit history answers at times
							failure, once = airbyte.TransientError, false
						}
						if when.times == 1 && !once {
							failure = ""
						}
						subject.meet(t, fmt.Sprintf("%s from request %d on, %d times", row.name, when.nth, when.times), mode, fault, failure)
					}
				}
			})
		}
	}
}

func (s faultSubject) meet(t *testing.T, name string, mode airbyte.SyncMode, fault sandbox.Fault, failure airbyte.FailureType) {
	t.Helper()
	w := s.make(t)
	w.config["page_size"], w.config["max_concurrency"] = 4, 1
	w.config["objects"] = []string{s.stream}
	catalog := configured(mode, s.stream)
	remove := w.sandbox.Fault(fault)
	out := w.read(t, catalog, nil)
	remove()
	message, got := out.failure(s.stream)
	if got != failure || (got == "") != (out.code == 0) {
		t.Errorf("%s: exit code %d, %q instead of %q: %s", name, out.code, got, failure, message)
	}
	records := out.records(s.stream)
	states := out.states()
	if got != "" {
		again := w.read(t, catalog, states)
		if again.code != 0 {
			t.Fatalf("%s: the next run fails: %s", name, again.logs())
		}
		if len(states) == 0 && s.function == "get_list" {
			records = nil // a listing begins anew
		}
		records = append(records, again.records(s.stream)...)
		states = again.states()
	}
	seen := make(map[string]bool)
	for _, data := range records {
		if seen[data] {
			t.Errorf("%s: came twice: %s", name, data)
		}
		seen[data] = true
	}
	if len(seen) != s.rows {
		t.Errorf("%s: %d records, want %d", name, len(seen), s.rows)
	}
	if mode == airbyte.Incremental {
		// Of a read that was cut, the rows of the look-back may come once more:
		// those of the latest day.
		last := w.read(t, catalog, states).ok(t).records(s.stream)
		if len(last) > 0 && got == "" || len(last) > s.latest {
			t.Errorf("%s: %d came again, such as %s", name, len(last), last[0])
		}
	}
}
