package sandbox

import (
	"fmt"
	"strings"

	"airbyte-sage-intacct/sandbox/company"
)

// Error numbers that the gateway itself gives.
const (
	errParse      = "XL03000003"
	errGateway    = "XL03000006"
	errRolledBack = "XL03000009"
	errPermission = "PL04000005"
	errProcessing = "DL02000001"
	errBusiness   = "BL01001973"
	errQuery      = "Query Failed"
)

// A failure is why a function, a login or a request failed: the cause first.
type failure []company.Problem

// fail makes the failure of a problem that the company reported.
func fail(p *company.Problem) failure {
	if p == nil {
		return nil
	}
	cause := *p
	cause.Wrappers = nil
	return append(failure{cause}, p.Wrappers...)
}

// failing makes a failure whose text stands in description2, as most do.
func failing(errno, format string, args ...any) failure {
	return failure{{Errno: errno, Description2: fmt.Sprintf(format, args...)}}
}

// processingError is the gateway's answer to whatever its database refuses.
func processingError() failure {
	return failing(errProcessing, "There was an error processing the request.")
}

// unknownObject is the answer to a name that no object has.
func unknownObject(name string) failure {
	return failing(errQuery, "Object definition %s not found", name)
}

// notSimulated is the honest answer to a function of the real gateway that
// the sandbox does not have. No such text exists there.
func notSimulated(function string) failure {
	return failing(errGateway, "The sandbox does not simulate the function %s.", function)
}

// withSupportID appends an id for Sage's support to the first error.
func (f failure) withSupportID() failure {
	if len(f) == 0 || f[0].Description2 == "" {
		return f
	}
	f[0].Description2 += fmt.Sprintf(" [Support ID: %s]", supportID())
	return f
}

// supportID looks like the ids of the gateway: percent-encoded, with a tilde.
func supportID() string {
	id := opaqueID(24)
	return id[:5] + "%7E" + strings.ReplaceAll(id[5:], "-", "_")
}

// requestID looks like the ids in errors of the gateway's front.
func requestID() string {
	id := strings.ToUpper(opaqueID(16))
	return fmt.Sprintf("%s:%s_%s.%d", id[:8], id[8:12], id[12:20], len(id))
}

// writeMoreInfo writes the block that showadditionalerrorinfo asks for. The
// ids of messages are made up from the error number; their shape is real.
func (w *writer) writeMoreInfo(p *company.Problem) {
	target := func() {
		w.empty("target", attribute{"domain", ""}, attribute{"requestinfo", ""}, attribute{"object", ""},
			attribute{"field", ""}, attribute{"businessinfo", ""})
	}
	w.open("additionalinfo")
	w.leaf("errorid", p.Errno)
	w.leaf("category", "")
	target()
	for _, text := range [...]struct{ element, words string }{
		{"description", p.Description}, {"cdescription", p.Description2}, {"correction", p.Correction},
	} {
		w.open(text.element)
		w.leaf("messageid", messageID(text.words))
		target()
		w.leaf("placeholders", "")
		w.close(text.element)
	}
	w.close("additionalinfo")
}

// messageID turns a text into the form of a message id.
func messageID(words string) string {
	if words == "" {
		return ""
	}
	words, _, _ = strings.Cut(words, " [Support ID")
	id := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		case r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			return r
		default:
			return '_'
		}
	}, strings.TrimRight(words, ".! "))
	return "IA." + id
}
