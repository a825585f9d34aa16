// Package unified is a common schema for accounting data, as tables: one for
// each kind of record (Vendors, Bills, JournalEntries …) with its fields, and
// what each is in Sage Intacct. The tables are read in both directions, so that
// what is read as a unified Vendor can be written as one.
//
// The names are those that integrations of accounting systems have in common.
// They come in two generations, and records may use either. How sure each name
// is stands in the tables; docs/unified.md is made of them.
//
// The package knows no gateway: it turns JSON into JSON. What a record refers
// to by a record number or a name it hands on as a [Ref], for the writer to
// look up in the company.
package unified
