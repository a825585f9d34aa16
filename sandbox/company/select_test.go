package company

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// selection tests read a few bills and their vendors.
func billsCompany(t *testing.T) *Company {
	t.Helper()
	c, _ := newCompany(t)
	for i, row := range []map[string]string{
		{"VENDORID": "V1", "TRX_TOTALDUE": "10.10", "STATE": "Posted", "WHENCREATED": "2026-01-31"},
		{"VENDORID": "V1", "TRX_TOTALDUE": "0.05", "STATE": "Paid", "WHENCREATED": "2026-02-01", "MEGAENTITYID": "100"},
		{"VENDORID": "V2", "TRX_TOTALDUE": "-3", "STATE": "Draft", "MEGAENTITYID": "200"},
		{"VENDORID": "V3", "STATE": "Posted", "MEGAENTITYID": "100"},
	} {
		row["RECORDNO"] = strconv.Itoa(i + 1)
		c.Put("APBILL", row)
		c.Put("APBILLITEM", map[string]string{"RECORDKEY": row["RECORDNO"], "ACCOUNTNO": "6000"})
	}
	return c
}

func byKey(q Selection) Selection {
	q.Order = []Order{{Field: "RECORDNO"}}
	return q
}

func TestDottedColumns(t *testing.T) {
	c := billsCompany(t)
	c.Put("APBILLITEM", map[string]string{"RECORDKEY": "99"})
	c.Change("VENDOR", "V1", map[string]string{"TERMNAME": "N30", "PARENTID": "V2"})
	got := selectAll(t, c, byKey(Selection{Object: "APBILLITEM", Columns: fields("RECORDNO", "APBILL.VENDOR.NAME", "apbill.vendor.term.duedate", "GLACCOUNT.TITLE")}))
	want := []string{"1 Acme & Söhne 30 Account 6000", "2 Acme & Söhne 30 Account 6000", "3 Brook  Account 6000", "4   Account 6000", "5   "}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	got = selectAll(t, c, byKey(Selection{
		Object: "APBILL", Columns: fields("RECORDNO"),
		Filter: &Filter{Op: Equal, Field: "VENDOR.PARENT.NAME", Values: []string{"Brook"}},
	}))
	if !slices.Equal(got, []string{"1", "2"}) {
		t.Errorf("filter by the parent's name: %q", got)
	}
}

// Only one hop may stay in the same object (Sage docs, XML API: Queries).
func TestHierarchiesHaveOneHop(t *testing.T) {
	c := billsCompany(t)
	for path, ok := range map[string]bool{"PARENT.NAME": true, "PARENT.PARENT.NAME": false, "NOWHERE.NAME": false, "TERM": false} {
		_, problem, _ := c.Select(Viewer{}, Selection{Object: "VENDOR", Columns: fields(path)}, nothing)
		if (problem == nil) != ok {
			t.Errorf("%s: %s", path, problem)
		}
	}
}

func nothing([]string) error { return nil }

func TestSelectRefusals(t *testing.T) {
	c := billsCompany(t)
	tests := []struct {
		name string
		q    Selection
		want string
	}{
		{"unknown object", Selection{Object: "NOPE", Columns: fields("A")}, "Query Failed: Object definition NOPE not found"},
		{"internal object", Selection{Object: "SUPDOCATTACHMENT", Columns: fields("RECORDNO")}, "Object definition SUPDOCATTACHMENT not found"},
		{"unknown field", Selection{Object: "APBILL", Columns: fields("RECORDNO", "NOPE")}, "DL02000001: There was an error processing the request."},
		{"unknown field in read", Selection{Object: "APBILL", Mode: Read, Columns: fields("RECORDNO", "NOPE", "NEITHER")}, "Invalid fields list NOPE,NEITHER"},
		{"unqueryable fields", Selection{Object: "APBILL", Columns: fields("ENTITY", "RECORDNO", "SOURCEMODULE")}, "XL03000006: The following fields cannot be queried: [APBILL: [ENTITY, SOURCEMODULE] ]"},
		{"unqueryable in filter", Selection{Object: "APBILL", Columns: fields("RECORDNO"), Filter: &Filter{Op: IsNull, Field: "ENTITY"}}, "cannot be queried"},
		{"write-only field", Selection{Object: "APBILL", Columns: fields("ACTION")}, "DL02000001"},
		{"owned lines", Selection{Object: "APBILL", Columns: fields("APBILLITEMS")}, "cannot be queried"},
		{"bad number", Selection{Object: "APBILL", Columns: fields("RECORDNO"), Filter: &Filter{Op: Equal, Field: "RECORDNO", Values: []string{"one"}}}, "DL02000001"},
		{"bad date", Selection{Object: "APBILL", Columns: fields("RECORDNO"), Filter: &Filter{Op: Equal, Field: "WHENCREATED", Values: []string{"01/31/2026 "}}}, "DL02000001"},
		{"value for isnull", Selection{Object: "APBILL", Columns: fields("RECORDNO"), Filter: &Filter{Op: IsNull, Field: "STATE", Values: []string{"x"}}}, "DL02000001"},
		{"between one", Selection{Object: "APBILL", Columns: fields("RECORDNO"), Filter: &Filter{Op: Between, Field: "RECORDNO", Values: []string{"1"}}}, "DL02000001"},
		{"too many in", Selection{Object: "APBILL", Columns: fields("RECORDNO"), Filter: &Filter{Op: In, Field: "RECORDNO", Values: make([]string, 1001)}}, "DL02000001"},
		{"sum of text", Selection{Object: "APBILL", Columns: []Column{{Field: "STATE", Func: "sum"}}}, "DL02000001"},
		{"order of groups by another field", Selection{Object: "APBILL", Columns: []Column{{Field: "RECORDNO", Func: "count"}}, Order: []Order{{Field: "STATE"}}}, "DL02000001"},
	}
	for _, test := range tests {
		_, problem, _ := c.Select(Viewer{}, test.q, nothing)
		if problem == nil || !strings.Contains(problem.String(), test.want) {
			t.Errorf("%s: got %s, want %q", test.name, problem, test.want)
		}
	}
	if got := selectAll(t, c, byKey(Selection{Object: "APBILL", Mode: Read, Columns: fields("RECORDNO", "ENTITY")})); len(got) != 4 {
		t.Errorf("read refuses what only query does: %q", got)
	}
}

// In query a list compares with labels, in readByQuery with database codes
// (Sage docs, XML API: Queries); AUDITHISTORY takes codes in query.
func TestListsCompareWithLabelsOrCodes(t *testing.T) {
	c := billsCompany(t)
	tests := []struct {
		mode  Mode
		value string
		want  int
	}{{Query, "Posted", 2}, {Query, "A", 0}, {ReadByQuery, "A", 2}, {ReadByQuery, "Posted", 0}}
	for _, test := range tests {
		got := selectAll(t, c, Selection{Object: "APBILL", Mode: test.mode, Columns: fields("RECORDNO"), Filter: &Filter{Op: Equal, Field: "STATE", Values: []string{test.value}}})
		if len(got) != test.want {
			t.Errorf("mode %d, %s: %d rows, want %d", test.mode, test.value, len(got), test.want)
		}
	}
	c.Put("AUDITHISTORY", map[string]string{"ID": "1", "ACCESSMODE": "Delete"})
	for _, value := range []string{"D", "Delete"} {
		got := selectAll(t, c, Selection{Object: "AUDITHISTORY", Columns: fields("ACCESSMODE"), Filter: &Filter{Op: Equal, Field: "ACCESSMODE", Values: []string{value}}})
		if !slices.Equal(got, []string{"Delete"}) {
			t.Errorf("ACCESSMODE = %s: %q", value, got)
		}
	}
}

// A date and a midnight are the same moment, whichever the field is.
func TestDatesAndTimestampsCompare(t *testing.T) {
	c := billsCompany(t)
	c.Touch("APBILL", "1", time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC))
	tests := []struct {
		op    Op
		field string
		value string
		want  int
	}{
		{Equal, "WHENCREATED", "2026-02-01T00:00:00Z", 1},
		{GreaterEq, "WHENCREATED", "2026-02-01T00:00:01Z", 0},
		{Less, "WHENCREATED", "2026-02-01T10:00:00Z", 2},
		{Equal, "WHENMODIFIED", "2026-02-01", 1},
		{Greater, "WHENMODIFIED", "2026-02-01", 0},
	}
	for _, test := range tests {
		got := selectAll(t, c, Selection{Object: "APBILL", Columns: fields("RECORDNO"), Filter: &Filter{Op: test.op, Field: test.field, Values: []string{test.value}}})
		if len(got) != test.want {
			t.Errorf("%s %s %s: %d rows, want %d", test.field, test.op, test.value, len(got), test.want)
		}
	}
}

func TestAggregates(t *testing.T) {
	c := billsCompany(t)
	q := Selection{Object: "APBILL", Columns: []Column{
		{Field: "STATE"},
		{Field: "RECORDNO", Func: "count"},
		{Field: "TRX_TOTALDUE", Func: "sum"},
		{Field: "TRX_TOTALDUE", Func: "avg"},
		{Field: "WHENCREATED", Func: "max"},
		{Field: "TRX_TOTALDUE", Func: "min"},
	}, Order: []Order{{Field: "STATE", Descending: true}}}
	want := []string{"Posted 2 10.1 10.1 2026-01-31 10.10", "Paid 1 0.05 0.05 2026-02-01 0.05", "Draft 1 -3 -3  -3"}
	if got := selectAll(t, c, q); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	q.Offset, q.Limit = 1, 1
	total, _, _ := c.Select(Viewer{ShowPrivate: true}, q, nothing)
	if got := selectAll(t, c, q); total != 3 || !slices.Equal(got, want[1:2]) {
		t.Errorf("page: %d groups, %q", total, got)
	}
	none := Selection{
		Object: "APBILL", Columns: []Column{{Field: "RECORDNO", Func: "count"}, {Field: "TRX_TOTALDUE", Func: "sum"}},
		Filter: &Filter{Op: Equal, Field: "RECORDNO", Values: []string{"77"}},
	}
	if got := selectAll(t, c, none); !slices.Equal(got, []string{"0 "}) {
		t.Errorf("aggregates of nothing: %q", got)
	}
}

// The top level sees what is shared and what is not private; an entity sees
// what is shared and its own; lines follow their header.
func TestVisibility(t *testing.T) {
	c := billsCompany(t)
	tests := []struct {
		v    Viewer
		want string
	}{
		{Viewer{}, "1 2 4"},
		{Viewer{ShowPrivate: true}, "1 2 3 4"},
		{Viewer{Entity: "100"}, "1 2 4"},
		{Viewer{Entity: "200"}, "1 3"},
		{Viewer{Entity: "200", ShowPrivate: true}, "1 3"},
	}
	for _, test := range tests {
		for _, object := range []string{"APBILL", "APBILLITEM"} {
			got := strings.Join(selectAs(t, c, test.v, byKey(Selection{Object: object, Columns: fields("RECORDNO")})), " ")
			if got != test.want {
				t.Errorf("%s by %+v: %s, want %s", object, test.v, got, test.want)
			}
		}
		if got := selectAs(t, c, test.v, Selection{Object: "VENDOR", Columns: fields("RECORDNO")}); len(got) != 2 {
			t.Errorf("shared vendors by %+v: %q", test.v, got)
		}
	}
}

func TestPermissions(t *testing.T) {
	c := billsCompany(t)
	user := User{ID: "limited", Deny: map[string]Access{"General Ledger": All, "APBILL": CanWrite, "AUDITHISTORY": CanRead}}
	c.SetUser(user)
	u, _ := c.User("LIMITED")
	v := Viewer{User: u}
	for object, want := range map[string]string{
		"GLBATCH":      "PL04000005: You do not have permission for API operation READ_BY_QUERY on objects of type glbatch",
		"AUDITHISTORY": ": You do not have permission to view audit history",
	} {
		_, problem, _ := c.Select(v, Selection{Object: object, Columns: fields("RECORDNO")}, nothing)
		if problem == nil || !strings.HasPrefix(problem.String(), want) {
			t.Errorf("%s: %s", object, problem)
		}
	}
	if got := selectAs(t, c, v, Selection{Object: "APBILL", Columns: fields("RECORDNO")}); len(got) != 3 {
		t.Errorf("bills: %q", got)
	}
	tx := c.Begin(v)
	_, problem := tx.Create(bill("1"))
	tx.Rollback()
	if problem == nil || problem.String() != "PL04000005: You do not have permission for API operation CREATE on objects of type apbill" {
		t.Errorf("create: %s", problem)
	}
	if c.Can(u, CanRead, "GLACCOUNT") || !c.Can(u, CanCreate, "VENDOR") || !c.Can(nil, All, "GLBATCH") {
		t.Error("Can disagrees with what is denied")
	}
}

// Without an order the rows come in none, the same every time.
func TestUnorderedAnswers(t *testing.T) {
	c := New(StandardSchema())
	for range 50 {
		c.Put("CLASS", map[string]string{"NAME": "x"})
	}
	q := Selection{Object: "CLASS", Columns: fields("RECORDNO")}
	first := selectAll(t, c, q)
	if slices.IsSortedFunc(first, compareDecimals) {
		t.Error("rows come in the order of their keys")
	}
	if !slices.Equal(first, selectAll(t, c, q)) {
		t.Error("the order is another one each time")
	}
	slices.SortFunc(first, compareDecimals)
	if len(slices.Compact(first)) != 50 {
		t.Error("rows are missing or twice")
	}
}

func TestCollations(t *testing.T) {
	c := New(StandardSchema())
	for _, name := range []string{"b", "A", "a", "B"} {
		c.Put("CLASS", map[string]string{"NAME": name})
	}
	q := Selection{Object: "CLASS", Columns: fields("NAME"), Order: []Order{{Field: "NAME"}}}
	greater := Selection{Object: "CLASS", Columns: fields("NAME"), Filter: &Filter{Op: GreaterEq, Field: "NAME", Values: []string{"B"}}}
	tests := []struct {
		how     Collation
		order   string
		greater int
	}{{Binary, "A B a b", 3}, {Folded, "a a b b", 2}, {Mixed, "a a b b", 3}}
	for _, test := range tests {
		c.SetCollation(test.how)
		order := strings.Join(selectAll(t, c, q), " ")
		if test.how != Binary {
			order = strings.ToLower(order)
		}
		if got := len(selectAll(t, c, greater)); order != test.order || got != test.greater {
			t.Errorf("collation %d: order %s, %d from B on", test.how, order, got)
		}
	}
}

func TestDocumentTypeFields(t *testing.T) {
	s := StandardSchema()
	s.AddField("SODOCUMENT", Field{ID: "CARRIER_NOTE", DataType: Text, Custom: true, Queryable: true, DocPar: "Sales Order"})
	c := New(s)
	for docPar, ok := range map[string]bool{"": false, "Sales Invoice": false, "Sales Order": true} {
		_, problem, _ := c.Select(Viewer{}, Selection{Object: "SODOCUMENT", Columns: fields("CARRIER_NOTE"), DocPar: docPar}, nothing)
		if (problem == nil) != ok {
			t.Errorf("docparid %q: %s", docPar, problem)
		}
	}
}

func TestSelectStopsAtError(t *testing.T) {
	c := billsCompany(t)
	stop, seen := errors.New("enough"), 0
	_, _, err := c.Select(Viewer{}, Selection{Object: "APBILL", Columns: fields("RECORDNO")}, func([]string) error {
		seen++
		return stop
	})
	if !errors.Is(err, stop) || seen != 1 {
		t.Errorf("err = %v after %d rows", err, seen)
	}
}

// Reading must not hold the company: a reader may write while it reads.
func TestSelectCallsOutsideTheLock(t *testing.T) {
	c := billsCompany(t)
	_, _, err := c.Select(Viewer{}, Selection{Object: "APBILL", Columns: fields("RECORDNO")}, func(row []string) error {
		if !c.Touch("APBILL", row[0], start) {
			return fmt.Errorf("no bill %s", row[0])
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}
