package sandbox

import (
	"net/http"
	"strings"
	"time"

	"airbyte-sage-intacct/sandbox/company"
	"airbyte-sage-intacct/sandbox/console"
)

// Path is where the gateway answers.
const Path = "/ia/xml/xmlgw.phtml"

// A Sandbox is a gateway in front of a simulated company. It is safe for use
// by several goroutines.
type Sandbox struct {
	company  *company.Company
	settings Settings
	sessions *sessions
	memory   *memory
	results  *resultSets
	limits   *limits
	faults   faults
	requests *requestLog
	bodies   bodies
	console  http.Handler
}

// New puts a gateway in front of a company.
func New(c *company.Company, settings Settings) *Sandbox {
	settings = settings.withDefaults()
	if settings.Clock != nil {
		c.SetClock(settings.Clock)
	}
	if settings.AuditKeys != "" {
		c.SetAuditForm(settings.AuditKeys)
	}
	c.SetCollation(settings.Collation)
	s := &Sandbox{
		company:  c,
		settings: settings,
		sessions: newSessions(settings.SessionDuration),
		memory:   newMemory(),
		results:  newResultSets(),
		limits:   newLimits(settings),
		requests: &requestLog{limit: settings.LogLimit},
	}
	s.console = console.New(c, s.shownRequests)
	return s
}

// Company returns the company behind the gateway, for direct access.
func (s *Sandbox) Company() *company.Company { return s.company }

// now is the gateway's time, which is the company's.
func (s *Sandbox) now() time.Time { return s.company.Now() }

// ServeHTTP answers requests to the gateway and shows the company at every
// other address. It answers under any host name, but not to the pages of
// another.
func (s *Sandbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if isForeign(r) {
		http.Error(w, "The sandbox does not answer to pages of other sites.", http.StatusForbidden)
		return
	}
	defer s.bodies.received(w, r)()
	if !strings.HasPrefix(r.URL.Path, "/ia/") {
		s.console.ServeHTTP(w, r)
		return
	}
	s.answer(r).send(w)
}
