package sandbox_test

import (
	"bufio"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/sandbox"
)

// A sample is one of the requests that Sage publishes for the gateway.
type sample struct {
	Path     []string
	Function string
	Object   string
	XML      string
}

// samplesIn reads the file that SAGE_SAMPLES names: one sample a line.
func samplesIn(t *testing.T) []sample {
	t.Helper()
	name := os.Getenv("SAGE_SAMPLES")
	if name == "" {
		t.Skip("not run: SAGE_SAMPLES names no file with Sage's samples")
	}
	file, err := os.Open(name)
	if err != nil {
		t.Skipf("not run: %v", err)
	}
	defer func() { _ = file.Close() }()
	var samples []sample
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var s sample
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			t.Fatalf("%s: line %d: %v", name, len(samples)+1, err)
		}
		samples = append(samples, s)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return samples
}

// structureLimit is how much of the samples may be refused for what they are.
const structureLimit = 5.0 // percent

// TestSamples plays the samples as they stand, one after the other, on one
// demo company. What it refuses, it refuses for the sake of its own records, or
// because it does not know the function, object, field or order.
func TestSamples(t *testing.T) {
	samples := samplesIn(t)
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	d := newDesk(t, sandbox.Settings{Clock: func() time.Time { return now }})
	listed := notSimulated(t)
	data, structure := 0, 0
	for i, s := range samples {
		why, refused := d.play(s)
		switch {
		case !refused:
		case s.aboutData(why):
			data++
		default:
			structure++
			if subject := s.subject(why); !listed[subject] {
				t.Errorf("%s is refused, and docs/sandbox.md does not say why", subject)
			}
			t.Logf("line %d: %s: %s: %s", i+1, strings.Join(s.Path, " / "), why.Number, why.Description2)
		}
	}
	share := 100 * float64(structure) / float64(len(samples))
	t.Logf("samples: %d of %d understood; refused for their data: %d, for their structure: %d (%.1f %%)",
		len(samples)-structure, len(samples), data, structure, share)
	if share > structureLimit {
		t.Errorf("%.1f %% of the samples are refused for their structure, want at most %.1f", share, structureLimit)
	}
}

// play sends a sample and returns the first error, if there is one.
func (d *desk) play(s sample) (gatewayError, bool) {
	d.t.Helper()
	r := d.send(strings.Replace(d.envelope(), "<content></content>", "<content>"+s.XML+"</content>", 1))
	errors := slices.Concat(r.Errors, r.Operation.Errors)
	for _, result := range r.Operation.Results {
		errors = append(errors, result.Errors...)
	}
	if len(errors) == 0 {
		return gatewayError{}, false
	}
	return errors[0], true
}

// dataRefusals are the words of refusals that another company would not give.
// What they quote is what the sample names.
var dataRefusals = []*regexp.Regexp{
	regexp.MustCompile(`^Cannot find \w+ with key '([^']+)'`),
	regexp.MustCompile(`^Invalid [A-Za-z][\w /-]* '([^']+)' specified\.`),
	regexp.MustCompile(`^Cannot find (?:contract|user|the report|the view) '([^']+)'`),
	regexp.MustCompile(`^Periods are closed\. Your transaction date \(`),
	regexp.MustCompile(`^The date \(.* is not within a period that exists`),
	regexp.MustCompile(`^Another .* with the given value\(s\) (.+)  already exists`),
	regexp.MustCompile(`^The account number '([^']+)' already exists`),
	regexp.MustCompile(`^Cannot \w+ [\w -]+ '[^']+' because it is (?:in state|used by)`),
	regexp.MustCompile(`^Only draft payments can be `),
	regexp.MustCompile(`^The line items of a transaction in state \w+ cannot be changed`),
	regexp.MustCompile(`^Line (\d+) does not exist`),
	regexp.MustCompile(`^There is no exchange rate from (\w+) to`),
	regexp.MustCompile(`^Oops, we can't find this transaction`),
}

var customField = regexp.MustCompile(`^Invalid field '([^']+)'`)

// aboutData reports whether a refusal is about the records of the company: the
// one that the sample names is not there, is there already, is in another state
// or a closed period. So it is with the custom fields of somebody else's company.
func (s sample) aboutData(why gatewayError) bool {
	for _, words := range dataRefusals {
		if found := words.FindStringSubmatch(why.Description2); found != nil {
			return len(found) == 1 || strings.Contains(strings.ToLower(s.XML), strings.ToLower(found[1]))
		}
	}
	found := customField.FindStringSubmatch(why.Description2)
	return found != nil && strings.Contains(s.XML, "<customfieldname>"+found[1]+"</customfieldname>")
}

// notSimulated reads what docs/sandbox.md lists, with a reason, as asked for and
// not done.
func notSimulated(t *testing.T) map[string]bool {
	t.Helper()
	page, err := os.ReadFile("../docs/sandbox.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(page), "\n## What Sage's samples ask for and it does not do\n")
	if !found {
		t.Fatal("docs/sandbox.md has no list of what is not simulated")
	}
	listed := map[string]bool{}
	for line := range strings.Lines(section) {
		cells := strings.Split(strings.TrimSpace(line), "|")
		if len(cells) != 4 || strings.TrimSpace(cells[2]) == "" {
			continue
		}
		for _, name := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(cells[1], -1) {
			listed[name[1]] = true
		}
	}
	return listed
}

// subjects are what a refusal for structure is about, as the list names it.
var subjects = []struct {
	words *regexp.Regexp
	name  string
}{
	{regexp.MustCompile(`^The sandbox does not simulate the function (.+?)\. ?(?:\[|$)`), "$1"},
	{regexp.MustCompile(`^Object definition (\S+) not found`), "$1"},
	{regexp.MustCompile(`^Invalid field '([^']+)' specified for (\w+)`), "$2.$1"},
	{regexp.MustCompile(`Element '(\w+)': `), "$1"},
}

// subject is what a refusal is about; for some that is the record written.
func (s sample) subject(why gatewayError) string {
	for _, kind := range subjects {
		if found := kind.words.FindStringSubmatchIndex(why.Description2); found != nil {
			return string(kind.words.ExpandString(nil, kind.name, why.Description2, found))
		}
	}
	return s.Function + " " + s.Object
}
