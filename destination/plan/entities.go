package plan

import (
	"context"
	"slices"

	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/result"
	"airbyte-sage-intacct/intacct"
)

// Entities are those that the user may enter. A record is written in the
// session of the entity that it names as its owner. Who signs in to one entity
// writes there, whatever the records say; then there are none.
type Entities []string

// LoadEntities asks for the entities; their absence is no reason to fail, since
// most companies have none.
func LoadEntities(ctx context.Context, client *intacct.Client) (Entities, error) {
	if client.EntityID() != "" {
		return nil, nil
	}
	details, err := client.EntityDetails(ctx)
	if err != nil {
		return nil, err
	}
	list := Entities{}
	for _, entity := range details {
		list = append(list, entity.ID)
	}
	return list, nil
}

// Of is where a document is written.
func (e Entities) Of(d *record.Document) (string, *result.Rejection) {
	if d.Entity == "" || e == nil || slices.Contains(e, d.Entity) {
		if e == nil {
			return "", nil
		}
		return d.Entity, nil
	}
	return "", result.Rejectf("the record belongs to entity %s, which the company does not have or the user may not enter", result.Shorten(d.Entity)).
		Advise("Give the user access to the entity, or leave %s and %s out.", canonical.OwnerField, canonical.EntityColumn)
}
