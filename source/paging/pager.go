// Package paging reads the rows of an object page by page, so that none is missed
// and none comes twice, and bounds what that takes: memory, the size of pages, and
// requests at once.
package paging

import (
	"context"
	"errors"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/state"
)

// A Pager asks for the rows of a window page by page, so that none is missed
// and none comes twice although rows come, go and change meanwhile.
type Pager interface {
	// Next asks for the following page.
	Next(ctx context.Context) (*intacct.Page, error)
	// Accept is shown every row of that page in order. It says whether the row
	// is to be emitted; ErrMoved asks for the page to be thrown away.
	Accept(r *state.Row) (bool, error)
	// PageDone is told that the last row of a page was accepted. It reports whether
	// the rows are to be in the reverse order; ErrMoved asks for the page to be
	// thrown away.
	PageDone() (reverse bool, err error)
	// More says, after the last row of a page, whether another follows.
	More() bool
	// Save writes the pager's place.
	Save(place *state.Place)
	// Close ends what is on its way.
	Close()
}

// ErrMoved says that rows have moved from page to page: the pager will ask
// again for some it had.
var ErrMoved = errors.New("rows have moved")

// A gap is the error of rows that are announced and do not come.
type gap struct{ error }

func (g gap) Unwrap() error { return g.error }

// Gap makes the error of rows that are announced and do not come.
func Gap(format string, args ...any) error {
	return gap{airbyte.Errorf(airbyte.SystemError, format, args...)}
}

// Miscounted reports whether an error is that of rows that were announced and
// did not come.
func Miscounted(err error) bool {
	var complaint *intacct.PageError
	var missing gap
	return errors.As(err, &complaint) && complaint.Miscounted() || errors.As(err, &missing)
}
