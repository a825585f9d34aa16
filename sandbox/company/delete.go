package company

// Delete removes a record and its owned lines, found by its key.
func (t *Tx) Delete(object, key string) *Problem { return t.deleteBy(object, key, genericReach) }

// DeleteLegacy is Delete by a legacy function, which knows more objects.
func (t *Tx) DeleteLegacy(object, key string) *Problem { return t.deleteBy(object, key, legacyReach) }

func (t *Tx) deleteBy(object, key string, how reach) *Problem {
	tb, problem := t.mayWrite(object, CanDelete, how)
	if problem != nil {
		return problem
	}
	return t.attempt(func() *Problem { return t.delete(tb, key) })
}

func (t *Tx) delete(tb *table, key string) *Problem {
	o := tb.object
	r, ok := tb.findKey(key)
	if !ok && o.NaturalKey != "" {
		r, ok = tb.findValue(o.Ordinal(o.NaturalKey), key)
	}
	if !ok || !t.sees(tb, r) {
		return noRecord(o, key, "delete")
	}
	d := t.newDraft(tb, &r)
	if problem := d.takeLines(Input{}); problem != nil {
		return problem
	}
	if problem := ruleOf(o).remove(d); problem != nil {
		return problem
	}
	if user := t.c.userOf(tb, r); user != "" {
		return refuse("Cannot delete %s '%s' because it is used by %s.", lower(o.Label), d.get(o.NaturalKey), user)
	}
	for _, set := range d.sets {
		for _, line := range set.lines {
			t.write(set.table, line.id, nil)
		}
	}
	t.write(tb, r.id, nil)
	t.audit(o, d.old, "Delete")
	return nil
}

// userOf names an object whose records refer to a record, or "".
func (c *Company) userOf(tb *table, r ref) string {
	o := tb.object
	if o.NaturalKey == "" {
		return ""
	}
	id := tb.value(r, o.Ordinal(o.NaturalKey))
	for _, other := range c.schema.order {
		user := c.tables[upper(other.Name)]
		if user.isEmpty() || other.Name == detailObject {
			continue
		}
		for _, x := range user.ready().references() {
			if x.names(o.Name) && user.uses(other.Ordinal(x.field), id) {
				return other.Label
			}
		}
	}
	return ""
}

func (r *reference) names(object string) bool {
	for _, target := range r.targets {
		if target == object {
			return true
		}
	}
	return false
}

func (t *table) isEmpty() bool {
	return len(t.records) == 0 && t.rows.count() == 0 && t.load == nil
}

// uses reports whether any row has a value in a field.
func (t *table) uses(ordinal int, value string) bool {
	_, ok := t.findValue(ordinal, value)
	return ok
}
