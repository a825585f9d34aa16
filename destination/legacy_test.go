package destination

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"airbyte-sage-intacct/destination/plan"
	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/schema"
	"airbyte-sage-intacct/intacct"

	"github.com/beevik/etree"
)

// described is a company that knows some fields of some objects.
type described map[string]string

func (d described) Lookup(_ context.Context, object, _ string) (*intacct.Definition, error) {
	fields, known := d[object]
	if !known {
		return nil, errors.New("no object " + object)
	}
	definition := &intacct.Definition{Name: object}
	for field := range strings.FieldsSeq(fields) {
		id, datatype, _ := strings.Cut(field, ":")
		definition.Fields = append(definition.Fields, intacct.Field{ID: id, DataType: datatype, Custom: strings.HasPrefix(id, "X_")})
	}
	return definition, nil
}

func schemaOf(t *testing.T, company described, name string) *schema.Schema {
	t.Helper()
	object, known := intacct.ObjectNamed(name)
	if !known {
		t.Fatalf("the table has no %s", name)
	}
	s, err := schema.Load(t.Context(), company, object)
	must(t, err)
	return s
}

func bodyOf(t *testing.T, f intacct.Function) string {
	t.Helper()
	doc := etree.NewDocument()
	doc.AddChild(f.Body)
	text, err := doc.WriteToString()
	must(t, err)
	return text
}

// TestLegacyFunctionsKeepTheirOrder gives the fields in another order than the
// schema's.
//
// Source of the order: api.xsd 3.0; of the examples: Sage docs, XML API, "AP
// adjustments" and "Purchasing transactions".
func TestLegacyFunctionsKeepTheirOrder(t *testing.T) {
	company := described{
		"APADJUSTMENT":     "RECORDNO:INTEGER VENDORID:TEXT WHENCREATED:DATE RECORDID:TEXT DESCRIPTION:TEXT CURRENCY:TEXT BASECURR:TEXT DOCNUMBER:TEXT TOTALDUE:CURRENCY X_OURS:DATE",
		"APADJUSTMENTITEM": "RECORDNO:INTEGER RECORDKEY:INTEGER ACCOUNTNO:TEXT TRX_AMOUNT:CURRENCY ENTRYDESCRIPTION:TEXT LOCATIONID:TEXT DEPARTMENTID:TEXT PROJECTID:TEXT VENDORID:TEXT CLASSID:TEXT",
		"PODOCUMENT":       "RECORDNO:INTEGER DOCPARID:TEXT DOCNO:TEXT PONUMBER:TEXT WHENCREATED:DATE WHENDUE:DATE CUSTVENDID:TEXT TERM.NAME:TEXT STATE:TEXT TOTAL:CURRENCY DOCID:TEXT",
		"PODOCUMENTENTRY":  "RECORDNO:INTEGER DOCHDRNO:INTEGER ITEMID:TEXT UIQTY:DECIMAL UNIT:TEXT UIPRICE:DECIMAL DEPARTMENTID:TEXT LOCATIONID:TEXT MEMO:TEXT", "PODOCUMENTSUBTOTALS": "RECORDNO:INTEGER DOCHDRNO:INTEGER DESCRIPTION:TEXT TOTAL:CURRENCY",
		"OTHERRECEIPTS":      "RECORDNO:INTEGER TOTALENTERED:CURRENCY DESCRIPTION:TEXT",
		"OTHERRECEIPTSENTRY": "RECORDNO:INTEGER AMOUNT:CURRENCY DESCRIPTION:TEXT",
		"DEPOSIT":            "RECORDNO:INTEGER FINANCIALENTITY:TEXT TOTALENTERED:CURRENCY",
		"INVDOCUMENT":        "RECORDNO:INTEGER DOCPARID:TEXT DOCNO:TEXT WHENCREATED:DATE MESSAGE:TEXT STATE:TEXT DOCID:TEXT",
		"INVDOCUMENTENTRY":   "RECORDNO:INTEGER DOCHDRNO:INTEGER ITEMID:TEXT UNIT:TEXT", "INVDOCUMENTSUBTOTALS": "RECORDNO:INTEGER DOCHDRNO:INTEGER DESCRIPTION:TEXT TOTAL:CURRENCY",
	}
	for name, c := range map[string]struct {
		object, data string
		record       *record.Stored
		want         string
	}{
		"create_apadjustment": {
			object: "APADJUSTMENT",
			data: `{"APADJUSTMENTITEMS":[{"PROJECTID":"P1","TRX_AMOUNT":-76.430,"ACCOUNTNO":"6700","ENTRYDESCRIPTION":"x","CLASSID":"C1","LOCATIONID":"100"}],
				"CURRENCY":"USD","ACTION":"Submit","RECORDID":"CM-1","TOTALDUE":5,"WHENCREATED":"2026-06-30","VENDORID":"V1234","X_OURS":"2026-01-02"}`,
			want: `<create_apadjustment><vendorid>V1234</vendorid><datecreated><year>2026</year><month>06</month><day>30</day></datecreated>` +
				`<adjustmentno>CM-1</adjustmentno><action>Submit</action><currency>USD</currency><exchratetype>Intacct Daily Rate</exchratetype>` +
				`<customfields><customfield><customfieldname>X_OURS</customfieldname><customfieldvalue>01/02/2026</customfieldvalue></customfield></customfields>` +
				`<apadjustmentitems><lineitem><glaccountno>6700</glaccountno><amount>-76.43</amount><memo>x</memo><locationid>100</locationid>` +
				`<projectid>P1</projectid><classid>C1</classid></lineitem></apadjustmentitems></create_apadjustment>`,
		},
		"create_potransaction": {
			object: "PODOCUMENT",
			data: `{"PODOCUMENTENTRIES":[{"UIPRICE":"1","UIQTY":100,"ITEMID":"75300GL","UNIT":"Each"}],"TRANSACTIONTYPE":"Purchase Order",
				"VENDORID":"1001","WHENDUE":"2026-06-20","WHENCREATED":"2026-06-19","DOCNO":"PO-02-13"}`,
			want: `<create_potransaction><transactiontype>Purchase Order</transactiontype><datecreated><year>2026</year><month>06</month><day>19</day></datecreated>` +
				`<vendorid>1001</vendorid><documentno>PO-02-13</documentno><datedue><year>2026</year><month>06</month><day>20</day></datedue>` +
				`<returnto><contactname/></returnto><payto><contactname/></payto>` +
				`<potransitems><potransitem><itemid>75300GL</itemid><quantity>100</quantity><unit>Each</unit><price>1</price></potransitem></potransitems></create_potransaction>`,
		},
		"record_otherreceipt": {
			object: "OTHERRECEIPTS",
			data: `{"OTHERRECEIPTSENTRIES":[{"LOCATIONID":"100","TRX_AMOUNT":"12.50","ACCOUNTNO":"4800","ENTRYDESCRIPTION":"scrap"}],"DESCRIPTION":"Sold","CURRENCY":"USD",
				"DOCNUMBER":"R-1","FINANCIALENTITY":"CHK","PAYMENTMETHOD":"Cash","RECEIPTDATE":"2026-06-18","PAYEE":"Acme","WHENPOSTED":"2026-06-19"}`,
			want: `<record_otherreceipt><paymentdate><year>2026</year><month>06</month><day>19</day></paymentdate><payee>Acme</payee>` +
				`<receiveddate><year>2026</year><month>06</month><day>18</day></receiveddate><paymentmethod>Cash</paymentmethod><bankaccountid>CHK</bankaccountid>` +
				`<refid>R-1</refid><description>Sold</description><currency>USD</currency><exchratetype>Intacct Daily Rate</exchratetype>` +
				`<receiptitems><lineitem><glaccountno>4800</glaccountno><amount>12.5</amount><memo>scrap</memo><locationid>100</locationid></lineitem></receiptitems></record_otherreceipt>`,
		},
		"record_deposit": {
			object: "DEPOSIT",
			data:   `{"RECEIPTKEYS":["17","18"],"DESCRIPTION":"Friday","DOCNUMBER":"D-1","WHENCREATED":"2026-06-19","FINANCIALENTITY":"CHK"}`,
			want: `<record_deposit><bankaccountid>CHK</bankaccountid><depositdate><year>2026</year><month>06</month><day>19</day></depositdate>` +
				`<depositid>D-1</depositid><receiptkeys><receiptkey>17</receiptkey><receiptkey>18</receiptkey></receiptkeys><description>Friday</description></record_deposit>`,
		},
		"create_ictransaction": {
			object: "INVDOCUMENT",
			data: `{"INVDOCUMENTENTRIES":[{"UNIT":"Each","QUANTITY":"2.50","COST":"1.25","WAREHOUSEID":"W1","ITEMID":"I1"}],"MESSAGE":"Found","DOCNO":"IA-1",
				"WHENCREATED":"2026-06-19","TRANSACTIONTYPE":"Inventory Adjustment Increase"}`,
			want: `<create_ictransaction><transactiontype>Inventory Adjustment Increase</transactiontype><datecreated><year>2026</year><month>06</month><day>19</day></datecreated>` +
				`<documentno>IA-1</documentno><message>Found</message><ictransitems><ictransitem><itemid>I1</itemid><warehouseid>W1</warehouseid><quantity>2.50</quantity>` +
				`<unit>Each</unit><cost>1.25</cost></ictransitem></ictransitems></create_ictransaction>`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := schemaOf(t, company, c.object)
			d, reason := record.NewReader(record.Settings{Schema: s}).Read(json.RawMessage(c.data))
			if reason != nil {
				t.Fatal(reason)
			}
			o := &op{item: &item{plan: &plan.Plan{Schema: s}}, verb: creates, change: d}
			if got := bodyOf(t, o.function()); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestLegacyUpdateChangesLinesInPlace: lines that exist are changed by number,
// further ones are added.
func TestLegacyUpdateChangesLinesInPlace(t *testing.T) {
	s := schemaOf(t, described{
		"APADJUSTMENT":     "RECORDNO:INTEGER VENDORID:TEXT RECORDID:TEXT DESCRIPTION:TEXT",
		"APADJUSTMENTITEM": "RECORDNO:INTEGER RECORDKEY:INTEGER ACCOUNTNO:TEXT TRX_AMOUNT:CURRENCY ENTRYDESCRIPTION:TEXT",
	}, "APADJUSTMENT")
	d, reason := record.NewReader(record.Settings{Schema: s}).Read(json.RawMessage(`{"DESCRIPTION":null,"APADJUSTMENTITEMS":[{"ACCOUNTNO":"1","TRX_AMOUNT":1},{"ACCOUNTNO":"2","TRX_AMOUNT":2}]}`))
	if reason != nil {
		t.Fatal(reason)
	}
	record := &record.Stored{Number: "77", Lines: map[*schema.List][]record.Stored{d.Rows[0].List: {{Number: "1"}}}}
	o := &op{item: &item{plan: &plan.Plan{Schema: s}}, verb: updates, change: d, record: record}
	want := `<update_apadjustment key="77"><description/><updateapadjustmentitems>` +
		`<updatelineitem line_num="1"><glaccountno>1</glaccountno><amount>1</amount></updatelineitem>` +
		`<lineitem><glaccountno>2</glaccountno><amount>2</amount></lineitem></updateapadjustmentitems></update_apadjustment>`
	if got := bodyOf(t, o.function()); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
