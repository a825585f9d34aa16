package company

import (
	"fmt"
	"strings"
)

// query is a Selection made ready to run.
type query struct {
	Selection
	c               *Company
	viewer          Viewer
	table           *table
	where           *condition // nil: all rows
	visible         *condition // nil: nothing is hidden
	allComputedSeen bool       // no computed row is hidden
	owner           func(ref) string
	columns         []*path
	order           []sortKey
	unqueryable     []string
}

// sortKey is one key of the order.
type sortKey struct {
	at   *path
	down bool
	fold bool
}

// Select calls each with the asked rows, one at a time, outside any lock; row
// is reused. It returns how many rows (or groups) match, whatever the limit.
// An error is that of each.
func (c *Company) Select(v Viewer, q Selection, each func(row []string) error) (total int, problem *Problem, err error) {
	c.settle()
	c.mu.RLock()
	out, problem := c.run(v, q)
	c.mu.RUnlock()
	if problem != nil {
		return 0, problem, nil
	}
	return out.emit(each)
}

// answer is the window of rows that a query asked for, copied out.
type answer struct {
	total int
	width int
	cells []string
}

func (a *answer) emit(each func(row []string) error) (int, *Problem, error) {
	for i := 0; i+a.width <= len(a.cells) && a.width > 0; i += a.width {
		if err := each(a.cells[i : i+a.width : i+a.width]); err != nil {
			return a.total, nil, err
		}
	}
	return a.total, nil, nil
}

// run answers a selection; the company is locked by the caller.
func (c *Company) run(v Viewer, s Selection) (*answer, *Problem) {
	q, problem := c.prepare(v, s)
	if problem != nil {
		return nil, problem
	}
	for _, column := range s.Columns {
		if column.Func != "" {
			return q.aggregate()
		}
	}
	m := q.match()
	refs := q.window(m)
	out := &answer{total: m.total(), width: len(q.columns), cells: make([]string, 0, len(refs)*len(q.columns))}
	for _, r := range refs {
		for _, column := range q.columns {
			out.cells = append(out.cells, column.value(q.table, r))
		}
	}
	return out, nil
}

// prepare checks a selection: the object, the right to read it, its fields.
func (c *Company) prepare(v Viewer, s Selection) (*query, *Problem) {
	t, ok := c.table(s.Object)
	if !ok || t.object.Internal && s.Mode != Read { // lines that only their header's read shows
		return nil, unknownObject(s.Object)
	}
	if problem := c.mayRead(v.User, t.object, s.Mode); problem != nil {
		return nil, problem
	}
	q := &query{Selection: s, c: c, viewer: v, table: t}
	var unknown []string
	for _, column := range s.Columns {
		at, problem := q.column(column.Field)
		if problem != nil {
			unknown = append(unknown, column.Field)
			continue
		}
		q.columns = append(q.columns, at)
	}
	if len(unknown) > 0 {
		return nil, q.unknownFields(unknown)
	}
	return q, q.prepareRows()
}

func (q *query) prepareRows() (problem *Problem) {
	if q.Filter != nil {
		if q.where, problem = q.compileFilter(q.Filter, false); problem != nil {
			return problem
		}
	}
	for _, o := range q.Order {
		at, problem := q.column(o.Field)
		if problem != nil {
			return problem
		}
		q.order = append(q.order, sortKey{at: at, down: o.Descending, fold: q.c.collation != Binary})
	}
	if len(q.unqueryable) > 0 {
		return q.refusedFields()
	}
	q.visible = q.visibilityOf()
	if q.visible != nil {
		q.owner = q.ownerOf(q.table, nil)
	}
	return nil
}

// column finds a column and notes those that query refuses.
func (q *query) column(name string) (*path, *Problem) {
	at, ok := q.c.resolve(q.table, name, q.DocPar)
	if !ok || at.field.WriteOnly {
		return nil, processingError()
	}
	if !at.field.Queryable && q.Mode != Read {
		q.unqueryable = append(q.unqueryable, strings.ToUpper(name))
	}
	return at, nil
}

func (q *query) unknownFields(names []string) *Problem {
	if q.Mode == Read {
		return &Problem{Errno: "Invalid fields list " + strings.Join(names, ",")}
	}
	return processingError()
}

// refusedFields names the fields that lookup lists but query cannot select.
func (q *query) refusedFields() *Problem {
	return &Problem{
		Errno: "XL03000006",
		Description2: fmt.Sprintf("The following fields cannot be queried: [%s: [%s] ]",
			q.table.object.Name, strings.Join(q.unqueryable, ", ")),
	}
}

// match finds all rows that match.
func (q *query) match() matches {
	return matches{stored: q.matching(), computed: q.computedRows()}
}

// matches are the rows that match, in the order of ids, before any order.
type matches struct {
	stored   []int // positions in the table's records
	computed rowset
}

func (m matches) total() int { return len(m.stored) + m.computed.count() }
