package sandbox

import (
	"slices"
	"strconv"
	"strings"

	"airbyte-sage-intacct/sandbox/company"
)

func (c *call) read() failure {
	return c.readBy(func(o *company.Object) string { return o.Key })
}

// readByName reads by natural key, or by key where there is no other.
func (c *call) readByName() failure {
	return c.readBy(func(o *company.Object) string {
		if o.NaturalKey != "" {
			return o.NaturalKey
		}
		return o.Key
	})
}

// readRelated reads the records that a custom object's relation leads to.
func (c *call) readRelated() failure {
	o, why := c.object(c.body.Value("object"))
	if why != nil {
		return why
	}
	if !o.Custom {
		return failing(errGateway, "readRelated is for custom objects only; %s is none.", o.Name)
	}
	for _, relation := range o.Relations {
		if !strings.EqualFold(relation.Path, c.body.Value("relation")) {
			continue
		}
		related, why := c.object(relation.Object)
		if why != nil {
			return why
		}
		keys, why := c.relatedKeys(o, relation)
		if why != nil {
			return why
		}
		return c.writeRecords(related, relation.Object, relation.Target, keys)
	}
	return failing(errGateway, "Relation %s not found", c.body.Value("relation"))
}

// relatedKeys follows a relation from the records asked for.
func (c *call) relatedKeys(o *company.Object, relation company.Relation) ([]string, failure) {
	var keys []string
	_, why := c.rows(c.viewer(), company.Selection{
		Object:  o.Name,
		Mode:    company.Read,
		Columns: []company.Column{{Field: relation.Via}},
		Filter:  &company.Filter{Op: company.In, Field: o.Key, Values: splitList(c.body.Value("keys"))},
	}, func(row []string) error {
		if row[0] != "" {
			keys = append(keys, row[0])
		}
		return nil
	})
	return keys, why
}

// readBy reads the records with the keys asked for. Keys that nothing has are
// no error: the count tells.
func (c *call) readBy(keyOf func(*company.Object) string) failure {
	name := c.body.Value("object")
	o, why := c.object(name)
	if why != nil {
		return why
	}
	keys := splitList(c.body.Value("keys"))
	if len(keys) > maxObjects {
		return failing(errGateway, "A function can read at most %d objects.", maxObjects)
	}
	return c.writeRecords(o, name, keyOf(o), keys)
}

// writeRecords writes whole records, dates in ISO form, groups and owned lines
// nested, in the order of the keys.
func (c *call) writeRecords(o *company.Object, name, keyField string, keys []string) failure {
	plan := c.planRecord(o)
	byKey := map[string][]string{}
	selected := plainColumns(append(append([]string{keyField}, plan.headerKeys()...), plan.fields...))
	if valid := c.validKeys(o, keyField, keys); len(valid) > 0 {
		_, why := c.rows(c.viewer(), company.Selection{
			Object:  o.Name,
			Mode:    company.Read,
			DocPar:  c.body.Value("docparid"),
			Columns: selected,
			Filter:  &company.Filter{Op: company.In, Field: keyField, Values: valid},
		}, func(row []string) error {
			byKey[row[0]] = append([]string(nil), row...)
			return nil
		})
		if why != nil {
			return c.badFields(why)
		}
	}
	start := len(c.w.buf)
	c.w.depth++
	c.w.inline = false
	count := 0
	for _, key := range keys {
		row, found := byKey[key]
		if !found {
			continue
		}
		if why := c.writeRecord(plan, name, row); why != nil {
			return why
		}
		count++
		delete(byKey, key)
	}
	c.w.depth--
	c.w.enclose(start, []attribute{{"listtype", name}, numbered("count", count)}, count == 0)
	return nil
}

// validKeys are the keys that the field can hold: nothing has the others.
func (c *call) validKeys(o *company.Object, keyField string, keys []string) []string {
	field, _ := c.fieldOf(o, keyField)
	if field == nil || field.DataType != company.Integer {
		return keys
	}
	return slices.DeleteFunc(slices.Clone(keys), func(key string) bool {
		_, err := strconv.ParseInt(key, 10, 64)
		return err != nil
	})
}

// badFields words an error about unknown fields as the read functions do: the
// number is the text, and nothing else is said.
func (c *call) badFields(why failure) failure {
	if why[0].Errno != errProcessing {
		return why
	}
	return failure{{Errno: "Invalid fields list " + c.body.Value("fields")}}
}

// A recordPlan says what of a record to write.
type recordPlan struct {
	object *company.Object
	fields []string
	groups *fieldGroup
	owned  []*company.Owned
}

// planRecord sorts the fields asked for into values, groups and owned lines.
func (c *call) planRecord(o *company.Object) *recordPlan {
	plan := &recordPlan{object: o}
	asked := c.body.Value("fields")
	if asked == "" || asked == "*" || c.body.Name == "readRelated" {
		plan.fields = c.fieldList(o)
		for i := range o.Owned {
			plan.owned = append(plan.owned, &o.Owned[i])
		}
	} else {
		for _, name := range splitList(asked) {
			plan.add(name)
		}
	}
	plan.groups = groupFields(plan.fields)
	return plan
}

func (p *recordPlan) add(name string) {
	if owned := ownedBy(p.object, name); owned != nil {
		p.owned = append(p.owned, owned)
		return
	}
	field, known := p.object.Field(name)
	if !known || field.DataType != company.Nested {
		p.fields = append(p.fields, name)
		return
	}
	for i := range p.object.Fields {
		if inner := p.object.Fields[i].ID; strings.HasPrefix(inner, field.ID+".") {
			p.fields = append(p.fields, inner)
		}
	}
}

// headerKeys are the fields by which owned lines are found.
func (p *recordPlan) headerKeys() []string {
	keys := make([]string, len(p.owned))
	for i, owned := range p.owned {
		keys[i] = owned.HeaderKey
		if keys[i] == "" {
			keys[i] = p.object.Key
		}
	}
	return keys
}

// writeRecord writes one record. Its row holds the key, the keys of the lines,
// then the fields.
func (c *call) writeRecord(plan *recordPlan, name string, row []string) failure {
	values := row[1+len(plan.owned):]
	c.w.open(name)
	plan.groups.write(c.w, func(g *fieldGroup) { c.w.leaf(g.name, c.isoValue(plan.object, g.field, values[g.place])) })
	for i, owned := range plan.owned {
		if why := c.writeLines(owned, row[1+i]); why != nil {
			return why
		}
	}
	c.w.close(name)
	return nil
}

// writeLines writes a collection of owned lines; their dates keep the user's
// format even here.
func (c *call) writeLines(owned *company.Owned, headerKey string) failure {
	c.w.open(owned.Element)
	defer c.w.close(owned.Element)
	line, known := c.gateway.company.LinesOf(owned)
	if !known || headerKey == "" {
		return nil
	}
	var names []string
	for i := range line.Fields {
		if line.Fields[i].Shown(c.body.Value("docparid")) {
			names = append(names, line.Fields[i].ID)
		}
	}
	selected := plainColumns(names)
	columns, groups := c.w.columns(selected, c.shown(line, c.format())), groupFields(names)
	_, why := c.rows(c.viewerFor(true), company.Selection{
		Object:  line.Name,
		Mode:    company.Read,
		Columns: selected,
		Filter:  &company.Filter{Op: company.Equal, Field: owned.ForeignKey, Values: []string{headerKey}},
		Order:   []company.Order{{Field: line.Key}},
	}, func(row []string) error {
		c.w.open(owned.Line)
		groups.write(c.w, func(g *fieldGroup) { c.w.value(g.name, columns[g.place].value, row[g.place]) })
		c.w.close(owned.Line)
		return nil
	})
	return why
}

// A fieldGroup is a nested element: fields with dotted names, cut at the dots.
type fieldGroup struct {
	name   string
	place  int // of the value, if it is a field
	field  string
	groups []*fieldGroup
}

// groupFields nests dotted names, keeping the order in which each first occurs.
func groupFields(fields []string) *fieldGroup {
	root := &fieldGroup{place: -1}
	for place, field := range fields {
		at := root
		for name := range strings.SplitSeq(field, ".") {
			at = at.inner(name)
		}
		at.place, at.field = place, field
	}
	return root
}

func (g *fieldGroup) inner(name string) *fieldGroup {
	for _, group := range g.groups {
		if group.name == name {
			return group
		}
	}
	group := &fieldGroup{name: name, place: -1}
	g.groups = append(g.groups, group)
	return group
}

// write writes nested elements; leaf writes the innermost.
func (g *fieldGroup) write(w *writer, leaf func(*fieldGroup)) {
	for _, group := range g.groups {
		if len(group.groups) == 0 {
			leaf(group)
			continue
		}
		w.open(group.name)
		group.write(w, leaf)
		w.close(group.name)
	}
}

// isoValue is a value as read shows it: dates and timestamps in ISO form,
// which is the company's own.
func (c *call) isoValue(o *company.Object, name, value string) string {
	field, known := c.fieldOf(o, name)
	if !known || value == "" {
		return value
	}
	switch field.DataType {
	case company.Date, company.Timestamp:
		return value
	case company.Decimal, company.Currency, company.Percent, company.Boolean:
		return string(valueForm(field, &usualFormatting)(nil, value))
	default:
		return value
	}
}
