package sandbox_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"airbyte-sage-intacct/sandbox"
)

// served runs the command until the test ends and returns where it listens.
func served(t *testing.T, args ...string) (address string, stop func() int) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	reader, writer := io.Pipe()
	ended := make(chan int, 1)
	var stderr bytes.Buffer
	go func() {
		ended <- sandbox.Command(ctx, append([]string{"--listen", "127.0.0.1:0"}, args...), writer, &stderr)
		_ = writer.Close()
	}()
	line, err := bufio.NewReader(reader).ReadString('\n')
	if err != nil {
		cancel()
		t.Fatalf("%v: %s", err, stderr.String())
	}
	address = regexp.MustCompile(`https?://[^/ ]+`).FindString(line)
	for _, part := range []string{"company_id sandbox-demo", "sender_id sandbox-sender", "user_password sandbox-demo-password"} {
		if !strings.Contains(line, part) {
			t.Errorf("%q does not say %q", line, part)
		}
	}
	stopped := false
	stop = func() int {
		if stopped {
			return 0
		}
		stopped = true
		cancel()
		return <-ended
	}
	t.Cleanup(func() { stop() })
	return address, stop
}

func postTo(t *testing.T, client *http.Client, address, body string) string {
	t.Helper()
	response, err := client.Post(address+sandbox.Path, "application/xml", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestCommandServes(t *testing.T) {
	address, stop := served(t, "--fault", "function=getDimensions,errno=X1,text=no", "--clock", "2026-10-31T12:00:00Z", "--frozen")
	d := &desk{t: t, auth: login}
	if text := postTo(t, http.DefaultClient, address, d.envelope(vendors(""))); !strings.Contains(text, "<VENDOR>") || !strings.Contains(text, "<sessiontimestamp>2026-10-31T12:00:00+00:00<") {
		t.Error(text)
	}
	if text := postTo(t, http.DefaultClient, address, d.envelope(`<getDimensions/>`)); !strings.Contains(text, "<errorno>X1</errorno>") {
		t.Error(text)
	}
	if text := postTo(t, http.DefaultClient, address, d.envelope(`<getAPISession/>`)); !strings.Contains(text, "<endpoint>"+address+sandbox.Path+"</endpoint>") {
		t.Error(text)
	}
	if code := stop(); code != 0 {
		t.Errorf("exit status %d", code)
	}
}

func TestCommandKeepsDataOverRestarts(t *testing.T) {
	data := filepath.Join(t.TempDir(), "company.data")
	d := &desk{t: t, auth: login}
	address, stop := served(t, "--data", data)
	if text := postTo(t, http.DefaultClient, address, d.envelope(newDepartment)); !strings.Contains(text, "<DEPARTMENTID>ZF</DEPARTMENTID>") {
		t.Fatal(text)
	}
	stop()
	address, _ = served(t, "--data", data)
	query := `<readByName><object>DEPARTMENT</object><keys>ZF</keys><fields>TITLE</fields></readByName>`
	if text := postTo(t, http.DefaultClient, address, d.envelope(query)); !strings.Contains(text, "<TITLE>x</TITLE>") {
		t.Error(text)
	}
}

// TestCommandStartsWithDataThatCannotBeWrittenAnew: as on a full disk, here
// because the name of a second file beside it would be too long.
func TestCommandStartsWithDataThatCannotBeWrittenAnew(t *testing.T) {
	data := filepath.Join(t.TempDir(), strings.Repeat("d", 255))
	const half = `{"DEPARTMENT":{"9`
	if err := os.WriteFile(data, []byte(half), 0o600); err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, auth: login}
	for _, department := range []string{"ZF", "ZG"} {
		address, stop := served(t, "--data", data)
		text := postTo(t, http.DefaultClient, address, d.envelope(strings.Replace(newDepartment, "ZF", department, 1)))
		if !strings.Contains(text, "<DEPARTMENTID>"+department+"</DEPARTMENTID>") {
			t.Fatal(text)
		}
		stop()
	}
	kept, err := os.ReadFile(data)
	if err != nil || strings.Contains(string(kept), half+"{") || strings.Count(string(kept), "\n") != 2 {
		t.Errorf("%v: the file is %.1000s", err, kept)
	}
}

func TestCommandServesTLS(t *testing.T) {
	certificate := filepath.Join(t.TempDir(), "cert.pem")
	address, _ := served(t, "--tls", "--write-cert", certificate)
	pem, err := os.ReadFile(certificate)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(pem) {
		t.Fatal("the certificate cannot be read")
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}
	defer client.CloseIdleConnections()
	d := &desk{t: t, auth: login}
	if text := postTo(t, client, address, d.envelope(vendors(""))); !strings.HasPrefix(address, "https://") || !strings.Contains(text, "<VENDOR>") {
		t.Error(address, text)
	}
}

func TestCommandRefusesWhatItDoesNotKnow(t *testing.T) {
	for _, test := range []struct {
		args []string
		want string
		code int
	}{
		{nil, "--listen ADDRESS is missing", 2},
		{[]string{"--listen", "127.0.0.1:0", "more"}, `unexpected argument "more"`, 2},
		{[]string{"--listen", "127.0.0.1:0", "--colour", "red"}, "-colour", 2},
		{[]string{"--listen", "127.0.0.1:0", "--fault", "colour=red"}, `unknown key "colour"`, 2},
		{[]string{"--listen", "127.0.0.1:0", "--fault", "nth=x"}, `"x" is not a number`, 2},
		{[]string{"--listen", "127.0.0.1:0", "--clock", "soon"}, "--clock", 2},
		{[]string{"--listen", "127.0.0.1:0", "--collation", "odd"}, "binary, folded, mixed", 2},
		{[]string{"--listen", "127.0.0.1:0", "--cert", "x"}, "need --tls", 2},
		{[]string{"--listen", "nowhere:-1"}, "opening --listen", 1},
		{[]string{"--listen", "127.0.0.1:0", "--data", "/nonexistent/x"}, "opening --data", 1},
	} {
		var stdout, stderr bytes.Buffer
		code := sandbox.Command(context.Background(), test.args, &stdout, &stderr)
		if code != test.code || !strings.Contains(stderr.String(), test.want) || stdout.Len() > 0 {
			t.Errorf("%v: %d %s", test.args, code, stderr.String())
		}
	}
}

func TestCommandHelps(t *testing.T) {
	var stdout, stderr bytes.Buffer
	if code := sandbox.Command(context.Background(), []string{"--help"}, &stdout, &stderr); code != 0 || !strings.Contains(stderr.String(), "-latency") {
		t.Errorf("%d %s", code, stderr.String())
	}
}
