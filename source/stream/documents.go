package stream

import (
	"context"
	"fmt"

	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/naming"
)

// documentField tells the transaction definition of a document.
const documentField = "DOCPARID"

// Documents makes the streams of the configured document types: the documents
// of each, with the custom fields that only its definition shows, their lines and
// their subtotals.
func Documents(s *config.Settings) []Definition {
	if len(s.Documents) == 0 {
		return nil
	}
	var streams []Definition
	taken := takenNames(s.Naming)
	for _, of := range s.Documents {
		row, _ := intacct.ObjectNamed(of.Object)
		for _, definition := range of.Types {
			names := []string{row.Name}
			for _, lines := range row.Lines {
				names = append(names, lines.Object)
			}
			for _, name := range names {
				part, _ := intacct.ObjectNamed(name)
				streams = append(streams, Definition{
					Name:   naming.Free(s.Naming.Document(part, definition), taken),
					Object: name, Row: part, docpar: definition,
				})
			}
		}
	}
	return streams
}

// MissingDocumentTypes says which of the configured types the company does not
// have, as far as it lets the user see its definitions.
func MissingDocumentTypes(ctx context.Context, client *intacct.Client, s *config.Settings) ([]string, error) {
	var problems []string
	for _, c := range Documents(s) {
		if c.Row.Parent != "" {
			continue
		}
		q := intacct.Query{Object: c.Row.DefinedBy, Select: []string{"DOCID"}, Filter: intacct.Eq("DOCID", c.docpar)}
		q.Mended = true // what it holds does not matter
		definition, err := intacct.First(ctx, gateway.WithPrivate(client), q)
		if err != nil {
			if _, err = gateway.Excluded(err); err != nil {
				return nil, err
			}
			continue
		}
		if definition == nil {
			problems = append(problems, fmt.Sprintf("document_types: the company has no definition of %s called %q", c.Object, c.docpar))
		}
	}
	return problems, nil
}
