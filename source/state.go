package source

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

// stateVersion is the shape of states written today. Every version ever
// written stays readable.
const stateVersion = 1

// A state is how far the reading of one stream is, written after every page.
type state struct {
	Version int       `json:"v"`
	For     belonging `json:"for,omitzero"`
	// Slices holds the place in each entity that is read on its own, by its id;
	// "" is the company's top level.
	Slices map[string]*slice `json:"slices,omitempty"`
	// Pages is what is known of pages that are too much for the gateway.
	Pages pageLimit `json:"pages,omitzero"`
	// Complete is Airbyte's marker that a full refresh came to its end.
	Complete bool `json:"__ab_full_refresh_sync_complete,omitempty"`
	// Generation is the one of the destination's rows that a full refresh reads,
	// where the platform counts them.
	Generation *int64 `json:"generation,omitempty"`
}

// continues reports whether what a full refresh has read so far is part of a
// generation. A destination drops the rows of others. Of a refresh that came to
// its end it has to be certain: nothing would be read any more, for ever.
func (st *state) continues(generation *int64) bool {
	if st.Generation == nil || generation == nil {
		return !st.Complete && st.Generation == generation
	}
	return *st.Generation == *generation
}

// restart forgets what a full refresh has read.
func (st *state) restart() {
	st.Complete = false
	for entity, s := range st.Slices {
		if s.Phase == phaseFull || s.Phase == phaseRead {
			st.Slices[entity] = &slice{Zones: s.Zones}
		}
	}
}

// belonging says what a state was made of. To go on from the state of another
// company would lose rows without a word.
type belonging struct {
	Company string `json:"company,omitempty"` // a hash
	Entity  string `json:"entity,omitempty"`  // a hash
	Object  string `json:"object,omitempty"`
	Rows    string `json:"rows,omitempty"` // a hash of what chooses among the object's records
}

// A phase is what the reading of a slice is doing.
type phase string

const (
	phaseFull   phase = "full"   // a full refresh is on its way
	phaseWindow phase = "window" // a window of modification times is being read
	phaseDone   phase = "done"   // the last window came to its end
	phaseRead   phase = "read"   // a full refresh came to its end here, not yet in every entity
)

// A slice is the place in one entity.
type slice struct {
	Phase phase `json:"phase,omitempty"`
	// Cursor is the greatest modification time seen in all finished windows;
	// Created is the greatest creation time seen of rows that have no
	// modification time. The next window begins a look-back before them.
	Cursor  instant `json:"cursor,omitzero"`
	Created instant `json:"created,omitzero"`
	// CursorField is the column whose values Cursor is made of. It is written
	// for those who look for the cursor in a state, as Airbyte's acceptance tests
	// do, and read by nobody here.
	CursorField string `json:"cursor_field,omitempty"`
	// Window is the one being read, and After the key of the last row of the
	// last page. High and HighCreated are the greatest times seen in the window.
	Window *window `json:"window,omitempty"`
	After  string  `json:"after,omitempty"`
	// Counted is how many rows the walk was announced, and how many came so far.
	Counted *came `json:"counted,omitempty"`
	// Owed are the keys of rows that are read for themselves, because they did not
	// come with the others: the set of keys has them before they are emitted.
	Owed []string `json:"owed,omitempty"`
	// Trail is the place besides After where keys have no order.
	Trail       *trailPlace `json:"trail,omitempty"`
	High        instant     `json:"high,omitzero"`
	HighCreated instant     `json:"high_created,omitzero"`
	// Rows are the fingerprints of the rows inside the look-back, so that the
	// next window does not emit them again. Only the last state of a window
	// has them.
	Rows packedRows `json:"rows,omitempty"`
	// Zones are the offsets of timestamp fields that were measured to differ
	// from the user's formatting; nil means that nothing was measured yet.
	Zones fieldZones `json:"zones,omitzero"`
	// Formatting is what the user's formatting said when the zones were found.
	Formatting string `json:"formatting,omitempty"`
	// Since is where the last window began, if it was not the first: where the
	// zone was moved while it was read, it is read again. Times after FloorFrom,
	// up to Floor, are shown as Floor, because rows with such times were emitted
	// with later ones before the move was noticed.
	Since     instant `json:"since,omitzero"`
	Floor     instant `json:"floor,omitzero"`
	FloorFrom instant `json:"floor_from,omitzero"`
	// Parents is the greatest modification time seen of the records that own
	// the stream's lines.
	Parents instant `json:"parents,omitzero"`
	// Deleted is the time of the last delete that the audit history told of.
	Deleted instant `json:"deleted,omitzero"`
	// Keys are the keys of all rows that were emitted and not deleted since,
	// unless they took too much room.
	Keys     packedKeys `json:"keys,omitempty"`
	KeysLost bool       `json:"keys_lost,omitzero"`
	// Texts are the same where keys are texts.
	Texts packedTexts `json:"texts,omitempty"`
	// Ahead are rows that came with a time of change in the future, with that.
	Ahead map[int64]instant `json:"ahead,omitempty"`
	// Names are what the same rows are called, where that is the stream's key.
	Names packedRoll `json:"names,omitempty"`
}

// noCursorMarker is what Airbyte's own connectors write for streams that keep
// no state; it says nothing.
const noCursorMarker = "__ab_no_cursor_state_message"

// parseState reads the state of a stream; none, null and {} are nil. A version
// that was never written is refused: guessing would lose rows. Keys that are not
// known are those of a later program of the same version, which can be done
// without: going back to this one must not cost reading everything again.
func parseState(stream string, raw json.RawMessage) (*state, error) {
	var fields map[string]json.RawMessage
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil, nil
	}
	if err := json.Unmarshal(raw, &fields); err != nil {
		return nil, stateError(stream, "is not a JSON object")
	}
	delete(fields, noCursorMarker)
	if len(fields) == 0 {
		return nil, nil
	}
	st := new(state)
	if _, versioned := fields["v"]; !versioned {
		st.Version = stateVersion
		if _, complete := fields["__ab_full_refresh_sync_complete"]; !complete {
			return nil, stateError(stream, "was not written by this connector")
		}
	}
	if err := json.Unmarshal(raw, st); err != nil {
		return nil, stateError(stream, "cannot be read: "+airbyte.PlainJSON(err).Error())
	}
	return st, st.check(stream)
}

func (st *state) check(stream string) error {
	if st.Version != stateVersion {
		return stateError(stream, fmt.Sprintf("has version %d; this connector knows version %d", st.Version, stateVersion))
	}
	for entity, s := range st.Slices {
		switch {
		case s == nil:
			return stateError(stream, fmt.Sprintf("has nothing for entity %q", entity))
		case !slices.Contains([]phase{"", phaseFull, phaseWindow, phaseDone, phaseRead}, s.Phase):
			return stateError(stream, fmt.Sprintf("has the unknown phase %q", s.Phase))
		case (s.Phase == phaseWindow) != (s.Window != nil):
			return stateError(stream, "has a window in the wrong phase")
		}
		if _, err := s.Rows.unpack(); err != nil {
			return stateError(stream, "has fingerprints that cannot be read: "+err.Error())
		}
		if _, err := s.Keys.unpack(); err != nil {
			return stateError(stream, "has keys that cannot be read: "+err.Error())
		}
		if _, err := s.Texts.unpack(); err != nil {
			return stateError(stream, "has keys that cannot be read: "+err.Error())
		}
		if _, err := s.Names.unpack(); err != nil {
			return stateError(stream, "has names that cannot be read: "+err.Error())
		}
	}
	return nil
}

func stateError(stream, what string) error {
	return airbyte.Errorf(airbyte.ConfigError,
		"the saved state of stream %s %s; clear the stream's state (in Airbyte: clear or reset its data) and sync again", stream, what)
}

// belongs refuses a state made of something else. A state that does not say
// what it was made of is accepted.
func (st *state) belongs(stream string, to belonging) error {
	switch was := st.For; {
	case was == belonging{}:
		return nil
	case was.Company != to.Company:
		return stateError(stream, "belongs to another company than the one configured")
	case was.Entity != to.Entity:
		return stateError(stream, "belongs to another entity than the one configured")
	case was.Object != to.Object:
		return stateError(stream, "belongs to another object, "+was.Object)
	case was.Rows != to.Rows:
		return stateError(stream, "belongs to other filters than those configured (filters, exclude_drafts, document_types)")
	}
	return nil
}

// belongingTo identifies what a stream is read from. companyID may be one of
// the packed forms, whose last part is an entity.
func belongingTo(companyID, entity, object string) belonging {
	parts := strings.Split(companyID, "|")
	if len(parts) > 1 {
		parts = parts[:len(parts)-1]
	}
	b := belonging{Company: shortHash(strings.Join(parts, "|")), Object: object}
	if entity != "" {
		b.Entity = shortHash(entity)
	}
	return b
}

// shortHash recognises a name without showing it: states are kept and shown in
// places that logs and configs are kept out of.
func shortHash(name string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(strings.TrimSpace(name))))
	return hex.EncodeToString(sum[:6])
}

func (st *state) encode() json.RawMessage {
	raw, err := json.Marshal(st)
	if err != nil {
		panic("source: a state that cannot be encoded: " + err.Error())
	}
	return raw
}
