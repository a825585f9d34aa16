package airbyte_test

import (
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/internal/locked"
)

func TestCheck(t *testing.T) {
	for _, tt := range []struct {
		name   string
		err    error
		code   int
		status airbyte.ConnectionStatus
	}{
		{"good", nil, 0, airbyte.ConnectionStatus{Status: airbyte.Succeeded}},
		{"wrong password", airbyte.Errorf(airbyte.ConfigError, "The password is wrong."), 0, airbyte.ConnectionStatus{Status: airbyte.Failed, Message: "The password is wrong."}},
		{"outage", &apiError{"transient_error", "Try later."}, 0, airbyte.ConnectionStatus{Status: airbyte.Failed, Message: "Try later."}},
		{"defect", errors.New("nil map"), 1, airbyte.ConnectionStatus{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			check := func(_ context.Context, config []byte, _ *airbyte.Emitter) error {
				want(t, "configuration", string(config), goodConfig)
				return tt.err
			}
			for role, c := range map[string]airbyte.Connector{
				"source":      connector(fakeSource{check: check}, fakeDestination{check: unwanted}),
				"destination": connector(fakeSource{check: unwanted}, fakeDestination{check: check}),
			} {
				r := run(t, c, "", role, "check", "--config", file(t, goodConfig))
				want(t, "exit code", r.code, tt.code)
				if tt.code != 0 {
					want(t, "messages", r.sketch(), "ERROR")
					continue
				}
				want(t, "messages", r.sketch(), "CONNECTION_STATUS")
				want(t, "status", *r.messages[0].ConnectionStatus, tt.status)
			}
		})
	}
}

func unwanted(context.Context, []byte, *airbyte.Emitter) error {
	return errors.New("the wrong role was asked")
}

func TestWithoutARoleTheSourceAnswers(t *testing.T) {
	both := connector(fakeSource{}, fakeDestination{check: unwanted})
	want(t, "check of both", run(t, both, "", "check", "--config", file(t, goodConfig)).code, 0)
	want(t, "discover of both", run(t, both, "", "discover", "--config", file(t, goodConfig)).sketch(), "CATALOG")
	alone := connector(nil, fakeDestination{})
	want(t, "check of a destination", run(t, alone, "", "check", "--config", file(t, goodConfig)).code, 0)
	want(t, "discover of a destination", run(t, alone, "", "discover", "--config", file(t, goodConfig)).sketch(), "DESTINATION_CATALOG")
}

func TestDiscover(t *testing.T) {
	source := fakeSource{discover: func(_ context.Context, _ []byte, out *airbyte.Emitter) (*airbyte.Catalog, error) {
		out.Log().Info().Msg("Left out one object")
		return &airbyte.Catalog{Streams: []airbyte.Stream{
			{
				Name: "VENDOR", JSONSchema: json.RawMessage(`{ "type": "object", "properties": { "A<B": {"type": ["null", "string"]} } }`),
				SupportedSyncModes: []airbyte.SyncMode{airbyte.FullRefresh, airbyte.Incremental}, SourceDefinedCursor: true,
				DefaultCursorField: []string{"WHENMODIFIED"}, SourceDefinedPrimaryKey: [][]string{{"RECORDNO"}}, IsResumable: true,
			},
			{Name: "A\u0085B", JSONSchema: json.RawMessage("{\"title\":\"\u2028\u0085\"}"), SupportedSyncModes: []airbyte.SyncMode{airbyte.FullRefresh}},
		}}, nil
	}}
	r := run(t, connector(source, nil), "", "discover", "--config", file(t, goodConfig))
	want(t, "exit code", r.code, 0)
	want(t, "messages", r.sketch(), "LOG CATALOG")
	_, line, _ := strings.Cut(r.stdout, "\n")
	want(t, "catalog", line, `{"type":"CATALOG","catalog":{"streams":[`+
		`{"name":"VENDOR","json_schema":{"type":"object","properties":{"A<B":{"type":["null","string"]}}},"supported_sync_modes":["full_refresh","incremental"],"source_defined_cursor":true,"default_cursor_field":["WHENMODIFIED"],"source_defined_primary_key":[["RECORDNO"]],"is_resumable":true},`+
		`{"name":"A\u0085B","json_schema":{"title":"\u2028\u0085"},"supported_sync_modes":["full_refresh"]}]}}`+"\n")
}

func TestDiscoverOfADestination(t *testing.T) {
	r := run(t, connector(fakeSource{}, fakeDestination{}), "", "destination", "discover", "--config", file(t, goodConfig))
	want(t, "exit code", r.code, 0)
	want(t, "stdout", r.stdout, `{"type":"DESTINATION_CATALOG","destination_catalog":{"operations":[{"object_name":"VENDOR","sync_mode":"append_dedup","json_schema":{"type":"object"},"matching_keys":[["VENDORID"]]}]}}`+"\n")
}

// The platform ignores such catalogs and then says that there was none.
func TestCatalogsThatPlatformsIgnoreAreErrors(t *testing.T) {
	good := stream("A")
	noSchema, noMode, noName := good, good, good
	noSchema.JSONSchema, noMode.SupportedSyncModes, noName.Name = nil, nil, ""
	for name, catalog := range map[string]*airbyte.Catalog{
		"none": nil, "no stream": {}, "twice": {Streams: []airbyte.Stream{good, good}}, "no schema": {Streams: []airbyte.Stream{noSchema}},
		"no mode": {Streams: []airbyte.Stream{noMode}}, "no name": {Streams: []airbyte.Stream{noName}},
	} {
		source := fakeSource{discover: func(context.Context, []byte, *airbyte.Emitter) (*airbyte.Catalog, error) { return catalog, nil }}
		r := run(t, connector(source, nil), "", "discover", "--config", file(t, goodConfig))
		want(t, "exit code, "+name, r.code, 1)
		want(t, "messages, "+name, r.sketch(), "ERROR")
	}
	for name, catalog := range map[string]*airbyte.DestinationCatalog{
		"none": nil, "no operation": {}, "no name": {Operations: []airbyte.Operation{{SyncMode: airbyte.Append, JSONSchema: json.RawMessage(`{}`)}}},
	} {
		destination := fakeDestination{discover: func(context.Context, []byte, *airbyte.Emitter) (*airbyte.DestinationCatalog, error) {
			return catalog, nil
		}}
		r := run(t, connector(nil, destination), "", "discover", "--config", file(t, goodConfig))
		want(t, "exit code, "+name, r.code, 1)
		want(t, "messages, "+name, r.sketch(), "ERROR")
	}
}

func TestConfiguredCatalog(t *testing.T) {
	const full = `{"streams":[{"stream":{"name":"VENDOR","json_schema":{"properties":{"A":{}}},"namespace":null,"default_cursor_field":null,"source_defined_primary_key":[["A"],["B"]],"is_resumable":null,"new":1},
		"sync_mode":"incremental","cursor_field":["W"],"destination_sync_mode":"append_dedup","primary_key":[["A"]],"generation_id":null,"minimum_generation_id":0,"sync_id":12,"include_files":null,"destination_object_name":"vendor","more":true},
		{"stream":{"name":"B"}}]}`
	catalog, err := airbyte.ParseConfiguredCatalog([]byte("\uFEFF" + full))
	if err != nil {
		t.Fatal(err)
	}
	a, b := catalog.Streams[0], catalog.Streams[1]
	want(t, "mode", a.SyncMode, airbyte.Incremental)
	want(t, "cursor", strings.Join(a.CursorField, "."), "W")
	want(t, "key", a.PrimaryKey[0][0], "A")
	want(t, "schema", string(a.Stream.JSONSchema), `{"properties":{"A":{}}}`)
	want(t, "object", a.DestinationObjectName, "vendor")
	want(t, "generation", a.GenerationID == nil && *a.MinimumGenerationID == 0 && *a.SyncID == 12, true)
	want(t, "mode by default", b.SyncMode, airbyte.FullRefresh)
	want(t, "destination mode by default", b.DestinationSyncMode, airbyte.Append)
}

func TestFilesThatCannotBeUsed(t *testing.T) {
	good, catalog, missing := file(t, goodConfig), file(t, catalogOf("A")), filepath.Join(t.TempDir(), "missing.json")
	for _, tt := range []struct {
		name string
		args []string
		want string
	}{
		{"no configuration", []string{"check", "--config", missing}, "configuration cannot be read"},
		{"no configuration", []string{"read", "--config", missing, "--catalog", catalog}, "configuration cannot be read"},
		{"a configuration beyond reason", []string{"read", "--config", file(t, `{"user":"`+strings.Repeat("u", 1<<20)+`"}`), "--catalog", catalog}, "larger than 1 MiB"},
		{"a catalog beyond reason", []string{"read", "--config", good, "--catalog", file(t, strings.Repeat(" ", 17<<20))}, "larger than 16 MiB"},
		{"a number for a generation", []string{"read", "--config", good, "--catalog", file(t, `{"streams":[{"stream":{"name":"A"},"generation_id":`+strings.Repeat("9", 50)+`}]}`)}, "cannot unmarshal number into"},
		{"no catalog", []string{"read", "--config", good, "--catalog", missing}, "catalog cannot be read"},
		{"no state", []string{"read", "--config", good, "--catalog", catalog, "--state", missing}, "state cannot be read"},
		{"broken catalog", []string{"read", "--config", good, "--catalog", file(t, `{"streams":`)}, "catalog cannot be read"},
		{"catalog is a list", []string{"write", "--config", good, "--catalog", file(t, `[]`)}, "catalog cannot be read"},
		{"no streams", []string{"read", "--config", good, "--catalog", file(t, `{"type":"CATALOG","catalog":{"streams":[]}}`)}, "no list of streams"},
		{"stream without a name", []string{"write", "--config", good, "--catalog", file(t, `{"streams":[{"stream":{}}]}`)}, "without a name"},
		{"stream twice", []string{"read", "--config", good, "--catalog", file(t, catalogOf("A", "A"))}, "stream A twice"},
		{"sync mode", []string{"read", "--config", good, "--catalog", file(t, `{"streams":[{"stream":{"name":"A"},"sync_mode":"INVALID"}]}`)}, `unknown sync mode "INVALID"`},
		{"destination sync mode", []string{"write", "--config", good, "--catalog", file(t, `{"streams":[{"stream":{"name":"A"},"destination_sync_mode":"INVALID"}]}`)}, `unknown destination sync mode "INVALID"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := run(t, connector(fakeSource{}, fakeDestination{}), "", tt.args...)
			want(t, "exit code", r.code, 1)
			want(t, "messages", r.sketch(), "ERROR")
			failure := r.theError(t)
			want(t, "failure type", failure.FailureType, airbyte.ConfigError)
			wantContains(t, "message", failure.Message, tt.want)
		})
	}
}

func TestWriteEnds(t *testing.T) {
	t.Run("when its context does, although nothing comes and nothing ends", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		destination := fakeDestination{write: func(_ context.Context, _ *airbyte.ConfiguredCatalog, in *airbyte.Input, _ *airbyte.Emitter) error {
			cancel()
			_, err := in.Next()
			return err
		}}
		silent, out := newSilence(), &locked.Buffer{}
		defer silent.Close()
		code := airbyte.Run(ctx, connector(nil, destination), []string{"write", "--config", file(t, goodConfig), "--catalog", file(t, catalogOf("A"))}, silent, out, out)
		want(t, "exit code", code, 1)
		want(t, "failure type", result{messages: parse(t, out.String())}.theError(t).FailureType, airbyte.TransientError)
	})
	t.Run("not before its input", func(t *testing.T) {
		destination := fakeDestination{write: func(context.Context, *airbyte.ConfiguredCatalog, *airbyte.Input, *airbyte.Emitter) error { return nil }}
		r := run(t, connector(nil, destination), "{}", "write", "--config", file(t, goodConfig), "--catalog", file(t, catalogOf("A")))
		want(t, "exit code", r.code, 1)
		want(t, "message", r.theError(t).Message, "the write ended before its input did")
	})
	t.Run("with an error", func(t *testing.T) {
		r := write(t, func(*airbyte.Input, *airbyte.Emitter) error { return errors.New("boom") }, "")
		want(t, "exit code", r.code, 1)
		want(t, "messages", r.sketch(), "ERROR")
	})
}

// silence is a stdin on which nothing comes and which does not end.
type silence struct{ end chan struct{} }

func newSilence() silence { return silence{make(chan struct{})} }

func (s silence) Read([]byte) (int, error) {
	<-s.end
	return 0, errors.New("closed")
}

func (s silence) Close() { close(s.end) }
