package unified

import (
	"encoding/json"
	"fmt"
)

// lists adds the lines. Lists with the same element in Intacct become one.
func (e encoder) lists(in *input, t *Table, record, shared *Record, raw json.RawMessage) error {
	for i := range t.Lists {
		l := &t.Lists[i]
		names := append([]string{l.Name}, l.Aliases...)
		if !l.Flat && in.saysNone(names) {
			record.append(l.Element, nil)
		}
		value, by := in.take(names)
		list, err := elements(value)
		if err != nil {
			return fmt.Errorf("%s %w", by, err)
		}
		flat := l.Flat && value == nil
		if flat {
			list = []json.RawMessage{raw}
		}
		var lines []*Record
		for at, element := range list {
			line, err := e.line(l, element, shared, flat)
			if err != nil {
				return fmt.Errorf("%s[%d]: %w", by, at, err)
			}
			if len(line.Members)+len(line.Lost) > 0 {
				lines = append(lines, line)
			}
		}
		if l.Flat {
			l.forget(in)
		}
		if l.Sides {
			if err := balance(lines); err != nil {
				return err
			}
		}
		if len(lines) > 0 {
			record.append(l.Element, lines)
		}
	}
	return nil
}

func (r *Record) append(element string, lines []*Record) {
	for i := range r.Lists {
		if r.Lists[i].Element == element {
			r.Lists[i].Records = append(r.Lists[i].Records, lines...)
			return
		}
	}
	r.Lists = append(r.Lists, Lines{element, lines})
}

// line encodes one line. flat: it is the record itself, whose other fields are
// none of the line's.
func (e encoder) line(l *List, raw json.RawMessage, shared *Record, flat bool) (*Record, error) {
	in, err := parse(raw)
	if err != nil {
		return nil, err
	}
	line := &Record{}
	if err := e.fields(in, l.Fields, line, line); err != nil {
		return nil, err
	}
	e.references(in, l.References, line, line)
	if l.Sides {
		if err := side(in, line); err != nil {
			return nil, err
		}
	}
	if flat {
		return line, nil
	}
	if err := e.rest(in, l.Ignored, l.Amounts, line); err != nil {
		return nil, err
	}
	for _, m := range shared.Members {
		line.Add(m)
	}
	return line, nil
}

// forget marks the fields of a flat list as used.
func (l *List) forget(in *input) {
	for i := range l.Fields {
		in.take(l.Fields[i].names())
	}
	for _, r := range l.References {
		in.take(r.ID)
		in.take(r.Number)
		in.take(r.Title)
	}
}
