package company

// scan looks at rows one by one. What a condition on computed rows answers
// never changes, so an answer for all of them is remembered; when few rows
// are left, only those are looked at.
func (q *query) scan(cd *condition, within rowset) rowset {
	s := q.table.rows
	if cd.sign == "" || !cd.pure() {
		return q.scanWithin(cd, within)
	}
	if answer, ok := s.remembered(cd.sign); ok {
		return within.and(rowset{rows: s.Rows, bits: answer})
	}
	if within.count() <= s.Rows/16 {
		return q.scanWithin(cd, within)
	}
	answer := q.scanWithin(cd, allRows(s.Rows)).bits
	s.remember(cd.sign, answer)
	return within.and(rowset{rows: s.Rows, bits: answer})
}

// pure conditions depend on nothing but the computed row.
func (cd *condition) pure() bool { return cd.at == nil || cd.at.local() }

func (q *query) scanWithin(cd *condition, within rowset) rowset {
	found := newBitmap(within.rows)
	test := q.tester(cd)
	for c := within.walk(false); c.ok; c.step() {
		if test(c.next) {
			found.set(c.next)
		}
	}
	return rowset{rows: within.rows, bits: found}
}

// tester is the shortest way to test a computed row by its number.
func (q *query) tester(cd *condition) func(i int) bool {
	t := q.table
	switch {
	case cd.at == nil:
		return func(i int) bool { return q.viewerSees(t.rows.entity(i)) }
	case cd.at.local():
		column := t.rows.columns[cd.at.ordinal]
		return func(i int) bool { return cd.test(column(i)) }
	}
	return func(i int) bool { return cd.test(cd.at.value(t, ref{id: t.rows.id(i), index: i})) }
}

func (s *segment) remembered(sign string) (bitmap, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	b, ok := s.seen[sign]
	return b, ok
}

// remember keeps an answer; when there are too many, all go: whoever asks many
// different questions gains nothing from keeping them.
func (s *segment) remember(sign string, b bitmap) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.seen) >= seenLimit {
		clear(s.seen)
	}
	s.seen[sign] = b
}

func (s *segment) entity(i int) string {
	if s.Entity == nil {
		return ""
	}
	return s.Entity(i)
}
