//go:build !race

package destination_test

// underRace: the race detector makes everything ten times slower and larger.
const underRace = false
