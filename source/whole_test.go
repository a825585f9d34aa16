package source

import (
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/internal/long"
	"airbyte-sage-intacct/source/report"
)

// curated are the streams that discover offers of the demo company.
func curated(t testing.TB) []airbyte.Stream {
	t.Helper()
	out := demo().run(t, t.Context(), "discover", nil, nil).ok(t)
	for _, m := range out.messages {
		if m.Type == airbyte.TypeCatalog {
			return m.Catalog.Streams
		}
	}
	t.Fatal("no catalogue")
	return nil
}

// large are the objects that take long to compare under the race detector.
var large = map[string]bool{
	"APBILLITEM": true, "APPYMTDETAIL": true, "GLBATCH": true, "GLDETAIL": true, "GLENTRY": true, "SODOCUMENTENTRY": true,
}

func TestFullRefreshEqualsTheCompany(t *testing.T) {
	var names []string
	for _, stream := range curated(t) {
		switch {
		case report.Named(stream.Name) != nil: // no object of the company holds it
			continue
		case large[stream.Name] && !long.Asked():
			continue
		}
		names = append(names, stream.Name)
	}
	out := demo().read(t, configured(airbyte.FullRefresh, names...), nil).ok(t)
	for _, name := range names {
		records := out.records(name)
		t.Logf("%s: %d", name, len(records))
		demo().equalsCompany(t, name, records)
	}
}
