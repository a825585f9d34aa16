package demo

import (
	"encoding/base64"
	"strings"
)

// attached is a file in the company's attachments.
type attached struct{ name, kind, content string }

// file makes up the scan of a bill: a text, a tiny picture or a tiny PDF.
func file(place int, title string) attached {
	switch place % 3 {
	case 0:
		return attached{"scan-" + number(place+1), "pdf", "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF " + title}
	case 1:
		return attached{"Lieferschein Nr. " + number(place+1) + " (Köln)", "txt", "Delivery note\r\n" + title + "\r\nReceived in good order & condition.\r\n"}
	}
	return attached{"photo " + number(place+1), "png", onePixel}
}

// onePixel is a picture of one red dot.
const onePixel = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00\x90wS\xde" +
	"\x00\x00\x00\x0cIDATx\x9cc\xf8\xcf\xc0\x00\x00\x03\x01\x01\x00\xc9\xfe\x92\xef\x00\x00\x00\x00IEND\xaeB`\x82"

// scanned are the bills with attachments, in the order of their numbers.
func (b *Books) scanned() []*document {
	var all []*document
	for i := range b.bills.docs {
		if d := &b.bills.docs[i]; d.attachment != 0 {
			all = append(all, d)
		}
	}
	return all
}

func (b *Books) attachmentTable() *Table {
	all := b.scanned()
	return tabulate("SUPDOC", numbered(len(all)), []column[int]{
		at("recordno", func(place int) string { return number(place + 1) }),
		at("supdocid", func(place int) string { return supportingDocument(all[place]) }),
		at("supdocname", func(place int) string { return "Bill " + all[place].number }),
		at("folder", func(place int) string { return side(all[place].on >= dayOf(2026, 1, 1), "Bills", "Bills 2026") }),
		at("description", func(place int) string { return vendorName(int(all[place].party)) }),
		at("creationdate", func(place int) string { return all[place].on.String() }),
		at("createdby", func(place int) string { return login(all[place].by) }),
	})
}

// attachmentFileTable has one file for most attachments and two for some.
func (b *Books) attachmentFileTable() *Table {
	all := b.scanned()
	var of []int
	for place := range all {
		of = append(of, place)
		if place%5 == 0 {
			of = append(of, place)
		}
	}
	files := make([]attached, len(of))
	for i, place := range of {
		files[i] = file(i, strings.TrimSpace(vendorName(int(all[place].party)))+" "+all[place].number)
	}
	return tabulate("SUPDOCATTACHMENT", numbered(len(of)), []column[int]{
		recordNo(),
		at("SUPDOCKEY", func(place int) string { return number(of[place] + 1) }),
		at("attachmentname", func(place int) string { return files[place].name }),
		at("attachmenttype", func(place int) string { return files[place].kind }),
		at("attachmentdata", func(place int) string { return base64.StdEncoding.EncodeToString([]byte(files[place].content)) }),
	})
}
