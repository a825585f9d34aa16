package mask_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"math/rand/v2"
	"mime/quotedprintable"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"airbyte-sage-intacct/internal/mask"
)

// writings are the ways in which programs write a text. Each may stand inside another.
var writings = []struct {
	name  string
	write func(string) string
}{
	{"as it is", func(s string) string { return s }},
	{"encoding/xml", func(s string) string {
		var b strings.Builder
		_ = xml.EscapeText(&b, []byte(s))
		return b.String()
	}},
	{"html", html.EscapeString},
	{"decimal entities", func(s string) string { return each(s, "&#%d;") }},
	{"padded entities", func(s string) string { return each(s, "&#%07d;") }},
	{"hex entities", func(s string) string { return each(s, "&#x%x;") }},
	{"padded capital hex entities", func(s string) string { return each(s, "&#X%04X;") }},
	{"special as padded entities", func(s string) string { return special(s, "&#%03d;") }},
	{"special as hex entities", func(s string) string { return special(s, "&#x%X;") }},
	{"PHP", strings.NewReplacer("&", "&amp;", `"`, "&quot;", "'", "&#039;", "<", "&lt;", ">", "&gt;").Replace},
	{"names of HTML 5", strings.NewReplacer("&", "&AMP;", "!", "&excl;", "#", "&num;", "%", "&percnt;", "(", "&lpar;", `\`, "&bsol;", "_", "&lowbar;", "'", "&apos;").Replace},
	{"json", func(s string) string { b, _ := json.Marshal(s); return string(b[1 : len(b)-1]) }},
	{"JSON with slashes", func(s string) string {
		b, _ := json.Marshal(s)
		return strings.ReplaceAll(string(b[1:len(b)-1]), "/", `\/`)
	}},
	{"JSON with every character", unicodes},
	{"Go", func(s string) string { return strings.Trim(strconv.QuoteToASCII(s), `"`) }},
	{"bytes of C", func(s string) string { return bytes(s, `\x%02X`) }},
	{"query", url.QueryEscape},
	{"path", url.PathEscape},
	{"small query", func(s string) string { return bytes(s, "%%%02x") }},
	{"hex", func(s string) string { return hex.EncodeToString([]byte(s)) }},
	{"HEX", func(s string) string { return strings.ToUpper(hex.EncodeToString([]byte(s))) }},
	{"spaced hex", func(s string) string { return bytes(s, "%02x ") }},
	{"hex with colons", func(s string) string { return bytes(s, "%02x:") }},
	{"hex of C", func(s string) string { return strings.TrimPrefix(bytes(s, "0x%02x, "), "0x") }},
	{"base64", func(s string) string { return base64.RawStdEncoding.EncodeToString([]byte(s)) }},
	{"base64 for URLs", func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }},
	{"folded base64", func(s string) string { return fold(base64.RawStdEncoding.EncodeToString([]byte(s))) }},
	{"quoted-printable", func(s string) string {
		var b strings.Builder
		w := quotedprintable.NewWriter(&b)
		_, _ = w.Write([]byte(s))
		_ = w.Close()
		return b.String()
	}},
}

func each(s, format string) string {
	var b strings.Builder
	for _, r := range s {
		fmt.Fprintf(&b, format, r)
	}
	return b.String()
}

func unicodes(s string) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, `\u%04x`, unit)
	}
	return b.String()
}

func bytes(s, format string) string {
	var b strings.Builder
	for i := range len(s) {
		fmt.Fprintf(&b, format, s[i])
	}
	return strings.TrimRight(b.String(), " ,:")
}

func special(s, format string) string {
	var b strings.Builder
	for _, r := range s {
		if strings.ContainsRune(`&<>"'\/%+`, r) {
			fmt.Fprintf(&b, format, r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

func fold(s string) string {
	var b strings.Builder
	for i, r := range s {
		if i > 0 && i%20 == 0 {
			b.WriteString("\r\n")
		}
		b.WriteRune(r)
	}
	return b.String()
}

const signs = `&<>"'\/%+=#!;:?._-~ ()[]{}@$^*|,` + "`"

func secretOf(random *rand.Rand) string {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789äß€𝔘"
	alphabet := []rune(letters + signs + signs)
	secret := make([]rune, 10+random.IntN(30))
	for i := range secret {
		secret[i] = alphabet[random.IntN(len(alphabet))]
	}
	return strings.TrimSpace(string(secret))
}

func hidden(secret, text string) string {
	var set mask.Set
	set.Add(secret)
	return set.Hide(text)
}

// nothingOf fails if a piece of what a secret was written as is still there.
func nothingOf(t *testing.T, secret, written, text string) {
	t.Helper()
	const before, after = "failed: <password>", "</password> (end)"
	shown := hidden(secret, before+text+after)
	if !strings.HasPrefix(shown, "failed: <pass") || !strings.HasSuffix(shown, "(end)") {
		t.Errorf("%s of %q: more is hidden than the secret:\n%s\n%s", written, secret, text, shown)
	}
	middle := strings.TrimSuffix(strings.TrimPrefix(shown, before), after)
	if left := strings.ReplaceAll(middle, mask.Mark, ""); left != "" {
		t.Errorf("%s of %q: %q is left of\n%.300s", written, secret, left, text)
	}
}

func TestEveryWriting(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 1))
	for range 12 {
		secret := secretOf(random)
		for _, one := range writings {
			text := one.write(secret)
			nothingOf(t, secret, one.name, text)
			for _, two := range writings {
				nothingOf(t, secret, one.name+" in "+two.name, two.write(text))
			}
		}
		for range 60 {
			one, two, three := writings[random.IntN(len(writings))], writings[random.IntN(len(writings))], writings[random.IntN(len(writings))]
			nothingOf(t, secret, one.name+" in "+two.name+" in "+three.name, three.write(two.write(one.write(secret))))
		}
	}
}
