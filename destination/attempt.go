package destination

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"

	"airbyte-sage-intacct/intacct"
)

// attempt is the writing of one batch.
type attempt struct {
	*writer
	client   gateway // in the entity of the items
	items    []*item
	outcomes []outcome
	progress bool  // the next round may begin at once
	held     int   // items that wait for nothing but the end of an earlier run
	trouble  error // why there is another round
}

// open lists the items that are not settled.
func (b *attempt) open() []int {
	var list []int
	for i := range b.items {
		if !b.outcomes[i].settled() {
			list = append(list, i)
		}
	}
	return list
}

// round asks what the company has of the open items and sends what follows.
func (b *attempt) round(ctx context.Context) error {
	b.progress, b.held = false, 0
	indexes := b.open()
	items := make([]*item, len(indexes))
	for at, i := range indexes {
		items[at] = b.items[i]
	}
	found, err := b.finder.find(ctx, items[0].plan, items)
	if err != nil {
		return fmt.Errorf("ask for records of %s: %w", items[0].plan.object(), err)
	}
	b.learnDates(ctx, items, found)
	for at, it := range items {
		for _, record := range found[at] {
			it.in = it.in.of(it.document, record)
		}
	}
	var posts, changes, filed []*op
	for at, i := range indexes {
		settled, op := b.withFiles(items[at], found[at])
		if settled.did == alreadyThere && items[at].sent {
			settled.did = created
		} else if settled.did == alreadyThere && items[at].shrunk {
			settled.did = updated
		}
		b.outcomes[i] = settled
		if op == nil {
			continue
		}
		op.index = i
		if reason := cmp.Or(op.incomplete(), b.redate(op)); reason != nil {
			b.outcomes[i] = rejected(reason)
			continue
		}
		switch {
		case op.files && (op.verb != creates || !b.mustWait(op.item)):
			filed = append(filed, op)
		case op.addsLines() && b.mayAddTwice(op.item):
			b.hold(op.item)
		case op.verb != creates:
			changes = append(changes, op)
		case b.mustWait(op.item):
			b.hold(op.item)
		default:
			posts = append(posts, op)
		}
	}
	if err := b.send(ctx, posts, true); err != nil {
		return err
	}
	if err := b.send(ctx, changes, false); err != nil {
		return err
	}
	return b.file(ctx, filed)
}

// mustWait tells whether a create may still be executed from an earlier
// request, or has been and does not show yet, so that sending it again could
// double it.
func (b *attempt) mustWait(it *item) bool {
	now := b.clock.now()
	return now.Before(it.until) || b.made.hidden(it, now) || !b.dry && b.earlier.holds(it)
}

// mayAddTwice is that for an update of this run or an earlier one that adds lines.
func (b *attempt) mayAddTwice(it *item) bool {
	return b.clock.now().Before(it.until) || !b.dry && !b.earlier.end().IsZero()
}

// hold counts an item that waits for an earlier run, and for no request of this one.
func (b *attempt) hold(it *item) {
	if !b.clock.now().Before(it.until) && !b.earlier.end().IsZero() {
		b.held++
	}
}

// send sends ops as the functions of one request. unique asks the gateway to
// refuse those that it has executed before.
func (b *attempt) send(ctx context.Context, ops []*op, unique bool) error {
	functions := make([]intacct.Function, 0, len(ops))
	sent := ops[:0]
	for _, op := range ops {
		function := b.function(op)
		if err := intacct.Sendable(function.Body); err != nil {
			b.outcomes[op.index] = rejected(rejectf("%v", err))
			continue
		}
		if b.dry {
			b.outcomes[op.index] = outcome{did: rehearsed[op.verb], rejection: cmp.Or(rehearse(op), b.rehearseDate(op))}
			continue
		}
		functions, sent = append(functions, function), append(sent, op)
	}
	if len(functions) == 0 {
		return nil
	}
	for _, op := range sent {
		op.item.sent = op.item.sent || op.verb == creates
	}
	results, err := b.client.Do(ctx, intacct.Request{Functions: functions, UniqueID: unique})
	if err != nil {
		return b.lost(ctx, sent, unique, err)
	}
	b.pace.well()
	return b.judge(ctx, sent, results)
}

func (b *attempt) function(op *op) intacct.Function {
	function := op.function()
	if op.verb == creates {
		scope := append(b.scope.at(b.earlier.now()), op.item.entity)
		if op.moved {
			scope = append(scope, "moved")
		}
		function.ControlID = controlID(scope, op.item.plan.object(), op.item.identity, op.item.attempt+b.gone.times(op))
	}
	return function
}

// schemaViolation is how the gateway refuses a request as a whole because of
// one function in it: nothing ran.
const schemaViolation = "XL03000003"

// lost deals with a request that failed as a whole.
func (b *attempt) lost(ctx context.Context, ops []*op, unique bool, err error) error {
	b.pace.badly()
	var failure *intacct.Error
	switch {
	case !errors.As(err, &failure):
		return err
	case failure.Unknown():
		b.trouble = err
		b.log.Warn().Err(err).Int("records", len(ops)).Msg("The answer to a request that writes did not arrive; asking the company what became of it.")
		for _, op := range ops {
			if op.verb == creates || op.files || op.addsLines() {
				op.item.until = b.clock.now().Add(op.atWork())
			}
		}
		return nil
	case failure.Stage == intacct.StageControl && failure.Number() == schemaViolation,
		isTooLarge(failure):
		return b.divide(ctx, ops, unique, failure)
	}
	return err
}

// divide finds the function that spoils a request: a poisoned record must not
// take its neighbours with it.
func (b *attempt) divide(ctx context.Context, ops []*op, unique bool, failure *intacct.Error) error {
	if len(ops) == 1 {
		reason := refusal(failure)
		if isTooLarge(failure) {
			reason = reason.further("The record is larger than a request may be: shorten its texts.")
		}
		b.outcomes[ops[0].index] = rejected(reason)
		return nil
	}
	half := len(ops) / 2
	if err := b.send(ctx, ops[:half:half], unique); err != nil {
		return err
	}
	return b.send(ctx, ops[half:], unique)
}

// judge settles the records whose functions succeeded, and asks about those
// whose did not.
func (b *attempt) judge(ctx context.Context, ops []*op, results []intacct.Result) error {
	var doubtful []*op
	failures := map[*op]*intacct.Error{}
	for i, op := range ops {
		result := results[i]
		switch {
		case result.Err == nil && op.verb == creates:
			b.made.note(op.item, b.clock.now().Add(atWork))
			b.outcomes[op.index] = outcome{
				did: op.deed, number: cmp.Or(result.Key, answered(result, op.item.plan.schema.object.Key)),
				url: answered(result, "RECORD_URL"),
			}
		case result.Err == nil && op.shrinks() && !op.item.shrunk:
			op.item.shrunk, b.progress = true, true // the next round looks whether the lines are gone
		case result.Err == nil:
			b.finder.claims.close(op.item.plan.object(), op.record.number)
			b.gone.note(op)
			b.forget(op)
			b.outcomes[op.index] = outcome{did: op.deed, number: op.record.number}
		case op.claims && !result.Err.Temporary():
			b.outcomes[op.index] = b.decider.unclaimable(op.item, *op.record, refusal(result.Err).text)
		case isPermission(result.Err):
			return result.Err
		case result.Err.Temporary():
			b.trouble = result.Err
			if result.Err.Unknown() && (op.verb == creates || op.addsLines()) {
				op.item.until = b.clock.now().Add(op.atWork())
			}
		case isClosed(result.Err) && op.verb < deletes:
			b.closed(ctx, op, result.Err)
		case op.verb == reverses && op.item.document.deleted:
			b.outcomes[op.index] = rejected(refusal(result.Err).and(op.item.otherWays()))
		case op.verb == updates, op.verb == reverses:
			b.outcomes[op.index] = rejected(refusal(result.Err))
		default:
			doubtful, failures[op] = append(doubtful, op), result.Err
		}
	}
	return b.doubt(ctx, doubtful, failures)
}

// forget is for a record that this run has created and deleted again.
func (b *attempt) forget(op *op) {
	if op.verb == deletes {
		b.made.forget(op.item)
	}
}

// isPermission tells a right that is missing, which is no fault of the record.
func isPermission(failure *intacct.Error) bool { return failure.Number() == "PL04000005" }

// isTooLarge tells a request that is larger than the gateway takes.
func isTooLarge(failure *intacct.Error) bool {
	return failure.HTTPStatus == http.StatusRequestEntityTooLarge
}

// doubt asks the company about records whose creation or deletion was answered
// with a failure, which may be the echo of an earlier success.
func (b *attempt) doubt(ctx context.Context, ops []*op, failures map[*op]*intacct.Error) error {
	if len(ops) == 0 {
		return nil
	}
	items := make([]*item, len(ops))
	for i, op := range ops {
		items[i] = op.item
	}
	found, err := b.finder.find(ctx, items[0].plan, items)
	if err != nil {
		return fmt.Errorf("ask for records of %s: %w", items[0].plan.object(), err)
	}
	for i, op := range ops {
		if op.verb == deletes {
			b.outcomes[op.index] = undeleted(op, found[i], failures[op])
			continue
		}
		b.outcomes[op.index] = b.verdict(op, found[i], failures[op])
	}
	return nil
}

func undeleted(op *op, found []stored, failure *intacct.Error) outcome {
	if len(found) == 0 {
		return outcome{did: alreadyGone, number: op.record.number}
	}
	return rejected(refusal(failure).and(op.item.otherWays()))
}

// verdict is the outcome of a create that was refused; an empty one is for the
// next round to settle.
func (b *attempt) verdict(op *op, found []stored, failure *intacct.Error) outcome {
	settled, again := b.decider.decide(op.item, found)
	creating := again != nil && again.verb == creates
	switch {
	case again == nil && settled.did == alreadyThere:
		return settled
	case !isRepeated(failure) && (again == nil || creating):
		return rejected(refusal(failure))
	case !creating:
		// It is there after all, as another version: the next round changes it.
		b.progress, b.trouble = true, failure
		return outcome{}
	}
	// It was executed once, and is not there. Either somebody has deleted it
	// since, or the gateway is still at it.
	b.log.Warn().Msgf("Stream %s, %s: Intacct has executed this creation before and shows no such record: somebody has deleted it or changed what it is known by, or it is still at work on it. "+
		"It is asked again, and the record created then, in %s.", op.item.plan.stream, op.item.label, op.item.atWork())
	op.item.attempt++
	op.item.until, b.trouble = b.clock.now().Add(op.item.atWork()), failure
	return outcome{}
}

// answered is a field of the object that a create answers with.
func answered(result intacct.Result, field string) string {
	if result.Data == nil {
		return ""
	}
	for _, object := range result.Data.ChildElements() {
		if el := object.SelectElement(field); el != nil {
			return el.Text()
		}
	}
	return ""
}
