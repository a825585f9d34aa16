package destination_test

import (
	"fmt"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox"
)

// changed adds a record some fields of which were changed on their way.
func (in *input) changed(stream, data string, changes ...string) *input {
	list := make([]string, len(changes))
	for i, change := range changes {
		field, kind, _ := strings.Cut(change, " ")
		list[i] = fmt.Sprintf(`{"field":%q,"change":%q,"reason":"SOURCE_SERIALIZATION_ERROR"}`, field, kind)
	}
	in.lines = append(in.lines, fmt.Sprintf(`{"type":"RECORD","record":{"stream":%q,"emitted_at":1700000000000,"data":%s,"meta":{"changes":[%s]}}}`, stream, data, strings.Join(list, ",")))
	return in
}

// TestBoundsOfRecords: a record that would take hundreds of megabytes is rejected
// by name, and its neighbours are written.
func TestBoundsOfRecords(t *testing.T) {
	lines := strings.Repeat(`{"ACCOUNTNO":"6000","TRX_AMOUNT":"1"},`, 60_000)
	lines = "[" + strings.TrimSuffix(lines, ",") + "]"
	for name, c := range map[string]struct{ data, want string }{
		"lines":           {`{"VENDORID":"V-1","LINES":` + lines + `}`, "values, more than the 50000"},
		"lines in a text": {`{"VENDORID":"V-1","LINES":` + fmt.Sprintf("%q", lines) + `}`, "values, more than the 50000"},
		"ampersands":      {`{"VENDORID":"V-1","COMMENTS":"` + strings.Repeat("&", 8<<20) + `"}`, "more than 36 MiB as XML"},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPlace(sandbox.Settings{})
			in := (&input{}).record("VENDOR", `{"VENDORID":"V-0","NAME":"First","COMMENTS":"`+strings.Repeat("a,", 60_000)+`"}`).record("VENDOR", c.data)
			r := p.write(t, nil, catalogOf(stream("VENDOR", airbyte.Append)), in.String())
			if r.err == nil || !strings.Contains(r.err.Error(), c.want) || !strings.Contains(r.err.Error(), "record 2 of the stream") {
				t.Errorf("error = %.500v", r.err)
			}
			p.row(t, "VENDOR", "VENDORID", "V-0")
		})
	}
}

// TestWithheldFields: what was nulled or cut on its way counts as not brought,
// under whatever name, and is told once a stream and field.
func TestWithheldFields(t *testing.T) {
	before := `{"VENDORID":"V-1","NAME":"First","TAXID":"T-1","COMMENTS":"keep me","CREDITLIMIT":5000,"DISPLAYCONTACT":{"PRINTAS":"P"}}`
	for name, c := range map[string]struct {
		stream, data string
		changes      []string
	}{
		"nulled":              {"VENDOR", `{"VENDORID":"V-1","NAME":"New","COMMENTS":null,"CREDITLIMIT":null}`, []string{"COMMENTS NULLED", "CREDITLIMIT NULLED"}},
		"cut":                 {"VENDOR", `{"VENDORID":"V-1","NAME":"New","COMMENTS":"kee"}`, []string{"COMMENTS TRUNCATED"}},
		"in other letters":    {"VENDOR", `{"vendorid":"V-1","name":"New","comments":null,"creditlimit":null}`, []string{"Comments NULLED", "CREDITLIMIT NULLED"}},
		"nested":              {"VENDOR", `{"VENDORID":"V-1","NAME":"New","DISPLAYCONTACT":{"PRINTAS":null,"EMAIL1":"a@example.com"}}`, []string{"DISPLAYCONTACT.PRINTAS NULLED"}},
		"nested as a path":    {"VENDOR", `{"VENDORID":"V-1","NAME":"New","DISPLAYCONTACT":{"PRINTAS":null}}`, []string{"$.DISPLAYCONTACT.PRINTAS NULLED"}},
		"in quoted steps":     {"VENDOR", `{"VENDORID":"V-1","NAME":"New","DISPLAYCONTACT":{"PRINTAS":null}}`, []string{"$['DISPLAYCONTACT'][\"PRINTAS\"] NULLED"}},
		"the nest":            {"VENDOR", `{"VENDORID":"V-1","NAME":"New","DISPLAYCONTACT":{"PRINTAS":null}}`, []string{"DISPLAYCONTACT NULLED"}},
		"flattened":           {"VENDOR", `{"VENDORID":"V-1","NAME":"New","displaycontact_printas":null}`, []string{"DISPLAYCONTACT.PRINTAS NULLED"}},
		"left out besides":    {"VENDOR", `{"VENDORID":"V-1","NAME":"New"}`, []string{"COMMENTS NULLED"}},
		"of a kind yet to be": {"VENDOR", `{"VENDORID":"V-1","NAME":"New","COMMENTS":"?"}`, []string{"COMMENTS ROUNDED"}},
		"unified":             {"Vendors", `{"vendorNumber":"V-1","vendorName":"New","notes":"kee"}`, []string{"notes TRUNCATED"}},
		"of a warehouse":      {"VENDOR", `{"vendorid":"V-1","name":"New","comments":null,"_airbyte_meta":{"sync_id":1,"changes":[{"field":"comments","change":"NULLED","reason":"DESTINATION_TYPECAST_ERROR"}]}}`, nil},
		"of a warehouse's text": {"VENDOR", `{"vendorid":"V-1","name":"New","comments":null,
			"_AIRBYTE_META":"{\"changes\":[{\"field\":\"comments\",\"change\":\"NULLED\",\"reason\":null}]}"}`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(sandbox.Settings{})
			if r := p.write(t, nil, catalogOf(stream("VENDOR", airbyte.Append)), (&input{}).record("VENDOR", before).String()); r.err != nil {
				t.Fatal(r.err)
			}
			data := oneLine(c.data)
			in := (&input{}).changed(c.stream, data, c.changes...).changed(c.stream, data, c.changes...).state(c.stream)
			r := p.write(t, nil, catalogOf(stream(c.stream, airbyte.AppendDedup)), in.String())
			if r.err != nil || len(r.states(t)) != 1 {
				t.Fatalf("%v\n%s", r.err, r.stdout)
			}
			row := p.row(t, "VENDOR", "VENDORID", "V-1")
			for field, want := range map[string]string{"NAME": "New", "COMMENTS": "keep me", "CREDITLIMIT": "5000", "DISPLAYCONTACT.PRINTAS": "P", "TAXID": "T-1"} {
				if row[field] != want {
					t.Errorf("%s is %q, want %q", field, row[field], want)
				}
			}
			if n := strings.Count(r.stdout, "left as it is in Intacct in 2 records"); n != max(1, len(c.changes)) {
				t.Errorf("%d warnings:\n%s", n, r.stdout)
			}
		})
	}
}

// TestWithheldForGood: a record is rejected that lacks what says which it is,
// its lines, or, where nothing else tells it from others, a part of its content.
func TestWithheldForGood(t *testing.T) {
	const bill = `{"RECORDID":"W-1","VENDORID":"TV-1","WHENCREATED":"2026-11-05","WHENDUE":"2026-12-31","CURRENCY":"USD","APBILLITEMS":[{"ACCOUNTNO":"6700","TRX_AMOUNT":1,"LOCATIONID":"110","DEPARTMENTID":"200"}]}`
	for name, c := range map[string]struct {
		object  string
		stream  airbyte.ConfiguredStream
		data    string
		change  string
		message string
	}{
		"the key":              {"VENDOR", stream("VENDOR", airbyte.AppendDedup, "VENDORID"), `{"VENDORID":"V-","NAME":"x"}`, "VENDORID TRUNCATED", "by which the record is known"},
		"in other letters":     {"VENDOR", stream("VENDOR", airbyte.Append), `{"vendorid":null,"NAME":"x"}`, "VendorId NULLED", "by which the record is known"},
		"a part of the key":    {"APBILL", stream("APBILL", airbyte.Append), strings.Replace(bill, `"W-1"`, `null`, 1), "RECORDID NULLED", "by which the record is known"},
		"a key of the source":  {"GLBATCH", stream("GLBATCH", airbyte.Append, "id"), strings.Replace(oneLine(journal), "{", `{"id":"J","BATCH_TITLE":"`, 1), "id TRUNCATED", ""},
		"the mark of a delete": {"VENDOR", stream("VENDOR", airbyte.AppendDedup), `{"VENDORID":"V-9","NAME":"x","_ab_cdc_deleted_at":null}`, "_ab_cdc_deleted_at NULLED", "by which the record is known"},
		"the entity":           {"VENDOR", stream("VENDOR", airbyte.AppendDedup), `{"VENDORID":"V-9","NAME":"x","_entity_id":null}`, "_entity_id NULLED", "by which the record is known"},
		"lines":                {"APBILL", stream("APBILL", airbyte.Append), bill, "APBILLITEMS NULLED", "the lines of the record"},
		"lines that are gone":  {"APBILL", stream("APBILL", airbyte.AppendDedup), `{"RECORDID":"W-1","VENDORID":"TV-1","WHENCREATED":"2026-11-05"}`, "apbillitems NULLED", "the lines of the record"},
		"in a line":            {"APBILL", stream("APBILL", airbyte.Append), bill, "APBILLITEMS[0].TRX_AMOUNT NULLED", "the lines of the record"},
		"unified lines":        {"APBILL", stream("Bills", airbyte.Append), `{"billNumber":"W-1","vendorNumber":"TV-1","createdAt":"2026-11-05","dueDate":"2026-12-31"}`, "expenses NULLED", "the lines of the record"},
		"a unified key":        {"APBILL", stream("Bills", airbyte.Append), `{"vendorNumber":"TV-1","createdAt":"2026-11-05","dueDate":"2026-12-31","expenses":[{"accountNumber":"6700","amount":1,"locationNumber":"110","departmentNumber":"200"}]}`, "billNumber NULLED", "by which the record is known"},
		"of the content":       {"GLBATCH", stream("GLBATCH", airbyte.Append), oneLine(journal), "HISTORY_COMMENT NULLED", "nothing but its content"},
		"what a create needs":  {"VENDOR", stream("VENDOR", airbyte.AppendDedup), `{"VENDORID":"V-9","NAME":null}`, "NAME NULLED", "sent without NAME (NULLED, SOURCE_SERIALIZATION_ERROR)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.message == "" {
				c.message, c.data = "by which the record is known", strings.Replace(oneLine(journal), "{", `{"id":"J",`, 1)
			}
			p := newPlace(sandbox.Settings{})
			in := (&input{}).changed(c.stream.Stream.Name, c.data, c.change).state(c.stream.Stream.Name)
			r := p.write(t, nil, catalogOf(c.stream), in.String())
			if r.err == nil || !strings.Contains(r.err.Error(), c.message) || len(r.states(t)) != 0 {
				t.Errorf("error %v", r.err)
			}
			if !strings.Contains(r.stdout, "1 rejected") {
				t.Errorf("output:\n%s", r.stdout)
			}
		})
	}
}

// TestWithheldFromDeletes: only its key matters of a record that is to go.
func TestWithheldFromDeletes(t *testing.T) {
	t.Parallel()
	p := vendors(t)
	in := (&input{}).changed("VENDOR", `{"VENDORID":"V-1","NAME":null,"_ab_cdc_deleted_at":"2026-01-01T00:00:00Z"}`, "NAME NULLED", "_airbyte_data TRUNCATED")
	r := p.write(t, nil, catalogOf(stream("VENDOR", airbyte.AppendDedup)), in.String())
	if r.err != nil || len(p.rows("VENDOR", "VENDORID", "V-1")) != 0 {
		t.Errorf("%v\n%s", r.err, r.stdout)
	}
}

// TestUnreadableTexts: a text that decoding would mend with U+FFFD rejects its
// record by name, so that two keys never become one; a real U+FFFD is a
// character as any.
func TestUnreadableTexts(t *testing.T) {
	for name, data := range map[string]string{
		"half a pair in the key":     `{"VENDORID":"V-\ud800","NAME":"x"}`,
		"another half":               `{"VENDORID":"V-\udfff","NAME":"x"}`,
		"bytes in the key":           "{\"VENDORID\":\"V-\xff\",\"NAME\":\"x\"}",
		"bytes in a text":            "{\"VENDORID\":\"V-9\",\"NAME\":\"caf\xe9\"}",
		"half a pair in a text":      `{"VENDORID":"V-9","NAME":"caf\ud83d"}`,
		"in a name":                  "{\"VENDORID\":\"V-9\",\"NAME\":\"x\",\"NO\xff\":null}",
		"nested":                     `{"VENDORID":"V-9","NAME":"x","DISPLAYCONTACT":{"PRINTAS":"\ud800"}}`,
		"in a name that is nested":   `{"VENDORID":"V-9","NAME":"x","DISPLAYCONTACT":{"\ud800":null}}`,
		"in JSON that is in a text":  `{"VENDORID":"V-9","NAME":"x","ATTACHMENTS":"[{\"name\":\"\\ud800\"}]"}`,
		"in a field of other tools":  `{"VENDORID":"V-9","NAME":"x","_ab_source":"\ud800"}`,
		"in a field that is ignored": `{"VENDORID":"V-9","NAME":"x","RECORDNO":"\ud800"}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPlace(sandbox.Settings{})
			good := `{"VENDORID":"V-10","NAME":"` + "\uFFFD" + ` \ufffd C:\\ud800 \ud83d\ude00"}`
			in := (&input{}).record("VENDOR", good).record("VENDOR", data)
			r := p.write(t, settings{"on_reject": "continue"}, catalogOf(stream("VENDOR", airbyte.Append)), in.String())
			if r.err != nil || !strings.Contains(r.stdout, "1 created, 1 rejected") || !strings.Contains(r.stdout, "record 2 of the stream") {
				t.Fatalf("%v\n%s", r.err, r.stdout)
			}
			if got, want := p.row(t, "VENDOR", "VENDORID", "V-10")["NAME"], "\uFFFD \uFFFD C:\\ud800 \U0001F600"; got != want {
				t.Errorf("NAME is %q, want %q", got, want)
			}
			for line := range strings.Lines(r.stdout) {
				if strings.Contains(line, "rejected: ") && !strings.Contains(line, "half of a surrogate pair") && !strings.Contains(line, "not UTF-8") {
					t.Error(line)
				}
			}
		})
	}
}

// TestGenerationsAreKept: a refresh that asks to drop what was written before,
// or a clear, is told that Intacct keeps it.
func TestGenerationsAreKept(t *testing.T) {
	for _, c := range []struct {
		generation, minimum int64
		warnings            int
	}{{6, 6, 1}, {6, 3, 1}, {6, 0, 0}, {-1, -1, 0}} {
		p := vendors(t)
		s := stream("VENDOR", airbyte.AppendDedup, "VENDORID")
		if c.generation >= 0 {
			s.GenerationID, s.MinimumGenerationID = &c.generation, &c.minimum
		}
		r := p.write(t, nil, catalogOf(s), `{"type":"TRACE","trace":{"type":"STREAM_STATUS","emitted_at":1.0,"stream_status":{"stream_descriptor":{"name":"VENDOR"},"status":"COMPLETE"}}}`+"\n")
		if n := strings.Count(r.stdout, "Intacct keeps those records"); r.err != nil || n != c.warnings {
			t.Errorf("%+v: %d warnings, error %v\n%s", c, n, r.err, r.stdout)
		}
		p.row(t, "VENDOR", "VENDORID", "V-1")
	}
}
