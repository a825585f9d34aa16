package destination

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination/queue"
	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/result"
	"airbyte-sage-intacct/destination/schema"
	"airbyte-sage-intacct/intacct"
)

// resolver stands between the input and the queue. It finds the ids of records
// that are referred to by name, for many records with one query, and then tells
// what identifies each record; the order of the input stays as it is.
type resolver struct {
	client   intacct.Querier
	decoders map[string]*decoder
	known    map[queue.Ref][]candidate
	hits     map[sought][]hit
	recent   recent
	underway *underway
}

// candidate is a record that a name may mean.
type candidate struct {
	id       string
	name     string
	inactive bool
}

// Bounds of what is held back to be resolved together.
const (
	groupRecords = 250
	groupBytes   = 1 << 20
	groupWait    = 200 * time.Millisecond
	maxNames     = 1000   // of one query: what the operator in takes
	maxKnown     = 50_000 // names remembered
)

// run passes events on, the records among them identified.
func (r *resolver) run(ctx context.Context, in <-chan event, out chan<- event) {
	send := func(ev event) bool {
		select {
		case out <- ev:
			return true
		case <-ctx.Done():
			return false
		}
	}
	var defect error
	defer func() {
		if defect != nil {
			send(event{Err: defect})
		}
	}()
	defer airbyte.Recover(&defect)
	for r.resolve(ctx, r.gather(ctx, in), send) && ctx.Err() == nil {
	}
}

// gather takes one event, or, where something has to be asked for it, as many
// as come soon.
func (r *resolver) gather(ctx context.Context, in <-chan event) []event {
	var group []event
	var timer <-chan time.Time
	for size := 0; len(group) < groupRecords && size < groupBytes; {
		select {
		case ev := <-in:
			group = append(group, ev)
			size += ev.Size()
			if ev.Last() || timer == nil && !r.isOpen(ev) {
				return group
			}
			if timer == nil {
				timer = time.After(groupWait)
			}
		case <-timer:
			return group
		case <-ctx.Done():
			return nil
		}
	}
	return group
}

// isOpen tells whether something has to be asked for a record.
func (r *resolver) isOpen(ev event) bool {
	open := false
	if ev.Entry != nil && ev.Reason == nil {
		ev.Entry.Record.document.EachOpenName(func(_ *record.Document, c record.NameRef) {
			_, known := r.known[nameKey(c)]
			open = open || !known
		})
		open = open || r.lacks(ev.Entry.Record.document)
	}
	return open
}

// resolve finds the ids that a group of records needs, identifies the records and
// passes them on. It tells whether more is to come.
func (r *resolver) resolve(ctx context.Context, group []event, send func(event) bool) bool {
	if err := r.ask(ctx, group); err != nil {
		send(event{Err: err})
		return false
	}
	for i := range group {
		ev := &group[i]
		if ev.Entry != nil {
			if err := r.awaitPaid(ctx, group[i:], send); err != nil {
				send(event{Err: err})
				return false
			}
			r.complete(ctx, ev)
		}
		if !send(*ev) || ev.Last() {
			return false
		}
	}
	return true
}

// awaitPaid waits for the documents that the next record pays, where they are on
// their way, and asks again for all that the records from there on want.
func (r *resolver) awaitPaid(ctx context.Context, group []event, send func(event) bool) error {
	list := pays(group[0].Entry.Record.document)
	if _, waiting := r.underway.has(list); !waiting || group[0].Reason != nil {
		return nil
	}
	if !send(event{Hurry: true}) || !r.underway.await(ctx, list) {
		return ctx.Err()
	}
	return r.ask(ctx, group)
}

// again resolves records once more whose names led nowhere, when the input has
// ended and run with it.
func (r *resolver) again(ctx context.Context, group []event) error {
	for i := range group {
		group[i].Reason = nil
	}
	if err := r.ask(ctx, group); err != nil {
		return err
	}
	for i := range group {
		r.complete(ctx, &group[i])
	}
	return nil
}

func (r *resolver) complete(ctx context.Context, ev *event) {
	it := ev.Entry.Record
	if ev.Reason == nil {
		ev.Reason = cmp.Or(r.fill(ctx, it.document), r.fillWants(ctx, it.document))
	}
	ev.Reason = r.decoders[ev.Stream].finish(it, ev.Reason)
	ev.Entry.Links = queue.Links{Refs: it.refs, Needs: it.needs}
	ev.Entry.Bucket = queue.Bucket{Stream: ev.Stream, Entity: it.entity}
	ev.Entry.Idle = it.tombstone
	r.recent.note(it)
	if ev.Reason == nil && !it.tombstone {
		r.underway.enter(it)
	}
}

// ask queries the names that nobody knows yet, object by object.
func (r *resolver) ask(ctx context.Context, group []event) error {
	if len(r.known) > maxKnown {
		clear(r.known)
	}
	wanted := map[*schema.Dimension][]string{}
	if err := r.askWants(ctx, group, wanted); err != nil {
		return err
	}
	for _, ev := range group {
		if ev.Entry == nil || ev.Reason != nil {
			continue
		}
		ev.Entry.Record.document.EachOpenName(func(_ *record.Document, c record.NameRef) {
			if _, known := r.known[nameKey(c)]; !known {
				wanted[c.Field.Dimension] = append(wanted[c.Field.Dimension], c.Name)
			}
		})
	}
	for d, names := range wanted {
		slices.Sort(names)
		for some := range slices.Chunk(slices.Compact(names), maxNames) {
			if err := r.askFor(ctx, d, intacct.In(d.Name, some...), r.learn); err != nil {
				return fmt.Errorf("look up the names of %s: %w", d.Object, err)
			}
		}
	}
	return nil
}

// learn remembers a candidate. What was not found is not remembered: the input
// may be about to create it.
func (r *resolver) learn(d *schema.Dimension, c candidate) {
	key := queue.Ref{Object: d.Object, Name: strings.ToLower(strings.TrimSpace(c.name))}
	if !slices.ContainsFunc(r.known[key], func(k candidate) bool { return k.id == c.id }) {
		r.known[key] = append(r.known[key], c)
	}
}

func (r *resolver) askFor(ctx context.Context, d *schema.Dimension, filter intacct.Filter, found func(*schema.Dimension, candidate)) error {
	q := intacct.Query{
		Object: d.Object, Select: []string{d.ID, d.Name, "STATUS"}, Filter: filter, Order: []intacct.Order{intacct.Asc(d.ID)},
		CaseInsensitive: true, ShowPrivate: true, Mended: true,
	}
	for record, err := range intacct.Records(ctx, r.client, q, "") {
		if err != nil {
			return err
		}
		id, _ := record.Get(d.ID)
		name, _ := record.Get(d.Name)
		status, _ := record.Get("STATUS")
		found(d, candidate{string(id), string(name), strings.EqualFold(string(status), schema.Inactive)})
	}
	return nil
}

// fill puts ids where names were.
func (r *resolver) fill(ctx context.Context, d *record.Document) *result.Rejection {
	var reason *result.Rejection
	d.EachOpenName(func(owner *record.Document, c record.NameRef) {
		id, wrong := r.choose(ctx, c)
		if wrong != nil && reason == nil {
			reason = wrong
		}
		if wrong == nil {
			owner.Set(c.Field.Target, id)
		}
	})
	return reason
}
