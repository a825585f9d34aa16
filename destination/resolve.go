package destination

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
)

// resolver stands between the input and the engine. It finds the ids of records
// that are referred to by name, for many records with one query, and then tells
// what identifies each record; the order of the input stays as it is.
type resolver struct {
	client   querier
	decoders map[string]*decoder
	known    map[ref][]candidate
	recent   recent
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
			send(event{err: defect})
		}
	}()
	defer airbyte.Recover(&defect)
	for {
		for _, ready := range r.resolve(ctx, r.gather(ctx, in)) {
			if !send(ready) || ready.last() {
				return
			}
		}
		if ctx.Err() != nil {
			return
		}
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
			size += ev.size()
			if ev.last() || timer == nil && !r.isOpen(ev) {
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

// last tells the event after which none comes.
func (ev event) last() bool { return ev.end || ev.err != nil }

func (ev event) size() int {
	switch {
	case ev.item != nil:
		return ev.item.size
	case ev.state != nil:
		return len(ev.state.Raw)
	}
	return 0
}

// isOpen tells whether something has to be asked for a record.
func (r *resolver) isOpen(ev event) bool {
	open := false
	if ev.item != nil && ev.reason == nil {
		ev.item.document.openCalls(func(_ *document, c call) {
			_, known := r.known[c.key()]
			open = open || !known
		})
	}
	return open
}

// resolve finds the ids that a group of records needs and identifies them.
func (r *resolver) resolve(ctx context.Context, group []event) []event {
	if err := r.ask(ctx, group); err != nil {
		return []event{{err: err}}
	}
	for i := range group {
		ev := &group[i]
		if ev.item == nil {
			continue
		}
		if ev.reason == nil {
			ev.reason = r.fill(ctx, ev.item.document)
		}
		r.decoders[ev.stream].finish(ev.item, &ev.reason)
		r.recent.note(ev.item)
	}
	return group
}

// ask queries the names that nobody knows yet, object by object.
func (r *resolver) ask(ctx context.Context, group []event) error {
	if len(r.known) > maxKnown {
		clear(r.known)
	}
	wanted := map[*dimension][]string{}
	for _, ev := range group {
		if ev.item == nil || ev.reason != nil {
			continue
		}
		ev.item.document.openCalls(func(_ *document, c call) {
			if _, known := r.known[c.key()]; !known {
				wanted[c.slot.dimension] = append(wanted[c.slot.dimension], c.name)
			}
		})
	}
	for d, names := range wanted {
		slices.Sort(names)
		for some := range slices.Chunk(slices.Compact(names), maxNames) {
			if err := r.askFor(ctx, d, intacct.In(d.name, some...), r.learn); err != nil {
				return fmt.Errorf("look up the names of %s: %w", d.object, err)
			}
		}
	}
	return nil
}

// learn remembers a candidate. What was not found is not remembered: the input
// may be about to create it.
func (r *resolver) learn(d *dimension, c candidate) {
	key := ref{d.object, strings.ToLower(strings.TrimSpace(c.name))}
	if !slices.ContainsFunc(r.known[key], func(k candidate) bool { return k.id == c.id }) {
		r.known[key] = append(r.known[key], c)
	}
}

func (r *resolver) askFor(ctx context.Context, d *dimension, filter intacct.Filter, found func(*dimension, candidate)) error {
	selected := []string{d.id, d.name}
	if d.status {
		selected = append(selected, "STATUS")
	}
	for offset := 0; ; {
		page, err := r.client.Query(ctx, intacct.Query{
			Object: d.object, Select: selected, Filter: filter, Order: []intacct.Order{intacct.Asc(d.id)},
			CaseInsensitive: true, ShowPrivate: true, Offset: offset,
		})
		if err != nil {
			return err
		}
		for page.Next() {
			record := page.Record()
			id, _ := record.Get(d.id)
			name, _ := record.Get(d.name)
			status, _ := record.Get("STATUS")
			found(d, candidate{string(id), string(name), strings.EqualFold(string(status), inactive)})
			offset++
		}
		err, remaining := page.Err(), page.Remaining
		page.Release()
		if err != nil || remaining == 0 {
			return err
		}
	}
}

// fill puts ids where names were.
func (r *resolver) fill(ctx context.Context, d *document) *rejection {
	var reason *rejection
	d.openCalls(func(owner *document, c call) {
		id, wrong := r.choose(ctx, c)
		if wrong != nil && reason == nil {
			reason = wrong
		}
		if wrong == nil {
			owner.set(c.slot.target, id)
		}
	})
	return reason
}

// choose decides which record a name means: among those that are active and
// called exactly so, or else so but for letter case.
func (r *resolver) choose(ctx context.Context, c call) (string, *rejection) {
	object := c.slot.dimension.object
	candidates := slices.Concat(r.known[c.key()], r.recent.called(c))
	exact := only(candidates, func(k candidate) bool { return k.name == c.name })
	if len(exact) > 0 {
		candidates = exact
	}
	active := only(candidates, func(k candidate) bool { return !k.inactive })
	switch {
	case len(active) == 1:
		return active[0].id, nil
	case len(active) > 1:
		return "", rejectf("%s: %d records of %s are called %q: %s", c.by, len(active), object, shorten(c.name), choicesOf(active)).
			advise("Give %s instead.", c.slot.target.id)
	case len(candidates) > 0:
		return "", rejectf("%s: the %s called %q is inactive: %s", c.by, object, shorten(c.name), choicesOf(candidates)).
			advise("Activate it, or give %s of another.", c.slot.target.id)
	}
	reason := rejectf("%s: no %s is called %q", c.by, object, shorten(c.name))
	if close := r.closest(ctx, c); len(close) > 0 {
		reason = reason.advise("The closest are %s.", choicesOf(close))
	}
	return "", reason
}

func only(list []candidate, keep func(candidate) bool) []candidate {
	var kept []candidate
	for _, c := range list {
		if keep(c) && !slices.ContainsFunc(kept, func(k candidate) bool { return k.id == c.id }) {
			kept = append(kept, c)
		}
	}
	return kept
}

func choicesOf(list []candidate) string {
	texts := make([]string, 0, maxComplaints)
	for _, c := range list[:min(len(list), maxComplaints)] {
		texts = append(texts, fmt.Sprintf("%s (%s)", c.id, shorten(c.name)))
	}
	return listed(texts)
}

// closest finds names that begin alike, those that differ least first.
func (r *resolver) closest(ctx context.Context, c call) []candidate {
	beginning := []rune(c.name)[:min(3, len([]rune(c.name)))]
	if strings.ContainsAny(string(beginning), "%_") {
		return nil
	}
	var found []candidate
	err := r.askFor(ctx, c.slot.dimension, intacct.Like(c.slot.dimension.name, string(beginning)+"%"), func(_ *dimension, k candidate) {
		found = append(found, k)
	})
	if err != nil {
		return nil // a suggestion is not worth failing for
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return distance(a.name, c.name) - distance(b.name, c.name) })
	return found[:min(len(found), maxComplaints)]
}

// distance is how many letters have to be changed, added or left out to make
// one name of another.
func distance(a, b string) int {
	from, to := []rune(strings.ToLower(a)), []rune(strings.ToLower(b))
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, letter := range from {
		diagonal := row[0]
		row[0] = i + 1
		for j, other := range to {
			cost := diagonal
			if letter != other {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(to)]
}

// recent knows the names of records that the input itself brought lately: they
// may still be on their way into the company.
type recent struct {
	ring  []ref
	at    int
	names map[ref][]candidate
}

// maxRecent is more than the records that can be on their way.
const maxRecent = 8192

func (r *recent) note(it *item) {
	d := dimensionOf(it.plan.object())
	if d == nil {
		return
	}
	id, knownID := it.plan.schema.fields.exact[d.id]
	name, knownName := it.plan.schema.fields.exact[d.name]
	if !knownID || !knownName || it.document.text(id) == "" || it.document.text(name) == "" {
		return
	}
	if r.ring == nil {
		r.ring, r.names = make([]ref, maxRecent), map[ref][]candidate{}
	}
	key := ref{d.object, strings.ToLower(strings.TrimSpace(it.document.text(name)))}
	delete(r.names, r.ring[r.at])
	r.ring[r.at] = key
	r.at = (r.at + 1) % maxRecent
	r.names[key] = append(r.names[key], candidate{id: it.document.text(id), name: it.document.text(name)})
}

func (r *recent) called(c call) []candidate { return r.names[c.key()] }
