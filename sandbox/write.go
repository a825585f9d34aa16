package sandbox

import (
	"strings"

	"airbyte-sage-intacct/sandbox/company"
	"airbyte-sage-intacct/sandbox/xmltree"
)

// maxObjects is the most objects that one create, update, delete or read takes
// (Sage docs, XML API: Platform Services records).
const maxObjects = 100

func (c *call) create() failure {
	return c.save(func(tx *company.Tx, in company.Input) (company.Saved, *company.Problem) { return tx.Create(in) })
}

func (c *call) update() failure {
	return c.save(func(tx *company.Tx, in company.Input) (company.Saved, *company.Problem) { return tx.Update(in) })
}

// save writes the objects one by one. Those before the first failure are kept
// and listed next to its errors, unless the operation is a transaction.
func (c *call) save(write func(*company.Tx, company.Input) (company.Saved, *company.Problem)) failure {
	if len(c.body.Children) > maxObjects {
		return failing(errGateway, "A function can %s at most %d objects.", c.body.Name, maxObjects)
	}
	start := len(c.w.buf)
	c.w.depth++
	c.w.inline = false
	count := 0
	var why failure
	for _, child := range c.body.Children {
		var o *company.Object
		if o, why = c.object(child.Name); why != nil {
			break
		}
		var saved company.Saved
		input := c.inputOf(o, child)
		why = c.write(func(tx *company.Tx) (problem *company.Problem) {
			saved, problem = write(tx, input)
			return problem
		})
		if why != nil {
			break
		}
		c.w.writeSaved(o, saved)
		count++
	}
	c.w.depth--
	c.partial = true
	c.w.enclose(start, []attribute{{"listtype", "objects"}, numbered("count", count)}, count == 0)
	return why
}

// writeSaved writes what a record is known by from now on.
func (w *writer) writeSaved(o *company.Object, saved company.Saved) {
	name := saved.Object
	if name == "" {
		name = o.Name
	}
	if !o.Custom {
		name = strings.ToLower(name)
	}
	w.open(name)
	w.leaf(saved.KeyField, saved.Key)
	if saved.NaturalField != "" {
		w.leaf(saved.NaturalField, saved.Natural)
	}
	w.close(name)
}

// inputOf reads a record: nested elements become dotted names, owned
// collections lists of lines.
func (c *call) inputOf(o *company.Object, e *xmltree.Element) company.Input {
	in := company.Input{Object: o.Name}
	for _, child := range e.Children {
		if owned := ownedBy(o, child.Name); owned != nil {
			in.Lists = append(in.Lists, c.linesOf(owned, child))
			continue
		}
		if field, known := o.Field(child.Name); known && field.DataType == company.List {
			in.Lists = append(in.Lists, company.InList{Element: field.ID}) // lines that the company does not keep
			continue
		}
		in.Fields = appendFlat(in.Fields, child.Name, child)
	}
	return in
}

func ownedBy(o *company.Object, name string) *company.Owned {
	for i := range o.Owned {
		if strings.EqualFold(o.Owned[i].Element, name) {
			return &o.Owned[i]
		}
	}
	return nil
}

func (c *call) linesOf(owned *company.Owned, e *xmltree.Element) company.InList {
	list := company.InList{Element: owned.Element}
	line, known := c.gateway.company.LinesOf(owned)
	if !known {
		return list
	}
	for _, child := range e.Children {
		list.Lines = append(list.Lines, c.inputOf(line, child))
	}
	return list
}

func appendFlat(fields []company.InField, name string, e *xmltree.Element) []company.InField {
	if len(e.Children) == 0 {
		return append(fields, company.InField{Name: name, Value: e.Text})
	}
	for _, child := range e.Children {
		fields = appendFlat(fields, name+"."+child.Name, child)
	}
	return fields
}

// delete removes records by key, one by one; success says nothing more.
func (c *call) delete() failure {
	o, why := c.object(c.body.Value("object"))
	if why != nil {
		return why
	}
	keys := splitList(c.body.Value("keys"))
	if len(keys) > maxObjects {
		return failing(errGateway, "A function can delete at most %d objects.", maxObjects)
	}
	for _, key := range keys {
		why = c.write(func(tx *company.Tx) *company.Problem { return tx.Delete(o.Name, key) })
		if why != nil {
			return why
		}
	}
	return nil
}
