// Package console shows the company to a person in a browser: its objects,
// their records, and the last requests to its gateway. It only reads, and sees
// everything.
package console

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"airbyte-sage-intacct/sandbox/company"
)

// A Request is what is shown of a request to the gateway.
type Request struct {
	At           time.Time
	Took         time.Duration
	User, Entity string
	Status       int    // of HTTP
	Failure      string // what kept the functions from being carried out
	Calls        []Call
	Body         string
}

// A Call is what is shown of one function of a request.
type Call struct{ Function, Object, Status, Error string }

// htmlType is the content type of every page.
const htmlType = "text/html; charset=UTF-8"

type page struct {
	company  *company.Company
	requests func() []Request
}

// errNoSuchPage is an address at which there is nothing.
var errNoSuchPage = errors.New("there is no such page")

// New shows a company, and the requests that a function lists, oldest first.
func New(c *company.Company, requests func() []Request) http.Handler {
	p := &page{c, requests}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", show(p.showObjects))
	mux.HandleFunc("GET /objects/{object}", show(p.showRecords))
	mux.HandleFunc("GET /objects/{object}/{key}", show(p.showRecord))
	mux.HandleFunc("GET /requests", show(p.showRequests))
	return mux
}

// frame is what every page has.
type frame struct{ Title, Company string }

func (p *page) frame(title string) frame {
	profile := p.company.Profile()
	return frame{Title: title + " · " + profile.Title, Company: profile.Title}
}

// show renders a page whole before any of it is sent.
func show(content func(*http.Request) (view, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		data, err := content(r)
		if err != nil {
			http.NotFound(w, r)
			return
		}
		var body markup
		data.render(&body)
		header := w.Header()
		header.Set("Content-Type", htmlType)
		header.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'")
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Cache-Control", "no-store")
		_, _ = w.Write(body.Bytes())
	}
}

// A shelf is the objects of one module.
type shelf struct {
	Name    string
	Objects []countedObject
}

type countedObject struct {
	Name, Label string
	Count       int
}

type objectsPage struct {
	frame
	Search, Now string
	Total       int
	Filled      []countedObject
	Empty       []countedObject
	Modules     []*shelf
}

func (p *page) showObjects(r *http.Request) (view, error) {
	data := &objectsPage{
		frame: p.frame("Objects"), Search: r.FormValue("q"), Now: p.company.Now().Format("2 January 2006, 15:04"),
	}
	for _, o := range p.company.Objects() {
		label := o.Label
		if label == "" {
			label = o.Name
		}
		if !contains(o.Name+" "+label, data.Search) {
			continue
		}
		counted := countedObject{Name: o.Name, Label: label, Count: p.company.Count(o.Name)}
		if counted.Count == 0 {
			data.Empty = append(data.Empty, counted)
			continue
		}
		data.Total += counted.Count
		data.Filled = append(data.Filled, counted)
		data.shelve(o.Module, counted)
	}
	return data, nil
}

func (d *objectsPage) shelve(module string, o countedObject) {
	i := slices.IndexFunc(d.Modules, func(s *shelf) bool { return s.Name == module })
	if i < 0 {
		i = len(d.Modules)
		d.Modules = append(d.Modules, &shelf{Name: module})
	}
	d.Modules[i].Objects = append(d.Modules[i].Objects, o)
}

func contains(text, part string) bool {
	return strings.Contains(strings.ToLower(text), strings.ToLower(strings.TrimSpace(part)))
}

// everything is the view of the page.
var everything = company.Viewer{ShowPrivate: true}

type requestsPage struct {
	frame
	Requests []Request
}

func (p *page) showRequests(*http.Request) (view, error) {
	requests := p.requests()
	slices.Reverse(requests)
	return &requestsPage{p.frame("Requests"), requests}, nil
}

// pageLink is the address of another page of the same list, "" if there is none.
func pageLink(r *http.Request, number int, exists bool) string {
	if !exists {
		return ""
	}
	query := url.Values{"page": {strconv.Itoa(number)}}
	if q := r.FormValue("q"); q != "" {
		query.Set("q", q)
	}
	return r.URL.Path + "?" + query.Encode()
}
