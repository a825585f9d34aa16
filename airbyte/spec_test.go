package airbyte_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
)

func TestSpecIsTheOneThatIsEmbedded(t *testing.T) {
	var compact bytes.Buffer
	if err := json.Compact(&compact, testSpec); err != nil {
		t.Fatal(err)
	}
	r := run(t, connector(fakeSource{}, fakeDestination{}), "", "spec")
	want(t, "exit code", r.code, 0)
	want(t, "stdout", r.stdout, `{"type":"SPEC","spec":`+compact.String()+"}\n")
}

func TestSpecIsNarrowedToARole(t *testing.T) {
	for role, foreign := range map[string][]string{
		"source":      {`"writing"`, `"dry_run"`, `"free"`},
		"destination": {`"reading"`, `"page_size"`, `"entities"`, `"start"`},
	} {
		t.Run(role, func(t *testing.T) {
			whole := run(t, connector(fakeSource{}, fakeDestination{}), "", "spec")
			r := run(t, connector(fakeSource{}, fakeDestination{}), "", role, "spec")
			want(t, "exit code", r.code, 0)
			want(t, "messages", r.sketch(), "SPEC")
			for _, word := range foreign {
				if strings.Contains(r.stdout, word) {
					t.Errorf("%s is left in\n%s", word, r.stdout)
				}
			}
			var all, narrow airbyte.Specification
			if err := json.Unmarshal(whole.messages[0].Spec, &all); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal(r.messages[0].Spec, &narrow); err != nil {
				t.Fatal(err)
			}
			want(t, "documentation", narrow.DocumentationURL, all.DocumentationURL)
			want(t, "sync modes", len(narrow.SupportedDestinationSyncModes), 2)
			wantContains(t, "spec", string(narrow.ConnectionSpecification),
				`"groups":[{"id":"connection","title":"Connection"},{"id":"`, `"required":["user","password"]`, `"user":{"type":"string","minLength":1`)
		})
	}
}

// A key of the other role is no stranger, and is checked all the same.
func TestConfigurationIsCheckedAgainstBothRoles(t *testing.T) {
	good := run(t, connector(fakeSource{}, fakeDestination{}), "", "destination", "check", "--config", file(t, `{"user":"a","password":"p","page_size":5}`))
	want(t, "messages", good.sketch(), "CONNECTION_STATUS")
	want(t, "status", good.messages[0].ConnectionStatus.Status, airbyte.Succeeded)
	bad := run(t, connector(fakeSource{}, fakeDestination{}), "", "source", "check", "--config", file(t, `{"user":"a","password":"p","dry_run":1}`))
	want(t, "status", bad.messages[0].ConnectionStatus.Status, airbyte.Failed)
}
