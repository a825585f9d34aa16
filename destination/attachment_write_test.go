package destination_test

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
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

// TestFilesGoWithTheirRecord: from the record and from the directory, created
// and added to; what is there already is not sent again.
func TestFilesGoWithTheirRecord(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "scan.pdf"), []byte("a scan"), 0o600); err != nil {
		t.Fatal(err)
	}
	more := settings{"attachment_dir": folder}
	first := filed("AT-1", inline("note.txt", "a note"), `{"name":"scan.pdf"}`)
	wantFirst := []string{sumOf("note.txt", "a note"), sumOf("scan.pdf", "a scan")}
	for _, want := range []string{"1 created", "1 already there"} {
		p.ForgetRequests()
		r := p.write(t, more, upsertBills, billsWith(first))
		if r.err != nil || !strings.Contains(r.stdout, want) {
			t.Fatalf("%v\n%s", r.err, r.stdout)
		}
		if got := p.attached(t, "AT-1"); !slices.Equal(got, wantFirst) {
			t.Fatalf("%s: %q, want %q", want, got, wantFirst)
		}
		if sent := p.writes(t); want == "1 already there" && strings.Contains(sent, "supdoc") {
			t.Errorf("again: sent %s", sent)
		}
	}
}
