package destination

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/unified"
)

// Streams of the unified accounting schema are written through its tables: a
// record is turned into one of Intacct's, and then goes the way of all others.

// want is a field of a document whose value has to be looked up.
type want struct {
	field *field // nil for the entity that owns the record
	unified.Member
}

// tableOf finds the unified table of a stream: as configured there, as mapped,
// or as the stream is called.
func tableOf(config *Config, stream airbyte.ConfiguredStream) *unified.Table {
	table, known := unified.Named(objectName(config, stream))
	if !known {
		return nil
	}
	return table
}

// checkTable refuses what no record of a unified stream can be.
func checkTable(stream string, table *unified.Table) error {
	if table == nil || !table.ReadOnly {
		return nil
	}
	return airbyte.Errorf(airbyte.ConfigError, "stream %s: Intacct offers no way to write records of %s through this interface", stream, table.Name)
}

// columns are names of fields as Intacct has them.
func (p *plan) columns(names []string) []string {
	if p.table == nil {
		return names
	}
	return p.table.Translate(names)
}

// naturalNames is the object's own key, or what a unified table goes by where
// Intacct has none.
func (p *plan) naturalNames() []string {
	if natural := p.schema.object.Natural; len(natural) > 0 || p.table == nil {
		return natural
	}
	return p.table.Match
}

// alternatives are other ways to find a record of a unified stream that lacks
// its key: the record number in this company, or the name.
func (p *plan) addAlternatives() {
	if p.table == nil || p.match == nil {
		return
	}
	if key := p.schema.key(); key != nil {
		p.numbered = []*field{key}
	}
	if d := dimensionOf(p.object()); d != nil {
		p.titled, _ = p.fieldsNamed([]string{d.name})
	}
}

// alternative finds a record by its number or its name.
func (p *plan) alternative(d *document) (handle, bool) {
	if p.table == nil || p.identity != nil && !p.changesOnly() {
		return handle{}, false
	}
	for _, fields := range [][]*field{p.numbered, p.titled} {
		if p.action == actionCreate && len(fields) > 0 && fields[0] == p.schema.key() {
			continue
		}
		if parts, complete := partsOf(d, fields, p.schema.key()); complete {
			return handle{fields: fields, values: current(parts)}, true
		}
	}
	return handle{}, false
}

// byNumber tells an item that is found by a record number, which only Intacct
// gives out.
func (it *item) byNumber() bool {
	return it.plan.byNumber || len(it.plan.numbered) > 0 && slices.Equal(it.handle.fields, it.plan.numbered)
}

// changeable is what may change in a record: a bill of the unified schema that
// is paid keeps its lines.
func (p *plan) changeable(diff difference, record stored) difference {
	if p.table == nil || p.object() != "APBILL" {
		return diff
	}
	for _, f := range p.watched {
		if strings.EqualFold(record.texts[f], "paid") {
			diff.rows = nil
		}
	}
	return diff
}

// unifiedReader decodes records of a unified stream.
type unifiedReader struct {
	reader
	*plan
}

func (r unifiedReader) read(data json.RawMessage) (*document, *rejection) {
	d := &document{primary: make([]keyPart, len(r.reader.primary))}
	record, err := r.table.Encode(data, r.today)
	if err != nil {
		return d, rejectf("the record: %v", err)
	}
	columns, err := members(data)
	if err != nil {
		return d, rejectf("the record %v", err)
	}
	for _, m := range columns {
		r.readPrimary(d, m.name, m.value)
	}
	d.deleted, d.doubt = record.Deleted, record.Doubt()
	c := &complaints{key: r.reader.schema.key()}
	r.readRecord(d, r.reader.schema, record, c)
	r.addConstants(d)
	r.settleStandIns(d, "", currencies{}, c)
	return d, c.rejection(r.reader.schema.object.Name)
}

// addConstants sets what the stream, not the record, decides.
func (r unifiedReader) addConstants(d *document) {
	for _, constant := range r.constants {
		if d.text(constant.field) == "" {
			d.set(constant.field, constant.text)
		}
	}
}

func (r unifiedReader) readRecord(d *document, s *schema, record *unified.Record, c *complaints) {
	if strings.HasSuffix(r.object(), "PYMT") {
		d.optional = s.fillable()
	}
	for _, m := range record.Members {
		r.readMemberOf(d, s, m, c)
	}
	for _, name := range record.Lost {
		c.add(name, lostAmount)
	}
	d.dropped = append(d.dropped, record.Ignored...)
	for _, lines := range record.Lists {
		l, known := s.lists.find(lines.Element)
		if !known {
			c.add(lines.Element, "is not a field of "+s.object.Name)
			continue
		}
		found := rows{list: l}
		for _, line := range lines.Records {
			document := &document{}
			inner := &complaints{prefix: l.element + "."}
			r.readRecord(document, l.lines, line, inner)
			c.merge(inner)
			d.dropOf(l, document)
			found.documents = append(found.documents, document)
		}
		d.addRows(found, c)
	}
}

// fillable are the fields of a payment that what it pays may fill.
func (s *schema) fillable() []*field {
	var list []*field
	for _, name := range []string{"VENDORID", "CUSTOMERID", "CURRENCY", "TRX_PAYMENTAMOUNT"} {
		if f, known := s.fields.exact[name]; known && !f.own {
			list = append(list, f)
		}
	}
	return list
}

func (r unifiedReader) readMemberOf(d *document, s *schema, m unified.Member, c *complaints) {
	if s == r.reader.schema && m.Field == owner || foreign(m.Field) {
		if m.Parts != nil {
			d.wants = append(d.wants, want{Member: everySpelling(m)})
			return
		}
		d.readForeign(map[bool]string{true: entityColumn, false: normal(m.Field)}[m.Field == owner], m.Value)
		return
	}
	f, known := s.fields.find(m.Field)
	if m.Parts == nil && !m.Once {
		if known && f.own {
			readOwn(f, m.Value, c)
		}
		r.readMember(d, s, m.Field, m.Value, c)
		return
	}
	switch {
	case !known && m.Field == actionField && isSubmission(m.Value): // what happens without an action
	case !known:
		c.add(m.Field, "is not a field of "+s.object.Name)
	case f.own:
	case m.Parts != nil:
		d.wants = append(d.wants, want{f, everySpelling(m)})
	default:
		text, err := r.dates.value(f, m.Value)
		if err != nil {
			c.add(f.id, err.Error())
			return
		}
		d.once = append(d.once, cell{field: f, text: text})
		if !m.Made {
			d.given = append(d.given, cell{field: f, text: text, number: f.kind == textual && isNumber(m.Value)})
		}
	}
}

// everySpelling has a record looked up by a number as it is spelled, as release
// 0.1.0 has written it, and as it is written now.
func everySpelling(m unified.Member) unified.Member {
	var parts [][]unified.Ref
	for _, part := range m.Parts {
		parts = append(parts, part)
		var plain []unified.Ref
		for _, one := range part {
			if text := keyNumberOf(one); text != one.Value {
				one.Value = text
				plain = append(plain, one)
			}
		}
		if plain != nil {
			parts = append(parts, plain)
		}
		if len(part) > 0 && part[0].Value == m.Else {
			m.Else = keyNumberOf(part[0])
		}
	}
	m.Parts = parts
	return m
}

func keyNumberOf(r unified.Ref) string {
	if !r.Number {
		return r.Value
	}
	return keyNumber(r.Value)
}

// complete is a document with what is written on creation only.
func (d *document) complete() *document {
	if d.once == nil && d.rows == nil {
		return d
	}
	whole := *d
	whole.cells = slices.Clone(d.cells)
	for _, c := range d.once {
		if whole.text(c.field) == "" {
			whole.set(c.field, c.text)
		}
	}
	whole.rows = make([]rows, len(d.rows))
	for i, list := range d.rows {
		whole.rows[i].list = list.list
		for _, line := range list.documents {
			whole.rows[i].documents = append(whole.rows[i].documents, line.complete())
		}
	}
	return &whole
}

// prepare gives the plans of unified streams what they need to know of the
// company.
func prepare(ctx context.Context, config *Config, client companion, plans map[string]*plan) error {
	for _, p := range plans {
		if p.table == nil {
			continue
		}
		now, err := client.Now(ctx)
		if err != nil {
			return err
		}
		p.today = now.Format(time.DateOnly)
		if p.object() != "PODOCUMENT" {
			continue
		}
		if err := p.findOrderType(ctx, config, client); err != nil {
			return err
		}
	}
	return nil
}

// companion is the part of the client that unified streams ask.
type companion interface {
	intacct.Querier
	Now(ctx context.Context) (time.Time, error)
}

// findOrderType finds out what the company calls its purchase orders.
func (p *plan) findOrderType(ctx context.Context, config *Config, client intacct.Querier) error {
	f, known := p.schema.fields.find("DOCPARID")
	if !known {
		return nil
	}
	name := config.POTransactionType
	if name == "" {
		var err error
		if name, err = purchaseOrder(ctx, client); err != nil {
			return err
		}
	}
	if name != "" {
		p.constants = []cell{{field: f, text: name}}
	}
	return nil
}

// purchaseOrder is the transaction definition called so; "" if there is none,
// and then each record has to name its own.
func purchaseOrder(ctx context.Context, client intacct.Querier) (string, error) {
	q := intacct.Query{
		Object: "PODOCUMENTPARAMS", Select: []string{"DOCID"}, Filter: intacct.Eq("DOCCLASS", "Order"), Order: []intacct.Order{intacct.Asc("DOCID")},
	}
	var found string
	for record, err := range intacct.Records(ctx, client, q, "") {
		if err != nil {
			return "", err
		}
		id, _ := record.Get("DOCID")
		if found == "" && strings.EqualFold(strings.ReplaceAll(string(id), " ", ""), "purchaseorder") {
			found = string(id)
		}
	}
	return found, nil
}
