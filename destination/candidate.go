package destination

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"airbyte-sage-intacct/intacct"
)

// choose decides which record a name means: among those that are active and
// called exactly so, or else so but for letter case.
func (r *resolver) choose(ctx context.Context, c call) (string, *rejection) {
	object := c.slot.dimension.object
	candidates := slices.Concat(r.known[c.key()], r.recent.called(c))
	exact := only(candidates, func(k candidate) bool { return k.name == c.name })
	if len(exact) > 0 {
		candidates = exact
	}
	active := only(candidates, func(k candidate) bool { return !k.inactive })
	switch {
	case len(active) == 1:
		return active[0].id, nil
	case len(active) > 1:
		return "", rejectf("%s: %d records of %s are called %q: %s", c.by, len(active), object, shorten(c.name), choicesOf(active)).
			advise("Give %s instead.", c.slot.target.id)
	case len(candidates) > 0:
		return "", rejectf("%s: the %s called %q is inactive: %s", c.by, object, shorten(c.name), choicesOf(candidates)).
			advise("Activate it, or give %s of another.", c.slot.target.id)
	}
	reason := rejectf("%s: no %s is called %q", c.by, object, shorten(c.name)).forMissing()
	if close := r.closest(ctx, c); len(close) > 0 {
		reason = reason.advise("The closest are %s.", choicesOf(close))
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
	texts := make([]string, 0, maxComplaints)
	for _, c := range list[:min(len(list), maxComplaints)] {
		texts = append(texts, fmt.Sprintf("%s (%s)", c.id, shorten(c.name)))
	}
	return listed(texts)
}

// closest finds names that begin alike, those that differ least first.
func (r *resolver) closest(ctx context.Context, c call) []candidate {
	beginning := []rune(c.name)[:min(3, len([]rune(c.name)))]
	if strings.ContainsAny(string(beginning), "%_") {
		return nil
	}
	var found []candidate
	err := r.askFor(ctx, c.slot.dimension, intacct.Like(c.slot.dimension.name, string(beginning)+"%"), func(_ *dimension, k candidate) {
		found = append(found, k)
	})
	if err != nil {
		return nil // a suggestion is not worth failing for
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return distance(a.name, c.name) - distance(b.name, c.name) })
	return found[:min(len(found), maxComplaints)]
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
