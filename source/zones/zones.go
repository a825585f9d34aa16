package zones

import (
	"bytes"
	"context"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/encode"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/state"
	"airbyte-sage-intacct/source/stream"
)

// Latest is the end of a window that holds all there is: right behind the
// latest times. It is not zero if there are any. Whatever is stamped later than
// now has a later time, in whichever zone.
func (z *Object) Latest(ctx context.Context) (end state.Window, err error) {
	if z.plan.Cursor == nil {
		return end, nil
	}
	now, err := z.company.now(ctx)
	if err != nil {
		return end, err
	}
	most := now + DayOfZones
	if end.To, err = z.latestOf(ctx, z.plan.Cursor, z.plan.Between(z.plan.Cursor, 0, most)); err != nil || z.plan.Created == nil {
		return end, err
	}
	end.CreatedTo, err = z.latestOf(ctx, z.plan.Created, intacct.And(intacct.IsNull(z.plan.Cursor.Field), z.plan.Between(z.plan.Created, 0, most)))
	return end, err
}

func (z *Object) latestOf(ctx context.Context, c *encode.Column, among intacct.Filter) (state.Instant, error) {
	q := intacct.Query{
		Object: z.plan.Object, DocParID: z.plan.Docpar, Select: []string{c.Field},
		Filter: z.plan.Owned(intacct.And(among, intacct.IsNotNull(c.Field))), Order: []intacct.Order{intacct.Desc(c.Field)},
	}
	latest, err := intacct.First(ctx, gateway.WithPrivate(z.Client), q)
	if err != nil || latest == nil {
		return 0, err
	}
	text := []byte(latest[0])
	at, ok := c.Format.ParseTimestamp(text)
	switch {
	case ok:
		return state.InstantOf(at) + 1, nil
	case len(bytes.TrimSpace(text)) > 0 && !c.IsNoTime(text):
		return 0, airbyte.Errorf(airbyte.SystemError, "%s: the field %s holds %s, which is not %s", z.plan.Object, c.Field, gateway.Shown(text), c.Kind)
	}
	return 0, nil
}

// certain reports whether the zones that windows depend on were measured.
func (z *Object) certain(s *sampler) bool {
	p := z.plan
	if p.Cursor == nil || z.Place.Phase != state.PhaseWindow {
		return s.found()
	}
	return len(s.offsetsOf(p.Cursor)) == 1 && (p.Created == nil || len(s.offsetsOf(p.Created)) == 1 || !s.sees(p.Created))
}

// conclude says from a measurement in which zones the object's times are
// written, as far as it is another than the user's formatting names.
func (z *Object) conclude(ctx context.Context, s *sampler) state.Zones {
	zones := z.company.zonesOf(z.name, s)
	if zones == nil {
		zones = z.company.usualZones(ctx)
	}
	incremental := z.Place.Phase == state.PhaseWindow
	known := z.Place.Cursor != 0 || z.Place.Created != 0 || z.Place.High != 0 || z.Place.HighCreated != 0
	sure := z.certain(s)
	if incremental && known && z.movesBack(zones) {
		z.company.Log.Warn().Msgf("%s: its times are not written at the %s of the user's formatting, which became known only now; records would look older than their predecessors in the destination, so their times stay as far off as they are. Clear the stream's data and sync it again to get them right",
			z.name, offsetOf(z.company.Format.Zone))
		zones, sure = nil, false
	}
	if !incremental || sure {
		return zones
	}
	marked := state.Zones{state.Assumed: "assumed"}
	for field, offset := range zones {
		marked[field] = offset
	}
	reason := "read shows none of its records"
	if s.refusal != nil {
		reason = s.refusal.Error()
	}
	z.company.Log.Info().Msgf("%s: in which zone its times are written could not be measured (%s); they are taken to be at %s, and every read ends at the latest of them",
		z.name, reason, z.assumption(zones))
	return marked
}

// assumption is the offset at which the times of changes are taken to be.
func (z *Object) assumption(zones state.Zones) string {
	if offset, ok := zoneOf(zones, z.plan.Cursor.Field); ok {
		return offset
	}
	return offsetOf(z.company.Format.Zone)
}

// movesBack reports whether zones make the times of changes earlier than they were
// read before.
func (z *Object) movesBack(zones state.Zones) bool {
	offset, ok := zoneOf(zones, z.plan.Cursor.Field)
	if !ok {
		return false
	}
	zone, err := config.ParseTimezone(offset)
	if err != nil {
		return false
	}
	return SecondsEast(zone) > SecondsEast(z.company.Format.Zone)
}

// zonesOf says which timestamps are written in another zone than the user's
// formatting names, after a measurement. It is nil where nothing was measured.
func (c *Company) zonesOf(name string, s *sampler) state.Zones {
	offsets := make(map[string]string)
	distinct := make(map[string]bool)
	for i, c := range s.columns {
		switch len(s.votes[i]) {
		case 0:
		case 1:
			for seconds := range s.votes[i] {
				offsets[c.Field] = offsetText(seconds)
				distinct[offsetText(seconds)] = true
			}
		}
	}
	if len(offsets) == 0 {
		return nil
	}
	usual := offsetOf(c.Format.Zone)
	differing := make(state.Zones)
	for field, offset := range offsets {
		if len(distinct) == 1 {
			field = state.EveryField
		}
		if offset != usual {
			differing[field] = offset
		}
	}
	for field, offset := range differing {
		c.Log.Info().Msgf("%s: times (%s) are written at %s, not at the %s of the user's formatting", name, field, offset, usual)
	}
	return differing
}

// zoneOf is the offset of a field among measured zones.
func zoneOf(zones state.Zones, field string) (offset string, ok bool) {
	if offset, ok = zones[field]; !ok {
		offset, ok = zones[state.EveryField]
	}
	return offset, ok
}

// ApplyZones makes all streams of the reading read their times in the zones that
// are known. It reports whether that changed anything.
func (z *Object) ApplyZones() bool {
	if z.plan.Cursor != nil {
		z.plan.Cursor.Floor, z.plan.Cursor.FloorFrom = z.Place.Floor, z.Place.FloorFrom
	}
	for _, l := range z.plan.Lines {
		applyZones(l.Stream, z.Place.Zones, z.company.Format.Zone)
	}
	return applyZones(z.plan.Stream, z.Place.Zones, z.company.Format.Zone)
}

// applyZones makes the columns read their times in the measured zones, or else
// in the usual one. It reports whether that changed anything.
func applyZones(st *stream.Stream, zones state.Zones, usual *time.Location) bool {
	changed := false
	for _, c := range st.Columns {
		if c.Kind != encode.Timestamp {
			continue
		}
		zone := usual
		if offset, ok := zoneOf(zones, c.Field); ok && offset != offsetOf(usual) {
			if measured, err := config.ParseTimezone(offset); err == nil {
				zone = measured
			}
		}
		if offsetOf(zone) != offsetOf(c.Format.Zone) {
			changed = true
		}
		c.Format.Zone = zone
	}
	return changed
}

// offsetText writes seconds east of UTC as +hh:mm.
func offsetText(seconds int) string { return offsetOf(time.FixedZone("", seconds)) }

// offsetOf is a fixed zone's offset.
func offsetOf(zone *time.Location) string {
	if zone == nil {
		zone = time.UTC
	}
	return time.Unix(0, 0).In(zone).Format("-07:00")
}

// SecondsEast is how far east of UTC a zone is.
func SecondsEast(zone *time.Location) int {
	if zone == nil {
		return 0
	}
	_, seconds := time.Unix(0, 0).In(zone).Zone()
	return seconds
}
