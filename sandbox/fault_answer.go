package sandbox

import (
	"fmt"
	"net/http"
)

// page is the content type and body of a fault with a status: what it says
// itself, else what the gateway or its CDN is known to send.
func (f *Fault) page() (contentType, body string) {
	contentType, body = f.usualPage()
	if f.Body != "" {
		body = f.Body
	}
	if f.ContentType != "" {
		contentType = f.ContentType
	}
	return contentType, body
}

func (f *Fault) usualPage() (contentType, body string) {
	switch f.Status {
	case http.StatusTooManyRequests:
		return xmlType, gatewayError("GW-0010", "API rate limit exceeded")
	case http.StatusBadRequest:
		return xmlType, gatewayError("GW-0011", "Invalid Request")
	case http.StatusForbidden:
		return xmlType, gatewayError("GW-0042", "Forbidden")
	case http.StatusInternalServerError:
		return xmlType, gatewayError("GW-0001", "Unable to process request")
	case http.StatusServiceUnavailable:
		return htmlType, "<html><body><h1>The Service is Temporarily Off-line</h1></body></html>"
	}
	if f.Status > http.StatusInternalServerError {
		return htmlType, fmt.Sprintf(cdnPage, f.Status, f.Status)
	}
	return htmlType, fmt.Sprintf("<html><body><h1>%d %s</h1></body></html>", f.Status, http.StatusText(f.Status))
}

// cdnPage has the marks by which clients know the error pages of the CDN.
const cdnPage = `<!DOCTYPE html>
<html lang="en-US"><head><title>api.intacct.com | %d: A timeout occurred</title></head>
<body><div id="cf-wrapper"><div id="cf-error-details"><h1>Error code %d</h1></div></div></body></html>
`

func gatewayError(errno, description string) string {
	return fmt.Sprintf("%s<response><control><status>failure</status></control><errormessage><error>"+
		"<errorno>%s</errorno><description>%s [Request ID: %s]</description></error></errormessage></response>",
		xmlDeclaration, errno, description, requestID())
}

// failure is the error that the fault puts into results.
func (f *Fault) failure() failure {
	return failure{{
		Errno: f.Errno, Description: f.Description, Description2: f.Description2, Correction: f.Correction,
	}}
}
