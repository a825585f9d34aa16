package source

import (
	"bytes"
	"strings"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/internal/decimal"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/state"
)

// A kind is what the values of a column are.
type kind uint8

const (
	textKind kind = iota
	integerKind
	numberKind
	booleanKind
	dateKind
	timestampKind
)

// A column is a field of an object as a property of a record.
type column struct {
	field  string // Intacct's name for it
	name   string // the property's name
	kind   kind
	quoted bool // numbers go out as text
	// strict columns fail their stream over a value that cannot be read: a
	// nulled amount is a wrong ledger, a nulled key or cursor a lost row.
	strict bool
	custom bool
	was    kind // in Intacct, where the catalogue has another
	// nameless columns are of fields that no reply can hold.
	nameless bool
	label    []byte         // ,"NAME": as it stands inside a record
	format   intacct.Format // how the gateway writes this column's times
	nulled   int            // values that could not be read
	mended   mended
	// Times of the cursor after floorFrom, up to floor, are shown as floor.
	floor, floorFrom state.Instant
}

// kindOf reads a DATATYPE of lookup. What is not known is text, as sent.
func kindOf(datatype string) kind {
	switch strings.ToUpper(datatype) {
	case "INTEGER", "DECIMAL", "CURRENCY", "PERCENT":
		return numberKind // fractions occur in INTEGER; only keys are sure to have none
	case "BOOLEAN":
		return booleanKind
	case "DATE":
		return dateKind
	case "TIMESTAMP":
		return timestampKind
	}
	return textKind
}

// isAmount holds for the types whose values add up in somebody's ledger.
func isAmount(datatype string) bool {
	return strings.EqualFold(datatype, "DECIMAL") || strings.EqualFold(datatype, "CURRENCY")
}

func newColumn(field, name, datatype string) *column {
	c := &column{field: field, name: name, kind: kindOf(datatype), strict: isAmount(datatype)}
	c.label = append(airbyte.AppendJSONString([]byte{','}, name), ':')
	return c
}

// schema is the JSON schema of the column's values.
func (c *column) schema() string {
	switch c.kind {
	case integerKind:
		return `{"type":["null","integer"]}`
	case numberKind:
		if !c.quoted {
			return `{"type":["null","number"]}`
		}
	case booleanKind:
		return `{"type":["null","boolean"]}`
	case dateKind:
		return `{"type":["null","string"],"format":"date"}`
	case timestampKind:
		return `{"type":["null","string"],"format":"date-time","airbyte_type":"timestamp_with_timezone"}`
	}
	return `{"type":["null","string"]}`
}

// String names the kind in messages.
func (k kind) String() string {
	return [...]string{"text", "an integer", "a number", "true or false", "a date", "a time"}[k]
}

// appendValue writes a value as JSON. It reports false for a value that cannot
// be read as the column's kind; dst is then to be used as it was before.
func (c *column) appendValue(dst, text []byte) ([]byte, bool) {
	if c.kind != textKind {
		text = bytes.TrimSpace(text)
	}
	if len(text) == 0 {
		return append(dst, "null"...), true
	}
	switch c.kind {
	case integerKind, numberKind:
		return c.appendNumber(dst, text)
	case booleanKind:
		return appendBoolean(dst, text)
	case dateKind:
		dst, ok := c.format.AppendDate(append(dst, '"'), text)
		return append(dst, '"'), ok
	case timestampKind:
		at, ok := c.format.ParseTimestamp(text)
		return appendTime(dst, at, time.RFC3339Nano), ok
	}
	return airbyte.AppendJSONString(dst, text), true
}

// isNoTime reports whether a value says that there is no date or time.
func (c *column) isNoTime(text []byte) bool {
	return (c.kind == dateKind || c.kind == timestampKind) && intacct.IsNoTime(text)
}

func appendTime(dst []byte, at time.Time, layout string) []byte {
	return append(at.AppendFormat(append(dst, '"'), layout), '"')
}

func (c *column) appendNumber(dst, text []byte) ([]byte, bool) {
	switch {
	case c.kind == integerKind:
		if _, ok := gateway.ParseInteger(text); !ok {
			return dst, false
		}
		return decimal.AppendJSON(dst, text)
	case !c.quoted:
		return decimal.AppendJSON(dst, text)
	}
	dst, ok := decimal.AppendJSON(append(dst, '"'), text)
	return append(dst, '"'), ok
}

// appendBoolean writes true and false; older columns hold T and F.
func appendBoolean(dst, text []byte) ([]byte, bool) {
	switch string(text) {
	case "true", "T", "TRUE", "True", "t":
		return append(dst, "true"...), true
	case "false", "F", "FALSE", "False", "f":
		return append(dst, "false"...), true
	}
	return dst, false
}
