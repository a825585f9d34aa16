package destination

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/result"
	"airbyte-sage-intacct/destination/schema"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/internal/decimal"
	"airbyte-sage-intacct/unified"
)

// lookup is a field of an object by which records are looked up.
type lookup struct{ object, field string }

// sought is a value that is looked up.
type sought struct {
	lookup
	value string
}

// hit is a record that was found.
type hit struct {
	object string
	texts  map[string]string
}

// dueOf is what records of an object say for their payment, which fills what that
// leaves open; nil if they are not paid.
func dueOf(object string) *intacct.Due {
	if o, known := intacct.ObjectNamed(object); known {
		return o.Due
	}
	return nil
}

func soughtBy(r unified.Ref) sought {
	return sought{lookup{r.Object, r.Field}, strings.ToLower(strings.TrimSpace(r.Value))}
}

// byName tells a way that the resolver of names goes.
func byName(r unified.Ref) *schema.Dimension {
	if d := schema.DimensionOf(r.Object); d != nil && d.Name == r.Field && d.ID == r.Holds {
		return d
	}
	return nil
}

// lacks tells whether something has to be asked for the wants of a document.
func (r *resolver) lacks(d *record.Document) bool {
	lacking := false
	d.EachLookup(func(_ *record.Document, w record.Lookup) {
		for _, part := range w.Parts {
			for _, one := range part {
				_, known := r.hits[soughtBy(one)]
				lacking = lacking || !known
			}
		}
	})
	return lacking
}

// askWants queries what the records of a group want, field by field, and the
// names among it like all names.
func (r *resolver) askWants(ctx context.Context, group []event, names map[*schema.Dimension][]string) error {
	if len(r.hits) > maxKnown || r.hits == nil {
		r.hits = map[sought][]hit{}
	}
	wanted := map[lookup][]string{}
	optional := map[lookup]bool{}
	for _, ev := range group {
		if ev.Entry == nil || ev.Reason != nil {
			continue
		}
		ev.Entry.Record.document.EachLookup(func(_ *record.Document, w record.Lookup) {
			for _, part := range w.Parts {
				for _, one := range part {
					s := soughtBy(one)
					optional[s.lookup] = len(part) > 1 || w.Else != ""
					if d := byName(one); d != nil {
						names[d] = append(names[d], one.Value)
					} else if _, known := r.hits[s]; !known || dueOf(one.Object) != nil {
						wanted[s.lookup] = append(wanted[s.lookup], one.Value)
						delete(r.hits, s) // what is due changes
					}
				}
			}
		})
	}
	for by, values := range wanted {
		slices.Sort(values)
		for some := range slices.Chunk(slices.Compact(values), maxNames) {
			err := r.askWant(ctx, by, some)
			if optional[by] && isRefused(err) {
				continue // the record may be one of another object
			}
			if err != nil {
				return fmt.Errorf("look up records of %s by %s: %w", by.object, by.field, err)
			}
		}
	}
	return nil
}

// isRefused tells what the gateway does not do, for want of the object or of a
// right, from what failed.
func isRefused(err error) bool {
	var failure *intacct.Error
	return errors.As(err, &failure) && failure.Stage == intacct.StageResult && !failure.Temporary()
}

func (r *resolver) askWant(ctx context.Context, by lookup, values []string) error {
	selected := compactTexts(append([]string{by.field, "RECORDNO"}, shownOf(by.object)...))
	q := intacct.Query{
		Object: by.object, Select: selected, Filter: intacct.In(by.field, values...),
		CaseInsensitive: true, ShowPrivate: true, Mended: true,
	}
	for record, err := range intacct.Records(ctx, r.client, q, "RECORDNO") {
		if err != nil {
			return err
		}
		found := hit{object: by.object, texts: map[string]string{}}
		for _, name := range selected {
			value, _ := record.Get(name)
			found.texts[name] = string(value)
		}
		key := sought{by, strings.ToLower(strings.TrimSpace(found.texts[by.field]))}
		r.hits[key] = append(r.hits[key], found)
	}
	return nil
}

func compactTexts(list []string) []string {
	var once []string
	for _, text := range list {
		if !slices.Contains(once, text) {
			once = append(once, text)
		}
	}
	return once
}

// shownOf are the fields that are asked for beside those looked up by.
func shownOf(object string) []string {
	if due := dueOf(object); due != nil {
		return []string{"RECORDID", due.Party, due.Amount, "CURRENCY"}
	}
	if known, ok := intacct.ObjectNamed(object); ok {
		return known.Natural
	}
	return nil
}

// fillWants puts values where they were wanted.
func (r *resolver) fillWants(ctx context.Context, d *record.Document) *result.Rejection {
	var reason *result.Rejection
	d.EachLookup(func(owner *record.Document, w record.Lookup) {
		if reason != nil {
			return
		}
		var text string
		if text, reason = r.meet(ctx, d, owner, w); reason != nil {
			return
		}
		if w.Field == nil {
			owner.Entity = text
			return
		}
		owner.SetNamed(w.Field, text)
	})
	return reason
}

// meet finds one value: the first way that leads somewhere counts.
func (r *resolver) meet(ctx context.Context, root, owner *record.Document, w record.Lookup) (string, *result.Rejection) {
	reason := result.Rejectf("%s: there is no such %s", w.Asked, w.Parts[0][0].Object).Advise("Correct the reference, or create what it names in Intacct first.").AsMissing()
	if dueOf(w.Parts[0][0].Object) != nil {
		reason = reason.Advise("A payment waits for what it pays in the same input, and can be written once that is in Intacct; the next sync brings it again.")
	}
	for _, part := range w.Parts {
		if d := byName(part[0]); d != nil {
			if w.Else != "" && r.recent.brings(d.Object, w.Else) {
				return w.Else, nil
			}
			id, wrong := r.choose(ctx, record.NameRef{Field: &schema.RefField{Target: w.Target(), Dimension: d}, By: w.Asked, Name: part[0].Value})
			if wrong == nil {
				return id, nil
			}
			reason = wrong
			continue
		}
		found := r.found(root, part)
		switch {
		case len(found) > 1:
			return "", ambiguousWant(w, found)
		case len(found) == 1:
			text := found[0].texts[part[0].Holds]
			if part[0].Holds == "BANKACCOUNTID" && text == "" {
				text = found[0].texts["CARDID"]
			}
			fillFrom(owner, root, found[0])
			return text, nil
		}
	}
	if w.Else != "" {
		return w.Else, nil
	}
	return "", reason
}

// found are the different records that a way leads to.
func (r *resolver) found(root *record.Document, part []unified.Ref) []hit {
	var found []hit
	for _, one := range part {
		for _, h := range slices.Concat(r.hits[soughtBy(one)], r.underway.rehearsed(soughtBy(one))) {
			narrow := root.TextOf(one.Narrow)
			same := func(k hit) bool { return k.object == h.object && k.texts["RECORDNO"] == h.texts["RECORDNO"] }
			called := one.ID == "" || strings.EqualFold(strings.TrimSpace(h.texts[one.ID]), one.Called)
			if called && (narrow == "" || narrow == h.texts[one.Narrow]) && !slices.ContainsFunc(found, same) {
				found = append(found, h)
			}
		}
	}
	return found
}

func ambiguousWant(w record.Lookup, found []hit) *result.Rejection {
	var texts []string
	for _, h := range found[:min(len(found), result.MaxListed)] {
		texts = append(texts, fmt.Sprintf("%s %s", h.object, h.texts["RECORDNO"]))
	}
	return result.Rejectf("%s may mean several records (%s)", w.Asked, result.Listed(texts)).
		Advise("Give the number that people know it by, or more of what tells them apart.")
}

// fillFrom fills what a payment leaves open from what it pays.
func fillFrom(d, root *record.Document, paid hit) {
	due := dueOf(paid.object)
	if due == nil {
		return
	}
	root.Assumes = root.Assumes || paid.texts["RECORDNO"] == unwritten
	for _, f := range root.Fillable {
		if text := paid.texts[f.ID]; (f.ID == due.Party || f.ID == "CURRENCY") && text != "" && root.TextOf(f.ID) == "" {
			root.Once = append(root.Once, record.Cell{Field: f, Text: text})
		}
	}
	for _, f := range d.Fillable {
		if number, err := decimal.Canonical(paid.texts[due.Amount]); f.ID == "TRX_PAYMENTAMOUNT" && err == nil && number != "0" && d.TextOf(f.ID) == "" {
			d.Once = append(d.Once, record.Cell{Field: f, Text: number})
		}
	}
}
