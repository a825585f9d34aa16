package sandbox

import (
	"encoding/base64"
	"slices"
	"strings"

	"airbyte-sage-intacct/sandbox/action"
	"airbyte-sage-intacct/sandbox/company"
	"airbyte-sage-intacct/sandbox/pdf"
)

// act carries out a function such as hold on the record that it names.
func (c *call) act() failure {
	body, element := c.body, ""
	known := action.Find(c.body.Name, "")
	if known == nil && len(c.body.Children) > 0 {
		body = c.body.Children[0]
		element = body.Name
		known = action.Find(c.body.Name, element)
	}
	if known == nil {
		return notSimulated(strings.TrimSpace(c.body.Name + " " + element))
	}
	key := body.Value(known.Named)
	record, why := c.actedOn(known, key)
	if why != nil {
		return why
	}
	return c.write(func(tx *company.Tx) *company.Problem {
		in := company.Input{Object: known.Object, Effect: true, Fields: []company.InField{{Name: "RECORDNO", Value: record}}}
		for _, e := range known.Effects {
			if e.If != "" && !strings.EqualFold(body.Value(e.If), "true") {
				continue
			}
			value := e.Value
			if e.From != "" {
				value = dateParts(body.Child(e.From))
			}
			in.Fields = append(in.Fields, company.InField{Name: e.Field, Value: value})
		}
		if _, problem := tx.Update(in); problem != nil {
			return problem
		}
		if known.Comment == "" {
			return nil
		}
		return c.keepDecision(tx, known, key, record, body.Value(known.Comment))
	})
}

// actedOn finds the record that a function is about, in a state in which it
// works.
func (c *call) actedOn(a *action.Action, key string) (record string, why failure) {
	verb := c.body.Name
	o, why := c.legacyObject(a.Object)
	if why != nil {
		return "", why
	}
	columns := []string{"RECORDNO"}
	if o.Ordinal(a.StateField) >= 0 {
		columns = append(columns, a.StateField)
	}
	state, valid := "", c.validKeys(o, a.Key, []string{key})
	if len(valid) > 0 && o.Ordinal(a.Key) >= 0 {
		_, why = c.rows(c.viewerFor(true), company.Selection{
			Object: a.Object, Mode: company.Read, Columns: plainColumns(columns), Limit: 1,
			Filter: &company.Filter{Op: company.Equal, Field: a.Key, Values: valid},
		}, func(row []string) error {
			record, state = row[0], row[len(row)-1]
			return nil
		})
	}
	switch {
	case why != nil:
		return "", why
	case record == "":
		return "", failing(errBusiness, "Cannot find %s with key '%s' to %s.", strings.ToLower(a.Object), key, verb)
	case len(a.States) > 0 && len(columns) > 1 && !slices.Contains(a.States, state):
		return "", failing(errBusiness, "Cannot %s the transaction '%s' because it is in state %s.", verb, key, state)
	}
	return record, nil
}

// keepDecision writes a line of the history of approvals.
func (c *call) keepDecision(tx *company.Tx, a *action.Action, key, record, comment string) *company.Problem {
	in := company.Input{Object: "APPROVALHISTORY", Legacy: true}
	for _, f := range [][2]string{
		{"OBJECT", a.Object},
		{"RECORDKEY", record},
		{"DOCID", key},
		{"STATE", a.Effects[0].Value},
		{"APPROVEDBY", c.who.user.ID},
		{"APPROVEDDATE", c.now.Format("01/02/2006")},
		{"COMMENTS", comment},
	} {
		in.Fields = append(in.Fields, company.InField{Name: f[0], Value: f[1]})
	}
	_, problem := tx.Create(in)
	return problem
}

// approvable are the transactions that wait for approval, by the module that
// getTransactionsToApprove and getApprovalHistory name.
var approvable = map[string]struct{ object, key string }{
	"purchasing": {"PODOCUMENT", "DOCID"},
	"time":       {"TIMESHEET", "RECORDNO"},
}

// getTransactionsToApprove lists what waits for approval in a module.
func (c *call) getTransactionsToApprove() failure {
	kind, known := approvable[strings.ToLower(c.body.Value("module"))]
	if !known {
		return notSimulated("getTransactionsToApprove of " + c.body.Value("module"))
	}
	columns := []string{"RECORDNO", "STATE", "WHENMODIFIED"}
	if kind.key != "RECORDNO" {
		columns = append([]string{kind.key}, columns...)
	}
	return c.listRows(kind.object, columns,
		&company.Filter{Op: company.In, Field: "STATE", Values: []string{"Submitted", "Partially Approved"}})
}

// getVendorsToApprove lists vendors that wait for approval.
func (c *call) getVendorsToApprove() failure {
	return c.listRows("VENDOR", []string{"RECORDNO", "VENDORID", "NAME", "STATE"},
		&company.Filter{Op: company.Equal, Field: "STATE", Values: []string{"S"}})
}

// getApprovalHistory lists who decided what about a transaction.
func (c *call) getApprovalHistory() failure {
	kind, known := approvable[strings.ToLower(c.body.Value("module"))]
	if !known {
		return notSimulated("getApprovalHistory of " + c.body.Value("module"))
	}
	return c.approvalHistory(kind.object, kind.key, c.body.Value("docid"))
}

func (c *call) getVendorApprovalHistory() failure {
	return c.approvalHistory("VENDOR", "RECORDNO", c.body.Value("recordno"))
}

// approvalHistory lists the decisions about a record that there is.
func (c *call) approvalHistory(object, keyField, key string) failure {
	known := &action.Action{Object: object, Key: keyField}
	if _, why := c.actedOn(known, key); why != nil {
		return why
	}
	return c.listRows("APPROVALHISTORY", []string{"DOCID", "STATE", "APPROVEDBY", "APPROVEDDATE", "COMMENTS"},
		&company.Filter{Op: company.And, Children: []*company.Filter{
			{Op: company.Equal, Field: "OBJECT", Values: []string{object}},
			{Op: company.Equal, Field: "DOCID", Values: []string{key}},
		}})
}

// listRows writes the rows of an object that a filter finds, by their key.
func (c *call) listRows(object string, fields []string, filter *company.Filter) failure {
	o, why := c.legacyObject(object)
	if why != nil {
		return why
	}
	name := strings.ToLower(object)
	start := len(c.w.buf)
	c.w.depth++
	c.w.inline = false
	columns := c.w.columns(plainColumns(fields), c.shown(o, c.format()))
	count := 0
	_, why = c.rows(c.viewer(), company.Selection{
		Object: object, Mode: company.Read, Columns: plainColumns(fields), Filter: filter, Limit: maxLegacyPage,
		Order: []company.Order{{Field: "RECORDNO"}},
	}, func(row []string) error {
		c.w.record(name, columns, row)
		count++
		return nil
	})
	c.w.depth--
	if why != nil {
		return why
	}
	c.w.enclose(start, []attribute{{"listtype", name}, numbered("count", count)}, count == 0)
	return nil
}

// settlePaymentRequests approves, sends or confirms payments. Payments here are
// made at once, so there is nothing left to do for those that exist.
func (c *call) settlePaymentRequests() failure {
	for _, key := range c.paymentKeys() {
		found := false
		_, why := c.rows(c.viewerFor(true), company.Selection{
			Object: "APPYMT", Mode: company.Read, Columns: plainColumns([]string{"RECORDNO"}),
			Filter: &company.Filter{Op: company.Equal, Field: "RECORDNO", Values: []string{key}},
		}, func([]string) error {
			found = true
			return nil
		})
		if why != nil {
			return why
		}
		if !found {
			return failing(errBusiness, "Cannot find appymt with key '%s' to update.", key)
		}
	}
	return nil
}

// voidPaymentRequests takes payments back, as of today.
func (c *call) voidPaymentRequests() failure {
	for _, key := range c.paymentKeys() {
		why := c.write(func(tx *company.Tx) *company.Problem {
			_, problem := tx.Reverse("APPYMT", key, c.now.Format(canonicalDate), "")
			return problem
		})
		if why != nil {
			return why
		}
	}
	return nil
}

func (c *call) paymentKeys() []string {
	var keys []string
	for _, key := range c.body.Child("appaymentkeys").Children {
		keys = append(keys, key.Trimmed())
	}
	return keys
}

// retrievePDF answers an invoice or an order as a PDF file.
func (c *call) retrievePDF() failure {
	asked := c.body.Children[0]
	keyField := "RECORDNO"
	if asked.Name == "SODOCUMENT" {
		keyField = "DOCID"
	}
	key := asked.Value(keyField)
	record := ""
	_, why := c.rows(c.viewer(), company.Selection{
		Object: asked.Name, Mode: company.Read, Columns: plainColumns([]string{"RECORDNO"}), Limit: 1,
		Filter: &company.Filter{Op: company.Equal, Field: keyField, Values: []string{key}},
	}, func(row []string) error {
		record = row[0]
		return nil
	})
	if why != nil {
		return why
	}
	if record == "" {
		return failing(errBusiness, "Cannot find %s with key '%s' to read.", strings.ToLower(asked.Name), key)
	}
	name := strings.ToLower(asked.Name)
	c.w.open("data", attribute{"listtype", name}, numbered("count", 1))
	c.w.open(name)
	c.w.leaf(strings.ToLower(keyField), key)
	c.w.leaf("pdfdata", base64.StdEncoding.EncodeToString(pdf.Page(asked.Name+" "+record)))
	c.w.close(name)
	c.w.close("data")
	return nil
}
