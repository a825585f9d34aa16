package intacct

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"airbyte-sage-intacct/intacct/xmltext"
)

// Text that XML forbids, and what stands in its place.
func TestTextsAreMended(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"a\x1fb", "a\uFFFDb"},
		{"\x00", "\uFFFD"},
		{"\x01\x08\x0b\x0c\x0e", strings.Repeat("\uFFFD", 5)},
		{"&#x1F;", "\uFFFD"},
		{"&#0;", "\uFFFD"},
		{"a&#8;b&#xb;", "a\uFFFDb\uFFFD"},
		{"&#xFFFE;&#65535;", "\uFFFD\uFFFD"},
		{"&#xD800;", "\uFFFD"},
		{"&#xDC00;x", "\uFFFDx"},
		{"&#xD83D;&#xDE00;", "😀"},
		{"&#55357;&#56832;", "😀"},
		{"&#xD83D;&#x41;", "\uFFFDA"},
		{"&#x110000;", "\uFFFD"},
		{"&#99999999999999999999;", "\uFFFD"},
		{"&#X41;&#X26;", "A&"},
		{"\uFFFE\uFFFF", "\uFFFD\uFFFD"},
		{"caf\xe9", "café"},
		{"\x93quoted\x94 \x96 \x80 5", "“quoted” – € 5"},
		{"\x81\x8d\x8f\x90\x9d", strings.Repeat("\uFFFD", 5)},
		{"\xa0\xff\xc0\xaf", "\u00a0ÿÀ¯"},
		{"Müller & caf\xe9", "Müller & café"},
		{"\xed\xa0\xbd\xed\xb8\x80", "😀"},
		{"\xed\xa0\x80x", "\uFFFDx"},
		{"cut off \xe2\x82", "cut off \uFFFD"},
		{"\xf0\x9f\x98", "\uFFFD"},
		{"a&nbsp;b", "a\u00a0b"},
		{"&eacute;&ndash;&Auml;", "é–Ä"},
		{"&AMP;&LT;&GT;", "&<>"},
		{"&semi;", ";"},
		{"&NotEqualTilde;", "≂̸"},
		{"R&D", "R&D"},
		{"&", "&"},
		{"a & b", "a & b"},
		{"&;", "&;"},
		{"&amp", "&amp"},
		{"&nbsp", "&nbsp"},
		{"&bogus;", "&bogus;"},
		{"&notit;", "&notit;"},
		{"&ampx;", "&ampx;"},
		{"&#;", "&#;"},
		{"&#x;", "&#x;"},
		{"&#12a;", "&#12a;"},
		{"&a mp;", "&a mp;"},
		{"a?b=1&c=2;&amp;d=3", "a?b=1&c=2;&d=3"},
		{"a]]>b", "a]]>b"},
		{"<![CDATA[\x02 & \xe9]]>\x1f", "\uFFFD & é\uFFFD"},
		{"<![CDATA[x]]>]]>", "x]]>"},
	} {
		plain := vendor("<A>1</A>", "<B>a &amp; b&#13;</B>")
		body := pageReply(list("VENDOR", plain, vendor("<A>2</A>", "<B>"+test.text+"</B>"), plain))
		const untouched = "A=\"1\" B=\"a & b\\r\" \n"
		want := fmt.Sprintf("%sA=\"2\" B=%q \n%s", untouched, test.want, untouched)
		for reader, open := range map[string]func(string, string) (*Page, error){
			"page":    func(body, object string) (*Page, error) { return open(t, body, object) },
			"referee": referred,
		} {
			got, err := transcript(open(body, "VENDOR"))
			if err != nil || unmarked(got) != want || strings.Count(got, `mended ["B"`) != 1 {
				t.Errorf("%s: %q reads %s, %v; want %s", reader, test.text, got, err, want)
			}
		}
		if got, err := transcript(scanned(body, "VENDOR")); !errors.Is(err, errAlone) {
			t.Errorf("%q: the scanner reads %s, %v", test.text, got, err)
		}
	}
}

// Of several records each knows which of its fields were mended, also of those
// that the scanner read before it met the first of them.
func TestMendedFieldsAreKnown(t *testing.T) {
	body := pageReply(list("VENDOR",
		vendor("<A>1</A>", "<B>b</B>", "<C/>"), vendor("<A>2</A>", "<B>&</B>", "<C>c</C>"), vendor("<A>\x1f</A>", "<C>\xe9 & \xe9</C>"), vendor("<A>4</A>", "<A.B>&nbsp;</A.B>"), vendor("<A>5</A>")))
	page, err := open(t, body, "VENDOR")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for page.Next() {
		got = append(got, fmt.Sprint(page.Record().Mended()))
	}
	if want := "[] [B] [A C] [A.B] []"; strings.Join(got, " ") != want || page.Err() != nil {
		t.Errorf("mended are %s, want %s, %v", got, want, page.Err())
	}
}

// A reply that is nothing but what has to be mended is no text.
func TestTooMuchToMend(t *testing.T) {
	body := pageReply(list("VENDOR", vendor("<A>"+strings.Repeat("&", xmltext.MostRepairs+1)+"</A>")))
	var complaint *PageError
	if got, err := transcript(open(t, body, "VENDOR")); !errors.As(err, &complaint) {
		t.Errorf("reads %.100s, %v", got, err)
	}
}
