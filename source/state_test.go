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

	"airbyte-sage-intacct/airbyte"
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
	zones := map[string]string{"AUWHENCREATED": "+00:00"}
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
	return map[string]*state{
		"done_names":    in(slice{Phase: phaseDone, Cursor: cursor, Keys: keys.pack(), Names: roll{1: "V1", 70_000: "Möbel & Söhne"}.pack()}),
		"done_several":  several,
		"done_texts":    in(slice{Phase: phaseDone, Cursor: cursor, Parents: cursor, Texts: texts.pack()}),
		"done_no_texts": in(slice{Phase: phaseDone, Texts: newTextSet().pack()}),
		"window_texts":  in(slice{Phase: phaseWindow, Window: w, After: "200-1000-900--accrual", Trail: &trailPlace{At: cursor, Rows: 1}, Texts: texts.pack()}),
		"full_entities": partly,
		"done_entities": inEntities,
		"done_no_keys":  in(slice{Phase: phaseDone, Keys: newKeySet().pack()}),
		"done_keys": in(slice{
			Phase: phaseDone, Cursor: cursor, Zones: zones, Parents: created, Deleted: cursor, Keys: keys.pack(),
		}),
		"done_keys_lost": in(slice{Phase: phaseDone, Cursor: cursor, Deleted: beginning, KeysLost: true}),
		"window_keys":    in(slice{Phase: phaseWindow, Window: w, After: "4000", Keys: keys.pack()}),
		"full":           in(slice{Phase: phaseFull, After: "2000", Zones: map[string]string{}}),
		"full_complete":  {Version: 1, For: of, Complete: true},
		"full_trail":     in(slice{Phase: phaseFull, After: "7-1-2--accrual", Trail: &trailPlace{At: cursor, Rows: 3}}),
		"trail_untimed":  in(slice{Phase: phaseFull, After: "9-1-2--accrual", Trail: &trailPlace{Untimed: true, Rows: 2000}}),
		"window_first":   in(slice{Phase: phaseWindow, Window: &window{To: w.To}, After: "2000", High: cursor}),
		"window_next": in(slice{
			Phase: phaseWindow, Cursor: cursor, Created: created, Window: w,
			After: "4000", High: at(t, "2026-01-03T00:00:00Z"), HighCreated: created, Zones: zones,
		}),
		"window_assumed": in(slice{
			Phase: phaseWindow, Cursor: cursor, Window: &window{From: w.From, To: w.To, CreatedFrom: w.CreatedFrom, CreatedTo: beginning},
			After: "4000", High: cursor, Zones: map[string]string{assumed: "assumed", everyField: "+00:00"},
		}),
		"done_assumed": in(slice{Phase: phaseDone, Cursor: cursor, Created: created, Zones: map[string]string{assumed: "assumed"}}),
		"done_empty":   in(slice{Phase: phaseDone}),
		"done": in(slice{
			Phase: phaseDone, Cursor: cursor, Created: created, Zones: zones,
			Rows: packRows([]sighting{{key: 1, data: 0x0123456789abcdef}, {key: 300, data: 1}, {key: 1 << 63, data: 2}}),
		}),
		"done_entity": inEntity,
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
		"unknown key":          `{"v":1,"bookmark":5}`,
		"unknown slice key":    `{"v":1,"slices":{"":{"phase":"done","offset":5}}}`,
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
