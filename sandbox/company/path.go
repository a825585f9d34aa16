package company

import (
	"strings"
)

// path is a column that is found: a field of the object itself, or of one that
// relations lead to.
type path struct {
	name      string // as asked
	hops      []hop
	table     *table // where the field is
	ordinal   int
	field     *Field
	kind      kind
	otherwise *path // where the value is if the record has none; nil if nowhere
}

// hop is one relation on the way.
type hop struct {
	via    int // the field that holds the target's key
	target *table
	by     int // the field of the target that it matches
}

// value follows the path from a row; a relation that leads nowhere is null.
func (p *path) value(t *table, r ref) string {
	for _, h := range p.hops {
		v := t.value(r, h.via)
		next, ok := h.target.follow(h.by, v)
		if !ok {
			return ""
		}
		t, r = h.target, next
	}
	if v := t.value(r, p.ordinal); v != "" || p.otherwise == nil {
		return v
	}
	return p.otherwise.value(t, r)
}

// follow finds the row a relation leads to.
func (t *table) follow(by int, value string) (ref, bool) {
	if by == t.keyOrd {
		return t.findKey(value)
	}
	return t.findValue(by, value)
}

// local reports whether the field is the row's own.
func (p *path) local() bool { return len(p.hops) == 0 && p.otherwise == nil }

// resolve finds a column. A name may be that of a dotted field; else its first
// part is a relation. Only one hop may stay in the same object (a parent): the
// gateway refuses more.
func (c *Company) resolve(t *table, name, docPar string) (*path, bool) {
	p := &path{name: name, table: t}
	rest, climbed := name, false
	for {
		if i := p.table.object.Ordinal(rest); i >= 0 {
			f := &p.table.object.Fields[i]
			if f.DocPar != "" && !strings.EqualFold(f.DocPar, docPar) {
				return nil, false
			}
			p.ordinal, p.field, p.kind, p.otherwise = i, f, kindOf(f.DataType), c.following(p.table, f)
			return p, true
		}
		step, after, dotted := strings.Cut(rest, ".")
		relation, ok := p.table.object.Relation(step)
		if !dotted || !ok {
			return nil, false
		}
		target, ok := c.table(relation.Object)
		if !ok || target == p.table && climbed {
			return nil, false
		}
		climbed = climbed || target == p.table
		p.hops = append(p.hops, hop{
			via:    p.table.object.Ordinal(relation.Via),
			target: target,
			by:     target.object.Ordinal(relation.Target),
		})
		p.table, rest = target, after
	}
}

// following is where the value of a field of t is if a record has none.
func (c *Company) following(t *table, f *Field) *path {
	if f.Follow == nil {
		return nil
	}
	target, ok := c.table(f.Follow.Object)
	if !ok || target == t {
		return nil
	}
	to := hop{via: t.object.Ordinal(f.Follow.Via), target: target, by: target.object.Ordinal(f.Follow.By)}
	i := target.object.Ordinal(f.Follow.Field)
	if to.by < 0 || i < 0 {
		return nil
	}
	return &path{name: f.ID, hops: []hop{to}, table: target, ordinal: i, field: f, kind: kindOf(f.DataType)}
}
