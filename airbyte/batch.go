package airbyte

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// Batch collects RECORD lines of one stream. It is not safe for concurrent use, but any number of
// batches may be filled at the same time. Between Open and Close nothing else may be called:
//
//	dst := batch.Open()
//	dst = append(dst, `{"NAME":`...)
//	dst = airbyte.AppendJSONString(dst, name)
//	dst = append(dst, '}')
//	batch.Close(dst, nil)
//
// All records of a batch bear the time at which its first one was opened.
type Batch struct {
	stream string
	now    func() time.Time
	prefix []byte // a line up to the time
	head   []byte // a line up to the data
	buf    []byte // whole lines up to end
	data   int    // where the data of the open record begins
	end    int
	count  int
	err    error
}

// Batch makes an empty batch of RECORD lines of one stream.
func (e *Emitter) Batch(stream string) *Batch {
	prefix := append([]byte(nil), `{"type":"RECORD","record":{"stream":`...)
	prefix = AppendJSONString(prefix, stream)
	if namespace := e.descriptor(stream).Namespace; namespace != nil {
		prefix = append(prefix, `,"namespace":`...)
		prefix = AppendJSONString(prefix, *namespace)
	}
	prefix = append(prefix, `,"emitted_at":`...)
	return &Batch{stream: stream, now: e.now, prefix: prefix}
}

// Open begins a record and returns the buffer to which its data, a JSON object in one line, is
// appended. A record that was opened and not closed is forgotten.
func (b *Batch) Open() []byte {
	if b.end == 0 {
		b.head = append(b.head[:0], b.prefix...)
		b.head = strconv.AppendInt(b.head, b.now().UnixMilli(), 10)
		b.head = append(b.head, `,"data":`...)
	}
	b.buf = append(b.buf[:b.end], b.head...)
	b.data = len(b.buf)
	return b.buf
}

// Close ends the record begun by Open; dst is what Open returned, grown by the data. changes name
// the fields that are not what they were in the source; there are normally none. Data that Airbyte
// would lose is an error, which Send returns.
func (b *Batch) Close(dst []byte, changes []Change) {
	b.buf = dst
	if err := checkData(dst, b.data); err != nil {
		if b.err == nil {
			b.err = fmt.Errorf("a record of stream %s: %w", b.stream, err)
		}
		return
	}
	b.buf = append(appendChanges(dst, changes), '}', '}', '\n')
	b.end = len(b.buf)
	b.count++
}

// Grow makes room for so many bytes at once: a buffer that grows record by record leaves several of
// its size behind.
func (b *Batch) Grow(bytes int) {
	if free := cap(b.buf) - b.end; free < bytes {
		b.buf = append(make([]byte, 0, b.end+bytes), b.buf[:b.end]...)
	}
}

// Len is the number of records in the batch.
func (b *Batch) Len() int { return b.count }

// Size is the number of bytes in the batch.
func (b *Batch) Size() int { return b.end }

// Reset empties the batch without sending it, and keeps its memory.
func (b *Batch) Reset() {
	b.buf, b.end, b.count, b.err = b.buf[:0], 0, 0, nil
}

// Reverse turns the order of the records round, for records that came last first.
func (b *Batch) Reverse() {
	lines := b.buf[:b.end]
	slices.Reverse(lines) // every line now stands in its place, read backwards and led by its end
	for len(lines) > 0 {
		length := bytes.IndexByte(lines[1:], '\n') + 1
		if length == 0 {
			length = len(lines)
		}
		slices.Reverse(lines[:length])
		lines = lines[length:]
	}
}

// checkData looks at what can be seen without parsing: the platform drops a record without fields
// and says nothing, and a line break would cut the message in two.
func checkData(dst []byte, start int) error {
	if len(dst) < start+2 || dst[start] != '{' || dst[len(dst)-1] != '}' {
		return fmt.Errorf("its data is %w", errNotObject)
	}
	data := dst[start:]
	if len(bytes.TrimSpace(data[1:len(data)-1])) == 0 {
		return errEmptyRecord
	}
	if bytes.IndexByte(data, '\n') >= 0 {
		return errLineBreak
	}
	return nil
}

func appendChanges(dst []byte, changes []Change) []byte {
	if len(changes) == 0 {
		return dst
	}
	dst = append(dst, `,"meta":{"changes":`...)
	separator := byte('[')
	for _, change := range changes {
		dst = append(dst, separator)
		dst = AppendJSONString(append(dst, `{"field":`...), change.Field)
		dst = AppendJSONString(append(dst, `,"change":`...), string(change.Change))
		dst = AppendJSONString(append(dst, `,"reason":`...), string(change.Reason))
		dst = append(dst, '}')
		separator = ','
	}
	return append(dst, ']', '}')
}
