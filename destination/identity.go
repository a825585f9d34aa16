package destination

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// handle is how a record is found in the company: by the values of some
// fields, or, where nothing identifies it, by its whole content.
type handle struct {
	fields  []*field // the same slice for all records found the same way
	values  []string
	content bool
}

// text names the record in logs: VENDORID=V1.
func (h handle) text() string {
	parts := make([]string, len(h.fields))
	for i, f := range h.fields {
		parts[i] = f.id + "=" + shorten(h.values[i])
	}
	return strings.Join(parts, ", ")
}

// maxShown bounds how much of a value a log line shows.
const maxShown = 100

func shorten(text string) string {
	if runes := []rune(text); len(runes) > maxShown {
		return string(runes[:maxShown]) + "…"
	}
	return text
}

// id is the handle as one text, equal for equal records only.
func (h handle) id() string { return joined(h.values) }

// joined makes one text of several: no two lists make the same.
func joined(values []string) string {
	var b strings.Builder
	for _, value := range values {
		b.WriteString(strconv.Itoa(len(value)))
		b.WriteByte(':')
		b.WriteString(value)
	}
	return b.String()
}

// valuesOf are the values of fields in a document; false if one is missing.
func valuesOf(d *document, fields []*field, key *field) ([]string, bool) {
	if len(fields) == 0 {
		return nil, false
	}
	values := make([]string, len(fields))
	for i, f := range fields {
		values[i] = d.text(f)
		if f == key {
			values[i] = d.key
		}
		if values[i] == "" {
			return nil, false
		}
	}
	return values, true
}

const (
	// identityLength bounds an identity: fields such as REFERENCENO and
	// DOCNUMBER are known to hold 20 characters.
	identityLength = 20
	identityMark   = "AB-"
)

// identityOf is the identity of a record in a field of its object: its primary
// key if that is short, else a hash. parts are the values of the primary key,
// or the digest of the content.
func identityOf(parts []string) string {
	if plain := strings.Join(parts, "|"); len(plain) <= identityLength && len(parts) == 1 {
		return plain
	}
	return hashedIdentity(joined(parts))
}

// hashedIdentity has 80 bits: a million records collide with odds of one in a
// trillion.
func hashedIdentity(content string) string {
	sum := sha256.Sum256([]byte(content))
	return identityMark + base32.StdEncoding.EncodeToString(sum[:10])
}

// controlID is the control id of a create: the same for the same record in
// every run, so that a gateway which remembers executed ids refuses to execute
// it again. attempt is greater than zero where that memory is known to be
// wrong: the record is gone.
func controlID(company, entity, object, identity string, attempt int) string {
	sum := sha256.Sum256([]byte(joined([]string{company, entity, object, identity})))
	id := "create-" + hex.EncodeToString(sum[:16])
	if attempt > 0 {
		id += fmt.Sprintf("-%d", attempt)
	}
	return id
}
