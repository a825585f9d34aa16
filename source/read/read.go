// Package read reads the streams of a configured catalogue: when each is read and
// emitted, and of each object its windows, pages, states, deletes and lines.
package read

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/deletes"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/paging"
	"airbyte-sage-intacct/source/progress"
	"airbyte-sage-intacct/source/state"
	"airbyte-sage-intacct/source/zones"
)

// A Reader is one read of the configured streams.
type Reader struct {
	settings *config.Settings
	client   *intacct.Client
	out      *airbyte.Emitter
	states   *airbyte.States
	table    progress.Table
	limiter  *paging.Limiter
	budget   *paging.Budget
	trail    *deletes.AuditTrail
	zones    *zones.Company
	nameless sync.Once // to say that some of Intacct's own fields are
	entities entityList
	fatal    error // why the remaining streams are not tried
	outages  int   // streams in a row that failed because the gateway did

	format  intacct.Format // of the user, as soon as …
	learned chan struct{}  // … this is closed

	mu      sync.Mutex
	running string    // the stream that is being emitted
	limited time.Time // until when the gateway wants fewer requests, if the platform does not know
}

// Tune makes the client keep the run's pace and budget.
func (r *Reader) Tune(s *config.Settings, o *intacct.Options) {
	r.limiter = paging.NewLimiter(s.Concurrency)
	o.MaxCalls, o.Admit, o.OnRetry = s.MaxCalls, r.limiter.Admit, r.slower
	o.Retry.Patience, o.Retry.Throttling = intacct.UsualPatience, intacct.UsualThrottling
}

// slower keeps the number of requests down when the gateway asks for fewer, and
// tells the platform that this is why nothing comes.
func (r *Reader) slower(retrying intacct.Retrying) {
	if !retrying.Err.Throttled() {
		return
	}
	r.limiter.Throttled()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.limited = time.Now().Add(retrying.Wait)
	r.tellLimit()
}

// emits says which stream comes out from now on. It may have been fetched ahead
// of its turn, and the gateway have asked for fewer requests then.
func (r *Reader) emits(stream string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.running = stream
	if !r.limited.IsZero() {
		r.tellLimit()
	}
}

// tellLimit tells the platform that the gateway slows the present stream down.
func (r *Reader) tellLimit() {
	if r.running != "" {
		_ = r.out.Status(r.running, airbyte.Running, airbyte.RateLimited(r.limited)) // a failed write ends the run by itself
		r.limited = time.Time{}
	}
}

// learnFormat learns how the user's dates look.
func (r *Reader) learnFormat(ctx context.Context) error {
	format, err := gateway.UserFormat(intacct.Hasty(ctx), r.client)
	if err != nil {
		refused, failed := gateway.Excluded(err)
		if failed != nil {
			return failed
		}
		r.out.Log().Warn().Msgf("%s; dates are taken for mm/dd/yyyy in UTC until records show otherwise", refused)
	}
	if r.format = format; r.settings.Timezone != nil {
		r.format.Zone = r.settings.Timezone
	}
	r.zones = &zones.Company{Client: r.client, Settings: r.settings, Log: r.out.Log(), Format: r.format}
	r.trail.Format = r.format
	close(r.learned)
	return nil
}

// userFormatting waits until it is known how the user's dates look.
func (r *Reader) userFormatting(ctx context.Context) (intacct.Format, error) {
	select {
	case <-r.learned:
		return r.format, nil
	case <-ctx.Done():
		return intacct.Format{}, context.Cause(ctx)
	}
}

// judge decides whether the remaining streams have a chance. A sign-in that is
// refused or a spent budget leaves none; neither does a gateway that two
// streams in a row could not reach, with all the patience of the client.
func (r *Reader) judge(err error) {
	var failure *intacct.Error
	switch {
	case r.fatal != nil:
	case gateway.IsFatal(err):
		r.fatal = fmt.Errorf("not read: %w", err)
	case deletes.IsBrokenTrail(err):
	case errors.As(err, &failure) && failure.Stage&(intacct.StageTransport|intacct.StageGateway) != 0:
		if r.outages++; r.outages > 1 {
			r.fatal = fmt.Errorf("not read, because the gateway could not be reached: %w", err)
		}
	default:
		r.outages = 0
	}
}

// An entityList is what entities a company has, asked for once in a run.
type entityList struct {
	sync.Mutex
	ids []string
}

// entityIDs are the entities to look at the company from, the top level first.
func (r *Reader) entityIDs(ctx context.Context) ([]string, error) {
	switch e := r.settings.Entities; e.Mode {
	case config.ListedEntities:
		return append([]string{""}, e.List()...), nil
	case config.AllEntities:
		return r.allEntities(ctx)
	}
	return []string{r.client.EntityID()}, nil
}

// allEntities asks for the entities once in a run.
func (r *Reader) allEntities(ctx context.Context) ([]string, error) {
	r.entities.Lock()
	defer r.entities.Unlock()
	if r.entities.ids != nil {
		return r.entities.ids, nil
	}
	found, err := r.client.EntityDetails(ctx)
	if err != nil {
		return nil, fmt.Errorf("which entities there are cannot be read: %w", err)
	}
	ids := []string{""}
	for _, e := range found {
		ids = append(ids, e.ID)
	}
	r.entities.ids = ids
	return ids, nil
}

// entityBelonging is what a state says of the entities it was made of. Lists may
// grow and shrink: each entity has its own place.
func (r *Reader) entityBelonging() string {
	if r.settings.Entities.Many() {
		return everyEntity
	}
	return r.client.EntityID()
}

// everyEntity stands for several entities where a state says what it was made of.
const everyEntity = "*"

// now is the gateway's clock, cut to the second: a second that is not over can
// still get rows.
func (r *Reader) now(ctx context.Context) (state.Instant, error) {
	now, err := r.client.Now(ctx)
	return state.InstantOf(now), err
}
