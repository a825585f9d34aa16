package source

import (
	"context"
	"errors"
	"strings"
	"sync"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
)

// surveyors is how many objects are looked at at the same time. Small companies
// are allowed few requests at once; the client slows down where even these are
// too many.
const surveyors = 4

// A finding is what became of a candidate: a stream, or why there is none.
type finding struct {
	candidate candidate
	stream    *stream
	excluded  error
}

// candidates lists the objects to look at: those the configuration names, all
// that the company has, or the usual ones.
func candidates(ctx context.Context, client *intacct.Client, s *settings) ([]candidate, error) {
	var list []candidate
	switch {
	case s.everything:
		names, err := client.InspectAll(ctx)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			list = append(list, candidateNamed(name.Name, s))
		}
	case len(s.objects) > 0:
		for _, name := range s.objects {
			list = append(list, candidateNamed(name, s))
		}
	default:
		for _, row := range intacct.Objects() {
			if row.Curated {
				list = append(list, candidate{name: row.Name, object: row.Name, row: row})
			}
		}
	}
	return unique(list), nil
}

// unique keeps the first of candidates with one name.
func unique(list []candidate) []candidate {
	known := make(map[string]bool, len(list))
	kept := list[:0]
	for _, c := range list {
		if name := strings.ToUpper(c.object); !known[name] {
			known[name] = true
			kept = append(kept, c)
		}
	}
	return kept
}

// survey looks at candidates, some at the same time, and hands each finding to
// report, one at a time and in any order. It ends early if report says so. An
// error means that nothing certain can be said, which must not look like an
// object that is not there.
func survey(ctx context.Context, client *intacct.Client, s *settings, list []candidate, report func(finding) (enough bool)) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var (
		group sync.WaitGroup
		lock  sync.Mutex
		queue = make(chan candidate)
	)
	for range min(surveyors, len(list)) {
		group.Go(func() {
			for c := range queue {
				found, err := look(ctx, client, s, c)
				lock.Lock()
				switch {
				case ctx.Err() != nil:
				case err != nil:
					stop(err)
				case report(found):
					stop(errEnough)
				}
				lock.Unlock()
			}
		})
	}
	for _, c := range list {
		select {
		case queue <- c:
			continue
		case <-ctx.Done():
		}
		break
	}
	close(queue)
	group.Wait()
	if err := context.Cause(ctx); !errors.Is(err, errEnough) {
		return err
	}
	return nil
}

// errEnough ends a survey that has found what it was for.
var errEnough = errors.New("enough")

// look describes an object and reads one row of it, because lookup shows
// objects that the user may not read.
func look(ctx context.Context, client *intacct.Client, s *settings, c candidate) (found finding, err error) {
	defer airbyte.Recover(&err)
	found.candidate = c
	def, err := client.Lookup(ctx, c.object, "")
	if err != nil {
		found.excluded, err = exclusion(err)
		return found, err
	}
	if strings.EqualFold(def.Name, c.object) && c.row == nil {
		c.object = def.Name // in the letters that the company uses
	}
	st := describe(def, c.row, c.object, s)
	if len(st.columns) == 0 {
		found.excluded = errors.New("it has no fields that can be queried")
		return found, nil
	}
	if err := probe(ctx, client, st); err != nil {
		found.excluded, err = exclusion(err)
		return found, err
	}
	found.stream = st
	return found, nil
}

func probe(ctx context.Context, client *intacct.Client, st *stream) error {
	field := st.columns[0].field
	if st.key != nil {
		field = st.key.field
	}
	page, err := ask(ctx, client, intacct.Query{Object: st.object, Select: []string{field}}, 1, 0)
	if err != nil {
		return err
	}
	page.Release()
	return nil
}

// exclusion tells the gateway's final word on one object from failures that
// say nothing about it.
func exclusion(err error) (excluded, failed error) {
	var failure *intacct.Error
	if errors.As(err, &failure) && failure.Stage == intacct.StageResult && !failure.Temporary() {
		return err, nil
	}
	return nil, err
}
