package company

import (
	"regexp"
	"slices"
	"testing"

	"airbyte-sage-intacct/sandbox/company/demo"
)

// TestDemoReferencesResolve follows every relation and every line to its header.
func TestDemoReferencesResolve(t *testing.T) {
	eachScale(t, func(t *testing.T, c *Company) {
		keys := map[string]map[string]bool{}
		known := func(object, field string) map[string]bool {
			name := object + "." + field
			if keys[name] == nil {
				keys[name] = map[string]bool{}
				for _, row := range everything(t, c, object, field) {
					keys[name][row[0]] = true
				}
			}
			return keys[name]
		}
		for _, name := range demo.Objects() {
			o, ok := c.Object(name)
			if !ok {
				continue // storage of attachments
			}
			for _, r := range o.Relations {
				via, ok := o.Field(r.Via)
				target, targeted := c.Object(r.Object)
				if !ok || !targeted || via.DataType == List || via.DataType == Nested || r.Target == "" || target.Ordinal(r.Target) < 0 {
					continue
				}
				checkReferences(t, c, o, r, known(r.Object, r.Target))
			}
		}
		for _, r := range furtherReferences {
			o, _ := c.Object(r[0])
			checkReferences(t, c, o, Relation{Via: r[1], Object: r[2], Target: r[3]}, known(r[2], r[3]))
		}
	})
}

// furtherReferences are keys that the schema has no relations for.
var furtherReferences = [][4]string{
	{"GLENTRY", "ACCOUNTNO", "GLACCOUNT", "ACCOUNTNO"},
	{"GLENTRY", "BATCHNO", "GLBATCH", "RECORDNO"},
	{"GLENTRY", "TASKID", "TASK", "TASKID"},
	{"GLENTRY", "GLDIMGRANT", "grant", "id"},
	{"GLENTRY", "LOCATIONKEY", "LOCATION", "RECORDNO"},
	{"GLENTRY", "CUSTOMERDIMKEY", "CUSTOMER", "RECORDNO"},
	{"GLENTRY", "VENDORDIMKEY", "VENDOR", "RECORDNO"},
	{"GLENTRY", "PROJECTID", "PROJECT", "PROJECTID"},
	{"GLBATCH", "REVERSEDKEY", "GLBATCH", "RECORDNO"},
	{"GLBATCH", "REVERSEDFROM", "GLBATCH", "RECORDNO"},
	{"GLBATCH", "USERKEY", "USERINFO", "RECORDNO"},
	{"APBILL", "PRBATCHKEY", "APBILLBATCH", "RECORDNO"},
	{"APBILL", "SUPDOCID", "SUPDOC", "supdocid"},
	{"APBILL", "BILLTOPAYTOKEY", "CONTACT", "RECORDNO"},
	{"APBILL", "MEGAENTITYKEY", "LOCATIONENTITY", "RECORDNO"},
	{"APBILLITEM", "RECORDKEY", "APBILL", "RECORDNO"},
	{"APBILLITEM", "TASKID", "TASK", "TASKID"},
	{"ARINVOICE", "PRBATCHKEY", "ARINVOICEBATCH", "RECORDNO"},
	{"ARINVOICEITEM", "RECORDKEY", "ARINVOICE", "RECORDNO"},
	{"APPYMTDETAIL", "ENTRYKEY", "APBILLITEM", "RECORDNO"},
	{"APPYMTDETAIL", "ADJUSTMENTKEY", "APADJUSTMENT", "RECORDNO"},
	{"ARPYMTDETAIL", "ENTRYKEY", "ARINVOICEITEM", "RECORDNO"},
	{"SODOCUMENT", "PRRECORDKEY", "ARINVOICE", "RECORDNO"},
	{"SODOCUMENT", "DOCPARID", "SODOCUMENTPARAMS", "DOCID"},
	{"SODOCUMENTENTRY", "DOCHDRNO", "SODOCUMENT", "RECORDNO"},
	{"SODOCUMENTSUBTOTALS", "DOCHDRNO", "SODOCUMENT", "RECORDNO"},
	{"PODOCUMENT", "DOCPARID", "PODOCUMENTPARAMS", "DOCID"},
	{"PODOCUMENTENTRY", "ITEMID", "ITEM", "ITEMID"},
	{"TIMESHEETENTRY", "TASKKEY", "TASK", "RECORDNO"},
	{"TIMESHEETENTRY", "TIMESHEETKEY", "TIMESHEET", "RECORDNO"},
	{"EEXPENSESITEM", "ACCOUNTLABEL", "EEACCOUNTLABEL", "ACCOUNTLABEL"},
	{"DEPOSITENTRY", "RECORDKEY", "DEPOSIT", "RECORDNO"},
	{"GLBUDGETITEM", "PERIODNAME", "REPORTINGPERIOD", "NAME"},
	{"CONTRACTDETAIL", "CONTRACTID", "CONTRACT", "CONTRACTID"},
	{"equipment_lease", "Rcustomer", "CUSTOMER", "RECORDNO"},
	{"EMPLOYEE", "CONTACT_NAME", "CONTACT", "CONTACTNAME"},
	{"EXCHANGERATEENTRY", "EXCHANGERATEKEY", "EXCHANGERATE", "RECORDNO"},
}

// elsewhere are references that may lead to more than one object.
var elsewhere = map[string]string{"GLJOURNAL": "STATJOURNAL", "GLACCOUNT": "STATACCOUNT", "CHECKINGACCOUNT": "CREDITCARD"}

func checkReferences(t *testing.T, c *Company, o *Object, r Relation, known map[string]bool) {
	t.Helper()
	bad := map[string]int{}
	for _, row := range everything(t, c, o.Name, r.Via) {
		if row[0] != "" && !known[row[0]] && !alsoIn(c, r.Object, row[0]) {
			bad[row[0]]++
		}
	}
	if len(bad) > 0 {
		t.Errorf("%s.%s names %d records of %s.%s that are not there, %v", o.Name, r.Via, len(bad), r.Object, r.Target, firstKey(bad))
	}
}

func alsoIn(c *Company, object, key string) bool {
	other, ok := elsewhere[object]
	if !ok {
		return false
	}
	_, found := c.Row(other, key)
	return found
}

func firstKey(of map[string]int) string {
	var all []string
	for key := range of {
		all = append(all, key)
	}
	return slices.Min(all)
}

var forms = map[DataType]*regexp.Regexp{
	Integer: regexp.MustCompile(`^-?\d+$`), Decimal: regexp.MustCompile(`^-?\d+(\.\d*[1-9])?$`), Currency: regexp.MustCompile(`^-?\d*\.?\d+$`), Percent: regexp.MustCompile(`^\d+(\.\d+)?$`),
	Date: regexp.MustCompile(`^20\d\d-\d\d-\d\d$`), Timestamp: regexp.MustCompile(`^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$`), Boolean: regexp.MustCompile(`^(true|false)$`),
}
