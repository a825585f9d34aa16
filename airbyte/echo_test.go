package airbyte_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
)

func TestEcho(t *testing.T) {
	for _, tt := range []struct {
		name     string
		raw      string
		rejected int64
		want     string
	}{
		{
			"keeps every byte but for the stats",
			`{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"namespace":null,"name":"A"},"stream_state":{"n":1.50, "é":"\u0041"}},"id":17,"sourceStats":{"recordCount":14.0},"new":[1, 2]},"more":{"x":0.10}}`,
			0,
			`{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"namespace":null,"name":"A"},"stream_state":{"n":1.50, "é":"\u0041"}},"id":17,"sourceStats":{"recordCount":14.0},"new":[1, 2],"destinationStats":{"recordCount":12.0}},"more":{"x":0.10}}`,
		},
		{
			"rejected records",
			`{"state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"A"}}},"type":"STATE"}`,
			2,
			`{"state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"A"}},"destinationStats":{"recordCount":12.0,"rejectedRecordCount":2.0}},"type":"STATE"}`,
		},
		{
			"global",
			`{"type":"STATE","state":{"type":"GLOBAL","global":{"shared_state":{"x":1},"stream_states":[{"stream_descriptor":{"name":"A"},"stream_state":{}}]},"id":3}}`,
			0,
			`{"type":"STATE","state":{"type":"GLOBAL","global":{"shared_state":{"x":1},"stream_states":[{"stream_descriptor":{"name":"A"},"stream_state":{}}]},"id":3,"destinationStats":{"recordCount":12.0}}}`,
		},
		{
			"older stats are replaced",
			`{"type":"STATE","state":{"destinationStats":{"recordCount":99.0},"type":"STREAM","stream":{"stream_descriptor":{"name":"A"}}}}`,
			0,
			`{"type":"STATE","state":{"destinationStats":{"recordCount":12.0},"type":"STREAM","stream":{"stream_descriptor":{"name":"A"}}}}`,
		},
		{
			"a line separator is escaped",
			"{\"type\":\"STATE\",\"state\":{\"type\":\"STREAM\",\"stream\":{\"stream_descriptor\":{\"name\":\"A\"},\"stream_state\":{\"x\":\"a\u2028b\u0085\"}}}}",
			0,
			`{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"A"},"stream_state":{"x":"a\u2028b\u0085"}},"destinationStats":{"recordCount":12.0}}}`,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := write(t, func(_ *airbyte.Input, out *airbyte.Emitter) error {
				return out.Echo([]byte(tt.raw), airbyte.DestinationStats{RecordCount: 12, RejectedRecordCount: tt.rejected})
			}, "")
			want(t, "exit code", r.code, 0)
			want(t, "line", r.stdout, tt.want+"\n")
		})
	}
}

func TestEchoRefuses(t *testing.T) {
	for name, raw := range map[string]string{
		"no state":    `{"type":"STATE"}`,
		"null state":  `{"type":"STATE","state":null}`,
		"empty state": `{"type":"STATE","state":{}}`,
		"no type":     `{"type":"STATE","state":{"stream":{"stream_descriptor":{"name":"A"}}}}`,
		"legacy":      `{"type":"STATE","state":{"type":"LEGACY","data":{}}}`,
		"no name":     `{"type":"STATE","state":{"type":"STREAM","stream":{}}}`,
		"not JSON":    `{"type":"STATE","state":{"type":"STREAM"`,
		"not object":  `[1]`,
	} {
		t.Run(name, func(t *testing.T) {
			var stdout bytes.Buffer
			if err := airbyte.NewEmitter(&stdout).Echo([]byte(raw), airbyte.DestinationStats{}); err == nil || stdout.Len() > 0 {
				t.Errorf("the error is %v, the output %q", err, stdout.String())
			}
		})
	}
}

// The whole way from stdin to stdout.
func TestWriteGivesStatesBack(t *testing.T) {
	const record = `{"type":"RECORD","record":{"stream":"VENDOR","data":{"A":1},"emitted_at":1}}` + "\n"
	state := func(id string) string {
		return `{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"VENDOR"},"stream_state":{"a":1}},"id":` + id + "}}\n"
	}
	r := run(t, connector(nil, fakeDestination{}), record+record+state("1")+state("2")+record+state("3"),
		"write", "--catalog", file(t, catalogOf("VENDOR")), "--config", file(t, goodConfig))
	want(t, "exit code", r.code, 0)
	echo := func(id, count string) string {
		return strings.Replace(state(id), "}}\n", `,"destinationStats":{"recordCount":`+count+"}}}\n", 1)
	}
	want(t, "stdout", r.stdout, echo("1", "2.0")+echo("2", "0.0")+echo("3", "1.0"))
}

// TestEchoCarriesCounts adds the connector's own counts in their order, in the protocol's numbers.
func TestEchoCarriesCounts(t *testing.T) {
	r := write(t, func(_ *airbyte.Input, out *airbyte.Emitter) error {
		return out.Echo([]byte(`{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"A"}}}}`),
			airbyte.DestinationStats{RecordCount: 3, RejectedRecordCount: 1, Additional: []airbyte.Count{{"updated", 2}, {"created", 0}}})
	}, "")
	want(t, "line", r.stdout, `{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"A"}},`+
		`"destinationStats":{"recordCount":3.0,"rejectedRecordCount":1.0,"additionalStats":{"updated":2.0,"created":0.0}}}}`+"\n")
}

// checkEcho holds an echo against what encoding/json sees in the line.
func checkEcho(t *testing.T, raw []byte) {
	t.Helper()
	var stdout bytes.Buffer
	if err := airbyte.NewEmitter(&stdout).Echo(raw, airbyte.DestinationStats{RecordCount: 3}); err != nil {
		t.Errorf("a state that was read is refused: %v\n%s", err, raw)
		return
	}
	before, after := decodeObject(t, raw), decodeObject(t, stdout.Bytes())
	state, _ := before["state"].(map[string]any)
	state["destinationStats"] = map[string]any{"recordCount": json.Number("3.0")}
	if !reflect.DeepEqual(before, after) {
		t.Errorf("the echo differs:\n%s\n%s", raw, stdout.Bytes())
	}
}

func decodeObject(t *testing.T, text []byte) map[string]any {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var object map[string]any
	if err := decoder.Decode(&object); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return object
}
