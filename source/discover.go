package source

import (
	"cmp"
	"context"
	"slices"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/source/stream"
)

// Discover implements [airbyte.Source].
func (c *connector) Discover(ctx context.Context, config []byte, out *airbyte.Emitter) (*airbyte.Catalog, error) {
	settings, client, err := c.connect(config, out, nil)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	list, err := stream.Definitions(ctx, client, settings)
	if err != nil {
		return nil, err
	}
	var found []stream.ProbeResult
	err = stream.Probe(ctx, client, settings, list, func(f stream.ProbeResult) bool {
		found = append(found, f)
		return false
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(found, func(a, b stream.ProbeResult) int { return cmp.Compare(a.Name(), b.Name()) })
	catalog := &airbyte.Catalog{}
	found = withoutHistories(found, out)
	for _, f := range found {
		if f.Stream == nil {
			out.Log().Info().Msgf("%s is left out: %s", f.Name(), f.Excluded)
			continue
		}
		for field, name := range sorted(f.Stream.Renamed) {
			out.Log().Info().Msgf("%s: the field %s is called %s, because its name collides with another", f.Stream.Name, field, name)
		}
		catalog.Streams = append(catalog.Streams, f.Stream.Catalogued())
	}
	if len(catalog.Streams) == 0 {
		return nil, airbyte.Errorf(airbyte.ConfigError, "the user can read none of the %d objects looked at; the log says why for each: give the user's role the right to list and view them", len(found))
	}
	return catalog, nil
}

// withoutHistories says in one line that the audit history is left out, where
// the streams of all objects are, for one reason.
func withoutHistories(found []stream.ProbeResult, out *airbyte.Emitter) []stream.ProbeResult {
	history := func(f stream.ProbeResult) bool { return f.Stream == nil && f.Definition.Audited != "" }
	i := slices.IndexFunc(found, history)
	if i < 0 {
		return found
	}
	reason := found[i].Excluded
	rest := slices.DeleteFunc(slices.Clone(found), history)
	if n := len(found) - len(rest); n > 1 {
		out.Log().Info().Msgf("the histories of %d objects are left out: %s", n, reason)
		return rest
	}
	return found
}
