package intacct

import (
	"bytes"
	"fmt"

	"airbyte-sage-intacct/intacct/xmltext"
)

// What a reply may be made of. The size of a reply does not bound the memory of
// its tree, at some 300 bytes a node, nor that of a tag's attributes.
const (
	maxTags       = 300_000 // of a reply read as a tree
	maxAttributes = 200     // of one tag
	maxFields     = 10_000  // of a record, and of all records of a page together
	maxDepth      = xmltext.MaxDepth

	maxTree   = 32 << 20 // bytes of a reply read as a tree
	maxReason = 16 << 10 // bytes of a part of an error
	maxErrors = 100      // of one failure: the first is the cause
)

// countTags bounds the tags of a reply that is to become a tree.
func countTags(body []byte) error {
	if n := bytes.Count(body, []byte{'<'}); n > maxTags {
		return fmt.Errorf("it has %d tags, more than the %d of which this connector makes a tree", n, maxTags)
	}
	return nil
}

// countAttributes bounds the attributes of each tag, before encoding/xml makes
// a list of them. It does not judge the XML: what is none fails there.
func countAttributes(body []byte) error {
	for {
		start := bytes.IndexByte(body, '<')
		if start < 0 {
			return nil
		}
		body = body[start+1:]
		if len(body) == 0 || body[0] == '!' || body[0] == '?' {
			continue
		}
		length, attributes := tagLength(body)
		if attributes > maxAttributes {
			return fmt.Errorf("one of its tags has more than %d attributes", maxAttributes)
		}
		body = body[length:]
	}
}

// tagLength is how long a tag is, and how many attributes it has; it stops
// counting beyond the bound.
func tagLength(tag []byte) (length, attributes int) {
	for i := 0; i < len(tag); i++ {
		switch c := tag[i]; c {
		case '>':
			return i, attributes
		case '"', '\'':
			value := bytes.IndexByte(tag[i+1:], c)
			if value < 0 {
				return len(tag), attributes
			}
			i += value + 1
		case '=':
			if attributes++; attributes > maxAttributes {
				return i, attributes
			}
		}
	}
	return len(tag), attributes
}
