package intacct

import (
	"errors"
	"regexp"
	"slices"
	"strings"
)

// fieldGroup is one OBJECT: [FIELD, FIELD] in the gateway's list.
var fieldGroup = regexp.MustCompile(`([A-Za-z0-9_.]+)\s*:\s*\[([^\[\]]*)\]`)

// RefusedFields are those of the fields that a query of an object asks for which
// its error names: fields that lookup lists and query refuses, in whatever words.
// None means another error.
func RefusedFields(err error, object string, asked []string) []string {
	var failure *Error
	if !errors.As(err, &failure) || !failure.verdict.field || !strings.EqualFold(failure.Object, object) {
		return nil
	}
	listed := unqueryableFields(failure)
	if len(listed) == 0 {
		return namedFields(failure, object, asked)
	}
	return slices.DeleteFunc(slices.Clone(asked), func(field string) bool {
		return !slices.ContainsFunc(listed, func(f string) bool { return strings.EqualFold(f, field) || strings.EqualFold(f, object+"."+field) })
	})
}

// namedFields are the fields that an error names somewhere as a whole word. One
// that stands there letter by letter counts before what may be a word of its
// sentence. The object's own name is no field's.
func namedFields(e *Error, object string, asked []string) []string {
	words := e.words(object)
	var exact, loose []string
	for _, field := range asked {
		switch {
		case strings.EqualFold(field, object) || !slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, field) }):
		case slices.Contains(words, field):
			exact = append(exact, field)
		default:
			loose = append(loose, field)
		}
	}
	switch {
	case len(exact) > 0:
		return exact
	case len(loose) > 0:
		return loose
	}
	return endingFields(words, asked)
}

// endingFields are the fields of related records of which an error names the last
// part, letter by letter: EMAIL1 of DISPLAYCONTACT. The way there chooses among
// several, where it is named too.
func endingFields(words, asked []string) []string {
	var some, led []string
	for _, field := range asked {
		dot := strings.LastIndexByte(field, '.')
		if dot < 0 || !slices.Contains(words, field[dot+1:]) {
			continue
		}
		some = append(some, field)
		if slices.ContainsFunc(words, func(w string) bool { return strings.EqualFold(w, field[:dot]) }) {
			led = append(led, field)
		}
	}
	if len(led) > 0 {
		return led
	}
	return some
}

var (
	// fieldWord is what may be a field's name, or a word.
	fieldWord = regexp.MustCompile(`[\p{L}\p{N}_#./%-]*[\p{L}\p{N}_#%]`)
	// supportReference is how a reply is known to Intacct's support.
	supportReference = regexp.MustCompile(`\[(Support|Request) ID:[^\]]*\]`)
)

// words are those of everything that the gateway said, fields of the object
// without its name.
func (e *Error) words(object string) []string {
	var words []string
	for _, d := range e.Details {
		for _, text := range []string{d.Number, d.Description, d.Description2, d.Correction} {
			for _, word := range fieldWord.FindAllString(supportReference.ReplaceAllString(text, ""), -1) {
				words = append(words, word)
				if first, rest, dotted := strings.Cut(word, "."); dotted && strings.EqualFold(first, object) {
					words = append(words, rest)
				}
			}
		}
	}
	return words
}

// unqueryableFields reads the gateway's own list of fields that a query may not
// name.
//
// Source: estuary/connectors source-sage-intacct and others, who take the
// fields from "The following fields cannot be queried …: [OBJECT: [F1, F2] ]".
func unqueryableFields(e *Error) (fields []string) {
	for _, d := range e.Details {
		for _, text := range []string{d.Description2, d.Description} {
			if !strings.Contains(strings.ToLower(text), "cannot be queried") {
				continue
			}
			for _, group := range fieldGroup.FindAllStringSubmatch(text, -1) {
				fields = append(fields, splitFields(group[2])...)
			}
		}
	}
	return fields
}

func splitFields(list string) []string {
	var fields []string
	for field := range strings.SplitSeq(list, ",") {
		if field = strings.TrimSpace(field); field != "" {
			fields = append(fields, field)
		}
	}
	return fields
}
