package unified

import (
	"bytes"
	"cmp"
	"encoding/json"
	"strings"

	"airbyte-sage-intacct/internal/decimal"
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
	return t.View(object, nil).Append(nil, row)
}

// Append is Decode for what a view shows, put behind dst.
func (v *View) Append(dst []byte, row Row) []byte {
	w := &writer{buf: dst}
	w.open('{')
	if v.kind != "" && v.shows(kindName) {
		w.member(kindName, quoted(v.kind))
	}
	w.only = v.wanted
	decodeFields(w, v.table.Fields, row)
	decodeReferences(w, v.table.References, row)
	for i := range v.table.Spreads {
		v.table.Spreads[i].decode(w, row)
	}
	for i := range v.table.Lists {
		v.table.decodeList(w, i, row)
	}
	if v.table.Function == "" {
		decodeCustom(w, row)
	}
	w.close('}')
	return w.buf
}

func decodeFields(w *writer, fields []Field, row Row) {
	for i := range fields {
		if f := &fields[i]; f.Name != "" && !f.Lines && w.shows(f.Name) {
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
	codes := f.Reading
	if codes == nil {
		codes = f.Codes
	}
	if f.Kind == Text && codes == nil && raw[0] == '"' {
		return raw
	}
	text, single := scalar(raw)
	if !single {
		return raw
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
		return quoted(decimal.Negate(text))
	}
	return json.RawMessage(decimal.Negate(text))
}

func decodeReferences(w *writer, references []Reference, row Row) {
	for i := range references {
		r := &references[i]
		if r.Lines {
			continue
		}
		for j, names := range [][]string{r.ID, r.Number, r.Title} {
			if len(names) > 0 && w.shows(names[0]) {
				w.member(names[0], asText(row, r.sources()[j]))
			}
		}
	}
}

// sources are the Intacct fields of a reference's record number, id and name; ""
// where there is none. The record number is taken from the record that is
// referred to, where the one that refers has no field for it.
func (r *Reference) sources() [3]string {
	key := r.Key
	if key == "" && len(r.To) == 1 {
		key = r.To[0].Object + "." + r.To[0].Key
	}
	return [3]string{key, cmp.Or(r.Other, r.Field), r.Label}
}

// asText is a field as a text: record numbers are ids like others.
func asText(row Row, field string) json.RawMessage {
	if field == "" {
		return nil
	}
	raw := row.Field(field)
	text, single := scalar(raw)
	switch {
	case !single:
		return nil
	case raw[0] == '"':
		return raw
	}
	return quoted(text)
}

func (s *Spread) decode(w *writer, row Row) {
	if !w.shows(s.Name) {
		return
	}
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
	if !w.shows(l.Name) {
		return
	}
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
	if !w.shows(customName) {
		return
	}
	w.name(customName)
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
	buf   []byte
	more  bool // a comma goes before the next
	depth int
	only  map[string]bool // what of the outermost object is wanted; nil is all
}

// shows says whether a member of the present object is wanted.
func (w *writer) shows(name string) bool { return w.depth > 1 || w.only == nil || w.only[name] }

func (w *writer) open(c byte) {
	w.buf = append(w.buf, c)
	w.more = false
	w.depth++
}

func (w *writer) close(c byte) {
	w.buf = append(w.buf, c)
	w.more = true
	w.depth--
}

func (w *writer) element() {
	if w.more {
		w.buf = append(w.buf, ',')
	}
	w.more = true
}

// name begins a member; the names of tables need no escapes.
func (w *writer) name(name string) {
	w.element()
	w.buf = append(append(append(w.buf, '"'), name...), '"', ':')
}

func (w *writer) member(name string, value json.RawMessage) {
	w.name(name)
	if empty(value) {
		value = json.RawMessage("null")
	}
	w.buf = append(w.buf, value...)
}
