package destination_test

import (
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox"
)

// Two streams that number their journals each on its own must not meet in the
// field that carries the numbers.
func TestStreamsThatWouldOverwriteEachOther(t *testing.T) {
	objects := settings{"objects_map": []any{
		map[string]any{"stream": "payroll", "object": "GLBATCH"},
		map[string]any{"stream": "sales", "object": "GLBATCH"},
	}}
	bills := settings{"objects_map": []any{
		map[string]any{"stream": "payroll", "object": "APBILL"},
		map[string]any{"stream": "sales", "object": "APBILL"},
	}}
	matched := settings{"objects_map": []any{
		map[string]any{"stream": "payroll", "object": "APBILL", "matching_keys": []string{"VENDORID", "RECORDID"}},
		map[string]any{"stream": "sales", "object": "APBILL", "matching_keys": []string{"VENDORID", "RECORDID"}},
	}}
	for name, c := range map[string]struct {
		first, second airbyte.ConfiguredStream
		refused       bool
		more          settings
	}{
		"both by their own keys":  {stream("payroll", airbyte.AppendDedup, "id"), stream("sales", airbyte.AppendDedup, "number"), true, objects},
		"bills by their own keys": {stream("payroll", airbyte.AppendDedup, "id"), stream("sales", airbyte.AppendDedup, "id"), true, bills},
		"bills by matching keys":  {stream("payroll", airbyte.AppendDedup, "id"), stream("sales", airbyte.AppendDedup, "id"), false, matched},
		"bills by natural keys":   {stream("payroll", airbyte.AppendDedup), stream("sales", airbyte.AppendDedup), false, bills},
		"one only adds":           {stream("payroll", airbyte.AppendDedup, "id"), stream("sales", airbyte.Append, "id"), false, objects},
		"by the company's field":  {stream("payroll", airbyte.AppendDedup, "REFERENCENO"), stream("sales", airbyte.AppendDedup, "referenceno"), false, objects},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newPlace(sandbox.Settings{}).write(t, c.more, catalogOf(c.first, c.second), "")
			if !c.refused {
				if r.err != nil {
					t.Fatal(r.err)
				}
				return
			}
			if r.err == nil || !strings.Contains(r.err.Error(), "payroll") || !strings.Contains(r.err.Error(), "sales") || airbyte.FailureTypeOf(r.err) != airbyte.ConfigError {
				t.Fatalf("error %v", r.err)
			}
		})
	}
}
