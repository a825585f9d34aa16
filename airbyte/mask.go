package airbyte

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
)

const (
	mask = "****"
	// shortestSecret is how long a value must be to be masked at all. A letter or two would shred every
	// text, and show by the holes what they were.
	shortestSecret = 3
	// shortestCode is how long a piece of a secret's base64 form must be to be masked by itself;
	// shorter ones would turn up in innocent words.
	shortestCode = 6
)

// masker hides secrets by value. The zero masker hides nothing.
type masker struct {
	mu    sync.RWMutex
	forms []string // longest first
}

func (m *masker) add(secrets []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, secret := range secrets {
		m.forms = append(m.forms, formsOf(secret)...)
	}
	slices.SortFunc(m.forms, func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	m.forms = slices.Compact(m.forms)
}

// span is a piece of text that a secret covers.
type span struct{ start, end int }

// hide replaces every occurrence of every form of every secret. Where two overlap, as a password
// and a longer one that begins with it do, the whole piece goes.
func (m *masker) hide(text string) string {
	m.mu.RLock()
	defer m.mu.RUnlock()
	var spans []span
	for _, form := range m.forms {
		for from := 0; ; {
			i := strings.Index(text[from:], form)
			if i < 0 {
				break
			}
			spans = append(spans, span{from + i, from + i + len(form)})
			from += i + 1
		}
	}
	if len(spans) == 0 {
		return text
	}
	return cover(text, spans)
}

func cover(text string, spans []span) string {
	slices.SortFunc(spans, func(a, b span) int { return a.start - b.start })
	var out strings.Builder
	end := 0
	for _, s := range spans {
		if s.start >= end {
			out.WriteString(text[end:s.start])
			out.WriteString(mask)
		}
		end = max(end, s.end)
	}
	out.WriteString(text[end:])
	return out.String()
}

// formsOf lists the ways in which a secret may be written. Each way of XML may stand inside JSON,
// as it does when a request is quoted in an error.
func formsOf(secret string) []string {
	if len(secret) < shortestSecret {
		return nil
	}
	forms := xmlForms(secret)
	for _, form := range forms {
		forms = append(forms, jsonForms(form)...)
	}
	forms = append(forms, urlForms(secret)...)
	return append(forms, base64Forms(secret)...)
}

// xmlForms differ in what they do about quotes and blanks: not all writers of XML agree.
func xmlForms(s string) []string {
	text := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
	return []string{
		s,
		text,
		strings.ReplaceAll(text, `"`, "&quot;"),
		strings.NewReplacer(`"`, "&quot;", `'`, "&apos;").Replace(text),
		strings.NewReplacer(`"`, "&quot;", `'`, "&#39;").Replace(text),
		strings.NewReplacer(`"`, "&#34;", `'`, "&#39;").Replace(text),
		strings.NewReplacer(`"`, "&#34;", `'`, "&#39;", "\t", "&#x9;", "\n", "&#xA;", "\r", "&#xD;").Replace(text),
	}
}

func jsonForms(s string) []string {
	forms := []string{string(AppendJSONString(nil, s)), strconv.Quote(s), strconv.QuoteToASCII(s)}
	if escaped, err := json.Marshal(s); err == nil { // with <, > and & escaped
		forms = append(forms, string(escaped))
	}
	for i, form := range forms {
		forms[i] = form[1 : len(form)-1]
	}
	return forms
}

func urlForms(s string) []string {
	forms := []string{url.QueryEscape(s), url.PathEscape(s), strings.ReplaceAll(url.QueryEscape(s), "+", "%20")}
	for _, form := range forms {
		forms = append(forms, lowerEscapes(form))
	}
	return forms
}

// lowerEscapes writes %2F as %2f.
func lowerEscapes(s string) string {
	lowered := []byte(s)
	for i := range lowered {
		if lowered[i] == '%' {
			copy(lowered[i:i+3], bytes.ToLower(lowered[i:i+3]))
		}
	}
	return string(lowered)
}

// base64Forms are the code of the secret alone and the pieces of code that it fills inside a longer
// text, such as the user:password of an Authorization header, for each of the three places at which
// it may begin.
func base64Forms(s string) []string {
	var forms []string
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		if whole := encoding.EncodeToString([]byte(s)); len(whole) >= shortestCode {
			forms = append(forms, whole)
		}
		for before := range 3 {
			code := encoding.EncodeToString([]byte(strings.Repeat("\x00", before) + s))
			piece := code[(before*8+5)/6 : (before+len(s))*8/6]
			if len(piece) >= shortestCode {
				forms = append(forms, piece)
			}
		}
	}
	return forms
}
