package sandbox

import (
	"fmt"
	"strconv"
	"strings"

	"airbyte-sage-intacct/sandbox/company"
	"airbyte-sage-intacct/sandbox/legacy"
	"airbyte-sage-intacct/sandbox/xmltree"
)

// legacyVerbs are the legacy functions by the beginning of their name. What
// the rest names is a legacy type.
var legacyVerbs = []struct {
	prefix string
	run    func(*call, *legacy.Type) failure
}{
	{"create_", (*call).legacyCreate},
	{"record_", (*call).legacyCreate},
	{"update_", (*call).legacyUpdate},
	{"partialupdate_", (*call).legacyUpdate},
	{"delete_", (*call).legacyDelete},
	{"reverse_", (*call).legacyReverse},
	{"reclassify_", (*call).legacyUpdate},
}

// legacyHandler finds the function that a legacy name stands for.
func legacyHandler(name string) handler {
	for _, verb := range legacyVerbs {
		rest, found := strings.CutPrefix(name, verb.prefix)
		if t := legacy.TypeNamed(rest); found && t != nil {
			return func(c *call) failure { return verb.run(c, t) }
		}
	}
	return nil
}

// legacyDefaults are the values of fields that legacy functions leave out and
// the object asks for. What the request says comes after them and counts.
var legacyDefaults = map[string]map[string]string{
	"arpayment": {"PAYMENTMETHOD": "Printed Check"},
	"glaccount": {"NORMALBALANCE": "debit", "ACCOUNTTYPE": "incomestatement", "CLOSINGTYPE": "non-closing account"},
	"task":      {"TASKSTATUS": "Not Started"},
}

// legacyCreate creates one object and answers its key.
func (c *call) legacyCreate(t *legacy.Type) failure {
	o, why := c.legacyObject(t.Object)
	if why != nil {
		return why
	}
	input := c.legacyInput(o, &t.Set, c.body)
	for field, value := range legacyDefaults[t.Name] {
		input.Fields = append([]company.InField{{Name: field, Value: value}}, input.Fields...)
	}
	return c.saveLegacy(t, func(tx *company.Tx) (company.Saved, *company.Problem) { return tx.Create(input) })
}

// legacyUpdate changes the object that the key names.
func (c *call) legacyUpdate(t *legacy.Type) failure {
	o, key, why := c.legacyTarget(t)
	if why != nil {
		return why
	}
	input := c.legacyInput(o, &t.Set, c.body)
	for i := range input.Lists {
		if why := c.numberLines(o, t, key, &input.Lists[i]); why != nil {
			return why
		}
	}
	input.Fields = append([]company.InField{{Name: t.Key, Value: key}}, withoutField(input.Fields, t.Key)...)
	return c.saveLegacy(t, func(tx *company.Tx) (company.Saved, *company.Problem) { return tx.Update(input) })
}

func withoutField(fields []company.InField, name string) []company.InField {
	var kept []company.InField
	for _, field := range fields {
		if field.Name != name {
			kept = append(kept, field)
		}
	}
	return kept
}

// saveLegacy answers the key: the record number, or for transactions with
// documents their id.
func (c *call) saveLegacy(t *legacy.Type, write func(*company.Tx) (company.Saved, *company.Problem)) failure {
	var saved company.Saved
	why := c.write(func(tx *company.Tx) (problem *company.Problem) {
		saved, problem = write(tx)
		return problem
	})
	if why != nil {
		return why
	}
	key := saved.Key
	if t.Key == saved.NaturalField && !strings.HasPrefix(t.Name, "supdoc") {
		key = saved.Natural
	}
	c.w.leaf("key", key)
	return nil
}

// legacyTarget reads which record the function is about.
func (c *call) legacyTarget(t *legacy.Type) (*company.Object, string, failure) {
	o, why := c.legacyObject(t.Object)
	if why != nil {
		return nil, "", why
	}
	if c.body.Attr("externalkey") == "true" || c.body.Attr("external") == "true" {
		key, why := c.externalTarget(o, t)
		return o, key, why
	}
	for _, name := range []string{"key", t.KeyElement()} {
		if c.body.Has(name) {
			return o, c.body.Attr(name), nil
		}
	}
	return o, c.body.Value(t.KeyElement()), nil
}

// externalTarget finds the record whose external id the key is. Few objects
// show theirs.
func (c *call) externalTarget(o *company.Object, t *legacy.Type) (string, failure) {
	if _, has := o.Field("EXTERNALID"); !has {
		return "", notSimulated("externalkey of " + o.Name)
	}
	key := ""
	_, why := c.rows(c.viewerFor(true), company.Selection{
		Object: o.Name, Mode: company.Read, Columns: plainColumns([]string{t.Key}), Limit: 1,
		Filter: &company.Filter{Op: company.Equal, Field: "EXTERNALID", Values: []string{c.body.Attr("key")}},
	}, func(row []string) error {
		key = row[0]
		return nil
	})
	if why == nil && key == "" {
		verb, _, _ := strings.Cut(c.body.Name, "_")
		why = failing(errBusiness, "Cannot find %s with key '%s' to %s.", strings.ToLower(o.Name), c.body.Attr("key"), verb)
	}
	return key, why
}

// recordKey turns a legacy key into the record's own.
func (c *call) recordKey(o *company.Object, t *legacy.Type, key string) (string, failure) {
	if t.Key == o.Key {
		return key, nil
	}
	found := ""
	_, why := c.rows(c.viewerFor(true), company.Selection{
		Object: o.Name, Mode: company.Read, Columns: []company.Column{{Field: o.Key}},
		Filter: &company.Filter{Op: company.Equal, Field: t.Key, Values: []string{key}}, Limit: 1,
	}, func(row []string) error {
		found = row[0]
		return nil
	})
	if why == nil && found == "" {
		why = failing(errBusiness, "Cannot find %s with key '%s' to update.", strings.ToLower(o.Name), key)
	}
	return found, why
}

func (c *call) legacyDelete(t *legacy.Type) failure {
	o, key, why := c.legacyTarget(t)
	if why != nil {
		return why
	}
	return c.write(func(tx *company.Tx) *company.Problem { return tx.DeleteLegacy(o.Name, key) })
}

// legacyReverse undoes a posted document on a date.
func (c *call) legacyReverse(t *legacy.Type) failure {
	o, key, why := c.legacyTarget(t)
	if why != nil {
		return why
	}
	date, ok := usualFormatting.parseDate(dateParts(c.body.Child("datereversed")))
	if !ok {
		return failing(errBusiness, "The reversal date is not valid.")
	}
	memo := c.body.Value("description")
	if memo == "" {
		memo = c.body.Value("memo")
	}
	return c.write(func(tx *company.Tx) *company.Problem {
		_, problem := tx.Reverse(o.Name, key, date, memo)
		return problem
	})
}

// legacyInput reads an object's elements into a record.
func (c *call) legacyInput(o *company.Object, set *legacy.Set, e *xmltree.Element) company.Input {
	in := company.Input{Object: o.Name, Legacy: true}
	for _, child := range e.Children {
		if list, isList := set.List(child.Name); isList {
			in.Lists = appendList(in.Lists, c.legacyLines(o, list, child))
			continue
		}
		if child.Name == "customfields" {
			in.Fields = append(in.Fields, customFields(child)...)
			continue
		}
		in.Fields = appendLegacy(in.Fields, o, set, child.Name, child)
	}
	return in
}

// appendList adds a collection, or its lines to one that is there already.
func appendList(lists []company.InList, list company.InList) []company.InList {
	for i := range lists {
		if lists[i].Element == list.Element {
			lists[i].Lines = append(lists[i].Lines, list.Lines...)
			return lists
		}
	}
	return append(lists, list)
}

func customFields(e *xmltree.Element) []company.InField {
	var fields []company.InField
	for _, custom := range e.Children {
		fields = append(fields, company.InField{
			Name: custom.Value("customfieldname"), Value: custom.Value("customfieldvalue"),
		})
	}
	return fields
}

// appendLegacy adds an element and those inside it. Elements that no field
// stands for are accepted and left out, as the package's documentation says.
func appendLegacy(fields []company.InField, o *company.Object, set *legacy.Set, name string, e *xmltree.Element) []company.InField {
	if field, known := set.Field(name); known {
		if o.Ordinal(field) < 0 {
			return fields // lines of different objects share a set
		}
		return append(fields, company.InField{Name: field, Value: legacyValue(e)})
	}
	for _, child := range e.Children {
		fields = appendLegacy(fields, o, set, name+"."+child.Name, child)
	}
	return fields
}

// legacyValue is an element's text; a date in three elements becomes one text.
func legacyValue(e *xmltree.Element) string {
	if e.Child("year") != nil {
		return dateParts(e)
	}
	if e.Name == "trtype" {
		if sign, known := transactionTypes[strings.ToLower(e.Trimmed())]; known {
			return sign
		}
	}
	return e.Text
}

// transactionTypes are the words for the two sides of a journal.
var transactionTypes = map[string]string{"debit": "1", "credit": "-1", "increase": "1", "decrease": "-1"}

// dateParts joins year, month and day as mm/dd/yyyy.
func dateParts(e *xmltree.Element) string {
	if e == nil {
		return ""
	}
	if e.Child("year") == nil {
		return e.Trimmed()
	}
	month, _ := strconv.Atoi(e.Value("month"))
	day, _ := strconv.Atoi(e.Value("day"))
	return fmt.Sprintf("%02d/%02d/%s", month, day, e.Value("year"))
}

func (c *call) legacyLines(o *company.Object, list legacy.List, e *xmltree.Element) company.InList {
	in := company.InList{Element: list.Field}
	owned := ownedBy(o, list.Field)
	lines := legacy.Lines(list.Lines)
	if owned == nil {
		return in
	}
	object, known := c.gateway.company.LinesOf(owned)
	if !known {
		return in
	}
	items := e.Children
	if list.Bare {
		items = []*xmltree.Element{e}
	}
	for _, child := range items {
		line := c.legacyInput(object, lines, child)
		if number := child.Attr("line_num"); number != "" {
			line.Fields = append(line.Fields, company.InField{Name: lineNumber, Value: number})
			item := child.Child("itemid")
			if item != nil && item.Trimmed() == "" && strings.HasSuffix(child.Name, "transitem") {
				line.Remove, line.Fields = !c.gateway.settings.KeepLines, withoutField(line.Fields, "ITEMID")
			}
		}
		in.Lines = append(in.Lines, line)
	}
	return in
}

// lineNumber stands for the place of a line until its record is known.
const lineNumber = "@line_num"

// numberLines finds the records of lines that are named by their place, which
// counts from one. The others are new.
func (c *call) numberLines(o *company.Object, t *legacy.Type, key string, list *company.InList) failure {
	owned := ownedBy(o, list.Element)
	if owned == nil || !hasNumbers(list) {
		return nil
	}
	header, why := c.recordKey(o, t, key)
	if why != nil {
		return why
	}
	var keys []string
	_, why = c.rows(c.viewerFor(true), company.Selection{
		Object: owned.Object, Mode: company.Read, Columns: []company.Column{{Field: "RECORDNO"}},
		Filter: &company.Filter{Op: company.Equal, Field: owned.ForeignKey, Values: []string{header}},
		Order:  []company.Order{{Field: "RECORDNO"}},
	}, func(row []string) error {
		keys = append(keys, row[0])
		return nil
	})
	if why != nil {
		return why
	}
	return placeLines(list, keys)
}

func hasNumbers(list *company.InList) bool {
	for _, line := range list.Lines {
		for _, field := range line.Fields {
			if field.Name == lineNumber {
				return true
			}
		}
	}
	return false
}

// placeLines puts the records' keys in the place of their numbers.
func placeLines(list *company.InList, keys []string) failure {
	for i := range list.Lines {
		line := &list.Lines[i]
		for j, field := range line.Fields {
			if field.Name != lineNumber {
				continue
			}
			place, err := strconv.Atoi(field.Value)
			if err != nil || place < 1 || place > len(keys) {
				return failing(errBusiness, "Line %s does not exist.", field.Value)
			}
			line.Fields[j] = company.InField{Name: "RECORDNO", Value: keys[place-1]}
		}
	}
	return nil
}
