package registry

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// Connector is one role of the program as it is published.
type Connector struct {
	Metadata []byte // the data of its metadata.yaml, as JSON
	Spec     []byte // the specification of this role alone, as JSON
	Page     []byte // Markdown
	PageURL  string // where the page is read
	Icon     []byte // SVG
}

// Options are what an installation has of its own. All may be empty.
type Options struct {
	Version string // the tag of the images: that of the metadata
	Images  string // what stands before the repositories: a host and a folder
	BaseURL string // where the registry will be served
}

// tagForm is what may be the tag of an image.
var tagForm = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$`)

// imagesForm is what may stand before a repository: a host with or without a
// port, and folders.
var imagesForm = regexp.MustCompile(`^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]+)?(/[a-z0-9]([a-z0-9._-]*[a-z0-9])?)*/?$`)

// An entry is a connector as a registry lists it.
type entry struct {
	role       string // source or destination
	id         string
	repository string
	version    string
	fields     map[string]any
}

// Version is the version that the metadata name.
func Version(metadata []byte) (string, error) {
	data, err := read(metadata)
	if err != nil {
		return "", err
	}
	return text(data, "dockerImageTag"), nil
}

func read(metadata []byte) (data map[string]any, err error) {
	if err := json.Unmarshal(metadata, &data); err != nil {
		return nil, fmt.Errorf("the metadata: %w", err)
	}
	return data, nil
}

func text(data map[string]any, name string) string {
	value, _ := data[name].(string)
	return value
}

// entryOf makes the entry of a connector: all that its metadata say, but for
// what is called otherwise, and what the platform wants besides.
func entryOf(c Connector, o Options) (*entry, error) {
	data, err := read(c.Metadata)
	if err != nil {
		return nil, err
	}
	var spec map[string]any
	if err := json.Unmarshal(c.Spec, &spec); err != nil {
		return nil, fmt.Errorf("the specification: %w", err)
	}
	e := &entry{role: text(data, "connectorType"), id: text(data, "definitionId"), fields: data}
	e.repository = prefixed(o.Images, text(data, "dockerRepository"))
	if e.version = o.Version; e.version == "" {
		e.version = text(data, "dockerImageTag")
	}
	if !tagForm.MatchString(e.version) {
		return nil, fmt.Errorf("%q cannot be the tag of an image", e.version)
	}
	page, icon := c.PageURL, "data:image/svg+xml;base64,"+base64.StdEncoding.EncodeToString(c.Icon)
	if o.BaseURL != "" {
		page, icon = prefixed(o.BaseURL, e.file(pageFile)), prefixed(o.BaseURL, e.file(iconFile))
	}
	if e.role == "source" {
		data["sourceType"] = data["connectorSubtype"]
	}
	for _, name := range []string{"connectorType", "connectorSubtype", "definitionId"} {
		delete(data, name)
	}
	spec["documentationUrl"] = page
	for name, value := range map[string]any{
		e.role + "DefinitionId": e.id,
		"dockerRepository":      e.repository,
		"dockerImageTag":        e.version,
		"documentationUrl":      page,
		"iconUrl":               icon,
		"spec":                  spec,
		"protocolVersion":       text(spec, "protocol_version"),
		"language":              "go",
		"public":                true,
		"custom":                false,
		"tombstone":             false,
	} {
		data[name] = value
	}
	return e, nil
}

// prefixed puts an address before a path.
func prefixed(address, path string) string {
	if address == "" {
		return path
	}
	return strings.TrimSuffix(address, "/") + "/" + path
}

// file is the path of a file of the entry in the registry.
func (e *entry) file(name string) string {
	return strings.Join([]string{"metadata", e.repository, e.version, name}, "/")
}
