package destination_test

import (
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination"
	"airbyte-sage-intacct/sandbox"
)

// filed is a bill that brings files, as JSON.
func filed(number string, files ...string) string {
	return fmt.Sprintf(`{"RECORDID":%q,"VENDORID":"TV-1","WHENCREATED":"2026-11-01","WHENDUE":"2026-12-01","CURRENCY":"USD","DESCRIPTION":"Paper",`+
		`"APBILLITEMS":[{"ACCOUNTNO":"6600","TRX_AMOUNT":"10","LOCATIONID":"110","DEPARTMENTID":"100"}],"ATTACHMENTS":[%s]}`, number, strings.Join(files, ","))
}

// inline is a file whose content stands in the record.
func inline(name, content string) string {
	return fmt.Sprintf(`{"name":%q,"content":%q}`, name, base64.StdEncoding.EncodeToString([]byte(content)))
}

func billsWith(records ...string) string {
	in := &input{}
	for _, record := range records {
		in.record("APBILL", record)
	}
	return in.state("APBILL").String()
}

var upsertBills = catalogOf(stream("APBILL", airbyte.AppendDedup))

// attached are the files of a bill: name.type and the content's checksum.
func (p *place) attached(t *testing.T, number string) []string {
	t.Helper()
	bill := p.row(t, "APBILL", "RECORDID", number)
	if bill["SUPDOCID"] == "" {
		return nil
	}
	return p.filesOf(t, bill["SUPDOCID"])
}

func (p *place) filesOf(t *testing.T, id string) []string {
	t.Helper()
	var list []string
	for _, supdoc := range p.company.Rows("SUPDOC") {
		if supdoc["supdocid"] != id {
			continue
		}
		for _, file := range p.company.Rows("SUPDOCATTACHMENT") {
			if file["SUPDOCKEY"] != supdoc["recordno"] {
				continue
			}
			content, err := base64.StdEncoding.DecodeString(file["attachmentdata"])
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, fmt.Sprintf("%s.%s %.6x", file["attachmentname"], file["attachmenttype"], sha256.Sum256(content)))
		}
	}
	slices.Sort(list)
	return list
}

func sumOf(name, content string) string {
	return fmt.Sprintf("%s %.6x", name, sha256.Sum256([]byte(content)))
}

// mustWrite writes bills and fails the test if that does not end as it should.
func (p *place) mustWrite(t *testing.T, more settings, want string, records ...string) {
	t.Helper()
	r := p.write(t, more, upsertBills, billsWith(records...))
	if r.err != nil || !strings.Contains(r.stdout, want) {
		t.Fatalf("want %s: %v\n%s", want, r.err, r.stdout)
	}
}

// mustHave looks at the files of the first bill.
func (p *place) mustHave(t *testing.T, want ...string) {
	t.Helper()
	slices.Sort(want)
	if got := p.attached(t, "AT-1"); !slices.Equal(got, want) {
		t.Fatalf("AT-1 has the files %q, want %q", got, want)
	}
}

// TestFilesGoWithTheirRecord: from the record and from the directory, created
// and added to; what is there already is not sent again.
func TestFilesGoWithTheirRecord(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	folder := t.TempDir()
	for path, content := range map[string]string{"scan.pdf": "a scan", "9_id.pdf": "by id", "bill_attachments/AT-1/own.pdf": "by number"} {
		if err := errors.Join(os.MkdirAll(filepath.Dir(filepath.Join(folder, path)), 0o700), os.WriteFile(filepath.Join(folder, path), []byte(content), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	more := settings{"attachment_dir": folder}
	again := func(record string) {
		t.Helper()
		p.ForgetRequests()
		p.mustWrite(t, more, "1 already there", record)
		if sent := p.writes(t); strings.Contains(sent, "supdoc") || strings.Contains(sent, "<update") {
			t.Errorf("again: sent %s", sent)
		}
	}
	first := filed("AT-1", inline("note.txt", "a note"), `{"path":"scan.pdf"}`, `{"id":9,"name":"id.pdf"}`, `{"id":9,"name":"own.pdf"}`)
	has := []string{sumOf("note.txt", "a note"), sumOf("scan.pdf", "a scan"), sumOf("id.pdf", "by id"), sumOf("own.pdf", "by number")}
	p.mustWrite(t, more, "1 created", first)
	p.mustHave(t, has...)
	again(first)
	// A new file joins the others, and so does another of a known name.
	sum := sha256.Sum256([]byte("another note"))
	second := filed("AT-1", inline("more.txt", "more"), inline("note.txt", "another note"))
	has = append(has, sumOf("more.txt", "more"), sumOf(fmt.Sprintf("note-%x.txt", sum[:4]), "another note"))
	for range 2 {
		p.mustWrite(t, more, "1 updated", second)
		p.mustHave(t, has...)
		again(second)
		again(first)
		// Whoever took the reference away gets it back, and nothing twice.
		p.refer("AT-1", "")
	}
	// A bill without files keeps those that it has.
	p.mustWrite(t, more, "1 updated", filed("AT-1", inline("note.txt", "a note")))
	again(filed("AT-1"))
	p.mustHave(t, has...)
	if supdocs, folders := len(p.filesIn("Airbyte APBILL")), len(p.rowsOf("SUPDOCFOLDER", "name", "Airbyte APBILL")); supdocs != 1 || folders != 1 {
		t.Errorf("%d attachments in %d folders", supdocs, folders)
	}
}

// refer makes a bill refer to an attachment, as a person would.
func (p *place) refer(number, id string) {
	for _, bill := range p.rowsOf("APBILL", "RECORDID", number) {
		bill["SUPDOCID"] = id
		p.company.Put("APBILL", bill)
	}
}

// filesIn are the attachments in a folder.
func (p *place) filesIn(folder string) []map[string]string {
	return p.rowsOf("SUPDOC", "folder", folder)
}

// rowsOf are rows of an object that queries do not reach.
func (p *place) rowsOf(object, field, value string) []map[string]string {
	var found []map[string]string
	for _, row := range p.company.Rows(object) {
		if row[field] == value {
			found = append(found, row)
		}
	}
	return found
}

// TestFilesOfOneRecord: what one record may bring at once.
func TestFilesOfOneRecord(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	sum := sha256.Sum256([]byte("two"))
	p.mustWrite(t, nil, "1 created", filed("AT-1", inline("a.txt", "one"), inline("a.txt", "two"), inline("a.txt", "one"), inline("b.txt", "one")))
	p.mustHave(t, sumOf("a.txt", "one"), sumOf(fmt.Sprintf("a-%x.txt", sum[:4]), "two"), sumOf("b.txt", "one"))
	large := strings.Repeat("0123456789", 900_000)
	r := p.write(t, nil, upsertBills, billsWith(filed("AT-2", inline("a.txt", large), inline("b.txt", large+"b"), inline("c.txt", large+"c"))))
	if r.err == nil || !strings.Contains(r.stdout, "attachments: the files of the record are larger than 20 MB together") || len(p.rows("APBILL", "RECORDID", "AT-2")) != 0 {
		t.Errorf("%v", r.err)
	}
}

// TestFilesInAnAttachmentOfAnother: the attachment that a bill has is used,
// whoever made it; one that is not to be found is not replaced.
func TestFilesInAnAttachmentOfAnother(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	p.company.Put("SUPDOC", map[string]string{"supdocid": "BY-HAND", "supdocname": "By hand", "folder": "Bills"})
	p.mustWrite(t, nil, "2 created", filed("AT-1"), filed("AT-2"))
	for number, id := range map[string]string{"AT-1": "BY-HAND", "AT-2": "GONE"} {
		p.refer(number, id)
	}
	r := p.write(t, nil, upsertBills, billsWith(filed("AT-1", inline("a.txt", "one")), filed("AT-2", inline("a.txt", "one"))))
	if got := p.filesOf(t, "BY-HAND"); !slices.Equal(got, []string{sumOf("a.txt", "one")}) {
		t.Errorf("by hand: %q", got)
	}
	if r.err == nil || !strings.Contains(r.stdout, "refers to the attachment GONE, which is not to be found. Empty the field SUPDOCID") {
		t.Errorf("%v\n%s", r.err, r.stdout)
	}
	// A record may name its attachment, there or not.
	named := strings.Replace(filed("AT-3", inline("a.txt", "one")), `{`, `{"SUPDOCID":"CHOSEN",`, 1)
	p.mustWrite(t, nil, "1 created", named)
	p.mustWrite(t, nil, "1 already there", named)
	p.mustWrite(t, nil, "1 created", strings.Replace(filed("AT-4", inline("b.txt", "two")), `{`, `{"SUPDOCID":"CHOSEN",`, 1))
	if got := p.filesOf(t, "CHOSEN"); !slices.Equal(got, []string{sumOf("a.txt", "one"), sumOf("b.txt", "two")}) {
		t.Errorf("chosen: %q", got)
	}
	long := strings.Replace(filed("AT-5", inline("a.txt", "one")), `{`, `{"SUPDOCID":"`+strings.Repeat("X", 21)+`",`, 1)
	if r := p.write(t, nil, upsertBills, billsWith(long)); r.err == nil || !strings.Contains(r.stdout, "SUPDOCID is longer than 20 characters") {
		t.Errorf("%v\n%s", r.err, r.stdout)
	}
}

// TestFilesOfADeletedRecord: its attachment stays in Intacct, and serves the
// record when it comes again.
func TestFilesOfADeletedRecord(t *testing.T) {
	t.Parallel()
	for memory, settings := range memories {
		p := newPlace(settings)
		record := filed("AT-1", inline("a.txt", "one"))
		p.mustWrite(t, nil, "1 created", record)
		p.mustWrite(t, map[string]any{"deletes_in": "delete"}, "1 deleted", `{"RECORDID":"AT-1","VENDORID":"TV-1","_ab_cdc_deleted_at":"2026-01-01T00:00:00Z","ATTACHMENTS":[`+inline("b.txt", "two")+`]}`)
		_ = p.Sleep(t.Context(), 24*time.Hour)
		p.mustWrite(t, nil, "1 created", record)
		p.mustHave(t, sumOf("a.txt", "one"))
		if n := len(p.filesIn("Airbyte APBILL")); n != 1 {
			t.Errorf("%s: %d attachments", memory, n)
		}
	}
}

// TestAppendNeverAddsFiles: append changes nothing that exists.
func TestAppendNeverAddsFiles(t *testing.T) {
	t.Parallel()
	for object, record := range map[string]string{"APBILL": bill, "GLBATCH": journal} {
		p := newPlace(sandbox.Settings{})
		with := func(files string) string {
			return (&input{}).record(object, strings.Replace(oneLine(record), "{", `{"ATTACHMENTS":[`+files+`],`, 1)).state(object).String()
		}
		catalog := catalogOf(stream(object, airbyte.Append))
		for _, c := range []struct{ files, want string }{
			{inline("a.txt", "one"), "1 created"},
			{inline("a.txt", "one"), "1 already there"},
			{"", "1 already there"},
			{inline("b.txt", "two"), "exists with other content (attachments), and append changes nothing that exists. Use append_dedup"},
		} {
			r := p.write(t, nil, catalog, with(c.files))
			if !strings.Contains(r.stdout, c.want) || (r.err == nil) == strings.Contains(c.want, "exists") {
				t.Fatalf("%s: %v\n%s", object, r.err, r.stdout)
			}
		}
		if n := len(p.filesIn("Airbyte " + object)); n != 1 {
			t.Errorf("%s: %d attachments", object, n)
		}
	}
}

// TestUnifiedRecordsBringFiles: every unified record whose object carries files
// brings them, once; the others say that they cannot.
func TestUnifiedRecordsBringFiles(t *testing.T) {
	var carriers []string
	for _, c := range pairs(t) {
		p := newPlace(sandbox.Settings{})
		p.prepare(t, c)
		record := strings.Replace(compacted(t, c.Record), "{", `{"attachments":[`+inline("paper.txt", c.name)+`],`, 1)
		if c.name == "bills_with_files" {
			continue
		}
		in := (&input{}).record(c.Stream, record).state(c.Stream).String()
		catalog := catalogOf(stream(c.Stream, c.Mode, c.Primary...))
		r := p.write(t, nil, catalog, in)
		if strings.Contains(r.stdout, "carry none") && r.err != nil {
			continue
		}
		carriers = append(carriers, c.name)
		if r.err != nil || !strings.Contains(r.stdout, "1 created") {
			t.Fatalf("%s: %v\n%s", c.name, r.err, r.stdout)
		}
		row := p.row(t, c.Object, c.By, c.Value)
		if got := p.filesOf(t, row["SUPDOCID"]); !slices.Equal(got, []string{sumOf("paper.txt", c.name)}) {
			t.Errorf("%s: files %q", c.name, got)
		}
		if r := p.write(t, nil, catalog, in); r.err != nil || !strings.Contains(r.stdout, "1 already there") {
			t.Errorf("%s again: %v\n%s", c.name, r.err, r.stdout)
		}
	}
	want := []string{"bills", "customers", "invoice_payments", "invoices", "journal_entries", "projects", "purchase_invoices", "purchase_orders", "suppliers", "vendors"}
	if !slices.Equal(carriers, want) {
		t.Errorf("files go with %q, want %q", carriers, want)
	}
}

// TestFilesOfEntities: a record that an entity owns has its attachment there,
// in the entity's own folder.
func TestFilesOfEntities(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	in := strings.Replace(filed("AT-1", inline("a.txt", "one")), "{", `{"MEGAENTITYID":"100",`, 1)
	p.mustWrite(t, nil, "1 created", in)
	p.mustWrite(t, nil, "1 already there", in)
	if n := len(p.filesIn("Airbyte APBILL 100")); n != 1 {
		t.Errorf("%d attachments", n)
	}
}

// TestRefusedFilesSpareTheirNeighbours: a file that cannot go, or a record that
// the company refuses, leaves nothing behind and hinders nobody.
func TestRefusedFilesSpareTheirNeighbours(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{MaxBody: 1 << 20})
	folder := t.TempDir()
	if err := os.Symlink("/etc/passwd", filepath.Join(folder, "passwd.txt")); err != nil {
		t.Fatal(err)
	}
	good := func(number string) string { return filed(number, inline("a.txt", "file of "+number)) }
	bad := map[string]string{
		filed("BAD-1", `{"name":"a.txt","content":"no base64, secret"}`):        "attachments[0] (a.txt) has a content that is not base64. Send the bytes",
		filed("BAD-2", inline("a.txt", "one"), `{"path":"none.txt"}`):           "attachments[1] (none.txt) is not there: attachment_dir has no such file. Put the file there",
		filed("BAD-3", `{"path":"passwd.txt"}`):                                 "attachments[0] (passwd.txt) cannot be read below attachment_dir: path escapes from parent. Put the file there",
		filed("BAD-4", `"https://me:secret@evil.example.com/a.pdf?secret"`):     "attachments[0] (a.pdf) is to be fetched from evil.example.com, which is not on attachment_hosts",
		filed("BAD-5", inline("a.txt", strings.Repeat("large ", 1<<18))):        "attachments[0] (a.txt): Invalid Request",
		strings.ReplaceAll(filed("BAD-6", inline("a.txt", "one")), "6600", "0"): "[BL01001973] Invalid GL Account '0' specified.",
		filed("BAD-7", `{"name":"a\ufffe.txt","content":"YQ=="}`):               "which XML cannot carry",
	}
	records := []string{good("GOOD-1")}
	for record := range bad {
		records = append(records, record, good(fmt.Sprintf("GOOD-%d", len(records)+1)))
	}
	records = append(records, filed("PLAIN-1"))
	more := settings{"on_reject": "continue", "attachment_dir": folder, "attachment_hosts": []string{"files.example.com"}}
	r := p.write(t, more, upsertBills, billsWith(records...))
	if r.err != nil || !strings.Contains(r.stdout, fmt.Sprintf("%d created, %d rejected", len(bad)+2, len(bad))) {
		t.Fatalf("%v\n%s", r.err, r.stdout)
	}
	for record, want := range bad {
		if !strings.Contains(r.stdout, want) {
			t.Errorf("%s: want %s\n%s", record, want, r.stdout)
		}
	}
	if strings.Contains(r.stdout, "secret") {
		t.Error("the log holds the content of a record")
	}
	if n := len(p.filesIn("Airbyte APBILL")); n != len(bad)+1 {
		t.Errorf("%d attachments for %d bills", n, len(bad)+1)
	}
	for _, supdoc := range p.filesIn("Airbyte APBILL") {
		if len(p.rows("APBILL", "SUPDOCID", supdoc["supdocid"])) != 1 {
			t.Errorf("the attachment %s is nobody's", supdoc["supdocid"])
		}
	}
}

// TestNothingIsOrphaned: if the only record is refused, its folder is not there
// either.
func TestNothingIsOrphaned(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	folders, supdocs := len(p.company.Rows("SUPDOCFOLDER")), len(p.company.Rows("SUPDOC"))
	r := p.write(t, nil, upsertBills, billsWith(strings.ReplaceAll(filed("AT-1", inline("a.txt", "one")), "6600", "0")))
	if r.err == nil || len(p.company.Rows("SUPDOCFOLDER")) != folders || len(p.company.Rows("SUPDOC")) != supdocs || len(p.company.Rows("SUPDOCATTACHMENT")) == 0 {
		t.Errorf("%v: %d folders were %d, %d attachments were %d", r.err, len(p.company.Rows("SUPDOCFOLDER")), folders, len(p.company.Rows("SUPDOC")), supdocs)
	}
	for _, request := range p.Requests() {
		if strings.Contains(request.Body, "create_supdoc") && !strings.Contains(request.Body, `transaction="true"`) {
			t.Error("an attachment is not written in a transaction")
		}
	}
}

// TestFilesInADryRun are read and judged, not sent.
func TestFilesInADryRun(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "scan.pdf"), []byte("a scan"), 0o600); err != nil {
		t.Fatal(err)
	}
	more := settings{"attachment_dir": folder, "attachment_hosts": []string{"files.example.com"}}
	there := filed("AT-1", inline("a.txt", "one"))
	p.mustWrite(t, more, "1 created", there)
	more["dry_run"], more["on_reject"] = true, "continue"
	p.ForgetRequests()
	r := p.write(t, more, upsertBills, billsWith(
		there,
		filed("AT-1", inline("a.txt", "one"), `"https://files.example.com/b.pdf"`),
		filed("AT-2", `"scan.pdf"`, `"https://files.example.com/b.pdf"`),
		filed("AT-3", `{"name":"a.pdf","content":"?"}`),
		filed("AT-4", `"none.pdf"`),
		filed("AT-5", `"https://elsewhere.example.com/b.pdf"`),
	))
	for _, want := range []string{"1 already there", "1 would be created", "1 would be updated", "3 rejected", "is not base64", "no such file", "elsewhere.example.com, which is not on"} {
		if r.err != nil || !strings.Contains(r.stdout, want) {
			t.Errorf("%v: want %s\n%s", r.err, want, r.stdout)
		}
	}
	if sent := p.writes(t); strings.Contains(sent, "create") || strings.Contains(sent, "update") {
		t.Errorf("sent %s", sent)
	}
}

// TestCheckNamesWrongKeysOfAttachments.
func TestCheckNamesWrongKeysOfAttachments(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	more := settings{"attachment_dir": "/nowhere/at/all", "attachment_hosts": []string{"https://files.example.com/x"}}
	err := destination.New(p.dial).Check(t.Context(), configuration(t, more), airbyte.NewEmitter(io.Discard))
	if airbyte.FailureTypeOf(err) != airbyte.ConfigError || !strings.Contains(err.Error(), "attachment_dir: ") || !strings.Contains(err.Error(), "attachment_hosts[0]: ") {
		t.Errorf("got %v", err)
	}
}
