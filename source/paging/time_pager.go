package paging

import (
	"context"
	"errors"
	"strconv"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/state"
)

// A TimeOrder is how rows are read by their times.
type TimeOrder struct {
	Cursor string // the field of the time; "" if there is none
	Tie    string // the field that orders the rows of a second
	// Timed chooses the rows with a time, from a second on.
	Timed func(from state.Instant) intacct.Filter
	// Untimed chooses the rows without; noneUntimed leaves them out.
	Untimed     intacct.Filter
	NoneUntimed bool
	// OnlyUntimed reads no others.
	OnlyUntimed bool
	Among       intacct.Filter // chooses among all of them
	// LookUp asks for the key and the time of a row.
	LookUp func(key string) intacct.Query
	// second reads a time.
	Parse func(text []byte) (state.Instant, bool)
}

// A timePager reads an object whose keys are texts. Whether the gateway compares
// texts in filters as it sorts them is not known, so the reading goes by time: a
// page begins at the second in which the one before ended, behind the rows of
// that second that are out already, and repeats the last of these. If another
// row is in its place, something has moved, and the second is read again.
//
// Rows without a time follow at the end. They, and the rows of an object that
// keeps no times at all, are to a timePager the rows of a single second.
type timePager struct {
	*fetcher
	TimeOrder
	page *heldPage // the present one

	place     state.TimePlace
	after     string         // the key of the last row; "" at the beginning
	out       map[uint64]int // the rows of the present second that are out
	again     map[uint64]int // those that come once more, since the second was begun again
	overlap   bool           // the first row of the page is to be the last one again
	remaining int
	news      int // rows of the present page that the one before did not have
	moves     int
	last      string // the key of the last row before the present second was begun again
	doubt     bool   // none of its rows has come again
}

// maxMoves bounds how often a second is begun again. A second of the past
// changes only when somebody edits its rows at this very moment.
const maxMoves = 20

// NewTimePager reads rows by their times, from a place on.
func NewTimePager(f Fetch, by TimeOrder, from *state.Place) *timePager {
	t := &timePager{fetcher: newFetcher(f), TimeOrder: by, after: from.After, out: make(map[uint64]int), news: 1}
	if from.Trail != nil {
		t.place = *from.Trail
	}
	if by.Cursor == "" || by.OnlyUntimed {
		t.place.Untimed = true
	}
	if t.Size.most == 1 {
		t.Size = NewSizer(2, t.Size.shrunk) // one row to repeat, one to go on with
	}
	return t
}

func (t *timePager) Close() { t.page.release() }

func (t *timePager) PageDone() (reverse bool, err error) { return false, nil }

func (t *timePager) Next(ctx context.Context) (*intacct.Page, error) {
	t.page.release()
	if t.remaining > 0 && t.news == 0 {
		return nil, Gap("the gateway contradicts itself about %s: %d rows are left, and none of them comes", t.Object, t.remaining)
	}
	if err := t.settleDoubt(ctx); err != nil {
		return nil, err
	}
	t.remaining, t.news = 0, 0
	t.overlap = t.place.Rows > 0
	offset := t.place.Rows
	if t.overlap {
		offset--
	}
	page, err := t.load(ctx, t.pageQuery(), t.Size.most, offset, func() bool { return true })
	if err != nil {
		return nil, err
	}
	t.page, t.remaining = page, page.Remaining
	if !t.overlap || page.Count > 0 {
		return page.Page, nil
	}
	if err := t.moved(); !errors.Is(err, ErrMoved) {
		return nil, err
	}
	return t.Next(ctx)
}

// pageQuery asks for the present second and all that follows.
func (t *timePager) pageQuery() intacct.Query {
	var order []intacct.Order
	if t.Cursor != "" {
		order = append(order, intacct.Asc(t.Cursor))
	}
	if t.Tie != "" {
		order = append(order, intacct.Asc(t.Tie))
	}
	switch {
	case t.Cursor == "":
		return t.Query(t.Among, order...)
	case t.place.Untimed:
		return t.Query(intacct.And(t.Untimed, t.Among), order...)
	}
	return t.Query(intacct.And(t.Timed(t.place.At), t.Among), order...)
}

func (t *timePager) Accept(r *state.Row) (bool, error) {
	if t.overlap {
		t.overlap = false
		if t.identity(r) == t.after && t.second(r) == t.place.At {
			return false, nil
		}
		return false, t.moved()
	}
	t.news++
	second := t.second(r)
	switch {
	case second < t.place.At:
		return false, airbyte.Errorf(airbyte.SystemError,
			"the gateway sent rows of %s out of order: %s, changed at %s, came after %s", t.Object, r.Text, second, t.place.At)
	case second > t.place.At && len(t.again) > 0 && t.place.Rows == 0 && r.Text != nil:
		t.doubt, t.remaining = true, 1
		return false, ErrMoved
	case second > t.place.At:
		t.begin(state.TimePlace{At: second})
	}
	t.place.Rows++
	t.after = t.identity(r)
	t.out[r.ID]++
	if t.again[r.ID] > 0 {
		t.again[r.ID]--
		return false, nil
	}
	return true, nil
}

// begin enters a second.
func (t *timePager) begin(place state.TimePlace) {
	t.place, t.after, t.again = place, "", nil
	clear(t.out)
}

// moved begins the present second again; what is out of it stays out.
func (t *timePager) moved() error {
	if t.moves++; t.moves > maxMoves {
		return airbyte.Errorf(airbyte.TransientError,
			"rows of %s keep changing while they are read: the second %s was begun %d times", t.Object, t.place.At, t.moves)
	}
	t.last = t.after
	t.place.Rows, t.after, t.remaining, t.news = 0, "", 1, 1
	t.again, t.out = t.out, make(map[uint64]int)
	return ErrMoved
}

// settleDoubt finds out why no row of a second has come again that was begun
// again. They may have been changed, and come later. But where the user's zone was
// moved meanwhile, the second has another time, and its other rows would be
// missed: it is gone on with at that.
func (t *timePager) settleDoubt(ctx context.Context) error {
	if !t.doubt {
		return nil
	}
	t.doubt = false
	row, err := intacct.First(ctx, gateway.WithPrivate(t.Client), t.LookUp(t.last))
	if err != nil {
		return err
	}
	if row != nil {
		if when, ok := t.Parse([]byte(row[1])); ok && when < t.place.At { // changes make times later
			t.place.At = when
			return nil
		}
	}
	t.begin(state.TimePlace{At: t.place.At})
	return nil
}

// second is the time by which rows are read; those without any share one.
func (t *timePager) second(r *state.Row) state.Instant {
	if t.place.Untimed {
		return t.place.At
	}
	return r.Modified
}

// identity tells a row from the others.
func (t *timePager) identity(r *state.Row) string {
	if r.Text == nil {
		return strconv.FormatUint(r.ID, 16)
	}
	return string(r.Text)
}

func (t *timePager) More() bool {
	if t.remaining > 0 && (t.news > 0 || !t.Sparse) {
		return true
	}
	if t.place.Untimed || t.NoneUntimed {
		return false
	}
	t.begin(state.TimePlace{Untimed: true})
	t.remaining, t.news = 1, 1
	return true
}

func (t *timePager) Save(place *state.Place) {
	at := t.place
	place.Trail, place.After = &at, t.after
}
