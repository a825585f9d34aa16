package read

import (
	"context"
	"encoding/json"
	"strings"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/state"
	"airbyte-sage-intacct/source/stream"
)

// A checkpointer holds the state of one configured stream: the places of the readings
// that feed it.
type checkpointer struct {
	belongs    state.Belonging
	generation *int64 // that a full refresh reads; nil if the platform does not count them
	objects    []*savedObject
}

// A savedObject is what the state of a stream holds of one of its objects.
type savedObject struct {
	plan    *stream.Plan
	earlier *state.State // of the stream, from before this run; nil for none
	several bool         // the stream has other objects
	last    bool         // nothing of the stream follows on it
	// places is where its reading is, by entity; prints are the fingerprints that
	// the last window left there, and names what the records are called.
	places map[string]*state.Place
	prints map[string]state.PackedRows
	names  map[string]state.Names
	// learned is what is known of its pages.
	learned func() state.PageLimit
}

// checkpointer begins with the state of a configured stream, as an earlier run left it.
func (r *Reader) checkpointer(ctx context.Context, configured *airbyte.ConfiguredStream) (*checkpointer, error) {
	name := configured.Stream.Name
	earlier, err := state.Parse(name, r.states.Stream(name))
	if err != nil {
		return nil, err
	}
	found, err := r.resolve(ctx, name)
	if err != nil {
		return nil, err
	}
	b := &checkpointer{}
	if configured.SyncMode == airbyte.FullRefresh {
		b.generation = configured.GenerationID
		if earlier != nil && !earlier.Continues(b.generation) {
			earlier.Restart()
		}
	}
	var objects, rows []string
	for i, st := range found {
		p := stream.NewPlan(st, configured)
		if err := p.Strange(name); err != nil {
			return nil, err
		}
		if err := st.RefuseNameless(configured); err != nil {
			return nil, err
		}
		b.objects = append(b.objects, &savedObject{
			plan: p, earlier: earlier, several: len(found) > 1, last: i == len(found)-1,
			prints: make(map[string]state.PackedRows), names: make(map[string]state.Names),
		})
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
func (b *checkpointer) state() json.RawMessage {
	st := &state.State{Version: state.StateVersion, For: b.belongs, Generation: b.generation, Slices: make(map[string]*state.Place)}
	for _, f := range b.objects {
		st.Pages.Tighten(f.learned())
		for part, place := range f.places {
			at := *place
			if at.Phase == state.PhaseDone {
				at.Rows = f.prints[part]
			}
			at.Names = f.names[part].Pack()
			if at.Cursor != 0 {
				at.CursorField = f.plan.CursorName()
			}
			st.Slices[f.slot(part)] = &at
		}
	}
	return st.Encode()
}

// completed is the state at the end of a full refresh.
func (b *checkpointer) completed() json.RawMessage {
	st := &state.State{Version: state.StateVersion, For: b.belongs, Generation: b.generation, Complete: true}
	return st.Encode()
}

// slot is where the state of the stream has the place of an entity: where several
// objects are one stream, by object before that.
func (o *savedObject) slot(part string) string {
	if !o.several {
		return part
	}
	return strings.ToLower(o.plan.Object) + "/" + part
}

// begin takes the places that an earlier run left, of the entities that are read
// now, and recalls what it emitted there.
func (o *savedObject) begin(parts []string) {
	o.places = make(map[string]*state.Place, len(parts))
	if o.earlier == nil {
		return
	}
	for _, part := range parts {
		if place := o.earlier.Slices[o.slot(part)]; place != nil {
			at := *place
			o.prints[part], at.Rows, at.CursorField = at.Rows, "", ""
			o.names[part], _ = at.Names.Unpack() // whose text was checked
			at.Names = ""
			o.places[part] = &at
		}
	}
}

// namesOf is what the records of an entity are called.
func (o *savedObject) namesOf(part string) state.Names {
	if o.names[part] == nil {
		o.names[part] = make(state.Names)
	}
	return o.names[part]
}

// resolve finds what a configured stream is read from, and makes the user's
// format that of all its times.
func (r *Reader) resolve(ctx context.Context, name string) ([]*stream.Stream, error) {
	c := stream.Named(name, r.settings)
	if err := c.CheckName(r.settings.Naming, name); err != nil {
		return nil, err
	}
	if c.Object != "" && !intacct.IsElementName(c.Object) {
		return nil, airbyte.Errorf(airbyte.ConfigError, "stream %s cannot be read: %w", name, gateway.Nameless(c.Object))
	}
	found, err := c.DescribeAll(ctx, r.client, r.settings)
	if err != nil {
		return nil, stream.Unknown(name, c.Row != nil, err)
	}
	format, err := r.userFormatting(ctx)
	if err != nil {
		return nil, err
	}
	for _, st := range found {
		st.Name = name
		for _, of := range append([]*stream.Stream{st}, st.Lines...) {
			for _, c := range of.Columns {
				c.Format = format
			}
		}
	}
	return found, nil
}
