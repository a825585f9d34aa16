package company

import (
	"strconv"
	"sync"
	"testing"
)

// Readers, writers and tests that reach in must be able to work side by side,
// and readers must never see half of a unit of work.
func TestManyAtOnce(t *testing.T) {
	c := bigLedger(t, 200)
	c.LoadLater("CLASS", func() ([]string, [][]string) { return []string{"RECORDNO", "NAME"}, [][]string{{"1", "late"}} })
	var group sync.WaitGroup
	for worker := range 4 {
		group.Go(func() {
			for i := range 15 {
				sum := strconv.Itoa(worker*100 + i + 1)
				tx := c.Begin(Viewer{})
				if _, problem := tx.Create(journal(sum, sum)); problem != nil {
					t.Error(problem)
				}
				switch i % 3 {
				case 0:
					tx.Rollback()
				case 1:
					tx.CommitAt(start)
				default:
					if err := tx.Commit(); err != nil {
						t.Error(err)
					}
				}
				c.Put("CLASS", map[string]string{"NAME": sum})
			}
		})
		group.Go(func() {
			for range 15 {
				wantBalanced(t, c)
				if rows := selectAll(t, c, Selection{Object: "CLASS", Columns: fields("NAME")}); len(rows) == 0 {
					t.Error("the rows that load late are missing")
				}
				c.SetCollation(Binary)
				c.SetUser(User{ID: "clerk"})
			}
		})
	}
	group.Wait()
	wantBalanced(t, c)
}
