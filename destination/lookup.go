package destination

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"airbyte-sage-intacct/intacct"
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
func byName(r unified.Ref) *dimension {
	if d := dimensionOf(r.Object); d != nil && d.name == r.Field && d.id == r.Holds {
		return d
	}
	return nil
}

// eachWant lists what has to be looked up for a document and its lines.
func (d *document) eachWant(each func(owner *document, w want)) {
	for _, w := range d.wants {
		each(d, w)
	}
	for _, rows := range d.rows {
		for _, line := range rows.documents {
			line.eachWant(each)
		}
	}
}

// lacks tells whether something has to be asked for the wants of a document.
func (r *resolver) lacks(d *document) bool {
	lacking := false
	d.eachWant(func(_ *document, w want) {
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
func (r *resolver) askWants(ctx context.Context, group []event, names map[*dimension][]string) error {
	if len(r.hits) > maxKnown || r.hits == nil {
		r.hits = map[sought][]hit{}
	}
	wanted := map[lookup][]string{}
	optional := map[lookup]bool{}
	for _, ev := range group {
		if ev.item == nil || ev.reason != nil {
			continue
		}
		ev.item.document.eachWant(func(_ *document, w want) {
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
func (r *resolver) fillWants(ctx context.Context, d *document) *rejection {
	var reason *rejection
	d.eachWant(func(owner *document, w want) {
		if reason != nil {
			return
		}
		var text string
		if text, reason = r.meet(ctx, d, owner, w); reason != nil {
			return
		}
		if w.field == nil {
			owner.entity = text
			return
		}
		owner.setNamed(w.field, text)
	})
	return reason
}

// meet finds one value: the first way that leads somewhere counts.
func (r *resolver) meet(ctx context.Context, root, owner *document, w want) (string, *rejection) {
	reason := rejectf("%s: there is no such %s", w.Asked, w.Parts[0][0].Object).advise("Correct the reference, or create what it names in Intacct first.").forMissing()
	if dueOf(w.Parts[0][0].Object) != nil {
		reason = reason.advise("A payment waits for what it pays in the same input, and can be written once that is in Intacct; the next sync brings it again.")
	}
	for _, part := range w.Parts {
		if d := byName(part[0]); d != nil {
			if w.Else != "" && r.recent.brings(d.object, w.Else) {
				return w.Else, nil
			}
			id, wrong := r.choose(ctx, call{slot: &slot{target: w.target(), dimension: d}, by: w.Asked, name: part[0].Value})
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
			owner.fillFrom(root, found[0])
			return text, nil
		}
	}
	if w.Else != "" {
		return w.Else, nil
	}
	return "", reason
}

// setNamed puts the name of a record into a field, as the company has it.
func (d *document) setNamed(f *field, text string) {
	d.set(f, text)
	for i := range d.cells {
		if c := &d.cells[i]; c.field == f && c.number {
			c.number = false
		}
	}
}

// target is the field that a want fills; for the entity, one to name in advice.
func (w want) target() *field {
	if w.field == nil {
		return &field{id: owner}
	}
	return w.field
}

// found are the different records that a way leads to.
func (r *resolver) found(root *document, part []unified.Ref) []hit {
	var found []hit
	for _, one := range part {
		for _, h := range slices.Concat(r.hits[soughtBy(one)], r.underway.rehearsed(soughtBy(one))) {
			narrow := root.named(one.Narrow)
			same := func(k hit) bool { return k.object == h.object && k.texts["RECORDNO"] == h.texts["RECORDNO"] }
			called := one.ID == "" || strings.EqualFold(strings.TrimSpace(h.texts[one.ID]), one.Called)
			if called && (narrow == "" || narrow == h.texts[one.Narrow]) && !slices.ContainsFunc(found, same) {
				found = append(found, h)
			}
		}
	}
	return found
}

func ambiguousWant(w want, found []hit) *rejection {
	var texts []string
	for _, h := range found[:min(len(found), maxComplaints)] {
		texts = append(texts, fmt.Sprintf("%s %s", h.object, h.texts["RECORDNO"]))
	}
	return rejectf("%s may mean several records (%s)", w.Asked, listed(texts)).
		advise("Give the number that people know it by, or more of what tells them apart.")
}

// named is the value of a field of a document, by the field's name.
func (d *document) named(id string) string {
	for _, cells := range [][]cell{d.cells, d.once} {
		for _, c := range cells {
			if c.field.id == id {
				return c.text
			}
		}
	}
	return ""
}

// fillFrom fills what a payment leaves open from what it pays.
func (d *document) fillFrom(root *document, paid hit) {
	due := dueOf(paid.object)
	if due == nil {
		return
	}
	root.assumes = root.assumes || paid.texts["RECORDNO"] == unwritten
	for _, f := range root.optional {
		if text := paid.texts[f.id]; (f.id == due.Party || f.id == "CURRENCY") && text != "" && root.named(f.id) == "" {
			root.once = append(root.once, cell{field: f, text: text})
		}
	}
	for _, f := range d.optional {
		if number, err := canonicalNumber(paid.texts[due.Amount]); f.id == "TRX_PAYMENTAMOUNT" && err == nil && number != "0" && d.named(f.id) == "" {
			d.once = append(d.once, cell{field: f, text: number})
		}
	}
}
