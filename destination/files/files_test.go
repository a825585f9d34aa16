package files

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"airbyte-sage-intacct/destination/canonical"
)

// emptyLibrary allows one host and one directory.
func emptyLibrary(t *testing.T, hosts ...string) (l *Library, dir string) {
	t.Helper()
	dir = t.TempDir()
	l, err := NewLibrary(Places{Dir: dir, Hosts: hosts}, Client(Public))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	return l, dir
}

// readAll reads the files of a record; the error has what is wrong with each.
func readAll(l *Library, value string) (files []*File, wrong error) {
	list, err := Elements(json.RawMessage(value))
	if err != nil {
		return nil, fmt.Errorf("%s %w", canonical.AttachmentsColumn, err)
	}
	for i, element := range list {
		f, err := l.Describe(i, element)
		if err != nil {
			wrong = errors.Join(wrong, fmt.Errorf("%s %w", f.Label(), err))
			continue
		}
		files = append(files, f)
	}
	return files, wrong
}

// TestShapesOfFiles: whatever sources call the parts of a file, it is the same.
func TestShapesOfFiles(t *testing.T) {
	t.Parallel()
	const content = "aGVsbG8="
	for name, c := range map[string]struct{ value, want string }{
		"nothing":            {`null`, ""},
		"empty text":         {`" "`, ""},
		"empty list":         {`[]`, ""},
		"a list of nothing":  {`[null]`, ""},
		"content":            {`[{"name":"a.pdf","content":"` + content + `"}]`, "a|pdf|content"},
		"own stream":         {`[{"NAME":"a","TYPE":"pdf","CONTENT":"` + content + `","SIZE":5,"OWNERS":1}]`, "a|pdf|content"},
		"Intacct's names":    {`{"attachmentname":"a","attachmenttype":".pdf","attachmentdata":"` + content + `"}`, "a|pdf|content"},
		"one object":         {`{"filename":"a.pdf","base64":"` + content + `"}`, "a|pdf|content"},
		"text of a list":     {`"[{\"name\":\"a.pdf\",\"path\":\"x/y.pdf\"}]"`, "a|pdf|x/y.pdf"},
		"path alone":         {`[{"path":"x/y.pdf"}]`, "y|pdf|x/y.pdf"},
		"a text":             {`["x/y.pdf"]`, "y|pdf|x/y.pdf"},
		"address as text":    {`"https://files.example.com/d/a.pdf?sig=1"`, "a|pdf|https://files.example.com/d/a.pdf?sig=1"},
		"address":            {`[{"id":7,"name":"a","url":"https://files.example.com/d/b.pdf"}]`, "a|pdf|https://files.example.com/d/b.pdf"},
		"null address":       {`[{"id":"7","name":"a.pdf","url":null}]`, "a|pdf|7_a.pdf,a.pdf"},
		"name alone":         {`[{"name":"a.pdf"}]`, "a|pdf|a.pdf"},
		"content first":      {`[{"name":"a.pdf","url":"https://elsewhere/","content":"` + content + `"}]`, "a|pdf|content"},
		"dots in the name":   {`[{"name":"v1.2 final.pdf","content":"` + content + `"}]`, "v1.2 final|pdf|content"},
		"dot, and a type":    {`[{"name":"rev 1.2","type":"pdf","content":"` + content + `"}]`, "rev 1.2|pdf|content"},
		"media type":         {`[{"name":"a.pdf","type":"application/pdf","content":"` + content + `"}]`, "a|pdf|content"},
		"letter case":        {`[{"name":"A.PDF","type":"pdf","content":"` + content + `"}]`, "A|PDF|content"},
		"not only ASCII":     {`[{"name":"Прил 😀.pdf","content":"` + content + `"}]`, "Прил 😀|pdf|content"},
		"two":                {`["a.pdf","b.pdf"]`, "a|pdf|a.pdf b|pdf|b.pdf"},
		"! a number":         {`7`, "attachments is not a list of files"},
		"! nothing in it":    {`[{"name":""}]`, "attachments[0] has neither content, path nor url"},
		"! no type":          {`[{"name":"scan","content":"` + content + `"}]`, "attachments[0] (scan) has no type"},
		"! no name":          {`[{"content":"` + content + `"}]`, "attachments[0] has no name"},
		"! slash":            {`["a.pdf",{"name":"../a.pdf","content":"` + content + `"}]`, "attachments[1] has a name that is no file's"},
		"! backslash":        {`[{"name":"..\\a.pdf","content":"` + content + `"}]`, "attachments[0] has a name that is no file's"},
		"! control":          {`[{"name":"a\u0000.pdf","content":"` + content + `"}]`, "attachments[0] has a name that is no file's"},
		"! long name":        {`[{"name":"` + strings.Repeat("a", 201) + `.pdf","content":"` + content + `"}]`, "has a name of more than 200 bytes"},
		"! object inside":    {`[{"name":{"first":"a"}}]`, "attachments[0] has no single value in name"},
		"! http":             {`["http://files.example.com/a.pdf?secret=1"]`, "attachments[0] (a.pdf) is to be fetched from an address that does not begin with https://"},
		"! file address":     {`["file:///etc/passwd.txt"]`, "that does not begin with https://"},
		"! other host":       {`["https://user:secret@evil.example.com/a.pdf?secret=1"]`, "is to be fetched from evil.example.com, which is not on attachment_hosts"},
		"! host as user":     {`["https://files.example.com@evil.example.com/a.pdf"]`, "evil.example.com, which is not on"},
		"! other port":       {`["https://files.example.com:8443/a.pdf"]`, "files.example.com:8443, which is not on"},
		"! below the host":   {`["https://files.example.com.evil.example.com/a.pdf"]`, "files.example.com.evil.example.com, which is not on"},
		"! no host":          {`["https:///a.pdf"]`, "an address without a host"},
		"! no address":       {`[{"url":"https://%zz?secret=1"}]`, "attachments[0] has an address that cannot be read"},
		"! upwards":          {`["../a.pdf"]`, "leads out of attachment_dir"},
		"! upwards, hidden":  {`["x/../../a.pdf"]`, "leads out of attachment_dir"},
		"! from the root":    {`["/etc/passwd.txt"]`, "leads out of attachment_dir"},
		"! id leads upwards": {`[{"id":"../../x","name":"a.pdf"}]`, "leads out of attachment_dir"},
		"! too large":        {`[{"name":"a.pdf","content":"` + strings.Repeat("aaaa", 4<<20) + `"}]`, "is larger than 10 MB"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l, _ := emptyLibrary(t, "Files.Example.Com")
			files, reason := readAll(l, c.value)
			if strings.HasPrefix(name, "!") {
				if reason == nil || !strings.Contains(reason.Error(), c.want) || strings.Contains(reason.Error(), "secret") {
					t.Errorf("got %v, want %s", reason, c.want)
				}
				return
			}
			if reason != nil {
				t.Fatal(reason)
			}
			if got := shown(files); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// shown is name, type and place of each file.
func shown(files []*File) string {
	var texts []string
	for _, f := range files {
		from := strings.Join(f.Paths, ",")
		switch {
		case f.encoded != "":
			from = "content"
		case f.URL != nil:
			from = f.URL.String()
		}
		texts = append(texts, f.Name+"|"+f.Kind+"|"+from)
	}
	return strings.Join(texts, " ")
}

// FuzzShapesOfFiles: whatever a record brings, what is taken has a name and a
// type, and leads to no place but those that are allowed.
func FuzzShapesOfFiles(f *testing.F) {
	for _, seed := range []string{`["a.pdf"]`, `[{"name":"a.pdf","content":"YQ=="}]`, `[{"id":"../x","name":"a"}]`, `"https://files.example.com/../a.pdf"`, `[{"url":"https://files.example.com:443/%2e%2e/a.pdf","type":".x"}]`, `"[\"[\\\"a\\\"]\"]"`} {
		f.Add(seed)
	}
	l := &Library{root: &os.Root{}, hosts: []string{"files.example.com"}}
	f.Fuzz(func(t *testing.T, value string) {
		if !json.Valid([]byte(value)) {
			return
		}
		files, _ := readAll(l, value)
		for _, file := range files {
			if file.Name == "" || !isKind(file.Kind) || strings.ContainsAny(file.Name, "/\\\x00\n") {
				t.Errorf("%s: the name is %q", value, file.full())
			}
			if file.URL != nil && (file.URL.Scheme != "https" || !strings.EqualFold(strings.TrimSuffix(file.URL.Hostname(), "."), "files.example.com")) {
				t.Errorf("%s: fetched from %s", value, file.URL)
			}
			for _, path := range file.Paths {
				if !filepath.IsLocal(path) {
					t.Errorf("%s: read from %s", value, path)
				}
			}
		}
	})
}

// TestPublicAddresses: what leads inside is refused, in whatever form it comes.
func TestPublicAddresses(t *testing.T) {
	t.Parallel()
	for _, inside := range []string{
		"127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "0.0.0.0", "0.1.2.3",
		"100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "240.0.0.1", "255.255.255.255",
		"::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::7f00:1", "fe80::1", "fe80::1%eth0", "2606:4700::1111%eth0", "fc00::1", "fd12:3456::1",
		"ff02::1", "64:ff9b::7f00:1", "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1", "fec0::1", "100::1",
	} {
		if Public(netip.MustParseAddr(inside)) {
			t.Errorf("%s passes for public", inside)
		}
	}
	for _, outside := range []string{"1.1.1.1", "8.8.8.8", "172.32.0.1", "100.128.0.1", "::ffff:8.8.8.8", "2606:4700::1111", "2a00:1450:4001::200e", "2001:4860:4860::8888"} {
		if !Public(netip.MustParseAddr(outside)) {
			t.Errorf("%s passes for private", outside)
		}
	}
}

// TestFilesFromTheDirectory: what leads out of the directory, and what is no
// file, is refused.
func TestFilesFromTheDirectory(t *testing.T) {
	t.Parallel()
	l, dir := emptyLibrary(t)
	outside := filepath.Join(t.TempDir(), "secret.txt")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.WriteFile(outside, []byte("secret"), 0o600))
	must(os.WriteFile(filepath.Join(dir, "good.txt"), []byte("good"), 0o600))
	must(os.WriteFile(filepath.Join(dir, "empty.txt"), nil, 0o600))
	must(os.WriteFile(filepath.Join(dir, "exact.bin"), make([]byte, maxFile), 0o600))
	must(os.WriteFile(filepath.Join(dir, "large.bin"), make([]byte, maxFile+1), 0o600))
	must(os.Mkdir(filepath.Join(dir, "folder.txt"), 0o700))
	must(os.Symlink(outside, filepath.Join(dir, "out.txt")))
	must(os.Symlink("../../../../../../etc/passwd", filepath.Join(dir, "up.txt")))
	must(os.Symlink(filepath.Dir(outside), filepath.Join(dir, "door")))
	must(os.Symlink("good.txt", filepath.Join(dir, "in.txt")))
	must(syscall.Mkfifo(filepath.Join(dir, "pipe.txt"), 0o600))
	for path, want := range map[string]string{
		"good.txt":        "",
		"in.txt":          "",
		"exact.bin":       "",
		"out.txt":         "escapes",
		"up.txt":          "escapes",
		"door/secret.txt": "escapes",
		"folder.txt":      "is not a regular file",
		"pipe.txt":        "is not a regular file",
		"/dev/zero":       "escapes",
		"../good.txt":     "escapes",
		"empty.txt":       "is empty",
		"large.bin":       "is larger than 10 MB",
		"none.txt":        "attachment_dir has no such file",
	} {
		f := &File{Name: "n", Kind: "txt", Paths: []string{path}}
		encoded, err := l.Load(t.Context(), f)
		if want != "" {
			if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), dir) {
				t.Errorf("%s: got %v, want %s", path, err, want)
			}
			continue
		}
		content, _ := os.ReadFile(filepath.Join(dir, path))
		if err != nil || encoded != base64.StdEncoding.EncodeToString(content) || f.Sum != sha256.Sum256(content) {
			t.Errorf("%s: %v", path, err)
		}
	}
	f := &File{Paths: []string{"none.txt", "good.txt"}}
	if encoded, err := l.Load(t.Context(), f); err != nil || encoded != "Z29vZA==" {
		t.Errorf("the second path: %q, %v", encoded, err)
	}
}

// TestContentOfFiles: base64 as people send it, and what is none.
func TestContentOfFiles(t *testing.T) {
	t.Parallel()
	for encoded, want := range map[string]string{
		"aGVsbG8=":       "",
		"aGVs\r\nbG8=\n": "",
		"aGVsbG8":        "not base64",
		"aGVsbG9=":       "not base64", // bits that stand for nothing
		"aGVs*G8=":       "not base64",
		"hello world":    "not base64",
		" \n":            "is empty",
		"====":           "not base64",
	} {
		f := &File{encoded: encoded}
		text, err := (&Library{}).Load(t.Context(), f)
		switch {
		case want == "" && (err != nil || text != "aGVsbG8=" || f.Sum != sha256.Sum256([]byte("hello"))):
			t.Errorf("%q: %q, %v", encoded, text, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%q: got %v, want %s", encoded, err, want)
		}
	}
}

// everywhere is a library whose client trusts a server of the test and goes to
// addresses that are not public.
func everywhere(t *testing.T, server *httptest.Server, allowed func(netip.Addr) bool) (*Library, *url.URL) {
	t.Helper()
	client := Client(allowed)
	trusted := server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	client.Transport.(*http.Transport).TLSClientConfig = &tls.Config{RootCAs: trusted, MinVersion: tls.VersionTLS12}
	address, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return &Library{hosts: []string{address.Host, "localhost:" + address.Port()}, http: client}, address
}

func anywhere(netip.Addr) bool { return true }

// TestFetchingFiles: what a server may answer with.
func TestFetchingFiles(t *testing.T) {
	t.Parallel()
	reached := make(chan string, 100)
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		reached <- r.URL.Path
		switch r.URL.Path {
		case "/good.pdf":
			if user, _, _ := r.BasicAuth(); user != "me" || r.URL.RawQuery != "secret=1" || r.Header.Get("Accept-Encoding") != "" {
				w.WriteHeader(http.StatusForbidden)
			}
			_, _ = w.Write([]byte("good"))
		case "/redirect.pdf":
			http.Redirect(w, r, "/good.pdf", http.StatusFound)
		case "/outward.pdf":
			http.Redirect(w, r, "http://169.254.169.254/latest/meta-data", http.StatusTemporaryRedirect)
		case "/packed.pdf":
			w.Header().Set("Content-Encoding", "gzip")
		case "/announced.pdf":
			w.Header().Set("Content-Length", strconv.Itoa(maxFile+1))
			_, _ = w.Write([]byte("begin"))
		case "/endless.pdf":
			for r.Context().Err() == nil {
				if _, err := w.Write(make([]byte, 64<<10)); err != nil {
					return
				}
			}
		case "/cut.pdf":
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte("begin"))
		case "/empty.pdf":
		case "/nohttp.pdf":
			if connection, _, err := http.NewResponseController(w).Hijack(); err == nil {
				_, _ = connection.Write([]byte("secret\r\n\r\n"))
				_ = connection.Close()
			}
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	t.Cleanup(server.Close)
	l, address := everywhere(t, server, anywhere)
	for path, want := range map[string]string{
		"/good.pdf":      "",
		"/redirect.pdf":  "answers 302 and redirects, and redirects are not followed",
		"/outward.pdf":   "answers 307 and redirects",
		"/packed.pdf":    "compressed",
		"/announced.pdf": "is larger than 10 MB",
		"/endless.pdf":   "is larger than 10 MB",
		"/cut.pdf":       "cannot be read: unexpected EOF",
		"/empty.pdf":     "is empty",
		"/none.pdf":      "answers 404 Not Found",
		"/nohttp.pdf":    "the answer is not proper HTTP",
	} {
		at := *address
		at.User, at.Path, at.RawQuery = url.UserPassword("me", "secret"), path, "secret=1"
		encoded, err := l.Load(t.Context(), &File{URL: &at})
		switch {
		case want == "" && (err != nil || encoded != "Z29vZA=="):
			t.Errorf("%s: %q, %v", path, encoded, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "secret")):
			t.Errorf("%s: got %v, want %s", path, err, want)
		}
	}
	if n := len(reached); n != 10 {
		t.Errorf("the server was asked %d times", n)
	}
}

// TestFetchingFromInside: a name that is allowed and stands for an address
// inside leads nowhere, whatever it stood for when it was allowed.
func TestFetchingFromInside(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the server was reached") }))
	t.Cleanup(server.Close)
	l, address := everywhere(t, server, Public)
	for _, host := range []string{address.Host, "localhost:" + address.Port()} {
		at := *address
		at.Host, at.Path = host, "/a.pdf"
		_, err := l.Load(t.Context(), &File{URL: &at})
		var refused RefusedError
		if !errors.Is(err, ErrInside) || !errors.As(err, &refused) {
			t.Errorf("%s: got %v", host, err)
		}
	}
	// There is one look, at the address that is connected to, and none before it
	// that a change of the name could make worthless.
	var seen []netip.Addr
	l, _ = everywhere(t, server, func(to netip.Addr) bool {
		seen = append(seen, to)
		return false
	})
	at := *address
	at.Path = "/a.pdf"
	if _, err := l.Load(t.Context(), &File{URL: &at}); !errors.Is(err, ErrInside) || len(seen) != 1 || seen[0].String() != address.Hostname() {
		t.Errorf("got %v after looks at %v", err, seen)
	}
}

// TestFetchingIgnoresProxies: a proxy would look up names itself.
func TestFetchingIgnoresProxies(t *testing.T) {
	t.Parallel()
	if Client(Public).Transport.(*http.Transport).Proxy != nil {
		t.Error("files are fetched through a proxy")
	}
}

// TestFetchingEnds: neither a server that does not answer nor the end of the
// sync is waited for.
func TestFetchingEnds(t *testing.T) {
	t.Parallel()
	stuck := make(chan struct{})
	server := httptest.NewTLSServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-stuck:
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(server.Close)
	t.Cleanup(func() { close(stuck) })
	l, address := everywhere(t, server, anywhere)
	l.http.Timeout = 50 * time.Millisecond
	if _, err := l.Load(t.Context(), &File{URL: address}); err == nil || !strings.Contains(err.Error(), "cannot be fetched from 127.0.0.1") {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.Load(ctx, &File{URL: address}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// TestKeysOfAttachments: what check says of the configuration.
func TestKeysOfAttachments(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		config Places
		want   string
	}{
		"good":       {Places{Dir: filepath.Dir(file), Hosts: []string{"files.example.com", "a.b:8443", "203.0.113.7"}}, ""},
		"no such":    {Places{Dir: file + "/nowhere"}, "attachment_dir"},
		"not a dir":  {Places{Dir: file}, "is not a directory"},
		"address":    {Places{Hosts: []string{"good", "https://files.example.com"}}, `attachment_hosts[1]: "https://files.example.com" is not the name of a host`},
		"path":       {Places{Hosts: []string{"files.example.com/x"}}, "attachment_hosts[0]"},
		"empty":      {Places{Hosts: []string{""}}, "attachment_hosts[0]"},
		"any":        {Places{Hosts: []string{"*"}}, "attachment_hosts[0]"},
		"with space": {Places{Hosts: []string{"a b"}}, "attachment_hosts[0]"},
	} {
		err := c.config.Check()
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %s", name, err, c.want)
		}
	}
}
