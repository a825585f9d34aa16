package source

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/company"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/deletes"
	"airbyte-sage-intacct/source/naming"
	"airbyte-sage-intacct/source/state"
)

// class is a row of CLASS, whose natural key looks like a record number.
func class(id int) map[string]string {
	return map[string]string{
		"CLASSID": strconv.Itoa(1000 - id), "NAME": "Class", "RECORDNO": strconv.Itoa(id), "STATUS": "active",
		"WHENMODIFIED": stamp(time.Date(2026, 1, 1, 3*id, 0, 0, 0, time.UTC)), "WHENCREATED": "2026-01-01T00:00:00Z",
	}
}

// classes is a company with classes numbered from 1, read once.
func classes(t *testing.T, n int, config map[string]any) (w *world, catalog *airbyte.ConfiguredCatalog, states []byte) {
	t.Helper()
	w = small(t, "CLASS")
	for i := range n {
		w.company.Put("CLASS", class(i+1))
	}
	for key, value := range config {
		w.config[key] = value
	}
	catalog = configured(airbyte.Incremental, "CLASS")
	first := w.read(t, catalog, nil).ok(t)
	if got := len(first.records("CLASS")); got != n {
		t.Fatalf("%d records at first", got)
	}
	w.later(time.Minute)
	return w, catalog, first.states()
}

// remove deletes a class as a user does, with its trace.
func (w *world) remove(t *testing.T, key string) {
	t.Helper()
	tx := w.company.Begin(company.Viewer{})
	if problem := tx.Delete("CLASS", key); problem != nil {
		t.Fatal(problem)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

// asked counts the queries of an object since a request.
func (w *world) asked(from int, object string) int {
	n := 0
	for _, request := range w.sandbox.Requests()[from:] {
		for _, call := range request.Calls {
			if call.Function == "query" && call.Object == object {
				n++
			}
		}
	}
	return n
}

func TestDeletesInEveryAuditForm(t *testing.T) {
	for _, form := range []company.AuditForm{company.AuditRecord, company.AuditInteger, company.AuditNatural} {
		for _, deletes := range []string{config.DeletesAuto, config.DeletesAuditTrail, config.DeletesReconcile} {
			t.Run(string(form)+"/"+deletes, func(t *testing.T) {
				w, catalog, states := classes(t, 9, map[string]any{"deletes": deletes})
				w.company.SetAuditForm(form)
				w.remove(t, "4")
				w.remove(t, "9")
				w.later(time.Minute)
				out := w.read(t, catalog, states).ok(t)
				at := stamp(w.clock())
				want := []string{
					fmt.Sprintf(`{"RECORDNO":4,"WHENMODIFIED":%q,"_ab_cdc_deleted_at":%[1]q}`, at),
					fmt.Sprintf(`{"RECORDNO":9,"WHENMODIFIED":%q,"_ab_cdc_deleted_at":%[1]q}`, at),
				}
				if got := out.records("CLASS"); !slices.Equal(got, want) {
					t.Errorf("records are %s, want %s", got, want)
				}
				w.later(time.Minute)
				if again := w.read(t, catalog, out.states()).ok(t).records("CLASS"); len(again) > 0 {
					t.Errorf("came again: %s", again)
				}
			})
		}
	}
}

func TestReconcilingTakesFewCalls(t *testing.T) {
	const rows = 400
	w, catalog, states := classes(t, rows, map[string]any{"deletes": config.DeletesReconcile, "page_size": 10, "max_concurrency": 1})
	calls := func(remove ...string) int {
		t.Helper()
		for _, key := range remove {
			w.remove(t, key)
		}
		w.later(time.Minute)
		from := len(w.sandbox.Requests())
		out := w.read(t, catalog, states).ok(t)
		states = out.states()
		if got := keys(t, out.records("CLASS")); !slices.Equal(got, remove) {
			t.Errorf("deletes of %q, want %q", got, remove)
		}
		return w.asked(from, "CLASS")
	}
	tests := []struct {
		remove []string
		most   int
	}{
		{nil, 2},                                                  // the window, the count
		{[]string{"200"}, 2 + 6 + 1 + 1},                          // halving 40 pages, a list, the proof
		{[]string{"399"}, 2 + 6 + 1 + 1},                          //
		{[]string{"1"}, 2 + 6 + 1 + 1},                            //
		{[]string{"10", "100", "300"}, 2 + 3*6 + 4},               //
		{deletes.Texts64([]int64{11, 12, 13, 14, 15}), 2 + 6 + 7}, // neighbours
	}
	for _, test := range tests {
		if got := calls(test.remove...); got > test.most {
			t.Errorf("%d queries for the deletes of %q, at most %d were expected", got, test.remove, test.most)
		}
	}
}

func TestDeletesWithoutTheRight(t *testing.T) {
	w, catalog, states := classes(t, 3, nil)
	user := *w.company.Users()[0]
	user.Deny = map[string]company.Access{"AUDITHISTORY": company.All}
	w.company.SetUser(user)
	w.remove(t, "2")
	w.later(time.Minute)
	out := w.read(t, catalog, states).ok(t)
	if got := keys(t, out.records("CLASS")); !slices.Equal(got, []string{"2"}) {
		t.Errorf("records are %q", got)
	}
	if logs := out.logs(); !strings.Contains(logs, "INFO deleted records are found by comparing keys, because the audit history cannot be read") {
		t.Errorf("logs:\n%s", logs)
	}
	w.config["deletes"] = config.DeletesAuditTrail
	failed := w.read(t, catalog, states)
	if message, failure := failed.failure("CLASS"); failed.code == 0 || failure != airbyte.ConfigError || !strings.Contains(message, "audit history") {
		t.Errorf("exit code %d, %s: %s", failed.code, failure, message)
	}
}

// TestNothingThatExistsIsDeleted has an audit history that is wrong.
func TestNothingThatExistsIsDeleted(t *testing.T) {
	w, catalog, states := classes(t, 3, nil)
	for i, key := range []string{"1--REC", "2", "77--REC", "no number"} {
		w.company.Put("AUDITHISTORY", map[string]string{
			"ID": strconv.Itoa(i), "OBJECTTYPE": "class", "OBJECTKEY": key, "ACCESSMODE": "Delete", "ACCESSTIME": stamp(w.clock()),
		})
	}
	w.later(time.Minute)
	if got := w.read(t, catalog, states).ok(t).records("CLASS"); len(got) > 0 {
		t.Errorf("deletes: %s", got)
	}
}

func TestDeletesOff(t *testing.T) {
	w, catalog, states := classes(t, 3, map[string]any{"deletes": config.DeletesOff})
	w.remove(t, "2")
	w.later(time.Minute)
	out := w.read(t, catalog, states).ok(t)
	if n := out.count(); n != 0 {
		t.Errorf("%d records", n)
	}
	if text := string(out.states()); strings.Contains(text, `"keys"`) {
		t.Errorf("the state keeps keys: %s", text)
	}
	discovered := w.run(t, t.Context(), "discover", nil, nil).ok(t)
	if text := strings.Join(discovered.lines, ""); strings.Contains(text, naming.DeletedColumn) {
		t.Error("the catalogue has the column of deletes")
	}
}

// TestKeysAreListedOnce goes on from a state that has no keys.
func TestKeysAreListedOnce(t *testing.T) {
	w, catalog, states := classes(t, 5, map[string]any{"deletes": config.DeletesOff})
	w.config["deletes"] = config.DeletesReconcile
	second := w.read(t, catalog, states).ok(t)
	if logs := second.logs(); second.count() > 1 || !strings.Contains(logs, "listing the keys of all records once") {
		t.Errorf("%d records, logs:\n%s", second.count(), logs)
	}
	w.remove(t, "3")
	w.later(time.Minute)
	third := w.read(t, catalog, second.states()).ok(t)
	if got := keys(t, third.records("CLASS")); !slices.Equal(got, []string{"3"}) || strings.Contains(third.logs(), "listing the keys") {
		t.Errorf("records are %q, logs:\n%s", got, third.logs())
	}
}

func TestKeysThatOutgrowTheStateAreTold(t *testing.T) {
	w, catalog, states := classes(t, 2, map[string]any{"deletes": config.DeletesAuditTrail})
	set := state.NewKeys()
	for i := range int64(100_000) {
		set.Add(1 + i*70_000)
	}
	packed := (&output{lines: strings.SplitAfter(string(states), "\n")}).packed(t)
	states = []byte(strings.ReplaceAll(string(states), packed, string(set.Pack())))
	out := w.read(t, catalog, states).ok(t)
	if logs := out.logs(); !strings.Contains(logs, "WARN CLASS: the keys of its records take more room than a state has") {
		t.Errorf("logs:\n%s", logs)
	}
	if place := out.state(t, "CLASS").Slices[""]; !place.KeysLost || place.Keys != "" {
		t.Errorf("the state is %+v", place)
	}
	w.remove(t, "2")
	w.later(time.Minute)
	if got := keys(t, w.read(t, catalog, out.states()).ok(t).records("CLASS")); !slices.Equal(got, []string{"2"}) {
		t.Errorf("deletes of %q", got)
	}
}

func (o *output) packed(t *testing.T) string { return string(o.state(t, "CLASS").Slices[""].Keys) }

// TestRowsLaterThanTheLookBack finds rows that were committed so late that no
// window had them.
func TestRowsLaterThanTheLookBack(t *testing.T) {
	w, catalog, states := classes(t, 5, map[string]any{"deletes": config.DeletesReconcile})
	w.company.Remove("CLASS", "2")
	w.company.Put("CLASS", class(6))
	w.later(48 * time.Hour)
	states = w.read(t, catalog, states).ok(t).states()
	late := class(2)
	w.company.Put("CLASS", late)
	out := w.read(t, catalog, states).ok(t)
	if got := keys(t, out.records("CLASS")); !slices.Equal(got, []string{"2"}) {
		t.Errorf("records are %q", got)
	}
}

// TestBrokenKeysDoNotHarm changes every byte of a set of keys.
func TestBrokenKeysDoNotHarm(t *testing.T) {
	set := state.NewKeys()
	for key := range int64(300) {
		set.Add(key * key * key)
	}
	text := []byte(set.Pack())
	for i := range text {
		for _, c := range []byte("A/z") {
			changed := slices.Clone(text)
			changed[i] = c
			if got, err := state.PackedKeys(changed).Unpack(); err == nil && got.Size() > 1<<32 {
				t.Errorf("byte %d as %c: %d keys", i, c, got.Size())
			}
		}
	}
}

// TestDeletesDuringTheFirstRead: what the first attempt has emitted may be gone
// before the next one, or before its own end, which may be hours later, and
// after which other records were deleted too.
func TestDeletesDuringTheFirstRead(t *testing.T) {
	for _, deletes := range []string{config.DeletesAuto, config.DeletesAuditTrail, config.DeletesReconcile} {
		t.Run("between attempts/"+deletes, func(t *testing.T) {
			w := small(t, "CLASS")
			for i := range 12 {
				w.company.Put("CLASS", class(i+1))
			}
			w.config["deletes"], w.config["page_size"], w.config["max_concurrency"] = deletes, 3, 1
			catalog := configured(airbyte.Incremental, "CLASS")
			first := w.read(t, catalog, nil).ok(t)
			var states []string
			for _, line := range first.lines {
				if strings.HasPrefix(line, `{"type":"STATE"`) {
					states = append(states, line)
				}
			}
			w.later(time.Minute)
			w.remove(t, "2")
			w.later(10 * time.Hour)
			w.remove(t, "11") // which the attempt does not get to
			w.later(time.Minute)
			out := w.read(t, catalog, []byte(states[2])).ok(t)
			if !slices.ContainsFunc(out.records("CLASS"), func(data string) bool {
				return strings.HasPrefix(data, `{"RECORDNO":2,`) && strings.Contains(data, naming.DeletedColumn+`":"`)
			}) {
				t.Errorf("the delete of 2 is not among %s", out.records("CLASS"))
			}
		})
		t.Run("within one/"+deletes, func(t *testing.T) {
			w := small(t, "CLASS")
			for i := range 12 {
				w.company.Put("CLASS", class(i+1))
			}
			w.config["deletes"], w.config["page_size"], w.config["max_concurrency"] = deletes, 3, 1
			pages := 0
			w.before = func() {
				switch pages = w.asked(0, "CLASS"); {
				case pages == 2 && len(w.company.Rows("CLASS")) == 12:
					w.remove(t, "2")
				case pages == 3 && len(w.company.Rows("CLASS")) == 11:
					w.later(10 * time.Hour)
					w.remove(t, "3")
				}
			}
			catalog := configured(airbyte.Incremental, "CLASS")
			first := w.read(t, catalog, nil).ok(t)
			w.before = nil
			w.later(time.Minute)
			second := w.read(t, catalog, first.states()).ok(t)
			var gone []string
			for _, data := range slices.Concat(first.records("CLASS"), second.records("CLASS")) {
				if strings.Contains(data, naming.DeletedColumn+`":"`) {
					gone = append(gone, key(t, data, "RECORDNO"))
				}
			}
			slices.Sort(gone)
			if got := slices.Compact(gone); !slices.Equal(got, []string{"2", "3"}) {
				t.Errorf("deletes of %q; %s \n %s \n %d", got, first.records("CLASS"), second.records("CLASS"), len(w.company.Rows("CLASS")))
			}
		})
	}
}

// TestDeletesOfDerivedRecords: with a bill goes its journal, of which the audit
// history says nothing.
func TestDeletesOfDerivedRecords(t *testing.T) {
	w := newWorld(company.Demo(company.Options{}), sandbox.Settings{})
	w.config["deletes"] = config.DeletesAuto
	catalog := configured(airbyte.Incremental, "GLBATCH")
	first := w.read(t, catalog, nil).ok(t)
	w.later(time.Minute)
	before := journals(w)
	if !slices.ContainsFunc(w.company.Rows("APBILL"), func(row map[string]string) bool {
		return row["STATE"] == "Posted" && w.tryRemove("APBILL", row["RECORDNO"]) && len(journals(w)) < len(before)
	}) {
		t.Fatal("no bill of the company has a journal that goes with it")
	}
	w.later(time.Minute)
	var want, got []string
	after := journals(w)
	for number := range before {
		if !after[number] {
			want = append(want, number)
		}
	}
	for _, data := range w.read(t, catalog, first.states()).ok(t).records("GLBATCH") {
		if strings.Contains(data, naming.DeletedColumn+`":"`) {
			got = append(got, key(t, data, "RECORDNO"))
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("deletes of %q, want %q", got, want)
	}
}

func journals(w *world) map[string]bool {
	numbers := map[string]bool{}
	for _, row := range w.company.Rows("GLBATCH") {
		numbers[row["RECORDNO"]] = true
	}
	return numbers
}

// tryRemove deletes a record as a user does, if the company lets it go.
func (w *world) tryRemove(object, key string) bool {
	tx := w.company.Begin(company.Viewer{})
	if tx.Delete(object, key) != nil {
		tx.Rollback()
		return false
	}
	return tx.Commit() == nil
}

// TestDeletesBesideABrokenTrail: an audit history that answers with an error or
// not in time, each time, leaves the other way, and the next read is spared
// nothing.
func TestDeletesBesideABrokenTrail(t *testing.T) {
	faults := map[string]sandbox.Fault{
		"an error":          {Errno: "DL02000001", Description2: "Error in the database"},
		"a strange error":   {Errno: "ZZ99999999", Description2: "Something went wrong"},
		"a time-out":        {Status: 524},
		"a broken answer":   {Status: 200, Body: "<response", ContentType: "text/xml"},
		"a lost connection": {Drop: true},
	}
	for name, fault := range faults {
		for _, since := range []string{"the first read", "the second read"} {
			t.Run(name+"/"+since, func(t *testing.T) {
				t.Parallel()
				fault := fault // each of the reads changes its own
				fault.Function, fault.Object, fault.Times = "query", "AUDITHISTORY", -1
				w := small(t, "CLASS")
				for i := range 3 {
					w.company.Put("CLASS", class(i+1))
					w.company.Put("DEPARTMENT", map[string]string{"RECORDNO": strconv.Itoa(i + 1), "DEPARTMENTID": strconv.Itoa(i), "WHENMODIFIED": "2026-01-01T00:00:00Z"})
				}
				catalog := configured(airbyte.Incremental, "CLASS", "DEPARTMENT")
				if since == "the first read" {
					w.sandbox.Fault(fault)
				}
				first := w.read(t, catalog, nil).ok(t)
				if since != "the first read" {
					w.sandbox.Fault(fault)
				}
				w.later(time.Minute)
				w.remove(t, "2")
				w.later(time.Minute)
				out := w.read(t, catalog, first.states()).ok(t)
				if got := keys(t, out.records("CLASS")); !slices.Equal(got, []string{"2"}) {
					t.Errorf("records are %q", got)
				}
				if n := strings.Count(out.logs(), "WARN deleted records are found by comparing keys, because the audit history cannot be read"); n != 1 {
					t.Errorf("%d warnings:\n%s", n, out.logs())
				}
				w.config["deletes"] = config.DeletesAuditTrail
				failed := w.read(t, catalog, out.states())
				if message, failure := failed.failure("CLASS"); failed.code == 0 || failure == airbyte.ConfigError || !strings.Contains(message, "audit history") {
					t.Errorf("exit code %d, %s: %s", failed.code, failure, message)
				}
			})
		}
	}
}

// TestABrokenTrailIsNotWaitedFor where keys can be compared, though the gateway has
// served; where they may not, the streams without deletes are read all the same.
func TestABrokenTrailIsNotWaitedFor(t *testing.T) {
	w := small(t, "CLASS", class(1))
	usual := w.options
	w.options = func(o *intacct.Options) {
		usual(o)
		o.Retry.Patience = time.Hour
	}
	w.sandbox.Fault(sandbox.Fault{Function: "query", Object: "AUDITHISTORY", Times: -1, Status: 403, Body: "<html></html>", ContentType: "text/html"})
	catalog := configured(airbyte.Incremental, "CLASS", "DEPARTMENT", "ITEM", "LOCATION", "ARTERM")
	out := w.read(t, catalog, nil).ok(t)
	w.later(time.Minute)
	from := len(w.sandbox.Requests())
	w.read(t, catalog, out.states()).ok(t)
	if n := w.asked(from, "AUDITHISTORY"); n > 6 {
		t.Errorf("the audit history was asked for %d times", n)
	}
	w.config["deletes"] = config.DeletesAuditTrail
	w.options = usual
	failed := w.read(t, configured(airbyte.Incremental, "CLASS", "DEPARTMENT", "ITEM", "LOCATION", "ARTERM"), out.states())
	if message, _ := failed.failure("LOCATION"); !strings.HasPrefix(message, "deletes: the audit history cannot be read") {
		t.Errorf("LOCATION: %s", message)
	}
	if message, _ := failed.failure("ARTERM"); message != "" || strings.Contains(failed.logs(), "canceled") {
		t.Errorf("ARTERM: %s", message)
	}
}

// TestLinesGoWithTheirDocuments: the audit history tells of documents, and of
// none of their lines.
func TestLinesGoWithTheirDocuments(t *testing.T) {
	for _, deletes := range []string{config.DeletesAuto, config.DeletesAuditTrail, config.DeletesReconcile} {
		w := books(t, 4)
		w.config["deletes"] = deletes
		catalog := configured(airbyte.Incremental, "GLENTRY", "GLDETAIL")
		first := w.read(t, catalog, nil).ok(t)
		w.company.Remove("GLBATCH", "2")
		for l := 1; l <= 3; l++ {
			w.company.Remove("GLENTRY", fmt.Sprint(20+l))
		}
		w.later(time.Minute)
		out := w.read(t, catalog, first.states()).ok(t)
		if got := keys(t, out.records("GLENTRY")); !slices.Equal(got, []string{"21", "22", "23"}) {
			t.Errorf("%s: lines are %q", deletes, got)
		}
		if got := detailKeys(t, out.records("GLDETAIL"), true); len(got) != 3 {
			t.Errorf("%s: details are %q", deletes, got)
		}
	}
}

// TestRecordsThatLeaveAFilter leave no trace in the audit history.
func TestRecordsThatLeaveAFilter(t *testing.T) {
	for _, deletes := range []string{config.DeletesAuto, config.DeletesAuditTrail, config.DeletesReconcile} {
		w, catalog, states := classes(t, 3, map[string]any{
			"deletes": deletes, "filters": []map[string]string{{"object": "CLASS", "field": "STATUS", "operator": "=", "value": "active"}},
		})
		w.company.Change("CLASS", "2", map[string]string{"STATUS": "inactive"})
		w.later(time.Minute)
		if got := keys(t, w.read(t, catalog, states).ok(t).records("CLASS")); !slices.Equal(got, []string{"2"}) {
			t.Errorf("%s: records are %q", deletes, got)
		}
	}
}
