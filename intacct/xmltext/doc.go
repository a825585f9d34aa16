// Package xmltext knows what text XML allows, and mends what the gateway sends
// besides. It knows nothing of queries and records.
package xmltext
