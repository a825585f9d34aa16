package state

// A Set is what of an object was emitted and not deleted since, by the numbers of
// its records, or of the records that own them.
type Set interface {
	// Size is how many there are.
	Size() uint64
	// Bounds are the least and the greatest number.
	Bounds() (low, high int64, some bool)
	// Tally is how many lie between two numbers, which are included.
	Tally(low, high int64) int
	// Nth is the number with n others before it, counted from low on.
	Nth(low int64, n int) (int64, error)
}
