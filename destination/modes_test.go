package destination_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination"
	"airbyte-sage-intacct/sandbox"
)

// vendors is a company with one vendor of ours.
func vendors(t *testing.T) *place {
	t.Helper()
	p := newPlace(sandbox.Settings{})
	r := p.write(t, nil, catalogOf(stream("VENDOR", airbyte.Append)), (&input{}).record("VENDOR", `{"VENDORID":"V-1","NAME":"First","TAXID":"T-1"}`).String())
	if r.err != nil {
		t.Fatal(r.err)
	}
	return p
}

func mapped(stream, object, action string, keys ...string) settings {
	m := map[string]any{"stream": stream, "object": object}
	if action != "" {
		m["action"] = action
	}
	if keys != nil {
		m["matching_keys"] = keys
	}
	return settings{"objects_map": []any{m}}
}

func TestModes(t *testing.T) {
	deleted := `{"VENDORID":"V-1","_ab_cdc_deleted_at":"2026-01-01T00:00:00Z"}`
	for name, c := range map[string]struct {
		settings settings
		stream   airbyte.ConfiguredStream
		data     string
		err      string
		want     map[string]string // of V-1; nil: it is gone
	}{
		"update":                   {nil, stream("VENDOR", airbyte.Update), `{"VENDORID":"V-1","NAME":"New"}`, "", map[string]string{"NAME": "New", "TAXID": "T-1"}},
		"update of nothing":        {nil, stream("VENDOR", airbyte.Update), `{"VENDORID":"V-2","NAME":"New"}`, "no record with VENDORID=V-2", map[string]string{"NAME": "First"}},
		"soft delete":              {nil, stream("VENDOR", airbyte.SoftDelete), `{"VENDORID":"V-1"}`, "", map[string]string{"STATUS": "inactive", "NAME": "First"}},
		"delete by action":         {mapped("VENDOR", "VENDOR", "delete"), stream("VENDOR", airbyte.Append), `{"VENDORID":"V-1","NAME":"x"}`, "", nil},
		"delete in upsert":         {nil, stream("VENDOR", airbyte.AppendDedup), deleted, "", nil},
		"delete made inactive":     {settings{"deletes_in": "inactive"}, stream("VENDOR", airbyte.AppendDedup), deleted, "", map[string]string{"STATUS": "inactive"}},
		"delete ignored":           {settings{"deletes_in": "ignore"}, stream("VENDOR", airbyte.AppendDedup), deleted, "", map[string]string{"STATUS": "active"}},
		"delete in append":         {nil, stream("VENDOR", airbyte.Append), `{"VENDORID":"V-2","NAME":"Gone","NOSUCH":1,"_ab_cdc_deleted_at":"2026-01-01T00:00:00Z"}`, "", map[string]string{"NAME": "First"}},
		"delete in update":         {nil, stream("VENDOR", airbyte.Update), `{"VENDORID":"V-1","TAXID":null,"_ab_cdc_deleted_at":"2026-01-01T00:00:00Z"}`, "", map[string]string{"TAXID": "T-1", "STATUS": "active"}},
		"delete without its key":   {nil, stream("VENDOR", airbyte.AppendDedup, "RECORDNO"), `{"RECORDNO":1,"_ab_cdc_deleted_at":"2026-01-01T00:00:00Z"}`, "VENDORID is missing", map[string]string{"NAME": "First"}},
		"blanks around its key":    {nil, stream("VENDOR", airbyte.AppendDedup), `{"VENDORID":" V-1 ","NAME":"New"}`, "", map[string]string{"NAME": "New"}},
		"hotglue's name":           {nil, stream("accounts_payable_vendors", airbyte.AppendDedup), `{"VENDORID":"V-1","NAME":"New"}`, "", map[string]string{"NAME": "New"}},
		"Fivetran's name":          {nil, stream("vendor", airbyte.AppendDedup, "recordno"), `{"recordno":"99","vendorid":"V-1","name":"New","displaycontact_printas":"P","nosuch":null,"_fivetran_deleted":false,"_fivetran_synced":"2026-01-01T00:00:00Z"}`, "", map[string]string{"NAME": "New", "DISPLAYCONTACT.PRINTAS": "P"}},
		"in the plural":            {nil, stream("vendors", airbyte.AppendDedup), `{"vendorid":"V-1","name":"New"}`, "", map[string]string{"NAME": "New"}},
		"marked as Fivetran does":  {nil, stream("vendor", airbyte.AppendDedup), `{"vendorid":"V-1","name":null,"_fivetran_deleted":true}`, "", nil},
		"marked by a text":         {nil, stream("vendor", airbyte.AppendDedup), `{"vendorid":"V-1","_fivetran_deleted":"true","_fivetran_synced":null}`, "", nil},
		"marked by record number":  {mapped("vendor", "vendor", "", "recordno"), stream("vendor", airbyte.AppendDedup, "recordno"), `{"recordno":"NUMBER","_fivetran_deleted":true}`, "", nil},
		"no such object":           {nil, stream("vendories", airbyte.AppendDedup), `{"vendorid":"V-1"}`, "the company has no object vendories", map[string]string{"NAME": "First"}},
		"mapped":                   {mapped("suppliers", "vendor", "upsert"), stream("suppliers", airbyte.Append), `{"VENDORID":"V-1","NAME":"New"}`, "", map[string]string{"NAME": "New"}},
		"matched by another field": {mapped("s", "VENDOR", "upsert", "TAXID"), stream("s", airbyte.Append), `{"TAXID":"T-1","NAME":"New"}`, "", map[string]string{"NAME": "New"}},
		"a cache's names":          {nil, stream("VENDOR", airbyte.AppendDedup, "vendorid"), `{"vendorid":"V-1","name":"New","displaycontact_printas":"P","creditlimit":"1.50","_airbyte_raw_id":"x"}`, "", map[string]string{"NAME": "New", "CREDITLIMIT": "1.5", "DISPLAYCONTACT.PRINTAS": "P"}},
		"warehouse key":            {settings{"unknown_fields": "ignore"}, stream("VENDOR", airbyte.AppendDedup, "id"), `{"id":17,"VENDORID":"V-1","NAME":"New"}`, "", map[string]string{"NAME": "New"}},
		"own record number":        {nil, stream("VENDOR", airbyte.AppendDedup, "RECORDNO"), `{"RECORDNO":99999,"VENDORID":"V-1","NAME":"New","WHENMODIFIED":"2026-01-01T00:00:00Z","_entity_id":""}`, "", map[string]string{"NAME": "New"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := vendors(t)
			in := (&input{}).record(c.stream.Stream.Name, strings.Replace(c.data, "NUMBER", p.row(t, "VENDOR", "VENDORID", "V-1")["RECORDNO"], 1))
			r := p.write(t, c.settings, catalogOf(c.stream), in.String())
			if c.err == "" && r.err != nil || c.err != "" && (r.err == nil || !strings.Contains(r.err.Error(), c.err)) {
				t.Fatalf("error %v, want %q\n%s", r.err, c.err, r.stdout)
			}
			if rows := p.rows("VENDOR", "VENDORID", "V-2"); len(rows) != 0 {
				t.Errorf("created %v", rows)
			}
			found := p.rows("VENDOR", "VENDORID", "V-1")
			if c.want == nil {
				if len(found) != 0 {
					t.Error("the record is still there")
				}
				return
			}
			for field, want := range c.want {
				if len(found) != 1 || found[0][field] != want {
					t.Errorf("%s is not %q in %v", field, want, found)
				}
			}
		})
	}
}

func TestDestinationObjectName(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	s := stream("people", airbyte.Append)
	s.DestinationObjectName = "DEPARTMENT"
	if r := p.write(t, nil, catalogOf(s), (&input{}).record("people", `{"DEPARTMENTID":"D-1","TITLE":"T"}`).String()); r.err != nil {
		t.Fatal(r.err)
	}
	p.row(t, "DEPARTMENT", "DEPARTMENTID", "D-1")
}

// TestMatchesAreRecordNumbers: with RECORDNO as matching key nothing is created.
func TestMatchesAreRecordNumbers(t *testing.T) {
	t.Parallel()
	p := vendors(t)
	number := p.row(t, "VENDOR", "VENDORID", "V-1")["RECORDNO"]
	more := mapped("VENDOR", "VENDOR", "upsert", "RECORDNO")
	in := (&input{}).record("VENDOR", fmt.Sprintf(`{"RECORDNO":%s,"NAME":"New"}`, number)).record("VENDOR", `{"RECORDNO":99999,"VENDORID":"V-9","NAME":"New"}`)
	r := p.write(t, more, catalogOf(stream("VENDOR", airbyte.AppendDedup)), in.String())
	if r.err == nil || !strings.Contains(r.err.Error(), "no record with RECORDNO=99999") {
		t.Errorf("error %v", r.err)
	}
	if got := p.row(t, "VENDOR", "VENDORID", "V-1")["NAME"]; got != "New" {
		t.Errorf("NAME is %q", got)
	}
	if len(p.rows("VENDOR", "VENDORID", "V-9")) != 0 {
		t.Error("a record was created for a number that Intacct gives out")
	}
}

// TestAmbiguousMatches names the candidates.
func TestAmbiguousMatches(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	in := (&input{}).record("VENDOR", `{"VENDORID":"V-1","NAME":"Same"}`).record("VENDOR", `{"VENDORID":"V-2","NAME":"Same"}`)
	if r := p.write(t, nil, catalogOf(stream("VENDOR", airbyte.Append)), in.String()); r.err != nil {
		t.Fatal(r.err)
	}
	more := mapped("VENDOR", "VENDOR", "upsert", "NAME")
	r := p.write(t, more, catalogOf(stream("VENDOR", airbyte.AppendDedup)), (&input{}).record("VENDOR", `{"NAME":"Same","TAXID":"T"}`).String())
	first, second := p.row(t, "VENDOR", "VENDORID", "V-1")["RECORDNO"], p.row(t, "VENDOR", "VENDORID", "V-2")["RECORDNO"]
	if r.err == nil || !strings.Contains(r.err.Error(), "2 records of VENDOR have NAME=Same (record numbers "+first+", "+second+")") {
		t.Errorf("error %v", r.err)
	}
}

// TestIdenticalRecords: within one input the second may be a real one; in the
// next it is the same one again.
func TestIdenticalRecords(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	catalog := catalogOf(stream("GLBATCH", airbyte.Append))
	twice := (&input{}).record("GLBATCH", oneLine(journal)).record("GLBATCH", oneLine(journal))
	r := p.write(t, nil, catalog, twice.String())
	if r.err == nil || !strings.Contains(r.err.Error(), "equals an earlier one") || len(p.rows("GLBATCH", "BATCH_TITLE", "Accrual")) != 1 {
		t.Fatalf("error %v", r.err)
	}
	r = p.write(t, nil, catalog, (&input{}).record("GLBATCH", oneLine(journal)).String())
	if r.err != nil || !strings.Contains(r.stdout, "1 already there") {
		t.Fatalf("%v\n%s", r.err, r.stdout)
	}
	for range 2 {
		if r = p.write(t, settings{"allow_identical": true}, catalog, twice.String()); r.err != nil {
			t.Fatal(r.err)
		}
		if n := len(p.rows("GLBATCH", "BATCH_TITLE", "Accrual")); n != 2 {
			t.Fatalf("%d journals", n)
		}
	}
}

// TestPrimaryKeyIsTheIdentity: where the object has no key, that of the input
// is carried in a field.
func TestPrimaryKeyIsTheIdentity(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	record := func(id, title string) string {
		return strings.Replace(strings.Replace(oneLine(journal), "{", `{"id":"`+id+`",`, 1), "Accrual", title, 1)
	}
	in := (&input{}).record("GLBATCH", record("J-1", "One")).record("GLBATCH", record("J-2", "One"))
	if r := p.write(t, nil, catalogOf(stream("GLBATCH", airbyte.Append, "id")), in.String()); r.err != nil {
		t.Fatal(r.err)
	}
	in = (&input{}).record("GLBATCH", record("J-1", "One")).record("GLBATCH", record("J-2", "Two"))
	r := p.write(t, nil, catalogOf(stream("GLBATCH", airbyte.Append, "id")), in.String())
	if r.err == nil || !strings.Contains(r.err.Error(), "REFERENCENO=J-2 exists with other content (BATCH_TITLE)") {
		t.Errorf("error %v", r.err)
	}
	if r := p.write(t, nil, catalogOf(stream("GLBATCH", airbyte.AppendDedup, "id")), in.String()); r.err != nil {
		t.Fatal(r.err)
	}
	if got := p.row(t, "GLBATCH", "REFERENCENO", "J-2")["BATCH_TITLE"]; got != "Two" {
		t.Errorf("BATCH_TITLE is %q", got)
	}
}

// TestOwnReference: a journal that brings its own reference number is told by
// its content, since others may have the same.
func TestOwnReference(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	record := func(title string) string {
		return strings.Replace(strings.Replace(oneLine(journal), "{", `{"REFERENCENO":"PAYROLL",`, 1), "Accrual", title, 1)
	}
	in := (&input{}).record("GLBATCH", record("One")).record("GLBATCH", record("Two"))
	for _, want := range []string{"2 created", "2 already there"} {
		r := p.write(t, nil, catalogOf(stream("GLBATCH", airbyte.Append)), in.String())
		if r.err != nil || !strings.Contains(r.stdout, want) {
			t.Fatalf("%v\n%s", r.err, r.stdout)
		}
	}
	r := p.write(t, nil, catalogOf(stream("GLBATCH", airbyte.AppendDedup, "RECORDNO")), (&input{}).record("GLBATCH", record("Three")).String())
	if r.err == nil || !strings.Contains(r.err.Error(), "may or may not be an earlier version") {
		t.Errorf("error %v", r.err)
	}
}

func TestCheck(t *testing.T) {
	for name, c := range map[string]struct {
		settings settings
		want     string
	}{
		"good":           {nil, ""},
		"may only read":  {settings{"user_id": "readonly", "user_password": "sandbox-readonly-password"}, "has the right Add on nothing"},
		"wrong password": {settings{"user_password": "nonsense"}, "user_password"},
		"no right on the mapped object": {settings{
			"user_id": "no_gl", "user_password": "sandbox-no_gl-password",
			"objects_map": []any{map[string]any{"stream": "s", "object": "GLBATCH", "action": "create"}},
		}, "no right at all in General Ledger"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(sandbox.Settings{})
			var stdout bytes.Buffer
			err := destination.New(p.dial).Check(t.Context(), configuration(t, c.settings), airbyte.NewEmitter(&stdout))
			switch {
			case c.want == "" && err != nil:
				t.Error(err)
			case c.want != "" && (airbyte.FailureTypeOf(err) != airbyte.ConfigError || !strings.Contains(err.Error(), c.want)):
				t.Errorf("error %v", err)
			}
		})
	}
}
