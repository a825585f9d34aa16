package files

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode"

	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/result"
)

// A record may bring files. Intacct keeps them in attachments ("supdocs") of
// one or more files, and a record refers to one attachment by its SUPDOCID.
//
// Source: Sage docs, XML API, "Attachments".

const (
	// maxFile bounds one file.
	maxFile = 10 << 20
	// MaxTotal bounds all files of a record together: they travel in one request,
	// which is built in memory.
	MaxTotal = 20 << 20
	// maxNameLength bounds a file's name. Intacct's own bound is not public.
	maxNameLength = 200
)

// File is one of the files that a record brings: its content, or where that is.
type File struct {
	place   int    // in the record
	Name    string // without its type: invoice
	Kind    string // its type, without a dot: pdf
	encoded string // base64
	Paths   []string
	Loose   bool // the paths follow from the name, as tools choose them
	URL     *url.URL

	// known once it was read:
	Sum   [sha256.Size]byte
	Size  int64
	Known bool
}

// Label names a file in messages. An address is not shown: it may hold
// credentials.
func (f *File) Label() string {
	label := fmt.Sprintf("%s[%d]", canonical.AttachmentsColumn, f.place)
	if f.Name != "" {
		label += " (" + result.Shorten(f.full()) + ")"
	}
	return label
}

// SameName reports whether another file has the same name.
func (f *File) SameName(other *File) bool { return f.Name == other.Name && f.Kind == other.Kind }

// Same reports whether another file has the same name and content.
func (f *File) Same(other *File) bool { return f.SameName(other) && f.Known && f.Sum == other.Sum }

func (f *File) full() string {
	if f.Kind == "" {
		return f.Name
	}
	return f.Name + "." + f.Kind
}

// Describe reads one of a record's files; place is that among them. With an
// error the file serves to name it.
func (l *Library) Describe(place int, element json.RawMessage) (*File, error) {
	f := &File{place: place}
	if err := f.read(element); err != nil {
		return f, err
	}
	return f, l.permit(f)
}

// Elements are the files of a record, each as it came. Their list comes as an
// array, as a single object, or as either in a text.
func Elements(value json.RawMessage) ([]json.RawMessage, error) {
	switch canonical.Opens(value) {
	case 'n':
		return nil, nil
	case '[':
		var list []json.RawMessage
		if err := json.Unmarshal(value, &list); err != nil {
			return nil, err
		}
		return slices.DeleteFunc(list, func(element json.RawMessage) bool { return canonical.Opens(element) == 'n' }), nil
	case '{':
		return []json.RawMessage{value}, nil
	case '"':
		var text string
		if err := json.Unmarshal(value, &text); err != nil {
			return nil, err
		}
		text = strings.TrimSpace(text)
		if inner := []byte(text); json.Valid(inner) && (canonical.Opens(inner) == '[' || canonical.Opens(inner) == '{') {
			return Elements(inner)
		}
		if text == "" {
			return nil, nil
		}
		return []json.RawMessage{value}, nil
	}
	return nil, errors.New("is not a list of files")
}

// fileColumns are the names that sources give to the parts of a file, in the
// normal form.
var fileColumns = map[string][]string{
	"id":      {"id", "attachment_id", "attachmentid"},
	"name":    {"name", "file_name", "filename", "attachmentname", "attachment_name"},
	"kind":    {"type", "attachmenttype", "attachment_type", "extension", "file_type", "filetype"},
	"content": {"content", "base64", "content_base64", "contentbase64", "data", "attachmentdata", "attachment_data"},
	"path":    {"path", "file_path", "filepath", "file"},
	"url":     {"url", "uri", "link", "download_url", "downloadurl"},
}

// read reads one element: an object, or a text that is an address or a path.
// What else the object says of the file does not matter.
func (f *File) read(element json.RawMessage) error {
	parts := map[string]string{}
	if canonical.Opens(element) == '"' {
		var text string
		if err := json.Unmarshal(element, &text); err != nil {
			return err
		}
		parts["path"] = text
		if strings.Contains(text, "://") {
			parts = map[string]string{"url": text}
		}
		return f.fill(parts)
	}
	fields, err := canonical.Members(element)
	if err != nil {
		return err
	}
	for part, names := range fileColumns {
		if parts[part], err = textAmong(fields, names); err != nil {
			return err
		}
	}
	return f.fill(parts)
}

// textAmong is the first value that is given under any of several names.
func textAmong(fields []canonical.Member, names []string) (string, error) {
	for _, name := range names {
		for _, m := range fields {
			if canonical.NormalName(m.Name) != name || canonical.Opens(m.Value) == 'n' {
				continue
			}
			if canonical.Opens(m.Value) == '{' || canonical.Opens(m.Value) == '[' {
				return "", fmt.Errorf("has no single value in %s", result.Shorten(m.Name))
			}
			if text, err := canonical.Scalar(m.Value); err != nil || strings.TrimSpace(text) != "" {
				return text, err
			}
		}
	}
	return "", nil
}

// fill takes the first place that the content can be had from.
func (f *File) fill(parts map[string]string) error {
	switch {
	case parts["content"] != "":
		f.encoded = parts["content"]
	case parts["path"] != "":
		f.Paths = []string{parts["path"]}
	case parts["url"] != "":
		address, err := url.Parse(strings.TrimSpace(parts["url"]))
		if err != nil {
			return errors.New("has an address that cannot be read") // which the error would show
		}
		f.URL = address
	case parts["name"] != "":
		f.Paths, f.Loose = exportedAs(parts["id"], parts["name"]), true
	default:
		return errors.New("has neither content, path nor url")
	}
	return f.call(parts["name"], parts["kind"])
}

// exportedAs are the paths at which tools that export records to files put one
// of which they tell only the name.
//
// Source: hotgluexyz target-intacct ({id}_{name}).
func exportedAs(id, name string) []string {
	if id == "" {
		return []string{name}
	}
	return []string{id + "_" + name, name}
}

// AddFolder adds the place that such tools choose for the files of a bill.
//
// Source: hotgluexyz target-intacct (bill_attachments/{billNumber}/{name}).
func (f *File) AddFolder(number string) {
	if f.Loose = false; number != "" {
		f.Paths = append(f.Paths, path.Join("bill_attachments", number, f.Paths[len(f.Paths)-1]))
	}
}

// call finds the name and the type of a file, which Intacct keeps apart.
func (f *File) call(name, kind string) error {
	if name == "" {
		name = f.ownName()
	}
	f.Name = strings.TrimSpace(name)
	kind = strings.TrimPrefix(strings.TrimSpace(kind), ".")
	extension := strings.TrimPrefix(path.Ext(f.Name), ".")
	switch {
	case isKind(kind) && strings.EqualFold(kind, extension), !isKind(kind) && isKind(extension):
		f.Kind, f.Name = extension, strings.TrimSuffix(f.Name, "."+extension)
	case isKind(kind):
		f.Kind = kind
	default:
		f.Kind = strings.TrimPrefix(path.Ext(f.ownName()), ".")
	}
	switch {
	case f.Name == "":
		return errors.New("has no name")
	case len(f.Name) > maxNameLength:
		return fmt.Errorf("has a name of more than %d bytes", maxNameLength)
	case strings.ContainsAny(f.Name, `/\`) || strings.ContainsFunc(f.Name, unicode.IsControl) || f.Name == "." || f.Name == "..":
		f.Name = ""
		return errors.New("has a name that is no file's: it holds a slash or a control character")
	case !isKind(f.Kind):
		return errors.New("has no type: its name needs an extension, such as .pdf")
	}
	return nil
}

// ownName is what the place of a file calls it.
func (f *File) ownName() string {
	switch {
	case f.URL != nil:
		return strings.TrimLeft(path.Base(f.URL.Path), "/.")
	case len(f.Paths) > 0:
		return strings.TrimLeft(path.Base(f.Paths[0]), "/.")
	}
	return ""
}

// isKind tells an extension from what merely follows a dot, and from media
// types.
func isKind(text string) bool {
	return text != "" && len(text) <= 10 && strings.Trim(strings.ToLower(text), "abcdefghijklmnopqrstuvwxyz0123456789") == ""
}

// unfolded takes the line ends out of base64, which mail and PEM put there.
func unfolded(encoded string) string {
	if !strings.ContainsAny(encoded, " \t\r\n") {
		return encoded
	}
	return string(bytes.Join(bytes.Fields([]byte(encoded)), nil))
}
