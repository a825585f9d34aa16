package dtd_test

import (
	"strings"
	"testing"

	"airbyte-sage-intacct/sandbox/dtd"
	"airbyte-sage-intacct/sandbox/xmltree"
)

// check parses a request and holds it against the schema.
func check(body string) *xmltree.Error {
	root, broken := xmltree.Parse([]byte(body))
	if broken != nil {
		return broken
	}
	return dtd.Validate(root)
}

// envelope puts a function into a request that is otherwise right.
func envelope(function string) string {
	return `<request><control><senderid>s</senderid><password>p</password><controlid>c</controlid></control>` +
		`<operation><authentication><sessionid>x</sessionid></authentication><content><function controlid="f">` +
		function + `</function></content></operation></request>`
}

func TestSchema(t *testing.T) {
	const bill = `<vendorid>V</vendorid><datecreated><year>2026</year><month>1</month><day>2</day></datecreated>`
	const line = `<billitems><lineitem><glaccountno>6000</glaccountno><amount>1</amount></lineitem></billitems>`
	for _, test := range []struct{ name, body, want string }{
		{"query", envelope(`<query><object>V</object><select><field>A</field></select></query>`), ""},
		{"query in another order", envelope(`<query><select><field>A</field></select><pagesize>1</pagesize><object>V</object></query>`), ""},
		{"query with orderBy", envelope(`<query><object>V</object><select><field>A</field></select><orderBy/></query>`), "Element 'orderBy': This element is not expected. Expected is one of ( docparid, filter, orderby, options, pagesize, offset )"},
		{"query without select", envelope(`<query><object>V</object></query>`), "Element 'query': Missing child element(s)"},
		{"lonely and", envelope(`<query><object>V</object><select><field>A</field></select><filter><and><isnull><field>A</field></isnull></and></filter></query>`), "Element 'and': Missing child element(s)"},
		{"sibling filters", envelope(`<query><object>V</object><select><field>A</field></select><filter><isnull><field>A</field></isnull><isnull><field>B</field></isnull></filter></query>`), ""},
		{"between with one value", envelope(`<query><object>V</object><select><field>A</field></select><filter><between><field>A</field><value>1</value></between></filter></query>`), "Element 'between': Missing child element(s). Expected is ( value )"},
		{"readByQuery with orderby", envelope(`<readByQuery><object>V</object><query>A = 1</query><orderby>A</orderby></readByQuery>`), "Element 'orderby': This element is not expected"},
		{"unknown function", envelope(`<frobnicate/>`), "Element 'frobnicate': This element is not expected"},
		{"known but unmodelled function", envelope(`<create_territory><anything/></create_territory>`), ""},
		{"two functions in one", envelope(`<getDimensions/><getDimensions/>`), "Element 'getDimensions': This element is not expected"},
		{"text in a structure", envelope(`<query>x<object>V</object><select><field>A</field></select></query>`), "Character content other than whitespace"},
		{"create is free", envelope(`<create><VENDOR><ANY><THING/></ANY></VENDOR></create>`), ""},
		{"create needs an object", envelope(`<create></create>`), "Element 'create': Missing child element(s)"},
		{"bill", envelope(`<create_bill>` + bill + `<termname>N30</termname>` + line + `</create_bill>`), ""},
		{"bill by due date", envelope(`<create_bill>` + bill + `<datedue><year>2026</year><month>1</month><day>2</day></datedue>` + line + `</create_bill>`), ""},
		{"bill out of order", envelope(`<create_bill>` + bill + `<billno>1</billno><termname>N30</termname>` + line + `</create_bill>`), "Element 'billno': This element is not expected. Expected is one of ( dateposted, datedue, termname )"},
		{"bill without lines", envelope(`<create_bill>` + bill + `<termname>N30</termname></create_bill>`), "Element 'create_bill': Missing child element(s)"},
		{"bill with half a currency", envelope(`<create_bill>` + bill + `<termname>N30</termname><basecurr>USD</basecurr>` + line + `</create_bill>`), "Element 'billitems': This element is not expected. Expected is ( currency )"},
		{"date with a wrong part", envelope(`<reverse_bill key="1"><datereversed><month>1</month></datereversed></reverse_bill>`), "Element 'month': This element is not expected. Expected is ( year )"},
		{"missing attribute", envelope(`<reverse_bill><datereversed><year>2026</year><month>1</month><day>2</day></datereversed></reverse_bill>`), "Element 'reverse_bill': The attribute 'key' is required but missing"},
		{"unknown attribute", envelope(`<getDimensions colour="red"/>`), "Element 'getDimensions': The attribute 'colour' is not allowed"},
		{"wrong enumeration", envelope(`<get_list object="vendor"><sorts><sortfield order="up">name</sortfield></sorts></get_list>`), "Element 'sortfield', attribute 'order': [facet 'enumeration'] The value 'up' is not an element of the set {'asc', 'desc'}"},
		{"one ledger entry", envelope(`<create_gltransaction><journalid>GJ</journalid><datecreated><year>2026</year><month>1</month><day>2</day></datecreated><description>d</description><gltransactionentries><glentry><trtype>debit</trtype><amount>1</amount><glaccountno>1</glaccountno></glentry></gltransactionentries></create_gltransaction>`), "Element 'gltransactionentries': Missing child element(s). Expected is ( glentry )"},
		{"control out of order", strings.Replace(envelope(`<getDimensions/>`), `<controlid>c</controlid>`, `<dtdversion>3.0</dtdversion><controlid>c</controlid>`, 1), "Element 'dtdversion': This element is not expected. Expected is ( controlid )"},
		{"login out of order", strings.Replace(envelope(`<getDimensions/>`), `<sessionid>x</sessionid>`, `<login><companyid>c</companyid><userid>u</userid><password>p</password></login>`, 1), "Element 'companyid': This element is not expected. Expected is ( userid )"},
		{"no control id", strings.Replace(envelope(`<getDimensions/>`), ` controlid="f"`, ``, 1), "Element 'function': The attribute 'controlid' is required but missing"},
		{"another root", `<response/>`, "Element 'response': No matching global declaration available for the validation root"},
		{"generic function under 2.1", strings.Replace(envelope(`<query><object>V</object><select><field>A</field></select></query>`), `<controlid>c</controlid>`, `<controlid>c</controlid><dtdversion>2.1</dtdversion>`, 1), "Element 'query': This element is not expected"},
		{"legacy function under 2.1", strings.Replace(envelope(`<get_list object="vendor"/>`), `<controlid>c</controlid>`, `<controlid>c</controlid><dtdversion>2.1</dtdversion>`, 1), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			broken := check(test.body)
			switch {
			case test.want == "" && broken != nil:
				t.Error(broken)
			case test.want != "" && broken == nil:
				t.Error("accepted")
			case test.want != "" && !strings.Contains(broken.Error(), test.want):
				t.Errorf("got %q, want %q in it", broken.Error(), test.want)
			}
		})
	}
}

func TestSchemaErrorsTellThePlace(t *testing.T) {
	body := "<request>\n <control>\n  <senderid>s</senderid>\n  <wrong/>\n </control>\n</request>"
	broken := check(body)
	const want = "XML Parse schema error: Error 1871: Element 'wrong': This element is not expected. Expected is one of ( password, controlid ). Line: 4, column: 11."
	if broken == nil || broken.Error() != want {
		t.Errorf("got  %v\nwant %s", broken, want)
	}
}
