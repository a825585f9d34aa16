package airbyte_test

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"airbyte-sage-intacct/airbyte"
)

//go:embed testdata/spec.json
var testSpec []byte

const (
	goodConfig = `{"user":"ada","password":"s3cret&\"word\""}`
	password   = `s3cret&"word"`
)

// noon is the time on every clock of these tests.
var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// fakeSource does what a test puts in. What is left out succeeds.
type fakeSource struct {
	check    func(ctx context.Context, config []byte, out *airbyte.Emitter) error
	discover func(ctx context.Context, config []byte, out *airbyte.Emitter) (*airbyte.Catalog, error)
	read     func(ctx context.Context, catalog *airbyte.ConfiguredCatalog, states *airbyte.States, out *airbyte.Emitter) error
}

func (f fakeSource) Check(ctx context.Context, config []byte, out *airbyte.Emitter) error {
	if f.check == nil {
		return nil
	}
	return f.check(ctx, config, out)
}

func (f fakeSource) Discover(ctx context.Context, config []byte, out *airbyte.Emitter) (*airbyte.Catalog, error) {
	if f.discover == nil {
		return &airbyte.Catalog{Streams: []airbyte.Stream{stream("VENDOR")}}, nil
	}
	return f.discover(ctx, config, out)
}

func (f fakeSource) Read(ctx context.Context, _ []byte, catalog *airbyte.ConfiguredCatalog, states *airbyte.States, out *airbyte.Emitter) error {
	if f.read == nil {
		return readEmpty(ctx, catalog, states, out)
	}
	return f.read(ctx, catalog, states, out)
}

type fakeDestination struct {
	check    func(ctx context.Context, config []byte, out *airbyte.Emitter) error
	discover func(ctx context.Context, config []byte, out *airbyte.Emitter) (*airbyte.DestinationCatalog, error)
	write    func(ctx context.Context, catalog *airbyte.ConfiguredCatalog, in *airbyte.Input, out *airbyte.Emitter) error
}

func (f fakeDestination) Check(ctx context.Context, config []byte, out *airbyte.Emitter) error {
	if f.check == nil {
		return nil
	}
	return f.check(ctx, config, out)
}

func (f fakeDestination) Discover(ctx context.Context, config []byte, out *airbyte.Emitter) (*airbyte.DestinationCatalog, error) {
	if f.discover == nil {
		return &airbyte.DestinationCatalog{Operations: []airbyte.Operation{{
			ObjectName: "VENDOR", SyncMode: airbyte.AppendDedup,
			JSONSchema: json.RawMessage(`{"type":"object"}`), MatchingKeys: [][]string{{"VENDORID"}},
		}}}, nil
	}
	return f.discover(ctx, config, out)
}

func (f fakeDestination) Write(ctx context.Context, _ []byte, catalog *airbyte.ConfiguredCatalog, in *airbyte.Input, out *airbyte.Emitter) error {
	if f.write == nil {
		return echoAll(ctx, catalog, in, out)
	}
	return f.write(ctx, catalog, in, out)
}

func stream(name string) airbyte.Stream {
	return airbyte.Stream{
		Name: name, JSONSchema: json.RawMessage(`{"type":"object","properties":{}}`),
		SupportedSyncModes: []airbyte.SyncMode{airbyte.FullRefresh, airbyte.Incremental},
	}
}

// readEmpty reads streams that have no records.
func readEmpty(_ context.Context, catalog *airbyte.ConfiguredCatalog, _ *airbyte.States, out *airbyte.Emitter) error {
	for _, s := range catalog.Streams {
		if err := readRecords(out, s.Stream.Name); err != nil {
			return err
		}
	}
	return nil
}

// readRecords reads one stream with these records from its beginning to its end.
func readRecords(out *airbyte.Emitter, name string, records ...string) error {
	return errors.Join(
		out.Status(name, airbyte.Started),
		out.Status(name, airbyte.Running),
		send(out, name, records...),
		out.State(name, json.RawMessage(`{"after":7}`)),
		out.Status(name, airbyte.Complete),
	)
}

func send(out *airbyte.Emitter, name string, records ...string) error {
	batch := out.Batch(name)
	for _, record := range records {
		batch.Close(append(batch.Open(), record...), nil)
	}
	return out.Send(batch)
}

// echoAll is a destination that writes everything at once.
func echoAll(_ context.Context, _ *airbyte.ConfiguredCatalog, in *airbyte.Input, out *airbyte.Emitter) error {
	var written int64
	for {
		message, err := in.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch message.Type {
		case airbyte.TypeRecord:
			written++
		case airbyte.TypeState:
			if err := out.Echo(message.Raw, airbyte.DestinationStats{RecordCount: written}); err != nil {
				return err
			}
			written = 0
		}
	}
}

func connector(source airbyte.Source, destination airbyte.Destination) airbyte.Connector {
	return airbyte.Connector{
		Name: "test-connector", Spec: testSpec, Source: source, Destination: destination,
		Now: func() time.Time { return noon },
	}
}

// result is what a run left behind.
type result struct {
	code     int
	stdout   string
	stderr   string
	messages []airbyte.Message
}

// run runs a command and holds every line of its output against the protocol.
func run(t *testing.T, c airbyte.Connector, stdin string, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := airbyte.Run(t.Context(), c, args, strings.NewReader(stdin), &stdout, &stderr)
	return result{code, stdout.String(), stderr.String(), parse(t, stdout.String())}
}

// read is run of a source that reads like this, with one configured stream for each name.
func read(t *testing.T, f func(out *airbyte.Emitter) error, names ...string) result {
	t.Helper()
	source := fakeSource{read: func(_ context.Context, _ *airbyte.ConfiguredCatalog, _ *airbyte.States, out *airbyte.Emitter) error {
		return f(out)
	}}
	return run(t, connector(source, nil), "", "read", "--config", file(t, goodConfig), "--catalog", file(t, catalogOf(names...)))
}

// write is run of a destination that writes like this, and then reads what is left.
func write(t *testing.T, f func(in *airbyte.Input, out *airbyte.Emitter) error, stdin string) result {
	t.Helper()
	destination := fakeDestination{write: func(_ context.Context, _ *airbyte.ConfiguredCatalog, in *airbyte.Input, out *airbyte.Emitter) error {
		if err := f(in, out); err != nil {
			return err
		}
		for {
			if _, err := in.Next(); err != nil {
				return nil
			}
		}
	}}
	return run(t, connector(nil, destination), stdin, "write", "--config", file(t, goodConfig), "--catalog", file(t, catalogOf("VENDOR")))
}

func catalogOf(names ...string) string {
	catalog := airbyte.ConfiguredCatalog{}
	for _, name := range names {
		catalog.Streams = append(catalog.Streams, airbyte.ConfiguredStream{
			Stream: stream(name), SyncMode: airbyte.Incremental, DestinationSyncMode: airbyte.AppendDedup,
		})
	}
	text, err := json.Marshal(catalog)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// file writes a file that cannot be written to again, as PyAirbyte's are.
func file(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "input.json")
	if err := os.WriteFile(path, []byte(content), 0o444); err != nil {
		t.Fatal(err)
	}
	return path
}

var protocolSchema = sync.OnceValues(func() (*jsonschema.Schema, error) {
	compiler := jsonschema.NewCompiler()
	return compiler.Compile("testdata/protocol.schema.json")
})

// parse splits output the way Python does, which is the strictest, and holds each line against the
// schema of the protocol.
func parse(t *testing.T, output string) []airbyte.Message {
	t.Helper()
	schema, err := protocolSchema()
	if err != nil {
		t.Fatal(err)
	}
	if output != "" && !strings.HasSuffix(output, "\n") || strings.Contains(output, "\n\n") {
		t.Errorf("the output ends within a line or has an empty one: %q", output)
	}
	var messages []airbyte.Message
	for _, line := range splitLines(output) {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(line))
		if err != nil {
			t.Fatalf("a line is not JSON: %v\n%q", err, line)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("a line breaks the protocol: %v\n%s", err, line)
		}
		var message airbyte.Message
		if err := json.Unmarshal([]byte(line), &message); err != nil {
			t.Fatalf("%v\n%s", err, line)
		}
		messages = append(messages, message)
	}
	return messages
}

// splitLines is Python's str.splitlines.
func splitLines(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool {
		return strings.ContainsRune("\n\r\v\f\x1c\x1d\x1e\u0085\u2028\u2029", r)
	})
}

// of returns the messages of one type.
func (r result) of(kind airbyte.MessageType) []airbyte.Message {
	var found []airbyte.Message
	for _, message := range r.messages {
		if message.Type == kind {
			found = append(found, message)
		}
	}
	return found
}

// errors returns the TRACE ERRORs.
func (r result) errors() []airbyte.Trace {
	var found []airbyte.Trace
	for _, message := range r.of(airbyte.TypeTrace) {
		if message.Trace.Type == airbyte.ErrorTrace {
			found = append(found, *message.Trace)
		}
	}
	return found
}

// theError returns the only TRACE ERROR.
func (r result) theError(t *testing.T) airbyte.TraceError {
	t.Helper()
	found := r.errors()
	if len(found) != 1 {
		t.Fatalf("%d TRACE ERRORs, want one:\n%s", len(found), r.stdout)
	}
	return *found[0].Error
}

// sketch is the output in short: one word a message.
func (r result) sketch() string {
	var words []string
	for _, message := range r.messages {
		switch {
		case message.Trace != nil && message.Trace.StreamStatus != nil:
			status := message.Trace.StreamStatus
			words = append(words, status.StreamDescriptor.Name+":"+string(status.Status))
		case message.Trace != nil:
			words = append(words, string(message.Trace.Type))
		case message.Record != nil:
			words = append(words, message.Record.Stream)
		case message.State != nil && message.State.Stream != nil:
			words = append(words, message.State.Stream.Descriptor.Name+"="+string(message.State.SourceStats.RecordCount))
		default:
			words = append(words, string(message.Type))
		}
	}
	return strings.Join(words, " ")
}

func want(t *testing.T, what string, got, wanted any) {
	t.Helper()
	if got != wanted {
		t.Errorf("%s:\n got %v\nwant %v", what, got, wanted)
	}
}

func wantContains(t *testing.T, what, got string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(got, part) {
			t.Errorf("%s: %q is not in\n%s", what, part, got)
		}
	}
}
