// Package zones finds out in which zones the times of an object are written, and
// notices when people move them.
package zones

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"github.com/rs/zerolog"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/state"
	"airbyte-sage-intacct/source/stream"
)

// A Company is what is known of the times of a company, for all its objects.
type Company struct {
	Client   *intacct.Client
	Settings *config.Settings
	Log      *zerolog.Logger
	Format   intacct.Format // of the user
	check    zoneCheck

	// usual is what was measured of objects that every company has: what the times
	// of an object are taken to be where they cannot be measured.
	once  sync.Once
	usual state.Zones
}

// now is the gateway's clock, cut to the second.
func (c *Company) now(ctx context.Context) (state.Instant, error) {
	now, err := c.Client.Now(ctx)
	return state.InstantOf(now), err
}

// usualZones are the zones of the kin, which are looked at one after the other
// until one has a record that tells; nil where none does.
func (c *Company) usualZones(ctx context.Context) state.Zones {
	c.once.Do(func() {
		for _, row := range commonObjects() {
			if c.usual = c.zonesOfKin(ctx, row); c.usual != nil || ctx.Err() != nil {
				return
			}
		}
	})
	return c.usual
}

// commonObjects are those that every company has, in their order.
func commonObjects() []*intacct.Object {
	list := slices.DeleteFunc(slices.Clone(intacct.Objects()), func(o *intacct.Object) bool { return o.Common == 0 })
	slices.SortFunc(list, func(a, b *intacct.Object) int { return cmp.Compare(a.Common, b.Common) })
	return list
}

// zonesOfKin measures an object. No failure is one of the stream that asks: it
// has an assumption to live with.
func (c *Company) zonesOfKin(ctx context.Context, row *intacct.Object) state.Zones {
	object := row.Name
	def, err := c.Client.Lookup(ctx, object, "")
	if err != nil {
		return nil
	}
	st := stream.Of(def, row, object, c.Settings)
	for _, column := range st.Columns {
		column.Format = c.Format
	}
	if st.Key == nil || st.Cursor == nil {
		return nil
	}
	p := stream.NewPlan(st, &airbyte.ConfiguredStream{Stream: airbyte.Stream{JSONSchema: []byte(`{"properties":{"WHENMODIFIED":{}}}`)}})
	s := NewSampler(p)
	of := NewObject(c, p, object)
	if of.sampleRows(ctx, s, p.Query(of.timed(), intacct.Asc(st.Key.Field)), false) != nil || of.measure(ctx, s, c.Client) != nil {
		return nil
	}
	return c.zonesOf(object, s)
}
