package airbyte_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"airbyte-sage-intacct/airbyte"
)

func TestAppendJSONString(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"empty", "", `""`},
		{"plain", "Smith & Sons <Ltd>", `"Smith & Sons <Ltd>"`},
		{"quotes", `a"b\c`, `"a\"b\\c"`},
		{"blanks", "a\tb\nc\rd", `"a\tb\nc\rd"`},
		{"controls", "\x00\x0b\x0c\x1c\x1d\x1e\x1f", `"\u0000\u000b\u000c\u001c\u001d\u001e\u001f"`},
		{"delete is no control character of JSON", "\x7f", "\"\x7f\""},
		{"line separators", "a\u0085b\u2028c\u2029d", `"a\u0085b\u2028c\u2029d"`},
		{"their neighbours", "\u0084\u0086\u2027\u202a", "\"\u0084\u0086\u2027\u202a\""},
		{"four bytes", "𝄞 and 😀", `"𝄞 and 😀"`},
		{"invalid", "a\xffb\xc3", `"a\ufffdb\ufffd"`},
		{"surrogate", "\xed\xa0\x80", `"\ufffd\ufffd\ufffd"`},
		{"the replacement itself", "\ufffd", "\"\ufffd\""},
		{"special at each place of a word", `"234567812"4567812345678"`, `"\"234567812\"4567812345678\""`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			want(t, "of a string", string(airbyte.AppendJSONString(nil, tt.in)), tt.want)
			want(t, "of bytes, appended", string(airbyte.AppendJSONString([]byte("x"), []byte(tt.in))), "x"+tt.want)
		})
	}
}

func FuzzAppendJSONString(f *testing.F) {
	f.Add("plain")
	f.Add("a\u0085\u2028\"\\\x00\xff\xed\xa0\x80é😀 and more than a word")
	f.Fuzz(func(t *testing.T, s string) {
		line := string(airbyte.AppendJSONString(nil, s))
		var got string
		if err := json.Unmarshal([]byte(line), &got); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		reference, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var wanted string
		if err := json.Unmarshal(reference, &wanted); err != nil {
			t.Fatal(err)
		}
		want(t, "decoded", got, wanted)
		if !utf8.ValidString(line) {
			t.Errorf("%q is not UTF-8", line)
		}
		if len(splitLines(line)) != 1 || strings.ContainsAny(line, "\n\r") {
			t.Errorf("%q is not one line", line)
		}
	})
}

func TestAppendJSONStringAllocatesNothing(t *testing.T) {
	buffer := make([]byte, 0, 4096)
	text := strings.Repeat("Grüße \"&\" \u2028 ", 20)
	if allocs := testing.AllocsPerRun(100, func() { buffer = airbyte.AppendJSONString(buffer[:0], text) }); allocs != 0 {
		t.Errorf("%v allocations", allocs)
	}
}
