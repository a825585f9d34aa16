package intacct

import (
	"errors"
	"strings"
	"testing"
)

// detail is one error as the gateway sends it.
func detail(number, description, description2, correction string) []Detail {
	return []Detail{{number, description, description2, correction}}
}

const supportID = " [Support ID: EsppO%7EZEcj0DEGV_L5hm95Ec91twAAABA]"

// published are failures as they are documented or recorded, and what has to
// follow from each: the words of failure_type, and marks for temporary (t),
// safe (s), unknown (u), once (1), session (n), throttled (r).
var published = []struct {
	name    string
	err     Error
	failure string
	marks   string
}{
	{"the caller gives up", Error{Stage: StageTransport, fault: faultCancelled}, failTransient, ""},
	{"the certificate is not trusted", Error{Stage: StageTransport, fault: faultTLS}, failConfig, ""},
	{"the line breaks", Error{Stage: StageTransport, fault: faultUnreachable}, failTransient, "tu"},
	{"no answer in time", Error{Stage: StageTransport, fault: faultTimeout}, failTransient, "tu1"},
	{"the answer is cut", Error{Stage: StageTransport, fault: faultCut}, failTransient, "tu"},
	{"the answer is too large", Error{Stage: StageTransport, fault: faultTooLarge}, failSystem, "u"},
	{"the answer is not the gateway's", Error{Stage: StageTransport, fault: faultNonsense}, failTransient, "tu1"},

	{"429", Error{Stage: StageGateway, HTTPStatus: 429}, failTransient, "tsr"},
	{"GW-0010", Error{Stage: StageGateway, HTTPStatus: 429, Details: detail("GW-0010", "x", "", "")}, failTransient, "tsr"},
	{"rate limit in a 200", Error{Stage: StageTransport, fault: faultNonsense, Details: detail("", "API rate limit exceeded", "", "")}, failTransient, "tsr"},
	{"try again later, result", Error{Stage: StageResult, Details: detail("BL01001973", "", "", "Please Try Again Later")}, failTransient, "ts"},
	{"try again later, control", Error{Stage: StageControl, Details: detail("XL03000006", "", "", "Please Try Again Later")}, failTransient, "ts"},
	{"maintenance", Error{Stage: StageGateway, HTTPStatus: 503, Details: detail("", "The Service is Temporarily Off-line", "", "")}, failTransient, "ts"},

	{"too many operations, result", Error{Stage: StageResult, Details: detail("", "", "There are too many operations running for this company", "")}, failTransient, "tsr"},
	{"too many operations, control", Error{Stage: StageControl, Details: detail("XL03000006", "", "There are too many operations running for this company"+supportID, "")}, failTransient, "tsr"},
	{"too many operations, authentication", Error{Stage: StageAuthentication, Details: detail("XL03000006", "", "There are too many operations running for this company", "")}, failTransient, "tsr"},
	{"too many operations, a write", Error{Stage: StageResult, Function: "create", Details: detail("BL01001973", "", "There are too many operations running for this company", "")}, failTransient, "tsr"},
	{"off-line, control", Error{Stage: StageControl, Details: detail("XL03000006", "The Service is Temporarily Off-line, [Support ID: X]", "", "")}, failTransient, "ts"},
	{"IP filter", Error{Stage: StageAuthentication, Details: detail("XL03000006", "", "IP Address Denied", "")}, failConfig, "s"},
	{"another's page, served", Error{Stage: StageTransport, fault: faultNonsense, served: true}, failTransient, "tu"},
	{"redirect, served", Error{Stage: StageGateway, HTTPStatus: 302, served: true}, failTransient, "ts"},
	{"blocked by Cloudflare, served", Error{Stage: StageGateway, HTTPStatus: 403, served: true}, failTransient, "ts"},
	{"no healthy upstream, served", Error{Stage: StageGateway, HTTPStatus: 404, served: true}, failTransient, "ts"},
	{"forbidden address, served", Error{Stage: StageGateway, HTTPStatus: 403, served: true, Details: detail("GW-0042", "Forbidden", "", "")}, failConfig, "s"},
	{"control without a reason, served", Error{Stage: StageControl, served: true}, failTransient, "ts"},
	{"control with a reason, served", Error{Stage: StageControl, served: true, Details: detail("XL03000006", "", "Something about you", "")}, failConfig, "s?"},
	{"control with an odd reason", Error{Stage: StageControl, reads: true, Details: detail("XL03000099", "", "Something happened", "")}, failConfig, "s"},
	{"control, wrong, served", Error{Stage: StageControl, served: true, Details: detail("XL03000006", "", "The sender is not valid", "")}, failConfig, "s"},
	{"authentication without a reason, served", Error{Stage: StageAuthentication, served: true}, failTransient, "ts"},
	{"authentication, odd, served", Error{Stage: StageAuthentication, served: true, Details: detail("XL03000006", "", "The system is busy. Please try again.", "")}, failTransient, "ts"},
	{"authentication, odd", Error{Stage: StageAuthentication, reads: true, Details: detail("XL03000006", "", "The system is busy. Please try again.", "")}, failConfig, "s"},
	{"a wrong password is sent once", Error{Stage: StageAuthentication, served: true, Details: detail("XL03000006", "", "Wrong password. Please try again.", "")}, failConfig, "s"},
	{"a locked user is not asked again", Error{Stage: StageAuthentication, served: true, Details: detail("XL03000006", "", "This account is locked. Try again in 30 minutes.", "")}, failConfig, "s"},
	{"bad request of somebody else, served", Error{Stage: StageGateway, HTTPStatus: 400, served: true}, failTransient, "ts"},
	{"GW number without a status, served", Error{Stage: StageGateway, served: true, Details: detail("GW-0099", "x", "", "")}, failTransient, "ts"},
	{"IP filter in other words", Error{Stage: StageControl, Details: detail("XL03000006", "", "Access from the IP address 192.0.2.1 is restricted", "")}, failConfig, "s"},
	{"read, a field, try again", Error{Stage: StageResult, reads: true, Details: detail("XL03000006", "", "The field X does not exist. Remove it and try again.", "")}, failConfig, "s?"},
	{"a field that the role may not see", Error{Stage: StageResult, reads: true, Details: detail("PL04000005", "", "You do not have permission to view 'TAXID'", "")}, failConfig, "s"},
	{"read, unknown error", Error{Stage: StageResult, reads: true, Details: detail("BL01001973", "", "Unknown error", "")}, failConfig, "s?"},
	{"read, not now", Error{Stage: StageResult, reads: true, Details: detail("", "", "The request cannot be completed at this time", "")}, failConfig, "s?"},
	{"read, database", Error{Stage: StageResult, reads: true, Details: detail("DL02000001", "", "The database is not available", "")}, failConfig, "s?"},
	{"control, concurrent", Error{Stage: StageControl, Details: detail("XL03000006", "", "Concurrent requests", "")}, failTransient, "ts"},
	{"authentication, timed out", Error{Stage: StageAuthentication, Details: detail("XL03000006", "", "The operation timed out", "")}, failTransient, "ts"},
	{"password expired", Error{Stage: StageAuthentication, Details: detail("XL03000006", "", "Your password has expired.", "Please try again with a new one.")}, failConfig, "s"},
	{"password expired, control", Error{Stage: StageControl, Details: detail("XL03000006", "", "The password of the user is expired", "")}, failConfig, "s"},
	{"read, deadlock", Error{Stage: StageResult, reads: true, Details: detail("BL01001973", "", "Deadlock found when trying to get lock", "")}, failTransient, "ts"},
	{"read, try again", Error{Stage: StageResult, reads: true, Details: detail("", "", "Please try again in a moment", "")}, failTransient, "ts"},
	{"write, deadlock", Error{Stage: StageResult, Function: "create", Details: detail("BL01001973", "", "Deadlock found when trying to get lock", "")}, failTransient, "ts"},
	{"write, timed out", Error{Stage: StageResult, Function: "create", Details: detail("BL01001973", "", "The operation timed out", "")}, failTransient, "tu1"},
	{"write, try again", Error{Stage: StageResult, Function: "create", Details: detail("", "", "Activate the vendor x, then try again.", "")}, failConfig, "s"},
	{"read, nobody knows", Error{Stage: StageResult, reads: true, Details: detail("XL03000006", "", "There was an internal error", "")}, failConfig, "s?"},
	{"read, nothing said", Error{Stage: StageResult, reads: true}, failConfig, "s?"},
	{"read, what is wrong", Error{Stage: StageResult, reads: true, Details: detail("XL03000006", "", "The object X is not valid", "")}, failConfig, "s"},
	{"write, nobody knows", Error{Stage: StageResult, Function: "create", Details: detail("", "", "There was an internal error", "")}, failConfig, "s"},

	{"unknown company", Error{Stage: StageGateway, HTTPStatus: 401, Details: detail("XMLGW_JPP0002", "Sign-in information is incorrect. Please check your request.", "", "")}, failConfig, "s"},
	{"401 otherwise", Error{Stage: StageGateway, HTTPStatus: 401}, failConfig, "s"},
	{"unknown sender", Error{Stage: StageGateway, HTTPStatus: 400, Details: detail("GW-0011", "Invalid Request [Request ID: 1]", "", "")}, failConfig, "s"},
	{"a request that is too large", Error{Stage: StageGateway, HTTPStatus: 413, Details: detail("GW-0011", "Invalid Request [Request ID: 1]", "", "")}, failConfig, "s"},
	{"invalid request", Error{Stage: StageGateway, HTTPStatus: 400, Details: detail("invalidRequest", "Invalid Request", "", "")}, failConfig, "s"},
	{"REST's GW-0014", Error{Stage: StageGateway, HTTPStatus: 400, Details: detail("GW-0014", "x", "", "")}, failConfig, "s"},
	{"forbidden address", Error{Stage: StageGateway, HTTPStatus: 403, Details: detail("GW-0042", "Forbidden", "", "")}, failConfig, "s"},
	{"redirect", Error{Stage: StageGateway, HTTPStatus: 302}, failConfig, "s"},
	{"wrong path", Error{Stage: StageGateway, HTTPStatus: 404}, failConfig, "s"},
	{"request time-out", Error{Stage: StageGateway, HTTPStatus: 408}, failTransient, "ts"},
	{"GW-0001", Error{Stage: StageGateway, HTTPStatus: 500, Details: detail("GW-0001", "Unable to process request", "", "")}, failTransient, "tu"},
	{"GW number without a status", Error{Stage: StageGateway, Details: detail("GW-0099", "x", "", "")}, failConfig, "s"},
	{"500", Error{Stage: StageGateway, HTTPStatus: 500}, failTransient, "tu"},
	{"502", Error{Stage: StageGateway, HTTPStatus: 502}, failTransient, "tu"},
	{"503", Error{Stage: StageGateway, HTTPStatus: 503}, failTransient, "tu"},
	{"520", Error{Stage: StageGateway, HTTPStatus: 520}, failTransient, "tu"},
	{"521", Error{Stage: StageGateway, HTTPStatus: 521}, failTransient, "ts"},
	{"522", Error{Stage: StageGateway, HTTPStatus: 522}, failTransient, "tu"},
	{"523", Error{Stage: StageGateway, HTTPStatus: 523}, failTransient, "ts"},
	{"524", Error{Stage: StageGateway, HTTPStatus: 524}, failTransient, "tu1"},
	{"525", Error{Stage: StageGateway, HTTPStatus: 525}, failTransient, "ts"},

	{"schema", Error{Stage: StageControl, Details: detail("XL03000003", "", "XML Parse schema error: Fatal Error 76", "")}, failSystem, "s"},
	{"sender's password", Error{Stage: StageControl, Details: detail("XL03000006", "", "Incorrect Intacct XML Partner ID or password."+supportID, "")}, failConfig, "s"},
	{"policy", Error{Stage: StageControl, Details: detail("XL03000006", "", "test is not a valid transport policy.", "")}, failSystem, "s"},
	{"expired trial", Error{Stage: StageControl, Details: detail("PL04000055", "", "", "")}, failConfig, "s"},
	{"control otherwise", Error{Stage: StageControl}, failConfig, "s"},

	{"password", Error{Stage: StageAuthentication, Details: detail("XL03000006", "", "Sign-in information is incorrect", "")}, failConfig, "s"},
	{"password, older text", Error{Stage: StageAuthentication, Details: detail("XL03000006", "", "Login information is incorrect", "")}, failConfig, "s"},
	{"session", Error{Stage: StageAuthentication, Details: detail("XL03000006", "", "Invalid session", "")}, failTransient, "tsn"},
	{"sender not authorised", Error{Stage: StageAuthentication, Details: detail("XL03000006", "Invalid Web Services Authorization", "The sender ID 'x' is not authorized to make Web Services requests to company ID 'y'.", "")}, failConfig, "s"},
	{"no subscription to XML", Error{Stage: StageAuthentication, Details: detail("XL03000006", "", "This company is not authorized for XML transactions. Please subscribe to the XML Gateway.", "")}, failConfig, "s"},
	{"authentication otherwise", Error{Stage: StageAuthentication}, failConfig, "s"},

	{"audit history at random", Error{Stage: StageResult, Object: "AUDITHISTORY", Details: detail("DL02000001", "", "There was an error processing the request.", "")}, failTransient, "ts1"},
	{"bad query", Error{Stage: StageResult, Object: "VENDOR", Details: detail("DL02000001", "", "There was an error processing the request.", "")}, failSystem, "s"},
	{"unqueryable fields", Error{Stage: StageResult, Details: detail("XL03000006", "", "The following fields cannot be queried : [PROJECT: [CFDA] ]", "")}, failSystem, "s"},
	{"unknown field", Error{Stage: StageResult, Details: detail("XL03000010", "", "", "")}, failSystem, "s"},
	{"unknown fields of read", Error{Stage: StageResult, Details: detail("Invalid fields list x", "", "", "")}, failSystem, "s"},
	{"permission", Error{Stage: StageResult, Details: detail("PL04000005", "", "You do not have permission for API operation READ_BY_QUERY on objects of type arinvoice"+supportID, "")}, failConfig, "s"},
	{"not for this API", Error{Stage: StageResult, Details: detail("XL03000006", "", "API operation 'READ_BY_QUERY' cannot be performed on objects of type x", "")}, failConfig, "s"},
	{"audit history's right", Error{Stage: StageResult, Details: detail("", "", "You do not have permission to view audit history", "")}, failConfig, "s"},
	{"not authorised", Error{Stage: StageResult, Details: detail("", "", "You're not authorized to perform this action", "")}, failConfig, "s"},
	{"module", Error{Stage: StageResult, Details: detail("", "", "Account allocation module is not subscribed", "")}, failConfig, "s"},
	{"unknown object", Error{Stage: StageResult, Details: detail("Query Failed", "", "Object definition BADOBJECT not found", "")}, failConfig, "s"},
	{"session refused as result", Error{Stage: StageResult, Details: detail("Get API Session Failed", "", "", "")}, failConfig, "s"},
	{"rolled back", Error{Stage: StageResult, Details: detail("XL03000009", "", "The entire transaction in this operation has been rolled back due to an error.", "")}, failSystem, "s"},
	{"duplicate reference", Error{Stage: StageResult, Details: detail("XL03000018", "", "", "")}, failConfig, "s"},
	{"overpaid", Error{Stage: StageResult, Details: detail("XL03000027", "", "The amount paid if greater than the amount due for invoice with key 8229", "")}, failConfig, "s"},
	{"duplicate", Error{Stage: StageResult, Details: detail("BL34000061", "", "Another Project with the given value(s) A  already exists", "")}, failConfig, "s"},
	{"missing number", Error{Stage: StageResult, Details: detail("PL01000127", "Document Number is missing", "", "")}, failConfig, "s"},
	{"compliance", Error{Stage: StageResult, Details: detail("CRE-3211", "Expiration date compliance error CR.01091--General liability insurance", "", "")}, failConfig, "s"},
	{"text only", Error{Stage: StageResult, Details: detail("", "", "Activate the vendor x, then try again.", "")}, failConfig, "s"},
}

func TestVerdicts(t *testing.T) {
	hit := map[int]bool{}
	for _, test := range published {
		t.Run(test.name, func(t *testing.T) {
			e := test.err
			e.verdict = judge(&e)
			if got := marks(e.verdict); got != test.marks || e.FailureType() != test.failure {
				t.Errorf("verdict = %s %q, want %s %q", e.FailureType(), got, test.failure, test.marks)
			}
		})
		for i := range verdicts {
			if verdicts[i].matches(&test.err, test.err.text()) {
				hit[i] = true
				break
			}
		}
	}
	for i, row := range verdicts {
		if !hit[i] {
			t.Errorf("no published failure comes to row %d: %+v", i, row)
		}
		if row.source == "" {
			t.Errorf("row %d names no source", i)
		}
	}
}

func marks(v verdict) string {
	var s string
	for _, mark := range []struct {
		set    bool
		letter string
	}{{v.temporary, "t"}, {v.safe, "s"}, {v.unknown, "u"}, {v.once, "1"}, {v.session, "n"}, {v.throttled, "r"}, {v.unexplained, "?"}} {
		if mark.set {
			s += mark.letter
		}
	}
	return s
}

func TestVerdictsAreConsistent(t *testing.T) {
	for i, row := range verdicts {
		v := row.verdict
		switch {
		case v.safe && v.unknown:
			t.Errorf("row %d is both safe and unknown", i)
		case v.temporary != (v.failure == failTransient) && row.fault != faultCancelled:
			t.Errorf("row %d: %s, temporary %v", i, v.failure, v.temporary)
		case (v.once || v.session || v.throttled) && !v.temporary:
			t.Errorf("row %d asks for repetition and is not temporary", i)
		}
	}
}

func TestErrorText(t *testing.T) {
	tests := []struct {
		err  Error
		want string
	}{
		{
			Error{
				Stage: StageResult, Function: "create", Object: "GLACCOUNT",
				Details: []Detail{
					{"BL01001973", "Duplicate account number", "The account number '5000.11' already exists", "Enter unique account number"},
					{"BL01001973", "", "Could not create glaccount record!", ""},
				},
			},
			"create of GLACCOUNT: [BL01001973] Duplicate account number The account number '5000.11' already exists Enter unique account number Could not create glaccount record!",
		},
		{Error{Stage: StageGateway, HTTPStatus: 502, Function: "query", Object: "VENDOR", Details: detail("", "Bad gateway", "", "")}, "query of VENDOR: HTTP 502 Bad gateway"},
		{Error{Stage: StageResult, Function: "delete"}, "delete: the gateway gave no reason"},
		{Error{Stage: StageTransport, cause: errors.New("connection reset")}, "transport: connection reset"},
		{Error{Stage: StageControl, Details: detail("X", "", "", ""), verdict: refused.advise("do this")}, "control: [X] (do this)"},
	}
	for _, test := range tests {
		if got := test.err.Error(); got != test.want {
			t.Errorf("text = %s\nwant   %s", got, test.want)
		}
	}
}

func TestRefusedFields(t *testing.T) {
	asked := []string{"RECORDNO", "CFDA", "AGENCY", "NAME", "TYPE", "ID", "X.Y", "VENDOR.NAME", "Agency_Code", "LOCATION#", "LOCATION", "PROJECT"}
	tests := []struct{ number, text, fields string }{
		{"XL03000006", "The following fields cannot be queried in the request : [PROJECT: [CFDA, AGENCY] ]" + supportID, "CFDA AGENCY"},
		{"XL03000006", "The following fields cannot be queried: [PROJECT: [CFDA], OTHER: [X.Y, Z] ]", "CFDA X.Y"},
		{"XL03000006", "The following fields cannot be queried: [PROJECT: [] ]", ""},
		{"DL02000001", "Field CFDA does not exist.", "CFDA"},
		{"BL01001973", "The field 'cfda' and the field \"AGENCY\" cannot be selected", "AGENCY"},
		{"", "Unexpected error near agency_code, x.y" + supportID, "X.Y Agency_Code"},
		{"XL03000006", "PROJECT.CFDA: not allowed in query of PROJECT", "CFDA"},
		{"XL03000006", "The name of the field VENDOR.NAME is invalid", "VENDOR.NAME"},
		{"XL03000006", "The name VENDOR.NAME.LONG is invalid in XCFDA, CFDAX, CFDA_2", "NAME"},
		{"XL03000006", "LOCATION# is not valid", "LOCATION#"},
		{"Invalid fields list CFDA", "", "CFDA"},
		{"XL03000006", "There was an error" + supportID, ""},
		{"PL04000005", "You do not have permission for API operation QUERY on objects of type PROJECT", ""},
		{"Query Failed", "Object definition PROJECT of TYPE CFDA not found", ""},
		{"XL03000006", "PROJECT module is not subscribed", ""},
	}
	for _, test := range tests {
		e := &Error{Stage: StageResult, Object: "PROJECT", reads: true, Details: detail(test.number, "", test.text, "")}
		e.verdict = judge(e)
		if got := strings.Join(RefusedFields(e, "project", asked), " "); got != test.fields {
			t.Errorf("%s %s: [%s], want [%s]", test.number, test.text, got, test.fields)
		}
		if got := RefusedFields(e, "VENDOR", asked); got != nil {
			t.Errorf("%s: another object's %s", test.text, got)
		}
	}
	if got := RefusedFields(errors.New("cannot be queried: [PROJECT: [CFDA]]"), "PROJECT", asked); got != nil {
		t.Errorf("another error's %s", got)
	}
}
