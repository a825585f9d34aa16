package intacct

import (
	"context"
	"sync/atomic"
)

// Usage counts what is asked of the gateway under one context, where the
// client's own count is that of everybody.
type Usage struct{ calls, retries atomic.Int64 }

// Calls is how many billed calls were made, repetitions among them.
func (u *Usage) Calls() int { return int(u.calls.Load()) }

// Retries is how often a request was sent again.
func (u *Usage) Retries() int { return int(u.retries.Load()) }

type usageKey struct{}

// WithUsage makes all requests under the context count in u.
func WithUsage(ctx context.Context, u *Usage) context.Context {
	return context.WithValue(ctx, usageKey{}, u)
}

// usageOf is never nil.
func usageOf(ctx context.Context) *Usage {
	if u, ok := ctx.Value(usageKey{}).(*Usage); ok {
		return u
	}
	return &Usage{}
}
