package company

import (
	"fmt"
	"strings"
)

// Create makes a record with its owned lines.
func (t *Tx) Create(in Input) (saved Saved, problem *Problem) {
	tb, problem := t.mayWrite(in.Object, CanCreate, reachOf(&in))
	if problem != nil {
		return Saved{}, problem
	}
	problem = t.attempt(func() *Problem {
		saved, problem = t.create(tb, in)
		return problem
	})
	if problem != nil {
		return Saved{}, problem.wrapped(tb.object, "create")
	}
	return saved, nil
}

func (t *Tx) create(tb *table, in Input) (Saved, *Problem) {
	d := t.newDraft(tb, nil)
	if problem := d.apply(in); problem != nil {
		return Saved{}, problem
	}
	if problem := d.takeLines(in); problem != nil {
		return Saved{}, problem
	}
	if problem := d.settle(); problem != nil {
		return Saved{}, problem
	}
	d.store()
	d.writeLines()
	if problem := ruleOf(d.object).after(d); problem != nil {
		return Saved{}, problem
	}
	t.audit(d.object, d.row, "Create")
	return d.saved(), nil
}

// settle brings a draft and its lines to the state in which they can be
// stored, or says why they cannot.
func (d *draft) settle() *Problem {
	rule := ruleOf(d.object)
	steps := []func(*draft) *Problem{rule.before, (*draft).checkNatural, (*draft).checkRequired, (*draft).resolveReferences}
	for _, step := range steps {
		if problem := step(d); problem != nil {
			return problem
		}
	}
	if problem := d.eachLine((*draft).resolveReferences); problem != nil {
		return problem
	}
	if problem := rule.complete(d); problem != nil {
		return problem
	}
	return d.eachLine((*draft).checkRequired)
}

// eachLine takes the new and changed lines through a step.
func (d *draft) eachLine(step func(*draft) *Problem) *Problem {
	for _, set := range d.sets {
		for _, line := range set.lines {
			if !line.changed() {
				continue
			}
			if problem := step(line); problem != nil {
				return problem
			}
		}
	}
	return nil
}

// saved is what create and update answer.
func (d *draft) saved() Saved {
	s := Saved{Object: d.object.Name, KeyField: d.object.Key, Key: d.get(d.object.Key), NaturalField: d.object.NaturalKey}
	if s.NaturalField != "" {
		s.Natural = d.get(s.NaturalField)
	}
	return s
}

// checkNatural numbers a record that has no natural key yet, and refuses one
// that another record has.
func (d *draft) checkNatural() *Problem {
	o := d.object
	if o.NaturalKey == "" {
		return nil
	}
	id := d.get(o.NaturalKey)
	switch {
	case id == "" && d.creating():
		if id = d.nextNatural(); id == "" {
			return missing(d.label(o.NaturalKey))
		}
		d.set(o.NaturalKey, id)
	case id == "":
		return missing(d.label(o.NaturalKey))
	case !d.creating() && id != d.was(o.NaturalKey):
		return refuse("The %s of a record cannot be changed.", d.label(o.NaturalKey))
	}
	if !d.creating() {
		return nil
	}
	if _, taken := d.table.findValue(o.Ordinal(o.NaturalKey), id); taken {
		return duplicate(o, id)
	}
	return nil
}

// nextNatural is the next number of the object's sequence that is free.
func (d *draft) nextNatural() string {
	s, ok := d.tx.c.sequences[d.object.Name]
	if !ok {
		return ""
	}
	for {
		id := fmt.Sprintf(s.format, s.next)
		s.next++
		d.tx.c.sequences[d.object.Name] = s
		if _, taken := d.table.findValue(d.object.Ordinal(d.object.NaturalKey), id); !taken {
			return id
		}
	}
}

// checkRequired refuses null required fields. Nested groups are not required
// as such: their fields are optional in practice.
func (d *draft) checkRequired() *Problem {
	if d.isDraft() {
		return nil
	}
	for i := range d.object.Fields {
		f := &d.object.Fields[i]
		if !f.Required || f.DataType == Nested || f.WriteOnly {
			continue
		}
		if f.DataType == List {
			if d.hasNoLines(f.ID) {
				return missing(d.label(f.ID))
			}
			continue
		}
		if d.row[i] == "" {
			return missing(d.label(f.ID))
		}
	}
	return nil
}

func (d *draft) hasNoLines(element string) bool {
	_, kept := d.object.Line(element)
	return kept && len(d.lines(element)) == 0
}

// isDraft reports whether the record, or the header of the line, is a draft:
// it may be incomplete.
func (d *draft) isDraft() bool {
	if d.header != nil {
		return d.header.isDraft()
	}
	return d.get("STATE") == stateDraft
}

// label is what people call a field.
func (d *draft) label(field string) string {
	if f, ok := d.object.Field(field); ok && f.Label != "" {
		return f.Label
	}
	return field
}

// resolveReferences refuses ids that lead nowhere and copies what the records
// are called.
func (d *draft) resolveReferences() *Problem {
	for _, r := range d.table.references() {
		i := d.object.Ordinal(r.field)
		id := d.row[i]
		if id == "" {
			if d.old != nil && d.old[i] != "" {
				d.copyFrom(r, nil, ref{})
			}
			continue
		}
		target, found, ok := d.tx.c.referent(&r, id)
		if !ok {
			if d.old != nil && d.old[i] == id {
				continue // it was good when it was entered
			}
			return invalidReference(r.label, id)
		}
		if problem := d.checkPlace(&r, target, found, id); problem != nil {
			return problem
		}
		d.copyFrom(r, target, found)
	}
	return nil
}

// checkPlace refuses inactive locations and departments, and inside an entity
// those of others, where they are not what stood there before.
func (d *draft) checkPlace(r *reference, target *table, found ref, id string) *Problem {
	place := target.object.Name == "LOCATION" || target.object.Name == "DEPARTMENT"
	if !place || d.was(r.field) == id && d.old != nil || d.object.Name == target.object.Name {
		return nil
	}
	if target.inactive(found) {
		return refuse("%s '%s' specified is inactive.", r.label, id)
	}
	inside := d.tx.v.Entity
	if inside == "" {
		return nil
	}
	owner := target.text(found, "MEGAENTITYID")
	if target.object.Name == "LOCATION" {
		owner = d.tx.c.entityOf(id)
	}
	if owner != "" && owner != inside {
		return refuse("%s '%s' specified belongs to another entity.", r.label, id)
	}
	return nil
}

// referent finds the record that an id names.
func (c *Company) referent(r *reference, id string) (*table, ref, bool) {
	for _, name := range r.targets {
		target, ok := c.table(name)
		if !ok {
			continue
		}
		if found, ok := target.findValue(target.object.Ordinal(target.object.NaturalKey), id); ok {
			return target, found, true
		}
	}
	return nil, ref{}, false
}

func (d *draft) copyFrom(r reference, target *table, found ref) {
	for _, x := range r.copies {
		value := ""
		if target != nil {
			if i := target.object.Ordinal(x.from); i >= 0 {
				value = target.value(found, i)
			}
		}
		for _, field := range x.to {
			d.set(field, value)
		}
	}
}

// references are those of the table's object, found once.
func (t *table) references() []reference {
	t.refsOnce.Do(func() { t.refs = referencesOf(t.object) })
	return t.refs
}

// inactive reports whether a record is switched off.
func (t *table) inactive(r ref) bool {
	i := t.object.Ordinal("STATUS")
	return i >= 0 && strings.EqualFold(t.value(r, i), "inactive")
}
