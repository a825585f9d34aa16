package sandbox

import (
	"math/big"

	"airbyte-sage-intacct/sandbox/company"
)

// createAPPayment records a payment that was made by hand, for things that no
// bill says: the sandbox enters the bill as well, as of the same day, and pays
// it (Sage docs, XML API: AP payments, manual).
func (c *call) createAPPayment() failure {
	bill, payment := c.manualBill(), c.manualPayment()
	var saved company.Saved
	why := c.write(func(tx *company.Tx) *company.Problem {
		entered, problem := tx.Create(bill)
		if problem != nil {
			return problem
		}
		payment.Lists = []company.InList{{Element: "APPYMTDETAILS", Lines: []company.Input{{
			Object: "APPYMTDETAIL",
			Fields: []company.InField{{Name: "RECORDKEY", Value: entered.Key}, {Name: "TRX_PAYMENTAMOUNT", Value: c.manualTotal()}},
		}}}}
		saved, problem = tx.Create(payment)
		return problem
	})
	if why != nil {
		return why
	}
	c.w.leaf("key", saved.Key)
	return nil
}

// manualBill is the bill behind a payment made by hand.
func (c *call) manualBill() company.Input {
	date := dateParts(c.body.Child("checkdate"))
	in := company.Input{Object: "APBILL", Legacy: true, Fields: []company.InField{
		{Name: "VENDORID", Value: c.body.Value("vendorid")},
		{Name: "WHENCREATED", Value: date},
		{Name: "WHENPOSTED", Value: date},
		{Name: "WHENDUE", Value: date},
		{Name: "RECORDID", Value: c.body.Value("billno")},
		{Name: "DESCRIPTION", Value: c.body.Value("memo")},
	}}
	in.Fields = append(in.Fields, c.manualCurrency()...)
	lines := company.InList{Element: "APBILLITEMS"}
	for _, item := range c.body.Child("payitems").Children {
		line := company.Input{Object: "APBILLITEM"}
		for _, child := range item.Children {
			if field, known := manualItemFields[child.Name]; known {
				line.Fields = append(line.Fields, company.InField{Name: field, Value: child.Text})
			}
		}
		lines.Lines = append(lines.Lines, line)
	}
	in.Lists = []company.InList{lines}
	return in
}

// manualItemFields are the elements of a line of a payment made by hand.
var manualItemFields = map[string]string{
	"glaccountno": "ACCOUNTNO", "accountlabel": "ACCOUNTLABEL", "paymentamount": "TRX_AMOUNT", "item1099": "FORM1099",
	"departmentid": "DEPARTMENTID", "locationid": "LOCATIONID", "projectid": "PROJECTID", "customerid": "CUSTOMERID",
	"vendorid": "VENDORID", "employeeid": "EMPLOYEEID", "itemid": "ITEMID", "classid": "CLASSID",
}

func (c *call) manualPayment() company.Input {
	account := c.body.Value("bankaccountid")
	if account == "" {
		account = c.body.Value("chargecardid")
	}
	method := c.body.Value("paymentmethod")
	if method == "" {
		method = "Printed Check"
	}
	return company.Input{Object: "APPYMT", Legacy: true, Fields: append([]company.InField{
		{Name: "FINANCIALENTITY", Value: account},
		{Name: "VENDORID", Value: c.body.Value("vendorid")},
		{Name: "PAYMENTMETHOD", Value: method},
		{Name: "PAYMENTDATE", Value: dateParts(c.body.Child("checkdate"))},
		{Name: "DOCNUMBER", Value: c.body.Value("checkno")},
		{Name: "DESCRIPTION", Value: c.body.Value("memo")},
	}, c.manualCurrency()...)}
}

func (c *call) manualCurrency() []company.InField {
	var fields []company.InField
	for _, f := range []company.InField{{Name: "BASECURR", Value: "basecurr"}, {Name: "CURRENCY", Value: "currency"}} {
		if value := c.body.Value(f.Value); value != "" {
			fields = append(fields, company.InField{Name: f.Name, Value: value})
		}
	}
	return fields
}

// maxAmount bounds the digits of an amount that is added up.
const maxAmount = 300

// manualTotal adds the lines up; what is no amount, the bill refuses.
func (c *call) manualTotal() string {
	total := new(big.Rat)
	for _, item := range c.body.Child("payitems").Children {
		text := item.Value("paymentamount")
		if len(text) > maxAmount {
			return text
		}
		if amount, ok := new(big.Rat).SetString(text); ok {
			total.Add(total, amount)
		}
	}
	return total.FloatString(2)
}

// applyARPayment pays invoices with what a payment has left (Sage docs, XML
// API: AR payments).
func (c *call) applyARPayment() failure {
	date, ok := usualFormatting.parseDate(dateParts(c.body.Child("paymentdate")))
	if !ok {
		return failing(errBusiness, "The payment date is not valid.")
	}
	var items []company.Application
	for _, list := range c.body.Children {
		if list.Name != "arpaymentitems" {
			continue
		}
		for _, item := range list.Children {
			items = append(items, company.Application{Invoice: item.Value("invoicekey"), Amount: item.Value("amount")})
		}
	}
	return c.answerKey(func(tx *company.Tx) (company.Saved, *company.Problem) {
		return tx.Apply(c.body.Value("arpaymentkey"), date, items)
	})
}

// recordDeposit takes receipts to the bank (Sage docs, XML API: Deposits).
func (c *call) recordDeposit() failure {
	var in company.Deposit
	for _, f := range [][2]string{
		{"BANKACCOUNTID", "bankaccountid"}, {"DEPOSITID", "depositid"}, {"DESCRIPTION", "description"}, {"SUPDOCID", "supdocid"},
	} {
		in.Fields = append(in.Fields, company.InField{Name: f[0], Value: c.body.Value(f[1])})
	}
	in.Fields = append(in.Fields, company.InField{Name: "DEPOSITDATE", Value: dateParts(c.body.Child("depositdate"))})
	keys := c.body.Child("receiptkeys")
	if keys == nil {
		return notSimulated("record_deposit of new receipts")
	}
	for _, key := range keys.Children {
		in.Receipts = append(in.Receipts, key.Trimmed())
	}
	return c.answerKey(func(tx *company.Tx) (company.Saved, *company.Problem) { return tx.Deposit(in) })
}

// reimburse pays expense reports (Sage docs, XML API: Reimbursements).
func (c *call) reimburse() failure {
	date, ok := usualFormatting.parseDate(dateParts(c.body.Child("paymentdate")))
	if !ok {
		return failing(errBusiness, "The payment date is not valid.")
	}
	in := company.Reimbursement{
		Employee: c.body.Value("employeeid"), Bank: c.body.Value("bankaccountid"), Date: date,
		Fields: []company.InField{
			{Name: "DESCRIPTION", Value: c.body.Value("memo")},
			{Name: "PAYMENTTYPE", Value: c.body.Value("paymentmethod")},
			{Name: "DOCNUMBER", Value: c.body.Value("documentnumber")},
		},
	}
	if items := c.body.Child("eppaymentrequestitems"); items != nil {
		for _, item := range items.Children {
			in.Items = append(in.Items, company.Application{Invoice: item.Value("key"), Amount: item.Value("paymentamount")})
		}
	}
	return c.answerKey(func(tx *company.Tx) (company.Saved, *company.Problem) { return tx.Reimburse(in) })
}

// answerKey writes in a transaction and answers the key of what was written.
func (c *call) answerKey(write func(*company.Tx) (company.Saved, *company.Problem)) failure {
	var saved company.Saved
	why := c.write(func(tx *company.Tx) (problem *company.Problem) {
		saved, problem = write(tx)
		return problem
	})
	if why != nil {
		return why
	}
	c.w.leaf("key", saved.Key)
	return nil
}
