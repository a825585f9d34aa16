package destination_test

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/internal/long"
	"airbyte-sage-intacct/sandbox"
)

// refusalRow is a row of the client's table of errors.
type refusalRow struct {
	Stages        []string
	Status        int
	Numbers, Text string
	Object        string
	Line          bool
	Temporary     bool
	Advice        string
}

func refusalRows(t *testing.T) []refusalRow {
	t.Helper()
	file, err := os.ReadFile("../intacct/testdata/verdicts.json")
	if err != nil {
		t.Fatal(err)
	}
	var rows []refusalRow
	for lines := bufio.NewScanner(bytes.NewReader(file)); lines.Scan(); {
		var row refusalRow
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	return rows
}

func (row refusalRow) says() string { return "The gateway says " + cmp.Or(row.Text, "no") }

// fault makes the gateway answer a create as a row says.
func (row refusalRow) fault(stage, number string) sandbox.Fault {
	text := row.says()
	f := sandbox.Fault{Function: "create", Times: -1, Errno: number, Description2: text, Correction: "Do as Intacct says."}
	switch stage {
	case "control":
		f.AtControl = true
	case "gateway":
		f = sandbox.Fault{Function: "create", Times: -1, Status: cmp.Or(row.Status, 403), ContentType: "text/xml", Body: fmt.Sprintf(
			`<response><control><status>failure</status></control><errormessage><error><errorno>%s</errorno><description></description><description2>%s</description2><correction>Do as Intacct says.</correction></error></errormessage></response>`, number, text)}
	}
	return f
}

// TestEveryRefusalSaysWhatToDo goes over the table of errors: whatever the
// gateway refuses a record or a request with, number, text and correction are
// shown, with a step to take, and a rejection names its record.
func TestEveryRefusalSaysWhatToDo(t *testing.T) {
	t.Parallel()
	seen, cases := map[string]int{}, 0
	for _, row := range refusalRows(t) {
		for _, stage := range row.Stages {
			if stage == "authentication" || row.Object != "" || row.Line {
				continue // signing in and reading are the client's own
			}
			for _, number := range strings.Split(row.Numbers, "|") {
				number = strings.Replace(number, "*", "01", 1)
				if cases++; !long.Picks(cases, 2) {
					continue
				}
				t.Run(fmt.Sprintf("%s/%d/%s/%s", stage, row.Status, number, row.Text), func(t *testing.T) {
					p := newPlace(sandbox.Settings{})
					p.Fault(row.fault(stage, number))
					in := (&input{}).record("CLASS", `{"CLASSID":"CL-1","NAME":"secret content"}`).state("CLASS")
					r := p.write(t, nil, catalogOf(stream("CLASS", airbyte.Append)), in.String())
					said, where := fmt.Sprint(r.err), "stopped"
					_, rejection, isRejected := strings.Cut(r.stdout, "Stream CLASS, CLASSID=CL-1: rejected: ")
					if isRejected {
						said, where = strings.SplitN(rejection, `"}}`, 2)[0], "rejected"
					}
					seen[where]++
					if r.err == nil || strings.Contains(r.stdout+r.err.Error(), "secret content") || len(p.rows("CLASS", "CLASSID", "CL-1")) != 0 {
						t.Errorf("error %v\n%s", r.err, r.stdout)
					}
					for _, want := range []string{number, row.says(), "Do as Intacct says."} {
						if !strings.Contains(said, want) {
							t.Errorf("%s: %q is missing in %s", where, want, said)
						}
					}
					_, step, _ := strings.Cut(said, "Do as Intacct says")
					transient := row.Temporary && airbyte.FailureTypeOf(r.err) == airbyte.TransientError
					if len(strings.Trim(step, ". ()")) < 10 && !transient {
						t.Errorf("%s: no step to take in %s", where, said)
					}
				})
			}
		}
	}
	if least := long.Of(5, 10); seen["rejected"] < least || seen["stopped"] < least {
		t.Errorf("tried %v", seen)
	}
}
