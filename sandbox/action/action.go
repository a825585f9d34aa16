// Package action knows what functions that act on one record, such as hold,
// approve and post, do to it.
package action

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

// What each function does: see the notation at the file's top.
//
//go:embed actions.txt
var text string

// An Action is what a function does to a record.
type Action struct {
	Function string
	Element  string // inside the function; "" where the function holds the rest itself
	Object   string
	Key      string // the field that finds the record
	Named    string // the element with its value

	StateField string
	States     []string // in which it works; none means all
	Effects    []Effect
	Comment    string // the element with the approver's comment
}

// An Effect sets a field of the record.
type Effect struct {
	Field string
	Value string // unless the value is that of an element
	From  string
	If    string // the element that must say true; "" always
}

var all = sync.OnceValue(func() map[string]*Action {
	actions, err := read(text)
	if err != nil {
		panic(fmt.Sprintf("action: actions.txt: %v", err)) // the file is part of the program
	}
	return actions
})

// Find returns what a function does to the record in an element, nil where
// nothing is known.
func Find(function, element string) *Action { return all()[function+" "+element] }

// Functions are the names of all functions that act on a record.
func Functions() map[string]bool {
	names := map[string]bool{}
	for _, a := range all() {
		names[a.Function] = true
	}
	return names
}

func read(text string) (map[string]*Action, error) {
	actions := map[string]*Action{}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		columns := strings.Split(line, "|")
		if len(columns) != 6 {
			return nil, fmt.Errorf("%q has %d columns", line, len(columns))
		}
		for i := range columns {
			columns[i] = strings.TrimSpace(columns[i])
		}
		a := &Action{Function: columns[0], Element: strings.TrimPrefix(columns[1], "-"), Comment: columns[5]}
		var target string
		a.Object, target, _ = strings.Cut(columns[2], " ")
		a.Key, a.Named, _ = strings.Cut(target, "=")
		if field, states, some := strings.Cut(columns[3], ":"); some {
			a.StateField, a.States = field, split(states, ",")
		}
		for _, effect := range split(columns[4], ";") {
			a.Effects = append(a.Effects, readEffect(effect))
		}
		actions[a.Function+" "+a.Element] = a
	}
	return actions, nil
}

func readEffect(text string) Effect {
	var e Effect
	text, e.If, _ = strings.Cut(text, "?")
	if field, from, taken := strings.Cut(text, "<"); taken {
		e.Field, e.From = field, from
		return e
	}
	e.Field, e.Value, _ = strings.Cut(text, "=")
	return e
}

func split(text, by string) []string {
	var parts []string
	for part := range strings.SplitSeq(text, by) {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}
