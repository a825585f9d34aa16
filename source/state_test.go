package source

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/source/naming"
)

func at(t *testing.T, text string) instant {
	t.Helper()
	var i instant
	if err := i.UnmarshalText([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return i
}

// states are all the shapes that version 1 writes, by the name of their golden
// file. The files are forever: what was written once has to stay readable.
func states(t *testing.T) map[string]*state {
	of := belongingTo("acme", "", "VENDOR")
	w := &window{From: at(t, "2026-01-01T22:00:00Z"), To: at(t, "2026-01-03T12:00:00Z"), CreatedFrom: at(t, "2025-12-31T22:00:00Z")}
	cursor, created := at(t, "2026-01-02T00:00:00Z"), at(t, "2026-01-01T00:00:00Z")
	zones := fieldZones{"AUWHENCREATED": "+00:00"}
	in := func(s slice) *state {
		return &state{Version: 1, For: of, Slices: map[string]*slice{"": &s}}
	}
	inEntity := in(slice{Phase: phaseDone, Cursor: cursor})
	inEntity.For.Entity = shortHash("100")
	inEntity.Slices = map[string]*slice{"100": inEntity.Slices[""]}
	inEntities := in(slice{Phase: phaseDone, Cursor: cursor})
	inEntities.For.Entity = shortHash(everyEntity)
	inEntities.Slices["100"] = &slice{Phase: phaseWindow, Window: &window{To: w.To}, After: "2000", High: cursor}
	partly := in(slice{Phase: phaseRead})
	partly.For.Entity = shortHash(everyEntity)
	partly.Slices["100"] = &slice{Phase: phaseFull, After: "2000"}
	keys := newKeySet()
	for _, key := range []int64{1, 2, 3, 4, 5, 70_000, 1 << 40} {
		keys.add(key)
	}
	texts := newTextSet()
	for i := range int64(5) {
		texts.add(ownedText{200 + i/2, fmt.Sprintf("%d-%d-%d--accrual", 200+i/2, 1000+i, 900+2*i)})
	}
	several := in(slice{}) // one stream of two objects
	several.For.Object = "APBILL+APADJUSTMENT"
	several.Slices = map[string]*slice{
		"apbill/": {Phase: phaseDone, Cursor: cursor}, "apbill/100": {Phase: phaseDone},
		"apadjustment/": {Phase: phaseWindow, Window: w, After: "7"},
	}
	limited := in(slice{Phase: phaseDone, Cursor: cursor})
	limited.Pages = pageLimit{Rows: 1000, Failed: []int{800}, Until: w.To}
	return map[string]*state{
		"done_pages": limited,
		"done_moved": in(slice{
			Phase: phaseDone, Cursor: cursor, Zones: fieldZones{everyField: "+01:00"}, Formatting: "mdY +00:00",
			Since: created, Floor: cursor, FloorFrom: cursor.before(time.Hour),
		}),
		"done_names":    in(slice{Phase: phaseDone, Cursor: cursor, Keys: keys.pack(), Names: roll{1: "V1", 70_000: "Möbel & Söhne"}.pack()}),
		"done_several":  several,
		"done_texts":    in(slice{Phase: phaseDone, Cursor: cursor, Parents: cursor, Texts: texts.pack()}),
		"done_no_texts": in(slice{Phase: phaseDone, Texts: newTextSet().pack()}),
		"window_texts":  in(slice{Phase: phaseWindow, Window: w, After: "200-1000-900--accrual", Trail: &trailPlace{At: cursor, Rows: 1}, Texts: texts.pack()}),
		"full_entities": partly,
		"done_entities": inEntities,
		"done_no_keys":  in(slice{Phase: phaseDone, Keys: newKeySet().pack()}),
		"done_keys_listed": in(slice{
			Phase: phaseDone, Cursor: cursor, Zones: zones, Parents: created, Deleted: cursor, Keys: keys.pack(),
		}),
		"done_keys_lost": in(slice{Phase: phaseDone, Cursor: cursor, Deleted: beginning, KeysLost: true}),
		"window_keys":    in(slice{Phase: phaseWindow, Window: w, After: "4000", Keys: keys.pack()}),
		"full_listed":    in(slice{Phase: phaseFull, After: "2000", Zones: fieldZones{}}),
		"full_complete":  {Version: 1, For: of, Complete: true},
		"full_trail":     in(slice{Phase: phaseFull, After: "7-1-2--accrual", Trail: &trailPlace{At: cursor, Rows: 3}}),
		"trail_untimed":  in(slice{Phase: phaseFull, After: "9-1-2--accrual", Trail: &trailPlace{Untimed: true, Rows: 2000}}),
		"window_first":   in(slice{Phase: phaseWindow, Window: &window{To: w.To}, After: "2000", High: cursor}),
		"window_next_listed": in(slice{
			Phase: phaseWindow, Cursor: cursor, Created: created, Window: w,
			After: "4000", High: at(t, "2026-01-03T00:00:00Z"), HighCreated: created, Zones: zones,
		}),
		"window_assumed_listed": in(slice{
			Phase: phaseWindow, Cursor: cursor, Window: &window{From: w.From, To: w.To, CreatedFrom: w.CreatedFrom, CreatedTo: beginning},
			After: "4000", High: cursor, Zones: fieldZones{assumed: "assumed", everyField: "+00:00"},
		}),
		"done_assumed_listed": in(slice{Phase: phaseDone, Cursor: cursor, Created: created, Zones: fieldZones{assumed: "assumed"}}),
		"done_empty":          in(slice{Phase: phaseDone}),
		"done_listed": in(slice{
			Phase: phaseDone, Cursor: cursor, Created: created, Zones: zones,
			Rows: packRows([]sighting{{key: 1, data: 0x0123456789abcdef}, {key: 300, data: 1}, {key: 1 << 63, data: 2}}),
		}),
		"done_entity": inEntity,
		"done_field": in(slice{
			Phase: phaseDone, Cursor: cursor, CursorField: "WHENMODIFIED", Zones: fieldZones{"WHENMODIFIED": "+00:00"},
		}),
	}
}

func TestGoldenStates(t *testing.T) {
	for name, st := range states(t) {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join("testdata", "states", "v1", name+".json")
			golden, err := os.ReadFile(file)
			if errors.Is(err, os.ErrNotExist) && *update { // a new shape; those that were written stay
				golden = append(st.encode(), '\n')
				err = os.WriteFile(file, golden, 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := string(st.encode()); got != strings.TrimSpace(string(golden)) {
				t.Errorf("written as\n%s\nwant\n%s", got, golden)
			}
			read, err := parseState("VENDOR", golden)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(read, st) {
				t.Errorf("read as %+v, want %+v", read, st)
			}
		})
	}
}

// TestFormerShapes reads states of shapes that are not written any more: zones
// were once an object by field. They say what those of today do.
func TestFormerShapes(t *testing.T) {
	for _, name := range []string{"done", "done_assumed", "done_keys", "full", "window_assumed", "window_next"} {
		raw, err := os.ReadFile(filepath.Join("testdata", "states", "v1", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		read, err := parseState("VENDOR", raw)
		if want := states(t)[name+"_listed"]; err != nil || !reflect.DeepEqual(read, want) {
			t.Errorf("%s is read as %+v (%v), want %+v", name, read, err, want)
		}
	}
}

// TestPrintedStates reads states that an earlier program printed.
func TestPrintedStates(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("testdata", "states", "printed.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(raw)) {
		var m airbyte.Message
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatal(err)
		}
		st, err := parseState("VENDOR", m.State.Stream.State)
		if err != nil || st == nil {
			t.Errorf("%.300s: %v", line, err)
			continue
		}
		var was struct {
			Slices map[string]struct{ Zones map[string]string }
		}
		if err := json.Unmarshal(m.State.Stream.State, &was); err != nil {
			t.Fatal(err)
		}
		for part, place := range was.Slices {
			if got := map[string]string(st.Slices[part].Zones); !reflect.DeepEqual(got, place.Zones) {
				t.Errorf("%.300s: zones are %v, want %v", line, got, place.Zones)
			}
		}
	}
}

// TestFinishedStatesAreGoneOnFrom reads on from states that an earlier program
// printed at the end of reading the demo company: nothing comes again.
func TestFinishedStatesAreGoneOnFrom(t *testing.T) {
	for _, naming := range naming.All {
		raw, err := os.ReadFile(filepath.Join("testdata", "states", "finished", string(naming)+".jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		var streams []string
		for line := range strings.Lines(string(raw)) {
			var m airbyte.Message
			if err := json.Unmarshal([]byte(line), &m); err != nil {
				t.Fatal(err)
			}
			streams = append(streams, m.State.Stream.Descriptor.Name)
		}
		p := *demo().program
		p.config = map[string]any{"stream_naming": naming}
		if out := p.read(t, configured(airbyte.Incremental, streams...), raw).ok(t); out.count() > 0 || len(streams) < 2 {
			t.Errorf("%s: %d records of %v came again", naming, out.count(), streams)
		}
	}
}

func TestEveryGoldenStateIsReadable(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "states", "v*", "*.json"))
	if err != nil || len(files) < len(states(t)) {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if st, err := parseState("VENDOR", raw); err != nil || st == nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func TestNoState(t *testing.T) {
	for _, raw := range []string{"", "null", "{}", ` { } `, `{"__ab_no_cursor_state_message":true}`} {
		if st, err := parseState("VENDOR", json.RawMessage(raw)); st != nil || err != nil {
			t.Errorf("%q: %v, %v", raw, st, err)
		}
	}
}

func TestMarkerAloneIsComplete(t *testing.T) {
	st, err := parseState("VENDOR", json.RawMessage(`{"__ab_full_refresh_sync_complete":true}`))
	if err != nil || st == nil || !st.Complete {
		t.Errorf("%+v, %v", st, err)
	}
}

func TestStrangeStatesAreRefused(t *testing.T) {
	for name, raw := range map[string]string{
		"another connector's":  `{"WHENMODIFIED":"2026-01-01T00:00:00Z"}`,
		"future version":       `{"v":2,"slices":{}}`,
		"no version":           `{"slices":{}}`,
		"bad zones":            `{"v":1,"slices":{"":{"phase":"done","zones":["UTC"]}}}`,
		"unknown phase":        `{"v":1,"slices":{"":{"phase":"waiting"}}}`,
		"window missing":       `{"v":1,"slices":{"":{"phase":"window"}}}`,
		"window too many":      `{"v":1,"slices":{"":{"phase":"done","window":{}}}}`,
		"null slice":           `{"v":1,"slices":{"":null}}`,
		"bad time":             `{"v":1,"slices":{"":{"cursor":"01/02/2026"}}}`,
		"cut fingerprints":     `{"v":1,"slices":{"":{"rows":"AQ"}}}`,
		"bad fingerprints":     `{"v":1,"slices":{"":{"rows":"!"}}}`,
		"cut keys":             `{"v":1,"slices":{"":{"keys":"AQ"}}}`,
		"bad keys":             `{"v":1,"slices":{"":{"keys":"!"}}}`,
		"keys that nobody has": `{"v":1,"slices":{"":{"keys":"` + string(zeroKey()) + `"}}}`,
		"wrong type":           `{"v":"1"}`,
		"no object":            `[1]`,
	} {
		t.Run(name, func(t *testing.T) {
			st, err := parseState("VENDOR", json.RawMessage(raw))
			if err == nil {
				t.Fatalf("read as %+v", st)
			}
			if airbyte.FailureTypeOf(err) != airbyte.ConfigError || !strings.Contains(err.Error(), "VENDOR") || !strings.Contains(err.Error(), "clear") {
				t.Errorf("the error is %v (%s)", err, airbyte.FailureTypeOf(err))
			}
		})
	}
}

// TestKeysOfLaterProgramsAreIgnored goes back to this program from a later one
// of the same version of states.
func TestKeysOfLaterProgramsAreIgnored(t *testing.T) {
	const later = `{"v":1,"bookmark":5,"for":{"company":"10c7b9fa7e84","object":"DEPARTMENT","colour":"red"},` +
		`"slices":{"":{"phase":"done","offset":5,"cursor":"2099-01-01T00:00:00Z","window":null}}}`
	states := []byte(`[{"type":"STREAM","stream":{"stream_descriptor":{"name":"DEPARTMENT"},"stream_state":` + later + `}}]`)
	out := demo().read(t, configured(airbyte.Incremental, "DEPARTMENT"), states).ok(t)
	if s := out.state(t, "DEPARTMENT").Slices[""]; out.count() != 0 || s.Cursor.String() != "2099-01-01T00:00:00Z" {
		t.Errorf("%d records, then %+v", out.count(), s)
	}
}

func TestStatesBelongToTheirCompany(t *testing.T) {
	made := belongingTo("Acme", "100", "VENDOR")
	tests := []struct {
		name string
		is   belonging
		ok   bool
	}{
		{"same", belongingTo("ACME ", "100", "VENDOR"), true},
		{"packed", belongingTo("acme|100", "100", "VENDOR"), true},
		{"another company", belongingTo("acme2", "100", "VENDOR"), false},
		{"another client of a console", belongingTo("con|acme|100", "100", "VENDOR"), false},
		{"another entity", belongingTo("acme", "200", "VENDOR"), false},
		{"top level", belongingTo("acme", "", "VENDOR"), false},
		{"another object", belongingTo("acme", "100", "CUSTOMER"), false},
	}
	for _, test := range tests {
		st := &state{Version: 1, For: made}
		if err := st.belongs("VENDOR", test.is); (err == nil) != test.ok {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	if err := new(state).belongs("VENDOR", made); err != nil {
		t.Errorf("a state that names nothing is refused: %v", err)
	}
}

func TestStatesDoNotShowTheCompany(t *testing.T) {
	st := &state{Version: 1, For: belongingTo("acme", "branch-one", "VENDOR")}
	if text := string(st.encode()); strings.Contains(text, "acme") || strings.Contains(text, "branch") {
		t.Error(text)
	}
}

// zeroKey is a set with a record number that does not exist.
func zeroKey() packedKeys {
	set := newKeySet()
	set.settled.Add(0)
	return set.pack()
}

func FuzzState(f *testing.F) {
	keys := newKeySet()
	for key := range int64(5000) {
		keys.add(key * key)
	}
	f.Add(`{"v":1,"slices":{"":{"phase":"done","keys":"` + string(keys.pack()) + `"}}}`)
	f.Add(`{"v":1,"slices":{"":{"phase":"done","zones":["*=+01:00","AUWHENCREATED=+00:00"]}}}`)
	f.Add(`{"v":1,"slices":{"":{"phase":"done","cursor":"2026-01-02T00:00:00Z","rows":"AQAAAAAAAAAB"}}}`)
	f.Fuzz(func(t *testing.T, raw string) {
		st, err := parseState("VENDOR", json.RawMessage(raw))
		if err != nil || st == nil {
			return
		}
		again, err := parseState("VENDOR", st.encode())
		if err != nil || !reflect.DeepEqual(again.encode(), st.encode()) {
			t.Errorf("%s becomes %s: %v", raw, st.encode(), err)
		}
	})
}
