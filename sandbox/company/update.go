package company

import "strings"

// Update changes a record, found by its key or natural key. Fields that the
// input does not name stay; empty ones become null.
func (t *Tx) Update(in Input) (saved Saved, problem *Problem) {
	tb, problem := t.mayWrite(in.Object, CanUpdate, reachOf(&in))
	if problem != nil {
		return Saved{}, problem
	}
	problem = t.attempt(func() *Problem {
		saved, problem = t.update(tb, in)
		return problem
	})
	if problem != nil {
		return Saved{}, problem.wrapped(tb.object, "update")
	}
	return saved, nil
}

func (t *Tx) update(tb *table, in Input) (Saved, *Problem) {
	r, problem := t.target(tb, &in)
	if problem != nil {
		return Saved{}, problem
	}
	d := t.newDraft(tb, &r)
	if problem := d.apply(in); problem != nil {
		return Saved{}, problem
	}
	if problem := d.takeLines(in); problem != nil {
		return Saved{}, problem
	}
	if problem := d.settle(); problem != nil {
		return Saved{}, problem
	}
	d.touch()
	d.store()
	d.writeLines()
	if problem := ruleOf(d.object).after(d); problem != nil {
		return Saved{}, problem
	}
	t.auditChanges(d)
	return d.saved(), nil
}

// touch makes an update count even when it says what is already so, as the
// gateway's does.
func (d *draft) touch() {
	for _, field := range []string{"WHENMODIFIED", "updatedAt", "lastmodified"} {
		d.set(field, "")
	}
}

// target finds the record to update among those the viewer sees.
func (t *Tx) target(tb *table, in *Input) (ref, *Problem) {
	o := tb.object
	key := strings.TrimSpace(in.value(o.Key))
	r, ok := ref{}, false
	switch {
	case key != "":
		r, ok = tb.findKey(key)
	case o.NaturalKey != "":
		key = in.value(o.NaturalKey)
		r, ok = tb.findValue(o.Ordinal(o.NaturalKey), key)
	}
	if key == "" {
		return ref{}, missing(o.Key)
	}
	if !ok || !t.sees(tb, r) {
		return ref{}, noRecord(o, key, "update")
	}
	return r, nil
}

// sees reports whether the viewer may see a row at all. Writes see private
// entities: naming a record is asking for it.
func (t *Tx) sees(tb *table, r ref) bool {
	q := &query{c: t.c, viewer: Viewer{User: t.v.User, Entity: t.v.Entity, ShowPrivate: true}, table: tb}
	owner := q.ownerOf(tb, nil)
	return owner == nil || q.viewerSees(owner(r))
}
