package airbyte

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"sync/atomic"
	"unicode/utf8"

	"airbyte-sage-intacct/internal/rawjson"

	"github.com/rs/zerolog"
)

// maxWarnings bounds the log when the input is full of lines that are no messages.
const maxWarnings = 10

const (
	// maxLine bounds a message. The 20 MB of files that a record may bring take 27 as base64.
	maxLine = 36 << 20
	// keptLine is how large a buffer for long lines may be and stay.
	keptLine = 4 << 20
)

// Input is the stdin of write: messages, one a line. It is for one goroutine.
type Input struct {
	r       *bufio.Reader
	log     *zerolog.Logger
	line    int64
	skipped int
	parts   []byte
	ended   atomic.Bool // Next may be called in a goroutine of the destination
}

// NewInput reads messages from r and logs the lines that are none.
func NewInput(r io.Reader, log *zerolog.Logger) *Input {
	return &Input{r: bufio.NewReaderSize(r, bufferSize), log: log}
}

// Incoming is one message from stdin. Only the part that belongs to Type is set; for the types that
// no destination needs that is none.
type Incoming struct {
	Type   MessageType
	Raw    []byte // the whole line, without its end; the caller may keep it
	Record *InRecord
	State  *InState
	Trace  *InTrace
}

// InRecord is a RECORD. Data is the exact text that was received, a part of Raw: numbers keep their
// digits.
type InRecord struct {
	Stream    string
	Namespace string
	Data      json.RawMessage
	EmittedAt int64
	Changes   []Change // what is not as it was in the source
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

// Next returns the next message, or io.EOF. A line that does not begin like a JSON object is some
// program's chatter: it is logged and skipped. One that does and then cannot be read, and chatter
// that a message follows on the same line, are errors: it may have been a record, and a lost record
// is worse than a stop.
func (in *Input) Next() (*Incoming, error) {
	for {
		raw, err := in.readLine()
		if err != nil {
			return nil, err
		}
		text := bytes.TrimSpace(raw)
		if in.line == 1 {
			text = trimBOM(text)
		}
		if len(text) == 0 {
			continue
		}
		if text[0] != '{' {
			if hidesMessage(text) {
				return nil, Errorf(SystemError, "line %d of the input: it begins with something else than the message in it", in.line)
			}
			in.skip(len(text))
			continue
		}
		message, err := parseIncoming(text)
		if err != nil {
			return nil, Errorf(FailureTypeOf(err), "line %d of the input: %w", in.line, err)
		}
		return message, nil
	}
}

// readLine returns the next line in memory of its own.
func (in *Input) readLine() ([]byte, error) {
	line, err := in.join()
	if len(line) > 0 && (err == nil || errors.Is(err, io.EOF)) {
		in.line++
		return line, nil
	}
	if errors.Is(err, io.EOF) {
		in.ended.Store(true)
		in.countSkipped()
		return nil, io.EOF
	}
	if errors.Is(err, errLongLine) {
		return nil, Errorf(SystemError, "line %d of the input %w", in.line+1, err)
	}
	return nil, Errorf(SystemError, "reading the input after line %d: %w", in.line, err)
}

var errLongLine = fmt.Errorf("is longer than %d MiB, the most that this connector takes", maxLine>>20)

// join puts a line together. The parts of a long one are gathered in a buffer that is used again, so
// that a line costs its own length in memory and no more.
func (in *Input) join() ([]byte, error) {
	in.parts = in.parts[:0]
	for {
		part, err := in.r.ReadSlice('\n')
		if len(in.parts)+len(part) > maxLine {
			return nil, errLongLine
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			in.parts = append(in.parts, part...)
			continue
		}
		line := make([]byte, 0, len(in.parts)+len(part))
		line = append(append(line, in.parts...), part...)
		if cap(in.parts) > keptLine {
			in.parts = nil
		}
		return line, err
	}
}

// hidesMessage tells chatter without a line end, to which a record or state was added.
func hidesMessage(text []byte) bool {
	return bytes.Contains(text, []byte(`"type"`)) &&
		(bytes.Contains(text, []byte(`"`+TypeRecord+`"`)) || bytes.Contains(text, []byte(`"`+TypeState+`"`)))
}

// skip tells where a line was left out, not what was in it: it may be anybody's data.
func (in *Input) skip(size int) {
	in.skipped++
	if in.skipped <= maxWarnings {
		in.log.Warn().Int64("line", in.line).Int("bytes", size).Msg("Skipped a line of the input that is not a message")
	}
}

func (in *Input) countSkipped() {
	if in.skipped > maxWarnings {
		in.log.Warn().Int("lines", in.skipped).Msg("Skipped lines of the input that are not messages")
	}
	in.skipped = 0
}

func parseIncoming(raw []byte) (*Incoming, error) {
	if !json.Valid(raw) {
		return nil, errors.New("the message is not valid JSON; it may have been cut off")
	}
	message := &Incoming{Type: MessageType(textOf(lookup(raw, "type"))), Raw: raw}
	var err error
	switch message.Type {
	case TypeRecord:
		message.Record, err = parseInRecord(lookup(raw, "record"))
	case TypeState:
		if !utf8.Valid(raw) {
			return nil, fmt.Errorf("the state %w", ErrNoUTF8) // it could not be echoed as it is
		}
		message.State, err = parseInState(lookup(raw, "state"))
	case TypeTrace:
		message.Trace = parseInTrace(lookup(raw, "trace"))
	case "":
		err = errors.New("the message has no type")
	default:
		if lookup(raw, "record") != nil || lookup(raw, "state") != nil {
			err = fmt.Errorf("the message of type %q holds a record or a state", message.Type)
		}
	}
	if err != nil {
		return nil, err
	}
	return message, nil
}

func parseInRecord(raw []byte) (*InRecord, error) {
	if !isObject(raw) {
		return nil, errors.New("the RECORD message holds no record")
	}
	record := &InRecord{}
	var err error
	for m := range rawjson.Members(raw) {
		switch string(m.Name) {
		case "stream":
			record.Stream = nameOf(m.Value)
		case "namespace":
			record.Namespace = nameOf(m.Value)
		case "data":
			record.Data = m.Value
		case "emitted_at":
			record.EmittedAt = milliseconds(m.Value)
		case "meta":
			if record.Changes, err = changesIn(m.Value); err != nil {
				return nil, err
			}
		}
	}
	if record.Stream == "" {
		return nil, errors.New("the record names no stream")
	}
	if !isObject(record.Data) {
		return nil, errors.New("the record of stream " + record.Stream + " holds no data")
	}
	return record, nil
}

// changesIn reads meta.changes. A list that cannot be read is an error: what it says of the record
// would be lost.
func changesIn(meta []byte) ([]Change, error) {
	list := lookup(meta, "changes")
	if list == nil {
		return nil, nil
	}
	var changes []Change
	if err := json.Unmarshal(list, &changes); err != nil {
		return nil, errors.New("the record's meta.changes is not a list of changes")
	}
	for _, change := range changes {
		if change.Field == "" {
			return nil, errors.New("the record's meta.changes holds a change without its field")
		}
	}
	return changes, nil
}

// nameOf is a string's text, and nothing for null.
func nameOf(value []byte) string {
	if isNull(value) {
		return ""
	}
	return textOf(value)
}

// milliseconds reads a time that some senders write with a fraction.
func milliseconds(value []byte) int64 {
	whole, _, _ := bytes.Cut(value, []byte("."))
	ms, err := strconv.ParseInt(string(whole), 10, 64)
	if err != nil {
		return 0
	}
	return ms
}

func parseInState(raw []byte) (*InState, error) {
	switch StateType(textOf(lookup(raw, "type"))) {
	case GlobalStateType:
		return &InState{Global: true}, nil
	case StreamStateType:
	default:
		return nil, Errorf(ConfigError, "the source sends a state without a type or of the old type LEGACY, "+
			"which no present Airbyte accepts; use a newer version of the source connector")
	}
	name, namespace := descriptorIn(lookup(raw, "stream"))
	if name == "" {
		return nil, errors.New("the state names no stream")
	}
	return &InState{Stream: name, Namespace: namespace}, nil
}

func parseInTrace(raw []byte) *InTrace {
	status := lookup(raw, "stream_status")
	trace := &InTrace{
		Type:   TraceType(textOf(lookup(raw, "type"))),
		Status: StreamStatus(textOf(lookup(status, "status"))),
	}
	trace.Stream, trace.Namespace = descriptorIn(status)
	return trace
}

func descriptorIn(raw []byte) (name, namespace string) {
	descriptor := lookup(raw, "stream_descriptor")
	return nameOf(lookup(descriptor, "name")), nameOf(lookup(descriptor, "namespace"))
}
