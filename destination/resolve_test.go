package destination_test

import (
	"fmt"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox"
)

// named is a bill whose references are names.
func named(number, vendor, account, location, department string) string {
	return fmt.Sprintf(`{"VENDORNAME":%s,"RECORDID":%q,"WHENCREATED":"2026-11-15","WHENDUE":"2026-12-15","APBILLITEMS":[{"ACCOUNTTITLE":%s,"TRX_AMOUNT":5,"LOCATIONNAME":%s,"DEPARTMENTNAME":%s}]}`,
		quoted(vendor), number, quoted(account), quoted(location), quoted(department))
}

// TestReferencesByName: ids are found for names with one query per kind of
// record, whatever the number of records.
func TestReferencesByName(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	account := p.row(t, "GLACCOUNT", "ACCOUNTNO", "6600")["TITLE"]
	location := p.row(t, "LOCATION", "LOCATIONID", "110")["NAME"]
	department := p.row(t, "DEPARTMENT", "DEPARTMENTID", "100")["TITLE"]
	in := &input{}
	for i := range 60 {
		in.record("APBILL", named(fmt.Sprint("N-", i), "Test vendor TV-1", account, strings.ToUpper(location), department))
	}
	r := p.write(t, nil, catalogOf(stream("APBILL", airbyte.AppendDedup)), in.String())
	if r.err != nil {
		t.Fatalf("%v\n%s", r.err, r.stdout)
	}
	bill := p.row(t, "APBILL", "RECORDID", "N-7")
	line := p.rows("APBILLITEM", "RECORDKEY", bill["RECORDNO"])[0]
	if bill["VENDORID"] != "TV-1" || line["ACCOUNTNO"] != "6600" || line["LOCATIONID"] != "110" || line["DEPARTMENTID"] != "100" {
		t.Errorf("bill %v, line %v", bill, line)
	}
	asked := map[string]int{}
	for _, request := range p.Requests() {
		for _, call := range request.Calls {
			if call.Function == "query" {
				asked[call.Object]++
			}
		}
	}
	for _, object := range []string{"VENDOR", "GLACCOUNT", "LOCATION", "DEPARTMENT"} {
		if asked[object] != 1 {
			t.Errorf("%s was asked for %d times", object, asked[object])
		}
	}
}

// TestNamesOfThisInput: a record may refer by name to one that the same input
// brings, before it is in the company.
func TestNamesOfThisInput(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	account, location := p.row(t, "GLACCOUNT", "ACCOUNTNO", "6600")["TITLE"], p.row(t, "LOCATION", "LOCATIONID", "110")["NAME"]
	department := p.row(t, "DEPARTMENT", "DEPARTMENTID", "100")["TITLE"]
	in := &input{}
	for i := range 5 {
		in.record("VENDOR", fmt.Sprintf(`{"VENDORID":"N-%d","NAME":"New vendor %d"}`, i, i))
		in.record("APBILL", named(fmt.Sprint("NB-", i), fmt.Sprint("New vendor ", i), account, location, department))
	}
	r := p.write(t, nil, catalogOf(stream("APBILL", airbyte.AppendDedup), stream("VENDOR", airbyte.AppendDedup)), in.String())
	if r.err != nil {
		t.Fatalf("%v\n%s", r.err, r.stdout)
	}
	for i := range 5 {
		if got := p.row(t, "APBILL", "RECORDID", fmt.Sprint("NB-", i))["VENDORID"]; got != fmt.Sprint("N-", i) {
			t.Errorf("bill %d is of %s", i, got)
		}
	}
}

// TestUnclearNames are rejected with what they may mean.
func TestUnclearNames(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	for id, name := range map[string]string{"A-1": "Doppelgänger", "A-2": "Doppelgänger", "A-3": "Sleeper", "A-4": "Longfellow Supplies"} {
		status := "active"
		if id == "A-3" {
			status = "inactive"
		}
		p.company.Put("VENDOR", map[string]string{"VENDORID": id, "NAME": name, "STATUS": status})
	}
	for name, want := range map[string]string{
		"Doppelgänger":       `2 records of VENDOR are called "Doppelgänger": A-1 (Doppelgänger), A-2 (Doppelgänger). Give VENDORID instead.`,
		"Sleeper":            `the VENDOR called "Sleeper" is inactive: A-3 (Sleeper)`,
		"Longfelow Suplies":  `no VENDOR is called "Longfelow Suplies". The closest are A-4 (Longfellow Supplies)`,
		"§§ nothing like it": `no VENDOR is called "§§ nothing like it"`,
	} {
		in := (&input{}).record("APBILL", named("X-1", name, "x", "x", "x"))
		r := p.write(t, nil, catalogOf(stream("APBILL", airbyte.AppendDedup)), in.String())
		if r.err == nil || !strings.Contains(r.err.Error(), want) {
			t.Errorf("%s: %v", name, r.err)
		}
	}
}
