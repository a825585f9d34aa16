package intacct

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// printed is a row of the table of errors for tests of other packages.
type printed struct {
	Stages    []string `json:"stages,omitempty"`
	Status    int      `json:"status,omitempty"`
	Numbers   string   `json:"numbers,omitempty"`
	Text      string   `json:"text,omitempty"`
	Object    string   `json:"object,omitempty"`
	Line      bool     `json:"line,omitempty"` // it is the line that fails, not the gateway
	Temporary bool     `json:"temporary,omitempty"`
	Advice    string   `json:"advice,omitempty"`
}

// TestVerdictsFile: testdata/verdicts.json is the table of errors, by which
// other packages test that they show each of them.
func TestVerdictsFile(t *testing.T) {
	var file bytes.Buffer
	for _, r := range verdicts {
		row := printed{Status: r.from, Numbers: r.numbers, Text: r.text, Object: r.object, Line: r.fault != faultNone, Temporary: r.verdict.temporary, Advice: r.verdict.advice}
		for _, stage := range []Stage{StageGateway, StageControl, StageAuthentication, StageResult} {
			if r.stages&stage != 0 || r.stages == 0 {
				row.Stages = append(row.Stages, stage.String())
			}
		}
		line, err := json.Marshal(row)
		if err != nil {
			t.Fatal(err)
		}
		file.Write(append(line, '\n'))
	}
	const name = "testdata/verdicts.json"
	if *update {
		if err := os.WriteFile(name, file.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil || !bytes.Equal(want, file.Bytes()) {
		t.Errorf("%s is not the table of errors; run the test with -update (%v)", name, err)
	}
}
