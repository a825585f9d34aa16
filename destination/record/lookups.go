package record

import (
	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/schema"
	"airbyte-sage-intacct/unified"
)

// EachOpenName lists the names in a document whose ids are not given, and the document
// that each belongs to.
func (d *Document) EachOpenName(each func(owner *Document, c NameRef)) {
	for _, c := range d.calls {
		if d.Text(c.Field.Target) == "" {
			each(d, c)
		}
	}
	for _, rows := range d.Rows {
		for _, line := range rows.Lines {
			line.EachOpenName(each)
		}
	}
}

// EachLookup lists what has to be looked up for a document and its lines.
func (d *Document) EachLookup(each func(owner *Document, w Lookup)) {
	for _, w := range d.wants {
		each(d, w)
	}
	for _, rows := range d.Rows {
		for _, line := range rows.Lines {
			line.EachLookup(each)
		}
	}
}

// Target is the field that a want fills; for the entity, one to name in advice.
func (w Lookup) Target() *schema.Field {
	if w.Field == nil {
		return &schema.Field{ID: canonical.OwnerField}
	}
	return w.Field
}

// wantSpelling has the record looked up that a field names by a number in another
// than its usual spelling: it may stand in the company as release 0.1.0 has
// written it.
func (d *Document) wantSpelling(f *schema.Field) {
	c := &d.Cells[len(d.Cells)-1]
	if !c.number || f.Names == nil || len(f.Names.Natural) != 1 || canonical.KeyNumber(c.Text) == c.Text {
		return
	}
	id := f.Names.Natural[0]
	named := unified.Ref{Object: f.Names.Name, Field: id, Holds: id, Value: c.Text, Number: true}
	d.wants = append(d.wants, Lookup{Field: f, Member: everySpelling(unified.Member{Field: f.ID, Asked: f.ID, Parts: [][]unified.Ref{{named}}, Else: c.Text})})
}

// everySpelling has a record looked up by a number as it is spelled, as release
// 0.1.0 has written it, and as it is written now.
func everySpelling(m unified.Member) unified.Member {
	var parts [][]unified.Ref
	for _, part := range m.Parts {
		parts = append(parts, part)
		var plain []unified.Ref
		for _, one := range part {
			if text := keyNumberOf(one); text != one.Value {
				one.Value = text
				plain = append(plain, one)
			}
		}
		if plain != nil {
			parts = append(parts, plain)
		}
		if len(part) > 0 && part[0].Value == m.Else {
			m.Else = keyNumberOf(part[0])
		}
	}
	m.Parts = parts
	return m
}

func keyNumberOf(r unified.Ref) string {
	if !r.Number {
		return r.Value
	}
	return canonical.KeyNumber(r.Value)
}
