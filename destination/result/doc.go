// Package result has what becomes of a record: written, already there, or
// rejected with a reason and with what to do about it.
package result
