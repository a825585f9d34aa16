package encode

import (
	"slices"
	"strings"

	"github.com/rs/zerolog"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/source/gateway"
)

// A gateway sends what people have pasted into texts, and XML forbids some of it.
// The client mends such texts. In a text that is told with the record; in
// anything else the stream fails, since a number or a key that was nearly
// understood is worse than none.

// mended counts the texts of a column that were mended, and keeps the first
// records that had them.
type mended struct {
	count   int
	records []string
}

// mostNamed bounds how many records a warning names.
const mostNamed = 10

// Note counts one.
func (m *mended) Note(record string) {
	if m.count++; len(m.records) < mostNamed {
		m.records = append(m.records, record)
	}
}

// Warn names a column's mended texts, in one line.
func (m *mended) Warn(log *zerolog.Logger, stream, field string) {
	if m.count == 0 {
		return
	}
	names := strings.Join(m.records, ", ")
	if m.count > len(m.records) {
		names += ", …"
	}
	log.Warn().Msgf("%s: %d texts of the field %s hold characters that XML does not allow (records %s); what was meant stands in their place, or U+FFFD, and meta.changes says so",
		stream, m.count, field, names)
}

// Unbearable is the error of a mended value that is no mere text.
func Unbearable(object string, c *Column, record string) error {
	return airbyte.Errorf(airbyte.SystemError,
		"%s %s: the field %s holds a character that XML does not allow; correct it in Intacct, since nothing goes by a value that is only nearly known", object, record, c.Field)
}

// noteMended deals with the fields of the present record whose texts were mended.
func (t *Encoder) noteMended(fields []string) error {
	for i := range t.slots {
		c := t.slots[i].column
		if !slices.ContainsFunc(fields, func(field string) bool { return strings.EqualFold(field, c.Field) }) {
			continue
		}
		record := string(t.Row.Text)
		if !t.layout.Bears(c) {
			return Unbearable(t.layout.Object, c, record)
		}
		c.Mended.Note(record)
		t.Changes = append(t.Changes, gateway.Mended(c.Name))
	}
	return nil
}
