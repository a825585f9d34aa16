// Package report makes the streams that come from a function of the gateway
// instead of a query: balances, ageing, dimensions, attachments.
package report

import (
	"context"
	"strings"
	"time"

	"github.com/beevik/etree"
	"github.com/rs/zerolog"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/naming"
)

// A Report gives the records of a stream by a function of its own, where no
// query does. It knows no order and no time of change: such a stream is read
// whole, every time.
type Report struct {
	Name    string
	Columns func(*config.Settings) []Column
	Key     func(*config.Settings) []string // columns that identify a record
	// Probe says why there is nothing to read, if so.
	Probe func(context.Context, *intacct.Client, *config.Settings) error
	// Rows puts the records.
	Rows func(context.Context, *Env) error
}

// An Env is what a report is made with, and where its records go.
type Env struct {
	Client   *intacct.Client
	Settings *config.Settings
	Zone     *time.Location // of the user
	Log      *zerolog.Logger
	Stream   string   // by which messages name it
	Columns  []string // of the report
	// Wants reports whether the configured catalogue has a column.
	Wants func(column string) bool
	// Put emits one record: a value for each column, in their order.
	Put func(values []string, changes ...airbyte.Change) error
}

// A Column is what a report has one of in every record.
type Column struct{ Name, Datatype string }

// All are all there are, in the order in which they are offered.
func All() []*Report {
	return []*Report{
		dimensions, dimensionValues, TrialBalance, AccountBalances, agingReport,
		Attachments, attachmentRecords, attachmentFolders,
	}
}

// Named finds a report by its name or another one of the same.
func Named(name string) *Report {
	for _, l := range All() {
		if strings.EqualFold(name, l.Name) || strings.EqualFold(naming.ObjectName(name), naming.ObjectName(l.Name)) {
			return l
		}
	}
	return nil
}

// fixed is a key or a list of columns that the configuration does not change.
func fixed[T any](list ...T) func(*config.Settings) []T {
	return func(*config.Settings) []T { return list }
}

// texts reads an answer's element by the names of its children, in small
// letters.
func texts(el *etree.Element) map[string]string {
	values := make(map[string]string, len(el.Child))
	for _, child := range el.ChildElements() {
		values[strings.ToLower(child.Tag)] = strings.TrimSpace(child.Text())
	}
	return values
}

// answers are the elements of that name in an answer. Another one means that it
// is not the answer to what was asked.
func answers(data *etree.Element, name string) ([]*etree.Element, error) {
	if data == nil {
		return nil, nil
	}
	list := data.ChildElements()
	for _, el := range list {
		if !strings.EqualFold(el.Tag, name) {
			return nil, airbyte.Errorf(airbyte.SystemError, "the gateway answered with %s where %s was asked for", el.Tag, name)
		}
	}
	return list, nil
}

// mendedTexts are the changes of an element of a report, by the names of its
// children in small letters.
func mendedTexts(el *etree.Element) []airbyte.Change {
	var changes []airbyte.Change
	for _, child := range el.ChildElements() {
		if intacct.Mended(child) {
			changes = append(changes, gateway.Mended(strings.ToLower(child.Tag)))
		}
	}
	return changes
}
