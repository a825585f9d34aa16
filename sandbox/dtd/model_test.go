package dtd

import "testing"

func TestEveryModelNamesElementsThatCanOccur(t *testing.T) {
	s := requestSchema()
	if len(s.functions) < 285 {
		t.Errorf("%d functions, want all 285 of the schema", len(s.functions))
	}
	for name, m := range s.models {
		if m.kind == inOrder && len(m.paths.names) == 0 {
			t.Errorf("%s has an empty model", name)
		}
	}
	for _, name := range []string{"create_bill", "query", "get_trialbalance", "retrievepdf"} {
		if !s.functions[name] {
			t.Errorf("%s is not a function", name)
		}
	}
}
