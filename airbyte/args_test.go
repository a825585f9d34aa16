package airbyte_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
)

func TestCommandLinesThatMakeSense(t *testing.T) {
	config, catalog := file(t, goodConfig), file(t, catalogOf("A"))
	c := connector(fakeSource{}, fakeDestination{})
	for _, tt := range []struct{ args, want string }{
		{"spec", "SPEC"},
		{"--debug spec", "SPEC"},
		{"spec --debug", "SPEC"},
		{"check --config C", "CONNECTION_STATUS"},
		{"check --config=C", "CONNECTION_STATUS"},
		{"--config C check", "CONNECTION_STATUS"},
		{"check -config C", "CONNECTION_STATUS"},
		{"source check --config C", "CONNECTION_STATUS"},
		{"--debug destination check --config C", "CONNECTION_STATUS"},
		{"discover --config C", "CATALOG"},
		{"source discover --config C", "CATALOG"},
		{"destination discover --config C", "DESTINATION_CATALOG"},
		{"destination --config=C --debug discover", "DESTINATION_CATALOG"},
		{"read --config C --catalog K", "A:STARTED A:RUNNING A=0.0 A:COMPLETE"},
		{"read --debug --catalog=K --config=C --state S", "A:STARTED A:RUNNING A=0.0 A:COMPLETE"},
		{"--state S --catalog K source read --config C", "A:STARTED A:RUNNING A=0.0 A:COMPLETE"},
		{"write --catalog K --config C", ""},
		{"destination write --catalog K --config C --debug", ""},
	} {
		t.Run(tt.args, func(t *testing.T) {
			var args []string
			for _, word := range strings.Fields(tt.args) {
				word = strings.NewReplacer("C", config, "K", catalog, "S", file(t, "[]")).Replace(word)
				args = append(args, word)
			}
			r := run(t, c, "", args...)
			want(t, "exit code", r.code, 0)
			want(t, "messages", r.sketch(), tt.want)
			want(t, "stderr", r.stderr, "")
		})
	}
}

func TestCommandLinesThatMakeNone(t *testing.T) {
	both, source := connector(fakeSource{}, fakeDestination{}), connector(fakeSource{}, nil)
	for _, tt := range []struct {
		args string
		c    airbyte.Connector
		want string
	}{
		{"", both, "no command given"},
		{"source", both, "no command given"},
		{"--debug", both, "no command given"},
		{"sync", both, `unknown command "sync"`},
		{"sandbox", both, `unknown command "sandbox"`},
		{"spec spec", both, `unexpected word "spec" after spec`},
		{"spec source", both, `unexpected word "source" after spec`},
		{"source destination spec", both, `unknown command "destination"`},
		{"check", both, "check needs --config"},
		{"check --config", both, "--config needs a file name"},
		{"check --config --debug", both, "--config needs a file name"},
		{"check --password=hunter22", both, "unknown flag --password"},
		{`{"user_password":"hunter22"}`, both, `unknown command "(not repeated here)"`},
		{`check --config {"password": "hunter22"}`, both, `unexpected word "(not repeated here)" after check`},
		{`check --{"password":"hunter22"}`, both, `unknown flag --(not repeated here)`},
		{"check --configuration x", both, "unknown flag --configuration"},
		{"check --config x --debug=yes", both, "--debug takes no value"},
		{"spec --config x", both, "spec takes no --config"},
		{"check --config x --catalog y", both, "check takes no --catalog"},
		{"read --config x", both, "read needs --catalog"},
		{"read --catalog x", both, "read needs --config"},
		{"write --config x --catalog y --state z", both, "write takes no --state"},
		{"destination read --config x --catalog y", both, "a destination has no command read"},
		{"source write --config x --catalog y", both, "a source has no command write"},
		{"write --config x --catalog y", source, "test-connector is not a destination"},
		{"destination spec", source, "test-connector is not a destination"},
		{"-", both, "unknown flag --"},
	} {
		t.Run(tt.args, func(t *testing.T) {
			r := run(t, tt.c, "", strings.Fields(tt.args)...)
			want(t, "exit code", r.code, 2)
			want(t, "messages", r.sketch(), "ERROR")
			failure := r.theError(t)
			want(t, "message", failure.Message, tt.want)
			want(t, "failure type", failure.FailureType, airbyte.ConfigError)
			wantContains(t, "stderr", r.stderr, "test-connector: "+tt.want, "usage: test-connector", "check --config FILE", "read --config FILE --catalog FILE [--state FILE]")
			if strings.Contains(r.stdout+r.stderr, "hunter22") {
				t.Errorf("the value of an unknown flag is shown: %s", r.stderr)
			}
		})
	}
}

// A program that is called as one of the roles plays it, unless a word says otherwise.
func TestRoleByName(t *testing.T) {
	config, catalog := file(t, goodConfig), file(t, catalogOf("A"))
	for _, tt := range []struct{ name, args, want string }{
		{"destination-sage-intacct", "discover --config C", "DESTINATION_CATALOG"},
		{"/usr/local/bin/destination-sage-intacct", "discover --config C", "DESTINATION_CATALOG"},
		{"./destination-sage-intacct.exe", "discover --config C", "DESTINATION_CATALOG"},
		{"DESTINATION-SAGE-INTACCT.EXE", "discover --config C", "DESTINATION_CATALOG"},
		{"destination-sage-intacct", "source discover --config C", "CATALOG"},
		{"source-sage-intacct", "discover --config C", "CATALOG"},
		{"source-sage-intacct", "destination discover --config C", "DESTINATION_CATALOG"},
		{"source-sage-intacct", "destination write --config C --catalog K", ""},
		{"source-sage-intacct", "write --config C --catalog K", "ERROR"},
		{"destination-sage-intacct", "read --config C --catalog K", "ERROR"},
		{"destination-sage-intacct", "write --config C --catalog K", ""},
		{"/opt/destination-sage-intacct/connector", "discover --config C", "CATALOG"},
		{"destination", "discover --config C", "CATALOG"},
		{"my-destination-sage-intacct", "discover --config C", "CATALOG"},
	} {
		t.Run(tt.name+" "+tt.args, func(t *testing.T) {
			c := connector(fakeSource{}, fakeDestination{})
			c.CalledAs = tt.name
			args := strings.Fields(strings.NewReplacer("C", config, "K", catalog).Replace(tt.args))
			want(t, "messages", run(t, c, "", args...).sketch(), tt.want)
		})
	}
}

func TestDataChannel(t *testing.T) {
	args := []string{"--config", file(t, goodConfig), "--catalog", file(t, catalogOf("A"))}
	c := connector(fakeSource{}, fakeDestination{})
	for _, tt := range []struct {
		medium string
		code   int
	}{{"SOCKET", 1}, {"socket", 1}, {"PIGEON", 1}, {"STDIO", 0}, {"stdio", 0}, {"", 0}} {
		t.Setenv("DATA_CHANNEL_MEDIUM", tt.medium)
		for _, command := range []string{"read", "write"} {
			r := run(t, c, "", append([]string{command}, args...)...)
			want(t, command+" with "+tt.medium, r.code, tt.code)
			if tt.code == 0 {
				continue
			}
			want(t, "messages", r.sketch(), "ERROR")
			want(t, "failure type", r.theError(t).FailureType, airbyte.ConfigError)
			wantContains(t, "message", r.theError(t).Message, "DATA_CHANNEL_MEDIUM", "STDIO", "standard input and output")
		}
		want(t, "check with "+tt.medium, run(t, c, "", "check", "--config", args[1]).code, 0)
		want(t, "discover with "+tt.medium, run(t, c, "", "discover", "--config", args[1]).code, 0)
		want(t, "spec with "+tt.medium, run(t, c, "", "spec").code, 0)
	}
}

func TestHelpIsOnStderr(t *testing.T) {
	for _, args := range []string{"--help", "-h", "read --help"} {
		r := run(t, connector(fakeSource{}, nil), "", strings.Fields(args)...)
		want(t, "exit code", r.code, 0)
		want(t, "stdout", r.stdout, "")
		wantContains(t, "stderr", r.stderr, "usage: test-connector")
	}
}

func TestExtraCommands(t *testing.T) {
	c := connector(fakeSource{}, nil)
	c.Commands = []airbyte.Command{{
		Name: "sandbox", Summary: "serve a simulated company",
		Run: func(_ context.Context, args []string, stdout, stderr io.Writer) int {
			_, err1 := fmt.Fprint(stdout, args)
			_, err2 := fmt.Fprint(stderr, "serving")
			if err := errors.Join(err1, err2); err != nil {
				return 1
			}
			return 7
		},
	}}
	var stdout, stderr bytes.Buffer
	code := airbyte.Run(t.Context(), c, strings.Fields("sandbox --listen :0 --debug source read"), strings.NewReader(""), &stdout, &stderr)
	want(t, "exit code", code, 7)
	want(t, "stdout", stdout.String(), "[--listen :0 --debug source read]")
	want(t, "stderr", stderr.String(), "serving")
	wantContains(t, "usage", run(t, c, "", "--help").stderr, "sandbox", "serve a simulated company")
	want(t, "with a role", run(t, c, "", "source", "sandbox").code, 2)
}

func TestDebug(t *testing.T) {
	source := fakeSource{check: func(_ context.Context, _ []byte, out *airbyte.Emitter) error {
		out.Log().Debug().Msg("detail")
		out.Log().Info().Msg("news")
		return nil
	}}
	for _, tt := range []struct {
		level, flag string
		want        string
	}{
		{"", "", "INFO"}, {"INFO", "", "INFO"}, {"error", "", "INFO"}, {"debug", "", "DEBUG INFO"}, {"DEBUG", "", "DEBUG INFO"}, {"", "--debug", "DEBUG INFO"},
	} {
		t.Setenv("LOG_LEVEL", tt.level)
		r := run(t, connector(source, nil), "", append(strings.Fields(tt.flag), "check", "--config", file(t, goodConfig))...)
		var levels []string
		for _, message := range r.of(airbyte.TypeLog) {
			levels = append(levels, message.Log.Level)
		}
		want(t, "levels with "+tt.level+tt.flag, strings.Join(levels, " "), tt.want)
	}
}
