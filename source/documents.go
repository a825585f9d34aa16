package source

import (
	"context"
	"fmt"
	"strings"

	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/gateway"
)

// documentField tells the transaction definition of a document.
const documentField = "DOCPARID"

// documentStreams makes the streams of document types: the documents of each,
// with the custom fields that only its definition shows, their lines and their
// subtotals.
func documentStreams(list []DocumentTypes, n naming) ([]candidate, error) {
	var streams []candidate
	taken := n.taken()
	for _, of := range list {
		row, known := intacct.ObjectNamed(of.Object)
		if !known || row.DefinedBy == "" {
			return nil, fmt.Errorf("document_types: %q; allowed are SODOCUMENT, PODOCUMENT and INVDOCUMENT", of.Object)
		}
		for _, definition := range nonEmpty(of.Types) {
			names := []string{row.Name}
			for _, lines := range row.Lines {
				names = append(names, lines.Object)
			}
			for _, name := range names {
				part, _ := intacct.ObjectNamed(name)
				streams = append(streams, candidate{
					name:   freeName(n.document(part, definition), taken),
					object: name, row: part, docpar: definition,
				})
			}
		}
	}
	return streams, nil
}

// streamWord makes a part of a stream's name out of a name that people gave:
// destinations make tables of streams, and letters and digits are safe in all.
func streamWord(name string) string {
	words := strings.FieldsFunc(strings.ToUpper(name), func(r rune) bool {
		return (r < 'A' || r > 'Z') && (r < '0' || r > '9')
	})
	if len(words) == 0 {
		return "TYPE"
	}
	return strings.Join(words, "_")
}

// missingDocumentTypes says which of the configured types the company does not
// have, as far as it lets the user see its definitions.
func missingDocumentTypes(ctx context.Context, client *intacct.Client, s *settings) ([]string, error) {
	var problems []string
	for _, c := range s.documents {
		if c.row.Parent != "" {
			continue
		}
		q := intacct.Query{Object: c.row.DefinedBy, Select: []string{"DOCID"}, Filter: intacct.Eq("DOCID", c.docpar)}
		q.Mended = true // what it holds does not matter
		definition, err := intacct.First(ctx, gateway.WithPrivate(client), q)
		if err != nil {
			if _, err = gateway.Excluded(err); err != nil {
				return nil, err
			}
			continue
		}
		if definition == nil {
			problems = append(problems, fmt.Sprintf("document_types: the company has no definition of %s called %q", c.object, c.docpar))
		}
	}
	return problems, nil
}
