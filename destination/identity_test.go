package destination

import (
	"strings"
	"testing"
)

func TestIdentityStays(t *testing.T) {
	for key, want := range map[string]string{
		"INV-1": "INV-1", "two words": "two words", "1": "AB-1", "12345678901234567": "AB-12345678901234567",
	} {
		if got := identityOf([]string{key}); got != want {
			t.Errorf("%q became %q, want %q", key, got, want)
		}
	}
	for _, key := range []string{" INV-1", "INV-1 ", "a  b", "a\nb", "longer than the field is", "123456789012345678"} {
		if got := identityOf([]string{key}); len(got) != len(hashedIdentity("")) || !strings.HasPrefix(got, identityMark) {
			t.Errorf("%q became %q", key, got)
		}
	}
}
