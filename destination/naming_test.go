package destination_test

import (
	"bytes"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/source"
)

// readAs reads streams under the names of another connector, with the catalogue
// that would write them.
func (p *place) readAs(t *testing.T, naming string, names ...string) (*airbyte.ConfiguredCatalog, string) {
	t.Helper()
	more := settings{"stream_naming": naming, "objects": names}
	s := source.New(p.dial)
	discovered, err := s.Discover(t.Context(), configuration(t, more), airbyte.NewEmitter(&bytes.Buffer{}))
	if err != nil {
		t.Fatal(err)
	}
	catalog := &airbyte.ConfiguredCatalog{}
	for _, found := range discovered.Streams {
		catalog.Streams = append(catalog.Streams, airbyte.ConfiguredStream{
			Stream: found, SyncMode: airbyte.Incremental, DestinationSyncMode: airbyte.AppendDedup, PrimaryKey: found.SourceDefinedPrimaryKey,
		})
	}
	states, err := airbyte.ParseStates(nil)
	if err != nil {
		t.Fatal(err)
	}
	var stdout bytes.Buffer
	out := airbyte.NewEmitter(&stdout)
	if err := s.Read(t.Context(), configuration(t, more), catalog, states, out); err != nil {
		t.Fatal(err)
	}
	_ = out.Flush()
	var lines strings.Builder
	for line := range strings.Lines(stdout.String()) {
		if strings.HasPrefix(line, `{"type":"RECORD"`) || strings.HasPrefix(line, `{"type":"STATE"`) {
			lines.WriteString(line)
		}
	}
	return catalog, lines.String()
}

// TestWriteBackUnderOtherNames writes what the source reads under the names of
// another connector into the same company, which has it all.
func TestWriteBackUnderOtherNames(t *testing.T) {
	t.Parallel()
	for _, naming := range []string{"hotglue", "fivetran"} {
		t.Run(naming, func(t *testing.T) {
			t.Parallel()
			p := newPlace(sandbox.Settings{})
			before := p.dump(t)
			catalog, lines := p.readAs(t, naming, "VENDOR", "GLACCOUNT", "DEPARTMENT", "APBILL", "grant")
			if len(catalog.Streams) != 5 || strings.Count(lines, `"type":"RECORD"`) < 500 {
				t.Fatalf("%d streams, %d records", len(catalog.Streams), strings.Count(lines, `"type":"RECORD"`))
			}
			if r := p.write(t, mapped("grant", "grant", "", "id"), catalog, lines); r.err != nil {
				t.Fatalf("%v\n%s", r.err, r.stdout)
			}
			if after := p.dump(t); after != before {
				t.Error("the company is another one now")
			}
		})
	}
}

// dump is all that the company holds of some objects.
func (p *place) dump(t *testing.T) string {
	t.Helper()
	_, lines := p.readAs(t, "intacct", "VENDOR", "GLACCOUNT", "DEPARTMENT", "APBILL", "grant")
	var records strings.Builder
	for line := range strings.Lines(lines) {
		if _, data, is := strings.Cut(line, `"data":`); is && strings.HasPrefix(line, `{"type":"RECORD"`) {
			records.WriteString(data)
		}
	}
	return records.String()
}

// TestDeletesUnderFivetransNames: what the source marks as gone in one company
// goes in another one that has the same record numbers.
func TestDeletesUnderFivetransNames(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	number := p.row(t, "VENDOR", "VENDORID", "TV-2")["RECORDNO"]
	in := (&input{}).record("vendor", `{"recordno":`+number+`,"whenmodified":"2026-11-23T12:00:00Z","_fivetran_deleted":true,"_fivetran_synced":"2026-11-23T12:00:00Z"}`)
	r := p.write(t, mapped("vendor", "vendor", "", "recordno"), catalogOf(stream("vendor", airbyte.AppendDedup, "recordno")), in.String())
	if r.err != nil || len(p.rows("VENDOR", "VENDORID", "TV-2")) > 0 || len(p.rows("VENDOR", "VENDORID", "TV-1")) == 0 {
		t.Errorf("%v: %v", r.err, p.rows("VENDOR", "VENDORID", "TV-2"))
	}
}
