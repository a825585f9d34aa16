package airbyte_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"airbyte-sage-intacct/airbyte"
)

// silent is a read that waits; it notes when states come out.
type silent struct {
	t     *testing.T
	began time.Time
	lines []string
}

// Write notes states, with the minute in which they come.
func (s *silent) Write(p []byte) (int, error) {
	for _, m := range parse(s.t, string(p)) {
		if m.Type == airbyte.TypeState {
			s.lines = append(s.lines, fmt.Sprintf("%.0f %s %s %s", time.Since(s.began).Minutes(),
				m.State.Stream.Descriptor.Name, m.State.Stream.State, m.State.SourceStats.RecordCount))
		}
	}
	return len(p), nil
}

// silentRead runs a read of the streams A and B in simulated time, and returns what states came when.
func silentRead(t *testing.T, states string, f func(out *airbyte.Emitter) error) string {
	t.Helper()
	catalog, config, given := file(t, catalogOf("A", "B")), file(t, goodConfig), file(t, states)
	var stdout *silent
	synctest.Test(t, func(t *testing.T) {
		stdout = &silent{t: t, began: time.Now()}
		source := fakeSource{read: func(_ context.Context, _ *airbyte.ConfiguredCatalog, _ *airbyte.States, out *airbyte.Emitter) error {
			return f(out)
		}}
		_ = airbyte.Run(t.Context(), connector(source, nil),
			[]string{"read", "--config", config, "--catalog", catalog, "--state", given}, strings.NewReader(""), stdout, t.Output())
	})
	return strings.Join(stdout.lines, "; ")
}

func running(out *airbyte.Emitter, stream string) error {
	return errors.Join(out.Status(stream, airbyte.Started), out.Status(stream, airbyte.Running))
}

// TestSilentReadRepeatsItsState holds that what the platform counts as a sign of life comes each ten
// minutes, says nothing that is not true, and changes nothing about the stream.
func TestSilentReadRepeatsItsState(t *testing.T) {
	wait := func(minutes int) { time.Sleep(time.Duration(minutes) * time.Minute) }
	given := `[{"type":"STREAM","stream":{"stream_descriptor":{"name":"B"},"stream_state":{"b":0}}}]`
	for name, test := range map[string]struct {
		read func(out *airbyte.Emitter) error
		want string
	}{
		"its own, without a record": {func(out *airbyte.Emitter) error {
			err := errors.Join(running(out, "A"), send(out, "A", `{"N":1}`), out.State("A", json.RawMessage(`{"a":1}`)))
			wait(31)
			return errors.Join(err, out.Status("A", airbyte.Complete))
		}, `0 A {"a":1} 1.0; 10 A {"a":1} 0.0; 20 A {"a":1} 0.0; 30 A {"a":1} 0.0`},
		"the given one": {func(out *airbyte.Emitter) error {
			err := running(out, "B")
			wait(11)
			return err
		}, `10 B {"b":0} 0.0`},
		"none is where it begins anew": {func(out *airbyte.Emitter) error {
			err := running(out, "A")
			wait(11)
			return err
		}, `10 A {} 0.0`},
		"of a stream that has one": {func(out *airbyte.Emitter) error {
			err := errors.Join(running(out, "A"), running(out, "B"))
			wait(11)
			return err
		}, `10 B {"b":0} 0.0`},
		"of a stream that goes on": {func(out *airbyte.Emitter) error {
			err := errors.Join(running(out, "A"), out.State("A", json.RawMessage(`{"a":1}`)), out.Status("A", airbyte.Complete), running(out, "B"))
			wait(11)
			return err
		}, `0 A {"a":1} 0.0; 10 B {"b":0} 0.0`},
		"records before it are counted": {func(out *airbyte.Emitter) error {
			err := errors.Join(running(out, "B"), send(out, "B", `{"N":1}`))
			wait(11)
			return errors.Join(err, out.State("B", json.RawMessage(`{"b":1}`)), out.Status("B", airbyte.Complete))
		}, `10 B {"b":0} 1.0; 11 B {"b":1} 0.0`},
		"records are signs of life": {func(out *airbyte.Emitter) error {
			err := running(out, "B")
			for range 5 {
				wait(9)
				err = errors.Join(err, send(out, "B", `{"N":1}`))
			}
			return err
		}, ``},
		"before a stream begins there is nothing to say": {func(*airbyte.Emitter) error { wait(60); return nil }, ``},
	} {
		t.Run(name, func(t *testing.T) {
			want(t, "states", silentRead(t, given, func(out *airbyte.Emitter) error {
				if err := test.read(out); err != nil {
					t.Error(err)
				}
				return nil
			}), test.want)
		})
	}
}

// TestStuckReadFallsSilent leaves what brings nothing for hours to the platform's limit.
func TestStuckReadFallsSilent(t *testing.T) {
	states := silentRead(t, "", func(out *airbyte.Emitter) error {
		err := running(out, "A")
		time.Sleep(24 * time.Hour)
		return err
	})
	want(t, "states", strings.Count(states, ";")+1, 18)
}
