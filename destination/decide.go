package destination

import (
	"slices"

	"airbyte-sage-intacct/intacct"
)

// verb is what a function does to a record.
type verb int

const (
	creates verb = iota
	updates
	deletes
	reverses
)

// op is one function to be sent for one item of a batch.
type op struct {
	index  int // of the item in its batch
	item   *item
	verb   verb
	deed   deed      // what it will have done
	record *stored   // to change or delete
	change *document // what to create, or to change
	files  bool      // the files of the record go with it
	moved  bool      // it is dated out of a closed period
	claims bool      // it gives the record the primary key that its stream has now
}

// decider turns what the company has and what the record says into what is to
// be done.
type decider struct {
	deletesIn string
	dates     dates
	notices   *notices
	blind     *blind
}

// decide answers an outcome if nothing needs to be sent, else an op.
func (d decider) decide(it *item, found []stored) (outcome, *op) {
	if it.identifies() || len(it.further) > 0 {
		it.meets(slices.Concat(found, it.further))
	}
	if it.refused != nil {
		return rejected(it.refused), nil
	}
	settled, o := d.toDo(it, found)
	if o != nil && o.verb == creates && it.absent != nil {
		return rejected(it.absent), nil
	}
	return settled, o
}

func (d decider) toDo(it *item, found []stored) (outcome, *op) {
	if it.plan.action == actionCreate {
		return d.create(it, found)
	}
	if len(found) > 1 && !it.handle.content {
		return rejected(ambiguous(it, found)), nil
	}
	if it.handle.content {
		return d.upsertByContent(it, found)
	}
	deleting := it.document.deleted && it.plan.action == actionUpsert
	switch {
	case deleting || it.plan.action == actionDelete:
		return d.remove(it, found, deleting)
	case len(found) == 0 && it.plan.action == actionUpsert && !it.byNumber():
		return outcome{}, d.creation(it)
	case len(found) == 0:
		return rejected(rejectf("%s has no record with %s", it.plan.object(), it.handle.text()).
			advise("Correct its key; only append and append_dedup create records, and none by record number.")), nil
	case it.plan.action == actionReverse:
		return d.reverse(it, found[0])
	case it.plan.action == actionDeactivate:
		return d.deactivate(it, found[0])
	}
	return d.change(it, found[0])
}

func ambiguous(it *item, found []stored) *rejection {
	numbers := make([]string, 0, maxComplaints)
	for _, record := range found[:min(len(found), maxComplaints)] {
		numbers = append(numbers, record.number)
	}
	reason := rejectf("%d records of %s have %s (record numbers %s)", len(found), it.plan.object(), it.handle.text(), listed(numbers))
	if it.duplicates != nil {
		return reason.advise(tooMany)
	}
	return reason.advise("Name matching_keys that tell them apart.")
}

// create never changes what is there: the same content is our own earlier work,
// other content is somebody's record.
func (d decider) create(it *item, found []stored) (outcome, *op) {
	compare := comparison{lenient: true, except: it.uncompared()}
	if o, known := d.recognise(it, found); known {
		if it.foundBy == unclaimed {
			return d.claim(it, found[0])
		}
		return d.unchanged(it, found, o), nil
	}
	if len(found) == 0 || it.handle.content {
		return outcome{}, d.creation(it)
	}
	return rejected(rejectf("%s with %s exists with other content (%s), and append changes nothing that exists",
		it.plan.object(), it.handle.text(), compare.differ(it.document, found[0]).names()).
		advise("Use append_dedup to update it.")), nil
}

// recognise finds our own earlier work among records: the same content, but for
// a date that was moved then.
func (d decider) recognise(it *item, found []stored) (outcome, bool) {
	if same := it.same(found); len(same) > 0 {
		if it.handle.content {
			it.meets(same)
		}
		return outcome{did: alreadyThere, number: same[0].number}, true
	}
	for _, record := range found {
		if d.dates.recognised(it, record, func(except func(*field) bool) difference {
			return comparison{lenient: true, except: it.uncomparedOr(except)}.differ(it.document, record)
		}) {
			return outcome{did: alreadyThere, number: record.number}, true
		}
	}
	return outcome{}, false
}

// uncompared are the fields that need not be the same for a record to be
// recognised: one that was found without its key does not carry it.
func (it *item) uncompared() func(*field) bool {
	if it.foundBy == ours {
		return nil
	}
	return func(f *field) bool { return f == it.plan.identity }
}

func (it *item) uncomparedOr(except func(*field) bool) func(*field) bool {
	if it.foundBy == ours {
		return except
	}
	return func(f *field) bool { return f == it.plan.identity || except(f) }
}

// upsertByContent is for a record whose identity field holds a value of its
// own. The same content is our earlier work; another record with that value may
// be an earlier version of this one, or may not: nobody can tell.
func (d decider) upsertByContent(it *item, found []stored) (outcome, *op) {
	if o, known := d.recognise(it, found); known {
		return o, nil
	}
	if len(found) == 0 {
		return outcome{}, d.creation(it)
	}
	return rejected(rejectf("%s already holds another %s with this value, which may or may not be an earlier version of the record",
		it.plan.identity.id, it.plan.object()).
		advise("Leave %s empty so that it can carry an identity, or name another field in external_id_fields.", it.plan.identity.id)), nil
}

func (d decider) creation(it *item) *op {
	return &op{item: it, verb: creates, deed: created, change: it.document.complete()}
}

// change sends what differs, and only that: fields that may not change after a
// record is created would be refused even with their old value.
func (d decider) change(it *item, record stored) (outcome, *op) {
	difference := it.plan.changeable(comparison{}.differ(it.document, record), record)
	difference, stuck := d.carried(it, d.dates.kept(it, it.submitted(difference, record), record))
	if len(stuck) > 0 {
		return rejected(uncarried(it, record, stuck)), nil
	}
	if difference.none() || it.lacksOnlyKey(difference) {
		if it.foundBy == unclaimed {
			return d.claim(it, record)
		}
		d.blind.to(it, difference)
		d.meetsUndone(it, record)
		return outcome{did: alreadyThere, number: record.number}, nil
	}
	if it.plan.schema.object.Write.Update.Manner == intacct.NoWrite {
		return rejected(it.plan.noWay("change", record).advise("It differs in %s. Correct it in Intacct.", difference.names())), nil
	}
	if reason := leftOver(it, difference, record); reason != nil {
		return rejected(reason), nil
	}
	return outcome{}, update(it, record, difference.document(), updated)
}

// lacksOnlyKey reports whether nothing but its key tells an item from the record
// that was found without it. The key goes along with the next change; alone it
// would change every record that an earlier release has written.
func (it *item) lacksOnlyKey(d difference) bool {
	return it.foundBy != ours && len(d.rows) == 0 && len(d.cells) == 1 && d.cells[0].field == it.plan.identity
}

// leftOver refuses a change to fewer lines. Updates change and add lines, and
// those of most objects remove none, so the document would keep an amount that
// its source does not have any more.
//
// Source: Intacct/intacct-sdk-net, issue 97.
func leftOver(it *item, d difference, record stored) *rejection {
	p := it.plan
	for _, brought := range d.rows {
		if p.schema.object.ReplacesLines && len(brought.documents) > 0 || p.removes(brought.list) && !it.shrunk {
			continue
		}
		if there := len(record.lines[brought.list]); there > len(brought.documents) {
			return rejectf("%s %s has %d lines in %s and the input %d, and Intacct removes no line of it by an update",
				p.object(), record.number, there, brought.list.element, len(brought.documents)).
				advise("Remove the others in Intacct, or delete or reverse the record there and send it again; a line of amount 0 in its place is accepted too.")
		}
	}
	return nil
}

func update(it *item, record stored, change *document, did deed) *op {
	return &op{item: it, verb: updates, deed: did, record: &record, change: change}
}

// remove deletes a record in the way that is configured. deleting: the source
// says that its row is gone; else the whole stream is there to delete.
func (d decider) remove(it *item, found []stored, deleting bool) (outcome, *op) {
	switch {
	case deleting && d.deletesIn == deleteIgnored:
		return outcome{did: passedOver}, nil
	case len(found) == 0:
		return outcome{did: alreadyGone}, nil
	case deleting && d.deletesIn == deleteInactive:
		return d.deactivate(it, found[0])
	case deleting && d.deletesIn == deleteAuto && found[0].isPosted(it.plan):
		return d.withdraw(it, found[0])
	case it.plan.schema.object.Write.Delete.Manner == intacct.NoWrite:
		return rejected(it.plan.noWay("delete", found[0]).advise("Delete it in Intacct. %s", it.otherWays())), nil
	}
	return outcome{}, &op{item: it, verb: deletes, deed: deleted, record: &found[0]}
}

// noWay is the reason why nothing can be done to a record that is there.
func (p *plan) noWay(verb string, record stored) *rejection {
	return rejectf("%s %s is there, and Intacct offers no way to %s it through this interface", p.object(), record.number, verb)
}

const inactive = "inactive"

func (d decider) deactivate(it *item, record stored) (outcome, *op) {
	status := it.plan.schema.status()
	if status == nil {
		return rejected(rejectf("%s has no STATUS, so its records cannot be made inactive", it.plan.object()).
			advise("%s", it.otherWays())), nil
	}
	wanted := &document{cells: []cell{{field: status, text: inactive}}}
	if difference := (comparison{}).differ(wanted, record); difference.none() && difference.unseen == nil {
		return outcome{did: alreadyThere, number: record.number}, nil
	}
	return outcome{}, update(it, record, wanted, deactivated)
}
