package destination

import (
	"slices"
	"strings"

	"airbyte-sage-intacct/destination/plan"
	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/result"
	"airbyte-sage-intacct/destination/schema"
	"airbyte-sage-intacct/intacct"
)

// decider turns what the company has and what the record says into what is to
// be done.
type decider struct {
	deletesIn string
	dates     dates
	notices   *result.Notices
	blind     *blind
}

// decide answers an outcome if nothing needs to be sent, else an op.
func (d decider) decide(it *item, found []record.Stored) (result.Outcome, *op) {
	if it.identifies() || len(it.further) > 0 {
		it.meets(slices.Concat(found, it.further))
	}
	if it.refused != nil {
		return result.Rejected(it.refused), nil
	}
	settled, o := d.toDo(it, found)
	if o != nil && o.verb == creates && it.absent != nil {
		return result.Rejected(it.absent), nil
	}
	return settled, o
}

func (d decider) toDo(it *item, found []record.Stored) (result.Outcome, *op) {
	if it.plan.Action == plan.Create {
		return d.create(it, found)
	}
	if len(found) > 1 && !it.handle.content {
		return result.Rejected(ambiguous(it, found)), nil
	}
	if it.handle.content {
		return d.upsertByContent(it, found)
	}
	deleting := it.document.Deleted && it.plan.Action == plan.Upsert
	switch {
	case deleting || it.plan.Action == plan.Delete:
		return d.remove(it, found, deleting)
	case len(found) == 0 && it.plan.Action == plan.Upsert && !it.byNumber():
		return result.Outcome{}, d.creation(it)
	case len(found) == 0:
		return result.Rejected(result.Rejectf("%s has no record with %s", it.plan.Object(), it.handle.text()).
			Advise("Correct its key; only append and append_dedup create records, and none by record number.")), nil
	case it.plan.Action == plan.Reverse:
		return d.reverse(it, found[0])
	case it.plan.Action == plan.Deactivate:
		return d.deactivate(it, found[0])
	}
	return d.change(it, found[0])
}

func ambiguous(it *item, found []record.Stored) *result.Rejection {
	numbers := make([]string, 0, result.MaxListed)
	for _, existing := range found[:min(len(found), result.MaxListed)] {
		numbers = append(numbers, existing.Number)
	}
	reason := result.Rejectf("%d records of %s have %s (record numbers %s)", len(found), it.plan.Object(), it.handle.text(), result.Listed(numbers))
	if it.duplicates != nil {
		return reason.Advise(result.TooMany)
	}
	return reason.Advise("Name matching_keys that tell them apart.")
}

// create never changes what is there: the same content is our own earlier work,
// other content is somebody's record.
func (d decider) create(it *item, found []record.Stored) (result.Outcome, *op) {
	compare := record.Comparison{Lenient: true, Except: it.uncompared()}
	if o, known := d.recognise(it, found); known {
		if it.foundBy == unclaimed {
			return d.claim(it, found[0])
		}
		return d.unchanged(it, found, o), nil
	}
	if len(found) == 0 || it.handle.content {
		return result.Outcome{}, d.creation(it)
	}
	return result.Rejected(result.Rejectf("%s with %s exists with other content (%s), and append changes nothing that exists",
		it.plan.Object(), it.handle.text(), compare.Differ(it.document, found[0]).Names()).
		Advise("Use append_dedup to update it.")), nil
}

// recognise finds our own earlier work among records: the same content, but for
// a date that was moved then.
func (d decider) recognise(it *item, found []record.Stored) (result.Outcome, bool) {
	if same := it.same(found); len(same) > 0 {
		if it.handle.content {
			it.meets(same)
		}
		return result.Outcome{Kind: result.AlreadyThere, Number: same[0].Number}, true
	}
	for _, existing := range found {
		if d.dates.recognised(it, existing, func(except func(*schema.Field) bool) record.Difference {
			return record.Comparison{Lenient: true, Except: it.uncomparedOr(except)}.Differ(it.document, existing)
		}) {
			return result.Outcome{Kind: result.AlreadyThere, Number: existing.Number}, true
		}
	}
	return result.Outcome{}, false
}

// uncompared are the fields that need not be the same for a record to be
// recognised: one that was found without its key does not carry it.
func (it *item) uncompared() func(*schema.Field) bool {
	if it.foundBy == ours {
		return nil
	}
	return func(f *schema.Field) bool { return f == it.plan.Identity }
}

func (it *item) uncomparedOr(except func(*schema.Field) bool) func(*schema.Field) bool {
	if it.foundBy == ours {
		return except
	}
	return func(f *schema.Field) bool { return f == it.plan.Identity || except(f) }
}

// upsertByContent is for a record whose identity field holds a value of its
// own. The same content is our earlier work; another record with that value may
// be an earlier version of this one, or may not: nobody can tell.
func (d decider) upsertByContent(it *item, found []record.Stored) (result.Outcome, *op) {
	if o, known := d.recognise(it, found); known {
		return o, nil
	}
	if len(found) == 0 {
		return result.Outcome{}, d.creation(it)
	}
	return result.Rejected(result.Rejectf("%s already holds another %s with this value, which may or may not be an earlier version of the record",
		it.plan.Identity.ID, it.plan.Object()).
		Advise("Leave %s empty so that it can carry an identity, or name another field in external_id_fields.", it.plan.Identity.ID)), nil
}

func (d decider) creation(it *item) *op {
	return &op{item: it, verb: creates, deed: result.Created, change: it.document.Complete()}
}

// change sends what differs, and only that: fields that may not change after a
// record is created would be refused even with their old value.
func (d decider) change(it *item, existing record.Stored) (result.Outcome, *op) {
	difference := changeable(it.plan, record.Comparison{}.Differ(it.document, existing), existing)
	difference, stuck := d.carried(it, d.dates.kept(it, it.submitted(difference, existing), existing))
	if len(stuck) > 0 {
		return result.Rejected(uncarried(it, existing, stuck)), nil
	}
	if difference.None() || it.lacksOnlyKey(difference) {
		if it.foundBy == unclaimed {
			return d.claim(it, existing)
		}
		d.blind.to(it, difference)
		d.meetsUndone(it, existing)
		return result.Outcome{Kind: result.AlreadyThere, Number: existing.Number}, nil
	}
	if it.plan.Schema.Object.Write.Update.Manner == intacct.NoWrite {
		return result.Rejected(noWay(it.plan, "change", existing).Advise("It differs in %s. Correct it in Intacct.", difference.Names())), nil
	}
	if reason := leftOver(it, difference, existing); reason != nil {
		return result.Rejected(reason), nil
	}
	return result.Outcome{}, update(it, existing, difference.Document(), result.Updated)
}

// lacksOnlyKey reports whether nothing but its key tells an item from the record
// that was found without it. The key goes along with the next change; alone it
// would change every record that an earlier release has written.
func (it *item) lacksOnlyKey(d record.Difference) bool {
	return it.foundBy != ours && len(d.Rows) == 0 && len(d.Cells) == 1 && d.Cells[0].Field == it.plan.Identity
}

// leftOver refuses a change to fewer lines. Updates change and add lines, and
// those of most objects remove none, so the document would keep an amount that
// its source does not have any more.
//
// Source: Intacct/intacct-sdk-net, issue 97.
func leftOver(it *item, d record.Difference, existing record.Stored) *result.Rejection {
	p := it.plan
	for _, brought := range d.Rows {
		if p.Schema.Object.ReplacesLines && len(brought.Lines) > 0 || p.Schema.Removes(brought.List) && !it.shrunk {
			continue
		}
		if there := len(existing.Lines[brought.List]); there > len(brought.Lines) {
			return result.Rejectf("%s %s has %d lines in %s and the input %d, and Intacct removes no line of it by an update",
				p.Object(), existing.Number, there, brought.List.Element, len(brought.Lines)).
				Advise("Remove the others in Intacct, or delete or reverse the record there and send it again; a line of amount 0 in its place is accepted too.")
		}
	}
	return nil
}

// remove deletes a record in the way that is configured. deleting: the source
// says that its row is gone; else the whole stream is there to delete.
func (d decider) remove(it *item, found []record.Stored, deleting bool) (result.Outcome, *op) {
	switch {
	case deleting && d.deletesIn == deleteIgnored:
		return result.Outcome{Kind: result.PassedOver}, nil
	case len(found) == 0:
		return result.Outcome{Kind: result.AlreadyGone}, nil
	case deleting && d.deletesIn == deleteInactive:
		return d.deactivate(it, found[0])
	case deleting && d.deletesIn == deleteAuto && it.plan.IsPosted(found[0]):
		return d.withdraw(it, found[0])
	case it.plan.Schema.Object.Write.Delete.Manner == intacct.NoWrite:
		return result.Rejected(noWay(it.plan, "delete", found[0]).Advise("Delete it in Intacct. %s", it.otherWays())), nil
	}
	return result.Outcome{}, &op{item: it, verb: deletes, deed: result.Deleted, record: &found[0]}
}

// noWay is the reason why nothing can be done to a record that is there.
func noWay(p *plan.Plan, verb string, existing record.Stored) *result.Rejection {
	return result.Rejectf("%s %s is there, and Intacct offers no way to %s it through this interface", p.Object(), existing.Number, verb)
}

func (d decider) deactivate(it *item, existing record.Stored) (result.Outcome, *op) {
	status := it.plan.Schema.Status()
	if status == nil {
		return result.Rejected(result.Rejectf("%s has no STATUS, so its records cannot be made inactive", it.plan.Object()).
			Advise("%s", it.otherWays())), nil
	}
	wanted := &record.Document{Cells: []record.Cell{{Field: status, Text: schema.Inactive}}}
	if difference := (record.Comparison{}).Differ(wanted, existing); difference.None() && difference.UnseenCells == nil {
		return result.Outcome{Kind: result.AlreadyThere, Number: existing.Number}, nil
	}
	return result.Outcome{}, update(it, existing, wanted, result.Deactivated)
}

// changeable is what may change in a record: a bill of the unified schema that
// is paid keeps its lines.
func changeable(p *plan.Plan, diff record.Difference, existing record.Stored) record.Difference {
	if p.Table == nil || p.Object() != "APBILL" {
		return diff
	}
	for _, f := range p.Watched {
		if strings.EqualFold(existing.Texts[f], "paid") {
			diff.Rows = nil
		}
	}
	return diff
}
