package source

import (
	"context"
	"slices"
	"strings"

	"github.com/beevik/etree"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/naming"
)

// A listing gives the records of a stream by a function of its own, where no
// query does. It knows no order and no time of change: such a stream is read
// whole, every time.
type listing struct {
	name    string
	columns func(*config.Settings) []listedColumn
	key     func(*config.Settings) []string // columns that identify a record
	// probe says why there is nothing to read, if so.
	probe func(context.Context, *intacct.Client, *config.Settings) error
	rows  func(context.Context, *lister) error
}

type listedColumn struct{ name, datatype string }

// listings are all there are, in the order in which they are offered.
func listings() []*listing {
	return []*listing{
		dimensionsListing, dimensionValuesListing, trialBalanceListing, accountBalancesListing, agingListing,
		attachmentsListing, attachmentListing, attachmentFolderListing,
	}
}

// listingNamed finds a listing by its name or another one of the same.
func listingNamed(name string) *listing {
	for _, l := range listings() {
		if strings.EqualFold(name, l.name) || strings.EqualFold(naming.ObjectName(name), naming.ObjectName(l.name)) {
			return l
		}
	}
	return nil
}

func (l *listing) stream(s *config.Settings) *stream {
	st := &stream{name: s.Naming.Report(l.name), object: l.name, listing: l, naming: s.Naming}
	for _, listed := range l.columns(s) {
		c := newColumn(listed.name, s.Naming.Column(listed.name), listed.datatype)
		c.quoted = s.Decimals == config.DecimalsString && !strings.EqualFold(listed.datatype, "INTEGER")
		st.columns = append(st.columns, c)
	}
	for _, name := range l.key(s) {
		c := st.column(name)
		c.strict = true
		st.identity = append(st.identity, c)
	}
	return st
}

// fixed is a key or a list of columns that the configuration does not change.
func fixed[T any](list ...T) func(*config.Settings) []T {
	return func(*config.Settings) []T { return list }
}

// A lister emits the records of a listing.
type lister struct {
	*reading
	places []int // of the plan's columns among the listing's
	batch  *airbyte.Batch
	end    []byte // of every record
}

// How much of a listing goes out at once.
const (
	listedRecords = 1000
	listedBytes   = 1 << 20
)

// listed reads a listing. What an earlier attempt brought comes again.
func (r *reading) listed(ctx context.Context) error {
	l := &lister{reading: r, batch: r.out.Batch(r.name)}
	for _, c := range r.plan.asked {
		l.places = append(l.places, slices.Index(r.plan.columns, c))
	}
	now, err := r.now(ctx)
	if err != nil {
		return err
	}
	l.end = stamped(append([]byte(r.plan.present()), '}'), r.plan.stamp(now.time()))
	if err := r.plan.listing.rows(ctx, l); err != nil {
		return err
	}
	if err := l.send(); err != nil {
		return err
	}
	return r.complete()
}

// put emits one record: a value for each column of the listing, in their order.
func (l *lister) put(values []string, changes ...airbyte.Change) error {
	changes = l.renamed(changes)
	if err := l.noteMended(values, changes); err != nil {
		return err
	}
	dst := append(l.batch.Open(), '{')
	for i, c := range l.plan.asked {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, c.label[1:]...)
		text, start := values[l.places[i]], len(dst)
		var ok bool
		if dst, ok = c.appendValue(dst, []byte(text)); ok {
			continue
		}
		if c.strict {
			return airbyte.Errorf(airbyte.SystemError, "%s: the field %s holds %s, which is not %s", l.plan.object, c.name, gateway.Shown(text), c.kind)
		}
		c.nulled++
		dst = append(dst[:start], "null"...)
		changes = append(changes, airbyte.Change{Field: c.name, Change: airbyte.Nulled, Reason: airbyte.SourceSerializationError})
	}
	l.batch.Close(append(dst, l.end...), changes)
	if l.batch.Len() >= listedRecords || l.batch.Size() >= listedBytes {
		return l.send()
	}
	return nil
}

// renamed gives changes of fields the names of the columns that the configured
// catalogue wants.
func (l *lister) renamed(changes []airbyte.Change) []airbyte.Change {
	var kept []airbyte.Change
	for _, change := range changes {
		if i := slices.IndexFunc(l.plan.asked, func(c *column) bool { return strings.EqualFold(c.field, change.Field) }); i >= 0 {
			change.Field = l.plan.asked[i].name
			kept = append(kept, change)
		}
	}
	return kept
}

func (l *lister) send() error {
	n := l.batch.Len()
	l.tally.emitted += int64(n)
	l.meter.Page(n, n)
	return l.out.Send(l.batch)
}

// texts reads an answer's element by the names of its children, in small
// letters.
func texts(el *etree.Element) map[string]string {
	values := make(map[string]string, len(el.Child))
	for _, child := range el.ChildElements() {
		values[strings.ToLower(child.Tag)] = strings.TrimSpace(child.Text())
	}
	return values
}

// answers are the elements of that name in an answer. Another one means that it
// is not the answer to what was asked.
func answers(data *etree.Element, name string) ([]*etree.Element, error) {
	if data == nil {
		return nil, nil
	}
	list := data.ChildElements()
	for _, el := range list {
		if !strings.EqualFold(el.Tag, name) {
			return nil, airbyte.Errorf(airbyte.SystemError, "the gateway answered with %s where %s was asked for", el.Tag, name)
		}
	}
	return list, nil
}
