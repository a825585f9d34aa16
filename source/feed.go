package source

import (
	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
)

// A feed is one of the streams that the pages of a reading become. The first
// feed of a reading leads: its plan is what is asked for, and its rows decide
// where the reading is.
type feed struct {
	name    string // in the configured catalogue
	plan    *plan
	book    *book    // of the stream
	reading *reading // that feeds
	earlier *state   // from before this run; nil for none
	meter   *meter
	tally   tally
	// prints are the fingerprints that the last window left, by entity.
	prints map[string]packedRows

	// Of the pass under way:
	memory *memory // nil: every row is emitted
	to     *transcoder
	batch  *airbyte.Batch
	record []byte // the present one, in the batch's memory
	begun  int    // where it begins there
	stamp  []byte // how records of the present page end that say when they were read
}

// A tally counts what becomes of a stream's rows.
type tally struct {
	emitted int64
	held    int64 // not emitted, because an earlier run did
}

// begin starts a pass.
func (f *feed) begin(out *airbyte.Emitter) {
	f.batch, f.to = out.Batch(f.name), newTranscoder(f.plan)
}

// draw makes the page's present record one of the stream.
func (f *feed) draw(page *intacct.Page) (err error) {
	f.record = f.batch.Open()
	f.begun = len(f.record)
	if f.record, err = f.to.record(f.record, page); err == nil && f.to.row.text == nil {
		f.to.row.id = fingerprint(f.record[f.begun:]) // nothing else tells the rows of the object apart
	}
	return err
}

// keep puts the record that was drawn into the batch, unless an earlier run
// emitted it.
func (f *feed) keep() {
	if f.memory != nil && f.memory.repeats(&f.to.row, f.record[f.begun:]) {
		f.tally.held++
		return
	}
	f.batch.Close(stamped(f.record, f.stamp), f.to.changes)
}
