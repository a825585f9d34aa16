package source

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/source/naming"
	"airbyte-sage-intacct/source/state"
	"airbyte-sage-intacct/unified"
)

// A show turns the records of a feed into those of a table of the unified
// accounting schema. The transcoder makes of a row what a raw stream would have;
// the show takes its values from there.
type show struct {
	feed   *feed
	view   *unified.View
	shape  *shape
	record []byte // as the transcoder made it
	held   []*document
}

func newShow(f *feed) *show {
	return &show{feed: f, view: f.plan.view, shape: newShape(f.plan)}
}

// keep puts the present record into the batch, or, if it has lines, on the
// list of those that wait for them.
func (s *show) keep() {
	f := s.feed
	if len(f.plan.lines) > 0 {
		if f.memory != nil {
			f.memory.Keys.Add(f.to.row.Number)
		}
		s.held = append(s.held, newDocument(f.to, s.shape, s.record))
		return
	}
	s.put(&f.to.row, s.shape.values(s.record), f.to.changes)
}

// put writes a record, unless an earlier run emitted it.
func (s *show) put(of *state.Row, record unified.Row, changes []airbyte.Change, inLines ...airbyte.Change) {
	f := s.feed
	dst := f.batch.Open()
	begun := len(dst)
	dst = s.view.Append(dst, record)
	dst = append(append(dst[:len(dst)-1], f.plan.trailing...), '}')
	if f.memory != nil && f.memory.Repeats(of, dst[begun:]) {
		f.tally.held++
		return
	}
	if len(changes) > 0 {
		changes = shownChanges(s.view.Record(), changes)
	}
	f.batch.Close(dst, slices.Concat(changes, inLines))
}

// shownChanges gives changes of Intacct's fields the names under which they are
// shown.
func shownChanges(part unified.Part, changes []airbyte.Change) []airbyte.Change {
	var named []airbyte.Change
	for _, change := range changes {
		for _, field := range part.Fields {
			if !strings.EqualFold(field.Name, change.Field) {
				continue
			}
			for _, member := range field.Members {
				change.Field = member
				named = append(named, change)
			}
		}
	}
	return named
}

// A shape is where the transcoder puts the values of a plan.
type shape struct {
	labels []int // lengths of what goes before the values
	places map[string]int
	custom []string
}

func newShape(p *plan) *shape {
	s := &shape{places: make(map[string]int, len(p.asked))}
	for i, c := range p.asked {
		s.labels = append(s.labels, len(c.label))
		s.places[c.field], s.places[strings.ToUpper(c.field)] = i, i
		if c.custom && (p.view == nil || p.view.Custom()) {
			s.custom = append(s.custom, c.field)
		}
	}
	return s
}

// values takes a record apart. The first label is as long as it would be behind
// another value: one has a comma where the other has a bracket.
func (s *shape) values(record []byte) *values {
	v := &values{shape: s, list: make([]json.RawMessage, len(s.labels))}
	for i, label := range s.labels {
		record = record[label:]
		n := valueLength(record)
		v.list[i], record = json.RawMessage(record[:n]), record[n:]
	}
	return v
}

// valueLength is how long the single JSON value is that a text begins with.
func valueLength(text []byte) int {
	if text[0] != '"' {
		return bytes.IndexAny(text, ",}")
	}
	for i := 1; ; i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
}

// values is a record as the tables of the unified accounting schema read it.
type values struct {
	*shape
	list  []json.RawMessage
	lines map[string][]unified.Row
}

// Field implements [unified.Row].
func (v *values) Field(name string) json.RawMessage {
	if i, has := v.places[name]; has {
		return v.list[i]
	}
	return nil
}

// Lines implements [unified.Row].
func (v *values) Lines(element string) []unified.Row { return v.lines[element] }

// Custom implements [unified.Row].
func (v *values) Custom() []string { return v.custom }

// A document is a record that waits for its lines.
type document struct {
	row     state.Row
	record  *values
	changes []airbyte.Change
	inLines []airbyte.Change // as shown, without repetitions
}

func newDocument(t *transcoder, s *shape, record []byte) *document {
	d := &document{row: t.row, record: s.values(bytes.Clone(record)), changes: slices.Clone(t.changes)}
	d.row.Text = nil // it lies in the page
	d.record.lines = make(map[string][]unified.Row)
	return d
}

// unifiedTombstone appends the record that says of another that it is gone.
func (p *plan) unifiedTombstone(dst []byte, key int64, at string) []byte {
	dst = append(dst, '{')
	if kind := p.view.Kind(); kind != "" {
		dst = append(append(append(dst, `"`+unified.Type+`":"`...), kind...), `",`...)
	}
	dst = append(dst, `"`+unified.Key+`":"`...)
	dst = strconv.AppendInt(dst, key, 10)
	dst = append(append(append(dst, `","`+unified.Cursor+`":"`...), at...), '"')
	return append(append(append(dst, `,"`+naming.DeletedColumn+`":"`...), at...), `"}`...)
}
