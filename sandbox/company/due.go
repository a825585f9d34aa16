package company

// followDue keeps what a vendor or customer owes or is owed in step with the
// documents. It is a figure of the record that changes without the record
// counting as modified.
func (t *Tx) followDue(tb *table, id int64, before cell) {
	k, ok := documentKinds[tb.object.Name]
	if !ok || k.partyObject == "" {
		return
	}
	was := t.dueOf(tb, &k, t.refOf(tb, id, before))
	is := t.dueOf(tb, &k, t.refOf(tb, id, tb.cell(id)))
	if was == is {
		return
	}
	t.addDue(&k, was.party, amountOf(was.amount).neg())
	t.addDue(&k, is.party, amountOf(is.amount))
}

// due is what is open with a party.
type due struct{ party, amount string }

// refOf is the row of a cell; nil when there is none.
func (t *Tx) refOf(tb *table, id int64, what cell) *ref {
	index, computed := tb.rows.indexOf(id)
	switch {
	case what.row != nil:
		return &ref{id: id, row: what.row}
	case what.computed && computed:
		return &ref{id: id, index: index}
	}
	return nil
}

func (t *Tx) dueOf(tb *table, k *documentKind, r *ref) due {
	if r == nil || tb.text(*r, "STATE") == stateDraft {
		return due{}
	}
	return due{tb.text(*r, k.party), firstOf(tb.text(*r, "TOTALDUE"), "0")}
}

func (t *Tx) addDue(k *documentKind, id string, by amount) {
	parties, found, ok := t.party(k, id)
	if !ok || by.sign() == 0 || parties.object.Ordinal("TOTALDUE") < 0 {
		return
	}
	row := parties.full(found)
	at := parties.object.Ordinal("TOTALDUE")
	row[at] = amountOf(row[at]).add(by).String()
	t.undo = append(t.undo, undone{parties, found.id, parties.put(found.id, cell{row: row})})
}
