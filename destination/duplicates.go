package destination

import "airbyte-sage-intacct/destination/record"

// A record is in the company twice when the gateway was still at a create whose
// process had died, and the next run sent it again. Nothing can prevent that
// where the gateway forgets control ids and nobody tells of the first run; so it
// is told, with the numbers of all records, wherever it is met.

// meets notes that several records stand for one of the input.
func (it *item) meets(records []record.Stored) {
	if len(records) < 2 {
		return
	}
	it.duplicates = nil
	for _, existing := range records {
		it.duplicates = append(it.duplicates, existing.Number)
	}
}

// same are the records that are the item's own earlier work by their content.
func (it *item) same(found []record.Stored) []record.Stored {
	var list []record.Stored
	for _, existing := range found {
		if (record.Comparison{Lenient: true, Except: it.uncompared()}).Differ(it.document, existing).None() {
			list = append(list, existing)
		}
	}
	return list
}
