package company

// CloseBooks closes an entity's books up to and including a date; entity ""
// closes all. An empty date opens them again.
func (c *Company) CloseBooks(entity, through string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed[entity] = through
}

// ClosedThrough is the last day of an entity's closed books, "" if they were
// never closed. What is closed for all counts for each.
func (c *Company) ClosedThrough(entity string) string {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return max(c.closed[""], c.closed[entity])
}

// SetAuditForm decides the form of OBJECTKEY for the audit rows to come.
func (c *Company) SetAuditForm(f AuditForm) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.auditForm = f
}

// SetCollation decides how text is put in order and compared.
func (c *Company) SetCollation(how Collation) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.collation = how
}

// SetSequence switches on automatic numbering of an object's natural key;
// format is for fmt and takes one integer.
func (c *Company) SetSequence(object, format string, next int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sequences[object] = numbering{format, next}
}

// SetChoices decides what the company does where no public document says.
func (c *Company) SetChoices(choices Choices) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.choices = choices
}

// SetNullModified makes the creates of an object leave the time of
// modification null until the first update, as some real objects do.
func (c *Company) SetNullModified(object string, on bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.quiet[object] = on
}
