// Package state is what the state of a stream holds: how far it was read, what was
// emitted inside the look-back, and of which records. It asks nobody anything.
package state

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"airbyte-sage-intacct/airbyte"
)

// StateVersion is the shape of states written today. Every version ever
// written stays readable.
const StateVersion = 1

// A State is how far the reading of one stream is, written after every page.
type State struct {
	Version int       `json:"v"`
	For     Belonging `json:"for,omitzero"`
	// Slices holds the place in each entity that is read on its own, by its id;
	// "" is the company's top level.
	Slices map[string]*Place `json:"slices,omitempty"`
	// Pages is what is known of pages that are too much for the gateway.
	Pages PageLimit `json:"pages,omitzero"`
	// Complete is Airbyte's marker that a full refresh came to its end.
	Complete bool `json:"__ab_full_refresh_sync_complete,omitempty"`
	// Generation is the one of the destination's rows that a full refresh reads,
	// where the platform counts them.
	Generation *int64 `json:"generation,omitempty"`
}

// Continues reports whether what a full refresh has read so far is part of a
// generation. A destination drops the rows of others. Of a refresh that came to
// its end it has to be certain: nothing would be read any more, for ever.
func (st *State) Continues(generation *int64) bool {
	if st.Generation == nil || generation == nil {
		return !st.Complete && st.Generation == generation
	}
	return *st.Generation == *generation
}

// Restart forgets what a full refresh has read.
func (st *State) Restart() {
	st.Complete = false
	for entity, s := range st.Slices {
		if s.Phase == PhaseFull || s.Phase == PhaseRead {
			st.Slices[entity] = &Place{Zones: s.Zones}
		}
	}
}

// Belonging says what a state was made of. To go on from the state of another
// company would lose rows without a word.
type Belonging struct {
	Company string `json:"company,omitempty"` // a hash
	Entity  string `json:"entity,omitempty"`  // a hash
	Object  string `json:"object,omitempty"`
	Rows    string `json:"rows,omitempty"` // a hash of what chooses among the object's records
}

// noCursorMarker is what Airbyte's own connectors write for streams that keep
// no state; it says nothing.
const noCursorMarker = "__ab_no_cursor_state_message"

// Parse reads the state of a stream; none, null and {} are nil. A version
// that was never written is refused: guessing would lose rows. Keys that are not
// known are those of a later program of the same version, which can be done
// without: going back to this one must not cost reading everything again.
func Parse(stream string, raw json.RawMessage) (*State, error) {
	var fields map[string]json.RawMessage
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil, nil
	}
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, Unusable(stream, "is not a JSON object")
	}
	delete(fields, noCursorMarker)
	if len(fields) == 0 {
		return nil, nil
	}
	st := new(State)
	if _, versioned := fields["v"]; !versioned {
		st.Version = StateVersion
		if _, complete := fields["__ab_full_refresh_sync_complete"]; !complete {
			return nil, Unusable(stream, "was not written by this connector")
		}
	}
	if err := json.Unmarshal(raw, st); err != nil {
		return nil, Unusable(stream, "cannot be read: "+airbyte.PlainJSON(err).Error())
	}
	return st, st.check(stream)
}

func (st *State) check(stream string) error {
	if st.Version != StateVersion {
		return Unusable(stream, fmt.Sprintf("has version %d; this connector knows version %d", st.Version, StateVersion))
	}
	for entity, s := range st.Slices {
		switch {
		case s == nil:
			return Unusable(stream, fmt.Sprintf("has nothing for entity %q", entity))
		case !slices.Contains([]phase{"", PhaseFull, PhaseWindow, PhaseDone, PhaseRead}, s.Phase):
			return Unusable(stream, fmt.Sprintf("has the unknown phase %q", s.Phase))
		case (s.Phase == PhaseWindow) != (s.Window != nil):
			return Unusable(stream, "has a window in the wrong phase")
		}
		if _, err := s.Rows.Unpack(); err != nil {
			return Unusable(stream, "has fingerprints that cannot be read: "+err.Error())
		}
		if _, err := s.Keys.Unpack(); err != nil {
			return Unusable(stream, "has keys that cannot be read: "+err.Error())
		}
		if _, err := s.Texts.Unpack(); err != nil {
			return Unusable(stream, "has keys that cannot be read: "+err.Error())
		}
		if _, err := s.Names.Unpack(); err != nil {
			return Unusable(stream, "has names that cannot be read: "+err.Error())
		}
	}
	return nil
}

// Unusable is the error of a state that cannot be gone on from.
func Unusable(stream, what string) error {
	return airbyte.Errorf(airbyte.ConfigError,
		"the saved state of stream %s %s; clear the stream's state (in Airbyte: clear or reset its data) and sync again", stream, what)
}

// Belongs refuses a state made of something else. A state that does not say
// what it was made of is accepted.
func (st *State) Belongs(stream string, to Belonging) error {
	switch was := st.For; {
	case was == Belonging{}:
		return nil
	case was.Company != to.Company:
		return Unusable(stream, "belongs to another company than the one configured")
	case was.Entity != to.Entity:
		return Unusable(stream, "belongs to another entity than the one configured")
	case was.Object != to.Object:
		return Unusable(stream, "belongs to another object, "+was.Object)
	case was.Rows != to.Rows:
		return Unusable(stream, "belongs to other filters than those configured (filters, exclude_drafts, document_types)")
	}
	return nil
}

// BelongingTo identifies what a stream is read from. companyID may be one of
// the packed forms, whose last part is an entity.
func BelongingTo(companyID, entity, object string) Belonging {
	parts := strings.Split(companyID, "|")
	if len(parts) > 1 {
		parts = parts[:len(parts)-1]
	}
	b := Belonging{Company: ShortHash(strings.Join(parts, "|")), Object: object}
	if entity != "" {
		b.Entity = ShortHash(entity)
	}
	return b
}

// ShortHash recognises a name without showing it: states are kept and shown in
// places that logs and configs are kept out of.
func ShortHash(name string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(strings.TrimSpace(name))))
	return hex.EncodeToString(sum[:6])
}

// Encode is the state as it is written.
func (st *State) Encode() json.RawMessage {
	raw, err := json.Marshal(st)
	if err != nil {
		panic("state: one that cannot be encoded: " + err.Error())
	}
	return raw
}
