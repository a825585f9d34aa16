package source

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/internal/long"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/company"
)

// withheld is a company of which some rows are counted and not shown while a
// field is selected.
func withheld(t *testing.T, w sandbox.Withheld, rows int) *world {
	t.Helper()
	c := small(t, "VENDOR").company
	for i := range rows {
		row := vendor(strconv.Itoa(i+1), "2026-10-01T00:00:00Z", "2026-10-01T00:00:00Z")
		row["DISPLAYCONTACT.EMAIL1"] = fmt.Sprintf("v%d@example.com", i+1)
		c.Put("VENDOR", row)
	}
	w.Object = "VENDOR"
	world := newWorld(c, sandbox.Settings{Withheld: []sandbox.Withheld{w}})
	world.config["objects"] = []string{"VENDOR"}
	return world
}

// TestWithheldRowsCome: whichever rows an inner join hides, and however pages
// are counted, all come, and the field that hides them is named.
func TestWithheldRowsCome(t *testing.T) {
	const rows = 12
	fields := []string{"RECORDNO", "NAME", "DISPLAYCONTACT.EMAIL1", "DISPLAYCONTACT.PHONE1", "PAYTO.CONTACTNAME", "DISPLAYCONTACT.FAX"}
	cases := 0
	for _, hidden := range [][]string{{"1"}, {"5"}, {"12"}, {"11", "12"}, {"3", "4", "5", "6", "9"}, {"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"}} {
		for _, counted := range []bool{false, true} {
			for _, size := range []int{3, 5, 2000} {
				for _, mode := range []airbyte.SyncMode{airbyte.FullRefresh, airbyte.Incremental} {
					if cases++; !long.Picks(cases, 5) {
						continue
					}
					t.Run(fmt.Sprint(hidden, counted, size, mode), func(t *testing.T) {
						t.Parallel()
						w := withheld(t, sandbox.Withheld{Field: "DISPLAYCONTACT.PHONE1", Keys: hidden, Counted: counted}, rows)
						w.config["page_size"] = size
						catalog := selecting(configured(mode, "VENDOR"), fields...)
						out := w.read(t, catalog, nil).ok(t)
						found := byKey(t, out.records("VENDOR"), "RECORDNO")
						if len(found) != rows {
							t.Errorf("%d of %d rows came", len(found), rows)
						}
						for k, data := range found {
							if !strings.Contains(data, `"DISPLAYCONTACT.EMAIL1":"v`+k+`@example.com"`) || !strings.Contains(data, `"DISPLAYCONTACT.PHONE1":null`) {
								t.Errorf("%s is %s", k, data)
							}
						}
						warned := fmt.Sprintf("WARN VENDOR: while the field DISPLAYCONTACT.PHONE1 is selected, the gateway does not show %d records that it counts, such as RECORDNO %s", len(hidden), hidden[0])
						if n := strings.Count(out.logs(), warned); n != 1 || strings.Count(out.logs(), "WARN") != 1 {
							t.Errorf("%d warnings:\n%s", n, out.logs())
						}
						w.later(72 * time.Hour)
						again := w.read(t, catalog, out.states()).ok(t)
						if n := again.count(); n != 0 {
							t.Errorf("%d records came again", n)
						}
						if mode == airbyte.Incremental {
							w.company.Change("VENDOR", hidden[0], map[string]string{"NAME": "changed", "WHENMODIFIED": stamp(w.clock())})
							w.later(time.Minute)
							if got := w.read(t, catalog, again.states()).ok(t).records("VENDOR"); len(got) != 1 || !strings.Contains(got[0], `"NAME":"changed"`) {
								t.Errorf("of the changed row came %s", got)
							}
						}
					})
				}
			}
		}
	}
}

// TestOnlyWithheldRowsLoseAField hides a page of rows, behind which there are
// others.
func TestOnlyWithheldRowsLoseAField(t *testing.T) {
	for _, mode := range []airbyte.SyncMode{airbyte.FullRefresh, airbyte.Incremental} {
		w := withheld(t, sandbox.Withheld{Field: "DISPLAYCONTACT.EMAIL1", Keys: []string{"4", "5", "6"}}, 12)
		w.config["page_size"] = 3
		out := w.read(t, selecting(configured(mode, "VENDOR"), "RECORDNO", "DISPLAYCONTACT.EMAIL1"), nil).ok(t)
		var without []string
		for key, data := range byKey(t, out.records("VENDOR"), "RECORDNO") {
			if !strings.Contains(data, `"DISPLAYCONTACT.EMAIL1":"v`+key+`@example.com"`) {
				without = append(without, key)
			}
		}
		if slices.Sort(without); !slices.Equal(without, []string{"4", "5", "6"}) || out.count() != 12 {
			t.Errorf("of %d records %q have no address", out.count(), without)
		}
	}
}

// selecting is a catalogue with some fields of each stream.
func selecting(catalog *airbyte.ConfiguredCatalog, fields ...string) *airbyte.ConfiguredCatalog {
	for i := range catalog.Streams {
		catalog.Streams[i].Stream.JSONSchema = []byte(`{"properties":{"` + strings.Join(fields, `":{},"`) + `":{},"_ab_cdc_deleted_at":{}}}`)
	}
	return catalog
}

// TestRowsThatAreNeverShown: no field is to blame, and the stream is not stuck.
// Every read names them.
func TestRowsThatAreNeverShown(t *testing.T) {
	w := withheld(t, sandbox.Withheld{Field: "WHENMODIFIED", Keys: []string{"7", "12"}}, 12)
	catalog := selecting(configured(airbyte.Incremental, "VENDOR"), "RECORDNO", "NAME", "PAYTO.CONTACTNAME")
	out := w.read(t, catalog, nil).ok(t)
	for range 2 {
		if !strings.Contains(out.logs(), "WARN VENDOR: 2 records are in the company and the gateway does not show them, whatever fields are asked for; they are missing here, and come when they change and are shown, or with a refresh of the stream: RECORDNO 7, 12\n") {
			t.Errorf("logs:\n%s", out.logs())
		}
		if text := string(out.states()); !strings.Contains(text, `"phase":"done"`) {
			t.Errorf("the state is %s", text)
		}
		w.later(time.Hour)
		out = w.read(t, catalog, out.states()).ok(t)
	}
	if w.company.Remove("VENDOR", "3"); true {
		w.later(time.Hour)
	}
	if got := keys(t, w.read(t, catalog, out.states()).ok(t).records("VENDOR")); !slices.Equal(got, []string{"3"}) {
		t.Errorf("deletes of %q", got)
	}
}

// TestWithheldTexts hides rows of a stream whose keys are texts.
func TestWithheldTexts(t *testing.T) {
	c := books(t, 4).company
	w := newWorld(c, sandbox.Settings{Withheld: []sandbox.Withheld{{Object: "GLDETAIL", Field: "DESCRIPTION", Keys: []string{"4-43-43--accrual"}}}})
	for _, mode := range []airbyte.SyncMode{airbyte.FullRefresh, airbyte.Incremental} {
		out := w.read(t, configured(mode, "GLDETAIL"), nil).ok(t)
		if n := out.count(); n != 12 || strings.Count(out.logs(), "WARN GLDETAIL: while the field DESCRIPTION is selected, the gateway does not show all records that it counts") != 1 {
			t.Errorf("%d records, logs:\n%s", n, out.logs())
		}
	}
	w = newWorld(c, sandbox.Settings{Withheld: []sandbox.Withheld{{Object: "GLDETAIL", Field: "WHENMODIFIED", Keys: []string{"4-43-43--accrual"}}}})
	if out := w.read(t, configured(airbyte.Incremental, "GLDETAIL"), nil).ok(t); out.count() != 11 || !strings.Contains(out.logs(), "WARN GLDETAIL: the gateway counts records that it does not show") {
		t.Errorf("%d records, logs:\n%s", out.count(), out.logs())
	}
}

// TestOwnTextsThatHideRows are null in those rows, as fields of other records are.
func TestOwnTextsThatHideRows(t *testing.T) {
	w := withheld(t, sandbox.Withheld{Field: "NAME", Keys: []string{"7", "12"}}, 12)
	out := w.read(t, selecting(configured(airbyte.Incremental, "VENDOR"), "RECORDNO", "NAME", "VENDORID", "COMMENTS"), nil).ok(t)
	if n := strings.Count(strings.Join(out.records("VENDOR"), ""), `"NAME":null`); n != 2 || out.count() != 12 || strings.Count(out.logs(), "WARN VENDOR: while the field NAME is selected") != 1 {
		t.Errorf("%d of %d records have no name, logs:\n%s", n, out.count(), out.logs())
	}
}

// TestACountThatWasWrongOnce is asked again.
func TestACountThatWasWrongOnce(t *testing.T) {
	p := &program{transport: widgets(func(nth int, _ string) string {
		if nth == 1 {
			return page(5, 0, 1, 2)
		}
		return page(2, 0, 1, 2)
	})}
	for _, mode := range bothModes {
		if out := p.read(t, configured(mode, "WIDGET"), nil).ok(t); out.count() != 2 {
			t.Errorf("%d records", out.count())
		}
	}
}

// TestWithheldRowsThatAreLate are known to reconciliation only, and asked for at
// one read.
func TestWithheldRowsThatAreLate(t *testing.T) {
	for _, counted := range []bool{false, true} {
		w := withheld(t, sandbox.Withheld{Field: "DISPLAYCONTACT.PHONE1", Keys: []string{"3", "4", "9"}, Counted: counted}, 8)
		late := []map[string]string{}
		for _, k := range []string{"3", "4"} {
			row, _ := w.company.Row("VENDOR", k)
			late = append(late, row)
			w.company.Remove("VENDOR", k)
		}
		catalog := selecting(configured(airbyte.Incremental, "VENDOR"), "RECORDNO", "NAME", "DISPLAYCONTACT.PHONE1")
		out := w.read(t, catalog, nil).ok(t)
		for _, row := range late {
			row["WHENMODIFIED"], row["WHENCREATED"] = "2026-09-01T00:00:00Z", "2026-09-01T00:00:00Z"
			w.company.Put("VENDOR", row)
		}
		w.later(time.Hour)
		out = w.read(t, catalog, out.states()).ok(t)
		if got := keys(t, out.records("VENDOR")); !slices.Equal(got, []string{"3", "4"}) {
			t.Errorf("records are %q", got)
		}
		w.later(time.Hour)
		from := len(w.sandbox.Requests())
		if again := w.read(t, catalog, out.states()).ok(t); again.count() != 0 || w.asked(from, "VENDOR") > 2 || strings.Contains(again.logs(), "WARN") {
			t.Errorf("%d records came again, with %d queries\n%s", again.count(), w.asked(from, "VENDOR"), again.logs())
		}
	}
}

// TestWithheldLines hides lines of documents of the unified schema.
func TestWithheldLines(t *testing.T) {
	c := company.Demo(company.Options{})
	whole := newWorld(c, sandbox.Settings{}).read(t, configured(airbyte.FullRefresh, "unified_bills"), nil).ok(t).records("unified_bills")
	line := c.Rows("APBILLITEM")[2]["RECORDNO"]
	w := newWorld(c, sandbox.Settings{Withheld: []sandbox.Withheld{{Object: "APBILLITEM", Field: "DEPARTMENT.RECORDNO", Keys: []string{line}}}})
	out := w.read(t, configured(airbyte.FullRefresh, "unified_bills"), nil).ok(t)
	got := out.records("unified_bills")
	for i, data := range whole {
		if want, have := linesIn(t, objectsOf(t, "unified_bills"), data), linesIn(t, objectsOf(t, "unified_bills"), got[i]); want != have {
			t.Errorf("%d lines instead of %d of %s", have, want, data)
		}
	}
	if n := strings.Count(out.logs(), "WARN unified_bills: while the field DEPARTMENT.RECORDNO is selected, the gateway does not show all records of APBILLITEM"); n != 1 {
		t.Errorf("%d warnings:\n%s", n, out.logs())
	}
}
