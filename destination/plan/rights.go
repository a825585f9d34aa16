package plan

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination/result"
	"airbyte-sage-intacct/intacct"
)

// Rights are what the user may do, by the names of the policies that grant it.
type Rights struct {
	policies map[string]intacct.Policy
	barred   map[string]bool // applications without a single policy
	adding   bool            // some policy lets the user add or edit something
}

// permitter is the part of the client that knows rights.
type permitter interface {
	UserPermissions(ctx context.Context, user string) ([]intacct.AppSubscription, error)
}

// LoadRights asks for what the user may do.
func LoadRights(ctx context.Context, client permitter) (*Rights, error) {
	applications, err := client.UserPermissions(ctx, "")
	if err != nil {
		return nil, err
	}
	r := &Rights{policies: map[string]intacct.Policy{}, barred: map[string]bool{}}
	for _, application := range applications {
		r.barred[application.Application] = len(application.Policies) == 0
		for _, policy := range application.Policies {
			name := policyName(policy.Name)
			policy.Rights = append(policy.Rights, r.policies[name].Rights...)
			r.policies[name] = policy
			r.adding = r.adding || policy.Has("Add") || policy.Has("Edit") || policy.Has("Create")
		}
	}
	return r, nil
}

// policyName is how a policy, named in the plural, and an object's label meet.
func policyName(name string) string {
	name = strings.ToLower(name)
	switch {
	case strings.HasSuffix(name, "ies"):
		return strings.TrimSuffix(name, "ies") + "y"
	case strings.HasSuffix(name, "sses"):
		return strings.TrimSuffix(name, "es")
	case strings.HasSuffix(name, "s") && !strings.HasSuffix(name, "ss"):
		return strings.TrimSuffix(name, "s")
	}
	return name
}

// policy finds what governs an object.
func (r *Rights) policy(object *intacct.Object) (intacct.Policy, bool) {
	name := policyName(object.Label)
	for _, candidate := range []string{name, strings.TrimPrefix(strings.TrimPrefix(name, "ap "), "ar ")} {
		if policy, known := r.policies[candidate]; known {
			return policy, true
		}
	}
	return intacct.Policy{}, false
}

// needed are the rights that an action takes; one of each group suffices.
var needed = map[Action][][]string{
	Create:     {{"Add", "Create"}},
	Upsert:     {{"Add", "Create"}, {"Edit", "Modify"}},
	Update:     {{"Edit", "Modify"}},
	Delete:     {{"Delete"}},
	Reverse:    {{"Reverse", "Edit", "Modify"}},
	Deactivate: {{"Edit", "Modify"}},
}

// Lacks tells what the user may not do that an action needs. Policies are named
// in the company's own words, so an object without a policy of its name is let
// pass: the gateway will judge.
func (r *Rights) Lacks(object *intacct.Object, a Action) error {
	if object == nil {
		return nil
	}
	if r.barred[object.Module] {
		return fmt.Errorf("the user has no right at all in %s, which %q belongs to; grant it in the user's role", object.Module, object.Label)
	}
	policy, known := r.policy(object)
	if !known {
		return nil
	}
	var missing []string
	for _, group := range needed[a] {
		if !slices.ContainsFunc(group, policy.Has) {
			missing = append(missing, group[0])
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return fmt.Errorf("the user lacks the right %s on %q (it has %s); grant it in the user's role", result.Listed(missing), policy.Name, granted(policy))
}

func granted(policy intacct.Policy) string {
	if len(policy.Rights) == 0 {
		return "none"
	}
	return result.Listed(policy.Rights)
}

// CheckAny refuses a user who may not write at all.
func (r *Rights) CheckAny() error {
	if r.adding || len(r.policies) == 0 {
		return nil
	}
	names := make([]string, 0, len(r.policies))
	for _, policy := range r.policies {
		names = append(names, policy.Name)
	}
	slices.Sort(names)
	return airbyte.Errorf(airbyte.ConfigError,
		"the user may sign in and read, but has the right Add on nothing (%s); grant Add and Edit in the user's role to write", result.Listed(names[:min(len(names), result.MaxListed)]))
}

// CheckRights stops a write that the user has no rights for before its first
// record.
func CheckRights(ctx context.Context, client permitter, plans map[string]*Plan, out *airbyte.Emitter) error {
	rights, err := LoadRights(ctx, client)
	if err != nil {
		out.Log().Info().Err(err).Msg("The user's rights cannot be read, so they were not checked.")
		return nil
	}
	for _, p := range plans {
		if err := rights.Lacks(p.Schema.Object, p.Action); err != nil {
			return airbyte.Errorf(airbyte.ConfigError, "stream %s: %w", p.Stream, err)
		}
	}
	return nil
}
