package paging

import (
	"math"
	"sync/atomic"

	"airbyte-sage-intacct/intacct"
)

// A keyRange is a part of an object's keys: those after low, up to and including
// high. It becomes one query, or is cut into several while it waits.
type keyRange struct {
	low, high int64
	rows      int // there are about so many in it

	// backwards is the range that is read from the greatest key down. Its low
	// is where the ranges before it end, whose rows it may come to repeat.
	backwards bool

	first bool // of all: nothing is known yet
	// guessed says that a window was cut from it while its end was unknown.
	guessed bool
	asked   bool        // a fetcher is on its way
	size    int         // of a page then
	head    atomic.Bool // nothing can be emitted before it
	rest    *keyRange   // what it was cut from
	came    bool        // the fetcher is back: what follows is valid
	held    *heldPage   // its page
	err     error       // why there is none
	edge    boundary    // where the page ends, at first sight
	over    int         // rows after the page, where the end is not known
}

// A boundary is the last key of a page, as far as can be seen without reading it.
type boundary struct {
	key   int64
	known bool
}

// The keys between which all others lie.
const (
	noLow  = math.MinInt64
	noHigh = math.MaxInt64
)

// span is how many keys the range has room for.
func (s *keyRange) span() float64 { return float64(s.high) - float64(s.low) }

// A rowDensity is how many of the keys are rows, as the latest windows showed it.
// It only decides how wide the next ones are.
type rowDensity struct {
	perKey float64
	// fill is the part of a page that windows are made to fill. Less than all
	// is what keeps most of them from needing a second page.
	fill float64
	// rows came in windows whose pages had room for more, which is what calls
	// were wasted on.
	rows, room int
}

// wasteful says that windows have missed the size of a page by so much that
// pages should rather be full than be several at once.
func (d *rowDensity) wasteful(size int) bool { return d.room > d.rows/mostWaste+size/2 }

const (
	mostFill   = 1
	leastFill  = 0.8
	firstFill  = 0.97
	fillUp     = 0.003
	fillDown   = 0.04
	steepest   = 16  // windows get wider by so much at most, in empty parts of the keys
	similar    = 0.1 // densities that differ by less are one
	smoothness = 0.5
	mostWaste  = 20 // of so many calls, one may be wasted
)

// begin learns from the first page.
func (d *rowDensity) begin(rows int, low, high int64) {
	d.perKey = float64(rows) / (float64(high) - float64(low) + 1)
	if d.fill = firstFill; d.perKey == 1 {
		d.fill = mostFill
	}
}

// learn takes in a page: how many of the keys up to its end were rows, and of
// how many that were expected.
func (d *rowDensity) learn(page *intacct.Page, span float64, expected, size int) {
	d.rows += page.Count
	d.room += size - page.Count
	seen := float64(page.Count) / span
	switch {
	case page.Total > 2*expected:
		d.perKey = seen
	case 2*page.Total < expected:
		d.perKey = max(seen, d.perKey/steepest)
	default:
		d.perKey += smoothness * (seen - d.perKey)
		if page.Remaining > 0 {
			d.fill = max(d.fill-fillDown, leastFill)
		} else {
			d.fill = min(d.fill+fillUp, mostFill)
		}
	}
}

// cut says how far from its low a range should be asked for to fill a page of
// so many rows, and how many rows that is.
func (d *rowDensity) cut(s *keyRange, size int) (high int64, rows int) {
	if s.high != noHigh && (s.rows <= size || d.wasteful(size)) {
		return s.high, s.rows
	}
	pages := math.Ceil(float64(s.rows) / (float64(size) * d.fill))
	target := float64(s.rows) / pages
	perKey := d.perKey
	if s.high != noHigh {
		if even := float64(s.rows) / s.span(); math.Abs(even-perKey) < similar*even {
			perKey = even
		}
	}
	width := max(1, math.Floor(target/perKey))
	if width >= float64(s.high)-float64(s.low) {
		return s.high, s.rows
	}
	return s.low + int64(width), int(target)
}
