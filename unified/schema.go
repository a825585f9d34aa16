package unified

import "encoding/json"

// Schema is the JSON schema of what Decode answers.
func (t *Table) Schema() json.RawMessage {
	raw, err := json.Marshal(map[string]any{
		"$schema": "http://json-schema.org/draft-07/schema#", "type": "object", "additionalProperties": true, "properties": t.properties(),
	})
	if err != nil {
		panic(err) // it is made of maps and texts
	}
	return raw
}

func (t *Table) properties() object {
	s := object{}
	for _, o := range t.Objects {
		if o.Kind != "" {
			s["type"] = nullable("string")
		}
	}
	s.fields(t.Fields)
	s.references(t.References)
	for _, spread := range t.Spreads {
		element := object{spread.Kinds[0]: nullable("string")}
		element.fields(spread.Parts)
		s[spread.Name] = array(element)
	}
	for _, l := range t.Lists {
		s[l.Name] = array(l.schema())
	}
	if t.Function == "" {
		s[customName] = customSchema()
	}
	return s
}

// object are the properties of an object in a schema.
type object map[string]any

func (s object) fields(fields []Field) {
	for _, f := range fields {
		if f.Name != "" && !f.Lines {
			s[f.Name] = f.Kind.schema()
		}
	}
}

func (s object) references(references []Reference) {
	for _, r := range references {
		if r.Lines {
			continue
		}
		for _, names := range [][]string{r.ID, r.Number, r.Title} {
			if len(names) > 0 {
				s[names[0]] = nullable("string")
			}
		}
	}
}

// sides are the fields that say debit or credit.
func (s object) sides() {
	s["entryType"] = nullable("string")
	for _, name := range []string{"amount", "debitAmount", "creditAmount"} {
		s[name] = nullable("number")
	}
}

func (l *List) schema() object {
	s := object{}
	s.fields(l.Fields)
	s.references(l.References)
	if l.Sides {
		s.sides()
	}
	s["customFields"] = customSchema()
	return s
}

// customSchema leaves the type of a value open: it is the custom field's.
func customSchema() any { return array(object{"name": nullable("string"), "value": object{}}) }

func array(element object) any {
	return object{"type": []string{"null", "array"}, "items": object{"type": "object", "additionalProperties": true, "properties": element}}
}

func nullable(kind string) object { return object{"type": []string{"null", kind}} }

func (k Kind) schema() object {
	switch k {
	case Number:
		return nullable("number")
	case Boolean:
		return nullable("boolean")
	case Date:
		return object{"type": []string{"null", "string"}, "format": "date"}
	case Timestamp:
		return object{"type": []string{"null", "string"}, "format": "date-time", "airbyte_type": "timestamp_with_timezone"}
	}
	return nullable("string")
}
