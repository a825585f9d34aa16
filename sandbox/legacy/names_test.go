package legacy

import "testing"

func TestNamesHoldTogether(t *testing.T) {
	if len(all().types) < 34 {
		t.Errorf("%d types", len(all().types))
	}
	for name, typ := range all().types {
		if typ.Object == "" || typ.Key == "" || len(typ.Set.Fields) == 0 {
			t.Errorf("%s: object %q, key %q, %d fields", name, typ.Object, typ.Key, len(typ.Set.Fields))
		}
		for _, list := range typ.Set.Lists {
			if Lines(list.Lines) == nil {
				t.Errorf("%s: %s has lines of the kind %q, which there is not", name, list.Element, list.Lines)
			}
		}
	}
}

func TestElementsStandForFields(t *testing.T) {
	bill := TypeNamed("bill")
	for element, want := range map[string]string{"billno": "RECORDID", "BILLNO": "RECORDID", "whatever": "WHATEVER"} {
		if got := bill.FieldOf(element); got != want {
			t.Errorf("%s stands for %s, want %s", element, got, want)
		}
	}
	for name, want := range map[string]string{"bill": "key", "apterm": "name"} {
		if got := TypeNamed(name).KeyElement(); got != want {
			t.Errorf("%s is named by %s, want %s", name, got, want)
		}
	}
	if TypeNamed("nothing") != nil {
		t.Error("there is a type called nothing")
	}
}
