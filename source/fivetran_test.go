package source

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/naming"
)

// dbtColumns are the columns that fivetran/dbt_sage_intacct 1.4 selects, with the
// types that its macros give them where they are missing (macros/staging): i
// integer, f float, b boolean, d date, ts timestamp, otherwise text.
var dbtColumns = map[string]string{
	"gl_detail": `recordno accountno accounttitle amount:f basecurr batch_date:d batch_no:i batch_title batchkey bookid classid
		classname creditamount:f currency customerid customername debitamount:f departmentid departmenttitle description docnumber
		document entry_date:d entry_state entrydescription line_no:i locationid locationname modified:ts prdescription recordid
		recordtype totaldue:f totalentered:f totalpaid:f tr_type:i trx_amount:f trx_creditamount:f trx_debitamount:f vendorid
		vendorname whencreated:d whendue:d whenmodified:ts whenpaid:d _fivetran_deleted:b _fivetran_synced:ts`,
	"gl_batch": `recordno baselocation:i baselocation_no:i batch_date:d batch_title batchno:i createdby:i journal megaentityid:i
		megaentitykey:i megaentityname modified:ts modifiedby:i modifiedbyid module prbatchkey:i referenceno reversed:d
		reversedfrom:d reversedkey:i state taximplications templatekey:i userinfo_loginid userkey:i whencreated:ts whenmodified:ts
		_fivetran_deleted:b _fivetran_synced:ts`,
	"gl_account": `recordno accountno accounttype alternativeaccount category categorykey:i closetoacctkey:i closingaccountno:i
		closingaccounttitle closingtype createdby:i modifiedby:i normalbalance requireclass:b requirecustomer:b requiredept:b
		requireemployee:b requireitem:b requireloc:b requireproject:b requirevendor:b requirewarehouse:b status taxable:b title
		whencreated:ts whenmodified:ts _fivetran_deleted:b _fivetran_synced:ts`,
	"ap_bill": `recordno auwhencreated:ts basecurr billtopaytocontactname billtopaytokey:i currency description docnumber
		due_in_days:i recordid recordtype shiptoreturntocontactname shiptoreturntokey:i state totaldue:f totalentered:f totalpaid:f
		vendorid vendorname whencreated:d whendue:d whenmodified:ts whenpaid:d whenposted:d _fivetran_deleted:b _fivetran_synced:ts`,
	"ap_bill_item": `recordno recordkey accountkey:i accountno accounttitle amount:f basecurr baselocation:i billable:b billed:b
		classid classname createdby:i currency customerid customername departmentid departmentname entry_date:d entrydescription
		exchange_rate:i itemid itemname line_no:i lineitem:b locationid locationname offsetglaccountno:i offsetglaccounttitle
		projectid projectname recordtype state totalpaid:f totalselected:f vendorid vendorname whencreated:ts whenmodified:ts
		_fivetran_synced:ts`,
	"ar_invoice": `recordno auwhencreated:ts basecurr billtopaytocontactname billtopaytokey:i createdby:i currency customerid
		customername description docnumber due_in_days:i megaentityid megaentityname recordid recordtype shiptoreturntocontactname
		shiptoreturntokey:i state totaldue:f totalentered:f totalpaid:f whencreated:d whendiscount:d whendue:d whenmodified:ts
		whenpaid:d whenposted:d _fivetran_deleted:b _fivetran_synced:ts`,
	"ar_invoice_item": `recordno recordkey accountkey:i accountno accounttitle amount:f basecurr baselocation:i classid classname
		createdby:i currency customerid customername departmentid departmentname entry_date:d entrydescription exchange_rate:i
		itemid itemname line_no:i lineitem:b locationid locationname offsetglaccountno:i offsetglaccounttitle recordtype state
		totalpaid:f totalselected:f vendorid vendorname warehouseid warehousename whencreated:ts whenmodified:ts
		_fivetran_synced:ts`,
}

// otherTypes are the columns whose type is not the package's, because values
// would be lost: rates have fractions, and people give accounts, locations and
// entities ids that need not be numbers. The package casts what it computes with.
var otherTypes = map[string]string{
	"ap_bill_item.exchange_rate": "f", "ar_invoice_item.exchange_rate": "f",
	"ap_bill_item.offsetglaccountno": "", "ar_invoice_item.offsetglaccountno": "",
	"gl_account.closingaccountno": "", "gl_batch.baselocation_no": "", "gl_batch.megaentityid": "",
	"gl_batch.reversedfrom": "",
}

func fivetran(more map[string]any) *program {
	config := map[string]any{"stream_naming": "fivetran"}
	for key, value := range more {
		config[key] = value
	}
	return with(config)
}

// property is what a catalogue says of a column.
type property struct {
	Type        []string `json:"type"`
	Format      string   `json:"format"`
	AirbyteType string   `json:"airbyte_type"`
}

// letter is the type of a column as dbtColumns has it.
func (p property) letter() string {
	switch fmt.Sprint(p.Type) + p.Format + p.AirbyteType {
	case "[null string]":
		return ""
	case "[null integer]":
		return "i"
	case "[null number]":
		return "f"
	case "[null boolean]":
		return "b"
	case "[null string]date":
		return "d"
	case "[null string]date-timetimestamp_with_timezone":
		return "ts"
	}
	return fmt.Sprintf("%+v", p)
}

func properties(t testing.TB, stream airbyte.Stream) map[string]property {
	t.Helper()
	var schema struct {
		Properties map[string]property `json:"properties"`
	}
	if err := json.Unmarshal(stream.JSONSchema, &schema); err != nil {
		t.Fatal(err)
	}
	return schema.Properties
}

// TestFivetranTables holds the catalogue against what the dbt package selects.
func TestFivetranTables(t *testing.T) {
	for _, p := range []*program{
		fivetran(map[string]any{"objects": []string{"gl_detail", "GLBATCH", "general_ledger_accounts", "ap_bill", "ap_bill_item", "invoices", "ar_invoice_item"}}),
		{transport: bare(t).transport, config: map[string]any{"stream_naming": "fivetran"}},
	} {
		catalog, _ := p.discover(t)
		found := 0
		for _, stream := range catalog.Streams {
			columns, listed := dbtColumns[stream.Name]
			if !listed {
				continue
			}
			found++
			has := properties(t, stream)
			for column := range strings.FieldsSeq(columns) {
				name, want, _ := strings.Cut(column, ":")
				if other, kept := otherTypes[stream.Name+"."+name]; kept {
					want = other
				}
				if p, ok := has[name]; !ok || p.letter() != want {
					t.Errorf("%s.%s is %q (there: %t), want %q", stream.Name, name, p.letter(), ok, want)
				}
			}
			if got := described(stream); got != stream.Name+" recordno whenmodified" {
				t.Errorf("key and cursor: %s", got)
			}
			if _, has := has[naming.DeletedColumn]; has {
				t.Errorf("%s has Airbyte's mark of deletes", stream.Name)
			}
		}
		if found != len(dbtColumns) {
			t.Errorf("%d of %d tables", found, len(dbtColumns))
		}
	}
}

// bare is a company whose objects lack some of the fields that the package reads.
func bare(t testing.TB) *world {
	t.Helper()
	w := small(t, "GLACCOUNT")
	lacks := regexp.MustCompile(`(?s)<Field>\s*<ID>(TAXIMPLICATIONS|USERINFO\.LOGINID|REQUIREWAREHOUSE|BILLABLE|LINEITEM|CUSTOMERID)</ID>.*?</Field>`)
	inner := w.transport
	w.transport = roundTripper(func(r *http.Request) (*http.Response, error) {
		reply, err := inner.RoundTrip(r)
		if err != nil {
			return nil, err
		}
		body, err := io.ReadAll(reply.Body)
		if err != nil {
			return nil, err
		}
		body = lacks.ReplaceAll(body, nil)
		reply.Body, reply.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
		return reply, nil
	})
	return w
}

// TestFivetranMissingColumns: what the company does not have is null.
func TestFivetranMissingColumns(t *testing.T) {
	w := bare(t)
	w.config["stream_naming"] = "fivetran"
	w.company.Put("GLACCOUNT", map[string]string{"RECORDNO": "7", "ACCOUNTNO": "1000", "TITLE": "Cash", "WHENMODIFIED": "2026-10-01T00:00:00Z", "REQUIREDEPT": "true"})
	data := w.read(t, configured(airbyte.Incremental, "gl_account"), nil).ok(t).records("gl_account")[0]
	for _, part := range []string{`{"recordno":"7","whenmodified":"2026-10-01T00:00:00Z"`, `"requiredept":true`, `,"requirewarehouse":null`, `,"_fivetran_deleted":false,"_fivetran_synced":"2026-11-02T12:00:00Z"}`} {
		if !strings.Contains(data, part) {
			t.Errorf("%s lacks %s", data, part)
		}
	}
	for _, request := range w.sandbox.Requests() {
		if strings.Contains(request.Body, "REQUIREWAREHOUSE") {
			t.Errorf("a field was asked for that there is not: %s", request.Body)
		}
	}
	catalog := configured(airbyte.Incremental, "gl_account")
	catalog.Streams[0].Stream.JSONSchema = json.RawMessage(`{"properties":{"title":{},"requirewarehouse":{},"_fivetran_synced":{}}}`)
	want := `{"recordno":"7","whenmodified":"2026-10-01T00:00:00Z","title":"Cash","requirewarehouse":null,"_fivetran_synced":"2026-11-02T12:00:00Z"}`
	out := w.read(t, catalog, nil).ok(t)
	if got := out.records("gl_account"); !slices.Equal(got, []string{want}) {
		t.Errorf("got %s, want %s", got, want)
	}
	if logs := out.logs(); strings.Contains(logs, "has no field") {
		t.Errorf("logs:\n%s", logs)
	}
}

// TestFivetranChangesAndDeletes: a row that did not change is not emitted again
// although its time of sync would be another; one that is gone is marked.
func TestFivetranChangesAndDeletes(t *testing.T) {
	for _, deletes := range []string{config.DeletesAuto, config.DeletesReconcile} {
		t.Run(deletes, func(t *testing.T) {
			w := small(t, "CLASS")
			w.config["stream_naming"], w.config["deletes"] = "fivetran", deletes
			for i := range 3 {
				row := class(i + 1)
				row["WHENMODIFIED"] = stamp(w.clock().Add(-time.Hour))
				w.company.Put("CLASS", row)
			}
			catalog := configured(airbyte.Incremental, "class")
			first := w.read(t, catalog, nil).ok(t)
			if n := len(first.records("class")); n != 3 {
				t.Fatalf("%d records", n)
			}
			w.later(time.Minute)
			second := w.read(t, catalog, first.states()).ok(t)
			if again := second.records("class"); len(again) > 0 {
				t.Errorf("came again: %s", again)
			}
			w.remove(t, "2")
			changed := class(3)
			changed["NAME"], changed["WHENMODIFIED"] = "Changed", stamp(w.clock())
			w.company.Put("CLASS", changed)
			w.later(time.Minute)
			got := w.read(t, catalog, second.states()).ok(t).records("class")
			at := stamp(w.clock())
			want := fmt.Sprintf(`{"recordno":2,"whenmodified":%q,"_fivetran_deleted":true,"_fivetran_synced":%[1]q}`, at)
			if len(got) != 2 || !slices.Contains(got, want) {
				t.Fatalf("got %s, want a change and %s", got, want)
			}
			if change := got[0]; !strings.HasSuffix(change, fmt.Sprintf(`"_fivetran_deleted":false,"_fivetran_synced":%q}`, at)) || !strings.Contains(change, `"name":"Changed"`) {
				t.Errorf("the change is %s", change)
			}
		})
	}
}

// TestFivetranTextKeys: where record numbers are text, so they are in deletes.
func TestFivetranTextKeys(t *testing.T) {
	w := small(t, "GLACCOUNT")
	w.config["stream_naming"] = "fivetran"
	row := map[string]string{"RECORDNO": "7", "ACCOUNTNO": "1000", "TITLE": "Cash", "WHENMODIFIED": "2026-10-01T00:00:00Z"}
	w.company.Put("GLACCOUNT", row)
	catalog := configured(airbyte.Incremental, "gl_account")
	states := w.read(t, catalog, nil).ok(t).states()
	w.company.Remove("GLACCOUNT", "7")
	w.later(time.Minute)
	w.config["deletes"] = config.DeletesReconcile
	got := w.read(t, catalog, states).ok(t).records("gl_account")
	want := fmt.Sprintf(`{"recordno":"7","whenmodified":%q,"_fivetran_deleted":true,"_fivetran_synced":%[1]q}`, stamp(w.clock()))
	if !slices.Equal(got, []string{want}) {
		t.Errorf("got %s, want %s", got, want)
	}
	catalog.Streams[0].Stream.JSONSchema = json.RawMessage(`{"properties":{"title":{}}}`)
	if got := w.read(t, catalog, states).ok(t).records("gl_account"); len(got) > 0 {
		t.Errorf("a delete that nothing marks as one: %s", got)
	}
}

// TestFivetranDeletesOff: the column stays, so that models which look at it work.
func TestFivetranDeletesOff(t *testing.T) {
	out := fivetran(map[string]any{"deletes": config.DeletesOff}).read(t, configured(airbyte.FullRefresh, "department", "dimensions"), nil).ok(t)
	for _, stream := range []string{"department", "dimensions"} {
		for _, data := range out.records(stream) {
			if !strings.HasSuffix(data, `,"_fivetran_deleted":false,"_fivetran_synced":"2026-11-02T12:00:00Z"}`) {
				t.Fatalf("%s: %s", stream, data)
			}
		}
	}
}

// TestFivetranEntities: each entity's records have their entity, under the name
// that is the connector's own.
func TestFivetranEntities(t *testing.T) {
	config := map[string]any{"entities": map[string]any{"mode": "all"}}
	out := fivetran(config).read(t, configured(airbyte.Incremental, "gl_batch"), nil).ok(t)
	records := out.records("gl_batch")
	byKey(t, records, "recordno")
	if !slices.ContainsFunc(records, func(data string) bool {
		return strings.Contains(data, `,"_entity_id":"100","_fivetran_deleted":false,"_fivetran_synced":`)
	}) {
		t.Errorf("no record of entity 100 among %d", len(records))
	}
}
