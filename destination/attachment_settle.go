package destination

import (
	"context"
	"errors"

	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/result"
	"airbyte-sage-intacct/intacct"
)

// rolledBack is what the gateway says of the functions of a transaction in
// which another one failed.
const rolledBack = "XL03000009"

// culprit is the step at which a transaction failed; -1 if it did not.
func culprit(results []intacct.Result) int {
	at := -1
	for i, answer := range results {
		switch {
		case answer.Err == nil:
		case answer.Err.Number() != rolledBack:
			return i
		default:
			at = i
		}
	}
	return at
}

// settle finds out what became of a transaction.
func (f *filing) settle(ctx context.Context, steps []step, results []intacct.Result) error {
	at, last := culprit(results), len(steps)-1
	if at < 0 {
		f.noteSuccess(steps)
		if steps[last].what == writesRecord {
			return f.judge(ctx, []*op{f.op}, results[last:])
		}
		f.outcomes[f.op.index] = result.Outcome{Kind: f.op.deed, Number: f.op.record.Number}
		return nil
	}
	failure := results[at].Err
	switch {
	case failure.Unknown():
		return f.lost(ctx, []*op{f.op}, true, failure)
	case failure.Temporary():
		f.trouble = failure
		return nil
	case isRepeated(failure) && steps[at].what != writesRecord:
		return f.again(ctx, failure)
	case steps[at].what == makesFolder:
		return f.refusedFolder(ctx, failure)
	case steps[at].what == writesFiles && !f.found:
		return f.refusedFiles(ctx, failure)
	case steps[at].what == writesFiles:
		f.outcomes[f.op.index] = result.Rejected(f.refused(failure))
		return nil
	}
	err := f.judge(ctx, []*op{f.op}, []intacct.Result{results[at]})
	f.reopen()
	return err
}

// reopen: a record that is there after all was not written together with the
// files, so the next round looks at those.
func (f *filing) reopen() {
	if o := &f.outcomes[f.op.index]; o.Kind == result.AlreadyThere {
		*o, f.progress = result.Outcome{}, true
	}
}

func (f *filing) noteSuccess(steps []step) {
	for _, s := range steps {
		if s.what == makesFolder {
			f.noteFolder(f.folder(), true)
		}
	}
}

// again sends the transaction under other control ids, once the gateway can no
// longer be at work on the one that had these.
func (f *filing) again(ctx context.Context, failure *intacct.Error) error {
	if f.op.verb == creates {
		err := f.doubt(ctx, []*op{f.op}, map[*op]*intacct.Error{f.op: failure})
		f.reopen()
		return err
	}
	f.item.attempt++
	f.item.until, f.trouble = f.clock.now().Add(atWork), failure
	return nil
}

// refusedFolder: somebody may have made the folder in between.
func (f *filing) refusedFolder(ctx context.Context, failure *intacct.Error) error {
	there, err := f.hasFolder(ctx, f.folder())
	if err != nil {
		return f.wait(err)
	}
	if there {
		f.progress, f.trouble = true, failure
		return nil
	}
	f.outcomes[f.op.index] = result.Rejected(f.refused(failure))
	return nil
}

// refusedFiles: the attachment may be there, from another time when the record
// was.
func (f *filing) refusedFiles(ctx context.Context, failure *intacct.Error) error {
	_, found, err := f.filesOf(ctx, f.id)
	var unreadable *intacct.Error
	if err != nil && (!errors.As(err, &unreadable) || unreadable.Stage != intacct.StageResult) {
		return err
	}
	if found {
		f.progress, f.trouble = true, failure
		return nil
	}
	f.noteFolder(f.folder(), false)
	f.outcomes[f.op.index] = result.Rejected(f.refused(failure))
	return nil
}

// refused is a refusal of the attachment, not of the record itself.
func (f *filing) refused(failure *intacct.Error) *result.Rejection {
	r := refusal(failure)
	label := canonical.AttachmentsColumn
	if len(f.parts) == 1 {
		label = f.parts[0].file.Label()
	}
	r.Text = label + ": " + r.Text
	if isPermission(failure) {
		return r.Advise("Give the user's role the rights List, Add and Edit for attachments and their folders.")
	}
	return r.Further("Correct the file, or leave it out; the record was not written either.")
}
