package rawjson_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"airbyte-sage-intacct/internal/rawjson"
)

var objects = []string{
	`{}`, ` { } `, `{"a":1}`, "\t{ \"a\" : 1.50 , \"b\" : [ 1 , {\"c\":\"}\"} ] }\n", `{"a":{"a":{"a":null}},"a":true}`,
	`{"\u0041\n":"\"\\","é":"\ud83d\ude00"}`, "{\"\xff\":\"\xed\xa0\x80\"}", `{"a":"{[,:]}","b":-0.0e+10}`, `{"":""}`,
	`[]`, `[1]`, `[[],{},"a,b",null]`, ` [ 1 , 2 ] `, `"a"`, `1`, `null`, ``, `{`, `{"a"}`, `{"a":1,}`, `[1,]`, `{"a":1}x`,
}

func add(f *testing.F) {
	for _, text := range objects {
		f.Add([]byte(text))
	}
}

// byDecoder takes an object apart as encoding/json does.
func byDecoder(raw []byte) (names []string, values []json.RawMessage) {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	_, _ = decoder.Token()
	for decoder.More() {
		name, _ := decoder.Token()
		var value json.RawMessage
		_ = decoder.Decode(&value)
		names, values = append(names, name.(string)), append(values, value)
	}
	return names, values
}

// FuzzFields: an object is taken apart as encoding/json does it, into its own
// bytes, and nothing else is one.
func FuzzFields(f *testing.F) {
	add(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		text := bytes.Clone(raw)
		fields, err := rawjson.Fields(raw)
		isObject := json.Valid(raw) && bytes.TrimSpace(raw)[0] == '{'
		if isObject != (err == nil) {
			t.Fatalf("%q: %v", raw, err)
		}
		if !isObject {
			return
		}
		names, values := byDecoder(raw)
		if len(fields) != len(names) {
			t.Fatalf("%q has %d members, want %d", raw, len(fields), len(names))
		}
		for i, field := range fields {
			if field.Name != names[i] || !bytes.Equal(field.Value, values[i]) {
				t.Errorf("member %d of %q is %q %q, want %q %q", i, raw, field.Name, field.Value, names[i], values[i])
			}
			_ = append(field.Value, "x"...) // it must have no room in the object
		}
		at := 0
		for m := range rawjson.Members(raw) {
			if m.Start < at || !bytes.Equal(raw[m.Start:m.End], m.Value) {
				t.Errorf("%q stands at %d to %d of %q", m.Value, m.Start, m.End, raw)
			}
			at = m.End
		}
		if !bytes.Equal(raw, text) {
			t.Errorf("%q became %q", text, raw)
		}
	})
}

// FuzzElements does the same for arrays.
func FuzzElements(f *testing.F) {
	add(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		raw = bytes.TrimSpace(raw)
		var want []json.RawMessage
		if json.Unmarshal(raw, &want) != nil || raw[0] != '[' {
			return
		}
		var got []json.RawMessage
		for n, element := range rawjson.Elements(raw) {
			if n != len(got) {
				t.Errorf("element %d is called %d", len(got), n)
			}
			got = append(got, element)
		}
		if !slices.EqualFunc(got, want, func(a, b json.RawMessage) bool { return bytes.Equal(a, b) }) {
			t.Errorf("%q has %q, want %q", raw, got, want)
		}
	})
}

// FuzzUnquote: a text is what encoding/json reads.
func FuzzUnquote(f *testing.F) {
	for _, text := range []string{`""`, `"a"`, `"\n\u00e9\ud83d\ude00\ud83d"`, "\"\xff\"", `"\\\""`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, quoted []byte) {
		var want string
		if json.Unmarshal(quoted, &want) != nil || len(quoted) == 0 || quoted[0] != '"' || quoted[len(quoted)-1] != '"' {
			return
		}
		if got := rawjson.Unquote(quoted); string(got) != want {
			t.Errorf("%q is %q, want %q", quoted, got, want)
		}
	})
}

// Walking over an object allocates nothing but for names with escapes.
func TestMembersAllocateNothing(t *testing.T) {
	object := []byte(`{"type":"RECORD","record":{"stream":"VENDOR","data":{"A":[` + strings.Repeat(`{"B":"c"},`, 100) + `1]}}}`)
	if n := testing.AllocsPerRun(100, func() {
		for m := range rawjson.Members(object) {
			if len(m.Name) == 0 {
				t.Error("a member without a name")
			}
		}
	}); n > 0 {
		t.Errorf("%v allocations", n)
	}
}
