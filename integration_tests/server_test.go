package integration_tests

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/sandbox/alter"

	"github.com/beevik/etree"
)

// server is a sandbox served by the program itself, with a client of ours
// that plays the company's own people.
type server struct {
	url    string
	config string
	client *intacct.Client
}

// serve starts `sandbox --listen` on a free port for the length of a test.
func serve(t testing.TB, args ...string) *server {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	command := exec.CommandContext(ctx, connector, append([]string{"sandbox", "--listen", "127.0.0.1:0"}, args...)...)
	command.Cancel = func() error { return command.Process.Signal(os.Interrupt) }
	command.WaitDelay = 5 * time.Second
	command.Stderr = os.Stderr
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = command.Wait()
	})
	greeting, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		t.Fatalf("the sandbox did not say where it listens: %v", err)
	}
	base := regexp.MustCompile(`http://127\.0\.0\.1:[0-9]+`).FindString(greeting)
	if base == "" {
		t.Fatalf("no address in %q", greeting)
	}
	return connect(t, base+"/ia/xml/xmlgw.phtml")
}

func connect(t testing.TB, url string) *server {
	t.Helper()
	values := map[string]any{}
	content, err := os.ReadFile("sandbox_config.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(content, &values); err != nil {
		t.Fatal(err)
	}
	values["api_url"] = url
	encoded := encode(t, values)
	var config intacct.Config
	if err := json.Unmarshal([]byte(encoded), &config); err != nil {
		t.Fatal(err)
	}
	client, err := intacct.New(config, intacct.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return &server{url: url, config: write(t, "config.json", encoded), client: client}
}

// altered is the server behind a gateway that changes replies of it.
func (s *server) altered(t testing.TB) (*server, *alter.Gateway) {
	t.Helper()
	gateway := alter.New(alter.To(s.url))
	before := httptest.NewServer(gateway)
	t.Cleanup(before.Close)
	return connect(t, before.URL+"/ia/xml/xmlgw.phtml"), gateway
}

// with writes a configuration for this server with further keys.
func (s *server) with(t testing.TB, more map[string]any) string {
	t.Helper()
	values := map[string]any{}
	content, err := os.ReadFile(s.config)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(content, &values); err != nil {
		t.Fatal(err)
	}
	for key, value := range more {
		values[key] = value
	}
	return write(t, "config.json", encode(t, values))
}

// do sends one function and wants it done.
func (s *server) do(t *testing.T, function intacct.Function) {
	t.Helper()
	results, err := s.client.Do(t.Context(), intacct.Request{Functions: []intacct.Function{function}})
	if err != nil {
		t.Fatal(err)
	}
	if results[0].Err != nil {
		t.Fatal(results[0].Err)
	}
}

// object is an element of a create or update: object{"VENDOR", "VENDORID", "V1", …}.
func object(name string, fields ...string) *etree.Element {
	element := etree.NewElement(name)
	for i := 0; i < len(fields); i += 2 {
		parent := element
		path := strings.Split(fields[i], ".")
		for _, step := range path[:len(path)-1] {
			if parent = parent.SelectElement(step); parent == nil {
				parent = element.CreateElement(step)
			}
		}
		parent.CreateElement(path[len(path)-1]).SetText(fields[i+1])
	}
	return element
}
