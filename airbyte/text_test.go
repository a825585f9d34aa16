package airbyte_test

import (
	"errors"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
)

// TestCheckText tells what can be decoded without loss from what becomes U+FFFD.
func TestCheckText(t *testing.T) {
	for text, want := range map[string]error{
		`{"a":"é \u00e9 𝔘 \ud835\udd18"}`:     nil,
		`{"a":"\ufffd and ` + "\uFFFD" + `"}`: nil,
		`{"a":"C:\\ud800"}`:                   nil,
		`{"a":"\\\ud800"}`:                    airbyte.ErrHalfSurrogate,
		`{"a":"\ud800"}`:                      airbyte.ErrHalfSurrogate,
		`{"a":"\uD800x"}`:                     airbyte.ErrHalfSurrogate,
		`{"a":"\udd18\ud835"}`:                airbyte.ErrHalfSurrogate,
		`{"a":"\ud835\ud835\udd18"}`:          airbyte.ErrHalfSurrogate,
		`{"a":"\ud835\n"}`:                    airbyte.ErrHalfSurrogate,
		`{"\udfff":1}`:                        airbyte.ErrHalfSurrogate,
		`{"a":[{"b":"\ud800"}]}`:              airbyte.ErrHalfSurrogate,
		"{\"a\":\"\xff\"}":                    airbyte.ErrNoUTF8,
		"{\"a\xc3\":1}":                       airbyte.ErrNoUTF8,
		"{\"a\":\"\xed\xa0\x80\"}":            airbyte.ErrNoUTF8,
		"{\"a\":\"\xc0\xaf\"}":                airbyte.ErrNoUTF8,
	} {
		if got := airbyte.CheckText([]byte(text)); !errors.Is(got, want) || (got == nil) != (want == nil) {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

// TestStatesAreNotMended: a state comes back as it was or not at all.
func TestStatesAreNotMended(t *testing.T) {
	line := `{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"S"},"stream_state":{"at":"` + "\xff" + `"}}}}`
	_, err := airbyte.NewInput(strings.NewReader(line+"\n"), nil).Next()
	if err == nil || !strings.Contains(err.Error(), "not UTF-8") {
		t.Errorf("error %v", err)
	}
}

// TestChangesOfARecord are read from its meta, and a list that is none stops the input.
func TestChangesOfARecord(t *testing.T) {
	record := func(meta string) string {
		return `{"type":"RECORD","record":{"stream":"S","data":{"a":1},"meta":` + meta + "}}\n"
	}
	for meta, want := range map[string]int{
		`null`: 0, `{}`: 0, `{"changes":null}`: 0, `{"changes":[]}`: 0,
		`{"changes":[{"field":"a","change":"NULLED","reason":"SOURCE_SERIALIZATION_ERROR"},{"field":"b","change":"TRUNCATED","reason":null}]}`: 2,
	} {
		message, err := airbyte.NewInput(strings.NewReader(record(meta)), nil).Next()
		if err != nil || len(message.Record.Changes) != want {
			t.Errorf("%s: %v, error %v", meta, message, err)
		}
	}
	for _, meta := range []string{`{"changes":"all"}`, `{"changes":[1]}`, `{"changes":[{"field":1}]}`, `{"changes":[{"change":"NULLED"}]}`} {
		if _, err := airbyte.NewInput(strings.NewReader(record(meta)), nil).Next(); err == nil || !strings.Contains(err.Error(), "meta.changes") {
			t.Errorf("%s: error %v", meta, err)
		}
	}
}
