// Package destination writes Airbyte records into Sage Intacct.
//
// Three things always hold. A record is never posted twice: before a create the
// company is asked whether the record is there, and after an answer that did
// not arrive it is asked again before anything is sent. A STATE is echoed only
// after every record before it is settled, which means written, recognised as
// already there, or rejected. Nothing is dropped silently: a record that cannot
// be written is rejected with Intacct's own words and its key.
//
// The way of a record: it is decoded into a [document] with the types that
// lookup names, waits in the lane of its stream until a batch of it leaves, is
// matched with what the company has, and leaves as one function of a request.
// The outcome settles it in the ledger, which owns the STATE messages.
package destination
