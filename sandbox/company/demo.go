package company

// Options of the demo company.
type Options struct {
	// Scale multiplies the transactions; 0 and 1 are the company as it is.
	Scale int
}

// Demo makes the demo company: the same, byte for byte, every time.
func Demo(Options) *Company { return New(StandardSchema()) }
