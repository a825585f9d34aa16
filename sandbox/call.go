package sandbox

import (
	"strings"
	"time"

	"airbyte-sage-intacct/sandbox/company"
	"airbyte-sage-intacct/sandbox/xmltree"
)

// A call is one function while it is carried out. It writes its payload as it
// goes; when it fails, that is taken back unless it is marked partial.
type call struct {
	*operation
	body    *xmltree.Element
	partial bool
}

// A handler carries a function out.
type handler func(*call) failure

// run hands the call to the handler of its function, if there is one.
func (c *call) run(h handler) failure {
	if h == nil {
		return notSimulated(c.body.Name)
	}
	return h(c)
}

// object finds the object that a name means.
func (c *call) object(name string) (*company.Object, failure) {
	found, known := c.gateway.company.Object(name)
	if !known || found.Internal {
		return nil, unknownObject(name)
	}
	return found, nil
}

// legacyObject finds the object of a legacy type; some have no name elsewhere.
func (c *call) legacyObject(name string) (*company.Object, failure) {
	found, known := c.gateway.company.Stored(name)
	if !known {
		return nil, unknownObject(name)
	}
	return found, nil
}

// rows reads from the company, inside the operation's transaction if there is
// one.
func (c *call) rows(v company.Viewer, q company.Selection, each func(row []string) error) (int, failure) {
	ctx := c.http.Context()
	counted := 0
	watched := func(row []string) error {
		// A client that has gone away needs no more rows.
		if counted++; counted%256 == 0 && isDone(ctx) {
			return ctx.Err()
		}
		return each(row)
	}
	var total int
	var problem *company.Problem
	var err error
	if c.tx != nil {
		total, problem, err = c.tx.Select(q, watched)
	} else {
		total, problem, err = c.gateway.company.Select(v, q, watched)
	}
	if err != nil {
		return 0, processingError()
	}
	return total, fail(problem)
}

// write runs work in a transaction: the operation's, or one of its own that is
// committed unless the work fails.
func (c *call) write(work func(tx *company.Tx) *company.Problem) failure {
	if c.tx != nil {
		return fail(work(c.tx))
	}
	tx := c.gateway.company.Begin(c.viewer())
	defer tx.Rollback()
	if problem := work(tx); problem != nil {
		return fail(problem)
	}
	return c.commit(tx)
}

// format is how the user wants to see dates.
func (c *call) format() *formatting {
	f := c.who.user.Format
	chosen := newFormatting(f.Locale, f.DateFormat, f.GMTOffset, f.Clock)
	chosen.offset += c.moved(ZoneShownInReplies)
	chosen.zone = c.gateway.settings.DaylightSaving
	if c.gateway.settings.UTCTimestamps {
		chosen.offset = 0
	}
	return &chosen
}

// moved is how far the zone was moved until now, as far as that shows in one
// place.
func (c *call) moved(where ZoneShown) time.Duration {
	var by time.Duration
	now := c.gateway.now()
	for _, m := range c.gateway.settings.ZoneMoves {
		if (m.Shown == ZoneShownBoth || m.Shown == where) && !now.Before(m.At) {
			by += m.By
		}
	}
	return by
}

// literals is how dates in conditions are written.
func (c *call) literals() *formatting {
	f := c.format()
	if !c.gateway.settings.UserDateLiterals {
		f.dateFormat = usualFormatting.dateFormat
	}
	return f
}

// splitList reads a list separated by commas.
func splitList(text string) []string {
	var items []string
	for item := range strings.SplitSeq(text, ",") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}
