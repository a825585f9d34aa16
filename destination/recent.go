package destination

import (
	"slices"
	"strings"
)

// recent knows the names of records that the input itself brought lately: they
// may still be on their way into the company.
type recent struct {
	ring  []ref
	at    int
	names map[ref][]candidate
}

// maxRecent is more than the records that can be on their way.
const maxRecent = 8192

func (r *recent) note(it *item) {
	d := dimensionOf(it.plan.object())
	if d == nil {
		return
	}
	id, knownID := it.plan.schema.fields.exact[d.id]
	name, knownName := it.plan.schema.fields.exact[d.name]
	if !knownID || !knownName || it.document.text(id) == "" || it.document.text(name) == "" {
		return
	}
	if r.ring == nil {
		r.ring, r.names = make([]ref, maxRecent), map[ref][]candidate{}
	}
	key := ref{d.object, strings.ToLower(strings.TrimSpace(it.document.text(name)))}
	delete(r.names, r.ring[r.at])
	r.ring[r.at] = key
	r.at = (r.at + 1) % maxRecent
	r.names[key] = append(r.names[key], candidate{id: it.document.text(id), name: it.document.text(name)})
}

func (r *recent) called(c call) []candidate { return r.names[c.key()] }

// brings tells whether the input brought a record of that id lately.
func (r *recent) brings(object, id string) bool {
	for key, candidates := range r.names {
		if key.object == object && slices.ContainsFunc(candidates, func(c candidate) bool { return c.id == id }) {
			return true
		}
	}
	return false
}
