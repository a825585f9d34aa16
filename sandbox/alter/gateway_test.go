package alter_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/alter"
	"airbyte-sage-intacct/sandbox/company"
)

func post(t *testing.T, client *http.Client, address string) (int, string) {
	t.Helper()
	response, err := client.Post(address, "application/xml", strings.NewReader(nonsense))
	if err != nil {
		return 0, err.Error()
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

const nonsense = `<request><query><object>VENDOR</object></query></request>`

func TestChangesComeInTheirTurn(t *testing.T) {
	gateway := alter.New(sandbox.New(company.New(company.StandardSchema()), sandbox.Settings{}).Transport())
	client, address := &http.Client{Transport: gateway}, "https://api.intacct.com"+sandbox.Path
	status, plain := post(t, client, address)
	page := func(r *alter.Reply) { r.Page(403, "text/html", "<title>Attention</title>") }
	end := gateway.Change(alter.Change{Function: "query", Object: "vendor", Nth: 2, Times: 2, Reply: page})
	gateway.Change(alter.Change{Object: "CUSTOMER", Times: -1, Reply: page})
	gateway.Change(alter.Change{Object: "VEND", Times: -1, Reply: page})
	gateway.Change(alter.Change{Contains: "no such text", Times: -1, Reply: page})
	for nth, want := range []int{status, 403, 403, status} {
		if got, text := post(t, client, address); got != want || got == status && text != plain {
			t.Errorf("reply %d is %d %s", nth+1, got, text)
		}
	}
	end()
	end = gateway.Change(alter.Change{Reply: func(r *alter.Reply) { r.Drop = true }})
	if _, text := post(t, client, address); !strings.Contains(text, "reset") {
		t.Errorf("the connection brought %s", text)
	}
	end()
	if got, _ := post(t, client, address); got != status {
		t.Errorf("reply is %d after the end of all changes", got)
	}
}

// TestAServerBeforeAServer is how the built program is tested: what signs in
// stays with the gateway that changes replies.
func TestAServerBeforeAServer(t *testing.T) {
	behind := httptest.NewServer(sandbox.New(company.New(company.StandardSchema()), sandbox.Settings{}))
	defer behind.Close()
	gateway := alter.New(alter.To(behind.URL))
	before := httptest.NewServer(gateway)
	defer before.Close()
	var hosts []string
	gateway.Change(alter.Change{Times: -1, Reply: func(r *alter.Reply) { hosts = append(hosts, r.Request) }})
	if status, text := post(t, http.DefaultClient, before.URL+sandbox.Path); status == 0 || !strings.Contains(text, "response") || len(hosts) != 1 {
		t.Errorf("%d %s, %d replies seen", status, text, len(hosts))
	}
	gateway.Change(alter.Change{Instead: true, Reply: func(r *alter.Reply) { r.Page(200, "text/html", "maintenance") }})
	if _, text := post(t, http.DefaultClient, before.URL+sandbox.Path); text != "maintenance" {
		t.Errorf("%s came", text)
	}
	gateway.Change(alter.Change{Reply: func(r *alter.Reply) { r.Drop = true }})
	if status, text := post(t, http.DefaultClient, before.URL+sandbox.Path); status != 0 {
		t.Errorf("%d %s of a connection that was closed", status, text)
	}
}
