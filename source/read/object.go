package read

import (
	"context"
	"fmt"
	"sync"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/deletes"
	"airbyte-sage-intacct/source/encode"
	"airbyte-sage-intacct/source/paging"
	"airbyte-sage-intacct/source/progress"
	"airbyte-sage-intacct/source/state"
	"airbyte-sage-intacct/source/stream"
	"airbyte-sage-intacct/source/zones"
)

// An objectRead is the read of an object's records for a stream: its place, and what
// is known there.
type objectRead struct {
	reader       *Reader
	settings     *config.Settings
	format       intacct.Format // of the user
	name         string         // of the stream
	plan         *stream.Plan
	meter        *progress.Meter
	sink         *sink
	check        *checkpointer
	saved        *savedObject
	out          *gatedEmitter
	size         *paging.Sizer
	zones        *zones.Object
	records      *deletes.Records
	smallerPages sync.Once // to warn of them
	mode         airbyte.SyncMode
	parts        []string         // the entities to look from, each with a place of its own
	part         string           // the present entity
	last         bool             // nothing of any stream follows on it
	client       *intacct.Client  // signed in to it
	place        *state.Place     // where the reading of it is
	keys         *state.Keys      // what was emitted of it; nil where deletes are not noticed
	texts        *state.Texts     // the same where keys are texts
	announced    uint64           // how many of them a state has
	had          int              // the rows of which it was known that they were emitted, before this window
	fresh        bool             // nothing of it was read before
	unwritten    bool             // the place is further than the last state says
	sparse       bool             // rows that are counted need not be shown
	counted      *counted         // the rows of the walk under way; nil where they have no numbers
	hiding       []*encode.Column // fields that rows are not shown with
	hidden       hiddenRows       // rows that are not shown
	shrunk       shrinkage        // in the entities before it
	excess       error            // more is gone of an entity than may be
}

// move puts the reading of the present entity in another place.
func (r *objectRead) move(to *state.Place) {
	r.place, r.saved.places[r.part], r.zones.Place = to, to, to
}

// each reads the stream from every entity in turn.
func (r *objectRead) each(ctx context.Context, read func(context.Context) error) error {
	for i, id := range r.parts {
		if !r.enter(id, i == len(r.parts)-1 && r.saved.last) {
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
	r.client = r.reader.client.Entity(id)
	known := r.place
	r.zones.Client, r.zones.Part, r.records.Client = r.client, id, r.client
	r.place, r.sink.names = r.saved.places[id], r.saved.namesOf(id)
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

// counted compares how many rows a walk was announced with those that came.
type counted struct {
	low     int64 // the key that the walk began after
	known   bool
	total   int
	came    *state.Keys
	earlier state.Counted // of the attempts that the walk goes on from
}

// hidden are rows that are not shown whatever is asked for.
type hiddenRows struct {
	count int
	some  []string // of their keys
}

// A shrinkage is what of a reading's rows is gone, in the entities so far.
type shrinkage struct{ had, gone int }

func (c *counted) note(r *state.Row) {
	if c != nil {
		c.came.Add(r.Number)
	}
}

// expect takes in the number of rows that the first page announces.
func (c *counted) expect(rows int) {
	if c != nil && !c.known {
		c.known, c.total = true, rows
	}
}

// Save writes the count into a place.
func (c *counted) Save(place *state.Place) {
	switch {
	case c == nil || !c.known:
	case c.earlier.Total > 0:
		place.Counted = &state.Counted{Total: c.earlier.Total, Rows: c.earlier.Rows + int(c.came.Size())}
	default:
		place.Counted = &state.Counted{Total: c.total, Rows: int(c.came.Size())}
	}
}
