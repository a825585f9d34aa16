package source

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/state"
	"airbyte-sage-intacct/source/stream"
)

// kin is what was measured of the times of objects that every company has. It
// is what an object's own are taken to be where they cannot be measured.
type kin struct {
	once  sync.Once
	zones state.Zones
}

// usualZones are the zones of the kin, which are looked at one after the other
// until one has a record that tells; nil where none does.
func (r *run) usualZones(ctx context.Context) state.Zones {
	r.kin.once.Do(func() {
		for _, row := range commonObjects() {
			if r.kin.zones = r.zonesOfKin(ctx, row); r.kin.zones != nil || ctx.Err() != nil {
				return
			}
		}
	})
	return r.kin.zones
}

// commonObjects are those that every company has, in their order.
func commonObjects() []*intacct.Object {
	list := slices.DeleteFunc(slices.Clone(intacct.Objects()), func(o *intacct.Object) bool { return o.Common == 0 })
	slices.SortFunc(list, func(a, b *intacct.Object) int { return cmp.Compare(a.Common, b.Common) })
	return list
}

// zonesOfKin measures an object. No failure is one of the stream that asks: it
// has an assumption to live with.
func (r *run) zonesOfKin(ctx context.Context, row *intacct.Object) state.Zones {
	object := row.Name
	def, err := r.client.Lookup(ctx, object, "")
	if err != nil {
		return nil
	}
	st := stream.Of(def, row, object, r.settings)
	for _, c := range st.Columns {
		c.Format = r.format
	}
	if st.Key == nil || st.Cursor == nil {
		return nil
	}
	p := stream.NewPlan(st, &airbyte.ConfiguredStream{Stream: airbyte.Stream{JSONSchema: []byte(`{"properties":{"WHENMODIFIED":{}}}`)}})
	s := newSampler(p)
	rd := &reading{run: r, feed: &feed{name: object, plan: p}, client: r.client}
	if rd.sampleRows(ctx, s, p.Query(rd.timed(), intacct.Asc(st.Key.Field)), false) != nil || rd.measure(ctx, s, r.client) != nil {
		return nil
	}
	return r.zonesOf(object, s)
}
