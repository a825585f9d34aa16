package destination

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"airbyte-sage-intacct/airbyte"

	"github.com/rs/zerolog"
)

// item is one record on its way into the company.
type item struct {
	seq       uint64 // place in the input
	plan      *plan
	document  *document
	entity    string // where it is written; "" is the top level, or where we signed in
	handle    handle
	handles   []handle   // all that it may be found by, the likeliest first; nil if handle is the only one
	foundBy   role       // of the handle that found it
	further   []stored   // found under other spellings of its key
	refused   *rejection // why what was found is not its record
	exclusive bool       // another of this input may be taken for the same record
	absent    *rejection // why it is not created where it is not found
	identity  string     // what the control id of a create is made of
	label     string     // names the record in logs
	size      int
	arrived   time.Time
	refs      []ref // records that this one is
	needs     []ref // records that this one refers to
	mark      mark

	duplicates []string // the numbers of all records that stand for it, where there are several

	shrunk    bool   // an update that removes lines has left
	called    sought // what payments of the input call it, that may be waiting for it
	tombstone bool   // it only says that another record is gone, which this stream does not act on

	in currencies // of the record in the company

	moved       *move  // a date that was moved out of a closed period
	opens       string // the first open day, where Intacct has refused its own
	moves       int    // how often its date was moved
	stubborn    bool   // the date of posting alone did not do
	settledDate bool   // the date it has in the company stays

	sent    bool          // a create of it has left in this run
	retries int           // how often it was written again because it referred to nothing
	attempt int           // creates sent in vain: see controlID
	pause   time.Duration // the last, while it waited for the end of an earlier run
	until   time.Time     // before which a create may still be executed from an earlier request
	asked   bool          // the attachment for its files may be there
}

// ref names a record of the company: an object, and one of the texts that
// identify its record.
type ref struct{ object, name string }

// decoder makes items of the records of one stream.
type decoder struct {
	plan     *plan
	reader   reader
	config   *Config
	entities entities
	log      *zerolog.Logger
	notices  *notices
	seen     seenContents
	count    int
	doubts   int
}

func newDecoder(config *Config, p *plan, entities entities, files *library, notices *notices) *decoder {
	r := reader{
		schema: p.schema, ignoreUnknown: config.UnknownFields == unknownIgnored, files: files,
		dates: dateOrder(config.DateOrder), ignoreNulls: config.Nulls == nullsIgnored, amounts: amountsOf(p),
	}
	if p.identity != nil {
		r.primary = p.primary
	}
	return &decoder{plan: p, reader: r, config: config, entities: entities, log: notices.log, notices: notices, seen: newSeenContents()}
}

// decode makes an item, which finish completes. With a rejection the item serves
// to name the record.
func (d *decoder) decode(record *airbyte.InRecord) (*item, *rejection) {
	d.count++
	data, changes, broken := d.intact(record)
	document, reason := d.read(data)
	document.changes, reason = changes, cmp.Or(broken, reason)
	if d.count == 1 && len(document.leftOut) > 0 {
		d.log.Info().Msgf("Stream %s: these fields are Intacct's own to set and are left out: %s.", d.plan.stream, listed(document.leftOut))
	}
	it := &item{plan: d.plan, document: document, size: len(record.Data), label: fmt.Sprintf("record %d of the stream", d.count)}
	if document.deleted {
		reason = d.plan.missesKey(changes...) // only its key matters
	}
	return it, reason
}

func (d *decoder) read(data json.RawMessage) (*document, *rejection) {
	if d.plan.table != nil {
		return unifiedReader{d.reader, d.plan}.read(data)
	}
	return d.reader.read(data)
}

// finish says what identifies an item, once its references are resolved.
func (d *decoder) finish(it *item, reason **rejection) {
	if it.tombstone = d.tombstone(it.document); it.tombstone {
		*reason = nil
		return
	}
	unidentified := d.identify(it)
	if *reason != nil && unidentified == nil {
		it.names()
	}
	if values := it.handle.text(); values != "" {
		it.label = values
	}
	*reason = cmp.Or(*reason, unidentified, d.incomplete(it))
	if *reason == nil {
		it.entity, *reason = d.entities.of(it.document)
	}
	if *reason == nil {
		it.names()
		d.warn(it)
		d.note(it)
	}
}

// maxDoubts bounds the log where all records of a stream raise the same doubt.
const maxDoubts = 10

// warn tells of records that are written and may not be what the source means.
func (d *decoder) warn(it *item) {
	if it.document.doubt == "" {
		return
	}
	if d.doubts++; d.doubts <= maxDoubts {
		d.log.Warn().Msgf("Stream %s, %s: %s.", d.plan.stream, it.label, it.document.doubt)
	}
	if d.doubts == maxDoubts {
		d.log.Warn().Msgf("Stream %s: further records of this kind are not told.", d.plan.stream)
	}
}

// note counts what the record brings and is not written.
func (d *decoder) note(it *item) {
	for _, change := range it.document.changes {
		d.notices.note(notice{d.plan.stream, shorten(columnPath(change.Field)), notBrought}, it.label, " ("+kindOfChange(change)+")")
	}
	slices.Sort(it.document.dropped)
	for _, name := range slices.Compact(it.document.dropped) {
		d.notices.note(notice{d.plan.stream, shorten(name), dropped}, it.label, "")
	}
}

func (d *decoder) missing(document *document) string {
	for _, f := range d.plan.match {
		if document.text(f) == "" {
			return f.id
		}
	}
	return "the key"
}

// tombstone tells a record that only says that another is gone, where the stream
// neither deletes nor makes inactive. To create it would post again what was
// withdrawn, and to change a record by it would empty its fields.
func (d *decoder) tombstone(document *document) bool {
	return document.deleted && (d.plan.action == actionCreate || d.plan.action == actionUpdate)
}

// names lists what the record is called and which records it calls by name, so
// that it waits for those that come before it.
func (it *item) names() {
	object := it.plan.object()
	it.refs = []ref{{object, it.identity}}
	for _, h := range it.handles {
		if h.role != ours {
			it.refs = append(it.refs, ref{object, h.id()})
		}
	}
	for _, name := range it.plan.schema.object.Natural {
		if f, known := it.plan.schema.fields.find(name); known && !it.plan.schema.refersBy(f) {
			if text := it.document.text(f); text != "" {
				it.refs = append(it.refs, ref{object, text})
			}
		}
	}
	it.needs = needsOf(it.document, it.plan.schema, nil)
}

// refersBy reports whether a field names a record of another object: it may be a
// part of a key, and is no name of the record itself. All bills of a vendor would
// wait for each other.
func (s *schema) refersBy(f *field) bool {
	return slices.ContainsFunc(s.references, func(r reference) bool { return r.field == f && r.object != s.object.Name })
}

func needsOf(d *document, s *schema, needs []ref) []ref {
	for _, reference := range s.references {
		if text := d.text(reference.field); text != "" {
			needs = append(needs, ref{reference.object, text})
		}
	}
	for _, rows := range d.rows {
		for _, line := range rows.documents {
			needs = needsOf(line, rows.list.lines, needs)
		}
	}
	return needs
}
