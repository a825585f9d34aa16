package destination

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"time"
)

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

// atWork is how long the gateway may go on working on a request whose
// answer was lost. A create is not sent again before.
//
// Source: Sage docs, XML API, "Synchronous vs asynchronous".
const atWork = 15 * time.Minute

// atWorkGuarded is the same for records that Intacct itself keeps from
// being there twice: a second create would be refused.
const atWorkGuarded = 30 * time.Second

// turnOf is when the day of control ids began that a time is in.
func turnOf(now time.Time) time.Time {
	return now.UTC().Add(-turnsDay).Truncate(day).Add(turnsDay)
}

// Without a job, control ids are made anew every day: not at midnight, when many
// runs begin, but in America's night and between the quarters of an hour.
const (
	day      = 24 * time.Hour
	turnsDay = 9*time.Hour + 16*time.Minute // after midnight, UTC
)
