// Package encode makes JSON of the gateway's values: of one value as its column
// wants it, and of the records of a page in one pass.
package encode

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

// A Kind is what the values of a column are.
type Kind uint8

// What values are.
const (
	Text Kind = iota
	Integer
	Number
	Boolean
	Date
	Timestamp
)

// A Column is a field of an object as a property of a record.
type Column struct {
	Field  string // Intacct's name for it
	Name   string // the property's name
	Kind   Kind
	Quoted bool // numbers go out as text
	// Strict columns fail their stream over a value that cannot be read: a
	// nulled amount is a wrong ledger, a nulled key or cursor a lost row.
	Strict bool
	Custom bool
	Was    Kind // in Intacct, where the catalogue has another
	// Nameless columns are of fields that no reply can hold.
	Nameless bool
	Label    []byte         // ,"NAME": as it stands inside a record
	Format   intacct.Format // how the gateway writes this column's times
	Nulled   int            // values that could not be read
	Mended   mended
	// Times of the cursor after floorFrom, up to floor, are shown as floor.
	Floor, FloorFrom state.Instant
}

// kindOf reads a DATATYPE of lookup. What is not known is text, as sent.
func kindOf(datatype string) Kind {
	switch strings.ToUpper(datatype) {
	case "INTEGER", "DECIMAL", "CURRENCY", "PERCENT":
		return Number // fractions occur in INTEGER; only keys are sure to have none
	case "BOOLEAN":
		return Boolean
	case "DATE":
		return Date
	case "TIMESTAMP":
		return Timestamp
	}
	return Text
}

// isAmount holds for the types whose values add up in somebody's ledger.
func isAmount(datatype string) bool {
	return strings.EqualFold(datatype, "DECIMAL") || strings.EqualFold(datatype, "CURRENCY")
}

// NewColumn is the column of a field that lookup calls so.
func NewColumn(field, name, datatype string) *Column {
	c := &Column{Field: field, Name: name, Kind: kindOf(datatype), Strict: isAmount(datatype)}
	c.Label = append(airbyte.AppendJSONString([]byte{','}, name), ':')
	return c
}

// Schema is the JSON schema of the column's values.
func (c *Column) Schema() string {
	switch c.Kind {
	case Integer:
		return `{"type":["null","integer"]}`
	case Number:
		if !c.Quoted {
			return `{"type":["null","number"]}`
		}
	case Boolean:
		return `{"type":["null","boolean"]}`
	case Date:
		return `{"type":["null","string"],"format":"date"}`
	case Timestamp:
		return `{"type":["null","string"],"format":"date-time","airbyte_type":"timestamp_with_timezone"}`
	}
	return `{"type":["null","string"]}`
}

// String names the kind in messages.
func (k Kind) String() string {
	return [...]string{"text", "an integer", "a number", "true or false", "a date", "a time"}[k]
}

// AppendValue writes a value as JSON. It reports false for a value that cannot
// be read as the column's kind; dst is then to be used as it was before.
func (c *Column) AppendValue(dst, text []byte) ([]byte, bool) {
	if c.Kind != Text {
		text = bytes.TrimSpace(text)
	}
	if len(text) == 0 {
		return append(dst, "null"...), true
	}
	switch c.Kind {
	case Integer, Number:
		return c.appendNumber(dst, text)
	case Boolean:
		return appendBoolean(dst, text)
	case Date:
		dst, ok := c.Format.AppendDate(append(dst, '"'), text)
		return append(dst, '"'), ok
	case Timestamp:
		at, ok := c.Format.ParseTimestamp(text)
		return AppendTime(dst, at, time.RFC3339Nano), ok
	}
	return airbyte.AppendJSONString(dst, text), true
}

// IsNoTime reports whether a value says that there is no date or time.
func (c *Column) IsNoTime(text []byte) bool {
	return (c.Kind == Date || c.Kind == Timestamp) && intacct.IsNoTime(text)
}

// AppendTime writes a moment as JSON.
func AppendTime(dst []byte, at time.Time, layout string) []byte {
	return append(at.AppendFormat(append(dst, '"'), layout), '"')
}

func (c *Column) appendNumber(dst, text []byte) ([]byte, bool) {
	switch {
	case c.Kind == Integer:
		if _, ok := gateway.ParseInteger(text); !ok {
			return dst, false
		}
		return decimal.AppendJSON(dst, text)
	case !c.Quoted:
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
