package report

import (
	"context"
	"strconv"
	"strings"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/gateway"
)

// dimensions is what a ledger line can be attributed to.
var dimensions = &Report{
	Name: "DIMENSIONS",
	Columns: fixed(
		Column{"objectName", "TEXT"}, Column{"objectLabel", "TEXT"}, Column{"termLabel", "TEXT"},
		Column{"userDefinedDimension", "BOOLEAN"}, Column{"enabledInGL", "BOOLEAN"},
	),
	Key: fixed("objectName"),
	Probe: func(ctx context.Context, client *intacct.Client, _ *config.Settings) error {
		_, err := client.Dimensions(ctx)
		return err
	},
	Rows: func(ctx context.Context, e *Env) error {
		list, err := e.Client.Dimensions(ctx)
		if err != nil {
			return err
		}
		for _, d := range list {
			if err := e.Put([]string{d.Object, d.Label, d.Term, strconv.FormatBool(d.UserDefined), strconv.FormatBool(d.InLedger)}); err != nil {
				return err
			}
		}
		return nil
	},
}

// dimensionValues is the values of all user-defined dimensions together.
// Each of them is an object of its own as well, which can be read by changes.
var dimensionValues = &Report{
	Name: "DIMENSION_VALUES",
	Columns: fixed(
		Column{"dimensionType", "TEXT"}, Column{"id", "TEXT"}, Column{"name", "TEXT"},
		Column{"createdBy", "TEXT"}, Column{"createdAt", "TIMESTAMP"},
		Column{"updatedBy", "TEXT"}, Column{"updatedAt", "TIMESTAMP"}, Column{"RECORD_URL", "TEXT"},
	),
	Key: fixed("dimensionType", "id"),
	Probe: func(ctx context.Context, client *intacct.Client, _ *config.Settings) error {
		list, err := userDimensions(ctx, client)
		if err == nil && len(list) == 0 {
			return gateway.NothingError("the company has no user-defined dimensions")
		}
		return err
	},
	Rows: func(ctx context.Context, e *Env) error {
		list, err := userDimensions(ctx, e.Client)
		if err != nil {
			return err
		}
		for _, object := range list {
			if !intacct.IsElementName(object) {
				e.Log.Warn().Msgf("%s: the values of %s are left out: %s", e.Stream, object, gateway.Nameless(object))
				continue
			}
			if err := e.dimensionValues(ctx, object); err != nil {
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
func (e *Env) dimensionValues(ctx context.Context, object string) error {
	def, err := e.Client.Lookup(ctx, object, "")
	if err != nil {
		return err
	}
	fields := make([]string, len(e.Columns))
	var selected []string
	for i, column := range e.Columns {
		if field, has := def.Field(column); has {
			fields[i] = field.ID
			selected = append(selected, field.ID)
		}
	}
	const key = "id"
	values := make([]string, len(fields))
	q := intacct.Query{Object: object, Select: selected, Mended: true, PageSize: e.Settings.PageSize}
	for record, err := range intacct.Records(ctx, gateway.WithPrivate(e.Client), q, key) {
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
			changes = append(changes, gateway.Mended(field))
		}
		if err := e.Put(values, changes...); err != nil {
			return err
		}
	}
	return nil
}
