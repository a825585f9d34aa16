package source

import (
	"context"

	"airbyte-sage-intacct/source/state"
)

// reconcile finds what is gone from the stream without any help of the audit
// history, besides what it told of, and reads what never came.
func (r *reading) reconcile(ctx context.Context, upper state.Instant, gone *absentees) error {
	if r.texts != nil {
		return r.reconcileTexts(ctx, upper, gone)
	}
	if r.keys == nil {
		r.out.Log().Warn().Msgf("%s: deleted records are not noticed, because their keys have outgrown the state", r.name)
		return nil
	}
	c := r.records.Keys(r.keys)
	r.keys.RemoveAll(gone.keys) // of which it is known
	err := c.Take(ctx)
	for _, key := range gone.keys {
		r.keys.Add(key)
	}
	if err != nil {
		return err
	}
	if err := r.catchUp(ctx, c.Lost, state.Window{To: upper}); err != nil {
		return err
	}
	more, err := r.records.Absent(ctx, c.Gone, r.keys)
	gone.keys = append(gone.keys, more...)
	return err
}
