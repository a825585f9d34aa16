// Package sandbox simulates the XML gateway of Sage Intacct over a simulated
// company.
package sandbox
