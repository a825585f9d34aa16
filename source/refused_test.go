package source

import (
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/alter"
)

// TestRefusedFieldsInAnyWords: the gateway refuses two fields, in words that the
// connector has never seen, one after the other.
func TestRefusedFieldsInAnyWords(t *testing.T) {
	for _, words := range []string{
		"<errorno>XL03000006</errorno><description2>Field FIELD of object VENDOR is restricted</description2>",
		"<errorno>DL02000001</errorno><description>The query cannot be processed: vendor.FIELD</description>",
		"<errorno>BL01001973</errorno><correction>Remove 'FIELD'.</correction>",
		"<errorno>XL03000006</errorno><description2>The field FIELD does not exist. Remove it and try again.</description2>",
		"<errorno>PL04000005</errorno><description2>You do not have permission to view 'FIELD'</description2>",
		"<errorno></errorno><description2>unexpected [FIELD] [Support ID: NAME%7ETOTALDUE]</description2>",
	} {
		w := faultSubjects["keyed"].make(t)
		for _, field := range []string{"TAXID", "CREDITLIMIT"} {
			w.gateway.Change(alter.Change{Function: "query", Contains: "<field>" + field + "</field>", Times: -1, Instead: true, Reply: func(r *alter.Reply) {
				r.Page(200, "text/xml", failedResult(r.Request, strings.ReplaceAll(words, "FIELD", strings.ToLower(field))))
			}})
		}
		out := w.read(t, configured(airbyte.FullRefresh, "VENDOR"), nil).ok(t)
		records := out.records("VENDOR")
		if len(records) != faultRows || !strings.Contains(records[0], `"TAXID":null`) || !strings.Contains(records[0], `"NAME":"Vendor`) {
			t.Errorf("%s: %d records, such as %s", words, len(records), records[0])
		}
		for _, field := range []string{"TAXID", "CREDITLIMIT"} {
			if logs := out.logs(); strings.Count(logs, "WARN VENDOR: the gateway refuses to query the field "+field) != 1 {
				t.Errorf("%s: logs\n%s", words, logs)
			}
		}
		if logs := out.logs(); strings.Count(logs, "refuses to query") != 2 || strings.Contains(logs, "sending again") {
			t.Errorf("%s: logs\n%s", words, logs)
		}
	}
}

// TestRefusedFieldsOfRelatedRecords: an error need not spell the way to a field as
// the query does.
func TestRefusedFieldsOfRelatedRecords(t *testing.T) {
	for words, left := range map[string]string{
		"EMAIL1 of displaycontact is restricted": "RETURNTO.EMAIL1",
		"Field EMAIL1 is restricted":             "",
	} {
		w := withheld(t, sandbox.Withheld{}, 2)
		w.gateway.Change(alter.Change{Function: "query", Contains: "<field>DISPLAYCONTACT.EMAIL1</field>", Times: -1, Instead: true, Reply: func(r *alter.Reply) {
			r.Page(200, "text/xml", failedResult(r.Request, "<errorno>X</errorno><description2>"+words+"</description2>"))
		}})
		logs := w.read(t, selecting(configured(airbyte.FullRefresh, "VENDOR"), "RECORDNO", "NAME", "DISPLAYCONTACT.EMAIL1", "RETURNTO.EMAIL1"), nil).ok(t).logs()
		if strings.Count(logs, "refuses to query the field DISPLAYCONTACT.EMAIL1") != 1 || strings.Contains(logs, "refuses to query the field RETURNTO.EMAIL1") != (left == "") {
			t.Errorf("%s: logs\n%s", words, logs)
		}
	}
}

// failedResult is the answer that a function failed, for the request.
func failedResult(request, failure string) string {
	function := functionPattern.FindStringSubmatch(request)
	return `<?xml version="1.0" encoding="UTF-8"?><response><control><status>success</status></control><operation><authentication><status>success</status></authentication>` +
		`<result><status>failure</status><function>` + function[2] + `</function><controlid>` + function[1] + `</controlid><errormessage><error>` + failure + `</error></errormessage></result></operation></response>`
}

// TestWhatPassesIsWaitedOut: a read has patience with what nobody knows, in a
// page and in a lookup, and with what is no answer of Intacct's.
func TestWhatPassesIsWaitedOut(t *testing.T) {
	for name, fault := range map[string]sandbox.Fault{
		"nobody knows":       {Errno: "XL03000006", Description2: "There was an internal error"},
		"blocked":            {Status: 403, Body: "<html><title>Attention Required! | Cloudflare</title></html>", ContentType: "text/html"},
		"a maintenance page": {Status: 200, Body: "<html><title>We will be back</title></html>", ContentType: "text/html"},
	} {
		for _, function := range []string{"query", "lookup"} {
			w := faultSubjects["keyed"].make(t)
			usual := w.options
			w.options = func(o *intacct.Options) {
				usual(o)
				o.Retry.Patience = 20 * o.Retry.Longest
			}
			fault.Function, fault.Times = function, 10
			w.sandbox.Fault(fault)
			if out := w.read(t, configured(airbyte.Incremental, "VENDOR"), nil); out.code != 0 || out.count() != faultRows {
				t.Errorf("%s, %s: exit code %d, %d records\n%s", name, function, out.code, out.count(), out.logs())
			}
		}
	}
}
