package state

// A Place is how far the reading of one entity is.
type Place struct {
	Phase phase `json:"phase,omitempty"`
	// Cursor is the greatest modification time seen in all finished windows;
	// Created is the greatest creation time seen of rows that have no
	// modification time. The next window begins a look-back before them.
	Cursor  Instant `json:"cursor,omitzero"`
	Created Instant `json:"created,omitzero"`
	// CursorField is the column whose values Cursor is made of. It is written
	// for those who look for the cursor in a state, as Airbyte's acceptance tests
	// do, and read by nobody here.
	CursorField string `json:"cursor_field,omitempty"`
	// Window is the one being read, and After the key of the last row of the
	// last page. High and HighCreated are the greatest times seen in the window.
	Window *Window `json:"window,omitempty"`
	After  string  `json:"after,omitempty"`
	// Counted is how many rows the walk was announced, and how many came so far.
	Counted *Counted `json:"counted,omitempty"`
	// Owed are the keys of rows that are read for themselves, because they did not
	// come with the others: the set of keys has them before they are emitted.
	Owed []string `json:"owed,omitempty"`
	// Trail is the place besides After where keys have no order.
	Trail       *TimePlace `json:"trail,omitempty"`
	High        Instant    `json:"high,omitzero"`
	HighCreated Instant    `json:"high_created,omitzero"`
	// Rows are the fingerprints of the rows inside the look-back, so that the
	// next window does not emit them again. Only the last state of a window
	// has them.
	Rows PackedRows `json:"rows,omitempty"`
	// Zones are the offsets of timestamp fields that were measured to differ
	// from the user's formatting; nil means that nothing was measured yet.
	Zones Zones `json:"zones,omitzero"`
	// Formatting is what the user's formatting said when the zones were found.
	Formatting string `json:"formatting,omitempty"`
	// Since is where the last window began, if it was not the first: where the
	// zone was moved while it was read, it is read again. Times after FloorFrom,
	// up to Floor, are shown as Floor, because rows with such times were emitted
	// with later ones before the move was noticed.
	Since     Instant `json:"since,omitzero"`
	Floor     Instant `json:"floor,omitzero"`
	FloorFrom Instant `json:"floor_from,omitzero"`
	// Parents is the greatest modification time seen of the records that own
	// the stream's lines.
	Parents Instant `json:"parents,omitzero"`
	// Deleted is the time of the last delete that the audit history told of.
	Deleted Instant `json:"deleted,omitzero"`
	// Keys are the keys of all rows that were emitted and not deleted since,
	// unless they took too much room.
	Keys     PackedKeys `json:"keys,omitempty"`
	KeysLost bool       `json:"keys_lost,omitzero"`
	// Texts are the same where keys are texts.
	Texts PackedTexts `json:"texts,omitempty"`
	// Ahead are rows that came with a time of change in the future, with that.
	Ahead map[int64]Instant `json:"ahead,omitempty"`
	// Names are what the same rows are called, where that is the stream's key.
	Names PackedNames `json:"names,omitempty"`
}

// A phase is what the reading of a place is doing.
type phase string

// What the reading of a place is doing.
const (
	PhaseFull   phase = "full"   // a full refresh is on its way
	PhaseWindow phase = "window" // a window of modification times is being read
	PhaseDone   phase = "done"   // the last window came to its end
	PhaseRead   phase = "read"   // a full refresh came to its end here, not yet in every entity
)

// Unsure reports whether it is not known in which zone the times are written. Then
// windows do not end at the gateway's present, which would have to be written
// in that zone, but at the latest time that records have; and what was assumed
// stays as it is, so that times compare with those emitted before.
func (s *Place) Unsure() bool { return s.Zones[Assumed] != "" }

// A TimePlace is where a read is that goes by time.
type TimePlace struct {
	At      Instant `json:"at,omitzero"`      // the present second
	Rows    int     `json:"rows,omitempty"`   // of it are out
	Untimed bool    `json:"untimed,omitzero"` // at the rows without a time
}

// Counted is how many rows of a window were announced, and how many came, in a state.
type Counted struct {
	Total int `json:"total"`
	Rows  int `json:"rows"`
}

// A PageLimit is what is known of the pages that are too much for the gateway,
// for later runs.
type PageLimit struct {
	Rows   int     `json:"rows,omitempty"`   // no page is to have more; 0 is no limit
	Failed []int   `json:"failed,omitempty"` // sizes that were too much once
	Until  Instant `json:"until,omitzero"`   // from when larger pages are tried again
}

// Tighten makes a limit that of several objects which are one stream.
func (l *PageLimit) Tighten(other PageLimit) {
	if l.Rows == 0 || other.Rows != 0 && other.Rows < l.Rows {
		l.Rows = other.Rows
	}
	l.Failed = append(l.Failed, other.Failed...)
	l.Until = max(l.Until, other.Until)
}

// IsZero reports whether nothing is known.
func (l PageLimit) IsZero() bool { return l.Until == 0 }
