package source

import (
	"context"
	"errors"
	"strings"
	"sync"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/report"
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

// name is the stream's, or what it would be.
func (f finding) name() string {
	if f.stream != nil {
		return f.stream.name
	}
	return f.candidate.name
}

// candidates lists what to look at: what the configuration names, all that the
// company has, or the usual and what is its own.
func candidates(ctx context.Context, client *intacct.Client, s *config.Settings) ([]candidate, error) {
	var list []candidate
	switch {
	case len(s.Objects) > 0:
		list = named(s)
	default:
		names, err := client.InspectAll(ctx)
		excluded, err := gateway.Excluded(err)
		if err != nil {
			return nil, err
		}
		if list = usual(); s.Everything {
			list = append(list, all(names)...)
		} else {
			list = append(list, own(names)...)
		}
		if excluded != nil {
			list = append(list, candidate{name: "what the company has of its own", excluded: excluded})
		}
	}
	return unique(shownAs(s.Naming, append(list, asked(s)...))), nil
}

// usual are the objects that most companies want: the table's choice, whatever
// other connectors read, and the dimensions.
func usual() []candidate {
	var list []candidate
	for _, row := range intacct.Objects() {
		if row.Curated || row.Hotglue != "" {
			list = append(list, candidateFor(row))
		}
	}
	return list
}

// named are the objects that the configuration names.
func named(s *config.Settings) []candidate {
	var list []candidate
	for _, name := range s.Objects {
		list = append(list, candidateNamed(name, s))
	}
	return list
}

// all are the objects that inspect lists, and what no object holds.
func all(names []intacct.TypeName) []candidate {
	var list []candidate
	for _, name := range names {
		list = append(list, candidateListed(name.Name))
	}
	for _, l := range report.All() {
		if l != report.Attachments { // its key says whether it is wanted
			list = append(list, candidateOf(l))
		}
	}
	return list
}

// own are the objects that inspect lists and Intacct does not bring: custom
// ones and user-defined dimensions.
func own(names []intacct.TypeName) []candidate {
	var list []candidate
	for _, name := range names {
		if c := candidateListed(name.Name); c.row == nil && c.listing == nil && !isStandard(name.Name) {
			list = append(list, candidate{name: name.Name, object: name.Name, own: true})
		}
	}
	return list
}

// asked is what other keys of the configuration ask for.
func asked(s *config.Settings) []candidate {
	list := documentStreams(s)
	if s.AuditHistory {
		list = append(list, candidateNamed(historyObject, s))
		list = append(list, auditStreams(s.Naming)...)
	}
	if len(s.Periods) > 0 {
		list = append(list, candidateOf(report.TrialBalance), candidateOf(report.AccountBalances))
	}
	if s.Attachments != config.AttachmentsOff {
		list = append(list, candidateOf(report.Attachments))
	}
	if s.Unified {
		list = append(list, unifiedCandidates()...)
	}
	return list
}

// unique keeps the first of candidates with one name.
func unique(list []candidate) []candidate {
	known := make(map[string]bool, len(list))
	kept := list[:0]
	for _, c := range list {
		if name := strings.ToUpper(c.name); !known[name] {
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
func survey(ctx context.Context, client *intacct.Client, s *config.Settings, list []candidate, report func(finding) (enough bool)) error {
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

// look describes a candidate and reads one row of it, because lookup shows
// objects that the user may not read.
func look(ctx context.Context, client *intacct.Client, s *config.Settings, c candidate) (found finding, err error) {
	defer airbyte.Recover(&err)
	found.candidate = c
	if c.excluded != nil {
		found.excluded = c.excluded
		return found, nil
	}
	if c.object != "" && !intacct.IsElementName(c.object) {
		found.excluded = gateway.Nameless(c.object)
		return found, nil
	}
	parts, err := c.streams(ctx, client, s)
	if err != nil {
		found.excluded, err = gateway.Excluded(err)
		return found, err
	}
	st := parts[0]
	switch {
	case len(st.columns) == 0:
		found.excluded = gateway.NothingError("it has no fields that can be queried")
	case c.own && !isPlatformMade(st):
		found.excluded = gateway.NothingError("it is neither a usual object nor the company's own; to read it, name it in the objects")
	default:
		found.excluded, err = gateway.Excluded(probeAll(ctx, client, parts, s))
	}
	if found.excluded == nil && err == nil {
		found.stream = st
	}
	return found, err
}

// probeAll reads a row of each of the objects that make a stream.
func probeAll(ctx context.Context, client *intacct.Client, parts []*stream, s *config.Settings) error {
	for _, st := range parts {
		for _, of := range append([]*stream{st}, st.lines...) {
			if err := probe(ctx, client, of, s); err != nil {
				return err
			}
		}
	}
	return nil
}

func probe(ctx context.Context, client *intacct.Client, st *stream, s *config.Settings) error {
	if st.listing != nil {
		return st.listing.Probe(ctx, client, s)
	}
	field := st.columns[0].Field
	if st.key != nil {
		field = st.key.Field
	}
	// What the row holds does not matter here, nor whether it is shown.
	_, err := intacct.First(ctx, gateway.WithPrivate(client), intacct.Query{Object: st.object, DocParID: st.docpar, Select: []string{field}, Mended: true, Sparse: true})
	return err
}
