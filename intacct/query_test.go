package intacct_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/beevik/etree"

	"airbyte-sage-intacct/intacct"
)

// sent is the function the client makes of a query, as XML.
func sent(t *testing.T, q intacct.Query) string {
	t.Helper()
	c, g := newClient(t, reply(`<result><status>success</status><function>query</function><controlid>{{1}}</controlid><data listtype="`+q.Object+`" totalcount="0" offset="`+strconv.Itoa(q.Offset)+`" count="0" numremaining="0"/></result>`))
	page, err := c.Query(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	page.Release()
	doc := etree.NewDocumentWithRoot(g.asked[0].FindElement("//function/query").Copy())
	text, err := doc.WriteToString()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestQueryInFull(t *testing.T) {
	got := sent(t, intacct.Query{
		Object:     "APBILL",
		Select:     []string{"RECORDNO", "VENDOR.CREDITLIMIT"},
		Aggregates: []intacct.Aggregate{intacct.Count("A"), intacct.Avg("B"), intacct.Min("C"), intacct.Max("D"), intacct.Sum("E")},
		Filter: intacct.And(
			intacct.Ge("WHENMODIFIED", "11/01/2026 00:00:00"),
			intacct.Or(intacct.In("STATE", "Posted", "Paid"), intacct.IsNull("DESCRIPTION")),
		),
		Order:           []intacct.Order{intacct.Asc("WHENMODIFIED"), intacct.Desc("RECORDNO")},
		DocParID:        "Sales Invoice",
		CaseInsensitive: true, ShowPrivate: true, PageSize: 100, Offset: 7,
	})
	want := `<query><select><field>RECORDNO</field><field>VENDOR.CREDITLIMIT</field>` +
		`<count>A</count><avg>B</avg><min>C</min><max>D</max><sum>E</sum></select>` +
		`<object>APBILL</object><docparid>Sales Invoice</docparid>` +
		`<filter><and><greaterthanorequalto><field>WHENMODIFIED</field><value>11/01/2026 00:00:00</value></greaterthanorequalto>` +
		`<or><in><field>STATE</field><value>Posted</value><value>Paid</value></in><isnull><field>DESCRIPTION</field></isnull></or></and></filter>` +
		`<orderby><order><field>WHENMODIFIED</field><ascending/></order><order><field>RECORDNO</field><descending/></order></orderby>` +
		`<options><caseinsensitive>true</caseinsensitive><showprivate>true</showprivate></options>` +
		`<pagesize>100</pagesize><offset>7</offset></query>`
	if got != want {
		t.Errorf("query = %s\nwant    %s", got, want)
	}
}

// Counts that contradict each other or the question would end in rows that are
// lost, or taken for deleted. Asking once more may help; a third time does not.
func TestCountsThatDoNotAddUp(t *testing.T) {
	rows := strings.Repeat("<VENDOR/>", 2)
	for name, test := range map[string]struct{ data, want string }{
		"no counts":             {`<data/>`, "totalcount is missing"},
		"no counts but rows":    {`<data>` + rows + `</data>`, "totalcount is missing"},
		"rows gone":             {`<data listtype="VENDOR" totalcount="5" offset="0" count="2" numremaining="0">` + rows + `</data>`, "5 rows in all, of which 2 came and none are left"},
		"rows too many":         {`<data listtype="VENDOR" totalcount="5" offset="0" count="2" numremaining="9">` + rows + `</data>`, "5 rows in all, of which 2 came and 9 are left"},
		"rows too few":          {`<data listtype="VENDOR" totalcount="5" offset="0" count="2" numremaining="1">` + rows + `</data>`, "5 rows in all, of which 2 came and 1 are left"},
		"fewer in all":          {`<data listtype="VENDOR" totalcount="1" offset="0" count="2" numremaining="0">` + rows + `</data>`, "2 rows from 0 on, and 1 in all"},
		"none of some":          {`<data listtype="VENDOR" totalcount="5" offset="0" count="0" numremaining="0"/>`, "5 rows in all, of which 0 came and none are left"},
		"another part":          {`<data listtype="VENDOR" totalcount="5" offset="3" count="2" numremaining="0">` + rows + `</data>`, "rows from 3 on instead of from 0 on"},
		"more than a page's":    {`<data listtype="VENDOR" totalcount="2" offset="0" count="2" numremaining="0">` + rows + `</data>`, "2 rows in a page of 1"},
		"a negative number":     {`<data listtype="VENDOR" totalcount="-2" offset="0" count="2" numremaining="0">` + rows + `</data>`, `totalcount is "-2"`},
		"a number that is none": {`<data listtype="VENDOR" totalcount="2" offset="0" count="two" numremaining="0">` + rows + `</data>`, `count is "two"`},
	} {
		q := vendors()
		if q.PageSize = 2; strings.HasPrefix(name, "more") {
			q.PageSize = 1
		}
		answer := func(data string) answer {
			return reply(`<result><status>success</status><function>query</function><controlid>{{1}}</controlid>` + data + `</result>`)
		}
		good := `<data listtype="VENDOR" totalcount="0" offset="0" count="0" numremaining="0"/>`
		c, g := newClient(t, answer(test.data), answer(good))
		page, err := c.Query(t.Context(), q)
		if err != nil {
			t.Errorf("%s: asked again, the answer is %v", name, err)
		} else {
			page.Release()
		}
		g.counts(t, 1, 2)
		c, g = newClient(t, answer(test.data), answer(test.data), answer(good))
		_, err = c.Query(t.Context(), q)
		var failure *intacct.Error
		if !errors.As(err, &failure) || failure.FailureType() != "system_error" || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %s", name, err, test.want)
		}
		g.counts(t, 1, 2)
	}
}

func TestQueryWithoutOptions(t *testing.T) {
	got := sent(t, vendors())
	if want := `<query><select><field>RECORDNO</field></select><object>VENDOR</object><pagesize>2000</pagesize><offset>0</offset></query>`; got != want {
		t.Errorf("query = %s\nwant    %s", got, want)
	}
}

func TestFilters(t *testing.T) {
	one := func(op, values string) string { return "<" + op + "><field>F</field>" + values + "</" + op + ">" }
	value := func(list ...string) string {
		return "<value>" + strings.Join(list, "</value><value>") + "</value>"
	}
	tests := []struct {
		filter intacct.Filter
		want   string
	}{
		{intacct.Eq("F", "1"), one("equalto", value("1"))},
		{intacct.Ne("F", "1"), one("notequalto", value("1"))},
		{intacct.Lt("F", "1"), one("lessthan", value("1"))},
		{intacct.Le("F", "1"), one("lessthanorequalto", value("1"))},
		{intacct.Gt("F", "1"), one("greaterthan", value("1"))},
		{intacct.Ge("F", "1"), one("greaterthanorequalto", value("1"))},
		{intacct.Between("F", "1", "2"), one("between", value("1", "2"))},
		{intacct.In("F", "1", "2", "3"), one("in", value("1", "2", "3"))},
		{intacct.NotIn("F", "1"), one("notin", value("1"))},
		{intacct.Like("F", "a%"), one("like", value("a%"))},
		{intacct.NotLike("F", "a_"), one("notlike", value("a_"))},
		{intacct.IsNull("F"), one("isnull", "")},
		{intacct.IsNotNull("F"), one("isnotnull", "")},
		{intacct.And(intacct.IsNull("F"), intacct.Filter{}), one("isnull", "")},
		{intacct.Or(intacct.And(intacct.IsNull("F")), intacct.IsNotNull("F")), "<or>" + one("isnull", "") + one("isnotnull", "") + "</or>"},
		{intacct.Eq("F", "A & <B>"), one("equalto", value("A &amp; &lt;B&gt;"))},
	}
	for _, test := range tests {
		q := vendors()
		q.Filter = test.filter
		got := sent(t, q)
		if !strings.Contains(got, "<filter>"+test.want+"</filter>") {
			t.Errorf("query = %s\nwant filter %s", got, test.want)
		}
	}
	if !intacct.And(intacct.Or(), intacct.Filter{}).IsZero() {
		t.Error("nothing and nothing is something")
	}
}

func TestQueriesThatAreRefusedHere(t *testing.T) {
	many := make([]string, 1001)
	tests := map[string]intacct.Query{
		"no object":      {Select: []string{"A"}},
		"no fields":      {Object: "A"},
		"page size":      {Object: "A", Select: []string{"A"}, PageSize: 2001},
		"below zero":     {Object: "A", Select: []string{"A"}, PageSize: -1},
		"offset":         {Object: "A", Select: []string{"A"}, Offset: -1},
		"no values":      {Object: "A", Select: []string{"A"}, Filter: intacct.In("A")},
		"values":         {Object: "A", Select: []string{"A"}, Filter: intacct.And(intacct.IsNull("B"), intacct.NotIn("A", many...))},
		"bad characters": {Object: "A", Select: []string{"A"}, Filter: intacct.Eq("A", "\x02")},
	}
	for name, q := range tests {
		c, g := newClient(t)
		if page, err := c.Query(t.Context(), q); err == nil {
			page.Release()
			t.Errorf("%s: no error", name)
		}
		g.counts(t, 0, 0)
	}
}

func TestPageOfRecords(t *testing.T) {
	c, _ := newClient(t)
	page, err := c.Query(t.Context(), vendors())
	if err != nil {
		t.Fatal(err)
	}
	defer page.Release()
	if page.Object != "VENDOR" || page.Total != 18 || page.Count != 2 || page.Remaining != 16 || page.Bytes == 0 {
		t.Errorf("page = %+v", page)
	}
	var rows []string
	for page.Next() {
		value, _ := page.Record().Get("PAYTOCONTACT.CONTACTNAME")
		rows = append(rows, string(value))
	}
	if got := strings.Join(rows, "; "); page.Err() != nil || got != "Ackman, Alice; B & C" {
		t.Errorf("rows = %s, %v", got, page.Err())
	}
	if !page.At.Equal(time.Date(2026, 11, 2, 10, 0, 0, 0, time.UTC)) {
		t.Errorf("at = %v", page.At)
	}
}

func TestQueryThatIsRefusedThere(t *testing.T) {
	c, g := newClient(t, file("unqueryable"))
	_, err := c.Query(t.Context(), vendors())
	if fields := intacct.RefusedFields(err, "VENDOR", []string{"RECORDNO", "AGENCY", "CFDA"}); strings.Join(fields, " ") != "AGENCY CFDA" {
		t.Errorf("%v of %v", fields, err)
	}
	e := failure(t, err)
	if e.Function != "query" || e.Object != "VENDOR" || e.Stage != intacct.StageResult {
		t.Errorf("error = %+v", e)
	}
	g.counts(t, 1, 1)
}

func TestAnswerToAnotherQuery(t *testing.T) {
	other := fixture(t, "query.xml", "{{1}}", "other")
	c, _ := newClient(t, text(200, other))
	if e := failure(t, read(c)); !strings.Contains(e.Error(), "another request") {
		t.Error(e)
	}
}

func TestPageThatIsCutIsAskedForAgain(t *testing.T) {
	half, _, _ := strings.Cut(fixture(t, "query.xml"), "<TOTALDUE>")
	cut := text(200, half)
	c, g := newClient(t, cut, file("query"))
	if err := read(c); err != nil {
		t.Fatal(err)
	}
	g.counts(t, 1, 2)
	c, g = newClient(t, cut)
	if e := failure(t, read(c)); e.FailureType() != "transient_error" {
		t.Error(e)
	}
	g.counts(t, 1, 5)
}

func TestPageThatContradictsItselfIsRefused(t *testing.T) {
	c, g := newClient(t, text(200, strings.ReplaceAll(fixture(t, "query.xml"), "VENDOR", "CUSTOMER")))
	var complaint *intacct.PageError
	if err := read(c); !errors.As(err, &complaint) || failure(t, err).FailureType() != "system_error" {
		t.Errorf("error = %v", err)
	}
	g.counts(t, 1, 1)
}

func TestNameThatXMLDoesNotAllowIsNamed(t *testing.T) {
	body := fixture(t, "query.xml", "TOTALDUE", "GLDIMBuild/Disassemble")
	c, g := newClient(t, text(200, body))
	page, err := c.Query(t.Context(), vendors())
	if err == nil {
		for page.Next() {
		}
		err = page.Err()
		page.Release()
	}
	if err == nil || !strings.Contains(err.Error(), "GLDIMBuild/Disassemble") {
		t.Errorf("error = %v", err)
	}
	g.counts(t, 1, 1)
}
