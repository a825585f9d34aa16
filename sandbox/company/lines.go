package company

import "strings"

// replacedWhole are the collections whose update replaces all lines; the
// others are changed line by line, found by RECORDNO.
var replacedWhole = map[string]bool{"APPYMTDETAILS": true, "ARPYMTDETAILS": true}

// takeLines makes drafts of the owned lines: those of the input, and on update
// those that exist.
func (d *draft) takeLines(in Input) *Problem {
	for i := range d.object.Owned {
		owned := &d.object.Owned[i]
		tb, ok := d.tx.c.table(owned.Object)
		if !ok {
			continue
		}
		set := &lineSet{owned: owned, table: tb}
		d.sets = append(d.sets, set)
		if d.old != nil {
			d.takeExisting(set)
		}
	}
	for _, list := range in.Lists {
		if problem := d.takeList(list); problem != nil {
			return problem
		}
	}
	return nil
}

func (d *draft) takeExisting(set *lineSet) {
	for _, r := range set.table.children(set.table.object.Ordinal(set.owned.ForeignKey), d.headerKey(set.owned)) {
		line := d.tx.newDraft(set.table, &r)
		line.header = d
		set.lines = append(set.lines, line)
	}
}

// headerKey is what the lines of a collection hold of their header.
func (d *draft) headerKey(owned *Owned) string {
	if owned.HeaderKey == "" {
		return d.get(d.object.Key)
	}
	return d.get(owned.HeaderKey)
}

func (d *draft) takeList(list InList) *Problem {
	owned, ok := d.object.Line(list.Element)
	if !ok {
		f, known := d.object.Field(list.Element)
		if known && f.DataType == List || d.tx.c.choices.IgnoreUnknown {
			return nil // a collection that the simulation does not keep
		}
		return unknownField(d.object, list.Element)
	}
	var set *lineSet
	for _, s := range d.sets {
		if s.owned == owned {
			set = s
		}
	}
	if set == nil {
		return unknownField(d.object, list.Element)
	}
	set.given = true
	if replacedWhole[owned.Element] || d.old != nil && d.object.Name == "APBILL" && d.tx.c.choices.ReplaceLines && set.namesNone(list.Lines) {
		set.drop(func(*draft) bool { return true })
	}
	for _, in := range list.Lines {
		if problem := d.takeLine(set, in); problem != nil {
			return problem
		}
	}
	return nil
}

// drop takes lines out of the collection.
func (s *lineSet) drop(goes func(*draft) bool) {
	var kept []*draft
	for _, line := range s.lines {
		switch {
		case !goes(line):
			kept = append(kept, line)
		case line.old != nil:
			s.gone = append(s.gone, ref{id: line.id, row: line.old})
		}
	}
	s.lines = kept
}

func (d *draft) takeLine(set *lineSet, in Input) *Problem {
	key := strings.TrimSpace(in.value(set.table.object.Key))
	line := set.line(key)
	switch {
	case key != "" && line == nil && d.old != nil:
		return noRecord(set.table.object, key, "update")
	case line != nil && in.Remove:
		set.drop(func(other *draft) bool { return other == line })
		return nil
	case line == nil:
		line = d.tx.newDraft(set.table, nil)
		line.header = d
		set.lines = append(set.lines, line)
	}
	for _, list := range in.Lists {
		f, known := set.table.object.Field(list.Element)
		if !d.tx.c.choices.IgnoreUnknown && (!known || f.DataType != List) {
			return unknownField(set.table.object, list.Element)
		}
	}
	for _, f := range in.Fields {
		if strings.EqualFold(f.Name, set.table.object.Key) {
			continue
		}
		if problem := line.applyField(f); problem != nil {
			return problem
		}
	}
	return nil
}

// namesNone reports whether none of the lines of an input names a record.
func (s *lineSet) namesNone(lines []Input) bool {
	for _, in := range lines {
		if strings.TrimSpace(in.value(s.table.object.Key)) != "" {
			return false
		}
	}
	return true
}

// line finds an existing line by its key.
func (s *lineSet) line(key string) *draft {
	for _, l := range s.lines {
		if key != "" && l.old != nil && l.get(s.table.object.Key) == key {
			return l
		}
	}
	return nil
}

// writeLines stores the lines of a header that is stored.
func (d *draft) writeLines() {
	for _, set := range d.sets {
		for _, r := range set.gone {
			d.tx.write(set.table, r.id, nil)
		}
		key := d.headerKey(set.owned)
		for i, line := range set.lines {
			line.set(set.owned.ForeignKey, key)
			line.numberLine(i)
			line.store()
		}
	}
}

// numberLine gives a line its number: documents of order entry, purchasing
// and inventory count from 0, everything else from 1 (Sage docs, XML API:
// update_potransaction).
func (d *draft) numberLine(i int) {
	first := 1
	if strings.HasSuffix(d.object.Name, "DOCUMENTENTRY") {
		first = 0
	}
	if first == 0 {
		d.set("LINE_NO", "") // lines that are gone leave no gap
	}
	d.fill("LINE_NO", formatID(int64(i+first)))
	if d.object.Name == "TIMESHEETENTRY" {
		d.fill("LINENO", formatID(int64(i+first)))
	}
}
