package destination

import (
	"encoding/json"
	"slices"
	"strings"
)

// Documents are drafts or posted. ACTION says which on creation, is shown
// nowhere, and posts a draft later; STATE shows what became of it.
//
// Source: Sage docs, XML API, "Bills".
const (
	actionField  = "ACTION"
	stateField   = "STATE"
	stateDraft   = "Draft"
	submitAction = "Submit"
)

// watch has the state of documents read wherever an action or a reversal could
// change it, or where it says whether lines still may.
func (p *plan) watch() {
	state, known := p.schema.fields.exact[stateField]
	action := p.schema.action()
	if known && state != action && (action != nil || p.action == actionReverse) {
		p.watched = []*field{state}
	}
}

// action is the field that posts a draft; nil if there is none.
func (s *schema) action() *field {
	f := s.fields.exact[actionField]
	if f == nil || f.own {
		return nil
	}
	return f
}

// isSubmission tells the action that posts.
func isSubmission(value json.RawMessage) bool {
	text, err := scalar(value)
	return err == nil && strings.EqualFold(text, submitAction)
}

// isDraft tells a document that is not posted yet.
func (s stored) isDraft(p *plan) bool {
	return slices.ContainsFunc(p.watched, func(f *field) bool { return strings.EqualFold(s.texts[f], stateDraft) })
}

// says is what a record itself has in a field, for its creation or for good.
func (d *document) says(f *field) string {
	for _, c := range slices.Concat(d.cells, d.given) {
		if c.field == f && c.text != "" {
			return c.text
		}
	}
	return ""
}

// submitted makes a change of a draft that its record now wants posted. What is
// posted stays so: it can neither be posted again nor become a draft.
func (it *item) submitted(d difference, record stored) difference {
	action := it.plan.schema.action()
	if action == nil || len(it.plan.watched) == 0 {
		return d
	}
	isAction := func(c cell) bool { return c.field == action }
	d.unseen = slices.DeleteFunc(slices.Clone(d.unseen), isAction)
	if text := it.document.says(action); text != "" && record.isDraft(it.plan) {
		if c := (cell{field: action, text: text}); strings.EqualFold(text, submitAction) {
			d.cells = append(slices.Clone(d.cells), c)
		} else {
			d.unseen = append(d.unseen, c)
		}
	}
	return d
}
