package report

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

// Attachments is the files that hang on records, one row for each.
// Intacct keeps them in attachments ("supdocs") of one or more files, to which
// records refer by SUPDOCID.
//
// Source: Sage docs, XML API, "Attachments" (get_list of supdoc).
var Attachments = &Report{
	Name: "ATTACHMENTS",
	Columns: func(s *config.Settings) []Column {
		columns := []Column{
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
			columns = append(columns, Column{contentColumn, "TEXT"})
		}
		return columns
	},
	Key: fixed("ID"),
	Probe: func(ctx context.Context, client *intacct.Client, _ *config.Settings) error {
		_, err := listLegacy(ctx, client, "supdoc", 0, 1, "supdocid")
		return err
	},
	Rows: func(ctx context.Context, e *Env) error {
		owners, err := e.owners(ctx)
		if err != nil {
			return err
		}
		return eachListed(ctx, e.Client, "supdoc", "supdocid", nil, func(el *etree.Element) error {
			return e.files(el, owners)
		})
	},
}

const contentColumn = "CONTENT"

// attachmentRecords and attachmentFolders are the attachments and their
// folders themselves, under Intacct's names, without the files.
var (
	attachmentRecords = &Report{
		Name: "SUPDOC",
		Columns: fixed(
			Column{"supdocid", "TEXT"}, Column{"supdocname", "TEXT"}, Column{"folder", "TEXT"},
			Column{"description", "TEXT"}, Column{"creationdate", "DATE"}, Column{"createdby", "TEXT"},
		),
		Key:   fixed("supdocid"),
		Probe: Attachments.Probe,
		Rows:  func(ctx context.Context, e *Env) error { return e.elements(ctx, "supdoc", "supdocid") },
	}
	attachmentFolders = &Report{
		Name: "SUPDOCFOLDER",
		Columns: fixed(
			Column{"name", "TEXT"}, Column{"description", "TEXT"}, Column{"parentfolder", "TEXT"},
			Column{"creationdate", "DATE"}, Column{"createdby", "TEXT"},
			Column{"lastmodified", "TEXT"}, Column{"lastmodifiedby", "TEXT"}, Column{"status", "TEXT"},
		),
		Key: fixed("name"),
		Probe: func(ctx context.Context, client *intacct.Client, _ *config.Settings) error {
			_, err := listLegacy(ctx, client, "supdocfolder", 0, 1, "name")
			return err
		},
		Rows: func(ctx context.Context, e *Env) error { return e.elements(ctx, "supdocfolder", "name") },
	}
)

// elements emits what a list of the older kind holds.
func (e *Env) elements(ctx context.Context, kind, key string) error {
	values := make([]string, len(e.Columns))
	return eachListed(ctx, e.Client, kind, key, e.Columns, func(el *etree.Element) error {
		answered := texts(el)
		for i, column := range e.Columns {
			values[i] = answered[column]
		}
		return e.Put(values, mendedTexts(el)...)
	})
}

// files emits the files of one attachment.
func (e *Env) files(el *etree.Element, owners map[string]owner) error {
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
		changes := e.content(&values, meant["attachmentdata"])
		for _, change := range slices.Concat(mendedTexts(el), mendedTexts(file)) {
			change.Field = strings.TrimPrefix(change.Field, "attachment") // the file's own name, type and data
			changes = append(changes, change)
		}
		if err := e.Put(values, changes...); err != nil {
			return err
		}
	}
	return nil
}

// content fills in what follows from a file's bytes, and the bytes themselves
// if they are wanted and not too many.
func (e *Env) content(values *[]string, encoded string) []airbyte.Change {
	encoded = strings.Join(strings.Fields(encoded), "")
	wanted := e.Settings.Attachments == config.AttachmentsContent
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
	case wanted && len(bytes) > e.Settings.AttachmentMax:
		*values = append(*values, "")
	case wanted:
		*values = append(*values, encoded)
	}
	(*values)[9], (*values)[10] = strconv.Itoa(len(bytes)), hex.EncodeToString(sum[:])
	if wanted && len(bytes) > e.Settings.AttachmentMax {
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
func (e *Env) owners(ctx context.Context) (map[string]owner, error) {
	if !slices.ContainsFunc(e.Columns, func(column string) bool { return strings.HasPrefix(column, "OWNER") && e.Wants(column) }) {
		return nil, nil
	}
	owners := make(map[string]owner)
	for _, row := range ownerObjects() {
		object := row.Name
		const key, field = "RECORDNO", "SUPDOCID"
		q := intacct.Query{Object: object, Select: []string{key, field}, Filter: intacct.IsNotNull(field), PageSize: e.Settings.PageSize}
		var failed error
		for record, err := range intacct.Records(intacct.Hasty(ctx), gateway.WithPrivate(e.Client), q, key) {
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
			e.Log.Debug().Msgf("%s: no owners are looked for in %s: %s", e.Stream, object, excluded)
		}
	}
	return owners, nil
}
