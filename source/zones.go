package source

import "time"

// everyField stands for all timestamps of an object among its measured zones.
const everyField = "*"

// zones says which timestamps are written in another zone than the user's
// formatting names, after a measurement. It is nil where nothing was measured.
func (r *reading) zones(s *sampler, votes []map[int]int) map[string]string {
	offsets := make(map[string]string)
	distinct := make(map[string]bool)
	for i, c := range s.columns {
		switch len(votes[i]) {
		case 0:
		case 1:
			for seconds := range votes[i] {
				offsets[c.field] = offsetText(seconds)
				distinct[offsetText(seconds)] = true
			}
		default:
			r.out.Log().Warn().Msgf("%s: the field %s is written in more than one zone, as with daylight saving; set timezone in the configuration to the name of the user's zone", r.name, c.field)
		}
	}
	if len(offsets) == 0 {
		return nil
	}
	usual := offsetOf(r.format.Zone)
	differing := make(map[string]string)
	for field, offset := range offsets {
		if len(distinct) == 1 {
			field = everyField
		}
		if offset != usual {
			differing[field] = offset
		}
	}
	for field, offset := range differing {
		r.out.Log().Info().Msgf("%s: times (%s) are written at %s, not at the %s of the user's formatting", r.name, field, offset, usual)
	}
	return differing
}

// applyZones makes all streams of the reading read their times in the measured
// zones. It says whether that changed anything.
func (r *reading) applyZones() bool {
	changed := false
	for _, f := range r.feeds {
		changed = applyZones(f.plan.stream, r.place.Zones) || changed
	}
	return changed
}

// applyZones makes the columns read their times in the measured zones. It says
// whether that changed anything.
func applyZones(st *stream, zones map[string]string) bool {
	changed := false
	for _, c := range st.columns {
		offset, ok := zones[c.field]
		if !ok {
			offset, ok = zones[everyField]
		}
		if !ok || c.kind != timestampKind || offset == offsetOf(c.format.Zone) {
			continue
		}
		if zone, err := parseTimezone(offset); err == nil {
			c.format.Zone, changed = zone, true
		}
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
