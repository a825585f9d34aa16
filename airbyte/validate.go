package airbyte

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"airbyte-sage-intacct/internal/rawjson"
)

// verdict is what the check of a configuration finds. Values are told by their types only: any of
// them may be a password in the wrong field.
type verdict struct {
	problems []string
	unknown  []string
	defect   error // in the spec
}

// validate checks a configuration, which is valid JSON, against the schema.
func (s *schema) validate(config []byte) verdict {
	var v verdict
	v.check("", s, config)
	return v
}

// err is one error that names everything that is wrong with the configuration, or nil.
func (v *verdict) err() error {
	if v.defect != nil || len(v.problems) == 0 {
		return v.defect
	}
	return Errorf(ConfigError, "The configuration is not valid: %s.", someOf(v.problems, "; "))
}

func (v *verdict) problem(path, format string, args ...any) {
	v.problems = append(v.problems, cmp.Or(path, "the configuration")+" "+fmt.Sprintf(format, args...))
}

func (v *verdict) check(path string, s *schema, value []byte) {
	kind := typeOf(value)
	if !s.Type.allow(kind) {
		v.problem(path, "must be %s, not %s", oneOfTypes(s.Type), article(kind))
		return
	}
	v.checkChoice(path, s, value)
	switch kind {
	case "string":
		v.checkString(path, s, string(rawjson.Unquote(value)))
	case "integer", "number":
		v.checkNumber(path, s, value)
	case "array":
		v.checkItems(path, s, value)
	case "object":
		v.checkObject(path, s, value)
	}
}

func oneOfTypes(allowed types) string {
	names := make([]string, len(allowed))
	for i, name := range allowed {
		names[i] = article(name)
	}
	return strings.Join(names, " or ")
}

// checkChoice checks enum and const.
func (v *verdict) checkChoice(path string, s *schema, value []byte) {
	allowed := s.Enum
	if len(s.Const) > 0 {
		allowed = []json.RawMessage{s.Const}
	}
	if len(allowed) == 0 || slices.ContainsFunc(allowed, func(a json.RawMessage) bool { return sameJSON(a, value) }) {
		return
	}
	texts := make([]string, len(allowed))
	for i, choice := range allowed {
		texts[i] = string(choice)
	}
	v.problem(path, "must be %s, not another %s", strings.Join(texts, " or "), typeOf(value))
}

func sameJSON(a, b []byte) bool {
	return bytes.Equal(a, b) || reflect.DeepEqual(decode(a), decode(b))
}

// decode keeps numbers as text.
func decode(value []byte) (decoded any) {
	decoder := json.NewDecoder(bytes.NewReader(value))
	decoder.UseNumber()
	if err := decoder.Decode(&decoded); err != nil {
		return nil
	}
	return decoded
}

func (v *verdict) checkString(path string, s *schema, text string) {
	length := utf8.RuneCountInString(text)
	switch {
	case s.MinLength != nil && length == 0 && *s.MinLength > 0:
		v.problem(path, "must not be an empty string")
	case s.MinLength != nil && length < *s.MinLength:
		v.problem(path, "is a string of fewer than %d characters", *s.MinLength)
	case s.MaxLength != nil && length > *s.MaxLength:
		v.problem(path, "is a string of more than %d characters", *s.MaxLength)
	}
	if s.Pattern != "" {
		v.checkPattern(path, s, text)
	}
	v.checkFormat(path, s, text)
}

// checkFormat wants a day or a moment that the calendar has. Where a pattern
// says what is accepted, a day alone is a moment too: Airbyte's usual pattern
// leaves the time of day open.
func (v *verdict) checkFormat(path string, s *schema, text string) {
	layout := map[string]string{"date": time.DateOnly, "date-time": time.RFC3339}[s.Format]
	if layout == "" {
		return
	}
	_, err := time.Parse(layout, text)
	if err != nil && s.Pattern != "" {
		_, err = time.Parse(time.DateOnly, text)
	}
	if err != nil {
		v.problem(path, "is a string, but not a %s such as %s", s.Format, strings.Replace(layout, "Z07:00", "Z", 1))
	}
}

// checkPattern compiles a pattern when a value is there to be held against it, not at start.
func (v *verdict) checkPattern(path string, s *schema, text string) {
	pattern, err := regexp.Compile(s.Pattern)
	if err != nil {
		v.defect = fmt.Errorf("the connector's spec, %s: %w", path, err)
		return
	}
	if !pattern.MatchString(text) {
		v.problem(path, "is a string that does not match %s", cmp.Or(s.PatternDescriptor, s.Pattern))
	}
}

func (v *verdict) checkNumber(path string, s *schema, value []byte) {
	number, err := strconv.ParseFloat(string(value), 64)
	switch {
	case err != nil:
		v.problem(path, "is a number beyond all bounds")
	case s.Minimum != nil && number < *s.Minimum:
		v.problem(path, "must be at least %v", *s.Minimum)
	case s.Maximum != nil && number > *s.Maximum:
		v.problem(path, "must be at most %v", *s.Maximum)
	}
}

func (v *verdict) checkItems(path string, s *schema, array []byte) {
	if s.Items == nil {
		return
	}
	for i, item := range rawjson.Elements(array) {
		v.check(fmt.Sprintf("%s[%d]", path, i), s.Items, item)
	}
}

// checkObject checks the properties; those of a oneOf are the chosen option's besides the object's own.
func (v *verdict) checkObject(path string, s *schema, object []byte) {
	properties := []map[string]*schema{s.Properties}
	v.checkRequired(path, s, object)
	if len(s.OneOf) > 0 {
		option := v.choose(path, s.OneOf, object)
		if option == nil {
			return
		}
		v.checkRequired(path, option, object)
		properties = append(properties, option.Properties)
	}
	for m := range rawjson.Members(object) {
		name := string(m.Name)
		known := len(s.Properties) == 0 && len(s.OneOf) == 0
		for _, set := range properties {
			if property := set[name]; property != nil {
				v.check(join(path, name), property, m.Value)
				known = true
			}
		}
		if !known {
			v.unknown = append(v.unknown, join(path, name))
		}
	}
}

func (v *verdict) checkRequired(path string, s *schema, object []byte) {
	for _, name := range s.Required {
		if _, ok := find(object, name); !ok {
			v.problem(join(path, name), "is missing")
		}
	}
}

// choose finds the option that an object means. A spec's options have one property in common that is
// const in each, as Airbyte's forms demand; that one decides, so that what is wrong with the rest can
// be told in terms of the option that was meant.
func (v *verdict) choose(path string, options []*schema, object []byte) *schema {
	name := discriminator(options)
	if name == "" {
		v.defect = fmt.Errorf("the connector's spec, %s: its options have no constant in common", path)
		return nil
	}
	chosen := lookup(object, name)
	if chosen == nil {
		v.problem(join(path, name), "is missing")
		return nil
	}
	var allowed []string
	for _, option := range options {
		if sameJSON(option.Properties[name].Const, chosen) {
			return option
		}
		allowed = append(allowed, string(option.Properties[name].Const))
	}
	v.problem(join(path, name), "must be %s, not another %s", strings.Join(allowed, " or "), typeOf(chosen))
	return nil
}

func discriminator(options []*schema) string {
	for name := range options[0].Properties {
		if !slices.ContainsFunc(options, func(option *schema) bool {
			property := option.Properties[name]
			return property == nil || len(property.Const) == 0
		}) {
			return name
		}
	}
	return ""
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// someOf is a list that nobody would read to its end.
func someOf(all []string, separator string) string {
	const most, longest = 30, 2 << 10
	some := all[:min(most, len(all))]
	for len(some) > 1 && len(strings.Join(some, separator)) > longest {
		some = some[:len(some)-1]
	}
	if len(some) < len(all) {
		return fmt.Sprintf("%s%sand %d more", strings.Join(some, separator), separator, len(all)-len(some))
	}
	return strings.Join(some, separator)
}
