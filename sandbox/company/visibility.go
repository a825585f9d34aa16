package company

import (
	"slices"
	"strings"
)

// visibilityOf makes the condition that a viewer puts on every row: the top
// level sees what is shared and all entities that are not private, an entity
// sees what is shared and its own. Nil when nothing is hidden.
func (q *query) visibilityOf() *condition {
	if q.viewer.Entity == "" {
		if q.viewer.ShowPrivate || len(q.c.privateEntities()) == 0 {
			return nil
		}
	}
	if q.ownerOf(q.table, nil) == nil {
		return nil
	}
	if s := q.table.rows; s.count() > 0 && !slices.ContainsFunc(s.Entities, func(e string) bool { return !q.viewerSees(e) }) {
		q.allComputedSeen = true
	}
	sign := "visible\x00" + q.viewer.Entity + "\x00" + strings.Join(q.c.privateEntities(), "\x00")
	return &condition{op: Equal, sign: sign}
}

// viewerSees decides for the rows of an entity.
func (q *query) viewerSees(entity string) bool {
	switch {
	case entity == "":
		return true
	case q.viewer.Entity != "":
		return entity == q.viewer.Entity
	default:
		return q.viewer.ShowPrivate || !slices.Contains(q.c.privateEntities(), entity)
	}
}

// sees decides for a stored row.
func (q *query) sees(r ref) bool {
	return q.visible == nil || q.viewerSees(q.owner(r))
}

// ownerOf finds how a table's rows tell their entity: by a field of their own,
// or by that of their header. Nil when they have none and are shared.
func (q *query) ownerOf(t *table, seen []*table) func(ref) string {
	if i := t.object.Ordinal("MEGAENTITYID"); i >= 0 {
		return func(r ref) string { return t.value(r, i) }
	}
	parent, ok := q.c.table(t.object.Parent)
	if !ok || slices.Contains(seen, parent) {
		return nil
	}
	ofParent := q.ownerOf(parent, append(seen, t))
	via := t.object.Ordinal(t.object.ParentKey)
	if ofParent == nil || via < 0 {
		return nil
	}
	return func(r ref) string {
		if r.row == nil && t.rows.Entity != nil {
			return t.rows.Entity(r.index)
		}
		if header, ok := parent.findKey(t.value(r, via)); ok {
			return ofParent(header)
		}
		return ""
	}
}

// privateEntities are the ids of entities hidden from the top level.
func (c *Company) privateEntities() []string { return c.private }
