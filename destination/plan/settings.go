package plan

import (
	"strings"

	"airbyte-sage-intacct/intacct"
)

// Settings are what a person has configured of how streams are written.
type Settings struct {
	Mappings    []Mapping    // objects_map
	ExternalIDs []ExternalID // external_id_fields
	OrderType   string       // what the company calls its purchase orders; "" is to be found out
}

// Mapping says what a stream is in Intacct. Empty parts follow from the
// configured stream and the object.
type Mapping struct {
	Stream       string   `json:"stream"`
	Object       string   `json:"object"`
	Action       string   `json:"action"`
	MatchingKeys []string `json:"matching_keys"`
}

// ExternalID names the field of an object that carries our identity.
type ExternalID struct {
	Object string `json:"object"`
	Field  string `json:"field"`
}

// mapping is what objects_map says of a stream.
func (s Settings) mapping(stream string) Mapping {
	for _, m := range s.Mappings {
		if m.Stream == stream {
			return m
		}
	}
	return Mapping{Stream: stream}
}

// externalID is the identity field configured for an object; "" for none.
func (s Settings) externalID(object string) string {
	for _, e := range s.ExternalIDs {
		if strings.EqualFold(e.Object, object) {
			return e.Field
		}
		if known, found := intacct.ObjectNamed(e.Object); found && known.Name == object {
			return e.Field
		}
	}
	return ""
}
