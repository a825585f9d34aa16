package integration_tests

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"airbyte-sage-intacct/intacct"

	"github.com/goccy/go-yaml"
)

// metadataFile is what the tests look at in a metadata.yaml.
type metadataFile struct {
	Version string `yaml:"metadataSpecVersion"`
	Data    struct {
		Name          string   `yaml:"name"`
		Definition    string   `yaml:"definitionId"`
		Kind          string   `yaml:"connectorType"`
		Subtype       string   `yaml:"connectorSubtype"`
		Repository    string   `yaml:"dockerRepository"`
		Tag           string   `yaml:"dockerImageTag"`
		Documentation string   `yaml:"documentationUrl"`
		IssueLabel    string   `yaml:"githubIssueLabel"`
		Icon          string   `yaml:"icon"`
		License       string   `yaml:"license"`
		Stage         string   `yaml:"releaseStage"`
		Tags          []string `yaml:"tags"`
		Heartbeat     int      `yaml:"maxSecondsBetweenMessages"`
		Released      string   `yaml:"releaseDate"`
		Refreshes     bool     `yaml:"supportsRefreshes"`
		Activation    bool     `yaml:"supportsDataActivation"`
		External      []struct {
			Title string `yaml:"title"`
			URL   string `yaml:"url"`
		} `yaml:"externalDocumentationUrls"`
		AllowedHosts struct {
			Hosts []string `yaml:"hosts"`
		} `yaml:"allowedHosts"`
		Suggested struct {
			Streams []string `yaml:"streams"`
		} `yaml:"suggestedStreams"`
	} `yaml:"data"`
}

const destinationMetadata = "docs/destinations/destination-sage-intacct/metadata.yaml"

func metadata(t *testing.T, path string) metadataFile {
	t.Helper()
	var file metadataFile
	if err := yaml.Unmarshal(rootFile(t, path), &file); err != nil {
		t.Fatal(err)
	}
	return file
}

func acceptAttributes(t *testing.T, test attributesTest) {
	streams := discover(t, fromRoot(test.Config))
	names := map[string]bool{}
	for _, s := range streams {
		names[s.Name] = true
		if len(s.PrimaryKey) == 0 {
			t.Errorf("%s has no primary key", s.Name)
		}
	}
	source := metadata(t, "metadata.yaml").Data
	if len(source.AllowedHosts.Hosts) == 0 || len(source.Suggested.Streams) == 0 {
		t.Error("the metadata lacks allowedHosts or suggestedStreams")
	}
	for _, name := range source.Suggested.Streams {
		if !names[name] {
			t.Errorf("the suggested stream %s is not discovered", name)
		}
	}
}

// TestMetadata holds both metadata files to Airbyte's model, and the image's
// labels to them.
func TestMetadata(t *testing.T) {
	t.Parallel()
	source, destination := metadata(t, "metadata.yaml"), metadata(t, destinationMetadata)
	for kind, file := range map[string]metadataFile{"source": source, "destination": destination} {
		data := file.Data
		for name, matches := range map[string]bool{
			"metadataSpecVersion":       file.Version == "1.0",
			"name":                      data.Name != "",
			"definitionId":              regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`).MatchString(data.Definition),
			"connectorType":             data.Kind == kind,
			"connectorSubtype":          data.Subtype == "api",
			"dockerImageTag":            regexp.MustCompile(`^[0-9]+\.[0-9]+\.[0-9]+$`).MatchString(data.Tag),
			"documentationUrl":          strings.HasSuffix(data.Documentation, "/docs/"+kind+"s/sage-intacct.md"),
			"externalDocumentationUrls": len(data.External) > 0,
			"releaseDate":               regexp.MustCompile(`^\d{4}-\d\d-\d\d$`).MatchString(data.Released),
			"githubIssueLabel":          data.IssueLabel == kind+"-sage-intacct",
			"license":                   data.License == "MIT",
			"releaseStage":              slices.Contains([]string{"alpha", "beta", "generally_available"}, data.Stage),
			"icon":                      data.Icon == "icon.svg",
			"allowedHosts":              len(data.AllowedHosts.Hosts) > 0,
			"maxSecondsBetweenMessages": data.Heartbeat > 0,
			"a language tag":            slices.ContainsFunc(data.Tags, func(tag string) bool { return strings.HasPrefix(tag, "language:") }),
		} {
			if !matches {
				t.Errorf("%s: %s is missing or wrong", kind, name)
			}
		}
	}
	if source.Data.Definition == destination.Data.Definition {
		t.Error("both roles have the same definitionId")
	}
	if source.Data.Repository == destination.Data.Repository || source.Data.Tag != destination.Data.Tag {
		t.Error("the roles share a repository, in which their entries of a registry would collide, or are of different versions")
	}
	if !destination.Data.Refreshes || !destination.Data.Activation {
		t.Error("the destination does not say that it can do refreshes and data activation")
	}
	dockerfile := string(rootFile(t, "Dockerfile"))
	for kind, file := range map[string]metadataFile{"source": source, "destination": destination} {
		_, stage, _ := strings.Cut(dockerfile, "AS "+kind+"\n")
		for _, line := range []string{`io.airbyte.name="` + file.Data.Repository + `"`, `ENTRYPOINT ["/airbyte/connector", "` + kind + `"]`} {
			if !strings.Contains(stage, line) {
				t.Errorf("the stage of the %s in the Dockerfile lacks %s", kind, line)
			}
		}
		if label := `io.airbyte.version="` + file.Data.Tag + `"`; !strings.Contains(dockerfile, label) {
			t.Errorf("the Dockerfile lacks the label %s", label)
		}
	}
}

// heading is a heading of Airbyte's template for a connector's page.
type heading struct {
	title    string
	optional bool
	own      bool // any number of the connector's own headings
}

func template(name, kind string) []heading {
	headings := []heading{
		{title: name},
		{title: "Prerequisites"},
		{title: "Setup guide"},
		{title: "Set up " + name},
		{title: "For Airbyte Cloud:", optional: true},
		{title: "For Airbyte Open Source:", optional: true},
		{title: "Set up the " + name + " connector in Airbyte", optional: true},
		{title: "For Airbyte Cloud:", optional: true},
		{title: "For Airbyte Open Source:", optional: true},
		{title: "Supported sync modes"},
	}
	if kind == "source" {
		headings = append(headings, heading{title: "Supported Streams"})
	}
	return append(headings,
		heading{own: true, optional: true},
		heading{title: "Performance considerations", optional: true},
		heading{title: "Data type map", optional: true},
		heading{title: "Troubleshooting"},
		heading{title: "Tutorials", optional: true},
		heading{title: "Changelog"})
}

const sourcePage = "docs/sources/sage-intacct.md"

func acceptDocumentation(t *testing.T, test docTest) {
	acceptPage(t, sourcePage, "source", metadata(t, "metadata.yaml"))
	listed := section(string(rootFile(t, sourcePage)), "Supported Streams")
	for _, s := range discover(t, fromRoot(test.Config)) {
		// The names of a company's own objects are in small letters.
		if s.Name == strings.ToUpper(s.Name) && !strings.Contains(listed, "`"+s.Name+"`") {
			t.Errorf("%s does not list the stream %s", sourcePage, s.Name)
		}
	}
}

// TestDestinationPage holds the destination's page to the same template.
func TestDestinationPage(t *testing.T) {
	t.Parallel()
	const file = "docs/destinations/sage-intacct.md"
	acceptPage(t, file, "destination", metadata(t, destinationMetadata))
	listed := section(string(rootFile(t, file)), "Supported streams")
	for _, o := range intacct.Objects() {
		written := o.Write.Create.Manner != intacct.NoWrite || o.Write.Update.Manner != intacct.NoWrite
		if written != strings.Contains(listed, "`"+o.Name+"`") {
			t.Errorf("%s: %s can be written: %t", file, o.Name, written)
		}
	}
}

var (
	headingLine = regexp.MustCompile(`(?m)^#+ +(.*?) *$`)
	comments    = regexp.MustCompile("(?s)```.*?```")
)

func acceptPage(t *testing.T, file, kind string, meta metadataFile) {
	page := string(rootFile(t, file))
	var titles []string
	for _, match := range headingLine.FindAllStringSubmatch(comments.ReplaceAllString(page, ""), -1) {
		titles = append(titles, match[1])
	}
	acceptHeadings(t, file, titles, template(meta.Data.Name, kind))
	acceptPrerequisites(t, file, section(page, "Prerequisites"))
	acceptFields(t, file, kind, page)
	if !strings.Contains(section(page, "Changelog"), "| "+meta.Data.Tag+" ") {
		t.Errorf("%s: the changelog has no row for %s", file, meta.Data.Tag)
	}
	if !strings.Contains(page, "<HideInUI>") || strings.Count(page, "<HideInUI>") != strings.Count(page, "</HideInUI>") {
		t.Errorf("%s: HideInUI blocks are missing or open", file)
	}
}

// acceptHeadings wants the template's headings in the template's order.
func acceptHeadings(t *testing.T, file string, titles []string, template []heading) {
	i := 0
	known := func(title string) bool {
		return slices.ContainsFunc(template, func(h heading) bool { return h.title == title })
	}
	for _, expected := range template {
		if expected.own {
			for i < len(titles) && !known(titles[i]) {
				i++
			}
			continue
		}
		if i < len(titles) && titles[i] == expected.title {
			i++
			continue
		}
		if !expected.optional {
			t.Errorf("%s: expected the heading %q, found %q", file, expected.title, titles[min(i, len(titles)-1)])
			return
		}
	}
	if i < len(titles) {
		t.Errorf("%s: the heading %q is out of place", file, titles[i])
	}
}

// section is the text between a heading and the next.
func section(page, title string) string {
	_, after, _ := strings.Cut(page, " "+title+"\n")
	if next := headingLine.FindStringIndex(after); next != nil {
		return after[:next[0]]
	}
	return after
}

// specification reads the properties of the specification.
func specification(t *testing.T) (required []string, properties map[string]property) {
	t.Helper()
	var spec struct {
		ConnectionSpecification struct {
			Required   []string
			Properties map[string]property
		} `json:"connectionSpecification"`
	}
	if err := json.Unmarshal(rootFile(t, "spec.json"), &spec); err != nil {
		t.Fatal(err)
	}
	return spec.ConnectionSpecification.Required, spec.ConnectionSpecification.Properties
}

type property struct{ Title, Group string }

func acceptPrerequisites(t *testing.T, file, text string) {
	required, properties := specification(t)
	for _, name := range required {
		if title := properties[name].Title; !strings.Contains(strings.ToLower(text), strings.ToLower(title)) {
			t.Errorf("%s: the prerequisites do not name %q", file, title)
		}
	}
}

// acceptFields wants each option of the role explained under its title, with
// an anchor that Airbyte's form scrolls to.
func acceptFields(t *testing.T, file, kind, page string) {
	other := map[string]string{"source": "writing", "destination": "reading"}[kind]
	_, properties := specification(t)
	for name, option := range properties {
		anchored := strings.Contains(page, `<FieldAnchor field="`+name+`">`)
		if anchored == (option.Group == other) {
			t.Errorf("%s: field anchor of %s: %v", file, name, anchored)
		}
		if option.Group != other && !strings.Contains(page, "**"+option.Title+"**") {
			t.Errorf("%s: %q is not explained", file, option.Title)
		}
	}
	if opened := strings.Count(page, "<FieldAnchor "); opened != strings.Count(page, "</FieldAnchor>") {
		t.Errorf("%s: field anchors are left open", file)
	}
}

// TestIcon wants a square drawing without anything that loads or runs.
func TestIcon(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"icon.svg", "docs/destinations/destination-sage-intacct/icon.svg"} {
		content := rootFile(t, file)
		var drawing struct {
			XMLName xml.Name
			Box     string `xml:"viewBox,attr"`
		}
		if err := xml.Unmarshal(content, &drawing); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		box := strings.Fields(drawing.Box)
		if drawing.XMLName.Local != "svg" || len(box) != 4 || box[2] != box[3] {
			t.Errorf("%s is a %s with the view box %q", file, drawing.XMLName.Local, drawing.Box)
		}
		decoder := xml.NewDecoder(bytes.NewReader(content))
		for {
			token, err := decoder.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			if start, is := token.(xml.StartElement); is && slices.Contains([]string{"script", "image", "foreignObject", "use"}, start.Name.Local) {
				t.Errorf("%s has a %s", file, start.Name.Local)
			}
		}
	}
}
