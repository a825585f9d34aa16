package source

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/company"
)

// oddWorld is the demo company with fields that no reply can hold.
func oddWorld(odd sandbox.OddFields, config map[string]any) *world {
	w := newWorld(company.Demo(company.Options{}), sandbox.Settings{OddFields: odd})
	w.config = config
	return w
}

// TestNamelessFieldsAreNull reads objects with LOCATION# and a user-defined
// dimension Cost/Center (50%), whether query refuses them or breaks its reply:
// records are what they are without such fields, with nulls.
func TestNamelessFieldsAreNull(t *testing.T) {
	streams := []string{"APADJUSTMENTITEM", "CHECKINGACCOUNT"}
	names := map[string][]string{
		"intacct":  {"LOCATION#", "DEPT#", "GLDIMCost/Center (50%)"},
		"fivetran": {"location_", "dept_", "gldimcost_center__50__"},
	}
	for _, odd := range []sandbox.OddFields{sandbox.OddFieldsRefused, sandbox.OddFieldsBroken} {
		for naming, columns := range names {
			t.Run(fmt.Sprint(odd, " ", naming), func(t *testing.T) {
				list := slices.Clone(streams)
				if naming == "fivetran" {
					list = []string{"ap_adjustment_item", "checking_account"}
				}
				catalog := configured(airbyte.Incremental, list...)
				plain := *demo().program
				plain.config = map[string]any{"stream_naming": naming}
				want := plain.read(t, catalog, nil).ok(t)
				w := oddWorld(odd, plain.config)
				out := w.read(t, catalog, nil).ok(t)
				for _, stream := range list {
					got, plain := decoded(t, out.records(stream)), decoded(t, want.records(stream))
					if len(got) == 0 || len(got) != len(plain) {
						t.Fatalf("%s: %d records, want %d", stream, len(got), len(plain))
					}
					for i, record := range got {
						for _, column := range columns {
							if value, has := record[column]; has && value != nil {
								t.Errorf("%s: %s is %v", stream, column, value)
							}
							delete(record, column)
							delete(plain[i], column) // some objects have LOCATION# and DEPT# anyway
						}
						delete(record, "_fivetran_synced")
						delete(plain[i], "_fivetran_synced")
						if fmt.Sprint(record) != fmt.Sprint(plain[i]) {
							t.Fatalf("%s: %v, want %v", stream, record, plain[i])
						}
					}
				}
				if record := out.records(list[0])[0]; !strings.Contains(record, `"`+columns[0]+`":null`) {
					t.Errorf("%s does not bring %s", record, columns[0])
				}
				logs := out.logs()
				if strings.Count(logs, ": no reply can hold LOCATION#, DEPT#")+strings.Count(logs, ": no reply can hold DEPT#, LOCATION#") != 1 {
					t.Errorf("logs:\n%s", logs)
				}
				for _, stream := range list {
					if strings.Count(logs, "WARN "+stream+": no reply can hold GLDIMCost/Center (50%)") != 1 {
						t.Errorf("%s: logs:\n%s", stream, logs)
					}
				}
			})
		}
	}
}

// TestUnifiedStreamsLeaveNamelessFieldsOut reads documents with their lines.
func TestUnifiedStreamsLeaveNamelessFieldsOut(t *testing.T) {
	catalog := configured(airbyte.FullRefresh, "unified_bills")
	want := demo().read(t, catalog, nil).ok(t).records("unified_bills")
	w := oddWorld(sandbox.OddFieldsBroken, map[string]any{})
	if got := w.read(t, catalog, nil).ok(t).records("unified_bills"); len(got) == 0 || !slices.Equal(got, want) {
		t.Errorf("%d records, want the same %d as without such fields", len(got), len(want))
	}
}

// TestNamelessFieldsAreDiscovered keeps them in the catalogue.
func TestNamelessFieldsAreDiscovered(t *testing.T) {
	w := oddWorld(sandbox.OddFieldsBroken, map[string]any{"objects": []string{"APBILLITEM", "Cost/Center"}})
	out := w.run(t, t.Context(), "discover", nil, nil).ok(t)
	for _, m := range out.messages {
		if m.Type != airbyte.TypeCatalog {
			continue
		}
		if len(m.Catalog.Streams) != 1 {
			t.Errorf("%d streams", len(m.Catalog.Streams))
		}
		var schema struct{ Properties map[string]any }
		if err := json.Unmarshal(m.Catalog.Streams[0].JSONSchema, &schema); err != nil || schema.Properties["LOCATION#"] == nil {
			t.Errorf("no LOCATION# in %s", m.Catalog.Streams[0].JSONSchema)
		}
	}
	if !strings.Contains(out.logs(), "Cost/Center is left out: its id Cost/Center is no name of an XML element") {
		t.Errorf("logs:\n%s", out.logs())
	}
}

// TestNamelessFieldsPlayNoRole names them where records are chosen or known by
// them, and an object that is called so.
func TestNamelessFieldsPlayNoRole(t *testing.T) {
	plain := configured(airbyte.FullRefresh, "APBILLITEM")
	keyed := configured(airbyte.FullRefresh, "APBILLITEM")
	keyed.Streams[0].PrimaryKey = [][]string{{"RECORDNO"}, {"LOCATION#"}}
	cursored := configured(airbyte.Incremental, "APBILLITEM")
	cursored.Streams[0].CursorField = []string{"DEPT#"}
	tests := map[string]struct {
		catalog *airbyte.ConfiguredCatalog
		config  map[string]any
		want    string
	}{
		"filter":                    {plain, filters("APBILLITEM|LOCATION#|=|5"), "LOCATION#"},
		"filter by a dimension":     {plain, filters("APBILLITEM|GLDIMCost/Center (50%)|=|5"), "GLDIMCost/Center (50%)"},
		"primary key":               {keyed, map[string]any{}, "LOCATION#"},
		"cursor":                    {cursored, map[string]any{}, "DEPT#"},
		"an object with such an id": {configured(airbyte.FullRefresh, "Cost Center"), map[string]any{}, "Cost Center"},
	}
	for name, test := range tests {
		out := oddWorld(sandbox.OddFieldsBroken, test.config).read(t, test.catalog, nil)
		message, failure := out.failure(test.catalog.Streams[0].Stream.Name)
		if out.code == 0 || failure != airbyte.ConfigError || !strings.Contains(message, test.want) || !strings.Contains(message, "no name of an XML element") || out.count() > 0 {
			t.Errorf("%s: exit code %d, %s: %s", name, out.code, failure, message)
		}
	}
}
