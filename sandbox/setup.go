package sandbox

import (
	"strconv"
	"strings"
	"time"

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
	base := p.BaseCurrency
	if multiBase == "true" {
		base = "" // each entity has its own
	}
	c.w.open("data")
	c.w.open("financialSetup")
	c.w.leaf("baseCurrency", base)
	c.w.leaf("defaultBook", "ACCRUAL")
	c.w.leaf("firstFiscalMonth", monthNumber(p.FirstFiscalMonth))
	c.w.leaf("multiBaseCurrency", multiBase)
	c.w.leaf("multiBook", "false")
	c.w.leaf("multiCurrency", multiCurrency)
	c.w.leaf("multiEntityShared", multi)
	c.w.close("financialSetup")
	c.w.close("data")
	return nil
}

// monthNumber is a month as functions count it, from 1; what is no month's
// name stays.
func monthNumber(name string) string {
	for month := time.January; month <= time.December; month++ {
		if month.String() == name {
			return strconv.Itoa(int(month))
		}
	}
	return name
}

// dayNumber is a day of the week as functions count it: Sunday is 1.
func dayNumber(name string) string {
	for day := time.Sunday; day <= time.Saturday; day++ {
		if day.String() == name {
			return strconv.Itoa(int(day) + 1)
		}
	}
	return name
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
	application := c.body.Attr("application")
	preferences := map[string][][2]string{
		"GEN": {
			{"PRIMARY_ACCTNO_LENGTH", "4"},
			{"ACCTNO_SEPARATOR", ""},
			{"SUBACCTNO_LENGTH", ""},
			{"FISCAL_FIRST_MONTH", monthNumber(p.FirstFiscalMonth)},
			{"FISCAL_FIRST_MONTH_TAX", monthNumber(p.FirstFiscalMonth)},
			{"WEEK_START", dayNumber(p.WeekStart)},
			{"CUSTOM_ACCOUNTING_PERIODS", "F"},
		},
		"ME":  {{"MULTIENTITY", "T"}},
		"GL":  {{"EMPLOYEEDIMENSION", "T"}, {"ENABLEDRAFT", "T"}},
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

// getClosedBooksDate answers the last day of the closed books where the caller
// is: closedbooksdate of the response DTD. Nothing closed is nothing said.
func (c *call) getClosedBooksDate() failure {
	c.w.open("data")
	defer c.w.close("data")
	through := c.self.closed[c.who.entity]
	if through == "" {
		return nil
	}
	c.w.open("closedbooksdate")
	c.w.leaf("year", through[:4])
	c.w.leaf("month", through[5:7])
	c.w.leaf("day", through[8:])
	c.w.close("closedbooksdate")
	return nil
}

// auditWords are ACCESSMODE's codes in words.
var auditWords = map[string]string{
	"A": "Access", "C": "Create", "M": "Modify", "D": "Delete", "W": "Workflow", "T": "Activity", "U": "User Action",
}

// getAuditTrail lists what happened to one record.
func (c *call) getAuditTrail() failure {
	o, why := c.object(c.body.Value("object"))
	if why != nil {
		return why
	}
	record := c.body.Value("recordNo")
	keys := []string{record, record + "--REC"}
	if natural := c.body.Value("objectKey"); natural != "" {
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

// writeAuditDetail writes one access: with the plain key and the mode in small
// letters, unlike AUDITHISTORY (Sage docs, XML API: Audit trails).
func (w *writer) writeAuditDetail(row []string) {
	mode := row[4]
	if words, known := auditWords[mode]; known {
		mode = words
	}
	w.open("auditTrailDetail")
	w.leaf("userId", row[0])
	w.leaf("object", row[1])
	w.leaf("objectKey", strings.TrimSuffix(row[2], "--REC"))
	w.leaf("accessTime", strings.Replace(row[3], "Z", "+00:00", 1))
	w.leaf("accessMode", strings.ToLower(mode))
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
