package progress

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"airbyte-sage-intacct/airbyte"
)

// A Table holds the meters of all streams of a run, for the table at its end.
type Table struct {
	mu     sync.Mutex
	meters []*Meter
}

// Open begins the line of a stream.
func (l *Table) Open(stream string, out *airbyte.Emitter) *Meter {
	l.mu.Lock()
	defer l.mu.Unlock()
	m := newMeter(stream, out, time.Now)
	l.meters = append(l.meters, m)
	return m
}

// Close logs the table of streams: what each brought and what it took. calls
// are those of the whole run, signing in and looking around included.
func (l *Table) Close(out *airbyte.Emitter, calls int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.meters) == 0 {
		return
	}
	for _, line := range aligned(l.table(calls)) {
		out.Log().Info().Msg(line)
	}
}

func (l *Table) table(calls int) [][]string {
	table := [][]string{{"stream", "rows", "deletes", "calls", "retries", "dropped", "duration", ""}}
	var rows, deletes int64
	retries, dropped := 0, 0
	for _, m := range l.meters {
		table = append(table, m.line())
		rows, deletes = rows+m.emitted, deletes+m.deletes
		retries, dropped = retries+m.Usage.Retries(), dropped+len(m.dropped)
	}
	return append(table, []string{
		"total", number(rows), number(deletes), strconv.Itoa(calls), strconv.Itoa(retries), strconv.Itoa(dropped), "", "",
	})
}

// line is a stream's row of the table.
func (m *Meter) line() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	end, remark := m.ended, ""
	if end.IsZero() {
		end, remark = m.now(), "not ended"
	}
	if m.failed {
		remark = "failed"
	}
	return []string{
		m.stream, number(m.emitted), number(m.deletes), strconv.Itoa(m.Usage.Calls()), strconv.Itoa(m.Usage.Retries()),
		strconv.Itoa(len(m.dropped)), end.Sub(m.Began).Round(time.Millisecond).String(), remark,
	}
}

func number(n int64) string { return strconv.FormatInt(n, 10) }

// aligned makes lines of a table: the first column to the left, all others to
// the right.
func aligned(table [][]string) []string {
	widths := make([]int, len(table[0]))
	for _, row := range table {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	lines := make([]string, 0, len(table))
	for _, row := range table {
		var b strings.Builder
		fmt.Fprintf(&b, "%-*s", widths[0], row[0])
		for i, cell := range row[1:] {
			fmt.Fprintf(&b, "  %*s", widths[i+1], cell)
		}
		lines = append(lines, strings.TrimRight(b.String(), " "))
	}
	return lines
}
