// Package schema has what can be written of an object in a company: the fields
// that lookup names and legacy functions take, what they are to each other, and
// the lines inside.
package schema
