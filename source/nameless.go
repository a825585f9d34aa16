package source

import (
	"slices"
	"strings"

	"airbyte-sage-intacct/source/stream"
)

// A nameless field has an id that no element of a reply can be called by, such as
// LOCATION# or a user-defined dimension Cost/Center. To ask for it would break
// the reply for all the others, so it is left out of queries and null in records.

// announceNameless says which of the selected fields no reply can hold: those
// that people have made in the company one by one, Intacct's own once a run.
func (r *reading) announceNameless(f *feed) {
	var own, standard []string
	for _, c := range f.plan.Absent {
		switch {
		case !c.Nameless || !slices.Contains(f.plan.Refused, c) && (f.plan.View == nil || !c.Custom || !f.plan.View.Custom()):
		case c.Custom || f.plan.Row == nil || strings.HasPrefix(strings.ToUpper(c.Field), stream.UserDimensionPrefix):
			own = append(own, c.Field)
		default:
			standard = append(standard, c.Field)
		}
	}
	if len(own) > 0 {
		r.out.Log().Warn().Msgf("%s: no reply can hold %s, because such ids are no names of XML elements; they are null in all records. Give them ids of letters, digits and underscores in Intacct",
			f.name, strings.Join(own, ", "))
	}
	if len(standard) > 0 {
		r.nameless.Do(func() {
			r.out.Log().Info().Msgf("%s: no reply can hold %s, because such ids are no names of XML elements; they are null in all records, here and in other streams. They repeat other fields (LOCATION# is LOCATIONKEY)",
				f.name, strings.Join(standard, ", "))
		})
	}
}
