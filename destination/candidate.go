package destination

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"airbyte-sage-intacct/destination/queue"
	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/result"
	"airbyte-sage-intacct/destination/schema"
	"airbyte-sage-intacct/intacct"
)

// choose decides which record a name means: among those that are active and
// called exactly so, or else so but for letter case.
func (r *resolver) choose(ctx context.Context, c record.NameRef) (string, *result.Rejection) {
	object := c.Field.Dimension.Object
	candidates := slices.Concat(r.known[nameKey(c)], r.recent.called(c))
	exact := only(candidates, func(k candidate) bool { return k.name == c.Name })
	if len(exact) > 0 {
		candidates = exact
	}
	active := only(candidates, func(k candidate) bool { return !k.inactive })
	switch {
	case len(active) == 1:
		return active[0].id, nil
	case len(active) > 1:
		return "", result.Rejectf("%s: %d records of %s are called %q: %s", c.By, len(active), object, result.Shorten(c.Name), choicesOf(active)).
			Advise("Give %s instead.", c.Field.Target.ID)
	case len(candidates) > 0:
		return "", result.Rejectf("%s: the %s called %q is inactive: %s", c.By, object, result.Shorten(c.Name), choicesOf(candidates)).
			Advise("Activate it, or give %s of another.", c.Field.Target.ID)
	}
	reason := result.Rejectf("%s: no %s is called %q", c.By, object, result.Shorten(c.Name)).AsMissing()
	if close := r.closest(ctx, c); len(close) > 0 {
		reason = reason.Advise("The closest are %s.", choicesOf(close))
	}
	return "", reason
}

func only(list []candidate, keep func(candidate) bool) []candidate {
	var kept []candidate
	for _, c := range list {
		if keep(c) && !slices.ContainsFunc(kept, func(k candidate) bool { return k.id == c.id }) {
			kept = append(kept, c)
		}
	}
	return kept
}

func choicesOf(list []candidate) string {
	texts := make([]string, 0, result.MaxListed)
	for _, c := range list[:min(len(list), result.MaxListed)] {
		texts = append(texts, fmt.Sprintf("%s (%s)", c.id, result.Shorten(c.name)))
	}
	return result.Listed(texts)
}

// closest finds names that begin alike, those that differ least first.
func (r *resolver) closest(ctx context.Context, c record.NameRef) []candidate {
	beginning := []rune(c.Name)[:min(3, len([]rune(c.Name)))]
	if strings.ContainsAny(string(beginning), "%_") {
		return nil
	}
	var found []candidate
	err := r.askFor(ctx, c.Field.Dimension, intacct.Like(c.Field.Dimension.Name, string(beginning)+"%"), func(_ *schema.Dimension, k candidate) {
		found = append(found, k)
	})
	if err != nil {
		return nil // a suggestion is not worth failing for
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return distance(a.name, c.Name) - distance(b.name, c.Name) })
	return found[:min(len(found), result.MaxListed)]
}

// distance is how many letters have to be changed, added or left out to make
// one name of another.
func distance(a, b string) int {
	from, to := []rune(strings.ToLower(a)), []rune(strings.ToLower(b))
	row := make([]int, len(to)+1)
	for j := range row {
		row[j] = j
	}
	for i, letter := range from {
		diagonal := row[0]
		row[0] = i + 1
		for j, other := range to {
			cost := diagonal
			if letter != other {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(to)]
}

// nameKey is how names are compared: people do not mind letter case or blanks.
func nameKey(c record.NameRef) queue.Ref {
	return queue.Ref{Object: c.Field.Dimension.Object, Name: strings.ToLower(strings.TrimSpace(c.Name))}
}
