package company

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"
)

// bigLedger is a company whose journal entries and lines are computed: two
// lines an entry, one entry every ten minutes.
func bigLedger(t testing.TB, entries int) *Company {
	t.Helper()
	c, _ := newCompany(t)
	at := func(i int) time.Time { return time.Date(2026, 1, 1, 0, i*10, 0, 0, time.UTC) }
	stamp := func(i int) string { return at(i).Format(canonicalTime) }
	day := func(i int) string { return at(i).Format(time.DateOnly) }
	same := func(v string) func(int) string { return func(int) string { return v } }
	c.SetComputed("GLBATCH", Computed{
		Rows: entries, First: 1, Sorted: []string{"WHENMODIFIED", "WHENCREATED", "BATCH_DATE", "PRBATCHKEY"},
		Columns: map[string]func(int) string{
			"BATCH_TITLE": func(i int) string { return "Entry " + strconv.Itoa(i) }, "JOURNAL": same("GJ"), "MODULE": same("2.GL"), "STATE": same("Posted"),
			"BATCH_DATE": day, "WHENMODIFIED": stamp, "WHENCREATED": stamp, "PRBATCHKEY": func(i int) string { return strconv.Itoa(i + 1) },
			"MEGAENTITYID": func(i int) string { return entityCycle[i%3] }, "BATCHNO": func(i int) string { return strconv.Itoa(i + 1) },
		},
		Entity: func(i int) string { return entityCycle[i%3] }, Entities: entityCycle[:],
	})
	amount := func(i int) string { return strconv.Itoa(i/2%997) + ".25" }
	columns := map[string]func(int) string{
		"BATCHNO": func(i int) string { return strconv.Itoa(i/2 + 1) }, "LINE_NO": func(i int) string { return strconv.Itoa(i%2 + 1) },
		"TR_TYPE": func(i int) string { return []string{"1", "-1"}[i%2] }, "AMOUNT": amount, "TRX_AMOUNT": amount,
		"ACCOUNTNO": func(i int) string { return []string{"6000", "2000"}[i%2] }, "STATE": same("Posted"), "CURRENCY": same("USD"), "BASECURR": same("USD"),
		"ENTRY_DATE": func(i int) string { return day(i / 2) }, "WHENMODIFIED": func(i int) string { return stamp(i / 2) }, "WHENCREATED": func(i int) string { return stamp(i / 2) },
		"LOCATION": func(i int) string { return []string{"100", "110", "200"}[i/2%3] },
	}
	for _, o := range c.Objects() {
		if o.Name == "GLENTRY" {
			for i := range o.Fields { // fill the rest, to be as wide as real rows
				if f := &o.Fields[i]; columns[f.ID] == nil && f.DataType == Text && f.Queryable && len(columns) < 60 {
					columns[f.ID] = func(i int) string { return "text " + strconv.Itoa(i%1000) }
				}
			}
		}
	}
	c.SetComputed("GLENTRY", Computed{
		Rows: 2 * entries, First: 1, Sorted: []string{"BATCHNO", "ENTRY_DATE", "WHENMODIFIED", "WHENCREATED"}, Columns: columns,
		Entity: func(i int) string { return entityCycle[i/2%3] }, Entities: entityCycle[:],
	})
	return c
}

var entityCycle = [...]string{"100", "", "200"}

func TestComputedRowsCanBeEdited(t *testing.T) {
	c := bigLedger(t, 500)
	wantBalanced(t, c)
	before := account(t, c, "6000")
	update(t, c, input("GLBATCH", "RECORDNO", "3").with("ENTRIES", input("", "RECORDNO", "5", "TRX_AMOUNT", "1000"), input("", "RECORDNO", "6", "TRX_AMOUNT", "1000")))
	wantBalanced(t, c)
	if want := amountOf(before).sub(amountOf("2.25")).add(amountOf("1000")).String(); account(t, c, "6000") != want {
		t.Errorf("account 6000 is %s, want %s", account(t, c, "6000"), want)
	}
	tx := c.Begin(Viewer{})
	if problem := tx.Delete("GLBATCH", "10"); problem != nil {
		t.Fatal(problem)
	}
	tx.Rollback()
	if n := c.Count("GLDETAIL"); n != 1000 {
		t.Errorf("%d details after a rollback", n)
	}
	tx = c.Begin(Viewer{})
	if problem := tx.Delete("GLBATCH", "10"); problem != nil {
		t.Fatal(problem)
	}
	commit(t, tx)
	for object, want := range map[string]int{"GLBATCH": 499, "GLENTRY": 998, "GLDETAIL": 998} {
		n, _, _ := c.Select(Viewer{ShowPrivate: true}, Selection{Object: object, Columns: fields("RECORDNO")}, nothing)
		if n != want || c.Count(object) != want {
			t.Errorf("%s: %d selected, %d counted, want %d", object, n, c.Count(object), want)
		}
	}
	wantBalanced(t, c)
	if key := create(t, c, Viewer{}, journal("1", "1")); key != "501" {
		t.Errorf("the new journal entry is %s", key)
	}
	checkRestoredOver(t, c)
}

// checkRestoredOver saves the edits and lays them over the same computed rows.
func checkRestoredOver(t *testing.T, c *Company) {
	t.Helper()
	var saved bytes.Buffer
	if err := c.Save(&saved); err != nil {
		t.Fatal(err)
	}
	again := bigLedger(t, 500)
	if err := again.Restore(&saved); err != nil {
		t.Fatal(err)
	}
	for _, object := range []string{"GLBATCH", "GLENTRY", "GLDETAIL", "AUDITHISTORY"} {
		q := Selection{Object: object, Columns: fields("RECORDNO", "WHENMODIFIED", "STATE"), Order: []Order{{Field: "RECORDNO"}}}
		if object == "AUDITHISTORY" {
			q = Selection{Object: object, Columns: fields("ID", "OBJECTKEY"), Order: []Order{{Field: "ID"}}}
		}
		if !slices.Equal(selectAll(t, again, q), selectAll(t, c, q)) {
			t.Errorf("%s is not what was saved", object)
		}
	}
}

func TestComputedVisibility(t *testing.T) {
	c := bigLedger(t, 300)
	tests := []struct {
		v    Viewer
		want int
	}{{Viewer{}, 400}, {Viewer{ShowPrivate: true}, 600}, {Viewer{Entity: "200"}, 400}, {Viewer{Entity: "100"}, 400}}
	for _, test := range tests {
		for _, object := range []string{"GLENTRY", "GLDETAIL"} {
			n, _, _ := c.Select(test.v, Selection{Object: object, Columns: fields("RECORDNO"), Limit: 1}, nothing)
			if n != test.want {
				t.Errorf("%s by %+v: %d rows, want %d", object, test.v, n, test.want)
			}
		}
	}
}

// Reading page after page by key gives every row once, in any window.
func TestKeysetWalkOverComputedRows(t *testing.T) {
	c := bigLedger(t, 2500)
	c.Change("GLENTRY", "17", map[string]string{"WHENMODIFIED": "2026-06-01T00:00:00Z"})
	c.Touch("GLENTRY", "18", time.Time{})
	from, to := "2026-01-01T00:00:00Z", "2026-01-10T00:00:00Z"
	last, rows := "0", 0
	for {
		page := selectAll(t, c, Selection{
			Object: "GLENTRY", Columns: fields("RECORDNO"), Limit: 200, Order: []Order{{Field: "RECORDNO"}},
			Filter: &Filter{Op: And, Children: []*Filter{
				{Op: Greater, Field: "RECORDNO", Values: []string{last}},
				{Op: Or, Children: []*Filter{
					{Op: And, Children: []*Filter{{Op: GreaterEq, Field: "WHENMODIFIED", Values: []string{from}}, {Op: Less, Field: "WHENMODIFIED", Values: []string{to}}}},
					{Op: And, Children: []*Filter{{Op: IsNull, Field: "WHENMODIFIED"}, {Op: Less, Field: "WHENCREATED", Values: []string{to}}}},
				}},
			}},
		})
		if len(page) == 0 {
			break
		}
		rows += len(page)
		last = page[len(page)-1]
	}
	if want := 9*24*6*2 - 1; rows != want { // the changed one has left the window
		t.Errorf("%d rows, want %d", rows, want)
	}
}

// At ten million lines a page must come as fast as at ten.
func BenchmarkPageOfComputedRows(b *testing.B) {
	c := bigLedger(b, 5_000_000)
	o, _ := c.Object("GLENTRY")
	var columns []Column
	for i := range o.Fields {
		if f := &o.Fields[i]; f.Queryable && len(columns) < 60 {
			columns = append(columns, Column{Field: f.ID})
		}
	}
	key := func(from int) *Filter {
		return &Filter{Op: Greater, Field: "RECORDNO", Values: []string{strconv.Itoa(from)}}
	}
	window := &Filter{Op: And, Children: []*Filter{
		{Op: GreaterEq, Field: "WHENMODIFIED", Values: []string{"2026-02-01T00:00:00Z"}}, {Op: Less, Field: "WHENMODIFIED", Values: []string{"2100-01-01T00:00:00Z"}}, key(7_000_000),
	}}
	state := &Filter{Op: And, Children: []*Filter{{Op: Equal, Field: "STATE", Values: []string{"Posted"}}, key(5_000_000)}}
	tests := map[string]struct {
		v Viewer
		q Selection
	}{
		"key":    {Viewer{ShowPrivate: true}, Selection{Filter: key(9_000_000)}},
		"window": {Viewer{}, Selection{Filter: window}},
		"entity": {Viewer{Entity: "200"}, Selection{Filter: key(3_000_000)}},
		"state":  {Viewer{ShowPrivate: true}, Selection{Filter: state}},
		"offset": {Viewer{ShowPrivate: true}, Selection{Offset: 6_000_000}},
		"modified": {Viewer{ShowPrivate: true}, Selection{
			Order: []Order{{Field: "WHENMODIFIED"}}, Filter: &Filter{Op: Greater, Field: "WHENMODIFIED", Values: []string{"2040-01-01T00:00:00Z"}},
		}},
	}
	for name, test := range tests {
		b.Run(name, func(b *testing.B) {
			q := test.q
			q.Object, q.Columns, q.Limit = "GLENTRY", columns, 2000
			if q.Order == nil {
				q.Order = []Order{{Field: "RECORDNO"}}
			}
			run := func() {
				rows := 0
				if _, problem, _ := c.Select(test.v, q, func([]string) error { rows++; return nil }); problem != nil || rows != 2000 {
					b.Fatal(fmt.Sprint(rows, problem))
				}
			}
			run() // the first answer to a condition is remembered
			for b.Loop() {
				run()
			}
		})
	}
}
