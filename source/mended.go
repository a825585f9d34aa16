package source

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

func (m *mended) note(record string) {
	if m.count++; len(m.records) < mostNamed {
		m.records = append(m.records, record)
	}
}

// warn names a column's mended texts, in one line.
func (m *mended) warn(log *zerolog.Logger, stream, field string) {
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

// bears reports whether a column may have a mended text: it is a text, and
// nothing goes by it.
func (p *plan) bears(c *column) bool {
	return c.kind == textKind && !c.strict && c != p.key && c != p.cursor && c != p.created && c != p.called && c != p.parentKey && !slices.Contains(p.identity, c)
}

// unbearable is the error of a mended value that is no mere text.
func (p *plan) unbearable(c *column, record string) error {
	return airbyte.Errorf(airbyte.SystemError,
		"%s %s: the field %s holds a character that XML does not allow; correct it in Intacct, since nothing goes by a value that is only nearly known", p.object, record, c.field)
}

// noteMended deals with the fields of the present record whose texts were mended.
func (t *transcoder) noteMended(fields []string) error {
	for i := range t.slots {
		c := t.slots[i].column
		if !slices.ContainsFunc(fields, func(field string) bool { return strings.EqualFold(field, c.field) }) {
			continue
		}
		record := string(t.row.Text)
		if !t.plan.bears(c) {
			return t.plan.unbearable(c, record)
		}
		c.mended.note(record)
		t.changes = append(t.changes, gateway.Mended(c.name))
	}
	return nil
}

// noteMended does for a listing what that of the transcoder does.
func (l *lister) noteMended(values []string, changes []airbyte.Change) error {
	var record []string
	for i, c := range l.plan.columns {
		if slices.Contains(l.plan.identity, c) {
			record = append(record, values[i])
		}
	}
	for _, change := range changes {
		i := slices.IndexFunc(l.plan.asked, func(c *column) bool { return c.name == change.Field })
		if change.Change != airbyte.Truncated || i < 0 {
			continue
		}
		if c := l.plan.asked[i]; !l.plan.bears(c) {
			return l.plan.unbearable(c, strings.Join(record, " "))
		}
		l.plan.asked[i].mended.note(strings.Join(record, " "))
	}
	return nil
}
