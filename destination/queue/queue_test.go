package queue

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination/result"
)

// bench drives a queue without a company: sent gets the batches.
type bench struct {
	*Queue[*label]
	feed chan Event[*label]
	mu   sync.Mutex
	got  echoes
	sent [][]string // labels by batch
}

// label is a record that has nothing but a name, and those of others.
type label struct {
	text  string
	needs []Ref
}

func newBench(size, concurrency int, write func(context.Context, []*label) ([]result.Outcome, error)) *bench {
	b := &bench{feed: make(chan Event[*label])}
	b.Queue = New(Settings[*label]{
		Input: b.feed, Limiter: NewLimiter(size, concurrency), Echo: b.echo, Failing: true,
		Settled: func(*label, result.Outcome) {}, Now: time.Now,
	})
	b.Write = func(ctx context.Context, records []*label) ([]result.Outcome, error) {
		labels := make([]string, len(records))
		outcomes := make([]result.Outcome, len(records))
		for i, r := range records {
			labels[i], outcomes[i] = r.text, result.Outcome{Kind: result.Created}
		}
		b.mu.Lock()
		b.sent = append(b.sent, labels)
		b.mu.Unlock()
		if write != nil {
			return write(ctx, records)
		}
		return outcomes, nil
	}
	return b
}

func (b *bench) echo(raw []byte, stats airbyte.DestinationStats) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.got.echo(raw, stats)
}

// counts are how many batches left and how many states came so far.
func (b *bench) counts() (batches, states int) {
	synctest.Wait()
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.sent), len(b.got)
}

// entry is a record of an object.
func entry(object, text string, needs ...Ref) *Entry[*label] {
	return &Entry[*label]{
		Record: &label{text, needs}, Size: 10, Bucket: Bucket{Stream: object},
		Links: Links{Refs: []Ref{{Object: object, Name: text}}, Needs: needs},
	}
}

func (b *bench) record(object, text string, needs ...Ref) {
	b.feed <- Event[*label]{Stream: object, Entry: entry(object, text, needs...)}
}

func (b *bench) state(stream, text string) {
	b.feed <- Event[*label]{Stream: stream, State: &airbyte.Incoming{Raw: []byte(text), State: &airbyte.InState{Stream: stream}}}
}

// TestBatchesLeaveInTime: when full, a second after the first record, or at the
// end; a state alone does not make them leave.
func TestBatchesLeaveInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(3, 1, nil)
		done := make(chan error)
		go func() { done <- b.Run(t.Context()) }()
		p := "VENDOR"
		for _, label := range []string{"1", "2", "3"} {
			b.record(p, label)
		}
		if batches, _ := b.counts(); batches != 1 {
			t.Fatal("a full batch waits")
		}
		b.record(p, "4")
		b.state("VENDOR", "S")
		time.Sleep(999 * time.Millisecond)
		if batches, states := b.counts(); batches != 1 || states != 0 {
			t.Fatalf("a state made a batch leave: %d batches, %d states", batches, states)
		}
		time.Sleep(time.Millisecond)
		if batches, states := b.counts(); batches != 2 || states != 1 {
			t.Fatalf("after a second: %d batches, %d states", batches, states)
		}
		b.record(p, "5")
		b.feed <- Event[*label]{End: true}
		must(t, <-done)
		if want := [][]string{{"1", "2", "3"}, {"4"}, {"5"}}; !slices.EqualFunc(b.sent, want, slices.Equal[[]string]) {
			t.Errorf("got %v, want %v", b.sent, want)
		}
	})
}

// TestOrderIsKeptPerKey: records of one key never share a batch nor overtake,
// and a record waits for the earlier one that it refers to.
func TestOrderIsKeptPerKey(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		busy := map[string]bool{}
		finished := map[string]int{}
		b := newBench(4, 3, nil)
		record := b.Write
		b.Write = func(ctx context.Context, items []*label) ([]result.Outcome, error) {
			mu.Lock()
			for _, it := range items {
				if busy[it.text] {
					t.Errorf("%s is in flight twice", it.text)
				}
				busy[it.text] = true
				for _, need := range it.needs {
					if finished[need.Name] == 0 {
						t.Errorf("%s left before %s was there", it.text, need.Name)
					}
				}
			}
			mu.Unlock()
			time.Sleep(time.Duration(len(items)) * 100 * time.Millisecond)
			mu.Lock()
			defer mu.Unlock()
			for _, it := range items {
				busy[it.text] = false
				finished[it.text]++
			}
			return record(ctx, items)
		}
		done := make(chan error)
		go func() { done <- b.Run(t.Context()) }()
		vendors, bills := "VENDOR", "APBILL"
		for i := range 40 {
			vendor := fmt.Sprint("V", i%7)
			b.record(vendors, vendor)
			b.record(bills, fmt.Sprint("B", i), Ref{Object: "VENDOR", Name: vendor})
		}
		b.feed <- Event[*label]{End: true}
		must(t, <-done)
		if len(finished) != 47 || finished["V0"] != 6 {
			t.Errorf("%d labels were written, V0 %d times", len(finished), finished["V0"])
		}
	})
}

// TestInputIsReadNoFasterThanItIsWritten bounds what waits.
func TestInputIsReadNoFasterThanItIsWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		b := newBench(2, 1, func(_ context.Context, items []*label) ([]result.Outcome, error) {
			<-release
			return slices.Repeat([]result.Outcome{{Kind: result.Created}}, len(items)), nil
		})
		done := make(chan error)
		go func() { done <- b.Run(t.Context()) }()
		accepted := 0
		p := "VENDOR"
		go func() {
			for i := range 100 {
				b.record(p, fmt.Sprint(i))
				accepted++
			}
			b.feed <- Event[*label]{End: true}
		}()
		synctest.Wait()
		if accepted != pendingBatches*2 {
			t.Errorf("%d records were accepted", accepted)
		}
		close(release)
		must(t, <-done)
		if accepted != 100 {
			t.Errorf("%d records were accepted in the end", accepted)
		}
	})
}

// TestFailedBatchStopsTheRun: what is in flight is settled, nothing more is
// sent, and no state beyond the failed batch comes.
func TestFailedBatchStopsTheRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		broken := errors.New("the line is dead")
		b := newBench(1, 1, nil)
		record := b.Write
		b.Write = func(ctx context.Context, items []*label) ([]result.Outcome, error) {
			if items[0].text == "2" {
				return make([]result.Outcome, len(items)), broken
			}
			return record(ctx, items)
		}
		done := make(chan error)
		go func() { done <- b.Run(t.Context()) }()
		go func() {
			for i := 1; i < 100; i++ {
				select {
				case b.feed <- Event[*label]{Stream: "VENDOR", Entry: entry("VENDOR", fmt.Sprint(i))}:
				case <-t.Context().Done():
					return
				}
				select {
				case b.feed <- Event[*label]{Stream: "VENDOR", State: &airbyte.Incoming{Raw: fmt.Appendf(nil, "S%d", i), State: &airbyte.InState{}}}:
				case <-t.Context().Done():
					return
				}
			}
		}()
		if err := <-done; !errors.Is(err, broken) {
			t.Errorf("error %v", err)
		}
		if !slices.Equal(b.got, echoes{"S1 1+0"}) || len(b.sent) != 1 {
			t.Errorf("states %v, batches %v", b.got, b.sent)
		}
	})
}

// TestPanicBecomesAnError: a defect in the writing of a batch ends the run.
func TestPanicBecomesAnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(1, 1, func(context.Context, []*label) ([]result.Outcome, error) { panic("oh") })
		done := make(chan error)
		go func() { done <- b.Run(t.Context()) }()
		b.record("VENDOR", "1")
		if err := <-done; err == nil {
			t.Error("no error")
		}
	})
}

// TestNobodyOutlivesTheRun: a run that is cancelled returns after its batches,
// and what these finished is settled.
func TestNobodyOutlivesTheRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		working := 0
		b := newBench(1, 2, func(ctx context.Context, items []*label) ([]result.Outcome, error) {
			working++
			<-ctx.Done()
			time.Sleep(time.Millisecond)
			working--
			return []result.Outcome{{Kind: result.Created}}, ctx.Err()
		})
		done := make(chan error)
		go func() { done <- b.Run(ctx) }()
		b.record("VENDOR", "1")
		b.state("VENDOR", "S")
		synctest.Wait()
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("error %v", err)
		}
		if working != 0 || !slices.Equal(b.got, echoes{"S 1+0"}) {
			t.Errorf("%d batches outlive the run, states %v", working, b.got)
		}
	})
}
