package stream

import (
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/encode"
	"airbyte-sage-intacct/source/paging"
	"airbyte-sage-intacct/source/state"
)

// During is the condition for the rows of the window. Rows without a
// modification time, which some objects have until the first change, ride
// along by the time of their creation; those without either ride in every
// window and are told apart by their fingerprints.
func (p *Plan) During(w state.Window) intacct.Filter {
	if p.Cursor == nil || w.From == 0 && w.To == 0 {
		return intacct.Filter{}
	}
	return intacct.Or(p.Between(p.Cursor, w.From, w.To), p.future(w, 0), p.unmodified(w))
}

// unmodified is the condition for the rows without a modification time.
func (p *Plan) unmodified(w state.Window) intacct.Filter {
	none := intacct.IsNull(p.Cursor.Field)
	to := w.To
	if w.CreatedTo != 0 {
		to = w.CreatedTo
	}
	if p.Created == nil || w.CreatedFrom == 0 && to == 0 {
		return none
	}
	return intacct.And(none, intacct.Or(
		p.Between(p.Created, w.CreatedFrom, to),
		intacct.IsNull(p.Created.Field),
	))
}

// Between is the condition that a timestamp lies in [from, to), either of
// which may be open.
func (p *Plan) Between(c *encode.Column, from, to state.Instant) intacct.Filter {
	var low, high intacct.Filter
	if from != 0 {
		low = intacct.Ge(c.Field, c.Format.FormatTimestamp(from.Time()))
	}
	if to != 0 {
		high = intacct.Lt(c.Field, c.Format.FormatTimestamp(to.Time()))
	}
	return intacct.And(low, high)
}

// future is the condition for the rows of a window's future, from a time on.
func (p *Plan) future(w state.Window, from state.Instant) intacct.Filter {
	if w.Ahead == 0 {
		return intacct.Filter{}
	}
	return p.Between(p.Cursor, max(w.Ahead, from), 0)
}

// Before is the condition for the rows that lie before a window; zero if
// there are none, because the window is open on that side.
func (p *Plan) Before(w state.Window) intacct.Filter { return intacct.Or(p.BeforeParts(w)) }

// BeforeParts are the conditions for those of them with a time of modification
// and for those without.
func (p *Plan) BeforeParts(w state.Window) (stamped, unstamped intacct.Filter) {
	if w.From != 0 {
		stamped = intacct.Lt(p.Cursor.Field, p.Cursor.Format.FormatTimestamp(w.From.Time()))
	}
	if w.CreatedFrom != 0 && p.Created != nil {
		unstamped = intacct.And(intacct.IsNull(p.Cursor.Field),
			intacct.Lt(p.Created.Field, p.Created.Format.FormatTimestamp(w.CreatedFrom.Time())))
	}
	return stamped, unstamped
}

// TimeOrder is how the rows of a window are read by their times.
func (p *Plan) TimeOrder(w state.Window) paging.TimeOrder {
	var by paging.TimeOrder
	for _, c := range p.Asked {
		if c != p.Cursor {
			by.Tie = c.Field
			break
		}
	}
	if p.Cursor == nil {
		return by
	}
	by.Cursor, by.Untimed = p.Cursor.Field, p.unmodified(w)
	by.Timed = func(from state.Instant) intacct.Filter {
		timed := p.Between(p.Cursor, max(from, w.From), w.To)
		if timed.IsZero() {
			timed = intacct.IsNotNull(p.Cursor.Field)
		}
		return intacct.Or(timed, p.future(w, from))
	}
	by.LookUp = func(key string) intacct.Query {
		return intacct.Query{
			Object: p.Object, DocParID: p.Docpar, Select: []string{p.Key.Field, p.Cursor.Field},
			Filter: p.Owned(intacct.Eq(p.Key.Field, key)), Order: []intacct.Order{intacct.Asc(p.Key.Field)},
		}
	}
	by.Parse = func(text []byte) (state.Instant, bool) {
		at, ok := p.Cursor.Format.ParseTimestamp(text)
		return state.InstantOf(at), ok
	}
	return by
}
