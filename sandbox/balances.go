package sandbox

import (
	"maps"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"airbyte-sage-intacct/sandbox/company"
)

// A period is the days that a report covers.
type period struct{ from, to string }

// A balance is what a report says of one account, or of one account within one
// value of each dimension it groups by.
type balance struct {
	account        string
	dimensions     []string
	start          *big.Rat
	debits, credit *big.Rat
}

func newBalance(account string, dimensions []string) *balance {
	return &balance{
		account: account, dimensions: dimensions,
		start: new(big.Rat), debits: new(big.Rat), credit: new(big.Rat),
	}
}

func (b *balance) end() *big.Rat {
	end := new(big.Rat).Add(b.start, b.debits)
	return end.Sub(end, b.credit)
}

func (b *balance) isZero() bool {
	return b.start.Sign() == 0 && b.debits.Sign() == 0 && b.credit.Sign() == 0
}

// money writes an amount without trailing zeros; sums of decimals are decimals.
func money(amount *big.Rat) string {
	return string(appendDecimal(nil, amount.FloatString(10)))
}

// getTrialBalance answers the balance of every account in a period.
func (c *call) getTrialBalance() failure {
	var groups []string
	if c.body.Flag("showdeptdetail", false) {
		groups = append(groups, "DEPARTMENT")
	}
	if c.body.Flag("showlocdetail", false) {
		groups = append(groups, "LOCATION")
	}
	return c.report("trialbalance", groups)
}

func (c *call) getAccountBalances() failure { return c.report("accountbalance", nil) }

// getAccountBalancesByDimensions also groups, by the dimensions it is told.
func (c *call) getAccountBalancesByDimensions() failure {
	var groups []string
	groupBy := c.body.Child("groupby")
	names := splitList(groupBy.Trimmed())
	if groupBy != nil {
		for _, child := range groupBy.Children {
			names = append(names, child.Trimmed())
		}
	}
	for _, name := range names {
		for _, d := range standardDimensions {
			if strings.EqualFold(strings.TrimSuffix(strings.ToUpper(name), "ID"), d.object) {
				groups = append(groups, d.field)
			}
		}
	}
	return c.report("accountbalance", groups)
}

// report sums the posted entries of the ledger.
func (c *call) report(element string, groups []string) failure {
	days, why := c.periodAsked()
	if why != nil {
		return why
	}
	balances := map[string]*balance{}
	conditions := c.entryConditions()
	before := append(slices.Clone(conditions), &company.Filter{Op: company.Less, Field: "ENTRY_DATE", Values: []string{days.from}})
	within := append(slices.Clone(conditions), &company.Filter{Op: company.Between, Field: "ENTRY_DATE", Values: []string{days.from, days.to}})
	why = c.sumEntries(groups, before, balances, func(b *balance, debit bool, amount *big.Rat) {
		if !debit {
			amount = amount.Neg(amount)
		}
		b.start.Add(b.start, amount)
	})
	if why != nil {
		return why
	}
	why = c.sumEntries(groups, within, balances, func(b *balance, debit bool, amount *big.Rat) {
		if debit {
			b.debits.Add(b.debits, amount)
		} else {
			b.credit.Add(b.credit, amount)
		}
	})
	if why != nil {
		return why
	}
	return c.writeBalances(element, groups, balances)
}

// sumEntries adds up the entries by account, side and dimension.
func (c *call) sumEntries(groups []string, conditions []*company.Filter, balances map[string]*balance, add func(*balance, bool, *big.Rat)) failure {
	columns := append(plainColumns(append([]string{"ACCOUNTNO", "TR_TYPE"}, groups...)), company.Column{Field: "AMOUNT", Func: "sum"})
	_, why := c.rows(c.viewerFor(true), company.Selection{
		Object: "GLENTRY", Mode: company.Read, Columns: columns,
		Filter: &company.Filter{Op: company.And, Children: conditions},
	}, func(row []string) error {
		amount, ok := new(big.Rat).SetString(row[len(row)-1])
		if !ok {
			return nil // entries without an amount
		}
		dimensions := slices.Clone(row[2 : len(row)-1])
		key := row[0] + "\x00" + strings.Join(dimensions, "\x00")
		if balances[key] == nil {
			balances[key] = newBalance(row[0], dimensions)
		}
		add(balances[key], row[1] == "1", amount)
		return nil
	})
	return why
}

// entryConditions are the parts of the request that choose entries.
func (c *call) entryConditions() []*company.Filter {
	conditions := []*company.Filter{
		{Op: company.Equal, Field: "STATE", Values: []string{"Posted"}},
		{Op: company.NotEqual, Field: "STATISTICAL", Values: []string{strconv.FormatBool(!c.body.Flag("statistical", false))}},
	}
	equal := func(element, field string) {
		if value := c.body.Value(element); value != "" {
			conditions = append(conditions, &company.Filter{Op: company.Equal, Field: field, Values: []string{value}})
		}
	}
	equal("glaccountno", "ACCOUNTNO")
	for _, d := range standardDimensions {
		equal(strings.ToLower(d.object)+"id", d.field)
	}
	if from := c.body.Value("startaccountno"); from != "" {
		conditions = append(conditions, &company.Filter{
			Op: company.Between, Field: "ACCOUNTNO", Values: []string{from, c.body.Value("endaccountno")},
		})
	}
	return conditions
}

// periodAsked reads the days, or looks the reporting period up.
func (c *call) periodAsked() (period, failure) {
	name := c.body.Value("reportingperiodname")
	if name == "" {
		from, ok := usualFormatting.parseDate(dateParts(c.body.Child("startdate")))
		to, okTo := usualFormatting.parseDate(dateParts(c.body.Child("enddate")))
		if !ok || !okTo {
			return period{}, failing(errBusiness, "The start date or the end date is not valid.")
		}
		return period{from, to}, nil
	}
	var days period
	_, why := c.rows(c.viewer(), company.Selection{
		Object: "REPORTINGPERIOD", Mode: company.Read, Columns: plainColumns([]string{"START_DATE", "END_DATE"}),
		Filter: &company.Filter{Op: company.Equal, Field: "NAME", Values: []string{name}}, Limit: 1,
	}, func(row []string) error {
		days = period{row[0], row[1]}
		return nil
	})
	if why == nil && days.from == "" {
		why = failing(errBusiness, "Invalid reporting period '%s' specified.", name)
	}
	return days, why
}

// writeBalances writes what the sums come to, in the order of the accounts.
func (c *call) writeBalances(element string, groups []string, balances map[string]*balance) failure {
	zeros := c.body.Flag("showzerobalances", false)
	c.w.open("data")
	defer c.w.close("data")
	for _, key := range slices.Sorted(maps.Keys(balances)) {
		b := balances[key]
		if b.isZero() && !zeros {
			continue
		}
		c.w.open(element)
		if c.body.Name == "get_accountbalancesbydimensions" {
			if why := c.writePeriodBalance(groups, b); why != nil {
				return why
			}
		} else {
			c.writeSides(groups, b)
		}
		c.w.close(element)
	}
	return nil
}

// writeSides writes a balance as the older functions do: both sides, and those
// of adjustment books, of which there are none.
func (c *call) writeSides(groups []string, b *balance) {
	c.w.leaf("glaccountno", b.account)
	c.w.leaf("startbalance", money(b.start))
	c.w.leaf("debits", money(b.debits))
	c.w.leaf("credits", money(b.credit))
	c.w.leaf("adjdebits", "0")
	c.w.leaf("adjcredits", "0")
	c.w.leaf("endbalance", money(b.end()))
	for i, group := range groups {
		c.w.leaf(strings.ToLower(strings.TrimSuffix(group, "ID"))+"id", b.dimensions[i])
	}
	c.w.leaf("reportingbook", "ACCRUAL")
	c.w.leaf("currency", c.self.profile.BaseCurrency)
}

// writePeriodBalance writes a balance with what the period changed, and each
// dimension with its name (Sage docs, XML API: Account balances).
func (c *call) writePeriodBalance(groups []string, b *balance) failure {
	c.w.leaf("glaccountno", b.account)
	c.w.leaf("startbalance", money(b.start))
	c.w.leaf("periodbalance", money(new(big.Rat).Sub(b.end(), b.start)))
	c.w.leaf("endbalance", money(b.end()))
	c.w.leaf("currency", c.self.profile.BaseCurrency)
	for i, group := range groups {
		name, why := c.dimensionName(group, b.dimensions[i])
		if why != nil {
			return why
		}
		element := strings.ToLower(strings.TrimSuffix(group, "ID"))
		c.w.leaf(element+"id", b.dimensions[i])
		c.w.leaf(element+"name", name)
	}
	return nil
}

// dimensionName is what a dimension's value is called.
func (c *call) dimensionName(field, id string) (string, failure) {
	i := slices.IndexFunc(standardDimensions, func(d dimension) bool { return d.field == field })
	o, known := c.gateway.company.Object(standardDimensions[i].object)
	if id == "" || !known || o.NaturalKey == "" {
		return "", nil
	}
	title := "NAME"
	if _, has := o.Field("TITLE"); has && o.Name == "DEPARTMENT" {
		title = "TITLE"
	}
	name := ""
	_, why := c.rows(c.viewerFor(true), company.Selection{
		Object: o.Name, Mode: company.Read, Columns: plainColumns([]string{title}), Limit: 1,
		Filter: &company.Filter{Op: company.Equal, Field: o.NaturalKey, Values: []string{id}},
	}, func(row []string) error {
		name = row[0]
		return nil
	})
	return name, why
}
