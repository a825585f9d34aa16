package unified_test

import (
	"cmp"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"airbyte-sage-intacct/unified"
)

var update = flag.Bool("update", false, "write the documentation anew")

const document = "../docs/unified.md"

const introduction = `# The unified accounting schema

<!-- Made of the tables in the package unified. Change those, then: go test ./unified -update -->

Records of these tables are read and written: what the source emits with ` + "`unified_schema`" + ` the destination accepts.

## Reading

Each table is a stream, whose name stands at the table. Its records have all fields of the first column, null where Intacct has no value, and
besides:

- A record that another refers to in three fields: its record number (…Id), the id that people know (…Number) and its name (…Name).
- ` + "`customFields`" + `, a list of ` + "`{name, value}`" + ` with those of the company's own fields that have a value; the lines have one of their own.
- ` + "`_ab_cdc_deleted_at`" + ` on the records that are gone, which have no more than their key and ` + "`updatedAt`" + ` beside it, and ` + "`_entity_id`" + `
  where entities are read one by one.
- ` + "`id`" + ` is the primary key, with ` + "`type`" + ` where a table stands for several objects, and ` + "`updatedAt`" + ` the cursor.
- Amounts have the digits that Intacct sent; with ` + "`decimals: string`" + ` they are texts.
- A line of a bill or a credit that has an item is in ` + "`lineItems`" + `, every other one in ` + "`expenses`" + `.

The schemas are fixed: they do not depend on the company.

## Writing

A stream of one of these names is written to Sage Intacct through the table below it. Its name is the table's (` + "`Vendors`" + `, in exactly this
letter case), an alias of the table, or either after ` + "`unified_`" + ` in any letter case (` + "`unified_vendors`" + `). The same goes for the object in
` + "`objects_map`" + `.

- Names of fields may be those of the first column or of *also*; where several have values the first counts. Letter case and underscores
  do not matter. A name in capitals is Intacct's own.
- Null and empty values erase nothing.
- A record that another refers to is given by up to three fields: its record number (…Id), the id that people know (…Number) and its name
  (…Name), which are tried in this order. Record numbers may be another company's: one counts only if the record it leads to has the id
  that stands beside it. Ids of the first generation are accepted as …Id. What may mean several records is rejected.
- ` + "`customFields`" + ` is a list of ` + "`{name, value}`" + `; fields of the company's own and others of Intacct's can also stand beside the unified ones.
- ` + "`hg_deleted`" + ` deletes, as ` + "`_ab_cdc_deleted_at`" + ` does.
- *Sure* says where a field is known from: A a public page, B public code, C our own choice.

`

func TestDocumentation(t *testing.T) {
	got := introduction
	for i := range unified.Tables {
		got += describe(&unified.Tables[i])
	}
	got = strings.TrimRight(got, "\n") + "\n"
	if *update {
		if err := os.WriteFile(document, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is out of date: go test ./unified -update", document)
	}
}

func describe(t *unified.Table) string {
	var b strings.Builder
	fmt.Fprintf(&b, "## %s\n\n", t.Name)
	objects := make([]string, len(t.Objects))
	for i, o := range t.Objects {
		objects[i] = "`" + o.Name + "`"
		if o.Kind != "" {
			objects[i] += " (type " + o.Kind + ")"
		}
	}
	if t.Function != "" {
		objects = []string{"what `" + t.Function + "` answers"}
	}
	fmt.Fprintf(&b, "In Intacct: %s.", strings.Join(objects, ", "))
	if !t.WriteOnly {
		fmt.Fprintf(&b, " Read as `%s`.", t.Stream())
	}
	if len(t.Aliases) > 0 {
		fmt.Fprintf(&b, " Aliases: %s.", code(t.Aliases))
	}
	if len(t.Match) > 0 {
		fmt.Fprintf(&b, " Found by %s.", code(t.Match))
	}
	if t.ReadOnly {
		b.WriteString(" It cannot be written.")
	}
	b.WriteString("\n\n")
	for _, note := range t.Notes {
		fmt.Fprintf(&b, "- %s\n", note)
	}
	if len(t.Notes) > 0 {
		b.WriteString("\n")
	}
	fields(&b, t.Fields, t.References)
	for _, s := range t.Spreads {
		spread(&b, s)
	}
	for _, l := range t.Lists {
		fmt.Fprintf(&b, "### %s: %s\n\nThe lines in `%s`. Also: %s. Sure: %c.\n\n", t.Name, l.Name, l.Element, cmp.Or(code(l.Aliases), "none"), l.Sure)
		fields(&b, l.Fields, l.References)
		ignored(&b, l.Ignored, l.Amounts)
	}
	ignored(&b, t.Ignored, t.Amounts)
	return b.String()
}

func ignored(b *strings.Builder, names, amounts []string) {
	if len(names) > 0 {
		fmt.Fprintf(b, "Accepted and not written: %s.\n\n", code(names))
	}
	if len(amounts) > 0 {
		fmt.Fprintf(b, "Not written; a record is rejected unless they are zero: %s.\n\n", code(amounts))
	}
}

func fields(b *strings.Builder, fields []unified.Field, references []unified.Reference) {
	b.WriteString("| Field | Also | Type | Intacct | Sure | |\n|---|---|---|---|---|---|\n")
	for _, f := range fields {
		if f.Name != "" {
			fmt.Fprintf(b, "| `%s` | %s | %s | %s | %c | %s |\n", f.Name, code(f.Aliases), kinds[f.Kind], place(f), f.Sure, remark(f))
		}
	}
	for _, r := range references {
		objects := make([]string, len(r.To))
		for i, to := range r.To {
			objects[i] = to.Object
		}
		where := "`" + r.Field + "`"
		if r.Lines {
			where += " of the lines"
		}
		fmt.Fprintf(b, "| %s | | reference | %s | %c | a record of %s: record number %s, id %s, name %s |\n",
			r.Name, where, r.Sure, code(objects), code(r.ID), code(r.Number), cmp.Or(code(r.Title), "none"))
	}
	b.WriteString("\n")
}

var kinds = map[unified.Kind]string{
	unified.Text: "text", unified.Number: "number", unified.Boolean: "boolean", unified.Date: "date", unified.Timestamp: "timestamp",
}

func place(f unified.Field) string {
	text := "`" + f.Intacct + "`"
	if len(f.From) > 0 {
		text += ", read from " + code(f.From)
	}
	if f.Lines {
		text += " of the lines"
	}
	return text
}

func remark(f unified.Field) string {
	var parts []string
	if len(f.Beside) > 0 {
		parts = append(parts, code(f.Beside)+" beside it say nothing more")
	}
	if f.Computed {
		parts = append(parts, "read only")
	}
	if f.Once {
		parts = append(parts, "on creation only")
	}
	if f.Negated {
		parts = append(parts, "the opposite sign")
	}
	if f.Default != "" {
		parts = append(parts, "default "+f.Default)
	}
	for _, c := range f.Codes {
		if c.Intacct != "" {
			parts = append(parts, strings.Replace(c.Unified, "*", "others", 1)+" is "+c.Intacct)
		}
	}
	return strings.Join(parts, "; ")
}

func spread(b *strings.Builder, s unified.Spread) {
	var cases, parts []string
	for _, c := range s.Cases {
		cases = append(cases, fmt.Sprintf("%s in `%s`", strings.Join(c.Kinds, ", "), c.Prefix))
	}
	for _, p := range s.Parts {
		parts = append(parts, "`"+p.Name+"`")
	}
	fmt.Fprintf(b, "`%s` (also %s) is a list of %s; `%s` says which: %s.\n\n", s.Name, code(s.Aliases), strings.Join(parts, ", "), s.Kinds[0], strings.Join(cases, "; "))
}

func code(names []string) string {
	list := make([]string, len(names))
	for i, name := range names {
		list[i] = "`" + name + "`"
	}
	return strings.Join(list, ", ")
}
