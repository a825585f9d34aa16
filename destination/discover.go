package destination

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"

	"airbyte-sage-intacct/airbyte"
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
	rights, err := loadRights(ctx, client)
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
			out.Log().Info().Msgf("%s: %v", s.object.Name, left)
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
			list = append(list, unlisted(d.Object))
		}
	}
	return list, nil
}

// unlisted is an object that the table does not have: the company's own.
func unlisted(name string) *intacct.Object {
	generic := intacct.Rule{Manner: intacct.GenericWrite}
	return &intacct.Object{Name: name, Label: name, Write: intacct.WriteRule{Create: generic, Update: generic, Delete: generic}}
}

// describe loads the schemas of objects, some at the same time, in order of
// name. Objects that the company does not have are left out.
func describe(ctx context.Context, client looker, objects []*intacct.Object, leave func(object string, err error)) ([]*schema, error) {
	var (
		group   sync.WaitGroup
		mu      sync.Mutex
		schemas []*schema
		failure error
		queue   = make(chan *intacct.Object)
	)
	for range describers {
		group.Go(func() {
			for object := range queue {
				s, err := loadSchema(ctx, client, object)
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
	slices.SortFunc(schemas, func(a, b *schema) int { return strings.Compare(a.object.Name, b.object.Name) })
	return schemas, failure
}

// offer makes the operations that the user may do on an object, and says why
// others are missing.
func offer(s *schema, rights *rights) (operations []airbyte.Operation, left error) {
	for _, mode := range []airbyte.DestinationSyncMode{airbyte.Append, airbyte.AppendDedup, airbyte.Update, airbyte.SoftDelete} {
		p := &plan{stream: s.object.Name, schema: s, action: actions[mode]}
		if err := p.findBy(&Config{}, airbyte.ConfiguredStream{}, Mapping{}); err != nil || p.check() != nil {
			continue
		}
		if rights != nil {
			if err := rights.lacks(s.object, p.action); err != nil {
				left = err
				continue
			}
		}
		operations = append(operations, airbyte.Operation{
			ObjectName: s.object.Name, SyncMode: mode,
			JSONSchema: s.jsonSchema(p.action), MatchingKeys: s.matchingKeys(p),
		})
	}
	return operations, left
}

// offerUnified makes the operations of the unified streams, for the objects that
// the user may write.
func offerUnified(schemas []*schema, rights *rights) []airbyte.Operation {
	var operations []airbyte.Operation
	for i := range unified.Tables {
		table := &unified.Tables[i]
		at := slices.IndexFunc(schemas, func(s *schema) bool { return len(table.Objects) > 0 && s.object.Name == table.Objects[0].Name })
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
func unifiedOperation(table *unified.Table, s *schema, o airbyte.Operation) airbyte.Operation {
	a := actions[o.SyncMode]
	creates := a == actionCreate || a == actionUpsert
	o.ObjectName = table.Stream()
	o.JSONSchema = table.Input(func(id string) bool {
		f := s.fields.exact[id]
		filled := strings.HasSuffix(s.object.Name, "PYMT") && slices.Contains(s.fillable(), f)
		return creates && f != nil && f.required && !f.own && !filled
	}, a != actionCreate)
	if len(table.Match) > 0 && len(s.object.Natural) == 0 {
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

// matchingKeys are the keys by which existing records can be found.
func (s *schema) matchingKeys(p *plan) [][]string {
	var keys [][]string
	if len(p.match) > 0 {
		keys = append(keys, ids(p.match))
	}
	if p.action != actionCreate && s.key() != nil && !p.byNumber {
		keys = append(keys, []string{s.key().id})
	}
	return keys
}

// property is the JSON schema of one field.
type property struct {
	Type       []string            `json:"type"`
	Format     string              `json:"format,omitempty"`
	Airbyte    string              `json:"airbyte_type,omitempty"`
	Items      *property           `json:"items,omitempty"`
	Properties map[string]property `json:"properties,omitempty"`
	Required   []string            `json:"required,omitempty"`
	Additional *bool               `json:"additionalProperties,omitempty"`
}

// jsonSchema describes the records that can be written.
func (s *schema) jsonSchema(a action) json.RawMessage {
	top := s.property(a)
	top.Type = []string{"object"}
	if s.carrier() != nil && a != actionDeactivate {
		top.Properties[strings.ToUpper(attachmentsColumn)] = filesProperty()
	}
	raw, err := json.Marshal(top)
	if err != nil {
		panic(err) // texts and lists of texts only
	}
	return raw
}

func (s *schema) property(a action) property {
	open := true
	p := property{Type: []string{"null", "object"}, Properties: map[string]property{}, Additional: &open}
	for _, f := range s.ordered {
		if f.own && f != s.key() || f.own && a == actionCreate {
			continue
		}
		p.Properties[f.id] = f.property()
		if f.required && !f.own && (a == actionCreate || a == actionUpsert) {
			p.Required = append(p.Required, f.id)
		}
	}
	slices.Sort(p.Required)
	s.eachList(func(l *list) {
		lines := l.lines.property(actionCreate)
		lines.Required = nil
		p.Properties[l.element] = property{Type: []string{"null", "array"}, Items: &lines}
	})
	return p
}

func (f *field) property() property {
	switch f.kind {
	case numeric:
		return property{Type: []string{"null", "number"}}
	case boolean:
		return property{Type: []string{"null", "boolean"}}
	case date:
		return property{Type: []string{"null", "string"}, Format: "date"}
	case timestamp:
		return property{Type: []string{"null", "string"}, Format: "date-time", Airbyte: "timestamp_with_timezone"}
	}
	return property{Type: []string{"null", "string"}}
}
