package destination_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox"
)

// TestParentsAfterTheirChildren: what was rejected because what it refers to was
// not there is written once that has come, in one stream or across streams, by
// id or by name, and no state is echoed before.
func TestParentsAfterTheirChildren(t *testing.T) {
	bill := func(vendor string) string {
		return fmt.Sprintf(`{"RECORDID":"O1",%s,"WHENCREATED":"2026-10-21","WHENDUE":"2026-11-10","APBILLITEMS":[%s]}`, vendor, lineOne)
	}
	for name, c := range map[string]struct {
		streams []string
		records [][2]string
		want    map[string]int // by object
		error   string
	}{
		"a department": {[]string{"DEPARTMENT"}, [][2]string{
			{"DEPARTMENT", `{"DEPARTMENTID":"O-2","TITLE":"Child","PARENTID":"O-1"}`},
			{"DEPARTMENT", `{"DEPARTMENTID":"O-1","TITLE":"Parent"}`},
		}, map[string]int{"DEPARTMENT": 2}, ""},
		"a chain, upside down": {[]string{"DEPARTMENT"}, [][2]string{
			{"DEPARTMENT", `{"DEPARTMENTID":"O-4","TITLE":"4","PARENTID":"O-3"}`},
			{"DEPARTMENT", `{"DEPARTMENTID":"O-3","TITLE":"3","PARENTID":"O-2"}`},
			{"DEPARTMENT", `{"DEPARTMENTID":"O-2","TITLE":"2","PARENTID":"O-1"}`},
			{"DEPARTMENT", `{"DEPARTMENTID":"O-1","TITLE":"1"}`},
		}, map[string]int{"DEPARTMENT": 4}, ""},
		"by name": {[]string{"DEPARTMENT"}, [][2]string{
			{"DEPARTMENT", `{"DEPARTMENTID":"O-3","TITLE":"Third","PARENTNAME":"Second"}`},
			{"DEPARTMENT", `{"DEPARTMENTID":"O-2","TITLE":"Second","PARENTNAME":"First"}`},
			{"DEPARTMENT", `{"DEPARTMENTID":"O-1","TITLE":"First"}`},
		}, map[string]int{"DEPARTMENT": 3}, ""},
		"a bill before its vendor": {[]string{"APBILL", "VENDOR"}, [][2]string{
			{"APBILL", bill(`"VENDORID":"O-1"`)}, {"VENDOR", `{"VENDORID":"O-1","NAME":"Late"}`},
		}, map[string]int{"VENDOR": 1, "APBILL": 1}, ""},
		"the same by name": {[]string{"APBILL", "VENDOR"}, [][2]string{
			{"APBILL", bill(`"VENDORNAME":"Late"`)}, {"VENDOR", `{"VENDORID":"O-1","NAME":"Late"}`},
		}, map[string]int{"VENDOR": 1, "APBILL": 1}, ""},
		"a location": {[]string{"LOCATION"}, [][2]string{
			{"LOCATION", `{"LOCATIONID":"O-2","NAME":"Child","PARENTID":"O-1"}`}, {"LOCATION", `{"LOCATIONID":"O-1","NAME":"Parent","PARENTID":"100"}`},
		}, map[string]int{"LOCATION": 2}, ""},
		"an orphan for good": {[]string{"DEPARTMENT"}, [][2]string{
			{"DEPARTMENT", `{"DEPARTMENTID":"O-2","TITLE":"Child","PARENTID":"O-1"}`}, {"DEPARTMENT", `{"DEPARTMENTID":"O-3","TITLE":"Other"}`},
		}, map[string]int{"DEPARTMENT": 1}, "O-1"},
		"an orphan by name": {[]string{"DEPARTMENT"}, [][2]string{
			{"DEPARTMENT", `{"DEPARTMENTID":"O-2","TITLE":"Child","PARENTNAME":"Nobody's"}`}, {"DEPARTMENT", `{"DEPARTMENTID":"O-3","TITLE":"Other"}`},
		}, map[string]int{"DEPARTMENT": 1}, "Nobody's"},
		"a circle": {[]string{"DEPARTMENT"}, [][2]string{
			{"DEPARTMENT", `{"DEPARTMENTID":"O-1","TITLE":"a","PARENTID":"O-2"}`}, {"DEPARTMENT", `{"DEPARTMENTID":"O-2","TITLE":"b","PARENTID":"O-1"}`},
		}, map[string]int{"DEPARTMENT": 0}, "O-"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(sandbox.Settings{})
			var streams []airbyte.ConfiguredStream
			for _, s := range c.streams {
				streams = append(streams, stream(s, airbyte.AppendDedup))
			}
			in := &input{}
			for _, r := range c.records {
				in.record(r[0], r[1]).state(r[0])
			}
			r := p.write(t, settings{"batch_size": 1}, catalogOf(streams...), in.String())
			if (c.error == "") != (r.err == nil) || r.err != nil && !strings.Contains(r.err.Error(), c.error) {
				t.Fatalf("%v\n%s", r.err, r.stdout)
			}
			for object, want := range c.want {
				field := map[string]string{"DEPARTMENT": "DEPARTMENTID", "VENDOR": "VENDORID", "LOCATION": "LOCATIONID"}[object]
				got := len(p.rows("APBILL", "RECORDID", "O1"))
				if field != "" {
					got = 0
					for i := range 5 {
						got += len(p.rows(object, field, fmt.Sprint("O-", i)))
					}
				}
				if got != want {
					t.Errorf("%d of %s, want %d\n%s", got, object, want, r.stdout)
				}
			}
			if states := len(r.states(t)); c.error == "" && states != len(c.records) || c.error != "" && states != 0 {
				t.Errorf("%d states\n%s", states, r.stdout)
			}
		})
	}
}

// TestPaymentBeforeItsBillBeforeItsVendor: each of them comes before what it
// refers to.
func TestPaymentBeforeItsBillBeforeItsVendor(t *testing.T) {
	p := newPlace(sandbox.Settings{})
	in := (&input{}).
		record("BillPayments", `{"billNumber":"OB","vendorNumber":"O-V","accountName":"CHK-BOS","paymentMethod":"EFT","amount":5,"paymentDate":"2026-11-12"}`).
		record("Bills", `{"billNumber":"OB","vendorNumber":"O-V","issueDate":"2026-11-10","dueDate":"2026-11-30","lineItems":[{"accountNumber":"6700","amount":5,"locationId":"110","departmentId":"200"}]}`).
		record("VENDOR", `{"VENDORID":"O-V","NAME":"Late"}`).state("VENDOR")
	r := p.write(t, nil, catalogOf(stream("BillPayments", airbyte.Append), stream("Bills", airbyte.Append), stream("VENDOR", airbyte.AppendDedup)), in.String())
	if r.err != nil || len(r.states(t)) != 1 {
		t.Fatalf("%v\n%s", r.err, r.stdout)
	}
	if got := p.row(t, "APBILL", "RECORDID", "OB")["TRX_TOTALDUE"]; got != "0" {
		t.Errorf("%s is due", got)
	}
}

// TestOrphanIsNotWrittenOverALaterRecord: the newer record of the same key is
// what the source has.
func TestOrphanIsNotWrittenOverALaterRecord(t *testing.T) {
	p := newPlace(sandbox.Settings{})
	in := (&input{}).
		record("DEPARTMENT", `{"DEPARTMENTID":"O-2","TITLE":"Old","PARENTID":"O-1"}`).state("DEPARTMENT").
		record("DEPARTMENT", `{"DEPARTMENTID":"O-9","TITLE":"Something"}`).
		record("DEPARTMENT", `{"DEPARTMENTID":"O-2","TITLE":"New"}`).
		record("DEPARTMENT", `{"DEPARTMENTID":"O-1","TITLE":"Parent"}`).state("DEPARTMENT")
	r := p.write(t, settings{"batch_size": 1, "write_concurrency": 1, "on_reject": "continue"}, catalogOf(stream("DEPARTMENT", airbyte.AppendDedup)), in.String())
	if got := p.row(t, "DEPARTMENT", "DEPARTMENTID", "O-2")["TITLE"]; got != "New" {
		t.Errorf("the department is called %s\n%s", got, r.stdout)
	}
	if len(r.states(t)) != 2 {
		t.Error(r.states(t))
	}
}

// TestStatesOfOrphansAreCountedWhenTheyAreSettled.
func TestStatesOfOrphansAreCountedWhenTheyAreSettled(t *testing.T) {
	p := newPlace(sandbox.Settings{})
	in := (&input{}).
		record("DEPARTMENT", `{"DEPARTMENTID":"O-2","TITLE":"Child","PARENTID":"O-1"}`).
		record("DEPARTMENT", `{"DEPARTMENTID":"O-3","TITLE":"Orphan","PARENTID":"O-9"}`).state("DEPARTMENT").
		record("DEPARTMENT", `{"DEPARTMENTID":"O-1","TITLE":"Parent"}`).state("DEPARTMENT")
	r := p.write(t, settings{"on_reject": "continue"}, catalogOf(stream("DEPARTMENT", airbyte.AppendDedup)), in.String())
	if got, want := r.states(t), []string{"1 1.0+1.0", "2 1.0+"}; r.err != nil || !slices.Equal(got, want) {
		t.Errorf("%v: states %v, want %v", r.err, got, want)
	}
	if got := strings.Count(r.stdout, "DEPARTMENTID=O-3: rejected"); got != 1 {
		t.Errorf("%d rejections are logged", got)
	}
}

// TestLargeStatesDoNotWaitForOrphansForEver: they have a bound of their own.
func TestLargeStatesDoNotWaitForOrphansForEver(t *testing.T) {
	p := newPlace(sandbox.Settings{})
	in := (&input{}).record("DEPARTMENT", `{"DEPARTMENTID":"O-2","TITLE":"Child","PARENTID":"O-1"}`)
	for i := range 6 {
		in.record("DEPARTMENT", fmt.Sprintf(`{"DEPARTMENTID":"L-%d","TITLE":"t"}`, i))
		in.lines = append(in.lines, fmt.Sprintf(`{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"DEPARTMENT"},"stream_state":{"x":%q}},"id":%d}}`, strings.Repeat("x", 1<<20), i+1))
	}
	in.record("DEPARTMENT", `{"DEPARTMENTID":"O-1","TITLE":"Parent"}`)
	r := p.write(t, settings{"on_reject": "continue"}, catalogOf(stream("DEPARTMENT", airbyte.AppendDedup)), in.String())
	if r.err != nil || !strings.Contains(r.stdout, "Too many states wait for 1 records") {
		t.Errorf("%v", r.err)
	}
	if got := strings.Count(r.stdout, `{"type":"STATE"`); got != 6 {
		t.Errorf("%d states", got)
	}
}
