package airbyte_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
)

func TestParseStates(t *testing.T) {
	const vendor = `{"type":"STREAM","stream":{"stream_descriptor":{"name":"VENDOR"},"stream_state":{"after":12.50}}}`
	for _, tt := range []struct {
		name, file string
		names      string
		vendor     string
	}{
		{"empty file", "", "", ""},
		{"blank file", " \n\t", "", ""},
		{"null", "null", "", ""},
		{"empty list", "[]", "", ""},
		{"empty object", " { } ", "", ""},
		{"list", "[" + vendor + "]", "VENDOR", `{"after":12.50}`},
		{"with a byte order mark", "\uFEFF[" + vendor + "]", "VENDOR", `{"after":12.50}`},
		{"unknown keys", `[{"type":"STREAM","x":1,"stream":{"y":2,"stream_descriptor":{"name":"VENDOR","namespace":null},"stream_state":{"a":1}},"id":3}]`, "VENDOR", `{"a":1}`},
		{"unknown streams keep their names", `[{"type":"STREAM","stream":{"stream_descriptor":{"name":"B"},"stream_state":{"a":1}}},` + vendor + `]`, "B VENDOR", `{"after":12.50}`},
		{"state null", `[{"type":"STREAM","stream":{"stream_descriptor":{"name":"VENDOR"},"stream_state":null}}]`, "VENDOR", ""},
		{"state absent", `[{"type":"STREAM","stream":{"stream_descriptor":{"name":"VENDOR"}}}]`, "VENDOR", ""},
		{"state empty, as the platform fills in", `[{"type":"STREAM","stream":{"stream_descriptor":{"name":"VENDOR"},"stream_state":{}}}]`, "VENDOR", ""},
		{"global", `[{"type":"GLOBAL","global":{"stream_states":[{"stream_descriptor":{"name":"A"},"stream_state":{"a":1}},{"stream_descriptor":{"name":"VENDOR"},"stream_state":{"b":2}}]}}]`, "A VENDOR", `{"b":2}`},
		{"global, shared null", `[{"type":"GLOBAL","global":{"shared_state":null,"stream_states":[]}}]`, "", ""},
		{"global, shared empty", `[{"type":"GLOBAL","global":{"shared_state":{ },"stream_states":[]}}]`, "", ""},
		{"one state, not in a list", vendor, "VENDOR", `{"after":12.50}`},
		{"a message from stdout", `{"type":"STATE","state":` + vendor + `}`, "VENDOR", `{"after":12.50}`},
		{"messages from stdout, the last one counts", `{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"VENDOR"},"stream_state":{"a":1}}}}` + "\n" + `{"type":"STATE","state":` + vendor + "}\n", "VENDOR", `{"after":12.50}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			states, err := airbyte.ParseStates([]byte(tt.file))
			if err != nil {
				t.Fatal(err)
			}
			want(t, "names", strings.Join(states.Names(), " "), tt.names)
			want(t, "state", string(states.Stream("VENDOR")), tt.vendor)
			want(t, "no state", states.Stream("VENDOR") == nil, tt.vendor == "")
			want(t, "state of another", string(states.Stream("OTHER")), "")
		})
	}
}

func TestStatesThatAreRefused(t *testing.T) {
	for _, tt := range []struct{ name, file, want string }{
		{"legacy object", `{"VENDOR":{"cursor":"2024-01-01"}}`, "clear the connection's state"},
		{"legacy type", `[{"type":"LEGACY","data":{"a":1}}]`, "clear the connection's state"},
		{"no type", `[{"stream":{"stream_descriptor":{"name":"VENDOR"}}}]`, "clear the connection's state"},
		{"legacy data", `[{"data":{"a":1}}]`, "clear the connection's state"},
		{"shared state", `[{"type":"GLOBAL","global":{"shared_state":{"lsn":1},"stream_states":[]}}]`, "shared by all streams"},
		{"unknown type", `[{"type":"NEW"}]`, `"NEW"`},
		{"a number for a name", `[{"type":"STREAM","stream":{"stream_descriptor":{"name":` + strings.Repeat("9", 1000) + `}}}]`, "cannot unmarshal number into"},
		{"streams without end", "[" + strings.Join(manyStates(20_001), ",") + "]", "more than 20000 streams"},
		{"stream state without a stream", `[{"type":"STREAM"}]`, `"STREAM"`},
		{"no name", `[{"type":"STREAM","stream":{"stream_descriptor":{}}}]`, "without a name"},
		{"state is a list", `[{"type":"STREAM","stream":{"stream_descriptor":{"name":"VENDOR"},"stream_state":[1]}}]`, "an array where an object should be"},
		{"not an object", `[7]`, "no state"},
		{"text", `"abc"`, "holds a string"},
		{"not JSON", `{"type":`, "not valid JSON"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := run(t, connector(fakeSource{}, nil), "",
				"read", "--config", file(t, goodConfig), "--catalog", file(t, catalogOf("VENDOR")), "--state", file(t, tt.file))
			want(t, "exit code", r.code, 1)
			failure := r.theError(t)
			want(t, "failure type", failure.FailureType, airbyte.ConfigError)
			wantContains(t, "message", failure.Message, tt.want)
		})
	}
}

// A --state without a value comes from a shell variable that is not set.
func TestStateFlagMayBeEmpty(t *testing.T) {
	for _, args := range [][]string{{"--state", ""}, {"--state="}, nil} {
		var names []string
		source := fakeSource{read: func(ctx context.Context, catalog *airbyte.ConfiguredCatalog, states *airbyte.States, out *airbyte.Emitter) error {
			names = states.Names()
			return readEmpty(ctx, catalog, states, out)
		}}
		r := run(t, connector(source, nil), "", append([]string{"read", "--config", file(t, goodConfig), "--catalog", file(t, catalogOf("A"))}, args...)...)
		want(t, "exit code", r.code, 0)
		want(t, "states", len(names), 0)
	}
}

// manyStates are states of so many streams.
func manyStates(n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf(`{"type":"STREAM","stream":{"stream_descriptor":{"name":"S%d"}}}`, i)
	}
	return list
}
