package config

import (
	"errors"
	"slices"
	"strings"
)

// Entities is the part of the configuration that says from where the company is
// looked at.
type Entities struct {
	Mode string   `json:"mode"`
	IDs  []string `json:"ids"`
}

// Texts that entities.mode may have beside top_level.
const (
	AllEntities    = "all"
	ListedEntities = "list"
)

// check refuses what contradicts itself.
func (e Entities) check(entityID string) error {
	if e.Mode == ListedEntities && len(e.List()) == 0 {
		return errors.New("entities: the list is empty")
	}
	if e.Many() && strings.TrimSpace(entityID) != "" {
		return errors.New("entities and entity_id: either one entity is signed in to, or several are read")
	}
	return nil
}

// Many reports whether entities are read one by one.
func (e Entities) Many() bool { return e.Mode == AllEntities || e.Mode == ListedEntities }

// List is each named entity once.
func (e Entities) List() []string {
	var ids []string
	for _, id := range e.IDs {
		if id = strings.TrimSpace(id); id != "" && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}
