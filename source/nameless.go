package source

import (
	"slices"
	"strings"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/encode"
)

// A nameless field has an id that no element of a reply can be called by, such as
// LOCATION# or a user-defined dimension Cost/Center. To ask for it would break
// the reply for all the others, so it is left out of queries and null in records.

// nameable divides columns by whether a reply can hold them.
func nameable(columns []*encode.Column) (named, nameless []*encode.Column) {
	for _, c := range columns {
		if c.Nameless = !intacct.IsElementName(c.Field); c.Nameless {
			nameless = append(nameless, c)
		} else {
			named = append(named, c)
		}
	}
	return named, nameless
}

// refuseNameless refuses a configured stream that is to be known by a field that no
// reply can hold.
func (st *stream) refuseNameless(configured *airbyte.ConfiguredStream) error {
	roles := slices.Concat(append(configured.PrimaryKey, configured.CursorField)...)
	for _, c := range st.absent {
		if c.Nameless && slices.Contains(roles, c.Name) {
			return airbyte.Errorf(airbyte.ConfigError,
				"stream %s: the field %s cannot be its primary key or cursor, because its id is no name of an XML element and no reply can hold it; choose another column",
				configured.Stream.Name, c.Field)
		}
	}
	return nil
}

// announceNameless says which of the selected fields no reply can hold: those
// that people have made in the company one by one, Intacct's own once a run.
func (r *reading) announceNameless(f *feed) {
	var own, standard []string
	for _, c := range f.plan.absent {
		switch {
		case !c.Nameless || !slices.Contains(f.plan.refused, c) && (f.plan.view == nil || !c.Custom || !f.plan.view.Custom()):
		case c.Custom || f.plan.row == nil || strings.HasPrefix(strings.ToUpper(c.Field), userDimensionPrefix):
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

// userDimensionPrefix begins the id of the field by which standard objects name a
// value of a user-defined dimension.
const userDimensionPrefix = "GLDIM"
