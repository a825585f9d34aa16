package unified

import (
	"encoding/json"
	"slices"
)

// Input is the JSON schema of what Encode takes, in the preferred names: the
// table's fields without those that Intacct computes. needs tells the Intacct
// fields that a record must have; keyed leaves the record number in, by which
// records that exist are found.
func (t *Table) Input(needs func(intacct string) bool, keyed bool) json.RawMessage {
	s, required := object{}, []string{}
	for _, o := range t.Objects {
		if o.Kind != "" {
			s["type"] = nullable("string")
		}
	}
	s.inputs(t.Fields, t.References)
	if !keyed {
		delete(s, idField.Name)
	}
	for _, f := range t.Fields {
		if _, offered := s[f.Name]; offered && needs(f.Intacct) && !t.defaulted(f.Intacct) && !slices.Contains(required, f.Name) {
			required = append(required, f.Name)
		}
	}
	for _, spread := range t.Spreads {
		element := object{spread.Kinds[0]: nullable("string")}
		element.fields(spread.Parts)
		s[spread.Name] = array(element)
	}
	for _, l := range t.Lists {
		line := object{}
		line.inputs(l.Fields, l.References)
		delete(line, idField.Name)
		if l.Sides {
			line.sides()
		}
		s[l.Name] = array(line)
	}
	s[customName] = customSchema()
	slices.Sort(required)
	raw, err := json.Marshal(map[string]any{"type": []string{"object"}, "additionalProperties": true, "properties": s, "required": required})
	if err != nil {
		panic(err) // it is made of maps and texts
	}
	return raw
}

// inputs are fields that are written, those of lines that stand in the header
// included.
func (s object) inputs(fields []Field, references []Reference) {
	for _, f := range fields {
		if f.Name != "" && !f.Computed && f.Intacct != "" {
			s[f.Name] = f.Kind.schema()
		}
	}
	for _, r := range references {
		for _, names := range [][]string{r.ID, r.Number, r.Title} {
			if len(names) > 0 {
				s[names[0]] = nullable("string")
			}
		}
	}
}

// defaulted tells a field that is filled where a record leaves it out.
func (t *Table) defaulted(intacct string) bool {
	return slices.ContainsFunc(t.Fields, func(f Field) bool { return f.Intacct == intacct && f.Default != "" || slices.Contains(f.Also, intacct) })
}

// Called is what a table calls an Intacct field by which records are found; ""
// if it has no name for it.
func (t *Table) Called(intacct string) string {
	for _, f := range t.Fields {
		if f.Intacct == intacct && f.Name != "" {
			return f.Name
		}
	}
	for _, r := range t.References {
		if r.Field == intacct && len(r.Number) > 0 {
			return r.Number[0]
		}
	}
	return ""
}

// HasList reports whether a name is that of a list of lines.
func (t *Table) HasList(name string) bool {
	return slices.ContainsFunc(t.Lists, func(l List) bool { return among(append([]string{l.Name}, l.Aliases...), name) })
}

// Decides reports whether a name says what becomes of a record: that it is gone,
// or in which entity it is.
func (t *Table) Decides(name string) bool {
	return among(deletions, name) || slices.ContainsFunc(t.References, func(r Reference) bool {
		return r.Field == entityField && among(slices.Concat(r.ID, r.Number, r.Title), name)
	})
}

// LostAmounts are the names of amounts that records of some table bring and
// Intacct has no place for: taxes and discounts.
func LostAmounts() []string {
	var names []string
	for i := range Tables {
		names = append(names, Tables[i].Amounts...)
		for _, l := range Tables[i].Lists {
			names = append(names, l.Amounts...)
		}
	}
	return names
}

// Numbers are the names of the numbers that are written of a record and its
// lines.
func (t *Table) Numbers() []string {
	names := numbersOf(t.Fields)
	for _, l := range t.Lists {
		names = append(names, numbersOf(l.Fields)...)
		if l.Sides {
			names = slices.Concat(names, amountNames, debitNames, creditNames)
		}
	}
	return names
}

func numbersOf(fields []Field) []string {
	var names []string
	for i := range fields {
		if f := &fields[i]; f.Kind == Number && !f.Computed {
			names = append(names, f.names()...)
		}
	}
	return names
}
