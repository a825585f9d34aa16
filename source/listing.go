package source

import "context"

// A listing gives the records of a stream by a function of its own.
type listing struct{}

func (r *reading) listed(context.Context) error { return nil }
