package sandbox_test

import (
	"context"
	"io"
	"strings"
	"testing"

	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/company"
)

// widePage asks for a page of 2,000 records of 60 fields from somewhere in the
// middle of the ledger.
func widePage(t testing.TB, c *company.Company) string {
	t.Helper()
	entry, known := c.Object("GLENTRY")
	if !known {
		t.Fatal("no GLENTRY")
	}
	var fields strings.Builder
	for _, f := range entry.Fields {
		if f.Queryable && strings.Count(fields.String(), "<field>") < 60 {
			fields.WriteString("<field>" + f.ID + "</field>")
		}
	}
	return `<query><object>GLENTRY</object><select>` + fields.String() + `</select><filter><greaterthan><field>RECORDNO</field><value>9000</value></greaterthan></filter>` +
		`<orderby><order><field>RECORDNO</field></order></orderby><options><showprivate>true</showprivate></options><pagesize>2000</pagesize></query>`
}

// BenchmarkPage is the whole way of a page: parse, select, write.
func BenchmarkPage(b *testing.B) {
	for _, scale := range []struct {
		name   string
		factor int
	}{{"stored", 1}, {"computed", 100}} {
		b.Run(scale.name, func(b *testing.B) {
			d := &desk{t: b, auth: login, sandbox: sandbox.New(company.Demo(company.Options{Scale: scale.factor}), sandbox.Settings{})}
			body := d.envelope(widePage(b, d.sandbox.Company()))
			if scale.factor > 1 {
				body = strings.Replace(body, "<value>9000</value>", "<value>1000000</value>", 1)
			}
			b.ReportAllocs()
			for b.Loop() {
				response, err := d.post(context.Background(), body)
				if err != nil {
					b.Fatal(err)
				}
				n, err := io.Copy(io.Discard, response.Body)
				if err != nil || n < 1<<20 {
					b.Fatalf("%d bytes, %v", n, err)
				}
				b.SetBytes(n)
				_ = response.Body.Close()
			}
		})
	}
}
