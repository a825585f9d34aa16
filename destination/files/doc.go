// Package files reads the files that records bring: from the records themselves,
// from a directory, or from hosts that a person has allowed.
package files
