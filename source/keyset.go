package source

import (
	"context"
	"fmt"
	"strconv"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
)

// A keyset walks in the order of an integer key: each page begins after the
// last key of the one before. Rows that come, go or change meanwhile cannot
// push others from page to page, as they do where pages are counted off.
type keyset struct {
	client    *intacct.Client
	plan      *plan
	filter    intacct.Filter
	size      int
	begun     bool
	last      int64 // the key of the last row
	remaining int   // rows after the present page
}

func newKeyset(client *intacct.Client, p *plan, filter intacct.Filter, size int, after string) (*keyset, error) {
	k := &keyset{client: client, plan: p, filter: filter, size: size}
	if after != "" {
		if k.last, k.begun = parseInteger([]byte(after)); !k.begun {
			return nil, stateError(p.name, fmt.Sprintf("goes on after the key %q, which is no integer", after))
		}
	}
	return k, nil
}

func (k *keyset) next(ctx context.Context) (*intacct.Page, error) {
	filter := k.filter
	if k.begun {
		filter = intacct.And(intacct.Gt(k.plan.key.field, strconv.FormatInt(k.last, 10)), filter)
	}
	page, err := ask(ctx, k.client, k.plan.query(filter, intacct.Asc(k.plan.key.field)), k.size, 0)
	if err != nil {
		return nil, err
	}
	k.remaining = page.Remaining
	return page, nil
}

// accept checks that a row follows on the last one. Every key has to be greater
// than the one before, so a walk comes to an end whatever the gateway does.
func (k *keyset) accept(r *row) (bool, error) {
	if k.begun && r.number <= k.last {
		return false, k.outOfOrder(r)
	}
	k.last, k.begun = r.number, true
	return true, nil
}

func (k *keyset) more() bool { return k.remaining > 0 }

func (k *keyset) save(place *slice) { place.After = strconv.FormatInt(k.last, 10) }

func (k *keyset) outOfOrder(r *row) error {
	what := "out of order"
	if r.number == k.last {
		what = "twice"
	}
	return airbyte.Errorf(airbyte.SystemError,
		"the gateway sent rows of %s %s: %s %d came after %d", k.plan.object, what, k.plan.key.field, r.number, k.last)
}
