package files

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination/result"
)

// Places are where a person lets files come from.
type Places struct {
	Dir   string   // a directory; "" is none
	Hosts []string // names of hosts, with a port or without
}

// Library is where the files of records may come from: what a person has
// configured, and nowhere else.
type Library struct {
	root  *os.Root // nil: no paths
	hosts []string // host, or host:port
	http  *http.Client
}

// NewLibrary opens the directory that files may be in.
func NewLibrary(from Places, client *http.Client) (*Library, error) {
	l := &Library{hosts: from.Hosts, http: client}
	if from.Dir == "" {
		return l, nil
	}
	root, err := os.OpenRoot(from.Dir)
	if err != nil {
		return nil, airbyte.Errorf(airbyte.ConfigError, "attachment_dir: the directory cannot be opened: %w", err)
	}
	l.root = root
	return l, nil
}

// Close gives the directory back.
func (l *Library) Close() {
	if l != nil && l.root != nil {
		_ = l.root.Close() // opened to read
	}
}

// permit refuses a file that may not be read from where it is said to be. It
// looks at nothing but the record and the configuration.
func (l *Library) permit(f *File) error {
	switch {
	case f.encoded != "":
		if base64.StdEncoding.DecodedLen(len(f.encoded)) > maxFile+maxFile/8 {
			return ErrTooLarge
		}
		return nil
	case f.URL != nil:
		return l.permitAddress(f.URL)
	case l == nil || l.root == nil:
		return errors.New("is to be read from a path, and attachment_dir is not set")
	}
	for _, path := range f.Paths {
		if !filepath.IsLocal(path) {
			return errors.New("is to be read from a path that leads out of attachment_dir; paths are relative to it, without \"..\" or symbolic links to the outside")
		}
	}
	return nil
}

func (l *Library) permitAddress(address *url.URL) error {
	host := strings.TrimSuffix(strings.ToLower(address.Hostname()), ".")
	switch {
	case address.Scheme != "https":
		return errors.New("is to be fetched from an address that does not begin with https://")
	case host == "":
		return errors.New("is to be fetched from an address without a host")
	}
	whole := host
	if port := address.Port(); port != "" && port != "443" {
		whole += ":" + port
	}
	if l == nil || !slices.ContainsFunc(l.hosts, func(allowed string) bool { return strings.EqualFold(strings.TrimSuffix(allowed, ":443"), whole) }) {
		return fmt.Errorf("is to be fetched from %s, which is not on attachment_hosts", result.Shorten(whole))
	}
	return nil
}

// ErrTooLarge is said of files beyond the bound.
var ErrTooLarge = fmt.Errorf("is larger than %d MB, the most that one file may be", maxFile>>20)

// Load reads a file's content. The text is base64; what it was made of is
// summed on the way.
func (l *Library) Load(ctx context.Context, f *File) (string, error) {
	switch {
	case f.encoded != "":
		return f.decode()
	case f.URL != nil:
		body, size, err := l.fetch(ctx, f.URL)
		if err != nil {
			return "", err
		}
		defer func() { _ = body.Close() }() // nothing more is wanted of it
		return f.encode(body, size)
	}
	opened, size, err := l.open(f)
	if err != nil {
		return "", err
	}
	defer func() { _ = opened.Close() }() // it was only read
	return f.encode(opened, size)
}

// decode checks base64 that the record holds.
func (f *File) decode() (string, error) {
	encoded := unfolded(f.encoded)
	sum := sha256.New()
	size, err := io.Copy(sum, base64.NewDecoder(base64.StdEncoding.Strict(), strings.NewReader(encoded)))
	if err != nil {
		return "", errors.New("has a content that is not base64")
	}
	return encoded, f.note(sum.Sum(nil), size)
}

// encode makes base64 of a content.
func (f *File) encode(content io.Reader, expected int64) (string, error) {
	if expected > maxFile {
		return "", ErrTooLarge
	}
	var text strings.Builder
	text.Grow(base64.StdEncoding.EncodedLen(int(max(expected, 0))))
	encoder := base64.NewEncoder(base64.StdEncoding, &text)
	sum := sha256.New()
	size, err := io.Copy(io.MultiWriter(encoder, sum), io.LimitReader(content, maxFile+1))
	if err != nil {
		return "", fmt.Errorf("cannot be read: %w", plainError(err))
	}
	_ = encoder.Close() // into memory
	return text.String(), f.note(sum.Sum(nil), size)
}

// note keeps what a content sums to, and refuses what cannot be a file.
func (f *File) note(sum []byte, size int64) error {
	switch {
	case size > maxFile:
		return ErrTooLarge
	case size == 0:
		return errors.New("is empty")
	}
	f.Sum, f.Size, f.Known = [sha256.Size]byte(sum), size, true
	return nil
}

// open opens the first of a file's paths that is there. The root lets no path
// and no symbolic link out of the directory; what is no regular file is refused
// before anything waits for it.
func (l *Library) open(f *File) (*os.File, int64, error) {
	for _, path := range f.Paths {
		opened, err := l.root.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, 0, fmt.Errorf("cannot be read below attachment_dir: %w", plainError(err))
		}
		about, err := opened.Stat()
		switch {
		case err != nil:
			err = fmt.Errorf("cannot be read below attachment_dir: %w", plainError(err))
		case !about.Mode().IsRegular():
			err = errors.New("is not a regular file")
		case about.Size() > maxFile:
			err = ErrTooLarge
		default:
			return opened, about.Size(), nil
		}
		_ = opened.Close() // it was only looked at
		return nil, 0, err
	}
	return nil, 0, errors.New("is not there: attachment_dir has no such file")
}

// plainError is an error without the path or address that it is about.
func plainError(err error) error {
	var onPath *fs.PathError
	var onAddress *url.Error
	switch {
	case errors.As(err, &onPath):
		return onPath.Err
	case errors.As(err, &onAddress) && strings.Contains(onAddress.Err.Error(), "malformed"):
		return errors.New("the answer is not proper HTTP") // net/http quotes what it could not read
	case errors.As(err, &onAddress):
		return onAddress.Err
	}
	return err
}

// hostName is a host as people write it: a name or an IPv4 address, and maybe a
// port.
var hostName = regexp.MustCompile(`^([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(:[1-9][0-9]{0,4})?$`)

// Check says what is wrong with the keys on attachments.
func (p Places) Check() error {
	var problems []error
	for i, host := range p.Hosts {
		if !hostName.MatchString(host) {
			problems = append(problems, fmt.Errorf("attachment_hosts[%d]: %q is not the name of a host, such as files.example.com", i, result.Shorten(host)))
		}
	}
	if p.Dir == "" {
		return errors.Join(problems...)
	}
	about, err := os.Stat(p.Dir)
	switch {
	case err != nil:
		problems = append(problems, fmt.Errorf("attachment_dir: %w", err))
	case !about.IsDir():
		problems = append(problems, fmt.Errorf("attachment_dir: %s is not a directory", p.Dir))
	}
	return errors.Join(problems...)
}
