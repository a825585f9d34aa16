package company

import (
	"strings"
	"testing"
)

// Everything in the catalogue must lead somewhere: keys, natural keys,
// relations, owned lines.
func TestStandardSchemaHoldsTogether(t *testing.T) {
	s := StandardSchema()
	for _, o := range s.order {
		if o.Ordinal(o.Key) < 0 {
			t.Errorf("%s: no key %s", o.Name, o.Key)
		}
		if o.NaturalKey != "" && o.Ordinal(o.NaturalKey) < 0 {
			t.Errorf("%s: no natural key %s", o.Name, o.NaturalKey)
		}
		if o.Cursor != "" && o.Ordinal(o.Cursor) < 0 {
			t.Errorf("%s: no cursor %s", o.Name, o.Cursor)
		}
		checkRelations(t, s, o)
		checkOwned(t, s, o)
		checkFields(t, o)
	}
}

func checkRelations(t *testing.T, s *Schema, o *Object) {
	t.Helper()
	for _, r := range o.Relations {
		target, ok := s.Object(r.Object)
		if !ok {
			t.Errorf("%s.%s leads to unknown %s", o.Name, r.Path, r.Object)
			continue
		}
		if o.Ordinal(r.Via) < 0 || target.Ordinal(r.Target) < 0 {
			t.Errorf("%s.%s: no field %s or %s.%s", o.Name, r.Path, r.Via, r.Object, r.Target)
		}
	}
}

func checkOwned(t *testing.T, s *Schema, o *Object) {
	t.Helper()
	for _, owned := range o.Owned {
		line, ok := s.Object(owned.Object)
		if !ok || line.Ordinal(owned.ForeignKey) < 0 || o.Ordinal(owned.HeaderKey) < 0 || o.Ordinal(owned.Element) < 0 {
			t.Errorf("%s: collection %+v does not fit", o.Name, owned)
			continue
		}
		if line.Parent != o.Name || line.Audit != AuditNone {
			t.Errorf("%s is not known as a line of %s", line.Name, o.Name)
		}
	}
}

func checkFields(t *testing.T, o *Object) {
	t.Helper()
	seen := map[string]bool{}
	for _, f := range o.Fields {
		if seen[strings.ToUpper(f.ID)] {
			t.Errorf("%s.%s is there twice", o.Name, f.ID)
		}
		seen[strings.ToUpper(f.ID)] = true
		if f.DataType == "" {
			t.Errorf("%s.%s has no data type", o.Name, f.ID)
		}
		if f.Codes != nil && len(f.Codes) != len(f.ValidValues) {
			t.Errorf("%s.%s: %d codes for %d values", o.Name, f.ID, len(f.Codes), len(f.ValidValues))
		}
	}
}

func TestSchemaFacts(t *testing.T) {
	c := New(StandardSchema())
	if n := len(c.Objects()); n < 309 {
		t.Errorf("%d objects", n)
	}
	if n := len(c.TypeNames()); n < 590 {
		t.Errorf("%d object types", n)
	}
	if _, ok := c.Object("SUPDOCATTACHMENT"); ok {
		t.Error("an internal object is visible")
	}
	bill, _ := c.Object("apbill")
	for field, want := range map[string]Field{
		"WHENCREATED":   {DataType: Date, Queryable: true},
		"AUWHENCREATED": {DataType: Timestamp, ReadOnly: true, Queryable: true},
		"ENTITY":        {DataType: Text},
		"ACTION":        {DataType: Text, WriteOnly: true},
		"TRX_TOTALDUE":  {DataType: Decimal, Queryable: true},
		"APBILLITEMS":   {DataType: List},
	} {
		f, ok := bill.Field(field)
		if !ok || f.DataType != want.DataType || f.ReadOnly != want.ReadOnly || f.Queryable != want.Queryable || f.WriteOnly != want.WriteOnly {
			t.Errorf("APBILL.%s = %+v", field, f)
		}
	}
	mode, _ := c.mustTable("AUDITHISTORY").object.Field("ACCESSMODE")
	if mode.Code("Delete") != "D" {
		t.Errorf("code of Delete = %q", mode.Code("Delete"))
	}
	if label, ok := mode.LabelOf("C"); !ok || label != "Create" {
		t.Errorf("label of C = %q", label)
	}
}

func TestCustomObjectsAndFields(t *testing.T) {
	s := StandardSchema()
	s.AddField("VENDOR", Field{ID: "RATING", DataType: Integer, Custom: true, Queryable: true})
	s.Add(Object{
		Name: "fleet_car", Key: "id", NaturalKey: "name", Custom: true,
		Fields: []Field{
			{ID: "id", DataType: Integer, Queryable: true, ReadOnly: true},
			{ID: "name", DataType: Text, Queryable: true},
			{ID: "Rvendor", DataType: Integer, Queryable: true},
			{ID: "bought", DataType: Date, Queryable: true},
		},
		Relations: []Relation{{Path: "Rvendor", Object: "VENDOR", Via: "Rvendor"}},
	})
	c := New(s)
	c.Put("VENDOR", map[string]string{"RECORDNO": "7", "VENDORID": "V7", "RATING": "5"})
	tx := c.Begin(Viewer{})
	saved, problem := tx.Create(Input{Object: "fleet_car", Fields: []InField{{"name", "Van"}, {"Rvendor", "7"}, {"bought", "2026-03-01"}}})
	if problem != nil {
		t.Fatal(problem)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	if saved.KeyField != "id" || saved.Key != "1" || saved.Natural != "Van" {
		t.Errorf("saved = %+v", saved)
	}
	got := selectAll(t, c, Selection{Object: "FLEET_CAR", Columns: fields("name", "Rvendor.RATING", "bought")})
	if want := "Van 5 2026-03-01"; strings.Join(got, ",") != want {
		t.Errorf("got %v, want %s", got, want)
	}
}
