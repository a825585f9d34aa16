package company

import "math/bits"

// cursor walks a rowset in either direction without listing it.
type cursor struct {
	set  rowset
	down bool
	next int // the row to look at next
	ok   bool
}

func (s rowset) walk(down bool) *cursor {
	c := &cursor{set: s, down: down}
	if down {
		c.seek(s.rows - 1)
	} else {
		c.seek(0)
	}
	return c
}

// step moves on to the following row of the set.
func (c *cursor) step() {
	if c.down {
		c.seek(c.next - 1)
	} else {
		c.seek(c.next + 1)
	}
}

// skip moves n rows on, over whole spans and words at once.
func (c *cursor) skip(n int) {
	for n > 0 && c.ok {
		if jump := min(c.run(), n); jump > 1 {
			n -= jump
			if c.down {
				c.seek(c.next - jump)
			} else {
				c.seek(c.next + jump)
			}
			continue
		}
		c.step()
		n--
	}
}

// run is how many rows from here on are in the set without a gap.
func (c *cursor) run() int {
	if c.set.bits != nil {
		if word := c.next >> 6; !c.down && c.next&63 == 0 && c.set.bits[word] == ^uint64(0) {
			return 64
		}
		return 1
	}
	i := c.set.spanAt(c.next)
	if c.down {
		return c.next - c.set.spans[i].from + 1
	}
	return c.set.spans[i].to - c.next
}

// seek finds the nearest row of the set at i or further on.
func (c *cursor) seek(i int) {
	c.next, c.ok = i, i >= 0 && i < c.set.rows
	if !c.ok {
		return
	}
	if c.set.bits != nil {
		c.seekBit(i)
		return
	}
	n := c.set.spanAt(i)
	switch {
	case n < len(c.set.spans) && c.set.spans[n].from <= i:
	case !c.down && n < len(c.set.spans):
		c.next = c.set.spans[n].from
	case c.down && n > 0:
		c.next = c.set.spans[n-1].to - 1
	default:
		c.ok = false
	}
}

func (c *cursor) seekBit(i int) {
	b := c.set.bits
	word := i >> 6
	mask := ^uint64(0) << (i & 63)
	if c.down {
		mask = ^uint64(0) >> (63 - i&63)
	}
	for rest := b[word] & mask; ; rest = b[word] {
		if rest != 0 {
			if c.down {
				c.next = word<<6 + 63 - bits.LeadingZeros64(rest)
			} else {
				c.next = word<<6 + bits.TrailingZeros64(rest)
			}
			return
		}
		if c.down {
			word--
		} else {
			word++
		}
		if word < 0 || word >= len(b) {
			c.ok = false
			return
		}
	}
}
