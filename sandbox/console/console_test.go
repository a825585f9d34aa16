package console_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"airbyte-sage-intacct/sandbox/company"
	"airbyte-sage-intacct/sandbox/console"
)

// newConsole opens the console of the demo company, whose gateway had one request.
func newConsole() (*company.Company, http.Handler) {
	c := company.Demo(company.Options{})
	return c, console.New(c, func() []console.Request {
		return []console.Request{{
			User: "<b>bob</b>", Status: http.StatusOK, Body: "<request/>",
			Calls: []console.Call{{Function: "query", Object: "VENDOR", Status: "success"}},
		}}
	})
}

// browse reads one page.
func browse(pages http.Handler, address string) (int, string) {
	w := httptest.NewRecorder()
	pages.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
	return w.Code, w.Body.String()
}

func TestPageShowsTheCompany(t *testing.T) {
	c, pages := newConsole()
	vendors := c.Rows("VENDOR")
	vendor, newest := vendors[0], vendors[len(vendors)-1]
	for _, test := range []struct{ address, want string }{
		{"/", `href="/objects/VENDOR"`},
		{"/?q=vendor", "Vendor"},
		{"/?q=nothing+is+called+that", "No object with records is called that."},
		{"/objects/VENDOR", `href="/objects/VENDOR/` + newest["RECORDNO"] + `"`},
		{"/objects/vendor?q=" + url.QueryEscape(vendor["VENDORID"]), vendor["VENDORID"]},
		{"/objects/VENDOR?q=zzzzzz", "Nothing found."},
		{"/objects/APBILL?page=2", "page=1"},
		{"/objects/VENDOR/" + vendor["RECORDNO"], "DISPLAYCONTACT.CONTACTNAME"},
		{"/requests", "query VENDOR"},
	} {
		code, text := browse(pages, test.address)
		if code != http.StatusOK || !strings.Contains(text, test.want) {
			t.Errorf("%s: %d, without %q", test.address, code, test.want)
		}
	}
	for _, address := range []string{"/objects/NOPE", "/objects/VENDOR/0", "/elsewhere"} {
		if code, _ := browse(pages, address); code != http.StatusNotFound {
			t.Errorf("%s: %d", address, code)
		}
	}
}

func TestPageOnlyReads(t *testing.T) {
	_, pages := newConsole()
	w := httptest.NewRecorder()
	pages.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/objects/VENDOR", strings.NewReader("x=1")))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: %d", w.Code)
	}
}

func TestPageEscapesWhatItShows(t *testing.T) {
	c, pages := newConsole()
	c.Put("DEPARTMENT", map[string]string{"DEPARTMENTID": "ZX", "TITLE": "<script>alert(1)</script>"})
	_, text := browse(pages, "/objects/DEPARTMENT?q=%3Cscript%3E")
	if strings.Contains(text, "<script>") || !strings.Contains(text, "&lt;script&gt;alert(1)") {
		t.Error(text)
	}
	_, text = browse(pages, "/requests")
	if strings.Contains(text, "<b>") || strings.Contains(text, "<request") || !strings.Contains(text, "&lt;b&gt;bob") {
		t.Error(text)
	}
}

// Every page must work without fetching anything from anywhere.
func TestPageHasNoOutsideAssets(t *testing.T) {
	_, pages := newConsole()
	outside := regexp.MustCompile(`(?i)(src|href)="(https?:)?//|<script|<link|@import|url\(`)
	for _, address := range []string{"/", "/objects/VENDOR", "/requests"} {
		_, text := browse(pages, address)
		if found := outside.FindString(text); found != "" {
			t.Errorf("%s has %s", address, found)
		}
		if !strings.Contains(text, `name="viewport"`) {
			t.Errorf("%s is not made for phones", address)
		}
	}
}
