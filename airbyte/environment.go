package airbyte

import (
	"net/url"
	"os"
	"strings"
)

// proxyPasswords are those in the variables that name a proxy. Go's HTTP client quotes the address when
// it cannot make sense of it.
func proxyPasswords() []string {
	var passwords []string
	for _, variable := range []string{"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"} {
		for _, name := range []string{variable, strings.ToLower(variable)} {
			if password := passwordIn(os.Getenv(name)); password != "" {
				passwords = append(passwords, password)
			}
		}
	}
	return passwords
}

// passwordIn is the password in an address, whether the address is well-formed or not. It is found as it
// is written; the mask undoes escapes itself.
func passwordIn(address string) string {
	if _, rest, found := strings.Cut(address, "://"); found {
		address = rest
	}
	at := strings.LastIndexByte(address, '@')
	if at < 0 {
		return ""
	}
	_, password, _ := strings.Cut(address[:at], ":")
	if plain, err := url.PathUnescape(password); err == nil {
		return plain
	}
	return password
}

// wordShown is a word of the command line as a message may repeat it. One that is no name of a command, a
// flag or a file may be a piece of a configuration, given where the name of its file should be.
func wordShown(word string) string {
	const longest = 80
	if len(word) > longest || strings.ContainsAny(word, "{}[]\"'`,:;=& \t\r\n") {
		return "(not repeated here)"
	}
	return word
}
