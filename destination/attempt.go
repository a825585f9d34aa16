package destination

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/result"
	"airbyte-sage-intacct/intacct"
)

// attempt is the writing of one batch.
type attempt struct {
	*writer
	client   gateway // in the entity of the items
	items    []*item
	outcomes []result.Outcome
	progress bool  // the next round may begin at once
	held     int   // items that wait for nothing but the end of an earlier run
	trouble  error // why there is another round
}

// open lists the items that are not settled.
func (b *attempt) open() []int {
	var list []int
	for i := range b.items {
		if !b.outcomes[i].Settled() {
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
		return fmt.Errorf("ask for records of %s: %w", items[0].plan.Object(), err)
	}
	b.learnDates(ctx, items, found)
	for at, it := range items {
		for _, existing := range found[at] {
			it.in = it.in.Of(it.document, existing)
		}
	}
	var posts, changes, filed []*op
	for at, i := range indexes {
		settled, op := b.withFiles(items[at], found[at])
		if settled.Kind == result.AlreadyThere && items[at].sent {
			settled.Kind = result.Created
		} else if settled.Kind == result.AlreadyThere && items[at].shrunk {
			settled.Kind = result.Updated
		}
		b.outcomes[i] = settled
		if op == nil {
			continue
		}
		op.index = i
		if reason := cmp.Or(op.incomplete(), b.redate(op)); reason != nil {
			b.outcomes[i] = result.Rejected(reason)
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
			b.outcomes[op.index] = result.Rejected(result.Rejectf("%v", err))
			continue
		}
		if b.dry {
			b.outcomes[op.index] = result.Outcome{Kind: rehearsed[op.verb], Rejection: cmp.Or(rehearse(op), b.rehearseDate(op))}
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
	b.pace.Succeeded()
	return b.judge(ctx, sent, results)
}

func (b *attempt) function(op *op) intacct.Function {
	function := op.function()
	if op.verb == creates {
		scope := append(b.scope.at(b.earlier.now()), op.item.entity)
		if op.moved {
			scope = append(scope, "moved")
		}
		function.ControlID = controlID(scope, op.item.plan.Object(), op.item.identity, op.item.attempt+b.gone.times(op))
	}
	return function
}

// schemaViolation is how the gateway refuses a request as a whole because of
// one function in it: nothing ran.
const schemaViolation = "XL03000003"

// lost deals with a request that failed as a whole.
func (b *attempt) lost(ctx context.Context, ops []*op, unique bool, err error) error {
	b.pace.Failed()
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
			reason = reason.Further("The record is larger than a request may be: shorten its texts.")
		}
		b.outcomes[ops[0].index] = result.Rejected(reason)
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
		answer := results[i]
		switch {
		case answer.Err == nil && op.verb == creates:
			b.made.note(op.item, b.clock.now().Add(atWork))
			b.outcomes[op.index] = result.Outcome{
				Kind: op.deed, Number: cmp.Or(answer.Key, answered(answer, op.item.plan.Schema.Object.Key)),
				URL: answered(answer, "RECORD_URL"),
			}
		case answer.Err == nil && op.shrinks() && !op.item.shrunk:
			op.item.shrunk, b.progress = true, true // the next round looks whether the lines are gone
		case answer.Err == nil:
			b.finder.claims.close(op.item.plan.Object(), op.record.Number)
			b.gone.note(op)
			b.forget(op)
			b.outcomes[op.index] = result.Outcome{Kind: op.deed, Number: op.record.Number}
		case op.claims && !answer.Err.Temporary():
			b.outcomes[op.index] = b.decider.unclaimable(op.item, *op.record, refusal(answer.Err).Text)
		case isPermission(answer.Err):
			return answer.Err
		case answer.Err.Temporary():
			b.trouble = answer.Err
			if answer.Err.Unknown() && (op.verb == creates || op.addsLines()) {
				op.item.until = b.clock.now().Add(op.atWork())
			}
		case isClosed(answer.Err) && op.verb < deletes:
			b.closed(ctx, op, answer.Err)
		case op.verb == reverses && op.item.document.Deleted:
			b.outcomes[op.index] = result.Rejected(refusal(answer.Err).And(op.item.otherWays()))
		case op.verb == updates, op.verb == reverses:
			b.outcomes[op.index] = result.Rejected(refusal(answer.Err))
		default:
			doubtful, failures[op] = append(doubtful, op), answer.Err
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
		return fmt.Errorf("ask for records of %s: %w", items[0].plan.Object(), err)
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

func undeleted(op *op, found []record.Stored, failure *intacct.Error) result.Outcome {
	if len(found) == 0 {
		return result.Outcome{Kind: result.AlreadyGone, Number: op.record.Number}
	}
	return result.Rejected(refusal(failure).And(op.item.otherWays()))
}

// verdict is the outcome of a create that was refused; an empty one is for the
// next round to settle.
func (b *attempt) verdict(op *op, found []record.Stored, failure *intacct.Error) result.Outcome {
	settled, again := b.decider.decide(op.item, found)
	creating := again != nil && again.verb == creates
	switch {
	case again == nil && settled.Kind == result.AlreadyThere:
		return settled
	case !isRepeated(failure) && (again == nil || creating):
		return result.Rejected(refusal(failure))
	case !creating:
		// It is there after all, as another version: the next round changes it.
		b.progress, b.trouble = true, failure
		return result.Outcome{}
	}
	// It was executed once, and is not there. Either somebody has deleted it
	// since, or the gateway is still at it.
	b.log.Warn().Msgf("Stream %s, %s: Intacct has executed this creation before and shows no such record: somebody has deleted it or changed what it is known by, or it is still at work on it. "+
		"It is asked again, and the record created then, in %s.", op.item.plan.Stream, op.item.label, op.item.atWork())
	op.item.attempt++
	op.item.until, b.trouble = b.clock.now().Add(op.item.atWork()), failure
	return result.Outcome{}
}

// answered is a field of the object that a create answers with.
func answered(answer intacct.Result, field string) string {
	if answer.Data == nil {
		return ""
	}
	for _, object := range answer.Data.ChildElements() {
		if el := object.SelectElement(field); el != nil {
			return el.Text()
		}
	}
	return ""
}
