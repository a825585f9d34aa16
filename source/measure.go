package source

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/beevik/etree"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
)

// The public facts about the zone of timestamps conflict: the user's, UTC, or
// one for each field. So it is measured, once for each object: `read` gives the
// same values as `query` does, but in UTC.
//
// Source: Sage docs, XML API, "Records" (read answers in ISO form, with Z).

// samples is how many rows a measurement compares.
const samples = 10

// A sampler keeps the times of a few rows of the first page as they were sent.
type sampler struct {
	columns []*column
	every   int
	rows    int
	taken   []sample
}

type sample struct {
	key   string
	texts []string // by column
}

func newSampler(p *plan) *sampler {
	s := &sampler{}
	for _, c := range p.asked {
		// Fields of related objects come in another shape from read.
		if (c.kind == timestampKind || c.kind == dateKind) && !strings.Contains(c.field, ".") {
			s.columns = append(s.columns, c)
		}
	}
	if p.key == nil {
		s.columns = nil
	}
	return s
}

// note takes a sample of every so manieth row; a nil sampler takes none.
func (s *sampler) note(page *intacct.Page, r *row) {
	if s == nil || len(s.columns) == 0 {
		return
	}
	if s.rows == 0 {
		s.every = max(1, page.Count/samples)
	}
	if s.rows++; s.rows%s.every != 0 || len(s.taken) == samples {
		return
	}
	taken := sample{key: string(r.text)}
	for _, c := range s.columns {
		text, _ := page.Record().Get(c.field)
		taken.texts = append(taken.texts, string(text))
	}
	s.taken = append(s.taken, taken)
}

// errLearned says that the rows of a page were read with a wrong notion of the
// object's times, and have to be read again.
var errLearned = errors.New("learned how the object's times are written")

// learn compares the samples of the first page with what read says.
func (r *reading) learn(ctx context.Context, e *emission) error {
	s := e.sampler
	if s == nil {
		return nil
	}
	e.sampler = nil
	if len(s.taken) == 0 {
		if err := r.sampleAnywhere(ctx, s); err != nil {
			return err
		}
	}
	if len(s.taken) == 0 || len(s.columns) == 0 {
		return nil
	}
	records, err := r.readSamples(ctx, s)
	if isFatal(err) || ctx.Err() != nil {
		return err
	}
	if err != nil {
		r.out.Log().Info().Msgf("%s: the zone of its times was not measured, because read does not work for it: %s", r.name, err)
		return nil
	}
	votes, err := s.compare(records, r.plan.key.field)
	if err != nil {
		return err
	}
	r.place.Zones = r.zones(s, votes)
	if r.applyZones() {
		e.reset()
		return errLearned
	}
	return nil
}

// sampleAnywhere takes samples from outside a window that seems to be empty: it
// may be so only because its bounds were written in a wrong zone.
func (r *reading) sampleAnywhere(ctx context.Context, s *sampler) error {
	if r.place.Phase != phaseWindow || len(s.columns) == 0 || !r.plan.ordered {
		return nil
	}
	page, err := ask(ctx, r.client, r.plan.query(intacct.Filter{}, intacct.Asc(r.plan.key.field)), min(samples, r.settings.pageSize), 0)
	if err != nil {
		return err
	}
	defer page.Release()
	for page.Next() {
		text, _ := page.Record().Get(r.plan.key.field)
		s.note(page, &row{text: text})
	}
	return page.Err()
}

func (r *reading) readSamples(ctx context.Context, s *sampler) ([]*etree.Element, error) {
	keys := make([]string, 0, len(s.taken))
	for _, taken := range s.taken {
		keys = append(keys, taken.key)
	}
	fields := []string{r.plan.key.field}
	for _, c := range s.columns {
		fields = append(fields, c.field)
	}
	return r.client.Read(ctx, r.plan.object, keys, fields, r.plan.docpar)
}

// compare returns, by column, the offsets from UTC in seconds at which query
// wrote the times that read knows in UTC.
func (s *sampler) compare(records []*etree.Element, key string) ([]map[int]int, error) {
	votes := make([]map[int]int, len(s.columns))
	for i := range votes {
		votes[i] = make(map[int]int)
	}
	for _, record := range records {
		for _, taken := range s.taken {
			if taken.key != textOf(record, key) {
				continue
			}
			for i, c := range s.columns {
				if err := c.vote(votes[i], taken.texts[i], textOf(record, c.field)); err != nil {
					return nil, err
				}
			}
		}
	}
	return votes, nil
}

func textOf(record *etree.Element, field string) string {
	for _, child := range record.ChildElements() {
		if strings.EqualFold(child.Tag, field) {
			return strings.TrimSpace(child.Text())
		}
	}
	return ""
}

// vote compares one value. A row that changed between the two answers gives a
// difference that is no offset of any zone, and does not count.
func (c *column) vote(votes map[int]int, queried, read string) error {
	if queried == "" || read == "" {
		return nil
	}
	format := c.format
	format.Zone = time.UTC
	local, ok1 := format.ParseTimestamp([]byte(queried))
	utc, ok2 := intacct.Format{}.ParseTimestamp([]byte(read))
	if !ok2 || !isISO(read) {
		return nil
	}
	if !ok1 || swapped(queried, local, utc, format) {
		return airbyte.Errorf(airbyte.ConfigError,
			"the field %s shows that dates are not written in the order %s that the user's formatting names (%q is %q); set the user's date format in Intacct to one with day, month and year of its own order, such as mm/dd/yyyy",
			c.field, format.DateOrder(), queried, read)
	}
	const day = 24 * time.Hour
	offset := local.Sub(utc)
	if c.kind == timestampKind && len(read) > len(time.DateOnly) && len(queried) > len(time.DateOnly) &&
		offset.Abs() < day && offset%(15*time.Minute) == 0 {
		votes[int(offset/time.Second)]++
	}
	return nil
}

func isISO(text string) bool {
	return len(text) >= len(time.DateOnly) && text[4] == '-' && text[7] == '-'
}

// swapped says whether a date fits what read says only with day and month
// exchanged.
func swapped(queried string, local, utc time.Time, format intacct.Format) bool {
	const day = 24 * time.Hour
	separator := strings.IndexFunc(queried, func(r rune) bool { return r < '0' || r > '9' })
	order := map[string]string{"mdY": "dmY", "dmY": "mdY"}[format.DateOrder()]
	if separator < 0 || order == "" || local.Sub(utc).Abs() <= day {
		return false
	}
	other, err := intacct.NewFormat("", queried[separator:separator+1]+order, "", "")
	if err != nil {
		return false
	}
	exchanged, ok := other.ParseTimestamp([]byte(queried))
	return ok && exchanged.Sub(utc).Abs() <= day
}
