package destination_test

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/internal/long"
)

// TestMemoryOfFiles: records with the largest files that are taken are in
// memory one by one.
func TestMemoryOfFiles(t *testing.T) {
	if testing.Short() || underRace {
		t.Skip("writes 160 MB")
	}
	for _, name := range []string{"GOGC", "GOMEMLIMIT"} {
		t.Setenv(name, "") // as in the program: what TestMain spares the others
	}
	dir := t.TempDir()
	for _, name := range []string{"a.bin", "b.bin"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(strings.Repeat(name, 2<<20)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	records := long.Of(5, 8)
	in := &input{}
	for i := range records {
		in.record("VENDOR", fmt.Sprintf(`{"VENDORID":"V-%d","NAME":"N","ATTACHMENTS":["a.bin","b.bin"]}`, i))
	}
	f := &forgetful{}
	dial := func(config intacct.Config, options intacct.Options) (*intacct.Client, error) {
		options.Transport = f
		return intacct.New(config, options)
	}
	out := airbyte.NewEmitter(io.Discard)
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	config := configuration(t, settings{"attachment_dir": dir})
	if err := destination.New(dial).Write(t.Context(), config, catalogOf(stream("VENDOR", airbyte.Append)), airbyte.NewInput(strings.NewReader(in.String()), out.Log()), out); err != nil {
		t.Fatal(err)
	}
	if f.number.Load() != int64(records) {
		t.Errorf("%d of %d records were created", f.number.Load(), records)
	}
	// The gateway of the test keeps a copy of the request, and reads it into a
	// buffer that grows.
	most := (int64(f.largest.Load()) - int64(before.HeapInuse)) >> 20
	t.Logf("the heap grew to %d MiB", most)
	if most > 180 {
		t.Errorf("the heap grew to %d MiB", most)
	}
}
