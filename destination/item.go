package destination

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/files"
	"airbyte-sage-intacct/destination/plan"
	"airbyte-sage-intacct/destination/queue"
	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/result"
	"airbyte-sage-intacct/destination/schema"

	"github.com/rs/zerolog"
)

// item is one record on its way into the company.
type item struct {
	place     uint64 // in the input
	plan      *plan.Plan
	document  *record.Document
	entity    string // where it is written; "" is the top level, or where we signed in
	handle    handle
	handles   []handle          // all that it may be found by, the likeliest first; nil if handle is the only one
	foundBy   role              // of the handle that found it
	further   []record.Stored   // found under other spellings of its key
	refused   *result.Rejection // why what was found is not its record
	exclusive bool              // another of this input may be taken for the same record
	absent    *result.Rejection // why it is not created where it is not found
	identity  string            // what the control id of a create is made of
	label     string            // names the record in logs
	size      int
	refs      []queue.Ref // records that this one is
	needs     []queue.Ref // records that this one refers to

	duplicates []string // the numbers of all records that stand for it, where there are several

	shrunk    bool   // an update that removes lines has left
	called    sought // what payments of the input call it, that may be waiting for it
	tombstone bool   // it only says that another record is gone, which this stream does not act on

	in record.Currencies // of the record in the company

	moved       *plan.Move // a date that was moved out of a closed period
	opens       string     // the first open day, where Intacct has refused its own
	moves       int        // how often its date was moved
	stubborn    bool       // the date of posting alone did not do
	settledDate bool       // the date it has in the company stays

	sent    bool          // a create of it has left in this run
	attempt int           // creates sent in vain: see controlID
	pause   time.Duration // the last, while it waited for the end of an earlier run
	until   time.Time     // before which a create may still be executed from an earlier request
	asked   bool          // the attachment for its files may be there
}

// decoder makes items of the records of one stream.
type decoder struct {
	plan     *plan.Plan
	reader   record.Reader
	config   *Config
	entities plan.Entities
	log      *zerolog.Logger
	notices  *result.Notices
	seen     seenContents
	count    int
	doubts   int
}

func newDecoder(config *Config, p *plan.Plan, entities plan.Entities, library *files.Library, notices *result.Notices) *decoder {
	s := record.Settings{
		Schema: p.Schema, IgnoreUnknown: config.UnknownFields == unknownIgnored, Files: library,
		Dates: canonical.DateOrder(config.DateOrder), IgnoreNulls: config.Nulls == nullsIgnored,
		Table: p.Table, Today: p.Today, Constants: p.Constants,
	}
	if p.Identity != nil {
		s.Primary = p.PrimaryKey
	}
	return &decoder{plan: p, reader: record.NewReader(s), config: config, entities: entities, log: notices.Log, notices: notices, seen: newSeenContents()}
}

// decode makes an item, which finish completes. With a rejection the item serves
// to name the record.
func (d *decoder) decode(message *airbyte.InRecord) (*item, *result.Rejection) {
	d.count++
	data, changes, broken := d.intact(message)
	document, reason := d.reader.Read(data)
	document.Changes, reason = changes, cmp.Or(broken, reason)
	if d.count == 1 && len(document.LeftOut) > 0 {
		d.log.Info().Msgf("Stream %s: these fields are Intacct's own to set and are left out: %s.", d.plan.Stream, result.Listed(document.LeftOut))
	}
	it := &item{plan: d.plan, document: document, size: len(message.Data), label: fmt.Sprintf("record %d of the stream", d.count)}
	if document.Deleted {
		reason = missesKey(d.plan, changes...) // only its key matters
	}
	return it, reason
}

// finish finds what identifies an item, once its references are resolved. reason is
// why it is not written, as far as that is known; it answers what is known then.
func (d *decoder) finish(it *item, reason *result.Rejection) *result.Rejection {
	if it.tombstone = d.isTombstone(it.document); it.tombstone {
		return nil
	}
	unidentified := d.identify(it)
	if reason != nil && unidentified == nil {
		it.names()
	}
	if values := it.handle.text(); values != "" {
		it.label = values
	}
	if reason = cmp.Or(reason, unidentified, d.incomplete(it)); reason != nil {
		return reason
	}
	if it.entity, reason = d.entities.Of(it.document); reason != nil {
		return reason
	}
	it.names()
	d.warn(it)
	d.note(it)
	return nil
}

// maxDoubts bounds the log where all records of a stream raise the same doubt.
const maxDoubts = 10

// warn tells of records that are written and may not be what the source means.
func (d *decoder) warn(it *item) {
	if it.document.Doubt == "" {
		return
	}
	if d.doubts++; d.doubts <= maxDoubts {
		d.log.Warn().Msgf("Stream %s, %s: %s.", d.plan.Stream, it.label, it.document.Doubt)
	}
	if d.doubts == maxDoubts {
		d.log.Warn().Msgf("Stream %s: further records of this kind are not told.", d.plan.Stream)
	}
}

// note counts what the record brings and is not written.
func (d *decoder) note(it *item) {
	for _, change := range it.document.Changes {
		d.notices.Note(result.Notice{Stream: d.plan.Stream, Field: result.Shorten(columnPath(change.Field)), Reason: notBrought}, it.label, " ("+kindOfChange(change)+")")
	}
	slices.Sort(it.document.Dropped)
	for _, name := range slices.Compact(it.document.Dropped) {
		d.notices.Note(result.Notice{Stream: d.plan.Stream, Field: result.Shorten(name), Reason: dropped}, it.label, "")
	}
}

func (d *decoder) missing(document *record.Document) string {
	for _, f := range d.plan.Match {
		if document.Text(f) == "" {
			return f.ID
		}
	}
	return "the key"
}

// isTombstone reports whether a record only says that another is gone, where the stream
// neither deletes nor makes inactive. To create it would post again what was
// withdrawn, and to change a record by it would empty its fields.
func (d *decoder) isTombstone(document *record.Document) bool {
	return document.Deleted && (d.plan.Action == plan.Create || d.plan.Action == plan.Update)
}

// names lists what the record is called and which records it calls by name, so
// that it waits for those that come before it.
func (it *item) names() {
	object := it.plan.Object()
	it.refs = []queue.Ref{{Object: object, Name: it.identity}}
	for _, h := range it.handles {
		if h.role != ours {
			it.refs = append(it.refs, queue.Ref{Object: object, Name: h.id()})
		}
	}
	for _, name := range it.plan.Schema.Object.Natural {
		if f, known := it.plan.Schema.Fields.Find(name); known && !it.plan.Schema.RefersBy(f) {
			if text := it.document.Text(f); text != "" {
				it.refs = append(it.refs, queue.Ref{Object: object, Name: text})
			}
		}
	}
	it.needs = needsOf(it.document, it.plan.Schema, nil)
}

func needsOf(d *record.Document, s *schema.Schema, needs []queue.Ref) []queue.Ref {
	for _, reference := range s.References {
		if text := d.Text(reference.Field); text != "" {
			needs = append(needs, queue.Ref{Object: reference.Object, Name: text})
		}
	}
	for _, rows := range d.Rows {
		for _, line := range rows.Lines {
			needs = needsOf(line, rows.List.Lines, needs)
		}
	}
	return needs
}

// byNumber tells an item that is found by a record number, which only Intacct
// gives out.
func (it *item) byNumber() bool {
	return it.plan.ByNumber || len(it.plan.Numbered) > 0 && slices.Equal(it.handle.fields, it.plan.Numbered)
}

// knownBy says by what an item may be found. The second handle is the one that
// it has from now on.
func (it *item) knownBy(handles []handle) {
	it.handle = handles[1]
	it.identity = it.handle.id()
	it.handles = nil
	for _, h := range handles {
		if !slices.ContainsFunc(it.handles, h.equal) {
			it.handles = append(it.handles, h)
		}
	}
	if len(it.handles) == 1 {
		it.handles = nil
	}
}

// guarded reports whether Intacct itself keeps the item from being there twice.
func (it *item) guarded() bool {
	return it.plan.Unique && slices.Equal(it.handle.fields, it.plan.Match)
}

// identifies reports whether only copies of one record can share the item's
// handle. Fields that a person names as matching keys need not be a key.
func (it *item) identifies() bool {
	p := it.plan
	return !it.handle.content && (slices.Equal(it.handle.fields, []*schema.Field{p.Identity}) || slices.Equal(it.handle.fields, p.Natural()))
}

// allHandles are all that an item may be found by, the likeliest first.
func (it *item) allHandles() []handle {
	if it.handles == nil {
		return []handle{it.handle}
	}
	return it.handles
}

// stand gives the document the values of a handle: a record that stands in the
// company under another spelling of its key keeps it.
func (it *item) stand(h handle) {
	for i, f := range h.fields {
		if it.document.Has(f) {
			it.document.Set(f, h.values[i])
		}
	}
}

// dropped says that a field is left out.
const dropped = "is not a field that can be written, so it is left out"
