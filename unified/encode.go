package unified

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"airbyte-sage-intacct/internal/decimal"
)

// Encode turns a unified record into what is written to Intacct. today is the
// company's day, for dates that the record leaves open. What the table does not
// know goes on as it is, so that Intacct's own names and those of custom fields
// can stand beside the unified ones.
func (t *Table) Encode(raw json.RawMessage, today string) (*Record, error) {
	in, err := parse(raw)
	if err != nil {
		return nil, err
	}
	e := encoder{today: today}
	record, shared := &Record{}, &Record{}
	record.Deleted = e.deleted(in)
	if err := e.fields(in, t.Fields, record, shared); err != nil {
		return nil, err
	}
	e.references(in, t.References, record, shared)
	if err := e.spreads(in, t.Spreads, record); err != nil {
		return nil, err
	}
	if err := e.lists(in, t, record, shared, raw); err != nil {
		return nil, err
	}
	if err := e.rest(in, t.Ignored, t.Amounts, record); err != nil {
		return nil, err
	}
	record.doubt = t.doubt(in, record)
	return record, nil
}

type encoder struct{ today string }

// deletions are the names by which sources say that a record is gone.
var deletions = []string{"hg_deleted", "isDeleted", "deleted"}

func (e encoder) deleted(in *input) bool {
	text, _ := in.text(deletions)
	return strings.EqualFold(text, "true") || text == "1"
}

func (e encoder) fields(in *input, fields []Field, record, shared *Record) error {
	for i := range fields {
		f := &fields[i]
		raw, by := in.take(f.names())
		if raw != nil {
			in.take(f.Beside)
		}
		if f.Computed || f.Intacct == "" {
			continue
		}
		into := record
		if f.Lines {
			into = shared
		}
		if raw != nil {
			value, err := f.encode(raw)
			if err != nil {
				return fmt.Errorf("%s %w", by, err)
			}
			if value == nil {
				continue
			}
			into.Add(Member{Field: f.Intacct, Value: value, Once: f.Once})
			for _, also := range f.Also {
				into.Add(Member{Field: also, Value: value, Once: true, Made: true})
			}
		}
	}
	e.defaults(fields, record)
	return nil
}

// defaults fill what Intacct demands and the record has not.
func (e encoder) defaults(fields []Field, record *Record) {
	for i := range fields {
		f := &fields[i]
		if f.Default == "" || record.Has(f.Intacct) {
			continue
		}
		value := f.Default
		if value == today {
			value = e.today
		}
		record.Members = append(record.Members, Member{Field: f.Intacct, Value: quoted(value), Once: true, Made: true})
	}
}

// today as a default stands for the company's day.
const today = "today"

// encode is the value that Intacct takes; nil if there is none to send.
func (f *Field) encode(raw json.RawMessage) (json.RawMessage, error) {
	text, single := scalar(raw)
	if !single {
		return nil, fmt.Errorf("is not a single value")
	}
	if f.Kind == Boolean {
		truth, err := boolean(text)
		if err != nil {
			return nil, err
		}
		text = truth
	}
	if f.Before != "" {
		text, _, _ = strings.Cut(text, f.Before)
		text = strings.TrimSpace(text)
	}
	if f.Codes != nil {
		if text = translated(f.Codes, text); text == "" {
			return nil, nil
		}
		return quoted(text), nil
	}
	if f.Negated {
		if _, err := decimal.Exact(text); err != nil {
			return nil, err
		}
		return quoted(decimal.Negate(text)), nil
	}
	if f.Before != "" || f.Kind == Boolean {
		return quoted(text), nil
	}
	return raw, nil
}

// other in a code stands for every value that no code before it names.
const other = "*"

// translated is what Intacct calls a value; one that no code names stays as it
// is.
func translated(codes []Code, text string) string {
	for _, c := range codes {
		if strings.EqualFold(c.Unified, text) || c.Unified == other {
			return c.Intacct
		}
	}
	return text
}

func boolean(text string) (string, error) {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "true", "t", "yes", "y", "1", "active":
		return "true", nil
	case "false", "f", "no", "n", "0", "inactive":
		return "false", nil
	}
	return "", fmt.Errorf("is not true or false")
}

// repeated are fields that are not written and say what others say too.
var repeated = []string{"quantity", "unitPrice", "subTotal", "amountDue", "totalAmount", "balanceDate"}

// isZero reports whether a value is no amount of money; what cannot be read may
// be one.
func isZero(raw json.RawMessage) bool {
	text, single := scalar(raw)
	if !single {
		return raw == nil
	}
	return !nonzero(text)
}

// rest passes on what the table does not know, and custom fields.
func (e encoder) rest(in *input, ignored, amounts []string, record *Record) error {
	custom, by := in.take([]string{"customFields"})
	if err := e.custom(custom, record); err != nil {
		return fmt.Errorf("%s %w", by, err)
	}
	for _, name := range ignored {
		if raw, by := in.take([]string{name}); raw != nil && !slices.Contains(repeated, name) {
			record.Ignored = append(record.Ignored, by)
		}
	}
	for _, name := range amounts {
		if raw, by := in.take([]string{name}); !isZero(raw) {
			record.Lost = append(record.Lost, by)
		}
	}
	in.take([]string{"externalId"})
	for i, name := range in.names {
		if !in.used[i] && !empty(in.values[i]) {
			record.Add(Member{Field: name, Value: in.values[i]})
		}
	}
	return nil
}

// custom adds the company's own fields, which come as a list of names and
// values, or as an object.
func (e encoder) custom(raw json.RawMessage, record *Record) error {
	list, err := elements(raw)
	if err != nil {
		return err
	}
	for i, element := range list {
		in, err := parse(element)
		if err != nil {
			return fmt.Errorf("has an element [%d] that %w", i, err)
		}
		name, _ := in.text([]string{"name"})
		value, _ := in.take([]string{"value"})
		switch {
		case name != "":
			if value != nil {
				record.Add(Member{Field: name, Value: value})
			}
		default:
			for i := range in.names {
				if !empty(in.values[i]) {
					record.Add(Member{Field: in.names[i], Value: in.values[i]})
				}
			}
		}
	}
	return nil
}
