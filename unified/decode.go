package unified

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Row is a record as Intacct has it. Field answers nil for what it does not
// have; Custom lists the company's own fields.
type Row interface {
	Field(name string) json.RawMessage
	Lines(element string) []Row
	Custom() []string
}

// Decode turns a record of one of the table's objects into a unified one. Every
// field of the table is there, null where Intacct has no value.
func (t *Table) Decode(object string, row Row) json.RawMessage {
	w := &writer{}
	w.open('{')
	t.decodeKind(w, object)
	decodeFields(w, t.Fields, row)
	decodeReferences(w, t.References, row)
	for i := range t.Spreads {
		t.Spreads[i].decode(w, row)
	}
	for i := range t.Lists {
		t.decodeList(w, i, row)
	}
	decodeCustom(w, row)
	w.close('}')
	return w.Bytes()
}

func (t *Table) decodeKind(w *writer, object string) {
	for _, o := range t.Objects {
		if o.Kind != "" && strings.EqualFold(o.Name, object) {
			w.member("type", quoted(o.Kind))
		}
	}
}

func decodeFields(w *writer, fields []Field, row Row) {
	for i := range fields {
		if f := &fields[i]; f.Name != "" && !f.Lines {
			w.member(f.Name, f.decode(row))
		}
	}
}

func (f *Field) decode(row Row) json.RawMessage {
	from := f.From
	if from == nil {
		from = []string{f.Intacct}
	}
	for _, name := range from {
		if raw := row.Field(name); !empty(raw) {
			return f.read(raw)
		}
	}
	return nil
}

// read is the unified value of one of Intacct's.
func (f *Field) read(raw json.RawMessage) json.RawMessage {
	text, single := scalar(raw)
	if !single {
		return raw
	}
	codes := f.Reading
	if codes == nil {
		codes = f.Codes
	}
	for _, c := range codes {
		if strings.EqualFold(c.Intacct, text) || c.Intacct == other {
			text = c.Unified
			break
		}
	}
	switch {
	case f.Kind == Boolean:
		if truth, err := boolean(text); err == nil {
			return json.RawMessage(truth)
		}
		return nil
	case codes != nil, f.Kind == Text:
		return quoted(text)
	case f.Negated:
		return signed(raw, text)
	}
	return raw
}

// signed is an amount with the opposite sign, as a number or a text like before.
func signed(raw json.RawMessage, text string) json.RawMessage {
	if bytes.HasPrefix(bytes.TrimSpace(raw), []byte(`"`)) {
		return quoted(negate(text))
	}
	return json.RawMessage(negate(text))
}

func decodeReferences(w *writer, references []Reference, row Row) {
	for i := range references {
		r := &references[i]
		if r.Lines {
			continue
		}
		w.member(r.ID[0], asText(row, r.Key))
		number := r.Field
		if r.Other != "" {
			number = r.Other
		}
		w.member(r.Number[0], asText(row, number))
		if len(r.Title) > 0 {
			w.member(r.Title[0], asText(row, r.Label))
		}
	}
}

// asText is a field as a text: record numbers are ids like others.
func asText(row Row, field string) json.RawMessage {
	if field == "" {
		return nil
	}
	text, single := scalar(row.Field(field))
	if !single {
		return nil
	}
	return quoted(text)
}

func (s *Spread) decode(w *writer, row Row) {
	w.name(s.Name)
	w.open('[')
	for _, c := range s.Cases {
		found := false
		for _, part := range s.Parts {
			found = found || !empty(row.Field(c.Prefix+part.Intacct))
		}
		if !found {
			continue
		}
		w.element()
		w.open('{')
		w.member(s.Kinds[0], quoted(c.Kinds[0]))
		for _, part := range s.Parts {
			w.member(part.Name, row.Field(c.Prefix+part.Intacct))
		}
		w.close('}')
	}
	w.close(']')
}

// decodeList writes the lines of a list: of those in the same place in Intacct
// each goes to the first list whose need it meets.
func (t *Table) decodeList(w *writer, at int, row Row) {
	l := &t.Lists[at]
	w.name(l.Name)
	w.open('[')
	for _, line := range row.Lines(l.Element) {
		if t.listOf(l.Element, line) == at {
			w.element()
			l.decode(w, line)
		}
	}
	w.close(']')
}

func (t *Table) listOf(element string, line Row) int {
	for i, l := range t.Lists {
		if l.Element == element && (l.Needs == "" || !empty(line.Field(l.Needs))) {
			return i
		}
	}
	return -1
}

func (l *List) decode(w *writer, line Row) {
	w.open('{')
	decodeFields(w, l.Fields, line)
	if l.Sides {
		decodeSide(w, line)
	}
	decodeReferences(w, l.References, line)
	decodeCustom(w, line)
	w.close('}')
}

// decodeSide writes a journal line's amount in all forms that it is asked for.
func decodeSide(w *writer, line Row) {
	amount := line.Field(amountField)
	on, _ := scalar(line.Field(sideField))
	entry, debits, credits := json.RawMessage(nil), json.RawMessage(nil), json.RawMessage(nil)
	switch on {
	case debit:
		entry, debits = quoted("Debit"), amount
	case credit:
		entry, credits = quoted("Credit"), amount
	}
	w.member("entryType", entry)
	w.member("amount", amount)
	w.member("debitAmount", debits)
	w.member("creditAmount", credits)
}

func decodeCustom(w *writer, row Row) {
	w.name("customFields")
	w.open('[')
	for _, name := range row.Custom() {
		if value := row.Field(name); !empty(value) {
			w.element()
			w.open('{')
			w.member("name", quoted(name))
			w.member("value", value)
			w.close('}')
		}
	}
	w.close(']')
}

// writer writes JSON in the order of the calls.
type writer struct {
	bytes.Buffer
	more bool // a comma goes before the next
}

func (w *writer) open(c byte) {
	w.WriteByte(c)
	w.more = false
}

func (w *writer) close(c byte) {
	w.WriteByte(c)
	w.more = true
}

func (w *writer) element() {
	if w.more {
		w.WriteByte(',')
	}
	w.more = true
}

func (w *writer) name(name string) {
	w.element()
	w.Write(quoted(name))
	w.WriteByte(':')
}

func (w *writer) member(name string, value json.RawMessage) {
	w.name(name)
	if len(value) == 0 {
		value = json.RawMessage("null")
	}
	w.Write(value)
	w.more = true
}
