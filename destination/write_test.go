package destination_test

import (
	"slices"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox"
)

// flatObjects are objects without lines, with values of every type.
var flatObjects = []struct{ object, key, id, data string }{
	{"VENDOR", "VENDORID", "V-1", `{"VENDORID":"V-1","NAME":"Müller & <Söhne> \"𝔘\"","CREDITLIMIT":12345678901234.56,"ONHOLD":true,"STATUS":"active","DISPLAYCONTACT.PRINTAS":"Müller"}`},
	{"CUSTOMER", "CUSTOMERID", "C-1", `{"CUSTOMERID":"C-1","NAME":"Customer one","CREDITLIMIT":"0.10"}`},
	{"DEPARTMENT", "DEPARTMENTID", "D-1", `{"DEPARTMENTID":"D-1","TITLE":"Department one"}`},
	{"PROJECT", "PROJECTID", "P-1", `{"PROJECTID":"P-1","NAME":"Project one","PROJECTCATEGORY":"Contract","BEGINDATE":"2026-02-28"}`},
	{"CLASS", "CLASSID", "CL-1", `{"CLASSID":"CL-1","NAME":"Class one"}`},
	{"ITEM", "ITEMID", "I-1", `{"ITEMID":"I-1","NAME":"Item one","ITEMTYPE":"Non-Inventory"}`},
	{"LOCATION", "LOCATIONID", "L-1", `{"LOCATIONID":"L-1","NAME":"Location one"}`},
	{"EMPLOYEE", "EMPLOYEEID", "E-1", `{"EMPLOYEEID":"E-1","PERSONALINFO":{"CONTACTNAME":"Person one"}}`},
	{"GLACCOUNT", "ACCOUNTNO", "99001", `{"ACCOUNTNO":"99001","TITLE":"Account one","ACCOUNTTYPE":"balancesheet","NORMALBALANCE":"debit","CLOSINGTYPE":"non-closing account"}`},
}

// TestFlatObjects: created, recognised, changed, recognised again, deleted.
func TestFlatObjects(t *testing.T) {
	for _, c := range flatObjects {
		t.Run(c.object, func(t *testing.T) {
			t.Parallel()
			p := newPlace(sandbox.Settings{})
			in := (&input{}).record(c.object, c.data).state(c.object)
			for pass, want := range []string{"1 created", "1 already there"} {
				r := p.write(t, nil, catalogOf(stream(c.object, airbyte.Append)), in.String())
				if r.err != nil || !strings.Contains(r.stdout, want) {
					t.Fatalf("append, pass %d: %v\n%s", pass, r.err, r.stdout)
				}
			}
			p.row(t, c.object, c.key, c.id)
			r := p.write(t, nil, catalogOf(stream(c.object, airbyte.AppendDedup, c.key)), in.String())
			if r.err != nil || !strings.Contains(r.stdout, "1 already there") {
				t.Fatalf("append_dedup: %v\n%s", r.err, r.stdout)
			}
			gone := (&input{}).record(c.object, `{"`+c.key+`":"`+c.id+`","_ab_cdc_deleted_at":"2026-01-01T00:00:00Z"}`).state(c.object)
			r = p.write(t, nil, catalogOf(stream(c.object, airbyte.AppendDedup, c.key)), gone.String())
			if r.err != nil || len(p.rows(c.object, c.key, c.id)) != 0 {
				t.Fatalf("delete: %v\n%s", r.err, r.stdout)
			}
			r = p.write(t, nil, catalogOf(stream(c.object, airbyte.AppendDedup, c.key)), gone.String())
			if r.err != nil || !strings.Contains(r.stdout, "1 already gone") {
				t.Fatalf("delete again: %v\n%s", r.err, r.stdout)
			}
		})
	}
}

// TestValuesArriveDigitForDigit.
func TestValuesArriveDigitForDigit(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	in := (&input{}).record("VENDOR", flatObjects[0].data).record("PROJECT", flatObjects[3].data)
	r := p.write(t, nil, catalogOf(stream("VENDOR", airbyte.Append), stream("PROJECT", airbyte.Append)), in.String())
	if r.err != nil {
		t.Fatalf("%v\n%s", r.err, r.stdout)
	}
	vendor := p.row(t, "VENDOR", "VENDORID", "V-1")
	for field, want := range map[string]string{
		"NAME": `Müller & <Söhne> "𝔘"`, "CREDITLIMIT": "12345678901234.56", "ONHOLD": "true", "DISPLAYCONTACT.PRINTAS": "Müller",
	} {
		if vendor[field] != want {
			t.Errorf("%s is %q, want %q", field, vendor[field], want)
		}
	}
	if got := p.row(t, "PROJECT", "PROJECTID", "P-1")["BEGINDATE"]; got != "2026-02-28" {
		t.Errorf("BEGINDATE is %q", got)
	}
}

// TestAppendChangesNothingThatExists.
func TestAppendChangesNothingThatExists(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	in := (&input{}).
		record("DEPARTMENT", `{"DEPARTMENTID":"D-1","TITLE":"One"}`).state("DEPARTMENT").
		record("DEPARTMENT", `{"DEPARTMENTID":"D-1","TITLE":"Other"}`).state("DEPARTMENT")
	r := p.write(t, nil, catalogOf(stream("DEPARTMENT", airbyte.Append)), in.String())
	if airbyte.FailureTypeOf(r.err) != airbyte.ConfigError || !strings.Contains(r.err.Error(), "DEPARTMENTID=D-1 exists with other content (TITLE)") {
		t.Errorf("error %v", r.err)
	}
	if got := p.row(t, "DEPARTMENT", "DEPARTMENTID", "D-1")["TITLE"]; got != "One" {
		t.Errorf("TITLE is %q", got)
	}
	if got := r.states(t); !slices.Equal(got, []string{"1 1.0+"}) {
		t.Errorf("states %v", got)
	}
}

// TestUpsertFollowsTheOrderOfTheInput.
func TestUpsertFollowsTheOrderOfTheInput(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	in := &input{}
	for _, title := range []string{"One", "Two", "Three"} {
		in.record("DEPARTMENT", `{"DEPARTMENTID":"D-1","TITLE":"`+title+`"}`)
		in.record("DEPARTMENT", `{"DEPARTMENTID":"D-2","PARENTID":"D-1","TITLE":"Child `+title+`"}`)
	}
	r := p.write(t, nil, catalogOf(stream("DEPARTMENT", airbyte.AppendDedup, "DEPARTMENTID")), in.state("DEPARTMENT").String())
	if r.err != nil {
		t.Fatalf("%v\n%s", r.err, r.stdout)
	}
	for id, want := range map[string]string{"D-1": "Three", "D-2": "Child Three"} {
		if got := p.row(t, "DEPARTMENT", "DEPARTMENTID", id)["TITLE"]; got != want {
			t.Errorf("%s is %q, want %q", id, got, want)
		}
	}
	if got := r.states(t); !slices.Equal(got, []string{"1 6.0+"}) {
		t.Errorf("states %v", got)
	}
}

// TestUpsertClearsAndKeeps: null clears, absent keeps.
func TestUpsertClearsAndKeeps(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	in := (&input{}).
		record("VENDOR", `{"VENDORID":"V-1","NAME":"N","CREDITLIMIT":10,"TAXID":"T-1"}`).
		record("VENDOR", `{"VENDORID":"V-1","CREDITLIMIT":null}`)
	r := p.write(t, nil, catalogOf(stream("VENDOR", airbyte.AppendDedup, "VENDORID")), in.String())
	if r.err != nil {
		t.Fatalf("%v\n%s", r.err, r.stdout)
	}
	row := p.row(t, "VENDOR", "VENDORID", "V-1")
	if row["CREDITLIMIT"] != "" || row["TAXID"] != "T-1" || row["NAME"] != "N" {
		t.Errorf("CREDITLIMIT %q, TAXID %q, NAME %q", row["CREDITLIMIT"], row["TAXID"], row["NAME"])
	}
}

func TestMappingsWithoutAStream(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	config := settings{"objects_map": []any{
		map[string]any{"stream": "vendor", "object": "VENDOR", "action": "update"},
		map[string]any{"stream": "bills", "object": "APBILL"},
		map[string]any{"stream": "people", "object": "VENDOR"},
	}}
	r := p.write(t, config, catalogOf(stream("VENDOR", airbyte.Append), stream("people", airbyte.Append)), "")
	for _, want := range []string{`"WARN","message":"objects_map: the connection has no stream vendor, but VENDOR`, `"INFO","message":"objects_map: the connection has no stream bills.`} {
		if !strings.Contains(r.stdout, want) {
			t.Errorf("no %q in\n%s", want, r.stdout)
		}
	}
	if r.err != nil || strings.Contains(r.stdout, "no stream people") {
		t.Errorf("%v\n%s", r.err, r.stdout)
	}
}
