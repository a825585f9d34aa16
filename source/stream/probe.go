package stream

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

// probers is how many objects are looked at at the same time. Small companies
// are allowed few requests at once; the client slows down where even these are
// too many.
const probers = 4

// A ProbeResult is what became of a definition: a stream, or why there is none.
type ProbeResult struct {
	Definition Definition
	Stream     *Stream
	Excluded   error
}

// Name is the stream's, or what it would be.
func (f ProbeResult) Name() string {
	if f.Stream != nil {
		return f.Stream.Name
	}
	return f.Definition.Name
}

// Definitions lists what to look at: what the configuration names, all that the
// company has, or the usual and what is its own.
func Definitions(ctx context.Context, client *intacct.Client, s *config.Settings) ([]Definition, error) {
	var list []Definition
	switch {
	case len(s.Objects) > 0:
		list = Configured(s)
	default:
		names, err := client.InspectAll(ctx)
		excluded, err := gateway.Excluded(err)
		if err != nil {
			return nil, err
		}
		if list = Usual(); s.Everything {
			list = append(list, all(names)...)
		} else {
			list = append(list, own(names)...)
		}
		if excluded != nil {
			list = append(list, Definition{Name: "what the company has of its own", excluded: excluded})
		}
	}
	return Unique(Renamed(s.Naming, append(list, asked(s)...))), nil
}

// Usual are the objects that most companies want: the table's choice, whatever
// other connectors read, and the dimensions.
func Usual() []Definition {
	var list []Definition
	for _, row := range intacct.Objects() {
		if row.Curated || row.Hotglue != "" {
			list = append(list, ofObject(row))
		}
	}
	return list
}

// Configured are the objects that the configuration names.
func Configured(s *config.Settings) []Definition {
	var list []Definition
	for _, name := range s.Objects {
		list = append(list, Named(name, s))
	}
	return list
}

// all are the objects that inspect lists, and what no object holds.
func all(names []intacct.TypeName) []Definition {
	var list []Definition
	for _, name := range names {
		list = append(list, listed(name.Name))
	}
	for _, l := range report.All() {
		if l != report.Attachments { // its key says whether it is wanted
			list = append(list, ofReport(l))
		}
	}
	return list
}

// own are the objects that inspect lists and Intacct does not bring: custom
// ones and user-defined dimensions.
func own(names []intacct.TypeName) []Definition {
	var list []Definition
	for _, name := range names {
		if c := listed(name.Name); c.Row == nil && c.listing == nil && !isStandard(name.Name) {
			list = append(list, Definition{Name: name.Name, Object: name.Name, own: true})
		}
	}
	return list
}

// asked is what other keys of the configuration ask for.
func asked(s *config.Settings) []Definition {
	list := Documents(s)
	if s.AuditHistory {
		list = append(list, Named(historyObject, s))
		list = append(list, auditStreams(s.Naming)...)
	}
	if len(s.Periods) > 0 {
		list = append(list, ofReport(report.TrialBalance), ofReport(report.AccountBalances))
	}
	if s.Attachments != config.AttachmentsOff {
		list = append(list, ofReport(report.Attachments))
	}
	if s.Unified {
		list = append(list, ofTables()...)
	}
	return list
}

// Unique keeps the first of definitions with one name.
func Unique(list []Definition) []Definition {
	known := make(map[string]bool, len(list))
	kept := list[:0]
	for _, c := range list {
		if name := strings.ToUpper(c.Name); !known[name] {
			known[name] = true
			kept = append(kept, c)
		}
	}
	return kept
}

// Probe looks at definitions, some at the same time, and hands each result to
// report, one at a time and in any order. It ends early if report says so. An
// error means that nothing certain can be said, which must not look like an
// object that is not there.
func Probe(ctx context.Context, client *intacct.Client, s *config.Settings, list []Definition, report func(ProbeResult) (enough bool)) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var (
		group sync.WaitGroup
		lock  sync.Mutex
		queue = make(chan Definition)
	)
	for range min(probers, len(list)) {
		group.Go(func() {
			for c := range queue {
				found, err := probeOne(ctx, client, s, c)
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

// errEnough ends a probe that has found what it was for.
var errEnough = errors.New("enough")

// probeOne describes a definition and reads one row of it, because lookup shows
// objects that the user may not read.
func probeOne(ctx context.Context, client *intacct.Client, s *config.Settings, c Definition) (found ProbeResult, err error) {
	defer airbyte.Recover(&err)
	found.Definition = c
	if c.excluded != nil {
		found.Excluded = c.excluded
		return found, nil
	}
	if c.Object != "" && !intacct.IsElementName(c.Object) {
		found.Excluded = gateway.Nameless(c.Object)
		return found, nil
	}
	parts, err := c.DescribeAll(ctx, client, s)
	if err != nil {
		found.Excluded, err = gateway.Excluded(err)
		return found, err
	}
	st := parts[0]
	switch {
	case len(st.Columns) == 0:
		found.Excluded = gateway.NothingError("it has no fields that can be queried")
	case c.own && !isPlatformMade(st):
		found.Excluded = gateway.NothingError("it is neither a usual object nor the company's own; to read it, name it in the objects")
	default:
		found.Excluded, err = gateway.Excluded(probeAll(ctx, client, parts, s))
	}
	if found.Excluded == nil && err == nil {
		found.Stream = st
	}
	return found, err
}

// probeAll reads a row of each of the objects that make a stream.
func probeAll(ctx context.Context, client *intacct.Client, parts []*Stream, s *config.Settings) error {
	for _, st := range parts {
		for _, of := range append([]*Stream{st}, st.Lines...) {
			if err := probeStream(ctx, client, of, s); err != nil {
				return err
			}
		}
	}
	return nil
}

func probeStream(ctx context.Context, client *intacct.Client, st *Stream, s *config.Settings) error {
	if st.Report != nil {
		return st.Report.Probe(ctx, client, s)
	}
	field := st.Columns[0].Field
	if st.Key != nil {
		field = st.Key.Field
	}
	// What the row holds does not matter here, nor whether it is shown.
	_, err := intacct.First(ctx, gateway.WithPrivate(client), intacct.Query{Object: st.Object, DocParID: st.Docpar, Select: []string{field}, Mended: true, Sparse: true})
	return err
}
