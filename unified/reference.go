package unified

import (
	"encoding/json"
	"strings"

	"airbyte-sage-intacct/internal/decimal"
)

// references adds the records that a record refers to. The id that people know
// is the value itself where nothing else is given. Where several of the three
// are, the record number comes first, then the id, then the name. But record
// numbers may come from another company and lead to somebody else in this one:
// what they lead to counts only if it has the id that the record says.
func (e encoder) references(in *input, references []Reference, record, shared *Record) {
	for i := range references {
		r := &references[i]
		into := record
		if r.Lines {
			into = shared
		}
		if m, given := r.member(in); given {
			into.Add(m)
		}
	}
}

func (r *Reference) member(in *input) (Member, bool) {
	id, byID := in.text(r.ID)
	number, byNumber := in.text(r.Number)
	title, byTitle := in.text(r.Title)
	id, number, title = r.cut(id), r.cut(number), r.cut(title)
	if in.number(r.ID) {
		id = decimal.Whole(id)
	}
	plain, isNumber := r.plain(), in.number(r.Number)
	if number != "" && plain && id == "" && title == "" {
		if isNumber {
			return Member{Field: r.Field, Value: json.RawMessage(number)}, true
		}
		return Member{Field: r.Field, Value: quoted(number)}, true
	}
	m := Member{Field: r.Field}
	m.add(r.lookups(id, number, func(t Target) []string { return r.keys(t, id) }))
	byNumbers := r.lookups(number, "", func(t Target) []string { return []string{t.ID} })
	for at := range byNumbers {
		byNumbers[at].Number = isNumber
	}
	m.add(byNumbers)
	m.add(r.lookups(title, "", func(t Target) []string { return t.Titles }))
	if plain {
		m.Else = number
	}
	m.Asked = strings.Join(nonempty(byID, byNumber, byTitle), ", ")
	return m, len(m.Parts) > 0
}

func (m *Member) add(refs []Ref) {
	if len(refs) > 0 {
		m.Parts = append(m.Parts, refs)
	}
}

func nonempty(texts ...string) []string {
	var list []string
	for _, text := range texts {
		if text != "" {
			list = append(list, text)
		}
	}
	return list
}

func (r *Reference) cut(text string) string {
	if r.Before != "" {
		text, _, _ = strings.Cut(text, r.Before)
	}
	return strings.TrimSpace(text)
}

// plain tells whether the referring field holds the id that people know.
func (r *Reference) plain() bool { return len(r.To) == 1 && r.To[0].Holds == r.To[0].ID }

// keys are the fields by which a first of the three is looked up: it is a record
// number, or, from the first generation, the id.
func (r *Reference) keys(t Target, id string) []string {
	var fields []string
	if strings.Trim(id, "0123456789") == "" {
		fields = append(fields, t.Key)
	}
	if !r.Strict || len(fields) == 0 {
		fields = append(fields, t.ID)
	}
	return fields
}

// lookups are the ways to find a record by a value. It has to be called by the
// other one, unless that is "".
func (r *Reference) lookups(value, called string, fields func(Target) []string) []Ref {
	if value == "" {
		return nil
	}
	var refs []Ref
	for _, t := range r.To {
		for _, field := range fields(t) {
			ref := Ref{Object: t.Object, Field: field, Value: value, Holds: t.Holds, Narrow: r.Narrow}
			if called != "" {
				ref.ID, ref.Called = t.ID, called
			}
			refs = append(refs, ref)
		}
	}
	return refs
}
