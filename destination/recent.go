package destination

import (
	"slices"
	"strings"

	"airbyte-sage-intacct/destination/queue"
	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/schema"
)

// recent knows the names of records that the input itself brought lately: they
// may still be on their way into the company.
type recent struct {
	ring  []queue.Ref
	at    int
	names map[queue.Ref][]candidate
}

// maxRecent is more than the records that can be on their way.
const maxRecent = 8192

func (r *recent) note(it *item) {
	d := schema.DimensionOf(it.plan.Object())
	if d == nil {
		return
	}
	id, knownID := it.plan.Schema.Fields.Exact[d.ID]
	name, knownName := it.plan.Schema.Fields.Exact[d.Name]
	if !knownID || !knownName || it.document.Text(id) == "" || it.document.Text(name) == "" {
		return
	}
	if r.ring == nil {
		r.ring, r.names = make([]queue.Ref, maxRecent), map[queue.Ref][]candidate{}
	}
	key := queue.Ref{Object: d.Object, Name: strings.ToLower(strings.TrimSpace(it.document.Text(name)))}
	delete(r.names, r.ring[r.at])
	r.ring[r.at] = key
	r.at = (r.at + 1) % maxRecent
	r.names[key] = append(r.names[key], candidate{id: it.document.Text(id), name: it.document.Text(name)})
}

func (r *recent) called(c record.NameRef) []candidate { return r.names[nameKey(c)] }

// brings tells whether the input brought a record of that id lately.
func (r *recent) brings(object, id string) bool {
	for key, candidates := range r.names {
		if key.Object == object && slices.ContainsFunc(candidates, func(c candidate) bool { return c.id == id }) {
			return true
		}
	}
	return false
}
