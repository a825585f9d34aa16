package plan

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination/schema"
	"airbyte-sage-intacct/intacct"
)

// Make decides how every configured stream is written. Whatever cannot
// work is refused here, before the first record is read.
func Make(ctx context.Context, config Settings, client schema.Describer, catalog *airbyte.ConfiguredCatalog) (map[string]*Plan, error) {
	plans := map[string]*Plan{}
	schemas := map[string]*schema.Schema{}
	all := make([]*Plan, 0, len(catalog.Streams))
	for _, stream := range catalog.Streams {
		p, err := makePlan(ctx, config, client, stream, schemas)
		if err != nil {
			return nil, err
		}
		plans[StreamKey(stream.Stream.Name, stream.Stream.Namespace)] = p
		all = append(all, p)
	}
	return plans, checkRivals(all)
}

func makePlan(ctx context.Context, config Settings, client schema.Describer, stream airbyte.ConfiguredStream, schemas map[string]*schema.Schema) (*Plan, error) {
	name := stream.Stream.Name
	if _, known := actions[stream.DestinationSyncMode]; !known {
		return nil, airbyte.Errorf(airbyte.ConfigError, "stream %s: the sync mode %q cannot be used with Sage Intacct: it would replace the company's records, posted documents and all, by those of the source. Choose append or append_dedup.", name, stream.DestinationSyncMode)
	}
	if err := checkTable(name, tableOf(config, stream)); err != nil {
		return nil, err
	}
	object := objectFor(config, stream)
	s, err := schemaFor(ctx, client, object, schemas)
	if err != nil {
		return nil, unknownObject(name, object.Name, err)
	}
	return newPlan(config, stream, s)
}

// schemaFor asks the company what an object has, once.
func schemaFor(ctx context.Context, client schema.Describer, object *intacct.Object, schemas map[string]*schema.Schema) (*schema.Schema, error) {
	if s := schemas[object.Name]; s != nil {
		return s, nil
	}
	s, err := schema.Load(ctx, client, object)
	var failure *intacct.Error
	if errors.As(err, &failure) && failure.Stage == intacct.StageResult && !failure.Temporary() {
		if other := meant(object.Name); other != nil {
			return schemaFor(ctx, client, other, schemas)
		}
	}
	if err == nil {
		schemas[object.Name] = s
	}
	return s, err
}

// objectFor names the object of a stream: as configured there, as mapped, or as
// the stream is called. What is not in the table may be an object of the
// company's own.
func objectFor(config Settings, stream airbyte.ConfiguredStream) *intacct.Object {
	name := objectName(config, stream)
	if table := tableOf(config, stream); table != nil {
		name = table.Objects[0].Name
	}
	if object, known := intacct.ObjectNamed(name); known {
		return object
	}
	return Unlisted(name)
}

func objectName(config Settings, stream airbyte.ConfiguredStream) string {
	if stream.DestinationObjectName != "" {
		return stream.DestinationObjectName
	}
	return cmp.Or(config.mapping(stream.Stream.Name).Object, stream.Stream.Name)
}

func unknownObject(stream, object string, err error) error {
	var failure *intacct.Error
	if errors.As(err, &failure) && failure.Stage == intacct.StageResult {
		return airbyte.Errorf(airbyte.ConfigError, "stream %s: the company has no object %s; rename the stream, or map it in objects_map: %w", stream, object, err)
	}
	return fmt.Errorf("stream %s: describe %s: %w", stream, object, err)
}

// meant is what the name of a stream means where the company has no object of
// that name: one of Intacct's in the plural (vendors, ap_bills), or an object of
// the company's own that our source tells from one of Intacct's by a suffix.
// nil is nothing.
func meant(name string) *intacct.Object {
	name = strings.ToLower(name)
	if own, cut := strings.CutSuffix(name, "_custom"); cut {
		return Unlisted(own)
	}
	for _, end := range plurals {
		if stem, cut := strings.CutSuffix(name, end[0]); cut {
			if object, known := intacct.ObjectNamed(stem + end[1]); known {
				return object
			}
		}
	}
	return nil
}

// plurals are the ends that the names of tables have where those of objects do
// not.
var plurals = [][2]string{{"ies", "y"}, {"es", ""}, {"s", ""}}

// Unlisted is an object that the table does not have: the company's own.
func Unlisted(name string) *intacct.Object {
	generic := intacct.Rule{Manner: intacct.GenericWrite}
	return &intacct.Object{Name: name, Label: name, Write: intacct.WriteRule{Create: generic, Update: generic, Delete: generic}}
}

// StreamKey is what a stream is known by: its name, and its namespace if it has
// one.
func StreamKey(name string, namespace *string) string {
	if namespace == nil || *namespace == "" {
		return name
	}
	return *namespace + "." + name
}
