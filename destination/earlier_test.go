package destination_test

import (
	"context"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/internal/locked"
	"airbyte-sage-intacct/internal/long"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/company"
)

// timed is a company in simulated time, which begins when a test says.
type timed struct {
	*place
	offset time.Duration
}

// newTimed is for use in a bubble of synctest.
func newTimed(begin time.Time, settings sandbox.Settings) *timed {
	p := &timed{place: &place{company: company.Demo(company.Options{})}, offset: time.Until(begin)}
	settings.Clock = p.time
	p.company.Put("VENDOR", map[string]string{"VENDORID": "TV-1", "NAME": "Test vendor", "STATUS": "active", "CURRENCY": "USD"})
	p.Sandbox = sandbox.New(p.company, settings)
	return p
}

func (p *timed) time() time.Time { return time.Now().Add(p.offset) }

// run writes an input that comes to its end, unless the context does before.
func (p *timed) run(t *testing.T, ctx context.Context, catalog *airbyte.ConfiguredCatalog, in io.Reader) run {
	t.Helper()
	var stdout locked.Buffer // what is still under way after a death logs
	out := airbyte.NewEmitter(&stdout)
	dial := func(config intacct.Config, options intacct.Options) (*intacct.Client, error) {
		options.Transport, options.Grace = p.Transport(), 0 // it dies without a word
		return intacct.New(config, options)
	}
	err := destination.New(dial).Write(ctx, configuration(t, nil), catalog, airbyte.NewInput(in, out.Log()), out)
	_ = out.Flush()
	return run{stdout: stdout.String(), err: err}
}

// journals are an input of journals, each with a state after it.
func journals(n int) *input {
	in := &input{}
	for i := range n {
		in.record("GLBATCH", strings.Replace(oneLine(journal), "Accrual", fmt.Sprint("Late ", i), 1)).state("GLBATCH")
	}
	return in
}

func (p *timed) titles() map[string]int {
	counts := map[string]int{}
	for _, row := range p.company.Rows("GLBATCH") {
		if strings.HasPrefix(row["BATCH_TITLE"], "Late ") {
			counts[row["BATCH_TITLE"]]++
		}
	}
	return counts
}

// killed runs a write whose process dies a second after the gateway has its
// first creates, with which it is busy for so long.
func (p *timed) killed(t *testing.T, catalog *airbyte.ConfiguredCatalog, in *input, work time.Duration) {
	t.Helper()
	remove := p.Fault(sandbox.Fault{Function: "create", Work: work, Times: -1})
	defer remove()
	ctx, kill := context.WithTimeout(t.Context(), 3*time.Second)
	defer kill()
	if r := p.run(t, ctx, catalog, strings.NewReader(in.String())); r.err == nil {
		t.Fatal("it was not killed")
	}
	if n := len(p.titles()); n != 0 {
		t.Fatalf("%d journals are there already", n)
	}
}

// TestALaterAttemptWaits: what the attempt before has sent is recognised as soon
// as it shows, what it has not sent is created when nothing of it can be under
// way any more, and all else goes on meanwhile.
func TestALaterAttemptWaits(t *testing.T) {
	cases := 0
	for _, memory := range slices.Sorted(maps.Keys(memories)) {
		settings := memories[memory]
		for _, work := range []time.Duration{20 * time.Second, time.Minute, 14 * time.Minute} {
			if cases++; !long.Picks(cases, 2) {
				continue
			}
			t.Run(fmt.Sprint(memory, "/", work), func(t *testing.T) {
				t.Setenv("WORKER_JOB_ID", "7")
				synctest.Test(t, func(t *testing.T) {
					p := newTimed(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), settings)
					catalog := catalogOf(stream("GLBATCH", airbyte.Append), stream("VENDOR", airbyte.Append))
					p.killed(t, catalog, journals(60), work)
					t.Setenv("WORKER_JOB_ATTEMPT", "1")
					began := time.Now()
					done := make(chan run)
					go func() {
						in := journals(60).record("VENDOR", `{"VENDORID":"G-1","NAME":"Goes on"}`)
						done <- p.run(t, t.Context(), catalog, strings.NewReader(in.String()))
					}()
					time.Sleep(10 * time.Second)
					if p.rows("VENDOR", "VENDORID", "G-1") == nil {
						t.Error("the vendor waits with the journals")
					}
					if n := len(p.titles()); n != 0 {
						t.Errorf("%d journals were sent at once", n)
					}
					time.Sleep(14*time.Minute - 10*time.Second)
					sent := len(p.titles())
					if sent == 0 || sent == 60 {
						t.Errorf("%d journals are there of what was under way", sent)
					}
					r := <-done
					if took := time.Since(began); r.err != nil || took < 15*time.Minute || took > 16*time.Minute {
						t.Fatalf("%v after %v\n%s", r.err, took, r.stdout)
					}
					if len(r.states(t)) != 60 || !strings.Contains(r.stdout, fmt.Sprintf("%d created, %d already there", 60-sent, sent)) {
						t.Errorf("%d states\n%s", len(r.states(t)), r.stdout)
					}
					for title, n := range p.titles() {
						if n != 1 {
							t.Errorf("%s is there %d times", title, n)
						}
					}
					if n := strings.Count(r.stdout, "wait until 2026-11-23T12:15:0"); n < 2 || n > 16 {
						t.Errorf("%d lines say what is waited for\n%s", n, r.stdout)
					}
				})
			})
		}
	}
}

// TestALaterAttemptWithNothingToWaitFor ends at once: everything is there, or is
// guarded by Intacct, or changes what is there.
func TestALaterAttemptWithNothingToWaitFor(t *testing.T) {
	t.Setenv("WORKER_JOB_ATTEMPT", "2")
	synctest.Test(t, func(t *testing.T) {
		p := newTimed(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), sandbox.Settings{})
		catalog := catalogOf(stream("GLBATCH", airbyte.Append), stream("VENDOR", airbyte.AppendDedup))
		in := journals(3).record("VENDOR", `{"VENDORID":"TV-1","NAME":"Renamed"}`)
		if r := p.run(t, t.Context(), catalog, strings.NewReader(in.String())); r.err != nil {
			t.Fatal(r.err)
		}
		began := time.Now()
		in.record("VENDOR", `{"VENDORID":"G-1","NAME":"New"}`)
		if r := p.run(t, t.Context(), catalog, strings.NewReader(in.String())); r.err != nil || time.Since(began) > 10*time.Second {
			t.Errorf("%v after %v", r.err, time.Since(began))
		}
	})
}

// TestAttemptThatIsStoppedWhileItWaits ends at once, and sends nothing.
func TestAttemptThatIsStoppedWhileItWaits(t *testing.T) {
	t.Setenv("WORKER_JOB_ATTEMPT", "1")
	synctest.Test(t, func(t *testing.T) {
		p := newTimed(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), sandbox.Settings{})
		ctx, stop := context.WithTimeout(t.Context(), time.Minute)
		defer stop()
		began := time.Now()
		r := p.run(t, ctx, catalogOf(stream("GLBATCH", airbyte.Append)), strings.NewReader(journals(3).String()))
		if r.err == nil || time.Since(began) > time.Minute+time.Second || len(p.titles()) > 0 {
			t.Errorf("%v after %v", r.err, time.Since(began))
		}
	})
}

// TestDaysOfControlIDs: without a job, the control ids of a run and of the one
// that follows its death are the same, also over midnight; where that day turns,
// creates wait until nothing of the last one is under way. What was deleted in
// Intacct can be created again.
func TestDaysOfControlIDs(t *testing.T) {
	for name, test := range map[string]struct {
		begin time.Time
		waits bool
	}{
		"midnight":           {time.Date(2026, 10, 31, 23, 59, 58, 0, time.UTC), false},
		"midnight, new year": {time.Date(2026, 12, 31, 23, 59, 58, 0, time.UTC), false},
		"turn of the day":    {time.Date(2026, 11, 1, 9, 15, 58, 0, time.UTC), true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newTimed(test.begin, sandbox.Settings{RememberControlIDs: true})
				catalog := catalogOf(stream("GLBATCH", airbyte.Append))
				p.killed(t, catalog, journals(60), time.Minute)
				began := time.Now()
				if r := p.run(t, t.Context(), catalog, strings.NewReader(journals(60).String())); r.err != nil {
					t.Fatal(r.err)
				}
				if took := time.Since(began); took > 14*time.Minute != test.waits {
					t.Errorf("took %v", took)
				}
				time.Sleep(2 * time.Minute)
				if titles := p.titles(); len(titles) != 60 {
					t.Errorf("%d journals are there", len(titles))
				}
				for title, n := range p.titles() {
					if n != 1 {
						t.Errorf("%s is there %d times", title, n)
					}
				}
				for _, days := range []int{0, 1, 1} {
					time.Sleep(time.Duration(days) * 24 * time.Hour)
					p.remove("Late 3")
					if r := p.run(t, t.Context(), catalog, strings.NewReader(journals(60).String())); r.err != nil || p.titles()["Late 3"] != 1 {
						t.Errorf("after %d days: %d, %v", days, p.titles()["Late 3"], r.err)
					}
				}
			})
		})
	}
}

// remove deletes a journal as a person would.
func (p *timed) remove(title string) {
	for _, row := range p.company.Rows("GLBATCH") {
		if row["BATCH_TITLE"] == title {
			p.company.Remove("GLBATCH", row["RECORDNO"])
		}
	}
}

// TestCopiesAreCountedInTheEnd: a copy that shows while the run goes on is named
// by that run, although its query for it came too early.
func TestCopiesAreCountedInTheEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newTimed(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), sandbox.Settings{})
		catalog := catalogOf(stream("GLBATCH", airbyte.Append))
		p.killed(t, catalog, journals(3), time.Minute)
		lines := &laggard{text: journals(3).String(), wait: 2 * time.Minute}
		r := p.run(t, t.Context(), catalog, lines)
		if r.err != nil {
			t.Fatal(r.err)
		}
		for i := range 3 {
			var numbers []string
			for _, row := range p.company.Rows("GLBATCH") {
				if row["BATCH_TITLE"] == fmt.Sprint("Late ", i) {
					numbers = append(numbers, row["RECORDNO"])
				}
			}
			if len(numbers) != 2 || !strings.Contains(r.stdout, "(record numbers "+strings.Join(numbers, ", ")+")") {
				t.Errorf("%v are not named\n%s", numbers, r.stdout)
			}
		}
	})
}

// laggard is an input whose end comes late.
type laggard struct {
	text string
	wait time.Duration
	once sync.Once
}

func (l *laggard) Read(p []byte) (int, error) {
	if l.text == "" {
		l.once.Do(func() { time.Sleep(l.wait) })
		return 0, io.EOF
	}
	n := copy(p, l.text)
	l.text = l.text[n:]
	return n, nil
}

// TestLinesAreAddedOnce: an update that adds a line to a bill adds it once, though
// its answer is lost and what it did shows late, in this run and in a later
// attempt after its process has died.
func TestLinesAreAddedOnce(t *testing.T) {
	longer := strings.Replace(oneLine(bill), `"APBILLITEMS":[`, `"APBILLITEMS":[{"ACCOUNTNO":"6600","TRX_AMOUNT":"7","LOCATIONID":"110","DEPARTMENTID":"100","ENTRYDESCRIPTION":"more"}, `, 1)
	catalog := catalogOf(stream("APBILL", airbyte.AppendDedup))
	lines := func(p *place) int {
		return len(p.rows("APBILLITEM", "RECORDKEY", p.row(t, "APBILL", "RECORDID", "B-1")["RECORDNO"]))
	}
	t.Run("lost answer", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := newTimed(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), sandbox.Settings{})
			if r := p.run(t, t.Context(), catalog, strings.NewReader((&input{}).record("APBILL", oneLine(bill)).String())); r.err != nil {
				t.Fatal(r.err)
			}
			p.Fault(sandbox.Fault{Function: "update", Work: 8 * time.Minute}) // longer than the client waits
			r := p.run(t, t.Context(), catalog, strings.NewReader((&input{}).record("APBILL", longer).String()))
			time.Sleep(5 * time.Minute)
			if r.err != nil || lines(p.place) != 3 {
				t.Errorf("%d lines, %v\n%s", lines(p.place), r.err, r.stdout)
			}
		})
	})
	t.Run("later attempt", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			p := newTimed(time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), sandbox.Settings{})
			if r := p.run(t, t.Context(), catalog, strings.NewReader((&input{}).record("APBILL", oneLine(bill)).String())); r.err != nil {
				t.Fatal(r.err)
			}
			remove := p.Fault(sandbox.Fault{Function: "update", Work: 5 * time.Minute})
			ctx, kill := context.WithTimeout(t.Context(), 3*time.Second)
			defer kill()
			in := (&input{}).record("APBILL", longer).String()
			if r := p.run(t, ctx, catalog, strings.NewReader(in)); r.err == nil {
				t.Fatal("it was not killed")
			}
			remove()
			t.Setenv("WORKER_JOB_ATTEMPT", "1")
			r := p.run(t, t.Context(), catalog, strings.NewReader(in))
			time.Sleep(5 * time.Minute)
			if r.err != nil || lines(p.place) != 3 {
				t.Errorf("%d lines, %v\n%s", lines(p.place), r.err, r.stdout)
			}
		})
	})
}
