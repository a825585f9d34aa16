package company

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// world is a table of one object under test with a plain copy of its rows.
type world struct {
	c    *Company
	rows map[int64]map[string]string // what must be in the table
}

// The fields that property tests filter and sort by, one of each kind.
var worldFields = []string{"RECORDNO", "WHENMODIFIED", "WHENCREATED", "TRX_TOTALDUE", "DESCRIPTION", "ONHOLD", "TERMKEY"}

// newWorld makes a table with stored and computed rows and edits of both.
func newWorld(t *testing.T, random *rand.Rand, computed int) *world {
	t.Helper()
	w := &world{c: New(StandardSchema()), rows: map[int64]map[string]string{}}
	if computed > 0 {
		w.compute(computed)
	}
	for range random.IntN(60) {
		id := int64(1 + random.IntN(computed+40))
		fields := w.randomRow(random)
		fields["RECORDNO"] = strconv.FormatInt(id, 10)
		w.c.Put("APBILL", fields)
		w.rows[id] = fields
	}
	for range random.IntN(10) {
		id := int64(1 + random.IntN(computed+40))
		w.c.Remove("APBILL", strconv.FormatInt(id, 10))
		delete(w.rows, id)
	}
	return w
}

// compute gives the table rows 11, 12, … whose times rise in steps.
func (w *world) compute(n int) {
	column := func(name string) func(int) string { return func(i int) string { return computedValue(name, i) } }
	rows := Computed{Rows: n, First: 11, Columns: map[string]func(int) string{}, Sorted: []string{"WHENMODIFIED"}}
	for _, name := range worldFields[1:] {
		rows.Columns[name] = column(name)
	}
	rows.Columns["ONHOLD"] = nil
	delete(rows.Columns, "ONHOLD")
	w.c.SetComputed("APBILL", rows)
	for i := range n {
		row := map[string]string{"RECORDNO": strconv.Itoa(i + 11)}
		for name, f := range rows.Columns {
			if v := f(i); v != "" {
				row[name] = v
			}
		}
		w.rows[int64(i+11)] = row
	}
}

func computedValue(name string, i int) string {
	switch name {
	case "WHENMODIFIED":
		return fmt.Sprintf("2026-01-%02dT00:%02d:00Z", 1+i/40%28, i/4%60)
	case "WHENCREATED":
		return fmt.Sprintf("2026-%02d-01", 1+i*7%12)
	case "TRX_TOTALDUE":
		return strconv.Itoa(i*13%50) + "." + strconv.Itoa(i%3)
	case "DESCRIPTION":
		return []string{"", "Rent", "rent", "Büro", "a_b%"}[i%5]
	default:
		return strconv.Itoa(i % 6)
	}
}

func (w *world) randomRow(random *rand.Rand) map[string]string {
	row := map[string]string{}
	for _, name := range worldFields[1:] {
		if random.IntN(4) > 0 {
			row[name] = randomValue(random, name)
		}
	}
	return row
}

func randomValue(random *rand.Rand, name string) string {
	switch name {
	case "ONHOLD":
		return []string{"true", "false"}[random.IntN(2)]
	case "RECORDNO":
		return strconv.Itoa(random.IntN(140))
	case "TRX_TOTALDUE":
		return []string{"5", "5.0", "-3", "12.1", "0.00", "30.2"}[random.IntN(6)]
	default:
		v := computedValue(name, random.IntN(120))
		if v == "" {
			return "Zoë"
		}
		return v
	}
}

// randomFilter makes a tree of conditions.
func randomFilter(random *rand.Rand, depth int) *Filter {
	if depth > 0 && random.IntN(2) == 0 {
		if random.IntN(6) == 0 {
			return &Filter{Op: Not, Children: []*Filter{randomFilter(random, depth-1)}}
		}
		f := &Filter{Op: []Op{And, Or}[random.IntN(2)]}
		for range 2 + random.IntN(2) {
			f.Children = append(f.Children, randomFilter(random, depth-1))
		}
		return f
	}
	name := worldFields[random.IntN(len(worldFields))]
	ops := []Op{Equal, NotEqual, Less, LessEq, Greater, GreaterEq, Between, In, NotIn, IsNull, IsNotNull}
	if name == "DESCRIPTION" {
		ops = append(ops, Like, NotLike)
	}
	f := &Filter{Op: ops[random.IntN(len(ops))], Field: name}
	count := map[Op]int{IsNull: 0, IsNotNull: 0, Between: 2, In: 3, NotIn: 3}
	n, special := count[f.Op]
	if !special {
		n = 1
	}
	for range n {
		f.Values = append(f.Values, randomValue(random, name))
	}
	if f.Op == Like || f.Op == NotLike {
		f.Values = []string{[]string{"%e%", "Ren_", "rent", "%", "B%o", "a_b%"}[random.IntN(6)]}
	}
	return f
}

// truth is what a filter says by definition: 1 true, 0 unknown, -1 false.
func truth(c *Company, f *Filter, row map[string]string, fold bool) int {
	switch f.Op {
	case Not:
		return -truth(c, f.Children[0], row, fold)
	case And, Or:
		worst := map[Op]int{And: 1, Or: -1}[f.Op]
		for _, child := range f.Children {
			if f.Op == And {
				worst = min(worst, truth(c, child, row, fold))
			} else {
				worst = max(worst, truth(c, child, row, fold))
			}
		}
		return worst
	}
	v := row[f.Field]
	yes := map[bool]int{true: 1, false: -1}
	switch {
	case f.Op == IsNull:
		return yes[v == ""]
	case f.Op == IsNotNull:
		return yes[v != ""]
	case v == "":
		return 0
	}
	field, _ := c.mustTable("APBILL").object.Field(f.Field)
	compare := func(x string) int { return naiveCompare(field.DataType, v, x, fold) }
	switch f.Op {
	case Like, NotLike:
		p, s := f.Values[0], v
		if fold {
			p, s = strings.ToLower(p), strings.ToLower(s)
		}
		return yes[likeByDefinition([]rune(p), []rune(s)) == (f.Op == Like)]
	case In, NotIn:
		return yes[slices.ContainsFunc(f.Values, func(x string) bool { return compare(x) == 0 }) == (f.Op == In)]
	case Between:
		return yes[compare(f.Values[0]) >= 0 && compare(f.Values[1]) <= 0]
	}
	x := compare(f.Values[0])
	return yes[map[Op]bool{Equal: x == 0, NotEqual: x != 0, Less: x < 0, LessEq: x <= 0, Greater: x > 0, GreaterEq: x >= 0}[f.Op]]
}

func naiveCompare(t DataType, a, b string, fold bool) int {
	switch t {
	case Integer, Decimal, Currency:
		return amountOf(a).cmp(amountOf(b))
	case Text:
		if fold {
			return cmp.Compare(strings.ToLower(a), strings.ToLower(b))
		}
	}
	return cmp.Compare(a, b)
}

// Filters must pick what their definition picks, whatever way the table finds
// the rows, and every order and page must fit.
func TestSelectAgreesWithDefinition(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 60 {
		w := newWorld(t, random, []int{0, 0, 90, 300}[random.IntN(4)])
		for range 25 {
			w.check(t, random)
		}
	}
}

func (w *world) check(t *testing.T, random *rand.Rand) {
	t.Helper()
	q := Selection{Object: "APBILL", Columns: fields(worldFields...), CaseInsensitive: random.IntN(4) == 0}
	if random.IntN(8) > 0 {
		q.Filter = randomFilter(random, 3)
	}
	for range random.IntN(3) {
		q.Order = append(q.Order, Order{Field: worldFields[random.IntN(len(worldFields))], Descending: random.IntN(2) == 0})
	}
	want := map[string]bool{}
	for id, row := range w.rows {
		if q.Filter == nil || truth(w.c, q.Filter, row, q.CaseInsensitive) == 1 {
			want[strconv.FormatInt(id, 10)] = true
		}
	}
	all := w.rowsOf(t, q, len(want))
	for _, row := range all {
		if !want[row[0]] {
			t.Fatalf("row %v does not belong in the answer of %s", row, describe(q.Filter))
		}
		delete(want, row[0])
		w.checkRow(t, row)
	}
	if len(want) > 0 {
		t.Fatalf("rows %v are missing in the answer of %s", want, describe(q.Filter))
	}
	w.checkOrder(t, q, all)
	w.checkPages(t, random, q, all)
}

func (w *world) rowsOf(t *testing.T, q Selection, total int) [][]string {
	t.Helper()
	var rows [][]string
	n, problem, err := w.c.Select(Viewer{}, q, func(row []string) error {
		rows = append(rows, slices.Clone(row))
		return nil
	})
	if problem != nil || err != nil {
		t.Fatalf("%s: %s %v", describe(q.Filter), problem, err)
	}
	if n != total {
		t.Fatalf("%d rows in all, want %d: %s", n, total, describe(q.Filter))
	}
	return rows
}

func (w *world) checkRow(t *testing.T, row []string) {
	t.Helper()
	id, _ := strconv.ParseInt(row[0], 10, 64)
	for i, name := range worldFields {
		if row[i] != w.rows[id][name] {
			t.Fatalf("row %s: %s = %q, want %q", row[0], name, row[i], w.rows[id][name])
		}
	}
}

func (w *world) checkOrder(t *testing.T, q Selection, rows [][]string) {
	t.Helper()
	for i := 1; i < len(rows); i++ {
		for _, o := range q.Order {
			at := slices.Index(worldFields, o.Field)
			field, _ := w.c.mustTable("APBILL").object.Field(o.Field)
			a, b := rows[i-1][at], rows[i][at]
			x := nullsLast(field.DataType, a, b)
			if o.Descending {
				x = -x
			}
			if x > 0 {
				t.Fatalf("order %v is broken at %q, %q", q.Order, a, b)
			}
			if x < 0 {
				break
			}
		}
	}
}

func nullsLast(t DataType, a, b string) int {
	switch {
	case a == "" && b == "":
		return 0
	case a == "":
		return 1
	case b == "":
		return -1
	}
	return naiveCompare(t, a, b, false)
}

// checkPages puts the pages together again.
func (w *world) checkPages(t *testing.T, random *rand.Rand, q Selection, all [][]string) {
	t.Helper()
	q.Limit = 1 + random.IntN(30)
	var paged [][]string
	for q.Offset = 0; q.Offset < len(all); q.Offset += q.Limit {
		paged = append(paged, w.rowsOf(t, q, len(all))...)
	}
	if !slices.EqualFunc(paged, all, slices.Equal) {
		t.Fatalf("pages of %d do not make up the whole of %s order %v", q.Limit, describe(q.Filter), q.Order)
	}
}

func describe(f *Filter) string {
	if f == nil {
		return "everything"
	}
	if len(f.Children) == 0 {
		return fmt.Sprintf("%s %s %q", f.Field, f.Op, f.Values)
	}
	parts := make([]string, len(f.Children))
	for i, child := range f.Children {
		parts[i] = describe(child)
	}
	return string(f.Op) + "(" + strings.Join(parts, ", ") + ")"
}
