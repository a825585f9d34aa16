package airbyte_test

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"airbyte-sage-intacct/airbyte"
)

// receive reads all of stdin in a write command.
func receive(t *testing.T, stdin string) ([]*airbyte.Incoming, result) {
	t.Helper()
	var got []*airbyte.Incoming
	r := write(t, func(in *airbyte.Input, _ *airbyte.Emitter) error {
		for {
			message, err := in.Next()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			got = append(got, message)
		}
	}, stdin)
	return got, r
}

func TestInputMessages(t *testing.T) {
	got, r := receive(t, strings.Join([]string{
		"\uFEFF" + `{"type":"RECORD","record":{"stream":"A","namespace":"ns","data":{"N":12345678901234567890.0100,"X":null},"emitted_at":1700000000000,"new":1}}`,
		` { "record" : { "data" : { "a" : [ "}" , {"b":"\"]"} ] } , "emitted_at" : 1700000000.123 , "namespace" : null , "stream" : "B\u00e9" } , "type" : "RECORD" } `,
		``,
		`{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"A","namespace":""},"stream_state":{}},"id":17}}`,
		`{"type":"STATE","state":{"type":"GLOBAL","global":{"stream_states":[]},"id":18}}`,
		`{"type":"TRACE","trace":{"type":"STREAM_STATUS","emitted_at":1.5,"stream_status":{"stream_descriptor":{"name":"A"},"status":"COMPLETE"}}}`,
		`{"type":"LOG","log":{"level":"INFO","message":"hello"}}`,
		`{"type":"SOMETHING_NEW","x":1}`,
	}, "\r\n"))
	want(t, "exit code", r.code, 0)
	want(t, "log lines", len(r.of(airbyte.TypeLog)), 0)
	var lines []string
	for _, m := range got {
		switch {
		case m.Record != nil:
			lines = append(lines, fmt.Sprintf("RECORD %s/%s %s %d", m.Record.Namespace, m.Record.Stream, m.Record.Data, m.Record.EmittedAt))
		case m.State != nil:
			lines = append(lines, fmt.Sprintf("STATE %s %v %s", m.State.Stream, m.State.Global, m.Raw))
		case m.Trace != nil:
			lines = append(lines, fmt.Sprintf("TRACE %s %s %s", m.Trace.Type, m.Trace.Stream, m.Trace.Status))
		default:
			lines = append(lines, string(m.Type))
		}
	}
	want(t, "messages", strings.Join(lines, "\n"), strings.Join([]string{
		`RECORD ns/A {"N":12345678901234567890.0100,"X":null} 1700000000000`,
		`RECORD /Bé { "a" : [ "}" , {"b":"\"]"} ] } 1700000000`,
		`STATE A false {"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"A","namespace":""},"stream_state":{}},"id":17}}`,
		`STATE  true {"type":"STATE","state":{"type":"GLOBAL","global":{"stream_states":[]},"id":18}}`,
		`TRACE STREAM_STATUS A COMPLETE`,
		`LOG`,
		`SOMETHING_NEW`,
	}, "\n"))
}

func TestInputLinesOfAnyLength(t *testing.T) {
	long := strings.Repeat("x", 5<<20)
	got, r := receive(t, `{"type":"RECORD","record":{"stream":"A","data":{"N":"`+long+`"},"emitted_at":1}}`)
	want(t, "exit code", r.code, 0)
	want(t, "records", len(got), 1)
	want(t, "data", string(got[0].Record.Data) == `{"N":"`+long+`"}`, true)
}

// What the caller keeps must not change when more is read.
func TestInputMessagesStayAsTheyWere(t *testing.T) {
	var stdin strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&stdin, `{"type":"RECORD","record":{"stream":"A","data":{"N":%d},"emitted_at":1}}`+"\n", i)
	}
	got, _ := receive(t, stdin.String())
	want(t, "records", len(got), 5000)
	for i, message := range got {
		want(t, "data", string(message.Record.Data), fmt.Sprintf(`{"N":%d}`, i))
	}
}

func TestInputSkipsChatter(t *testing.T) {
	const chatter = "Picked up JAVA_TOOL_OPTIONS: s3cret\n[1]\n\"x\"\n"
	got, r := receive(t, chatter+`{"type":"LOG"}`+"\n"+strings.Repeat("noise\n", 20))
	want(t, "exit code", r.code, 0)
	want(t, "messages", len(got), 1)
	logs := r.of(airbyte.TypeLog)
	want(t, "warnings", len(logs), 11)
	for _, message := range logs {
		want(t, "level", message.Log.Level, "WARN")
	}
	want(t, "the first", logs[0].Log.Message, "Skipped a line of the input that is not a message line=1 bytes=35")
	want(t, "the last", logs[10].Log.Message, "Skipped lines of the input that are not messages lines=23")
}

func TestInputThatCannotBeRead(t *testing.T) {
	for _, tt := range []struct {
		name, line, want string
		failure          airbyte.FailureType
	}{
		{"cut off", `{"type":"RECORD","record":{"stream":"A","da`, "cut off", airbyte.SystemError},
		{"two on a line", `{"type":"LOG"}{"type":"LOG"}`, "not valid JSON", airbyte.SystemError},
		{"no type", `{"record":{}}`, "no type", airbyte.SystemError},
		{"a type in small letters", `{"type":"record","record":{"stream":"A","data":{"a":1}}}`, `type "record" holds a record`, airbyte.SystemError},
		{"behind chatter", `log: {"type":"RECORD","record":{"stream":"A","data":{"a":1}}}`, "something else than the message", airbyte.SystemError},
		{"behind chatter, cut off", `log: {"type":"STATE", "type": "STATE", "st`, "something else than the message", airbyte.SystemError},
		{"in a list", `[{"type":"RECORD","record":{"stream":"A","data":{"a":1}}}]`, "something else than the message", airbyte.SystemError},
		{"no record", `{"type":"RECORD"}`, "no record", airbyte.SystemError},
		{"no stream", `{"type":"RECORD","record":{"data":{"a":1}}}`, "no stream", airbyte.SystemError},
		{"no data", `{"type":"RECORD","record":{"stream":"A","data":null}}`, "stream A holds no data", airbyte.SystemError},
		{"state without a stream", `{"type":"STATE","state":{"type":"STREAM"}}`, "no stream", airbyte.SystemError},
		{"state without a type", `{"type":"STATE","state":{"data":{"a":1}}}`, "newer version of the source", airbyte.ConfigError},
		{"legacy state", `{"type":"STATE","state":{"type":"LEGACY","data":{"a":1}}}`, "newer version of the source", airbyte.ConfigError},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, r := receive(t, `{"type":"LOG"}`+"\n"+tt.line+"\n")
			want(t, "exit code", r.code, 1)
			failure := r.theError(t)
			want(t, "failure type", failure.FailureType, tt.failure)
			wantContains(t, "message", failure.Message, "line 2 of the input: ", tt.want)
		})
	}
	t.Run("broken stdin", func(t *testing.T) {
		out := airbyte.NewEmitter(io.Discard)
		_, err := airbyte.NewInput(iotest.ErrReader(io.ErrUnexpectedEOF), out.Log()).Next()
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("the error is %v", err)
		}
	})
}

func FuzzInput(f *testing.F) {
	f.Add(`{"type":"RECORD","record":{"stream":"A","data":{"N":1.0},"emitted_at":1}}`)
	f.Add(`{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"A"}}}}` + "\nx\n{}")
	f.Add(`{"a\u0022":[{"b":"\\"},[],-1.5e+3,true,null]}`)
	f.Fuzz(func(t *testing.T, stdin string) {
		out := airbyte.NewEmitter(io.Discard)
		in := airbyte.NewInput(strings.NewReader(stdin), out.Log())
		for {
			message, err := in.Next()
			if err != nil {
				return
			}
			if !strings.Contains(stdin, string(message.Raw)) {
				t.Errorf("%q is not a part of the input", message.Raw)
			}
			if message.Type == airbyte.TypeState {
				checkEcho(t, message.Raw)
			}
		}
	})
}
