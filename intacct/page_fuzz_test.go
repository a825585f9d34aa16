package intacct

import (
	"encoding/xml"
	"errors"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"airbyte-sage-intacct/intacct/xmltext"
	"airbyte-sage-intacct/internal/long"
)

// seeds are pages as the gateway sends them and as it might.
var seeds = []string{
	pageReply(list("VENDOR", vendor("<RECORDNO>1010</RECORDNO>", "<PAYTOCONTACT.CONTACTNAME>Ackman, Alice</PAYTOCONTACT.CONTACTNAME>", "<TOTALDUE>3797</TOTALDUE>"))),
	pageReply(list("VENDOR",
		vendor("<RECORDNO>1</RECORDNO>", "<NAME>A &amp; B &lt;x&gt; &#233;&#xE9;</NAME>", "<STATUS/>"),
		vendor("<RECORDNO>2</RECORDNO>", "<NAME>Müller ☃ 𝄞</NAME>", "<STATUS></STATUS>"),
		vendor("<RECORDNO>3</RECORDNO>", "<NAME>a]]b]c</NAME>", "<STATUS>active</STATUS>"))),
	pageReply(list("VENDOR",
		vendor("<RECORDNO>1</RECORDNO>", "<NOTE>one\r\ntwo\rthree&#13;\nfour</NOTE>"),
		vendor("<RECORDNO>2</RECORDNO>", "<NOTE>x<![CDATA[<&\r\n]] ]>]]>y</NOTE>"),
		vendor("<NOTE>only</NOTE>", "<EXTRA a=\"b\">z</EXTRA>"),
		vendor())),
	pageReply(list("VENDOR", vendor("<A>1</A>"), "<vendor><A>2</A></vendor>", "<Vendor><A>3</A></Vendor>", vendor("<A>4</A>"), "<vendor><A>5</A></vendor>")),
	// Records alike, and then less and less so.
	pageReply(list("VENDOR",
		vendor("<A>1</A>", "<B>plain text</B>", "<C></C>"), vendor("<A>2</A>", "<B>a \"b\" \\ c</B>", "<C>x</C>"),
		vendor("<A>3</A>", "<B>&amp;</B>", "<C></C>"), vendor("<A>4</A>", "<C></C>"), vendor("<A>5</A>", "<B/>", "<C></C>"),
		vendor("<A>6</A>", "<D>new</D>", "<B></B>", "<C></C>"), vendor("<A>7</A>\n\t", "<B></B>", "<C></C>"), vendor("<A>8</A>", "<B></B>", "<C></C>"))),
	pageReply(list("VENDOR", vendor("<RECORDNO>1</RECORDNO>", "<NOTE>a<!-- c -->b<?pi d?>c</NOTE>"), "<!-- between -->", "<vendor><A.B-C_1 >x</A.B-C_1 ></vendor>")),
	pageReply("\n  <data listtype=\"VENDOR\" totalcount=\"5\" offset=\"2\" count=\"2\" numremaining=\"1\">\n    <VENDOR>\n      <A>1</A>\n      <B/>\n    </VENDOR>\n    <VENDOR>\n      <A>2</A>\n    </VENDOR>\n  </data>\n"),
	pageReply(`<data listtype="VENDOR" totalcount="0" offset="0" count="0" numremaining="0"/>`),
	pageReply(list("VENDOR", vendor(`<GLDIMCOST/CENTRE>1</GLDIMCOST/CENTRE>`))),
	pageReply(list("VENDOR",
		vendor("<A>1</A>", "<B>plain</B>"), vendor("<A>2</A>", "<B>R&D&nbsp;&#x1F;\xe9t\xe9 \x1f&#xD83D;&#xDE00;</B>"), vendor("<A>3</A>", "<B>plain</B>"),
		vendor("<A>4</A>", "<B>]]><![CDATA[\x02&]]></B>"), vendor("<A>5</A>", "<B>\xed\xa0\xbd\xed\xb8\x80\xe2\x82</B>"))),
	pageReply(list("VENDOR", vendor(`<x:A xmlns:x="u">1</x:A>`, "<ÄNDERUNG>2</ÄNDERUNG>"))),
	"\ufeff" + pageReply(list("VENDOR", vendor("<A>\t1 \n</A>"))) + "\r\n<!-- end -->",
}

// A reply read by whichever reader gives what encoding/xml makes of it once it is
// mended, or an error where that refuses it or it contradicts itself.
func FuzzPage(f *testing.F) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) {
		compareReaders(t, body)
	})
}

func compareReaders(t *testing.T, raw string) {
	t.Helper()
	const object = "VENDOR"
	body, repairs := checkMender(t, raw)
	want, wantErr := oracle(body, object)
	got, gotErr := transcript(open(t, raw, object))
	slow, slowErr := transcript(referred(raw, object))
	switch {
	case gotErr == nil && (wantErr != nil || unmarked(got) != want):
		t.Fatalf("page reads\n%q\nencoding/xml\n%q, %v\nof\n%q", got, want, wantErr, raw)
	case wantErr == nil && isSyntax(gotErr):
		t.Fatalf("page fails with %v, encoding/xml reads %q\nof\n%q", gotErr, want, raw)
	case (gotErr == nil) != (slowErr == nil) || gotErr == nil && slow != got:
		t.Fatalf("page reads\n%q, %v\nthe referee\n%q, %v\nof\n%q", got, gotErr, slow, slowErr, raw)
	case gotErr == nil && repairs != (got != unmarked(got)):
		t.Fatalf("page reads\n%q, something was mended: %v\nof\n%q", got, repairs, raw)
	}
	// The scanner must not take what encoding/xml does not, or what has to be
	// mended, and where it is sure of an error there must be one.
	for _, text := range []string{raw, body} {
		fast, fastErr := transcript(scanned(text, object))
		switch {
		case errors.Is(fastErr, errAlone):
		case fastErr == nil && text == raw && repairs:
			t.Fatalf("scanner reads\n%q\nof\n%q", fast, raw)
		case (fastErr == nil) != (gotErr == nil) || fastErr == nil && fast != unmarked(got):
			t.Fatalf("scanner reads\n%q, %v\nencoding/xml\n%q, %v\nof\n%q", fast, fastErr, want, wantErr, text)
		}
	}
}

// checkMender mends a reply. What encoding/xml reads as it is must stay as it
// is, and what was mended must need no more of it.
func checkMender(t *testing.T, raw string) (mended string, repairs bool) {
	t.Helper()
	whole := strings.TrimPrefix(raw, "\ufeff")
	text, places := xmltext.MendPage([]byte(whole))
	if len(places) == 0 {
		return whole, false
	}
	if _, err := parse(whole); err == nil && !strings.Contains(whole, "&#") {
		t.Fatalf("the mender makes\n%q\nof\n%q", text, whole)
	}
	if again, more := xmltext.MendPage(text); len(more) > 0 {
		t.Fatalf("the mender makes\n%q\nof what it made of\n%q:\n%q", again, whole, text)
	}
	return string(text), true
}

// unmarked is a transcript without what it says of mended fields.
func unmarked(transcript string) string {
	return markPattern.ReplaceAllString(transcript, "")
}

var markPattern = regexp.MustCompile(`mended \["[^\n]*"\] (?m:$)`)

func isSyntax(err error) bool {
	var syntax *xml.SyntaxError
	return errors.As(err, &syntax)
}

// The seeds themselves, and each of them with any one byte spoilt.
func TestPageAgainstEncodingXML(t *testing.T) {
	for _, s := range seeds {
		compareReaders(t, s)
		for i := strings.Index(s, "<data"); i < len(s); i += long.Of(5, 1) {
			compareReaders(t, s[:i]+s[i+1:])
			for _, c := range []string{"<"} {
				compareReaders(t, s[:i]+c+s[i+1:])
			}
		}
	}
}

// Mutations of several bytes that a fuzzer would take long to find.
func TestPageAgainstEncodingXMLAtRandom(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range long.Of(800, 4_000) {
		body := seeds[random.IntN(len(seeds))]
		for range 1 + random.IntN(3) {
			body = mutate(random, body)
		}
		compareReaders(t, body)
	}
}

// mutate changes a reply somewhere after its envelope.
func mutate(random *rand.Rand, body string) string {
	start := max(0, strings.Index(body, "<data"))
	from := start + random.IntN(len(body)-start)
	to := min(len(body), from+random.IntN(12))
	switch random.IntN(4) {
	case 0:
		return body[:from] + body[to:]
	case 1:
		return body[:to] + body[from:]
	case 2:
		other := start + random.IntN(len(body)-start)
		return body[:other] + body[from:to] + body[other:]
	default:
		pieces := []string{
			"<", ">", "/", "&", ";", "\"", "'", "=", " ", "\r", "\n", "\x00", "\x1f", "\xff", "\uffff", "é", "x", "]]>", "<![CDATA[", "<!--", "-->",
			"<?p", "?>", "&amp;", "&#13;", "&#xD800;", "&#x110000;", "<A>", "</A>", "<A/>", "<A />", "</VENDOR>", "<VENDOR>", "<vendor>", "</vendor>", "</data>", "</response>",
			"&nbsp;", "&#0;", "&#x1F;", "&", "\xe2\x82", "\x93", "&bogus;", "&#X41;", "&AMP;", "\xed\xa0\xbd\xed\xb8\x80",
		}
		return body[:from] + pieces[random.IntN(len(pieces))] + body[from:]
	}
}

// Records that are nearly alike, with a tag too many, too few or for another
// one: what the scanner foresees must not hide it.
func TestTagsAgainstEncodingXMLAtRandom(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	pieces := []string{"<VENDOR>", "</VENDOR>", "<vendor>", "</vendor>", "<A>", "</A>", "<B>", "</B>", "<A/>", "<B />", "1", " ", "&amp;"}
	alike := [][]string{
		{"<VENDOR>", "<A>", "1", "</A>", "<B>", "</B>", "</VENDOR>"},
		{"<vendor>", "<A>", "</A>", "<B>", "&amp;", "</B>", "</vendor>"},
		{"<VENDOR>", "<A>", "</A>", "<B>", "</B>", "</VENDOR>"},
		{"<VENDOR>", "<A/>", "<B>", "2", "</B>", "</VENDOR>"},
	}
	for range 10_000 {
		var tags []string
		for range 2 + random.IntN(3) {
			tags = append(tags, alike[random.IntN(len(alike))]...)
		}
		for range random.IntN(4) {
			at, piece := random.IntN(len(tags)), pieces[random.IntN(len(pieces))]
			switch random.IntN(3) {
			case 0:
				tags = slices.Delete(tags, at, at+1)
			case 1:
				tags = slices.Insert(tags, at, piece)
			default:
				tags[at] = piece
			}
		}
		inside := strings.Join(tags, "")
		data := fmt.Sprintf(`<data listtype="VENDOR" totalcount="9" offset="0" count="%d" numremaining="0">%s</data>`,
			strings.Count(strings.ToUpper(inside), "<VENDOR"), inside)
		compareReaders(t, pageReply(data))
	}
}

// FuzzRecords mutates what is inside <data> alone, where the scanner is at its
// most cunning.
func FuzzRecords(f *testing.F) {
	for _, s := range []string{
		vendor("<A>1</A>", "<B>x &amp; y</B>", "<C/>") + vendor("<A>2</A>", "<B></B>", "<C>z</C>"),
		vendor("<A>a\r\nb&#13;\n&#xD800;&#x10FFFF;</A>") + vendor("<A><![CDATA[]]]]></A>", "<A.B>é</A.B>"),
		" " + vendor("\n<A>]]&gt;</A >\t", "<B />") + "\r\n<vendor></vendor>",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, inside string) {
		data := fmt.Sprintf(`<data listtype="VENDOR" totalcount="9" offset="0" count="%d" numremaining="0">%s</data>`,
			strings.Count(strings.ToUpper(inside), "<VENDOR"), inside)
		compareReaders(t, pageReply(data))
	})
}
