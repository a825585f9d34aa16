package airbyte

import (
	"encoding/json"
	"io"

	"github.com/rs/zerolog"
)

// Input is the stdin of write.
type Input struct {
	r   io.Reader
	log *zerolog.Logger
}

// NewInput reads messages from r and logs the lines that are none.
func NewInput(r io.Reader, log *zerolog.Logger) *Input { return &Input{r: r, log: log} }

// Incoming is one message from stdin. Only the part that belongs to Type is set.
type Incoming struct {
	Type   MessageType
	Raw    []byte // the whole line, without its end; the caller may keep it
	Record *InRecord
	State  *InState
	Trace  *InTrace
}

// InRecord is a RECORD. Data is the exact text that was received, a part of Raw.
type InRecord struct {
	Stream    string
	Namespace string
	Data      json.RawMessage
	EmittedAt int64
}

// InState is a STATE: of one stream, or of all (Global).
type InState struct {
	Stream    string
	Namespace string
	Global    bool
}

// InTrace is a TRACE; Stream and Status are set for a stream status.
type InTrace struct {
	Type      TraceType
	Stream    string
	Namespace string
	Status    StreamStatus
}

// Next returns the next message, or io.EOF.
func (in *Input) Next() (*Incoming, error) { return nil, io.EOF }
