package zones

import (
	"time"

	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/state"
	"airbyte-sage-intacct/source/stream"
)

// An Object is how the times of an object are written, and whether that is
// still so, in the entity that is read.
type Object struct {
	company *Company
	plan    *stream.Plan
	name    string          // of the stream
	Client  *intacct.Client // signed in to the entity
	Place   *state.Place    // where the reading of it is
	Part    string          // the entity
	Fresh   bool            // nothing of it was read before
	Seen    *state.SeenRows // of the window under way; nil for none
	Slack   time.Duration   // by how much the zone was moved since the last run

	checked map[string]bool // entities whose zone was looked at in this run
	doubt   *doubt          // whether the last run read times in the right zone
}

// NewObject begins with an object.
func NewObject(of *Company, plan *stream.Plan, name string) *Object {
	return &Object{company: of, plan: plan, name: name, Client: of.Client, checked: make(map[string]bool)}
}

// A Pass is one reading of a window's pages.
type Pass struct {
	Sampler   *sampler // of the first rows, where nothing was measured yet
	Newest    *sampler // of rows that show whether the zone is still the same
	Remaining int      // rows after the present page
	Reset     func()   // throws the lines of the page away
}
