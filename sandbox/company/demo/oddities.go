package demo

// Real books are full of text that breaks naive readers. Some of it stands on
// lines whose numbers are multiples of numbers below.

// odds are memos that a reader must bring over unharmed.
var odds = []string{
	"Monthly fee",
	"Wire & SEPA <charges>",
	"Fee \"premium\" account, it's \\ back",
	"  leading and trailing blanks  ",
	"Gebühr – Kontoführung ß",
	"手数料 𠮷 振込",
	"next line\u0085here",
	"line\u2028separator, paragraph\u2029separator",
	"tab\there",
	"two\nlines",
	"emoji 🏦💸",
	"]]> is not the end",
	"&amp; was escaped once already",
	"100 % {json: \"no\"}",
	"Ελληνικά, עברית, العربية",
	"zero\u200bwidth, nb\u00a0space, e\u0301 combined",
}

// odd makes every so many-th document odd, in text and in amount.
func odd(doc *document, lines []line, no int) {
	switch {
	case no%37 == 0:
		lines[0].memo = odds[no/37%len(odds)]
	case no%101 == 0:
		doc.memo = odds[no/101%len(odds)]
	case no%53 == 0:
		lines[len(lines)-1].memo = ""
	}
	if no%149 == 0 && doc.currency != "JPY" {
		small := lines[0]
		small.memo, small.quantity = "Rounding", 1
		lines[0].amount += 50
		small.amount = -50
		if len(lines) > 1 {
			lines[len(lines)-1] = small
		}
	}
}
