package intacct

import "strings"

// Model is the content of a legacy function, or of an element inside one. The
// gateway validates legacy functions against a schema: an element in the wrong
// place fails the whole request.
//
// In the tables, a model is written as in the documentation of XML schemas,
// with what we add in between:
//
//	vendorid, datecreated=WHENCREATED, memo=ENTRYDESCRIPTION/MEMO?, (a | b)
//
// "," is a sequence, "|" a choice, "&" any order; "?" optional, "*" any number,
// "+" at least one. "=" names the object's fields that an element carries, the
// first that has a value first; without it, it is the element's name in capitals.
// 'text' after a name is what to send where the schema demands an element and
// the record has none; {…} is the element's content, @x its attribute for a
// line's number.
type Model struct {
	Group Group
	Parts []Part
}

// Group is how the parts of a model go together.
type Group uint8

// The parts of a model come one after the other, or one of them, or all of
// them in any order.
const (
	Sequence Group = iota
	Choice
	AnyOrder
)

// Part is an element or a model nested in parentheses.
type Part struct {
	Element *Element
	Model   *Model
	Needed  bool // the schema demands it
	Many    bool // it may repeat
}

// Element is one element of a model.
type Element struct {
	Name    string
	Fields  []string // the object's fields it may carry, in order of preference
	Default string
	Attr    string // for lines that exist: the attribute for a line's number
	Content *Model // nil for a text
	Date    bool   // its content is year, month and day
}

// List reports whether the element holds a list of lines rather than more
// elements of the same record.
func (e *Element) List() bool {
	if e.Content == nil {
		return false
	}
	for _, p := range e.Content.Parts {
		if p.Many {
			return true
		}
	}
	return false
}

// Elements are the model's own elements in order, whatever their grouping.
func (m *Model) Elements() []*Element {
	var all []*Element
	for _, p := range m.Parts {
		if p.Model != nil {
			all = append(all, p.Model.Elements()...)
			continue
		}
		all = append(all, p.Element)
	}
	return all
}

// Arrange chooses the elements to send, in the schema's order, for a record
// that has the elements for which given says so (texts and lists). Of a choice
// it takes one branch. What the schema demands and the record has not is sent
// where the model knows a Default, or as an empty element where that stands
// for "the usual"; all else is for the gateway to miss.
func (m *Model) Arrange(given func(*Element) bool) []*Element {
	if m.Group == Choice {
		return m.choose(given)
	}
	var chosen []*Element
	for _, p := range m.Parts {
		if p.touched(given) || p.Needed && p.standsAlone() {
			chosen = append(chosen, p.arrange(given)...)
		}
	}
	return chosen
}

// choose takes the first branch of which the record has something, else the
// first that can do without.
func (m *Model) choose(given func(*Element) bool) []*Element {
	for _, p := range m.Parts {
		if p.touched(given) {
			return p.arrange(given)
		}
	}
	for _, p := range m.Parts {
		if p.standsAlone() {
			return p.arrange(given)
		}
	}
	return nil
}

// Lacks lists what the schema demands and the record has not: for each such
// place the elements of which one would do.
func (m *Model) Lacks(given func(*Element) bool) [][]*Element {
	if m.Group == Choice {
		return m.lacksChoice(given)
	}
	var lacks [][]*Element
	for _, p := range m.Parts {
		switch {
		case p.Model != nil && (p.Needed || p.touched(given)):
			lacks = append(lacks, p.Model.Lacks(given)...)
		case p.Element != nil && p.Needed && !p.touched(given) && !p.standsAlone():
			lacks = append(lacks, []*Element{p.Element})
		}
	}
	return lacks
}

func (m *Model) lacksChoice(given func(*Element) bool) [][]*Element {
	var first []*Element
	for _, p := range m.Parts {
		switch {
		case p.touched(given) && p.Model != nil:
			return p.Model.Lacks(given)
		case p.touched(given):
			return nil
		}
	}
	for _, p := range m.Parts {
		switch {
		case p.standsAlone():
			return nil
		case p.Element != nil:
			first = append(first, p.Element)
		default:
			first = append(first, p.Model.Elements()[0])
		}
	}
	return [][]*Element{first}
}

func (p Part) arrange(given func(*Element) bool) []*Element {
	if p.Model != nil {
		return p.Model.Arrange(given)
	}
	return []*Element{p.Element}
}

// touched reports whether the record has anything of the part.
func (p Part) touched(given func(*Element) bool) bool {
	switch {
	case p.Model != nil:
		return p.Model.Touched(given)
	case p.Element.Content == nil || p.Element.List():
		return given(p.Element)
	default:
		return p.Element.Content.Touched(given)
	}
}

// Touched reports whether the record has anything of the model.
func (m *Model) Touched(given func(*Element) bool) bool {
	for _, p := range m.Parts {
		if p.touched(given) {
			return true
		}
	}
	return false
}

// standsAlone reports whether the part can be sent without anything of the
// record.
func (p Part) standsAlone() bool {
	if p.Element != nil {
		return p.Element.Default != "" || p.Element.Content != nil && !p.Element.List()
	}
	for _, inner := range p.Model.Parts {
		if inner.standsAlone() {
			return true
		}
	}
	return false
}

// isDate tells the elements that hold a year, a month and a day: their names
// say so (api.xsd 3.0: datecreated, dateposted, checkdate, exchratedate, …).
func isDate(name string) bool {
	return strings.HasPrefix(name, "date") || strings.HasSuffix(name, "date")
}
