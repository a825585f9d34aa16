package intacct

// Sources, by the short names used in the rows:
//
//	docs      developer.intacct.com: XML API (Error handling, Requests, Responses)
//	rest      developer.intacct.com: REST API, gateway error codes
//	sync      developer.intacct.com: Synchronous vs asynchronous
//	sdk       Intacct/intacct-sdk-php, -js, -net: fixtures and request handler
//	recorded  jfcote87/intacct testfiles: recorded replies
//	estuary   estuary/connectors source-sage-intacct
//	hotglue   hotgluexyz tap-intacct, target-intacct
//	fyle      fylein/sageintacct-sdk-py, fyle-intacct-api
//	cdn       Cloudflare docs: Troubleshooting 5xx errors
//	help      titles of Intacct's help centre, as another vendor quotes them
//	rfc       RFC 9110
//	ours      no source; the careful choice

const (
	// wrong are words of what says what is wrong, which will be so tomorrow.
	wrong = "not found|not exist|n't exist|not valid|invalid|incorrect|not known|unknown|no such|permission|authoriz|authoris|privilege|access denied|allow|cannot|can't|not support|not subscribed|not enabled|not available|required|missing|must |already|exceed|syntax|parse" +
		"|inactive|not active|disabled|suspended|locked|expired"
	// odd are words of what nobody expected, whatever else it says.
	odd = "unknown error|unexpected|internal error|system error|internal server error|at this time|right now|busy|overload|database is"
)

var (
	filtered  = refused.advise("the company's IP filter does not let this address in: allow it in Intacct, under Company → Security")
	strangers = refused.advise("check sender_id, sender_password and company_id")
	unwelcome = refused.advise("check the user and the company in Intacct: Company, Web Services users")
)

const judged = StageControl | StageAuthentication | StageResult

// verdicts is the table of errors: the first row that matches decides. The
// gateway reuses few numbers for many things (XL03000006 is six of them), so
// most rows go by text.
var verdicts = []row{
	// The line. Whether the request had left is added by the transport.
	{stages: StageTransport, fault: faultCancelled, verdict: verdict{failure: failTransient}, source: "ours"},
	{stages: StageTransport, fault: faultTLS, verdict: verdict{failure: failConfig, advice: "the server's certificate is not trusted: check api_url, or set ca_certificate"}, source: "ours"},
	{stages: StageTransport, fault: faultUnreachable, verdict: lost, source: "sdk"},
	{stages: StageTransport, fault: faultTimeout, verdict: lost.justOnce(), source: "sync"},
	{stages: StageTransport, fault: faultCut, verdict: lost, source: "ours"},
	{stages: StageTransport, fault: faultTooLarge, verdict: verdict{failure: failSystem, unknown: true, advice: "ask for fewer records at once"}, source: "ours"},

	// Whatever the place, these texts mean: not now.
	{text: "rate limit exceeded", verdict: throttled, source: "fyle"},
	{numbers: "GW-0010", verdict: throttled, source: "docs"},
	{text: "too many operations", verdict: throttled, source: "help"},
	{stages: judged, text: "please try again later", verdict: later, source: "hotglue"},
	{text: "temporarily off-line|temporarily offline|temporarily unavailable", verdict: later, source: "hotglue, help"},
	{text: "ip address denied", verdict: filtered, source: "help"},

	// A page of somebody else is a wrong address only where the address has not
	// served yet in this run.
	{stages: StageTransport, fault: faultNonsense, served: true, verdict: lost, source: "ours"},
	{stages: StageTransport, fault: faultNonsense, verdict: lost.justOnce().advise("the answer is not one of the gateway's: check api_url"), source: "ours"},

	// Before the API, by HTTP status.
	{stages: StageGateway, from: 429, to: 429, verdict: throttled, source: "docs"},
	{stages: StageGateway, numbers: "XMLGW_JPP0002", verdict: refused.advise("check company_id; an unknown company is answered like this"), source: "sdk"},
	{stages: StageGateway, from: 413, to: 413, verdict: refused.advise("the request is larger than the gateway takes"), source: "rfc"},
	{stages: StageGateway, numbers: "GW-0011|invalidRequest", verdict: refused.advise("check company_id and sender_id; either is unknown or inactive"), source: "docs, fyle"},
	{stages: StageGateway, numbers: "GW-0042", verdict: refused.advise("the gateway forbids requests from this address"), source: "rest"},
	{stages: StageGateway, numbers: "GW-000*", verdict: lost, source: "rest"},
	{stages: StageGateway, from: 401, to: 401, verdict: refused.advise("check the credentials"), source: "sdk"},
	{stages: StageGateway, from: 408, to: 408, verdict: later, source: "rfc"},
	{stages: StageGateway, served: true, from: 300, to: 399, verdict: later.advise("something answers in the gateway's place, as in maintenance: if it lasts, check the network and api_url"), source: "ours"},
	{stages: StageGateway, served: true, from: 400, to: 499, verdict: later.advise("something answers in the gateway's place, as in maintenance: if it lasts, check the network and api_url"), source: "ours"},
	{stages: StageGateway, from: 300, to: 499, verdict: refused.advise("check api_url"), source: "sdk"},
	{stages: StageGateway, from: 524, to: 524, verdict: lost.justOnce(), source: "sdk, cdn"},
	{stages: StageGateway, from: 521, to: 521, verdict: later, source: "cdn"},
	{stages: StageGateway, from: 523, to: 523, verdict: later, source: "cdn"},
	{stages: StageGateway, from: 525, to: 526, verdict: later, source: "cdn"},
	{stages: StageGateway, from: 500, to: 599, verdict: lost, source: "sdk, rest"},
	{stages: StageGateway, served: true, verdict: later.advise("check api_url and company_id"), source: "ours"},
	{stages: StageGateway, verdict: refused.advise("check api_url and company_id"), source: "rest"},

	// The envelope and the sender.
	{stages: StageControl, numbers: "XL03000003", verdict: misbuilt.advise("the request is not of the gateway's form: report it with this text"), source: "docs, recorded"},
	{stages: StageControl, text: "xml partner id or password", verdict: refused.advise("check sender_id and sender_password"), source: "docs"},
	{stages: StageControl, text: "is not a valid transport policy", verdict: misbuilt.advise("the request is not of the gateway's form: report it with this text"), source: "sdk"},
	{stages: StageControl | StageAuthentication, numbers: "PL04000055", verdict: refused.advise("the trial company has expired"), source: "sdk"},
	{stages: StageControl | StageAuthentication, text: "password&expire|password&must be changed|change your password|reset your password", verdict: refused.advise("the password of user_id has expired: set a new one in Intacct, and in the configuration"), source: "ours"},
	{stages: StageControl | StageAuthentication, text: "ip address|ip filter|ip restriction", verdict: filtered, source: "ours"},
	{stages: StageControl, text: "timed out|time-out|timeout|concurrent|deadlock|try again", verdict: later, source: "ours"},
	{stages: StageControl, served: true, bare: true, verdict: later, source: "ours"},
	{stages: StageControl, text: wrong + "|sender|password", verdict: strangers, source: "docs"},
	{stages: StageControl, served: true, verdict: nobodys.advise("if it lasts, check sender_id, sender_password and company_id"), source: "ours"},
	{stages: StageControl, verdict: strangers, source: "docs"},

	// The user. Only a lost session is worth another try; a wrong password
	// sent again locks the account.
	{stages: StageAuthentication, text: "web services", verdict: refused.advise("a company administrator has to add the sender ID to the company's Web Services authorizations"), source: "docs, sdk"},
	{stages: StageAuthentication, text: "not authorized for xml transactions", verdict: refused.advise("the company has to subscribe to Web Services"), source: "hotglue"},
	{stages: StageAuthentication, text: "in information is incorrect", verdict: refused.advise("check company_id, user_id, user_password and entity_id"), source: "recorded, fyle"},
	{stages: StageAuthentication, text: "session", verdict: newSession, source: "recorded, fyle"},
	{stages: StageAuthentication, text: "timed out|time-out|timeout|concurrent|deadlock", verdict: later, source: "ours"},
	{stages: StageAuthentication, served: true, bare: true, verdict: later, source: "ours"},
	{stages: StageAuthentication, text: wrong + "|password|log in|login|sign-in", verdict: unwelcome, source: "docs"},
	{stages: StageAuthentication, served: true, text: odd + "|try again", verdict: later, source: "ours"},
	{stages: StageAuthentication, verdict: unwelcome, source: "docs"},

	// The function.
	{stages: StageResult, reads: true, text: "field&try again|column&try again", verdict: nobodys.ofField(), source: "ours"},
	{stages: StageResult, reads: true, text: "timed out|time-out|timeout|concurrent|deadlock|try again", verdict: later, source: "ours"},
	{stages: StageResult, reads: true, text: odd, verdict: nobodys.ofField(), source: "ours"},
	{stages: StageResult, text: "deadlock|too many concurrent", verdict: later, source: "ours"},
	{stages: StageResult, text: "timed out|timeout", verdict: lost.justOnce(), source: "ours"},
	{stages: StageResult, object: "AUDITHISTORY", numbers: "DL02000001", verdict: later.justOnce(), source: "hotglue"},
	{stages: StageResult, text: "fields cannot be queried", verdict: misbuilt.ofField(), source: "estuary"},
	{stages: StageResult, numbers: "PL04000005", text: "objects of type", verdict: refused.advise("the role of user_id lacks a permission"), source: "estuary, hotglue"},
	{stages: StageResult, numbers: "PL04000005", verdict: refused.advise("the role of user_id lacks a permission").ofField(), source: "ours"},
	{stages: StageResult, text: "cannot be performed on objects of type", verdict: refused, source: "hotglue"},
	{stages: StageResult, text: "permission to view audit history", verdict: refused.advise("reading deletions needs the View permission on custom reports"), source: "estuary"},
	{stages: StageResult, text: "not authorized to perform", verdict: refused.advise("the role of user_id lacks a permission"), source: "fyle"},
	{stages: StageResult, text: "is not subscribed", verdict: refused.advise("the company does not subscribe to this module"), source: "hotglue"},
	{stages: StageResult, numbers: "Query Failed", verdict: refused.advise("the company has no such object"), source: "sdk"},
	{stages: StageResult, numbers: "Get API Session Failed", verdict: refused, source: "docs"},
	{stages: StageResult, numbers: "XL03000009", verdict: misbuilt.advise("another function of the same transaction failed"), source: "sdk"},
	{stages: StageResult, numbers: "XL03000010|DL02000001|Invalid fields list*", verdict: misbuilt.ofField(), source: "hotglue, recorded"},
	{stages: StageResult, numbers: "XL03000018|XL03000027|BL*|PL*|CRE-*", verdict: refused.ofField(), source: "docs, fyle, recorded"},
	// A failure of a read that nobody knows may pass. One that says what is wrong
	// with the question does not.
	{stages: StageResult, text: wrong, verdict: refused.ofField(), source: "fyle, recorded"},
	{stages: StageResult, reads: true, verdict: nobodys.ofField(), source: "ours"},
	{stages: StageResult, verdict: refused, source: "fyle"},
}
