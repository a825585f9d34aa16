package stream

import (
	"strconv"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/source/encode"
	"airbyte-sage-intacct/source/naming"
	"airbyte-sage-intacct/unified"
)

// Trailer is what every record ends with that is of no field: the entity, and
// the time of a delete, which rows that are there do not have.
func (p *Plan) Trailer(entity string) []byte {
	var dst []byte
	if p.entity {
		dst = append(dst, `,"`+naming.EntityColumn+`":`...)
		if entity == "" {
			dst = append(dst, "null"...)
		} else {
			dst = airbyte.AppendJSONString(dst, entity)
		}
	}
	return append(dst, p.Present()...)
}

// Present is what records end with that are there.
func (p *Plan) Present() string {
	switch {
	case p.gone:
		return `,"` + naming.GoneColumn + `":false`
	case p.Deletes && p.naming != naming.Fivetran:
		return `,"` + naming.DeletedColumn + `":null`
	}
	return ""
}

// Absence is what records end with that are gone since a moment.
func (p *Plan) Absence(at string) string {
	if p.naming != naming.Fivetran {
		return `,"` + naming.DeletedColumn + `":"` + at + `"}`
	}
	end := `,"` + naming.GoneColumn + `":true`
	if p.synced {
		end += `,"` + naming.SyncedColumn + `":"` + at + `"`
	}
	return end + "}"
}

// Stamp is how a record ends that was read at a moment; "" if it does not say.
// It is not part of the data: a record does not change by being read again.
func (p *Plan) Stamp(at time.Time) []byte {
	if !p.synced {
		return nil
	}
	if at.IsZero() {
		at = time.Now()
	}
	dst := append(airbyte.AppendJSONString([]byte{','}, naming.SyncedColumn), ':')
	return append(encode.AppendTime(dst, at.UTC(), time.RFC3339), '}')
}

// Stamped puts a stamp at the end of a record.
func Stamped(record, stamp []byte) []byte {
	if stamp == nil {
		return record
	}
	return append(record[:len(record)-1], stamp...)
}

// AppendStamp appends the time of a delete as the cursor.
func (p *Plan) AppendStamp(dst []byte, at string) []byte {
	return append(append(append(append(dst, p.Cursor.Label...), '"'), at...), '"')
}

// UnifiedTombstone appends the record that says of another that it is gone.
func (p *Plan) UnifiedTombstone(dst []byte, key int64, at string) []byte {
	dst = append(dst, '{')
	if kind := p.View.Kind(); kind != "" {
		dst = append(append(append(dst, `"`+unified.Type+`":"`...), kind...), `",`...)
	}
	dst = append(dst, `"`+unified.Key+`":"`...)
	dst = strconv.AppendInt(dst, key, 10)
	dst = append(append(append(dst, `","`+unified.Cursor+`":"`...), at...), '"')
	return append(append(append(dst, `,"`+naming.DeletedColumn+`":"`...), at...), `"}`...)
}
