// Package intacct is a client for the Sage Intacct XML Web Services gateway
// (xmlgw.phtml). It knows nothing of Airbyte.
//
// Client.Do is the one door to the gateway: it puts functions into an
// envelope, signs in when there is no session, sends, judges the answer, and
// sends again where that is safe. Everything else (Query, Lookup, Create, …)
// builds functions for it or reads what comes back.
//
// Two rules hold everywhere:
//
//   - A failure is a *Error that says at which stage the gateway refused, in
//     its own words, and whether the outcome is known. A reply that was lost
//     after the request left is never called a failure: for a function that
//     writes, Error.Unknown says so and the caller has to look.
//   - The body is read before the HTTP status is judged: the gateway answers
//     business errors with 200 and puts the reason of a 400 or 401 in XML.
//
// Requests and small replies are etree documents. Pages of query results are
// not: a scanner reads records straight from the reply's bytes.
package intacct
