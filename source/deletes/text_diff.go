package deletes

import (
	"bytes"
	"context"
	"math"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/state"
)

// A TextDiff is a KeyDiff by the records that own others.
type TextDiff struct {
	KeyDiff
	texts *state.Texts
	rows  *state.TextRows // the walk through the set that list is on
	had   bool            // it has a present row
	Away  []state.OwnedText
	Late  []string
}

// Texts begins to compare the keys of all records that are texts.
func (o *Records) Texts(texts *state.Texts) *TextDiff {
	c := &TextDiff{KeyDiff: KeyDiff{of: o, by: o.Plan.ParentKey, set: texts, among: o.SinceStart()}, texts: texts}
	c.list = c.listGroups
	return c
}

// listGroups compares a range of owners key by key.
func (c *TextDiff) listGroups(ctx context.Context, low, high int64) error {
	c.rows = c.texts.Rows()
	c.had = c.rows.Next()
	c.skip(low, false)
	err := c.Each(ctx, low, high, func(owner int64, texts []string) error {
		c.skip(owner, true)
		there := make(map[string]bool, len(texts))
		for _, text := range texts {
			there[text] = true
		}
		for ; c.had && c.rows.Owner == owner; c.had = c.rows.Next() {
			text := c.rows.Text()
			if !there[text] {
				c.Away = append(c.Away, state.OwnedText{Owner: owner, Text: text})
			}
			delete(there, text)
		}
		for _, text := range texts {
			if there[text] {
				c.Late = append(c.Late, text)
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
func (c *TextDiff) skip(owner int64, gone bool) {
	for ; c.had && c.rows.Owner < owner; c.had = c.rows.Next() {
		if gone {
			c.Away = append(c.Away, state.OwnedText{Owner: c.rows.Owner, Text: c.rows.Text()})
		}
	}
}

// Each hands over the keys of a range by owner, all of an owner together. A page
// that ends within an owner's rows is followed by one that begins with them.
func (c *TextDiff) Each(ctx context.Context, low, high int64, use func(owner int64, texts []string) error) error {
	p := c.of.Plan
	for offset, group := 0, (*ownerGroup)(nil); ; {
		q := c.Between(low, high)
		q.Select = []string{p.Key.Field, c.by.Field}
		q.Order = []intacct.Order{intacct.Asc(c.by.Field), intacct.Asc(p.Key.Field)}
		page, err := c.of.Size.Ask(ctx, c.of.Client, q, c.of.Settings.PageSize, offset)
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
func (c *TextDiff) groups(page *intacct.Page, group *ownerGroup, use func(owner int64, texts []string) error) (*ownerGroup, error) {
	defer page.Release()
	for page.Next() {
		number, _ := page.Record().Get(c.by.Field)
		owner, ok := gateway.ParseInteger(bytes.TrimSpace(number))
		if len(number) == 0 {
			continue
		}
		if !ok || group != nil && owner < group.owner {
			return nil, airbyte.Errorf(airbyte.SystemError, "the gateway sent rows of %s out of order: %s %s", c.of.Plan.Object, c.by.Field, gateway.Shown(number))
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
		text, _ := page.Record().Get(c.of.Plan.Key.Field)
		group.texts = append(group.texts, string(bytes.TrimSpace(text)))
	}
	return group, page.Err()
}
