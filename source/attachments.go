package source

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/gateway"
)

// attachmentsListing is the files that hang on records, one row for each.
// Intacct keeps them in attachments ("supdocs") of one or more files, to which
// records refer by SUPDOCID.
//
// Source: Sage docs, XML API, "Attachments" (get_list of supdoc).
var attachmentsListing = &listing{
	name: "ATTACHMENTS",
	columns: func(s *config.Settings) []listedColumn {
		columns := []listedColumn{
			{"ID", "TEXT"},
			{"SUPDOCID", "TEXT"},
			{"SUPDOCNAME", "TEXT"},
			{"FOLDER", "TEXT"},
			{"DESCRIPTION", "TEXT"},
			{"CREATIONDATE", "DATE"},
			{"CREATEDBY", "TEXT"},
			{"NAME", "TEXT"},
			{"TYPE", "TEXT"},
			{"SIZE", "INTEGER"},
			{"SHA256", "TEXT"},
			{"OWNER_OBJECT", "TEXT"},
			{"OWNER_KEY", "TEXT"},
			{"OWNERS", "INTEGER"},
		}
		if s.Attachments == config.AttachmentsContent {
			columns = append(columns, listedColumn{contentColumn, "TEXT"})
		}
		return columns
	},
	key: fixed("ID"),
	probe: func(ctx context.Context, client *intacct.Client, _ *config.Settings) error {
		_, err := listLegacy(ctx, client, "supdoc", 0, 1, "supdocid")
		return err
	},
	rows: func(ctx context.Context, l *lister) error {
		owners, err := l.owners(ctx)
		if err != nil {
			return err
		}
		return eachListed(ctx, l.client, "supdoc", "supdocid", nil, func(el *etree.Element) error {
			return l.files(el, owners)
		})
	},
}

const contentColumn = "CONTENT"

// attachmentListing and attachmentFolderListing are the attachments and their
// folders themselves, under Intacct's names, without the files.
var (
	attachmentListing = &listing{
		name: "SUPDOC",
		columns: fixed(
			listedColumn{"supdocid", "TEXT"}, listedColumn{"supdocname", "TEXT"}, listedColumn{"folder", "TEXT"},
			listedColumn{"description", "TEXT"}, listedColumn{"creationdate", "DATE"}, listedColumn{"createdby", "TEXT"},
		),
		key:   fixed("supdocid"),
		probe: attachmentsListing.probe,
		rows:  func(ctx context.Context, l *lister) error { return l.elements(ctx, "supdoc", "supdocid") },
	}
	attachmentFolderListing = &listing{
		name: "SUPDOCFOLDER",
		columns: fixed(
			listedColumn{"name", "TEXT"}, listedColumn{"description", "TEXT"}, listedColumn{"parentfolder", "TEXT"},
			listedColumn{"creationdate", "DATE"}, listedColumn{"createdby", "TEXT"},
			listedColumn{"lastmodified", "TEXT"}, listedColumn{"lastmodifiedby", "TEXT"}, listedColumn{"status", "TEXT"},
		),
		key: fixed("name"),
		probe: func(ctx context.Context, client *intacct.Client, _ *config.Settings) error {
			_, err := listLegacy(ctx, client, "supdocfolder", 0, 1, "name")
			return err
		},
		rows: func(ctx context.Context, l *lister) error { return l.elements(ctx, "supdocfolder", "name") },
	}
)

// elements emits what a list of the older kind holds.
func (l *lister) elements(ctx context.Context, kind, key string) error {
	var fields []string
	for _, c := range l.plan.columns {
		fields = append(fields, c.field)
	}
	values := make([]string, len(fields))
	return eachListed(ctx, l.client, kind, key, fields, func(el *etree.Element) error {
		answered := texts(el)
		for i, field := range fields {
			values[i] = answered[field]
		}
		return l.put(values, mendedTexts(el)...)
	})
}

// files emits the files of one attachment.
func (l *lister) files(el *etree.Element, owners map[string]owner) error {
	doc := texts(el)
	var list []*etree.Element
	if all := el.SelectElement("attachments"); all != nil {
		list = all.SelectElements("attachment")
	}
	id := doc["supdocid"]
	for i, file := range list {
		meant := texts(file)
		values := []string{
			id + "/" + strconv.Itoa(i+1), id, doc["supdocname"], doc["folder"], doc["description"], doc["creationdate"], doc["createdby"],
			meant["attachmentname"], meant["attachmenttype"], "", "", "", "", "",
		}
		if o, owned := owners[id]; owned {
			copy(values[11:], []string{o.object, o.key, strconv.Itoa(o.count)})
		}
		changes := l.content(&values, meant["attachmentdata"])
		for _, change := range slices.Concat(mendedTexts(el), mendedTexts(file)) {
			change.Field = strings.TrimPrefix(change.Field, "attachment") // the file's own name, type and data
			changes = append(changes, change)
		}
		if err := l.put(values, changes...); err != nil {
			return err
		}
	}
	return nil
}

// content fills in what follows from a file's bytes, and the bytes themselves
// if they are wanted and not too many.
func (l *lister) content(values *[]string, encoded string) []airbyte.Change {
	encoded = strings.Join(strings.Fields(encoded), "")
	wanted := l.settings.Attachments == config.AttachmentsContent
	bytes, err := base64.StdEncoding.DecodeString(encoded)
	sum := sha256.Sum256(bytes)
	switch {
	case err != nil:
		if wanted {
			*values = append(*values, "")
		}
		return []airbyte.Change{
			{Field: "SIZE", Change: airbyte.Nulled, Reason: airbyte.SourceSerializationError},
			{Field: "SHA256", Change: airbyte.Nulled, Reason: airbyte.SourceSerializationError},
			{Field: contentColumn, Change: airbyte.Nulled, Reason: airbyte.SourceSerializationError},
		}
	case wanted && len(bytes) > l.settings.AttachmentMax:
		*values = append(*values, "")
	case wanted:
		*values = append(*values, encoded)
	}
	(*values)[9], (*values)[10] = strconv.Itoa(len(bytes)), hex.EncodeToString(sum[:])
	if wanted && len(bytes) > l.settings.AttachmentMax {
		return []airbyte.Change{{Field: contentColumn, Change: airbyte.Nulled, Reason: airbyte.SourceFieldSizeLimitation}}
	}
	return nil
}

// An owner is the record that an attachment belongs to, the first of them if
// there are several.
type owner struct {
	object, key string
	count       int
}

// ownerObjects are the objects whose records may name an attachment, in the
// order in which these are said to belong to them.
func ownerObjects() []*intacct.Object {
	list := slices.DeleteFunc(slices.Clone(intacct.Objects()), func(o *intacct.Object) bool { return o.Files == intacct.NoFiles })
	slices.SortStableFunc(list, func(a, b *intacct.Object) int { return cmp.Compare(a.Files, b.Files) })
	return list
}

// owners finds the owners of all attachments, in the objects that the company
// has, that carry attachments and that the user may read.
func (l *lister) owners(ctx context.Context) (map[string]owner, error) {
	if !slices.ContainsFunc(l.plan.asked, func(c *column) bool { return strings.HasPrefix(c.field, "OWNER") }) {
		return nil, nil
	}
	owners := make(map[string]owner)
	for _, row := range ownerObjects() {
		object := row.Name
		const key, field = "RECORDNO", "SUPDOCID"
		q := intacct.Query{Object: object, Select: []string{key, field}, Filter: intacct.IsNotNull(field), PageSize: l.settings.PageSize}
		var failed error
		for record, err := range intacct.Records(intacct.Hasty(ctx), gateway.WithPrivate(l.client), q, key) {
			if failed = err; failed != nil {
				break
			}
			id, _ := record.Get(field)
			o, known := owners[string(id)]
			if !known {
				number, _ := record.Get(key)
				o = owner{object: object, key: string(number)}
			}
			o.count++
			owners[string(id)] = o
		}
		excluded, err := gateway.Excluded(failed)
		if err != nil {
			return nil, err
		}
		if excluded != nil {
			l.out.Log().Debug().Msgf("%s: no owners are looked for in %s: %s", l.name, object, excluded)
		}
	}
	return owners, nil
}
