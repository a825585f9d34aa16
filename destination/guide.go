package destination

import (
	"slices"
	"strings"

	"airbyte-sage-intacct/intacct"
)

// advice is what a refusal of Intacct's means to whoever reads it, and what to
// do. Intacct's own correction, where there is one, is for somebody who sits at
// a form ("Make desired changes and press Save to continue").
type advice struct {
	number string // errorno of the cause; "" is any
	text   string // in anything that Intacct said, in any letter case; "" is any
	means  string
	next   string
}

// guide is what is known of the refusals of records: the first row that matches
// counts. Intacct has few numbers for many things, so most rows go by text. The
// page of the destination shows the same table.
//
// Sources: Sage docs, XML API, "Error handling"; fixtures of intacct-sdk-js and
// of jfcote87/intacct; texts that fylein/fyle-intacct-api looks for.
var guide = []advice{
	{"BL34000061", "", "another record has this key", "Use append + deduped to change the record that is there, or give this one a key of its own."},
	{"", "duplicate", "another record has this number", "Use append + deduped to change the record that is there, or give this one a number of its own."},
	{"PL05000104", "", "another record has this key", "Use append + deduped to change the record that is there, or give this one a key of its own."},
	{"", "already exists", "another record has this key", "Use append + deduped to change the record that is there, or give this one a key of its own."},
	{"PL01000127", "", "a field that Intacct needs is empty", "Give the field that the text names a value."},
	{"BL03000018", "", "a value has a form that Intacct does not take", "Correct the field that the text names: its length, its characters, or its date."},
	{"", "is within a period that", "the date lies in a closed period", "Correct the date, open the period in Intacct, or set closed_period."},
	{"", "must be on or after", "the date lies in a closed period", "Correct the date, open the period in Intacct, or set closed_period."},
	{"", "is missing the", "the account needs a dimension that a line does not have", "Give each line of this account the dimension that the text names: location, department, project or another."},
	{"", "requires a", "the account needs a dimension that a line does not have", "Give each line of this account the dimension that the text names: location, department, project or another."},
	{"", "do not balance", "debits and credits differ", "Correct the amounts, for each currency and entity by itself."},
	{"XL03000027", "", "a payment is larger than what is due", "Correct the amount, or look whether the bill or invoice was paid in another way."},
	{"", "exceeds total amount due", "a payment is larger than what is due", "Correct the amount, or look whether the bill or invoice was paid in another way."},
	{"", "we can't find this transaction", "what the record pays or refers to is not there", "Write the bill, invoice or order first; the same record goes through afterwards."},
	{"", "is inactive", "the record refers to something that is switched off", "Activate it in Intacct, or refer to another."},
	{"", "activate the", "the record refers to something that is switched off", "Activate it in Intacct, or refer to another."},
	{"", "specified is not valid", "the record refers to something that is not there", "Correct the id in the record, or create what it names in Intacct first."},
	{"", "specified.", "a value is none of those that Intacct has", "Correct the field that the text names, or create what it names in Intacct first."},
	{"", "there is no exchange rate", "the company has no rate for this currency and day", "Enter the rate in Intacct, or give the record an exchange rate."},
	{"BL02000051", "", "the account for undeposited funds has another currency", "Name a bank account of the currency of the receipt."},
	{"", "cannot be changed", "the record was posted, paid or closed", "Leave the record as it is, or reverse it in Intacct and send a new one."},
	{"", "only draft payments", "the payment was posted", "Void the payment in Intacct, and send a new one."},
	{"", "to update", "the record is not there any more", "Send it in a mode that creates, such as append + deduped."},
	{"", "because it is used by", "other records refer to the record", "Delete what refers to it first."},
	{"", "cannot delete", "the record is posted, paid or in use", "Undo in Intacct what keeps it there: its posting, a payment, or what uses it."},
	{"", "cannot reverse", "the record is paid, or in a state that cannot be undone", "Undo in Intacct what was done with the record since, such as a payment. What is reversed already needs nothing."},
	{"PL04000005", "", "the role of the user lacks a right", "Give the role of user_id the rights List, View, Add, Edit and, for deletes, Delete."},
	{"", "not authorized to perform", "the role of the user lacks a right", "Give the role of user_id the rights List, View, Add, Edit and, for deletes, Delete."},
	{"", "is not subscribed", "the company does not have the module", "Subscribe to the module in Intacct, or take the stream out of the connection."},
	{"Query Failed", "", "the company has no such object", "Correct the name of the stream, or map it in objects_map."},
	{"XL03000003", "", "the request is not of the form that Intacct's schema has", "The text names an element: look in the record for the field that it stands for, which is missing, given twice, or has a value that does not fit."},
	{"XL03000006", "", "the request does not suit the company", "Look whether the fields and values that the text names fit the object in this company."},
	{"DL02000001", "", "a field or value cannot be worked with", "Look for a field that the company does not have, or a value of the wrong type."},
	{"CRE-3211", "", "a compliance rule of the vendor is not met", "Bring the vendor's compliance records in Intacct up to date."},
	{"XL03000009", "", "another part of the same transaction was refused", "Correct what the other text names."},
}

// nothingThere are texts of the guide that say that a record refers to something
// which is not there.
var nothingThere = []string{"specified is not valid", "specified.", "we can't find this transaction"}

// refersToNothing reports whether a refusal is for want of something that another
// record may bring.
func refersToNothing(failure *intacct.Error) bool {
	text := strings.ToLower(refusalText(failure))
	return slices.ContainsFunc(nothingThere, func(words string) bool { return strings.Contains(text, words) })
}

// lastResort is for refusals that the guide does not have.
const lastResort = "Correct the record, or what it refers to in Intacct; number and text are Intacct's own."

// adviceOn finds what to do about a refusal.
func adviceOn(failure *intacct.Error) string {
	text := strings.ToLower(refusalText(failure))
	for _, row := range guide {
		if (row.number == "" || strings.EqualFold(row.number, failure.Number())) && strings.Contains(text, row.text) {
			return row.next
		}
	}
	return lastResort
}
