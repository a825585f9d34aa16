package company

import (
	"encoding/base64"
	"strings"
)

// maxAttachmentID is how long the id of an attachment may be.
const maxAttachmentID = 20

// beforeAttachment sees to the folder and the files of an attachment; its name
// is its id unless told otherwise.
func beforeAttachment(d *draft) *Problem {
	d.fill("supdocname", d.get("supdocid"))
	if len(d.get("supdocid")) > maxAttachmentID {
		return illegalFormat("supdocid", d.get("supdocid"))
	}
	folders, ok := d.tx.c.table("SUPDOCFOLDER")
	if !ok {
		return nil
	}
	folder := d.get("folder")
	if folder == "" {
		return missing("Attachment Folder")
	}
	if _, known := folders.findValue(folders.object.Ordinal("name"), folder); !known {
		return invalidReference("Attachment Folder", folder)
	}
	return checkFiles(d)
}

// checkFiles refuses files without name, type or content, and those of a name
// that the attachment has: files are added, never changed.
//
// Source: Sage docs, XML API, "Attachments".
func checkFiles(d *draft) *Problem {
	taken := map[string]bool{}
	for _, file := range d.lines("attachments") {
		if file.old == nil {
			if problem := checkFile(file); problem != nil {
				return problem
			}
		}
		name := strings.ToLower(file.get("attachmentname") + "." + strings.TrimPrefix(file.get("attachmenttype"), "."))
		if taken[name] {
			return &Problem{
				Errno:        "BL34000061",
				Description2: "Another Attachment file with the given value(s) " + name + "  already exists",
				Correction:   "Use a unique value instead.",
			}
		}
		taken[name] = true
	}
	return nil
}

func checkFile(file *draft) *Problem {
	for _, field := range []string{"attachmentname", "attachmenttype", "attachmentdata"} {
		if file.get(field) == "" {
			return missing(field)
		}
	}
	data := strings.Join(strings.Fields(file.get("attachmentdata")), "")
	if _, err := base64.StdEncoding.DecodeString(data); err != nil {
		return refuse("The attachmentdata of '%s' is not valid base64.", file.get("attachmentname"))
	}
	return nil
}
