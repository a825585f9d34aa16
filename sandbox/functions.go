package sandbox

import (
	"sync"

	"airbyte-sage-intacct/sandbox/action"
)

// handlers carry out the functions that the sandbox simulates.
var handlers = map[string]handler{
	"getAPISession": (*call).getAPISession,
	"query":         (*call).query,
	"lookup":        (*call).lookup,
	"inspect":       (*call).inspect,
	"create":        (*call).create,
	"update":        (*call).update,
	"delete":        (*call).delete,

	"read":        (*call).read,
	"readByName":  (*call).readByName,
	"readRelated": (*call).readRelated,
	"readByQuery": (*call).readByQuery,
	"readMore":    (*call).readMore,
	"readReport":  (*call).readReport,
	"readView":    (*call).readView,

	"get":      (*call).get,
	"get_list": (*call).getList,

	"readUserFormatting":          (*call).readUserFormatting,
	"readEntityDetails":           (*call).readEntityDetails,
	"getUserPermissions":          (*call).getUserPermissions,
	"getDimensions":               (*call).getDimensions,
	"getDimensionRelationships":   (*call).getDimensionRelationships,
	"getDimensionAutofillDetails": (*call).getDimensionAutofillDetails,
	"getDimensionRestrictions":    (*call).getDimensionRestrictions,
	"getDimensionRestrictedData":  (*call).getDimensionRestrictedData,
	"getFinancialSetup":           (*call).getFinancialSetup,
	"get_applications":            (*call).getApplications,
	"get_companyprefs":            (*call).getCompanyPrefs,
	"getAuditTrail":               (*call).getAuditTrail,

	"create_appayment": (*call).createAPPayment,
	"apply_arpayment":  (*call).applyARPayment,
	"record_deposit":   (*call).recordDeposit,

	"create_reimbursementrequest": (*call).reimburse,

	"get_closedbooksdate": (*call).getClosedBooksDate,

	"approve_appaymentrequest": (*call).settlePaymentRequests,
	"send_appaymentrequest":    (*call).settlePaymentRequests,
	"confirm_appaymentrequest": (*call).settlePaymentRequests,
	"void_appaymentrequest":    (*call).voidPaymentRequests,
	"decline_appaymentrequest": (*call).voidPaymentRequests,
	"getTransactionsToApprove": (*call).getTransactionsToApprove,
	"getApprovalHistory":       (*call).getApprovalHistory,
	"getVendorsToApprove":      (*call).getVendorsToApprove,
	"getVendorApprovalHistory": (*call).getVendorApprovalHistory,
	"retrievepdf":              (*call).retrievePDF,

	"get_trialbalance":                (*call).getTrialBalance,
	"get_accountbalances":             (*call).getAccountBalances,
	"get_accountbalancesbydimensions": (*call).getAccountBalancesByDimensions,
	"get_araging":                     (*call).getARAging,
}

// actors are the functions that act on one record.
var actors = sync.OnceValue(action.Functions)

// handlerOf finds the function of that name, nil if the sandbox does not
// simulate it.
func handlerOf(name string) handler {
	if h := handlers[name]; h != nil {
		return h
	}
	if actors()[name] {
		return (*call).act
	}
	return legacyHandler(name)
}
