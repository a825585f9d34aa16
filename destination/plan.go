package destination

import (
	"slices"
	"strings"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/result"
	"airbyte-sage-intacct/destination/schema"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/unified"
)

// action is what is done with the records of a stream.
type action string

const (
	actionCreate     action = "create"     // never changes what is there
	actionUpsert     action = "upsert"     // creates or changes
	actionUpdate     action = "update"     // changes only what is there
	actionDelete     action = "delete"     // deletes what is there
	actionReverse    action = "reverse"    // undoes what is posted
	actionDeactivate action = "deactivate" // makes inactive what is there
)

// actions are those that the sync modes stand for.
var actions = map[airbyte.DestinationSyncMode]action{
	"":                  actionCreate,
	airbyte.Append:      actionCreate,
	airbyte.AppendDedup: actionUpsert,
	airbyte.Update:      actionUpdate,
	airbyte.SoftDelete:  actionDeactivate,
}

// offers says what of an object a stream with this action may bring.
func (a action) offers() schema.Offered {
	return schema.Offered{Key: a != actionCreate, Required: a == actionCreate || a == actionUpsert, Files: a != actionDeactivate}
}

// plan is how one stream is written.
type plan struct {
	stream string
	schema *schema.Schema
	action action
	// match are the fields by which a record is found in the company; nil if
	// only its identity or its content tells it.
	match []*schema.Field
	// identity carries an identity of ours in objects that have no key of their
	// own; nil if no field can.
	identity *schema.Field
	// primary are the fields of the input that make the identity; nil means its
	// whole content does.
	primary []string
	// keyColumns are the columns by which the connection tells records apart,
	// fields of the object or not.
	keyColumns []string
	// keyed: the primary key, which the object does not have, goes before match.
	keyed bool
	// ignored is the primary key of a stream that neither the object has nor any
	// field of it carries: its records are known by match alone.
	ignored []string
	// numbers is a primary key that is Intacct's own number of a unified record.
	numbers []string
	// unique: Intacct itself refuses a second record with the same match, so
	// that sending a create again cannot double it.
	unique bool
	// byNumber: records are found by record number, which only Intacct gives out:
	// what is not found cannot be created.
	byNumber bool

	standing []*schema.Field // what says whether a record is in the books, and since when
	undoing  *schema.Schema  // has the fields that a reversal takes

	posting *posting // how its records are dated in the books; nil if they are not

	// Of unified streams:
	table     *unified.Table
	today     string          // the company's day
	constants []record.Cell   // what the stream decides
	numbered  []*schema.Field // the record number
	titled    []*schema.Field // the name
	watched   []*schema.Field // what says whether lines may still change
}

// object is the name of the plan's object.
func (p *plan) object() string { return p.schema.Object.Name }

// newPlan decides how a configured stream is written.
func newPlan(config *Config, stream airbyte.ConfiguredStream, s *schema.Schema) (*plan, error) {
	p := &plan{stream: stream.Stream.Name, schema: s, action: actions[stream.DestinationSyncMode]}
	p.table = tableOf(config, stream)
	mapping := config.mapping(p.stream)
	if mapping.Action != "" {
		p.action = action(mapping.Action)
	}
	if p.action == actionReverse {
		p.schema = s.WithReversal()
	}
	if err := p.findBy(config, stream, mapping); err != nil {
		return nil, airbyte.Errorf(airbyte.ConfigError, "stream %s: %w", p.stream, err)
	}
	p.keyColumns = slices.Concat(flatten(stream.PrimaryKey), mapping.MatchingKeys)
	p.addAlternatives()
	p.watch()
	p.posting = postingOf(p.schema)
	p.lookAtBooks()
	return p, p.check()
}

// findBy chooses what tells a record of the stream from others. What a person
// configured comes first. A primary key that is Intacct's own record number
// says nothing about this company when the rows come from another one, so the
// natural key goes before it.
func (p *plan) findBy(config *Config, stream airbyte.ConfiguredStream, mapping Mapping) error {
	primary := flatten(stream.PrimaryKey)
	if len(mapping.MatchingKeys) > 0 {
		match, err := p.fieldsNamed(p.columns(mapping.MatchingKeys))
		p.match, p.byNumber = match, len(match) == 1 && match[0] == p.schema.Key()
		p.unique = p.isNatural()
		return err
	}
	if name := config.externalID(p.object()); name != "" {
		return p.identifyBy(name, primary)
	}
	if match, err := p.fieldsNamed(p.columns(primary)); err == nil && p.action != actionCreate && !p.namesOwn(match) {
		p.match = match
		p.unique = p.isNatural()
		return nil
	}
	if natural := p.natural(); natural != nil {
		p.match, p.unique = natural, len(p.schema.Object.Lines) == 0
	}
	lacks := p.lacks(primary)
	if p.table != nil && p.match != nil && p.schema.Object.Identity != "" && !p.changesOnly() {
		p.warnsOfNumbers(primary)
	}
	if p.schema.Object.Identity != "" {
		// Where there is a natural key too, this is for records without it, and for
		// streams with a key of their own.
		p.keyed = p.match != nil && lacks
		return p.identifyBy(p.schema.Object.Identity, primary)
	}
	if lacks && p.match != nil {
		p.ignored = primary
		return nil
	}
	if lacks {
		return result.Rejectf("%s has no field for the primary key of the stream (%s), and it would be ignored", p.object(), strings.Join(primary, ", ")).
			Advise("Name a field of it that is to carry the key in external_id_fields, or name what identifies its records as matching_keys in objects_map.")
	}
	if p.match != nil {
		return nil
	}
	if match, err := p.fieldsNamed(p.columns(primary)); err == nil && len(match) == 1 && match[0] == p.schema.Key() && p.changesOnly() {
		p.match, p.byNumber = match, true
	}
	return nil
}

// warnsOfNumbers has it told that a stream's primary key is Intacct's own number:
// of the records of another program it says nothing.
func (p *plan) warnsOfNumbers(primary []string) {
	if match, err := p.fieldsNamed(p.columns(primary)); err == nil && slices.Contains(match, p.schema.Key()) {
		p.numbers = primary
	}
}

// lacks reports whether a stream has a primary key that is not all of fields of
// the object.
func (p *plan) lacks(primary []string) bool {
	_, err := p.fieldsNamed(p.columns(primary))
	return err != nil
}

// changesOnly tells the actions that create nothing.
func (p *plan) changesOnly() bool { return p.action != actionCreate && p.action != actionUpsert }

func flatten(key [][]string) []string {
	names := make([]string, 0, len(key))
	for _, path := range key {
		names = append(names, strings.Join(path, "."))
	}
	return names
}

// natural are the fields of the object's own key, as far as lookup has them.
func (p *plan) natural() []*schema.Field {
	fields, err := p.fieldsNamed(p.naturalNames())
	if err != nil || len(fields) == 0 {
		return nil
	}
	return fields
}

// isNatural tells whether the match is the natural key of an object without
// lines: of those Intacct keeps two from being the same.
func (p *plan) isNatural() bool {
	natural := p.natural()
	if len(natural) != len(p.match) || len(p.schema.Object.Lines) > 0 {
		return false
	}
	for i := range natural {
		if natural[i] != p.match[i] {
			return false
		}
	}
	return true
}

// namesOwn tells whether some field is Intacct's own to set.
func (p *plan) namesOwn(fields []*schema.Field) bool {
	for _, f := range fields {
		if f.Own {
			return true
		}
	}
	return len(fields) == 0
}

// identifyBy makes a field carry our identity. The primary key makes it, unless
// there is none.
func (p *plan) identifyBy(name string, primary []string) error {
	f, known := p.schema.Fields.Find(name)
	if !known {
		return result.Rejectf("%s has no field %s to carry an identity", p.object(), name).Advise("Name another in external_id_fields.")
	}
	p.identity, p.primary = f, primary
	return nil
}

// identityIsPrimary: the primary key is what stands in the identity field
// anyway.
func (p *plan) identityIsPrimary() bool {
	return len(p.primary) == 1 && canonical.NormalName(p.primary[0]) == canonical.NormalName(p.identity.ID)
}

func (p *plan) fieldsNamed(names []string) ([]*schema.Field, error) {
	fields := make([]*schema.Field, 0, len(names))
	for _, name := range names {
		f, known := p.schema.Fields.Find(name)
		if !known {
			return nil, result.Rejectf("%s has no field %s to match records by", p.object(), name).Advise("Name fields of the object as matching_keys in objects_map.")
		}
		fields = append(fields, f)
	}
	return fields, nil
}

// check refuses what cannot work for any record.
func (p *plan) check() error {
	name := p.object()
	needsMatch := p.action != actionCreate
	switch {
	case needsMatch && p.match == nil && p.identity == nil:
		return airbyte.Errorf(airbyte.ConfigError, "stream %s: nothing identifies a record of %s: name matching_keys in objects_map, or an identity field in external_id_fields", p.stream, name)
	case p.action == actionDeactivate && p.schema.Status() == nil:
		return airbyte.Errorf(airbyte.ConfigError, "stream %s: %s has no STATUS, so its records cannot be made inactive", p.stream, name)
	}
	for verb, rule := range p.rules() {
		if rule.Manner == intacct.NoWrite {
			return airbyte.Errorf(airbyte.ConfigError, "stream %s: Intacct offers no way to %s records of %s through this interface", p.stream, verb, name)
		}
	}
	return nil
}

// rules are the ways that the action takes.
func (p *plan) rules() map[string]intacct.Rule {
	write := p.schema.Object.Write
	switch p.action {
	case actionCreate:
		return map[string]intacct.Rule{"create": write.Create}
	case actionUpsert:
		return map[string]intacct.Rule{"create": write.Create}
	case actionDelete:
		return map[string]intacct.Rule{"delete": write.Delete}
	case actionReverse:
		return map[string]intacct.Rule{"reverse": write.Reverse}
	}
	return map[string]intacct.Rule{"update": write.Update}
}

// carriesIdentity reports whether an update can change the field that carries
// identities.
func (p *plan) carriesIdentity() bool {
	rule := p.schema.Object.Write.Update
	switch rule.Manner {
	case intacct.GenericWrite:
		return true
	case intacct.LegacyWrite:
		return schema.Carries(rule.Content(), p.identity.ID)
	}
	return false
}

// isKey reports whether a column tells the record from others.
func (p *plan) isKey(name string) bool {
	for _, key := range slices.Concat(p.keyColumns, p.primary) {
		if canonical.NormalName(key) == canonical.NormalName(name) {
			return true
		}
	}
	if p.table != nil && p.table.Decides(name) {
		return true
	}
	f, known := p.schema.Fields.Find(p.columns([]string{name})[0])
	return known && (slices.Contains(p.match, f) || f == p.identity)
}

// matchingKeys are the keys by which existing records can be found.
func (p *plan) matchingKeys() [][]string {
	var keys [][]string
	if len(p.match) > 0 {
		keys = append(keys, schema.IDs(p.match))
	}
	if p.action != actionCreate && p.schema.Key() != nil && !p.byNumber {
		keys = append(keys, []string{p.schema.Key().ID})
	}
	return keys
}
