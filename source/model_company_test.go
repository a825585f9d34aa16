package source

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/sandbox/company"
)

// mutate changes the company in some way, now or with a late commit.
func (h *history) mutate() {
	h.commit(true)
	object := pick(h.random, h.objects...)
	change := h.change(object)
	if h.random.IntN(4) > 0 {
		change()
		return
	}
	h.note("… late")
	h.pending = append(h.pending, lateCommit{h.clock().Add(time.Duration(h.random.Int64N(int64(maxLate)))), change})
}

// commit makes visible what is due. Nothing may be later than the look-back, so
// what the clock has passed by meanwhile is dropped.
func (h *history) commit(quietly bool) {
	now := h.clock()
	h.pending = slices.DeleteFunc(h.pending, func(p lateCommit) bool {
		if p.due.After(now) {
			return false
		}
		if now.Sub(p.due) < time.Minute || quietly && now.Sub(p.due) < 2*time.Minute {
			p.apply()
		}
		return true
	})
}

// unsettled are the rows that may be touched.
func (h *history) unsettled(object string) []map[string]string {
	return slices.DeleteFunc(h.company.Rows(object), func(row map[string]string) bool {
		key, _ := strconv.Atoi(row["RECORDNO"])
		return key < h.settledKeys
	})
}

// change prepares a change of an object's records as of now.
func (h *history) change(object string) func() {
	now := stamp(h.clock())
	rows := h.unsettled(object)
	kind := h.random.IntN(10)
	switch {
	case len(rows) == 0 || kind < 4:
		return h.create(object, now)
	case kind < 7:
		return h.edit(object, pick(h.random, rows...), now)
	}
	return h.remove(object, pick(h.random, rows...), now)
}

func (h *history) create(object, now string) func() {
	key := strconv.Itoa(h.next)
	h.next += 1 + h.random.IntN(3)
	row := h.fresh(object, key, now)
	if parentKey := modelParentKeys[object]; parentKey != "" {
		parent := h.parentOf(object)
		parents := h.unsettled(parent)
		if len(parents) == 0 {
			return h.create(parent, now)
		}
		owner := pick(h.random, parents...)
		row[parentKey] = owner["RECORDNO"]
		return func() {
			if _, there := h.company.Row(parent, owner["RECORDNO"]); there {
				h.put(object, row)
				h.touch(parent, owner["RECORDNO"], map[string]string{"WHENMODIFIED": now}, now)
			}
		}
	}
	return func() { h.put(object, row) }
}

// fresh is a new row. Some have no time of modification until they change.
func (h *history) fresh(object, key, now string) map[string]string {
	created := "WHENCREATED"
	if object == "APBILL" {
		created = "AUWHENCREATED"
	}
	row := map[string]string{"RECORDNO": key, modelTexts[object]: "new " + key, created: now, "WHENMODIFIED": now}
	if h.random.IntN(3) == 0 {
		delete(row, "WHENMODIFIED")
	}
	if h.futures != nil && (object == "CLASS" || object == "VENDOR") && h.futures.IntN(4) == 0 {
		row["WHENMODIFIED"] = stamp(h.clock().Add(time.Duration(1+h.futures.IntN(1000)) * 24 * time.Hour))
	}
	switch object {
	case "CLASS":
		row["CLASSID"] = strconv.Itoa(h.random.IntN(1000)) // looks like a record number
	case "VENDOR":
		row["VENDORID"] = "V" + key
	case "GLENTRY":
		row["STATE"] = "Posted"
	}
	if o, _ := h.company.Object(object); o.Ordinal("MEGAENTITYID") >= 0 {
		row["MEGAENTITYID"] = pick(h.random, modelEntities...)
	}
	return row
}

func (h *history) put(object string, row map[string]string) {
	h.note("%s %s is created %v", object, row["RECORDNO"], row)
	h.company.Put(object, row)
}

// edit changes a row. A line may change with its parent's stamp alone.
func (h *history) edit(object string, row map[string]string, now string) func() {
	key := row["RECORDNO"]
	fields := map[string]string{modelTexts[object]: fmt.Sprintf("changed %d", h.random.IntN(1e6)), "WHENMODIFIED": now}
	parentKey := modelParentKeys[object]
	if parentKey != "" && h.random.IntN(2) == 0 {
		delete(fields, "WHENMODIFIED")
	}
	return func() {
		if h.touch(object, key, fields, now) && parentKey != "" {
			h.touch(h.parentOf(object), row[parentKey], map[string]string{"WHENMODIFIED": now}, now)
		}
	}
}

// touch changes a row, unless somebody else did since: the row was locked.
func (h *history) touch(object, key string, fields map[string]string, now string) bool {
	row, there := h.company.Row(object, key)
	if !there || row["WHENMODIFIED"] > now {
		return false
	}
	h.note("%s %s is changed %v", object, key, fields)
	return h.company.Change(object, key, fields)
}

func (h *history) parentOf(object string) string {
	row, _ := intacct.ObjectNamed(object)
	return row.Parent
}

// remove deletes a row, its lines and leaves a trace in the audit history.
func (h *history) remove(object string, row map[string]string, now string) func() {
	key := row["RECORDNO"]
	return func() {
		if !h.company.Remove(object, key) {
			return
		}
		h.note("%s %s is deleted", object, key)
		if parentKey := modelParentKeys[object]; parentKey != "" && h.strict {
			h.touch(h.parentOf(object), row[parentKey], map[string]string{"WHENMODIFIED": now}, now)
		}
		if lines := modelLines[object]; lines != "" {
			for _, line := range h.company.Rows(lines) {
				if line[modelParentKeys[lines]] == key {
					h.note("%s %s is deleted with it", lines, line["RECORDNO"])
					h.company.Remove(lines, line["RECORDNO"])
				}
			}
		}
		h.audit(object, row, now)
	}
}

// audit writes what the sandbox's own deletes write.
func (h *history) audit(object string, row map[string]string, now string) {
	o, _ := h.company.Object(object)
	if o.Audit == company.AuditNone {
		return
	}
	form := h.auditForm
	if form == company.AuditDeclared {
		form = o.Audit
	}
	name := row["RECORDNO"]
	switch {
	case form == company.AuditRecord:
		name += "--REC"
	case form == company.AuditNatural && o.NaturalKey != "":
		name = row[o.NaturalKey]
	}
	h.company.Put("AUDITHISTORY", map[string]string{
		"ID": fmt.Sprintf("%020d", h.company.Count("AUDITHISTORY")+1), "OBJECTTYPE": strings.ToLower(object), "OBJECTKEY": name,
		"ACCESSMODE": "Delete", "ACCESSTIME": now,
	})
	h.note("audit: %s %s", object, name)
}
