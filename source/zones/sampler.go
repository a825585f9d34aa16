package zones

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/beevik/etree"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/encode"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/state"
	"airbyte-sage-intacct/source/stream"
)

// The public facts about the zone of timestamps conflict: the user's, UTC, or
// one for each field. So it is measured, once for each object: `read` gives the
// same values as `query` does, but in UTC.
//
// Source: Sage docs, XML API, "Records" (read answers in ISO form, with Z).

// samples is how many rows a measurement compares.
const samples = 10

// A sampler keeps the times of a few rows as they were sent.
type sampler struct {
	columns []*encode.Column
	key     *encode.Column
	every   int
	rows    int
	taken   []sample
	covered []bool // by column: a sample has a value of it
	// votes counts, by column, the offsets from UTC in seconds at which query
	// wrote the times that read knows in UTC.
	votes   []map[int]int
	refusal error // why read could not be asked
	limit   int   // how many samples are taken as they come
	news    bool  // rows came that no earlier run emitted
	future  bool  // some of them seem to lie in the future
	seen    []seenOffset
}

type sample struct {
	key   string
	texts []string      // by column
	at    state.Instant // of the last change, where the newest are sampled
}

// NewSampler samples the times of a plan.
func NewSampler(p *stream.Plan) *sampler {
	s := &sampler{key: p.Key, limit: samples}
	if p.Key == nil {
		return s
	}
	for _, c := range p.Asked {
		// Fields of related objects come in another shape from read.
		if (c.Kind == encode.Timestamp || c.Kind == encode.Date) && !strings.Contains(c.Field, ".") {
			s.columns = append(s.columns, c)
			s.votes = append(s.votes, make(map[int]int))
		}
	}
	s.covered = make([]bool, len(s.columns))
	return s
}

// forget drops the samples, so that others can be taken.
func (s *sampler) forget() {
	s.rows, s.taken, s.limit = 0, nil, samples
	clear(s.covered)
}

// Note takes a sample of every so manieth row, and of those that have a time
// which no sample had; a nil sampler takes none.
func (s *sampler) Note(page *intacct.Page, r *state.Row) {
	if s == nil || len(s.columns) == 0 {
		return
	}
	if s.rows == 0 {
		s.every = max(1, page.Count/samples)
	}
	s.rows++
	if regular := s.rows%s.every == 0 && len(s.taken) < s.limit; regular || s.uncovered(page) {
		s.take(page, string(r.Text))
	}
}

// uncovered reports whether the present record has a time that no sample has.
func (s *sampler) uncovered(page *intacct.Page) bool {
	for i, c := range s.columns {
		if s.covered[i] {
			continue
		}
		if len(timeText(page, c)) > 0 {
			return true
		}
	}
	return false
}

// timeText is the time that the present record has in a column, nothing if it has
// none.
func timeText(page *intacct.Page, c *encode.Column) []byte {
	text, _ := page.Record().Get(c.Field)
	if text = bytes.TrimSpace(text); c.IsNoTime(text) {
		return nil
	}
	return text
}

func (s *sampler) take(page *intacct.Page, key string) {
	taken := sample{key: key}
	for i, c := range s.columns {
		text := timeText(page, c)
		taken.texts = append(taken.texts, string(text))
		s.covered[i] = s.covered[i] || len(text) > 0
	}
	s.taken = append(s.taken, taken)
}

// ErrLearned says that the rows of a page were read with a wrong notion of the
// object's times, and have to be read again.
var ErrLearned = errors.New("learned how the object's times are written")

// Learn finds out how the object's times are written, when the first page is
// here. Where they are only assumed, the window is made to end at the latest
// time there is, so that nothing depends on whether the assumption is right.
func (z *Object) Learn(ctx context.Context, e *Pass) error {
	if err := z.settleDoubt(e); err != nil {
		return err
	}
	s := e.Sampler
	if s == nil {
		return z.checkZone(ctx, e)
	}
	e.Sampler = nil
	if len(s.columns) == 0 || len(s.taken) == 0 && z.Place.Phase != state.PhaseWindow {
		return nil
	}
	if e.Remaining > 0 && z.plan.Ordered {
		if err := z.sampleRows(ctx, s, z.farEnd(s), true); gateway.IsFatal(err) || ctx.Err() != nil {
			return err // any other failure leaves the samples that there are
		}
	}
	if err := z.measure(ctx, s, z.Client); err != nil {
		return err
	}
	if err := z.unmix(ctx, s); err != nil {
		return err
	}
	var end state.Window
	if !z.certain(s) {
		if z.Place.Phase == state.PhaseWindow {
			var err error
			if end, err = z.Latest(ctx); err != nil || end == (state.Window{}) {
				return err // no record has a time
			}
		}
		if err := z.measureElsewhere(ctx, s); err != nil {
			return err
		}
	}
	if err := z.unmix(ctx, s); err != nil {
		return err
	}
	if z.plan.Cursor != nil {
		z.company.check.saw(s.offsetsOf(z.plan.Cursor))
		z.checked[z.Part] = true
	}
	zones := z.conclude(ctx, s)
	if zones[state.Assumed] != "" && end == (state.Window{}) {
		var err error
		if end, err = z.Latest(ctx); err != nil {
			return err
		}
	}
	return z.take(zones, end, e)
}

// take makes a notion of the object's times the one that holds from now on. If
// it is another than the page was read with, the window begins again.
func (z *Object) take(zones state.Zones, end state.Window, e *Pass) error {
	z.Place.Zones, z.Place.Formatting = zones, z.company.formatting()
	changed := z.ApplyZones()
	if z.Place.Phase == state.PhaseWindow && z.Place.Unsure() {
		z.Place.Window.EndAt(end)
		changed = true
	}
	if !changed {
		return nil
	}
	if z.Place.Phase == state.PhaseWindow {
		z.Place.After, z.Place.Trail, z.Place.High, z.Place.HighCreated = "", nil, 0, 0
	}
	e.Reset()
	return ErrLearned
}

// measure compares the samples with what read says of them. That it says
// nothing is no failure.
func (z *Object) measure(ctx context.Context, s *sampler, client *intacct.Client) error {
	if len(s.taken) == 0 {
		return nil
	}
	records, err := readSamples(ctx, client, z.plan.Stream, s)
	var budget *intacct.BudgetError
	if gateway.IsFatal(err) && (client == z.Client || errors.As(err, &budget)) || ctx.Err() != nil {
		return err
	}
	if err != nil {
		s.refusal = err
		return nil
	}
	return s.compare(records)
}

// measureElsewhere looks for records that read does show: at the top level it
// leaves out those of private entities, which query shows.
func (z *Object) measureElsewhere(ctx context.Context, s *sampler) error {
	s.forget()
	err := z.sampleRows(ctx, s, z.plan.Query(z.timed(), intacct.Asc(s.key.Field)), z.Client.EntityID() != "")
	if err == nil {
		err = z.measure(ctx, s, z.Client)
	}
	if err != nil || z.certain(s) || z.plan.Owner == "" || z.Client.EntityID() != "" {
		return err
	}
	entity, err := z.someEntity(ctx)
	if err != nil || entity == "" {
		return err
	}
	s.forget()
	q := z.plan.Query(intacct.And(z.timed(), intacct.Eq(z.plan.Owner, entity)), intacct.Asc(s.key.Field))
	if err := z.sampleRows(ctx, s, q, true); err != nil {
		return err
	}
	return z.measure(ctx, s, z.company.Client.Entity(entity))
}

// timed is the condition for the rows with a time of their last change.
func (z *Object) timed() intacct.Filter {
	if z.plan.Cursor == nil {
		return intacct.Filter{}
	}
	return intacct.IsNotNull(z.plan.Cursor.Field)
}

// sampleRows takes samples of what a query finds. Fields of related records are
// left out, because they may hide rows.
func (z *Object) sampleRows(ctx context.Context, s *sampler, q intacct.Query, private bool) error {
	q.Select = slices.DeleteFunc(q.Select, func(field string) bool { return strings.Contains(field, ".") })
	q.PageSize, q.ShowPrivate = min(samples, z.company.Settings.PageSize), private && z.Client.EntityID() == ""
	page, err := z.Client.Query(intacct.Hasty(ctx), q)
	if err != nil {
		return err
	}
	defer page.Release()
	for page.Next() {
		text, _ := page.Record().Get(s.key.Field)
		s.Note(page, &state.Row{Text: text})
	}
	return page.Err()
}

// someEntity is an entity that has records of the stream; "" if none is known.
func (z *Object) someEntity(ctx context.Context) (string, error) {
	q := intacct.Query{
		Object: z.plan.Object, DocParID: z.plan.Docpar, Select: []string{z.plan.Owner},
		Filter: z.plan.Owned(intacct.And(z.timed(), intacct.IsNotNull(z.plan.Owner))), Order: []intacct.Order{intacct.Desc(z.plan.Key.Field)},
	}
	latest, err := intacct.First(intacct.Hasty(ctx), gateway.WithPrivate(z.Client), q)
	if err != nil {
		_, err = gateway.Excluded(err)
		return "", err
	}
	if latest == nil {
		return "", nil
	}
	return strings.TrimSpace(latest[0]), nil
}

func readSamples(ctx context.Context, client *intacct.Client, st *stream.Stream, s *sampler) ([]*etree.Element, error) {
	keys := make([]string, 0, len(s.taken))
	for _, taken := range s.taken {
		keys = append(keys, taken.key)
	}
	fields := []string{s.key.Field}
	for _, c := range s.columns {
		if c != s.key {
			fields = append(fields, c.Field)
		}
	}
	return client.Read(intacct.Hasty(ctx), st.Object, keys, fields, st.Docpar)
}

// compare takes in what read says of the samples.
func (s *sampler) compare(records []*etree.Element) error {
	for _, record := range records {
		key := textOf(record, s.key.Field)
		for _, taken := range s.taken {
			if taken.key != key {
				continue
			}
			for i, c := range s.columns {
				if err := s.vote(c, i, taken.texts[i], textOf(record, c.Field)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// offsetsOf are the offsets that were found for a column.
func (s *sampler) offsetsOf(c *encode.Column) map[int]int {
	if i := slices.Index(s.columns, c); i >= 0 {
		return s.votes[i]
	}
	return nil
}

// sees reports whether a sample has a value of a column.
func (s *sampler) sees(c *encode.Column) bool {
	i := slices.Index(s.columns, c)
	return i >= 0 && s.covered[i]
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
func (s *sampler) vote(c *encode.Column, place int, queried, read string) error {
	if queried == "" || read == "" {
		return nil
	}
	format := c.Format
	format.Zone = time.UTC
	local, ok1 := format.ParseTimestamp([]byte(queried))
	utc, ok2 := intacct.Format{}.ParseTimestamp([]byte(read))
	if !ok2 || !encode.IsISO(read) {
		return nil
	}
	if !ok1 || swapped(queried, local, utc, format) {
		return airbyte.Errorf(airbyte.ConfigError,
			"the field %s shows that dates are not written in the order %s that the user's formatting names (%q is %q); set the user's date format in Intacct to one with day, month and year of its own order, such as mm/dd/yyyy",
			c.Field, format.DateOrder(), queried, read)
	}
	const day = 24 * time.Hour
	offset := local.Sub(utc)
	if c.Kind == encode.Timestamp && len(read) > len(time.DateOnly) && len(queried) > len(time.DateOnly) &&
		offset.Abs() < day && offset%(15*time.Minute) == 0 {
		s.votes[place][int(offset/time.Second)]++
		s.seen = append(s.seen, seenOffset{utc, int(offset / time.Second)})
	}
	return nil
}

// swapped reports whether a date fits what read says only with day and month
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

// A seenOffset is the offset at which query wrote a time.
type seenOffset struct {
	at      time.Time
	seconds int
}

// NoteNewest takes a sample of a row that is among the newest.
func (s *sampler) NoteNewest(page *intacct.Page, row *state.Row) {
	if s == nil || len(s.columns) == 0 {
		return
	}
	if s.news = true; !row.HasModified {
		return
	}
	if len(s.taken) == samples {
		oldest := 0
		for i := range s.taken {
			if s.taken[i].at < s.taken[oldest].at {
				oldest = i
			}
		}
		if row.Modified <= s.taken[oldest].at {
			return
		}
		s.taken = slices.Delete(s.taken, oldest, oldest+1)
	}
	s.take(page, string(row.Text))
	s.taken[len(s.taken)-1].at = row.Modified
}

// NoteFuture takes a sample of a row that seems to have been changed, or made, after it was
// asked for.
func (s *sampler) NoteFuture(page *intacct.Page, row *state.Row, asked state.Instant) {
	at := row.Modified
	if !row.HasModified {
		at = row.Created
	}
	if s != nil && at > asked+1 {
		s.future = true
		s.NoteNewest(page, row)
	}
}

// found reports whether any zone was measured.
func (s *sampler) found() bool {
	for _, votes := range s.votes {
		if len(votes) > 0 {
			return true
		}
	}
	return false
}

// mixed is a column that samples show in several zones; nil if there is none.
func (s *sampler) mixed() *encode.Column {
	for i, votes := range s.votes {
		if len(votes) > 1 {
			return s.columns[i]
		}
	}
	return nil
}
