package source

import (
	"context"
	"slices"
	"time"

	"github.com/beevik/etree"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
)

// agingListing is what customers owe, by how long they have owed it, today. The
// gateway has no such function for what is owed to vendors: that follows from
// the due dates of APBILL.
//
// Source: Sage docs, XML API, "AR Aging" (get_araging).
var agingListing = &listing{
	name: "AR_AGING",
	columns: fixed(
		listedColumn{"ASOFDATE", "DATE"}, listedColumn{"CUSTOMERID", "TEXT"}, listedColumn{"AGINGPERIOD", "TEXT"},
		listedColumn{"TOTALAMOUNT", "CURRENCY"},
	),
	key: fixed("ASOFDATE", "CUSTOMERID", "AGINGPERIOD"),
	probe: func(ctx context.Context, client *intacct.Client, _ *config.Settings) error {
		_, err := aging(ctx, client, time.Date(1950, 1, 1, 0, 0, 0, 0, time.UTC)) // nobody owed anything yet
		return err
	},
	rows: func(ctx context.Context, l *lister) error {
		now, err := l.client.Now(ctx)
		if err != nil {
			return err
		}
		today := l.day(now)
		list, err := aging(ctx, l.client, today)
		if err != nil {
			return err
		}
		for _, customer := range list {
			if err := l.aging(today, customer); err != nil {
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
func (l *lister) aging(at time.Time, customer *etree.Element) error {
	id := texts(customer)["customerid"]
	for _, span := range customer.SelectElements("aging") {
		values := texts(span)
		if values["agingperiod"] == "" {
			return airbyte.Errorf(airbyte.SystemError, "AR_AGING: the gateway named no span of days for customer %s", id)
		}
		if err := l.put([]string{l.date(at), id, values["agingperiod"], values["totalamount"]}, slices.Concat(mendedTexts(customer), mendedTexts(span))...); err != nil {
			return err
		}
	}
	return nil
}

// day is the date that the user's calendar shows at a moment.
func (l *lister) day(at time.Time) time.Time {
	if l.format.Zone != nil {
		at = at.In(l.format.Zone)
	}
	return at
}

// date writes a date in the form that columns read under any formatting.
func (l *lister) date(at time.Time) string { return at.Format(time.DateOnly) }

// addDate adds a date in three elements, as legacy functions want them.
func addDate(body *etree.Element, name string, at time.Time) {
	date := body.CreateElement(name)
	date.CreateElement("year").SetText(at.Format("2006"))
	date.CreateElement("month").SetText(at.Format("01"))
	date.CreateElement("day").SetText(at.Format("02"))
}
