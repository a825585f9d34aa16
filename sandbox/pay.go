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
	var saved company.Saved
	why := c.write(func(tx *company.Tx) (problem *company.Problem) {
		saved, problem = tx.Apply(c.body.Value("arpaymentkey"), date, items)
		return problem
	})
	if why != nil {
		return why
	}
	c.w.leaf("key", saved.Key)
	return nil
}
