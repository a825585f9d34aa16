package state

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Names among an object's zones that are no fields: all its timestamps, and the
// word that their zones are assumed and not measured.
const (
	EveryField = "*"
	Assumed    = "?"
)

// Zones are the zones in which an object's times are written, by field, as
// far as they are known to differ from the user's formatting.
type Zones map[string]string

// MarshalJSON writes a list of FIELD=ZONE. A key with the name of the cursor's
// field would be taken for the cursor by those who search a state for it.
func (z Zones) MarshalJSON() ([]byte, error) {
	list := make([]string, 0, len(z))
	for _, field := range slices.Sorted(maps.Keys(z)) {
		list = append(list, field+"="+z[field])
	}
	return json.Marshal(list)
}

// UnmarshalJSON reads such a list, and the object by field that earlier programs
// wrote.
func (z *Zones) UnmarshalJSON(raw []byte) error {
	var list []string
	if json.Unmarshal(raw, &list) != nil {
		return json.Unmarshal(raw, (*map[string]string)(z))
	}
	if list == nil {
		*z = nil
		return nil
	}
	*z = make(Zones, len(list))
	for _, entry := range list {
		field, zone, ok := strings.Cut(entry, "=")
		if !ok {
			return fmt.Errorf("%q is not a field and its zone", entry)
		}
		(*z)[field] = zone
	}
	return nil
}
