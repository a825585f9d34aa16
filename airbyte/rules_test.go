package airbyte_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/internal/locked"
)

// Each of these tests holds one rule that consumers of the protocol insist on. What an image must
// have (a shell, AIRBYTE_ENTRYPOINT, a user) is tested where the image is made.

// Readers split stdout at more characters than a line feed, and take whatever is no JSON for a log.
func TestRuleStdoutHoldsMessagesOnly(t *testing.T) {
	const awkward = "a\nb\rc\u0085d\u2028e\u2029f\x1c\x1d\x1e\x0b\x0cg\xff"
	r := read(t, func(out *airbyte.Emitter) error {
		batch := out.Batch("A")
		batch.Close(append(airbyte.AppendJSONString(append(batch.Open(), `{"TEXT":`...), awkward), '}'), []airbyte.Change{
			{Field: awkward, Change: airbyte.Nulled, Reason: airbyte.SourceRetrievalError},
		})
		out.Log().Info().Str("text", awkward).Msg(awkward)
		return errors.Join(out.Send(batch), out.StreamFailed("A", errors.New(awkward)))
	}, "A")
	want(t, "messages", r.sketch(), "LOG A A:STARTED A:INCOMPLETE ERROR ERROR")
	var data struct{ TEXT string }
	if err := json.Unmarshal(r.of(airbyte.TypeRecord)[0].Record.Data, &data); err != nil {
		t.Fatal(err)
	}
	want(t, "text", data.TEXT, strings.ToValidUTF8(awkward, "\ufffd"))
	if !strings.HasPrefix(splitLines(r.stdout)[1], `{"type":"RECORD"`) {
		t.Errorf("a RECORD begins like %.30s", r.stdout)
	}
}

// A state without a type, or of type LEGACY, ends the sync; the id is the platform's to give.
func TestRuleStatesAreOfTypeStreamAndHaveNoID(t *testing.T) {
	r := read(t, func(out *airbyte.Emitter) error { return readRecords(out, "A", `{"N":1}`) }, "A")
	var line struct {
		State map[string]json.RawMessage `json:"state"`
	}
	for _, text := range splitLines(r.stdout) {
		if strings.Contains(text, `"STATE"`) {
			if err := json.Unmarshal([]byte(text), &line); err != nil {
				t.Fatal(err)
			}
		}
	}
	want(t, "type", string(line.State["type"]), `"STREAM"`)
	want(t, "keys", len(line.State), 3)
	want(t, "stats", string(line.State["sourceStats"]), `{"recordCount":1.0}`)
}

// A namespace that is absent is not one that is empty: the platform compares both with the catalog.
func TestRuleNamespacesAreThoseOfTheCatalog(t *testing.T) {
	for _, tt := range []struct{ name, namespace, want string }{
		{"absent", ``, ``},
		{"null", `"namespace":null,`, ``},
		{"empty", `"namespace":"",`, `"namespace":""`},
		{"one", `"namespace":"Ünited \"A\"",`, `"namespace":"Ünited \"A\""`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			source := fakeSource{read: func(_ context.Context, _ *airbyte.ConfiguredCatalog, _ *airbyte.States, out *airbyte.Emitter) error {
				return errors.Join(
					out.Estimate("A", 1, 1),
					out.Status("A", airbyte.Started), send(out, "A", `{"N":1}`), out.State("A", json.RawMessage(`{"n":1}`)),
					out.StreamFailed("A", errors.New("x")))
			}}
			catalog := `{"streams":[{"stream":{` + tt.namespace + `"name":"A","json_schema":{}},"sync_mode":"full_refresh"}]}`
			r := run(t, connector(source, nil), "", "read", "--config", file(t, goodConfig), "--catalog", file(t, catalog))
			want(t, "messages", r.sketch(), "ESTIMATE A:STARTED A A=1.0 A:INCOMPLETE ERROR ERROR")
			lines := splitLines(r.stdout)
			for _, line := range lines[:len(lines)-1] { // the summary is of no stream
				want(t, "has a namespace", strings.Contains(line, `"namespace"`), tt.want != "")
				wantContains(t, "line", line, tt.want)
			}
		})
	}
}

// The exit code is all that makes a sync fail; a TRACE ERROR alone does not.
func TestRuleAFailedStreamFailsTheCommand(t *testing.T) {
	r := read(t, func(out *airbyte.Emitter) error {
		return errors.Join(readRecords(out, "A"), out.StreamFailed("B", errors.New("x")), readRecords(out, "C"), out.Summary())
	}, "A", "B", "C")
	want(t, "exit code", r.code, 1)
	want(t, "messages", r.sketch(), "A:STARTED A:RUNNING A=0.0 A:COMPLETE B:STARTED B:INCOMPLETE ERROR C:STARTED C:RUNNING C=0.0 C:COMPLETE ERROR")
}

// The first error decides whether the platform tries again: it is the specific one.
func TestRuleTheSpecificErrorComesFirst(t *testing.T) {
	r := read(t, func(out *airbyte.Emitter) error {
		return errors.Join(out.StreamFailed("A", airbyte.Errorf(airbyte.TransientError, "try later")), out.Summary())
	}, "A")
	found := r.errors()
	want(t, "errors", len(found), 2)
	want(t, "first", found[0].Error.FailureType, airbyte.TransientError)
	want(t, "in time order", found[0].EmittedAt < found[1].EmittedAt, true)
}

// A custom destination gets real overwrite, no generations, and no COMPLETE on stdin.
func TestRuleWriteGoesWithoutWhatOnlyTheRegistryGives(t *testing.T) {
	const catalog = `{"streams":[{"stream":{"name":"A","json_schema":{},"supported_sync_modes":["full_refresh"]},"sync_mode":"full_refresh","destination_sync_mode":"overwrite","generation_id":null,"minimum_generation_id":null,"sync_id":null}]}`
	var mode airbyte.DestinationSyncMode
	destination := fakeDestination{write: func(ctx context.Context, catalog *airbyte.ConfiguredCatalog, in *airbyte.Input, out *airbyte.Emitter) error {
		mode = catalog.Streams[0].DestinationSyncMode
		return echoAll(ctx, catalog, in, out)
	}}
	r := run(t, connector(nil, destination), "", "write", "--config", file(t, goodConfig), "--catalog", file(t, catalog))
	want(t, "exit code", r.code, 0)
	want(t, "mode", mode, airbyte.Overwrite)
}

// Both in one answer would be stored as a source's catalog, whoever asked.
func TestRuleOneCatalogAnAnswer(t *testing.T) {
	for _, role := range [][]string{nil, {"source"}, {"destination"}} {
		r := run(t, connector(fakeSource{}, fakeDestination{}), "", append(role, "discover", "--config", file(t, goodConfig))...)
		want(t, "messages", len(r.messages), 1)
		want(t, "catalogs", len(r.of(airbyte.TypeCatalog))+len(r.of(airbyte.TypeDestinationCatalog)), 1)
	}
}

// A kill at any instant leaves whole lines up to the last state that was sent: no signal comes first.
func TestRuleStatesAreOutBeforeTheCallReturns(t *testing.T) {
	stdout := &locked.Buffer{}
	out := airbyte.NewEmitter(stdout)
	for n := 1; n <= 3; n++ {
		if err := errors.Join(send(out, "A", `{"N":1}`), out.State("A", json.RawMessage(`{"n":1}`))); err != nil {
			t.Fatal(err)
		}
		want(t, "lines", len(parse(t, stdout.String())), 2*n)
	}
}

// Inputs hold keys of newer protocols, and no state may be written in three ways.
func TestRuleInputsMayHoldMoreOrNothing(t *testing.T) {
	for _, state := range []string{`[]`, `{}`, ``, "\n"} {
		r := run(t, connector(fakeSource{}, nil), "",
			"--debug", "read", "--state", file(t, state),
			"--config", file(t, `{"user":"a","password":"p","__injected":{"x":[1]}}`),
			"--catalog", file(t, `{"new":{},"streams":[{"newer":1,"stream":{"name":"A","json_schema":{},"newest":[]},"sync_mode":"incremental"}]}`))
		want(t, "exit code", r.code, 0)
		want(t, "messages", r.sketch(), "LOG A:STARTED A:RUNNING A=0.0 A:COMPLETE")
	}
}
