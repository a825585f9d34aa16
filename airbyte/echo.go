package airbyte

import "encoding/json"

// DestinationStats counts what became of a stream's records since its previous state.
type DestinationStats struct {
	RecordCount         int64 // written
	RejectedRecordCount int64
	// Additional are counts of the connector's own. The platform adds them up over a stream's states.
	Additional []Count
}

// Count is a count that bears a name.
type Count struct {
	Name  string
	Value int64
}

// Echo gives a received STATE line back. Every byte stays as it was, the platform's id and keys
// that this package knows nothing of among them; destinationStats is added.
func (e *Emitter) Echo(raw []byte, stats DestinationStats) error {
	line, err := withDestinationStats(raw, stats)
	if err != nil {
		return err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.line(line)
}

func withDestinationStats(raw []byte, stats DestinationStats) ([]byte, error) {
	if !json.Valid(raw) {
		return nil, Errorf(SystemError, "a state to give back is not valid JSON")
	}
	state, ok := find(raw, "state")
	if !ok || !isObject(state.Value) {
		return nil, Errorf(SystemError, "a message to give back holds no state")
	}
	if _, err := parseInState(state.Value); err != nil {
		return nil, err
	}
	line := append([]byte(nil), raw[:state.Start]...)
	line = appendStats(line, state.Value, stats)
	return appendLine(nil, append(line, raw[state.End:]...)), nil
}

// appendStats appends the state with the stats in the place of older ones, else at its end.
func appendStats(dst, state []byte, stats DestinationStats) []byte {
	encoded := append([]byte(`{"recordCount":`), double(stats.RecordCount)...)
	if stats.RejectedRecordCount > 0 {
		encoded = append(append(encoded, `,"rejectedRecordCount":`...), double(stats.RejectedRecordCount)...)
	}
	encoded = append(appendCounts(encoded, stats.Additional), '}')
	if older, ok := find(state, "destinationStats"); ok {
		dst = append(append(dst, state[:older.Start]...), encoded...)
		return append(dst, state[older.End:]...)
	}
	dst = append(dst, state[:len(state)-1]...) // a state has a type: a comma is due
	dst = append(append(dst, `,"destinationStats":`...), encoded...)
	return append(dst, '}')
}

func appendCounts(dst []byte, counts []Count) []byte {
	if len(counts) == 0 {
		return dst
	}
	separator := `,"additionalStats":{`
	for _, count := range counts {
		dst = AppendJSONString(append(dst, separator...), count.Name)
		dst = append(append(dst, ':'), double(count.Value)...)
		separator = ","
	}
	return append(dst, '}')
}
