package source

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
func (p *plan) asConfigured(schema json.RawMessage) {
	var object struct {
		Properties map[string]json.RawMessage `json:"properties"`
	}
	if json.Unmarshal(schema, &object) != nil {
		return
	}
	for i, c := range p.asked {
		if p.isRole(c) {
			continue
		}
		want, known := encode.KindOfSchema(object.Properties[c.Name])
		has, _ := encode.KindOfSchema([]byte(c.Schema()))
		if !known || want == has || want == encode.Text && (has == encode.Date || has == encode.Timestamp) {
			continue // times are texts
		}
		other := c.As(want)
		p.asked[i], p.columns[slices.Index(p.columns, c)] = other, other
		p.drifted = append(p.drifted, other)
	}
}

// isRole reports whether the reading itself needs to know a column's values.
func (p *plan) isRole(c *encode.Column) bool {
	return c == p.key || c == p.cursor || c == p.created || c == p.parentKey || slices.Contains(p.identity, c)
}
