package unified

import (
	"encoding/json"
	"fmt"
	"strings"
)

// spreads turns lists of telephone numbers and addresses into fields. The first
// element of a kind counts.
func (e encoder) spreads(in *input, spreads []Spread, record *Record) error {
	for i := range spreads {
		s := &spreads[i]
		raw, by := in.take(append([]string{s.Name}, s.Aliases...))
		if text, single := scalar(raw); single && len(s.Parts) == 1 && !strings.HasPrefix(strings.TrimSpace(text), "[") {
			record.Add(Member{Field: s.Cases[0].Prefix, Value: quoted(text)})
			continue
		}
		list, err := elements(raw)
		if err != nil {
			return fmt.Errorf("%s %w", by, err)
		}
		if err := s.encode(list, record); err != nil {
			return fmt.Errorf("%s: %w", by, err)
		}
	}
	return nil
}

func (s *Spread) encode(list []json.RawMessage, record *Record) error {
	taken := map[string]bool{}
	for _, element := range list {
		in, err := parse(element)
		if err != nil {
			return err
		}
		kind, _ := in.text(s.Kinds)
		prefix, known := s.prefix(kind)
		if !known || taken[prefix] {
			continue
		}
		taken[prefix] = true
		for i := range s.Parts {
			raw, _ := in.take(s.Parts[i].names())
			if raw == nil {
				continue
			}
			record.Add(Member{Field: prefix + s.Parts[i].Intacct, Value: raw})
		}
	}
	return nil
}

// prefix is where a kind of element is; one without a kind is the first.
func (s *Spread) prefix(kind string) (string, bool) {
	if kind == "" {
		return s.Cases[0].Prefix, true
	}
	for _, c := range s.Cases {
		if among(c.Kinds, strings.ToLower(kind)) {
			return c.Prefix, true
		}
	}
	return "", false
}
