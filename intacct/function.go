package intacct

import (
	"errors"
	"fmt"
	"strings"

	"github.com/beevik/etree"
)

// maxObjects is how many objects one create, update, delete or read may name.
//
// Source: Sage docs, XML API, "Records".
const maxObjects = 100

// Function is one call inside a request.
type Function struct {
	ControlID string // matches the result to the call; made up if empty
	Body      *etree.Element
	// Writes makes it be sent again only when it certainly has not run. Do
	// sets it for every function it does not know to be harmless.
	Writes bool
}

// Request is what Do sends at once.
type Request struct {
	Functions []Function
	// UniqueID asks the gateway to refuse a function whose control id has been
	// executed before.
	UniqueID bool
	// Transaction makes all functions succeed or none.
	Transaction bool
}

// Result is the answer to one function, in the order of the request.
type Result struct {
	Status    string // success, failure or aborted
	Function  string
	ControlID string
	Key       string // of a legacy function: the record's number or document id
	List      List   // of get_list: which part of the whole this is
	Data      *etree.Element
	Err       *Error // nil only for success
}

// List is the <listtype> of a legacy list. A number that is not there, or none,
// is -1.
type List struct {
	Type              string
	Start, End, Total int
}

// Agree reports how a list contradicts itself or the question for so many
// elements from a start on; nil is not at all.
func (l List) Agree(start, size, elements int) error {
	switch {
	case l.Type == "" || min(l.Start, l.End, l.Total) < 0:
		return errors.New("the gateway did not say how many elements the list has")
	case elements > size:
		return fmt.Errorf("%d elements came where %d were asked for", elements, size)
	case elements > 0 && (l.Start != start || l.End != start+elements-1):
		return fmt.Errorf("the gateway announced elements %d to %d of the list and sent %d from %d on", l.Start, l.End, elements, start)
	case l.Total < start+elements && elements > 0, l.Total > start && elements == 0:
		return fmt.Errorf("the list has %d elements in all, of which %d came from %d on", l.Total, elements, start)
	}
	return nil
}

// Create makes a function that creates up to 100 objects. It is not atomic:
// objects before a failing one stay, unless the request is a transaction.
func Create(objects ...*etree.Element) Function { return writeFunction("create", objects) }

// Update makes a function that changes up to 100 objects. Each carries its
// key; fields it does not name stay as they are.
func Update(objects ...*etree.Element) Function { return writeFunction("update", objects) }

func writeFunction(verb string, objects []*etree.Element) Function {
	body := etree.NewElement(verb)
	for _, object := range objects {
		body.AddChild(object.Copy())
	}
	return Function{Body: body, Writes: true}
}

// Delete makes a function that deletes up to 100 objects by key.
func Delete(object string, keys ...string) Function {
	body := etree.NewElement("delete")
	body.CreateElement("object").SetText(object)
	body.CreateElement("keys").SetText(strings.Join(keys, ","))
	return Function{Body: body, Writes: true}
}

// Legacy makes a function of the 2.1 style (create_apadjustment, get_list, …).
// The order of its children is the schema's and the caller's business.
func Legacy(body *etree.Element) Function {
	return Function{Body: body, Writes: !readsOnly(body.Tag)}
}

// readsOnly knows the functions that change nothing. One it does not know is
// taken for one that writes, which is never sent twice by mistake.
func readsOnly(name string) bool {
	switch name {
	case "query", "lookup", "inspect", "describe", "describeall", "retrievepdf":
		return true
	}
	return strings.HasPrefix(name, "get") || strings.HasPrefix(name, "read")
}

// name is the function's own: query, create, get_list, …
func (f Function) name() string {
	if f.Body == nil {
		return ""
	}
	return f.Body.Tag
}

// object is what the function is about: the object it reads, or the kind of the
// first one it writes.
func (f Function) object() string {
	if f.Body == nil {
		return ""
	}
	if object := f.Body.SelectElement("object"); object != nil {
		return strings.TrimSpace(object.Text())
	}
	if objects := f.Body.ChildElements(); len(objects) > 0 && (f.name() == "create" || f.name() == "update") {
		return objects[0].Tag
	}
	return ""
}

// cost is what the call counts for: a page, or each object it writes. Lines of
// an object are free.
func (f Function) cost() int {
	switch f.name() {
	case "create", "update":
		return len(f.Body.ChildElements())
	case "delete":
		return len(f.keys())
	}
	return 1
}

func (f Function) keys() []string {
	keys := f.Body.SelectElement("keys")
	if keys == nil {
		return nil
	}
	return strings.Split(keys.Text(), ",")
}

// check refuses what the gateway would refuse, or worse, misread.
func (f Function) check() error {
	if f.Body == nil {
		return fmt.Errorf("function %q has no body", f.ControlID)
	}
	if err := Sendable(f.Body); err != nil {
		return fmt.Errorf("function %s %s: %w", f.name(), f.ControlID, err)
	}
	if len(f.ControlID) > 256 {
		return fmt.Errorf("function %s: the control id is longer than 256 characters", f.name())
	}
	switch f.name() {
	case "create", "update", "delete":
		if n := f.cost(); n == 0 || n > maxObjects {
			return fmt.Errorf("function %s %s: holds %d objects; the gateway takes 1 to %d", f.name(), f.ControlID, n, maxObjects)
		}
	}
	return nil
}
