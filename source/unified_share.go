package source

import (
	"reflect"
	"slices"
	"strings"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/source/gateway"
)

// groups are the streams of a catalogue, each with those that come from the same
// pages: a stream of the unified accounting schema, and those of its objects
// themselves, as far as all are read in the same manner from the same place on.
func (r *run) groups(catalog *airbyte.ConfiguredCatalog) [][]*airbyte.ConfiguredStream {
	raw := r.rawStreams(catalog)
	beside := make(map[*airbyte.ConfiguredStream][]*airbyte.ConfiguredStream) // of unified streams
	taken := make(map[*airbyte.ConfiguredStream]*airbyte.ConfiguredStream)    // by unified streams
	for i := range catalog.Streams {
		configured := &catalog.Streams[i]
		for _, part := range r.candidate(configured).objects() {
			other := raw[part.object]
			if part.table != nil && other != nil && taken[other] == nil && r.together(other, configured, part) {
				beside[configured] = append(beside[configured], other)
				taken[other] = configured
			}
		}
	}
	var groups [][]*airbyte.ConfiguredStream
	done := make(map[*airbyte.ConfiguredStream]bool)
	for i := range catalog.Streams {
		configured := &catalog.Streams[i]
		if with := taken[configured]; with != nil {
			configured = with
		}
		if !done[configured] {
			groups = append(groups, append(slices.Clone(beside[configured]), configured))
		}
		done[configured] = true
	}
	return groups
}

func (r *run) candidate(configured *airbyte.ConfiguredStream) candidate {
	return candidateNamed(configured.Stream.Name, r.settings)
}

// rawStreams are the streams that show all records of an object as they are.
func (r *run) rawStreams(catalog *airbyte.ConfiguredCatalog) map[string]*airbyte.ConfiguredStream {
	raw := make(map[string]*airbyte.ConfiguredStream)
	for i := range catalog.Streams {
		configured := &catalog.Streams[i]
		c := r.candidate(configured)
		if c.row != nil && c.table == nil && c.listing == nil && c.docpar == "" && c.audited == "" && raw[c.object] == nil {
			raw[c.object] = configured
		}
	}
	return raw
}

// together says whether a stream and that of the object itself can come from the
// same pages. A state that cannot be read is for the stream itself to complain
// about.
func (r *run) together(raw, shown *airbyte.ConfiguredStream, part candidate) bool {
	if raw.SyncMode != shown.SyncMode || raw.SyncMode == airbyte.FullRefresh && !reflect.DeepEqual(raw.GenerationID, shown.GenerationID) {
		return false
	}
	a, err1 := parseState(raw.Stream.Name, r.states.Stream(raw.Stream.Name))
	b, err2 := parseState(shown.Stream.Name, r.states.Stream(shown.Stream.Name))
	switch {
	case err1 != nil || err2 != nil:
		return false
	case a == nil || b == nil:
		return a == nil && b == nil
	case !reflect.DeepEqual(a.Generation, b.Generation):
		return false
	case a.Complete || b.Complete:
		return a.Complete && b.Complete
	}
	for place := range places(a, b, part) {
		if !samePlace(a.Slices[place], b.Slices[slotOf(part, place)]) {
			return false
		}
	}
	return a.For.Company == b.For.Company && a.For.Entity == b.For.Entity && a.For.Rows == b.For.Rows
}

// places are the entities that one of two states has a place in: a raw stream's,
// and one that shows several objects.
func places(raw, shown *state, part candidate) map[string]bool {
	list := make(map[string]bool)
	for place := range raw.Slices {
		list[place] = true
	}
	for slot := range shown.Slices {
		if place, of := strings.CutPrefix(slot, slotOf(part, "")); of {
			list[place] = true
		}
	}
	return list
}

// slotOf is where the state of a stream has the place of an entity in one of the
// stream's objects.
func slotOf(part candidate, entity string) string {
	if len(part.objects()) == 1 {
		return entity
	}
	return objectSlot(part.object, entity)
}

// samePlace compares two places but for the fingerprints and names, which are of
// what was emitted, and for how they came there.
func samePlace(a, b *slice) bool {
	if a == nil || b == nil {
		return a == b
	}
	x, y := *a, *b
	x.Rows, y.Rows = "", ""
	x.Names, y.Names = "", ""
	x.CursorField, y.CursorField = "", ""
	x.Since, y.Since = 0, 0
	if x.Keys != y.Keys && sameKeys(x.Keys, y.Keys) {
		x.Keys = y.Keys
	}
	return reflect.DeepEqual(x, y)
}

// sameKeys compares key sets, which may be packed in more than one way.
func sameKeys(a, b packedKeys) bool {
	x, err1 := a.unpack()
	y, err2 := b.unpack()
	return err1 == nil && err2 == nil && x != nil && y != nil && x.keys().Equals(y.keys())
}

// dropRelated takes the fields of related records out of a plan whose query the
// gateway refuses for good: the user may be allowed less there, and all of them
// can be done without.
func (r *reading) dropRelated(f *feed, p *plan, err error) bool {
	refused, _ := gateway.Excluded(err)
	if refused == nil || len(p.related) == 0 {
		return false
	}
	dropped := p.refuse(p.related)
	p.related = nil
	for _, c := range dropped {
		f.meter.Drop(p.object + "." + c.field)
	}
	if len(dropped) > 0 {
		r.out.Log().Warn().Msgf("%s: the gateway refuses to query %s (%s); fields of related records are null", f.name, p.object, refused)
	}
	return len(dropped) > 0
}

// alone leaves the streams behind that a query is refused because of, as far as
// can be known: those for whose sake more is asked for.
func (r *reading) alone(err error) bool {
	refused, _ := gateway.Excluded(err)
	if refused == nil || len(r.plan.extra) == 0 {
		return false
	}
	for _, f := range r.feeds[1:] {
		r.lose(f, err)
	}
	return true
}
