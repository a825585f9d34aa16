package destination

import (
	"cmp"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"airbyte-sage-intacct/airbyte"

	"github.com/rs/zerolog"
)

// item is one record on its way into the company.
type item struct {
	seq      uint64 // place in the input
	plan     *plan
	document *document
	entity   string // where it is written; "" is the top level, or where we signed in
	handle   handle
	identity string // what the control id of a create is made of
	label    string // names the record in logs
	size     int
	arrived  time.Time
	refs     []ref // records that this one is
	needs    []ref // records that this one refers to
	mark     mark

	duplicates []string // the numbers of all records that stand for it, where there are several

	shrunk    bool // an update that removes lines has left
	underway  bool // payments of the input may be waiting for it
	tombstone bool // it only says that another record is gone, which this stream does not act on

	in currencies // of the record in the company

	moved       *move  // a date that was moved out of a closed period
	opens       string // the first open day, where Intacct has refused its own
	moves       int    // how often its date was moved
	stubborn    bool   // the date of posting alone did not do
	settledDate bool   // the date it has in the company stays

	sent    bool          // a create of it has left in this run
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
	seen     map[[16]byte]struct{} // contents that nothing else identifies
	ordinals map[[16]byte]int      // how often each came, where that is allowed
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
	return &decoder{plan: p, reader: r, config: config, entities: entities, log: notices.log, notices: notices, seen: map[[16]byte]struct{}{}, ordinals: map[[16]byte]int{}}
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

// identify finds out what tells the record from all others.
func (d *decoder) identify(it *item) *rejection {
	p, document := d.plan, it.document
	document.trim(p.match)
	document.trim([]*field{p.identity})
	if values, complete := valuesOf(document, p.match, p.schema.key()); complete {
		it.handle = handle{fields: p.match, values: values}
		it.identity = it.handle.id()
		return nil
	}
	if found, other := p.alternative(document); p.match != nil && other {
		it.handle, it.identity = found, found.id()
		return nil
	}
	if p.match != nil && p.action != actionCreate && (p.identity == nil || document.deleted) {
		return rejectf("%s is missing, and records of %s are matched by it", d.missing(document), p.object()).
			advise("If the record numbers of the input are this company's own, name %s as matching key in objects_map.", p.schema.object.Key)
	}
	digest := document.digest()
	it.identity = hex.EncodeToString(digest[:])
	switch {
	case p.identity == nil:
		return d.identifyByContent(it, [16]byte(digest[:16]))
	case document.text(p.identity) != "" && p.identityIsPrimary():
		d.carryIdentity(it, document.text(p.identity))
		return nil
	case document.text(p.identity) != "":
		return d.identifyByContent(it, [16]byte(digest[:16]))
	}
	parts := []string{it.identity}
	if len(p.primary) > 0 {
		if parts = document.primary; slices.Contains(parts, "") {
			return rejectf("the primary key (%s) is incomplete", shorten(fmt.Sprint(p.primary)))
		}
	} else if reason := d.tellApart(&parts, [16]byte(digest[:16])); reason != nil {
		return reason
	}
	d.carryIdentity(it, identityOf(parts))
	return nil
}

func (d *decoder) carryIdentity(it *item, identity string) {
	it.document.set(d.plan.identity, identity)
	it.handle = handle{fields: []*field{d.plan.identity}, values: []string{identity}}
	it.identity = it.handle.id()
}

// identifyByContent is for records that nothing but their content identifies.
func (d *decoder) identifyByContent(it *item, digest [16]byte) *rejection {
	it.handle = handle{content: true}
	if it.plan.action != actionCreate && it.plan.identity == nil {
		return rejectf("nothing identifies the record").advise("Name matching_keys in objects_map, or a field in external_id_fields.")
	}
	return d.once(digest)
}

// once refuses a content that was there before in this input: Airbyte does not
// repeat itself within a run, so the second may be a real one, and nothing
// could tell the two apart later.
func (d *decoder) once(digest [16]byte) *rejection {
	if _, again := d.seen[digest]; again {
		r := rejectf("the record equals an earlier one of this input, and nothing tells the two apart")
		if d.config.AllowIdentical {
			return r.advise("allow_identical needs a field that can carry an identity and is empty in the record: name one in external_id_fields.")
		}
		return r.advise("Give the stream a primary key, or allow identical records with allow_identical.")
	}
	d.seen[digest] = struct{}{}
	return nil
}

// tellApart numbers identical records where they are allowed.
func (d *decoder) tellApart(parts *[]string, digest [16]byte) *rejection {
	if !d.config.AllowIdentical {
		return d.once(digest)
	}
	d.ordinals[digest]++
	if n := d.ordinals[digest]; n > 1 {
		*parts = append(*parts, fmt.Sprint(n))
	}
	return nil
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
	it.refs = append(it.refs, ref{object, it.identity})
	for _, name := range it.plan.schema.object.Natural {
		if f, known := it.plan.schema.fields.find(name); known {
			if text := it.document.text(f); text != "" {
				it.refs = append(it.refs, ref{object, text})
			}
		}
	}
	it.needs = needsOf(it.document, it.plan.schema, nil)
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
