package sandbox

import (
	"crypto/subtle"
	"net/http"
	"slices"
	"strings"
	"time"

	"airbyte-sage-intacct/sandbox/company"
	"airbyte-sage-intacct/sandbox/xmltree"
)

// ConsoleID is the console company whose client the simulated company is, for
// logins of the form CONSOLE|CLIENT|ENTITY.
const ConsoleID = "sandbox-console"

// A refusal is why nobody was let in. With a status it concerns the company
// and is answered by the gateway's front, else by the operation.
type refusal struct {
	status  int
	userID  string
	company string
	why     failure
}

var signInIncorrect = failure{{Errno: errGateway, Description2: "Sign-in information is incorrect"}}

// checkSender checks the partner's licence, which comes before all else.
func (s *Sandbox) checkSender(c *control) (company.Sender, failure) {
	senders := s.company.Profile().Senders
	i := slices.IndexFunc(senders, func(x company.Sender) bool { return x.ID == c.sender })
	if i < 0 || !sameSecret(senders[i].Password, c.password) {
		return company.Sender{}, failing(errGateway, "Incorrect Intacct XML Partner ID or password.").withSupportID()
	}
	return senders[i], nil
}

// authenticate finds out who asks, from a login or a session.
func (s *Sandbox) authenticate(e *xmltree.Element, sender company.Sender, now time.Time) (identity, *refusal) {
	var who identity
	var refused *refusal
	if login := e.Child("login"); login != nil {
		who, refused = s.login(login)
	} else {
		who, refused = s.resume(e.Value("sessionid"), now)
	}
	if refused == nil && !sender.Authorized {
		refused = &refusal{userID: who.user.ID, company: s.company.Profile().ID, why: s.unauthorized(sender.ID)}
	}
	return who, refused
}

func (s *Sandbox) unauthorized(sender string) failure {
	return failure{{
		Errno:       errGateway,
		Description: "Invalid Web Services Authorization",
		Description2: "The sender ID '" + sender + "' is not authorized to make Web Services requests to company ID '" +
			s.company.Profile().ID + "'.",
		Correction: "Contact the company administrator to grant Web Services authorization to this sender ID.",
	}}
}

// A destination is where a login wants to go.
type destination struct{ console, company, entity string }

// destinationOf reads the company id, plain or packed as COMPANY|ENTITY or
// CONSOLE|CLIENT|ENTITY, together with clientid and locationid.
func destinationOf(login *xmltree.Element) destination {
	parts := strings.Split(login.Value("companyid"), "|")
	d := destination{company: parts[0], entity: login.Value("locationid")}
	switch {
	case login.Value("clientid") != "":
		d.console, d.company = parts[0], login.Value("clientid")
	case strings.EqualFold(parts[0], ConsoleID) && len(parts) > 1:
		d.console, d.company = parts[0], parts[1]
		parts = parts[1:]
	}
	if d.entity == "" && len(parts) > 1 {
		d.entity = parts[1]
	}
	return d
}

func (s *Sandbox) login(login *xmltree.Element) (identity, *refusal) {
	d := destinationOf(login)
	if !strings.EqualFold(d.company, s.company.Profile().ID) ||
		(d.console != "" && !strings.EqualFold(d.console, ConsoleID)) {
		return identity{}, &refusal{status: http.StatusUnauthorized}
	}
	refused := &refusal{userID: login.Value("userid"), company: login.Value("companyid"), why: signInIncorrect}
	user, known := s.company.User(login.Value("userid"))
	if !known || user.Password == "" || !sameSecret(user.Password, login.Child("password").Text) {
		return identity{}, refused
	}
	self := s.standing()
	if !self.mayEnter(user, d.entity) {
		return identity{}, refused
	}
	return identity{user: user, entity: self.entityID(d.entity), console: d.console}, nil
}

// resume finds the session. The error names the start of the id only.
func (s *Sandbox) resume(id string, now time.Time) (identity, *refusal) {
	session, alive := s.sessions.use(id, now)
	user, known := s.company.User(session.userID)
	if !alive || !known {
		shown := id
		if len(shown) > 1 {
			shown = shown[:1]
		}
		return identity{}, &refusal{why: failing(errGateway, "Invalid session %s....", shown)}
	}
	return identity{user: user, entity: session.entity, session: id}, nil
}

// A standing is what the company says about itself and its users, taken before
// a transaction holds the company for itself.
type standing struct {
	profile  company.Profile
	users    []*company.User
	entities []company.Entity
	closed   map[string]string // by entity, the last day of its closed books
}

func (s *Sandbox) standing() standing {
	is := standing{
		profile: s.company.Profile(), users: s.company.Users(), entities: s.company.Entities(),
		closed: map[string]string{"": s.company.ClosedThrough("")},
	}
	for _, e := range is.entities {
		is.closed[e.ID] = s.company.ClosedThrough(e.ID)
	}
	return is
}

// entity finds an entity by its id, in any case.
func (s *standing) entity(id string) (company.Entity, bool) {
	for _, e := range s.entities {
		if strings.EqualFold(e.ID, id) {
			return e, true
		}
	}
	return company.Entity{}, false
}

// mayEnter reports whether an entity exists and is open to the user. The top
// level is open to all.
func (s *standing) mayEnter(user *company.User, id string) bool {
	if id == "" {
		return true
	}
	found, known := s.entity(id)
	return known && (user.Entities == nil || slices.Contains(user.Entities, found.ID))
}

// entityID is the entity's id as the company writes it.
func (s *standing) entityID(id string) string {
	found, _ := s.entity(id)
	return found.ID
}

func sameSecret(a, b string) bool {
	return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1
}

// sessionStamp is the form of the times in an authentication block.
const sessionStamp = "2006-01-02T15:04:05-07:00"

// writeAuthenticated writes the block of somebody who was let in.
func (w *writer) writeAuthenticated(who *identity, companyID string, now time.Time, duration time.Duration) {
	w.open("authentication")
	w.leaf("status", "success")
	w.leaf("userid", who.user.ID)
	w.leaf("companyid", companyID)
	if who.console != "" {
		w.leaf("clientstatus", "success")
		w.leaf("clientid", companyID)
	}
	w.leaf("locationid", who.entity)
	w.leaf("sessiontimestamp", now.UTC().Format(sessionStamp))
	w.leaf("sessiontimeout", now.UTC().Add(duration).Format(sessionStamp))
	w.close("authentication")
}

// writeRefused writes the block of somebody who was not, and why.
func (w *writer) writeRefused(r *refusal, moreInfo bool) {
	w.open("authentication")
	w.leaf("status", "failure")
	w.leaf("userid", r.userID)
	w.leaf("companyid", r.company)
	w.close("authentication")
	w.writeErrors(r.why, moreInfo)
}
