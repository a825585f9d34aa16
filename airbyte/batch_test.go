package airbyte_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
)

func TestBatchWritesRecordLines(t *testing.T) {
	r := read(t, func(out *airbyte.Emitter) error {
		batch := out.Batch("VENDOR")
		batch.Close(append(batch.Open(), `{"TOTAL":10.50,"ID":9007199254740993}`...), nil)
		batch.Close(append(batch.Open(), `{"NOTE":null}`...), []airbyte.Change{
			{Field: `NO"TE`, Change: airbyte.Nulled, Reason: airbyte.SourceFieldSizeLimitation},
			{Field: "B", Change: airbyte.Truncated, Reason: airbyte.SourceSerializationError},
		})
		_ = append(batch.Open(), `{"forgotten`...)
		want(t, "records", batch.Len(), 2)
		return out.Send(batch)
	}, "VENDOR")
	wantContains(t, "lines", r.stdout,
		`{"type":"RECORD","record":{"stream":"VENDOR","emitted_at":1772366400000,"data":{"TOTAL":10.50,"ID":9007199254740993}}}`+"\n",
		`"data":{"NOTE":null},"meta":{"changes":[{"field":"NO\"TE","change":"NULLED","reason":"SOURCE_FIELD_SIZE_LIMITATION"},{"field":"B","change":"TRUNCATED","reason":"SOURCE_SERIALIZATION_ERROR"}]}}}`+"\n")
	want(t, "records", len(r.of(airbyte.TypeRecord)), 2)
}

// The platform drops a record without fields and says nothing, so none may leave.
func TestBatchRefusesWhatWouldBeLost(t *testing.T) {
	for name, data := range map[string]string{
		"empty object": `{}`, "blank object": "{ \t}", "nothing": ``, "null": `null`, "array": `[1]`, "text": `"{}"`,
		"cut": `{"A":1`, "two lines": "{\"A\":\n1}",
	} {
		t.Run(name, func(t *testing.T) {
			var stdout bytes.Buffer
			out := airbyte.NewEmitter(&stdout)
			batch := out.Batch("VENDOR")
			batch.Close(append(batch.Open(), `{"A":1}`...), nil)
			batch.Close(append(batch.Open(), data...), nil)
			batch.Close(append(batch.Open(), `{"A":2}`...), nil)
			err := out.Send(batch)
			if err == nil || !bytes.Contains([]byte(err.Error()), []byte("VENDOR")) {
				t.Errorf("the error is %v", err)
			}
			want(t, "failure type", airbyte.FailureTypeOf(err), airbyte.SystemError)
			if err := out.Send(batch); err != nil {
				t.Errorf("the batch is not empty after Send: %v", err)
			}
			if err := out.Flush(); err != nil || stdout.Len() > 0 {
				t.Errorf("wrote %q, %v", stdout.String(), err)
			}
		})
	}
}

func TestBatchIsUsedAgain(t *testing.T) {
	var stdout bytes.Buffer
	out := airbyte.NewEmitter(&stdout)
	batch := out.Batch("VENDOR")
	for range 3 {
		batch.Close(append(batch.Open(), `{"A":1}`...), nil)
		if batch.Len() != 1 || batch.Size() == 0 {
			t.Errorf("%d records, %d bytes", batch.Len(), batch.Size())
		}
		if err := out.Send(batch); err != nil {
			t.Fatal(err)
		}
	}
	batch.Close(append(batch.Open(), `{"A":2}`...), nil)
	batch.Reset()
	want(t, "size after Reset", batch.Size(), 0)
	if err := out.Send(batch); err != nil {
		t.Fatal(err)
	}
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	want(t, "records written", len(parse(t, stdout.String())), 3)
}

func TestBatchReversed(t *testing.T) {
	for _, sizes := range [][]int{{}, {1}, {3, 1}, {1, 20, 300}} {
		var forth, back bytes.Buffer
		fill := func(w *bytes.Buffer, reverse bool) {
			batch := airbyte.NewEmitter(w).Batch("VENDOR")
			out := airbyte.NewEmitter(w)
			for i, size := range sizes {
				if reverse {
					i = len(sizes) - 1 - i
					size = sizes[i]
				}
				batch.Close(fmt.Appendf(batch.Open(), `{"ID":%d,"TEXT":"%0*d"}`, i, size, i), nil)
			}
			if reverse {
				batch.Reverse()
			}
			if err := errors.Join(out.Send(batch), out.Flush()); err != nil {
				t.Fatal(err)
			}
		}
		fill(&forth, false)
		fill(&back, true)
		times := regexp.MustCompile(`"emitted_at":\d+`)
		want(t, "lines", times.ReplaceAllString(back.String(), ""), times.ReplaceAllString(forth.String(), ""))
	}
}

func TestBatchGrowsAtOnce(t *testing.T) {
	out := airbyte.NewEmitter(io.Discard)
	record := []byte(`{"ID":"` + strings.Repeat("x", 1000) + `"}`)
	allocations := testing.AllocsPerRun(5, func() {
		batch := out.Batch("VENDOR")
		batch.Close(append(batch.Open(), record...), nil)
		batch.Grow(1200 * 100)
		for range 100 {
			batch.Close(append(batch.Open(), record...), nil)
		}
		if err := out.Send(batch); err != nil {
			t.Error(err)
		}
	})
	if allocations > 10 {
		t.Errorf("%v allocations", allocations)
	}
}
