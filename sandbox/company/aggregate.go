package company

import (
	"slices"
	"strconv"
	"strings"
)

// averagePlaces is how many decimals an average keeps; what the real gateway
// keeps is not public.
const averagePlaces = 10

// group is the rows that agree in all plain columns.
type group struct {
	values []string // of the plain columns, "" elsewhere
	tally  []tally  // of the aggregates
}

// tally is one aggregate of one group.
type tally struct {
	count int
	sum   total
	least string
	most  string
}

// aggregate groups by the plain columns and answers one row a group. Without
// plain columns there is one group, even of no rows.
func (q *query) aggregate() (*answer, *Problem) {
	if problem := q.checkAggregates(); problem != nil {
		return nil, problem
	}
	groups := map[string]*group{}
	var all []*group
	var key []byte
	q.eachMatch(func(r ref) {
		key = q.appendKey(key[:0], r)
		g, ok := groups[string(key)]
		if !ok {
			g = &group{values: q.plainValues(r), tally: make([]tally, len(q.columns))}
			groups[string(key)] = g
			all = append(all, g)
		}
		g.add(q, r)
	})
	if len(all) == 0 && !slices.ContainsFunc(q.Columns, func(c Column) bool { return c.Func == "" }) {
		all = append(all, &group{values: make([]string, len(q.columns)), tally: make([]tally, len(q.columns))})
	}
	return q.answerGroups(all)
}

func (q *query) checkAggregates() *Problem {
	for i, column := range q.Columns {
		switch strings.ToLower(column.Func) {
		case "", "count", "min", "max":
		case "sum", "avg":
			if q.columns[i].kind != numberKind {
				return processingError()
			}
		default:
			return processingError()
		}
	}
	for _, k := range q.order {
		if q.plainColumn(k.at.name) < 0 {
			return processingError()
		}
	}
	return nil
}

func (q *query) plainColumn(name string) int {
	return slices.IndexFunc(q.Columns, func(c Column) bool { return c.Func == "" && strings.EqualFold(c.Field, name) })
}

func (q *query) eachMatch(do func(ref)) {
	m := q.match()
	for _, at := range m.stored {
		do(ref{id: q.table.records[at].id, row: q.table.records[at].row})
	}
	for c := m.computed.walk(false); c.ok; c.step() {
		do(q.computedRef(c.next))
	}
}

// appendKey tells a row's group: its plain columns.
func (q *query) appendKey(key []byte, r ref) []byte {
	for i, column := range q.Columns {
		if column.Func == "" {
			key = append(append(key, q.columns[i].value(q.table, r)...), 0)
		}
	}
	return key
}

func (q *query) plainValues(r ref) []string {
	values := make([]string, len(q.columns))
	for i, column := range q.Columns {
		if column.Func == "" {
			values[i] = q.columns[i].value(q.table, r)
		}
	}
	return values
}

func (g *group) add(q *query, r ref) {
	for i, column := range q.Columns {
		if column.Func == "" {
			continue
		}
		v := q.columns[i].value(q.table, r)
		if v == "" {
			continue
		}
		x := &g.tally[i]
		if x.count++; x.count == 1 {
			x.least, x.most = v, v
		}
		k := q.columns[i].kind
		if k == numberKind {
			x.sum.add(v)
		}
		if k.compare(v, x.least, false) < 0 {
			x.least = v
		}
		if k.compare(v, x.most, false) > 0 {
			x.most = v
		}
	}
}

// result is an aggregate as text; all but count are null of no values.
func (x tally) result(function string) string {
	switch function = strings.ToLower(function); {
	case function == "count":
		return strconv.Itoa(x.count)
	case x.count == 0:
		return ""
	case function == "sum":
		return x.sum.amount().String()
	case function == "avg":
		return x.sum.amount().div(amountOf(strconv.Itoa(x.count)), averagePlaces).String()
	case function == "min":
		return x.least
	default:
		return x.most
	}
}

func (q *query) answerGroups(all []*group) (*answer, *Problem) {
	slices.SortStableFunc(all, func(a, b *group) int {
		for _, k := range q.order {
			i := q.plainColumn(k.at.name)
			if c := k.compare(a.values[i], b.values[i]); c != 0 {
				return c
			}
		}
		return 0
	})
	out := &answer{total: len(all), width: len(q.columns)}
	from := min(max(q.Offset, 0), len(all))
	to := len(all)
	if q.Limit > 0 {
		to = min(from+q.Limit, to)
	}
	for _, g := range all[from:to] {
		for i, column := range q.Columns {
			if column.Func != "" {
				g.values[i] = g.tally[i].result(column.Func)
			}
		}
		out.cells = append(out.cells, g.values...)
	}
	return out, nil
}
