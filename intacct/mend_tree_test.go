package intacct_test

import (
	"strings"
	"testing"

	"airbyte-sage-intacct/intacct"
)

// Small replies are mended as pages are: below <data> and in errors, and nowhere
// else.
func TestTextsOfSmallRepliesAreMended(t *testing.T) {
	failed := `<result><status>failure</status><function>lookup</function><controlid>{{1}}</controlid><errormessage><error><errorno>PL04000005</errorno>` +
		"<description></description><description2>R&D caf\xe9 \x1f&nbsp;</description2><correction></correction></error></errormessage></result>"
	c, _ := newClient(t, reply(failed))
	_, err := c.Lookup(t.Context(), "VENDOR", "")
	if e := failure(t, err); e.Number() != "PL04000005" || !strings.Contains(e.Details[0].Description2, "R&D café \uFFFD") {
		t.Errorf("error = %v", err)
	}
	described := `<result><status>success</status><function>lookup</function><controlid>{{1}}</controlid><data><Type Name="VENDOR"><Fields><Field><ID>NAME</ID>` +
		"<LABEL>A & B\x1f</LABEL><DESCRIPTION><![CDATA[x \x01]]></DESCRIPTION></Field></Fields></Type></data></result>"
	c, _ = newClient(t, reply(described))
	def, err := c.Lookup(t.Context(), "VENDOR", "")
	if err != nil || def.Fields[0].Label != "A & B\uFFFD" || def.Fields[0].Description != "x \uFFFD" {
		t.Errorf("definition %+v, %v", def, err)
	}
	c, _ = newClient(t, reply(strings.Replace(described, "{{1}}</controlid>", "{{1}}</controlid><x>\x1f</x>", 1)))
	if _, err := c.Lookup(t.Context(), "VENDOR", ""); err == nil {
		t.Error("an envelope that is no XML was read")
	}
}

func TestMendedElementsAreKnown(t *testing.T) {
	c, _ := newClient(t, reply(`<result><status>success</status><function>read</function><controlid>{{1}}</controlid><data listtype="VENDOR" count="1">`+
		"<VENDOR><A>plain</A><B>R&D</B><C>&amp;</C><D>x<E>\x1f</E></D></VENDOR></data></result>"))
	records, err := c.Read(t.Context(), "VENDOR", []string{"1"}, nil, "")
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]bool{"A": false, "B": true, "C": false, "D": false, "D/E": true} {
		if el := records[0].FindElement(path); intacct.Mended(el) != want {
			t.Errorf("%s (%q) is called mended: %v", path, el.Text(), !want)
		}
	}
}

// A query that does not say that it looks at Mended gets no mended record.
func TestMendedRecordsAreAskedFor(t *testing.T) {
	page := reply(`<result><status>success</status><function>query</function><controlid>{{1}}</controlid><data listtype="VENDOR" totalcount="2" offset="0" count="2" numremaining="0">` +
		"<VENDOR><RECORDNO>1</RECORDNO></VENDOR><VENDOR><RECORDNO>2</RECORDNO><NAME>R&D</NAME></VENDOR></data></result>")
	for _, asked := range []bool{false, true} {
		c, _ := newClient(t, page)
		q := vendors()
		q.Mended = asked
		p, err := c.Query(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for p.Next() {
			n++
		}
		if err := p.Err(); (err == nil) != asked || !asked && !strings.Contains(err.Error(), "the field NAME of record 2 holds a character that XML does not allow") {
			t.Errorf("asked for: %v, %d records, %v", asked, n, err)
		}
		p.Release()
	}
}
