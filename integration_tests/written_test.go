package integration_tests

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// earlierWrite is a sync that an earlier release has written.
type earlierWrite struct {
	Name     string
	Settings map[string]any
	Streams  []struct {
		Name    string
		Mode    string
		Primary []string `json:"primary_key"`
	}
	Records []struct {
		Stream string
		Data   json.RawMessage
	}
}

// play sends the records of the write with a program.
func (w earlierWrite) play(t *testing.T, program string, s *server) outcome {
	t.Helper()
	streams := make([]any, 0, len(w.Streams))
	for _, stream := range w.Streams {
		primary := [][]string{}
		for _, column := range stream.Primary {
			primary = append(primary, []string{column})
		}
		streams = append(streams, map[string]any{
			"stream": map[string]any{
				"name": stream.Name, "json_schema": map[string]any{"type": "object"}, "supported_sync_modes": []string{"full_refresh"},
			},
			"sync_mode": "full_refresh", "destination_sync_mode": stream.Mode, "primary_key": primary,
		})
	}
	var in input
	for _, r := range w.Records {
		in.record(r.Stream, string(r.Data))
	}
	return executeWith(t, program, in.String(), "write",
		"--config", s.with(t, w.Settings), "--catalog", write(t, "catalog.json", encode(t, map[string]any{"streams": streams})))
}

// counts finds the numbers in the line that closes a stream: 3 already there.
var counts = regexp.MustCompile(`(\d+) (created|updated|already there|deleted|rejected)`)

// counted is how many records of a write were created, found and so on.
func (o outcome) counted() map[string]string {
	found := map[string]string{}
	for _, m := range o.messages {
		if m.Type != "LOG" || !regexp.MustCompile(`^Stream \S+: \d`).MatchString(m.Log.Message) {
			continue
		}
		for _, count := range counts.FindAllStringSubmatch(m.Log.Message, -1) {
			found[count[2]] += count[1] + " "
		}
	}
	return found
}

// recordWith is the program of an earlier release that TestWhatEarlierReleasesWrote
// records a company with: see written/README.md.
var recordWith = os.Getenv("RECORD_WRITTEN_WITH")

// TestWhatEarlierReleasesWrote sends what earlier releases have written once
// more, with this program and a gateway that remembers no control ids: all of it
// is found, and the company stays as it is to the last byte.
func TestWhatEarlierReleasesWrote(t *testing.T) {
	t.Parallel()
	releases, err := filepath.Glob("written/*/writes.json")
	if err != nil || len(releases) == 0 {
		t.Fatal("no writes of earlier releases", err)
	}
	for _, file := range releases {
		folder := filepath.Dir(file)
		t.Run(filepath.Base(folder), func(t *testing.T) {
			t.Parallel()
			var writes []earlierWrite
			if err := json.Unmarshal([]byte(content(t, file)), &writes); err != nil {
				t.Fatal(err)
			}
			kept := filepath.Join(folder, "company.data.gz")
			if _, err := os.Stat(kept); os.IsNotExist(err) && recordWith != "" {
				recordCompany(t, writes, kept)
			}
			data := write(t, "company.data", unzipped(t, kept))
			s := serve(t, "--clock", "2026-10-31T12:00:00Z", "--remember-control-ids=false", "--data", data)
			before := content(t, data)
			for _, w := range writes {
				result := w.play(t, connector, s)
				if found := result.counted(); result.exit != 0 || found["already there"] == "" || len(found) > 1 {
					t.Errorf("%s: exit %d, %v\n%s", w.Name, result.exit, found, result.problems())
				}
				if after := content(t, data); after != before {
					t.Errorf("%s: the company has changed: %s", w.Name, strings.TrimPrefix(after, before))
					before = after
				}
			}
		})
	}
}

// recordCompany writes a company with an earlier program, which then has to find
// all of it.
func recordCompany(t *testing.T, writes []earlierWrite, kept string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "company.data")
	s := serve(t, "--clock", "2026-10-31T12:00:00Z", "--remember-control-ids=false", "--data", file)
	for _, want := range []string{"created", "already there"} {
		before := content(t, file)
		for _, w := range writes {
			result := w.play(t, recordWith, s)
			if found := result.counted(); result.exit != 0 || found[want] == "" || len(found) > 1 {
				t.Errorf("%s: exit %d, %v\n%s", w.Name, result.exit, found, result.problems())
			}
		}
		if want == "already there" && content(t, file) != before {
			t.Error("the program that is recorded does not find all that it has written")
		}
	}
	var zipped bytes.Buffer
	zip := gzip.NewWriter(&zipped)
	_, err := io.WriteString(zip, content(t, file))
	if err := cmp.Or(err, zip.Close()); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(kept, zipped.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

func unzipped(t *testing.T, name string) string {
	t.Helper()
	zip, err := gzip.NewReader(strings.NewReader(content(t, name)))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(zip)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
