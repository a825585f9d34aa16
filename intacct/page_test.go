package intacct

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// pageReply wraps the contents of <operation>'s result into a whole reply.
func pageReply(data string) string {
	return `<?xml version="1.0" encoding="UTF-8"?>
<response><control><status>success</status><senderid>s</senderid><controlid>1</controlid><uniqueid>false</uniqueid><dtdversion>3.0</dtdversion></control>` +
		`<operation><authentication><status>success</status><userid>u</userid><companyid>c</companyid><locationid></locationid>` +
		`<sessiontimestamp>2026-01-02T03:04:05+00:00</sessiontimestamp><sessiontimeout>2026-01-02T15:04:05+00:00</sessiontimeout></authentication>` +
		`<result><status>success</status><function>query</function><controlid>f1</controlid>` + data + `</result></operation></response>`
}

// list makes the <data> of a page whose counts are true.
func list(object string, records ...string) string {
	return fmt.Sprintf(`<data listtype="%s" totalcount="%d" offset="0" count="%[2]d" numremaining="0">%s</data>`,
		object, len(records), strings.Join(records, ""))
}

// vendor makes a record from fields.
func vendor(fields ...string) string {
	return "<VENDOR>" + strings.Join(fields, "") + "</VENDOR>"
}

func open(t testing.TB, body, object string) (*Page, error) {
	t.Helper()
	buffer := takeBuffer(-1)
	buffer.WriteString(body)
	return openPage(buffer, object)
}

// transcript writes a page's records down, or how it failed.
func transcript(page *Page, err error) (string, error) {
	var out bytes.Buffer
	if err != nil {
		return "", err
	}
	defer page.Release()
	shapes := map[int]string{}
	for page.Next() {
		r := page.Record()
		names := ""
		for i := range r.Len() {
			fmt.Fprintf(&out, "%s=%q ", r.Name(i), r.Value(i))
			names += r.Name(i) + " "
			if r.Printable(i) && bytes.ContainsFunc(r.Value(i), isSpecial) {
				return "", fmt.Errorf("%q is called printable", r.Value(i))
			}
		}
		if known, ok := shapes[r.Shape()]; ok && known != names {
			return "", fmt.Errorf("records of %s and of %s have one shape", known, names)
		}
		shapes[r.Shape()] = names
		if len(r.Mended()) > 0 {
			fmt.Fprintf(&out, "mended %q ", r.Mended())
		}
		out.WriteByte('\n')
	}
	return out.String(), page.Err()
}

// isSpecial holds for what JSON or XML must not have in a text as it is.
func isSpecial(r rune) bool {
	return r < ' ' || r >= 0x80 && r < 0xA0 || r == utf8.RuneError || r == 0x2028 || r == 0x2029 || strings.ContainsRune(`"\<&`, r)
}

// Records that are alike have one shape, so that a reader decides once for all
// of them; and most texts are printable, which spares him a second look.
func TestRecordsThatAreAlike(t *testing.T) {
	page, err := open(t, pageReply(list("VENDOR",
		vendor("<A>1</A>", "<B>a text</B>"), vendor("<A>2</A>", "<B>a \"text\"</B>"), vendor("<A>3</A>"), vendor("<B>4</B>"), vendor("<B>caf\u0085</B>"))), "VENDOR")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	last := -1
	for page.Next() {
		r := page.Record()
		got = append(got, fmt.Sprint(r.Shape() == last, r.Printable(r.Len()-1)))
		last = r.Shape()
	}
	if want := []string{"false true", "true false", "false true", "false true", "true false"}; !slices.Equal(got, want) || page.Err() != nil {
		t.Errorf("like the last one, printable at its end: %q, want %q, %v", got, want, page.Err())
	}
}

// referred opens a reply with encoding/xml from the start.
func referred(body, object string) (*Page, error) {
	buffer := takeBuffer(-1)
	buffer.WriteString(body)
	p := newPage(buffer, object)
	p.mend()
	p.source = newReferee(p)
	return p, p.readEnvelope()
}

func TestPageAccount(t *testing.T) {
	body := pageReply(`<data listtype="vendor" totalcount="4018" offset="4000" count="2" numremaining="16">` +
		vendor("<RECORDNO>1</RECORDNO>", "<NAME>a &amp; b</NAME>", "<STATUS/>") +
		vendor("<RECORDNO>2</RECORDNO>", "<STATUS>active</STATUS>", "<NOTE>n</NOTE>") + `</data>`)
	for _, reader := range []struct {
		name string
		open func(body, object string) (*Page, error)
	}{
		{"page", func(body, object string) (*Page, error) { return open(t, body, object) }},
		{"scanner", scanned},
		{"referee", referred},
	} {
		t.Run(reader.name, func(t *testing.T) {
			p, err := reader.open(body, "VENDOR")
			if err != nil {
				t.Fatal(err)
			}
			got := []int{p.Total, p.Offset, p.Count, p.Remaining, p.Bytes}
			if want := []int{4018, 4000, 2, 16, len(body)}; !slices.Equal(got, want) {
				t.Errorf("account %v, want %v", got, want)
			}
			if p.session.timestamp != "2026-01-02T03:04:05+00:00" || p.session.timeout != "2026-01-02T15:04:05+00:00" {
				t.Errorf("session %+v", p.session)
			}
			checkRecords(t, p)
		})
	}
}

func checkRecords(t *testing.T, p *Page) {
	t.Helper()
	if !p.Next() {
		t.Fatal(p.Err())
	}
	first := p.Record()
	if names := p.Names(); !slices.Equal(names, []string{"RECORDNO", "NAME", "STATUS"}) {
		t.Errorf("names %v", names)
	}
	if value, ok := first.Get("NAME"); !ok || string(value) != "a & b" {
		t.Errorf("NAME is %q, %v", value, ok)
	}
	if value, ok := first.Get("STATUS"); !ok || len(value) != 0 {
		t.Errorf("STATUS is %q, %v", value, ok)
	}
	if !p.Next() {
		t.Fatal(p.Err())
	}
	second := p.Record()
	if second.Len() != 3 || second.NameID(1) != 2 || second.Name(1) != "STATUS" || p.Names()[second.NameID(2)] != "NOTE" {
		t.Errorf("record of %d fields, second field %d, names %v", second.Len(), second.NameID(1), p.Names())
	}
	if value, ok := second.Get("STATUS"); !ok || string(value) != "active" {
		t.Errorf("STATUS is %q, %v", value, ok)
	}
	for _, absent := range []string{"NAME", "name", "OTHER"} {
		if value, ok := second.Get(absent); ok {
			t.Errorf("%s is %q", absent, value)
		}
	}
	if p.Next() || p.Err() != nil || p.Next() {
		t.Errorf("a third record, or %v", p.Err())
	}
	p.Release()
	p.Release()
	if p.Next() {
		t.Error("a record after Release")
	}
}

// Values must not change under a reader while it holds the record, whatever
// had to be resolved for it.
func TestPageValuesLastAsLongAsTheRecord(t *testing.T) {
	var fields []string
	for i := range 200 {
		fields = append(fields, fmt.Sprintf("<F%d>%s&amp;%d</F%[1]d>", i, strings.Repeat("x", i), i))
	}
	p, err := open(t, pageReply(list("VENDOR", vendor(fields...), vendor(fields...))), "VENDOR")
	if err != nil {
		t.Fatal(err)
	}
	defer p.Release()
	for p.Next() {
		for i := range 200 {
			if want := fmt.Sprintf("%s&%d", strings.Repeat("x", i), i); string(p.Record().Value(i)) != want {
				t.Fatalf("field %d is %q", i, p.Record().Value(i))
			}
			// Appending to a value must not write into its neighbour.
			_ = append(p.Record().Value(i), "overwritten"...)
		}
	}
	if p.Err() != nil {
		t.Fatal(p.Err())
	}
}

// Each record is held for its page's peculiarity: after whatever made the
// scanner give up, the rest reads on from the same place.
func TestPageGoesOnWhereTheScannerStopped(t *testing.T) {
	const rows = 7
	for odd := range rows {
		var records []string
		for i := range rows {
			comment := ""
			if i == odd {
				comment = "<!-- odd -->"
			}
			records = append(records, vendor(fmt.Sprintf("<RECORDNO>%d</RECORDNO>", i), "<NAME>n"+comment+"</NAME>"))
		}
		got, err := transcript(open(t, pageReply(list("VENDOR", records...)), "VENDOR"))
		want := ""
		for i := range rows {
			want += fmt.Sprintf("RECORDNO=\"%d\" NAME=\"n\" \n", i)
		}
		if err != nil || got != want {
			t.Errorf("odd record %d: %s, %v", odd, got, err)
		}
	}
}

// Reading a page must cost no memory per record.
func TestPageAllocations(t *testing.T) {
	const rows = 2000
	body := syntheticPage(rows, 90)
	perPage := testing.AllocsPerRun(3, func() {
		if n, err := readPage(body, ""); err != nil || n == 0 {
			t.Fatal(n, err)
		}
	})
	if perPage > rows/10 {
		t.Errorf("%v allocations for %d records", perPage, rows)
	}
}

// alone keeps the scanner from handing over to encoding/xml.
type alone struct{ *scanner }

var errAlone = errors.New("the scanner is unsure")

func (a alone) token() (token, error) {
	t, err := a.scanner.token()
	return t, hide(err)
}

func (a alone) record(r *Record) (bool, error) {
	more, err := a.scanner.record(r)
	return more, hide(err)
}

func hide(err error) error {
	if errors.Is(err, errUnsure) {
		return errAlone
	}
	return err
}

// scanned opens a reply with the scanner alone; errAlone where it gives up.
func scanned(body, object string) (*Page, error) {
	if !endsWhole([]byte(body)) {
		return nil, errAlone
	}
	buffer := takeBuffer(-1)
	buffer.WriteString(body)
	p := newPage(buffer, object)
	s := newScanner(p)
	p.source = s
	err := p.readEnvelope()
	p.source = alone{s}
	return p, hide(err)
}
