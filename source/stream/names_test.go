package stream

import (
	"slices"
	"strings"
	"testing"

	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/naming"
	"airbyte-sage-intacct/source/report"
)

// TestNamesNeverCollide: a name is one stream's, and leads back to it.
func TestNamesNeverCollide(t *testing.T) {
	for _, n := range naming.All {
		s := &config.Settings{Selected: config.Selected{Naming: n, Documents: []config.DocumentTypes{
			{Object: "SODOCUMENT", Types: []string{"Entry", "Sales Order", "sales-order", "Params"}},
			{Object: "PODOCUMENT", Types: []string{"Entry", "Ordre d'achat"}},
		}}}
		var list []Definition
		for _, row := range intacct.Objects() {
			list = append(list, ofObject(row))
		}
		for _, l := range report.All() {
			list = append(list, ofReport(l))
		}
		list = append(list, auditStreams(n)...)
		list = append(list, Documents(s)...)
		for _, object := range []string{"tasks", "gl_journal", "dimensions", "my_object", "MCA_attendee"} {
			list = append(list, Definition{Object: object})
		}
		taken := map[string]Definition{}
		for _, c := range Renamed(n, list) {
			other, twice := taken[naming.Folded(c.Name)]
			if twice && (other.listing == nil || other.listing != c.listing) { // an object and its listing are one
				t.Errorf("%s: %s is the name of %s %s and %s %s", n, c.Name, other.Object, other.docpar, c.Object, c.docpar)
			}
			taken[naming.Folded(c.Name)] = c
			if n != naming.Intacct && c.Name != strings.ToLower(c.Name) {
				t.Errorf("%s: %s is not in small letters", n, c.Name)
			}
			back := Named(c.Name, s)
			if !strings.EqualFold(back.Object, c.Object) || back.docpar != c.docpar || back.Audited != c.Audited {
				t.Errorf("%s: %s leads to %+v, not to %+v", n, c.Name, back, c)
			}
			if err := back.CheckName(n, c.Name); err != nil {
				t.Errorf("%s: %v", n, err)
			}
		}
	}
}

// TestDocumentStreamNames keeps names apart that destinations would not.
func TestDocumentStreamNames(t *testing.T) {
	s, err := config.Parse([]byte(`{"document_types":[{"object":"PODOCUMENT","types":["Purchase Order"," Purchase-Order ","Bestellung (Köln)","注文"]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, c := range Documents(s) {
		if c.Object == "PODOCUMENT" {
			names = append(names, c.Name)
		}
	}
	want := []string{"PODOCUMENT_PURCHASE_ORDER", "PODOCUMENT_PURCHASE_ORDER_2", "PODOCUMENT_BESTELLUNG_K_LN", "PODOCUMENT_TYPE"}
	if !slices.Equal(names, want) {
		t.Errorf("%q", names)
	}
}
