package destination_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox"
)

// poisoned is an input with good records around bad ones, a state after each.
func poisoned() *input {
	in := &input{}
	for _, data := range []string{
		`{"DEPARTMENTID":"R-0","TITLE":"Good"}`,
		`{"DEPARTMENTID":"R-1","TITLE":"Bad","NOSUCHFIELD":"secret content"}`,
		`{"DEPARTMENTID":"R-2","TITLE":"Good"}`,
		`{"DEPARTMENTID":"R-3","TITLE":"Orphan","PARENTID":"NOSUCHPARENT"}`,
		`{"DEPARTMENTID":"R-4","TITLE":"a\u0007"}`,
		`{"DEPARTMENTID":"R-5","TITLE":"Good"}`,
	} {
		in.record("DEPARTMENT", data).state("DEPARTMENT")
	}
	return in
}

func TestRejectionsFailTheSyncAndKeepLaterStatesBack(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	r := p.write(t, nil, catalogOf(stream("DEPARTMENT", airbyte.Append)), poisoned().String())
	if airbyte.FailureTypeOf(r.err) != airbyte.ConfigError {
		t.Fatalf("error %v", r.err)
	}
	for _, want := range []string{"3 of stream DEPARTMENT", "DEPARTMENTID=R-1", "NOSUCHFIELD"} {
		if !strings.Contains(r.err.Error(), want) {
			t.Errorf("the error does not say %q: %v", want, r.err)
		}
	}
	if got := r.states(t); !slices.Equal(got, []string{"1 1.0+"}) {
		t.Errorf("states %v", got)
	}
	for id, want := range map[string]int{"R-0": 1, "R-1": 0, "R-2": 1, "R-3": 0, "R-4": 0, "R-5": 1} {
		if got := len(p.rows("DEPARTMENT", "DEPARTMENTID", id)); got != want {
			t.Errorf("%s is there %d times", id, got)
		}
	}
	if strings.Contains(r.stdout, "secret content") {
		t.Error("the log holds the content of a record")
	}
	if got := strings.Count(r.stdout, `"level":"WARN","message":"Stream DEPARTMENT, DEPARTMENTID=R-`); got != 3 {
		t.Errorf("%d rejections are logged:\n%s", got, r.stdout)
	}
}

func TestRejectionsAreCountedWhenTolerated(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	r := p.write(t, settings{"on_reject": "continue"}, catalogOf(stream("DEPARTMENT", airbyte.Append)), poisoned().String())
	if r.err != nil {
		t.Fatal(r.err)
	}
	if got, want := r.states(t), []string{"1 1.0+", "2 0.0+1.0", "3 1.0+", "4 0.0+1.0", "5 0.0+1.0", "6 1.0+"}; !slices.Equal(got, want) {
		t.Errorf("states %v, want %v", got, want)
	}
}

// TestRecordLargerThanARequest: the gateway refuses the request as a whole, and
// only the record that is too large is to blame.
func TestRecordLargerThanARequest(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{MaxBody: 64 << 10})
	in := &input{}
	for i, text := range []string{"a", "b", strings.Repeat("x", 128<<10), "c"} {
		in.record("DEPARTMENT", fmt.Sprintf(`{"DEPARTMENTID":"L-%d","TITLE":%q}`, i, text))
	}
	r := p.write(t, nil, catalogOf(stream("DEPARTMENT", airbyte.Append)), in.state("DEPARTMENT").String())
	if r.err == nil || !strings.Contains(r.err.Error(), "1 of stream DEPARTMENT, the first: DEPARTMENTID=L-2") || !strings.Contains(r.err.Error(), "larger than a request may be") {
		t.Errorf("%v\n%s", r.err, r.stdout)
	}
	for id, want := range map[string]int{"L-0": 1, "L-1": 1, "L-2": 0, "L-3": 1} {
		if got := len(p.rows("DEPARTMENT", "DEPARTMENTID", id)); got != want {
			t.Errorf("%s is there %d times", id, got)
		}
	}
}

// TestRejectionsSpeakIntacctsWords: errno, text and correction are the
// gateway's.
func TestRejectionsSpeakIntacctsWords(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	p.Fault(sandbox.Fault{Function: "create", Errno: "BL34000061", Description2: "Another Department with the given value(s) D-1 already exists", Correction: "Use a unique value instead."})
	r := p.write(t, nil, catalogOf(stream("DEPARTMENT", airbyte.Append)), (&input{}).record("DEPARTMENT", `{"DEPARTMENTID":"D-1","TITLE":"T"}`).String())
	const want = "[BL34000061] Another Department with the given value(s) D-1 already exists"
	if r.err == nil || !strings.Contains(r.stdout, want) || !strings.Contains(r.stdout, "Use a unique value instead.") {
		t.Errorf("%v\n%s", r.err, r.stdout)
	}
}

// TestHostileTexts come back as they were sent, or are rejected by the name of
// their field.
func TestHostileTexts(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	texts := map[string]string{
		"markup":     `</TITLE><TITLE>x & y <![CDATA[z]]> ]]>`,
		"entities":   `&amp; &lt; &#0; &xxe;`,
		"quotes":     `"'` + "`",
		"beyond BMP": `𝔘 😀 𐍈`,
		"bidi":       "a\u202eb\u200f",
		"separators": "a\u0085b\u2028c\u2029d",
		"formula":    `=HYPERLINK("http://x";"y")`,
		"separator":  "red#~#blue",
		"percent":    "100% of _ %s",
		"backslash":  `\\n\u0041`,
	}
	in := &input{}
	for id, text := range texts {
		in.record("DEPARTMENT", fmt.Sprintf(`{"DEPARTMENTID":%s,"TITLE":%s}`, quoted("H "+id), quoted(text)))
	}
	catalog := catalogOf(stream("DEPARTMENT", airbyte.Append))
	for pass := range 2 {
		if r := p.write(t, nil, catalog, in.String()); r.err != nil {
			t.Fatalf("pass %d: %v\n%s", pass, r.err, r.stdout)
		}
	}
	for id, text := range texts {
		if got := p.row(t, "DEPARTMENT", "DEPARTMENTID", "H "+id)["TITLE"]; got != text {
			t.Errorf("%s: %q became %q", id, text, got)
		}
	}
	r := p.write(t, nil, catalog, (&input{}).record("DEPARTMENT", `{"DEPARTMENTID":"bell","TITLE":"a\u0007b"}`).String())
	if r.err == nil || !strings.Contains(r.err.Error(), "TITLE contains the character U+0007") {
		t.Errorf("error %v", r.err)
	}
}

func quoted(text string) string { return string(airbyte.AppendJSONString(nil, text)) }

// TestRefusedBeforeAnythingIsSent.
func TestRefusedBeforeAnythingIsSent(t *testing.T) {
	for name, c := range map[string]struct {
		settings settings
		stream   airbyte.ConfiguredStream
		want     string
	}{
		"overwrite":         {nil, stream("DEPARTMENT", airbyte.Overwrite), "overwrite"},
		"unknown stream":    {nil, stream("NOSUCHOBJECT", airbyte.Append), "no object NOSUCHOBJECT"},
		"mapped to nothing": {settings{"objects_map": []any{map[string]any{"stream": "s", "object": "NOPE"}}}, stream("s", airbyte.Append), "no object NOPE"},
		"unknown key":       {settings{"objects_map": []any{map[string]any{"stream": "s", "object": "VENDOR", "matching_keys": []string{"SIZE"}}}}, stream("s", airbyte.AppendDedup), "VENDOR has no field SIZE"},
		"read-only object":  {nil, stream("GLDETAIL", airbyte.Append), "no way to create"},
		"no status":         {nil, stream("GLBATCH", airbyte.SoftDelete), "no STATUS"},
		"no identity field": {settings{"external_id_fields": []any{map[string]any{"object": "GLBATCH", "field": "SIZE"}}}, stream("GLBATCH", airbyte.Append), "no field SIZE"},
		"no rights":         {settings{"user_id": "readonly", "user_password": "sandbox-readonly-password"}, stream("VENDOR", airbyte.Append), "lacks the right Add"},
		"wrong setting":     {settings{"on_reject": "shrug"}, stream("VENDOR", airbyte.Append), "on_reject"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(sandbox.Settings{})
			catalog := catalogOf(stream("DEPARTMENT", airbyte.Append), c.stream)
			if name == "overwrite" {
				catalog = catalogOf(c.stream)
			}
			r := p.write(t, c.settings, catalog, (&input{}).record("DEPARTMENT", `{"DEPARTMENTID":"D-1","TITLE":"T"}`).state("DEPARTMENT").String())
			if airbyte.FailureTypeOf(r.err) != airbyte.ConfigError || !strings.Contains(r.err.Error(), c.want) {
				t.Errorf("error %v", r.err)
			}
			if len(p.rows("DEPARTMENT", "DEPARTMENTID", "D-1")) != 0 || len(r.states(t)) != 0 {
				t.Error("something was written")
			}
		})
	}
}

func TestRecordOfAnUnknownStreamStopsTheWrite(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	r := p.write(t, nil, catalogOf(stream("DEPARTMENT", airbyte.Append)), (&input{}).record("OTHER", `{"A":1}`).String())
	if airbyte.FailureTypeOf(r.err) != airbyte.SystemError || !strings.Contains(r.err.Error(), "OTHER") {
		t.Errorf("error %v", r.err)
	}
}

// TestNamelessFieldsAreRefused writes fields whose ids no request can hold. Null,
// which is all that is ever read of them, says nothing.
func TestNamelessFieldsAreRefused(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{OddFields: sandbox.OddFieldsRefused})
	in := (&input{}).record("EMPLOYEE", `{"EMPLOYEEID":"NL-1","PERSONALINFO.CONTACTNAME":"Nobody","LOCATION#":null,"GLDIMCost/Center (50%)":null}`).
		record("EMPLOYEE", `{"EMPLOYEEID":"NL-2","LOCATION#":5}`).
		record("EMPLOYEE", `{"EMPLOYEEID":"NL-3","gldimcost_center__50__":5}`)
	r := p.write(t, settings{"on_reject": "continue"}, catalogOf(stream("EMPLOYEE", airbyte.Append)), in.String())
	for _, field := range []string{"LOCATION#", "gldimcost_center__50__"} {
		if want := field + " cannot be written, because its id is no name of an XML element"; !strings.Contains(r.stdout, want) {
			t.Errorf("the log does not say %q:\n%s", want, r.stdout)
		}
	}
	if strings.Contains(r.stdout, "NL-1: LOCATION#") {
		t.Errorf("null is refused:\n%s", r.stdout)
	}
}
