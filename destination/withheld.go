package destination

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/plan"
	"airbyte-sage-intacct/destination/result"
	"airbyte-sage-intacct/destination/schema"
)

// A field that meta.changes names was nulled or cut between its source and us:
// what stands there is not the source's value. So it counts as not brought, and
// what Intacct has in it stays.

const notBrought = "was nulled or cut on its way here, so it is left as it is in Intacct"

// metaColumn is where tables that Airbyte has written keep a record's meta.
const metaColumn = "_airbyte_meta"

// changesOf are the changes that a record names, those of an earlier way
// included.
func changesOf(message *airbyte.InRecord, columns []canonical.Member) []airbyte.Change {
	changes := message.Changes
	for _, column := range columns {
		if canonical.NormalName(column.Name) != metaColumn {
			continue
		}
		raw := column.Value
		if text, err := canonical.Scalar(raw); err == nil && strings.HasPrefix(text, "{") {
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
func (d *decoder) intact(message *airbyte.InRecord) (json.RawMessage, []airbyte.Change, *result.Rejection) {
	if reason := bounded(message.Data); reason != nil {
		return json.RawMessage("{}"), nil, reason
	}
	unreadable := airbyte.CheckText(message.Data)
	if unreadable == nil && len(message.Changes) == 0 && !hasMeta(message.Data) && !nestsEscapes(message.Data) {
		return message.Data, nil, nil
	}
	columns, err := canonical.Members(message.Data)
	if err != nil {
		return message.Data, nil, nil // the reader says so
	}
	columns, reason := d.readable(columns, unreadable)
	changes := slices.DeleteFunc(changesOf(message, columns), func(c airbyte.Change) bool {
		return canonical.IsForeign(c.Field) && !marks(c.Field)
	})
	if len(changes) > maxChanges {
		return json.RawMessage("{}"), nil, result.Rejectf("the record names %d changes, more than the %d that this connector takes", len(changes), maxChanges)
	}
	for _, change := range changes {
		reason = cmp.Or(reason, misses(d.plan, change))
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
func (d *decoder) readable(columns []canonical.Member, unreadable error) ([]canonical.Member, *result.Rejection) {
	var reason *result.Rejection
	left := make([]canonical.Member, 0, len(columns))
	for _, m := range columns {
		wrong := checkText(m.Value)
		if unreadable != nil && strings.ContainsRune(m.Name, '\uFFFD') {
			wrong = unreadable
		}
		if wrong == nil {
			left = append(left, m)
			continue
		}
		name := result.Shorten(m.Name)
		if text, err := canonical.Scalar(m.Value); err == nil && d.plan.IsKey(m.Name) {
			name += fmt.Sprintf(" (%s)", result.Shorten(text))
		}
		reason = cmp.Or(reason, result.Rejectf("record %d of the stream: %s %v", d.count, name, wrong).
			Advise("Correct the text, or the encoding that the source reads it in."))
	}
	if unreadable != nil && reason == nil {
		reason = result.Rejectf("record %d of the stream %v", d.count, unreadable)
	}
	return left, reason
}

// nestsEscapes reports whether some text of the data may itself be JSON with
// escapes in it, as lines in a text column are.
func nestsEscapes(data []byte) bool { return bytes.Contains(data, []byte(`\\u`)) }

// checkText is CheckText, for JSON inside a text too.
func checkText(value json.RawMessage) error {
	if err := airbyte.CheckText(value); err != nil || canonical.Opens(value) != '"' || !nestsEscapes(value) {
		return err
	}
	text, err := canonical.Scalar(value)
	if inner := []byte(text); err == nil && json.Valid(inner) {
		return airbyte.CheckText(inner)
	}
	return nil
}

// without makes an object of members again, but for those that were changed.
func without(columns []canonical.Member, prefix string, changes []airbyte.Change) json.RawMessage {
	data, separator := []byte{'{'}, ""
	for _, m := range columns {
		name := prefix + m.Name
		if slices.ContainsFunc(changes, func(c airbyte.Change) bool {
			return canonical.NormalName(columnPath(c.Field)) == canonical.NormalName(name)
		}) {
			continue
		}
		value := m.Value
		if nested, err := canonical.Members(value); err == nil {
			value = without(nested, name+".", changes)
		}
		data = append(airbyte.AppendJSONString(append(data, separator...), m.Name), ':')
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
	return slices.Contains([]string{canonical.DeletedColumn, canonical.GoneColumn, canonical.EntityColumn, canonical.NormalName(canonical.OwnerField)}, canonical.NormalName(columnPath(name)))
}

// misses is the reason why a record cannot do without a field.
func misses(p *plan.Plan, change airbyte.Change) *result.Rejection {
	name := columnPath(change.Field)
	top := name
	if at := strings.IndexAny(name, ".[/"); at > 0 {
		top = name[:at]
	}
	_, isList := p.Schema.Lists.Find(top)
	if isList || p.Table != nil && p.Table.HasList(top) {
		return result.Rejectf("%s, the lines of the record, %s", result.Shorten(name), changed(change)).
			Advise("Let the source send it whole: a document is not written without a part of its lines.")
	}
	return missesKey(p, change)
}

// missesKey is the same for a record that is to be deleted: only what says which
// it is matters.
func missesKey(p *plan.Plan, changes ...airbyte.Change) *result.Rejection {
	for _, change := range changes {
		if name := columnPath(change.Field); p.IsKey(name) || marks(name) {
			return result.Rejectf("%s, by which the record is known, %s", result.Shorten(name), changed(change)).
				Advise("Let the source send it whole.")
		}
	}
	return nil
}

// changed says what became of a field.
func changed(c airbyte.Change) string {
	return fmt.Sprintf("was changed on its way here (%s)", kindOfChange(c))
}

func kindOfChange(c airbyte.Change) string {
	parts := []string{result.Shorten(cmp.Or(string(c.Change), "without a kind"))}
	if c.Reason != "" {
		parts = append(parts, result.Shorten(string(c.Reason)))
	}
	return result.Listed(parts)
}

// incomplete refuses a record that nothing but its content identifies, where a
// part of the content is missing: it would be taken for another record.
func (d *decoder) incomplete(it *item) *result.Rejection {
	p := d.plan
	byHash := p.Identity != nil && len(p.PrimaryKey) == 0 && slices.Equal(it.handle.fields, []*schema.Field{p.Identity})
	if len(it.document.Changes) == 0 || !it.handle.content && !byHash {
		return nil
	}
	change := it.document.Changes[0]
	return result.Rejectf("%s %s, and nothing but its content tells the record from others", result.Shorten(change.Field), changed(change)).
		Advise("Give the stream a primary key, or let the source send the field whole.")
}
