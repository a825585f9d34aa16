package integration_tests

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"airbyte-sage-intacct/internal/long"
)

// message is a line of the program's output, as far as tests look into it.
type message struct {
	Type             string
	Spec             json.RawMessage
	ConnectionStatus struct{ Status, Message string }
	Catalog          struct{ Streams []stream }
	Record           struct {
		Stream    string
		Data      json.RawMessage
		EmittedAt int64 `json:"emitted_at"`
	}
	State struct {
		Type   string
		Stream struct {
			Descriptor struct{ Name string } `json:"stream_descriptor"`
			State      json.RawMessage       `json:"stream_state"`
		}
		SourceStats      struct{ RecordCount float64 }
		DestinationStats struct {
			RecordCount, RejectedRecordCount float64
			AdditionalStats                  map[string]float64
		}
	}
	Trace struct {
		Type  string
		Error struct {
			Message     string
			FailureType string `json:"failure_type"`
		}
		StreamStatus struct {
			Descriptor struct{ Name string } `json:"stream_descriptor"`
			Status     string
		} `json:"stream_status"`
	}
	Log struct{ Level, Message string }

	line string
}

// stream is a stream of a discovered catalogue.
type stream struct {
	Name                string          `json:"name"`
	Schema              json.RawMessage `json:"json_schema"`
	SyncModes           []string        `json:"supported_sync_modes"`
	SourceDefinedCursor bool            `json:"source_defined_cursor"`
	CursorField         []string        `json:"default_cursor_field"`
	PrimaryKey          [][]string      `json:"source_defined_primary_key"`
}

// outcome is what a run of the program left behind.
type outcome struct {
	messages []message
	stdout   string
	stderr   string
	exit     int
}

// execute runs the program to its end.
func execute(t *testing.T, stdin string, args ...string) outcome {
	t.Helper()
	return executeWith(t, connector, stdin, args...)
}

// executeWith is execute with another program.
func executeWith(t *testing.T, program, stdin string, args ...string) outcome {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, program, args...)
	command.Stdin = strings.NewReader(stdin)
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	err := command.Run()
	if ctx.Err() != nil {
		t.Fatalf("%v did not end: %v", args, ctx.Err())
	}
	if command.ProcessState == nil {
		t.Fatalf("%v did not start: %v", args, err)
	}
	record(t, args, stdout.String())
	return outcome{
		messages: parse(t, stdout.String()),
		stdout:   stdout.String(),
		stderr:   stderr.String(),
		exit:     command.ProcessState.ExitCode(),
	}
}

// succeed runs the program and insists that it ends well.
func succeed(t *testing.T, args ...string) outcome {
	t.Helper()
	result := execute(t, "", args...)
	if result.exit != 0 {
		t.Fatalf("%v: exit %d\n%s\n%s", args, result.exit, result.problems(), result.stderr)
	}
	return result
}

func parse(t *testing.T, output string) []message {
	t.Helper()
	var messages []message
	lines := bufio.NewScanner(strings.NewReader(output))
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		parsed := message{line: lines.Text()}
		if err := json.Unmarshal(lines.Bytes(), &parsed); err != nil {
			t.Fatalf("not a message: %v\n%.500s", err, lines.Text())
		}
		messages = append(messages, parsed)
	}
	return messages
}

// problems are the warnings and errors of a run, for a test's own message.
func (o outcome) problems() string {
	var lines []string
	for _, m := range o.messages {
		if m.Trace.Type == "ERROR" || slices.Contains([]string{"WARN", "ERROR", "FATAL"}, m.Log.Level) {
			lines = append(lines, m.line)
		}
	}
	return strings.Join(lines, "\n")
}

// wholeRead is one read of all the demo company's streams, incremental where
// they can be, for the tests that only look at what comes.
func wholeRead(t *testing.T) (streams []stream, result outcome) {
	t.Helper()
	whole.Do(func() {
		config := lately(t, "sandbox_config.json")
		whole.streams = discover(t, config)
		whole.result = succeed(t, "read", "--config", config, "--catalog", write(t, "catalog.json", configured(t, whole.streams, "incremental")))
	})
	if len(whole.result.messages) == 0 {
		t.Fatal("the read of the whole company failed in another test")
	}
	return whole.streams, whole.result
}

var whole struct {
	sync.Once
	streams []stream
	result  outcome
}

// records are the records of a run by stream, in order.
func (o outcome) records() map[string][]json.RawMessage {
	records := map[string][]json.RawMessage{}
	for _, m := range o.messages {
		if m.Type == "RECORD" {
			records[m.Record.Stream] = append(records[m.Record.Stream], m.Record.Data)
		}
	}
	return records
}

// lastStates is the content of a state file after the messages: the last
// state of each stream, as Airbyte hands it back.
func lastStates(t *testing.T, messages []message) string {
	t.Helper()
	last := map[string]json.RawMessage{}
	var names []string
	for _, m := range messages {
		if m.Type != "STATE" {
			continue
		}
		name := m.State.Stream.Descriptor.Name
		if _, seen := last[name]; !seen {
			names = append(names, name)
		}
		last[name] = m.State.Stream.State
	}
	states := make([]any, 0, len(names))
	for _, name := range names {
		states = append(states, map[string]any{
			"type": "STREAM",
			"stream": map[string]any{
				"stream_descriptor": map[string]any{"name": name},
				"stream_state":      last[name],
			},
		})
	}
	return encode(t, states)
}

// configured is a configured catalogue over the discovered streams.
func configured(t testing.TB, streams []stream, mode string) string {
	t.Helper()
	var list []any
	for _, s := range streams {
		syncMode := mode
		if !slices.Contains(s.SyncModes, mode) {
			syncMode = s.SyncModes[0]
		}
		list = append(list, map[string]any{
			"stream": s, "sync_mode": syncMode, "destination_sync_mode": "append_dedup",
			"cursor_field": s.CursorField, "primary_key": s.PrimaryKey,
		})
	}
	return encode(t, map[string]any{"streams": list})
}

func encode(t testing.TB, value any) string {
	t.Helper()
	encoded, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(encoded)
}

// write puts content into a file of the test's own folder.
func write(t testing.TB, name, content string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// discover returns the demo company's streams.
func discover(t *testing.T, config string) []stream {
	t.Helper()
	for _, m := range succeed(t, "discover", "--config", config).messages {
		if m.Type == "CATALOG" {
			return m.Catalog.Streams
		}
	}
	t.Fatal("discover gave no catalogue")
	return nil
}

// lately is a configuration that reads what has changed in the company's last
// weeks, unless all cases are played: the streams and their messages are the
// same, and the reads shorter.
func lately(t *testing.T, config string) string {
	t.Helper()
	if long.Asked() {
		return config
	}
	return write(t, "config.json", strings.Replace(content(t, config), "{", `{"start_date": "2026-09-01T00:00:00Z",`, 1))
}
