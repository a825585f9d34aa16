package record

import (
	"encoding/json"
	"fmt"

	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/schema"
)

// readRows reads the lines of a list. A list without lines is one: the record
// has none. null says nothing about lines.
func (r reader) readRows(d *Document, l *schema.List, value json.RawMessage, c *Complaints) {
	lines, given, err := unwrapLines(l, value)
	if err != nil {
		c.Add(l.Element, err.Error())
		return
	}
	if !given {
		return
	}
	found := Rows{List: l}
	for i, line := range lines {
		fields, err := canonical.Members(line)
		if err != nil {
			c.Add(fmt.Sprintf("%s[%d]", l.Element, i), err.Error())
			continue
		}
		document := &Document{}
		inner := &Complaints{prefix: linePrefix("", l, i)}
		r.readMembers(document, l.Lines, "", fields, inner)
		c.merge(inner)
		d.dropOf(l, document)
		found.Lines = append(found.Lines, document)
	}
	d.addRows(found, c)
}

// linePrefix begins the names of a line's fields in messages.
func linePrefix(prefix string, l *schema.List, i int) string {
	return fmt.Sprintf("%s%s[%d].", prefix, l.Element, i)
}

// addRows gives the document lines. A list that came under two of its names is
// one only if one of them has none.
func (d *Document) addRows(brought Rows, c *Complaints) {
	for i := range d.Rows {
		switch there := &d.Rows[i]; {
		case there.List != brought.List:
		case len(there.Lines) > 0 && len(brought.Lines) > 0:
			c.Add(brought.List.Element, "is given twice, under different names")
			return
		default:
			there.Lines = append(there.Lines, brought.Lines...)
			return
		}
	}
	d.Rows = append(d.Rows, brought)
}
