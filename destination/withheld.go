package destination

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"airbyte-sage-intacct/airbyte"
)

// A field that meta.changes names was nulled or cut between its source and us:
// what stands there is not the source's value. So it counts as not brought, and
// what Intacct has in it stays.

const notBrought = "was nulled or cut on its way here, so it is left as it is in Intacct"

// metaColumn is where tables that Airbyte has written keep a record's meta.
const metaColumn = "_airbyte_meta"

// changesOf are the changes that a record names, those of an earlier way
// included.
func changesOf(record *airbyte.InRecord, columns []member) []airbyte.Change {
	changes := record.Changes
	for _, column := range columns {
		if normal(column.name) != metaColumn {
			continue
		}
		raw := column.value
		if text, err := scalar(raw); err == nil && strings.HasPrefix(text, "{") {
			raw = json.RawMessage(text)
		}
		var meta struct {
			Changes []airbyte.Change `json:"changes"`
		}
		if json.Unmarshal(raw, &meta) == nil {
			changes = slices.Concat(changes, meta.Changes)
		}
	}
	return changes
}

// intact is a record's data without what cannot be trusted: fields that were
// changed on their way, and texts that cannot be read. The rejection is for a
// record that is none without them.
func (d *decoder) intact(record *airbyte.InRecord) (json.RawMessage, []airbyte.Change, *rejection) {
	if reason := bounded(record.Data); reason != nil {
		return json.RawMessage("{}"), nil, reason
	}
	unreadable := airbyte.CheckText(record.Data)
	if unreadable == nil && len(record.Changes) == 0 && !hasMeta(record.Data) && !nestsEscapes(record.Data) {
		return record.Data, nil, nil
	}
	columns, err := members(record.Data)
	if err != nil {
		return record.Data, nil, nil // the reader says so
	}
	columns, reason := d.readable(columns, unreadable)
	changes := slices.DeleteFunc(changesOf(record, columns), func(c airbyte.Change) bool {
		return foreign(c.Field) && !marks(c.Field)
	})
	if len(changes) > maxChanges {
		return json.RawMessage("{}"), nil, rejectf("the record names %d changes, more than the %d that this connector takes", len(changes), maxChanges)
	}
	for _, change := range changes {
		reason = cmp.Or(reason, d.plan.misses(change))
	}
	return without(columns, "", changes), changes, reason
}

// hasMeta reports whether data may hold a meta column, in either letter case that
// warehouses use.
func hasMeta(data []byte) bool {
	return bytes.Contains(data, []byte(metaColumn)) || bytes.Contains(data, []byte(strings.ToUpper(metaColumn)))
}

// readable leaves out the members whose texts cannot be decoded. Decoded all the
// same, two keys could become one.
func (d *decoder) readable(columns []member, unreadable error) ([]member, *rejection) {
	var reason *rejection
	left := make([]member, 0, len(columns))
	for _, m := range columns {
		wrong := checkText(m.value)
		if unreadable != nil && strings.ContainsRune(m.name, '\uFFFD') {
			wrong = unreadable
		}
		if wrong == nil {
			left = append(left, m)
			continue
		}
		name := shorten(m.name)
		if text, err := scalar(m.value); err == nil && d.plan.isKey(m.name) {
			name += fmt.Sprintf(" (%s)", shorten(text))
		}
		reason = cmp.Or(reason, rejectf("record %d of the stream: %s %v", d.count, name, wrong).
			advise("Correct the text, or the encoding that the source reads it in."))
	}
	if unreadable != nil && reason == nil {
		reason = rejectf("record %d of the stream %v", d.count, unreadable)
	}
	return left, reason
}

// nestsEscapes reports whether some text of the data may itself be JSON with
// escapes in it, as lines in a text column are.
func nestsEscapes(data []byte) bool { return bytes.Contains(data, []byte(`\\u`)) }

// checkText is CheckText, for JSON inside a text too.
func checkText(value json.RawMessage) error {
	if err := airbyte.CheckText(value); err != nil || opens(value) != '"' || !nestsEscapes(value) {
		return err
	}
	text, err := scalar(value)
	if inner := []byte(text); err == nil && json.Valid(inner) {
		return airbyte.CheckText(inner)
	}
	return nil
}

// without makes an object of members again, but for those that were changed.
func without(columns []member, prefix string, changes []airbyte.Change) json.RawMessage {
	data, separator := []byte{'{'}, ""
	for _, m := range columns {
		name := prefix + m.name
		if slices.ContainsFunc(changes, func(c airbyte.Change) bool { return normal(columnPath(c.Field)) == normal(name) }) {
			continue
		}
		value := m.value
		if nested, err := members(value); err == nil {
			value = without(nested, name+".", changes)
		}
		data = append(airbyte.AppendJSONString(append(data, separator...), m.name), ':')
		data, separator = append(data, value...), ","
	}
	return append(data, '}')
}

// quotedSteps are the marks around the steps of a path that quotes them.
var quotedSteps = strings.NewReplacer("['", ".", "']", "", `["`, ".", `"]`, "")

// columnPath is the name in a change without what marks it as a path: $.a.b and
// $['a']['b'] are a.b.
func columnPath(name string) string { return strings.TrimLeft(quotedSteps.Replace(name), "$./") }

// marks reports whether a column decides what becomes of a record: that it is
// gone, or in which entity it is.
func marks(name string) bool {
	return slices.Contains([]string{deletedColumn, goneColumn, entityColumn, normal(owner)}, normal(columnPath(name)))
}

// misses is the reason why a record cannot do without a field.
func (p *plan) misses(change airbyte.Change) *rejection {
	name := columnPath(change.Field)
	top := name
	if at := strings.IndexAny(name, ".[/"); at > 0 {
		top = name[:at]
	}
	_, isList := p.schema.lists.find(top)
	if isList || p.table != nil && p.table.HasList(top) {
		return rejectf("%s, the lines of the record, %s", shorten(name), changed(change)).
			advise("Let the source send it whole: a document is not written without a part of its lines.")
	}
	return p.missesKey(change)
}

// missesKey is the same for a record that is to be deleted: only what says which
// it is matters.
func (p *plan) missesKey(changes ...airbyte.Change) *rejection {
	for _, change := range changes {
		if name := columnPath(change.Field); p.isKey(name) || marks(name) {
			return rejectf("%s, by which the record is known, %s", shorten(name), changed(change)).
				advise("Let the source send it whole.")
		}
	}
	return nil
}

// changed says what became of a field.
func changed(c airbyte.Change) string {
	return fmt.Sprintf("was changed on its way here (%s)", kindOfChange(c))
}

func kindOfChange(c airbyte.Change) string {
	parts := []string{shorten(cmp.Or(string(c.Change), "without a kind"))}
	if c.Reason != "" {
		parts = append(parts, shorten(string(c.Reason)))
	}
	return listed(parts)
}

// isKey reports whether a column tells the record from others.
func (p *plan) isKey(name string) bool {
	for _, key := range slices.Concat(p.keyColumns, p.primary) {
		if normal(key) == normal(name) {
			return true
		}
	}
	if p.table != nil && p.table.Decides(name) {
		return true
	}
	f, known := p.schema.fields.find(p.columns([]string{name})[0])
	return known && (slices.Contains(p.match, f) || f == p.identity)
}

// incomplete refuses a record that nothing but its content identifies, where a
// part of the content is missing: it would be taken for another record.
func (d *decoder) incomplete(it *item) *rejection {
	p := d.plan
	byHash := p.identity != nil && len(p.primary) == 0 && slices.Equal(it.handle.fields, []*field{p.identity})
	if len(it.document.changes) == 0 || !it.handle.content && !byHash {
		return nil
	}
	change := it.document.changes[0]
	return rejectf("%s %s, and nothing but its content tells the record from others", shorten(change.Field), changed(change)).
		advise("Give the stream a primary key, or let the source send the field whole.")
}

// explained adds to the rejection of a record which fields it was sent without.
func (it *item) explained(o outcome) outcome {
	if o.rejection == nil || it.document == nil || len(it.document.changes) == 0 {
		return o
	}
	var names []string
	for _, change := range it.document.changes {
		if name := shorten(columnPath(change.Field)); len(names) < maxComplaints && !strings.Contains(o.rejection.text, name+" ") {
			names = append(names, fmt.Sprintf("%s (%s)", name, kindOfChange(change)))
		}
	}
	if names == nil {
		return o
	}
	reason := *o.rejection
	reason.text = strings.TrimSuffix(reason.text, ".") + "; it was sent without " + listed(names) + ", as the source's value did not arrive"
	o.rejection = &reason
	return o
}
