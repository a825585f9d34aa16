package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// wheelsOf makes the wheels of both roles. They hold the program as the script
// source-sage-intacct or destination-sage-intacct: called by that name it plays
// the role, and runners of connectors look for that name.
//
// The form is that of Python's binary distribution format, version 1.0.
func (j *job) wheelsOf(p platform, program string) (made []string, err error) {
	content, err := os.ReadFile(program)
	if err != nil {
		return nil, err
	}
	for _, role := range []string{"source", "destination"} {
		page, err := os.ReadFile(filepath.Join("docs", role+"s", "sage-intacct.md"))
		if err != nil {
			return nil, err
		}
		licence, err := os.ReadFile("LICENSE")
		if err != nil {
			return nil, err
		}
		w := wheel{role: role, version: j.version, platform: p, program: content, page: page, licence: licence}
		packed, err := w.pack()
		if err != nil {
			return nil, err
		}
		if err := os.WriteFile(filepath.Join(j.out, w.name()), packed, 0o644); err != nil {
			return nil, err
		}
		made = append(made, w.name())
	}
	return made, nil
}

// A wheel is a role's program for a platform, as pip installs it.
type wheel struct {
	role, version          string
	platform               platform
	program, page, licence []byte
}

func (w wheel) distribution() string {
	return "airbyte_" + w.role + "_sage_intacct-" + w.version
}

func (w wheel) name() string {
	return w.distribution() + "-py3-none-" + w.platform.tag + ".whl"
}

// A member is a file in a wheel.
type member struct {
	name    string
	mode    os.FileMode
	content []byte
}

// pack makes the wheel. The same program gives the same bytes: all members are of
// one time, and stand in one order.
func (w wheel) pack() ([]byte, error) {
	info := w.distribution() + ".dist-info/"
	members := []member{
		{w.distribution() + ".data/scripts/" + w.role + "-sage-intacct", 0o755, w.program},
		{info + "licenses/LICENSE", 0o644, w.licence},
		{info + "METADATA", 0o644, w.metadata()},
		{info + "WHEEL", 0o644, w.tags()},
	}
	members = append(members, member{info + "RECORD", 0o644, record(members, info+"RECORD")})
	var packed bytes.Buffer
	archive := zip.NewWriter(&packed)
	for _, m := range members {
		header := &zip.FileHeader{Name: m.name, Method: zip.Deflate, Modified: epoch}
		header.SetMode(m.mode)
		file, err := archive.CreateHeader(header)
		if err != nil {
			return nil, err
		}
		if _, err := file.Write(m.content); err != nil {
			return nil, err
		}
	}
	err := archive.Close()
	return packed.Bytes(), err
}

func (w wheel) metadata() []byte {
	var text bytes.Buffer
	_, _ = fmt.Fprintf(&text, `Metadata-Version: 2.4
Name: airbyte-%s-sage-intacct
Version: %s
Summary: Airbyte %s for Sage Intacct
License-Expression: MIT
License-File: LICENSE
Requires-Python: >=3.8
Description-Content-Type: text/markdown

`, w.role, w.version, w.role)
	text.Write(w.page)
	return text.Bytes()
}

func (w wheel) tags() []byte {
	var text strings.Builder
	text.WriteString("Wheel-Version: 1.0\nGenerator: airbyte-sage-intacct\nRoot-Is-Purelib: false\n")
	for tag := range strings.SplitSeq(w.platform.tag, ".") {
		_, _ = fmt.Fprintf(&text, "Tag: py3-none-%s\n", tag)
	}
	return []byte(text.String())
}

// record lists the members with their hashes, itself without one.
func record(members []member, itself string) []byte {
	var text strings.Builder
	for _, m := range members {
		sum := sha256.Sum256(m.content)
		_, _ = fmt.Fprintf(&text, "%s,sha256=%s,%d\n", m.name, base64.RawURLEncoding.EncodeToString(sum[:]), len(m.content))
	}
	return []byte(text.String() + itself + ",,\n")
}
