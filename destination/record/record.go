package record

import (
	"encoding/json"

	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/files"
	"airbyte-sage-intacct/destination/result"
	"airbyte-sage-intacct/destination/schema"
	"airbyte-sage-intacct/unified"
)

// Settings say what records are read, and how.
type Settings struct {
	Schema        *schema.Schema
	IgnoreUnknown bool
	Primary       []string // columns that make the identity; they need not be fields
	Dates         canonical.DateOrder
	IgnoreNulls   bool           // a null says nothing: nulls is ignore
	Files         *files.Library // where files may come from

	// Of unified streams:
	Table     *unified.Table // nil: the records are in the terms of the object
	Today     string         // the company's day
	Constants []Cell         // what the stream decides
}

// Reader makes documents of the records of one stream.
type Reader struct{ reader reader }

// NewReader makes a reader.
func NewReader(s Settings) Reader {
	return Reader{reader{Settings: s, amounts: amountsOf(s.Schema, s.Table)}}
}

// Read decodes a record. The rejection names every wrong field up to a bound;
// what could be read is in the document all the same, so that the record's key
// can be told.
func (r Reader) Read(data json.RawMessage) (*Document, *result.Rejection) {
	if r.reader.Table != nil {
		return unifiedReader{reader: r.reader}.read(data)
	}
	return r.reader.read(data)
}
