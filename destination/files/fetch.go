package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"

	"airbyte-sage-intacct/destination/result"
)

// A record must not make this program fetch from anywhere but the hosts that a
// person has allowed, nor from inside the network that it runs in: a name on
// the list may come to stand for an address there.

const (
	fetchTime   = 2 * time.Minute
	connectTime = 10 * time.Second
	headerTime  = 30 * time.Second
	maxHeaders  = 64 << 10
)

// Client makes the client that files are fetched with. It goes to no address
// that allowed refuses, asks for each address when the connection is made, so
// that a name cannot change its meaning in between, follows no redirect, and
// uses no proxy, which would look names up itself.
func Client(allowed func(netip.Addr) bool) *http.Client {
	dialer := &net.Dialer{
		Timeout: connectTime,
		Control: func(_, address string, _ syscall.RawConn) error {
			to, err := netip.ParseAddrPort(address)
			if err != nil || !allowed(to.Addr()) {
				return ErrInside
			}
			return nil
		},
	}
	return &http.Client{
		Timeout:       fetchTime,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			DialContext:            dialer.DialContext,
			DisableCompression:     true, // what is unpacked may be far larger than what is sent
			DisableKeepAlives:      true,
			TLSHandshakeTimeout:    connectTime,
			ResponseHeaderTimeout:  headerTime,
			MaxResponseHeaderBytes: maxHeaders,
		},
	}
}

// ErrInside is said of addresses inside the network that the program runs in.
var ErrInside = errors.New("the host's address is not a public one")

// Public tells the addresses of the open internet from those that lead inside,
// or nowhere.
func Public(address netip.Addr) bool {
	address = address.Unmap()
	if address.Zone() != "" || !address.IsGlobalUnicast() || address.IsPrivate() {
		return false
	}
	if address.Is6() && !openInternet.Contains(address) {
		return false
	}
	for _, special := range specialNetworks {
		if special.Contains(address) {
			return false
		}
	}
	return true
}

// openInternet is all of IPv6 that is given out to networks.
var openInternet = netip.MustParsePrefix("2000::/3")

// specialNetworks are parts of the rest that have a special use, among them
// those that hold an IPv4 address.
//
// Source: IANA IPv4 and IPv6 Special-Purpose Address Registries.
var specialNetworks = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("192.88.99.0/24"), netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"), netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("2001::/23"), netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("3fff::/20"),
}

// fetch asks for a file. The size is what the server says, -1 if it does not.
func (l *Library) fetch(ctx context.Context, address *url.URL) (io.ReadCloser, int64, error) {
	if err := l.permitAddress(address); err != nil {
		return nil, 0, err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address.String(), http.NoBody)
	if err != nil {
		return nil, 0, errors.New("has an address that cannot be asked")
	}
	request.Header.Set("Accept", "*/*")
	response, err := l.http.Do(request)
	switch {
	case ctx.Err() != nil:
		return nil, 0, ctx.Err()
	case errors.Is(err, ErrInside):
		return nil, 0, RefusedError{fmt.Errorf("is not fetched from %s: %w", result.Shorten(address.Hostname()), ErrInside)}
	case err != nil:
		return nil, 0, fmt.Errorf("cannot be fetched from %s: %w", result.Shorten(address.Hostname()), plainError(err))
	}
	if response.StatusCode == http.StatusOK && response.Header.Get("Content-Encoding") == "" {
		return response.Body, response.ContentLength, nil
	}
	_ = response.Body.Close() // nothing in it is wanted
	switch code := response.StatusCode; {
	case code == http.StatusOK:
		return nil, 0, RefusedError{fmt.Errorf("cannot be fetched from %s: the answer is compressed, which was not asked for", result.Shorten(address.Hostname()))}
	case code >= 300 && code < 400:
		return nil, 0, RefusedError{fmt.Errorf("cannot be fetched from %s: it answers %d and redirects, and redirects are not followed", result.Shorten(address.Hostname()), code)}
	default:
		return nil, 0, fmt.Errorf("cannot be fetched from %s: it answers %d %s", result.Shorten(address.Hostname()), code, http.StatusText(code))
	}
}

// RefusedError is a fetch that stays refused however often it is tried.
type RefusedError struct{ error }

// Unwrap is the reason.
func (e RefusedError) Unwrap() error { return e.error }
