package sandbox

import (
	"crypto/rand"
	"encoding/base64"
	"sync"
	"time"

	"airbyte-sage-intacct/sandbox/company"
)

// An identity is who a request comes from, once that is known.
type identity struct {
	user   *company.User
	entity string
	// console is the company that signed in for its client, if one did.
	console string
	// session is the id of the session used, "" for a login.
	session string
}

// sessions remembers who has signed in. A session lives for the duration after
// its last use.
type sessions struct {
	mu       sync.Mutex
	duration time.Duration
	open     map[string]*openSession
}

type openSession struct {
	userID  string
	entity  string
	expires time.Time
}

// maxSessions bounds the memory that logging in over and over can cost.
const maxSessions = 100_000

func newSessions(duration time.Duration) *sessions {
	return &sessions{duration: duration, open: map[string]*openSession{}}
}

// start opens a session.
func (s *sessions) start(userID, entity string, now time.Time) string {
	id := opaqueID(30) + ".."
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.open) >= maxSessions {
		s.sweep(now)
	}
	s.open[id] = &openSession{userID: userID, entity: entity, expires: now.Add(s.duration)}
	return id
}

// use finds a session and makes it live on.
func (s *sessions) use(id string, now time.Time) (openSession, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.open[id]
	if !ok {
		return openSession{}, false
	}
	if !now.Before(found.expires) {
		delete(s.open, id)
		return openSession{}, false
	}
	found.expires = now.Add(s.duration)
	return *found, true
}

// sweep forgets what has expired, and everything if nothing has.
func (s *sessions) sweep(now time.Time) {
	for id, session := range s.open {
		if !now.Before(session.expires) {
			delete(s.open, id)
		}
	}
	if len(s.open) >= maxSessions {
		clear(s.open)
	}
}

func (s *sessions) expire() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.open)
}

// opaqueID makes an id nobody can guess, from bytes of randomness.
func opaqueID(bytes int) string {
	raw := make([]byte, bytes)
	// rand.Read never fails.
	_, _ = rand.Read(raw)
	return base64.RawURLEncoding.EncodeToString(raw)
}
