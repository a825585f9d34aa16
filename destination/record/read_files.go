package record

import (
	"encoding/json"

	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/files"
)

// readFiles reads the files of a record.
func (r reader) readFiles(d *Document, value json.RawMessage, c *Complaints) {
	found, err := files.Elements(value)
	switch {
	case r.Schema.Carrier() == nil:
		if !r.IgnoreUnknown && (err != nil || len(found) > 0) {
			c.Add(canonical.AttachmentsColumn, "cannot be written: through this interface, records of "+r.Schema.Object.Name+" carry none")
		}
		return
	case err != nil:
		c.Add(canonical.AttachmentsColumn, err.Error())
		return
	}
	for i, element := range found {
		f, err := r.Files.Describe(i, element)
		if err != nil {
			c.Add(f.Label(), err.Error())
			continue
		}
		d.Files = append(d.Files, f)
	}
}
