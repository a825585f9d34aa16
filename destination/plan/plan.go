package plan

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

// Action is what is done with the records of a stream.
type Action string

// The actions.
const (
	Create     Action = "create"     // never changes what is there
	Upsert     Action = "upsert"     // creates or changes
	Update     Action = "update"     // changes only what is there
	Delete     Action = "delete"     // deletes what is there
	Reverse    Action = "reverse"    // undoes what is posted
	Deactivate Action = "deactivate" // makes inactive what is there
)

// actions are those that the sync modes stand for.
var actions = map[airbyte.DestinationSyncMode]Action{
	"":                  Create,
	airbyte.Append:      Create,
	airbyte.AppendDedup: Upsert,
	airbyte.Update:      Update,
	airbyte.SoftDelete:  Deactivate,
}

// ActionOf is what a sync mode stands for.
func ActionOf(mode airbyte.DestinationSyncMode) Action { return actions[mode] }

// Offers says what of an object a stream with this action may bring.
func (a Action) Offers() schema.Offered {
	return schema.Offered{Key: a != Create, Required: a == Create || a == Upsert, Files: a != Deactivate}
}

// Plan is how one stream is written.
type Plan struct {
	Stream string
	Schema *schema.Schema
	Action Action
	// match are the fields by which a record is found in the company; nil if
	// only its identity or its content tells it.
	Match []*schema.Field
	// identity carries an identity of ours in objects that have no key of their
	// own; nil if no field can.
	Identity *schema.Field
	// primary are the fields of the input that make the identity; nil means its
	// whole content does.
	PrimaryKey []string
	// keyColumns are the columns by which the connection tells records apart,
	// fields of the object or not.
	keyColumns []string
	// keyed: the primary key, which the object does not have, goes before match.
	Keyed bool
	// ignored is the primary key of a stream that neither the object has nor any
	// field of it carries: its records are known by match alone.
	ignored []string
	// numbers is a primary key that is Intacct's own number of a unified record.
	numbers []string
	// unique: Intacct itself refuses a second record with the same match, so
	// that sending a create again cannot double it.
	Unique bool
	// byNumber: records are found by record number, which only Intacct gives out:
	// what is not found cannot be created.
	ByNumber bool

	Standing []*schema.Field // what says whether a record is in the books, and since when
	Undoing  *schema.Schema  // has the fields that a reversal takes

	Posting *posting // how its records are dated in the books; nil if they are not

	// Of unified streams:
	Table     *unified.Table
	Today     string          // the company's day
	Constants []record.Cell   // what the stream decides
	Numbered  []*schema.Field // the record number
	Titled    []*schema.Field // the name
	Watched   []*schema.Field // what says whether lines may still change
}

// Object is the name of the plan's object.
func (p *Plan) Object() string { return p.Schema.Object.Name }

// newPlan decides how a configured stream is written.
func newPlan(config Settings, stream airbyte.ConfiguredStream, s *schema.Schema) (*Plan, error) {
	p := &Plan{Stream: stream.Stream.Name, Schema: s, Action: actions[stream.DestinationSyncMode]}
	p.Table = tableOf(config, stream)
	mapping := config.mapping(p.Stream)
	if mapping.Action != "" {
		p.Action = Action(mapping.Action)
	}
	if p.Action == Reverse {
		p.Schema = s.WithReversal()
	}
	if err := p.findBy(config, stream, mapping); err != nil {
		return nil, airbyte.Errorf(airbyte.ConfigError, "stream %s: %w", p.Stream, err)
	}
	p.keyColumns = slices.Concat(flatten(stream.PrimaryKey), mapping.MatchingKeys)
	p.addAlternatives()
	p.watch()
	p.Posting = postingOf(p.Schema)
	p.lookAtBooks()
	return p, p.check()
}

// Offered is how records of an object can be written in a sync mode by a
// stream that is called like it, or why they cannot.
func Offered(s *schema.Schema, mode airbyte.DestinationSyncMode) (*Plan, error) {
	p := &Plan{Stream: s.Object.Name, Schema: s, Action: actions[mode]}
	if err := p.findBy(Settings{}, airbyte.ConfiguredStream{}, Mapping{}); err != nil {
		return nil, err
	}
	return p, p.check()
}

// findBy chooses what tells a record of the stream from others. What a person
// configured comes first. A primary key that is Intacct's own record number
// says nothing about this company when the rows come from another one, so the
// natural key goes before it.
func (p *Plan) findBy(config Settings, stream airbyte.ConfiguredStream, mapping Mapping) error {
	primary := flatten(stream.PrimaryKey)
	if len(mapping.MatchingKeys) > 0 {
		match, err := p.fieldsNamed(p.columns(mapping.MatchingKeys))
		p.Match, p.ByNumber = match, len(match) == 1 && match[0] == p.Schema.Key()
		p.Unique = p.isNatural()
		return err
	}
	if name := config.externalID(p.Object()); name != "" {
		return p.identifyBy(name, primary)
	}
	if match, err := p.fieldsNamed(p.columns(primary)); err == nil && p.Action != Create && !p.namesOwn(match) {
		p.Match = match
		p.Unique = p.isNatural()
		return nil
	}
	if natural := p.Natural(); natural != nil {
		p.Match, p.Unique = natural, len(p.Schema.Object.Lines) == 0
	}
	lacks := p.lacks(primary)
	if p.Table != nil && p.Match != nil && p.Schema.Object.Identity != "" && !p.ChangesOnly() {
		p.warnsOfNumbers(primary)
	}
	if p.Schema.Object.Identity != "" {
		// Where there is a natural key too, this is for records without it, and for
		// streams with a key of their own.
		p.Keyed = p.Match != nil && lacks
		return p.identifyBy(p.Schema.Object.Identity, primary)
	}
	if lacks && p.Match != nil {
		p.ignored = primary
		return nil
	}
	if lacks {
		return result.Rejectf("%s has no field for the primary key of the stream (%s), and it would be ignored", p.Object(), strings.Join(primary, ", ")).
			Advise("Name a field of it that is to carry the key in external_id_fields, or name what identifies its records as matching_keys in objects_map.")
	}
	if p.Match != nil {
		return nil
	}
	if match, err := p.fieldsNamed(p.columns(primary)); err == nil && len(match) == 1 && match[0] == p.Schema.Key() && p.ChangesOnly() {
		p.Match, p.ByNumber = match, true
	}
	return nil
}

// warnsOfNumbers has it told that a stream's primary key is Intacct's own number:
// of the records of another program it says nothing.
func (p *Plan) warnsOfNumbers(primary []string) {
	if match, err := p.fieldsNamed(p.columns(primary)); err == nil && slices.Contains(match, p.Schema.Key()) {
		p.numbers = primary
	}
}

// lacks reports whether a stream has a primary key that is not all of fields of
// the object.
func (p *Plan) lacks(primary []string) bool {
	_, err := p.fieldsNamed(p.columns(primary))
	return err != nil
}

// ChangesOnly tells the actions that create nothing.
func (p *Plan) ChangesOnly() bool { return p.Action != Create && p.Action != Upsert }

func flatten(key [][]string) []string {
	names := make([]string, 0, len(key))
	for _, path := range key {
		names = append(names, strings.Join(path, "."))
	}
	return names
}

// Natural are the fields of the object's own key, as far as lookup has them.
func (p *Plan) Natural() []*schema.Field {
	fields, err := p.fieldsNamed(p.naturalNames())
	if err != nil || len(fields) == 0 {
		return nil
	}
	return fields
}

// isNatural tells whether the match is the natural key of an object without
// lines: of those Intacct keeps two from being the same.
func (p *Plan) isNatural() bool {
	natural := p.Natural()
	if len(natural) != len(p.Match) || len(p.Schema.Object.Lines) > 0 {
		return false
	}
	for i := range natural {
		if natural[i] != p.Match[i] {
			return false
		}
	}
	return true
}

// namesOwn tells whether some field is Intacct's own to set.
func (p *Plan) namesOwn(fields []*schema.Field) bool {
	for _, f := range fields {
		if f.Own {
			return true
		}
	}
	return len(fields) == 0
}

// identifyBy makes a field carry our identity. The primary key makes it, unless
// there is none.
func (p *Plan) identifyBy(name string, primary []string) error {
	f, known := p.Schema.Fields.Find(name)
	if !known {
		return result.Rejectf("%s has no field %s to carry an identity", p.Object(), name).Advise("Name another in external_id_fields.")
	}
	p.Identity, p.PrimaryKey = f, primary
	return nil
}

// IdentityIsPrimary reports whether the primary key is what stands in the
// identity field anyway.
func (p *Plan) IdentityIsPrimary() bool {
	return len(p.PrimaryKey) == 1 && canonical.NormalName(p.PrimaryKey[0]) == canonical.NormalName(p.Identity.ID)
}

func (p *Plan) fieldsNamed(names []string) ([]*schema.Field, error) {
	fields := make([]*schema.Field, 0, len(names))
	for _, name := range names {
		f, known := p.Schema.Fields.Find(name)
		if !known {
			return nil, result.Rejectf("%s has no field %s to match records by", p.Object(), name).Advise("Name fields of the object as matching_keys in objects_map.")
		}
		fields = append(fields, f)
	}
	return fields, nil
}

// check refuses what cannot work for any record.
func (p *Plan) check() error {
	name := p.Object()
	needsMatch := p.Action != Create
	switch {
	case needsMatch && p.Match == nil && p.Identity == nil:
		return airbyte.Errorf(airbyte.ConfigError, "stream %s: nothing identifies a record of %s: name matching_keys in objects_map, or an identity field in external_id_fields", p.Stream, name)
	case p.Action == Deactivate && p.Schema.Status() == nil:
		return airbyte.Errorf(airbyte.ConfigError, "stream %s: %s has no STATUS, so its records cannot be made inactive", p.Stream, name)
	}
	for verb, rule := range p.rules() {
		if rule.Manner == intacct.NoWrite {
			return airbyte.Errorf(airbyte.ConfigError, "stream %s: Intacct offers no way to %s records of %s through this interface", p.Stream, verb, name)
		}
	}
	return nil
}

// rules are the ways that the action takes.
func (p *Plan) rules() map[string]intacct.Rule {
	write := p.Schema.Object.Write
	switch p.Action {
	case Create:
		return map[string]intacct.Rule{"create": write.Create}
	case Upsert:
		return map[string]intacct.Rule{"create": write.Create}
	case Delete:
		return map[string]intacct.Rule{"delete": write.Delete}
	case Reverse:
		return map[string]intacct.Rule{"reverse": write.Reverse}
	}
	return map[string]intacct.Rule{"update": write.Update}
}

// CarriesIdentity reports whether an update can change the field that carries
// identities.
func (p *Plan) CarriesIdentity() bool {
	rule := p.Schema.Object.Write.Update
	switch rule.Manner {
	case intacct.GenericWrite:
		return true
	case intacct.LegacyWrite:
		return schema.Carries(rule.Content(), p.Identity.ID)
	}
	return false
}

// IsKey reports whether a column tells the record from others.
func (p *Plan) IsKey(name string) bool {
	for _, key := range slices.Concat(p.keyColumns, p.PrimaryKey) {
		if canonical.NormalName(key) == canonical.NormalName(name) {
			return true
		}
	}
	if p.Table != nil && p.Table.Decides(name) {
		return true
	}
	f, known := p.Schema.Fields.Find(p.columns([]string{name})[0])
	return known && (slices.Contains(p.Match, f) || f == p.Identity)
}

// MatchingKeys are the keys by which existing records can be found.
func (p *Plan) MatchingKeys() [][]string {
	var keys [][]string
	if len(p.Match) > 0 {
		keys = append(keys, schema.IDs(p.Match))
	}
	if p.Action != Create && p.Schema.Key() != nil && !p.ByNumber {
		keys = append(keys, []string{p.Schema.Key().ID})
	}
	return keys
}
