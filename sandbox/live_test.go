package sandbox_test

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"testing"

	"airbyte-sage-intacct/sandbox/company"
)

// A liveObject is what lookup said of an object at a live company.
type liveObject struct {
	Fields map[string]struct {
		T   string   // DATATYPE
		RO  int      // READONLY
		Req int      // REQUIRED
		VV  []string // VALIDVALUES
	}
	Rel [][4]string // OBJECTPATH, OBJECTNAME, RELATIONSHIPTYPE, RELATEDBY
}

// liveObjects reads the file that LIVE_LOOKUPS names.
func liveObjects(t *testing.T) map[string]liveObject {
	t.Helper()
	name := os.Getenv("LIVE_LOOKUPS")
	if name == "" {
		t.Skip("not run: LIVE_LOOKUPS names no file with replies of lookup")
	}
	text, err := os.ReadFile(name)
	if err != nil {
		t.Skipf("not run: %v", err)
	}
	var all map[string]liveObject
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	delete(all, "_meta")
	return all
}

// TestLiveFields holds the catalogue against what lookup said at a live company:
// every object, field, type, flag, list of values and relation.
func TestLiveFields(t *testing.T) {
	c := company.New(company.StandardSchema())
	known, all := 0, 0
	live := liveObjects(t)
	for _, name := range slices.Sorted(maps.Keys(live)) {
		o, ok := c.Object(name)
		if !ok {
			t.Errorf("no object %s", name)
			o = &company.Object{}
		}
		for id, said := range live[name].Fields {
			all++
			f, ok := o.Field(id)
			if !ok {
				t.Errorf("%s has no field %s", name, id)
				continue
			}
			known++
			claim := f.Claimed()
			if string(claim.DataType) != said.T || claim.Required != (said.Req == 1) || claim.ReadOnly != (said.RO == 1) {
				t.Errorf("%s.%s is %+v, live %+v", name, id, claim, said)
			}
			if claim.DataType != company.Boolean && len(said.VV) > 0 && !slices.Equal(claim.ValidValues, said.VV) {
				t.Errorf("%s.%s has the values %q, live %q", name, id, claim.ValidValues, said.VV)
			}
		}
		for _, r := range live[name].Rel {
			same := func(x company.Relation) bool {
				return x.Path == r[0] && x.Object == r[1] && x.Type == r[2] && x.Via == r[3]
			}
			if !slices.ContainsFunc(o.Relations, same) && !slices.ContainsFunc(o.Elsewhere, same) {
				t.Errorf("%s has no relation %q", name, r)
			}
		}
	}
	t.Logf("live fields: %d of %d known", known, all)
}
