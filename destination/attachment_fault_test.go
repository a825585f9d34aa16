package destination_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination"
	"airbyte-sage-intacct/destination/files"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/internal/long"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/source"
)

// paperwork is an input of bills with and without files, old and new ones.
func paperwork() string {
	return billsWith(
		filed("AT-1", inline("a.txt", "one"), inline("b.txt", "two")),
		filed("AT-2", inline("a.txt", "new")),
		filed("AT-3"),
		filed("AT-4", inline("a.txt", "new"), inline("c.txt", "three")),
	)
}

// earlier is what is there before: a bill that gets its first file, and one that
// gets another.
func (p *place) earlier(t *testing.T) {
	t.Helper()
	p.mustWrite(t, nil, "2 created", filed("AT-2"), filed("AT-4", inline("a.txt", "old")))
	p.ForgetRequests()
}

// papers are the bills and files that are there afterwards.
func (p *place) papers(t *testing.T) map[string]string {
	t.Helper()
	p.company.Release()
	found := map[string]string{}
	for _, number := range []string{"AT-1", "AT-2", "AT-3", "AT-4"} {
		for i, bill := range p.rows("APBILL", "RECORDID", number) {
			found[fmt.Sprint(number, " ", i)] = fmt.Sprint(p.filesOf(t, bill["SUPDOCID"]))
		}
	}
	for _, object := range []string{"SUPDOC", "SUPDOCFOLDER", "SUPDOCATTACHMENT"} {
		found[object] = fmt.Sprint(len(p.company.Rows(object)))
	}
	return found
}

// cleanPapers is what one clean run leaves.
func cleanPapers(t *testing.T) (want map[string]string, requests int) {
	t.Helper()
	p := newPlace(sandbox.Settings{})
	p.earlier(t)
	if r := p.write(t, nil, upsertBills, paperwork()); r.err != nil {
		t.Fatalf("%v\n%s", r.err, r.stdout)
	}
	return p.papers(t), len(p.Requests())
}

// TestFilesNeverTwice: whatever goes wrong with the first or second request
// that writes or looks at attachments, the company ends as after a clean run,
// and so it does when all comes again.
func TestFilesNeverTwice(t *testing.T) {
	t.Parallel()
	want, _ := cleanPapers(t)
	for memory, settings := range memories {
		for name, fault := range faults {
			for _, function := range []string{"create_supdocfolder", "create_supdoc", "update_supdoc", "get"} {
				for nth := range 2 {
					reads := function == "get"
					if reads && memory != "forgets" || nth > 0 && (function == "create_supdocfolder" || function == "update_supdoc") || underRace && (memory != "forgets" || nth > 0) || !long.Asked() && (memory != "forgets" || nth > 0 || function != "create_supdoc" && len(name)%4 != 0) {
						continue
					}
					t.Run(fmt.Sprintf("%s/%s/%s %d", memory, name, function, nth+1), func(t *testing.T) {
						t.Parallel()
						p := newPlace(settings)
						p.earlier(t)
						fault := fault
						fault.Function, fault.Nth = function, nth+1
						if reads {
							fault.Applied, fault.LateCommit = false, 0
						}
						p.Fault(fault)
						for pass := range 2 {
							r := p.write(t, nil, upsertBills, paperwork())
							if r.err != nil {
								t.Fatalf("pass %d: %v\n%s", pass, r.err, r.stdout)
							}
							if got := p.papers(t); !maps.Equal(got, want) {
								t.Fatalf("pass %d:\ngot  %v\nwant %v\n%s", pass, got, want, r.stdout)
							}
						}
					})
				}
			}
		}
	}
}

// TestFilesKilledAtAnyRequest: the process dies while a request is under way,
// and the next run finishes the work.
func TestFilesKilledAtAnyRequest(t *testing.T) {
	t.Parallel()
	want, requests := cleanPapers(t)
	for memory, settings := range memories {
		for last := 1; last <= requests; last++ {
			if underRace && last%4 != 0 || !long.Picks(last+len(memory), 5) {
				continue
			}
			p := newPlace(settings)
			p.earlier(t)
			p.writeAndDie(t, upsertBills, paperwork(), last)
			if r := p.write(t, nil, upsertBills, paperwork()); r.err != nil {
				t.Fatalf("%s, after the death at request %d: %v\n%s", memory, last, r.err, r.stdout)
			}
			if got := p.papers(t); !maps.Equal(got, want) {
				t.Fatalf("%s, dead at request %d:\ngot  %v\nwant %v", memory, last, got, want)
			}
		}
	}
}

// meddler does something before a request that holds a text, once.
type meddler struct {
	http.RoundTripper
	text string
	do   func()
	done atomic.Bool
}

func (m *meddler) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	if bytes.Contains(body, []byte(m.text)) && m.done.CompareAndSwap(false, true) {
		m.do()
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return m.RoundTripper.RoundTrip(r)
}

// TestSomebodyIsFaster: what another makes between our look and our request is
// used, not refused.
func TestSomebodyIsFaster(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		before string
		do     func(p *place)
		want   []string
	}{
		"folder": {"create_supdocfolder", func(p *place) {
			p.company.Put("SUPDOCFOLDER", map[string]string{"name": "Airbyte APBILL", "status": "active"})
		}, []string{sumOf("a.txt", "one")}},
		"record": {"create_supdoc", func(p *place) {
			p.mustWrite(t, nil, "1 created", filed("AT-1", inline("b.txt", "two")))
		}, []string{sumOf("a.txt", "one"), sumOf("b.txt", "two")}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(sandbox.Settings{})
			m := &meddler{RoundTripper: p.Transport(), text: c.before, do: func() { c.do(p) }}
			r := p.writeThrough(t, m, files.Client(anyAddress), nil, upsertBills, billsWith(filed("AT-1", inline("a.txt", "one"))))
			if r.err != nil {
				t.Fatalf("%v\n%s", r.err, r.stdout)
			}
			p.mustHave(t, c.want...)
			if n := len(p.rowsOf("SUPDOCFOLDER", "name", "Airbyte APBILL")); n != 1 {
				t.Errorf("%d folders", n)
			}
		})
	}
}

// TestARecordThatSomebodyElseMade without files: it gets them, once.
func TestARecordThatSomebodyElseMade(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	vendor := (&input{}).record("VENDOR", `{"VENDORID":"V-1","NAME":"First","ATTACHMENTS":[`+inline("a.txt", "one")+`]}`).state("VENDOR").String()
	catalog := catalogOf(stream("VENDOR", airbyte.AppendDedup))
	m := &meddler{RoundTripper: p.Transport(), text: "create_supdoc", do: func() {
		p.company.Put("VENDOR", map[string]string{"VENDORID": "V-1", "NAME": "First", "STATUS": "active"})
	}}
	r := p.writeThrough(t, m, files.Client(anyAddress), nil, catalog, vendor)
	if r.err != nil || !strings.Contains(r.stdout, "1 updated") {
		t.Fatalf("%v\n%s", r.err, r.stdout)
	}
	if got := p.filesOf(t, p.row(t, "VENDOR", "VENDORID", "V-1")["SUPDOCID"]); !slices.Equal(got, []string{sumOf("a.txt", "one")}) {
		t.Errorf("files %q", got)
	}
}

// TestFilesThatAreGone: a gateway that remembers the control ids of what
// somebody has deleted since does not keep it from coming back.
func TestFilesThatAreGone(t *testing.T) {
	t.Parallel()
	first, second := filed("AT-1", inline("a.txt", "one")), filed("AT-1", inline("a.txt", "one"), inline("b.txt", "two"))
	for name, remove := range map[string]func(p *place){
		"record": func(p *place) {
			p.company.Remove("APBILL", p.rows("APBILL", "RECORDID", "AT-1")[0]["RECORDNO"])
		},
		"record and attachment": func(p *place) {
			p.company.Remove("APBILL", p.rows("APBILL", "RECORDID", "AT-1")[0]["RECORDNO"])
			p.company.Remove("SUPDOC", p.filesIn("Airbyte APBILL")[0]["recordno"])
		},
		"file": func(p *place) {
			p.company.Remove("SUPDOCATTACHMENT", p.rowsOf("SUPDOCATTACHMENT", "attachmentname", "b")[0]["RECORDNO"])
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(memories["refuses"])
			p.mustWrite(t, nil, "1 created", first)
			p.mustWrite(t, nil, "1 updated", second)
			remove(p)
			p.mustWrite(t, nil, "", second)
			p.mustHave(t, sumOf("a.txt", "one"), sumOf("b.txt", "two"))
			if n := len(p.filesIn("Airbyte APBILL")); n != 1 {
				t.Errorf("%d attachments", n)
			}
		})
	}
}

func anyAddress(netip.Addr) bool { return true }

// writeThrough is write with another way to the gateway, and to files.
func (p *place) writeThrough(t *testing.T, way http.RoundTripper, client *http.Client, more settings, catalog *airbyte.ConfiguredCatalog, input string) run {
	t.Helper()
	dial := func(config intacct.Config, options intacct.Options) (*intacct.Client, error) {
		options.Transport, options.Now, options.Retry.Sleep = way, p.Now, p.Sleep
		return intacct.New(config, options)
	}
	var stdout bytes.Buffer
	out := airbyte.NewEmitter(&stdout)
	d := destination.NewWithFetcher(dial, p.Now, p.Sleep, client)
	err := d.Write(t.Context(), configuration(t, more), catalog, airbyte.NewInput(strings.NewReader(input), out.Log()), out)
	_ = out.Flush()
	return run{stdout: stdout.String(), err: err}
}

// TestFetchedFiles: fetched from a host on the list; an address that has
// expired since hurts nobody, one that was never good does.
func TestFetchedFiles(t *testing.T) {
	t.Parallel()
	var expired atomic.Bool
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if expired.Load() || r.URL.Path != "/scan.pdf" {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		_, _ = w.Write([]byte("a scan"))
	}))
	t.Cleanup(server.Close)
	client := files.Client(anyAddress)
	trusted := server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	client.Transport.(*http.Transport).TLSClientConfig = &tls.Config{RootCAs: trusted, MinVersion: tls.VersionTLS12}
	address, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	p := newPlace(sandbox.Settings{})
	more := settings{"attachment_hosts": []string{address.Host}}
	good := billsWith(filed("AT-1", fmt.Sprintf(`{"url":"%s/scan.pdf?signature=secret"}`, server.URL)))
	bad := billsWith(filed("AT-2", fmt.Sprintf(`{"url":"%s/none.pdf?signature=secret"}`, server.URL)))
	for _, c := range []struct{ input, want string }{
		{good, "1 created"},
		{good, "1 already there"},
		{bad, "attachments[0] (none.pdf) cannot be fetched from 127.0.0.1: it answers 403 Forbidden. Check the address; the next sync tries again."},
		{good, "a file of this name is there already and stays"},
		{good, "1 already there"},
	} {
		r := p.writeThrough(t, p.Transport(), client, more, upsertBills, c.input)
		if !strings.Contains(r.stdout, c.want) || (r.err != nil) != (c.input == bad) || strings.Contains(r.stdout, "secret") {
			t.Fatalf("want %s: %v\n%s", c.want, r.err, r.stdout)
		}
		if c.input == bad {
			expired.Store(true)
		}
	}
	p.mustHave(t, sumOf("scan.pdf", "a scan"))
	// The very same with the program's own client: the address is inside.
	r := p.writeThrough(t, p.Transport(), destination.New(p.dial).(interface{ Client() *http.Client }).Client(), more, upsertBills, good)
	if r.err == nil || !strings.Contains(r.stdout, "is not fetched from 127.0.0.1: the host's address is not a public one. Put the file into attachment_dir") {
		t.Errorf("%v\n%s", r.err, r.stdout)
	}
}

// TestFilesReadBack: the source reads what was written, byte for byte, and what
// it reads can be written elsewhere.
func TestFilesReadBack(t *testing.T) {
	t.Parallel()
	p, other := newPlace(sandbox.Settings{}), newPlace(sandbox.Settings{})
	var all [256]byte
	for i := range all {
		all[i] = byte(i)
	}
	content := strings.Repeat(string(all[:]), 1000)
	p.mustWrite(t, nil, "1 created", filed("AT-1", inline("Прил 1.bin", content), inline("a & <b>.txt", "two")))
	_ = p.Sleep(t.Context(), time.Hour)
	id := p.row(t, "APBILL", "RECORDID", "AT-1")["SUPDOCID"]
	rows := p.attachmentRows(t, id)
	if len(rows) != 2 {
		t.Fatalf("%d files were read", len(rows))
	}
	first, _ := json.Marshal(rows[0])
	second, _ := json.Marshal(rows[1])
	for i, want := range []string{sumOf("Прил 1.bin", content), sumOf("a & <b>.txt", "two")} {
		row := rows[i]
		if got := fmt.Sprintf("%s.%s %.12s", row["NAME"], row["TYPE"], row["SHA256"]); got != want || row["OWNER_OBJECT"] != "APBILL" {
			t.Errorf("read %s of %v, want %s", got, row["OWNER_OBJECT"], want)
		}
	}
	if rows[0]["SIZE"] != float64(len(content)) {
		t.Errorf("size %v", rows[0]["SIZE"])
	}
	other.mustWrite(t, nil, "1 created", filed("AT-1", string(first), string(second)))
	if got, want := other.attached(t, "AT-1"), p.attached(t, "AT-1"); !slices.Equal(got, want) {
		t.Errorf("copied %q, want %q", got, want)
	}
}

// attachmentRows are the rows of the source's stream of files, of one
// attachment.
func (p *place) attachmentRows(t *testing.T, id string) []map[string]any {
	t.Helper()
	s, config := source.New(p.dial), configuration(t, settings{"attachments": "content"})
	discovered, err := s.Discover(t.Context(), config, airbyte.NewEmitter(io.Discard))
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(discovered.Streams, func(s airbyte.Stream) bool { return s.Name == "ATTACHMENTS" })
	states, err := airbyte.ParseStates(nil)
	if err != nil {
		t.Fatal(err)
	}
	var stdout bytes.Buffer
	out := airbyte.NewEmitter(&stdout)
	catalog := &airbyte.ConfiguredCatalog{Streams: []airbyte.ConfiguredStream{{Stream: discovered.Streams[at], SyncMode: airbyte.FullRefresh, DestinationSyncMode: airbyte.Overwrite}}}
	if err := s.Read(context.WithoutCancel(t.Context()), config, catalog, states, out); err != nil {
		t.Fatal(err)
	}
	_ = out.Flush()
	var rows []map[string]any
	for line := range strings.Lines(stdout.String()) {
		var message struct{ Record struct{ Data map[string]any } }
		if err := json.Unmarshal([]byte(line), &message); err != nil {
			t.Fatal(err)
		}
		if message.Record.Data["SUPDOCID"] == id {
			rows = append(rows, message.Record.Data)
		}
	}
	return rows
}

// TestFilesOfAClosedPeriod: the date moves, the files go along, once.
func TestFilesOfAClosedPeriod(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{RememberControlIDs: true})
	p.company.CloseBooks("", "2025-12-31")
	record := strings.ReplaceAll(filed("AT-1", inline("a.txt", "one")), "2026-11-01", "2025-12-15")
	r := p.write(t, nil, upsertBills, billsWith(record))
	if r.err == nil || !strings.Contains(r.stdout, "set closed_period to next_open_day") || len(p.filesIn("Airbyte APBILL")) != 0 {
		t.Fatalf("%v\n%s", r.err, r.stdout)
	}
	more := settings{"closed_period": "next_open_day"}
	p.mustWrite(t, more, "1 created", record)
	p.mustWrite(t, more, "1 already there", record)
	p.mustHave(t, sumOf("a.txt", "one"))
	p.mustWrite(t, more, "1 updated", strings.Replace(record, `"ATTACHMENTS":[`, `"ATTACHMENTS":[`+inline("b.txt", "two")+",", 1))
	p.mustHave(t, sumOf("a.txt", "one"), sumOf("b.txt", "two"))
}

// silencer takes the first result of a function out of an answer.
type silencer struct {
	http.RoundTripper
	function string
	done     atomic.Bool
}

func (s *silencer) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := s.RoundTripper.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	from := bytes.Index(body, []byte("<result><status>success</status><function>"+s.function+"<"))
	if from >= 0 && s.done.CompareAndSwap(false, true) {
		to := from + bytes.Index(body[from:], []byte("</result>")) + len("</result>")
		body = slices.Delete(body, from, to)
	}
	response.Body, response.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	return response, nil
}

// TestAnAnswerWithoutAResult is an unknown outcome like any other: what may
// still be at work is not sent again.
func TestAnAnswerWithoutAResult(t *testing.T) {
	t.Parallel()
	for name, record := range map[string]string{"alone": filed("AT-1"), "with a file": filed("AT-1", inline("a.txt", "one"))} {
		for _, function := range []string{"create", "create_supdoc"} {
			p := newPlace(sandbox.Settings{})
			p.Fault(sandbox.Fault{Function: "create", LateCommit: 90 * time.Second})
			way := &silencer{RoundTripper: p.Transport(), function: function}
			r := p.writeThrough(t, way, files.Client(anyAddress), nil, upsertBills, billsWith(record))
			p.company.Release()
			if r.err != nil || len(p.rows("APBILL", "RECORDID", "AT-1")) != 1 {
				t.Errorf("%s, no answer to %s: %d bills, %v\n%s", name, function, len(p.rows("APBILL", "RECORDID", "AT-1")), r.err, r.stdout)
			}
		}
	}
}
