package report

import (
	"context"
	"slices"
	"time"

	"github.com/beevik/etree"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
)

// agingReport is what customers owe, by how long they have owed it, today. The
// gateway has no such function for what is owed to vendors: that follows from
// the due dates of APBILL.
//
// Source: Sage docs, XML API, "AR Aging" (get_araging).
var agingReport = &Report{
	Name: "AR_AGING",
	Columns: fixed(
		Column{"ASOFDATE", "DATE"}, Column{"CUSTOMERID", "TEXT"}, Column{"AGINGPERIOD", "TEXT"},
		Column{"TOTALAMOUNT", "CURRENCY"},
	),
	Key: fixed("ASOFDATE", "CUSTOMERID", "AGINGPERIOD"),
	Probe: func(ctx context.Context, client *intacct.Client, _ *config.Settings) error {
		_, err := aging(ctx, client, time.Date(1950, 1, 1, 0, 0, 0, 0, time.UTC)) // nobody owed anything yet
		return err
	},
	Rows: func(ctx context.Context, e *Env) error {
		now, err := e.Client.Now(ctx)
		if err != nil {
			return err
		}
		today := e.day(now)
		list, err := aging(ctx, e.Client, today)
		if err != nil {
			return err
		}
		for _, customer := range list {
			if err := e.aging(today, customer); err != nil {
				return err
			}
		}
		return nil
	},
}

func aging(ctx context.Context, client *intacct.Client, at time.Time) ([]*etree.Element, error) {
	body := etree.NewElement("get_araging")
	addDate(body, "asofdate", at)
	result, err := client.DoOne(ctx, intacct.Legacy(body))
	if err != nil {
		return nil, err
	}
	return answers(result.Data, "araging")
}

// aging emits a record for each span of days.
func (e *Env) aging(at time.Time, customer *etree.Element) error {
	id := texts(customer)["customerid"]
	for _, span := range customer.SelectElements("aging") {
		values := texts(span)
		if values["agingperiod"] == "" {
			return airbyte.Errorf(airbyte.SystemError, "AR_AGING: the gateway named no span of days for customer %s", id)
		}
		if err := e.Put([]string{e.date(at), id, values["agingperiod"], values["totalamount"]}, slices.Concat(mendedTexts(customer), mendedTexts(span))...); err != nil {
			return err
		}
	}
	return nil
}

// day is the date that the user's calendar shows at a moment.
func (e *Env) day(at time.Time) time.Time {
	if e.Zone != nil {
		at = at.In(e.Zone)
	}
	return at
}

// date writes a date in the form that columns read under any formatting.
func (e *Env) date(at time.Time) string { return at.Format(time.DateOnly) }

// addDate adds a date in three elements, as legacy functions want them.
func addDate(body *etree.Element, name string, at time.Time) {
	date := body.CreateElement(name)
	date.CreateElement("year").SetText(at.Format("2006"))
	date.CreateElement("month").SetText(at.Format("01"))
	date.CreateElement("day").SetText(at.Format("02"))
}
