package source

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/report"
	"airbyte-sage-intacct/source/stream"
)

// Check implements [airbyte.Source]. It signs in and then looks for everything
// else that would stop a read, so that one message tells it all.
func (c *connector) Check(ctx context.Context, config []byte, out *airbyte.Emitter) error {
	settings, client, err := c.connect(config, out, nil)
	if err != nil {
		return err
	}
	defer client.Close()
	if err := client.Ping(ctx); err != nil {
		return err
	}
	var problems []string
	_, err = gateway.UserFormat(ctx, client)
	switch refused, _ := gateway.Excluded(err); {
	case err == nil:
	case refused != nil && settings.Timezone != nil: // the other half of what it would tell
		out.Log().Warn().Msgf("%s; dates are taken for mm/dd/yyyy until records show otherwise", refused)
	default:
		problems = append(problems, err.Error())
	}
	if _, err := client.Now(ctx); err != nil {
		problems = append(problems, err.Error())
	}
	unreadable, err := unreadableObjects(ctx, client, settings)
	if err != nil {
		return err
	}
	impossible, err := impossibleSelection(ctx, client, settings)
	if err != nil {
		return err
	}
	return together(slices.Concat(problems, unreadable, impossible))
}

// impossibleSelection says what is wrong with the filters, document types and
// periods of the configuration, as far as only the company can tell.
func impossibleSelection(ctx context.Context, client *intacct.Client, s *config.Settings) ([]string, error) {
	list := stream.Documents(s)
	for _, f := range s.Filters {
		list = append(list, stream.Named(f.Object, s))
	}
	var problems []string
	for _, c := range stream.Unique(list) {
		if _, err := c.Describe(ctx, client, s); err != nil {
			problems = append(problems, fmt.Sprintf("%s: %s", c.Name, err))
		}
	}
	missing, err := stream.MissingDocumentTypes(ctx, client, s)
	if err != nil {
		return nil, err
	}
	problems = append(problems, missing...)
	if len(s.Periods) > 0 {
		if _, err := report.Periods(ctx, client, s); err != nil {
			problems = append(problems, err.Error())
		}
		if err := report.CheckDimensions(ctx, client, s); err != nil {
			problems = append(problems, err.Error())
		}
	}
	return problems, ctx.Err()
}

// unreadableObjects says which of the configured objects cannot be read. Of the
// usual ones, it is enough that the user can read any.
func unreadableObjects(ctx context.Context, client *intacct.Client, s *config.Settings) ([]string, error) {
	list := stream.Usual()
	if len(s.Objects) > 0 {
		list = stream.Unique(stream.Configured(s))
	}
	excluded := make(map[string]string)
	readable := 0
	plain := *s
	plain.Selected = config.Selected{Naming: s.Naming} // what is wrong with that is said apart
	err := stream.Probe(ctx, client, &plain, stream.Renamed(s.Naming, list), func(f stream.ProbeResult) bool {
		if f.Stream == nil {
			excluded[f.Name()] = f.Excluded.Error()
			return false
		}
		readable++
		return len(s.Objects) == 0
	})
	if err != nil || len(s.Objects) == 0 && readable > 0 {
		return nil, err
	}
	if readable == 0 && len(list) > 0 {
		return []string{fmt.Sprintf("the user can read none of %d objects; give the user's role the right to list and view them (the first: %s)",
			len(list), excluded[list[0].Name])}, nil
	}
	var problems []string
	for object, reason := range sorted(excluded) {
		problems = append(problems, fmt.Sprintf("%s cannot be read: %s", object, reason))
	}
	return problems, nil
}

// together makes one error of all problems; nil of none.
func together(problems []string) error {
	switch len(problems) {
	case 0:
		return nil
	case 1:
		return airbyte.Errorf(airbyte.ConfigError, "%s", problems[0])
	}
	for i := range problems {
		problems[i] = fmt.Sprintf("(%d) %s", i+1, problems[i])
	}
	return airbyte.Errorf(airbyte.ConfigError, "%d things are wrong: %s", len(problems), strings.Join(problems, "; "))
}

// sorted walks a map in the order of its keys.
func sorted(m map[string]string) iter.Seq2[string, string] {
	return func(yield func(string, string) bool) {
		for _, key := range slices.Sorted(maps.Keys(m)) {
			if !yield(key, m[key]) {
				return
			}
		}
	}
}
