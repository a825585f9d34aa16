package stream

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/state"
)

// Rows identifies what chooses among the object's records; "" if all are the
// stream's. A state is good only for the records it was made of.
func (st *Stream) Rows() string {
	if len(st.Scope) == 0 && st.Docpar == "" {
		return ""
	}
	parts := []string{st.Docpar}
	for _, c := range st.Scope {
		parts = append(parts, strings.Join(append([]string{c.field, string(c.operator)}, c.values...), "\x00"))
	}
	return state.ShortHash(strings.Join(parts, "\x01"))
}

// scopeOf is what chooses the records of a definition: its own nature, and the
// configuration.
func (c Definition) scopeOf(def *intacct.Definition, st *Stream, s *config.Settings) ([]condition, error) {
	var scope []condition
	if c.Audited != "" {
		scope = append(scope, auditConditions(c.Audited, s.Naming)...)
	}
	if c.docpar != "" {
		field, err := documentPath(def, c.Row)
		if err != nil {
			return nil, err
		}
		scope = append(scope, condition{field: field, operator: "=", values: []string{c.docpar}})
	}
	if s.ExcludeDrafts {
		scope = append(scope, draftConditions(def, c.Row)...)
	}
	for _, f := range s.Filters {
		if !strings.EqualFold(ownName(f.Object), c.Object) {
			continue
		}
		chosen, err := conditionOf(f, def, st)
		if err != nil {
			return nil, err
		}
		scope = append(scope, chosen)
	}
	return scope, nil
}

// documentPath is the field that tells the definition of a document, or of the
// document that a line belongs to.
func documentPath(def *intacct.Definition, row *intacct.Object) (string, error) {
	if row.Parent == "" {
		return documentField, nil
	}
	if path := parentPath(def, row); path != "" {
		return path + "." + documentField, nil
	}
	return "", airbyte.Errorf(airbyte.ConfigError, "%s: the company shows no way from a line to its %s, so that lines cannot be told apart by document type", row.Name, row.Parent)
}

// The state of a document that nobody has posted yet.
const (
	stateField = "STATE"
	stateDraft = "Draft"
)

// draftConditions leave drafts out, and their lines, where the gateway shows
// the way from a line to its document.
func draftConditions(def *intacct.Definition, row *intacct.Object) []condition {
	field := ""
	state, has := def.Field(stateField)
	switch {
	case has && (slices.Contains(state.ValidValues, stateDraft) || row != nil && row.Drafts):
		field = state.ID
	case row != nil && hasDrafts(row.Parent):
		if path := parentPath(def, row); path != "" {
			field = path + "." + stateField
		}
	}
	if field == "" {
		return nil
	}
	return []condition{{field: field, operator: "!=", values: []string{stateDraft}, orNull: true}}
}

// hasDrafts reports whether records of an object may be drafts.
func hasDrafts(object string) bool {
	row, known := intacct.ObjectNamed(object)
	return known && row.Drafts
}

// conditionOf makes sure that a filter can be asked.
func conditionOf(f config.RowFilter, def *intacct.Definition, st *Stream) (condition, error) {
	c := condition{field: f.Field, operator: f.Operator, values: slices.Clone(f.Values)}
	if path, _, related := strings.Cut(f.Field, "."); related && st.column(f.Field) == nil {
		known := slices.ContainsFunc(def.Relationships, func(r intacct.Relationship) bool { return strings.EqualFold(r.Path, path) })
		if !known {
			return c, filterProblem(f, "the object is related to nothing called %s", path)
		}
		return c, nil
	}
	if c.column = cmp.Or(st.column(f.Field), st.property(f.Field)); c.column == nil {
		field, known := def.Field(f.Field)
		if known && !intacct.IsElementName(field.ID) {
			return c, filterProblem(f, "the id of the field is no name of an XML element, so that neither query nor reply can hold it; filter by another field")
		}
		if known {
			return c, filterProblem(f, "the gateway refuses to query the field")
		}
		return c, filterProblem(f, "the object has no such field")
	}
	c.field = c.column.Field
	if f.Operator == "like" || f.Operator == "not like" {
		return c, nil
	}
	for i, value := range f.Values {
		text, ok := c.column.Canonical(value)
		if !ok {
			return c, filterProblem(f, "the value %q is not %s", value, c.column.Kind)
		}
		c.values[i] = text
	}
	return c, nil
}

func filterProblem(f config.RowFilter, format string, args ...any) error {
	return airbyte.Errorf(airbyte.ConfigError, "filters: %s.%s: %s", ownName(f.Object), f.Field, fmt.Sprintf(format, args...))
}
