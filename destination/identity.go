package destination

import (
	"crypto/sha256"
	"encoding/base32"
	"slices"
	"strconv"
	"strings"

	"airbyte-sage-intacct/destination/result"
	"airbyte-sage-intacct/destination/schema"
)

// handle is how a record is found in the company: by the values of some
// fields, or, where nothing identifies it, by its whole content.
type handle struct {
	fields  []*schema.Field // the same slice for all records found the same way
	values  []string
	content bool
	role    role
}

// role is what a record is that a handle finds.
type role int

const (
	// ours is the record that is meant.
	ours role = iota
	// unclaimed is a record that was written before its stream had a primary key.
	// The first with its content that brings a key makes it its own.
	unclaimed
	// natural is a record that Intacct itself tells from others as it does the one
	// that is meant, where the primary key of the stream has the first word.
	natural
)

// text names the record in logs: VENDORID=V1.
func (h handle) text() string {
	parts := make([]string, len(h.fields))
	for i, f := range h.fields {
		parts[i] = f.ID + "=" + result.Shorten(h.values[i])
	}
	return strings.Join(parts, ", ")
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

const (
	// identityLength bounds an identity: fields such as REFERENCENO and
	// DOCNUMBER are known to hold 20 characters.
	identityLength = 20
	identityMark   = "AB-"
)

// identityOf is the identity of a record in a field of its object: its primary
// key if that is short and stays as it is on its way into the company, which
// trims, else a hash. A mere number is marked: record 17 of a source is not what
// a person has numbered 17, and would overwrite it. parts are the values of the
// primary key, or the digest of the content.
func identityOf(parts []string) string {
	if plain := parts[0]; len(parts) == 1 && strings.Join(strings.Fields(plain), " ") == plain {
		if strings.Trim(plain, "0123456789") == "" {
			plain = identityMark + plain
		}
		if len(plain) <= identityLength {
			return plain
		}
	}
	return hashedIdentity(joined(parts))
}

// hashedIdentity has 80 bits: a million records collide with odds of one in a
// trillion.
func hashedIdentity(content string) string {
	sum := sha256.Sum256([]byte(content))
	return identityMark + base32.StdEncoding.EncodeToString(sum[:10])
}

func (h handle) equal(other handle) bool {
	return slices.Equal(h.fields, other.fields) && slices.Equal(h.values, other.values)
}
