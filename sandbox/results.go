package sandbox

import (
	"strings"
	"sync"

	"airbyte-sage-intacct/sandbox/company"
)

// resultSets remembers where readByQuery stopped, for readMore to go on. A set
// belongs to the session that asked.
type resultSets struct {
	mu     sync.Mutex
	byID   map[string]*resultSet
	latest map[string]string // by session and object
}

// A resultSet is a query under way. Each page is read when it is asked for.
type resultSet struct {
	id        string
	session   string
	object    *company.Object
	selection company.Selection
	columns   []company.Column
	rows      int // the most rows in all, 0 for no bound
	format    string
	saved     string // report or view, for what a saved definition lists
	view      string // the view's id
}

// What saved definitions list, as answers call it.
const (
	savedReport = "report"
	savedView   = "view"
)

// maxResultSets bounds the memory of queries that nobody reads to the end.
const maxResultSets = 10_000

func newResultSets() *resultSets {
	return &resultSets{byID: map[string]*resultSet{}, latest: map[string]string{}}
}

// keep stores a set and gives it an id, which begins like the real ones: with
// the name of a web server in hexadecimal.
func (r *resultSets) keep(set *resultSet) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.byID) >= maxResultSets {
		clear(r.byID)
		clear(r.latest)
	}
	if set.id == "" {
		set.id = "7765623332" + opaqueID(21)
	}
	r.byID[set.id] = set
	switch set.saved {
	case "":
		r.latest[latestKey(set.session, set.object.Name)] = set.id
	case savedView:
		r.latest[latestKey(set.session, set.view)] = set.id
	}
	return set.id
}

// drop forgets a set that was read to its end.
func (r *resultSets) drop(set *resultSet) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.byID, set.id)
}

// find returns a copy of a session's set, by its id or, if that is empty, the
// latest of an object.
func (r *resultSets) find(session, id, object string) (resultSet, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if id == "" {
		id = r.latest[latestKey(session, object)]
	}
	set := r.byID[id]
	if set == nil || set.session != session {
		return resultSet{}, false
	}
	return *set, true
}

func latestKey(session, object string) string {
	return session + "\x00" + strings.ToUpper(object)
}

// sessionName is what results belong to: the session, or for logins the user.
func (o *operation) sessionName() string {
	if o.who.session != "" {
		return o.who.session
	}
	return "login:" + o.who.user.ID + "|" + o.who.entity
}
