package intacct_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"airbyte-sage-intacct/intacct"
)

func TestLookup(t *testing.T) {
	c, g := newClient(t, file("lookup"))
	d, err := c.Lookup(t.Context(), "GLBATCH", "Sales Invoice")
	if err != nil {
		t.Fatal(err)
	}
	want := &intacct.Definition{
		Name: "GLBATCH",
		Fields: []intacct.Field{
			{ID: "RECORDNO", Label: "Record number", Description: "Record Number", DataType: "INTEGER"},
			{ID: "STATE", Label: "State", DataType: "TEXT", Required: true, ValidValues: []string{"Draft", "Posted"}},
			{ID: "Pet_name", Label: "Pet", DataType: "TEXT", Custom: true},
		},
		Relationships: []intacct.Relationship{{Path: "JOURNAL", Object: "JOURNAL", Type: "MANY2ONE", RelatedBy: "JOURNAL"}},
	}
	if !reflect.DeepEqual(d, want) {
		t.Errorf("definition = %+v\nwant         %+v", d, want)
	}
	if f, ok := d.Field("pet_NAME"); !ok || f.ID != "Pet_name" {
		t.Errorf("field = %+v, %v", f, ok)
	}
	if _, ok := d.Field("PET"); ok {
		t.Error("a field that is not there")
	}
	if got := g.asked[0].at("//lookup/docparid"); got != "Sales Invoice" {
		t.Errorf("docparid = %s", got)
	}
}

func TestInspect(t *testing.T) {
	c, g := newClient(t, file("inspect_all"), file("inspect"))
	all, err := c.InspectAll(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if want := []intacct.TypeName{{Name: "asset", Label: "Asset"}, {Name: "apbill", Label: "AP Bill"}}; !slices.Equal(all, want) {
		t.Errorf("types = %v", all)
	}
	one, err := c.Inspect(t.Context(), "EMPLOYEE")
	if err != nil {
		t.Fatal(err)
	}
	want := &intacct.Inspection{
		Name: "EMPLOYEE", Singular: "Employee", Plural: "Employees",
		Fields: []intacct.InspectedField{{Name: "RECORDNO", Label: "Record number", Description: "Record Number", DataType: "integer", ReadOnly: true, MaxLength: 8}},
	}
	if !reflect.DeepEqual(one, want) {
		t.Errorf("inspection = %+v\nwant         %+v", one, want)
	}
	if got := g.asked[1].FindElement("//inspect").SelectAttrValue("detail", ""); got != "1" {
		t.Errorf("detail = %q", got)
	}
}

func TestReadComesInHundreds(t *testing.T) {
	var keys []string
	for i := range 250 {
		keys = append(keys, fmt.Sprint(i))
	}
	c, g := newClient(t, file("read"))
	records, err := c.Read(t.Context(), "SODOCUMENT", keys, []string{"RECORDNO", "SODOCUMENTENTRIES"}, "Sales Invoice")
	if err != nil {
		t.Fatal(err)
	}
	if len(records) != 3 || records[0].FindElement("SODOCUMENTENTRIES/sodocumententry/QUANTITY").Text() != "5.5" {
		t.Errorf("records = %v", records)
	}
	g.counts(t, 1, 3)
	for i, want := range []int{100, 100, 50} {
		if got := len(strings.Split(g.asked[i].at("//read/keys"), ",")); got != want {
			t.Errorf("request %d holds %d keys", i, got)
		}
	}
	if got := names(g.asked[0], "//read"); got != "object keys fields docparid" {
		t.Errorf("read = %s", got)
	}
	if got := g.asked[0].at("//fields"); got != "RECORDNO,SODOCUMENTENTRIES" {
		t.Errorf("fields = %s", got)
	}
}

func TestReadByNameOfAll(t *testing.T) {
	c, g := newClient(t, reply(`<result><status>success</status><function>readByName</function><controlid>{{1}}</controlid><data listtype="VENDOR" count="0"/></result>`))
	records, err := c.ReadByName(t.Context(), "VENDOR", []string{"V1"}, nil, "")
	if err != nil || len(records) != 0 {
		t.Errorf("records = %v, %v", records, err)
	}
	if got := g.asked[0].at("//readByName/fields"); got != "*" {
		t.Errorf("fields = %s", got)
	}
}

func TestReadThatIsAnsweredWithSomethingElse(t *testing.T) {
	for name, data := range map[string]string{
		"no data":  ``,
		"stranger": `<data><customer><RECORDNO>1</RECORDNO></customer></data>`,
		"too many": `<data><vendor/><vendor/></data>`,
	} {
		c, _ := newClient(t, reply(`<result><status>success</status><function>read</function><controlid>{{1}}</controlid>`+data+`</result>`))
		if records, err := c.Read(t.Context(), "VENDOR", []string{"1"}, nil, ""); err == nil {
			t.Errorf("%s: records = %v", name, records)
		}
	}
	for _, key := range []string{"", "1,2"} {
		c, g := newClient(t)
		if _, err := c.Read(t.Context(), "VENDOR", []string{key}, nil, ""); err == nil {
			t.Errorf("the key %q was sent", key)
		}
		g.counts(t, 0, 0)
	}
}

func TestUserFormatting(t *testing.T) {
	c, g := newClient(t, file("formatting"))
	f, err := c.UserFormatting(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if at, ok := f.ParseTimestamp([]byte("11/02/2026 10:00:00")); !ok || at.Format("2006-01-02 15:04 MST") != "2026-11-02 18:00 UTC" {
		t.Errorf("at = %v, %v", at, ok)
	}
	if got := g.asked[0].at("//readUserFormatting/userId"); got != "xml_user" {
		t.Errorf("user = %s", got)
	}
	c, _ = newClient(t, text(200, strings.Replace(fixture(t, "formatting.xml"), "/mdY", "/Mdx", 1)))
	if f, err := c.UserFormatting(t.Context()); err == nil {
		t.Errorf("format = %+v", f)
	}
}

func TestUserPermissions(t *testing.T) {
	c, g := newClient(t, file("permissions"))
	apps, err := c.UserPermissions(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	want := []intacct.AppSubscription{{Application: "Accounts Payable", Policies: []intacct.Policy{{Name: "Bills", Rights: []string{"List", "View", "Add"}}}}}
	if !reflect.DeepEqual(apps, want) {
		t.Errorf("permissions = %+v", apps)
	}
	if p := apps[0].Policies[0]; !p.Has("view") || p.Has("delete") {
		t.Errorf("rights = %v", p.Rights)
	}
	if got := g.asked[0].at("//userId"); got != "xml_user" {
		t.Errorf("user = %s", got)
	}
	if _, err := c.UserPermissions(t.Context(), "other"); err != nil || g.asked[1].at("//userId") != "other" {
		t.Errorf("user = %s, %v", g.asked[1].at("//userId"), err)
	}
}

func TestDimensionsAndEntities(t *testing.T) {
	c, _ := newClient(t, file("dimensions"), file("entities"))
	dimensions, err := c.Dimensions(t.Context())
	if want := []intacct.Dimension{
		{Object: "DEPARTMENT", Label: "Department", Term: "Division", InLedger: true},
		{Object: "PET", Label: "Pet", Term: "Pet", UserDefined: true, InLedger: true},
	}; err != nil || !slices.Equal(dimensions, want) {
		t.Errorf("dimensions = %+v, %v", dimensions, err)
	}
	entities, err := c.EntityDetails(t.Context())
	if want := []intacct.Entity{{ID: "100", Name: "North", RecordNo: "4", Currency: "USD", FirstFiscalMonth: "1"}}; err != nil || !slices.Equal(entities, want) {
		t.Errorf("entities = %+v, %v", entities, err)
	}
}

func TestMetadataThatDescribesNothing(t *testing.T) {
	empty := reply(`<result><status>success</status><function>f</function><controlid>{{1}}</controlid><data/></result>`)
	for name, ask := range map[string]func(*intacct.Client) error{
		"lookup":     func(c *intacct.Client) error { _, err := c.Lookup(t.Context(), "X", ""); return err },
		"inspect":    func(c *intacct.Client) error { _, err := c.Inspect(t.Context(), "X"); return err },
		"inspect *":  func(c *intacct.Client) error { _, err := c.InspectAll(t.Context()); return err },
		"formatting": func(c *intacct.Client) error { _, err := c.UserFormatting(t.Context()); return err },
	} {
		c, _ := newClient(t, empty)
		if err := ask(c); err == nil {
			t.Errorf("%s: nothing is no error", name)
		}
	}
}

func TestRefusalsReachTheCaller(t *testing.T) {
	no := refusal("PL04000005", "You do not have permission", "")
	for name, ask := range map[string]func(*intacct.Client) error{
		"lookup":      func(c *intacct.Client) error { _, err := c.Lookup(t.Context(), "X", ""); return err },
		"inspect":     func(c *intacct.Client) error { _, err := c.Inspect(t.Context(), "X"); return err },
		"inspect *":   func(c *intacct.Client) error { _, err := c.InspectAll(t.Context()); return err },
		"read":        func(c *intacct.Client) error { _, err := c.Read(t.Context(), "X", []string{"1"}, nil, ""); return err },
		"formatting":  func(c *intacct.Client) error { _, err := c.UserFormatting(t.Context()); return err },
		"permissions": func(c *intacct.Client) error { _, err := c.UserPermissions(t.Context(), ""); return err },
		"dimensions":  func(c *intacct.Client) error { _, err := c.Dimensions(t.Context()); return err },
		"entities":    func(c *intacct.Client) error { _, err := c.EntityDetails(t.Context()); return err },
	} {
		t.Run(name, func(t *testing.T) {
			c, _ := newClient(t, no)
			if e := failure(t, ask(c)); e.Number() != "PL04000005" || e.FailureType() != "config_error" {
				t.Error(e)
			}
		})
	}
}
