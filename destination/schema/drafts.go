package schema

import (
	"encoding/json"
	"strings"

	"airbyte-sage-intacct/destination/canonical"
)

// Documents are drafts or posted. ACTION says which on creation, is shown
// nowhere, and posts a draft later; STATE shows what became of it.
//
// Source: Sage docs, XML API, "Bills".
const (
	ActionField  = "ACTION"
	StateField   = "STATE"
	StateDraft   = "Draft"
	SubmitAction = "Submit"
)

// IsSubmission reports whether a value is the action that posts.
func IsSubmission(value json.RawMessage) bool {
	text, err := canonical.Scalar(value)
	return err == nil && strings.EqualFold(text, SubmitAction)
}

// Action is the field that posts a draft; nil if there is none.
func (s *Schema) Action() *Field {
	f := s.Fields.Exact[ActionField]
	if f == nil || f.Own {
		return nil
	}
	return f
}
