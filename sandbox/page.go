package sandbox

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"airbyte-sage-intacct/sandbox/company"
)

// A page shows the company to a person: its objects, their records, and the
// last requests. It only reads, and sees everything.
type page struct{ sandbox *Sandbox }

// errNoSuchPage is an address at which there is nothing.
var errNoSuchPage = errors.New("there is no such page")

func newPage(s *Sandbox) http.Handler {
	p := &page{s}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", show(p.objects))
	mux.HandleFunc("GET /objects/{object}", show(p.records))
	mux.HandleFunc("GET /objects/{object}/{key}", show(p.record))
	mux.HandleFunc("GET /requests", show(p.requests))
	return mux
}

// frame is what every page has.
type frame struct{ Title, Company string }

func (p *page) frame(title string) frame {
	profile := p.sandbox.company.Profile()
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

func (p *page) objects(r *http.Request) (view, error) {
	data := &objectsPage{
		frame: p.frame("Objects"), Search: r.FormValue("q"), Now: p.sandbox.now().Format("2 January 2006, 15:04"),
	}
	for _, o := range p.sandbox.company.Objects() {
		label := o.Label
		if label == "" {
			label = o.Name
		}
		if !contains(o.Name+" "+label, data.Search) {
			continue
		}
		counted := countedObject{Name: o.Name, Label: label, Count: p.sandbox.company.Count(o.Name)}
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

func (p *page) requests(*http.Request) (view, error) {
	requests := p.sandbox.Requests()
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
