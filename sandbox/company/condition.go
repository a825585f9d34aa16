package company

import (
	"slices"
	"strings"
)

// condition is a filter made ready: fields found, values checked, negations
// pushed down to the leaves, so that what is left are the two-valued tests in
// which a null field never matches.
type condition struct {
	op     Op
	kids   []*condition
	at     *path
	values []string
	like   likePattern
	fold   bool
	sign   string // tells leaves apart, for remembering their answers
}

var negated = map[Op]Op{
	And: Or, Or: And, Equal: NotEqual, NotEqual: Equal, Less: GreaterEq, GreaterEq: Less,
	Greater: LessEq, LessEq: Greater, In: NotIn, NotIn: In, Like: NotLike, NotLike: Like,
	IsNull: IsNotNull, IsNotNull: IsNull,
}

// compileFilter makes a filter ready for a selection.
func (q *query) compileFilter(f *Filter, negate bool) (*condition, *Problem) {
	op := f.Op
	switch {
	case op == Not:
		return q.compileNot(f, negate)
	case op == Between && negate:
		return q.compileOutside(f)
	case negate:
		op = negated[op]
	}
	if op == And || op == Or {
		return q.compileGroup(op, f.Children, negate)
	}
	return q.compileLeaf(op, f)
}

func (q *query) compileNot(f *Filter, negate bool) (*condition, *Problem) {
	if len(f.Children) != 1 {
		return nil, processingError()
	}
	return q.compileFilter(f.Children[0], !negate)
}

// compileOutside is a negated between.
func (q *query) compileOutside(f *Filter) (*condition, *Problem) {
	if len(f.Values) != 2 {
		return nil, processingError()
	}
	return q.compileGroup(Or, []*Filter{
		{Op: Less, Field: f.Field, Values: f.Values[:1]},
		{Op: Greater, Field: f.Field, Values: f.Values[1:]},
	}, false)
}

func (q *query) compileGroup(op Op, children []*Filter, negate bool) (*condition, *Problem) {
	group := &condition{op: op}
	for _, child := range children {
		kid, problem := q.compileFilter(child, negate)
		if problem != nil {
			return nil, problem
		}
		group.kids = append(group.kids, kid)
	}
	return group, nil
}

func (q *query) compileLeaf(op Op, f *Filter) (*condition, *Problem) {
	at, problem := q.column(f.Field)
	if problem != nil {
		return nil, problem
	}
	leaf := &condition{op: op, at: at, fold: at.kind == textKind && (q.CaseInsensitive || q.c.collation == Folded)}
	if !valueCountFits(op, len(f.Values)) {
		return nil, processingError()
	}
	for _, v := range f.Values {
		value, ok := q.filterValue(at, op, v)
		if !ok {
			return nil, processingError()
		}
		leaf.values = append(leaf.values, value)
	}
	switch op {
	case Like, NotLike:
		leaf.like = compileLike(leaf.values[0], leaf.fold)
	case In, NotIn:
		leaf.values = leaf.sortedValues()
	}
	leaf.sign = strings.Join(append([]string{string(op), strings.ToUpper(at.name), caseSign(leaf.fold)}, leaf.values...), "\x00")
	return leaf, nil
}

// sortedValues are the values of a list in order, so that rows by the thousand
// can be held against values by the thousand. A null in the list is equal to
// nothing: it adds nothing to in, and leaves nothing to not in, whose one value
// it is then.
func (cd *condition) sortedValues() []string {
	named := slices.DeleteFunc(slices.Clone(cd.values), func(v string) bool { return v == "" })
	if len(named) == 0 || cd.op == NotIn && len(named) < len(cd.values) {
		return []string{""}
	}
	slices.SortFunc(named, cd.compare)
	return slices.CompactFunc(named, func(a, b string) bool { return cd.compare(a, b) == 0 })
}

func caseSign(fold bool) string {
	if fold {
		return "i"
	}
	return ""
}

// The gateway's limits on values (Sage docs, XML API: Queries).
func valueCountFits(op Op, n int) bool {
	switch op {
	case IsNull, IsNotNull:
		return n == 0
	case Between:
		return n == 2
	case In, NotIn:
		return n >= 1 && n <= 1000
	default:
		return n == 1
	}
}

// filterValue checks a value against its field's type; readByQuery names
// entries of lists by their code.
func (q *query) filterValue(at *path, op Op, v string) (string, bool) {
	if v == "" {
		return "", true // compares like null: never equal to anything
	}
	switch f := at.field; {
	case op == Like || op == NotLike:
		return v, true
	case at.kind == numberKind:
		return v, isDecimal(v)
	case at.kind == boolKind:
		return canonicalBool(v)
	case at.kind == timeKind:
		return canonicalMoment(f.DataType, v)
	case f.CodeFilter || q.Mode == ReadByQuery && f.Codes != nil:
		if label, ok := f.LabelOf(v); ok {
			return label, true
		}
		if f.CodeFilter {
			return v, true
		}
		return "\x00" + v, true // a label where the code is wanted matches nothing
	}
	return v, true
}

// canonicalMoment makes a date and a midnight the same where they mean the same.
func canonicalMoment(t DataType, v string) (string, bool) {
	const midnight = "T00:00:00Z"
	switch {
	case len(v) != 10 && len(v) != 20:
		return "", false
	case t == Date:
		return strings.TrimSuffix(v, midnight), true
	case len(v) == 10:
		return v + midnight, true
	}
	return v, true
}

// matches tests a row.
func (cd *condition) matches(t *table, r ref) bool {
	switch cd.op {
	case And:
		return !slices.ContainsFunc(cd.kids, func(k *condition) bool { return !k.matches(t, r) })
	case Or:
		return slices.ContainsFunc(cd.kids, func(k *condition) bool { return k.matches(t, r) })
	default:
		return cd.test(cd.at.value(t, r))
	}
}

// test tests a value at a leaf.
func (cd *condition) test(v string) bool {
	switch {
	case cd.op == IsNull:
		return v == ""
	case v == "":
		return false
	case cd.op == IsNotNull:
		return true
	case cd.op == Like:
		return cd.like.matches(v)
	case cd.op == NotLike:
		return !cd.like.matches(v)
	case cd.values[0] == "":
		return false
	case cd.op == In || cd.op == NotIn:
		_, listed := slices.BinarySearchFunc(cd.values, v, cd.compare)
		return listed == (cd.op == In)
	case cd.op == Between && cd.values[1] == "":
		return false
	}
	return cd.testOrder(v)
}

func (cd *condition) testOrder(v string) bool {
	c := cd.compare(v, cd.values[0])
	switch cd.op {
	case Equal:
		return c == 0
	case NotEqual:
		return c != 0
	case Less:
		return c < 0
	case LessEq:
		return c <= 0
	case Greater:
		return c > 0
	case GreaterEq:
		return c >= 0
	default: // Between
		return c >= 0 && cd.compare(v, cd.values[1]) <= 0
	}
}

func (cd *condition) compare(a, b string) int { return cd.at.kind.compare(a, b, cd.fold) }
