package report

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/beevik/etree"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/naming"
)

// The functions of the gateway that report balances.
const (
	trialBalance    = "get_trialbalance"
	accountBalances = "get_accountbalancesbydimensions"
)

// TrialBalance is the balance of every account, by reporting period.
//
// Source: Sage docs, XML API, "Trial Balances" (get_trialbalance).
var TrialBalance = &Report{
	Name: "TRIAL_BALANCE",
	Columns: fixed(append(periodColumns(),
		Column{"STARTBALANCE", "CURRENCY"}, Column{"DEBITS", "CURRENCY"}, Column{"CREDITS", "CURRENCY"},
		Column{"ADJDEBITS", "CURRENCY"}, Column{"ADJCREDITS", "CURRENCY"}, Column{"ENDBALANCE", "CURRENCY"},
		Column{"REPORTINGBOOK", "TEXT"}, Column{"CURRENCY", "TEXT"},
	)...),
	Key:   fixed("PERIOD", "GLACCOUNTNO", "REPORTINGBOOK", "CURRENCY"),
	Probe: probeBalances(trialBalance),
	Rows: func(ctx context.Context, e *Env) error {
		return e.balances(ctx, "trialbalance", func(p period) *etree.Element { return p.request(trialBalance) })
	},
}

// AccountBalances is the balance of every account for each combination
// of dimensions, by reporting period.
//
// Source: Sage docs, XML API, "Account Balances"
// (get_accountbalancesbydimensions).
var AccountBalances = &Report{
	Name: "ACCOUNT_BALANCES",
	Columns: func(s *config.Settings) []Column {
		columns := periodColumns()
		for _, d := range s.Dimensions {
			columns = append(columns, Column{dimensionColumn(d) + "ID", "TEXT"}, Column{dimensionColumn(d) + "NAME", "TEXT"})
		}
		return append(columns,
			Column{"STARTBALANCE", "CURRENCY"}, Column{"PERIODBALANCE", "CURRENCY"}, Column{"DEBITS", "CURRENCY"},
			Column{"CREDITS", "CURRENCY"}, Column{"ENDBALANCE", "CURRENCY"}, Column{"CURRENCY", "TEXT"},
		)
	},
	Key: func(s *config.Settings) []string {
		key := []string{"PERIOD", "GLACCOUNTNO"}
		for _, d := range s.Dimensions {
			key = append(key, dimensionColumn(d)+"ID")
		}
		return append(key, "CURRENCY")
	},
	Probe: probeBalances(accountBalances),
	Rows: func(ctx context.Context, e *Env) error {
		if err := CheckDimensions(ctx, e.Client, e.Settings); err != nil {
			return err
		}
		first, err := edgeAccount(ctx, e.Client, intacct.Asc("ACCOUNTNO"))
		if err != nil || first == "" {
			return err
		}
		last, err := edgeAccount(ctx, e.Client, intacct.Desc("ACCOUNTNO"))
		if err != nil {
			return err
		}
		return e.balances(ctx, "accountbalance", func(p period) *etree.Element {
			body := p.request(accountBalances)
			body.CreateElement("startaccountno").SetText(first)
			body.CreateElement("endaccountno").SetText(last)
			body.CreateElement("locationid") // empty is all of them; companies with several base currencies insist on it
			if len(e.Settings.Dimensions) > 0 {
				body.CreateElement("groupby").SetText(strings.ToLower(strings.Join(e.Settings.Dimensions, ",")))
			}
			return body
		})
	},
}

func periodColumns() []Column {
	return []Column{{"PERIOD", "TEXT"}, {"STARTDATE", "DATE"}, {"ENDDATE", "DATE"}, {"GLACCOUNTNO", "TEXT"}}
}

// dimensionColumn is what the columns of a dimension begin with.
func dimensionColumn(dimension string) string { return naming.Word(dimension) }

// CheckDimensions refuses a dimension that the company does not have, which
// the gateway might pass over in silence.
func CheckDimensions(ctx context.Context, client *intacct.Client, s *config.Settings) error {
	known, err := client.Dimensions(ctx)
	if err != nil {
		return err
	}
	for _, name := range s.Dimensions {
		if !slices.ContainsFunc(known, func(d intacct.Dimension) bool { return strings.EqualFold(d.Object, name) }) {
			return airbyte.Errorf(airbyte.ConfigError, "balance_dimensions: the company has no dimension called %q", name)
		}
	}
	return nil
}

// edgeAccount is the first account of an order; "" if there is none.
func edgeAccount(ctx context.Context, client *intacct.Client, order intacct.Order) (string, error) {
	q := intacct.Query{Object: "GLACCOUNT", Select: []string{"ACCOUNTNO"}, Order: []intacct.Order{order}}
	first, err := intacct.First(ctx, gateway.WithPrivate(client), q)
	if err != nil || first == nil {
		return "", err
	}
	return first[0], nil
}

// probeBalances asks for the balances of a day before the first account.
func probeBalances(function string) func(context.Context, *intacct.Client, *config.Settings) error {
	return func(ctx context.Context, client *intacct.Client, s *config.Settings) error {
		if _, err := Periods(ctx, client, s); err != nil {
			return err
		}
		day := time.Date(1950, 1, 1, 0, 0, 0, 0, time.UTC)
		body := period{from: day, to: day}.request(function)
		if function == accountBalances {
			if err := CheckDimensions(ctx, client, s); err != nil {
				return err
			}
			body.CreateElement("startaccountno").SetText("0")
			body.CreateElement("endaccountno").SetText("0")
			body.CreateElement("locationid")
		}
		_, err := client.DoOne(ctx, intacct.Legacy(body))
		return err
	}
}

// balances emits the balances of one period after the other.
func (e *Env) balances(ctx context.Context, element string, request func(period) *etree.Element) error {
	periods, err := Periods(ctx, e.Client, e.Settings)
	if err != nil {
		return err
	}
	values := make([]string, len(e.Columns))
	for _, p := range periods {
		result, err := e.Client.DoOne(ctx, intacct.Legacy(request(p)))
		if err != nil {
			return fmt.Errorf("the balances of %s: %w", p.name, err)
		}
		list, err := answers(result.Data, element)
		if err != nil {
			return err
		}
		for _, el := range list {
			answered := texts(el)
			for i, column := range e.Columns {
				values[i] = answered[strings.ToLower(column)]
			}
			values[0], values[1], values[2] = p.name, e.date(p.from), e.date(p.to)
			if err := e.Put(values, mendedTexts(el)...); err != nil {
				return err
			}
		}
	}
	return nil
}

// A period is a span of days with a name.
type period struct {
	name     string
	from, to time.Time
}

// request begins a function that reports on a period. It goes by the days,
// since the names of periods need not be unique.
func (p period) request(function string) *etree.Element {
	body := etree.NewElement(function)
	addDate(body, "startdate", p.from)
	addDate(body, "enddate", p.to)
	return body
}

// allPeriods stands for every month that has begun since the start date.
const allPeriods = "*"

// Periods are the configured ones, in the order of their days.
func Periods(ctx context.Context, client *intacct.Client, s *config.Settings) ([]period, error) {
	known, err := knownPeriods(ctx, client)
	if err != nil {
		return nil, err
	}
	var chosen []period
	if len(s.Periods) == 0 || slices.Contains(s.Periods, allPeriods) {
		now, err := client.Now(ctx)
		if err != nil {
			return nil, err
		}
		chosen = months(known, s.Start, now)
	}
	for _, name := range s.Periods {
		if name == allPeriods {
			continue
		}
		i := slices.IndexFunc(known, func(p period) bool { return strings.EqualFold(p.name, name) })
		if i < 0 {
			return nil, airbyte.Errorf(airbyte.ConfigError, "balance_periods: the company has no reporting period called %q", name)
		}
		if !slices.Contains(chosen, known[i]) {
			chosen = append(chosen, known[i])
		}
	}
	slices.SortStableFunc(chosen, func(a, b period) int {
		return cmp.Or(a.from.Compare(b.from), a.to.Compare(b.to), cmp.Compare(a.name, b.name))
	})
	return chosen, nil
}

// months are the periods of a month at most, each span of days once.
func months(list []period, start, now time.Time) []period {
	const month = 31 * 24 * time.Hour
	var kept []period
	for _, p := range list {
		twice := slices.ContainsFunc(kept, func(k period) bool { return k.from.Equal(p.from) && k.to.Equal(p.to) })
		if !twice && p.to.Sub(p.from) < month && !p.from.After(now) && !p.to.Before(start) {
			kept = append(kept, p)
		}
	}
	return kept
}

// knownPeriods are the company's, as far as they have days.
func knownPeriods(ctx context.Context, client *intacct.Client) ([]period, error) {
	format, err := gateway.UserFormat(ctx, client)
	if err != nil {
		return nil, err
	}
	var list []period
	q := intacct.Query{Object: "REPORTINGPERIOD", Select: []string{"RECORDNO", "NAME", "START_DATE", "END_DATE"}, PageSize: config.DefaultPageSize}
	for record, err := range intacct.Records(ctx, gateway.WithPrivate(client), q, "RECORDNO") {
		if err != nil {
			return nil, err
		}
		name, _ := record.Get("NAME")
		from, _ := record.Get("START_DATE")
		to, _ := record.Get("END_DATE")
		first, ok1 := format.ParseDate(from)
		last, ok2 := format.ParseDate(to)
		if ok1 && ok2 {
			list = append(list, period{string(name), first, last})
		}
	}
	return list, nil
}
