package intacct

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// Text as it stands in a field and what it means. The readers agree on all of
// it; scanner says which the scanner settles alone.
func TestFieldTexts(t *testing.T) {
	for _, test := range []struct {
		text, want string
		scanner    bool
	}{
		{"", "", true},
		{" a ", " a ", true},
		{"\t\n", "\t\n", true},
		{"Brown &amp; Sons", "Brown & Sons", true},
		{"&lt;&gt;&quot;&apos;", `<>"'`, true},
		{"&amp;lt;", "&lt;", true},
		{"&#65;&#x42;&#x0043;", "ABC", true},
		{"&#x1D11E;", "𝄞", true},
		{"&#9;&#10;&#13;", "\t\n\r", true},
		{"a\r\nb\rc\r\r\nd", "a\nb\nc\n\nd", true},
		{"a\r&#10;b", "a\n\nb", true},
		{"a&#13;\nb", "a\r\nb", true},
		{"Zürich ☃ 日本 𝄞", "Zürich ☃ 日本 𝄞", true},
		{"\uFFFD\u0085\u2028", "\uFFFD\u0085\u2028", true},
		{"a]]b] ]>c]>", "a]]b] ]>c]>", true},
		{"]]&gt;", "]]>", true},
		{"a > b", "a > b", true},
		{"<![CDATA[]]>", "", true},
		{"a<![CDATA[<b> & ]] ]>]]>c", "a<b> & ]] ]>c", true},
		{"<![CDATA[]]]]><![CDATA[>]]>", "]]>", true},
		{"<![CDATA[x\r\ny\r]]>\n", "x\ny\n\n", true},
		{"a<!-- b -->c", "ac", false},
		{"a<?b c?>d", "ad", false},
		{"a<X/>b", "ab", false},
		{"a<X> </X>b", "ab", false},
	} {
		body := pageReply(list("VENDOR", vendor("<A>"+test.text+"</A>"), vendor("<A>"+test.text+"</A>")))
		want := strings.Repeat(fmt.Sprintf("A=%q \n", test.want), 2)
		if got, err := transcript(open(t, body, "VENDOR")); err != nil || got != want {
			t.Errorf("%q reads %s, %v; want %s", test.text, got, err, want)
		}
		if got, err := transcript(referred(body, "VENDOR")); err != nil || got != want {
			t.Errorf("%q: the referee reads %s, %v; want %s", test.text, got, err, want)
		}
		if _, err := transcript(scanned(body, "VENDOR")); errors.Is(err, errAlone) == test.scanner {
			t.Errorf("%q: scanner says %v", test.text, err)
		}
	}
}

// What is not XML is refused, wherever a careless scanner would not look.
func TestIllFormedPages(t *testing.T) {
	good := vendor("<A>1</A>")
	for _, bad := range []string{
		"<A>1</B>", "<A>1", "<A>1</A", "<A>1</ A>", "< A>1</A>", "<A><B>1</A></B>", "<A>1</A></VENDOR>", "<A/>1</A>",
		"<A><![CDATA[x</A>", "<A><![cdata[x]]></A>", "<A>\x1f<B>1</A>", "<A><B>\x1f</B></A>", "<A>\x1f</A", "\x1f", "<A x=\"\x1f\">1</A>", "<A x=\"&nbsp;\">1</A>",
		"<A\x1f>1</A\x1f>", "<A>1 < 2</A>",
		"<1A>1</1A>", "<-A>1</-A>", "<.A>1</.A>", "<A$>1</A$>", "<\xffA>1</\xffA>", "<A:B:C>1</A:B:C>",
		"<A x>1</A>", "<A x=1>1</A>", "<A x=\"<\">1</A>", "<A x=\"1>1</A>", "<A / >", "<A><!-- -- --></A>", "<A><!- x --></A>", "<A><?x</A>",
	} {
		for _, records := range []string{vendor(bad), good + vendor(bad), vendor("<Z>1</Z>") + vendor("<Z>2</Z>", bad)} {
			body := pageReply(list("VENDOR", records))
			got, err := transcript(open(t, body, "VENDOR"))
			if complaint := (*PageError)(nil); !errors.As(err, &complaint) {
				t.Errorf("%q reads %s, %v", records, got, err)
			}
			if got, err := transcript(scanned(body, "VENDOR")); err == nil {
				t.Errorf("%q: the scanner reads %s", records, got)
			}
		}
	}
}

// An end is not what it was in the record before where the start is not.
func TestEndsWithoutTheirStarts(t *testing.T) {
	upper, lower := vendor("<A>1</A>"), "<vendor><A>1</A></vendor>"
	for _, records := range [][]string{
		{upper, "<vendor><A>1</A></VENDOR>"},
		{upper, lower, "<VENDOR><A>1</A></vendor>"},
		{lower, upper, "<vendor><A>1</A></VENDOR>"},
		{upper, "<VENDOR><A>1</A></vendor>"},
		{upper, "<VENDOR><A/></A></VENDOR>"},
		{vendor("<A>1</A>", "<B></B>"), "<VENDOR><A/></A><B></B></VENDOR>"},
		{vendor("<A>1</A>", "<B></B>"), "<VENDOR><A/></A><B></VENDOR>"},
	} {
		if got, err := transcript(scanned(pageReply(list("VENDOR", records...)), "VENDOR")); !errors.Is(err, errAlone) {
			t.Errorf("%q: the scanner reads %s, %v", records, got, err)
		}
	}
	if got, err := transcript(scanned(pageReply(list("VENDOR", upper, lower, upper, lower)), "VENDOR")); err != nil {
		t.Errorf("%s, %v", got, err)
	}
}

// Junk around the reply, and replies cut short.
func TestPagesThatBreakOff(t *testing.T) {
	whole := pageReply(list("VENDOR", vendor("<A>1</A>"), vendor("<A>2</A>")))
	for _, body := range []string{whole + "x", whole + "<x/>", whole + whole, whole + "</response>", "x" + whole, whole + "\x00"} {
		if got, err := transcript(open(t, body, "VENDOR")); err == nil {
			t.Errorf("%.20q…%.20q reads %s", body, body[len(body)-20:], got)
		}
	}
	for _, body := range []string{whole + " \r\n", whole + "<!-- x --> <?y?>\n", "\ufeff" + whole, "<!-- x -->" + strings.TrimPrefix(whole, `<?xml version="1.0" encoding="UTF-8"?>`)} {
		if got, err := transcript(open(t, body, "VENDOR")); err != nil || strings.Count(got, "\n") != 2 {
			t.Errorf("%q reads %s, %v", body, got, err)
		}
	}
	// Cut anywhere after its first record has begun, a page does not even open,
	// and says that asking again may help.
	for end := strings.Index(whole, "<VENDOR>") + 1; end < len(whole); end++ {
		_, err := open(t, whole[:end], "VENDOR")
		var complaint *PageError
		if !errors.As(err, &complaint) || !complaint.Temporary() || complaint.FailureType() != "transient_error" {
			t.Fatalf("cut to …%q: %v", whole[end-10:end], err)
		}
	}
}

// Replies that contradict the request or themselves.
func TestPagesThatLie(t *testing.T) {
	record := vendor("<A>1</A>")
	for _, test := range []struct{ name, data, want string }{
		{"another list", list("CUSTOMER", record), "the list is of CUSTOMER"},
		{"another record", list("VENDOR", record, "<CUSTOMER><A>1</A></CUSTOMER>"), "record 2 is of CUSTOMER"},
		{"another record, empty", list("VENDOR", "<CUSTOMER/>"), "record 1 is of CUSTOMER"},
		{"too few", `<data listtype="VENDOR" totalcount="2" offset="0" count="2" numremaining="0">` + record + `</data>`, "announced 2 records and sent 1"},
		{"too many", `<data listtype="VENDOR" totalcount="2" offset="0" count="1" numremaining="0">` + record + record + `</data>`, "announced 1 records and sent 2"},
		{"no count", `<data listtype="VENDOR" totalcount="2">` + record + `</data>`, "count is missing"},
		{"no attributes", `<data>` + record + `</data>`, "totalcount is missing"},
		{"no attributes and no records", `<data/>`, "totalcount is missing"},
		{"only a list type", `<data listtype="VENDOR"></data>`, "totalcount is missing"},
		{"no total", `<data listtype="VENDOR" offset="0" count="0" numremaining="0"/>`, "totalcount is missing"},
		{"nothing remaining or not", `<data listtype="VENDOR" totalcount="0" offset="0" count="0"/>`, "numremaining is missing"},
		{"two totals", `<data listtype="VENDOR" totalcount="1" totalcount="0" offset="0" count="0" numremaining="0"/>`, "totalcount stands there twice"},
		{"an empty number", `<data listtype="VENDOR" totalcount="" offset="0" count="0" numremaining="0"/>`, `totalcount is ""`},
		{"no number", `<data listtype="VENDOR" totalcount="many" offset="0" count="1" numremaining="0">` + record + `</data>`, `totalcount is "many"`},
		{"negative", `<data listtype="VENDOR" totalcount="1" offset="0" count="1" numremaining="-1">` + record + `</data>`, `numremaining is "-1"`},
		{"nothing, and more of it", `<data listtype="VENDOR" totalcount="3" offset="0" count="0" numremaining="3"/>`, "an empty page with 3 records after it"},
		{"a field twice", list("VENDOR", record, vendor("<A>1</A>", "<A>2</A>")), "record 2 has field A twice"},
		{"text between fields", list("VENDOR", record, vendor("<A>1</A>", "x")), "text between the fields of record 2"},
		{"a field with fields", list("VENDOR", record, vendor("<A><B>1</B></A>")), "field A of record 2 holds elements"},
		{"an error behind", list("VENDOR", record) + "<errormessage/>", "errormessage after the records"},
		{"a second list", list("VENDOR", record) + list("VENDOR", record), "data after the records"},
		{"a second result", list("VENDOR", record) + "</result><result>", "result after the records"},
	} {
		_, err := transcript(open(t, pageReply(test.data), "VENDOR"))
		var complaint *PageError
		if !errors.As(err, &complaint) {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		if text := err.Error(); !strings.Contains(text, "answered inconsistently: ") || !strings.Contains(text, test.want) || !strings.Contains(text, "VENDOR") {
			t.Errorf("%s: %s; want %s", test.name, text, test.want)
		}
		if complaint.FailureType() != "system_error" || complaint.Temporary() {
			t.Errorf("%s: %s, temporary %v", test.name, complaint.FailureType(), complaint.Temporary())
		}
	}
}

// A user-defined dimension becomes an element of the name its owner gave it.
func TestElementNamesThatAreNotXML(t *testing.T) {
	for _, name := range []string{"GLDIMCOST/CENTRE", "GLDIMR&D", "GLDIM COST", "GLDIM(A)", "1DIM"} {
		body := pageReply(list("VENDOR", vendor("<RECORDNO>1</RECORDNO>", "<"+name+">2</"+name+">")))
		_, err := transcript(open(t, body, "VENDOR"))
		var complaint *PageError
		if !errors.As(err, &complaint) || complaint.Element != name || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	// Trouble elsewhere is not put down to a name.
	_, err := transcript(open(t, pageReply(list("VENDOR", vendor(`<A x="&nbsp;">1</A>`))), "VENDOR"))
	var complaint *PageError
	if !errors.As(err, &complaint) || complaint.Element != "" {
		t.Errorf("%v", err)
	}
}

// Everything but one successful query is for the client's own decoder.
func TestRepliesThatAreNotPages(t *testing.T) {
	good := pageReply(list("VENDOR", vendor("<A>1</A>")))
	envelope, _, _ := strings.Cut(good, "<data")
	for name, body := range map[string]string{
		"empty":               "",
		"html":                "<html><body>Bad Gateway</body></html>",
		"text":                "upstream connect error",
		"json":                `{"a":1}`,
		"control failure":     strings.Replace(good, "<status>success", "<status>failure", 1),
		"sign-in failure":     strings.Replace(good, "<authentication><status>success", "<authentication><status>failure", 1),
		"result failure":      strings.Replace(good, "<result><status>success", "<result><status>failure", 1),
		"aborted":             strings.Replace(good, "<result><status>success", "<result><status>aborted", 1),
		"another function":    strings.Replace(good, ">query<", ">read<", 1),
		"no data":             pageReply(""),
		"two results":         strings.Replace(good, "<result>", "<result><status>success</status></result><result>", 1),
		"cut in the envelope": envelope,
		"another root":        strings.ReplaceAll(good, "response>", "reply>"),
		"data elsewhere":      "<response><data/></response>",
	} {
		if _, err := open(t, body, "VENDOR"); !errors.Is(err, errNotPage) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
