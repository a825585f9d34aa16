package source

import "airbyte-sage-intacct/airbyte"

// A read makes next to no garbage: its memory is the pages on their way. To look
// at it early costs a few milliseconds a minute.
const (
	collectAt  = 50       // percent of growth
	collectAll = 26 << 20 // bytes, above which all is collected at every occasion
)

func thrifty() (restore func()) { return airbyte.Thrifty(collectAt, collectAll) }
