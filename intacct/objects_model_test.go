package intacct

import (
	"slices"
	"strings"
	"testing"
)

// The order of elements in api.xsd 3.0 ("Release 3 2019"), groups and choices
// written out. totalpaid and totaldue, which Sage removed from lines in 2024,
// are left out.
const schemaOrder = `
create_apadjustment: vendorid datecreated dateposted batchkey adjustmentno action billno description externalid basecurr currency exchratedate exchratetype exchrate nogl customfields apadjustmentitems
update_apadjustment: vendorid datecreated dateposted adjustmentno action billno description currency exchratedate exchratetype exchrate updateapadjustmentitems
create_invoice: customerid datecreated dateposted datedue termname batchkey action invoiceno ponumber description externalid billto shipto basecurr currency exchratedate exchratetype exchrate nogl supdocid customfields invoiceitems
update_invoice: customerid datecreated dateposted datedue termname action invoiceno ponumber description payto returnto currency exchratedate exchratetype exchrate supdocid customfields updateinvoiceitems
create_aradjustment: customerid datecreated dateposted batchkey adjustmentno action invoiceno description externalid basecurr currency exchratedate exchratetype exchrate nogl aradjustmentitems
update_aradjustment: customerid datecreated dateposted adjustmentno action invoiceno description currency exchratedate exchratetype exchrate updatearadjustmentitems
create_potransaction: transactiontype datecreated dateposted createdfrom vendorid documentno referenceno vendordocno termname datedue message shippingmethod returnto payto deliverto supdocid externalid basecurr currency exchratedate exchratetype exchrate customfields state potransitems subtotals
update_potransaction: datecreated dateposted referenceno vendordocno termname datedue message shippingmethod returnto payto deliverto supdocid externalid basecurr currency exchratedate exchratetype exchrate customfields state updatepotransitems updatesubtotals
create_sotransaction: transactiontype datecreated dateposted createdfrom customerid documentno origdocdate referenceno termname datedue message shippingmethod shipto billto supdocid externalid basecurr currency exchratedate exchratetype exchrate vsoepricelist customfields state projectid sotransitems subtotals
update_sotransaction: datecreated dateposted referenceno termname datedue origdocdate message shippingmethod shipto billto supdocid externalid basecurr currency exchratedate exchratetype exchrate vsoepricelist customfields state projectid updatesotransitems updatesubtotals
create_ictransaction: transactiontype datecreated createdfrom documentno referenceno message externalid basecurr customfields state ictransitems subtotals
create_expensereport: employeeid datecreated dateposted batchkey expensereportno state description memo externalid basecurr currency customfields supdocid expenses
update_expensereport: employeeid datecreated dateposted expensereportno state description memo basecurr currency customfields supdocid updateexpenses
record_cctransaction: chargecardid paymentdate referenceno payee description supdocid currency exchratedate exchratetype exchrate customfields ccpayitems
update_cctransaction: paymentdate referenceno payee description supdocid currency exchratedate exchratetype exchrate customfields updateccpayitems
record_otherreceipt: paymentdate payee receiveddate paymentmethod undepglaccountno bankaccountid depositdate refid description supdocid currency exchratedate exchratetype exchrate customfields receiptitems
record_deposit: bankaccountid depositdate depositid receiptkeys description supdocid customfields
create_supdoc: supdocid supdocname supdocfoldername supdocdescription attachments
update_supdoc: supdocid supdocname supdocfoldername supdocdescription attachments
create_supdocfolder: supdocfoldername supdocfolderdescription supdocparentfoldername
update_supdocfolder: supdocfoldername supdocfolderdescription supdocparentfoldername
lineitem: accountlabel glaccountno offsetglaccountno amount allocationid memo locationid departmentid item1099 form1099type form1099box key customfields revrectemplate defrevaccount revrecstartdate revrecenddate projectid customerid vendorid employeeid itemid classid contractid warehouseid billable
updatelineitem: accountlabel glaccountno offsetglaccountno amount memo locationid departmentid item1099 form1099type form1099box customfields revrectemplate defrevaccount revrecstartdate revrecenddate projectid customerid vendorid employeeid itemid classid contractid warehouseid billable
potransitem: itemid itemdesc taxable warehouseid quantity unit linelevelsimpletaxtype price sourcelinekey overridetaxamount deliverto tax locationid departmentid memo itemdetails form1099 form1099type form1099box customfields projectid customerid vendorid employeeid classid contractid billable
updatepotransitem: itemid itemdesc taxable warehouseid quantity unit linelevelsimpletaxtype price deliverto locationid departmentid memo itemdetails form1099 form1099type form1099box customfields projectid customerid vendorid employeeid classid contractid billable
sotransitem: bundlenumber itemid itemdesc taxable warehouseid quantity unit linelevelsimpletaxtype discountpercent price sourcelinekey discsurchargememo locationid departmentid memo itemdetails customfields revrectemplate revrecstartdate revrecenddate renewalmacro projectid customerid vendorid employeeid classid contractid fulfillmentstatus taskno billingtemplate dropship shipto
updatesotransitem: bundlenumber itemid itemdesc taxable warehouseid quantity unit linelevelsimpletaxtype discountpercent price discsurchargememo locationid departmentid memo itemdetails customfields revrectemplate revrecstartdate revrecenddate renewalmacro projectid customerid vendorid employeeid classid contractid fulfillmentstatus taskno billingtemplate dropship shipto
ictransitem: itemid itemdesc warehouseid quantity unit cost sourcelinekey locationid departmentid itemdetails customfields projectid customerid vendorid employeeid classid contractid
itemdetail: componentid quantity serialno lotno aisle row bin itemexpiration
subtotal: description total absval percentval locationid departmentid projectid customerid vendorid employeeid classid itemid contractid customfields
updatesubtotal: description total absval percentval locationid departmentid projectid customerid vendorid employeeid classid itemid contractid customfields
expense: expensetype glaccountno amount currency trx_amount exchratedate exchratetype exchrate expensedate memo form1099 form1099type form1099box paidfor locationid departmentid customfields projectid customerid vendorid employeeid itemid classid contractid warehouseid billable exppmttype quantity rate
updateexpense: expensetype glaccountno amount currency trx_amount exchratedate exchratetype exchrate expensedate memo form1099 form1099type form1099box paidfor locationid departmentid customfields projectid customerid vendorid employeeid itemid classid contractid warehouseid billable exppmttype quantity rate
ccpayitem: glaccountno accountlabel description paymentamount departmentid locationid customerid vendorid employeeid projectid itemid classid contractid warehouseid customfields
updateccpayitem: glaccountno accountlabel description paymentamount departmentid locationid customerid vendorid employeeid projectid itemid classid contractid warehouseid customfields
attachment: attachmentname attachmenttype attachmentdata`

// What Sage's documentation shows beyond that schema.
var laterElements = []string{"taskid", "costtypeid", "inclusivetax", "taxsolutionid", "taxentries", "relateddockey", "relateddoclinekey"}

func TestLegacyFunctionsKeepTheSchemasOrder(t *testing.T) {
	models := map[string]*Model{}
	for _, o := range Objects() {
		for _, rule := range []Rule{o.Write.Create, o.Write.Update, o.Write.Delete} {
			if (rule.Manner == LegacyWrite) != (rule.Function != "") {
				t.Errorf("%s: %+v", o.Name, rule)
			}
			if m := rule.Content(); m != nil {
				models[rule.Function] = m
				collectLines(m, models)
			}
		}
	}
	checked := 0
	for line := range strings.Lines(strings.TrimSpace(schemaOrder)) {
		name, order, _ := strings.Cut(strings.TrimSpace(line), ": ")
		m := models[name]
		if m == nil {
			t.Errorf("no model of %s", name)
			continue
		}
		var got []string
		for _, e := range m.Elements() {
			if !slices.Contains(laterElements, e.Name) {
				got = append(got, e.Name)
			}
		}
		if want := strings.Fields(order); !slices.Equal(got, want) {
			t.Errorf("%s has\n%v\nthe schema has\n%v", name, got, want)
		}
		checked++
		delete(models, name)
	}
	for name := range models {
		if name != "taxentry" {
			t.Errorf("%s is not held against the schema", name)
		}
	}
	if checked < 35 {
		t.Errorf("only %d models checked", checked)
	}
}

// collectLines gathers the models of elements that lists repeat.
func collectLines(m *Model, models map[string]*Model) {
	for _, e := range m.Elements() {
		if e.Content == nil {
			continue
		}
		if e.List() {
			for _, line := range e.Content.Elements() {
				if line.Content != nil {
					models[line.Name] = line.Content
				}
			}
		}
		collectLines(e.Content, models)
	}
}

func TestModelArrange(t *testing.T) {
	lines := lineModel(t)
	create := mustParseModel(createAPAdjustment)
	for _, test := range []struct {
		name  string
		model *Model
		given string
		want  string
	}{
		{"order is the schema's", create, "APADJUSTMENTITEMS DESCRIPTION VENDORID WHENCREATED", "vendorid datecreated description apadjustmentitems"},
		{"a currency brings the rate's type along", create, "VENDORID CURRENCY", "vendorid currency exchratetype"},
		{"a given type is the type", create, "CURRENCY EXCH_RATE_TYPE_ID EXCH_RATE_DATE", "currency exchratedate exchratetype"},
		{"a given rate excludes the type", create, "CURRENCY EXCHANGE_RATE", "currency exchrate"},
		{"type before rate", create, "CURRENCY EXCHANGE_RATE EXCH_RATE_TYPE_ID", "currency exchratetype"},
		{"no currency, no rate", create, "VENDORID", "vendorid"},
		{"a label is enough of an account", lines, "ACCOUNTLABEL ACCOUNTNO TRX_AMOUNT", "accountlabel amount"},
		{"or its number", lines, "GLACCOUNTNO AMOUNT TASKID PROJECTID CUSTOMERID", "glaccountno amount projectid taskid customerid"},
		{"demanded empty elements are sent", mustParseModel(createPOTransaction), "VENDORID", "vendorid returnto payto"},
		{"an optional contact is not", mustParseModel(updatePOTransaction), "WHENDUE", "datedue"},
		{"but with a name it is", mustParseModel(updatePOTransaction), "WHENDUE BILLTO.CONTACTNAME", "datedue payto"},
		{"nothing given", create, "", ""},
		{"one branch of a choice", mustParseModel("(a, b?) | (c, d)"), "C D", "c d"},
		{"first branch of a choice", mustParseModel("((a, b?) | b), e"), "B E", "b e"},
		{"any order", mustParseModel("b & a? & c?"), "A B", "b a"},
	} {
		given := func(e *Element) bool {
			return slices.ContainsFunc(e.Fields, func(f string) bool { return slices.Contains(strings.Fields(test.given), f) })
		}
		var got []string
		for _, e := range test.model.Arrange(given) {
			got = append(got, e.Name)
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: got %v, want %s", test.name, got, test.want)
		}
	}
}

func lineModel(t *testing.T) *Model {
	t.Helper()
	for _, e := range mustParseModel(createAPAdjustment).Elements() {
		if e.Name == "apadjustmentitems" {
			if !e.List() {
				t.Fatal("adjustment lines are a list")
			}
			return e.Content.Elements()[0].Content
		}
	}
	t.Fatal("an adjustment has lines")
	return nil
}

func TestModelElements(t *testing.T) {
	m := mustParseModel(`datecreated=WHENCREATED/DATE, payto{contactname=A.B?}?, kind'a b', lines{(line@line_num{x} | y)+}`)
	e := m.Elements()
	switch {
	case len(e) != 4:
		t.Fatalf("%d elements", len(e))
	case !e[0].Date || !slices.Equal(e[0].Fields, []string{"WHENCREATED", "DATE"}):
		t.Errorf("%+v", e[0])
	case e[1].Date || e[1].List() || e[1].Content.Elements()[0].Fields[0] != "A.B":
		t.Errorf("%+v", e[1])
	case e[2].Default != "a b" || e[2].Fields[0] != "KIND":
		t.Errorf("%+v", e[2])
	case !e[3].List() || e[3].Content.Elements()[0].Attr != "line_num":
		t.Errorf("%+v", e[3])
	}
	for _, bad := range []string{"", "a,", "a b", "(a", "a{b", "a, b | c", "a'b", "a@", "=A", "a)"} {
		if !panics(func() { mustParseModel(bad) }) {
			t.Errorf("%q is taken for a model", bad)
		}
	}
}

func panics(f func()) (did bool) {
	defer func() { did = recover() != nil }()
	f()
	return false
}

// Delete by key, create without one: what a caller reads from a rule.
func TestWriteRules(t *testing.T) {
	for _, want := range []string{
		"APBILL create/update/delete", "GLBATCH create/update/delete", "VENDOR create/update/delete", "GLENTRY -/-/-",
		"APADJUSTMENT create_apadjustment/update_apadjustment@key=RECORDNO/delete",
		"PODOCUMENT create_potransaction/update_potransaction@key=DOCID/delete",
		"SODOCUMENT create_sotransaction/update_sotransaction@key=DOCID/delete_sotransaction@key=DOCID",
		"CCTRANSACTION record_cctransaction/update_cctransaction@key=RECORDNO/-",
		"SUPDOC create_supdoc/update_supdoc/delete_supdoc@key=supdocid",
		"EXCHANGERATE create/-/-",
	} {
		name, _, _ := strings.Cut(want, " ")
		o, _ := ObjectNamed(name)
		got := name + " " + describe(o.Write.Create, "create") + "/" + describe(o.Write.Update, "update") + "/" + describe(o.Write.Delete, "delete")
		if got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func describe(r Rule, verb string) string {
	switch {
	case r.Manner == NoWrite:
		return "-"
	case r.Manner == GenericWrite:
		return verb
	case r.KeyAttr != "":
		return r.Function + "@" + r.KeyAttr + "=" + r.KeyField
	default:
		return r.Function
	}
}
