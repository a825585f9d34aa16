package action

import "testing"

func TestActionsHoldTogether(t *testing.T) {
	if len(all()) < 30 {
		t.Errorf("%d actions", len(all()))
	}
	for name, a := range all() {
		if a.Object == "" || a.Key == "" || a.Named == "" || len(a.Effects) == 0 || (a.StateField == "") != (len(a.States) == 0) {
			t.Errorf("%s: %+v", name, a)
		}
		for _, e := range a.Effects {
			if e.Field == "" || (e.Value == "") == (e.From == "") {
				t.Errorf("%s: effect %+v", name, e)
			}
		}
	}
	if Find("hold", "CONTRACTDETAIL") == nil || Find("hold_revrecschedule", "") == nil || Find("hold", "VENDOR") != nil {
		t.Error("what is listed is not found, or what is not is")
	}
}
