package destination_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/internal/long"
	"airbyte-sage-intacct/sandbox"
)

// memories are the gateways that differ in what they remember of control ids,
// which is not public: a write must come out the same under each.
var memories = map[string]sandbox.Settings{
	"forgets": {},
	"refuses": {RememberControlIDs: true},
	"replays": {RememberControlIDs: true, Repeated: sandbox.RepeatedReplays},
}

// faults are what can go wrong with a request that writes.
var faults = map[string]sandbox.Fault{
	"refused, not executed":      {Status: 503},
	"too many requests":          {Status: 429},
	"executed, answer dropped":   {Drop: true, Applied: true},
	"dropped, not executed":      {Drop: true},
	"executed, answer cut":       {Cut: 300, Applied: true},
	"executed, answer truncated": {Truncate: 300, Applied: true},
	"executed, CDN gave up":      {Status: 524, Applied: true},
	"CDN gave up, not executed":  {Status: 524},
	"executed late":              {Status: 524, LateCommit: 20 * time.Second, Applied: true},
	"visible late":               {LateCommit: 90 * time.Second},
	"please try again later":     {Errno: "XL03000006", Description2: "Please Try Again Later"},
}

// TestNeverTwice: whatever goes wrong with the first or second request that
// creates, each record is in the company once, as after a clean run, and all
// states are out.
func TestNeverTwice(t *testing.T) {
	for memory, settings := range memories {
		for name, fault := range faults {
			for _, function := range []string{"create", "query"} {
				if memory != "forgets" && (function == "query" || underRace) {
					continue // queries have no control ids of their own
				}
				if memory != "forgets" && !long.Picks(len(name), 3) {
					continue // some faults are enough
				}
				t.Run(fmt.Sprintf("%s/%s/%s", memory, name, function), func(t *testing.T) {
					t.Parallel()
					p := newPlace(settings)
					fault := fault
					fault.Function = function
					if function == "query" {
						fault.Applied, fault.LateCommit = false, 0
					}
					p.Fault(fault)
					in := &input{}
					var streams []airbyte.ConfiguredStream
					for _, o := range flatObjects {
						in.record(o.object, o.data).state(o.object)
						streams = append(streams, stream(o.object, airbyte.Append))
					}
					r := p.write(t, nil, catalogOf(streams...), in.String())
					if r.err != nil {
						t.Fatalf("%v\n%s", r.err, r.stdout)
					}
					p.company.Release()
					for _, o := range flatObjects {
						p.row(t, o.object, o.key, o.id)
					}
					if got := len(r.states(t)); got != len(flatObjects) {
						t.Errorf("%d states", got)
					}
				})
			}
		}
	}
}

// TestRecreatedAfterADelete: a memory of control ids must not make the second
// creation of a record vanish.
func TestRecreatedAfterADelete(t *testing.T) {
	for memory, settings := range memories {
		t.Run(memory, func(t *testing.T) {
			t.Parallel()
			p := newPlace(settings)
			in := (&input{}).
				record("VENDOR", `{"VENDORID":"V-1","NAME":"First"}`).
				record("VENDOR", `{"VENDORID":"V-1","_ab_cdc_deleted_at":"2026-01-01T00:00:00Z"}`).
				record("VENDOR", `{"VENDORID":"V-1","NAME":"First"}`).state("VENDOR")
			r := p.write(t, nil, catalogOf(stream("VENDOR", airbyte.AppendDedup, "VENDORID")), in.String())
			if r.err != nil {
				t.Fatalf("%v\n%s", r.err, r.stdout)
			}
			p.row(t, "VENDOR", "VENDORID", "V-1")
			p.company.Remove("VENDOR", p.row(t, "VENDOR", "VENDORID", "V-1")["RECORDNO"])
			if settings.Repeated == sandbox.RepeatedReplays {
				// A replayed answer looks like a fresh one, so ids change with the day.
				_ = p.Sleep(t.Context(), 24*time.Hour)
			}
			again := (&input{}).record("VENDOR", `{"VENDORID":"V-1","NAME":"First"}`).state("VENDOR")
			r = p.write(t, nil, catalogOf(stream("VENDOR", airbyte.Append)), again.String())
			if r.err != nil {
				t.Fatalf("%v\n%s", r.err, r.stdout)
			}
			p.row(t, "VENDOR", "VENDORID", "V-1")
		})
	}
}

// TestReplayChangesNothing: any part of an input may come again.
func TestReplayChangesNothing(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	in := &input{}
	for i := range 50 {
		in.record("VENDOR", fmt.Sprintf(`{"VENDORID":"R-%d","NAME":"Vendor %d","CREDITLIMIT":%d.50}`, i, i, i))
	}
	catalog := catalogOf(stream("VENDOR", airbyte.AppendDedup, "VENDORID"))
	if r := p.write(t, nil, catalog, in.String()); r.err != nil {
		t.Fatalf("%v\n%s", r.err, r.stdout)
	}
	before := p.company.Rows("VENDOR")
	_ = p.Sleep(t.Context(), time.Hour)
	for _, from := range []int{0, 17, 49} {
		part := input{lines: in.lines[from:]}
		r := p.write(t, nil, catalog, part.String())
		if want := fmt.Sprintf("%d already there", 50-from); r.err != nil || !strings.Contains(r.stdout, want) {
			t.Fatalf("%v\n%s", r.err, r.stdout)
		}
	}
	if after := p.company.Rows("VENDOR"); !slices.EqualFunc(before, after, equalRows) {
		t.Error("the replay changed the company")
	}
}

func equalRows(a, b map[string]string) bool {
	return fmt.Sprint(a) == fmt.Sprint(b)
}
