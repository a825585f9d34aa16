package intacct_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/intacct"
)

// passing are failures that are no mistake in the configuration once the gateway
// has served.
var passing = map[string]answer{
	"blocked by Cloudflare":    text(403, "<html><head><title>Attention Required! | Cloudflare</title></head></html>"),
	"moved for maintenance":    text(302, "<html>maintenance</html>"),
	"moved for good, it says":  text(301, ""),
	"moved, with the body":     text(307, ""),
	"no healthy upstream":      text(404, "no healthy upstream"),
	"a page with status 200":   text(200, "<html><title>We will be back soon</title></html>"),
	"control without a reason": text(200, `<?xml version="1.0"?><response><control><status>failure</status></control></response>`),
	"control, oddly":           text(200, `<?xml version="1.0"?><response><control><status>failure</status></control><errormessage><error><errorno>XL03000006</errorno><description2>An internal error occurred</description2></error></errormessage></response>`),
	"authentication, oddly":    text(200, `<?xml version="1.0"?><response><control><status>success</status></control><operation><authentication><status>failure</status></authentication><errormessage><error><errorno>XL03000006</errorno><description2>The system is busy, please try again</description2></error></errormessage></operation></response>`),
	"timed out":                refusal("XL03000006", "", "The operation timed out"),
	"concurrent":               refusal("XL03000006", "Concurrent access", ""),
	"deadlock":                 refusal("BL01001973", "", "Deadlock found when trying to get lock"),
	"try again":                refusal("", "", "Please try again"),
	"nobody knows":             refusal("XL03000006", "There was an internal error", ""),
	"no reason":                refusal("", "", ""),
	"too many operations":      refusal("XL03000006", "There are too many operations running for this company", ""),
	"off-line":                 refusal("XL03000006", "The Service is Temporarily Off-line, [Support ID: X]", ""),
	"an unknown error":         refusal("BL01001973", "Unknown error", ""),
	"a database":               refusal("", "", "The database is not available at this time"),
	"bad gateway":              text(502, "bad gateway"),
}

func TestWhatPassesIsWaitedOut(t *testing.T) {
	patient := intacct.Options{Retry: intacct.Retry{Patience: 15 * time.Minute}}
	for name, bad := range passing {
		t.Run(name, func(t *testing.T) {
			script := []answer{bad, bad, bad, bad, bad, bad, bad, file("query")}
			c, g := newClientWith(t, patient, script...)
			if err := read(c); err != nil {
				t.Errorf("after %d pauses: %v", len(g.waits), err)
			}
			c, g = newClientWith(t, patient, bad)
			began := g.clock()
			e := failure(t, read(c))
			if took := g.clock().Sub(began); took < 10*time.Minute || took > 16*time.Minute {
				t.Errorf("given up after %v: %v", took, e)
			}
			began = g.clock()
			_ = read(c) // the patience is for the whole run
			if took := g.clock().Sub(began); took > 4*time.Minute {
				t.Errorf("a second request waited for %v", took)
			}
		})
	}
}

// Before anything was served the same is a wrong address, and whoever only asks
// is not kept waiting.
func TestWhatPassesIsNotWaitedOutWithoutNeed(t *testing.T) {
	for name, bad := range passing {
		for how, opts := range map[string]intacct.Options{"nothing was served": {Retry: intacct.Retry{Patience: 15 * time.Minute}}, "no patience": {}} {
			c, g := newClientWith(t, opts, bad)
			if how == "nothing was served" {
				g.signIn = bad
			}
			began := g.clock()
			e := failure(t, read(c))
			if took := g.clock().Sub(began); took > time.Minute {
				t.Errorf("%s, %s: waited %v: %v", name, how, took, e)
			}
		}
	}
	for _, status := range []int{301, 302, 307, 403, 404} {
		c, g := newClientWith(t, intacct.Options{Retry: intacct.Retry{Patience: 15 * time.Minute}})
		g.signIn = text(status, "<html></html>")
		if e := failure(t, read(c)); e.FailureType() != "config_error" || len(g.waits) > 0 {
			t.Errorf("%d at the first request: %d pauses, %s", status, len(g.waits), e.FailureType())
		}
	}
	c, g := newClientWith(t, intacct.Options{Retry: intacct.Retry{Patience: 15 * time.Minute}}, passing["nobody knows"])
	if _, err := c.Query(intacct.Hasty(t.Context()), vendors()); err == nil || len(g.waits) > 0 {
		t.Errorf("a question that one can do without: %d pauses, %v", len(g.waits), err)
	}
}

// What was certainly not executed is sent again when it writes, and nothing else.
func TestWritesThatPass(t *testing.T) {
	patient := intacct.Options{Retry: intacct.Retry{Patience: 15 * time.Minute}}
	for name, again := range map[string]bool{
		"blocked by Cloudflare": true, "moved for maintenance": true, "no healthy upstream": true, "control without a reason": true,
		"too many operations": true, "deadlock": true, "off-line": true,
		"a page with status 200": false, "timed out": false, "nobody knows": false, "no reason": false, "try again": false, "bad gateway": false,
	} {
		bad := passing[name]
		c, g := newClientWith(t, patient, bad, bad, bad, bad, bad, bad, file("create"))
		err := write(c)
		if (err == nil) != again || !again && len(g.asked) != 1 {
			t.Errorf("%s: sent %d times: %v", name, len(g.asked), err)
		}
		if unknown := name == "a page with status 200" || name == "timed out" || name == "bad gateway"; !again && failure(t, err).Unknown() != unknown {
			t.Errorf("%s: unknown %v", name, !unknown)
		}
	}
}

func TestAdviceOfRefusals(t *testing.T) {
	for text, want := range map[string]string{
		"IP Address Denied":                        "Company → Security",
		"Your IP address 192.0.2.1 is not allowed": "Company → Security",
		"Your password has expired.":               "the password of user_id has expired",
	} {
		c, g := newClient(t)
		g.signIn = func(q *request) (*http.Response, error) {
			return q.respond(200, strings.Replace(fixture(t, "signin_incorrect.xml"), "Sign-in information is incorrect", text, 1))
		}
		e := failure(t, read(c))
		if e.FailureType() != "config_error" || !strings.Contains(e.Error(), want) || strings.Contains(e.Error(), "sender") {
			t.Errorf("%s: %s: %v", text, e.FailureType(), e)
		}
	}
}
