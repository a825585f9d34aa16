package destination

import (
	"bytes"
	"encoding/json"

	"airbyte-sage-intacct/destination/result"
)

// What a record may be made of. Its size does not bound the memory of its fields
// and lines, at some kilobyte each, nor that of the XML that it becomes, where
// an ampersand is five characters.
const (
	maxValues  = 50_000
	maxChanges = 10_000
	maxWritten = 36 << 20
)

// bounded rejects a record that is not worth what it takes: Intacct accepts
// nothing of these sizes.
func bounded(data json.RawMessage) *result.Rejection {
	if n := valuesIn(data); n > maxValues {
		return result.Rejectf("the record holds %d values, more than the %d that this connector takes", n, maxValues).
			Advise("Split the document into several.")
	}
	if asXML(data) > maxWritten {
		return result.Rejectf("the record is more than %d MiB as XML, the most that this connector sends", maxWritten>>20).
			Advise("Shorten its texts.")
	}
	return nil
}

// asXML is about how long the texts of JSON are in XML.
func asXML(data []byte) int {
	return len(data) + 4*bytes.Count(data, []byte{'&'}) + 3*(bytes.Count(data, []byte{'<'})+bytes.Count(data, []byte{'>'}))
}

// valuesIn is how many values JSON has at least: those that hold nothing else.
// Commas in a text count only where the text may be JSON itself, as lists of
// lines in a text column are.
func valuesIn(data []byte) int {
	if n := bytes.Count(data, []byte{','}); n <= maxValues {
		return n
	}
	n, start := 0, -1 // of the present text
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case c == '\\':
			i++
		case c == '"' && start < 0:
			start = i + 1
		case c == '"':
			start = -1
		case c == ',' && (start < 0 || bytes.IndexByte([]byte("[{"), data[start]) >= 0):
			n++
		}
	}
	return n
}
