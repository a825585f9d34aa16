package source

import (
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/alter"
	"airbyte-sage-intacct/sandbox/company"
)

// A world is a company, its gateway, and a clock that only the test moves.
type world struct {
	*program
	sandbox *sandbox.Sandbox
	gateway *alter.Gateway // before the sandbox, to change its replies
	company *company.Company

	lock sync.Mutex
	now  time.Time
	// before is called with every request, before the gateway sees it, one
	// after the other.
	before   func()
	requests sync.Mutex
}

func newWorld(c *company.Company, settings sandbox.Settings) *world {
	w := &world{company: c, now: time.Date(2026, 11, 2, 12, 0, 0, 0, time.UTC)}
	settings.Clock = w.clock
	w.sandbox = sandbox.New(c, settings)
	w.gateway = alter.New(w.sandbox.Transport())
	w.program = &program{
		config: map[string]any{},
		transport: roundTripper(func(r *http.Request) (*http.Response, error) {
			w.requests.Lock()
			if w.before != nil {
				w.before()
			}
			w.requests.Unlock()
			return w.gateway.RoundTrip(r)
		}),
		options: func(o *intacct.Options) {
			o.Now = w.clock
			o.Retry = intacct.Retry{Tries: 3, First: time.Nanosecond, Longest: time.Nanosecond, Elapsed: time.Hour}
		},
	}
	return w
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func (w *world) clock() time.Time {
	w.lock.Lock()
	defer w.lock.Unlock()
	return w.now
}

// later moves the clock.
func (w *world) later(d time.Duration) {
	w.lock.Lock()
	defer w.lock.Unlock()
	w.now = w.now.Add(d)
}

// demo is the demo company, shared by the tests that only read it.
var demo = sync.OnceValue(func() *world { return newWorld(company.Demo(company.Options{}), sandbox.Settings{}) })

// key is what a record is known by.
func key(t testing.TB, data, field string) string {
	t.Helper()
	if rest, first := strings.CutPrefix(data, `{"`+field+`":`); first { // as is the rule with keys
		return strings.Trim(rest[:strings.IndexAny(rest, ",}")], `"`)
	}
	var record map[string]json.RawMessage
	if err := json.Unmarshal([]byte(data), &record); err != nil {
		t.Fatal(err)
	}
	return strings.Trim(string(record[field]), `"`)
}

// byKey are records by key; a key that comes twice fails the test.
func byKey(t testing.TB, records []string, field string) map[string]string {
	t.Helper()
	found := make(map[string]string, len(records))
	for _, data := range records {
		k := key(t, data, field)
		if _, twice := found[k]; twice {
			t.Errorf("%s %s came twice", field, k)
		}
		found[k] = data
	}
	return found
}

// same compares a record with the company's row, field by field.
func same(t testing.TB, object *company.Object, data string, row map[string]string) {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(data))
	decoder.UseNumber()
	var record map[string]any
	if err := decoder.Decode(&record); err != nil {
		t.Fatal(err)
	}
	for name, value := range record {
		field, ok := object.Field(name)
		if !ok {
			continue // of a related object
		}
		want := row[field.ID]
		if field.DataType == company.Boolean && len(want) == 1 {
			continue // not the canonical text of a boolean: the gateway would show something else
		}
		if claim := field.Claimed().DataType; claim != field.DataType && (claim == company.Boolean || field.DataType == company.Boolean) {
			if got := canonical(value); (got == "") != (want == "") || got != "" && !strings.EqualFold(got[:1], want[:1]) {
				t.Errorf("%s %s: %s is %q, in the company %q", object.Name, row[object.Key], name, got, want)
			}
			continue // lookup calls a truth a text, or a T a truth
		}
		if got := canonical(value); got != want && !equalNumbers(got, want) {
			t.Errorf("%s %s: %s is %q, in the company %q", object.Name, row[object.Key], name, got, want)
		}
	}
	for field, value := range row {
		f, _ := object.Field(field)
		if _, ok := record[field]; !ok && value != "" && f.Queryable && !f.WriteOnly && f.DocPar == "" {
			t.Errorf("%s %s: %s (%q) is missing", object.Name, row[object.Key], field, value)
		}
	}
}

func canonical(value any) string {
	if value == nil {
		return ""
	}
	return fmt.Sprint(value)
}

func equalNumbers(a, b string) bool {
	x, ok1 := new(big.Rat).SetString(a)
	y, ok2 := new(big.Rat).SetString(b)
	return ok1 && ok2 && x.Cmp(y) == 0
}

// equalsCompany compares all records of a stream with the company's rows.
func (w *world) equalsCompany(t testing.TB, stream string, records []string) {
	t.Helper()
	object, ok := w.company.Object(stream)
	if !ok {
		t.Fatalf("no object %s", stream)
	}
	found := byKey(t, records, object.Key)
	rows := w.company.Rows(stream)
	if len(found) != len(rows) {
		t.Errorf("%s: %d records, the company has %d rows", stream, len(found), len(rows))
	}
	for i, row := range rows {
		data, ok := found[row[object.Key]]
		if !ok {
			t.Errorf("%s %s did not come", stream, row[object.Key])
			continue
		}
		if i < 500 || i%20 == 0 { // decoding is slow; all keys were compared
			same(t, object, data, row)
		}
	}
}

// keys are the record numbers of records, sorted as texts.
func keys(t testing.TB, records []string) []string {
	t.Helper()
	var found []string
	for _, data := range records {
		found = append(found, key(t, data, "RECORDNO"))
	}
	slices.Sort(found)
	return found
}
