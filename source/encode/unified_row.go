package encode

import (
	"bytes"
	"encoding/json"
	"strings"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/unified"
)

// A Shape is where the encoder puts the values of a plan.
type Shape struct {
	labels []int // lengths of what goes before the values
	places map[string]int
	custom []string
}

// NewShape is the shape of records of some columns.
func NewShape(columns []*Column, custom bool) *Shape {
	s := &Shape{places: make(map[string]int, len(columns))}
	for i, c := range columns {
		s.labels = append(s.labels, len(c.Label))
		s.places[c.Field], s.places[strings.ToUpper(c.Field)] = i, i
		if c.Custom && custom {
			s.custom = append(s.custom, c.Field)
		}
	}
	return s
}

// Values takes a record apart. The first label is as long as it would be behind
// another value: one has a comma where the other has a bracket.
func (s *Shape) Values(record []byte) *Values {
	v := &Values{Shape: s, list: make([]json.RawMessage, len(s.labels))}
	for i, label := range s.labels {
		record = record[label:]
		n := valueLength(record)
		v.list[i], record = json.RawMessage(record[:n]), record[n:]
	}
	return v
}

// valueLength is how long the single JSON value is that a text begins with.
func valueLength(text []byte) int {
	if text[0] != '"' {
		return bytes.IndexAny(text, ",}")
	}
	for i := 1; ; i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
}

// Values is a record as the tables of the unified accounting schema read it.
type Values struct {
	*Shape
	list    []json.RawMessage
	LinesOf map[string][]unified.Row // by what they are in the record
}

// Field implements [unified.Row].
func (v *Values) Field(name string) json.RawMessage {
	if i, has := v.places[name]; has {
		return v.list[i]
	}
	return nil
}

// Lines implements [unified.Row].
func (v *Values) Lines(element string) []unified.Row { return v.LinesOf[element] }

// Custom implements [unified.Row].
func (v *Values) Custom() []string { return v.custom }

// ShownChanges gives changes of Intacct's fields the names under which they are
// shown.
func ShownChanges(part unified.Part, changes []airbyte.Change) []airbyte.Change {
	var named []airbyte.Change
	for _, change := range changes {
		for _, field := range part.Fields {
			if !strings.EqualFold(field.Name, change.Field) {
				continue
			}
			for _, member := range field.Members {
				change.Field = member
				named = append(named, change)
			}
		}
	}
	return named
}
