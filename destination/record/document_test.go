package record

import (
	"encoding/json"
	"strings"
	"testing"

	"airbyte-sage-intacct/destination/schema"
	"airbyte-sage-intacct/intacct"

	"github.com/beevik/etree"
)

// vendorSchema is an object with the kinds of fields there are.
func vendorSchema(t *testing.T) *schema.Schema {
	t.Helper()
	object, known := intacct.ObjectNamed("VENDOR")
	if !known {
		t.Fatal("the table has no VENDOR")
	}
	return schema.New(object, &intacct.Definition{Name: "VENDOR", Fields: []intacct.Field{
		{ID: "RECORDNO", DataType: "INTEGER"},
		{ID: "VENDORID", DataType: "TEXT"},
		{ID: "NAME", DataType: "TEXT"},
		{ID: "CREDITLIMIT", DataType: "CURRENCY"},
		{ID: "ONHOLD", DataType: "BOOLEAN"},
		{ID: "LASTBILL", DataType: "DATE"},
		{ID: "DISPLAYCONTACT.PRINTAS", DataType: "TEXT"},
		{ID: "DISPLAYCONTACT.MAILADDRESS.CITY", DataType: "TEXT"},
		{ID: "WHENMODIFIED", DataType: "TIMESTAMP", ReadOnly: true},
		{ID: "PROJECT.NAME", DataType: "TEXT"},
		{ID: "PROJECT_NAME", DataType: "TEXT"},
		{ID: "COLOURS", DataType: "TEXT", Custom: true, ValidValues: []string{"red", "blue"}},
	}})
}

// billSchema is an object with lines.
func billSchema() *schema.Schema {
	s := schema.New(&intacct.Object{Name: "APBILL", Key: "RECORDNO"}, &intacct.Definition{Fields: []intacct.Field{
		{ID: "RECORDNO", DataType: "INTEGER"}, {ID: "VENDORID", DataType: "TEXT"}, {ID: "RECORDID", DataType: "TEXT"},
	}})
	lines := schema.New(&intacct.Object{Name: "APBILLITEM", Key: "RECORDNO"}, &intacct.Definition{Fields: []intacct.Field{
		{ID: "RECORDNO", DataType: "INTEGER"},
		{ID: "RECORDKEY", DataType: "INTEGER"},
		{ID: "ACCOUNTNO", DataType: "TEXT"},
		{ID: "TRX_AMOUNT", DataType: "CURRENCY"},
	}})
	l := &schema.List{Element: "APBILLITEMS", Line: "APBILLITEM", Parent: "RECORDKEY", Lines: lines}
	s.Lists.Add("APBILLITEMS", l)
	s.Lists.Add("APBILLITEM", l)
	return s
}

func written(t *testing.T, d *Document, tag string, clear bool) string {
	t.Helper()
	doc := etree.NewDocument()
	doc.AddChild(d.Element(tag, clear))
	text, err := doc.WriteToString()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestRecordsBecomeElements(t *testing.T) {
	for name, c := range map[string]struct{ data, want string }{
		"fields by their names": {
			`{"VENDORID":"V1","NAME":"A & <B>","CREDITLIMIT":1500.250,"ONHOLD":true,"LASTBILL":"2026-02-28"}`,
			`<VENDOR><VENDORID>V1</VENDORID><NAME>A &amp; &lt;B&gt;</NAME><CREDITLIMIT>1500.25</CREDITLIMIT><ONHOLD>true</ONHOLD><LASTBILL>02/28/2026</LASTBILL></VENDOR>`,
		},
		"names and values as a cache gives them back": {
			`{"vendorid":"V1","creditlimit":"0.10","onhold":"T","displaycontact_printas":"P","_airbyte_raw_id":"x","_airbyte_extracted_at":1}`,
			`<VENDOR><VENDORID>V1</VENDORID><CREDITLIMIT>0.1</CREDITLIMIT><ONHOLD>true</ONHOLD><DISPLAYCONTACT><PRINTAS>P</PRINTAS></DISPLAYCONTACT></VENDOR>`,
		},
		"nested elements, dotted or as objects": {
			`{"DISPLAYCONTACT.PRINTAS":"P","DISPLAYCONTACT":{"MAILADDRESS":{"CITY":"C"}}}`,
			`<VENDOR><DISPLAYCONTACT><PRINTAS>P</PRINTAS><MAILADDRESS><CITY>C</CITY></MAILADDRESS></DISPLAYCONTACT></VENDOR>`,
		},
		"what is Intacct's own or the tools' is left out": {
			`{"RECORDNO":7,"WHENMODIFIED":"2026-01-01T00:00:00Z","_entity_id":"100","_ab_cdc_deleted_at":null,"_fivetran_synced":"x","NAME":"N"}`,
			`<VENDOR><NAME>N</NAME></VENDOR>`,
		},
		"nulls and empty texts are left out": {`{"VENDORID":"V1","NAME":null,"ONHOLD":""}`, `<VENDOR><VENDORID>V1</VENDORID></VENDOR>`},
		"multi-pick":                         {`{"COLOURS":["red","blue"]}`, `<VENDOR><COLOURS>red#~#blue</COLOURS></VENDOR>`},
		"two fields with one normal form":    {`{"PROJECT.NAME":"a","project_name":"b"}`, `<VENDOR><PROJECT><NAME>a</NAME></PROJECT><PROJECT_NAME>b</PROJECT_NAME></VENDOR>`},
	} {
		t.Run(name, func(t *testing.T) {
			d, reason := NewReader(Settings{Schema: vendorSchema(t)}).Read(json.RawMessage(c.data))
			if reason != nil {
				t.Fatal(reason)
			}
			if got := written(t, d, "VENDOR", false); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestUpdatesClearWhatIsNull(t *testing.T) {
	d, reason := NewReader(Settings{Schema: vendorSchema(t)}).Read(json.RawMessage(`{"NAME":null,"ONHOLD":""}`))
	if reason != nil {
		t.Fatal(reason)
	}
	if got := written(t, d, "VENDOR", true); got != `<VENDOR><NAME/><ONHOLD/></VENDOR>` {
		t.Error(got)
	}
}

func TestLinesComeInManyForms(t *testing.T) {
	const want = `<APBILL><RECORDID>B1</RECORDID><APBILLITEMS><APBILLITEM><ACCOUNTNO>6220</ACCOUNTNO><TRX_AMOUNT>100.12</TRX_AMOUNT></APBILLITEM></APBILLITEMS></APBILL>`
	for _, lines := range []string{
		`"APBILLITEMS":[{"ACCOUNTNO":6220,"TRX_AMOUNT":"100.12"}]`,
		`"apbillitems":{"APBILLITEM":[{"accountno":"6220","trx_amount":100.12}]}`,
		`"APBILLITEMS":{"APBILLITEM":{"ACCOUNTNO":"6220","TRX_AMOUNT":100.120}}`,
		`"APBILLITEM":[{"ACCOUNTNO":"6220","TRX_AMOUNT":100.12,"RECORDNO":9}]`,
		`"APBILLITEMS":"[{\"ACCOUNTNO\":\"6220\",\"TRX_AMOUNT\":100.12}]"`,
	} {
		d, reason := NewReader(Settings{Schema: billSchema()}).Read(json.RawMessage(`{"RECORDID":"B1",` + lines + `}`))
		if reason != nil {
			t.Errorf("%s: %v", lines, reason)
			continue
		}
		if got := written(t, d, "APBILL", false); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", lines, got, want)
		}
	}
}

func TestWrongRecordsAreRejectedByName(t *testing.T) {
	for data, want := range map[string]string{
		`{"NOSUCHFIELD":"x"}`:                            "NOSUCHFIELD is not a field of VENDOR",
		`{"CREDITLIMIT":"many","LASTBILL":"2026-02-30"}`: "CREDITLIMIT is not a number; LASTBILL is not a date",
		`{"NAME":"a","name":"b"}`:                        "NAME is given twice, with different values",
		`{"NAME":"\u0007"}`:                              "NAME contains the character U+0007",
		`{"DISPLAYCONTACT":{"SHOESIZE":1}}`:              "DISPLAYCONTACT.SHOESIZE is not a field",
		`{"NAME":{"FIRST":"x"}}`:                         "NAME is an object where a single value is expected",
		`[1]`:                                            "is not an object",
		`{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1}`:    "and 2 more",
	} {
		_, reason := NewReader(Settings{Schema: vendorSchema(t)}).Read(json.RawMessage(data))
		if reason == nil || !strings.Contains(reason.Error(), want) {
			t.Errorf("%s: %v, want %q", data, reason, want)
		}
	}
	_, reason := NewReader(Settings{Schema: billSchema()}).Read(json.RawMessage(`{"APBILLITEMS":[{"ACCOUNTNO":"1"},{"TRX_AMOUNT":"x","COLOUR":1}]}`))
	if reason == nil || !strings.Contains(reason.Error(), "APBILLITEMS[1].TRX_AMOUNT is not a number") || !strings.Contains(reason.Error(), "APBILLITEMS[1].COLOUR") {
		t.Error(reason)
	}
}

func TestUnknownFieldsCanBeIgnored(t *testing.T) {
	d, reason := NewReader(Settings{Schema: vendorSchema(t), IgnoreUnknown: true}).Read(json.RawMessage(`{"NOSUCHFIELD":"x","NAME":"N","OTHER":{"a":[1]}}`))
	if reason != nil {
		t.Fatal(reason)
	}
	if got := written(t, d, "VENDOR", false); got != `<VENDOR><NAME>N</NAME></VENDOR>` {
		t.Error(got)
	}
	if _, reason = NewReader(Settings{Schema: vendorSchema(t), IgnoreUnknown: true}).Read(json.RawMessage(`{"CREDITLIMIT":{"amount":1}}`)); reason == nil {
		t.Error("a known field with an object was left out in silence")
	}
}

func TestDigestIsOfTheContent(t *testing.T) {
	s := vendorSchema(t)
	read := func(data string) Digest {
		d, reason := NewReader(Settings{Schema: s}).Read(json.RawMessage(data))
		if reason != nil {
			t.Fatal(reason)
		}
		return d.Digest(s)
	}
	first := read(`{"VENDORID":"V1","NAME":"N","CREDITLIMIT":1.5}`)
	if read(`{"creditlimit":"1.50","NAME":"N","VENDORID":"V1","ONHOLD":null,"RECORDNO":9,"_airbyte_x":1}`) != first {
		t.Error("equal content has another digest")
	}
	if read(`{"VENDORID":"V1N","NAME":"","CREDITLIMIT":1.5}`) == first {
		t.Error("other content has the same digest")
	}
}
