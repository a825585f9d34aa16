package source

import (
	"bytes"
	"context"
	"errors"
	"math"
	"slices"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/paging"
	"airbyte-sage-intacct/source/state"
)

// Records whose keys are texts are compared with the company by the records that
// own them: texts have no order that both sides are sure to share, numbers have.

// trackTexts is track for keys that are texts.
func (r *reading) trackTexts(ctx context.Context, packed state.PackedTexts) error {
	var err error
	if r.texts, err = packed.Unpack(); err != nil {
		return err
	}
	known := r.texts != nil
	if !known {
		r.texts = state.NewTexts()
	}
	if r.announced = r.texts.Size(); known || r.fresh {
		return nil
	}
	r.out.Log().Info().Msgf("%s: listing the keys of all records once, so that deleted ones are noticed from now on", r.name)
	err = r.groupCensus().each(ctx, 0, math.MaxInt64, func(owner int64, texts []string) error {
		for _, text := range texts {
			r.texts.Add(state.OwnedText{Owner: owner, Text: text})
		}
		if r.texts.TooLarge() {
			return errTooMany
		}
		return nil
	})
	if errors.Is(err, errTooMany) {
		r.loseKeys()
		return nil
	}
	return err
}

// errTooMany says that there are more keys than can be kept.
var errTooMany = errors.New("there are too many keys")

// A groupCensus is a census by the records that own others.
type groupCensus struct {
	census
	rows *state.TextRows // the walk through the set that list is on
	had  bool            // it has a present row
	away []state.OwnedText
	late []string
}

func (r *reading) groupCensus() *groupCensus {
	c := &groupCensus{census: census{r: r, by: r.plan.ParentKey, set: r.texts, among: r.sinceStart()}}
	c.list = c.listGroups
	return c
}

// reconcileTexts is reconcile for keys that are texts.
func (r *reading) reconcileTexts(ctx context.Context, upper state.Instant, gone *absentees) error {
	c := r.groupCensus()
	if err := c.take(ctx); err != nil {
		return err
	}
	if err := r.catchUp(ctx, c.late, state.Window{To: upper}); err != nil {
		return err
	}
	var err error
	gone.texts, err = r.absentTexts(ctx, c.away)
	return err
}

// listGroups compares a range of owners key by key.
func (c *groupCensus) listGroups(ctx context.Context, low, high int64) error {
	c.rows = c.r.texts.Rows()
	c.had = c.rows.Next()
	c.skip(low, false)
	err := c.each(ctx, low, high, func(owner int64, texts []string) error {
		c.skip(owner, true)
		there := make(map[string]bool, len(texts))
		for _, text := range texts {
			there[text] = true
		}
		for ; c.had && c.rows.Owner == owner; c.had = c.rows.Next() {
			text := c.rows.Text()
			if !there[text] {
				c.away = append(c.away, state.OwnedText{Owner: owner, Text: text})
			}
			delete(there, text)
		}
		for _, text := range texts {
			if there[text] {
				c.late = append(c.late, text)
				delete(there, text)
			}
		}
		return nil
	})
	if err == nil && high < math.MaxInt64 {
		c.skip(high+1, true)
	}
	return err
}

// skip goes on to the rows of an owner. Those before it are gone, if they count.
func (c *groupCensus) skip(owner int64, gone bool) {
	for ; c.had && c.rows.Owner < owner; c.had = c.rows.Next() {
		if gone {
			c.away = append(c.away, state.OwnedText{Owner: c.rows.Owner, Text: c.rows.Text()})
		}
	}
}

// each hands over the keys of a range by owner, all of an owner together. A page
// that ends within an owner's rows is followed by one that begins with them.
func (c *groupCensus) each(ctx context.Context, low, high int64, use func(owner int64, texts []string) error) error {
	p := c.r.plan
	for offset, group := 0, (*ownerGroup)(nil); ; {
		q := c.between(low, high)
		q.Select = []string{p.Key.Field, c.by.Field}
		q.Order = []intacct.Order{intacct.Asc(c.by.Field), intacct.Asc(p.Key.Field)}
		page, err := c.r.portion.Ask(ctx, c.r.client, q, c.r.settings.PageSize, offset)
		if err != nil {
			return err
		}
		count, more := page.Count, page.Remaining > 0
		if group, err = c.groups(page, group, use); err != nil {
			return err
		}
		switch {
		case !more && group == nil:
			return nil
		case !more:
			return use(group.owner, group.texts)
		case count == 0:
			return airbyte.Errorf(airbyte.SystemError, "the gateway sent an empty page of %s and says that there are more records", p.Object)
		case group != nil && group.owner > low:
			low, offset, group = group.owner, 0, nil
		default: // more rows than a page has
			offset += count
		}
	}
}

// An ownerGroup are the keys that an owner's rows have, as far as they came.
type ownerGroup struct {
	owner int64
	texts []string
}

// groups hands over the groups of a page that are complete, and returns the one
// that may go on.
func (c *groupCensus) groups(page *intacct.Page, group *ownerGroup, use func(owner int64, texts []string) error) (*ownerGroup, error) {
	defer page.Release()
	for page.Next() {
		number, _ := page.Record().Get(c.by.Field)
		owner, ok := gateway.ParseInteger(bytes.TrimSpace(number))
		if len(number) == 0 {
			continue
		}
		if !ok || group != nil && owner < group.owner {
			return nil, airbyte.Errorf(airbyte.SystemError, "the gateway sent rows of %s out of order: %s %s", c.r.plan.Object, c.by.Field, gateway.Shown(number))
		}
		if group != nil && owner > group.owner {
			if err := use(group.owner, group.texts); err != nil {
				return nil, err
			}
			group = nil
		}
		if group == nil {
			group = &ownerGroup{owner: owner}
		}
		text, _ := page.Record().Get(c.r.plan.Key.Field)
		group.texts = append(group.texts, string(bytes.TrimSpace(text)))
	}
	return group, page.Err()
}

// absentTexts is absent for keys that are texts.
func (r *reading) absentTexts(ctx context.Context, suspects []state.OwnedText) ([]state.OwnedText, error) {
	var gone, moved []state.OwnedText
	for batch := range slices.Chunk(suspects, gateway.MaxIn) {
		texts := make([]string, len(batch))
		for i, k := range batch {
			texts[i] = k.Text
		}
		here, err := r.textsThere(ctx, r.client, texts, r.plan.Owned)
		if err != nil {
			return nil, err
		}
		elsewhere := here
		if r.settings.Entities.Many() {
			if elsewhere, err = r.textsThere(ctx, r.run.client, texts, r.plan.Within); err != nil {
				return nil, err
			}
		}
		for _, k := range batch {
			switch {
			case here[k.Text]:
			case elsewhere[k.Text]:
				moved = append(moved, k)
			default:
				gone = append(gone, k)
			}
		}
	}
	if len(moved) > 0 {
		r.texts.Remove(moved)
	}
	return gone, nil
}

// buryTexts is buryKeys for keys that are texts.
func (r *reading) buryTexts(keys []state.OwnedText, upper state.Instant) error {
	return r.emitGone(len(keys), upper, func(f *feed, batch *airbyte.Batch, at string) {
		for _, key := range keys {
			dst := airbyte.AppendJSONString(append(append(batch.Open(), '{'), f.plan.Key.Label[1:]...), key.Text)
			batch.Close(append(f.plan.AppendStamp(dst, at), f.plan.Absence(at)...), nil)
		}
	})
}

// textsThere asks which of some records there are.
func (r *reading) textsThere(ctx context.Context, client *intacct.Client, texts []string, of func(intacct.Filter) intacct.Filter) (map[string]bool, error) {
	there := make(map[string]bool)
	size := r.settings.PageSize
	for some := range slices.Chunk(texts, min(size, gateway.MaxIn)) { // a page for each
		q := intacct.Query{
			Object: r.plan.Object, DocParID: r.plan.Docpar, Select: []string{r.plan.Key.Field},
			Filter: of(intacct.In(r.plan.Key.Field, some...)), Order: []intacct.Order{intacct.Asc(r.plan.Key.Field)}, PageSize: size,
		}
		for record, err := range intacct.Records(ctx, gateway.WithPrivate(client), q, "") {
			if err != nil {
				return nil, err
			}
			text, _ := record.Get(r.plan.Key.Field)
			there[string(bytes.TrimSpace(text))] = true
		}
	}
	return there, nil
}

// rereadTexts is reread of those of a window's rows that a condition names, for
// keys that are texts.
func (r *reading) rereadTexts(ctx context.Context, among intacct.Filter, w state.Window) (came map[string]bool, err error) {
	fetch, by := r.fetch(), r.plan.TimeOrder(r.zones.Reaches(w))
	fetch.Sparse, by.Among = true, among
	t := paging.NewTimePager(fetch, by, &state.Place{})
	came = make(map[string]bool)
	return came, r.follow(ctx, t, w, func(row *state.Row) (bool, error) {
		accepted, err := t.Accept(row)
		if accepted && err == nil {
			came[string(row.Text)] = true
		}
		return accepted, err
	})
}

// rereadEarlier is rereadTexts of all rows before a window.
func (r *reading) rereadEarlier(ctx context.Context, among intacct.Filter, w state.Window) error {
	timed, untimed := r.plan.BeforeParts(w)
	by := r.plan.TimeOrder(state.Window{To: w.From})
	by.Among, by.Untimed, by.NoneUntimed, by.OnlyUntimed = among, untimed, untimed.IsZero(), timed.IsZero()
	t := paging.NewTimePager(r.fetch(), by, &state.Place{})
	return r.follow(ctx, t, state.Window{}, t.Accept)
}

// follow emits what a pager finds.
func (r *reading) follow(ctx context.Context, t paging.Pager, w state.Window, accept func(*state.Row) (bool, error)) error {
	defer t.Close()
	e := r.emission()
	e.window = w
	for more := true; more; more = t.More() {
		page, err := t.Next(ctx)
		if err == nil {
			err = r.out.await()
		}
		if err == nil {
			err = e.fill(page, accept)
		}
		if errors.Is(err, paging.ErrMoved) {
			e.reset()
			continue
		}
		if err == nil {
			err = r.send(ctx, e)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
