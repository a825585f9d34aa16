package destination

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"sync"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/plan"
	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/schema"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/internal/decimal"
)

// finder asks the company what it has.
type finder struct {
	client intacct.Querier
	format intacct.Format

	claims claims

	mu     sync.Mutex
	barred map[*schema.Field]bool // fields that lookup lists and query refuses
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
func (f *finder) find(ctx context.Context, p *plan.Plan, items []*item) ([][]record.Stored, error) {
	hits := make([][][]record.Stored, len(items)) // by item and by its handles
	for i, it := range items {
		hits[i] = make([][]record.Stored, len(it.allHandles()))
	}
	for _, group := range groups(items) {
		made := madeOf(p, group)
		records, err := f.query(ctx, p.Schema, group.filter(items), f.wanted(p.Schema, documents(items, group.indexes), slices.Concat(group.fields, f.looked(p), made)))
		if err != nil {
			return nil, err
		}
		records = slices.DeleteFunc(records, func(r record.Stored) bool {
			return slices.ContainsFunc(made, func(mark *schema.Field) bool { return r.Texts[mark] != "" })
		})
		for at, i := range group.indexes {
			hits[i][group.places[at]] = matching(records, group.handles[at], p)
		}
	}
	found := make([][]record.Stored, len(items))
	for i, it := range items {
		found[i] = f.claims.choose(it, hits[i])
	}
	return found, f.addLines(ctx, items, found)
}

// wanted are the fields to ask for: those that tell records apart, and those
// to compare.
func (f *finder) wanted(s *schema.Schema, documents []*record.Document, keys []*schema.Field) []*schema.Field {
	list := slices.Clone(keys)
	if key := s.Key(); key != nil {
		list = append(list, key)
	}
	list = append(list, s.LegacyKeys()...)
	for _, d := range documents {
		if d.AsksCurrency() {
			list = append(list, slices.DeleteFunc(s.CurrencyFields(), func(field *schema.Field) bool { return !f.readable(field) })...)
		}
		if carrier := s.Carrier(); carrier != nil && len(d.Files) > 0 && f.readable(carrier) {
			list = append(list, carrier)
		}
		for _, c := range d.Cells {
			shown := c.Field
			if c.Field.ShownBy != nil {
				shown = c.Field.ShownBy
			}
			if !slices.Contains(list, shown) && f.readable(shown) {
				list = append(list, shown)
			}
		}
	}
	return compact(list)
}

func compact(list []*schema.Field) []*schema.Field {
	var once []*schema.Field
	for _, f := range list {
		if !slices.Contains(once, f) {
			once = append(once, f)
		}
	}
	return once
}

func (f *finder) readable(field *schema.Field) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return field.Queryable && !f.barred[field]
}

// query reads all records that pass a filter. Fields that the gateway refuses
// to query are left out from then on.
func (f *finder) query(ctx context.Context, s *schema.Schema, filter intacct.Filter, fields []*schema.Field) ([]record.Stored, error) {
	if filter.IsZero() {
		return nil, nil
	}
	for {
		records, err := f.all(ctx, s, filter, fields)
		refused := intacct.RefusedFields(err, s.Object.Name, schema.IDs(fields))
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
func (f *finder) all(ctx context.Context, s *schema.Schema, filter intacct.Filter, fields []*schema.Field) ([]record.Stored, error) {
	q := intacct.Query{Object: s.Object.Name, Select: schema.IDs(fields), Filter: filter, ShowPrivate: true, Order: order(s), Mended: true}
	var records []record.Stored
	for row, err := range intacct.Records(ctx, f.client, q, "") {
		if err == nil {
			err = recognisable(row, s, filter)
		}
		if err != nil {
			return records, err
		}
		records = append(records, f.record(row, s, fields))
	}
	return records, nil
}

// recognisable is nil for a record whose texts by which it is found came as they
// are. A character that XML does not allow may stand in others of it: these
// then differ from what is sent.
func recognisable(r *intacct.Record, s *schema.Schema, filter intacct.Filter) error {
	for _, name := range r.Mended() {
		if field, known := s.Fields.Find(name); filter.Names(name) || known && (field == s.Key() || slices.Contains(s.LegacyKeys(), field)) {
			return airbyte.Errorf(airbyte.SystemError, "the field %s of a record of %s in Intacct holds a character that XML does not allow, and records are found by it; correct it there", name, s.Object.Name)
		}
	}
	return nil
}

func order(s *schema.Schema) []intacct.Order {
	if key := s.Key(); key != nil {
		return []intacct.Order{intacct.Asc(key.ID)}
	}
	return nil
}

func (f *finder) bar(fields []*schema.Field, refused []string) []*schema.Field {
	f.mu.Lock()
	defer f.mu.Unlock()
	var left []*schema.Field
	for _, field := range fields {
		if canonical.HasName(refused, field.ID) {
			f.barred[field] = true
			continue
		}
		left = append(left, field)
	}
	return left
}

func (f *finder) record(r *intacct.Record, s *schema.Schema, fields []*schema.Field) record.Stored {
	existing := record.Stored{Texts: make(map[*schema.Field]string, len(fields))}
	for i, field := range fields {
		if i >= r.Len() {
			break
		}
		value, _ := r.Get(field.ID)
		existing.Texts[field] = f.canonical(field.Kind, value)
	}
	if key := s.Key(); key != nil {
		existing.Number = existing.Texts[key]
	}
	for _, f := range s.LegacyKeys() {
		if existing.LegacyKeys == nil {
			existing.LegacyKeys = map[string]string{}
		}
		existing.LegacyKeys[f.ID] = existing.Texts[f]
	}
	return existing
}

// canonical is the canonical text of a value that the gateway wrote; what
// cannot be read stays as it is, and so differs from whatever is sent.
func (f *finder) canonical(k canonical.Kind, value []byte) string {
	text := string(value)
	switch k {
	case canonical.Numeric:
		if number, err := decimal.Canonical(text); err == nil {
			return number
		}
	case canonical.Boolean:
		if truth, err := canonical.Bool(text); err == nil {
			return truth
		}
	case canonical.Date:
		if day, ok := f.format.ParseDate(value); ok {
			return day.Format(canonical.ISODate)
		}
	case canonical.Timestamp:
		if instant, ok := f.format.ParseTimestamp(value); ok {
			return instant.UTC().Format(canonical.ISOTimestamp)
		}
	}
	return text
}

// addLines reads the lines of the records that were found, where the items
// bring lines of their own.
func (f *finder) addLines(ctx context.Context, items []*item, found [][]record.Stored) error {
	brought := map[*schema.List][]*record.Document{}
	numbers := map[string]bool{}
	for i, it := range items {
		for _, rows := range it.document.Rows {
			brought[rows.List] = append(brought[rows.List], rows.Lines...)
			for _, existing := range found[i] {
				numbers[existing.Number] = true
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
				if records[i].Lines == nil {
					records[i].Lines = map[*schema.List][]record.Stored{}
				}
				records[i].Lines[l] = byParent[records[i].Number]
			}
		}
	}
	return nil
}

// maxNumbers is how many parents a query of lines may name.
const maxNumbers = 500

func (f *finder) linesOf(ctx context.Context, l *schema.List, documents []*record.Document, numbers map[string]bool) (map[string][]record.Stored, error) {
	parent, known := l.Lines.Fields.Find(l.Parent)
	if !known {
		return nil, nil
	}
	all := make([]string, 0, len(numbers))
	for number := range numbers {
		all = append(all, number)
	}
	slices.Sort(all)
	byParent := map[string][]record.Stored{}
	for some := range slices.Chunk(all, maxNumbers) {
		place, keys := l.Lines.Fields.Exact["LINE_NO"], []*schema.Field{parent}
		for _, more := range append(l.Lines.AddedMarks(), place) {
			if more != nil && f.readable(more) {
				keys = append(keys, more)
			}
		}
		lines, err := f.query(ctx, l.Lines, intacct.In(parent.ID, some...), f.wanted(l.Lines, documents, keys))
		if err != nil {
			return nil, err
		}
		slices.SortStableFunc(lines, func(a, b record.Stored) int {
			return cmp.Compare(lineNumber(a.Texts[place]), lineNumber(b.Texts[place]))
		})
		for _, line := range lines {
			byParent[line.Texts[parent]] = append(byParent[line.Texts[parent]], line)
		}
	}
	for number, lines := range byParent {
		byParent[number] = unmade(lines, l.Lines.AddedMarks())
	}
	return byParent, nil
}

// unmade leaves out the lines that Intacct has added: no record brought them, and
// with them none would be recognised. What it means to mark all lines is not
// public; then all stay.
func unmade(lines []record.Stored, marks []*schema.Field) []record.Stored {
	var left []record.Stored
	for _, line := range lines {
		if !slices.ContainsFunc(marks, func(mark *schema.Field) bool { return line.Texts[mark] != "" }) {
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

// looked are the fields that say how records stand, as far as they can be read.
func (f *finder) looked(p *plan.Plan) []*schema.Field {
	return append(slices.Clone(p.Watched), slices.DeleteFunc(slices.Clone(p.Standing), func(s *schema.Field) bool { return !f.readable(s) })...)
}
