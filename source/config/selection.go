package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"airbyte-sage-intacct/source/naming"
)

// Selection is the part of the configuration that says what is offered beside
// the usual objects, and which of their records are read.
type Selection struct {
	Filters           []Filter        `json:"filters"`
	ExcludeDrafts     bool            `json:"exclude_drafts"`
	DocumentTypes     []DocumentTypes `json:"document_types"`
	AuditHistory      bool            `json:"audit_history"`
	BalancePeriods    []string        `json:"balance_periods"`
	BalanceDimensions []string        `json:"balance_dimensions"`
	Attachments       string          `json:"attachments"`
	AttachmentMaxMB   int             `json:"attachment_max_mb"`
	StreamNaming      naming.Naming   `json:"stream_naming"`
	UnifiedSchema     bool            `json:"unified_schema"`
}

// DocumentTypes names transaction definitions that get streams of their own.
type DocumentTypes struct {
	Object string   `json:"object"`
	Types  []string `json:"types"`
}

// Texts that attachments may have beside metadata.
const (
	AttachmentsOff     = "off"
	AttachmentsContent = "content"
)

// defaultAttachmentMB is what a file may have. With 14 MB, the most that may be
// configured, a record with its content in base64 stays below the 20 million
// characters at which the platform begins to warn of a line.
const defaultAttachmentMB = 10

func usualSelection() Selection {
	return Selection{
		StreamNaming:      naming.Intacct,
		Attachments:       AttachmentsOff,
		AttachmentMaxMB:   defaultAttachmentMB,
		BalanceDimensions: []string{"department", "location"},
	}
}

// Selected is a Selection in the terms of the reading.
type Selected struct {
	Filters       []RowFilter
	ExcludeDrafts bool
	Documents     []DocumentTypes
	AuditHistory  bool
	Periods       []string // of balances; nil: not asked for
	Dimensions    []string // of balances
	Attachments   string
	AttachmentMax int // bytes
	Naming        naming.Naming
	Unified       bool // offer the streams of the unified accounting schema
}

func (c Selection) selection() (Selected, error) {
	s := Selected{
		ExcludeDrafts: c.ExcludeDrafts,
		AuditHistory:  c.AuditHistory,
		Periods:       nonEmpty(c.BalancePeriods),
		Dimensions:    distinctDimensions(nonEmpty(c.BalanceDimensions)),
		Attachments:   c.Attachments,
		AttachmentMax: c.AttachmentMaxMB << 20,
		Naming:        c.StreamNaming,
		Unified:       c.UnifiedSchema,
	}
	for _, of := range c.DocumentTypes {
		s.Documents = append(s.Documents, DocumentTypes{of.Object, nonEmpty(of.Types)})
	}
	var problems []error
	for i, f := range c.Filters {
		filter, err := f.parse()
		if err != nil {
			problems = append(problems, fmt.Errorf("filters[%d]: %w", i, err))
		}
		s.Filters = append(s.Filters, filter)
	}
	return s, errors.Join(problems...)
}

// nonEmpty drops what is empty.
func nonEmpty(list []string) []string {
	var kept []string
	for _, text := range list {
		if text = strings.TrimSpace(text); text != "" {
			kept = append(kept, text)
		}
	}
	return kept
}

// distinctDimensions keeps each dimension once.
func distinctDimensions(names []string) []string {
	var kept []string
	for _, name := range names {
		if !slices.ContainsFunc(kept, func(k string) bool { return naming.Word(k) == naming.Word(name) }) {
			kept = append(kept, name)
		}
	}
	return kept
}
