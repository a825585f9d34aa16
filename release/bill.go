package main

import (
	"bytes"
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"runtime/debug"
	"strings"
)

// A bill is a bill of materials in SPDX 2.3: what the program was built from.
type bill struct {
	Version   string         `json:"spdxVersion"`
	License   string         `json:"dataLicense"`
	ID        string         `json:"SPDXID"`
	Name      string         `json:"name"`
	Namespace string         `json:"documentNamespace"`
	Creation  creation       `json:"creationInfo"`
	Packages  []billPackage  `json:"packages"`
	Relations []billRelation `json:"relationships"`
}

type creation struct {
	Created  string   `json:"created"`
	Creators []string `json:"creators"`
}

type billPackage struct {
	ID       string         `json:"SPDXID"`
	Name     string         `json:"name"`
	Version  string         `json:"versionInfo"`
	Location string         `json:"downloadLocation"`
	Analyzed bool           `json:"filesAnalyzed"`
	Declared string         `json:"licenseDeclared"`
	Decided  string         `json:"licenseConcluded"`
	Rights   string         `json:"copyrightText"`
	Comment  string         `json:"comment,omitempty"`
	External []billLocation `json:"externalRefs"`
}

type billLocation struct {
	Category string `json:"referenceCategory"`
	Type     string `json:"referenceType"`
	Locator  string `json:"referenceLocator"`
}

type billRelation struct {
	From string `json:"spdxElementId"`
	Kind string `json:"relationshipType"`
	To   string `json:"relatedSpdxElement"`
}

const (
	itself   = "SPDXRef-airbyte-sage-intacct"
	document = "SPDXRef-DOCUMENT"
	unknown  = "NOASSERTION"
)

// writeBill writes the bill of a program, from what Go has put into it. It bears
// no time of its own, so that the same program has the same bill.
func writeBill(path, program, version string) error {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return err
	}
	b := billOf(info, version)
	content, err := json.Marshal(b.Packages)
	if err != nil {
		return err
	}
	b.Namespace = fmt.Sprintf("https://spdx.org/spdxdocs/airbyte-sage-intacct-%s-%x", version, sha256.Sum256(content))
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(b); err != nil {
		return err
	}
	return os.WriteFile(path, out.Bytes(), 0o644)
}

func billOf(info *debug.BuildInfo, version string) *bill {
	b := &bill{
		Version: "SPDX-2.3", License: "CC0-1.0", ID: document, Name: "airbyte-sage-intacct-" + version,
		Creation:  creation{Created: "1980-01-01T00:00:00Z", Creators: []string{"Tool: airbyte-sage-intacct-release"}},
		Relations: []billRelation{{document, "DESCRIBES", itself}},
	}
	main := material(itself, "airbyte-sage-intacct", version, "golang/airbyte-sage-intacct")
	main.Declared = "MIT"
	b.Packages = append(b.Packages, main)
	b.add(material(refOf("stdlib"), "stdlib", strings.TrimPrefix(info.GoVersion, "go"), "golang/stdlib"))
	for _, m := range info.Deps {
		if m.Replace != nil {
			m = m.Replace
		}
		p := material(refOf(m.Path), m.Path, m.Version, "golang/"+m.Path)
		if sum, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(m.Sum, "h1:")); err == nil && len(sum) > 0 {
			p.Comment = "SHA-256 of the module's files as go.sum has it (h1): " + hex.EncodeToString(sum)
		}
		b.add(p)
	}
	return b
}

// add adds what the program was built from.
func (b *bill) add(p billPackage) {
	b.Packages = append(b.Packages, p)
	b.Relations = append(b.Relations, billRelation{itself, "DEPENDS_ON", p.ID})
}

func material(id, name, version, locator string) billPackage {
	return billPackage{
		ID: id, Name: name, Version: version, Location: unknown, Declared: unknown, Decided: unknown, Rights: unknown,
		External: []billLocation{{"PACKAGE-MANAGER", "purl", "pkg:" + locator + "@" + version}},
	}
}

// foreignToIDs is what an identifier of SPDX cannot hold.
var foreignToIDs = regexp.MustCompile(`[^A-Za-z0-9.-]+`)

func refOf(name string) string { return "SPDXRef-" + foreignToIDs.ReplaceAllString(name, "-") }
