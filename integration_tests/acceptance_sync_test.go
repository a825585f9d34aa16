package integration_tests

import (
	"encoding/json"
	"math"
	"slices"
	"testing"
	"time"

	"airbyte-sage-intacct/internal/long"
)

// sampledStates is about how many states of a stream are replayed.
var sampledStates = long.Of(1, 5)

// chosen are the discovered streams that a catalogue file names.
func chosen(t *testing.T, config, catalog string) []stream {
	t.Helper()
	var configured struct {
		Streams []struct{ Stream struct{ Name string } }
	}
	if err := json.Unmarshal(rootFile(t, catalog), &configured); err != nil {
		t.Fatal(err)
	}
	discovered := discover(t, config)
	var streams []stream
	for _, wanted := range configured.Streams {
		at := slices.IndexFunc(discovered, func(s stream) bool { return s.Name == wanted.Stream.Name })
		if at < 0 {
			t.Fatalf("%s names %s, which is not discovered", catalog, wanted.Stream.Name)
		}
		streams = append(streams, discovered[at])
	}
	return streams
}

// acceptFullRefresh reads twice: the second read gives all records of the
// first, and they are emitted after it.
func acceptFullRefresh(t *testing.T, test fullTest) {
	config := fromRoot(test.Config)
	var streams []stream
	for i, s := range chosen(t, config, test.Catalog) {
		if long.Picks(i, 3) {
			streams = append(streams, s)
		}
	}
	catalog := write(t, "catalog.json", configured(t, streams, "full_refresh"))
	first := succeed(t, "read", "--config", config, "--catalog", catalog)
	// The acceptance tests wait as long; emission times have milliseconds.
	time.Sleep(100 * time.Millisecond)
	second := succeed(t, "read", "--config", config, "--catalog", catalog)

	_, latest := emitted(first.messages)
	earliest, _ := emitted(second.messages)
	if latest >= earliest {
		t.Errorf("the first read emitted until %d, the second from %d", latest, earliest)
	}
	again := second.records()
	for name, records := range first.records() {
		if len(records) == 0 || len(records) != len(again[name]) {
			t.Errorf("%s: %d records, then %d", name, len(records), len(again[name]))
			continue
		}
		for i, data := range records {
			if string(data) != string(again[name][i]) {
				t.Errorf("%s: record %d was\n%.500s\nand is\n%.500s", name, i, data, again[name][i])
				break
			}
		}
	}
}

func emitted(messages []message) (earliest, latest int64) {
	earliest = math.MaxInt64
	for _, m := range ofType(messages, "RECORD") {
		earliest, latest = min(earliest, m.Record.EmittedAt), max(latest, m.Record.EmittedAt)
	}
	return earliest, latest
}

func acceptIncremental(t *testing.T, test cursorTest) {
	config := fromRoot(test.Config)
	streams := incremental(chosen(t, config, test.Catalog))
	catalog := write(t, "catalog.json", configured(t, streams, "incremental"))
	for _, s := range streams {
		if len(s.CursorField) == 0 {
			t.Errorf("%s has no cursor", s.Name)
		}
	}
	acceptTwoReads(t, lately(t, config), catalog)
	for i, s := range streams {
		if long.Picks(i, 3) {
			t.Run(s.Name, func(t *testing.T) { acceptSlices(t, config, s) })
		}
	}
	acceptFuture(t, test, config, catalog, streams)
}

// acceptTwoReads wants the second read, from the states of the first, to give
// other records than the first.
func acceptTwoReads(t *testing.T, config, catalog string) {
	first := succeed(t, "read", "--config", config, "--catalog", catalog)
	if len(ofType(first.messages, "STATE")) == 0 || len(first.records()) == 0 {
		t.Fatal("the first read gives no state or no record")
	}
	state := write(t, "state.json", lastStates(t, first.messages))
	second := succeed(t, "read", "--config", config, "--catalog", catalog, "--state", state)
	for name, records := range second.records() {
		if sameRecords(records, first.records()[name]) {
			t.Errorf("%s: the second read gives the records of the first again", name)
		}
	}
	if len(ofType(second.messages, "STATE")) == 0 {
		t.Error("the second read gives no state")
	}
}

func sameRecords(a, b []json.RawMessage) bool {
	return slices.EqualFunc(a, b, func(x, y json.RawMessage) bool { return string(x) == string(y) })
}

// acceptSlices replays states of a stream: each must give at least the records
// that were not counted up to it, and not all.
func acceptSlices(t *testing.T, config string, s stream) {
	catalog := write(t, "catalog.json", configured(t, []stream{s}, "incremental"))
	whole := succeed(t, "read", "--config", config, "--catalog", catalog)
	records := whole.records()[s.Name]
	if len(records) == 0 {
		t.Fatal("no records")
	}
	checkpoints := useful(whole.messages)
	if len(checkpoints) == 0 {
		t.Fatal("no suitable state")
	}
	for _, point := range sample(checkpoints) {
		state := write(t, "state.json", lastStates(t, []message{point.message}))
		resumed := succeed(t, "read", "--config", config, "--catalog", catalog, "--state", state).records()[s.Name]
		if left := len(records) - point.counted; len(resumed) < left {
			t.Errorf("after %d of %d records %d more came\n%s", point.counted, len(records), len(resumed), point.message.line)
		}
		if sameRecords(resumed, records) {
			t.Errorf("the state after %d records changes nothing\n%s", point.counted, point.message.line)
		}
	}
}

// checkpoint is a state and how many records were counted up to it.
type checkpoint struct {
	message message
	counted int
}

// useful are the states that follow records, the last of those that are equal.
func useful(messages []message) []checkpoint {
	var points []checkpoint
	counted := 0
	for _, m := range ofType(messages, "STATE") {
		records := int(m.State.SourceStats.RecordCount)
		counted += records
		last := len(points) - 1
		switch {
		case last >= 0 && string(points[last].message.State.Stream.State) == string(m.State.Stream.State):
			points[last].counted = counted
		case records > 0:
			points = append(points, checkpoint{m, counted})
		}
	}
	return points
}

// sample picks states as the acceptance tests do: the last of few, else some
// between the first and the last.
func sample(points []checkpoint) []checkpoint {
	if len(points) < 3 {
		return points[len(points)-1:]
	}
	inner := points[1 : len(points)-1]
	step := max(1, len(inner)/sampledStates)
	var picked []checkpoint
	for i := 0; i < len(inner); i += step {
		picked = append(picked, inner[i])
	}
	return picked
}

// acceptFuture wants a state of the far future to give a state and no record,
// and the file to have one for every stream.
func acceptFuture(t *testing.T, test cursorTest, config, catalog string, streams []stream) {
	var states []struct {
		Stream struct {
			Descriptor struct{ Name string } `json:"stream_descriptor"`
			State      json.RawMessage       `json:"stream_state"`
		}
	}
	if err := json.Unmarshal(rootFile(t, test.Future.Path), &states); err != nil {
		t.Fatal(err)
	}
	given := map[string]json.RawMessage{}
	for _, state := range states {
		given[state.Stream.Descriptor.Name] = state.Stream.State
	}
	for _, s := range streams {
		if given[s.Name] == nil && !exempted(test.Future.Missing, s.Name) {
			t.Errorf("%s has no state in %s", s.Name, test.Future.Path)
		}
	}
	result := succeed(t, "read", "--config", config, "--catalog", catalog, "--state", fromRoot(test.Future.Path))
	for name, records := range result.records() {
		t.Errorf("%s: %d records from the far future", name, len(records))
	}
	printed := map[string]json.RawMessage{}
	for _, m := range ofType(result.messages, "STATE") {
		printed[m.State.Stream.Descriptor.Name] = m.State.Stream.State
	}
	for _, s := range streams {
		if printed[s.Name] == nil {
			t.Errorf("%s has no state from the far future", s.Name)
			continue
		}
		acceptFutureCursors(t, s, given[s.Name], printed[s.Name])
	}
}
