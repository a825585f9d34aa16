package state

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
)

func at(t *testing.T, text string) Instant {
	t.Helper()
	var i Instant
	if err := i.UnmarshalText([]byte(text)); err != nil {
		t.Fatal(err)
	}
	return i
}

// states are all the shapes that version 1 writes, by the name of their golden
// file. The files are forever: what was written once has to stay readable.
func states(t *testing.T) map[string]*State {
	of := BelongingTo("acme", "", "VENDOR")
	w := &Window{From: at(t, "2026-01-01T22:00:00Z"), To: at(t, "2026-01-03T12:00:00Z"), CreatedFrom: at(t, "2025-12-31T22:00:00Z")}
	cursor, created := at(t, "2026-01-02T00:00:00Z"), at(t, "2026-01-01T00:00:00Z")
	zones := Zones{"AUWHENCREATED": "+00:00"}
	in := func(s Place) *State {
		return &State{Version: 1, For: of, Slices: map[string]*Place{"": &s}}
	}
	inEntity := in(Place{Phase: PhaseDone, Cursor: cursor})
	inEntity.For.Entity = ShortHash("100")
	inEntity.Slices = map[string]*Place{"100": inEntity.Slices[""]}
	inEntities := in(Place{Phase: PhaseDone, Cursor: cursor})
	inEntities.For.Entity = ShortHash("*")
	inEntities.Slices["100"] = &Place{Phase: PhaseWindow, Window: &Window{To: w.To}, After: "2000", High: cursor}
	partly := in(Place{Phase: PhaseRead})
	partly.For.Entity = ShortHash("*")
	partly.Slices["100"] = &Place{Phase: PhaseFull, After: "2000"}
	keys := NewKeys()
	for _, key := range []int64{1, 2, 3, 4, 5, 70_000, 1 << 40} {
		keys.Add(key)
	}
	texts := NewTexts()
	for i := range int64(5) {
		texts.Add(OwnedText{200 + i/2, fmt.Sprintf("%d-%d-%d--accrual", 200+i/2, 1000+i, 900+2*i)})
	}
	several := in(Place{}) // one stream of two objects
	several.For.Object = "APBILL+APADJUSTMENT"
	several.Slices = map[string]*Place{
		"apbill/": {Phase: PhaseDone, Cursor: cursor}, "apbill/100": {Phase: PhaseDone},
		"apadjustment/": {Phase: PhaseWindow, Window: w, After: "7"},
	}
	limited := in(Place{Phase: PhaseDone, Cursor: cursor})
	limited.Pages = PageLimit{Rows: 1000, Failed: []int{800}, Until: w.To}
	return map[string]*State{
		"done_pages": limited,
		"done_moved": in(Place{
			Phase: PhaseDone, Cursor: cursor, Zones: Zones{EveryField: "+01:00"}, Formatting: "mdY +00:00",
			Since: created, Floor: cursor, FloorFrom: cursor.Before(time.Hour),
		}),
		"done_names":    in(Place{Phase: PhaseDone, Cursor: cursor, Keys: keys.Pack(), Names: Names{1: "V1", 70_000: "Möbel & Söhne"}.Pack()}),
		"done_several":  several,
		"done_texts":    in(Place{Phase: PhaseDone, Cursor: cursor, Parents: cursor, Texts: texts.Pack()}),
		"done_no_texts": in(Place{Phase: PhaseDone, Texts: NewTexts().Pack()}),
		"window_texts":  in(Place{Phase: PhaseWindow, Window: w, After: "200-1000-900--accrual", Trail: &TimePlace{At: cursor, Rows: 1}, Texts: texts.Pack()}),
		"full_entities": partly,
		"done_entities": inEntities,
		"done_no_keys":  in(Place{Phase: PhaseDone, Keys: NewKeys().Pack()}),
		"done_keys_listed": in(Place{
			Phase: PhaseDone, Cursor: cursor, Zones: zones, Parents: created, Deleted: cursor, Keys: keys.Pack(),
		}),
		"done_keys_lost": in(Place{Phase: PhaseDone, Cursor: cursor, Deleted: Beginning, KeysLost: true}),
		"window_keys":    in(Place{Phase: PhaseWindow, Window: w, After: "4000", Keys: keys.Pack()}),
		"full_listed":    in(Place{Phase: PhaseFull, After: "2000", Zones: Zones{}}),
		"full_complete":  {Version: 1, For: of, Complete: true},
		"full_trail":     in(Place{Phase: PhaseFull, After: "7-1-2--accrual", Trail: &TimePlace{At: cursor, Rows: 3}}),
		"trail_untimed":  in(Place{Phase: PhaseFull, After: "9-1-2--accrual", Trail: &TimePlace{Untimed: true, Rows: 2000}}),
		"window_first":   in(Place{Phase: PhaseWindow, Window: &Window{To: w.To}, After: "2000", High: cursor}),
		"window_next_listed": in(Place{
			Phase: PhaseWindow, Cursor: cursor, Created: created, Window: w,
			After: "4000", High: at(t, "2026-01-03T00:00:00Z"), HighCreated: created, Zones: zones,
		}),
		"window_assumed_listed": in(Place{
			Phase: PhaseWindow, Cursor: cursor, Window: &Window{From: w.From, To: w.To, CreatedFrom: w.CreatedFrom, CreatedTo: Beginning},
			After: "4000", High: cursor, Zones: Zones{Assumed: "assumed", EveryField: "+00:00"},
		}),
		"done_assumed_listed": in(Place{Phase: PhaseDone, Cursor: cursor, Created: created, Zones: Zones{Assumed: "assumed"}}),
		"done_empty":          in(Place{Phase: PhaseDone}),
		"done_listed": in(Place{
			Phase: PhaseDone, Cursor: cursor, Created: created, Zones: zones,
			Rows: packRows([]seenRow{{key: 1, data: 0x0123456789abcdef}, {key: 300, data: 1}, {key: 1 << 63, data: 2}}),
		}),
		"done_entity": inEntity,
		"done_field": in(Place{
			Phase: PhaseDone, Cursor: cursor, CursorField: "WHENMODIFIED", Zones: Zones{"WHENMODIFIED": "+00:00"},
		}),
	}
}

func TestGoldenStates(t *testing.T) {
	for name, st := range states(t) {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join("testdata", "states", "v1", name+".json")
			golden, err := os.ReadFile(file)
			if errors.Is(err, os.ErrNotExist) && *update { // a new shape; those that were written stay
				golden = append(st.Encode(), '\n')
				err = os.WriteFile(file, golden, 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := string(st.Encode()); got != strings.TrimSpace(string(golden)) {
				t.Errorf("written as\n%s\nwant\n%s", got, golden)
			}
			read, err := Parse("VENDOR", golden)
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
		read, err := Parse("VENDOR", raw)
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
		st, err := Parse("VENDOR", m.State.Stream.State)
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
		if st, err := Parse("VENDOR", raw); err != nil || st == nil {
			t.Errorf("%s: %v", file, err)
		}
	}
}

func TestNoState(t *testing.T) {
	for _, raw := range []string{"", "null", "{}", ` { } `, `{"__ab_no_cursor_state_message":true}`} {
		if st, err := Parse("VENDOR", json.RawMessage(raw)); st != nil || err != nil {
			t.Errorf("%q: %v, %v", raw, st, err)
		}
	}
}

func TestMarkerAloneIsComplete(t *testing.T) {
	st, err := Parse("VENDOR", json.RawMessage(`{"__ab_full_refresh_sync_complete":true}`))
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
			st, err := Parse("VENDOR", json.RawMessage(raw))
			if err == nil {
				t.Fatalf("read as %+v", st)
			}
			if airbyte.FailureTypeOf(err) != airbyte.ConfigError || !strings.Contains(err.Error(), "VENDOR") || !strings.Contains(err.Error(), "clear") {
				t.Errorf("the error is %v (%s)", err, airbyte.FailureTypeOf(err))
			}
		})
	}
}

func TestStatesBelongToTheirCompany(t *testing.T) {
	made := BelongingTo("Acme", "100", "VENDOR")
	tests := []struct {
		name string
		is   Belonging
		ok   bool
	}{
		{"same", BelongingTo("ACME ", "100", "VENDOR"), true},
		{"packed", BelongingTo("acme|100", "100", "VENDOR"), true},
		{"another company", BelongingTo("acme2", "100", "VENDOR"), false},
		{"another client of a console", BelongingTo("con|acme|100", "100", "VENDOR"), false},
		{"another entity", BelongingTo("acme", "200", "VENDOR"), false},
		{"top level", BelongingTo("acme", "", "VENDOR"), false},
		{"another object", BelongingTo("acme", "100", "CUSTOMER"), false},
	}
	for _, test := range tests {
		st := &State{Version: 1, For: made}
		if err := st.Belongs("VENDOR", test.is); (err == nil) != test.ok {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	if err := new(State).Belongs("VENDOR", made); err != nil {
		t.Errorf("a state that names nothing is refused: %v", err)
	}
}

func TestStatesDoNotShowTheCompany(t *testing.T) {
	st := &State{Version: 1, For: BelongingTo("acme", "branch-one", "VENDOR")}
	if text := string(st.Encode()); strings.Contains(text, "acme") || strings.Contains(text, "branch") {
		t.Error(text)
	}
}

// zeroKey is a set with a record number that does not exist.
func zeroKey() PackedKeys {
	set := NewKeys()
	set.settled.Add(0)
	return set.Pack()
}

func FuzzState(f *testing.F) {
	keys := NewKeys()
	for key := range int64(5000) {
		keys.Add(key * key)
	}
	f.Add(`{"v":1,"slices":{"":{"phase":"done","keys":"` + string(keys.Pack()) + `"}}}`)
	f.Add(`{"v":1,"slices":{"":{"phase":"done","zones":["*=+01:00","AUWHENCREATED=+00:00"]}}}`)
	f.Add(`{"v":1,"slices":{"":{"phase":"done","cursor":"2026-01-02T00:00:00Z","rows":"AQAAAAAAAAAB"}}}`)
	f.Fuzz(func(t *testing.T, raw string) {
		st, err := Parse("VENDOR", json.RawMessage(raw))
		if err != nil || st == nil {
			return
		}
		again, err := Parse("VENDOR", st.Encode())
		if err != nil || !reflect.DeepEqual(again.Encode(), st.Encode()) {
			t.Errorf("%s becomes %s: %v", raw, st.Encode(), err)
		}
	})
}

// update writes the golden states of new shapes.
var update = flag.Bool("update", false, "write the golden files anew")
