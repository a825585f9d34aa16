package company

import (
	"strings"
	"testing"
)

// What a field accepts must be canonical: accepted again, it is the same.
func FuzzCanonical(f *testing.F) {
	for _, v := range []string{"", "1", "-.5", "+007.10", "02/30/2026", "2/3/2026", "02/03/2026 10:00:00", "T", "false", "9e9", "2026-01-02T03:04:05Z", "１"} {
		f.Add(v)
	}
	again := map[DataType]DataType{Date: Date, Timestamp: Timestamp}
	f.Fuzz(func(t *testing.T, v string) {
		for _, kind := range []DataType{Integer, Decimal, Boolean, Date, Timestamp} {
			field := Field{ID: "F", DataType: kind}
			got, problem := field.canonical(v, true)
			if problem != nil || got == "" {
				continue
			}
			_, isMoment := again[kind]
			twice, problem := field.canonical(got, isMoment)
			if problem != nil || twice != got {
				t.Errorf("%s %q becomes %q, then %q: %s", kind, v, got, twice, problem)
			}
		}
	})
}

// No saved data may bring the company down.
func FuzzRestore(f *testing.F) {
	for _, line := range []string{"{}\n", `{"VENDOR":{"1":{"NAME":"x"}}}` + "\n", `{"GLENTRY":{"1":{"STATE":"Posted","BATCHNO":"9"}}}` + "\n", "{\"VENDOR\":{\"1\":null}}\n", "{"} {
		f.Add(line)
	}
	schema := StandardSchema()
	f.Fuzz(func(t *testing.T, data string) {
		c := New(schema)
		if c.Restore(strings.NewReader(data)) != nil {
			return
		}
		for _, object := range []string{"VENDOR", "GLENTRY", "GLDETAIL"} {
			if _, problem, err := c.Select(Viewer{}, Selection{Object: object, Columns: fields("RECORDNO"), Order: []Order{{Field: "RECORDNO"}}}, nothing); problem != nil || err != nil {
				t.Errorf("%s: %s %v", object, problem, err)
			}
		}
	})
}
