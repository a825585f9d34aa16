package airbyte_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/internal/locked"
)

// spellings are the ways in which a value turns up in requests, replies and errors.
func spellings(t *testing.T, secret string) map[string]string {
	t.Helper()
	var escaped strings.Builder
	if err := xml.EscapeText(&escaped, []byte(secret)); err != nil {
		t.Fatal(err)
	}
	etree := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "'", "&apos;", `"`, "&quot;").Replace(secret)
	quoted, err := json.Marshal(secret)
	if err != nil {
		t.Fatal(err)
	}
	header := base64.StdEncoding.EncodeToString([]byte("a-user:" + secret))
	return map[string]string{
		"raw":              secret,
		"encoding/xml":     escaped.String(),
		"etree":            etree,
		"XML text":         strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(secret),
		"encoding/json":    strings.Trim(string(quoted), `"`),
		"JSON":             strings.Trim(string(airbyte.AppendJSONString(nil, secret)), `"`),
		"Go":               strings.Trim(strconv.Quote(secret), `"`),
		"XML in JSON":      strings.Trim(strconv.Quote("<password>"+etree+"</password>"), `"`),
		"query":            url.QueryEscape(secret),
		"path":             url.PathEscape(secret),
		"lower-case query": strings.ToLower(url.QueryEscape(secret)),
		"base64":           base64.StdEncoding.EncodeToString([]byte(secret)),
		"base64 for URLs":  base64.RawURLEncoding.EncodeToString([]byte(secret)),
		"basic auth":       header,
	}
}

func TestSecretsAreMaskedInEveryForm(t *testing.T) {
	for _, secret := range []string{"plain-password", `a"b&c<d>'e\f g/h?i+j%k`, "pass\tword\u2028ü", "tëst…ÿ~~~???>>>"} {
		config, err := json.Marshal(map[string]any{"user": "ada", "password": secret})
		if err != nil {
			t.Fatal(err)
		}
		for name, spelling := range spellings(t, secret) {
			if name == "lower-case query" && strings.ToLower(secret) != secret {
				continue
			}
			t.Run(name+" of "+secret, func(t *testing.T) {
				text := fmt.Sprintf("before %s after", spelling)
				source := fakeSource{
					check: func(_ context.Context, _ []byte, out *airbyte.Emitter) error {
						out.Log().Info().Str("request", text).Err(errors.New(text)).Msg(text)
						out.Log().Error().Str("stack", text).Msg("x")
						return airbyte.Errorf(airbyte.ConfigError, "%s", text)
					},
					discover: func(context.Context, []byte, *airbyte.Emitter) (*airbyte.Catalog, error) { panic(text) },
				}
				for _, command := range []string{"check", "discover"} {
					r := run(t, connector(source, nil), "", command, "--config", file(t, string(config)))
					for _, shown := range texts(r) {
						if strings.Contains(shown, spelling) {
							t.Errorf("shown by %s: %s", command, shown)
						}
						if strings.Contains(shown, "before") {
							wantContains(t, "text", shown, "****")
						}
					}
				}
			})
		}
	}
}

// texts are the parts of the output that people read.
func texts(r result) []string {
	shown := []string{r.stderr}
	for _, message := range r.messages {
		switch {
		case message.Log != nil:
			shown = append(shown, message.Log.Message, message.Log.StackTrace)
		case message.ConnectionStatus != nil:
			shown = append(shown, message.ConnectionStatus.Message)
		case message.Trace != nil && message.Trace.Error != nil:
			shown = append(shown, message.Trace.Error.Message, message.Trace.Error.InternalMessage, message.Trace.Error.StackTrace)
		}
	}
	return shown
}

// Inside a longer text the base64 form of a secret depends on where it begins. The characters that it
// shares with its neighbours remain; they hold less than one of its own.
func TestSecretInsideBase64(t *testing.T) {
	const secret = "correct-horse-battery"
	for _, user := range []string{"", "a:", "ab:", "abc:", "abcd:"} {
		for _, rest := range []string{"", "!", "!!"} {
			code := base64.StdEncoding.EncodeToString([]byte(user + secret + rest))
			before, after, found := strings.Cut(logged(t, code, secret), "****")
			if !found || len(before) > (len(user)*8+5)/6 || len(after) > len("x!!==")+1 {
				t.Errorf("%q: %q and %q are left of %s", user+"…"+rest, before, after, code)
			}
		}
	}
}

// logged is what becomes of a text after secrets were added.
func logged(t *testing.T, text string, secrets ...string) string {
	t.Helper()
	var stdout locked.Buffer
	out := airbyte.NewEmitter(&stdout)
	out.Mask(secrets...)
	out.Log().Info().Msg(text)
	return parse(t, stdout.String())[0].Log.Message
}

func TestMask(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		secrets    []string
		want       string
	}{
		{"nothing to hide", "a plain text", nil, "a plain text"},
		{"not there", "a plain text", []string{"secret"}, "a plain text"},
		{"several times", "secret and secret", []string{"secret"}, "**** and ****"},
		{"longest first", "the secret-longer one", []string{"secret", "secret-longer"}, "the **** one"},
		{"overlap", "abcdefghi", []string{"abcdef", "defghi"}, "****"},
		{"overlap with itself", "xaaaaax", []string{"aaaa"}, "x****x"},
		{"neighbours", "onetwo", []string{"one", "two"}, "********"},
		{"empty", "a plain text", []string{""}, "a plain text"},
		{"too short to be one", "a plain text", []string{"a", "pl"}, "a plain text"},
		{"session id", "<sessionid>Xy_12..</sessionid>", []string{"Xy_12.."}, "<sessionid>****</sessionid>"},
		{"a regular expression is none", "a.c abc", []string{"a.c"}, "**** abc"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			want(t, "text", logged(t, tt.text, tt.secrets...), tt.want)
		})
	}
}

// All that the spec calls secret is, wherever it stands, even in a configuration that is wrong.
func TestSecretsOfTheConfiguration(t *testing.T) {
	const config = `{"user":"ada","password":"secret-a","pin":424242,"tokens":["secret-b","secret-c"],
		"entities":{"kind":"list","ids":[],"key":"secret-d"},"proxy":{"host":"h","secret":"secret-e"},"mode":"wrong"}`
	source := fakeSource{}
	c := connector(source, nil)
	r := run(t, c, "", "check", "--config", file(t, config))
	want(t, "status", r.messages[0].ConnectionStatus.Status, airbyte.Failed)
	good := strings.Replace(config, `,"mode":"wrong"`, "", 1)
	c.Source = fakeSource{check: func(_ context.Context, config []byte, _ *airbyte.Emitter) error {
		return airbyte.Errorf(airbyte.ConfigError, "%s", config)
	}}
	r = run(t, c, "", "check", "--config", file(t, good))
	message := r.messages[0].ConnectionStatus.Message
	if strings.Contains(message, "secret-") || strings.Contains(message, "424242") {
		t.Errorf("secrets are shown: %s", message)
	}
	want(t, "masks", strings.Count(message, "****"), 6)
	wantContains(t, "the rest", message, `"user":"ada"`)
}

// A configuration in the place of its file's name is not shown, nor is what names a proxy.
func TestSecretsBesideTheConfiguration(t *testing.T) {
	t.Setenv("HTTPS_PROXY", "http://ada:hunter%2322-a@b c@proxy:3128")
	t.Setenv("http_proxy", "ada:hunter22-lower@proxy")
	source := fakeSource{check: func(context.Context, []byte, *airbyte.Emitter) error {
		return airbyte.Errorf(airbyte.ConfigError, `invalid proxy address %q: parse %q`, "http://ada:hunter%2322-a@b c@proxy:3128", "ada:hunter22-lower@proxy")
	}}
	for _, config := range []string{file(t, goodConfig), `{"user":"ada","password":"hunter22"}`, "{\n \"password\": \"hunter22\"}"} {
		r := run(t, connector(source, nil), "", "check", "--config", config)
		if strings.Contains(r.stdout+r.stderr, "hunter") {
			t.Errorf("shown: %s%s", r.stdout, r.stderr)
		}
	}
}
