package intacct

// Model is the content of a legacy function or of an element in it: child
// elements in the order the schema demands.
type Model struct {
	AnyOrder bool
	Elements []Element
}

// Element is one element of a Model.
type Element struct {
	Name    string // as the function spells it
	Field   string // the object's field it carries; "" for a container
	Needed  bool   // the schema demands it
	Many    bool   // may repeat
	Content *Model // nil for a text
}
