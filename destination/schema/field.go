package schema

import (
	"encoding/json"
	"strings"

	"airbyte-sage-intacct/destination/canonical"
)

// Value reads a JSON value as one of a field.
func (f *Field) Value(order canonical.DateOrder, raw json.RawMessage) (string, error) {
	if f.many && canonical.Opens(raw) == '[' {
		return canonical.Choices(raw)
	}
	if f.words != nil {
		if text, err := canonical.Scalar(raw); err == nil && f.words[strings.ToLower(strings.TrimSpace(text))] != "" {
			return f.words[strings.ToLower(strings.TrimSpace(text))], nil
		}
	}
	return order.Value(f.Kind, raw)
}
