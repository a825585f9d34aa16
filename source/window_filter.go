package source

import (
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/encode"
	"airbyte-sage-intacct/source/paging"
	"airbyte-sage-intacct/source/state"
)

// during is the condition for the rows of the window. Rows without a
// modification time, which some objects have until the first change, ride
// along by the time of their creation; those without either ride in every
// window and are told apart by their fingerprints.
func (p *plan) during(w state.Window) intacct.Filter {
	if p.cursor == nil || w.From == 0 && w.To == 0 {
		return intacct.Filter{}
	}
	return intacct.Or(p.between(p.cursor, w.From, w.To), p.future(w, 0), p.unmodified(w))
}

// unmodified is the condition for the rows without a modification time.
func (p *plan) unmodified(w state.Window) intacct.Filter {
	none := intacct.IsNull(p.cursor.Field)
	to := w.To
	if w.CreatedTo != 0 {
		to = w.CreatedTo
	}
	if p.created == nil || w.CreatedFrom == 0 && to == 0 {
		return none
	}
	return intacct.And(none, intacct.Or(
		p.between(p.created, w.CreatedFrom, to),
		intacct.IsNull(p.created.Field),
	))
}

// between is the condition that a timestamp lies in [from, to), either of
// which may be open.
func (p *plan) between(c *encode.Column, from, to state.Instant) intacct.Filter {
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
func (p *plan) future(w state.Window, from state.Instant) intacct.Filter {
	if w.Ahead == 0 {
		return intacct.Filter{}
	}
	return p.between(p.cursor, max(w.Ahead, from), 0)
}

// before is the condition for the rows that lie before a window; zero if
// there are none, because the window is open on that side.
func (p *plan) before(w state.Window) intacct.Filter { return intacct.Or(p.beforeParts(w)) }

// beforeParts are the conditions for those of them with a time of modification
// and for those without.
func (p *plan) beforeParts(w state.Window) (stamped, unstamped intacct.Filter) {
	if w.From != 0 {
		stamped = intacct.Lt(p.cursor.Field, p.cursor.Format.FormatTimestamp(w.From.Time()))
	}
	if w.CreatedFrom != 0 && p.created != nil {
		unstamped = intacct.And(intacct.IsNull(p.cursor.Field),
			intacct.Lt(p.created.Field, p.created.Format.FormatTimestamp(w.CreatedFrom.Time())))
	}
	return stamped, unstamped
}

// timeOrder is how the rows of a window are read by their times.
func (p *plan) timeOrder(w state.Window) paging.TimeOrder {
	var by paging.TimeOrder
	for _, c := range p.asked {
		if c != p.cursor {
			by.Tie = c.Field
			break
		}
	}
	if p.cursor == nil {
		return by
	}
	by.Cursor, by.Untimed = p.cursor.Field, p.unmodified(w)
	by.Timed = func(from state.Instant) intacct.Filter {
		timed := p.between(p.cursor, max(from, w.From), w.To)
		if timed.IsZero() {
			timed = intacct.IsNotNull(p.cursor.Field)
		}
		return intacct.Or(timed, p.future(w, from))
	}
	by.LookUp = func(key string) intacct.Query {
		return intacct.Query{
			Object: p.object, DocParID: p.docpar, Select: []string{p.key.Field, p.cursor.Field},
			Filter: p.owned(intacct.Eq(p.key.Field, key)), Order: []intacct.Order{intacct.Asc(p.key.Field)},
		}
	}
	by.Parse = func(text []byte) (state.Instant, bool) {
		at, ok := p.cursor.Format.ParseTimestamp(text)
		return state.InstantOf(at), ok
	}
	return by
}
