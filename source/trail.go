package source

import (
	"context"
	"errors"
	"strconv"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/state"
)

// A trail walks an object whose keys are texts. Whether the gateway compares
// texts in filters as it sorts them is not known, so the walk goes by time: a
// page begins at the second in which the one before ended, behind the rows of
// that second that are out already, and repeats the last of these. If another
// row is in its place, something has moved, and the second is read again.
//
// Rows without a time follow at the end. They, and the rows of an object that
// keeps no times at all, are to a trail the rows of a single second.
type trail struct {
	*loader
	window state.Window
	page   *sheet         // the present one
	among  intacct.Filter // chooses among the rows of the window
	// untimed chooses the rows without a time; noneUntimed leaves them out.
	untimed     intacct.Filter
	noneUntimed bool

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

// maxMoves bounds how often a trail begins a second again. A second of the past
// changes only when somebody edits its rows at this very moment.
const maxMoves = 20

func newTrail(l *loader, w state.Window, from *state.Place) *trail {
	t := &trail{loader: l, window: w, after: from.After, out: make(map[uint64]int), news: 1}
	if from.Trail != nil {
		t.place = *from.Trail
	}
	if l.plan.cursor == nil {
		t.place.Untimed = true
	} else {
		t.untimed = l.plan.unmodified(w)
	}
	if t.portion.most == 1 {
		t.portion = newPortion(2, t.portion.shrunk) // one row to repeat, one to go on with
	}
	return t
}

func (t *trail) close() { t.page.release() }

func (t *trail) filled(*emission) error { return nil }

func (t *trail) next(ctx context.Context) (*intacct.Page, error) {
	t.page.release()
	if t.remaining > 0 && t.news == 0 {
		return nil, gap{airbyte.Errorf(airbyte.SystemError, "the gateway contradicts itself about %s: %d rows are left, and none of them comes", t.plan.object, t.remaining)}
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
	page, err := t.load(ctx, t.query(), t.portion.most, offset, func() bool { return true })
	if err != nil {
		return nil, err
	}
	t.page, t.remaining = page, page.Remaining
	if !t.overlap || page.Count > 0 {
		return page.Page, nil
	}
	if err := t.moved(); !errors.Is(err, errMoved) {
		return nil, err
	}
	return t.next(ctx)
}

// query asks for the present second and all that follows.
func (t *trail) query() intacct.Query {
	p := t.plan
	var order []intacct.Order
	if p.cursor != nil {
		order = append(order, intacct.Asc(p.cursor.Field))
	}
	for _, c := range p.asked {
		if c != p.cursor {
			order = append(order, intacct.Asc(c.Field))
			break
		}
	}
	switch {
	case p.cursor == nil:
		return p.query(t.among, order...)
	case t.place.Untimed:
		return p.query(intacct.And(t.untimed, t.among), order...)
	}
	from := max(t.place.At, t.window.From)
	timed := p.between(p.cursor, from, t.window.To)
	if timed.IsZero() {
		timed = intacct.IsNotNull(p.cursor.Field)
	}
	return p.query(intacct.And(intacct.Or(timed, p.future(t.window, t.place.At)), t.among), order...)
}

func (t *trail) accept(r *state.Row) (bool, error) {
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
			"the gateway sent rows of %s out of order: %s, changed at %s, came after %s", t.plan.object, r.Text, second, t.place.At)
	case second > t.place.At && len(t.again) > 0 && t.place.Rows == 0 && r.Text != nil:
		t.doubt, t.remaining = true, 1
		return false, errMoved
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
func (t *trail) begin(place state.TimePlace) {
	t.place, t.after, t.again = place, "", nil
	clear(t.out)
}

// moved begins the present second again; what is out of it stays out.
func (t *trail) moved() error {
	if t.moves++; t.moves > maxMoves {
		return airbyte.Errorf(airbyte.TransientError,
			"rows of %s keep changing while they are read: the second %s was begun %d times", t.plan.object, t.place.At, t.moves)
	}
	t.last = t.after
	t.place.Rows, t.after, t.remaining, t.news = 0, "", 1, 1
	t.again, t.out = t.out, make(map[uint64]int)
	return errMoved
}

// settleDoubt finds out why no row of a second has come again that was begun
// again. They may have been changed, and come later. But where the user's zone was
// moved meanwhile, the second has another time, and its other rows would be
// missed: it is gone on with at that.
func (t *trail) settleDoubt(ctx context.Context) error {
	if !t.doubt {
		return nil
	}
	t.doubt = false
	p := t.plan
	q := intacct.Query{
		Object: p.object, DocParID: p.docpar, Select: []string{p.key.Field, p.cursor.Field},
		Filter: p.owned(intacct.Eq(p.key.Field, t.last)), Order: []intacct.Order{intacct.Asc(p.key.Field)},
	}
	row, err := intacct.First(ctx, gateway.WithPrivate(t.client), q)
	if err != nil {
		return err
	}
	if row != nil {
		if when, ok := p.cursor.Format.ParseTimestamp([]byte(row[1])); ok && state.InstantOf(when) < t.place.At { // changes make times later
			t.place.At = state.InstantOf(when)
			return nil
		}
	}
	t.begin(state.TimePlace{At: t.place.At})
	return nil
}

// second is the time by which rows are walked; those without any share one.
func (t *trail) second(r *state.Row) state.Instant {
	if t.place.Untimed {
		return t.place.At
	}
	return r.Modified
}

// identity tells a row from the others.
func (t *trail) identity(r *state.Row) string {
	if r.Text == nil {
		return strconv.FormatUint(r.ID, 16)
	}
	return string(r.Text)
}

func (t *trail) more() bool {
	if t.remaining > 0 && (t.news > 0 || !t.sparse) {
		return true
	}
	if t.place.Untimed || t.noneUntimed {
		return false
	}
	t.begin(state.TimePlace{Untimed: true})
	t.remaining, t.news = 1, 1
	return true
}

func (t *trail) save(place *state.Place) {
	at := t.place
	place.Trail, place.After = &at, t.after
}
