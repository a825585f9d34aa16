package destination

import (
	"bufio"
	"encoding/json"
	"errors"
	"os"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination/plan"
	"airbyte-sage-intacct/destination/result"
)

// report is a file of what became of each record, for whoever has to act on
// it: one JSON object a line, in the order in which the records are settled.
type report struct {
	file    *os.File
	buffer  *bufio.Writer
	encoder *json.Encoder
	shown   func(string) string // masks secrets in what others said
	err     error               // the first that writing met
}

// reportLine is one record in the report.
type reportLine struct {
	Stream     string      `json:"stream"`
	Object     string      `json:"object"`
	Record     string      `json:"record"` // its key
	Action     plan.Action `json:"action"`
	Outcome    string      `json:"outcome"`
	RecordNo   string      `json:"recordno,omitempty"`
	RecordNos  []string    `json:"recordnos,omitempty"` // of all that stand for a record
	RecordURL  string      `json:"record_url,omitempty"`
	Errno      string      `json:"errno,omitempty"`
	Text       string      `json:"text,omitempty"`
	Correction string      `json:"correction,omitempty"`
	Moved      *plan.Move  `json:"moved,omitempty"` // a date, out of a closed period
}

// newReport begins a report; without a path there is none.
func newReport(path string, shown func(string) string) (*report, error) {
	if path == "" {
		return nil, nil
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, airbyte.Errorf(airbyte.ConfigError, "report_path: the report cannot be written: %w", err)
	}
	buffer := bufio.NewWriter(file)
	encoder := json.NewEncoder(buffer)
	encoder.SetEscapeHTML(false)
	return &report{file: file, buffer: buffer, encoder: encoder, shown: shown}, nil
}

func (r *report) add(it *item, o result.Outcome) {
	if r == nil || r.err != nil {
		return
	}
	line := reportLine{
		Stream: it.plan.Stream, Object: it.plan.Object(), Record: it.label, Action: it.plan.Action,
		Outcome: o.Kind.String(), Text: o.Text, RecordNo: o.Number, RecordURL: o.URL, Moved: it.moved,
	}
	if o.Rejection != nil {
		line.Outcome = "rejected"
		line.Errno, line.Text, line.Correction = r.shown(o.Rejection.Errno), r.shown(o.Rejection.Text), r.shown(o.Rejection.Step())
	}
	r.err = r.encoder.Encode(line)
}

// duplicated adds a line for a record that is in the company more than once.
func (r *report) duplicated(it *item, text string) {
	if r == nil || r.err != nil {
		return
	}
	r.err = r.encoder.Encode(reportLine{
		Stream: it.plan.Stream, Object: it.plan.Object(), Record: it.label, Action: it.plan.Action,
		Outcome: "duplicated", RecordNos: it.duplicates, Text: text, Correction: result.TooMany,
	})
}

// close ends the report; its error is the first that anything met.
func (r *report) close() error {
	if r == nil {
		return nil
	}
	if err := errors.Join(r.err, r.buffer.Flush(), r.file.Close()); err != nil {
		return airbyte.Errorf(airbyte.SystemError, "the report is incomplete: %w", err)
	}
	return nil
}
