package integration_tests

import (
	"encoding/json"
	"testing"
	"time"
	"unicode"

	"airbyte-sage-intacct/internal/long"
)

// cursorsIn searches a state for cursors as Airbyte's acceptance tests do from
// 3.7 on: any key that is called like the cursor's field, and cursor beside
// cursor_field, wherever they stand.
func cursorsIn(t *testing.T, state json.RawMessage, field string) []any {
	t.Helper()
	var root any
	if err := json.Unmarshal(state, &root); err != nil {
		t.Fatal(err)
	}
	var values []any
	for visit := []any{root}; len(visit) > 0; {
		node := visit[len(visit)-1]
		visit = visit[:len(visit)-1]
		switch node := node.(type) {
		case map[string]any:
			_, named := node["cursor_field"]
			for key, value := range node {
				if key == field || named && key == "cursor" {
					values = append(values, value)
				}
				visit = append(visit, value)
			}
		case []any:
			visit = append(visit, node...)
		}
	}
	return values
}

// acceptCursors wants what the search finds in a state to be values of the
// cursor's type, which is text in all our schemas, and of its form.
func acceptCursors(t *testing.T, s stream, state json.RawMessage) []string {
	t.Helper()
	var texts []string
	for _, value := range cursorsIn(t, state, s.CursorField[0]) {
		text, _ := value.(string)
		if _, err := time.Parse(time.RFC3339, text); err != nil {
			t.Errorf("%s: %#v is found for the cursor in\n%.400s", s.Name, value, state)
		}
		texts = append(texts, text)
	}
	return texts
}

// acceptFutureCursors compares the cursors of the file of the far future with
// those of the states that come back.
func acceptFutureCursors(t *testing.T, s stream, given, printed json.RawMessage) {
	t.Helper()
	future, actual := acceptCursors(t, s, given), acceptCursors(t, s, printed)
	if len(future) == 0 {
		t.Errorf("%s: no cursor is found in its state of the far future", s.Name)
	}
	if len(actual) == 0 {
		t.Errorf("%s: no cursor is found in the state after that of the far future\n%.400s", s.Name, printed)
	}
	for i := range min(len(future), len(actual)) {
		if !alike(actual[i], future[i]) {
			t.Errorf("%s: the cursor is %s after %s", s.Name, actual[i], future[i])
		}
	}
}

// alike says whether two texts have letters, digits and the same other
// characters at the same places.
func alike(a, b string) bool {
	form := func(text string) string {
		shape := []rune(text)
		for i, r := range shape {
			switch {
			case unicode.IsLetter(r):
				shape[i] = 'a'
			case unicode.IsDigit(r):
				shape[i] = '0'
			}
		}
		return string(shape)
	}
	return form(a) == form(b)
}

// TestCursorsAreFoundInStates searches all states of all default streams, under
// every naming and in the unified schema, over all entities.
func TestCursorsAreFoundInStates(t *testing.T) {
	t.Parallel()
	t.Run("intacct", func(t *testing.T) {
		streams, result := wholeRead(t)
		searchStates(t, incremental(streams), result)
	})
	for _, naming := range []string{"hotglue", "fivetran", "unified"} {
		t.Run(naming, func(t *testing.T) {
			var config map[string]any
			if err := json.Unmarshal(rootFile(t, "integration_tests/sandbox_config.json"), &config); err != nil {
				t.Fatal(err)
			}
			config["stream_naming"] = naming
			if naming == "unified" {
				config["stream_naming"], config["unified_schema"] = "intacct", true
				config["entities"] = map[string]any{"mode": "all"}
			}
			file := lately(t, write(t, "config.json", encode(t, config)))
			var streams []stream
			for i, s := range incremental(discover(t, file)) {
				if long.Picks(i, 4) { // all are looked at under Intacct's names
					streams = append(streams, s)
				}
			}
			catalog := write(t, "catalog.json", configured(t, streams, "incremental"))
			searchStates(t, streams, succeed(t, "read", "--config", file, "--catalog", catalog))
		})
	}
}

func searchStates(t *testing.T, discovered []stream, result outcome) {
	t.Helper()
	streams := map[string]stream{}
	for _, s := range discovered {
		streams[s.Name] = s
	}
	found := map[string]int{}
	for _, m := range ofType(result.messages, "STATE") {
		s, known := streams[m.State.Stream.Descriptor.Name]
		if !known {
			continue // a stream without a cursor
		}
		found[s.Name] = len(acceptCursors(t, s, m.State.Stream.State))
	}
	records := result.records()
	for name, s := range streams {
		if latest := latestOf(t, s, records[name]); latest != "" && found[name] == 0 {
			t.Errorf("%s: no cursor is found in its last state, though a record has %s", name, latest)
		}
	}
}

// latestOf is some record's value of the cursor; "" if none has any.
func latestOf(t *testing.T, s stream, records []json.RawMessage) string {
	t.Helper()
	for _, data := range records {
		if value, ok := fields(t, data)[s.CursorField[0]].(string); ok {
			return value
		}
	}
	return ""
}
