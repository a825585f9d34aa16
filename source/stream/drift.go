package stream

import (
	"encoding/json"
	"slices"

	"airbyte-sage-intacct/source/encode"
)

// The schema of a configured catalogue is what the destination's tables have. A
// field may have got another type since; its values go out as the schema has
// them, as far as they can be read so, until it is refreshed.

// asConfigured gives the columns of a plan the kinds that the catalogue's schema
// has. Keys, cursors and times of creation stay as they are: the reading depends
// on them.
func (p *Plan) asConfigured(schema json.RawMessage) {
	var object struct {
		Properties map[string]json.RawMessage `json:"properties"`
	}
	if json.Unmarshal(schema, &object) != nil {
		return
	}
	for i, c := range p.Asked {
		if p.isRole(c) {
			continue
		}
		want, known := encode.KindOfSchema(object.Properties[c.Name])
		has, _ := encode.KindOfSchema([]byte(c.Schema()))
		if !known || want == has || want == encode.Text && (has == encode.Date || has == encode.Timestamp) {
			continue // times are texts
		}
		other := c.As(want)
		p.Asked[i], p.Columns[slices.Index(p.Columns, c)] = other, other
		p.Drifted = append(p.Drifted, other)
	}
}

// isRole reports whether the reading itself needs to know a column's values.
func (p *Plan) isRole(c *encode.Column) bool {
	return c == p.Key || c == p.Cursor || c == p.Created || c == p.ParentKey || slices.Contains(p.Identity, c)
}
