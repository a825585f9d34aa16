package destination

import (
	"context"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination/queue"
	"airbyte-sage-intacct/destination/result"
)

// carryOut brings what comes from the input into the company.
func (c *connector) carryOut(ctx context.Context, config *Config, w *writer, events func(context.Context, *underway) (<-chan event, resolving), summary *summary, out *airbyte.Emitter) error {
	defer context.AfterFunc(ctx, func() {
		out.Log().Info().Msgf("Stopping: nothing more is sent; the answers to what was sent are waited for, %s at most.", airbyte.WriteGrace)
	})()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	echo := withCalls(out.Echo, w.calls)
	if config.DryRun {
		out.Log().Warn().Msg("dry_run: nothing is sent to Intacct, and no state is confirmed.")
		echo = unsaid
	}
	underway, recount := newUnderway(), &recount{}
	input, again := events(ctx, underway)
	q := queue.New(queue.Settings[*item]{
		Input: input, Limiter: w.pace, Write: w.write, Echo: echo, Failing: config.OnReject == rejectFails,
		Settled: func(it *item, o result.Outcome) {
			underway.strike(it, o)
			recount.note(it, o)
			summary.settled(it, o)
		},
		Resolve:  again,
		Kept:     func(it *item) { underway.strike(it, result.Outcome{}) },
		Retrying: func(it *item) { it.attempt++ }, // the refusal is certain, and the gateway may remember it
		Now:      c.clock.now, Sleep: c.clock.sleep, Log: out.Log(),
	})
	if err := q.Run(ctx); err != nil {
		return err
	}
	return recount.run(ctx, w.finder, summary.duplicated, out.Log())
}

// unsaid swallows the states of a dry run: echoed, they would make Airbyte
// believe that the records are written.
func unsaid([]byte, airbyte.DestinationStats) error { return nil }

// withCalls adds to the statistics of a state the calls that were made since the
// state before.
func withCalls(echo func([]byte, airbyte.DestinationStats) error, calls func() int) func([]byte, airbyte.DestinationStats) error {
	counted := 0
	return func(raw []byte, stats airbyte.DestinationStats) error {
		now := calls()
		stats.Additional = append(stats.Additional, airbyte.Count{Name: "apiCalls", Value: int64(now - counted)})
		counted = now
		return echo(raw, stats)
	}
}
