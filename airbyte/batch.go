package airbyte

// Batch collects RECORD lines of one stream. It is not safe for concurrent use, but any number of
// batches may be filled at the same time.
type Batch struct {
	stream string
	buf    []byte
	count  int
}

// Open begins a record and returns the buffer to which its data, a JSON object, is appended.
func (b *Batch) Open() []byte { return b.buf }

// Close ends the record begun by Open; dst is what Open returned, grown by the data.
func (b *Batch) Close(dst []byte, changes []Change) { b.buf = dst; b.count++ }

// Len is the number of records in the batch.
func (b *Batch) Len() int { return b.count }

// Size is the number of bytes in the batch.
func (b *Batch) Size() int { return len(b.buf) }
