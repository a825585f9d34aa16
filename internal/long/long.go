// Package long says which tests take long. Without more ado `go test ./...`
// touches every promise once and is quick; LONG_TESTS=1, as .ci/run sets it,
// plays all cases of the tests that play some of them by default.
package long

import (
	"os"
	"testing"
)

// Asked reports whether all cases are to be played.
func Asked() bool { return os.Getenv("LONG_TESTS") != "" }

// Of is how many cases to play: few by default, all where that is asked for.
func Of(few, all int) int {
	if Asked() {
		return all
	}
	return few
}

// Only skips a test that plays no case by default, and says why.
func Only(t testing.TB, why string) {
	t.Helper()
	if !Asked() {
		t.Skipf("LONG_TESTS=1 plays it: %s", why)
	}
}

// Picks reports whether the i-th of many cases is played: every step-th by
// default, all where that is asked for.
func Picks(i, step int) bool { return Asked() || i%step == 0 }
