package source

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
)

// A row is what the reading needs to know of a record besides its data.
type row struct {
	id   uint64 // the key, or a hash of one that is no integer
	text []byte // the key as the gateway spells it, valid until the next row
	// number is the key, where keys are integers.
	number                  int64
	modified, created       instant
	hasModified, hasCreated bool
}

// A transcoder turns the records of pages into JSON objects, in one pass and
// without a map or a string for any value. Which column a field is gets decided
// once per page, by the numbers that a page gives to its field names.
type transcoder struct {
	plan   *plan
	labels [][]byte // what goes before the value of each asked column; nil hides it
	nulls  [][]byte // the same with the value that most columns have most often
	tail   []byte   // what every record ends with
	// places maps the page's numbers of names to asked columns; -1 is none.
	// aligned says that they are the same numbers.
	places  []int
	aligned bool
	values  [][]byte // of one record by asked column, where fields come in another order
	changes []airbyte.Change
	row     row
}

func newTranscoder(p *plan) *transcoder {
	t := &transcoder{plan: p, values: make([][]byte, len(p.asked))}
	for i, c := range p.asked {
		label := c.label
		switch {
		case i == 0:
			label = append([]byte{'{'}, label[1:]...)
		case c == p.created && p.silent:
			label = nil
		}
		t.labels = append(t.labels, label)
		t.nulls = append(t.nulls, append(slices.Clip(label), "null"...))
	}
	for _, c := range p.refused {
		t.tail = append(append(t.tail, c.label...), "null"...)
	}
	t.tail = append(append(t.tail, p.trailing...), '}')
	return t
}

// begin starts a page: its names have numbers of their own.
func (t *transcoder) begin() { t.places, t.aligned = t.places[:0], true }

// record appends the data of a page's present record, and leaves what else it
// says in t.row and t.changes.
func (t *transcoder) record(dst []byte, page *intacct.Page) ([]byte, error) {
	record := page.Record()
	if names := page.Names(); len(names) > len(t.places) {
		t.place(names)
	}
	t.row, t.changes = row{}, t.changes[:0]
	var err error
	if t.straight(record) {
		for i := range t.labels {
			if dst, err = t.value(dst, i, record.Value(i)); err != nil {
				return dst, err
			}
		}
		return append(dst, t.tail...), nil
	}
	if err := t.arrange(record); err != nil {
		return dst, err
	}
	for i, value := range t.values {
		if dst, err = t.value(dst, i, value); err != nil {
			return dst, err
		}
	}
	return append(dst, t.tail...), nil
}

// place finds the columns of names that have not occurred in the page before.
func (t *transcoder) place(names []string) {
	for id := len(t.places); id < len(names); id++ {
		place := id
		if id >= len(t.plan.asked) || t.plan.asked[id].field != names[id] {
			place = slices.IndexFunc(t.plan.asked, func(c *column) bool { return strings.EqualFold(c.field, names[id]) })
		}
		t.places = append(t.places, place)
		t.aligned = t.aligned && place == id
	}
}

// straight says whether the fields are exactly the asked columns in their
// order, as is the rule.
func (t *transcoder) straight(record *intacct.Record) bool {
	if !t.aligned || record.Len() != len(t.labels) {
		return false
	}
	for i := range t.labels {
		if record.NameID(i) != i {
			return false
		}
	}
	return true
}

// arrange sorts a record's fields by column. What is missing is null; what was
// not asked for is left out.
func (t *transcoder) arrange(record *intacct.Record) error {
	clear(t.values)
	for i := range record.Len() {
		place := t.places[record.NameID(i)]
		if place < 0 {
			continue
		}
		if t.values[place] != nil {
			return fmt.Errorf("a record of %s has the field %s twice", t.plan.object, record.Name(i))
		}
		t.values[place] = record.Value(i)
		if t.values[place] == nil {
			t.values[place] = []byte{}
		}
	}
	return nil
}

// value appends one column and its value.
func (t *transcoder) value(dst []byte, i int, text []byte) ([]byte, error) {
	if len(text) == 0 && i >= roleColumns {
		return append(dst, t.nulls[i]...), nil
	}
	c := t.plan.asked[i]
	if i < roleColumns {
		if err := t.note(c, text); err != nil {
			return dst, err
		}
		if t.labels[i] == nil {
			return dst, nil
		}
	}
	start := len(dst) + len(t.labels[i])
	dst, ok := c.appendValue(append(dst, t.labels[i]...), text)
	if ok {
		return dst, nil
	}
	return t.unreadable(dst[:start], c, text)
}

// roleColumns bounds the places of the columns that play a role: they come first.
const roleColumns = 3

// note keeps what a column with a role says of the row.
func (t *transcoder) note(c *column, text []byte) error {
	switch c {
	case t.plan.key:
		return t.noteKey(c, text)
	case t.plan.cursor:
		at, ok := c.format.ParseTimestamp(text)
		t.row.modified, t.row.hasModified = instantOf(at), ok
	case t.plan.created:
		at, ok := c.format.ParseTimestamp(text)
		t.row.created, t.row.hasCreated = instantOf(at), ok
	}
	return nil
}

func (t *transcoder) noteKey(c *column, text []byte) error {
	text = bytes.TrimSpace(text)
	if len(text) == 0 {
		return fmt.Errorf("a record of %s came without its key, %s", t.plan.object, c.field)
	}
	t.row.text = text
	if !t.plan.ordered {
		t.row.id = fingerprint(text)
		return nil
	}
	number, ok := parseInteger(text)
	t.row.number, t.row.id = number, uint64(number)
	if !ok {
		return t.refuse(c, text)
	}
	return nil
}

// unreadable deals with a value that is not of its column's kind: dst ends with
// the column's name.
func (t *transcoder) unreadable(dst []byte, c *column, text []byte) ([]byte, error) {
	if len(bytes.TrimSpace(text)) > 0 {
		if c.strict {
			return dst, t.refuse(c, text)
		}
		c.nulled++
		t.changes = append(t.changes, airbyte.Change{
			Field: c.name, Change: airbyte.Nulled, Reason: airbyte.SourceSerializationError,
		})
	}
	return append(dst, "null"...), nil
}

// refuse makes the error of a value without which the stream cannot go on.
func (t *transcoder) refuse(c *column, text []byte) error {
	const enough = 60
	if len(text) > enough {
		text = text[:enough]
	}
	return airbyte.Errorf(airbyte.SystemError, "%s %s: the field %s holds %q, which is not %s",
		t.plan.object, t.row.text, c.field, text, c.kind)
}
