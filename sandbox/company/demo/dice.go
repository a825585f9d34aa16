package demo

// dice is a small pseudo-random generator (SplitMix64). It is our own so that
// the company is the same, byte for byte, whatever the Go release.
type dice struct{ state uint64 }

func (d *dice) next() uint64 {
	d.state += 0x9e3779b97f4a7c15
	z := d.state
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb
	return z ^ (z >> 31)
}

// below gives 0..n-1.
func (d *dice) below(n int) int { return int(d.next() % uint64(n)) }

// between gives low..high, both included.
func (d *dice) between(low, high int) int { return low + d.below(high-low+1) }

// chance is true in the given number of cases out of a hundred.
func (d *dice) chance(percent int) bool { return d.below(100) < percent }

func pick[T any](d *dice, from []T) T { return from[d.below(len(from))] }
