package sandbox

import "net/http"

// newPage makes the page that shows the company to a person.
func newPage(*Sandbox) http.Handler { return http.NotFoundHandler() }
