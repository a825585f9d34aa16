package sandbox

import (
	"strings"

	"airbyte-sage-intacct/sandbox/company"
)

// getFinancialSetup says how the company keeps its books.
func (c *call) getFinancialSetup() failure {
	p := c.self.profile
	multi := "false"
	if len(c.self.entities) > 1 {
		multi = "true"
	}
	multiCurrency, multiBase := "false", "false"
	for _, e := range c.self.entities {
		if e.Currency != "" && e.Currency != p.BaseCurrency {
			multiCurrency, multiBase = "true", "true"
		}
	}
	c.w.open("data")
	c.w.open("financialSetup")
	c.w.leaf("baseCurrency", p.BaseCurrency)
	c.w.leaf("defaultBook", "ACCRUAL")
	c.w.leaf("firstFiscalMonth", p.FirstFiscalMonth)
	c.w.leaf("multiBaseCurrency", multiBase)
	c.w.leaf("multiBook", "false")
	c.w.leaf("multiCurrency", multiCurrency)
	c.w.leaf("multiEntityShared", multi)
	c.w.close("financialSetup")
	c.w.close("data")
	return nil
}

// modules are the applications by the codes that functions use for them.
var modules = []struct{ code, name string }{
	{"CO", "Company"},
	{"GL", "General Ledger"},
	{"CM", "Cash Management"},
	{"AP", "Accounts Payable"},
	{"AR", "Accounts Receivable"},
	{"EE", "Employee Expenses"},
	{"PO", "Purchasing"},
	{"SO", "Order Entry"},
	{"INV", "Inventory Control"},
	{"PA", "Project"},
	{"CN", "Contracts"},
	{"PS", "Platform Services"},
}

// getApplications lists the codes of the modules the company has objects of.
func (c *call) getApplications() failure {
	subscribed := map[string]bool{"CO": true}
	for _, o := range c.gateway.company.Objects() {
		for _, m := range modules {
			if strings.HasPrefix(o.Module, m.name) {
				subscribed[m.code] = true
			}
		}
	}
	c.w.open("data")
	for _, m := range modules {
		if subscribed[m.code] {
			c.w.leaf("application", m.code)
		}
	}
	c.w.close("data")
	return nil
}

// getCompanyPrefs lists the preferences of one application.
func (c *call) getCompanyPrefs() failure {
	p := c.self.profile
	application := c.body.attr("application")
	preferences := map[string][][2]string{
		"GEN": {{"COMPANYNAME", p.Title}, {"BASECURR", p.BaseCurrency}, {"WEEKSTART", p.WeekStart}},
		"ME":  {{"MULTIENTITY", "T"}},
		"GL":  {{"ACCTNOLEN", "4"}, {"FIRSTFISCALMONTH", p.FirstFiscalMonth}, {"ENABLEDRAFT", "T"}},
		"CM":  {{"ENABLEEFT", "F"}},
		"AP":  {{"ENABLEDRAFT", "T"}, {"AUTONUMBERVENDOR", "F"}},
		"AR":  {{"ENABLEDRAFT", "T"}, {"AUTONUMBERCUSTOMER", "F"}},
		"EE":  {{"ENABLEDRAFT", "T"}},
		"PO":  {{"ENABLEDRAFT", "T"}},
		"SO":  {{"ENABLEDRAFT", "T"}},
		"INV": {{"COSTMETHOD", "Average"}},
		"PA":  {{"AUTONUMBERPROJECT", "F"}},
		"CS":  {{"CONSOLIDATION", "F"}},
	}[application]
	if preferences == nil {
		return failing(errGateway, "Invalid application %s", application)
	}
	c.w.open("data")
	for _, preference := range preferences {
		c.w.open("companypref")
		c.w.leaf("application", application)
		c.w.leaf("preference", preference[0])
		c.w.leaf("prefvalue", preference[1])
		c.w.close("companypref")
	}
	c.w.close("data")
	return nil
}

// auditWords are ACCESSMODE's codes in words.
var auditWords = map[string]string{
	"A": "Access", "C": "Create", "M": "Modify", "D": "Delete", "W": "Workflow", "T": "Activity", "U": "User Action",
}

// getAuditTrail lists what happened to one record.
func (c *call) getAuditTrail() failure {
	o, why := c.object(c.body.value("object"))
	if why != nil {
		return why
	}
	record := c.body.value("recordNo")
	keys := []string{record, record + "--REC"}
	if natural := c.body.value("objectKey"); natural != "" {
		keys = append(keys, natural)
	}
	fields := []string{"USERID", "OBJECTTYPE", "OBJECTKEY", "ACCESSTIME", "ACCESSMODE", "WORKFLOWACTION", "SOURCE"}
	c.w.open("data")
	defer c.w.close("data")
	_, why = c.rows(c.viewer(), company.Selection{
		Object:  "AUDITHISTORY",
		Mode:    company.Read,
		Columns: plainColumns(fields),
		Filter: &company.Filter{Op: company.And, Children: []*company.Filter{
			{Op: company.Equal, Field: "OBJECTTYPE", Values: []string{strings.ToLower(o.Name)}},
			{Op: company.In, Field: "OBJECTKEY", Values: keys},
		}},
		Order: []company.Order{{Field: "ACCESSTIME"}, {Field: "ID"}},
	}, func(row []string) error {
		c.w.writeAuditDetail(row)
		return nil
	})
	return why
}

func (w *writer) writeAuditDetail(row []string) {
	mode := row[4]
	if words, known := auditWords[mode]; known {
		mode = words
	}
	w.open("auditTrailDetail")
	w.leaf("userId", row[0])
	w.leaf("object", row[1])
	w.leaf("objectKey", row[2])
	w.leaf("accessTime", row[3])
	w.leaf("accessMode", mode)
	w.leaf("workflowAction", row[5])
	w.leaf("webServer", "sandbox")
	w.leaf("trackingId", "")
	w.leaf("ipAddress", "127.0.0.1")
	w.leaf("source", row[6])
	w.close("auditTrailDetail")
}

// plainColumns selects fields as they are.
func plainColumns(fields []string) []company.Column {
	columns := make([]company.Column, len(fields))
	for i, field := range fields {
		columns[i].Field = field
	}
	return columns
}
