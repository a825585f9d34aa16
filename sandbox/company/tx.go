package company

import (
	"slices"
	"time"
)

// Tx is a unit of work by the company's rules. It holds the company for
// itself from Begin to Commit or Rollback, so it must end, and what is read
// in between must be read through it. Each call is all or nothing by itself:
// a refused call leaves what came before it in the Tx.
type Tx struct {
	c     *Company
	v     Viewer
	undo  []undone
	ended bool
}

// undone is what to put back to undo a write.
type undone struct {
	table  *table
	id     int64
	before cell
}

// lateCommit is work that is done but not visible yet.
type lateCommit struct {
	at      time.Time
	changes []change
}

// change is what a commit leaves at an id.
type change struct {
	table *table
	id    int64
	now   cell
}

// Begin starts a unit of work.
func (c *Company) Begin(v Viewer) *Tx {
	c.mu.Lock()
	c.applyDue(c.Now())
	return &Tx{c: c, v: v}
}

// Select is Company.Select inside the unit of work.
func (t *Tx) Select(q Selection, each func(row []string) error) (int, *Problem, error) {
	out, problem := t.c.run(t.v, q)
	if problem != nil {
		return 0, problem, nil
	}
	return out.emit(each)
}

// write replaces a row, nil to remove it, and what follows from it.
func (t *Tx) write(tb *table, id int64, row []string) {
	if tb.object.Name == entryObject || tb.object.Name == "GLBATCH" {
		t.c.table(detailObject) // derived from what is committed, before this is not
	}
	before := tb.put(id, cell{row: row})
	t.undo = append(t.undo, undone{tb, id, before})
	t.follow(tb, id)
	t.followDue(tb, id, before)
}

// attempt runs one call; when it is refused, its writes are undone.
func (t *Tx) attempt(do func() *Problem) *Problem {
	mark := len(t.undo)
	problem := do()
	if problem != nil {
		t.undoTo(mark)
	}
	return problem
}

func (t *Tx) undoTo(mark int) {
	for _, u := range slices.Backward(t.undo[mark:]) {
		u.table.put(u.id, u.before)
	}
	t.undo = t.undo[:mark]
}

// changes are what the work so far leaves behind, each row once.
func (t *Tx) changes() []change {
	type place struct {
		table *table
		id    int64
	}
	seen := map[place]bool{}
	var all []change
	for _, u := range t.undo {
		at := place{u.table, u.id}
		if seen[at] {
			continue
		}
		seen[at] = true
		all = append(all, change{u.table, u.id, u.table.cell(u.id)})
	}
	return all
}

// cell is what lies at an id now.
func (t *table) cell(id int64) cell {
	r, ok := t.find(id)
	return cell{row: r.row, computed: ok && r.row == nil}
}

// Commit makes the work visible. When the journal cannot keep it, it is
// undone and the error says why.
func (t *Tx) Commit() error {
	if t.ended {
		return nil
	}
	changes := t.changes()
	if err := t.c.keep(changes); err != nil {
		t.Rollback()
		return err
	}
	t.end()
	return nil
}

// CommitAt ends the work now but makes it visible only when the company's
// clock reaches at: rows then appear with the older stamps they got, as rows
// of long database transactions do.
func (t *Tx) CommitAt(at time.Time) {
	if t.ended {
		return
	}
	changes := t.changes()
	t.undoTo(0)
	t.c.pending = append(t.c.pending, lateCommit{at, changes})
	t.c.setDue()
	t.end()
}

// Rollback undoes the work; after Commit it does nothing, so it can be deferred.
func (t *Tx) Rollback() {
	if t.ended {
		return
	}
	t.undoTo(0)
	t.end()
}

func (t *Tx) end() {
	t.ended = true
	t.c.mu.Unlock()
}

// settle makes late commits visible whose time has come. It looks without
// locking first: it is called by every read.
func (c *Company) settle() {
	due := c.due.Load()
	if due == 0 {
		return
	}
	if now := c.Now(); now.Unix() >= due {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.applyDue(now)
	}
}

func (c *Company) applyDue(now time.Time) {
	if len(c.pending) == 0 {
		return
	}
	c.pending = slices.DeleteFunc(c.pending, func(l lateCommit) bool {
		if l.at.After(now) {
			return false
		}
		for _, x := range l.changes {
			x.table.put(x.id, x.now)
		}
		// A late commit that cannot be kept is still true for this process.
		_ = c.keep(l.changes)
		return true
	})
	c.setDue()
}

func (c *Company) setDue() {
	next := int64(0)
	for _, l := range c.pending {
		if at := l.at.Unix(); next == 0 || at < next {
			next = at
		}
	}
	c.due.Store(next)
}

// Release makes every late commit visible now.
func (c *Company) Release() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for i := range c.pending {
		c.pending[i].at = time.Time{}
	}
	c.applyDue(c.Now())
}
