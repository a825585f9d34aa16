package sandbox

import (
	"strings"

	"airbyte-sage-intacct/sandbox/company"
	"airbyte-sage-intacct/sandbox/xmltree"
)

// A call is one function while it is carried out. It writes its payload as it
// goes; when it fails, that is taken back unless it is marked partial.
type call struct {
	*operation
	body    *xmltree.Element
	partial bool
}

// handlers are the functions the sandbox simulates.
var handlers map[string]func(*call) failure

func init() {
	handlers = map[string]func(*call) failure{
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

		"approve":             (*call).approve,
		"decline":             (*call).decline,
		"create_appayment":    (*call).createAPPayment,
		"apply_arpayment":     (*call).applyARPayment,
		"get_closedbooksdate": (*call).getClosedBooksDate,

		"approve_appaymentrequest": (*call).settlePaymentRequests,
		"send_appaymentrequest":    (*call).settlePaymentRequests,
		"confirm_appaymentrequest": (*call).settlePaymentRequests,
		"void_appaymentrequest":    (*call).voidPaymentRequests,
		"retrievepdf":              (*call).retrievePDF,

		"get_trialbalance":                (*call).getTrialBalance,
		"get_accountbalances":             (*call).getAccountBalances,
		"get_accountbalancesbydimensions": (*call).getAccountBalancesByDimensions,
		"get_araging":                     (*call).getARAging,
	}
}

func (c *call) run() failure {
	handler := handlers[c.body.Name]
	if handler == nil {
		handler = legacyHandler(c.body.Name)
	}
	if handler == nil {
		return notSimulated(c.body.Name)
	}
	return handler(c)
}

// object finds the object that a name means.
func (c *call) object(name string) (*company.Object, failure) {
	found, known := c.gateway.company.Object(name)
	if !known || found.Internal {
		return nil, unknownObject(name)
	}
	return found, nil
}

// rows reads from the company, inside the operation's transaction if there is
// one.
func (c *call) rows(v company.Viewer, q company.Selection, each func(row []string) error) (int, failure) {
	ctx := c.http.Context()
	counted := 0
	watched := func(row []string) error {
		// A client that has gone away needs no more rows.
		if counted++; counted%256 == 0 && isDone(ctx) {
			return ctx.Err()
		}
		return each(row)
	}
	var total int
	var problem *company.Problem
	var err error
	if c.tx != nil {
		total, problem, err = c.tx.Select(q, watched)
	} else {
		total, problem, err = c.gateway.company.Select(v, q, watched)
	}
	if err != nil {
		return 0, processingError()
	}
	return total, fail(problem)
}

// write runs work in a transaction: the operation's, or one of its own that is
// committed unless the work fails.
func (c *call) write(work func(tx *company.Tx) *company.Problem) failure {
	if c.tx != nil {
		return fail(work(c.tx))
	}
	tx := c.gateway.company.Begin(c.viewer())
	defer tx.Rollback()
	if problem := work(tx); problem != nil {
		return fail(problem)
	}
	return c.commit(tx)
}

// format is how the user wants to see dates.
func (c *call) format() *formatting {
	f := c.who.user.Format
	chosen := newFormatting(f.Locale, f.DateFormat, f.GMTOffset, f.Clock)
	chosen.offset += c.moved(ZoneShownInReplies)
	chosen.zone = c.gateway.settings.DaylightSaving
	if c.gateway.settings.UTCTimestamps {
		chosen.offset = 0
	}
	return &chosen
}

// literals is how dates in conditions are written.
func (c *call) literals() *formatting {
	f := c.format()
	if !c.gateway.settings.UserDateLiterals {
		f.dateFormat = usualFormatting.dateFormat
	}
	return f
}

// splitList reads a list separated by commas.
func splitList(text string) []string {
	var items []string
	for item := range strings.SplitSeq(text, ",") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}
