package company

// Mode is which function selects: it decides the name of the operation in
// refusals, which fields are allowed and what filters compare with.
type Mode int

const (
	// Query refuses fields that cannot be queried and compares with labels.
	Query Mode = iota
	// ReadByQuery compares lists with their database codes.
	ReadByQuery
	// Read allows every field and names unknown ones.
	Read
)

// Op is an operator of a filter.
type Op string

// The operators of query. And, Or and Not have children; the others have a
// field and as many values as the gateway allows.
const (
	And       Op = "and"
	Or        Op = "or"
	Not       Op = "not" // readByQuery only
	Equal     Op = "equalto"
	NotEqual  Op = "notequalto"
	Less      Op = "lessthan"
	LessEq    Op = "lessthanorequalto"
	Greater   Op = "greaterthan"
	GreaterEq Op = "greaterthanorequalto"
	Between   Op = "between"
	In        Op = "in"
	NotIn     Op = "notin"
	Like      Op = "like"
	NotLike   Op = "notlike"
	IsNull    Op = "isnull"
	IsNotNull Op = "isnotnull"
)

// Filter is a condition or a group of conditions.
type Filter struct {
	Op       Op
	Field    string
	Values   []string // canonical text
	Children []*Filter
}

// Column is one thing to select: a field, or an aggregate of one.
type Column struct {
	Field string // may be dotted
	Func  string // "", count, sum, avg, min or max
}

// Order is one sort key.
type Order struct {
	Field      string
	Descending bool
}

// Selection is a query. Without Order the rows come in an order that is the
// same every time but is not that of any field.
type Selection struct {
	Object          string
	Mode            Mode
	Columns         []Column
	Filter          *Filter
	Order           []Order
	CaseInsensitive bool
	DocPar          string
	Offset          int
	Limit           int // 0: no limit
}
