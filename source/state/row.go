package state

// A Row is what the reading needs to know of a record besides its data.
type Row struct {
	ID   uint64 // the key, or a hash of one that is no integer
	Text []byte // the key as the gateway spells it, valid until the next row
	// Called is what the stream's key is, where that is another field.
	Called []byte
	// Number is the key, where keys are integers.
	Number                  int64
	Modified, Created       Instant
	HasModified, HasCreated bool
	// Ahead says that it was changed in the future.
	Ahead bool
}
