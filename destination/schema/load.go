package schema

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/intacct"
)

// Load asks the company what an object has.
func Load(ctx context.Context, client Describer, object *intacct.Object) (*Schema, error) {
	definition, err := client.Lookup(ctx, object.Name, "")
	if err != nil {
		return nil, err
	}
	s := New(object, definition)
	for _, owned := range object.Lines {
		line, known := intacct.ObjectNamed(owned.Object)
		if !known {
			line = &intacct.Object{Name: owned.Object}
		}
		described, err := client.Lookup(ctx, owned.Object, "")
		if err != nil {
			return nil, err
		}
		l := &List{Element: owned.Element, Line: owned.Line, Parent: line.ParentKey, Lines: New(line, described), Names: []string{owned.Object}}
		s.Lists.Add(owned.Element, l)
		if !strings.EqualFold(owned.Element, owned.Line) {
			s.Lists.Add(owned.Line, l)
		}
	}
	for _, rule := range []intacct.Rule{object.Write.Create, object.Write.Update} {
		if model := rule.Content(); model != nil {
			s.extend(model)
		}
	}
	s.restrict()
	if model := object.Write.Create.Content(); model != nil {
		s.addStandIns(model, true)
	}
	s.complete()
	s.EachList(func(l *List) { l.Lines.complete() })
	return s, nil
}

// Describer describes objects; it is the client.
type Describer interface {
	Lookup(ctx context.Context, object, docpar string) (*intacct.Definition, error)
}

// New makes a schema of what lookup says.
func New(object *intacct.Object, definition *intacct.Definition) *Schema {
	if object.Key == "" {
		keyed := *object
		keyed.Name, keyed.Key = cmp.Or(definition.Name, object.Name), keyOf(definition)
		object = &keyed
	}
	s := &Schema{Object: object, Fields: canonical.NewIndex[*Field](len(definition.Fields)), Lists: canonical.NewIndex[*List](len(object.Lines)), called: map[string]string{}}
	for _, described := range definition.Fields {
		if !intacct.IsElementName(described.ID) {
			s.nameless = append(s.nameless, described.ID)
			continue
		}
		s.addField(described)
	}
	for _, extra := range object.WriteOnly {
		if _, known := s.Fields.Exact[extra.ID]; !known {
			s.addField(extra.Field)
			s.Fields.Exact[extra.ID].Queryable = false
			s.Fields.Exact[extra.ID].ShownBy = s.Fields.Exact[extra.ShownBy]
		}
	}
	for _, relation := range definition.Relationships {
		if by, known := s.Fields.Find(relation.RelatedBy); known && relation.RelatedBy != "" {
			s.References = append(s.References, reference{Field: by, Object: strings.ToUpper(relation.Object)})
			by.Names, _ = intacct.ObjectNamed(relation.Object)
		}
	}
	return s
}

// complete finds out what fields are to each other.
func (s *Schema) complete() {
	s.addSlots()
	s.pairAmounts()
	s.addAmountStandIns()
}

// keyOf is the key of an object that the table does not have: record numbers
// are RECORDNO in standard objects and id in the company's own.
func keyOf(definition *intacct.Definition) string {
	if f, known := definition.Field("RECORDNO"); known {
		return f.ID
	}
	return "id"
}

func (s *Schema) addField(described intacct.Field) {
	f := &Field{
		ID:        described.ID,
		Path:      strings.Split(described.ID, "."),
		Kind:      canonical.KindOf(described.DataType),
		Choices:   described.ValidValues,
		many:      takesMany(described),
		Money:     isMoney(described),
		words:     s.Object.Words[described.ID],
		Custom:    described.Custom,
		Required:  described.Custom && described.Required || canonical.HasName(s.Object.Needs, described.ID),
		Decimal:   strings.EqualFold(described.DataType, "CURRENCY") || strings.EqualFold(described.DataType, "DECIMAL"),
		Own:       described.ReadOnly && !s.documented(described.ID) || s.reserved(described.ID),
		Queryable: !canonical.HasName(s.Object.NoQuery, described.ID),
	}
	if described.ID == rateType {
		f.Kind = canonical.Text
	}
	s.Ordered = append(s.Ordered, f)
	s.Fields.Add(f.ID, f)
}

// rateType names a type of exchange rate: the documentation writes its name, and
// lookup calls it a number.
const rateType = "EXCH_RATE_TYPE_ID"

// documented reports whether Sage's documentation writes a field, whatever lookup
// says of it.
func (s *Schema) documented(id string) bool {
	return canonical.HasName(s.Object.Needs, id) || canonical.HasName(s.Object.Writes, id)
}

// reserved tells the fields that are never written.
func (s *Schema) reserved(id string) bool {
	return strings.EqualFold(s.Object.Key, id) || canonical.HasName(s.Object.System, id)
}

// takesMany reports whether lookup describes a field that takes several choices
// at once: one of the company's own with choices, or one that lists combinations
// of them.
func takesMany(described intacct.Field) bool {
	combined := slices.ContainsFunc(described.ValidValues, func(value string) bool { return strings.Contains(value, canonical.ChoiceSeparator) })
	return canonical.KindOf(described.DataType) == canonical.Text && (combined || described.Custom && len(described.ValidValues) > 0)
}
