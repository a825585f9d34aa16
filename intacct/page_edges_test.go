package intacct

import "testing"

func TestEdges(t *testing.T) {
	page := func(records string) string {
		return pageReply(`<data listtype="VENDOR" totalcount="9" offset="0" count="3" numremaining="6">` + records + `</data>`)
	}
	tests := []struct {
		name, records, first, last string
		ok                         bool
	}{
		{"three records", `<VENDOR><RECORDNO>4</RECORDNO><A/></VENDOR><VENDOR><RECORDNO>7</RECORDNO></VENDOR><VENDOR><RECORDNO>12</RECORDNO></VENDOR>`, "4", "12", true},
		{"one record", `<VENDOR><RECORDNO>4</RECORDNO></VENDOR>`, "4", "4", true},
		{"another field's end", `<VENDOR><VENDORRECORDNO>4</VENDORRECORDNO></VENDOR>`, "", "", false},
		{"no such field", `<VENDOR><NAME>4</NAME></VENDOR>`, "", "", false},
		{"other letters", `<VENDOR><recordno>4</recordno></VENDOR>`, "", "", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			buffer := takeBuffer(-1)
			buffer.WriteString(page(test.records))
			p, err := openPage(buffer, "VENDOR")
			if err != nil {
				t.Fatal(err)
			}
			first, last, ok := p.Edges("RECORDNO")
			if string(first) != test.first || string(last) != test.last || ok != test.ok {
				t.Errorf("edges are %q and %q, %v", first, last, ok)
			}
			p.Release()
			if _, _, ok := p.Edges("RECORDNO"); ok {
				t.Error("a page that was released has edges")
			}
		})
	}
}
