package intacct

import (
	"net/netip"
	"net/url"
	"strings"
)

const (
	gatewayPath = "/ia/xml/xmlgw.phtml"

	// sandboxURL stands for a company inside the program. The caller brings
	// the transport; the address below is what requests are labelled with.
	sandboxURL      = "sandbox:"
	sandboxEndpoint = "https://sandbox.intacct.com" + gatewayPath
)

// endpointFor reads api_url. Every request carries passwords or a session, so
// the line must be encrypted, except where nothing can listen (loopback) or
// nothing is secret (the sandbox's published credentials).
func endpointFor(cfg Config, ownTransport bool) (*url.URL, error) {
	text := strings.TrimSpace(cfg.APIURL)
	switch {
	case text == "":
		text = DefaultURL
	case text == sandboxURL && ownTransport:
		text = sandboxEndpoint
	case text == sandboxURL:
		return nil, &ConfigError{"api_url", "sandbox: needs a transport to the embedded company"}
	}
	u, reason := parseEndpoint(text, isDemo(cfg))
	if reason != "" {
		return nil, &ConfigError{"api_url", reason}
	}
	return u, nil
}

// parseEndpoint reads one address; reason says what is wrong with it, without
// repeating it (it may hold a password).
func parseEndpoint(text string, demo bool) (u *url.URL, reason string) {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Host == "" || u.Opaque != "" || u.Hostname() == "":
		return nil, "is not an address like " + DefaultURL
	case u.User != nil:
		return nil, "must not carry a user or password"
	case u.Fragment != "" || u.RawQuery != "":
		return nil, "must not carry a query or fragment"
	case u.Scheme == "http" && !isLoopback(u.Hostname()) && !demo:
		return nil, "is plain http, which would send passwords in clear; use https (http is allowed only to this machine, or with the sandbox's published credentials)"
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, "must begin with https://"
	}
	if u.Path == "" || u.Path == "/" {
		u.Path = gatewayPath
	}
	return u, ""
}

func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}

// isDemo recognises the sandbox's published credentials. All of them have to
// match: one real secret among them must not travel in clear.
func isDemo(cfg Config) bool {
	company, _, _ := strings.Cut(cfg.CompanyID, "|")
	return company == "sandbox-demo" &&
		cfg.SenderID == "sandbox-sender" &&
		cfg.SenderPassword == "sandbox-sender-password" &&
		cfg.UserPassword == "sandbox-"+cfg.UserID+"-password"
}

// nextEndpoint judges the endpoint a sign-in names. It is followed to Intacct's
// own hosts and to the host that named it; anything else keeps the present
// one, because a session must not go to a stranger.
func nextEndpoint(present *url.URL, named string, demo bool) (next *url.URL, ok bool) {
	u, reason := parseEndpoint(strings.TrimSpace(named), demo)
	switch {
	case reason != "":
		return present, false
	case present.Scheme == "https" && u.Scheme != "https":
		return present, false
	case !isIntacct(u.Hostname()) && !strings.EqualFold(u.Host, present.Host):
		return present, false
	}
	return u, true
}

// isIntacct is the rule of Sage's own SDKs: a name below intacct.com, with or
// without the root's dot.
func isIntacct(host string) bool {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	return strings.HasSuffix(host, ".intacct.com")
}
