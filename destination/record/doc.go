// Package record makes documents of records, in the terms of their object, and
// elements of documents; and it compares documents with what the company has.
package record
