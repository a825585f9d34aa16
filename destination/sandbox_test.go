package destination_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/alter"
	"airbyte-sage-intacct/sandbox/company"
)

// place is a company with a gateway before it, and a clock that only pauses
// move on.
type place struct {
	*sandbox.Sandbox
	company *company.Company
	gateway *alter.Gateway // before the sandbox, to change its replies

	mu  sync.Mutex
	now time.Time
}

func newPlace(settings sandbox.Settings) *place {
	p := &place{company: company.Demo(company.Options{}), now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)}
	settings.Clock = p.Now
	for _, id := range []string{"TV-1", "TV-2"} {
		p.company.Put("VENDOR", map[string]string{"VENDORID": id, "NAME": "Test vendor " + id, "STATUS": "active", "CURRENCY": "USD"})
	}
	p.Sandbox = sandbox.New(p.company, settings)
	p.gateway = alter.New(p.Transport())
	return p
}

func (p *place) Now() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.now
}

// Sleep moves the clock on instead of waiting.
func (p *place) Sleep(ctx context.Context, d time.Duration) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.now = p.now.Add(d)
	return ctx.Err()
}

func (p *place) dial(config intacct.Config, options intacct.Options) (*intacct.Client, error) {
	options.Transport, options.Now, options.Retry.Sleep = p.gateway, p.Now, p.Sleep
	return intacct.New(config, options)
}

// run is one write and what came of it.
type run struct {
	stdout string
	err    error
}

// settings are keys of a configuration beside the connection's.
type settings map[string]any

func configuration(t testing.TB, more settings) []byte {
	t.Helper()
	keys := settings{
		"company_id": "sandbox-demo", "sender_id": "sandbox-sender", "sender_password": "sandbox-sender-password",
		"user_id": "demo", "user_password": "sandbox-demo-password", "api_url": "sandbox:",
	}
	for key, value := range more {
		keys[key] = value
	}
	raw, err := json.Marshal(keys)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func (p *place) write(t testing.TB, more settings, catalog *airbyte.ConfiguredCatalog, input string) run {
	t.Helper()
	var stdout bytes.Buffer
	out := airbyte.NewEmitter(&stdout)
	d := destination.NewWithClock(p.dial, p.Now, p.Sleep)
	err := d.Write(t.Context(), configuration(t, more), catalog, airbyte.NewInput(strings.NewReader(input), out.Log()), out)
	_ = out.Flush()
	return run{stdout.String(), err}
}

// states are the states that came out, by the text in their stream_state.
func (r run) states(t testing.TB) []string {
	t.Helper()
	var list []string
	for line := range strings.Lines(r.stdout) {
		if !strings.HasPrefix(line, `{"type":"STATE"`) {
			continue
		}
		var message airbyte.Message
		if err := json.Unmarshal([]byte(line), &message); err != nil {
			t.Fatal(err)
		}
		list = append(list, fmt.Sprintf("%s %s+%s", message.State.Stream.State, message.State.DestinationStats.RecordCount, message.State.DestinationStats.RejectedRecordCount))
	}
	return list
}

// stream is a configured stream that is written in a mode.
func stream(name string, mode airbyte.DestinationSyncMode, primary ...string) airbyte.ConfiguredStream {
	s := airbyte.ConfiguredStream{
		Stream:   airbyte.Stream{Name: name, JSONSchema: json.RawMessage(`{}`)},
		SyncMode: airbyte.FullRefresh, DestinationSyncMode: mode,
	}
	for _, column := range primary {
		s.PrimaryKey = append(s.PrimaryKey, []string{column})
	}
	return s
}

func catalogOf(streams ...airbyte.ConfiguredStream) *airbyte.ConfiguredCatalog {
	return &airbyte.ConfiguredCatalog{Streams: streams}
}

// input is what comes on stdin.
type input struct {
	lines []string
	count int
}

func (in *input) record(stream, data string) *input {
	in.lines = append(in.lines, fmt.Sprintf(`{"type":"RECORD","record":{"stream":%q,"emitted_at":1700000000000,"data":%s}}`, stream, data))
	return in
}

func (in *input) state(stream string) *input {
	in.count++
	in.lines = append(in.lines, fmt.Sprintf(`{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":%q},"stream_state":%d},"id":%d}}`, stream, in.count, in.count))
	return in
}

func (in *input) String() string { return strings.Join(in.lines, "\n") + "\n" }

// row is a record of the company; it fails the test if there is not exactly one.
func (p *place) row(t testing.TB, object, field, value string) map[string]string {
	t.Helper()
	rows := p.rows(object, field, value)
	if len(rows) != 1 {
		t.Fatalf("%d records of %s have %s=%s", len(rows), object, field, value)
	}
	return rows[0]
}

func (p *place) rows(object, field, value string) []map[string]string {
	described, known := p.company.Object(object)
	if !known {
		panic("no object " + object)
	}
	selection := company.Selection{
		Object: object, Mode: company.Read, Order: []company.Order{{Field: described.Key}},
		Filter: &company.Filter{Op: company.Equal, Field: field, Values: []string{value}},
	}
	for _, f := range described.Fields {
		if f.Queryable && f.DocPar == "" {
			selection.Columns = append(selection.Columns, company.Column{Field: f.ID})
		}
	}
	var found []map[string]string
	_, problem, err := p.company.Select(company.Viewer{ShowPrivate: true}, selection, func(row []string) error {
		fields := map[string]string{}
		for i, column := range selection.Columns {
			if row[i] != "" {
				fields[column.Field] = row[i]
			}
		}
		found = append(found, fields)
		return nil
	})
	if problem != nil || err != nil {
		panic(fmt.Sprint(problem, err))
	}
	return found
}
