package registry

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// The names that the platform asks for.
const (
	listFile  = "registries/v0/oss_registry.json"
	entryFile = "oss.json"
	pageFile  = "doc.md"
	iconFile  = "icon.svg"
)

// Write writes the connectors into a registry's folder, which is made if need
// be, and returns the files that it wrote. What else the folder lists stays:
// other connectors, and the entries of other versions.
func Write(folder string, connectors []Connector, o Options) (written []string, err error) {
	listed, err := list(folder)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, c := range connectors {
		e, err := entryOf(c, o)
		if err != nil {
			return nil, err
		}
		encoded, err := encode(e.fields)
		if err != nil {
			return nil, err
		}
		files[e.file(entryFile)], files[e.file(pageFile)], files[e.file(iconFile)] = encoded, c.Page, c.Icon
		written = append(written, e.file(entryFile), e.file(pageFile), e.file(iconFile))
		listed.put(e)
	}
	// The list comes last: what it names is there.
	if files[listFile], err = encode(listed); err != nil {
		return nil, err
	}
	written = append(written, listFile)
	for _, name := range written {
		if err := replace(filepath.Join(folder, filepath.FromSlash(name)), files[name]); err != nil {
			return nil, err
		}
	}
	return written, nil
}

// A listing is the content of oss_registry.json.
type listing struct {
	Sources      []map[string]any `json:"sources"`
	Destinations []map[string]any `json:"destinations"`
}

// list reads the listing of a folder; one that is not there is empty.
func list(folder string) (*listing, error) {
	found := &listing{Sources: []map[string]any{}, Destinations: []map[string]any{}}
	content, err := os.ReadFile(filepath.Join(folder, filepath.FromSlash(listFile)))
	if errors.Is(err, fs.ErrNotExist) {
		return found, nil
	}
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	if err := decoder.Decode(found); err != nil {
		return nil, fmt.Errorf("%s is there already and cannot be read: %w", listFile, err)
	}
	return found, nil
}

// put lists an entry in the place of the one of the same id.
func (l *listing) put(e *entry) {
	entries := &l.Sources
	if e.role == "destination" {
		entries = &l.Destinations
	}
	id := e.role + "DefinitionId"
	*entries = slices.DeleteFunc(*entries, func(other map[string]any) bool { return other[id] == e.id })
	*entries = append(*entries, e.fields)
}

func encode(v any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(v)
	return out.Bytes(), err
}

// replace writes a file whole or not at all: a server may be reading it.
func replace(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	next := path + ".next"
	if err := os.WriteFile(next, content, 0o644); err != nil {
		return err
	}
	return os.Rename(next, path)
}
