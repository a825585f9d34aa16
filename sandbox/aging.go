package sandbox

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
	"time"

	"airbyte-sage-intacct/sandbox/company"
)

// An agingPeriod is a range of days overdue; to is -1 when it has no end.
type agingPeriod struct {
	name     string
	from, to int
}

const usualAgingPeriods = "0-30,31-60,61-90,91-120,121-"

// An openInvoice is an invoice with something left to pay.
type openInvoice struct {
	customer, number, date string
	due                    *big.Rat
	age                    int
}

// getARAging answers what customers owe by how long they have owed it.
func (c *call) getARAging() failure {
	periods := readAgingPeriods(c.body.Value("agingperiods"))
	asOf := c.now.Format(canonicalDate)
	if date := c.body.Child("asofdate"); date != nil {
		var ok bool
		if asOf, ok = usualFormatting.parseDate(dateParts(date)); !ok {
			return failing(errBusiness, "The as-of date is not valid.")
		}
	}
	invoices, why := c.openInvoices(asOf)
	if why != nil {
		return why
	}
	c.w.open("data")
	for len(invoices) > 0 {
		n := slices.IndexFunc(invoices, func(i openInvoice) bool { return i.customer != invoices[0].customer })
		if n < 0 {
			n = len(invoices)
		}
		c.writeAging(periods, invoices[:n])
		invoices = invoices[n:]
	}
	c.w.close("data")
	return nil
}

func readAgingPeriods(text string) []agingPeriod {
	if text == "" {
		text = usualAgingPeriods
	}
	var periods []agingPeriod
	for _, name := range splitList(text) {
		first, last, _ := strings.Cut(name, "-")
		from, err := strconv.Atoi(strings.TrimSpace(first))
		if err != nil {
			continue
		}
		to, err := strconv.Atoi(strings.TrimSpace(last))
		if err != nil {
			to = -1
		}
		periods = append(periods, agingPeriod{name, from, to})
	}
	return periods
}

func (c *call) openInvoices(asOf string) ([]openInvoice, failure) {
	dateField := "WHENDUE"
	if !c.body.Flag("useduedate", true) {
		dateField = "WHENCREATED"
	}
	conditions := []*company.Filter{
		{Op: company.NotEqual, Field: "TOTALDUE", Values: []string{"0"}},
		{Op: company.LessEq, Field: "WHENCREATED", Values: []string{asOf}},
	}
	for element, field := range map[string]string{"customerid": "CUSTOMERID", "invoiceno": "RECORDID"} {
		if value := c.body.Value(element); value != "" {
			conditions = append(conditions, &company.Filter{Op: company.Equal, Field: field, Values: []string{value}})
		}
	}
	today, err := time.Parse(canonicalDate, asOf)
	if err != nil {
		return nil, processingError()
	}
	var invoices []openInvoice
	_, why := c.rows(c.viewerFor(true), company.Selection{
		Object: "ARINVOICE", Mode: company.Read,
		Columns: plainColumns([]string{"CUSTOMERID", "RECORDID", dateField, "TOTALDUE"}),
		Filter:  &company.Filter{Op: company.And, Children: conditions},
		Order:   []company.Order{{Field: "CUSTOMERID"}, {Field: dateField}, {Field: "RECORDNO"}},
	}, func(row []string) error {
		due, ok := new(big.Rat).SetString(row[3])
		from, err := time.Parse(canonicalDate, row[2])
		if ok && err == nil {
			age := int(today.Sub(from).Hours() / 24)
			invoices = append(invoices, openInvoice{customer: row[0], number: row[1], date: row[2], due: due, age: max(age, 0)})
		}
		return nil
	})
	return invoices, why
}

// writeAging writes one customer.
func (c *call) writeAging(periods []agingPeriod, invoices []openInvoice) {
	details := c.body.Flag("showdetails", false)
	c.w.open("araging")
	c.w.leaf("customerid", invoices[0].customer)
	for _, p := range periods {
		total := new(big.Rat)
		var inside []openInvoice
		for _, invoice := range invoices {
			if invoice.age >= p.from && (p.to < 0 || invoice.age <= p.to) {
				total.Add(total, invoice.due)
				inside = append(inside, invoice)
			}
		}
		c.w.open("aging")
		c.w.leaf("agingperiod", p.name)
		c.w.leaf("totalamount", money(total))
		if details {
			c.w.open("agingdetails")
			for _, invoice := range inside {
				c.w.open("agingdetail")
				c.w.leaf("invoiceno", invoice.number)
				c.w.leaf("totaldue", money(invoice.due))
				c.w.leaf("agingdate", string(c.format().appendDate(nil, invoice.date)))
				c.w.leaf("age", strconv.Itoa(invoice.age))
				c.w.close("agingdetail")
			}
			c.w.close("agingdetails")
		}
		c.w.close("aging")
	}
	c.w.close("araging")
}
