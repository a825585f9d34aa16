package intacct

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// Client talks to one company, at its top level or inside one of its entities.
// It is safe for concurrent use.
type Client struct {
	*shared
	entity  string
	session sessionHolder
}

// shared is what all entities of a company have in common: the credentials,
// the line, the bounds and the gateway's clock.
type shared struct {
	cfg       Config
	login     login
	demo      bool
	opts      Options
	transport http.RoundTripper
	endpoint  *url.URL // where to sign in

	calls  atomic.Int64
	served atomic.Bool   // the gateway has opened a session
	large  chan struct{} // held while a large answer is received
	prefix string        // of control ids
	ids    atomic.Uint64

	mu         sync.Mutex
	entities   map[string]*Client
	resume     time.Time // no request before this: the gateway asked for a pause
	gateway    time.Time // the gateway's clock …
	seen       time.Time // … when ours said this
	patience   patience
	throttling patience
}

// New makes a client. It does not use the network; errors are *ConfigError.
func New(cfg Config, opts Options) (*Client, error) {
	endpoint, err := endpointFor(cfg, opts.Transport != nil)
	if err != nil {
		return nil, err
	}
	if err := cfg.validate(); err != nil {
		return nil, err
	}
	company, err := unpackCompany(cfg)
	if err != nil {
		return nil, err
	}
	roots, err := rootsWith(cfg.CACertificate)
	if err != nil {
		return nil, err
	}
	s := &shared{
		cfg: cfg, login: company, demo: isDemo(cfg), opts: opts.withDefaults(),
		transport: opts.Transport, endpoint: endpoint,
		large: make(chan struct{}, 1), prefix: randomPrefix(), entities: map[string]*Client{},
	}
	if s.transport == nil {
		s.transport = defaultTransport(roots)
	}
	return s.client(company.entity), nil
}

// Entity is the same company seen from inside one of its entities, or from its
// top level (""). It has a session of its own, and shares everything else.
func (c *Client) Entity(id string) *Client { return c.client(id) }

// EntityID is the entity the client works in; "" is the top level.
func (c *Client) EntityID() string { return c.entity }

func (s *shared) client(entity string) *Client {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.entities[entity]
	if c == nil {
		c = &Client{shared: s, entity: entity, session: newSessionHolder()}
		s.entities[entity] = c
	}
	return c
}

// Calls is how many billed calls were made so far: one for each page and each
// function, one for each object written. Repetitions count, signing in does not.
func (s *shared) Calls() int { return int(s.calls.Load()) }

// spend takes from the budget before a request is sent.
func (s *shared) spend(cost int) error {
	limit := int64(s.opts.MaxCalls)
	for {
		spent := s.calls.Load()
		if limit > 0 && spent+int64(cost) > limit {
			return &BudgetError{Spent: int(spent), Limit: int(limit)}
		}
		if s.calls.CompareAndSwap(spent, spent+int64(cost)) {
			return nil
		}
	}
}

// pause keeps all requests of the company back for a while.
func (s *shared) pause(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if until := s.opts.Now().Add(d); until.After(s.resume) {
		s.resume = until
	}
}

// paused waits until the gateway may be asked again.
func (s *shared) paused(ctx context.Context) error {
	s.mu.Lock()
	wait := s.resume.Sub(s.opts.Now())
	s.mu.Unlock()
	if wait <= 0 {
		return ctx.Err()
	}
	return s.opts.Retry.Sleep(ctx, wait)
}

// controlID makes an id that no other request has had.
func (s *shared) controlID() string {
	return s.prefix + "-" + strconv.FormatUint(s.ids.Add(1), 10)
}

func randomPrefix() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails (crypto/rand)
	return hex.EncodeToString(b[:])
}

// Close drops idle connections. The client can still be used afterwards.
func (s *shared) Close() {
	if t, ok := s.transport.(interface{ CloseIdleConnections() }); ok {
		t.CloseIdleConnections()
	}
}
