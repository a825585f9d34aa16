package company

import (
	"sync"
	"time"
)

// Company is a simulated company. All methods may be called at the same time.
type Company struct {
	mu      sync.RWMutex
	schema  *Schema
	profile Profile
	now     func() time.Time
}

// StandardSchema is every object of the published catalogue, fresh for the
// caller to extend with custom objects and fields.
func StandardSchema() *Schema { return &Schema{} }

// Add puts a custom object into the schema, or replaces one.
func (s *Schema) Add(o Object) {}

// AddField gives an object a further field.
func (s *Schema) AddField(object string, f Field) {}

// New makes an empty company.
func New(s *Schema) *Company { return &Company{schema: s, now: time.Now} }

// SetClock replaces the company's clock.
func (c *Company) SetClock(now func() time.Time) { c.now = now }

// Now is the company's time, in UTC and whole seconds.
func (c *Company) Now() time.Time { return c.now().UTC().Truncate(time.Second) }

// Object finds an object by name, in any case.
func (c *Company) Object(name string) (*Object, bool) { return nil, false }

// Objects are all objects with known fields, in the catalogue's order.
func (c *Company) Objects() []*Object { return nil }

// TypeNames are all object types that inspect lists.
func (c *Company) TypeNames() []TypeName { return nil }

// Field finds a field by name, in any case.
func (o *Object) Field(id string) (*Field, bool) { return nil, false }

// Ordinal is the position of a field in Fields, or -1.
func (o *Object) Ordinal(id string) int { return -1 }

// Profile is what the company says about itself.
func (c *Company) Profile() Profile { return c.profile }

// SetProfile replaces it.
func (c *Company) SetProfile(p Profile) { c.profile = p }

// Users are the company's users; they must not be changed in place.
func (c *Company) Users() []*User { return nil }

// User finds a user by login, in any case.
func (c *Company) User(id string) (*User, bool) { return nil, false }

// SetUser adds or replaces a user, permissions included.
func (c *Company) SetUser(u User) {}

// Entities are the company's legal entities.
func (c *Company) Entities() []Entity { return nil }

// Entity finds an entity by its id.
func (c *Company) Entity(id string) (Entity, bool) { return Entity{}, false }

// SetEntity adds or replaces an entity.
func (c *Company) SetEntity(e Entity) {}

// Can reports whether a user has a right on an object.
func (c *Company) Can(u *User, a Access, object string) bool { return true }

// CloseBooks closes an entity's books up to and including a date; entity ""
// closes all.
func (c *Company) CloseBooks(entity, through string) {}

// SetAuditForm decides the form of OBJECTKEY for the audit rows to come.
func (c *Company) SetAuditForm(f AuditForm) {}

// SetSequence switches on automatic numbering of an object's natural key;
// format is for fmt and takes one integer.
func (c *Company) SetSequence(object, format string, next int) {}

// Select calls each with the asked rows, one at a time, outside any lock; row
// is reused. It returns how many rows (or groups) match, whatever the limit.
func (c *Company) Select(v Viewer, q Selection, each func(row []string) error) (total int, problem *Problem, err error) {
	return 0, nil, nil
}
