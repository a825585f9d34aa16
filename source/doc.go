// Package source reads a Sage Intacct company into Airbyte records.
//
// Four things always hold: no row is lost, no row comes twice outside the
// look-back, memory is bounded, and a kill at any instant costs at most a
// repetition inside the look-back.
//
// The way of a row: a [stream] is an object as lookup describes it, its columns
// typed. A plan is what of it the configured catalogue asks for. Pages come in
// the order of the key (walk), inside a frozen [window] of modification times;
// the encoder turns each page into RECORD lines in one pass; a [state] after
// every page says how far the reading is.
package source
