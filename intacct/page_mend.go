package intacct

import (
	"slices"

	"github.com/beevik/etree"

	"airbyte-sage-intacct/intacct/xmltext"
)

// mending is what the mender made of a reply that the scanner did not take.
type mending struct {
	tried   bool
	text    []byte // nil if there was nothing to mend
	repairs []xmltext.Repair
	next    int // the first repair behind the present record
}

// mend mends the reply, once, and reports whether it did so now.
func (p *Page) mend() bool {
	if p.mending.tried {
		return false
	}
	p.mending.tried = true
	text, repairs := xmltext.MendPage(p.text())
	if len(repairs) == 0 {
		return false
	}
	p.mending.text, p.mending.repairs = text, repairs
	return true
}

// noteRepairs keeps which fields of the present record were mended.
func (p *Page) noteRepairs() {
	r, m := &p.record, &p.mending
	r.mended = r.mended[:0]
	for end := p.source.position(); m.next < len(m.repairs) && m.repairs[m.next].At <= end; m.next++ {
		if field := m.repairs[m.next].Element; !slices.Contains(r.mended, field) {
			r.mended = append(r.mended, field)
		}
	}
}

// Mended reports whether the text of an element of a reply held what XML does not
// allow. What was meant stands in the place of it, or U+FFFD.
func Mended(el *etree.Element) bool {
	for _, token := range el.Child {
		if mark, ok := token.(*etree.ProcInst); ok && mark.Target == xmltext.Mark {
			return true
		}
	}
	return false
}
