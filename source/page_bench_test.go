package source

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/beevik/etree"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/encode"
	"airbyte-sage-intacct/source/state"
	"airbyte-sage-intacct/source/stream"
)

// bills is a page of bills such as the gateway sends, and the definition of
// their fields: a third of the values empty, texts with entities and accents.
func bills(rows, fields int) (data string, def *intacct.Definition) {
	kinds := []struct{ name, datatype, value string }{
		{"VENDORNAME", "TEXT", "Brown &amp; Sons Ltd"},
		{"TRX_TOTALENTERED", "CURRENCY", "1234.5"},
		{"WHENDUE", "DATE", "11/03/2026"},
		{"DESCRIPTION", "TEXT", "Café Zürich, monthly service"},
		{"ONHOLD", "BOOLEAN", "false"},
		{"MEGAENTITYID", "TEXT", ""},
		{"TERMKEY", "INTEGER", "17"},
		{"SUPDOCID", "TEXT", ""},
		{"TOTALPAID", "CURRENCY", ".5"},
		{"STATE", "ENUM", "Posted"},
		{"PAYTO.CONTACTNAME", "TEXT", ""},
	}
	def = &intacct.Definition{Name: "APBILL"}
	add := func(name, datatype string) {
		def.Fields = append(def.Fields, intacct.Field{ID: name, DataType: datatype})
	}
	add("RECORDNO", "INTEGER")
	add("WHENMODIFIED", "TIMESTAMP")
	add("AUWHENCREATED", "TIMESTAMP")
	for i := len(def.Fields); i < fields; i++ {
		kind := kinds[i%len(kinds)]
		add(fmt.Sprintf("%s%d", kind.name, i), kind.datatype)
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<data listtype="APBILL" totalcount="%d" offset="0" count="%[1]d" numremaining="0">`, rows)
	for row := range rows {
		b.WriteString("<APBILL>")
		for i, field := range def.Fields {
			value := kinds[i%len(kinds)].value
			switch i {
			case 0:
				value = fmt.Sprint(row + 1)
			case 1, 2:
				value = fmt.Sprintf("11/%02d/2025 14:05:%02d", row%28+1, row%60)
			}
			fmt.Fprintf(&b, "<%s>%s</%[1]s>", field.ID, value)
		}
		b.WriteString("</APBILL>")
	}
	b.WriteString("</data>")
	return b.String(), def
}

// BenchmarkPageToRecords makes RECORD lines of a page of 2000 bills with 90
// fields: as this program does it, and as programs commonly do.
func BenchmarkPageToRecords(b *testing.B) {
	const rows, fields = 2000, 90
	data, def := bills(rows, fields)
	bill, _ := intacct.ObjectNamed("APBILL")
	plan := stream.NewPlan(stream.Of(def, bill, "APBILL", &config.Settings{}), &airbyte.ConfiguredStream{})
	gateway := &scripted{answer: func(string, string) string { return data }}
	client := gateway.client(b)
	fetch := func(b *testing.B) *intacct.Page {
		page, err := client.Query(b.Context(), plan.Query(intacct.Filter{}))
		if err != nil {
			b.Fatal(err)
		}
		gateway.requests = nil
		return page
	}
	measure := func(name string, step func(b *testing.B)) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				step(b)
			}
			b.ReportMetric(float64(rows*b.N)/b.Elapsed().Seconds(), "records/s")
		})
	}
	out := airbyte.NewEmitter(io.Discard)
	batch, to := out.Batch("APBILL"), encode.NewEncoder(plan.Layout())
	var seen *state.SeenRows
	transcode := func(b *testing.B) {
		page := fetch(b)
		defer page.Release()
		batch.Grow(int(float64(page.Bytes) * 4 / 5))
		to.BeginPage()
		for page.Next() {
			begun := batch.Open()
			record, err := to.Record(begun, page)
			if err != nil {
				b.Fatal(err)
			}
			if seen == nil || !seen.Repeats(&to.Row, record[len(begun):]) {
				batch.Close(record, to.Changes)
			}
		}
		if err := errors.Join(page.Err(), out.Send(batch)); err != nil {
			b.Fatal(err)
		}
	}
	measure("fetch-only", func(b *testing.B) { fetch(b).Release() })
	measure("scan-only", func(b *testing.B) {
		page := fetch(b)
		for page.Next() {
		}
		page.Release()
	})
	measure("transcoder", transcode)
	tokens := func(b *testing.B) {
		if n := tokensToRecords(b, data, plan); n != rows {
			b.Fatal(n)
		}
	}
	maps := func(b *testing.B) {
		if n := mapsToRecords(b, data, plan); n != rows {
			b.Fatal(n)
		}
	}
	b.Run("ratios", func(b *testing.B) {
		compare(b, transcode, tokens, maps)
		fetching := testing.AllocsPerRun(10, func() { fetch(b).Release() })
		b.ReportMetric((testing.AllocsPerRun(10, func() { transcode(b) })-fetching)/rows, "allocs/record")
	})
	seen = state.NewSeenRows(&state.Place{}, time.Hour, nil)
	measure("transcoder-with-fingerprints", transcode)
	measure("encoding-xml-tokens", tokens)
	measure("etree-maps-encoding-json", maps)
}

// compare reports how many times as long as the transcoder the other ways take,
// in processor time. They take turns, so that whatever else the machine does
// slows all of them down; a ratio is the median of those of the rounds.
func compare(b *testing.B, transcode, tokens, maps func(b *testing.B)) {
	const pages = 10 // of the transcoder for one of the others
	timed := func(step func(b *testing.B), times int) float64 {
		runtime.GC()
		began := processorTime(b)
		for range times {
			step(b)
		}
		return float64(processorTime(b)-began) / float64(times)
	}
	var toTokens, toMaps []float64
	for b.Loop() {
		ours := timed(transcode, pages)
		token := timed(tokens, 1)
		ours = (ours + timed(transcode, pages)) / 2
		toTokens = append(toTokens, token/ours)
		toMaps = append(toMaps, timed(maps, 1)/ours)
	}
	slices.Sort(toTokens)
	slices.Sort(toMaps)
	b.ReportMetric(toTokens[len(toTokens)/2], "x-encoding-xml-tokens")
	b.ReportMetric(toMaps[len(toMaps)/2], "x-etree-maps")
}

// processorTime is what the process has had of the processors so far.
func processorTime(b *testing.B) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// tokensToRecords does the work with encoding/xml's tokens, and writes values
// as the transcoder does.
func tokensToRecords(b *testing.B, data string, p *stream.Plan) int {
	columns := make(map[string]*encode.Column)
	for _, c := range p.Asked {
		columns[c.Field] = c
	}
	decoder := xml.NewDecoder(strings.NewReader(data))
	var line, value []byte
	depth, rows := 0, 0
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return rows
		}
		if err != nil {
			b.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			depth++
			value = value[:0]
			if depth == 2 {
				line = append(line[:0], `{"type":"RECORD","record":{"stream":"APBILL","emitted_at":1700000000000,"data":{"":null`...)
			}
		case xml.CharData:
			value = append(value, token...)
		case xml.EndElement:
			switch c := columns[token.Name.Local]; {
			case depth == 3 && c != nil:
				line, _ = c.AppendValue(append(line, c.Label...), value)
			case depth == 2:
				rows++
				_, _ = io.Discard.Write(append(line, "}}}\n"...))
			}
			depth--
		}
	}
}

// mapsToRecords does the work as most connectors do: a tree, a map for each
// record, package time, and encoding/json.
func mapsToRecords(b *testing.B, data string, p *stream.Plan) int {
	columns := make(map[string]*encode.Column)
	for _, c := range p.Asked {
		columns[c.Field] = c
	}
	document := etree.NewDocument()
	if _, err := document.ReadFrom(bytes.NewReader([]byte(data))); err != nil {
		b.Fatal(err)
	}
	encoder := json.NewEncoder(io.Discard)
	rows := 0
	for _, element := range document.FindElements("//data/APBILL") {
		values := make(map[string]any)
		for _, field := range element.ChildElements() {
			values[field.Tag] = naively(columns[field.Tag], field.Text())
		}
		err := encoder.Encode(map[string]any{"type": "RECORD", "record": map[string]any{
			"stream": "APBILL", "emitted_at": 1700000000000, "data": values,
		}})
		if err != nil {
			b.Fatal(err)
		}
		rows++
	}
	return rows
}

func naively(c *encode.Column, text string) any {
	if text == "" || c == nil {
		return nil
	}
	switch c.Kind {
	case encode.Integer, encode.Number:
		if strings.HasPrefix(text, ".") {
			text = "0" + text
		}
		return json.Number(text)
	case encode.Boolean:
		return text == "true"
	case encode.Date:
		at, _ := time.Parse("01/02/2006", text)
		return at.Format(time.DateOnly)
	case encode.Timestamp:
		at, _ := time.Parse("01/02/2006 15:04:05", text)
		return at.Format(time.RFC3339)
	}
	return text
}
