package report

import (
	"context"
	"strconv"

	"github.com/beevik/etree"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
)

// How many elements of a list are asked for at once. Those that hold files are
// as large as these are: the number follows the size of the answers.
const (
	fewListed   = 1
	usualListed = 20
	manyListed  = 500
	largeAnswer = 4 << 20
)

// mostRestarts bounds how often a list is begun again.
const mostRestarts = 20

// eachListed hands over all elements of a list of the older kind. Such a list
// can only be counted off, so each page repeats the last element of the one
// before; if it does not, something was deleted meanwhile, and the list is
// begun again. No element is handed over twice.
//
// Source: Sage docs, XML API, "Attachments" (get_list).
func eachListed(ctx context.Context, client *intacct.Client, kind, key string, fields []string, use func(*etree.Element) error) error {
	seen := make(map[string]bool)
	start, size, last, begun := 0, usualListed, "", 0
	for {
		result, err := listLegacy(ctx, client, kind, start, size, fields...)
		if err != nil {
			return err
		}
		list, err := answers(result.Data, kind)
		if err != nil {
			return err
		}
		if err := result.List.Agree(start, size, len(list)); err != nil {
			return airbyte.Errorf(airbyte.SystemError, "the list of %s cannot be trusted: %w", kind, err)
		}
		if last != "" && (len(list) == 0 || texts(list[0])[key] != last) {
			if begun++; begun > mostRestarts {
				return airbyte.Errorf(airbyte.TransientError, "the list of %s keeps changing while it is read", kind)
			}
			start, last = 0, ""
			continue
		}
		bytes := 0
		for _, el := range list {
			bytes += sizeOf(el)
			if last = texts(el)[key]; last == "" {
				return airbyte.Errorf(airbyte.SystemError, "the gateway listed a %s without %s", kind, key)
			}
			if seen[last] {
				continue
			}
			seen[last] = true
			if err := use(el); err != nil {
				return err
			}
		}
		end := start + len(list)
		if end >= result.List.Total {
			return nil
		}
		start, size = end-1, nextSize(size, bytes)
	}
}

// nextSize keeps answers well below what would fill the memory.
func nextSize(size, bytes int) int {
	switch {
	case bytes > largeAnswer:
		return max(size/2, fewListed+1)
	case bytes < largeAnswer/4:
		return min(size*2, manyListed)
	}
	return size
}

// sizeOf is roughly the length of an element's text.
func sizeOf(el *etree.Element) int {
	size := len(el.Text())
	for _, child := range el.ChildElements() {
		size += sizeOf(child)
	}
	return size
}

func listLegacy(ctx context.Context, client *intacct.Client, kind string, start, size int, fields ...string) (intacct.Result, error) {
	body := etree.NewElement("get_list")
	body.CreateAttr("object", kind)
	body.CreateAttr("start", strconv.Itoa(start))
	body.CreateAttr("maxitems", strconv.Itoa(size))
	// Inside an entity there is nothing private of others to show.
	body.CreateAttr("showprivate", strconv.FormatBool(client.EntityID() == ""))
	sorts := body.CreateElement("sorts")
	sort := sorts.CreateElement("sortfield")
	sort.CreateAttr("order", "asc")
	sort.SetText("recordno")
	if kind == "supdocfolder" {
		sort.SetText("name")
	}
	if len(fields) > 0 {
		list := body.CreateElement("fields")
		for _, field := range fields {
			list.CreateElement("field").SetText(field)
		}
	}
	return client.DoOne(ctx, intacct.Legacy(body))
}
