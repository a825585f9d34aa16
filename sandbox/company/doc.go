// Package company is the simulated company behind the sandbox's gateway: its
// objects, its rows and the rules of its ledger.
//
// It knows nothing of XML or HTTP. Values are canonical text: decimals are
// plain digits, dates 2006-01-02, timestamps 2006-01-02T15:04:05Z, booleans
// "true" and "false", enumerations their label, and "" is null. Writes take
// values as they come over the wire (dates mm/dd/yyyy; custom objects ISO
// dates too) and turn them into that.
//
// # Rows
//
// Rows come from three places: stored rows, rows computed from their number
// (see [Computed]) and the edits laid over either. Readers see committed rows
// only; a [Tx] is the only way to write by the company's rules, while Put,
// Remove and their like on [Company] go round every rule, for tests and for
// the demo data. Edits can be saved, or kept in a [Journal] as they happen.
//
// # What writes do
//
// Every write knows the catalogue's fields, their types, their lists of valid
// values and what refers to what; it stamps who and when, copies the names of
// what it refers to, and leaves a row in AUDITHISTORY. Beyond that:
//
//   - Journal entries balance, for each entity and currency, and have two
//     lines at least; statistical ones have statistical accounts.
//   - Bills, invoices, adjustments, expense reports and card transactions move
//     from Draft to Posted and post their lines against a control account of
//     the [Profile]; a line's base amount is its amount at the document's rate,
//     rounded to what its currency has.
//   - Payments reduce what is due, line by line, use credits up, and make a
//     document Paid; drafts only select. What is paid keeps the rate it was
//     entered with, so no exchange difference arises.
//   - An order made from another takes its quantities off the other's lines,
//     which becomes Partially Converted and then Converted, and is locked.
//   - Inactive locations and departments, and inside an entity those of others,
//     are refused; so are unknown contacts and units, quantities of zero, due
//     dates before the date, and dates outside all reporting periods.
//   - A line that names an allocation becomes the lines of its parts.
//   - Credits pay documents alone, too, from no bank account.
//   - Deposits move receipts from undeposited funds to a bank account, other
//     receipts post against theirs, and reimbursements pay expense reports.
//   - Reversals post the opposite and give back what payments took.
//   - Nothing is posted into closed books. What is used cannot be deleted.
//   - GLDETAIL follows from posted GLENTRY rows, and TOTALDUE of vendors and
//     customers from their documents, by themselves.
//
// Not simulated: approvals, taxes (TAXENTRIES is accepted and dropped),
// discounts, custom allocations (SPLIT is dropped), exchange gains, inter-entity
// accounts, postings of order entry, purchasing and inventory, and balances
// kept per period (GLACCOUNTBALANCE has no rows; see [Company.TrialBalance]).
//
// # What is not publicly known
//
// Where public documents are silent or contradict each other, the company has
// a setting, so that clients can be tested under each answer: the form of
// OBJECTKEY, collation, null times of modification after a create, commits
// that become visible late. Answers without an order come in one that follows
// no field; ties keep an order that follows no key. Duplicate bill numbers are
// accepted: Intacct's own check is an option of each company.
package company
