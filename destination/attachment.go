package destination

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
)

// A record may bring files. Intacct keeps them in attachments ("supdocs") of
// one or more files, and a record refers to one attachment by its SUPDOCID.
//
// Source: Sage docs, XML API, "Attachments".

const (
	attachmentsColumn = "attachments"
	carrierField      = "SUPDOCID"
	// maxFile bounds one file, and maxFiles all files of a record together:
	// they travel in one request, which is built in memory.
	maxFile  = 10 << 20
	maxFiles = 20 << 20
	// maxNameLength bounds a file's name. Intacct's own bound is not public.
	maxNameLength = 200
)

// file is one of the files that a record brings: its content, or where that is.
type file struct {
	place   int    // in the record
	name    string // without its type: invoice
	kind    string // its type, without a dot: pdf
	encoded string // base64
	paths   []string
	loose   bool // the paths follow from the name, as tools choose them
	url     *url.URL

	// known once it was read:
	sum  [sha256.Size]byte
	size int64
	got  bool
}

// label names a file in messages. An address is not shown: it may hold
// credentials.
func (f *file) label() string {
	label := fmt.Sprintf("%s[%d]", attachmentsColumn, f.place)
	if f.name != "" {
		label += " (" + shorten(f.full()) + ")"
	}
	return label
}

// shares tells a file of the same name, equals one of the same content too.
func (f *file) shares(other *file) bool { return f.name == other.name && f.kind == other.kind }
func (f *file) equals(other *file) bool { return f.shares(other) && f.got && f.sum == other.sum }

func (f *file) full() string {
	if f.kind == "" {
		return f.name
	}
	return f.name + "." + f.kind
}

// carrier is the field that refers to a record's attachment; nil if records of
// the object carry none, or none that can be written.
func (s *schema) carrier() *field {
	if f, known := s.fields.exact[carrierField]; known && !f.own {
		return f
	}
	return nil
}

// filesProperty describes the files that a record may bring.
func filesProperty() property {
	parts := map[string]property{}
	for _, part := range []string{"id", "name", "type", "content", "path", "url"} {
		parts[part] = property{Type: []string{"null", "string"}}
	}
	return property{Type: []string{"null", "array"}, Items: &property{Type: []string{"null", "object"}, Properties: parts}}
}

// readFiles reads the files of a record. Their list comes as an array, as a
// single object, or as either in a text.
func (r reader) readFiles(d *document, value json.RawMessage, c *complaints) {
	elements, err := fileElements(value)
	switch {
	case r.schema.carrier() == nil:
		if !r.ignoreUnknown && (err != nil || len(elements) > 0) {
			c.add(attachmentsColumn, "cannot be written: through this interface, records of "+r.schema.object.Name+" carry none")
		}
		return
	case err != nil:
		c.add(attachmentsColumn, err.Error())
		return
	}
	for i, element := range elements {
		f := &file{place: i}
		if err := f.read(element); err != nil {
			c.add(f.label(), err.Error())
			continue
		}
		if err := r.files.permit(f); err != nil {
			c.add(f.label(), err.Error())
			continue
		}
		d.files = append(d.files, f)
	}
}

func fileElements(value json.RawMessage) ([]json.RawMessage, error) {
	switch opens(value) {
	case 'n':
		return nil, nil
	case '[':
		var list []json.RawMessage
		if err := json.Unmarshal(value, &list); err != nil {
			return nil, err
		}
		return slices.DeleteFunc(list, func(element json.RawMessage) bool { return opens(element) == 'n' }), nil
	case '{':
		return []json.RawMessage{value}, nil
	case '"':
		var text string
		if err := json.Unmarshal(value, &text); err != nil {
			return nil, err
		}
		text = strings.TrimSpace(text)
		if inner := []byte(text); json.Valid(inner) && (opens(inner) == '[' || opens(inner) == '{') {
			return fileElements(inner)
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
func (f *file) read(element json.RawMessage) error {
	parts := map[string]string{}
	if opens(element) == '"' {
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
	fields, err := members(element)
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
func textAmong(fields []member, names []string) (string, error) {
	for _, name := range names {
		for _, m := range fields {
			if normal(m.name) != name || opens(m.value) == 'n' {
				continue
			}
			if opens(m.value) == '{' || opens(m.value) == '[' {
				return "", fmt.Errorf("has no single value in %s", shorten(m.name))
			}
			if text, err := scalar(m.value); err != nil || strings.TrimSpace(text) != "" {
				return text, err
			}
		}
	}
	return "", nil
}

// fill takes the first place that the content can be had from.
func (f *file) fill(parts map[string]string) error {
	switch {
	case parts["content"] != "":
		f.encoded = parts["content"]
	case parts["path"] != "":
		f.paths = []string{parts["path"]}
	case parts["url"] != "":
		address, err := url.Parse(strings.TrimSpace(parts["url"]))
		if err != nil {
			return errors.New("has an address that cannot be read") // which the error would show
		}
		f.url = address
	case parts["name"] != "":
		f.paths, f.loose = exportedAs(parts["id"], parts["name"]), true
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

// addFolder adds the place that such tools choose for the files of a bill.
//
// Source: hotgluexyz target-intacct (bill_attachments/{billNumber}/{name}).
func (f *file) addFolder(number string) {
	if f.loose = false; number != "" {
		f.paths = append(f.paths, path.Join("bill_attachments", number, f.paths[len(f.paths)-1]))
	}
}

// call finds the name and the type of a file, which Intacct keeps apart.
func (f *file) call(name, kind string) error {
	if name == "" {
		name = f.ownName()
	}
	f.name = strings.TrimSpace(name)
	kind = strings.TrimPrefix(strings.TrimSpace(kind), ".")
	extension := strings.TrimPrefix(path.Ext(f.name), ".")
	switch {
	case isKind(kind) && strings.EqualFold(kind, extension), !isKind(kind) && isKind(extension):
		f.kind, f.name = extension, strings.TrimSuffix(f.name, "."+extension)
	case isKind(kind):
		f.kind = kind
	default:
		f.kind = strings.TrimPrefix(path.Ext(f.ownName()), ".")
	}
	switch {
	case f.name == "":
		return errors.New("has no name")
	case len(f.name) > maxNameLength:
		return fmt.Errorf("has a name of more than %d bytes", maxNameLength)
	case strings.ContainsAny(f.name, `/\`) || strings.ContainsFunc(f.name, unicode.IsControl) || f.name == "." || f.name == "..":
		f.name = ""
		return errors.New("has a name that is no file's: it holds a slash or a control character")
	case !isKind(f.kind):
		return errors.New("has no type: its name needs an extension, such as .pdf")
	}
	return nil
}

// ownName is what the place of a file calls it.
func (f *file) ownName() string {
	switch {
	case f.url != nil:
		return strings.TrimLeft(path.Base(f.url.Path), "/.")
	case len(f.paths) > 0:
		return strings.TrimLeft(path.Base(f.paths[0]), "/.")
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
