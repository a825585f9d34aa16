package intacct_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"airbyte-sage-intacct/intacct"
)

func TestEnvelopeFollowsTheSchema(t *testing.T) {
	c, g := newClientWith(t, intacct.Options{UserAgent: "agent/1"}, file("create"))
	_, err := c.Do(t.Context(), intacct.Request{
		Functions:   []intacct.Function{{ControlID: "mine", Body: intacct.Create(element("VENDOR", "NAME", "a & b <c>\r\n\"d\" ]]> é 😀")).Body}},
		UniqueID:    true,
		Transaction: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	q := g.asked[0]
	if got, want := names(q, "/request/control"), "senderid password controlid uniqueid dtdversion includewhitespace"; got != want {
		t.Errorf("control = %s, want %s", got, want)
	}
	for path, want := range map[string]string{
		"//control/senderid": "mysender", "//control/password": "sender-pw", "//control/uniqueid": "true",
		"//control/dtdversion": "3.0", "//control/includewhitespace": "false",
		"//create/VENDOR/NAME": "a & b <c>\r\n\"d\" ]]> é 😀",
	} {
		if got := q.at(path); got != want {
			t.Errorf("%s = %q, want %q", path, got, want)
		}
	}
	if got := q.FindElement("//operation").SelectAttrValue("transaction", ""); got != "true" {
		t.Errorf("transaction = %q", got)
	}
	if got := q.FindElement("//function").SelectAttrValue("controlid", ""); got != "mine" {
		t.Errorf("control id = %q", got)
	}
	if id := q.at("//control/controlid"); id == "" || id == g.signedIn[0].at("//control/controlid") {
		t.Errorf("the request's control id %q is not its own", id)
	}
	for name, want := range map[string]string{"Content-Type": "application/xml", "User-Agent": "agent/1", "Accept-Encoding": "gzip"} {
		if got := q.http.Header.Get(name); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	if q.http.Method != http.MethodPost || !strings.HasPrefix(q.raw, `<?xml version="1.0" encoding="UTF-8"?>`) {
		t.Error("not a POST of XML in UTF-8")
	}
}

func TestResultsComeInTheOrderOfTheRequest(t *testing.T) {
	one := `<result><status>success</status><function>delete</function><controlid>{{1}}</controlid></result>`
	two := `<result><status>failure</status><function>delete</function><controlid>{{2}}</controlid><errormessage><error><errorno>BL01001973</errorno><description2>Cannot find customer with key '99999' to delete.</description2></error></errormessage></result>`
	c, _ := newClient(t, reply(two+one))
	results, err := c.Do(t.Context(), intacct.Request{Functions: []intacct.Function{intacct.Delete("CUSTOMER", "1"), intacct.Delete("CUSTOMER", "99999")}})
	if err != nil {
		t.Fatal(err)
	}
	if results[0].Err != nil || results[0].Status != "success" {
		t.Errorf("first = %+v", results[0])
	}
	if e := results[1].Err; e == nil || e.Number() != "BL01001973" || e.Unknown() || e.Object != "CUSTOMER" {
		t.Errorf("second = %+v", e)
	}
}

func TestMissingResultIsUnknown(t *testing.T) {
	c, g := newClient(t, reply(`<result><status>success</status><function>create</function><controlid>{{2}}</controlid></result>`))
	create := intacct.Create(element("VENDOR", "NAME", "x"))
	results, err := c.Do(t.Context(), intacct.Request{Functions: []intacct.Function{create, create}})
	if err != nil {
		t.Fatal(err)
	}
	if e := results[0].Err; e == nil || !e.Unknown() || e.SafeToRetry() {
		t.Errorf("the function without a result: %v", e)
	}
	if results[1].Err != nil {
		t.Error(results[1].Err)
	}
	g.counts(t, 1, 1)
}

func TestResultWithoutAKnownStatusIsNoSuccess(t *testing.T) {
	for _, status := range []string{"", "done", "succes", "success!"} {
		c, g := newClient(t, reply(`<result><status>`+status+`</status><function>create</function><controlid>{{1}}</controlid></result>`))
		results, err := c.Do(t.Context(), intacct.Request{Functions: []intacct.Function{intacct.Create(element("VENDOR", "NAME", "x"))}})
		if err != nil {
			t.Fatal(err)
		}
		if results[0].Err == nil || !results[0].Err.Unknown() {
			t.Errorf("status %q: %v", status, results[0].Err)
		}
		g.counts(t, 1, 1)
	}
}

func TestResultNobodyAskedForSpoilsTheReply(t *testing.T) {
	ok := `<result><status>success</status><function>create</function><controlid>{{1}}</controlid></result>`
	for name, results := range map[string]string{
		"stranger": `<result><status>success</status><function>create</function><controlid>stranger</controlid></result>`,
		"twice":    ok + ok,
	} {
		c, _ := newClient(t, reply(results))
		_, err := c.Do(t.Context(), intacct.Request{Functions: []intacct.Function{intacct.Create(element("VENDOR", "NAME", "x"))}})
		if e := failure(t, err); !e.Unknown() {
			t.Errorf("%s: %v", name, e)
		}
	}
}

func TestPartlyDoneCreateIsNotSafe(t *testing.T) {
	c, _ := newClient(t, file("create_partial"))
	result, err := c.DoOne(t.Context(), intacct.Create(element("PROJECT", "NAME", "a"), element("PROJECT", "NAME", "b")))
	e := failure(t, err)
	if e.SafeToRetry() {
		t.Error("one of the two projects was created")
	}
	if e.Number() != "BL34000061" || len(e.Details) != 2 || e.Details[0].Correction != "Use a unique value instead." {
		t.Errorf("details = %+v", e.Details)
	}
	if got := result.Data.FindElement("project/RECORDNO").Text(); got != "1424" {
		t.Errorf("created = %s", got)
	}
}

func TestAbortedTransaction(t *testing.T) {
	c, g := newClient(t, file("aborted"))
	create := intacct.Create(element("VENDOR", "NAME", "x"))
	results, err := c.Do(t.Context(), intacct.Request{Transaction: true, Functions: []intacct.Function{create, create}})
	if err != nil {
		t.Fatal(err)
	}
	if results[0].Status != "failure" || results[1].Status != "aborted" {
		t.Fatalf("results = %+v", results)
	}
	if e := results[1].Err; e.Number() != "XL03000009" || !e.SafeToRetry() || e.Unknown() {
		t.Errorf("aborted = %v", e)
	}
	g.counts(t, 1, 1)
}

func TestAbortedTransactionIsSentAgainIfItsCauseIsTemporary(t *testing.T) {
	busy := reply(`<result><status>failure</status><function>create</function><controlid>{{1}}</controlid><errormessage><error><errorno>BL01001973</errorno><correction>Please Try Again Later</correction></error></errormessage></result>` +
		`<result><status>aborted</status><function>create</function><controlid>{{2}}</controlid><errormessage><error><errorno>XL03000009</errorno></error></errormessage></result>`)
	ok := reply(`<result><status>success</status><function>create</function><controlid>{{1}}</controlid></result><result><status>success</status><function>create</function><controlid>{{2}}</controlid></result>`)
	c, g := newClient(t, busy, ok)
	create := intacct.Create(element("VENDOR", "NAME", "x"))
	results, err := c.Do(t.Context(), intacct.Request{Transaction: true, Functions: []intacct.Function{create, create}})
	if err != nil || results[0].Err != nil || results[1].Err != nil {
		t.Fatal(err, results)
	}
	g.counts(t, 1, 2)
}

func TestPartlyDoneRequestIsNotSentAgain(t *testing.T) {
	busy := `<result><status>failure</status><function>create</function><controlid>{{2}}</controlid><errormessage><error><errorno>BL01001973</errorno><correction>Please Try Again Later</correction></error></errormessage></result>`
	done := `<result><status>success</status><function>create</function><controlid>{{1}}</controlid></result>`
	unsure := `<result><status>perhaps</status><function>create</function><controlid>{{1}}</controlid></result>`
	for _, first := range []string{done, unsure} {
		c, g := newClient(t, reply(first+busy))
		create := intacct.Create(element("VENDOR", "NAME", "x"))
		results, err := c.Do(t.Context(), intacct.Request{Functions: []intacct.Function{create, create}})
		if err != nil {
			t.Fatal(err)
		}
		if e := results[1].Err; e == nil || !e.Temporary() || !e.SafeToRetry() {
			t.Errorf("results = %+v", results)
		}
		g.counts(t, 1, 1)
	}
}

func TestLegacyResults(t *testing.T) {
	c, _ := newClient(t, file("legacy_key"), file("get_list"))
	result, err := c.DoOne(t.Context(), intacct.Legacy(element("create_potransaction", "transactiontype", "Purchase Order")))
	if err != nil || result.Key != "Purchase Order-PO0213" {
		t.Errorf("key = %q, %v", result.Key, err)
	}
	result, err = c.DoOne(t.Context(), intacct.Legacy(element("get_list")))
	if want := (intacct.List{Type: "supdoc", End: 9, Total: 383}); err != nil || result.List != want {
		t.Errorf("list = %+v, %v", result.List, err)
	}
}

func TestFunctionsThatWriteAreKnown(t *testing.T) {
	for name, want := range map[string]bool{
		"get": false, "get_list": false, "getFinancialSetup": false, "readReport": false, "retrievepdf": false, "describe": false,
		"create_bill": true, "reverse_bill": true, "generate_projectinvoices": true, "approve": true, "record_deposit": true,
	} {
		if got := intacct.Legacy(element(name)).Writes; got != want {
			t.Errorf("%s writes = %v, want %v", name, got, want)
		}
	}
	// Nor does forgetting to say so make a function harmless.
	c, g := newClient(t, breaks)
	if _, err := c.DoOne(t.Context(), intacct.Function{Body: element("reverse_bill", "description", "x")}); !failure(t, err).Unknown() {
		t.Error(err)
	}
	g.counts(t, 1, 1)
}

func TestUnsendableRequestsAreRefusedHere(t *testing.T) {
	hundred := make([]*etree.Element, 101)
	for i := range hundred {
		hundred[i] = element("VENDOR", "NAME", "x")
	}
	vendor := element("VENDOR", "NAME", "x")
	tests := map[string]struct {
		functions []intacct.Function
		want      string
	}{
		"nothing":           {nil, "needs a function"},
		"no body":           {[]intacct.Function{{ControlID: "a"}}, "no body"},
		"same id":           {[]intacct.Function{{ControlID: "a", Body: vendor}, {ControlID: "a", Body: vendor}}, "share the control id"},
		"long id":           {[]intacct.Function{{ControlID: strings.Repeat("a", 257), Body: vendor}}, "256"},
		"control in id":     {[]intacct.Function{{ControlID: "a\x00", Body: vendor}}, "U+0000"},
		"control character": {[]intacct.Function{intacct.Create(element("VENDOR", "NAME", "a\x0bb"))}, "create/VENDOR/NAME cannot be sent to the gateway: byte 2 begins the control character U+000B"},
		"not UTF-8":         {[]intacct.Function{intacct.Create(element("VENDOR", "NAME", "a\xff"))}, "not UTF-8"},
		"noncharacter":      {[]intacct.Function{intacct.Create(element("VENDOR", "NAME", "\uffff"))}, "U+FFFF"},
		"bad name":          {[]intacct.Function{intacct.Create(element("VENDOR", "GLDIMBuild/x", "1"))}, "not a name"},
		"no objects":        {[]intacct.Function{intacct.Create()}, "0 objects"},
		"101 objects":       {[]intacct.Function{intacct.Update(hundred...)}, "101 objects"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c, g := newClient(t)
			_, err := c.Do(t.Context(), intacct.Request{Functions: test.functions})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error = %v, want one that says %q", err, test.want)
			}
			g.counts(t, 0, 0)
		})
	}
}

func TestSendableNamesTheElement(t *testing.T) {
	bill := element("APBILL")
	bill.CreateElement("APBILLITEMS").CreateElement("APBILLITEM").CreateElement("MEMO").SetText("\x1b")
	var bad *intacct.ValueError
	if err := intacct.Sendable(bill); !errors.As(err, &bad) || bad.Element != "APBILL/APBILLITEMS/APBILLITEM/MEMO" {
		t.Errorf("error = %v", err)
	}
	bill = element("APBILL")
	bill.CreateAttr("key", "\x01")
	if err := intacct.Sendable(bill); !errors.As(err, &bad) || bad.Element != "APBILL/@key" {
		t.Errorf("error = %v", err)
	}
	bill = element("APBILL", "MEMO", "\t\r\n \u0085\u2028\ufffd\U0010ffff")
	if err := intacct.Sendable(bill); err != nil {
		t.Errorf("error = %v", err)
	}
	bill.CreateComment("x")
	if err := intacct.Sendable(bill); err == nil {
		t.Error("a comment is neither element nor text")
	}
}

func TestBudget(t *testing.T) {
	c, g := newClientWith(t, intacct.Options{MaxCalls: 6}, file("query"), file("create"), file("delete"), file("query"))
	page, err := c.Query(t.Context(), vendors())
	if err != nil {
		t.Fatal(err)
	}
	page.Release()
	if _, err := c.DoOne(t.Context(), intacct.Create(element("VENDOR", "A", "1"), element("VENDOR", "A", "2"))); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Entity("x").DoOne(t.Context(), intacct.Delete("VENDOR", "1", "2")); err != nil {
		t.Fatal(err)
	}
	if got := c.Calls(); got != 5 {
		t.Errorf("calls = %d, want 1 page, 2 created, 2 deleted", got)
	}
	var spent *intacct.BudgetError
	_, err = c.DoOne(t.Context(), intacct.Delete("VENDOR", "1", "2"))
	if !errors.As(err, &spent) || spent.FailureType() != "config_error" || !strings.Contains(err.Error(), "max_api_calls") {
		t.Errorf("error = %v", err)
	}
	if page, err = c.Query(t.Context(), vendors()); err != nil {
		t.Errorf("one call is left: %v", err)
	} else {
		page.Release()
	}
	if _, err = c.Query(t.Context(), vendors()); !errors.As(err, &spent) {
		t.Errorf("error = %v", err)
	}
	g.counts(t, 2, 4)
}

func TestRepetitionsCountAgainstTheBudget(t *testing.T) {
	c, g := newClientWith(t, intacct.Options{MaxCalls: 2}, text(503, "busy"))
	var spent *intacct.BudgetError
	if _, err := c.Query(t.Context(), vendors()); !errors.As(err, &spent) {
		t.Errorf("error = %v", err)
	}
	g.counts(t, 1, 2)
}

func TestGivenUpBeforeItBegan(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	c, g := newClient(t)
	_, err := c.Query(ctx, vendors())
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v", err)
	}
	g.counts(t, 0, 0)
}
