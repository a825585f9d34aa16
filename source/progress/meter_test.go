package progress

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
)

// metered are the messages of a meter that a test moves the clock of.
func metered(t *testing.T, use func(m *Meter, later func(time.Duration))) []airbyte.Message {
	t.Helper()
	var stdout bytes.Buffer
	now := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	m := newMeter("VENDOR", airbyte.NewEmitter(&stdout), func() time.Time { return now })
	use(m, func(d time.Duration) { now = now.Add(d) })
	var messages []airbyte.Message
	for line := range strings.Lines(stdout.String()) {
		var message airbyte.Message
		if err := json.Unmarshal([]byte(line), &message); err != nil {
			t.Fatal(err)
		}
		messages = append(messages, message)
	}
	return messages
}

func TestProgressEveryTenSeconds(t *testing.T) {
	messages := metered(t, func(m *Meter, later func(time.Duration)) {
		if err := m.Expect(10_000); err != nil {
			t.Fatal(err)
		}
		if err := m.Expect(8_000); err != nil { // of what is left, as later pages say
			t.Fatal(err)
		}
		for range 5 {
			later(4 * time.Second)
			m.Page(1000, 900)
		}
	})
	var lines []string
	estimates := 0
	for _, message := range messages {
		switch message.Type {
		case airbyte.TypeLog:
			lines = append(lines, message.Log.Message)
		case airbyte.TypeTrace:
			if estimates++; message.Trace.Estimate.RowEstimate != 10_000 {
				t.Errorf("the estimate is %d", message.Trace.Estimate.RowEstimate)
			}
		}
	}
	want := []string{"VENDOR: 3000 of 10000 rows, 250 rows/s, 0 calls, about 28s left"}
	if estimates != 1 || !slices.Equal(lines, want) {
		t.Errorf("%d estimates, lines %q", estimates, lines)
	}
}

func TestProgressWithoutATotal(t *testing.T) {
	messages := metered(t, func(m *Meter, later func(time.Duration)) {
		later(10 * time.Second)
		m.Page(500, 500)
	})
	if len(messages) != 1 || messages[0].Log.Message != "VENDOR: 500 rows, 50 rows/s, 0 calls" {
		t.Errorf("%v", messages)
	}
}

func TestTableOfStreams(t *testing.T) {
	var l Table
	out := airbyte.NewEmitter(&bytes.Buffer{})
	for name, failure := range map[string]error{"VENDOR": nil, "APBILL": errors.New("gone")} {
		m := l.Open(name, out)
		m.Page(10, 7)
		m.Deleted(2)
		m.Drop("ENTITY")
		m.End(failure)
	}
	table := l.table(12)
	if len(table) != 4 || !slices.Equal(table[3][:6], []string{"total", "14", "4", "12", "0", "2"}) {
		t.Errorf("%q", table)
	}
	for _, row := range table[1:3] {
		if failed := row[7] == "failed"; failed != (row[0] == "APBILL") {
			t.Errorf("%q", row)
		}
	}
	lines := aligned(table[:2])
	if len(lines) != 2 || strings.Index(lines[0], "rows")+len("rows") != strings.Index(lines[1], " 7")+len(" 7") {
		t.Errorf("not aligned:\n%s", strings.Join(lines, "\n"))
	}
}
