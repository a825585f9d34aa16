package dtd

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"airbyte-sage-intacct/sandbox/xmltree"
)

// An automaton matches the children of an element with an ordered model. Its
// states are the places of the model's names (Glushkov's construction), so
// what may follow, which error messages name, can be read off it.
type automaton struct {
	names   []string // the name at each place
	first   []int
	follow  [][]int
	final   map[int]bool
	isEmpty bool // no children will do
}

// check walks through the children.
func (a *automaton) check(e *xmltree.Element) (*xmltree.Element, string) {
	current, complete := a.first, a.isEmpty
	for _, child := range e.Children {
		var next []int
		reached, final := false, false
		for _, place := range current {
			if a.names[place] == child.Name {
				reached = true
				final = final || a.final[place]
				next = union(next, a.follow[place])
			}
		}
		if !reached {
			return child, "This element is not expected." + expected(a.namesAt(current))
		}
		current, complete = next, final
	}
	if !complete {
		return e, "Missing child element(s)." + expected(a.namesAt(current))
	}
	return nil, ""
}

func (a *automaton) namesAt(places []int) []string {
	var names []string
	for _, place := range places {
		if !slices.Contains(names, a.names[place]) {
			names = append(names, a.names[place])
		}
	}
	return names
}

// A part is a piece of a model while it is compiled.
type part struct {
	first, last []int
	nullable    bool
}

// A compiler reads the notation by recursive descent.
type compiler struct {
	text string
	a    automaton
}

func compileContent(text string) (automaton, error) {
	c := &compiler{text: text}
	whole, err := c.choice()
	if err != nil {
		return automaton{}, err
	}
	if c.peek() != 0 {
		return automaton{}, fmt.Errorf("left over: %q", c.text)
	}
	c.a.first, c.a.isEmpty = whole.first, whole.nullable
	c.a.final = map[int]bool{}
	for _, place := range whole.last {
		c.a.final[place] = true
	}
	return c.a, nil
}

// peek returns the next character that means something, 0 at the end.
func (c *compiler) peek() byte {
	c.text = strings.TrimLeft(c.text, " ")
	if c.text == "" {
		return 0
	}
	return c.text[0]
}

func (c *compiler) choice() (part, error) {
	result, err := c.sequence()
	for err == nil && c.peek() == '|' {
		c.text = c.text[1:]
		var other part
		other, err = c.sequence()
		result.first = union(result.first, other.first)
		result.last = union(result.last, other.last)
		result.nullable = result.nullable || other.nullable
	}
	return result, err
}

func (c *compiler) sequence() (part, error) {
	result, err := c.repeated()
	for err == nil && c.peek() == ',' {
		c.text = c.text[1:]
		var next part
		next, err = c.repeated()
		c.connect(result.last, next.first)
		if result.nullable {
			result.first = union(result.first, next.first)
		}
		if next.nullable {
			result.last = union(next.last, result.last)
		} else {
			result.last = next.last
		}
		result.nullable = result.nullable && next.nullable
	}
	return result, err
}

func (c *compiler) repeated() (part, error) {
	result, err := c.atom()
	if err != nil {
		return part{}, err
	}
	for {
		switch c.peek() {
		case '?':
			result.nullable = true
		case '+':
			c.connect(result.last, result.first)
		case '*':
			result.nullable = true
			c.connect(result.last, result.first)
		default:
			return result, nil
		}
		c.text = c.text[1:]
	}
}

func (c *compiler) atom() (part, error) {
	if c.peek() == '(' {
		c.text = c.text[1:]
		inner, err := c.choice()
		if err != nil {
			return part{}, err
		}
		if c.peek() != ')' {
			return part{}, fmt.Errorf("missing ) before %q", c.text)
		}
		c.text = c.text[1:]
		return inner, nil
	}
	end := strings.IndexFunc(c.text, func(r rune) bool {
		return r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	if end < 0 {
		end = len(c.text)
	}
	if end == 0 {
		return part{}, fmt.Errorf("a name is missing before %q", c.text)
	}
	place := len(c.a.names)
	c.a.names = append(c.a.names, c.text[:end])
	c.a.follow = append(c.a.follow, nil)
	c.text = c.text[end:]
	return part{first: []int{place}, last: []int{place}}, nil
}

// connect lets every place of to follow every place of from.
func (c *compiler) connect(from, to []int) {
	for _, place := range from {
		c.a.follow[place] = union(c.a.follow[place], to)
	}
}

func union(a, b []int) []int {
	result := slices.Clone(a)
	for _, x := range b {
		if !slices.Contains(result, x) {
			result = append(result, x)
		}
	}
	return result
}
