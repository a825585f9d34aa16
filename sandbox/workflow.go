package sandbox

import (
	"encoding/base64"
	"fmt"
	"strings"

	"airbyte-sage-intacct/sandbox/company"
)

func (c *call) approve() failure { return c.decide("approve", "Approved") }

func (c *call) decline() failure { return c.decide("decline", "Declined") }

// decide approves or declines a purchasing transaction that waits for it. The
// company has no approval policies: what waits was entered as submitted.
func (c *call) decide(verb, state string) failure {
	id, found := c.body.Children[0].Value("DOCID"), ""
	_, why := c.rows(c.viewerFor(true), company.Selection{
		Object: "PODOCUMENT", Mode: company.Read, Columns: plainColumns([]string{"STATE"}), Limit: 1,
		Filter: &company.Filter{Op: company.Equal, Field: "DOCID", Values: []string{id}},
	}, func(row []string) error {
		found = row[0]
		return nil
	})
	switch {
	case why != nil:
		return why
	case found == "":
		return failing(errBusiness, "Cannot find podocument with key '%s' to %s.", id, verb)
	case found != "Submitted" && found != "Partially Approved":
		return failing(errBusiness, "Cannot %s the transaction '%s' because it is in state %s.", verb, id, found)
	}
	return c.write(func(tx *company.Tx) *company.Problem {
		_, problem := tx.Update(company.Input{Object: "PODOCUMENT", Legacy: true, Fields: []company.InField{
			{Name: "DOCID", Value: id}, {Name: "STATE", Value: state},
		}})
		return problem
	})
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
	c.w.leaf("pdfdata", base64.StdEncoding.EncodeToString(blankPDF(asked.Name+" "+record)))
	c.w.close(name)
	c.w.close("data")
	return nil
}

// blankPDF is a file with one page and one line on it.
func blankPDF(line string) []byte {
	line = strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(line)
	text := "BT /F1 14 Tf 72 720 Td (" + line + ") Tj ET"
	objects := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(text), text),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
	}
	file := []byte("%PDF-1.4\n")
	var places []int
	for i, object := range objects {
		places = append(places, len(file))
		file = fmt.Appendf(file, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	table := len(file)
	file = fmt.Appendf(file, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, place := range places {
		file = fmt.Appendf(file, "%010d 00000 n \n", place)
	}
	return fmt.Appendf(file, "trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, table)
}
