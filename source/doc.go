// Package source reads a Sage Intacct company into Airbyte records.
//
// Four things always hold: no row is lost, no row comes twice outside the
// look-back, memory is bounded, and a kill at any instant costs at most a
// repetition inside the look-back.
//
// The way of a row: a stream.Stream is an object as lookup describes it, its
// columns typed. A stream.Plan is what of it the configured catalogue asks for.
// Pages come by a paging.Pager, inside a frozen state.Window of modification
// times; the encode.Encoder turns each page into RECORD lines in one pass; a
// state.State after every page says how far the reading is. read.Reader holds
// all of it together.
package source
