package destination

import (
	"context"
	"errors"
	"io"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination/files"
	"airbyte-sage-intacct/destination/plan"
	"airbyte-sage-intacct/destination/queue"
	"airbyte-sage-intacct/destination/result"
	"airbyte-sage-intacct/intacct"
)

// event is one thing from the input.
type event = queue.Event[*item]

// resolving asks again what records refer to by name, once the input has ended.
type resolving func(ctx context.Context, events []event) error

// inbox bounds the records that are decoded ahead of the queue.
const inbox = 2

// read decodes the input on its way to the queue.
func read(ctx context.Context, config *Config, client intacct.Querier, plans map[string]*plan.Plan, entities plan.Entities, library *files.Library, underway *underway, in *airbyte.Input, notices *result.Notices) (<-chan event, resolving) {
	decoders := make(map[string]*decoder, len(plans))
	for stream, p := range plans {
		decoders[stream] = newDecoder(config, p, entities, library, notices)
	}
	decoded, resolved := make(chan event, inbox), make(chan event)
	go decode(ctx, in, decoders, decoded)
	r := &resolver{client: client, decoders: decoders, known: map[queue.Ref][]candidate{}, underway: underway}
	go r.run(ctx, decoded, resolved)
	return resolved, r.again
}

// decode reads messages until there are no more.
func decode(ctx context.Context, in *airbyte.Input, decoders map[string]*decoder, events chan<- event) {
	for place := uint64(1); ; place++ {
		ev, relevant := next(in, decoders)
		if ev.Entry != nil {
			ev.Entry.Record.place = place
		}
		if !relevant && ev.Err == nil {
			continue
		}
		select {
		case events <- ev:
		case <-ctx.Done():
			return
		}
		if ev.End || ev.Err != nil {
			return
		}
	}
}

// next reads one message; false if it is none for a destination.
func next(in *airbyte.Input, decoders map[string]*decoder) (ev event, relevant bool) {
	defer airbyte.Recover(&ev.Err)
	message, err := in.Next()
	switch {
	case errors.Is(err, io.EOF):
		return event{End: true}, true
	case err != nil:
		return event{Err: err}, true
	case message.State != nil:
		namespace := message.State.Namespace
		return event{State: message, Stream: plan.StreamKey(message.State.Stream, &namespace)}, true
	case message.Record == nil:
		return event{}, false
	}
	stream := plan.StreamKey(message.Record.Stream, &message.Record.Namespace)
	d, known := decoders[stream]
	if !known {
		return event{Err: airbyte.Errorf(airbyte.SystemError, "a record came for stream %q, which is not in the catalogue", stream)}, true
	}
	it, reason := d.decode(message.Record)
	return event{Entry: &queue.Entry[*item]{Record: it, Size: it.size}, Stream: stream, Reason: reason}, true
}
