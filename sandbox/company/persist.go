package company

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
)

// edits are the rows that differ from what the company was made with.
type edits map[*table]map[int64]struct{}

// savedRows is the saved form of edits: by object and id, the fields that are
// not null, or null for a row that is gone.
type savedRows map[string]map[string]map[string]string

// keep notes changes as edits and writes them to the journal, if there is one.
func (c *Company) keep(changes []change) error {
	if len(changes) == 0 {
		return nil
	}
	if c.journal != nil {
		if err := c.journal.append(rowsOf(changes)); err != nil {
			return fmt.Errorf("keep the commit: %w", err)
		}
	}
	for _, x := range changes {
		if c.edits[x.table] == nil {
			c.edits[x.table] = map[int64]struct{}{}
		}
		c.edits[x.table][x.id] = struct{}{}
	}
	return nil
}

func rowsOf(changes []change) savedRows {
	rows := savedRows{}
	for _, x := range changes {
		rows.add(x.table, x.id)
	}
	return rows
}

// add saves what lies at an id. Details are left out: they follow from their
// entries.
func (s savedRows) add(t *table, id int64) {
	if t.object.Name == detailObject {
		return
	}
	if s[t.object.Name] == nil {
		s[t.object.Name] = map[string]map[string]string{}
	}
	var fields map[string]string
	if r, ok := t.find(id); ok {
		fields = t.named(r)
	}
	s[t.object.Name][formatID(id)] = fields
}

// Save writes every edit made since the company was made.
func (c *Company) Save(w io.Writer) error {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if err := json.NewEncoder(w).Encode(c.savedEdits()); err != nil {
		return fmt.Errorf("save edits: %w", err)
	}
	return nil
}

func (c *Company) savedEdits() savedRows {
	rows := savedRows{}
	for t, ids := range c.edits {
		for id := range ids {
			rows.add(t, id)
		}
	}
	return rows
}

// Restore applies edits that Save or a journal wrote.
func (c *Company) Restore(r io.Reader) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.restore(r)
}

// restore applies line after line. A last line without its end is a commit
// that a dying process did not finish; it counts for nothing.
func (c *Company) restore(r io.Reader) error {
	in := bufio.NewReader(r)
	for n := 1; ; n++ {
		line, err := in.ReadBytes('\n')
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return fmt.Errorf("restore edits: %w", err)
		}
		var rows savedRows
		if err := json.Unmarshal(line, &rows); err != nil {
			return fmt.Errorf("restore edits, line %d: %w", n, err)
		}
		if err := c.applySaved(rows); err != nil {
			return fmt.Errorf("restore edits, line %d: %w", n, err)
		}
	}
}

func (c *Company) applySaved(saved savedRows) error {
	tx := &Tx{c: c}
	for object, rows := range saved {
		t, ok := c.table(object)
		if !ok {
			return fmt.Errorf("no object %s", object)
		}
		for key, fields := range rows {
			id, err := strconv.ParseInt(key, 10, 64)
			if err != nil {
				return fmt.Errorf("%s: bad id %q", object, key)
			}
			row, err := t.unnamed(fields)
			if err != nil {
				return err
			}
			t.put(id, cell{row: row})
			tx.undo = append(tx.undo, undone{table: t, id: id})
		}
	}
	for _, u := range tx.undo {
		tx.follow(u.table, u.id)
	}
	journal := c.journal
	c.journal = nil
	err := c.keep(tx.changes())
	c.journal = journal
	return err
}

// unnamed is the row of a map; nil for a row that is gone.
func (t *table) unnamed(fields map[string]string) ([]string, error) {
	if fields == nil {
		return nil, nil
	}
	row := make([]string, len(t.object.Fields))
	for field, value := range fields {
		i := t.object.Ordinal(field)
		if i < 0 {
			return nil, fmt.Errorf("%s has no field %s", t.object.Name, field)
		}
		row[i] = value
	}
	return row, nil
}

// Journal is a file that keeps a company's edits: a line for every commit.
type Journal struct {
	c    *Company
	file *os.File
	// NotRewritten is why the file was taken as it was; nil if it is new.
	NotRewritten error
}

// OpenJournal restores the edits of a file, then appends every commit to it:
// a process that dies at any instant loses at most the commit in flight. The
// file is first written anew without what later commits made obsolete; where
// that cannot be, on a full disk above all, it is kept as it is.
func (c *Company) OpenJournal(path string) (*Journal, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if old, err := os.Open(path); err == nil {
		err = c.restore(old)
		_ = old.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	} else if !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("open the data file: %w", err)
	}
	file, err := c.rewrite(path)
	if err != nil {
		if file = reopen(path); file == nil {
			return nil, fmt.Errorf("write the data file: %w", err)
		}
	}
	c.journal = &Journal{c: c, file: file, NotRewritten: err}
	return c.journal, nil
}

// reopen opens a data file to append to it, without the rest of a commit that
// was not finished; nil if that fails.
func reopen(path string) *os.File {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return nil
	}
	content, err := io.ReadAll(file)
	if err == nil {
		err = file.Truncate(int64(bytes.LastIndexByte(content, '\n') + 1))
	}
	if err != nil {
		_ = file.Close()
		return nil
	}
	return file
}

// rewrite replaces the file by one line with all edits, in one step.
func (c *Company) rewrite(path string) (*os.File, error) {
	file, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return nil, err
	}
	err = json.NewEncoder(file).Encode(c.savedEdits())
	if err == nil {
		err = file.Sync()
	}
	if err == nil {
		err = os.Rename(file.Name(), path)
	}
	if err != nil {
		_ = file.Close()
		_ = os.Remove(file.Name())
		return nil, err
	}
	return file, nil
}

// append writes a commit as one line with one call.
func (j *Journal) append(rows savedRows) error {
	line, err := json.Marshal(rows)
	if err != nil {
		return err
	}
	end, err := j.file.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if _, err = j.file.Write(append(line, '\n')); err != nil {
		// Half a line must not stay in front of the next one.
		return errors.Join(err, j.file.Truncate(end))
	}
	return nil
}

// Close stops the keeping.
func (j *Journal) Close() error {
	j.c.mu.Lock()
	defer j.c.mu.Unlock()
	j.c.journal = nil
	return j.file.Close()
}
