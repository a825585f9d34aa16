package company

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// work does a bit of everything.
func work(t *testing.T, c *Company) {
	t.Helper()
	key := create(t, c, Viewer{}, bill("100"))
	create(t, c, Viewer{}, payment(key, "40"))
	create(t, c, Viewer{}, input("CLASS", "CLASSID", "GONE", "NAME", "<&>\u2028"))
	tx := c.Begin(Viewer{})
	if problem := tx.Delete("CLASS", "GONE"); problem != nil {
		t.Fatal(problem)
	}
	commit(t, tx)
	c.Change("VENDOR", "V2", map[string]string{"NAME": "Bach \U0001F3B5"})
	c.Remove("DEPARTMENT", "D9")
	c.Remove("CUSTOMER", "C1")
}

func TestSaveAndRestore(t *testing.T) {
	c, _ := newCompany(t)
	work(t, c)
	var saved bytes.Buffer
	if err := c.Save(&saved); err != nil {
		t.Fatal(err)
	}
	again, _ := newCompany(t)
	if err := again.Restore(bytes.NewReader(saved.Bytes())); err != nil {
		t.Fatal(err)
	}
	if got, want := snapshot(t, again), snapshot(t, c); got != want {
		t.Errorf("restored:\n%s\nsaved:\n%s", got, want)
	}
	wantBalanced(t, again)
	if key := create(t, again, Viewer{}, input("CLASS", "CLASSID", "NEXT", "NAME", "x")); key != "2" {
		t.Errorf("record number %s was given out again", key)
	}
	if strings.Contains(saved.String(), `"LOCATION":{`) {
		t.Error("what was not edited is saved too")
	}
}

func TestRestoreRefusesOtherCompanies(t *testing.T) {
	c, _ := newCompany(t)
	for _, line := range []string{"{\"NOPE\":{}}\n", "{\"VENDOR\":{\"x\":{}}}\n", "{\"VENDOR\":{\"1\":{\"NOPE\":\"1\"}}}\n", "[]\n"} {
		if err := c.Restore(strings.NewReader(line)); err == nil {
			t.Errorf("%q was restored", line)
		}
	}
}

// The journal has every commit, whenever the process dies; a commit cut short
// counts for nothing.
func TestJournal(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data")
	c, _ := newCompany(t)
	journal, err := c.OpenJournal(path)
	if err != nil {
		t.Fatal(err)
	}
	work(t, c)
	tx := c.Begin(Viewer{})
	if _, problem := tx.Create(input("CLASS", "CLASSID", "LOST", "NAME", "x")); problem != nil {
		t.Fatal(problem)
	}
	tx.Rollback()
	want := snapshot(t, c)
	if err := journal.Close(); err != nil {
		t.Fatal(err)
	}
	create(t, c, Viewer{}, input("CLASS", "CLASSID", "AFTER", "NAME", "x"))
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, append(data, `{"CLASS":{"9":{"NA`...), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		again, _ := newCompany(t)
		journal, err := again.OpenJournal(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := snapshot(t, again); got != want {
			t.Errorf("restored:\n%s\nwant:\n%s", got, want)
		}
		if err := journal.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if rest, _ := filepath.Glob(path + ".*"); len(rest) > 0 {
		t.Errorf("files left behind: %v", rest)
	}
}

func TestJournalThatCannotBeWrittenRefusesTheCommit(t *testing.T) {
	c, _ := newCompany(t)
	journal, err := c.OpenJournal(filepath.Join(t.TempDir(), "data"))
	if err != nil {
		t.Fatal(err)
	}
	if err := journal.file.Close(); err != nil {
		t.Fatal(err)
	}
	tx := c.Begin(Viewer{})
	if _, problem := tx.Create(input("CLASS", "CLASSID", "A", "NAME", "x")); problem != nil {
		t.Fatal(problem)
	}
	if err := tx.Commit(); err == nil {
		t.Error("the commit was accepted")
	}
	if c.Count("CLASS") != 0 {
		t.Error("the refused commit is visible")
	}
}

func TestOpenJournalRefusesGarbage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data")
	if err := os.WriteFile(path, []byte("not json\n{}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, _ := newCompany(t)
	if _, err := c.OpenJournal(path); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("err = %v", err)
	}
	if data, _ := os.ReadFile(path); string(data) != "not json\n{}\n" {
		t.Error("the file was overwritten")
	}
}
