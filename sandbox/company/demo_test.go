package company

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"testing"

	"airbyte-sage-intacct/sandbox/company/demo"
)

// everything reads all rows of an object, those of the private entity too.
func everything(t *testing.T, c *Company, object string, fields ...string) [][]string {
	t.Helper()
	q := Selection{Object: object, Mode: Read}
	for _, field := range fields {
		q.Columns = append(q.Columns, Column{Field: field})
	}
	if object == "AUDITHISTORY" {
		q.Filter = &Filter{Op: GreaterEq, Field: "ACCESSTIME", Values: []string{"2000-01-01T00:00:00Z"}}
	}
	var rows [][]string
	_, problem, err := c.Select(Viewer{ShowPrivate: true}, q, func(row []string) error {
		rows = append(rows, slices.Clone(row))
		return nil
	})
	if problem != nil || err != nil {
		t.Fatalf("%s: %s, %v", object, problem, err)
	}
	return rows
}

func exact(t *testing.T, text string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("%q is no amount", text)
	}
	return r
}

// scales are the companies to be tested: as it is, and with copies.
var scales = []int{1, 2}

func eachScale(t *testing.T, test func(t *testing.T, c *Company)) {
	for _, scale := range scales {
		t.Run(fmt.Sprintf("scale %d", scale), func(t *testing.T) { test(t, Demo(Options{Scale: scale})) })
	}
}

func TestDemoTrialBalanceIsZeroInEveryEntity(t *testing.T) {
	eachScale(t, func(t *testing.T, c *Company) {
		sums := map[string]*big.Rat{}
		for _, row := range everything(t, c, "GLENTRY", "BASELOCATION_NO", "TR_TYPE", "AMOUNT", "STATISTICAL") {
			if row[3] == "true" {
				continue
			}
			if sums[row[0]] == nil {
				sums[row[0]] = new(big.Rat)
			}
			sums[row[0]].Add(sums[row[0]], new(big.Rat).Mul(exact(t, row[1]), exact(t, row[2])))
		}
		if len(sums) != 4 {
			t.Errorf("%d entities have postings, want 4", len(sums))
		}
		for entity, sum := range sums {
			if sum.Sign() != 0 {
				t.Errorf("entity %s is out by %s", entity, sum.FloatString(2))
			}
		}
	})
}

func TestDemoSubledgersTieToTheirControlAccounts(t *testing.T) {
	subledgers := []struct {
		account, sign string
		objects       []string
	}{
		{"2000", "-1", []string{"APBILL", "APADJUSTMENT"}},
		{"1200", "1", []string{"ARINVOICE", "ARADJUSTMENT"}},
		{"2020", "-1", []string{"EEXPENSES"}},
		{"2010", "-1", []string{"CCTRANSACTION"}},
	}
	eachScale(t, func(t *testing.T, c *Company) {
		ledger := everything(t, c, "GLENTRY", "BASELOCATION_NO", "ACCOUNTNO", "TR_TYPE", "AMOUNT")
		for _, s := range subledgers {
			balance := map[string]*big.Rat{}
			for _, e := range c.Entities() {
				balance[e.ID] = new(big.Rat)
			}
			for _, row := range ledger {
				if row[1] == s.account {
					balance[row[0]].Add(balance[row[0]], new(big.Rat).Mul(exact(t, row[2]), exact(t, row[3])))
				}
			}
			for _, object := range s.objects {
				for _, row := range everything(t, c, object, "MEGAENTITYID", "STATE", "TOTALDUE") {
					if row[1] != "Draft" {
						balance[row[0]].Sub(balance[row[0]], new(big.Rat).Mul(exact(t, s.sign), exact(t, row[2])))
					}
				}
			}
			for entity, rest := range balance {
				if rest.Sign() != 0 {
					t.Errorf("account %s of entity %s is %s more than its documents", s.account, entity, rest.FloatString(2))
				}
			}
		}
	})
}

func TestDemoPartiesOweWhatTheirDocumentsSay(t *testing.T) {
	eachScale(t, func(t *testing.T, c *Company) {
		for party, documents := range map[string][]string{"VENDOR": {"APBILL", "APADJUSTMENT"}, "CUSTOMER": {"ARINVOICE", "ARADJUSTMENT"}} {
			owed := map[string]*big.Rat{}
			for _, row := range everything(t, c, party, party+"ID", "TOTALDUE") {
				owed[row[0]] = exact(t, row[1])
			}
			for _, object := range documents {
				for _, row := range everything(t, c, object, party+"ID", "STATE", "TOTALDUE") {
					if row[1] != "Draft" {
						owed[row[0]].Sub(owed[row[0]], exact(t, row[2]))
					}
				}
			}
			for id, rest := range owed {
				if rest.Sign() != 0 {
					t.Errorf("TOTALDUE of %s is %s more than its documents", id, rest.FloatString(2))
				}
			}
		}
	})
}

// TestDemoDocumentsAddUp compares headers with lines, and both with what
// payments and credits cover.
func TestDemoDocumentsAddUp(t *testing.T) {
	for _, kind := range []struct{ header, line, detail string }{
		{"APBILL", "APBILLITEM", "APPYMTDETAIL"}, {"ARINVOICE", "ARINVOICEITEM", "ARPYMTDETAIL"},
	} {
		t.Run(kind.header, func(t *testing.T) {
			eachScale(t, func(t *testing.T, c *Company) {
				entered, covered := map[string]*big.Rat{}, map[string]*big.Rat{}
				add := func(to map[string]*big.Rat, key, value string) {
					if to[key] == nil {
						to[key] = new(big.Rat)
					}
					if value != "" {
						to[key].Add(to[key], exact(t, value))
					}
				}
				for _, row := range everything(t, c, kind.line, "RECORDKEY", "TRX_AMOUNT") {
					add(entered, row[0], row[1])
				}
				for _, row := range everything(t, c, kind.detail, "RECORDKEY", "TRX_PAYMENTAMOUNT", "TRX_ADJUSTMENTAMOUNT") {
					add(covered, row[0], row[1])
					add(covered, row[0], row[2])
				}
				states := map[string]int{}
				for _, row := range everything(t, c, kind.header, "RECORDNO", "TRX_TOTALENTERED", "TRX_TOTALPAID", "TRX_TOTALDUE", "STATE", "WHENPAID") {
					add(covered, row[0], "")
					due := new(big.Rat).Sub(exact(t, row[1]), exact(t, row[2]))
					switch {
					case entered[row[0]] == nil || entered[row[0]].Cmp(exact(t, row[1])) != 0:
						t.Errorf("%s %s enters %s, its lines %s", kind.header, row[0], row[1], entered[row[0]])
					case covered[row[0]].Cmp(exact(t, row[2])) != 0:
						t.Errorf("%s %s is paid %s, its details say %s", kind.header, row[0], row[2], covered[row[0]])
					case due.Cmp(exact(t, row[3])) != 0:
						t.Errorf("%s %s is due %s", kind.header, row[0], row[3])
					case (row[4] == "Paid") != (due.Sign() == 0) || (row[4] == "Paid") != (row[5] != ""):
						t.Errorf("%s %s is %s with %s due, paid on %q", kind.header, row[0], row[4], row[3], row[5])
					}
					states[row[4]]++
				}
				if states["Paid"] == 0 || states["Posted"] == 0 {
					t.Errorf("states: %v", states)
				}
			})
		})
	}
}

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

// TestDemoValuesHaveTheFormOfTheirType also holds that keys rise and that
// nothing happened after the last day of the books.
func TestDemoValuesHaveTheFormOfTheirType(t *testing.T) {
	c := Demo(Options{})
	for _, name := range append(demo.Objects(), "GLDETAIL") {
		o, ok := c.Object(name)
		if !ok {
			continue // storage of attachments
		}
		var fields []*Field
		var names []string
		for i := range o.Fields {
			if f := &o.Fields[i]; f.DataType != List && f.DataType != Nested && !f.WriteOnly && f.DocPar == "" {
				fields, names = append(fields, f), append(names, f.ID)
			}
		}
		reported := map[string]bool{}
		for _, row := range everything(t, c, name, names...) {
			for i, value := range row {
				if value != "" && !reported[names[i]] && !wellFormed(fields[i], value) {
					t.Errorf("%s.%s (%s) is %q", name, names[i], fields[i].DataType, value)
					reported[names[i]] = true
				}
			}
		}
	}
}

func wellFormed(f *Field, value string) bool {
	switch form := forms[f.DataType]; {
	case f.DataType == Timestamp && value > "2026-10-31T23:59:59Z":
		return false
	case form != nil && !form.MatchString(value):
		return false
	case len(f.ValidValues) > 0:
		for part := range strings.SplitSeq(value, "#~#") {
			if !slices.Contains(f.ValidValues, part) {
				return false
			}
		}
	}
	return true
}

func TestDemoHasMoreThanTwoPagesInItsBigObjects(t *testing.T) {
	c := Demo(Options{})
	for object, least := range map[string]int{"GLENTRY": 4001, "GLDETAIL": 4001, "APBILLITEM": 4001, "APPYMTDETAIL": 4001, "GLBATCH": 4001, "ARINVOICE": 1000, "VENDOR": 80, "AUDITHISTORY": 2001} {
		o, _ := c.Object(object)
		if got := len(everything(t, c, object, o.Key)); got < least {
			t.Errorf("%s has %d rows, want %d or more", object, got, least)
		}
	}
	if got := len(demo.Objects()); got < 60 {
		t.Errorf("%d objects have rows, want 60 or more", got)
	}
}

func TestDemoStampsTieAcrossPagesAndAreMissing(t *testing.T) {
	c := Demo(Options{})
	for object, least := range map[string]int{"GLENTRY": 2500, "APBILLITEM": 2001} {
		seconds := map[string]int{}
		for _, row := range everything(t, c, object, "WHENMODIFIED") {
			seconds[row[0]]++
		}
		most := 0
		for at, count := range seconds {
			if at != "" {
				most = max(most, count)
			}
		}
		if most < least {
			t.Errorf("%d rows of %s share a second at most, want %d", most, object, least)
		}
		if seconds[""] == 0 {
			t.Errorf("all rows of %s have a time of modification", object)
		}
	}
	var withCreated, without int
	for _, row := range everything(t, c, "APBILL", "WHENMODIFIED", "AUWHENCREATED") {
		switch {
		case row[0] == "" && row[1] != "":
			withCreated++
		case row[0] == "":
			without++
		}
	}
	if withCreated == 0 || without == 0 {
		t.Errorf("bills without a time of modification: %d with a time of creation, %d with none", withCreated, without)
	}
}

func TestDemoHasAwkwardValues(t *testing.T) {
	c := Demo(Options{})
	var names, memos strings.Builder
	for _, object := range []string{"VENDOR", "CUSTOMER"} {
		for _, row := range everything(t, c, object, "NAME") {
			names.WriteString(row[0] + "\x00")
		}
	}
	for _, row := range everything(t, c, "APBILLITEM", "ENTRYDESCRIPTION") {
		memos.WriteString(row[0] + "\x00")
	}
	for _, want := range []string{"&", "<", ">", `"`, "'", "é", "ü", "東", "𠮷", "🔬", "\x00  "} {
		if !strings.Contains(names.String(), want) {
			t.Errorf("no name of a vendor or customer has %q", want)
		}
	}
	for _, want := range []string{"\u0085", "\u2028", "\t", "\n", "]]>", "&amp;", "  \x00", "\x00  ", "\x00\x00", "\\"} {
		if !strings.Contains(memos.String(), want) {
			t.Errorf("no memo of a bill has %q", want)
		}
	}
	amounts := map[string]bool{}
	for _, row := range everything(t, c, "APBILLITEM", "TRX_AMOUNT") {
		amounts[row[0]] = true
	}
	if !amounts["-0.5"] {
		t.Error("no line of a bill is for -0.5")
	}
}

func TestDemoAuditTrailNamesRecordsInThreeForms(t *testing.T) {
	c := Demo(Options{})
	forms := map[string]*regexp.Regexp{"record": regexp.MustCompile(`^\d+--REC$`), "integer": regexp.MustCompile(`^\d+$`), "natural": regexp.MustCompile(`[A-Za-z]-?\d|[a-z] `)}
	found, modes := map[string]bool{}, map[string]bool{}
	for _, row := range everything(t, c, "AUDITHISTORY", "OBJECTTYPE", "OBJECTKEY", "ACCESSMODE") {
		modes[row[2]] = true
		for form, pattern := range forms {
			if pattern.MatchString(row[1]) {
				found[form] = true
			}
		}
		if row[2] != "Delete" {
			continue
		}
		key, _ := strings.CutSuffix(row[1], "--REC")
		if _, there := c.Row(strings.ToUpper(row[0]), key); there {
			t.Errorf("%s %s was deleted and is there", row[0], row[1])
		}
	}
	for _, mode := range []string{"Create", "Modify", "Delete"} {
		if !modes[mode] {
			t.Errorf("no row tells of a %s", mode)
		}
	}
	if len(found) != len(forms) {
		t.Errorf("forms of OBJECTKEY: %v", found)
	}
}

func TestDemoUsersHaveTheRightsTheirNamesPromise(t *testing.T) {
	c := Demo(Options{})
	for _, want := range []struct {
		user, object string
		access       Access
		may          bool
	}{
		{"demo", "GLENTRY", CanRead, true},
		{"demo", "VENDOR", CanCreate, true},
		{"demo", "AUDITHISTORY", CanRead, true},
		{"readonly", "VENDOR", CanRead, true},
		{"readonly", "VENDOR", CanCreate, false},
		{"readonly", "GLBATCH", CanDelete, false},
		{"no_gl", "GLENTRY", CanRead, false},
		{"no_gl", "APBILL", CanRead, true},
		{"no_audit", "AUDITHISTORY", CanRead, false},
		{"no_audit", "GLENTRY", CanRead, true},
	} {
		u, ok := c.User(want.user)
		if !ok || u.Password != "sandbox-"+want.user+"-password" {
			t.Fatalf("no user %s with the published password", want.user)
		}
		if got := c.Can(u, want.access, want.object); got != want.may {
			t.Errorf("%s may %d %s: %v", want.user, want.access, want.object, got)
		}
	}
}

func TestDemoOfTenMillionEntriesAnswersAtOnce(t *testing.T) {
	c := Demo(Options{Scale: 500})
	total, problem, err := c.Select(Viewer{ShowPrivate: true}, Selection{
		Object: "GLENTRY", Columns: []Column{{Field: "RECORDNO"}}, Filter: &Filter{Op: Greater, Field: "RECORDNO", Values: []string{"9000000"}},
		Order: []Order{{Field: "RECORDNO"}}, Limit: 1,
	}, func(row []string) error {
		if row[0] != "9000001" {
			t.Errorf("first key is %s", row[0])
		}
		return nil
	})
	if problem != nil || err != nil || total < 1_000_000 {
		t.Errorf("%d rows, %s, %v", total, problem, err)
	}
}

func BenchmarkDemo(b *testing.B) {
	for b.Loop() {
		Demo(Options{})
	}
}
