package source

import (
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/company"
)

func (p *program) check(t testing.TB) (status airbyte.CheckStatus, message string) {
	t.Helper()
	out := p.run(t, t.Context(), "check", nil, nil).ok(t)
	for _, m := range out.messages {
		if m.Type == airbyte.TypeConnectionStatus {
			return m.ConnectionStatus.Status, m.ConnectionStatus.Message
		}
	}
	t.Fatal("no status")
	return "", ""
}

// with is the demo company for another user or with other keys.
func with(config map[string]any) *program {
	p := *demo().program
	p.config = config
	return &p
}

func user(id string) map[string]any {
	return map[string]any{"user_id": id, "user_password": "sandbox-" + id + "-password"}
}

func TestCheck(t *testing.T) {
	if status, message := demo().check(t); status != airbyte.Succeeded {
		t.Error(message)
	}
	tests := []struct {
		name   string
		config map[string]any
		words  []string
	}{
		{"wrong password", map[string]any{"user_password": "wrong"}, []string{"Sign-in information is incorrect", "user_password"}},
		{"unknown company", map[string]any{"company_id": "nobody"}, []string{"company_id"}},
		{"wrong sender", map[string]any{"sender_password": "wrong"}, []string{"sender_password"}},
		{"plain http", map[string]any{"api_url": "http://example.com/", "user_password": "secret"}, []string{"api_url"}},
		{"unknown objects", map[string]any{"objects": []string{"VENDOR", "NOSUCH", "GONE"}}, []string{"2 things are wrong", "NOSUCH cannot be read", "GONE cannot be read"}},
		{"forbidden object", func() map[string]any {
			config := user("no_gl")
			config["objects"] = []string{"GLACCOUNT", "VENDOR"}
			return config
		}(), []string{"GLACCOUNT cannot be read", "permission"}},
		{"nothing readable", func() map[string]any {
			config := user("no_gl")
			config["objects"] = []string{"GLACCOUNT", "GLBATCH"}
			return config
		}(), []string{"the user can read none of 2 objects", "permission"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			status, message := with(test.config).check(t)
			if status != airbyte.Failed {
				t.Errorf("%s: %s", status, message)
			}
			for _, word := range test.words {
				if !strings.Contains(message, word) {
					t.Errorf("the message lacks %q: %s", word, message)
				}
			}
		})
	}
}

func TestCheckTellsAllThatIsWrong(t *testing.T) {
	w := small(t, "VENDOR")
	w.company.SetUser(company.User{
		ID: company.DemoUser, Password: company.DemoUserPassword, Admin: true,
		Format: company.Format{DateFormat: "/mdQ", Clock: "24"},
	})
	w.config["objects"] = []string{"VENDOR", "NOSUCH"}
	w.sandbox.Fault(sandbox.Fault{Function: "readUserFormatting", Times: -1, Errno: "PL04000005", Description2: "You do not have permission for API operation READ on objects of type userinfo"})
	status, message := w.check(t)
	for _, word := range []string{"2 things are wrong", "(1) how the user's dates are written cannot be read", "(2) NOSUCH cannot be read"} {
		if status != airbyte.Failed || !strings.Contains(message, word) {
			t.Errorf("%s, without %q: %s", status, word, message)
		}
	}
}

func TestUnknownDateFormatIsAConfigError(t *testing.T) {
	w := small(t, "VENDOR")
	w.company.SetUser(company.User{
		ID: company.DemoUser, Password: company.DemoUserPassword, Admin: true,
		Format: company.Format{DateFormat: "/mdQ", Clock: "24"},
	})
	if status, message := w.check(t); status != airbyte.Failed || !strings.Contains(message, "/mdQ") {
		t.Errorf("%s: %s", status, message)
	}
	out := w.read(t, configured(airbyte.Incremental, "VENDOR"), nil)
	if message, failure := out.failure(""); failure != airbyte.ConfigError || !strings.Contains(message, "/mdQ") {
		t.Errorf("%s: %s", failure, message)
	}
}
