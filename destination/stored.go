package destination

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"sync"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
)

// stored is a record as the company has it, as far as was asked.
type stored struct {
	number string // its record number
	texts  map[*field]string
	named  map[string]string // fields that legacy functions name the record by
	lines  map[*list][]stored
}

// text is a field's value, and whether it could be read.
func (s stored) text(f *field) (string, bool) {
	if f.shownBy != nil {
		f = f.shownBy
	}
	text, read := s.texts[f]
	return text, read
}

// finder asks the company what it has.
type finder struct {
	client intacct.Querier
	format intacct.Format

	claims claims

	mu     sync.Mutex
	barred map[*field]bool // fields that lookup lists and query refuses
}

// maxConditions bounds the fields that a search by content names, and
// maxCondition the length of their values: enough to find few, and the
// comparison does the rest.
const (
	maxConditions = 8
	maxCondition  = 200
)

// find answers, for each item, the records that it may be. All items are of one
// plan.
func (f *finder) find(ctx context.Context, p *plan, items []*item) ([][]stored, error) {
	hits := make([][][]stored, len(items)) // by item and by its handles
	for i, it := range items {
		hits[i] = make([][]stored, len(it.allHandles()))
	}
	for _, group := range groups(items) {
		made := p.made(group)
		records, err := f.query(ctx, p.schema, group.filter(items), f.wanted(p.schema, documents(items, group.indexes), slices.Concat(group.fields, f.looked(p), made)))
		if err != nil {
			return nil, err
		}
		records = slices.DeleteFunc(records, func(r stored) bool {
			return slices.ContainsFunc(made, func(mark *field) bool { return r.texts[mark] != "" })
		})
		for at, i := range group.indexes {
			hits[i][group.places[at]] = matching(records, group.handles[at], p)
		}
	}
	found := make([][]stored, len(items))
	for i, it := range items {
		found[i] = f.claims.choose(it, hits[i])
	}
	return found, f.addLines(ctx, items, found)
}

// wanted are the fields to ask for: those that tell records apart, and those
// to compare.
func (f *finder) wanted(s *schema, documents []*document, keys []*field) []*field {
	list := slices.Clone(keys)
	if key := s.key(); key != nil {
		list = append(list, key)
	}
	list = append(list, s.handles()...)
	for _, d := range documents {
		if d.asksCurrency() {
			list = append(list, slices.DeleteFunc(s.currencyFields(), func(field *field) bool { return !f.readable(field) })...)
		}
		if carrier := s.carrier(); carrier != nil && len(d.files) > 0 && f.readable(carrier) {
			list = append(list, carrier)
		}
		for _, c := range d.cells {
			shown := c.field
			if c.field.shownBy != nil {
				shown = c.field.shownBy
			}
			if !slices.Contains(list, shown) && f.readable(shown) {
				list = append(list, shown)
			}
		}
	}
	return compact(list)
}

func compact(list []*field) []*field {
	var once []*field
	for _, f := range list {
		if !slices.Contains(once, f) {
			once = append(once, f)
		}
	}
	return once
}

func (f *finder) readable(field *field) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return field.queryable && !f.barred[field]
}

// query reads all records that pass a filter. Fields that the gateway refuses
// to query are left out from then on.
func (f *finder) query(ctx context.Context, s *schema, filter intacct.Filter, fields []*field) ([]stored, error) {
	if filter.IsZero() {
		return nil, nil
	}
	for {
		records, err := f.all(ctx, s, filter, fields)
		refused := intacct.RefusedFields(err, s.object.Name, ids(fields))
		if len(refused) == 0 {
			return records, err
		}
		left := f.bar(fields, refused)
		if len(left) == len(fields) {
			return nil, err
		}
		fields = left
	}
}

// all reads all records that pass a filter, with these fields.
func (f *finder) all(ctx context.Context, s *schema, filter intacct.Filter, fields []*field) ([]stored, error) {
	q := intacct.Query{Object: s.object.Name, Select: ids(fields), Filter: filter, ShowPrivate: true, Order: order(s), Mended: true}
	var records []stored
	for record, err := range intacct.Records(ctx, f.client, q, "") {
		if err == nil {
			err = recognisable(record, s, filter)
		}
		if err != nil {
			return records, err
		}
		records = append(records, f.record(record, s, fields))
	}
	return records, nil
}

// recognisable is nil for a record whose texts by which it is found came as they
// are. A character that XML does not allow may stand in others of it: these
// then differ from what is sent.
func recognisable(r *intacct.Record, s *schema, filter intacct.Filter) error {
	for _, name := range r.Mended() {
		if field, known := s.fields.find(name); filter.Names(name) || known && (field == s.key() || slices.Contains(s.handles(), field)) {
			return airbyte.Errorf(airbyte.SystemError, "the field %s of a record of %s in Intacct holds a character that XML does not allow, and records are found by it; correct it there", name, s.object.Name)
		}
	}
	return nil
}

func order(s *schema) []intacct.Order {
	if key := s.key(); key != nil {
		return []intacct.Order{intacct.Asc(key.id)}
	}
	return nil
}

func ids(fields []*field) []string {
	list := make([]string, len(fields))
	for i, f := range fields {
		list[i] = f.id
	}
	return list
}

func (f *finder) bar(fields []*field, refused []string) []*field {
	f.mu.Lock()
	defer f.mu.Unlock()
	var left []*field
	for _, field := range fields {
		if named(refused, field.id) {
			f.barred[field] = true
			continue
		}
		left = append(left, field)
	}
	return left
}

func (f *finder) record(r *intacct.Record, s *schema, fields []*field) stored {
	record := stored{texts: make(map[*field]string, len(fields))}
	for i, field := range fields {
		if i >= r.Len() {
			break
		}
		value, _ := r.Get(field.id)
		record.texts[field] = f.canonical(field.kind, value)
	}
	if key := s.key(); key != nil {
		record.number = record.texts[key]
	}
	for _, f := range s.handles() {
		if record.named == nil {
			record.named = map[string]string{}
		}
		record.named[f.id] = record.texts[f]
	}
	return record
}

// canonical is the canonical text of a value that the gateway wrote; what
// cannot be read stays as it is, and so differs from whatever is sent.
func (f *finder) canonical(k kind, value []byte) string {
	text := string(value)
	switch k {
	case numeric:
		if number, err := canonicalNumber(text); err == nil {
			return number
		}
	case boolean:
		if truth, err := canonicalBoolean(text); err == nil {
			return truth
		}
	case date:
		if day, ok := f.format.ParseDate(value); ok {
			return day.Format(isoDate)
		}
	case timestamp:
		if instant, ok := f.format.ParseTimestamp(value); ok {
			return instant.UTC().Format(isoTimestamp)
		}
	}
	return text
}

// addLines reads the lines of the records that were found, where the items
// bring lines of their own.
func (f *finder) addLines(ctx context.Context, items []*item, found [][]stored) error {
	brought := map[*list][]*document{}
	numbers := map[string]bool{}
	for i, it := range items {
		for _, rows := range it.document.rows {
			brought[rows.list] = append(brought[rows.list], rows.documents...)
			for _, record := range found[i] {
				numbers[record.number] = true
			}
		}
	}
	if len(numbers) == 0 {
		return nil
	}
	for l, documents := range brought {
		byParent, err := f.linesOf(ctx, l, documents, numbers)
		if err != nil {
			return err
		}
		for _, records := range found {
			for i := range records {
				if records[i].lines == nil {
					records[i].lines = map[*list][]stored{}
				}
				records[i].lines[l] = byParent[records[i].number]
			}
		}
	}
	return nil
}

// maxNumbers is how many parents a query of lines may name.
const maxNumbers = 500

func (f *finder) linesOf(ctx context.Context, l *list, documents []*document, numbers map[string]bool) (map[string][]stored, error) {
	parent, known := l.lines.fields.find(l.parent)
	if !known {
		return nil, nil
	}
	all := make([]string, 0, len(numbers))
	for number := range numbers {
		all = append(all, number)
	}
	slices.Sort(all)
	byParent := map[string][]stored{}
	for some := range slices.Chunk(all, maxNumbers) {
		place, keys := l.lines.fields.exact["LINE_NO"], []*field{parent}
		for _, more := range append(l.lines.marks(), place) {
			if more != nil && f.readable(more) {
				keys = append(keys, more)
			}
		}
		lines, err := f.query(ctx, l.lines, intacct.In(parent.id, some...), f.wanted(l.lines, documents, keys))
		if err != nil {
			return nil, err
		}
		slices.SortStableFunc(lines, func(a, b stored) int { return cmp.Compare(lineNumber(a.texts[place]), lineNumber(b.texts[place])) })
		for _, line := range lines {
			byParent[line.texts[parent]] = append(byParent[line.texts[parent]], line)
		}
	}
	for number, lines := range byParent {
		byParent[number] = unmade(lines, l.lines.marks())
	}
	return byParent, nil
}

// made are the fields of records that Intacct has made of others, whose identity
// they share: the reversal of a journal that brought the day of it.
func (p *plan) made(g *group) []*field {
	if f := p.schema.fields.exact[p.schema.object.MadeOf]; f != nil && slices.Equal(g.fields, []*field{p.identity}) {
		return []*field{f}
	}
	return nil
}

// marks are the fields by which Intacct marks lines that it has added to a
// journal itself: those that balance its entities, and the parts of an
// allocation.
func (s *schema) marks() []*field {
	var list []*field
	for _, id := range []string{"IETYPE", "PARENTGLENTRYKEY"} {
		if f := s.fields.exact[id]; f != nil {
			list = append(list, f)
		}
	}
	return list
}

// unmade leaves out the lines that Intacct has added: no record brought them, and
// with them none would be recognised. What it means to mark all lines is not
// public; then all stay.
func unmade(lines []stored, marks []*field) []stored {
	var left []stored
	for _, line := range lines {
		if !slices.ContainsFunc(marks, func(mark *field) bool { return line.texts[mark] != "" }) {
			left = append(left, line)
		}
	}
	if len(left) == 0 {
		return lines
	}
	return left
}

// lineNumber is the place of a line in its document, which functions count by.
func lineNumber(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}
