package plan

import (
	"strings"

	"airbyte-sage-intacct/airbyte"
)

// checkRivals refuses two streams that would take each other's records for their
// own: both change records of an object that has no key of its own, and find
// them by what their own primary keys left in the same field. Record 1 of one
// stream would overwrite record 1 of the other, in this run or a later one.
func checkRivals(plans []*Plan) error {
	first := map[[2]string]*Plan{} // by object and field
	for _, p := range plans {
		if !p.ownsByPrimary() {
			continue
		}
		at := [2]string{p.Object(), p.Identity.ID}
		if rival := first[at]; rival != nil {
			return airbyte.Errorf(airbyte.ConfigError, "streams %s and %s both write %s and leave their primary keys (%s; %s) in %s: a record of one would be taken for one of the other and overwritten. "+
				"Name what identifies their records as matching_keys in objects_map, or bring them as one stream whose primary key tells them apart, fill %s yourself and make it the primary key, or use the sync mode append",
				rival.Stream, p.Stream, p.Object(), strings.Join(rival.PrimaryKey, ", "), strings.Join(p.PrimaryKey, ", "), p.Identity.ID, p.Identity.ID)
		}
		first[at] = p
	}
	return nil
}

// ownsByPrimary tells whether the stream changes records that it knows by its
// own primary key. Where that is the identity field itself, both streams mean
// the company's records, as any two that are matched by a natural key.
func (p *Plan) ownsByPrimary() bool {
	return (p.Match == nil || p.Keyed) && p.Identity != nil && len(p.PrimaryKey) > 0 && p.Action != Create && !p.IdentityIsPrimary()
}
