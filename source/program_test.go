package source

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/state"
)

// A program runs the source's commands as Airbyte does, over a transport.
type program struct {
	transport http.RoundTripper
	config    map[string]any // beside the connection
	options   func(*intacct.Options)
}

// An output is what a command printed.
type output struct {
	code     int
	lines    []string
	messages []airbyte.Message
}

func (p *program) run(t testing.TB, ctx context.Context, command string, catalog *airbyte.ConfiguredCatalog, states []byte) *output {
	t.Helper()
	var stdout bytes.Buffer
	code := p.print(t, ctx, &stdout, command, catalog, states)
	return parseOutput(t, code, stdout.String())
}

// print runs a command and lets it print to a writer.
func (p *program) print(t testing.TB, ctx context.Context, stdout io.Writer, command string, catalog *airbyte.ConfiguredCatalog, states []byte) (code int) {
	t.Helper()
	dir := t.TempDir()
	file := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	config := map[string]any{
		"company_id": "sandbox-demo", "sender_id": "sandbox-sender", "sender_password": "sandbox-sender-password",
		"user_id": "demo", "user_password": "sandbox-demo-password",
	}
	for key, value := range p.config {
		config[key] = value
	}
	args := []string{command, "--config", file("config.json", encoded(t, config))}
	if catalog != nil {
		args = append(args, "--catalog", file("catalog.json", encoded(t, catalog)))
	}
	if states != nil {
		args = append(args, "--state", file("state.json", states))
	}
	spec, err := os.ReadFile(filepath.Join("..", "spec.json"))
	if err != nil {
		t.Fatal(err)
	}
	dial := func(config intacct.Config, options intacct.Options) (*intacct.Client, error) {
		options.Transport = p.transport
		if p.options != nil {
			p.options(&options)
		}
		return intacct.New(config, options)
	}
	var stderr bytes.Buffer
	code = airbyte.Run(ctx, airbyte.Connector{Name: "test", Spec: spec, Source: New(dial)}, args, strings.NewReader(""), stdout, &stderr)
	if stderr.Len() > 0 {
		t.Errorf("stderr: %s", stderr.String())
	}
	return code
}

func parseOutput(t testing.TB, code int, text string) *output {
	t.Helper()
	out := &output{code: code}
	for line := range strings.Lines(text) {
		var m airbyte.Message
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatalf("not a message: %s: %v", line, err)
		}
		out.lines = append(out.lines, line)
		out.messages = append(out.messages, m)
	}
	return out
}

func encoded(t testing.TB, v any) []byte {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func (p *program) read(t testing.TB, catalog *airbyte.ConfiguredCatalog, states []byte) *output {
	t.Helper()
	return p.run(t, t.Context(), "read", catalog, states)
}

// records are the data of a stream's records.
func (o *output) records(stream string) []string {
	var data []string
	for _, m := range o.messages {
		if m.Type == airbyte.TypeRecord && m.Record.Stream == stream {
			data = append(data, string(m.Record.Data))
		}
	}
	return data
}

func (o *output) count() int {
	n := 0
	for _, m := range o.messages {
		if m.Type == airbyte.TypeRecord {
			n++
		}
	}
	return n
}

// states are the STATE messages as they came.
func (o *output) states() []byte {
	return statesIn(o.lines)
}

func statesIn(lines []string) []byte {
	var states bytes.Buffer
	for _, line := range lines {
		if strings.HasPrefix(line, `{"type":"STATE"`) {
			states.WriteString(line)
		}
	}
	return states.Bytes()
}

// state is the last state of a stream.
func (o *output) state(t testing.TB, stream string) *state.State {
	t.Helper()
	parsed, err := airbyte.ParseStates(o.states())
	if err != nil {
		t.Fatal(err)
	}
	st, err := state.Parse(stream, parsed.Stream(stream))
	if err != nil {
		t.Fatal(err)
	}
	return st
}

// statuses are the words of a stream's statuses, and its states, in order.
func (o *output) statuses(stream string) string {
	var words []string
	for _, m := range o.messages {
		switch {
		case m.Type == airbyte.TypeTrace && m.Trace.StreamStatus != nil && m.Trace.StreamStatus.StreamDescriptor.Name == stream:
			words = append(words, string(m.Trace.StreamStatus.Status))
		case m.Type == airbyte.TypeState && m.State.Stream.Descriptor.Name == stream:
			words = append(words, "STATE")
		}
	}
	return strings.Join(words, " ")
}

// failure is the TRACE ERROR of a stream; "" is that of the whole run.
func (o *output) failure(stream string) (message string, failureType airbyte.FailureType) {
	for _, m := range o.messages {
		if m.Type != airbyte.TypeTrace || m.Trace.Error == nil {
			continue
		}
		of := ""
		if m.Trace.Error.StreamDescriptor != nil {
			of = m.Trace.Error.StreamDescriptor.Name
		}
		if of == stream {
			return m.Trace.Error.Message, m.Trace.Error.FailureType
		}
	}
	return "", ""
}

// logs are the LOG messages, one a line, with their levels.
func (o *output) logs() string {
	var b strings.Builder
	for _, m := range o.messages {
		if m.Type == airbyte.TypeLog {
			fmt.Fprintf(&b, "%s %s\n", m.Log.Level, m.Log.Message)
		}
	}
	return b.String()
}

// ok fails the test unless the command ended well.
func (o *output) ok(t testing.TB) *output {
	t.Helper()
	if o.code != 0 {
		for _, m := range o.messages {
			if m.Type == airbyte.TypeTrace && m.Trace.Error != nil {
				t.Errorf("error: %s\n%s\n%s", m.Trace.Error.Message, m.Trace.Error.InternalMessage, m.Trace.Error.StackTrace)
			}
		}
		t.Fatalf("exit code %d\n%s", o.code, o.logs())
	}
	return o
}

// configured is a catalogue of streams in one mode, with all their fields.
func configured(mode airbyte.SyncMode, streams ...string) *airbyte.ConfiguredCatalog {
	catalog := &airbyte.ConfiguredCatalog{}
	for _, name := range streams {
		catalog.Streams = append(catalog.Streams, airbyte.ConfiguredStream{
			Stream:              airbyte.Stream{Name: name, JSONSchema: json.RawMessage(`{}`), SupportedSyncModes: []airbyte.SyncMode{mode}},
			SyncMode:            mode,
			DestinationSyncMode: airbyte.Append,
		})
	}
	return generation(catalog, 1)
}

// generation makes all streams of a catalogue those of a generation.
func generation(catalog *airbyte.ConfiguredCatalog, id int64) *airbyte.ConfiguredCatalog {
	for i := range catalog.Streams {
		catalog.Streams[i].GenerationID = &id
	}
	return catalog
}
