package source

import (
	"context"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/stream"
)

// resolve finds what a configured stream is read from, and makes the user's
// format that of all its times.
func (r *run) resolve(ctx context.Context, name string) ([]*stream.Stream, error) {
	c := stream.Named(name, r.settings)
	if err := c.CheckName(r.settings.Naming, name); err != nil {
		return nil, err
	}
	if c.Object != "" && !intacct.IsElementName(c.Object) {
		return nil, airbyte.Errorf(airbyte.ConfigError, "stream %s cannot be read: %w", name, gateway.Nameless(c.Object))
	}
	found, err := c.DescribeAll(ctx, r.client, r.settings)
	if err != nil {
		return nil, stream.Unknown(name, c.Row != nil, err)
	}
	format, err := r.userFormatting(ctx)
	if err != nil {
		return nil, err
	}
	for _, st := range found {
		st.Name = name
		for _, of := range append([]*stream.Stream{st}, st.Lines...) {
			for _, c := range of.Columns {
				c.Format = format
			}
		}
	}
	return found, nil
}
