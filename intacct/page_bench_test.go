package intacct

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/beevik/etree"
)

// syntheticPage is a page of bills such as the gateway sends: many fields, a
// third of them empty, some texts with entities and accents.
func syntheticPage(rows, fields int) string {
	var b strings.Builder
	for row := range rows {
		b.WriteString("<APBILL>")
		for i := range fields {
			name := fmt.Sprintf("%s%d", [...]string{"RECORDNO", "VENDORNAME", "TRX_TOTALENTERED", "WHENMODIFIED", "DESCRIPTION", "MEGAENTITYID"}[i%6], i)
			value := ""
			switch i % 9 {
			case 0:
				value = fmt.Sprint(row*100 + i)
			case 1:
				value = "Brown &amp; Sons Ltd"
			case 2:
				value = fmt.Sprintf("%d.%02d", row, i)
			case 3:
				value = "11/03/2026 14:05:59"
			case 4:
				value = "Café Zürich, monthly service"
			case 5:
				value = "false"
			}
			fmt.Fprintf(&b, "<%s>%s</%s>", name, value, name)
		}
		b.WriteString("</APBILL>\n")
	}
	return pageReply(fmt.Sprintf(`<data listtype="APBILL" totalcount="%d" offset="0" count="%[1]d" numremaining="0">%s</data>`, rows, b.String()))
}

// BenchmarkPage reads one page of 2000 bills of 90 fields in several ways, each
// touching every value.
func BenchmarkPage(b *testing.B) {
	const rows = 2000
	body := syntheticPage(rows, 90)
	for _, way := range []struct {
		name string
		read func(body string) (int, error)
	}{
		{"scanner", func(body string) (int, error) { return readPage(body, "") }},
		{"scanner/no-foresight", func(body string) (int, error) { return readPage(body, "shuffle") }},
		{"referee", func(body string) (int, error) { return readPage(body, "referee") }},
		{"encoding-xml", readTokens},
		{"etree-and-maps", readMaps},
	} {
		b.Run(way.name, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				if n, err := way.read(body); err != nil || n == 0 {
					b.Fatal(n, err)
				}
			}
			b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "records/s")
		})
	}
}

func readPage(body, how string) (int, error) {
	buffer := takeBuffer(-1)
	buffer.WriteString(body)
	p, err := openPage(buffer, "APBILL")
	if err != nil {
		return 0, err
	}
	if how == "referee" {
		if err := p.refer(); err != nil {
			return 0, err
		}
	}
	size := 0
	for p.Next() {
		r := p.Record()
		for i := range r.Len() {
			size += len(r.Value(i))
		}
		if how == "shuffle" {
			clear(p.source.(*scanner).gaps)
		}
	}
	p.Release()
	return size, p.Err()
}

func readTokens(body string) (int, error) {
	decoder := xml.NewDecoder(strings.NewReader(body))
	size := 0
	for {
		t, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return size, nil
		}
		if err != nil {
			return 0, err
		}
		if text, ok := t.(xml.CharData); ok {
			size += len(text)
		}
	}
}

func readMaps(body string) (int, error) {
	document := etree.NewDocument()
	if _, err := document.ReadFrom(bytes.NewReader([]byte(body))); err != nil {
		return 0, err
	}
	size := 0
	for _, r := range document.FindElements("//data/APBILL") {
		values := map[string]string{}
		for _, f := range r.ChildElements() {
			values[f.Tag] = f.Text()
			size += len(values[f.Tag])
		}
	}
	return size, nil
}
