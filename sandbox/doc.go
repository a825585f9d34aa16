// Package sandbox simulates the XML gateway of Sage Intacct in front of a
// simulated company (package company). It is for building and testing clients
// without an account: the official SDKs and other public clients work against
// it unmodified.
//
// A [Sandbox] is an http.Handler; [Sandbox.Transport] is the same without a
// socket; [Command] serves it from the command line. The gateway answers POST
// requests at [Path], under any host name; every other address shows the
// company to a person, read-only.
//
// # What is simulated
//
// The envelope: strict parsing and the content models of the published schema,
// with libxml2's words, line and column; the checks in the gateway's order
// (XML, sender, policy, company, user, entity, authorisation of the sender,
// functions); failures of the front (HTTP 4xx), of control, authentication and
// result; several operations and functions in a request; transaction="true"
// with rollback; uniqueid; showadditionalerrorinfo; includewhitespace; Support
// and Request IDs; gzip both ways; dtdversion 3.0 and 2.1.
//
// Signing in: login, also into an entity by locationid or COMPANY|ENTITY and
// as a console's client; sessions with sliding expiry, bound to an entity.
//
// Functions:
//
//   - getAPISession
//   - query with all operators, nesting, aggregates and grouping, fields of
//     related objects, several sort keys, offset, docparid, caseinsensitive,
//     showprivate, and XML, JSON and CSV answers
//   - lookup; inspect of everything, of one object, in detail
//   - read, readByName, readRelated; readByQuery (comparisons, like, in, is
//     null, and, or, not, parentheses, rownum) and readMore
//   - create, update, delete, with owned lines and partial failure
//   - the legacy create_, update_, delete_, reverse_ and reclassify_ functions
//     of the types in legacy/legacy.txt; record_cctransaction; create_arpayment;
//     create_paymentrequest and approving, sending, confirming, declining and voiding it;
//     create_appayment (by way of a bill); apply_arpayment of payments;
//     record_deposit of receipts that there are; create_reimbursementrequest; externalkey
//     of objects that show an EXTERNALID; attachments and their folders (content
//     must be base64, and of one name there is one file); get and get_list
//   - hold, resume, post, unpost, deliver, reallocate, approve, decline and
//     others that act on one record, as action/actions.txt lists them, with a
//     history of what was approved; getTransactionsToApprove,
//     getApprovalHistory, getVendorsToApprove, getVendorApprovalHistory
//   - readReport and readView of reports and views that the company has saved
//     (SAVEDREPORT and SAVEDVIEW; the demo company has some): a report answers
//     PENDING and is read by readMore with its id
//   - readUserFormatting, readEntityDetails, getUserPermissions, the
//     getDimension functions, getFinancialSetup, get_applications,
//     get_companyprefs, get_closedbooksdate, getAuditTrail
//   - get_trialbalance, get_accountbalances, get_accountbalancesbydimensions,
//     get_araging; retrievepdf (a page with the record's name)
//
// The rules of the company (journals balance, books close, payments settle)
// are package company's.
//
// # What is not
//
// Every other function of the schema is known, is checked against the schema
// as far as its model is published, and fails with a text that says that the
// sandbox does not simulate it: Smart Events, data delivery, consolidation,
// allocations, renewal of contracts, approval policies, and reconciliation;
// docs/sandbox.md lists what Sage's own samples ask for in vain, and why. Holds
// and posts move the record that they name and no schedule of it; posted entries
// of schedules post nothing into the ledger. Batches (summaries) are kept, and
// hold nothing. apply_arpayment takes no adjustments and invoices as its source.
// Asynchronous requests are refused as an unknown policy. externalkey is refused
// for objects without an EXTERNALID. Legacy elements that no field stands for,
// such as the details of a contact inside a bill, are accepted and left out.
// Dimensions restrict nothing. Multi-book and adjustment journals do not exist.
//
// # What is not publicly known
//
// Where public sources are silent or disagree, the sandbox does one thing and
// usually has a setting for the other:
//
//   - A control id that was executed before under uniqueid fails with
//     XL03000006 and is remembered while the process lives
//     ([Settings].RememberControlIDs, Repeated, RepeatedError). One under way
//     counts as executed; empty ids are not remembered.
//   - Timestamps are shown and read in the user's zone (UTCTimestamps); date
//     literals are mm/dd/yyyy whatever the user's own order (UserDateLiterals).
//   - When a user's zone is moved by hand, all timestamps follow at once, and so
//     does readUserFormatting (ZoneMoves has each alone); the offset is the same
//     for every date (DaylightSaving has a rule).
//   - OBJECTKEY of the audit history has the form each object declares
//     (AuditKeys); texts compare by bytes (Collation).
//   - Conditions side by side in a filter mean AND (StrictFilter).
//   - Above the cap, requests queue and then get HTTP 429 with GW-0010, or a
//     failure of control (BusyInControl).
//   - What happens to elements that an object does not have, to lines of an
//     updated bill that name no record, to the vendor of a bill's lines, to
//     date-times in dates, and to the audit history's fields: company.Choices.
//   - Of lists of approvals and definitions of reports, only that they exist is
//     public; the rows have the form of other lists.
//   - debitcreditbalance of get_trialbalance is accepted, and changes nothing.
//   - Unknown fields of a query give DL02000001; those that cannot be queried
//     give "The following fields cannot be queried: [OBJECT: [A, B] ]".
//   - No field has an id that is no name of an XML element, though live
//     companies list LOCATION# and the like; with OddFields lookup lists some,
//     and query refuses them or answers what no parser reads.
//   - Aggregates are named FUNCTION.FIELD. JSON shows nulls as "".
//   - Amounts have no trailing zeros and no zero before the point.
//   - sessiontimestamp is the time of the request; sessions last twelve hours
//     (SessionDuration).
//   - Bodies over 32 MiB (MaxBody) get HTTP 413; documents deeper than 256
//     elements or with more than 500,000 are refused by the parser.
//   - create and update take ISO dates and empty elements that the object does
//     not have, since clients in production send both; other unknown elements
//     are refused.
//   - A line of an order, purchasing or inventory transaction whose update
//     names no item goes, which is how clients in production remove lines.
//     Lines that other updates do not name stay.
//   - get_closedbooksdate answers nothing for books that were never closed;
//     apply_arpayment answers the payment's key; approve and decline answer
//     no data.
//   - lookup and inspect of an unknown object answer as query does. The texts
//     for too large a page, too many objects or keys and a getAPISession that
//     is not alone are made up. So are the ids in showadditionalerrorinfo.
package sandbox
