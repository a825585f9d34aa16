package destination

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"slices"
	"strings"

	"airbyte-sage-intacct/destination/files"
	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/result"
	"airbyte-sage-intacct/intacct"

	"github.com/beevik/etree"
)

// storedFile is a file of an attachment, as far as the gateway tells.
type storedFile struct {
	name, kind string
	sum        [sha256.Size]byte
	known      bool // the sum
}

// is tells a file that is the same but for its name, which Intacct may have
// changed. Where the content is not told, the name has to do.
func (s storedFile) is(f *files.File) bool {
	if s.known && f.Known {
		return s.sum == f.Sum
	}
	return s.called(f)
}

func (s storedFile) called(f *files.File) bool {
	return strings.EqualFold(s.name, f.Name) && strings.EqualFold(s.kind, f.Kind)
}

// getFunction reads one record of the older kind. One that is not there is
// answered with success and nothing.
//
// Source: api.xsd 3.0 (get).
func getFunction(object, key string) intacct.Function {
	body := etree.NewElement("get")
	body.CreateAttr("object", object)
	body.CreateAttr("key", key)
	return intacct.Legacy(body)
}

// get answers nil for a record that is not there.
func (b *attempt) get(ctx context.Context, object, key string) (*etree.Element, error) {
	results, err := b.client.Do(ctx, intacct.Request{Functions: []intacct.Function{getFunction(object, key)}})
	switch {
	case err != nil:
		return nil, err
	case results[0].Err != nil:
		return nil, results[0].Err
	case results[0].Data == nil:
		return nil, nil
	}
	return results[0].Data.SelectElement(object), nil
}

// filesOf are the files of an attachment; found is false if there is none of
// that id.
func (b *attempt) filesOf(ctx context.Context, id string) (list []storedFile, found bool, err error) {
	supdoc, err := b.get(ctx, "supdoc", id)
	if err != nil {
		return nil, false, fmt.Errorf("read the attachment %s: %w", result.Shorten(id), err)
	}
	if supdoc == nil || elementText(supdoc, "supdocid") == "" {
		return nil, false, nil
	}
	if all := supdoc.SelectElement("attachments"); all != nil {
		for _, el := range all.SelectElements("attachment") {
			list = append(list, storedFileOf(el))
		}
	}
	return list, true, nil
}

func storedFileOf(el *etree.Element) storedFile {
	s := storedFile{name: elementText(el, "attachmentname"), kind: strings.TrimPrefix(elementText(el, "attachmenttype"), ".")}
	encoded := elementText(el, "attachmentdata")
	if encoded == "" {
		return s
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, base64.NewDecoder(base64.StdEncoding, strings.NewReader(encoded))); err == nil {
		s.sum, s.known = [sha256.Size]byte(sum.Sum(nil)), true
	}
	return s
}

// hasFolder asks for a folder unless it is known.
func (b *attempt) hasFolder(ctx context.Context, name string) (bool, error) {
	key := joined([]string{b.items[0].entity, name})
	if b.attachments.folders[key] {
		return true, nil
	}
	folder, err := b.get(ctx, "supdocfolder", name)
	if err != nil {
		return false, fmt.Errorf("look for the attachment folder %s: %w", name, err)
	}
	b.attachments.folders[key] = folder != nil && elementText(folder, "name") != ""
	return b.attachments.folders[key], nil
}

func (b *attempt) noteFolder(name string, there bool) {
	b.attachments.folders[joined([]string{b.items[0].entity, name})] = there
}

// named finds the record that has a number.
func numbered(found []record.Stored, number string) *record.Stored {
	at := slices.IndexFunc(found, func(s record.Stored) bool { return s.Number == number })
	if at < 0 {
		return nil
	}
	return &found[at]
}
