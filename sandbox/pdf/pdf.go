// Package pdf writes files with one page.
package pdf

import (
	"fmt"
	"strings"
)

// Page is a file with one page and one line on it.
func Page(line string) []byte {
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
