package source

import (
	"context"
	"strconv"
	"strings"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/gateway"
)

// dimensionsListing is what a ledger line can be attributed to.
var dimensionsListing = &listing{
	name: "DIMENSIONS",
	columns: fixed(
		listedColumn{"objectName", "TEXT"}, listedColumn{"objectLabel", "TEXT"}, listedColumn{"termLabel", "TEXT"},
		listedColumn{"userDefinedDimension", "BOOLEAN"}, listedColumn{"enabledInGL", "BOOLEAN"},
	),
	key: fixed("objectName"),
	probe: func(ctx context.Context, client *intacct.Client, _ *config.Settings) error {
		_, err := client.Dimensions(ctx)
		return err
	},
	rows: func(ctx context.Context, l *lister) error {
		list, err := l.client.Dimensions(ctx)
		if err != nil {
			return err
		}
		for _, d := range list {
			if err := l.put([]string{d.Object, d.Label, d.Term, strconv.FormatBool(d.UserDefined), strconv.FormatBool(d.InLedger)}); err != nil {
				return err
			}
		}
		return nil
	},
}

// dimensionValuesListing is the values of all user-defined dimensions together.
// Each of them is an object of its own as well, which can be read by changes.
var dimensionValuesListing = &listing{
	name: "DIMENSION_VALUES",
	columns: fixed(
		listedColumn{"dimensionType", "TEXT"}, listedColumn{"id", "TEXT"}, listedColumn{"name", "TEXT"},
		listedColumn{"createdBy", "TEXT"}, listedColumn{"createdAt", "TIMESTAMP"},
		listedColumn{"updatedBy", "TEXT"}, listedColumn{"updatedAt", "TIMESTAMP"}, listedColumn{"RECORD_URL", "TEXT"},
	),
	key: fixed("dimensionType", "id"),
	probe: func(ctx context.Context, client *intacct.Client, _ *config.Settings) error {
		list, err := userDimensions(ctx, client)
		if err == nil && len(list) == 0 {
			return gateway.NothingError("the company has no user-defined dimensions")
		}
		return err
	},
	rows: func(ctx context.Context, l *lister) error {
		list, err := userDimensions(ctx, l.client)
		if err != nil {
			return err
		}
		for _, object := range list {
			if !intacct.IsElementName(object) {
				l.out.Log().Warn().Msgf("%s: the values of %s are left out: %s", l.name, object, errNameless(object))
				continue
			}
			if err := l.dimensionValues(ctx, object); err != nil {
				return err
			}
		}
		return nil
	},
}

func userDimensions(ctx context.Context, client *intacct.Client) ([]string, error) {
	list, err := client.Dimensions(ctx)
	var objects []string
	for _, d := range list {
		if d.UserDefined {
			objects = append(objects, d.Object)
		}
	}
	return objects, err
}

// dimensionValues emits the values of one dimension, as far as it has the
// usual fields.
func (l *lister) dimensionValues(ctx context.Context, object string) error {
	def, err := l.client.Lookup(ctx, object, "")
	if err != nil {
		return err
	}
	fields := make([]string, len(l.plan.columns))
	var selected []string
	for i, c := range l.plan.columns {
		if field, has := def.Field(c.field); has {
			fields[i] = field.ID
			selected = append(selected, field.ID)
		}
	}
	const key = "id"
	values := make([]string, len(fields))
	q := intacct.Query{Object: object, Select: selected, Mended: true, PageSize: l.settings.PageSize}
	for record, err := range intacct.Records(ctx, gateway.WithPrivate(l.client), q, key) {
		if err != nil {
			return err
		}
		for i, field := range fields {
			value, _ := record.Get(field)
			values[i] = strings.Clone(string(value))
		}
		values[0] = object
		var changes []airbyte.Change
		for _, field := range record.Mended() {
			changes = append(changes, mendedChange(field))
		}
		if err := l.put(values, changes...); err != nil {
			return err
		}
	}
	return nil
}
