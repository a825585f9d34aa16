package state

import (
	"testing"
	"time"
)

func TestNextWindow(t *testing.T) {
	start, now := at(t, "2025-01-01T00:00:00Z"), at(t, "2026-01-03T12:00:00Z")
	tests := []struct {
		name  string
		slice Place
		start Instant
		want  Window
	}{
		{"first", Place{}, 0, Window{To: now}},
		{"first, from a date on", Place{}, start, Window{From: start, To: now, CreatedFrom: start}},
		{
			"next",
			Place{Cursor: at(t, "2026-01-02T00:00:00Z"), Created: at(t, "2026-01-01T00:00:00Z")},
			start,
			Window{From: at(t, "2026-01-01T22:00:00Z"), To: now, CreatedFrom: at(t, "2025-12-31T22:00:00Z")},
		},
		{
			"nothing created seen",
			Place{Cursor: at(t, "2026-01-02T00:00:00Z")},
			0,
			Window{From: at(t, "2026-01-01T22:00:00Z"), To: now},
		},
	}
	for _, test := range tests {
		if got := NextWindow(&test.slice, test.start, now, 2*time.Hour); got != test.want {
			t.Errorf("%s: %+v, want %+v", test.name, got, test.want)
		}
	}
}
