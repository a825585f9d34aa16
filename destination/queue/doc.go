// Package queue brings records to their writer: in batches, in order for each
// key, no faster than the company takes them; and gives a STATE back once every
// record before it is settled. It does not know what a record is.
package queue
