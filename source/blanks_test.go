package source

import (
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/alter"
)

// TestBlanksAroundValues: they belong to a text, and to nothing else.
func TestBlanksAroundValues(t *testing.T) {
	rows := widget(" 1 ", "\n 5.50", " 7 ", " 10/31/2026 10:00:00 ") +
		strings.Replace(widget("2", " ", "\t", "  "), "<NAME>w", "<NAME> w ", 1)
	p := &program{transport: widgets(func(int, string) string { return pageOf(2, 0, 2, rows) })}
	got := p.read(t, configured(airbyte.FullRefresh, "WIDGET"), nil).ok(t).records("WIDGET")
	want := []string{
		`{"RECORDNO":1,"WHENMODIFIED":"2026-10-31T10:00:00Z","NAME":"w","PRICE":5.50,"RATIO":7,"_ab_cdc_deleted_at":null}`,
		`{"RECORDNO":2,"WHENMODIFIED":null,"NAME":" w ","PRICE":null,"RATIO":null,"_ab_cdc_deleted_at":null}`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("records are\n%s", strings.Join(got, "\n"))
	}
}

func TestDatesWithBlanks(t *testing.T) {
	for format, at := range map[string]string{" dmY": "31 10 2026 10:00:00", "MM / DD / YYYY": "10 / 31 / 2026 10:00:00", "dd MMM yyyy": "31 Oct 2026 10:00:00"} {
		inner := widgets(func(int, string) string { return pageOf(1, 0, 1, widget("1", "1", "1", at)) })
		gateway := alter.New(inner)
		gateway.Change(alter.Change{Function: "readUserFormatting", Times: -1, Reply: func(r *alter.Reply) { r.Replace("/mdY", format) }})
		p := &program{transport: gateway}
		for _, mode := range bothModes {
			out := p.read(t, configured(mode, "WIDGET"), nil).ok(t)
			if got := out.records("WIDGET"); len(got) != 1 || !strings.Contains(got[0], `"WHENMODIFIED":"2026-10-31T10:00:00Z"`) {
				t.Errorf("%q: records are %s", format, got)
			}
		}
	}
}

// TestTimesThatAreNone: a time of change of zeros is none, as with any date.
func TestTimesThatAreNone(t *testing.T) {
	for _, zeros := range []string{"00/00/0000 00:00:00", "0000-00-00T00:00:00Z", "00/00/0000"} {
		for _, mode := range bothModes {
			w := faultSubjects["keyed"].make(t)
			w.gateway.Change(alter.Change{Function: "query", Times: -1, Reply: inField("VENDOR", "RECORDNO", "4", "WHENMODIFIED", zeros)})
			out := w.read(t, configured(mode, "VENDOR"), nil).ok(t)
			if n := out.count(); n != faultRows || strings.Count(strings.Join(out.records("VENDOR"), ""), `"WHENMODIFIED":null`) != 1 {
				t.Errorf("%s, %s: %d records", zeros, mode, n)
			}
		}
	}
}

// TestCheckOfAFormatThatMayNotBeRead: what a read gets over is no reason to fail.
func TestCheckOfAFormatThatMayNotBeRead(t *testing.T) {
	for _, timezone := range []string{"+00:00", "Europe/Berlin"} {
		w := faultSubjects["keyed"].make(t)
		w.config["objects"], w.config["timezone"] = []string{"VENDOR"}, timezone
		w.sandbox.Fault(sandbox.Fault{Function: "readUserFormatting", Times: -1, Errno: "PL04000005", Description2: "You do not have permission"})
		if out := w.run(t, t.Context(), "check", nil, nil); !strings.Contains(strings.Join(out.lines, ""), `"status":"SUCCEEDED"`) || !strings.Contains(out.logs(), "WARN how the user's dates are written cannot be read") {
			t.Errorf("timezone %q:\n%s", timezone, strings.Join(out.lines, ""))
		}
		if out := w.read(t, configured(airbyte.FullRefresh, "VENDOR"), nil).ok(t); out.count() != faultRows {
			t.Errorf("timezone %q: %d records", timezone, out.count())
		}
	}
}
