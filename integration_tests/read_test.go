package integration_tests

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/internal/long"
)

// TestStatusesAndStates holds each stream of a run, empty ones too, to its
// order: STARTED, RUNNING, records and states with exact counts, COMPLETE.
func TestStatusesAndStates(t *testing.T) {
	t.Parallel()
	streams, result := wholeRead(t)
	for _, s := range streams {
		var events []string
		records, counted, states := 0, 0, 0
		for _, m := range result.messages {
			switch {
			case m.Type == "RECORD" && m.Record.Stream == s.Name:
				records++
			case m.Type == "STATE" && m.State.Stream.Descriptor.Name == s.Name:
				states++
				counted += int(m.State.SourceStats.RecordCount)
				if counted != records {
					t.Errorf("%s: a state counts %d records of %d", s.Name, counted, records)
				}
			case m.Trace.StreamStatus.Descriptor.Name == s.Name:
				events = append(events, m.Trace.StreamStatus.Status)
			}
		}
		if !slices.Equal(events, []string{"STARTED", "RUNNING", "COMPLETE"}) {
			t.Errorf("%s: statuses %v", s.Name, events)
		}
		if states == 0 {
			t.Errorf("%s: no state", s.Name)
		}
	}
}

// TestNothingNewNothingRead hands a run's last states back.
func TestNothingNewNothingRead(t *testing.T) {
	t.Parallel()
	server := serve(t)
	streams := incremental(discover(t, server.config))
	catalog := write(t, "catalog.json", configured(t, streams, "incremental"))
	config := lately(t, server.config)
	first := succeed(t, "read", "--config", config, "--catalog", catalog)

	state := write(t, "state.json", lastStates(t, first.messages))
	second := succeed(t, "read", "--config", config, "--catalog", catalog, "--state", state)
	for name, records := range second.records() {
		t.Errorf("%s: %d records again, such as %s", name, len(records), records[0])
	}

	server.do(t, intacct.Create(object("VENDOR", "VENDORID", "V-NEW", "NAME", "Später & Söhne")))
	server.do(t, intacct.Create(object("DEPARTMENT", "DEPARTMENTID", "NEW", "TITLE", "New ventures")))
	server.do(t, intacct.Update(object("DEPARTMENT", "DEPARTMENTID", "NEW", "TITLE", "Newer ventures")))
	// A window ends before the second in which the read begins, because that
	// second can still get rows.
	time.Sleep(1100 * time.Millisecond)
	state = write(t, "state.json", lastStates(t, append(first.messages, second.messages...)))
	third := succeed(t, "read", "--config", config, "--catalog", catalog, "--state", state)
	got := map[string]int{}
	for name, records := range third.records() {
		got[name] = len(records)
		if name == "VENDOR" && !strings.Contains(string(records[0]), `"Später & Söhne"`) {
			t.Errorf("the new vendor came as %s", records[0])
		}
	}
	for name, count := range got {
		expected := map[string]int{"VENDOR": 1, "DEPARTMENT": 1, "AUDITHISTORY": 3}[name]
		if count != expected && name != "CONTACT" {
			t.Errorf("%s: %d records after three changes, expected %d", name, count, expected)
		}
	}
	if got["VENDOR"] != 1 || got["DEPARTMENT"] != 1 {
		t.Errorf("the changes were not read: %v", got)
	}
}

// TestKilledAnywhere cuts a run's output at page boundaries and at random
// lines, resumes from the last state before the cut, and wants every record.
func TestKilledAnywhere(t *testing.T) {
	t.Parallel()
	streams := discover(t, "sandbox_config.json")
	streams = slices.DeleteFunc(streams, func(s stream) bool {
		return !slices.Contains([]string{"VENDOR", "APBILLITEM", "DEPARTMENT"}, s.Name)
	})
	for i := range streams {
		streams[i].Schema = json.RawMessage(`{"type":"object","properties":{"RECORDNO":{"type":"integer"},"WHENMODIFIED":{"type":"string"}}}`)
	}
	config := write(t, "config.json", strings.Replace(content(t, "sandbox_config.json"), "{", `{"page_size": 1000,`, 1))
	for _, mode := range []string{"full_refresh", "incremental"} {
		t.Run(mode, func(t *testing.T) {
			catalog := write(t, "catalog.json", configured(t, streams, mode))
			whole := succeed(t, "read", "--config", config, "--catalog", catalog)
			wanted := keys(t, streams, whole.messages)
			for i, cut := range cuts(whole.messages) {
				if !long.Picks(i, 5) {
					continue
				}
				kept := whole.messages[:cut]
				state := write(t, "state.json", lastStates(t, kept))
				resumed := succeed(t, "read", "--config", config, "--catalog", catalog, "--state", state)
				got := keys(t, streams, append(slices.Clone(kept), resumed.messages...))
				for key := range wanted {
					if !got[key] {
						t.Fatalf("cut after line %d: %s was lost", cut, key)
					}
				}
			}
		})
	}
}

// cuts are the places after each state but the last few, and random ones.
func cuts(messages []message) []int {
	random := rand.New(rand.NewPCG(2, 7))
	var places []int
	for i, m := range messages {
		if m.Type == "STATE" {
			places = append(places, i+1)
		}
	}
	for range 6 {
		places = append(places, random.IntN(len(messages)))
	}
	return places
}

// keys are the primary keys of all records in the messages.
func keys(t *testing.T, streams []stream, messages []message) map[string]bool {
	t.Helper()
	primary := map[string]string{}
	for _, s := range streams {
		primary[s.Name] = s.PrimaryKey[0][0]
	}
	found := map[string]bool{}
	for _, m := range messages {
		if m.Type != "RECORD" {
			continue
		}
		var data map[string]json.RawMessage
		if err := json.Unmarshal(m.Record.Data, &data); err != nil {
			t.Fatal(err)
		}
		found[fmt.Sprintf("%s %s", m.Record.Stream, data[primary[m.Record.Stream]])] = true
	}
	return found
}

func incremental(streams []stream) []stream {
	return slices.DeleteFunc(slices.Clone(streams), func(s stream) bool {
		return !slices.Contains(s.SyncModes, "incremental")
	})
}
