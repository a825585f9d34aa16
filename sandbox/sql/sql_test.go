package sql_test

import (
	"fmt"
	"strings"
	"testing"

	"airbyte-sage-intacct/sandbox/company"
	"airbyte-sage-intacct/sandbox/sql"
)

// asIs takes every literal, except for what is plainly no date.
func asIs(_ string, _ company.Op, text string) (string, bool) { return text, text != "bad" }

// spell writes a filter on one line.
func spell(f *company.Filter) string {
	if f == nil {
		return "all"
	}
	if len(f.Children) == 0 {
		return strings.TrimSpace(fmt.Sprintf("%s %s %s", f.Field, f.Op, strings.Join(f.Values, "|")))
	}
	var inner []string
	for _, child := range f.Children {
		inner = append(inner, spell(child))
	}
	return string(f.Op) + "(" + strings.Join(inner, ", ") + ")"
}

func TestParseSQL(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"", "all"},
		{"  ", "all"},
		{"STATE = 'A'", "STATE equalto A"},
		{`STATE <> "Draft"`, "STATE notequalto Draft"},
		{"A = 1 and B >= -2.5", "and(A equalto 1, B greaterthanorequalto -2.5)"},
		{"A=1 or B=2 AND C=3", "or(A equalto 1, and(B equalto 2, C equalto 3))"},
		{"(A=1 or B=2) and C=3", "and(or(A equalto 1, B equalto 2), C equalto 3)"},
		{"not (A=1)", "not(A equalto 1)"},
		{"NAME like 'O\\'Brien%'", "NAME like O'Brien%"},
		{"NAME = 'O''Brien'", "NAME equalto O'Brien"},
		{"NAME not like '%x%'", "NAME notlike %x%"},
		{"A in ('x', 'y') or A not in (1)", "or(A in x|y, A notin 1)"},
		{"A is null and B is not null", "and(A isnull, B isnotnull)"},
		{"VENDOR.TERM.NAME = 'N30'", "VENDOR.TERM.NAME equalto N30"},
		{"ONHOLD = true", "ONHOLD equalto true"},
	} {
		q, err := sql.Parse(test.text, asIs)
		if err != nil {
			t.Errorf("%s: %v", test.text, err)
			continue
		}
		if got := spell(q.Filter); got != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.text, got, test.want)
		}
	}
}

func TestParseSQLRefuses(t *testing.T) {
	for _, text := range []string{
		"A", "A =", "= 1", "A = 1 B = 2", "A = 'open", "(A = 1", "A = 1)", "A in ()", "A in (1", "A in 1", "A is 1",
		"A not is null", "A = 1 ORDER BY A", "A = B", "select 1", "A = 1; drop", "A like", "not", "A = 'bad'",
		"rownum > 3", "rownum < 'x'", strings.Repeat("(", 200) + "A=1" + strings.Repeat(")", 200), strings.Repeat("not ", 500) + "A=1",
	} {
		if q, err := sql.Parse(text, asIs); err == nil {
			t.Errorf("%.40q was read as %s", text, spell(q.Filter))
		}
	}
}

func TestRowNumberLimitsRows(t *testing.T) {
	for text, want := range map[string]int{
		"rownum <= 5": 5, "ROWNUM < 5": 4, "A = 1 and rownum < 3": 2, "rownum <= 9 and A = 1 and rownum <= 7": 7,
	} {
		q, err := sql.Parse(text, asIs)
		if err != nil || q.Rows != want {
			t.Errorf("%s: %d rows, %v; want %d", text, q.Rows, err, want)
		}
		if strings.Contains(strings.ToLower(spell(q.Filter)), "rownum") {
			t.Errorf("%s: rownum is left in %s", text, spell(q.Filter))
		}
	}
}

func FuzzSQL(f *testing.F) {
	for _, seed := range []string{"A = 'x' and (B in (1,2) or not C is null)", "rownum < 3", `A like "\"%"`, "((", "A=1 or"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q, err := sql.Parse(text, asIs)
		if err != nil {
			return
		}
		// What can be read means the same when written out again.
		again, err := sql.Parse(unparse(q.Filter), asIs)
		if err != nil {
			t.Fatalf("%q: written out as %q: %v", text, unparse(q.Filter), err)
		}
		if q.Filter != nil && spell(q.Filter) != spell(again.Filter) {
			t.Errorf("%q: %s became %s", text, spell(q.Filter), spell(again.Filter))
		}
	})
}

// operators are the comparisons as unparse writes them.
var operators = map[string]company.Op{
	"=": company.Equal, "<>": company.NotEqual, "<": company.Less, "<=": company.LessEq,
	">": company.Greater, ">=": company.GreaterEq,
}

// unparse writes a filter as query text.
func unparse(f *company.Filter) string {
	if f == nil {
		return ""
	}
	quote := func(values []string) string {
		var quoted []string
		for _, v := range values {
			quoted = append(quoted, "'"+strings.ReplaceAll(strings.ReplaceAll(v, `\`, `\\`), "'", `\'`)+"'")
		}
		return strings.Join(quoted, ", ")
	}
	switch f.Op {
	case company.And, company.Or:
		var parts []string
		for _, child := range f.Children {
			parts = append(parts, "("+unparse(child)+")")
		}
		return strings.Join(parts, " "+string(f.Op)+" ")
	case company.Not:
		return "not (" + unparse(f.Children[0]) + ")"
	case company.IsNull:
		return f.Field + " is null"
	case company.IsNotNull:
		return f.Field + " is not null"
	case company.In:
		return f.Field + " in (" + quote(f.Values) + ")"
	case company.NotIn:
		return f.Field + " not in (" + quote(f.Values) + ")"
	case company.Like:
		return f.Field + " like " + quote(f.Values)
	case company.NotLike:
		return f.Field + " not like " + quote(f.Values)
	}
	for symbol, op := range operators {
		if op == f.Op {
			return f.Field + " " + symbol + " " + quote(f.Values)
		}
	}
	return "?"
}
