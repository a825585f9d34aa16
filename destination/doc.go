// Package destination writes Airbyte records into Sage Intacct.
//
// Three things always hold. A record is never posted twice: before a create the
// company is asked whether the record is there, and after an answer that did
// not arrive it is asked again before anything is sent. A STATE is echoed only
// after every record before it is settled, which means written, recognised as
// already there, or rejected. Nothing is dropped silently: a record that cannot
// be written is rejected with Intacct's own words and its key.
//
// The way of a record: it is decoded into a [record.Document] with the types that
// lookup names, its references by name are resolved, it waits in the bucket of its
// stream until a batch of it leaves ([queue.Queue]), is matched with what the
// company has, and leaves as one function of a request. The outcome settles it,
// and lets the STATE messages go that waited for it.
package destination
