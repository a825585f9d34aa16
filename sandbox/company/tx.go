package company

import "time"

// Tx is a unit of work by the company's rules. It holds the company for
// itself from Begin to Commit or Rollback, so it must end, and what is read
// in between must be read through it. Each call is all or nothing by itself:
// a refused call leaves what came before it in the Tx.
type Tx struct {
	c *Company
	v Viewer
}

// Begin starts a unit of work.
func (c *Company) Begin(v Viewer) *Tx { return &Tx{c: c, v: v} }

// Create makes a record with its owned lines.
func (t *Tx) Create(in Input) (Saved, *Problem) { return Saved{}, nil }

// Update changes a record, found by its key or natural key.
func (t *Tx) Update(in Input) (Saved, *Problem) { return Saved{}, nil }

// Delete removes a record and its owned lines.
func (t *Tx) Delete(object, key string) *Problem { return nil }

// Reverse undoes a posted bill, invoice, payment or journal by an opposite
// posting on date (canonical text); memo becomes its description.
func (t *Tx) Reverse(object, key, date, memo string) (Saved, *Problem) { return Saved{}, nil }

// Select is Company.Select inside the unit of work.
func (t *Tx) Select(q Selection, each func(row []string) error) (int, *Problem, error) {
	return 0, nil, nil
}

// Commit makes the work visible.
func (t *Tx) Commit() {}

// CommitAt ends the work now but makes it visible only when the company's
// clock reaches at: rows then appear with the older stamps they got, as rows
// of long database transactions do.
func (t *Tx) CommitAt(at time.Time) {}

// Rollback undoes the work; after Commit it does nothing, so it can be deferred.
func (t *Tx) Rollback() {}
