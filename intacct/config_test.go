package intacct_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"airbyte-sage-intacct/intacct"
)

func demo(user string) intacct.Config {
	return intacct.Config{
		CompanyID: "sandbox-demo", SenderID: "sandbox-sender", SenderPassword: "sandbox-sender-password",
		UserID: user, UserPassword: "sandbox-" + user + "-password",
	}
}

func TestAddressesThatAreAllowed(t *testing.T) {
	halfDemo, company := demo("demo"), demo("readonly")
	halfDemo.SenderPassword = "a real one"
	company.CompanyID = "sandbox-demo|NORTH"
	tests := []struct {
		url    string
		cfg    intacct.Config
		reason string // "" is allowed
	}{
		{"", config(), ""},
		{"https://api.intacct.com/ia/xml/xmlgw.phtml", config(), ""},
		{"HTTPS://proxy.example", config(), ""},
		{" https://proxy.example/gw ", config(), ""},
		{"http://127.0.0.1:8080/ia/xml/xmlgw.phtml", config(), ""},
		{"http://127.9.9.9", config(), ""},
		{"http://localhost:8080", config(), ""},
		{"http://[::1]:8080", config(), ""},
		{"http://[::ffff:127.0.0.1]:8080", config(), ""},
		{"http://api.intacct.com/ia/xml/xmlgw.phtml", config(), "plain http"},
		{"http://10.0.0.1:8080", config(), "plain http"},
		{"http://localhost.evil.example", config(), "plain http"},
		{"http://127.0.0.1.evil.example", config(), "plain http"},
		{"http://127.0.0.1@evil.example", config(), "user or password"},
		{"http://sandbox:8080", demo("demo"), ""},
		{"http://sandbox.intacct.com:8080", demo("no_gl"), ""},
		{"http://sandbox:8080", company, ""},
		{"http://sandbox:8080", halfDemo, "plain http"},
		{"https://user:secret@proxy.example", config(), "user or password"},
		{"https://proxy.example/?a=b", config(), "query or fragment"},
		{"https://proxy.example/#a", config(), "query or fragment"},
		{"ftp://proxy.example", config(), "https://"},
		{"file:///etc/passwd", config(), "not an address"},
		{"https://", config(), "not an address"},
		{"https://:443", config(), "not an address"},
		{"api.intacct.com", config(), "not an address"},
		{"https:api.intacct.com", config(), "not an address"},
		{"https://a b/", config(), "not an address"},
		{"sandbox:", demo("demo"), "needs a transport"},
	}
	for _, test := range tests {
		t.Run(test.url, func(t *testing.T) {
			test.cfg.APIURL = test.url
			_, err := intacct.New(test.cfg, intacct.Options{})
			expectConfigError(t, err, "api_url", test.reason)
			if err != nil && strings.Contains(err.Error(), "secret") {
				t.Errorf("the error repeats the address: %v", err)
			}
		})
	}
}

func expectConfigError(t *testing.T, err error, key, reason string) {
	t.Helper()
	if reason == "" {
		if err != nil {
			t.Errorf("error = %v", err)
		}
		return
	}
	var bad *intacct.ConfigError
	if !errors.As(err, &bad) || bad.Key != key || bad.FailureType() != "config_error" || !strings.Contains(err.Error(), reason) {
		t.Errorf("error = %v, want one of %s that says %q", err, key, reason)
	}
}

func TestSandboxIsTheCallersTransport(t *testing.T) {
	cfg := demo("demo")
	cfg.APIURL = "sandbox:"
	g := &gateway{t: t, named: "https://sandbox.intacct.com/ia/xml/xmlgw.phtml"}
	c, err := intacct.New(cfg, intacct.Options{Transport: g})
	if err != nil {
		t.Fatal(err)
	}
	if err := read(c); err != nil {
		t.Fatal(err)
	}
	for _, q := range append(g.signedIn, g.asked...) {
		if got := q.http.URL.String(); got != "https://sandbox.intacct.com/ia/xml/xmlgw.phtml" {
			t.Errorf("posted to %s", got)
		}
	}
}

func TestConfigThatCannotWork(t *testing.T) {
	tests := map[string]struct {
		change      func(*intacct.Config)
		key, reason string
	}{
		"no company":          {func(c *intacct.Config) { c.CompanyID = " " }, "company_id", "empty"},
		"no sender":           {func(c *intacct.Config) { c.SenderID = "" }, "sender_id", "empty"},
		"no sender password":  {func(c *intacct.Config) { c.SenderPassword = "" }, "sender_password", "empty"},
		"no user":             {func(c *intacct.Config) { c.UserID = "" }, "user_id", "empty"},
		"no user password":    {func(c *intacct.Config) { c.UserPassword = "" }, "user_password", "empty"},
		"four parts":          {func(c *intacct.Config) { c.CompanyID = "a|b|c|d" }, "company_id", "more than three parts"},
		"no client":           {func(c *intacct.Config) { c.CompanyID = "a||c" }, "company_id", "lacks the client"},
		"no company of parts": {func(c *intacct.Config) { c.CompanyID = "|c" }, "company_id", "lacks the company"},
		"two entities":        {func(c *intacct.Config) { c.CompanyID, c.EntityID = "a|b", "c" }, "entity_id", "once"},
		"control character":   {func(c *intacct.Config) { c.UserPassword = "a\x00b" }, "user_password", "U+0000"},
		"entity's character":  {func(c *intacct.Config) { c.EntityID = "\x01" }, "entity_id", "U+0001"},
		"no certificate":      {func(c *intacct.Config) { c.CACertificate = "hello" }, "ca_certificate", "PEM"},
		"same entity twice":   {func(c *intacct.Config) { c.CompanyID, c.EntityID = "a|b", "b" }, "", ""},
		"blank certificate":   {func(c *intacct.Config) { c.CACertificate = " \n" }, "", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			cfg := config()
			test.change(&cfg)
			_, err := intacct.New(cfg, intacct.Options{Transport: http.DefaultTransport})
			expectConfigError(t, err, test.key, test.reason)
			if err != nil && strings.Contains(err.Error(), "a\x00b") {
				t.Error("the error repeats the password")
			}
		})
	}
}
