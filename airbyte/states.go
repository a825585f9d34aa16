package airbyte

import (
	"encoding/json"
	"errors"

	"airbyte-sage-intacct/internal/rawjson"
)

// States are the places from which a read goes on.
type States struct {
	names   []string
	streams map[string]json.RawMessage
}

const clearState = "clear the connection's state (in Airbyte: the connection's Settings, Clear data; elsewhere: leave out --state)"

// ParseStates reads the content of the file behind --state. No state at all may be written as an
// empty file, null, [] or {}. Otherwise it is an array of states, as the platform sends it, or a
// series of states or STATE messages as they came out on stdout; the last one of a stream counts.
// A state of an older protocol is refused.
func ParseStates(data []byte) (*States, error) {
	states := &States{streams: map[string]json.RawMessage{}}
	data = trimBOM(data)
	for at := rawjson.SkipBlanks(data, 0); at < len(data); at = rawjson.SkipBlanks(data, at) {
		value, end, err := nextValue(data, at)
		if err == nil {
			err = states.addAll(value)
		}
		if err != nil {
			return nil, err
		}
		at = end
	}
	return states, nil
}

// nextValue is the JSON value that begins at start, as a part of data: states are large, and copies
// of them as well.
func nextValue(data []byte, start int) (value json.RawMessage, end int, err error) {
	end = rawjson.SkipValue(data, start)
	if value = data[start:end:end]; json.Valid(value) {
		return value, end, nil
	}
	var wrong *json.SyntaxError
	if err := json.Unmarshal(value, new(json.RawMessage)); errors.As(err, &wrong) {
		return nil, 0, Errorf(ConfigError, "The state file is not valid JSON at byte %d.", start+int(wrong.Offset))
	}
	return nil, 0, Errorf(ConfigError, "The state file is not valid JSON.")
}

// Stream returns the state of a stream, a JSON object, or nil for none.
func (s *States) Stream(name string) json.RawMessage { return s.streams[name] }

// Names lists the streams that have an entry, in the order of the file, whether the source knows
// them or not, and whether the entry holds a state or is empty.
func (s *States) Names() []string { return s.names }

func (s *States) addAll(value json.RawMessage) error {
	switch value[0] {
	case '[':
		for _, state := range rawjson.Elements(value) {
			if err := s.add(state); err != nil {
				return err
			}
		}
		return nil
	case '{':
		for range rawjson.Members(value) {
			return s.add(value)
		}
		return nil
	case 'n':
		return nil
	}
	return Errorf(ConfigError, "The state file holds %s where a list of states should be", article(typeOf(value)))
}

func (s *States) add(raw json.RawMessage) error {
	if message := lookup(raw, "state"); isObject(message) {
		raw = message
	}
	var state State
	if err := json.Unmarshal(raw, &state); err != nil {
		return Errorf(ConfigError, "The state file holds an entry that is no state: %w", PlainJSON(err))
	}
	switch {
	case state.Type == StreamStateType && state.Stream != nil:
		return s.set(*state.Stream)
	case state.Type == GlobalStateType && state.Global != nil:
		return s.setAll(*state.Global)
	case state.Type == LegacyStateType || state.Type == "":
		return Errorf(ConfigError, "The state is of the old kind (LEGACY) that this connector never wrote; %s and sync again.", clearState)
	}
	return Errorf(ConfigError, "The state file holds a state of type %q that cannot be read; %s and sync again.", state.Type, clearState)
}

func (s *States) setAll(global GlobalState) error {
	if shared := global.SharedState; len(shared) > 0 && !isNull(shared) && !isEmptyObject(shared) {
		return Errorf(ConfigError, "The state holds a state shared by all streams, which this connector does not have; %s and sync again.", clearState)
	}
	for _, stream := range global.StreamStates {
		if err := s.set(stream); err != nil {
			return err
		}
	}
	return nil
}

func (s *States) set(stream StreamState) error {
	name := stream.Descriptor.Name
	if name == "" {
		return Errorf(ConfigError, "The state file holds the state of a stream without a name; %s and sync again.", clearState)
	}
	if _, known := s.streams[name]; !known {
		if len(s.names) == maxStates {
			return Errorf(ConfigError, "The state file holds states of more than %d streams", maxStates)
		}
		s.names = append(s.names, name)
	}
	s.streams[name] = nil
	state := stream.State
	if len(state) == 0 || isNull(state) || isEmptyObject(state) {
		return nil
	}
	if !isObject(state) {
		return Errorf(ConfigError, "The state of stream %s is %s where an object should be; %s and sync again.",
			name, article(typeOf(state)), clearState)
	}
	s.streams[name] = state
	return nil
}
