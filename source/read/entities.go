package read

import (
	"context"
	"fmt"
	"sync"

	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/state"
)

// everyEntity stands for several entities where a state says what it was made of.
const everyEntity = "*"

// entityBelonging is what a state says of the entities it was made of. Lists may
// grow and shrink: each entity has its own place.
func (r *Reader) entityBelonging() string {
	if r.settings.Entities.Many() {
		return everyEntity
	}
	return r.client.EntityID()
}

// entityIDs are the entities to look at the company from, the top level first.
func (r *Reader) entityIDs(ctx context.Context) ([]string, error) {
	switch e := r.settings.Entities; e.Mode {
	case config.ListedEntities:
		return append([]string{""}, e.List()...), nil
	case config.AllEntities:
		return r.allEntities(ctx)
	}
	return []string{r.client.EntityID()}, nil
}

// An entityList is what entities a company has, asked for once in a run.
type entityList struct {
	sync.Mutex
	ids []string
}

// allEntities asks for the entities once in a run.
func (r *Reader) allEntities(ctx context.Context) ([]string, error) {
	r.entities.Lock()
	defer r.entities.Unlock()
	if r.entities.ids != nil {
		return r.entities.ids, nil
	}
	found, err := r.client.EntityDetails(ctx)
	if err != nil {
		return nil, fmt.Errorf("which entities there are cannot be read: %w", err)
	}
	ids := []string{""}
	for _, e := range found {
		ids = append(ids, e.ID)
	}
	r.entities.ids = ids
	return ids, nil
}

// each reads the stream from every entity in turn.
func (r *objectRead) each(ctx context.Context, read func(context.Context) error) error {
	for i, id := range r.parts {
		if !r.enter(id, i == len(r.parts)-1 && r.final()) {
			continue
		}
		if err := read(ctx); err != nil {
			if id != "" && r.settings.Entities.Many() {
				err = fmt.Errorf("entity %s: %w", id, err)
			}
			return err
		}
	}
	return nil
}

// enter makes an entity the one that is read. It reports false where the entity
// has no records that the top level does not give.
func (r *objectRead) enter(id string, last bool) bool {
	r.part, r.last = id, last
	r.client = r.Reader.client.Entity(id)
	known := r.place
	r.zones.Client, r.zones.Part, r.records.Client = r.client, id, r.client
	r.place = r.places[id]
	if r.zones.Place = r.place; r.place == nil {
		r.move(&state.Place{})
		if known != nil {
			r.place.Zones, r.place.Formatting = known.Zones, known.Formatting
		}
	}
	if r.settings.Timezone == nil {
		r.zones.ApplyZones()
	}
	if !r.settings.Entities.Many() {
		return true
	}
	r.plan.Trailing = r.plan.Trailer(id)
	switch field := r.plan.Owner; {
	case field == "":
		return id == ""
	case id == "":
		r.plan.Own = intacct.IsNull(field)
	default:
		r.plan.Own = intacct.Eq(field, id)
	}
	return true
}
