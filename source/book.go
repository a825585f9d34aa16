package source

import (
	"context"
	"encoding/json"
	"strings"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/source/state"
	"airbyte-sage-intacct/source/stream"
)

// A book holds the state of one configured stream: the places of the readings
// that feed it.
type book struct {
	belongs    state.Belonging
	generation *int64 // that a full refresh reads; nil if the platform does not count them
	feeds      []*feed
}

// openBook begins the book of a configured stream, as an earlier run left it.
func (r *run) openBook(ctx context.Context, configured *airbyte.ConfiguredStream) (*book, error) {
	name := configured.Stream.Name
	earlier, err := state.Parse(name, r.states.Stream(name))
	if err != nil {
		return nil, err
	}
	found, err := r.resolve(ctx, name)
	if err != nil {
		return nil, err
	}
	b := &book{}
	if configured.SyncMode == airbyte.FullRefresh {
		b.generation = configured.GenerationID
		if earlier != nil && !earlier.Continues(b.generation) {
			earlier.Restart()
		}
	}
	var objects, rows []string
	for _, st := range found {
		p := stream.NewPlan(st, configured)
		if err := p.Strange(name); err != nil {
			return nil, err
		}
		if err := st.RefuseNameless(configured); err != nil {
			return nil, err
		}
		b.feeds = append(b.feeds, &feed{name: name, plan: p, earlier: earlier, book: b, prints: make(map[string]state.PackedRows), rolls: make(map[string]state.Names)})
		f := b.feeds[len(b.feeds)-1]
		for _, of := range p.Lines {
			f.lines = append(f.lines, &lineRead{LinePlan: of})
		}
		objects, rows = append(objects, st.Object), append(rows, st.Rows())
	}
	b.belongs = state.BelongingTo(r.settings.Connection.CompanyID, r.entityBelonging(), strings.Join(objects, "+"))
	b.belongs.Rows = strings.Join(distinctTexts(rows), "+")
	if earlier != nil {
		return b, earlier.Belongs(name, b.belongs)
	}
	return b, nil
}

// distinctTexts drops repetitions that follow each other.
func distinctTexts(list []string) []string {
	var kept []string
	for i, text := range list {
		if i == 0 || text != list[i-1] {
			kept = append(kept, text)
		}
	}
	return kept
}

// state is where the stream is, in every entity.
func (b *book) state() json.RawMessage {
	st := &state.State{Version: state.StateVersion, For: b.belongs, Generation: b.generation, Slices: make(map[string]*state.Place)}
	for _, f := range b.feeds {
		st.Pages.Tighten(f.reading.portion.Learned())
		for part, place := range f.reading.places {
			at := *place
			if at.Phase == state.PhaseDone {
				at.Rows = f.prints[part]
			}
			at.Names = f.rolls[part].Pack()
			if at.Cursor != 0 {
				at.CursorField = f.plan.CursorName()
			}
			st.Slices[f.slot(part)] = &at
		}
	}
	return st.Encode()
}

// completed is the state at the end of a full refresh.
func (b *book) completed() json.RawMessage {
	st := &state.State{Version: state.StateVersion, For: b.belongs, Generation: b.generation, Complete: true}
	return st.Encode()
}

// slot is where the state of the stream has a place of the feed: by entity, and
// where several objects are one stream, by object before that.
func (f *feed) slot(part string) string {
	if len(f.book.feeds) == 1 {
		return part
	}
	return objectSlot(f.plan.Object, part)
}

// objectSlot is the name of the place of an entity in one of several objects.
func objectSlot(object, entity string) string { return strings.ToLower(object) + "/" + entity }

// final says whether nothing of the stream follows on the feed.
func (f *feed) final() bool { return f == f.book.feeds[len(f.book.feeds)-1] }

// begins returns the places that an earlier run left, of the entities that are
// read now, and recalls what it emitted there.
func (f *feed) begins() map[string]*state.Place {
	places := make(map[string]*state.Place, len(f.reading.parts))
	if f.earlier == nil {
		return places
	}
	for _, part := range f.reading.parts {
		if place := f.earlier.Slices[f.slot(part)]; place != nil {
			at := *place
			f.prints[part], at.Rows, at.CursorField = at.Rows, "", ""
			f.rolls[part], _ = at.Names.Unpack() // whose text was checked
			at.Names = ""
			places[part] = &at
		}
	}
	return places
}
