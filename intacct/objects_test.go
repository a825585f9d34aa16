package intacct

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestObjectNames(t *testing.T) {
	taken := map[string]string{}
	for _, o := range Objects() {
		for _, name := range []string{o.Name, o.Hotglue, o.Fivetran, o.Spelled} {
			name = strings.ToLower(name)
			if other, ok := taken[name]; ok && name != "" && other != o.Name {
				t.Errorf("%s is a name of %s and of %s", name, other, o.Name)
			}
			taken[name] = o.Name
			for _, spelled := range []string{name, strings.ToUpper(name)} {
				if found, ok := ObjectNamed(spelled); name != "" && (!ok || found != o) {
					t.Errorf("ObjectNamed(%q) = %v, %v; want %s", spelled, found, ok, o.Name)
				}
			}
		}
	}
	for _, stranger := range []string{"", "NOSUCHOBJECT", none} {
		if o, ok := ObjectNamed(stranger); ok {
			t.Errorf("ObjectNamed(%q) = %s", stranger, o.Name)
		}
	}
}

// The streams of hotgluexyz/tap-intacct, in its order.
func TestObjectNamedByHotglue(t *testing.T) {
	names := strings.Fields(`
		accounts_payable_bills=APBILL accounts_payable_bill_items=APBILLITEM accounts_payable_payments=APPYMT
		accounts_payable_payment_details=APPYMTDETAIL accounts_payable_vendors=VENDOR accounts_payable_adjustments=APADJUSTMENT
		accounts_payable_adjustment_items=APADJUSTMENTITEM accounts_payable_bank_accounts=PROVIDERBANKACCOUNT
		checking_accounts=CHECKINGACCOUNT savings_accounts=SAVINGSACCOUNT card_accounts=CREDITCARD classes=CLASS tasks=TASK
		general_ledger_accounts=GLACCOUNT general_ledger_details=GLDETAIL general_ledger_journal_entries=GLBATCH
		general_ledger_journal_entry_lines=GLENTRY projects=PROJECT invoices=ARINVOICE adjustments=ARADJUSTMENT customers=CUSTOMER
		deposits=DEPOSIT items=ITEM invoice_items=ARINVOICEITEM adjustment_items=ARADJUSTMENTITEM departments=DEPARTMENT
		locations=LOCATION budget_list=GLBUDGETHEADER budget_details=GLBUDGETITEM po_documents=PODOCUMENT employees=EMPLOYEE
		subsidiaries=LOCATIONENTITY warehouses=WAREHOUSE affiliate_entities=AFFILIATEENTITY fixed_assets=FIXEDASSET
		dimensions=DIMENSIONS dimension_values=DIMENSIONVALUES`)
	if len(names) != 37 {
		t.Fatalf("%d names", len(names))
	}
	for _, pair := range names {
		name, object, _ := strings.Cut(pair, "=")
		if o, ok := ObjectNamed(name); !ok || o.Name != object || o.Hotglue != name {
			t.Errorf("%s is %v, want %s", name, o, object)
		}
	}
	named := 0
	for _, o := range Objects() {
		if o.Hotglue != "" {
			named++
		}
	}
	if named != len(names) {
		t.Errorf("%d objects have a name of hotglue's, want %d", named, len(names))
	}
}

// The tables of dbt_sage_intacct, and one more that Fivetran's changelog names.
func TestObjectNamedByFivetran(t *testing.T) {
	for name, object := range map[string]string{
		"gl_detail": "GLDETAIL", "gl_batch": "GLBATCH", "gl_account": "GLACCOUNT", "ap_bill": "APBILL", "ap_bill_item": "APBILLITEM",
		"ar_invoice": "ARINVOICE", "ar_invoice_item": "ARINVOICEITEM", "ap_bill_batch": "APBILLBATCH",
	} {
		if o, ok := ObjectNamed(name); !ok || o.Name != object {
			t.Errorf("%s is %v, want %s", name, o, object)
		}
	}
}

// A spelled name is the object's own with its words apart, so that what is
// called by it is recognised, and Fivetran's published names are among them.
func TestObjectNamesInSmallLetters(t *testing.T) {
	words := strings.Fields(spelled)
	for _, o := range Objects() {
		if strings.ToUpper(strings.ReplaceAll(o.Spelled, "_", "")) != o.Name || o.Spelled != strings.ToLower(o.Spelled) {
			t.Errorf("%s is spelled %q", o.Name, o.Spelled)
		}
		if o.Fivetran != "" && o.Fivetran != o.Spelled {
			t.Errorf("%s is %s to Fivetran and spelled %s", o.Name, o.Fivetran, o.Spelled)
		}
		words = slices.DeleteFunc(words, func(word string) bool { return word == o.Spelled })
	}
	if len(words) > 0 {
		t.Errorf("no object is called %q", words)
	}
}

// What Sage's documentation, recorded lookups and the schemas of other
// connectors show: key, cursor, time of creation, natural key.
func TestObjectKeysAndTimes(t *testing.T) {
	for _, row := range []string{
		"GLACCOUNT RECORDNO WHENMODIFIED WHENCREATED ACCOUNTNO",
		"GLJOURNAL RECORDNO WHENMODIFIED WHENCREATED SYMBOL",
		"GLBATCH RECORDNO WHENMODIFIED WHENCREATED -",
		"GLENTRY RECORDNO WHENMODIFIED WHENCREATED -",
		"GLDETAIL RECORDNO WHENMODIFIED AUWHENCREATED -",
		"GLBUDGETHEADER RECORDNO WHENMODIFIED WHENCREATED BUDGETID",
		"GLBUDGETITEM RECORDNO WHENMODIFIED WHENCREATED -",
		"APBILL RECORDNO WHENMODIFIED AUWHENCREATED VENDORID+RECORDID",
		"APBILLITEM RECORDNO WHENMODIFIED WHENCREATED -",
		"APPYMT RECORDNO WHENMODIFIED AUWHENCREATED -",
		"APPYMTDETAIL RECORDNO WHENMODIFIED WHENCREATED -",
		"APADJUSTMENT RECORDNO WHENMODIFIED AUWHENCREATED -",
		"APTERM RECORDNO WHENMODIFIED WHENCREATED NAME",
		"VENDOR RECORDNO WHENMODIFIED WHENCREATED VENDORID",
		"ARINVOICE RECORDNO WHENMODIFIED AUWHENCREATED RECORDID",
		"ARPYMT RECORDNO WHENMODIFIED AUWHENCREATED -",
		"ARADJUSTMENT RECORDNO WHENMODIFIED AUWHENCREATED -",
		"ARADVANCE RECORDNO WHENMODIFIED AUWHENCREATED -",
		"CUSTOMER RECORDNO WHENMODIFIED WHENCREATED CUSTOMERID",
		"CUSTOMERVISIBILITY RECORDNO - - -",
		"GLACCTGRPHIERARCHY RECORDNO - - -",
		"APIUSAGEDETAIL RECORDNO - - -",
		"APIUSAGESUMMARY RECORDNO - - -",
		"CCTRANSACTION RECORDNO WHENMODIFIED AUWHENCREATED -",
		"CHECKINGACCOUNT RECORDNO WHENMODIFIED WHENCREATED BANKACCOUNTID",
		"CREDITCARD RECORDNO WHENMODIFIED WHENCREATED CARDID",
		"CONTACT RECORDNO WHENMODIFIED WHENCREATED CONTACTNAME",
		"DEPARTMENT RECORDNO WHENMODIFIED WHENCREATED DEPARTMENTID",
		"LOCATION RECORDNO WHENMODIFIED WHENCREATED LOCATIONID",
		"PROJECT RECORDNO WHENMODIFIED WHENCREATED PROJECTID",
		"EMPLOYEE RECORDNO WHENMODIFIED WHENCREATED EMPLOYEEID",
		"ITEM RECORDNO WHENMODIFIED WHENCREATED ITEMID",
		"PODOCUMENT RECORDNO WHENMODIFIED AUWHENCREATED DOCPARID+DOCNO",
		"TAXDETAIL RECORDNO WHENMODIFIED WHENCREATED DETAILID",
		"AUDITHISTORY ID ACCESSTIME - -",
		"SUPDOC supdocid - creationdate supdocid",
	} {
		want := strings.Fields(row)
		o, ok := ObjectNamed(want[0])
		if !ok {
			t.Errorf("no %s", want[0])
			continue
		}
		got := []string{o.Name, o.Key, o.Cursor, o.Created, strings.Join(o.Natural, "+")}
		for i := range got {
			if got[i] == "" {
				got[i] = none
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}

func TestObjectRowsHoldTogether(t *testing.T) {
	curated := 0
	for _, o := range Objects() {
		if o.Curated {
			curated++
			if o.Key == "" || o.Function != "" {
				t.Errorf("%s is curated and cannot be queried by a key", o.Name)
			}
		}
		if o.Name == "" || o.Label == "" || o.Module == "" {
			t.Errorf("%+v lacks a name, label or module", o)
		}
		if o.KeyKind == IntegerKey && o.Key != "" && o.Key != "RECORDNO" {
			t.Errorf("%s has an integer key %s", o.Name, o.Key)
		}
		if o.AuditKey == AuditNatural && o.Natural == nil {
			t.Errorf("%s has audit rows by a natural key it has not", o.Name)
		}
		if (o.Parent == "") != (o.ParentKey == "") {
			t.Errorf("%s has half a parent: %q, %q", o.Name, o.Parent, o.ParentKey)
		}
		if o.Parent != "" && o.AuditKey.Names() {
			t.Errorf("no audit row names a line: %s", o.Name)
		}
		if d, known := objectNames[strings.ToLower(o.DefinedBy)]; o.DefinedBy != "" && (!known || !slices.Contains(d.Natural, "DOCID")) {
			t.Errorf("%s is defined by %s, which has no DOCID", o.Name, o.DefinedBy)
		}
		if (o.Dated != nil) != (o.Posted != "") { // whatever has a day in the books may be in them
			t.Errorf("%s: dated by %+v, posted by %q", o.Name, o.Dated, o.Posted)
		}
		if o.Called != nil && len(o.Natural) != 1 {
			t.Errorf("%s is referred to by a key of %d fields", o.Name, len(o.Natural))
		}
		for _, field := range []string{o.Cursor, o.Created} {
			if field != "" && !slices.Contains(o.System, field) {
				t.Errorf("%s.%s is not a system field", o.Name, field)
			}
		}
		for _, field := range append(slices.Clone(o.Natural), o.Key, o.Identity) {
			if field != "" && slices.Contains(o.System, field) {
				t.Errorf("%s.%s is a system field and must be writable", o.Name, field)
			}
		}
		if slices.Contains(o.NoQuery, o.Identity) && o.Identity != "" {
			t.Errorf("%s.%s cannot be queried", o.Name, o.Identity)
		}
		checkLines(t, o)
	}
	if n := len(Objects()); n < 120 || curated < 40 || curated > 55 {
		t.Errorf("%d objects, %d curated", n, curated)
	}
}

func checkLines(t *testing.T, o *Object) {
	t.Helper()
	if o.Parent != "" {
		if parent, ok := ObjectNamed(o.Parent); !ok || parent.Key == "" {
			t.Errorf("%s has no parent %s", o.Name, o.Parent)
		}
	}
	for _, l := range o.Lines {
		if _, ok := ObjectNamed(l.Object); !ok {
			t.Errorf("%s has lines %s, which are not in the table", o.Name, l.Object)
		}
	}
}

// On documents, WHENCREATED is a date that people write; elsewhere it is not
// theirs to set.
func TestObjectSystemFields(t *testing.T) {
	for _, name := range []string{"APBILL", "APPYMT", "APADJUSTMENT", "ARINVOICE", "ARPYMT", "ARADJUSTMENT", "CCTRANSACTION", "EEXPENSES", "PODOCUMENT", "SODOCUMENT"} {
		o, _ := ObjectNamed(name)
		if slices.Contains(o.System, "WHENCREATED") {
			t.Errorf("%s.WHENCREATED is the document's date", name)
		}
	}
	for _, name := range []string{"VENDOR", "GLBATCH", "GLENTRY", "APBILLITEM", "DEPARTMENT"} {
		o, _ := ObjectNamed(name)
		for _, field := range []string{"WHENCREATED", "WHENMODIFIED", "CREATEDBY", "MODIFIEDBY", "MEGAENTITYID", "RECORD_URL"} {
			if !slices.Contains(o.System, field) {
				t.Errorf("%s.%s is Intacct's to set", name, field)
			}
		}
	}
}

func TestObjectForeignKeys(t *testing.T) {
	for _, want := range []string{
		"GLENTRY GLBATCH BATCHNO", "GLDETAIL GLBATCH BATCHKEY", "GLBUDGETITEM GLBUDGETHEADER BUDGETKEY", "APBILLITEM APBILL RECORDKEY",
		"APPYMTDETAIL APPYMT PAYMENTKEY", "APADJUSTMENTITEM APADJUSTMENT RECORDKEY", "ARINVOICEITEM ARINVOICE RECORDKEY",
		"ARPYMTDETAIL ARPYMT PAYMENTKEY", "ARADJUSTMENTITEM ARADJUSTMENT RECORDKEY", "ARADVANCEITEM ARADVANCE RECORDKEY",
		"PODOCUMENTENTRY PODOCUMENT DOCHDRNO", "SODOCUMENTENTRY SODOCUMENT DOCHDRNO", "CCTRANSACTIONENTRY CCTRANSACTION RECORDKEY",
		"ALLOCATIONENTRY ALLOCATION ALLOCATIONKEY", "REVRECSCHEDULEENTRY REVRECSCHEDULE REVRECSCHEDULEKEY",
	} {
		name, _, _ := strings.Cut(want, " ")
		o, _ := ObjectNamed(name)
		if got := fmt.Sprintf("%s %s %s", o.Name, o.Parent, o.ParentKey); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
