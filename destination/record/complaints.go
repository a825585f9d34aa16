package record

import (
	"fmt"
	"strings"

	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/result"
)

// Complaints collects what is wrong with a record.
type Complaints struct {
	prefix string
	list   []string
	more   int
	lost   bool // a field that nothing takes brings an amount
}

// Add notes what is wrong with a field.
func (c *Complaints) Add(name, reason string) {
	if len(c.list) == result.MaxListed {
		c.more++
		return
	}
	c.list = append(c.list, c.prefix+name+" "+reason)
}

func (c *Complaints) merge(inner *Complaints) {
	for _, complaint := range inner.list {
		if len(c.list) == result.MaxListed {
			c.more++
			continue
		}
		c.list = append(c.list, complaint)
	}
	c.more += inner.more
	c.lost = c.lost || inner.lost
}

// Rejection is what to reject a record of an object with; nil if nothing is wrong.
func (c *Complaints) Rejection(object string) *result.Rejection {
	if len(c.list) == 0 {
		return nil
	}
	text := strings.Join(c.list, "; ")
	if c.more > 0 {
		text += fmt.Sprintf("; and %d more", c.more)
	}
	r := result.Rejectf("%s", text)
	switch {
	case strings.Contains(text, "attachment_hosts"):
		return r.Advise("Add the host to attachment_hosts, or send the content of the file in the record.")
	case strings.Contains(text, "attachment_dir is not set"):
		return r.Advise("Set attachment_dir, or send the content of the file in the record.")
	case strings.Contains(text, lostAmount):
		return r.Advise("Enter a tax or discount as a line of its own, or give the amount in a field that %s has; without it the record would be of another amount than in its source.", object)
	case strings.Contains(text, canonical.DateOrderHint):
		return r.Advise("Send dates as YYYY-MM-DD, or set date_order to month_first or day_first if that is how all dates of the source that are not ISO are written.")
	case strings.Contains(text, "is not a field of") && c.lost:
		return r.Advise("Rename the field to one of %s, or enter a tax or discount as a line of its own; unknown_fields ignore does not leave out an amount.", object)
	case strings.Contains(text, "is not a field of"):
		return r.Advise("Rename the field to one of %s, or set unknown_fields to ignore.", object)
	}
	return r
}

// lostAmount says so in a rejection, by which advice is chosen.
const lostAmount = "is an amount other than zero that is not written"
