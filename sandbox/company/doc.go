// Package company is the simulated company behind the sandbox's gateway: its
// objects, its rows and the rules of its ledger.
//
// It knows nothing of XML or HTTP. Values are canonical text: decimals are
// plain digits, dates 2006-01-02, timestamps 2006-01-02T15:04:05Z, booleans
// "true" and "false", enumerations their label, and "" is null.
//
// Rows come from three places: stored rows, rows computed from their number
// (see [Computed]) and the edits laid over either. Readers see committed rows
// only; a [Tx] is the only way to write by the company's rules, while Put,
// Remove and their like on [Company] go round every rule, for tests and for
// the demo data.
package company
