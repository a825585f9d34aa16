package company

import (
	"strconv"
	"time"
)

// entryObject is where all postings end up.
const entryObject = "GLENTRY"

// beforeJournal sees to the header of a journal entry.
func beforeJournal(d *draft) *Problem {
	was := d.was("STATE")
	d.fill("STATE", firstOf(was, statePosted))
	d.fill("MODULE", "2.GL")
	if d.creating() {
		d.reverseDate = d.get("REVERSEDATE")
	}
	if d.reverseDate != "" && d.reverseDate <= d.get("BATCH_DATE") {
		return refuse("The reversal date must be after the date of the journal entry.")
	}
	switch state := d.get("STATE"); {
	case d.old != nil && d.was("MODULE") != "" && d.was("MODULE") != "2.GL":
		return refuse("A journal entry that comes from another application cannot be changed.")
	case was == statePosted && state == stateDraft:
		return refuse("A posted journal entry cannot become a draft again.")
	case state != stateDraft && state != statePosted && state != was:
		return refuse("Invalid value '%s' specified for STATE.", state).correctedBy("Use Draft or Posted.")
	case d.get("JOURNAL") == "":
		return missing("Journal")
	case d.isDraft() && was != statePosted:
		return nil
	}
	return d.checkOpen("ENTRIES")
}

// completeJournal values the entries and refuses what does not balance.
func completeJournal(d *draft) *Problem {
	if problem := allocate(d, "ENTRIES"); problem != nil {
		return problem
	}
	statistical := d.isStatistical()
	all := d.differs("STATE", "JOURNAL", "BATCH_DATE", "BATCH_TITLE")
	for _, line := range d.lines("ENTRIES") {
		if !all && !line.changed() {
			continue
		}
		if problem := completeEntry(d, line, statistical); problem != nil {
			return problem
		}
		line.fromBatch(d)
	}
	if d.creating() {
		d.numberJournal()
	}
	switch {
	case d.isDraft():
		return nil
	case statistical:
		return nil
	case len(d.lines("ENTRIES")) < 2:
		return refuse("A journal entry needs at least two lines.")
	}
	return d.checkBalance()
}

func (d *draft) isStatistical() bool {
	journals, ok := d.tx.c.table("STATJOURNAL")
	if !ok {
		return false
	}
	_, ok = journals.findValue(journals.object.Ordinal("SYMBOL"), d.get("JOURNAL"))
	return ok
}

func completeEntry(d, line *draft, statistical bool) *Problem {
	switch side := line.get("TR_TYPE"); {
	case side != "1" && side != "-1":
		return refuse("Invalid value '%s' specified for TR_TYPE.", side).correctedBy("Use 1 for a debit and -1 for a credit.")
	case line.get("ACCOUNTNO") == "":
		return missing("Account number")
	case firstOf(line.get("TRX_AMOUNT"), line.get("AMOUNT")) == "":
		return missing("Amount")
	}
	if !line.named("TRX_AMOUNT") && line.named("AMOUNT") {
		line.set("TRX_AMOUNT", line.get("AMOUNT"))
	}
	if line.amount("TRX_AMOUNT").sign() < 0 {
		return refuse("The amount of a journal entry line must not be negative.").correctedBy("Use TR_TYPE for the side.")
	}
	if problem := line.checkAccountKind(statistical); problem != nil {
		return problem
	}
	if problem := line.fillCurrencyOf(d); problem != nil {
		return problem
	}
	line.value(line)
	if problem := line.fillLocation(); problem != nil {
		return problem
	}
	return line.checkAccount(line.get("ACCOUNTNO"))
}

// fillCurrencyOf gives an entry the date of its journal for its rate.
func (d *draft) fillCurrencyOf(header *draft) *Problem {
	d.fill("EXCH_RATE_DATE", header.get("BATCH_DATE"))
	return d.fillCurrency("ENTRY_DATE")
}

// checkAccountKind keeps statistical accounts in statistical journals.
func (d *draft) checkAccountKind(statistical bool) *Problem {
	kinds := map[bool]string{true: "STATACCOUNT", false: "GLACCOUNT"}
	accounts, ok := d.tx.c.table(kinds[statistical])
	if !ok {
		return nil
	}
	if _, known := accounts.findValue(accounts.object.Ordinal("ACCOUNTNO"), d.get("ACCOUNTNO")); !known {
		return invalidReference("GL Account", d.get("ACCOUNTNO"))
	}
	return nil
}

// fromBatch copies what a line shows of its journal entry.
func (d *draft) fromBatch(batch *draft) {
	d.set("ENTRY_DATE", batch.get("BATCH_DATE"))
	d.set("BATCH_DATE", batch.get("BATCH_DATE"))
	d.set("BATCHTITLE", batch.get("BATCH_TITLE"))
	d.set("BATCH_NUMBER", batch.get("BATCHNO"))
	d.set("BATCHNO", firstOf(d.was("BATCHNO"), batch.get("RECORDNO")))
	d.set("STATE", batch.get("STATE"))
	d.set("ADJ", map[bool]string{true: "T", false: "F"}[batch.get("ADJ") == "true"])
	d.fill("CLEARED", "F")
	d.fill("STATISTICAL", strconv.FormatBool(batch.isStatistical()))
}

// numberJournal gives a journal entry its number: a running one.
func (d *draft) numberJournal() {
	d.fill("BATCHNO", formatID(d.table.next))
}

// checkBalance adds debits and credits up, for each entity by itself.
func (d *draft) checkBalance() *Problem {
	base, trx := map[string]amount{}, map[string]amount{}
	for _, line := range d.lines("ENTRIES") {
		side := amountOf(line.get("TR_TYPE"))
		entity := d.tx.c.entityOf(line.get("LOCATION"))
		if d.get("BASELOCATION_NO") != "" {
			entity = d.get("BASELOCATION_NO") // entries between entities are made up at this one
		}
		if _, ok := base[entity]; !ok {
			base[entity] = amountOf("0")
		}
		base[entity] = base[entity].add(line.amount("AMOUNT").mul(side))
		if _, ok := trx[line.get("CURRENCY")]; !ok {
			trx[line.get("CURRENCY")] = amountOf("0")
		}
		trx[line.get("CURRENCY")] = trx[line.get("CURRENCY")].add(line.amount("TRX_AMOUNT").mul(side))
	}
	for entity, sum := range base {
		if sum.sign() != 0 {
			return unbalanced(entity, sum)
		}
	}
	for currency, sum := range trx {
		if sum.sign() != 0 {
			return unbalanced(currency, sum)
		}
	}
	return nil
}

func unbalanced(where string, sum amount) *Problem {
	return refuse("Debits and credits do not balance for '%s': the difference is %s.", where, sum).
		correctedBy("Check the transaction for errors or inconsistencies, then try again.")
}

// afterJournal makes the reversing entry that REVERSEDATE asks for.
func afterJournal(d *draft) *Problem {
	date := d.reverseDate
	if date == "" || d.get("STATE") != statePosted {
		return nil
	}
	_, problem := d.tx.reverseJournal(d, date, "")
	return problem
}

func removeJournal(d *draft) *Problem {
	switch {
	case d.get("MODULE") != "" && d.get("MODULE") != "2.GL":
		return refuse("A journal entry that comes from another application cannot be deleted.")
	case d.isDraft():
		return nil
	}
	return d.checkOpen("ENTRIES")
}

// checkOpen refuses postings into closed books, where they are now and where
// they will be.
func (d *draft) checkOpen(element string) *Problem {
	for _, field := range []string{"WHENPOSTED", "BATCH_DATE", "WHENCREATED", "PAYMENTDATE"} {
		f, ok := d.object.Field(field)
		if !ok || f.DataType != Date || d.get(field) == "" {
			continue
		}
		days := []string{d.get(field)}
		if d.was("STATE") != stateDraft { // drafts are in no books
			days = append(days, d.was(field))
		}
		for _, date := range days {
			if problem := d.tx.c.checkDate(date, d.entities(element)); problem != nil {
				return problem
			}
		}
		return nil
	}
	return nil
}

// entities are those in whose books the lines are.
func (d *draft) entities(element string) []string {
	all := []string{"", d.get("MEGAENTITYID"), d.tx.v.Entity}
	for _, line := range d.lines(element) {
		all = append(all, d.tx.c.entityOf(firstOf(line.get("LOCATIONID"), line.get("LOCATION"))))
	}
	return all
}

func (c *Company) checkDate(date string, entities []string) *Problem {
	for _, entity := range entities {
		through := c.closed[entity]
		if date == "" || through == "" || date > through {
			continue
		}
		open, err := time.Parse(time.DateOnly, through)
		if err != nil {
			continue
		}
		return periodClosed(date).correctedBy("Date must be on or after " + open.AddDate(0, 0, 1).Format("01/02/2006") + ".")
	}
	return c.checkPeriod(date)
}

// checkPeriod refuses dates before the first reporting period, and after the
// last one and the year of the clock.
func (c *Company) checkPeriod(date string) *Problem {
	periods, ok := c.table("REPORTINGPERIOD")
	if !ok || date == "" {
		return nil
	}
	first, last := "", c.today()[:len("2006")]+"-12-31"
	for _, r := range periods.children(periods.object.Ordinal("STATUS"), "active") {
		if start := periods.text(r, "START_DATE"); first == "" || start < first {
			first = start
		}
		last = max(last, periods.text(r, "END_DATE"))
	}
	if first == "" || first <= date && date <= last {
		return nil
	}
	return refuse("The date (%s) is not within a period that exists.", usDate(date)).
		correctedBy("Dates must be from " + usDate(first) + " to " + usDate(last) + ".")
}

// periodClosed is the refusal as users of the gateway quote it.
//
// Source: github.com/intacct/intacct-sdk-net, issue 105.
func periodClosed(date string) *Problem {
	return refuse("Periods are closed. Your transaction date (%s) is within a period that's been closed. "+
		"You can add, modify, or delete a transaction only if the date of the transaction is within a period that's open.", usDate(date))
}

// usDate is a canonical date as messages show it.
func usDate(date string) string {
	at, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return at.Format("01/02/2006")
}
