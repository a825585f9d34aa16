package destination

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// handle is how a record is found in the company: by the values of some
// fields, or, where nothing identifies it, by its whole content.
type handle struct {
	fields  []*field // the same slice for all records found the same way
	values  []string
	content bool
	role    role
}

// role is what a record is that a handle finds.
type role int

const (
	// ours is the record that is meant.
	ours role = iota
	// unclaimed is a record that was written before its stream had a primary key.
	// The first with its content that brings a key makes it its own.
	unclaimed
	// natural is a record that Intacct itself tells from others as it does the one
	// that is meant, where the primary key of the stream has the first word.
	natural
)

// text names the record in logs: VENDORID=V1.
func (h handle) text() string {
	parts := make([]string, len(h.fields))
	for i, f := range h.fields {
		parts[i] = f.id + "=" + shorten(h.values[i])
	}
	return strings.Join(parts, ", ")
}

// maxShown bounds how much of a value a log line shows.
const maxShown = 100

func shorten(text string) string {
	if runes := []rune(text); len(runes) > maxShown {
		return string(runes[:maxShown]) + "…"
	}
	return text
}

// id is the handle as one text, equal for equal records only.
func (h handle) id() string { return joined(h.values) }

// joined makes one text of several: no two lists make the same.
func joined(values []string) string {
	var b strings.Builder
	for _, value := range values {
		b.WriteString(strconv.Itoa(len(value)))
		b.WriteByte(':')
		b.WriteString(value)
	}
	return b.String()
}

const (
	// identityLength bounds an identity: fields such as REFERENCENO and
	// DOCNUMBER are known to hold 20 characters.
	identityLength = 20
	identityMark   = "AB-"
)

// identityOf is the identity of a record in a field of its object: its primary
// key if that is short and stays as it is on its way into the company, which
// trims, else a hash. A mere number is marked: record 17 of a source is not what
// a person has numbered 17, and would overwrite it. parts are the values of the
// primary key, or the digest of the content.
func identityOf(parts []string) string {
	if plain := parts[0]; len(parts) == 1 && strings.Join(strings.Fields(plain), " ") == plain {
		if strings.Trim(plain, "0123456789") == "" {
			plain = identityMark + plain
		}
		if len(plain) <= identityLength {
			return plain
		}
	}
	return hashedIdentity(joined(parts))
}

// hashedIdentity has 80 bits: a million records collide with odds of one in a
// trillion.
func hashedIdentity(content string) string {
	sum := sha256.Sum256([]byte(content))
	return identityMark + base32.StdEncoding.EncodeToString(sum[:10])
}

// controlID is the control id of a create: the same for the same record in the
// same scope, so that a gateway which remembers executed ids refuses to execute
// it again. attempt is greater than zero where that memory is known to be out of
// date: the record is gone.
func controlID(scope []string, object, identity string, attempt int) string {
	sum := sha256.Sum256([]byte(joined(append(slices.Clone(scope), object, identity))))
	id := "create-" + hex.EncodeToString(sum[:16])
	if attempt > 0 {
		id += "-" + strconv.Itoa(attempt)
	}
	return id
}

// scope is within what control ids stand for the same record: a company and
// entity, and the runs that may overlap at the gateway. These are the attempts
// of one job of Airbyte, or, where there is none, the runs of a day by the
// gateway's clock. A record that is deleted in Intacct can be created again in
// the next scope without meeting the memory of its first creation.
type scope struct{ company, entity, job string }

// at is the scope of a create that is sent now. It is not that of the run: then
// two ids could be under way for one record longer than [earlier] waits.
func (s scope) at(now time.Time) []string {
	job := s.job
	if job == "" {
		job = turnOf(now).Format(time.DateOnly)
	}
	return []string{s.company, s.entity, job}
}

// gone counts how often this run has deleted a record, whose creation the
// gateway may remember.
type gone struct {
	mu     sync.Mutex
	counts map[ref]int
}

func (g *gone) note(o *op) {
	if o.verb != deletes {
		return
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.counts == nil {
		g.counts = map[ref]int{}
	}
	g.counts[ref{o.item.plan.object(), o.item.identity}]++
}

func (g *gone) times(o *op) int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.counts[ref{o.item.plan.object(), o.item.identity}]
}
