package destination

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination/plan"
	"airbyte-sage-intacct/destination/schema"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/unified"
)

// describers is how many objects are described at the same time.
const describers = 4

// Discover implements [airbyte.Destination].
func (c *connector) Discover(ctx context.Context, raw []byte, out *airbyte.Emitter) (*airbyte.DestinationCatalog, error) {
	_, client, err := c.connect(raw, out, 0)
	if err != nil {
		return nil, err
	}
	defer client.Close()
	objects, err := writable(ctx, client)
	if err != nil {
		return nil, err
	}
	rights, err := plan.LoadRights(ctx, client)
	if err != nil {
		out.Log().Info().Err(err).Msg("The user's rights cannot be read, so they were not checked.")
		rights = nil
	}
	schemas, err := describe(ctx, client, objects, func(object string, err error) {
		out.Log().Info().Msgf("%s is left out: %v", object, err)
	})
	if err != nil {
		return nil, err
	}
	catalog := &airbyte.DestinationCatalog{Operations: []airbyte.Operation{}}
	for _, s := range schemas {
		operations, left := offer(s, rights)
		if left != nil {
			out.Log().Info().Msgf("%s: %v", s.Object.Name, left)
		}
		catalog.Operations = append(catalog.Operations, operations...)
	}
	catalog.Operations = append(catalog.Operations, offerUnified(schemas, rights)...)
	if len(catalog.Operations) == 0 {
		return nil, airbyte.Errorf(airbyte.ConfigError, "the user can write none of the %d objects looked at; the log says why for each: give the user's role the rights Add and Edit", len(objects))
	}
	return catalog, nil
}

// writable are the objects that can be written at all: those of the table, and
// the company's own dimensions.
func writable(ctx context.Context, client *intacct.Client) ([]*intacct.Object, error) {
	var list []*intacct.Object
	for _, object := range intacct.Objects() {
		w := object.Write
		if w.Create.Manner != intacct.NoWrite || w.Update.Manner != intacct.NoWrite {
			list = append(list, object)
		}
	}
	dimensions, err := client.Dimensions(ctx)
	if err != nil {
		return nil, err
	}
	for _, d := range dimensions {
		if d.UserDefined {
			list = append(list, plan.Unlisted(d.Object))
		}
	}
	return list, nil
}

// describe loads the schemas of objects, some at the same time, in order of
// name. Objects that the company does not have are left out.
func describe(ctx context.Context, client schema.Describer, objects []*intacct.Object, leave func(object string, err error)) ([]*schema.Schema, error) {
	var (
		group   sync.WaitGroup
		mu      sync.Mutex
		schemas []*schema.Schema
		failure error
		queue   = make(chan *intacct.Object)
	)
	for range describers {
		group.Go(func() {
			for object := range queue {
				s, err := schema.Load(ctx, client, object)
				mu.Lock()
				var refused *intacct.Error
				switch {
				case err == nil:
					schemas = append(schemas, s)
				case errors.As(err, &refused) && refused.Stage == intacct.StageResult:
					leave(object.Name, err)
				default:
					failure = cmp.Or(failure, err)
				}
				mu.Unlock()
			}
		})
	}
	for _, object := range objects {
		queue <- object
	}
	close(queue)
	group.Wait()
	slices.SortFunc(schemas, func(a, b *schema.Schema) int { return strings.Compare(a.Object.Name, b.Object.Name) })
	return schemas, failure
}

// offer makes the operations that the user may do on an object, and says why
// others are missing.
func offer(s *schema.Schema, rights *plan.Rights) (operations []airbyte.Operation, left error) {
	for _, mode := range []airbyte.DestinationSyncMode{airbyte.Append, airbyte.AppendDedup, airbyte.Update, airbyte.SoftDelete} {
		p, err := plan.Offered(s, mode)
		if err != nil {
			continue
		}
		if rights != nil {
			if err := rights.Lacks(s.Object, p.Action); err != nil {
				left = err
				continue
			}
		}
		operations = append(operations, airbyte.Operation{
			ObjectName: s.Object.Name, SyncMode: mode,
			JSONSchema: s.JSONSchema(p.Action.Offers()), MatchingKeys: p.MatchingKeys(),
		})
	}
	return operations, left
}

// offerUnified makes the operations of the unified streams, for the objects that
// the user may write.
func offerUnified(schemas []*schema.Schema, rights *plan.Rights) []airbyte.Operation {
	var operations []airbyte.Operation
	for i := range unified.Tables {
		table := &unified.Tables[i]
		at := slices.IndexFunc(schemas, func(s *schema.Schema) bool { return len(table.Objects) > 0 && s.Object.Name == table.Objects[0].Name })
		if table.ReadOnly || at < 0 {
			continue
		}
		offered, _ := offer(schemas[at], rights)
		for _, o := range offered {
			operations = append(operations, unifiedOperation(table, schemas[at], o))
		}
	}
	slices.SortStableFunc(operations, func(a, b airbyte.Operation) int { return strings.Compare(a.ObjectName, b.ObjectName) })
	return operations
}

// unifiedOperation is an operation of an object in the terms of its table.
func unifiedOperation(table *unified.Table, s *schema.Schema, o airbyte.Operation) airbyte.Operation {
	a := plan.ActionOf(o.SyncMode)
	creates := a == plan.Create || a == plan.Upsert
	o.ObjectName = table.Stream()
	o.JSONSchema = table.Input(func(id string) bool {
		f := s.Fields.Exact[id]
		filled := strings.HasSuffix(s.Object.Name, "PYMT") && slices.Contains(s.Fillable(), f)
		return creates && f != nil && f.Required && !f.Own && !filled
	}, a != plan.Create)
	if len(table.Match) > 0 && len(s.Object.Natural) == 0 {
		o.MatchingKeys = append([][]string{table.Match}, o.MatchingKeys...)
	}
	o.MatchingKeys = callKeys(table, o.MatchingKeys)
	return o
}

// callKeys names keys as a table does; those that it has no names for are left
// out.
func callKeys(table *unified.Table, keys [][]string) [][]string {
	var named [][]string
	for _, key := range keys {
		names := make([]string, len(key))
		for i, id := range key {
			names[i] = table.Called(id)
		}
		if !slices.Contains(names, "") {
			named = append(named, names)
		}
	}
	return named
}
