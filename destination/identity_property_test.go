package destination_test

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/company"
)

// TestWhatIsCreatedIsWhatWasSent: a record with a value in every field that can
// be written, of every object with a key of its own and rows in the demo
// company, is read back as it was sent. Texts that name other records are those
// of an existing row; everything else is made up.
func TestWhatIsCreatedIsWhatWasSent(t *testing.T) {
	t.Parallel()
	kinds := map[company.DataType]int{}
	tried := 0
	for _, object := range intacct.Objects() {
		if object.Write.Create.Manner != intacct.GenericWrite || len(object.Natural) != 1 || len(object.Lines) > 0 {
			continue
		}
		p := newPlace(sandbox.Settings{})
		described, known := p.company.Object(object.Name)
		rows := p.company.Rows(object.Name)
		if !known || len(rows) == 0 {
			continue
		}
		tried++
		random := rand.New(rand.NewSource(int64(len(object.Name))))
		sent := madeUp(random, object, described, fullest(rows))
		raw, err := json.Marshal(sent)
		if err != nil {
			t.Fatal(err)
		}
		r := p.write(t, nil, catalogOf(stream(object.Name, airbyte.Append)), (&input{}).record(object.Name, string(raw)).String())
		if r.err != nil {
			t.Errorf("%s: %v", object.Name, r.err)
			continue
		}
		got := p.row(t, object.Name, object.Natural[0], sent[object.Natural[0]])
		for id, want := range sent {
			f, _ := described.Field(id)
			if f.DocPar == "" && f.Queryable && got[id] != want {
				t.Errorf("%s: %s was sent as %q and is %q", object.Name, id, want, got[id])
			}
			kinds[f.DataType]++
		}
		again := p.write(t, nil, catalogOf(stream(object.Name, airbyte.AppendDedup)), (&input{}).record(object.Name, string(raw)).String())
		if again.err != nil || !strings.Contains(again.stdout, "1 already there") {
			t.Errorf("%s again: %v\n%s", object.Name, again.err, again.stdout)
		}
	}
	for _, kind := range []company.DataType{company.Text, company.Integer, company.Decimal, company.Currency, company.Date, company.Timestamp, company.Boolean, company.Enum} {
		if kinds[kind] == 0 {
			t.Errorf("no field of type %v was tried", kind)
		}
	}
	if tried < 15 {
		t.Errorf("only %d objects were tried", tried)
	}
}

// fullest is the row with the most values.
func fullest(rows []map[string]string) map[string]string {
	best := map[string]string{}
	for _, row := range rows {
		full := map[string]string{}
		for field, value := range row {
			if value != "" {
				full[field] = value
			}
		}
		if len(full) > len(best) {
			best = full
		}
	}
	return best
}

// free are texts that name nothing and that no rule looks at.
var free = []string{"DESCRIPTION", "COMMENTS", "NOTE", "NOTES", "CUSTMESSAGE"}

func madeUp(random *rand.Rand, object *intacct.Object, described *company.Object, row map[string]string) map[string]string {
	sent := map[string]string{}
	for i := range described.Fields {
		f := &described.Fields[i]
		if f.ReadOnly || f.Claimed().ReadOnly || f.WriteOnly || f.ID == object.Key || slices.Contains(object.System, f.ID) || f.DocPar != "" || derived.MatchString(f.ID) {
			continue
		}
		value := row[f.ID]
		switch f.DataType {
		case company.Boolean:
			value = fmt.Sprint(random.Intn(2) == 1)
		case company.Decimal, company.Currency, company.Percent:
			value = fmt.Sprintf("%d.%d", random.Intn(90)+1, random.Intn(9)+1)
		case company.Date:
			value = fmt.Sprintf("2026-%02d-%02d", 1+random.Intn(12), 1+random.Intn(28))
		case company.Timestamp:
			value = fmt.Sprintf("2026-%02d-%02dT%02d:30:15Z", 1+random.Intn(12), 1+random.Intn(28), random.Intn(24))
		case company.Integer:
			if value == "" {
				value = fmt.Sprint(random.Intn(1000))
			}
		default:
			switch {
			case slices.Contains(free, f.ID), f.Custom && len(f.ValidValues) == 0:
				value = fmt.Sprintf("<&> \"é\" 𝛑 %d", random.Intn(1000))
			case len(f.ValidValues) > 0:
				value = f.ValidValues[random.Intn(len(f.ValidValues))]
			}
		}
		if value != "" {
			sent[f.ID] = value
		}
	}
	sent[object.Natural[0]] = "P-1"
	return sent
}
