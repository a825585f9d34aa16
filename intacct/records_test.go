package intacct_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"airbyte-sage-intacct/intacct"
)

// vendorPage is an answer with records of these numbers, of so many in all.
func vendorPage(total, offset int, numbers ...string) answer {
	return reply(vendorResult(total, offset, len(numbers), numbers...))
}

func vendorResult(total, offset, count int, numbers ...string) string {
	var rows strings.Builder
	for _, n := range numbers {
		fmt.Fprintf(&rows, "<VENDOR><RECORDNO>%s</RECORDNO><NAME>n%[1]s</NAME></VENDOR>", n)
	}
	return fmt.Sprintf(`<result><status>success</status><function>query</function><controlid>{{1}}</controlid>`+
		`<data listtype="VENDOR" totalcount="%d" offset="%d" count="%d" numremaining="%d">%s</data></result>`,
		total, offset, count, total-offset-count, rows.String())
}

// walk reads records up to one of them, or all, and the error at the end.
func walk(t *testing.T, from intacct.Querier, q intacct.Query, key, until string) (numbers []string, err error) {
	t.Helper()
	for record, failed := range intacct.Records(t.Context(), from, q, key) {
		if err != nil {
			t.Errorf("a record after the error %v", err)
		}
		if err = failed; err != nil {
			continue
		}
		number, _ := record.Get("RECORDNO")
		if numbers = append(numbers, string(number)); string(number) == until {
			break
		}
	}
	return numbers, err
}

// pagesAsked are the parts of the queries by which pages differ.
func pagesAsked(g *gateway) []string {
	var list []string
	for _, r := range g.asked {
		q := r.FindElement("//function/query")
		text := "offset " + q.FindElement("offset").Text()
		if after := q.FindElement("filter//greaterthan/value"); after != nil {
			text += " after " + after.Text()
		}
		if by := q.FindElement("orderby/order/field"); by != nil {
			text += " by " + by.Text()
		}
		list = append(list, text)
	}
	return list
}

// Pages follow on the last key of the one before, and none is asked for that
// need not be.
func TestRecordsPageAfterPage(t *testing.T) {
	c, g := newClient(t, vendorPage(5, 0, "1", "4"), vendorPage(3, 0, "7", "8"), vendorPage(1, 0, "9"))
	q := vendors()
	q.PageSize, q.Filter = 2, intacct.Eq("STATUS", "active")
	got, err := walk(t, c, q, "RECORDNO", "")
	if want := []string{"1", "4", "7", "8", "9"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("records %v, %v; want %v", got, err, want)
	}
	want := []string{"offset 0 by RECORDNO", "offset 0 after 4 by RECORDNO", "offset 0 after 8 by RECORDNO"}
	if asked := pagesAsked(g); !slices.Equal(asked, want) {
		t.Errorf("asked for %q, want %q", asked, want)
	}
	for _, r := range g.asked {
		if r.FindElement("//filter//equalto[field='STATUS']") == nil {
			t.Error("a page was asked for without the query's own condition")
		}
	}
}

// Where no key has an order, pages follow by their offset.
func TestRecordsByOffset(t *testing.T) {
	c, g := newClient(t, vendorPage(3, 0, "b", "a"), vendorPage(3, 2, "c"))
	q := vendors()
	q.PageSize, q.Order = 2, []intacct.Order{intacct.Desc("NAME")}
	got, err := walk(t, c, q, "", "")
	if want := []string{"b", "a", "c"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("records %v, %v; want %v", got, err, want)
	}
	if asked, want := pagesAsked(g), []string{"offset 0 by NAME", "offset 2 by NAME"}; !slices.Equal(asked, want) {
		t.Errorf("asked for %q, want %q", asked, want)
	}
}

// An iterator can be used again, and begins at the beginning.
func TestRecordsTwice(t *testing.T) {
	c, g := newClient(t, vendorPage(2, 0, "1"), vendorPage(1, 0, "2"), vendorPage(2, 0, "1"), vendorPage(1, 0, "2"))
	q := vendors()
	q.PageSize = 1
	all := intacct.Records(t.Context(), c, q, "RECORDNO")
	for range 2 {
		n := 0
		for _, err := range all {
			if err != nil {
				t.Fatal(err)
			}
			n++
		}
		if n != 2 {
			t.Errorf("%d records, want 2", n)
		}
	}
	if len(g.asked) != 4 {
		t.Errorf("%d pages were asked for, want 4", len(g.asked))
	}
}

// What comes before an error has come; nothing comes after it.
func TestRecordsThatFail(t *testing.T) {
	twoOf := func(total int, rows string) answer {
		return reply(fmt.Sprintf(`<result><status>success</status><function>query</function><controlid>{{1}}</controlid><data listtype="VENDOR" totalcount="%d" offset="0" count="2" numremaining="%d">%s</data></result>`, total, total-2, rows))
	}
	for name, test := range map[string]struct {
		second answer
		sparse bool
		came   []string
		want   string
	}{
		"the page is refused":    {refusal("DL02000001", "no", ""), false, []string{"1", "2"}, "DL02000001"},
		"the last key repeats":   {vendorPage(3, 0, "2", "3"), false, []string{"1", "2"}, "RECORDNO 2 came after 2"},
		"a key goes back":        {vendorPage(3, 0, "3", "1"), false, []string{"1", "2", "3"}, "RECORDNO 1 came after 3"},
		"a key is no number":     {vendorPage(3, 0, "3", "x y"), false, []string{"1", "2", "3"}, "the key RECORDNO of record 2 is no number"},
		"no key":                 {twoOf(2, "<VENDOR><NAME>a</NAME></VENDOR>"), false, []string{"1", "2"}, "the key RECORDNO of record 1 is no number"},
		"a record is missing":    {twoOf(2, "<VENDOR><RECORDNO>3</RECORDNO></VENDOR>"), false, []string{"1", "2", "3"}, "announced 2 records and sent 1"},
		"a page shows none":      {twoOf(4, ""), true, []string{"1", "2"}, "a page without records, and 2 after it"},
		"an empty page, and two": {reply(vendorResult(2, 0, 0)), false, []string{"1", "2"}, "an empty page with 2 records after it"},
		"an empty page":          {reply(vendorResult(0, 0, 0)), false, []string{"1", "2"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			c, g := newClient(t, vendorPage(5, 0, "1", "2"), test.second)
			q := vendors()
			q.PageSize, q.Sparse = 2, test.sparse
			got, err := walk(t, c, q, "RECORDNO", "")
			if !slices.Equal(got, test.came) {
				t.Errorf("records %v, want %v", got, test.came)
			}
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("error %v, want %q", err, test.want)
			}
			if len(g.asked) > 3 { // once more where the gateway contradicts itself
				t.Errorf("%d pages were asked for", len(g.asked))
			}
		})
	}
}

// held counts the pages that a client has given out and not got back.
type held struct {
	intacct.Querier
	pages []*intacct.Page
}

func (h *held) Query(ctx context.Context, q intacct.Query) (*intacct.Page, error) {
	page, err := h.Querier.Query(ctx, q)
	if err == nil {
		h.pages = append(h.pages, page)
	}
	return page, err
}

// released reports whether all pages were given back: such a page has no
// further record, though it had one.
func (h *held) released() bool {
	return !slices.ContainsFunc(h.pages, func(p *intacct.Page) bool { return p.Next() })
}

// Who stops early is asked for no further page, and leaves none behind.
func TestRecordsStopEarly(t *testing.T) {
	c, g := newClient(t, vendorPage(4, 0, "1", "2"), vendorPage(2, 0, "3", "4"))
	q := vendors()
	q.PageSize = 2
	from := &held{Querier: c}
	if got, err := walk(t, from, q, "RECORDNO", "1"); err != nil || len(got) != 1 {
		t.Errorf("records %v, %v", got, err)
	}
	if len(g.asked) != 1 || !from.released() {
		t.Errorf("%d pages were asked for, released: %t", len(g.asked), from.released())
	}
}

func TestFirst(t *testing.T) {
	c, g := newClient(t, vendorPage(7, 0, "3"))
	q := intacct.Query{Object: "VENDOR", Select: []string{"NAME", "RECORDNO", "TERM"}, Order: []intacct.Order{intacct.Asc("NAME")}, PageSize: 50, Offset: 3}
	from := &held{Querier: c}
	if got, err := intacct.First(t.Context(), from, q); err != nil || !slices.Equal(got, []string{"n3", "3", ""}) {
		t.Errorf("first record %q, %v", got, err)
	}
	if total, err := intacct.Total(t.Context(), from, q); err != nil || total != 7 {
		t.Errorf("%d records in all, %v; want 7", total, err)
	}
	if size := g.asked[0].FindElement("//pagesize").Text(); size != "1" || len(g.asked) != 2 || !from.released() {
		t.Errorf("%d pages of %s were asked for, released: %t", len(g.asked), size, from.released())
	}
}

// Nothing is no record, and neither is an answer that is not whole.
func TestFirstOfNone(t *testing.T) {
	c, _ := newClient(t, reply(vendorResult(0, 0, 0)))
	if got, err := intacct.First(t.Context(), c, vendors()); got != nil || err != nil {
		t.Errorf("first record %q, %v; want none", got, err)
	}
	c, _ = newClient(t, reply(vendorResult(1, 0, 1)))
	got, err := intacct.First(t.Context(), c, vendors())
	var broken *intacct.PageError
	if got != nil || !errors.As(err, &broken) {
		t.Errorf("first record %q, %v; want none and a *PageError", got, err)
	}
}
