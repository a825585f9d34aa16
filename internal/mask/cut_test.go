package mask_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"airbyte-sage-intacct/internal/mask"
)

// few is how many characters of a secret may be left where a text was cut before it was masked, not
// counting those that are passed over in the search.
const few = 7

// A text that somebody else has cut does not show much of a secret, wherever it was cut.
func TestCutSecrets(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 3))
	for range 20 {
		secret := secretOf(random)
		for _, writing := range writings {
			text := writing.write(secret)
			longest := 1
			for _, r := range secret {
				longest = max(longest, len(writing.write(string(r)))+4) // with a separator
			}
			passedOver := 0
			for _, r := range secret {
				if strings.ContainsRune(" +;\\", r) || r >= 0x7F {
					passedOver++
				}
			}
			for cut := range len(text) {
				for _, part := range []string{text[:cut], text[cut:]} {
					shown := hidden(secret, "it said: "+part)
					left := strings.ReplaceAll(strings.TrimPrefix(shown, "it said: "), mask.Mark, "")
					if len(left) > (few+1+passedOver)*longest {
						t.Fatalf("%s of %q, cut to %q: %q is left", writing.name, secret, part, left)
					}
				}
			}
		}
	}
}

func TestHide(t *testing.T) {
	for _, tt := range []struct{ name, secret, text, want string }{
		{"tags removed", "correct<horse>battery2026", "no user with correct battery2026 here", "no user with **** here"},
		{"blanks folded", "correct  horse\tbattery", "is correct horse battery right", "is **** right"},
		{"blanks removed", "correct horse battery", "is correcthorsebattery right", "is **** right"},
		{"line broken", "correct-horse-battery", "is correct-ho\r\n  rse-battery right", "is **** right"},
		{"tags inside", "correct-horse-battery", "is <b>correct</b>-<i>horse</i>-battery right", "is <b>**** right"},
		{"other case", "correct-Horse-9", "is CORRECT-HORSE-9 right", "is **** right"},
		{"Latin 1", "pässwörd-9", "is p\xe4ssw\xf6rd-9 right", "is **** right"},
		{"other case, not ASCII", "пароль1", "is ПАРОЛЬ1 right", "is **** right"},
		{"decomposed", "Grüße-aus-Köln", "is Gru\u0308ße-aus-Ko\u0308ln right", "is **** right"},
		{"composed", "Gru\u0308ße-aus-Ko\u0308ln", "is Grüße-aus-Köln right", "is **** right"},
		{"encodings mixed up", "pässwörd-9", "is pÃ¤sswÃ¶rd-9 right", "is **** right"},
		{"control characters inside", "correct-horse", "is corr\x00ect-\x1b\u200bhorse right", "is **** right"},
		{"no semicolons", "that's <it>", "is that&#39s &ltit&gt right", "is **** right"},
		{"looks escaped", "a%41b&amp;c\\n", "is a%41b&amp;c\\n right", "is **** right"},
		{"looks escaped, and is", "a%41b&amp;c\\n", `is a%2541b%26amp%3Bc%5Cn right`, "is **** right"},
		{"basic authorization", "correct-horse", "Basic YWRhOmNvcnJlY3QtaG9yc2U=", "Basic YWRhO****="},
		{"dump", "correct-horse-battery", "00000010: 636f 7272 6563 742d 686f 7273 652d 6261 7474 6572 79", "00000010: ****"},
		{"UTF-16 in hex", "correct-horse", "63006f0072007200650063007400" + "2d0068006f00720073006500", "****00"},
		{"short", "ab1", "ab1 xab1x AB1 a b1", "**** x****x AB1 a b1"},
		{"short and escaped", "<&>", "is &lt;&amp;&gt; right", "is **** right"},
		{"word of it", "correct-horse-battery", "correct the battery", "correct the battery"},
		{"letters of it", "interestingthing", "interesting", "interesting"},
		{"not it", "correct-horse-battery", "Sent 12 requests of query to https://api.intacct.com/ia/xml/xmlgw.phtml (%d) & more <b>", "Sent 12 requests of query to https://api.intacct.com/ia/xml/xmlgw.phtml (%d) & more <b>"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := hidden(tt.secret, tt.text); got != tt.want {
				t.Errorf("%q becomes %q, expected %q", tt.text, got, tt.want)
			}
		})
	}
}

// What is no secret may be shown, although a secret begins like it.
func TestOpenValues(t *testing.T) {
	var set mask.Set
	set.Open("sandbox-demo", "sandbox-sender")
	set.Add("sandbox-demo-password")
	for text, want := range map[string]string{
		"company sandbox-demo of sandbox-sender":   "company sandbox-demo of sandbox-sender",
		"company sandbox-demo-password":            "company ****",
		"company sandbox-demo-passw":               "company sandb****",
		"company sandbox-demo, sandbox-demo-pass…": "company sandbox-demo, sandb****…",
	} {
		if got := set.Hide(text); got != want {
			t.Errorf("%q becomes %q, expected %q", text, got, want)
		}
	}
}

// A text too long to be shown is not cut within a secret.
func TestLongTexts(t *testing.T) {
	const secret = "correct-horse-battery"
	for _, bytes := range []int{200 << 10, 248<<10 - 15, 248<<10 - 3, 256<<10 - 9, 3 << 20} {
		text := strings.Repeat(".", bytes) + secret
		shown := hidden(secret, text+strings.Repeat(".", 300<<10))
		if len(shown) > 260<<10 || strings.Contains(shown, "corr") || !strings.Contains(shown, "bytes more)") {
			t.Errorf("a secret at byte %d: %d bytes are shown, ending in %q", bytes, len(shown), shown[len(shown)-60:])
		}
	}
}

func FuzzHide(f *testing.F) {
	f.Add("correct<horse>&'battery", uint8(1), uint8(2), uint8(3))
	f.Add(`a"b&c<d>'e\f g/h?i+j%k`, uint8(4), uint8(11), uint8(20))
	f.Fuzz(func(t *testing.T, secret string, one, two, three uint8) {
		if len(strings.TrimSpace(secret)) < 12 || strings.ContainsRune(secret, '\ufffd') || strings.ToValidUTF8(secret, "") != secret {
			t.Skip()
		}
		text := secret
		for _, n := range []uint8{one, two, three} {
			text = writings[int(n)%len(writings)].write(text)
		}
		_ = hidden(secret, text) // of any text, without a panic or an endless loop
		if shown := hidden(secret, "<p>"+secret+"</p>"); strings.Contains(shown, secret) {
			t.Errorf("%q is left", fmt.Sprint(shown))
		}
	})
}

func BenchmarkHide(b *testing.B) {
	var set mask.Set
	set.Add("correct-horse-battery", "another&password", "c2Vzc2lvbi1pZC1vZi1hLWNvbXBhbnk..")
	const line = "stream APBILL: 12,345 rows in 00:01:12, 7 calls; record 4711 was rejected: [BL01001973] Could not create Document record! Check the date &quot;2026-10-31&quot; and try again."
	b.ReportAllocs()
	for b.Loop() {
		set.Hide(line)
	}
}
