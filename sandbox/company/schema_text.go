package company

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

// schemaText is the catalogue; its first lines tell its form.
//
//go:embed schema.txt
var schemaText string

// moreText is what lookup does not say.
//
//go:embed schema_more.txt
var moreText string

// liveText is what lookup says at a live company.
//
//go:embed schema_live.txt
var liveText string

var typeLetters = map[byte]DataType{
	't': Text, 'i': Integer, 'n': Decimal, 'c': Currency, 'p': Percent, 'd': Date, 's': Timestamp,
	'b': Boolean, 'B': Boolean, 'e': Enum, 'q': Sequence, 'o': Nested, 'l': List,
}

// StandardSchema is every object of the published catalogue, fresh for the
// caller to extend with custom objects and fields.
func StandardSchema() *Schema { return standard().clone() }

// standard is read once, for all companies of the process.
var standard = sync.OnceValue(func() *Schema {
	s := &Schema{objects: make(map[string]*Object, 330)}
	s.read(schemaText)
	s.read(moreText)
	s.readLive(liveText)
	for _, o := range s.order {
		s.adopt(o)
	}
	for _, o := range s.order {
		s.link(o)
	}
	for _, o := range s.order {
		s.settle(o)
	}
	// Details are nobody's lines, but belong to the entity of their journal entry.
	if details, ok := s.objects[detailObject]; ok {
		details.Parent, details.ParentKey = "GLBATCH", "BATCHKEY"
	}
	for _, o := range s.order {
		s.follow(o)
	}
	return s
})

// clone is a schema whose objects can be extended without changing s.
func (s *Schema) clone() *Schema {
	c := &Schema{objects: make(map[string]*Object, len(s.objects)), types: slices.Clip(s.types)}
	for _, o := range s.order {
		own := *o
		own.Fields, own.Relations = slices.Clip(o.Fields), slices.Clip(o.Relations)
		c.objects[strings.ToUpper(o.Name)] = &own
		c.order = append(c.order, &own)
	}
	return c
}

// read adds what a text says to the schema.
func (s *Schema) read(text string) {
	for text != "" {
		var paragraph string
		paragraph, text, _ = strings.Cut(text, "\n\n")
		switch paragraph[0] {
		case '@':
			s.readObject(paragraph)
		case '&':
			s.readMore(paragraph)
		case '=':
			s.readTypes(paragraph)
		}
	}
}

// readMore gives an object what it does not have yet, and a natural key if the
// paragraph names one.
func (s *Schema) readMore(paragraph string) {
	head, rest, _ := strings.Cut(paragraph[1:], "\n")
	h := columns(head)
	o := s.objects[h[0]]
	if h[1] != "" {
		o.NaturalKey = h[1]
	}
	for line := range strings.SplitSeq(rest, "\n") {
		c := columns(line)
		switch i := o.Ordinal(c[0]); {
		case i < 0:
			o.readLine(line)
			o.buildIndex()
		case c[1] == "?":
			o.Fields[i].Required = false
		case strings.HasPrefix(c[1], "="):
			o.Fields[i].DataType = typeLetters[c[1][1]]
		}
	}
}

func (s *Schema) readObject(paragraph string) {
	head, rest, _ := strings.Cut(paragraph, "\n")
	h := columns(head[1:])
	module, internal := strings.CutPrefix(h[2], "-")
	o := &Object{
		Name: h[0], Label: h[1], Module: module, Key: h[3], NaturalKey: h[4], Cursor: h[5],
		Audit: AuditForm(h[6]), Internal: internal,
	}
	o.Fields = make([]Field, 0, strings.Count(rest, "\n")+1)
	for line := range strings.SplitSeq(rest, "\n") {
		o.readLine(line)
	}
	o.buildIndex()
	s.objects[strings.ToUpper(o.Name)] = o
	s.order = append(s.order, o)
}

func (o *Object) readLine(line string) {
	if line == "" {
		return
	}
	switch c := columns(line); line[0] {
	case '+':
		o.Relations = append(o.Relations, Relation{Path: c[0][1:], Object: c[1], Via: c[2]})
	case '>':
		line := c[4]
		if line == "" {
			line = strings.ToLower(c[1])
		}
		o.Owned = append(o.Owned, Owned{Element: c[0][1:], Object: c[1], Line: line, ForeignKey: c[2], HeaderKey: c[3]})
	default:
		o.Fields = append(o.Fields, readField(c))
	}
}

func readField(c [7]string) Field {
	kind := c[1]
	f := Field{ID: c[0], Label: c[2], DataType: typeLetters[kind[0]], ShortBool: kind[0] == 'B'}
	f.Queryable = f.DataType != Nested && f.DataType != List
	for _, flag := range kind[1:] {
		switch flag {
		case '*':
			f.Required = true
		case '!':
			f.ReadOnly = true
		case '-':
			f.Queryable = false
		case 'w':
			f.WriteOnly, f.Queryable = true, false
		case '#':
			f.CodeFilter = true
		}
	}
	if c[3] != "" {
		f.readValues(c[3])
	}
	return f
}

func (f *Field) readValues(list string) {
	for value := range strings.SplitSeq(list, "|") {
		label, code, coded := strings.Cut(value, "=")
		f.ValidValues = append(f.ValidValues, label)
		if coded {
			f.Codes = append(f.Codes, code)
		}
	}
}

func (s *Schema) readTypes(paragraph string) {
	for line := range strings.SplitSeq(strings.TrimSpace(paragraph), "\n") {
		c := columns(line[1:])
		s.types = append(s.types, TypeName{Name: c[0], Label: c[1], Module: c[2]})
	}
}

// columns cuts a line at its tabs; missing columns are empty.
func columns(line string) (c [7]string) {
	for i := range c {
		var more bool
		if c[i], line, more = strings.Cut(line, "\t"); !more {
			break
		}
	}
	return c
}
