package intacct

// Record is one object of a Page: its fields in the order the gateway sent
// them. Reading a page allocates nothing per field: names are interned in the
// page, and values point into the reply. Both are valid until the page's next
// Next or its Release.
type Record struct {
	page    *Page
	fields  []field
	shape   int
	text    []byte // the reply
	scratch []byte // texts that are not in the reply as they are
	mended  []string
}

// field keeps the place of its name in Page.Names and that of its text. Places
// instead of slices: the garbage collector follows each pointer that is written
// while it is at work.
type field struct {
	name      int
	from, to  int
	resolved  bool // the text is in the scratch
	printable bool
}

// Len is the number of fields.
func (r *Record) Len() int { return len(r.fields) }

// NameID is the place of field i's name in Page.Names. It is the same for the
// same name in every record of the page, so a reader can decide once per name
// what to do with a field.
func (r *Record) NameID(i int) int { return r.fields[i].name }

// Name is the name of field i.
func (r *Record) Name(i int) string { return r.page.names.list[r.fields[i].name] }

// Value is the text of field i with entities resolved. The gateway does not
// tell null from an empty text: both have no bytes.
func (r *Record) Value(i int) []byte {
	f := &r.fields[i]
	if f.resolved {
		return r.scratch[f.from:f.to:f.to]
	}
	return r.text[f.from:f.to:f.to]
}

// Printable says that the text of field i can be printed and has no quotes and
// backslashes: most formats take it as it is. A text of which it does not say so
// may be of that kind too.
func (r *Record) Printable(i int) bool { return r.fields[i].printable }

// Mended are the fields whose texts held what XML does not allow, of a query that
// takes such records. What was meant stands in the place of it, or U+FFFD.
func (r *Record) Mended() []string { return r.mended }

// Shape is the same number for consecutive records that have the same fields in
// the same order.
func (r *Record) Shape() int { return r.shape }

// Get finds a field by its exact name.
func (r *Record) Get(name string) ([]byte, bool) {
	id, ok := r.page.names.ids[name]
	if !ok {
		return nil, false
	}
	// Names are numbered as they appear, so in a page of like records (the
	// rule) a field's name and its place have the same number.
	if id < len(r.fields) && r.fields[id].name == id {
		return r.Value(id), true
	}
	for i := range r.fields {
		if r.fields[i].name == id {
			return r.Value(i), true
		}
	}
	return nil, false
}

// nameTable interns the field names of one page.
type nameTable struct {
	list []string
	ids  map[string]int
}

// id numbers a name. It allocates only for a name not seen before.
func (t *nameTable) id(name []byte) int {
	if id, ok := t.ids[string(name)]; ok {
		return id
	}
	if t.ids == nil {
		t.ids = make(map[string]int)
	}
	id := len(t.list)
	t.list = append(t.list, string(name))
	t.ids[t.list[id]] = id
	return id
}
