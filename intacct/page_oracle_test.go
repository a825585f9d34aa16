package intacct

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// node is an element as encoding/xml reads it. The oracle reads replies through
// trees of them and shares no code with what it judges.
type node struct {
	name     string
	attrs    map[string]string
	text     strings.Builder // its own, without its children's
	children []*node
}

var errOracle = errors.New("not a page one may trust")

// parse reads a document, or fails if it is not one.
func parse(body string) (*node, error) {
	decoder := xml.NewDecoder(strings.NewReader(strings.TrimPrefix(body, "\ufeff")))
	top := &node{}
	open := []*node{top}
	for {
		t, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		last := open[len(open)-1]
		switch t := t.(type) {
		case xml.StartElement:
			n := &node{name: t.Name.Local, attrs: map[string]string{}}
			for _, a := range t.Attr {
				if a.Name.Space == "" {
					n.attrs[a.Name.Local] = a.Value
				}
			}
			last.children = append(last.children, n)
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			last.text.Write(t)
		}
	}
	if len(top.children) != 1 || strings.Trim(top.text.String(), " \t\r\n") != "" {
		return nil, errOracle
	}
	return top.children[0], nil
}

// one returns a node's only child of a name, or nil.
func (n *node) one(name string) *node {
	var found *node
	for _, c := range n.children {
		if c.name == name {
			if found != nil {
				return nil
			}
			found = c
		}
	}
	return found
}

// holdsNothing reports whether there is no text below a node's children.
func (n *node) holdsNothing() bool {
	for _, c := range n.children {
		if strings.Trim(c.text.String(), " \t\r\n") != "" || !c.holdsNothing() {
			return false
		}
	}
	return true
}

// oracle writes a page's records down as transcript does, judging by the whole
// document.
func oracle(body, object string) (string, error) {
	root, err := parse(body)
	if err != nil {
		return "", err
	}
	operation := root.one("operation")
	if root.name != "response" || operation == nil {
		return "", errOracle
	}
	result := operation.one("result")
	if result == nil || result.one("data") == nil || result.one("errormessage") != nil {
		return "", errOracle
	}
	data := result.one("data")
	var out bytes.Buffer
	for _, r := range data.children {
		if !strings.EqualFold(r.name, object) {
			return "", errOracle
		}
		names := map[string]bool{}
		for _, f := range r.children {
			if names[f.name] || !f.holdsNothing() {
				return "", errOracle
			}
			names[f.name] = true
			fmt.Fprintf(&out, "%s=%q ", f.name, f.text.String())
		}
		if strings.Trim(r.text.String(), " \t\r\n") != "" {
			return "", errOracle
		}
		out.WriteByte('\n')
	}
	if strings.Trim(data.text.String(), " \t\r\n") != "" {
		return "", errOracle
	}
	if count, _ := strconv.Atoi(data.attrs["count"]); count != len(data.children) {
		return "", errOracle
	}
	return out.String(), nil
}
