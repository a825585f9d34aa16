package sandbox_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"airbyte-sage-intacct/sandbox"
)

// browse reads one page.
func browse(d *desk, address string) (int, string) {
	w := httptest.NewRecorder()
	d.sandbox.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
	return w.Code, w.Body.String()
}

func TestPageShowsTheCompany(t *testing.T) {
	d := newDesk(t, sandbox.Settings{})
	d.ask(vendors(""))
	vendor := d.sandbox.Company().Rows("VENDOR")[0]
	for _, test := range []struct{ address, want string }{
		{"/", `href="/objects/VENDOR"`},
		{"/?q=vendor", "Vendor"},
		{"/?q=nothing+is+called+that", "No object with records is called that."},
		{"/objects/VENDOR", vendorLink(d)},
		{"/objects/vendor?q=" + url.QueryEscape(vendor["VENDORID"]), vendor["VENDORID"]},
		{"/objects/VENDOR?q=zzzzzz", "Nothing found."},
		{"/objects/APBILL?page=2", "page=1"},
		{"/objects/VENDOR/" + vendor["RECORDNO"], "DISPLAYCONTACT.CONTACTNAME"},
		{"/requests", "query VENDOR"},
	} {
		code, text := browse(d, test.address)
		if code != http.StatusOK || !strings.Contains(text, test.want) {
			t.Errorf("%s: %d, without %q", test.address, code, test.want)
		}
	}
	for _, address := range []string{"/objects/NOPE", "/objects/VENDOR/0", "/elsewhere", "/ia/elsewhere"} {
		if code, _ := browse(d, address); code != http.StatusNotFound {
			t.Errorf("%s: %d", address, code)
		}
	}
}

func vendorLink(d *desk) string {
	rows := d.sandbox.Company().Rows("VENDOR")
	return `href="/objects/VENDOR/` + rows[len(rows)-1]["RECORDNO"] + `"`
}

func TestPageOnlyReads(t *testing.T) {
	d := newDesk(t, sandbox.Settings{})
	w := httptest.NewRecorder()
	d.sandbox.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/objects/VENDOR", strings.NewReader("x=1")))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", w.Code)
	}
}

func TestPageEscapesWhatItShows(t *testing.T) {
	d := newDesk(t, sandbox.Settings{})
	d.one(`<create><DEPARTMENT><DEPARTMENTID>ZX</DEPARTMENTID><TITLE>&lt;script&gt;alert(1)&lt;/script&gt;</TITLE></DEPARTMENT></create>`)
	_, text := browse(d, "/objects/DEPARTMENT?q=%3Cscript%3E")
	if strings.Contains(text, "<script>") || !strings.Contains(text, "&lt;script&gt;alert(1)") {
		t.Error(text)
	}
}

// Every page must work without fetching anything from anywhere.
func TestPageHasNoOutsideAssets(t *testing.T) {
	d := newDesk(t, sandbox.Settings{})
	outside := regexp.MustCompile(`(?i)(src|href)="(https?:)?//|<script|<link|@import|url\(`)
	for _, address := range []string{"/", "/objects/VENDOR", "/requests"} {
		_, text := browse(d, address)
		if found := outside.FindString(text); found != "" {
			t.Errorf("%s has %s", address, found)
		}
		if !strings.Contains(text, `name="viewport"`) {
			t.Errorf("%s is not made for phones", address)
		}
	}
}
