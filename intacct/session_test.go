package intacct_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"airbyte-sage-intacct/intacct"
)

func TestSignInIsAloneAndItsSessionIsUsed(t *testing.T) {
	var secrets []string
	var client *intacct.Client
	c, g := newClientWith(t, intacct.Options{OnSecret: func(s string) { secrets = append(secrets, s) }})
	client = c
	page, err := client.Query(t.Context(), vendors())
	if err != nil {
		t.Fatal(err)
	}
	page.Release()
	g.counts(t, 1, 1)
	signIn, query := g.signedIn[0], g.asked[0]
	if n := len(signIn.FindElements("//function")); n != 1 {
		t.Errorf("the sign-in holds %d functions", n)
	}
	if got, want := names(signIn, "/request/operation/authentication/login"), "userid companyid password"; got != want {
		t.Errorf("login = %s, want %s", got, want)
	}
	if got := signIn.http.URL.String(); got != intacct.DefaultURL {
		t.Errorf("signed in at %s", got)
	}
	if got := query.at("//authentication/sessionid"); got != "S1" {
		t.Errorf("session = %s", got)
	}
	if query.has("login") || strings.Contains(query.raw, "user-pw") {
		t.Error("the password travels with a session")
	}
	if got := query.http.URL.Host; got != "na12.intacct.com" {
		t.Errorf("the query went to %s, not to the endpoint of the session", got)
	}
	if !slices.Equal(secrets, []string{"S1"}) {
		t.Errorf("secrets = %q", secrets)
	}
}

func names(q *request, path string) string {
	var list []string
	for _, el := range q.FindElement(path).ChildElements() {
		list = append(list, el.Tag)
	}
	return strings.Join(list, " ")
}

func TestLoginNamesClientAndEntity(t *testing.T) {
	tests := []struct {
		company, entity, enter string
		want                   map[string]string
	}{
		{company: "ACME", want: map[string]string{"companyid": "ACME", "locationid": "(absent)", "clientid": "(absent)"}},
		{company: "ACME|100", want: map[string]string{"companyid": "ACME", "locationid": "100", "clientid": "(absent)"}},
		{company: "CONSOLE|CHILD|100", want: map[string]string{"companyid": "CONSOLE", "locationid": "100", "clientid": "CHILD"}},
		{company: "CONSOLE|CHILD|", want: map[string]string{"companyid": "CONSOLE", "locationid": "(absent)", "clientid": "CHILD"}},
		{company: "ACME", entity: "200", want: map[string]string{"companyid": "ACME", "locationid": "200"}},
		{company: "ACME|100", entity: "100", enter: "300", want: map[string]string{"companyid": "ACME", "locationid": "300"}},
	}
	for _, test := range tests {
		t.Run(test.company+"+"+test.entity+"+"+test.enter, func(t *testing.T) {
			cfg := config()
			cfg.CompanyID, cfg.EntityID = test.company, test.entity
			g := &gateway{t: t}
			c, err := intacct.New(cfg, intacct.Options{Transport: g})
			if err != nil {
				t.Fatal(err)
			}
			if test.enter != "" {
				c = c.Entity(test.enter)
			}
			if err := c.Ping(t.Context()); err != nil {
				t.Fatal(err)
			}
			for name, want := range test.want {
				if got := g.signedIn[0].at("//login/" + name); got != want {
					t.Errorf("%s = %s, want %s", name, got, want)
				}
			}
		})
	}
}

func TestEntitiesHaveSessionsOfTheirOwnAndShareTheCount(t *testing.T) {
	c, g := newClient(t)
	north := c.Entity("north")
	if north == c || north != c.Entity("north") || north != north.Entity("north") {
		t.Error("an entity is one client")
	}
	for _, client := range []*intacct.Client{c, north, c} {
		page, err := client.Query(t.Context(), vendors())
		if err != nil {
			t.Fatal(err)
		}
		page.Release()
	}
	g.counts(t, 2, 3)
	if got := g.asked[1].at("//sessionid"); got != "S2" {
		t.Errorf("the entity's session = %s", got)
	}
	if c.Calls() != 3 || north.Calls() != 3 {
		t.Errorf("calls = %d and %d, want 3", c.Calls(), north.Calls())
	}
}

func TestLostSessionIsRenewedOnce(t *testing.T) {
	c, g := newClient(t, file("query"), file("invalid_session"), file("query"))
	for range 2 {
		page, err := c.Query(t.Context(), vendors())
		if err != nil {
			t.Fatal(err)
		}
		page.Release()
	}
	g.counts(t, 2, 3)
	if got := g.asked[2].at("//sessionid"); got != "S2" {
		t.Errorf("the third request used %s", got)
	}
	if len(g.waits) != 0 {
		t.Errorf("renewing a session paused %v", g.waits)
	}
}

func TestSessionThatIsNeverAcceptedIsNotRenewedForever(t *testing.T) {
	c, g := newClient(t, file("invalid_session"))
	_, err := c.Query(t.Context(), vendors())
	e := failure(t, err)
	if e.Stage != intacct.StageAuthentication {
		t.Errorf("stage = %v", e.Stage)
	}
	if strings.Contains(err.Error(), "S1") || strings.Contains(err.Error(), "S2") {
		t.Errorf("the error tells the session: %v", err)
	}
	g.counts(t, 2, 2)
}

func TestWriteIsSentAgainAfterALostSession(t *testing.T) {
	c, g := newClient(t, file("invalid_session"), file("create"))
	results, err := c.Do(t.Context(), intacct.Request{Functions: []intacct.Function{intacct.Create(element("VENDOR", "NAME", "x"))}})
	if err != nil || results[0].Err != nil {
		t.Fatal(err, results)
	}
	g.counts(t, 2, 2)
}

func TestSessionIsRenewedBeforeItEnds(t *testing.T) {
	c, g := newClient(t)
	query := func() {
		t.Helper()
		page, err := c.Query(t.Context(), vendors())
		if err != nil {
			t.Fatal(err)
		}
		page.Release()
	}
	query()
	g.pass(11 * time.Hour) // of twelve
	query()
	g.counts(t, 1, 2)
	g.pass(11 * time.Hour) // used since, so it lives on
	query()
	g.counts(t, 1, 3)
	g.pass(11*time.Hour + 56*time.Minute) // less than five minutes remain
	query()
	g.counts(t, 2, 4)
}

func TestOneCallerSignsInForAll(t *testing.T) {
	c, g := newClient(t)
	slow := g.open("S1")
	g.signIn = func(q *request) (*http.Response, error) {
		time.Sleep(time.Millisecond)
		return slow(q)
	}
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			page, err := c.Query(t.Context(), vendors())
			if err != nil {
				t.Error(err)
				return
			}
			page.Release()
		})
	}
	all.Wait()
	g.counts(t, 1, 20)
}

func TestWrongPasswordIsSentOnce(t *testing.T) {
	for _, name := range []string{"signin_incorrect", "unauthorized_sender", "sender_incorrect"} {
		t.Run(name, func(t *testing.T) {
			c, g := newClient(t)
			g.signIn = file(name)
			var all sync.WaitGroup
			for range 10 {
				all.Go(func() {
					_, err := c.Query(t.Context(), vendors())
					var e *intacct.Error
					if !errors.As(err, &e) || e.FailureType() != "config_error" {
						t.Errorf("error = %v", err)
					}
				})
			}
			all.Wait()
			if _, err := c.UserFormatting(t.Context()); err == nil {
				t.Error("a refused sign-in is forgotten")
			}
			g.counts(t, 1, 0)
		})
	}
}

func TestFailedSignInIsSharedByThoseWhoWait(t *testing.T) {
	c, g := newClientWith(t, intacct.Options{Retry: intacct.Retry{Tries: 2}})
	waiting := make(chan struct{}, 10)
	g.signIn = func(q *request) (*http.Response, error) {
		for range 9 { // all others have begun
			<-waiting
		}
		time.Sleep(5 * time.Millisecond)
		g.mu.Lock()
		g.signIn = text(503, "busy")
		g.mu.Unlock()
		return q.respond(503, "busy")
	}
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			waiting <- struct{}{}
			if _, err := c.Query(t.Context(), vendors()); err == nil {
				t.Error("a query without a session")
			}
		})
	}
	all.Wait()
	if n := len(g.signedIn); n > 4 {
		t.Errorf("10 callers signed in %d times", n)
	}
}

func TestCallerThatGivesUpDoesNotSpoilTheOthers(t *testing.T) {
	c, g := newClient(t)
	ctx, cancel := context.WithCancel(t.Context())
	g.signIn = func(q *request) (*http.Response, error) {
		g.mu.Lock()
		g.signIn = nil
		g.mu.Unlock()
		cancel()
		return hangs(q)
	}
	_, err := c.Query(ctx, vendors())
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v", err)
	}
	if e := failure(t, err); e.Unknown() || !e.SafeToRetry() {
		t.Error("nothing of the query was sent, and the error does not know")
	}
	page, err := c.Query(t.Context(), vendors())
	if err != nil {
		t.Fatal(err)
	}
	page.Release()
}

func TestCallerThatGivesUpLeavesItsTurnToTheNext(t *testing.T) {
	c, g := newClient(t)
	ctx, cancel := context.WithCancel(t.Context())
	begun := make(chan struct{})
	g.signIn = func(q *request) (*http.Response, error) {
		g.mu.Lock()
		g.signIn = nil
		g.mu.Unlock()
		close(begun)
		return hangs(q)
	}
	var both sync.WaitGroup
	both.Go(func() {
		if _, err := c.Query(ctx, vendors()); !errors.Is(err, context.Canceled) {
			t.Errorf("error = %v", err)
		}
	})
	<-begun
	both.Go(func() {
		if err := read(c); err != nil {
			t.Errorf("the one who waited: %v", err)
		}
	})
	time.Sleep(5 * time.Millisecond) // for the second caller to wait its turn
	cancel()
	both.Wait()
	g.counts(t, 2, 1)
}

func TestLateNewsOfALostSessionDoesNotEndTheNewOne(t *testing.T) {
	late := make(chan struct{})
	c, g := newClient(t,
		func(q *request) (*http.Response, error) {
			<-late
			return file("invalid_session")(q)
		},
		file("invalid_session"), file("query"))
	if err := c.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	var slow sync.WaitGroup
	slow.Go(func() {
		if err := read(c); err != nil {
			t.Error(err)
		}
	})
	for asked := 0; asked == 0; {
		g.mu.Lock()
		asked = len(g.asked)
		g.mu.Unlock()
		time.Sleep(time.Millisecond)
	}
	if err := read(c); err != nil {
		t.Fatal(err)
	}
	close(late)
	slow.Wait()
	g.counts(t, 2, 4)
}

func TestSignInIsTriedAgainOnlyForTheLine(t *testing.T) {
	c, g := newClient(t)
	g.down = 2
	if err := c.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(g.waits) != 2 {
		t.Errorf("waits = %v", g.waits)
	}
	g.counts(t, 1, 0)
}

func TestSessionStaysWithIntacct(t *testing.T) {
	const base = "https://proxy.example/gw"
	tests := []struct{ api, named, want string }{
		{"", "https://na12.intacct.com/ia/xml/xmlgw.phtml", "https://na12.intacct.com/ia/xml/xmlgw.phtml"},
		{"", "https://evil.example/ia/xml/xmlgw.phtml", intacct.DefaultURL},
		{"", "https://intacct.com.evil.example/x", intacct.DefaultURL},
		{"", "https://evilintacct.com/x", intacct.DefaultURL},
		{"", "http://api.intacct.com/ia/xml/xmlgw.phtml", intacct.DefaultURL},
		{"", "https://user:pw@na12.intacct.com/x", intacct.DefaultURL},
		{"", "", intacct.DefaultURL},
		{"", "::", intacct.DefaultURL},
		{base, "https://proxy.example/other", "https://proxy.example/other"},
		{base, "https://proxy.example:8443/other", base},
		{base, "http://proxy.example/other", base},
		{"https://127.0.0.1:8443/x", "http://127.0.0.1:8443/x", "https://127.0.0.1:8443/x"},
		{"http://127.0.0.1:8080/x", "http://127.0.0.1:9090/x", "http://127.0.0.1:8080/x"},
		{"http://127.0.0.1:8080/x", "http://127.0.0.1:8080/y", "http://127.0.0.1:8080/y"},
		{"sandbox:", "https://sandbox.intacct.com/ia/xml/xmlgw.phtml", "https://sandbox.intacct.com/ia/xml/xmlgw.phtml"},
	}
	for _, test := range tests {
		t.Run(test.api+" "+test.named, func(t *testing.T) {
			cfg := config()
			cfg.APIURL = test.api
			g := &gateway{t: t, named: test.named}
			c, err := intacct.New(cfg, intacct.Options{Transport: g})
			if err != nil {
				t.Fatal(err)
			}
			page, err := c.Query(t.Context(), vendors())
			if err != nil {
				t.Fatal(err)
			}
			page.Release()
			if got := g.asked[0].http.URL.String(); got != test.want {
				t.Errorf("the session went to %s, want %s", got, test.want)
			}
		})
	}
}
