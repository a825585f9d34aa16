package source

import (
	"bytes"
	"slices"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/source/encode"
	"airbyte-sage-intacct/source/state"
	"airbyte-sage-intacct/unified"
)

// A show turns the records of a feed into those of a table of the unified
// accounting schema. The transcoder makes of a row what a raw stream would have;
// the show takes its values from there.
type show struct {
	feed   *feed
	view   *unified.View
	shape  *encode.Shape
	record []byte // as the transcoder made it
	held   []*document
}

func newShow(f *feed) *show {
	return &show{feed: f, view: f.plan.View, shape: encode.NewShape(f.plan.Asked, f.plan.View.Custom())}
}

// keep puts the present record into the batch, or, if it has lines, on the
// list of those that wait for them.
func (s *show) keep() {
	f := s.feed
	if len(f.plan.Lines) > 0 {
		if f.memory != nil {
			f.memory.Keys.Add(f.to.Row.Number)
		}
		s.held = append(s.held, newDocument(f.to, s.shape, s.record))
		return
	}
	s.put(&f.to.Row, s.shape.Values(s.record), f.to.Changes)
}

// put writes a record, unless an earlier run emitted it.
func (s *show) put(of *state.Row, record unified.Row, changes []airbyte.Change, inLines ...airbyte.Change) {
	f := s.feed
	dst := f.batch.Open()
	begun := len(dst)
	dst = s.view.Append(dst, record)
	dst = append(append(dst[:len(dst)-1], f.plan.Trailing...), '}')
	if f.memory != nil && f.memory.Repeats(of, dst[begun:]) {
		f.tally.held++
		return
	}
	if len(changes) > 0 {
		changes = encode.ShownChanges(s.view.Record(), changes)
	}
	f.batch.Close(dst, slices.Concat(changes, inLines))
}

// A document is a record that waits for its lines.
type document struct {
	row     state.Row
	record  *encode.Values
	changes []airbyte.Change
	inLines []airbyte.Change // as shown, without repetitions
}

func newDocument(t *encode.Encoder, s *encode.Shape, record []byte) *document {
	d := &document{row: t.Row, record: s.Values(bytes.Clone(record)), changes: slices.Clone(t.Changes)}
	d.row.Text = nil // it lies in the page
	d.record.LinesOf = make(map[string][]unified.Row)
	return d
}
