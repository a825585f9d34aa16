package intacct

import (
	"bytes"
	"strconv"
)

// readCounts reads the attributes of <data>. A reply without them says nothing
// about how many records there are, not that there are none.
func (p *Page) readCounts(attrs []attribute) error {
	given := map[string]bool{}
	for _, a := range attrs {
		name := string(a.name)
		if given[name] {
			return p.miscount("%s stands there twice", shownName(name))
		}
		given[name] = true
		switch name {
		case "listtype":
			if !bytes.EqualFold(a.value, []byte(p.Object)) {
				return p.lie("the list is of %s", shownName(a.value))
			}
		case "totalcount", "offset", "count", "numremaining":
			n, err := strconv.Atoi(string(a.value))
			if err != nil || n < 0 {
				return p.miscount("%s is %s", name, shownNumber(a.value))
			}
			*p.counter(name) = n
		}
	}
	for _, name := range []string{"totalcount", "count", "numremaining"} {
		if !given[name] {
			return p.miscount("%s is missing", name)
		}
	}
	if p.Count == 0 && p.sparse {
		p.Remaining = 0
	}
	if p.Count == 0 && p.Remaining > 0 {
		return p.miscount("an empty page with %d records after it", p.Remaining)
	}
	return nil
}

func (p *Page) counter(name string) *int {
	switch name {
	case "totalcount":
		return &p.Total
	case "offset":
		return &p.Offset
	case "count":
		return &p.Count
	default:
		return &p.Remaining
	}
}

// agree compares the counts with each other and with the question. What does
// not add up would end in rows that are lost, or taken for deleted.
func (p *Page) agree(size, offset int) error {
	switch left := p.Total - p.Offset - p.Count; {
	case p.Count > size:
		return p.miscount("%d rows in a page of %d", p.Count, size)
	case p.Offset != offset:
		return p.miscount("rows from %d on instead of from %d on", p.Offset, offset)
	case p.Count == 0 && left <= 0, p.sparse && left >= 0: // behind the last row; not all are shown
		return nil
	case left < 0:
		return p.miscount("it announced %d rows from %d on, and %d in all", p.Count, p.Offset, p.Total)
	case p.Remaining == 0 && left > 0:
		return p.miscount("%d rows in all, of which %d came and none are left", p.Total, p.Offset+p.Count)
	case p.Remaining != left:
		return p.miscount("%d rows in all, of which %d came and %d are left", p.Total, p.Offset+p.Count, p.Remaining)
	}
	return nil
}

// miscount is a lie about how many records there are: some may have come or gone
// while the gateway counted, so that asking once more helps.
func (p *Page) miscount(format string, args ...any) *PageError {
	e := p.lie(format, args...)
	e.miscounted = true
	return e
}
