package destination

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination/plan"
	"airbyte-sage-intacct/destination/result"
)

// summary tells what became of the records, one by one and in the end.
type summary struct {
	out     *airbyte.Emitter
	report  *report
	streams map[string]*counts
}

// counts are a stream's records by what became of them.
type counts struct {
	deeds    [result.Kinds]int64
	rejected int64
	first    string // the first rejection
	rounded  map[string]*roundedField
}

// roundedField counts the records that brought more decimals in a field than
// its currency has.
type roundedField struct {
	records int64
	first   string
}

func newSummary(out *airbyte.Emitter, report *report) *summary {
	return &summary{out: out, report: report, streams: map[string]*counts{}}
}

// settled takes note of one record. A rejection is logged with the record's key
// and Intacct's words, never with the record.
func (s *summary) settled(it *item, o result.Outcome) {
	o = it.explained(o)
	s.report.add(it, o)
	if it.duplicates != nil {
		s.duplicated(it)
	}
	c := s.streams[it.plan.Stream]
	if c == nil {
		c = &counts{}
		s.streams[it.plan.Stream] = c
	}
	if o.Rejection == nil {
		c.deeds[o.Kind]++
		c.noteRounded(it, o)
		if changes := o.Kind == result.Created || o.Kind == result.Updated || o.Kind == result.WouldCreate; it.moved != nil && changes {
			s.out.Log().Info().Msgf("Stream %s, %s: %s.", it.plan.Stream, it.label, it.moved)
		}
		return
	}
	c.rejected++
	if c.first == "" {
		c.first = it.label + ": " + o.Rejection.Error()
	}
	s.out.Log().Warn().Msgf("Stream %s, %s: rejected: %s", it.plan.Stream, it.label, o.Rejection.Error())
}

// duplicated tells of a record that is in the company more than once.
func (s *summary) duplicated(it *item) {
	text := fmt.Sprintf("%d records of %s stand for it (record numbers %s)", len(it.duplicates), it.plan.Object(), result.Listed(it.duplicates))
	s.out.Log().Warn().Msgf("Stream %s, %s: %s. %s", it.plan.Stream, it.label, text, result.TooMany)
	s.report.duplicated(it, text)
}

// log says for each stream what became of its records.
func (s *summary) log(plans map[string]*plan.Plan) {
	names := make([]string, 0, len(plans))
	for _, p := range plans {
		names = append(names, p.Stream)
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		c := s.streams[name]
		if c == nil {
			c = &counts{}
		}
		for _, field := range slices.Sorted(maps.Keys(c.rounded)) {
			r := c.rounded[field]
			s.out.Log().Warn().Msgf("Stream %s: %d records bring %s with more decimals than its currency has; Intacct keeps it rounded, and so it is compared (first at %s).", name, r.records, field, r.first)
		}
		s.out.Log().Info().Msgf("Stream %s: %s.", name, c)
	}
}

// noteRounded counts the amounts that are in the company other than the record
// has them.
func (c *counts) noteRounded(it *item, o result.Outcome) {
	switch o.Kind {
	case result.Created, result.Updated, result.AlreadyThere, result.WouldCreate, result.WouldUpdate:
	default:
		return
	}
	for _, field := range it.document.TooFine("", it.in) {
		if c.rounded == nil {
			c.rounded = map[string]*roundedField{}
		}
		if c.rounded[field] == nil {
			c.rounded[field] = &roundedField{first: it.label}
		}
		c.rounded[field].records++
	}
}

func (c *counts) String() string {
	var parts []string
	for did := result.Created; did < result.Kinds; did++ {
		if n := c.deeds[did]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, did))
		}
	}
	if c.rejected > 0 {
		parts = append(parts, fmt.Sprintf("%d rejected", c.rejected))
	}
	if len(parts) == 0 {
		return "no records"
	}
	return strings.Join(parts, ", ")
}

// verdict is the error of a write that rejected records, unless the
// configuration tolerates that.
func (s *summary) verdict(config *Config) error {
	if config.OnReject == rejectContinues {
		return nil
	}
	var names []string
	for name, c := range s.streams {
		if c.rejected > 0 {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	slices.Sort(names)
	var reasons []string
	for _, name := range names {
		c := s.streams[name]
		reasons = append(reasons, fmt.Sprintf("%d of stream %s, the first: %s", c.rejected, name, c.first))
	}
	return airbyte.Errorf(airbyte.ConfigError, "records were rejected (%s). The others are written. No state after the first rejection of a stream was confirmed, so the next sync brings the same records again: what is written is recognised, what was rejected is tried again", strings.Join(reasons, "; "))
}
