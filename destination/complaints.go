package destination

import (
	"fmt"
	"strings"
)

// complaints collects what is wrong with a record.
type complaints struct {
	prefix string
	key    *field // of the record; nil in a line
	list   []string
	more   int
	lost   bool // a field that nothing takes brings an amount
}

func (c *complaints) add(name, reason string) {
	if len(c.list) == maxComplaints {
		c.more++
		return
	}
	c.list = append(c.list, c.prefix+name+" "+reason)
}

func (c *complaints) merge(inner *complaints) {
	for _, complaint := range inner.list {
		if len(c.list) == maxComplaints {
			c.more++
			continue
		}
		c.list = append(c.list, complaint)
	}
	c.more += inner.more
	c.lost = c.lost || inner.lost
}

func (c *complaints) rejection(object string) *rejection {
	if len(c.list) == 0 {
		return nil
	}
	text := strings.Join(c.list, "; ")
	if c.more > 0 {
		text += fmt.Sprintf("; and %d more", c.more)
	}
	r := rejectf("%s", text)
	switch {
	case strings.Contains(text, "attachment_hosts"):
		return r.advise("Add the host to attachment_hosts, or send the content of the file in the record.")
	case strings.Contains(text, "attachment_dir is not set"):
		return r.advise("Set attachment_dir, or send the content of the file in the record.")
	case strings.Contains(text, lostAmount):
		return r.advise("Enter a tax or discount as a line of its own, or give the amount in a field that %s has; without it the record would be of another amount than in its source.", object)
	case strings.Contains(text, dateOrderHint):
		return r.advise("Send dates as YYYY-MM-DD, or set date_order to month_first or day_first if that is how all dates of the source that are not ISO are written.")
	case strings.Contains(text, "is not a field of") && c.lost:
		return r.advise("Rename the field to one of %s, or enter a tax or discount as a line of its own; unknown_fields ignore does not leave out an amount.", object)
	case strings.Contains(text, "is not a field of"):
		return r.advise("Rename the field to one of %s, or set unknown_fields to ignore.", object)
	}
	return r
}
