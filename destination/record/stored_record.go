package record

import "airbyte-sage-intacct/destination/schema"

// Stored is a record as the company has it, as far as was asked.
type Stored struct {
	Number     string // its record number
	Texts      map[*schema.Field]string
	LegacyKeys map[string]string // fields that legacy functions name the record by
	Lines      map[*schema.List][]Stored
}

// Text is a field's value, and whether it could be read.
func (s Stored) Text(f *schema.Field) (string, bool) {
	if f.ShownBy != nil {
		f = f.ShownBy
	}
	text, read := s.Texts[f]
	return text, read
}

// called is the value of a field of a stored record, by the field's name.
func (s Stored) called(id string) string {
	for f, text := range s.Texts {
		if f.ID == id {
			return text
		}
	}
	return ""
}
