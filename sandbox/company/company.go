package company

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Company is a simulated company. All methods may be called at the same time.
type Company struct {
	mu     sync.RWMutex
	schema *Schema
	tables map[string]*table // by upper-case name of the object

	profile   Profile
	users     []*User
	entities  []Entity
	private   []string          // ids of the private entities
	closed    map[string]string // entity ("" is all) to the last closed day
	sequences map[string]numbering
	choices   Choices
	quiet     map[string]bool // objects whose creates leave the time of modification null
	collation Collation
	auditForm AuditForm

	clock   atomic.Pointer[func() time.Time]
	pending []lateCommit
	due     atomic.Int64 // Unix time of the next late commit, 0 when there is none
	edits   edits
	journal *Journal
	details detailPlan
}

// numbering gives out natural keys.
type numbering struct {
	format string
	next   int
}

// New makes an empty company.
func New(s *Schema) *Company {
	c := &Company{
		schema:    s,
		tables:    make(map[string]*table, len(s.order)),
		closed:    map[string]string{},
		sequences: map[string]numbering{},
		quiet:     map[string]bool{},
		auditForm: AuditDeclared,
		edits:     edits{},
	}
	for _, o := range s.order {
		c.tables[strings.ToUpper(o.Name)] = newTable(o)
	}
	if details := c.tables[detailObject]; details != nil {
		details.derive = c.deriveDetails
		c.details = c.planDetails()
	}
	c.SetClock(time.Now)
	return c
}

// table finds the rows of an object by its name, in any case.
func (c *Company) table(name string) (*table, bool) {
	t, ok := c.tables[name]
	if !ok {
		if t, ok = c.tables[strings.ToUpper(name)]; !ok {
			return nil, false
		}
	}
	return t.ready(), true
}

// SetClock replaces the company's clock.
func (c *Company) SetClock(now func() time.Time) { c.clock.Store(&now) }

// Now is the company's time, in UTC and whole seconds.
func (c *Company) Now() time.Time { return (*c.clock.Load())().UTC().Truncate(time.Second) }

func (c *Company) today() string { return c.Now().Format(time.DateOnly) }

// Choices are what the company does where no public document says. Each zero
// value is the stricter or the sparser answer.
type Choices struct {
	// IgnoreUnknown leaves out elements that the object does not have, in create
	// and update; else they are refused.
	IgnoreUnknown bool
	// ReplaceLines lets an update of a bill none of whose lines names its record
	// replace all lines; else they are added to those that are there.
	ReplaceLines bool
	// LineVendors fills the vendor of a bill's lines from its header.
	LineVendors bool
	// AuditFields writes a row of the audit history for each field that an update
	// changes, with its name and both values; else one row for all, without them.
	AuditFields bool
	// DateTimes takes the date of an ISO date-time for a date; else it is refused.
	DateTimes bool
}

// Object finds an object by name, in any case.
func (c *Company) Object(name string) (*Object, bool) {
	o, ok := c.schema.Object(name)
	if !ok || o.Internal {
		return nil, false
	}
	return o, true
}

// Stored finds an object by name, in any case, also one that only legacy
// functions know.
func (c *Company) Stored(name string) (*Object, bool) { return c.schema.Object(name) }

// LinesOf is the object of a collection's lines, even where it is no object of
// its own to any function.
func (c *Company) LinesOf(owned *Owned) (*Object, bool) { return c.schema.Object(owned.Object) }

// Objects are all objects with known fields, in the catalogue's order.
func (c *Company) Objects() []*Object {
	return slices.DeleteFunc(slices.Clone(c.schema.order), func(o *Object) bool { return o.Internal })
}

// TypeNames are all object types that inspect lists, by name.
func (c *Company) TypeNames() []TypeName {
	all := slices.Clone(c.schema.types)
	for _, o := range c.Objects() {
		all = append(all, TypeName{o.Name, o.Label, o.Module})
	}
	slices.SortFunc(all, func(a, b TypeName) int { return strings.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	return all
}

// Profile is what the company says about itself.
func (c *Company) Profile() Profile {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.profile
}

// SetProfile replaces it.
func (c *Company) SetProfile(p Profile) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.profile = p
}

// Users are the company's users; they must not be changed in place.
func (c *Company) Users() []*User {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return slices.Clone(c.users)
}

// User finds a user by login, in any case.
func (c *Company) User(id string) (*User, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	i := slices.IndexFunc(c.users, func(u *User) bool { return strings.EqualFold(u.ID, id) })
	if i < 0 {
		return nil, false
	}
	return c.users[i], true
}

// SetUser adds or replaces a user, permissions included.
func (c *Company) SetUser(u User) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if i := slices.IndexFunc(c.users, func(x *User) bool { return strings.EqualFold(x.ID, u.ID) }); i >= 0 {
		c.users[i] = &u
		return
	}
	c.users = append(c.users, &u)
}

// Entities are the company's legal entities.
func (c *Company) Entities() []Entity {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return slices.Clone(c.entities)
}

// Entity finds an entity by its id.
func (c *Company) Entity(id string) (Entity, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.entity(id)
}

func (c *Company) entity(id string) (Entity, bool) {
	i := slices.IndexFunc(c.entities, func(e Entity) bool { return e.ID == id })
	if i < 0 {
		return Entity{}, false
	}
	return c.entities[i], true
}

// SetEntity adds or replaces an entity.
func (c *Company) SetEntity(e Entity) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if i := slices.IndexFunc(c.entities, func(x Entity) bool { return x.ID == e.ID }); i >= 0 {
		c.entities[i] = e
	} else {
		c.entities = append(c.entities, e)
	}
	c.private = nil
	for _, x := range c.entities {
		if x.Private {
			c.private = append(c.private, x.ID)
		}
	}
}
