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
