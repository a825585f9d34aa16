package destination

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"airbyte-sage-intacct/intacct"
)

// field is one field of an object, as far as writing goes.
type field struct {
	id        string
	path      []string // elements that lead to it: DISPLAYCONTACT, PRINTAS
	kind      kind
	choices   []string          // valid values, if lookup names them
	many      bool              // it takes several of them
	stands    *field            // of one that is only shown: the field whose value it has
	mapped    bool              // it is taken for that field where it stands alone
	money     bool              // an amount, which Intacct rounds to what its currency has
	inBase    bool              // in the base currency, because another field has it in the transaction's
	own       bool              // Intacct's to set, not ours
	custom    bool              // the company's own
	required  bool              // lookup says that a record needs it
	decimal   bool              // an amount, a price or another number with decimals
	words     map[string]string // what people call its values, in small letters
	queryable bool
	names     *intacct.Object // the object whose records it names; nil if it names none, or nobody knows
	shownBy   *field          // where its value can be read, if not in itself
	slot      *slot           // of a field that brings the name of another record
}

// schema is what can be written of an object: its fields as lookup names them
// in this company, and the lines it owns.
type schema struct {
	object     *intacct.Object
	fields     index[*field]
	ordered    []*field
	lists      index[*list]
	references []reference
	called     map[string]string // what other names of legacy functions are called in the object
	nameless   []string          // fields whose ids no request can hold
}

// list is a collection of lines that travels inside its parent.
type list struct {
	element string // APBILLITEMS
	line    string // APBILLITEM
	parent  string // the line's field that holds the parent's key
	lines   *schema
	names   []string // what an object is called that holds lines, besides these
}

// reference is a field that names a record of another object, or of its own.
type reference struct {
	field  *field
	object string
}

// looker describes objects; it is the client.
type looker interface {
	Lookup(ctx context.Context, object, docpar string) (*intacct.Definition, error)
}

// loadSchema asks the company what an object has.
func loadSchema(ctx context.Context, client looker, object *intacct.Object) (*schema, error) {
	definition, err := client.Lookup(ctx, object.Name, "")
	if err != nil {
		return nil, err
	}
	s := newSchema(object, definition)
	for _, owned := range object.Lines {
		line, known := intacct.ObjectNamed(owned.Object)
		if !known {
			line = &intacct.Object{Name: owned.Object}
		}
		described, err := client.Lookup(ctx, owned.Object, "")
		if err != nil {
			return nil, err
		}
		l := &list{element: owned.Element, line: owned.Line, parent: line.ParentKey, lines: newSchema(line, described), names: []string{owned.Object}}
		s.lists.add(owned.Element, l)
		if !strings.EqualFold(owned.Element, owned.Line) {
			s.lists.add(owned.Line, l)
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
	s.eachList(func(l *list) { l.lines.complete() })
	return s, nil
}

// complete finds out what fields are to each other.
func (s *schema) complete() {
	s.addSlots()
	s.pairAmounts()
	s.addAmountStandIns()
}

func newSchema(object *intacct.Object, definition *intacct.Definition) *schema {
	if object.Key == "" {
		keyed := *object
		keyed.Name, keyed.Key = cmp.Or(definition.Name, object.Name), keyOf(definition)
		object = &keyed
	}
	s := &schema{object: object, fields: newIndex[*field](len(definition.Fields)), lists: newIndex[*list](len(object.Lines)), called: map[string]string{}}
	for _, described := range definition.Fields {
		if !intacct.IsElementName(described.ID) {
			s.nameless = append(s.nameless, described.ID)
			continue
		}
		s.addField(described)
	}
	for _, extra := range object.WriteOnly {
		if _, known := s.fields.exact[extra.ID]; !known {
			s.addField(extra.Field)
			s.fields.exact[extra.ID].queryable = false
			s.fields.exact[extra.ID].shownBy = s.fields.exact[extra.ShownBy]
		}
	}
	for _, relation := range definition.Relationships {
		if by, known := s.fields.find(relation.RelatedBy); known && relation.RelatedBy != "" {
			s.references = append(s.references, reference{field: by, object: strings.ToUpper(relation.Object)})
			by.names, _ = intacct.ObjectNamed(relation.Object)
		}
	}
	return s
}

// unknown says why a name is no field that can be written.
func (s *schema) unknown(name string) string {
	if slices.ContainsFunc(s.nameless, func(id string) bool { return normal(id) == normal(name) }) {
		return "cannot be written, because its id is no name of an XML element and no request can hold it"
	}
	if other := s.called[normal(name)]; other != "" {
		return "is not a field of " + s.object.Name + ", where it is called " + other
	}
	return "is not a field of " + s.object.Name
}

// keyOf is the key of an object that the table does not have: record numbers
// are RECORDNO in standard objects and id in the company's own.
func keyOf(definition *intacct.Definition) string {
	if f, known := definition.Field("RECORDNO"); known {
		return f.ID
	}
	return "id"
}

func (s *schema) addField(described intacct.Field) {
	f := &field{
		id:        described.ID,
		path:      strings.Split(described.ID, "."),
		kind:      kindOf(described.DataType),
		choices:   described.ValidValues,
		many:      takesMany(described),
		money:     isMoney(described),
		words:     s.object.Words[described.ID],
		custom:    described.Custom,
		required:  described.Required,
		decimal:   strings.EqualFold(described.DataType, "CURRENCY") || strings.EqualFold(described.DataType, "DECIMAL"),
		own:       described.ReadOnly || s.reserved(described.ID),
		queryable: !named(s.object.NoQuery, described.ID),
	}
	s.ordered = append(s.ordered, f)
	s.fields.add(f.id, f)
}

// reserved tells the fields that are never written.
func (s *schema) reserved(id string) bool {
	return strings.EqualFold(s.object.Key, id) || named(s.object.System, id)
}

// named tells whether a name is in a list, in any letter case.
func named(names []string, name string) bool {
	for _, candidate := range names {
		if strings.EqualFold(candidate, name) {
			return true
		}
	}
	return false
}

// key is the field by which Intacct itself tells records apart.
func (s *schema) key() *field {
	f, _ := s.fields.find(s.object.Key)
	return f
}

func (s *schema) eachList(do func(*list)) {
	var done []*list
	for _, l := range s.lists.exact {
		if !slices.Contains(done, l) {
			done = append(done, l)
			do(l)
		}
	}
}

// handles are the fields by which legacy functions name a record.
func (s *schema) handles() []*field {
	var list []*field
	for _, rule := range []intacct.Rule{s.object.Write.Update, s.object.Write.Delete} {
		if f, known := s.fields.find(rule.KeyField); known && rule.KeyField != "" {
			list = append(list, f)
		}
	}
	return list
}

// status is the field that makes a record inactive; nil if there is none.
func (s *schema) status() *field {
	return s.fields.exact["STATUS"]
}
