package source

import (
	"cmp"
	"context"
	"slices"

	"airbyte-sage-intacct/airbyte"
)

// Discover implements [airbyte.Source].
func (c *connector) Discover(ctx context.Context, config []byte, out *airbyte.Emitter) (*airbyte.Catalog, error) {
	settings, client, err := c.connect(config, out, nil)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	list, err := candidates(ctx, client, settings)
	if err != nil {
		return nil, err
	}
	var found []finding
	err = survey(ctx, client, settings, list, func(f finding) bool {
		found = append(found, f)
		return false
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(found, func(a, b finding) int { return cmp.Compare(a.name(), b.name()) })
	catalog := &airbyte.Catalog{}
	found = withoutHistories(found, out)
	for _, f := range found {
		if f.stream == nil {
			out.Log().Info().Msgf("%s is left out: %s", f.name(), f.excluded)
			continue
		}
		for field, name := range sorted(f.stream.renamed) {
			out.Log().Info().Msgf("%s: the field %s is called %s, because its name collides with another", f.stream.name, field, name)
		}
		catalog.Streams = append(catalog.Streams, f.stream.catalogued())
	}
	if len(catalog.Streams) == 0 {
		return nil, airbyte.Errorf(airbyte.ConfigError, "the user can read none of the %d objects looked at; the log says why for each: give the user's role the right to list and view them", len(found))
	}
	return catalog, nil
}

// withoutHistories says in one line that the audit history is left out, where
// the streams of all objects are, for one reason.
func withoutHistories(found []finding, out *airbyte.Emitter) []finding {
	history := func(f finding) bool { return f.stream == nil && f.candidate.audited != "" }
	i := slices.IndexFunc(found, history)
	if i < 0 {
		return found
	}
	reason := found[i].excluded
	rest := slices.DeleteFunc(slices.Clone(found), history)
	if n := len(found) - len(rest); n > 1 {
		out.Log().Info().Msgf("the histories of %d objects are left out: %s", n, reason)
		return rest
	}
	return found
}
