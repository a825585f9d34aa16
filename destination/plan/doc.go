// Package plan decides how the records of a stream are written: which object they
// become, what is done with them, what identifies them, and whether the user may.
package plan
