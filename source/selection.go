package source

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"airbyte-sage-intacct/intacct"
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
	StreamNaming      naming          `json:"stream_naming"`
	UnifiedSchema     bool            `json:"unified_schema"`
}

// Filter is a condition that the records of an object have to meet.
type Filter struct {
	Object   string `json:"object"`
	Field    string `json:"field"`
	Operator string `json:"operator"`
	Value    string `json:"value"`
}

// DocumentTypes names transaction definitions that get streams of their own.
type DocumentTypes struct {
	Object string   `json:"object"`
	Types  []string `json:"types"`
}

// Texts that attachments may have.
const (
	attachmentsOff      = "off"
	attachmentsMetadata = "metadata"
	attachmentsContent  = "content"
)

const (
	defaultAttachmentMB = 10
	// maxAttachmentMB keeps a record with its content in base64 below the 20
	// million characters at which the platform begins to warn of a line.
	maxAttachmentMB = 14
)

func usualSelection() Selection {
	return Selection{
		StreamNaming:      namingIntacct,
		Attachments:       attachmentsOff,
		AttachmentMaxMB:   defaultAttachmentMB,
		BalanceDimensions: []string{"department", "location"},
	}
}

// selection is a Selection in the terms of the reading.
type selection struct {
	filters       []rowFilter
	excludeDrafts bool
	documents     []candidate // of each document type: the document, its lines, its subtotals
	auditHistory  bool
	periods       []string // of balances; nil: not asked for
	dimensions    []string // of balances
	attachments   string
	attachmentMax int // bytes
	naming        naming
	unified       bool // offer the streams of the unified accounting schema
}

// A rowFilter is a Filter of an object by Intacct's name for it.
type rowFilter struct {
	object   string
	field    string
	operator operator
	values   []string
}

func (c Selection) selection() (selection, error) {
	s := selection{
		excludeDrafts: c.ExcludeDrafts,
		auditHistory:  c.AuditHistory,
		periods:       nonEmpty(c.BalancePeriods),
		dimensions:    distinctDimensions(nonEmpty(c.BalanceDimensions)),
		attachments:   c.Attachments,
		attachmentMax: c.AttachmentMaxMB << 20,
		naming:        c.StreamNaming,
		unified:       c.UnifiedSchema,
	}
	problems := []error{
		wrong(!slices.Contains(namings, c.StreamNaming), "stream_naming: %q; allowed are %q", c.StreamNaming, namings),
		wrong(!slices.Contains([]string{attachmentsOff, attachmentsMetadata, attachmentsContent}, c.Attachments),
			"attachments: %q; allowed are %q, %q and %q", c.Attachments, attachmentsOff, attachmentsMetadata, attachmentsContent),
		wrong(c.AttachmentMaxMB < 1 || c.AttachmentMaxMB > maxAttachmentMB, "attachment_max_mb: %d; allowed are 1 to %d", c.AttachmentMaxMB, maxAttachmentMB),
	}
	for i, f := range c.Filters {
		filter, err := f.parse()
		if err != nil {
			problems = append(problems, fmt.Errorf("filters[%d]: %w", i, err))
		}
		s.filters = append(s.filters, filter)
	}
	documents, err := documentStreams(c.DocumentTypes, c.StreamNaming)
	s.documents = documents
	return s, errors.Join(append(problems, err)...)
}

// parse reads one filter as far as that goes without the object's fields.
func (f Filter) parse() (rowFilter, error) {
	r := rowFilter{object: ownName(objectName(f.Object)), field: strings.TrimSpace(f.Field), operator: operator(strings.ToLower(strings.TrimSpace(f.Operator)))}
	if r.object == "" || r.field == "" {
		return r, errors.New("object and field are needed")
	}
	if !r.operator.known() {
		return r, fmt.Errorf("operator: %q; allowed are %q", f.Operator, operators)
	}
	least, most := r.operator.arity()
	switch {
	case most == 1:
		r.values = []string{strings.TrimSpace(f.Value)}
	case strings.TrimSpace(f.Value) != "":
		r.values = nonEmpty(strings.Split(f.Value, ","))
	}
	if n := len(r.values); n < least || n > most || slices.Contains(r.values, "") {
		return r, fmt.Errorf("value: %q; the operator %s takes %s", f.Value, r.operator, valuesText(least, most))
	}
	return r, nil
}

func valuesText(least, most int) string {
	switch {
	case most == 0:
		return "none"
	case most == 1:
		return "one"
	case least == most:
		return fmt.Sprintf("%d, separated by a comma", most)
	}
	return fmt.Sprintf("%d to %d, separated by commas", least, most)
}

// objectName is Intacct's name of an object, where the table knows it.
func objectName(name string) string {
	name = strings.TrimSpace(name)
	if row, known := intacct.ObjectNamed(name); known {
		return row.Name
	}
	return name
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
