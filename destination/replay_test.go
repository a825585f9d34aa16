package destination_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/internal/locked"
	"airbyte-sage-intacct/internal/long"
	"airbyte-sage-intacct/sandbox"
)

// ledgerInput is an input of objects of every kind, with states in between.
func ledgerInput() (*input, *airbyte.ConfiguredCatalog) {
	in := &input{}
	for i := range 4 {
		in.record("VENDOR", fmt.Sprintf(`{"VENDORID":"K-%d","NAME":"Vendor %d"}`, i, i)).state("VENDOR")
		in.record("GLBATCH", strings.Replace(oneLine(journal), "Accrual", fmt.Sprint("Accrual ", i), 1))
		in.record("APBILL", strings.NewReplacer("B-1", fmt.Sprint("B-", i), "TV-1", fmt.Sprint("K-", i)).Replace(oneLine(bill))).state("APBILL")
		in.record("BillPayments", fmt.Sprintf(`{"externalId":"P-%d","billNumber":"B-%d","accountName":"CHK-BOS","paymentMethod":"EFT","paymentDate":"2026-11-20","amount":"40.5"}`, i, i)).state("BillPayments")
		in.record("VENDOR", fmt.Sprintf(`{"VENDORID":"K-%d","NAME":"Vendor %d, renamed"}`, i, i)).state("GLBATCH")
	}
	return in, catalogOf(stream("VENDOR", airbyte.AppendDedup), stream("GLBATCH", airbyte.Append), stream("APBILL", airbyte.AppendDedup), stream("BillPayments", airbyte.Append, "externalId"))
}

// contents are what the input is about, without numbers and stamps.
func (p *place) contents(t *testing.T) map[string]string {
	t.Helper()
	p.company.Release()
	found := map[string]string{}
	for i := range 4 {
		for _, c := range []struct{ object, field, value, shown, lines, parent string }{
			{"VENDOR", "VENDORID", fmt.Sprint("K-", i), "NAME", "", ""},
			{"GLBATCH", "BATCH_TITLE", fmt.Sprint("Accrual ", i), "REFERENCENO", "GLENTRY", "BATCHNO"},
			{"APBILL", "RECORDID", fmt.Sprint("B-", i), "TRX_TOTALDUE", "APBILLITEM", "RECORDKEY"},
			{"APPYMT", "DOCNUMBER", fmt.Sprint("P-", i), "VENDORID", "APPYMTDETAIL", "PAYMENTKEY"},
		} {
			rows := p.rows(c.object, c.field, c.value)
			text := fmt.Sprint(len(rows))
			for _, row := range rows {
				text += " " + row[c.shown]
				if c.lines != "" {
					for _, line := range p.rows(c.lines, c.parent, row["RECORDNO"]) {
						text += " " + line["TRX_AMOUNT"] + line["TRX_PAYMENTAMOUNT"]
					}
				}
			}
			found[c.object+" "+c.value] = text
		}
	}
	return found
}

// TestInputCutAnywhere: an input that breaks off after any line and then comes
// again, whole or from the last state, ends as one clean run.
func TestInputCutAnywhere(t *testing.T) {
	t.Parallel()
	in, catalog := ledgerInput()
	want, _ := cleanRun(t, in, catalog)
	for cut := range in.lines {
		if underRace && cut%5 != 0 || !long.Picks(cut, 7) {
			continue
		}
		p := newPlace(sandbox.Settings{})
		part := input{lines: in.lines[:cut]}
		if r := p.write(t, nil, catalog, part.String()); r.err != nil {
			t.Fatal(r.err)
		}
		if r := p.write(t, nil, catalog, in.String()); r.err != nil {
			t.Fatalf("cut at %d: %v", cut, r.err)
		}
		if got := p.contents(t); !maps.Equal(got, want) {
			t.Fatalf("cut at %d:\ngot  %v\nwant %v", cut, got, want)
		}
	}
}

// deadline lets requests through until one, which the gateway still carries out
// before the process dies.
type deadline struct {
	http.RoundTripper
	left atomic.Int64
	kill context.CancelFunc
}

func (d *deadline) RoundTrip(r *http.Request) (*http.Response, error) {
	left := d.left.Add(-1)
	if left < 0 {
		return nil, errors.New("the process is dead")
	}
	response, err := d.RoundTripper.RoundTrip(r)
	if left > 0 || err != nil {
		return response, err
	}
	_ = response.Body.Close()
	d.kill()
	return nil, errors.New("the process died")
}

// cleanRun is what a company has of an input that was written without trouble,
// and how many requests that took.
func cleanRun(t *testing.T, in *input, catalog *airbyte.ConfiguredCatalog) (contents map[string]string, requests int) {
	t.Helper()
	p := newPlace(sandbox.Settings{})
	if r := p.write(t, nil, catalog, in.String()); r.err != nil {
		t.Fatal(r.err)
	}
	return p.contents(t), len(p.Requests())
}

// TestKilledAtAnyRequest: the process dies while a request is under way; the
// next run finishes the work, and nothing is there twice, whatever the gateway
// remembers of control ids. No state came out ahead of its records.
func TestKilledAtAnyRequest(t *testing.T) {
	t.Parallel()
	in, catalog := ledgerInput()
	want, requests := cleanRun(t, in, catalog)
	for memory, settings := range memories {
		t.Run(memory, func(t *testing.T) {
			t.Parallel()
			random := rand.New(rand.NewSource(int64(len(memory))))
			for range long.Of(2, 12) {
				last := 1 + random.Intn(requests)
				p := newPlace(settings)
				stdout := p.writeAndDie(t, catalog, in.String(), last)
				p.checkStates(t, stdout, in)
				if r := p.write(t, nil, catalog, in.String()); r.err != nil {
					t.Fatalf("after the death at request %d: %v\n%s", last, r.err, r.stdout)
				}
				if got := p.contents(t); !maps.Equal(got, want) {
					t.Fatalf("dead at request %d:\ngot  %v\nwant %v", last, got, want)
				}
			}
		})
	}
}

// TestAnyFaultAtAnyRequest: whatever goes wrong with whichever request, the
// company ends as after a clean run, once the same input has come again.
func TestAnyFaultAtAnyRequest(t *testing.T) {
	t.Parallel()
	in, catalog := ledgerInput()
	want, requests := cleanRun(t, in, catalog)
	for memory, settings := range memories {
		for i, name := range slices.Sorted(maps.Keys(faults)) {
			fault := faults[name]
			t.Run(memory+"/"+name, func(t *testing.T) {
				t.Parallel()
				if !long.Picks(i, 2) {
					long.Only(t, "the others are met by the tests of each kind of record")
				}
				if underRace && memory != "forgets" {
					t.Skip("slow")
				}
				if memory != "forgets" && len(name)%4 != 0 {
					long.Only(t, "of the other memories some faults are enough")
				}
				random := rand.New(rand.NewSource(int64(len(memory) + 17*len(name))))
				fault.Nth = 1 + random.Intn(requests)
				p := newPlace(settings)
				p.Fault(fault)
				first := p.write(t, nil, catalog, in.String())
				p.company.Release()
				if first.err == nil {
					p.checkStates(t, first.stdout, in)
				} else if name != "visible late" { // a bill of a vendor that does not show
					t.Errorf("at request %d: %v", fault.Nth, first.err)
				}
				if again := p.write(t, nil, catalog, in.String()); again.err != nil || len(again.states(t)) != in.count {
					t.Fatalf("at request %d: %v, then %v\n%s", fault.Nth, first.err, again.err, again.stdout)
				}
				if got := p.contents(t); !maps.Equal(got, want) {
					t.Fatalf("at request %d:\ngot  %v\nwant %v", fault.Nth, got, want)
				}
			})
		}
	}
}

func (p *place) writeAndDie(t *testing.T, catalog *airbyte.ConfiguredCatalog, input string, last int) string {
	t.Helper()
	ctx, kill := context.WithCancel(t.Context())
	defer kill()
	mortal := &deadline{RoundTripper: p.Transport(), kill: kill}
	mortal.left.Store(int64(last))
	dial := func(config intacct.Config, options intacct.Options) (*intacct.Client, error) {
		options.Transport, options.Now, options.Retry.Sleep = mortal, p.Now, p.Sleep
		return intacct.New(config, options)
	}
	var stdout locked.Buffer // what is still under way after a death logs
	out := airbyte.NewEmitter(&stdout)
	err := destination.NewWithClock(dial, p.Now, p.Sleep).Write(ctx, configuration(t, nil), catalog, airbyte.NewInput(strings.NewReader(input), out.Log()), out)
	if err == nil {
		t.Fatalf("dead at request %d, and yet the write ended well", last)
	}
	_ = out.Flush()
	return stdout.String()
}

// checkStates looks in the company for every record before the last state that
// came out.
func (p *place) checkStates(t *testing.T, stdout string, in *input) {
	t.Helper()
	echoed := strings.Count(stdout, `{"type":"STATE"`)
	for _, line := range in.lines {
		if echoed == 0 {
			return
		}
		switch {
		case strings.HasPrefix(line, `{"type":"STATE"`):
			echoed--
		default:
			p.mustHold(t, line)
		}
	}
}

// identifying finds in a record of the ledger input what identifies it.
var identifying = regexp.MustCompile(`"(VENDORID)":"(K-\d)","NAME"|"(RECORDID)":"(B-\d)"|"(BATCH_TITLE)":"(Accrual \d)"|"external(Id)":"(P-\d)"`)

func (p *place) mustHold(t *testing.T, line string) {
	t.Helper()
	found := identifying.FindStringSubmatch(line)
	for i, object := range []string{"VENDOR", "APBILL", "GLBATCH", "APPYMT"} {
		field := found[2*i+1]
		if object == "APPYMT" && field != "" {
			field = "DOCNUMBER"
		}
		if field != "" && len(p.rows(object, field, found[2*i+2])) != 1 {
			t.Errorf("a state came out before %s %s was there", object, found[2*i+2])
		}
	}
}
