package xmltree_test

import (
	"strings"
	"testing"

	"airbyte-sage-intacct/sandbox/xmltree"
)

func TestParseTellsWhatLibxml2Would(t *testing.T) {
	deep := strings.Repeat("<a>", 300)
	for _, test := range []struct{ name, body, want string }{
		{"mismatch", "<request>\n<control></control>\n<PROJECTID>\n</PROJECT>", "XML Parse schema error: Fatal Error 76: Opening and ending tag mismatch: PROJECTID line 3 and PROJECT. Line: 4, column: 11."},
		{"empty", "", "Fatal Error 4: Start tag expected, '<' not found. Line: 1, column: 1."},
		{"text only", "hello", "Fatal Error 4: Start tag expected, '<' not found."},
		{"json", `{"a": 1}`, "Fatal Error 4: Start tag expected, '<' not found."},
		{"truncated", "<request><control>", "Fatal Error 77: Premature end of data in tag control line 1."},
		{"truncated tag", "<request><control", "Fatal Error 77: Premature end of data in tag request line 1."},
		{"two roots", "<request/><request/>", "Fatal Error 5: Extra content at the end of the document."},
		{"junk after", "<request/>junk", "Fatal Error 5: Extra content at the end of the document."},
		{"entity", "<request>&nbsp;</request>", "Fatal Error 26: Entity not defined."},
		{"control character", "<request>\x01</request>", "Fatal Error 9: PCDATA invalid Char value."},
		{"encoding", "<request>\xff</request>", "Fatal Error 9: Input is not proper UTF-8, indicate encoding !."},
		{"unknown encoding", `<?xml version="1.0" encoding="UTF-16"?><request/>`, "Fatal Error 32: Unsupported encoding."},
		{"repeated attribute", `<request a="1" a="2"/>`, "Fatal Error 42: Attribute a redefined."},
		{"unquoted attribute", `<request a=1/>`, "Fatal Error 39: AttValue: \" or ' expected."},
		{"depth", deep, "Fatal Error 1: Excessive depth in document: 256 use XML_PARSE_HUGE option."},
		{"entity bomb", `<!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><r>&b;</r>`, "Fatal Error 96"},
		{"closing nothing", "</request>", "Fatal Error 5"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := xmltree.Parse([]byte(test.body))
			if err == nil {
				t.Fatal("parsed")
			}
			if !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %q, want %q in it", err.Error(), test.want)
			}
		})
	}
}

func TestParseKeepsWhatCameBeforeTheFault(t *testing.T) {
	root, err := xmltree.Parse([]byte("<request><control><senderid>me</senderid></control><operation></request>"))
	if err == nil {
		t.Fatal("parsed")
	}
	if got := root.Child("control").Value("senderid"); got != "me" {
		t.Errorf("senderid = %q", got)
	}
}

func TestParseReadsText(t *testing.T) {
	for _, test := range []struct{ name, body, want string }{
		{"entities", "<a>&lt;&amp;&#65;&#x20AC;</a>", "<&A€"},
		{"cdata", "<a><![CDATA[<b>&amp;]]></a>", "<b>&amp;"},
		{"comment inside", "<a>one<!-- two -->three</a>", "onethree"},
		{"byte order mark", "\xef\xbb\xbf<a>x</a>", "x"},
		{"latin 1", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>caf\xe9</a>", "café"},
		{"four bytes", "<a>😀</a>", "😀"},
		{"document type", `<!DOCTYPE request SYSTEM "request.dtd"><a>x</a>`, "x"},
		{"spaces kept", "<a> x </a>", " x "},
	} {
		t.Run(test.name, func(t *testing.T) {
			root, err := xmltree.Parse([]byte(test.body))
			if err != nil {
				t.Fatal(err)
			}
			if root.Text != test.want {
				t.Errorf("got %q, want %q", root.Text, test.want)
			}
		})
	}
}
