package unified

import (
	"cmp"
	"slices"
	"strings"
)

// Members that no field of a table describes.
const (
	kindName   = "type"
	customName = "customFields"
)

// Key and Cursor are the members by which records are known and by which their
// changes are followed. Where a table stands for several objects, Type belongs
// to the key.
const (
	Key    = "id"
	Type   = kindName
	Cursor = "updatedAt"
)

// A View is what somebody wants of a table's records, of one of its objects.
type View struct {
	table  *Table
	kind   string          // what the type of all records is; "" if they have none
	wanted map[string]bool // members; nil is all of them
}

// View looks at a table's records of an object. wanted are the members that are
// shown, beside those that a record is known by; none are all.
func (t *Table) View(object string, wanted []string) *View {
	v := &View{table: t}
	for _, o := range t.Objects {
		if strings.EqualFold(o.Name, object) {
			v.kind = o.Kind
		}
	}
	if len(wanted) > 0 {
		v.wanted = map[string]bool{Key: true, Cursor: true, kindName: v.kind != ""}
		for _, name := range wanted {
			v.wanted[name] = true
		}
	}
	return v
}

func (v *View) shows(name string) bool { return v.wanted == nil || v.wanted[name] }

// Custom says whether the company's own fields are shown.
func (v *View) Custom() bool { return v.table.Function == "" && v.shows(customName) }

// Kind is the type of all records of the view, "" where they have none.
func (v *View) Kind() string { return v.kind }

// Part is what is read of an object for a view: fields that may be absent from
// a company, each with its type in the unified schema.
type Part struct {
	Element string // of lines: what they are in Intacct's records; "" for the records themselves
	Object  string // of lines
	Fields  []PartField
}

// PartField is a field of Intacct's that is read. Members are where it is shown.
type PartField struct {
	Name    string
	Kind    Kind
	Members []string
}

// Record is what is read of the records themselves.
func (v *View) Record() Part {
	p := &Part{}
	p.fields(v.table.Fields, v.shows, "")
	p.references(v.table.References, v.shows, "")
	for _, s := range v.table.Spreads {
		for _, c := range s.Cases {
			for _, part := range s.Parts {
				if v.shows(s.Name) {
					p.add(c.Prefix+part.Intacct, part.Kind, s.Name)
				}
			}
		}
	}
	return *p
}

// Lines is what is read of the lines. Lists of the same lines are one part.
func (v *View) Lines() []Part {
	all := func(string) bool { return true }
	var parts []*Part
	for i := range v.table.Lists {
		l := &v.table.Lists[i]
		if !v.shows(l.Name) {
			continue
		}
		at := slices.IndexFunc(parts, func(p *Part) bool { return p.Element == l.Element })
		if at < 0 {
			at, parts = len(parts), append(parts, &Part{Element: l.Element, Object: l.Object})
		}
		p := parts[at]
		p.fields(l.Fields, all, l.Name)
		p.references(l.References, all, l.Name)
		if l.Sides {
			p.add(sideField, Text, l.Name)
			p.add(amountField, Number, l.Name)
		}
		for _, other := range v.table.Lists {
			if other.Element == l.Element {
				p.add(other.Needs, Text, l.Name)
			}
		}
	}
	list := make([]Part, len(parts))
	for i, p := range parts {
		list[i] = *p
	}
	return list
}

// fields adds the fields of a table or a list, which are shown as themselves, or
// as the list.
func (p *Part) fields(fields []Field, shows func(string) bool, as string) {
	for _, f := range fields {
		if f.Name == "" || f.Lines || !shows(f.Name) {
			continue
		}
		from := f.From
		if from == nil {
			from = []string{f.Intacct}
		}
		for _, name := range from {
			p.add(name, f.Kind, cmp.Or(as, f.Name))
		}
	}
}

func (p *Part) references(references []Reference, shows func(string) bool, as string) {
	for i := range references {
		r := &references[i]
		if r.Lines {
			continue
		}
		for j, names := range [][]string{r.ID, r.Number, r.Title} {
			if len(names) > 0 && shows(names[0]) {
				p.add(r.sources()[j], Text, cmp.Or(as, names[0]))
			}
		}
	}
}

// add adds a field once; a type says more than text.
func (p *Part) add(name string, kind Kind, member string) {
	if name == "" {
		return
	}
	at := slices.IndexFunc(p.Fields, func(f PartField) bool { return f.Name == name })
	if at < 0 {
		p.Fields = append(p.Fields, PartField{Name: name, Kind: kind, Members: []string{member}})
		return
	}
	if f := &p.Fields[at]; !slices.Contains(f.Members, member) {
		f.Members = append(f.Members, member)
		f.Kind = max(f.Kind, kind)
	}
}

// Stream is the name of the stream of a table: unified_bill_payments. The
// letters of an abbreviation stay together: unified_ap_adjustment.
func (t *Table) Stream() string {
	capital := func(i int) bool { return i < len(t.Name) && t.Name[i] >= 'A' && t.Name[i] <= 'Z' }
	name := []byte(Prefix)
	for i := range len(t.Name) {
		c := t.Name[i]
		if capital(i) {
			if i > 0 && (!capital(i-1) || !capital(i+1)) {
				name = append(name, '_')
			}
			c += 'a' - 'A'
		}
		name = append(name, c)
	}
	return string(name)
}

// Members are the names of all members that records have.
func (t *Table) Members() map[string]bool {
	s := t.properties()
	names := make(map[string]bool, len(s))
	for name := range s {
		names[name] = true
	}
	return names
}
