// Package demo keeps the books of a company that does not exist: Fernhill
// Scientific, a dealer in laboratory instruments with a field service, a
// German subsidiary and a private holding.
//
// The books are kept day by day for two fiscal years, as a bookkeeper would:
// documents come in and are posted, paid and deposited, months are closed. So
// subledgers tie to their control accounts and every trial balance is zero by
// the way the books are kept, not by arrangement. There is no chance in it:
// the same books come out, byte for byte, every time.
//
// The package gives rows; it knows nothing of how they are stored or asked for.
package demo

// Books is everything the company has written down.
type Books struct {
	customers []customer
	employees []employee
	contacts  []contact
	projects  []project
	tasks     []task

	ledger *ledger
	bills  *register
	// credits are the adjustments of bills.
	credits *register
	// cheques are the payments to vendors.
	cheques  *paybook
	invoices *register
	memos    *register
	receipts *paybook
	charges  *register // of the company cards
	reports  *register // of employees' expenses
	refunds  *paybook  // to employees

	clock   clock
	day     day
	dice    dice
	payouts []int16   // vendors by the chance of a bill from them
	goods   [][]int16 // items by product line
	buyers  []int16
	calls   [lastDay + 1][]ref // invoices by the day they are paid

	payFrom     int // no bill before it is open
	reimbursed  int // no report before it is open
	attachments int16
	cheque      [8]int // the last number used at each bank

	months      [len(entityCount)]monthly
	waiting     []recognition
	undeposited [len(entityCount)][]ref
	accrued     []accrual
	deposits    []deposit
	depositKeys *serial
	stock       [len(entityCount)]cents
	groupDebt   [len(entityCount)]cents
}

var entityCount = [...]int{boston, chicago, munich, london}

// Keep opens the books and keeps them to the last day.
func Keep() *Books {
	b := &Books{
		dice:   dice{2024},
		ledger: newLedger(),
		bills:  newRegister(1201, 1900), credits: newRegister(211, 60), cheques: newPaybook(601, 1900),
		invoices: newRegister(2001, 1200), memos: newRegister(301, 60), receipts: newPaybook(801, 1200),
		charges: newRegister(151, 240), reports: newRegister(91, 260), refunds: newPaybook(61, 260),
		depositKeys: newSerial(401),
	}
	b.customers = allCustomers()
	b.employees = payroll(&dice{11})
	b.contacts = b.addressBook()
	b.planProjects(&dice{13})
	b.goods = itemsByLine()
	b.weighTrade()
	b.openBalances()
	for b.day = firstDay; b.day <= lastDay; b.day++ {
		b.clock.morning(b.day)
		b.takeBack()
		b.receiveBills()
		b.payBills()
		b.invoiceCustomers()
		b.allowPrice()
		b.receivePayments()
		b.useCards()
		b.claimExpenses()
		b.closeMonth()
	}
	return b
}

// The moments of the move from the old system. Its first weeks came over in a
// trial that left no time of modification; the rest of the first year was
// imported in one transaction, so that all of it has the same second.
var (
	trialImport = moment("2025-10-18T04:30:00Z")
	nightImport = moment("2025-11-01T02:14:07Z")
)

const (
	unstamped day = 15 // documents before it have no times at all
	trialEnd  day = 30 // documents before it have no time of modification
)

// clock gives the moments of a working day, each later than the one before.
type clock struct {
	day day
	now stamp
}

func (c *clock) morning(d day) { c.day, c.now = d, d.at(13*3600+7*60) }

// entered is the trail of something entered today.
func (b *Books) entered(by int8) trail {
	d := b.clock.day
	b.clock.now += stamp(17 + (int64(b.clock.now)>>3)%89)
	switch {
	case d < unstamped:
		return trail{}
	case d < trialEnd:
		return trail{created: trialImport, by: importer + 1}
	case d < goLive:
		return trail{created: nightImport, modified: nightImport, by: importer + 1, editor: importer + 1}
	}
	return trail{created: b.clock.now, modified: b.clock.now, by: by + 1, editor: by + 1}
}
