package stream

import (
	"slices"
	"strings"

	"airbyte-sage-intacct/source/encode"
)

// RelatedFields are the fields of related records, by the way that leads there.
func RelatedFields(asked []*encode.Column) [][]*encode.Column {
	var paths [][]*encode.Column
	places := make(map[string]int)
	for _, c := range asked {
		dot := strings.LastIndexByte(c.Field, '.')
		if dot < 0 {
			continue
		}
		i, known := places[c.Field[:dot]]
		if !known {
			i = len(paths)
			places[c.Field[:dot]] = i
			paths = append(paths, nil)
		}
		paths[i] = append(paths[i], c)
	}
	return paths
}

// Spare are the object's own texts by which nothing goes. The names of other
// records stand among them too (VENDORNAME), and nothing tells them apart.
func (p *Plan) Spare() []*encode.Column {
	var own []*encode.Column
	for _, c := range p.Asked {
		if !strings.Contains(c.Field, ".") && p.Bears(c) {
			own = append(own, c)
		}
	}
	return own
}

// Hiding are the fields with which a page is not whole: of related records all
// that lead there, and those of its own that do it.
func (p *Plan) Hiding(whole func(some []*encode.Column) bool) [][]*encode.Column {
	var found [][]*encode.Column
	for _, path := range RelatedFields(p.Asked) {
		if !whole(path) {
			found = append(found, path)
		}
	}
	if own := p.Spare(); !whole(own) {
		own, _ = HidingAmong(own, func(some []*encode.Column) (bool, error) { return !whole(some), nil }) // no probe fails
		found = append(found, own)
	}
	return found
}

// HidingAmong finds out which of some fields hide rows, which do so together: it
// halves them, unless the first and the last one both do, as all do then.
func HidingAmong(fields []*encode.Column, hide func(some []*encode.Column) (bool, error)) ([]*encode.Column, error) {
	if len(fields) == 1 {
		return fields, nil
	}
	first, err := hide(fields[:1])
	if err != nil {
		return nil, err
	}
	last, err := hide(fields[len(fields)-1:])
	if err != nil || first && last {
		return fields, err
	}
	var found []*encode.Column
	for _, half := range [][]*encode.Column{fields[:len(fields)/2], fields[len(fields)/2:]} {
		switch hides, err := hide(half); {
		case err != nil:
			return nil, err
		case !hides:
			continue
		}
		some, err := HidingAmong(half, hide)
		if err != nil {
			return nil, err
		}
		found = append(found, some...)
	}
	return found, nil
}

// Without is the plan with some fields less, which are null in its records.
func (p *Plan) Without(fields []*encode.Column) *Plan {
	if len(fields) == 0 {
		return p
	}
	less := *p
	less.Asked = slices.Clone(p.Asked)
	less.Refused = slices.Clone(p.Refused)
	for _, c := range fields {
		less.Refuse([]string{c.Field})
	}
	return &less
}
