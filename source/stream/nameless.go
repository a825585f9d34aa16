package stream

import (
	"slices"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/encode"
)

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

// RefuseNameless refuses a configured stream that is to be known by a field that no
// reply can hold.
func (st *Stream) RefuseNameless(configured *airbyte.ConfiguredStream) error {
	roles := slices.Concat(append(configured.PrimaryKey, configured.CursorField)...)
	for _, c := range st.Absent {
		if c.Nameless && slices.Contains(roles, c.Name) {
			return airbyte.Errorf(airbyte.ConfigError,
				"stream %s: the field %s cannot be its primary key or cursor, because its id is no name of an XML element and no reply can hold it; choose another column",
				configured.Stream.Name, c.Field)
		}
	}
	return nil
}

// UserDimensionPrefix begins the id of the field by which standard objects name a
// value of a user-defined dimension.
const UserDimensionPrefix = "GLDIM"
