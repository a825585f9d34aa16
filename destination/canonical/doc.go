// Package canonical has the one text of each value and name: of the kinds that
// fields have, of keys, and of the names that columns come under.
package canonical
