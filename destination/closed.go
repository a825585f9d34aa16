package destination

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/plan"
	"airbyte-sage-intacct/intacct"

	"github.com/beevik/etree"
	"github.com/rs/zerolog"
)

// What closed_period may be.
const (
	closedFails     = "fail"
	closedNextDay   = "next_open_day"
	closedMonthHead = "open_month_start"
)

// books knows which days the company has closed, as far as it says: in a
// function, and in the refusals of records. Nothing here is guessed: a record is
// sent as it is dated until Intacct has refused one of that day.
type books struct {
	policy string
	today  string // the company's day
	format intacct.Format
	log    *zerolog.Logger

	mu      sync.Mutex
	through map[string]string  // by entity: the last day of its closed books, "" if it does not say
	refused map[closure]string // the latest day that a record was refused for
}

// closure is where a period can be closed by itself.
type closure struct{ object, kind, entity string }

// moves tells whether records in closed periods are posted on another day.
func (b *books) moves(p *plan.Plan) bool { return b.policy != closedFails && p.Posting != nil }

// ask finds out the last day of an entity's closed books, where that is not
// known yet, or again.
//
// Source: api.xsd 3.0 and the response DTD 2.1: get_closedbooksdate.
func (b *books) ask(ctx context.Context, client gateway, entity string, again bool) string {
	b.mu.Lock()
	through, known := b.through[entity]
	b.mu.Unlock()
	if known && !again {
		return through
	}
	results, err := client.Do(ctx, intacct.Request{Functions: []intacct.Function{{Body: etree.NewElement("get_closedbooksdate")}}})
	switch {
	case err == nil && results[0].Err != nil:
		err = results[0].Err
		fallthrough
	case err != nil:
		b.log.Info().Err(err).Msg("The company does not say up to which day its books are closed.")
	default:
		through = b.closedDay(results[0].Data)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.through[entity] = through
	return through
}

// closedDay reads closedbooksdate, which has a year, a month and a day.
func (b *books) closedDay(data *etree.Element) string {
	if data == nil {
		return ""
	}
	at := data.FindElement(".//closedbooksdate")
	if at == nil {
		return ""
	}
	text := strings.TrimSpace(at.Text())
	if year := at.SelectElement("year"); year != nil {
		text = fmt.Sprintf("%s/%s/%s", elementText(at, "month"), elementText(at, "day"), year.Text())
	}
	return b.day(text)
}

func elementText(el *etree.Element, name string) string {
	if child := el.SelectElement(name); child != nil {
		return strings.TrimSpace(child.Text())
	}
	return ""
}

// day is a date of the gateway's in canonical form; "" if it is none.
func (b *books) day(text string) string {
	if day, err := canonical.MonthFirst.Date(text); err == nil {
		return day
	}
	if day, ok := b.format.ParseDate([]byte(text)); ok {
		return day.Format(canonical.ISODate)
	}
	return ""
}

// closed tells a day in an entity's closed books, as far as is known.
func (b *books) closed(it *item, day string) bool { return day != "" && day <= b.lastClosed(it) }

func (b *books) lastClosed(it *item) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return max(b.through[it.entity], b.refused[closureOf(it)])
}

func closureOf(it *item) closure {
	c := closure{object: it.plan.Object(), entity: it.entity}
	for _, name := range []string{"DOCPARID", "TRANSACTIONTYPE"} {
		if f, known := it.plan.Schema.Fields.Find(name); known {
			c.kind += it.document.Text(f)
		}
	}
	return c
}

// note remembers a day that Intacct has refused.
func (b *books) note(it *item, day string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	c := closureOf(it)
	b.refused[c] = max(b.refused[c], day)
}

// opens is the first open day for a record of a day that Intacct refuses; "" if
// the record can be sent as it is, for all that is known.
func (b *books) opens(it *item, day string) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if it.opens != "" {
		return it.opens
	}
	if through := b.through[it.entity]; day <= b.refused[closureOf(it)] && day <= through {
		return dayAfter(through)
	}
	return ""
}

// target is the day a record is moved to: the first open one, or the first of
// the month that the company is in, if that is open.
func (b *books) target(open string) string {
	if b.policy == closedMonthHead && len(b.today) == len(canonical.ISODate) {
		return max(open, b.today[:len("2006-01-")]+"01")
	}
	return open
}

func dayAfter(day string) string {
	at, err := time.Parse(canonical.ISODate, day)
	if err != nil {
		return ""
	}
	return at.AddDate(0, 0, 1).Format(canonical.ISODate)
}

func (b *books) openIn(failure *intacct.Error) string {
	if found := openFrom.FindStringSubmatch(refusalText(failure)); found != nil {
		return b.day(found[1])
	}
	return ""
}

// gateway is the part of the client that writes.
type gateway interface {
	intacct.Querier
	Do(ctx context.Context, request intacct.Request) ([]intacct.Result, error)
}
