package sandbox_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"airbyte-sage-intacct/sandbox"
)

// browse reads one page of the console.
func browse(d *desk, address string) (int, string) {
	w := httptest.NewRecorder()
	d.sandbox.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
	return w.Code, w.Body.String()
}

func TestConsoleShowsTheCompanyBesideTheGateway(t *testing.T) {
	d := newDesk(t, sandbox.Settings{})
	d.ask(vendors(""))
	for _, test := range []struct {
		address string
		code    int
		want    string
	}{
		{"/", http.StatusOK, `href="/objects/VENDOR"`},
		{"/requests", http.StatusOK, "query VENDOR"},
		{"/elsewhere", http.StatusNotFound, ""},
		{"/ia/elsewhere", http.StatusNotFound, ""},
	} {
		if code, text := browse(d, test.address); code != test.code || !strings.Contains(text, test.want) {
			t.Errorf("%s: %d, without %q", test.address, code, test.want)
		}
	}
}

func TestConsoleEscapesWhatAClientWrote(t *testing.T) {
	d := newDesk(t, sandbox.Settings{})
	d.one(`<create><DEPARTMENT><DEPARTMENTID>ZX</DEPARTMENTID><TITLE>&lt;script&gt;alert(1)&lt;/script&gt;</TITLE></DEPARTMENT></create>`)
	_, text := browse(d, "/objects/DEPARTMENT?q=%3Cscript%3E")
	if strings.Contains(text, "<script>") || !strings.Contains(text, "&lt;script&gt;alert(1)") {
		t.Error(text)
	}
}
