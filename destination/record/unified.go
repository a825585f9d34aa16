package record

import (
	"encoding/json"
	"strings"

	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/result"
	"airbyte-sage-intacct/destination/schema"
	"airbyte-sage-intacct/unified"
)

// Streams of the unified accounting schema are written through its tables: a
// record is turned into one of Intacct's, and then goes the way of all others.

// unifiedReader decodes records of a unified stream.
type unifiedReader struct{ reader }

func (r unifiedReader) read(data json.RawMessage) (*Document, *result.Rejection) {
	d := &Document{PrimaryKey: make([]canonical.KeyPart, len(r.Primary))}
	record, err := r.Table.Encode(data, r.Today)
	if err != nil {
		return d, result.Rejectf("the record: %v", err)
	}
	columns, err := canonical.Members(data)
	if err != nil {
		return d, result.Rejectf("the record %v", err)
	}
	for _, m := range columns {
		r.readPrimary(d, m.Name, m.Value)
	}
	d.Deleted, d.Doubt = record.Deleted, record.Doubt()
	c := &Complaints{}
	r.readRecord(d, r.Schema, record, c)
	r.addConstants(d)
	r.settleStandIns(d, "", Currencies{}, c)
	return d, c.Rejection(r.Schema.Object.Name)
}

// addConstants sets what the stream, not the record, decides.
func (r unifiedReader) addConstants(d *Document) {
	for _, constant := range r.Constants {
		if d.Text(constant.Field) == "" {
			d.Set(constant.Field, constant.Text)
		}
	}
}

func (r unifiedReader) readRecord(d *Document, s *schema.Schema, record *unified.Record, c *Complaints) {
	if strings.HasSuffix(r.Schema.Object.Name, "PYMT") {
		d.Fillable = s.Fillable()
	}
	for _, m := range record.Members {
		r.readMemberOf(d, s, m, c)
	}
	for _, name := range record.Lost {
		c.Add(name, lostAmount)
	}
	d.Dropped = append(d.Dropped, record.Ignored...)
	for _, lines := range record.Lists {
		l, known := s.Lists.Find(lines.Element)
		if !known {
			c.Add(lines.Element, "is not a field of "+s.Object.Name)
			continue
		}
		found := Rows{List: l}
		for _, line := range lines.Records {
			document := &Document{}
			inner := &Complaints{prefix: l.Element + "."}
			r.readRecord(document, l.Lines, line, inner)
			c.merge(inner)
			d.dropOf(l, document)
			found.Lines = append(found.Lines, document)
		}
		d.addRows(found, c)
	}
}

func (r unifiedReader) readMemberOf(d *Document, s *schema.Schema, m unified.Member, c *Complaints) {
	if s == r.Schema && m.Field == canonical.OwnerField || canonical.IsForeign(m.Field) {
		if m.Parts != nil {
			d.wants = append(d.wants, Lookup{Member: everySpelling(m)})
			return
		}
		d.readForeign(map[bool]string{true: canonical.EntityColumn, false: canonical.NormalName(m.Field)}[m.Field == canonical.OwnerField], m.Value)
		return
	}
	f, known := s.Fields.Find(m.Field)
	if m.Parts == nil && !m.Once {
		if known && f.Own {
			readOwn(f, m.Value, c)
		}
		r.readMember(d, s, m.Field, m.Value, c)
		return
	}
	switch {
	case !known && m.Field == schema.ActionField && schema.IsSubmission(m.Value): // what happens without an action
	case !known:
		c.Add(m.Field, "is not a field of "+s.Object.Name)
	case f.Own:
	case m.Parts != nil:
		d.wants = append(d.wants, Lookup{Field: f, Member: everySpelling(m)})
	default:
		text, err := f.Value(r.Dates, m.Value)
		if err != nil {
			c.Add(f.ID, err.Error())
			return
		}
		d.Once = append(d.Once, Cell{Field: f, Text: text})
		if !m.Made {
			d.given = append(d.given, Cell{Field: f, Text: text, number: f.Kind == canonical.Text && canonical.IsNumber(m.Value)})
		}
	}
}
