package source

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/source/naming"
)

// TestFinishedStatesAreGoneOnFrom reads on from states that an earlier program
// printed at the end of reading the demo company: nothing comes again.
func TestFinishedStatesAreGoneOnFrom(t *testing.T) {
	for _, naming := range naming.All {
		raw, err := os.ReadFile(filepath.Join("testdata", "states", "finished", string(naming)+".jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		var streams []string
		for line := range strings.Lines(string(raw)) {
			var m airbyte.Message
			if err := json.Unmarshal([]byte(line), &m); err != nil {
				t.Fatal(err)
			}
			streams = append(streams, m.State.Stream.Descriptor.Name)
		}
		p := *demo().program
		p.config = map[string]any{"stream_naming": naming}
		if out := p.read(t, configured(airbyte.Incremental, streams...), raw).ok(t); out.count() > 0 || len(streams) < 2 {
			t.Errorf("%s: %d records of %v came again", naming, out.count(), streams)
		}
	}
}

// TestKeysOfLaterProgramsAreIgnored goes back to this program from a later one
// of the same version of states.
func TestKeysOfLaterProgramsAreIgnored(t *testing.T) {
	const later = `{"v":1,"bookmark":5,"for":{"company":"10c7b9fa7e84","object":"DEPARTMENT","colour":"red"},` +
		`"slices":{"":{"phase":"done","offset":5,"cursor":"2099-01-01T00:00:00Z","window":null}}}`
	states := []byte(`[{"type":"STREAM","stream":{"stream_descriptor":{"name":"DEPARTMENT"},"stream_state":` + later + `}}]`)
	out := demo().read(t, configured(airbyte.Incremental, "DEPARTMENT"), states).ok(t)
	if s := out.state(t, "DEPARTMENT").Slices[""]; out.count() != 0 || s.Cursor.String() != "2099-01-01T00:00:00Z" {
		t.Errorf("%d records, then %+v", out.count(), s)
	}
}
