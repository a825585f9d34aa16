package encode

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/internal/decimal"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/state"
)

// An Encoder turns the records of pages into JSON objects, in one pass and
// without a map or a string for any value. Which column a field is gets decided
// once per page, by the numbers that a page gives to its field names.
type Encoder struct {
	layout *Layout
	slots  []slot
	tail   []byte // what every record ends with
	// places maps the page's numbers of names to slots; -1 is none.
	places  []int
	shape   int // the page's number for the order of fields that slots know
	Changes []airbyte.Change
	Row     state.Row
}

// A slot is the place of an asked column in a record.
type slot struct {
	column *Column
	field  int    // the field's place in the page's records; missing is none
	label  []byte // what goes before the value; nil hides it
	null   []byte // the same with the value that most columns have most often
	role   bool   // the reading itself wants to know the value
	text   []byte // the label and the quote that begins a text; nil where values are none
	number bool   // values are numbers, and go out as such
}

// missing is the place of a field that is not there.
const missing = -1

// A Layout is what records are made of.
type Layout struct {
	Object  string    // that they are of
	Columns []*Column // in the order in which they stand in a record
	// The columns that the reading itself goes by; nil where there is none. Called
	// is what the stream's key is, where that is another than the record's.
	Key, Cursor, Created, Called *Column
	Ordered                      bool      // the key is an integer
	Silent                       bool      // the time of creation is not shown
	Null                         []*Column // that are null in every record
	End                          []byte    // what every record ends with
	// Bears reports whether a column may have a text that was mended.
	Bears func(*Column) bool
}

// NewEncoder makes the records of a layout.
func NewEncoder(p *Layout) *Encoder {
	t := &Encoder{layout: p}
	for i, c := range p.Columns {
		label := c.Label
		switch {
		case i == 0:
			label = append([]byte{'{'}, label[1:]...)
		case c == p.Created && p.Silent:
			label = nil
		}
		s := slot{
			column: c, label: label, null: append(slices.Clip(label), "null"...),
			role: c == p.Key || c == p.Cursor || c == p.Created || c == p.Called, number: c.Kind == Number && !c.Quoted,
		}
		if c.Kind == Text {
			s.text = append(slices.Clip(label), '"')
		}
		t.slots = append(t.slots, s)
	}
	for _, c := range p.Null {
		t.tail = append(append(t.tail, c.Label...), "null"...)
	}
	t.tail = append(append(t.tail, p.End...), '}')
	return t
}

// BeginPage starts a page: its names have numbers of their own.
func (t *Encoder) BeginPage() { t.places, t.shape = t.places[:0], -1 }

// Record appends the data of a page's present record, and leaves what else it
// says in t.row and t.changes.
func (t *Encoder) Record(dst []byte, page *intacct.Page) ([]byte, error) {
	record := page.Record()
	if shape := record.Shape(); shape != t.shape {
		t.place(page.Names())
		if err := t.arrange(record); err != nil {
			return dst, err
		}
		t.shape = shape
	}
	t.Row, t.Changes = state.Row{}, t.Changes[:0]
	for i := range t.slots {
		var err error
		if dst, err = t.value(dst, &t.slots[i], record); err != nil {
			return dst, err
		}
	}
	if mended := record.Mended(); len(mended) > 0 {
		if err := t.noteMended(mended); err != nil {
			return dst, err
		}
	}
	return append(dst, t.tail...), nil
}

// place finds the slots of names that have not occurred in the page before.
func (t *Encoder) place(names []string) {
	for id := len(t.places); id < len(names); id++ {
		place := id
		if id >= len(t.slots) || t.slots[id].column.Field != names[id] {
			place = slices.IndexFunc(t.slots, func(s slot) bool { return strings.EqualFold(s.column.Field, names[id]) })
		}
		t.places = append(t.places, place)
	}
}

// arrange notes for each slot which field goes there, in a record and those
// behind it that are alike. What is missing is null; what was not asked for is
// left out.
func (t *Encoder) arrange(record *intacct.Record) error {
	for i := range t.slots {
		t.slots[i].field = missing
	}
	for i := range record.Len() {
		place := t.places[record.NameID(i)]
		if place < 0 {
			continue
		}
		if t.slots[place].field != missing {
			return fmt.Errorf("a record of %s has the field %s twice", t.layout.Object, record.Name(i))
		}
		t.slots[place].field = i
	}
	return nil
}

// value appends one column and its value.
func (t *Encoder) value(dst []byte, s *slot, record *intacct.Record) ([]byte, error) {
	var text []byte
	if s.field != missing {
		text = record.Value(s.field)
	}
	switch {
	case s.role:
		return t.role(dst, s, text)
	case len(text) == 0:
		return append(dst, s.null...), nil
	case s.text != nil && record.Printable(s.field):
		return append(append(append(dst, s.text...), text...), '"'), nil
	case s.number && decimal.IsPlain(text):
		return append(append(dst, s.label...), text...), nil
	}
	return t.any(dst, s, text)
}

// any appends a value that is not of the usual kinds.
func (t *Encoder) any(dst []byte, s *slot, text []byte) ([]byte, error) {
	start := len(dst) + len(s.label)
	dst, ok := s.column.AppendValue(append(dst, s.label...), text)
	if ok {
		return dst, nil
	}
	return t.unreadable(dst[:start], s.column, text)
}

// role keeps what a column with a role says of the row, and appends it.
func (t *Encoder) role(dst []byte, s *slot, text []byte) ([]byte, error) {
	if s.column == t.layout.Key {
		text = bytes.TrimSpace(text)
		if err := t.noteKey(s.column, text); err != nil {
			return dst, err
		}
		return t.any(dst, s, text)
	}
	if s.column == t.layout.Called {
		t.Row.Called = text
		return t.any(dst, s, text)
	}
	at, ok := s.column.Format.ParseTimestamp(text)
	if s.column == t.layout.Cursor {
		t.Row.Modified, t.Row.HasModified = state.InstantOf(at), ok
		if ok && t.Row.Modified > s.column.FloorFrom && t.Row.Modified < s.column.Floor {
			at = s.column.Floor.Time()
		}
	} else {
		t.Row.Created, t.Row.HasCreated = state.InstantOf(at), ok
	}
	switch {
	case s.label == nil:
		return dst, nil
	case ok && s.column.Kind == Timestamp:
		return AppendTime(append(dst, s.label...), at, time.RFC3339Nano), nil
	}
	return t.any(dst, s, text)
}

func (t *Encoder) noteKey(c *Column, text []byte) error {
	text = bytes.TrimSpace(text)
	if len(text) == 0 {
		return fmt.Errorf("a record of %s came without its key, %s", t.layout.Object, c.Field)
	}
	t.Row.Text = text
	if !t.layout.Ordered {
		t.Row.ID = state.Fingerprint(text)
		return nil
	}
	number, ok := gateway.ParseInteger(text)
	t.Row.Number, t.Row.ID = number, uint64(number)
	if !ok {
		return t.refuse(c, text)
	}
	return nil
}

// unreadable deals with a value that is not of its column's kind: dst ends with
// the column's name.
func (t *Encoder) unreadable(dst []byte, c *Column, text []byte) ([]byte, error) {
	if len(bytes.TrimSpace(text)) > 0 {
		if c.Strict && !c.IsNoTime(text) {
			return dst, t.refuse(c, text)
		}
		c.Nulled++
		t.Changes = append(t.Changes, airbyte.Change{
			Field: c.Name, Change: airbyte.Nulled, Reason: airbyte.SourceSerializationError,
		})
	}
	return append(dst, "null"...), nil
}

// refuse makes the error of a value without which the stream cannot go on.
func (t *Encoder) refuse(c *Column, text []byte) error {
	return airbyte.Errorf(airbyte.SystemError, "%s %s: the field %s holds %s, which is not %s",
		t.layout.Object, t.Row.Text, c.Field, gateway.Shown(text), c.Kind)
}
