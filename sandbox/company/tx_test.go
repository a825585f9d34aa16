package company

import (
	"slices"
	"strings"
	"testing"
	"time"
)

func TestCreateStampsAndAudits(t *testing.T) {
	c, clock := newCompany(t)
	clerk, _ := c.User("clerk")
	v := Viewer{User: clerk, Entity: "100"}
	key := create(t, c, v, input("DEPARTMENT", "DEPARTMENTID", "D2", "TITLE", "R&D", "PARENTID", "D1"))
	wantFields(t, c, "DEPARTMENT", key, map[string]string{
		"WHENCREATED": "2026-05-04T09:00:00Z", "WHENMODIFIED": "2026-05-04T09:00:00Z", "CREATEDBY": "11", "MODIFIEDBY": "11",
		"STATUS": "active", "PARENTNAME": "", "PARENTKEY": "1",
	})
	clock.advance(90 * time.Minute)
	tx := c.Begin(v)
	saved, problem := tx.Update(input("DEPARTMENT", "DEPARTMENTID", "D2", "TITLE", "Research"))
	if problem != nil {
		t.Fatal(problem)
	}
	commit(t, tx)
	if saved != (Saved{"DEPARTMENT", "RECORDNO", key, "DEPARTMENTID", "D2"}) {
		t.Errorf("saved = %+v", saved)
	}
	wantFields(t, c, "DEPARTMENT", "D2", map[string]string{"WHENCREATED": "2026-05-04T09:00:00Z", "WHENMODIFIED": "2026-05-04T10:30:00Z", "TITLE": "Research", "PARENTID": "D1"})
	tx = c.Begin(v)
	if problem := tx.Delete("DEPARTMENT", key); problem != nil {
		t.Fatal(problem)
	}
	commit(t, tx)
	if _, ok := c.Row("DEPARTMENT", key); ok {
		t.Error("the department is still there")
	}
	got := selectAll(t, c, Selection{
		Object: "AUDITHISTORY", Columns: fields("OBJECTTYPE", "OBJECTKEY", "ACCESSMODE", "USERID", "ACCESSTIME", "SOURCE"), Order: []Order{{Field: "ID"}},
	})
	want := []string{
		"department 2--REC Create clerk 2026-05-04T09:00:00Z api",
		"department 2--REC Modify clerk 2026-05-04T10:30:00Z api",
		"department 2--REC Delete clerk 2026-05-04T10:30:00Z api",
	}
	if !slices.Equal(got, want) {
		t.Errorf("audit trail %q, want %q", got, want)
	}
}

func TestAuditForms(t *testing.T) {
	tests := map[AuditForm]string{AuditDeclared: "1--REC", AuditRecord: "1--REC", AuditInteger: "1", AuditNatural: "CL1"}
	for form, want := range tests {
		c := New(StandardSchema())
		c.SetAuditForm(form)
		create(t, c, Viewer{}, input("CLASS", "CLASSID", "CL1", "NAME", "One"))
		if got := c.Rows("AUDITHISTORY"); len(got) != 1 || got[0]["OBJECTKEY"] != want {
			t.Errorf("%s: %v, want %s", form, got, want)
		}
	}
}

// The first error is the cause, later ones are the gateway's wrappers.
func TestDuplicateIsWrapped(t *testing.T) {
	c, _ := newCompany(t)
	tx := c.Begin(Viewer{})
	defer tx.Rollback()
	in := input("PROJECT", "PROJECTID", "Fellow PD1", "NAME", "x", "PROJECTCATEGORY", "Contract")
	if _, problem := tx.Create(in); problem != nil {
		t.Fatal(problem)
	}
	_, problem := tx.Create(in)
	if problem == nil {
		t.Fatal("a duplicate was accepted")
	}
	all := append([]Problem{*problem}, problem.Wrappers...)
	want := []string{
		"BL34000061: Another Project with the given value(s) Fellow PD1  already exists Use a unique value instead.",
		"BL01001973: Could not create project record!",
		"BL01001973: Error while saving the Project info",
	}
	for i, p := range all {
		if i >= len(want) || strings.TrimSpace(p.String()) != want[i] {
			t.Errorf("error %d: %q", i, p.String())
		}
	}
}

func TestWriteRefusals(t *testing.T) {
	c, _ := newCompany(t)
	refuseCreate(t, c, input("NOPE"), "Object definition NOPE not found")
	refuseCreate(t, c, input("VENDOR", "VENDORID", "V9", "NAME", "x", "NOPE", "1"), "Invalid field 'NOPE' specified")
	refuseCreate(t, c, input("VENDOR", "VENDORID", "V9", "NAME", "x", "WHENMODIFIED", "01/01/2026"), "'WHENMODIFIED' of VENDOR is read-only")
	refuseCreate(t, c, input("VENDOR", "VENDORID", "V9"), "PL01000127: Name")
	refuseCreate(t, c, input("VENDOR", "NAME", "x"), "is missing")
	refuseCreate(t, c, input("VENDOR", "VENDORID", "V<9>", "NAME", "x"), "BL03000018")
	refuseCreate(t, c, input("VENDOR", "VENDORID", strings.Repeat("V", 21), "NAME", "x"), "BL03000018")
	refuseCreate(t, c, input("VENDOR", "VENDORID", "V9", "NAME", "x", "STATUS", "gone"), "Invalid value 'gone' specified for STATUS.")
	refuseCreate(t, c, input("VENDOR", "VENDORID", "V9", "NAME", "x", "CREDITLIMIT", "1,000"), "Illegal format for CREDITLIMIT")
	refuseCreate(t, c, input("VENDOR", "VENDORID", "V9", "NAME", "x", "ONHOLD", "maybe"), "Illegal format for ONHOLD")
	refuseCreate(t, c, input("VENDOR", "VENDORID", "V9", "NAME", "x", "TERMNAME", "N99"), "Invalid Term 'N99' specified.")
	refuseCreate(t, c, input("PROJECT", "PROJECTID", "P", "NAME", "x", "PROJECTCATEGORY", "y", "BEGINDATE", "2026-01-01T00:00:00Z"), "Illegal format for BEGINDATE")
	refuseCreate(t, c, input("APBILLITEM", "RECORDKEY", "1"), "API operation 'CREATE' cannot be performed on objects of type APBILLITEM")
	refuseCreate(t, c, input("ARINVOICE", "CUSTOMERID", "C1"), "API operation 'CREATE' cannot be performed on objects of type ARINVOICE")
	refuseCreate(t, c, input("EMPLOYEE", "EMPLOYEEID", "E1"), "Employee Contact info cannot be empty")
	refuseUpdate(t, c, input("VENDOR", "RECORDNO", "999", "NAME", "x"), "Cannot find vendor with key '999' to update.")
	refuseUpdate(t, c, input("VENDOR", "NAME", "x"), "RECORDNO is missing")
	refuseUpdate(t, c, input("VENDOR", "RECORDNO", "1", "VENDORID", "V7"), "cannot be changed")
	refuseUpdate(t, c, input("VENDOR", "RECORDNO", "1", "NAME", ""), "is missing")
	refuseDelete(t, c, "CUSTOMER", "99999", "BL01001973: Cannot find customer with key '99999' to delete.")
	refuseDelete(t, c, "AUDITHISTORY", "1", "API operation 'DELETE' cannot be performed")
	if n := c.Count("AUDITHISTORY"); n != 0 {
		t.Errorf("refused calls left %d audit rows", n)
	}
}

func TestValuesBecomeCanonical(t *testing.T) {
	c, _ := newCompany(t)
	create(t, c, Viewer{}, input("PROJECT", "projectid", "P1", "NAME", "x", "PROJECTCATEGORY", "Contract",
		"BEGINDATE", "2/7/2026", "BUDGETAMOUNT", "0012.500", "BILLABLEEXPDEFAULT", "T", "STATUS", "Active", "ENDDATE", ""))
	wantFields(t, c, "PROJECT", "P1", map[string]string{
		"BEGINDATE": "2026-02-07", "BUDGETAMOUNT": "12.5", "BILLABLEEXPDEFAULT": "true", "STATUS": "active", "ENDDATE": "",
	})
	update(t, c, input("PROJECT", "PROJECTID", "P1", "BEGINDATE", "", "CUSTOMERID", "C1"))
	wantFields(t, c, "PROJECT", "P1", map[string]string{"BEGINDATE": "", "NAME": "x", "CUSTOMERNAME": "Dana Ltd", "CUSTOMERKEY": "1"})
	update(t, c, input("PROJECT", "PROJECTID", "P1", "CUSTOMERID", ""))
	wantFields(t, c, "PROJECT", "P1", map[string]string{"CUSTOMERID": "", "CUSTOMERNAME": "", "CUSTOMERKEY": ""})
}

func TestSequences(t *testing.T) {
	c, _ := newCompany(t)
	c.Put("VENDOR", map[string]string{"VENDORID": "V-0001"})
	c.SetSequence("VENDOR", "V-%04d", 1)
	key := create(t, c, Viewer{}, input("VENDOR", "NAME", "Numbered"))
	wantFields(t, c, "VENDOR", key, map[string]string{"VENDORID": "V-0002", "DISPLAYCONTACT.CONTACTNAME": "Numbered(VV-0002)"})
}

// A party's contact is a record of its own that follows it.
func TestPartiesKeepTheirContact(t *testing.T) {
	c, _ := newCompany(t)
	create(t, c, Viewer{}, input("VENDOR", "VENDORID", "V5", "NAME", "Inc", "DISPLAYCONTACT.EMAIL1", "a@inc", "DISPLAYCONTACT.MAILADDRESS.CITY", "Łódź"))
	wantFields(t, c, "CONTACT", "Inc(VV5)", map[string]string{"PRINTAS": "Inc", "EMAIL1": "a@inc", "MAILADDRESS.CITY": "Łódź", "STATUS": "active"})
	update(t, c, input("VENDOR", "VENDORID", "V5", "DISPLAYCONTACT.EMAIL1", "b@inc"))
	wantFields(t, c, "CONTACT", "Inc(VV5)", map[string]string{"EMAIL1": "b@inc", "MAILADDRESS.CITY": "Łódź"})
}

func TestRollbackLeavesNothing(t *testing.T) {
	c, _ := newCompany(t)
	before := snapshot(t, c)
	tx := c.Begin(Viewer{})
	if _, problem := tx.Create(bill("10")); problem != nil {
		t.Fatal(problem)
	}
	if _, problem := tx.Update(input("VENDOR", "VENDORID", "V1", "NAME", "Other")); problem != nil {
		t.Fatal(problem)
	}
	n, _, _ := tx.Select(Selection{Object: "APBILL", Columns: fields("RECORDNO")}, nothing)
	if n != 1 {
		t.Errorf("the unit of work sees %d bills of its own", n)
	}
	tx.Rollback()
	tx.Rollback()
	if after := snapshot(t, c); after != before {
		t.Errorf("rollback left changes:\n%s\nbefore:\n%s", after, before)
	}
	if tx.Commit() != nil || snapshot(t, c) != before {
		t.Error("commit after rollback does something")
	}
	key := create(t, c, Viewer{}, bill("10"))
	if key != "2" {
		t.Errorf("record number %s was given out again", key)
	}
}

// Details that nobody has asked for yet must not be derived from work that is
// rolled back.
func TestRollbackBeforeDetailsAreDerived(t *testing.T) {
	c, _ := newCompany(t)
	tx := c.Begin(Viewer{})
	if _, problem := tx.Create(journal("1", "1")); problem != nil {
		t.Fatal(problem)
	}
	tx.Rollback()
	if n := c.Count("GLDETAIL"); n != 0 {
		t.Errorf("%d details are left", n)
	}
}

// A refused call undoes itself and nothing before it.
func TestRefusedCallKeepsWhatCameBefore(t *testing.T) {
	c, _ := newCompany(t)
	tx := c.Begin(Viewer{})
	if _, problem := tx.Create(input("CLASS", "CLASSID", "A", "NAME", "a")); problem != nil {
		t.Fatal(problem)
	}
	if _, problem := tx.Create(input("CLASS", "CLASSID", "A", "NAME", "a")); problem == nil {
		t.Fatal("a duplicate was accepted")
	}
	commit(t, tx)
	if n := c.Count("CLASS"); n != 1 {
		t.Errorf("%d classes", n)
	}
}

// snapshot is everything that is stored, to compare with later.
func snapshot(t testing.TB, c *Company) string {
	t.Helper()
	var b strings.Builder
	for _, o := range c.schema.order {
		for _, r := range c.Rows(o.Name) {
			b.WriteString(o.Name)
			names := make([]string, 0, len(r))
			for name := range r {
				names = append(names, name)
			}
			slices.Sort(names)
			for _, name := range names {
				b.WriteString(" " + name + "=" + r[name])
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// A late commit appears at its time with the stamps of when it was made.
func TestLateCommit(t *testing.T) {
	c, clock := newCompany(t)
	tx := c.Begin(Viewer{})
	saved, problem := tx.Create(input("CLASS", "CLASSID", "LATE", "NAME", "x"))
	if problem != nil {
		t.Fatal(problem)
	}
	tx.CommitAt(start.Add(10 * time.Minute))
	clock.advance(9 * time.Minute)
	if _, ok := c.Row("CLASS", "LATE"); ok {
		t.Error("the row is visible too early")
	}
	second := create(t, c, Viewer{}, input("CLASS", "CLASSID", "SOON", "NAME", "x"))
	clock.advance(time.Minute)
	if second == saved.Key {
		t.Error("the record number of the late row was given out again")
	}
	got := selectAll(t, c, byKey(Selection{Object: "CLASS", Columns: fields("CLASSID", "WHENMODIFIED")}))
	want := []string{"LATE 2026-05-04T09:00:00Z", "SOON 2026-05-04T09:09:00Z"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	tx = c.Begin(Viewer{})
	if problem := tx.Delete("CLASS", "LATE"); problem != nil {
		t.Fatal(problem)
	}
	tx.CommitAt(start.Add(24 * time.Hour))
	if _, ok := c.Row("CLASS", "LATE"); !ok {
		t.Error("the delete is visible too early")
	}
	c.Release()
	if _, ok := c.Row("CLASS", "LATE"); ok {
		t.Error("Release does not release")
	}
}

func TestNullModified(t *testing.T) {
	c, _ := newCompany(t)
	c.SetNullModified("CLASS", true)
	create(t, c, Viewer{}, input("CLASS", "CLASSID", "A", "NAME", "a"))
	wantFields(t, c, "CLASS", "A", map[string]string{"WHENMODIFIED": "", "WHENCREATED": "2026-05-04T09:00:00Z"})
	update(t, c, input("CLASS", "CLASSID", "A", "NAME", "b"))
	wantFields(t, c, "CLASS", "A", map[string]string{"WHENMODIFIED": "2026-05-04T09:00:00Z"})
	c.Touch("CLASS", "A", time.Time{})
	wantFields(t, c, "CLASS", "A", map[string]string{"WHENMODIFIED": ""})
}

// Entities write what is theirs and reach only that and what is shared.
func TestEntityWrites(t *testing.T) {
	c, _ := newCompany(t)
	north, south := Viewer{Entity: "100"}, Viewer{Entity: "200"}
	key := create(t, c, north, input("CLASS", "CLASSID", "N", "NAME", "n"))
	wantFields(t, c, "CLASS", key, map[string]string{"MEGAENTITYID": "100", "MEGAENTITYNAME": "North", "MEGAENTITYKEY": "1"})
	tx := c.Begin(south)
	defer tx.Rollback()
	if _, problem := tx.Update(input("CLASS", "RECORDNO", key, "NAME", "x")); problem == nil || !strings.Contains(problem.String(), "Cannot find class") {
		t.Errorf("another entity's record: %s", problem)
	}
	if problem := tx.Delete("CLASS", key); problem == nil {
		t.Error("another entity's record was deleted")
	}
}

func TestUsedRecordsCannotBeDeleted(t *testing.T) {
	c, _ := newCompany(t)
	create(t, c, Viewer{}, bill("10"))
	refuseDelete(t, c, "VENDOR", "1", "Cannot delete vendor 'V1' because it is used by Bill.")
	refuseDelete(t, c, "DEPARTMENT", "1", "because it is used by")
	refuseDelete(t, c, "GLACCOUNT", "8", "because it is used by")
	tx := c.Begin(Viewer{})
	defer tx.Rollback()
	if problem := tx.Delete("CUSTOMER", "1"); problem != nil {
		t.Errorf("an unused customer: %s", problem)
	}
}

func TestLinesAreFoundByRecordNumber(t *testing.T) {
	c, _ := newCompany(t)
	in := input("TIMESHEET", "EMPLOYEEID", "E1", "BEGINDATE", "05/04/2026")
	c.Put("EMPLOYEE", map[string]string{"EMPLOYEEID": "E1", "CONTACT_NAME": "Ed"})
	key := create(t, c, Viewer{}, in.with("TIMESHEETENTRIES",
		input("", "ENTRYDATE", "05/04/2026", "QTY", "8"), input("", "ENTRYDATE", "05/05/2026", "QTY", "7.50")))
	wantFields(t, c, "TIMESHEETENTRY", "2", map[string]string{"TIMESHEETKEY": key, "QTY": "7.5", "LINENO": "2"})
	update(t, c, input("TIMESHEET", "RECORDNO", key).with("TIMESHEETENTRIES",
		input("", "RECORDNO", "1", "QTY", "6"), input("", "ENTRYDATE", "05/06/2026", "QTY", "1")))
	got := selectAll(t, c, byKey(Selection{Object: "TIMESHEETENTRY", Columns: fields("RECORDNO", "QTY"), Filter: &Filter{Op: Equal, Field: "TIMESHEETKEY", Values: []string{key}}}))
	if !slices.Equal(got, []string{"1 6", "2 7.5", "3 1"}) {
		t.Errorf("lines %q", got)
	}
	refuseUpdate(t, c, input("TIMESHEET", "RECORDNO", key).with("TIMESHEETENTRIES", input("", "RECORDNO", "77", "QTY", "6")), "Cannot find timesheetentry with key '77'")
	refuseUpdate(t, c, input("TIMESHEET", "RECORDNO", key).with("NOPES"), "Invalid field 'NOPES'")
	tx := c.Begin(Viewer{})
	if problem := tx.Delete("TIMESHEET", key); problem != nil {
		t.Fatal(problem)
	}
	commit(t, tx)
	if n := c.Count("TIMESHEETENTRY"); n != 0 {
		t.Errorf("%d lines outlive their header", n)
	}
}

// Production clients send ISO dates, and empty elements the object does not have.
func TestWritesAreLenient(t *testing.T) {
	c, _ := newCompany(t)
	key := create(t, c, Viewer{}, input("PROJECT", "PROJECTID", "ISO", "NAME", "x", "PROJECTCATEGORY", "Contract", "BEGINDATE", "2026-01-01", "NOPE", " "))
	wantFields(t, c, "PROJECT", key, map[string]string{"BEGINDATE": "2026-01-01"})
}
