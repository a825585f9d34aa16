package integration_tests

import (
	"slices"
	"strings"
	"testing"

	"airbyte-sage-intacct/sandbox/alter"
)

// catalogOf is a configured catalogue of one discovered stream.
func catalogOf(t *testing.T, config, name, mode string) string {
	t.Helper()
	streams := discover(t, config)
	i := slices.IndexFunc(streams, func(s stream) bool { return s.Name == name })
	if i < 0 {
		t.Fatalf("no stream %s", name)
	}
	return write(t, "catalog.json", configured(t, streams[i:i+1], mode))
}

// failures are the messages and failure types of a run's errors.
func (o outcome) failures() string {
	var list []string
	for _, m := range o.messages {
		if m.Trace.Type == "ERROR" {
			list = append(list, m.Trace.Error.FailureType+": "+m.Trace.Error.Message)
		}
	}
	return strings.Join(list, "\n")
}

// TestAReplyWithoutCountsDeletesNothing: after a good sync the gateway answers
// with an empty list that says of no number that it is zero.
func TestAReplyWithoutCountsDeletesNothing(t *testing.T) {
	t.Parallel()
	middle, gateway := serve(t).altered(t)
	config := middle.with(t, map[string]any{"objects": []string{"VENDOR"}, "deletes": "reconcile"})
	catalog := catalogOf(t, config, "VENDOR", "incremental")
	first := succeed(t, "read", "--config", config, "--catalog", catalog)
	states := write(t, "states.json", lastStates(t, first.messages))
	gateway.Change(alter.Change{Function: "query", Object: "VENDOR", Times: -1, Reply: func(r *alter.Reply) {
		begin, end := strings.Index(r.Body, "<data"), strings.LastIndex(r.Body, "</result>")
		r.Body = r.Body[:begin] + "<data/>" + r.Body[end:]
	}})
	second := execute(t, "", "read", "--config", config, "--catalog", catalog, "--state", states)
	if second.exit == 0 || len(second.records()["VENDOR"]) > 0 || !strings.Contains(second.failures(), "system_error: ") || !strings.Contains(second.failures(), "totalcount is missing") {
		t.Errorf("exit %d, %d records, %s", second.exit, len(second.records()["VENDOR"]), second.failures())
	}
}

// TestForbiddenCharacters puts into a name of a vendor what XML forbids: the
// stream goes on, says what it did, and the next vendors come.
func TestForbiddenCharacters(t *testing.T) {
	t.Parallel()
	middle, gateway := serve(t).altered(t)
	config := middle.with(t, map[string]any{"objects": []string{"VENDOR"}})
	catalog := catalogOf(t, config, "VENDOR", "full_refresh")
	whole := len(succeed(t, "read", "--config", config, "--catalog", catalog).records()["VENDOR"])
	gateway.Change(alter.Change{Function: "query", Object: "VENDOR", Times: -1, Reply: func(r *alter.Reply) {
		r.Body = strings.Replace(r.Body, "<NAME>", "<NAME>&nbsp;R&D caf\xe9 \x1f&#xD800; ", 1)
	}})
	result := succeed(t, "read", "--config", config, "--catalog", catalog)
	const change = `"meta":{"changes":[{"field":"NAME","change":"TRUNCATED","reason":"SOURCE_SERIALIZATION_ERROR"}]}`
	if n := len(result.records()["VENDOR"]); n != whole || strings.Count(result.stdout, change) != 1 || !strings.Contains(result.stdout, "\"NAME\":\"\u00a0R&D café \uFFFD\uFFFD ") {
		t.Errorf("%d records of %d, %d changes\n%s", n, whole, strings.Count(result.stdout, change), result.problems())
	}
	if !strings.Contains(result.problems(), "VENDOR: 1 texts of the field NAME hold characters that XML does not allow") {
		t.Errorf("no warning:\n%s", result.problems())
	}
}
