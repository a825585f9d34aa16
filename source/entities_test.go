package source

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox/company"
	"airbyte-sage-intacct/source/naming"
)

func deny(object string) map[string]company.Access {
	return map[string]company.Access{object: company.All}
}

func wantLog(t *testing.T, out *output, words string) {
	t.Helper()
	if logs := out.logs(); !strings.Contains(logs, words) {
		t.Errorf("%q is not in the logs:\n%s", words, logs)
	}
}

// group is a company of two entities, one of them private, with vendors of the
// group and of each.
func group(t *testing.T) *world {
	w := small(t, "VENDOR")
	w.company.SetEntity(company.Entity{ID: "100", Name: "One", RecordNo: "1"})
	w.company.SetEntity(company.Entity{ID: "200", Name: "Two", RecordNo: "2", Private: true})
	for id, entity := range map[string]string{"1": "", "2": "100", "3": "200", "4": "100", "5": "", "6": "200"} {
		row := vendor(id, "2026-10-01T00:00:00Z", "2026-09-01T00:00:00Z")
		row["MEGAENTITYID"] = entity
		w.company.Put("VENDOR", row)
	}
	return w
}

// entitiesOf are the entities that records name, by key.
func entitiesOf(t *testing.T, records []string) map[string]string {
	t.Helper()
	found := make(map[string]string)
	for k, data := range byKey(t, records, "RECORDNO") {
		var record map[string]any
		if err := json.Unmarshal([]byte(data), &record); err != nil {
			t.Fatal(err)
		}
		if _, named := record[naming.EntityColumn]; !named {
			t.Errorf("%s names no entity: %s", k, data)
		}
		found[k] = canonical(record[naming.EntityColumn])
	}
	return found
}

func TestEntitiesGiveEveryRowOnce(t *testing.T) {
	all := map[string]string{"1": "", "2": "100", "3": "200", "4": "100", "5": "", "6": "200"}
	tests := []struct {
		name     string
		entities map[string]any
		without  string // the entity whose rows are not wanted
	}{
		{"all", map[string]any{"mode": "all"}, "none"},
		{"both", map[string]any{"mode": "list", "ids": []string{"200", "100", "100"}}, "none"},
		{"one", map[string]any{"mode": "list", "ids": []string{"200"}}, "100"},
	}
	for _, test := range tests {
		for _, mode := range []airbyte.SyncMode{airbyte.FullRefresh, airbyte.Incremental} {
			t.Run(test.name+"/"+string(mode), func(t *testing.T) {
				w := group(t)
				w.config["entities"] = test.entities
				w.config["page_size"] = 1
				out := w.read(t, configured(mode, "VENDOR"), nil).ok(t)
				got := entitiesOf(t, out.records("VENDOR"))
				for k, entity := range all {
					if is, came := got[k]; came != (entity != test.without) || came && is != entity {
						t.Errorf("vendor %s of entity %q: %v, %q", k, entity, came, is)
					}
				}
				if again := w.read(t, configured(mode, "VENDOR"), out.states()).ok(t).count(); again != 0 {
					t.Errorf("%d records came again", again)
				}
			})
		}
	}
}

// TestRowsMoveBetweenEntities moves a vendor: it is no delete.
func TestRowsMoveBetweenEntities(t *testing.T) {
	w := group(t)
	w.config["entities"] = map[string]any{"mode": "all"}
	catalog := configured(airbyte.Incremental, "VENDOR")
	states := w.read(t, catalog, nil).ok(t).states()
	w.later(time.Minute)
	w.company.Change("VENDOR", "6", map[string]string{"MEGAENTITYID": "100", "WHENMODIFIED": stamp(w.clock())})
	w.company.Remove("VENDOR", "2")
	w.later(time.Minute)
	records := w.read(t, catalog, states).ok(t).records("VENDOR")
	if got := keys(t, records); !slices.Equal(got, []string{"2", "6"}) {
		t.Fatalf("records %s", records)
	}
	for _, data := range records {
		if gone := !strings.Contains(data, `"_ab_cdc_deleted_at":null`); gone != strings.HasPrefix(data, `{"RECORDNO":2,`) {
			t.Errorf("record %s", data)
		}
	}
}

func TestKilledEntitiesGoOn(t *testing.T) {
	for _, mode := range []airbyte.SyncMode{airbyte.FullRefresh, airbyte.Incremental} {
		w := group(t)
		w.config["entities"], w.config["page_size"] = map[string]any{"mode": "all"}, 1
		catalog := configured(mode, "VENDOR")
		whole := w.read(t, catalog, nil).ok(t)
		for cut := range whole.lines {
			before := whole.lines[:cut]
			again := w.read(t, catalog, statesIn(before)).ok(t).records("VENDOR")
			covered, loose := recordsByState(parseOutput(t, 0, strings.Join(before, "")), "VENDOR")
			all := make(map[string]bool)
			for _, k := range keys(t, slices.Concat(covered, loose, again)) {
				all[k] = true
			}
			if len(all) != 6 || mode == airbyte.FullRefresh && len(covered)+len(again) != 6 {
				t.Errorf("%s cut at %d: %d, %d and %d records", mode, cut, len(covered), len(loose), len(again))
			}
		}
	}
}

func TestEntitiesAndEntityID(t *testing.T) {
	w := group(t)
	w.config["entities"], w.config["entity_id"] = map[string]any{"mode": "all"}, "100"
	out := w.read(t, configured(airbyte.FullRefresh, "VENDOR"), nil)
	if message, failure := out.failure(""); out.code == 0 || failure != airbyte.ConfigError || !strings.Contains(message, "entity_id") {
		t.Errorf("exit code %d, %s: %s", out.code, failure, message)
	}
}

// TestStatesOfOneEntityAreNotThoseOfAll changes the configuration between syncs.
func TestStatesOfOneEntityAreNotThoseOfAll(t *testing.T) {
	w := group(t)
	catalog := configured(airbyte.Incremental, "VENDOR")
	states := w.read(t, catalog, nil).ok(t).states()
	w.config["entities"] = map[string]any{"mode": "all"}
	out := w.read(t, catalog, states)
	if message, failure := out.failure("VENDOR"); failure != airbyte.ConfigError || !strings.Contains(message, "another entity") {
		t.Errorf("%s: %s", failure, message)
	}
}
