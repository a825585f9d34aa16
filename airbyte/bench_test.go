package airbyte_test

import (
	"encoding/json"
	"io"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
)

var samples = map[string]string{
	"ascii":   strings.Repeat("Invoice 4711 for the fourth quarter ", 4),
	"short":   "VEND-00042",
	"quotes":  strings.Repeat(`say "yes" `, 12),
	"accents": strings.Repeat("Société Générale à Zürich ", 5),
}

func BenchmarkString(b *testing.B) {
	for name, text := range samples {
		b.Run(name+"/ours", func(b *testing.B) {
			var dst []byte
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				dst = airbyte.AppendJSONString(dst[:0], text)
			}
		})
		b.Run(name+"/encoding_json", func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := json.Marshal(text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

var row = struct {
	RECORDNO     int64
	VENDORID     string
	NAME         string
	TOTALDUE     json.Number
	WHENMODIFIED string
	COMMENTS     string
}{4711, "VEND-00042", "Smith & Søn <Ltd>", "1234567.89", "2026-03-01T10:11:12Z", strings.Repeat("Please pay by wire. ", 6)}

func BenchmarkRecords(b *testing.B) {
	const rows = 2000
	b.Run("ours", func(b *testing.B) {
		out := airbyte.NewEmitter(io.Discard)
		batch := out.Batch("VENDOR")
		fill(batch, rows)
		b.SetBytes(int64(batch.Size()))
		b.ReportAllocs()
		for b.Loop() {
			batch.Reset()
			fill(batch, rows)
			if err := out.Send(batch); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("encoding_json", func(b *testing.B) {
		encoder := json.NewEncoder(io.Discard)
		out := airbyte.NewEmitter(io.Discard)
		batch := out.Batch("VENDOR")
		fill(batch, rows)
		b.SetBytes(int64(batch.Size()))
		b.ReportAllocs()
		for b.Loop() {
			for range rows {
				data, err := json.Marshal(row)
				if err != nil {
					b.Fatal(err)
				}
				message := airbyte.Message{Type: airbyte.TypeRecord, Record: &airbyte.Record{Stream: "VENDOR", Data: data, EmittedAt: 1700000000000}}
				if err := encoder.Encode(message); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
}

func fill(batch *airbyte.Batch, rows int) {
	for range rows {
		dst := batch.Open()
		dst = append(dst, `{"RECORDNO":4711,"VENDORID":`...)
		dst = airbyte.AppendJSONString(dst, row.VENDORID)
		dst = append(dst, `,"NAME":`...)
		dst = airbyte.AppendJSONString(dst, row.NAME)
		dst = append(dst, `,"TOTALDUE":1234567.89,"WHENMODIFIED":`...)
		dst = airbyte.AppendJSONString(dst, row.WHENMODIFIED)
		dst = append(dst, `,"COMMENTS":`...)
		dst = airbyte.AppendJSONString(dst, row.COMMENTS)
		dst = append(dst, '}')
		batch.Close(dst, nil)
	}
}

func BenchmarkInput(b *testing.B) {
	line := `{"type":"RECORD","record":{"stream":"VENDOR","data":{"RECORDNO":4711,"VENDORID":"VEND-00042","NAME":"Smith & Søn","TOTALDUE":1234567.89,"WHENMODIFIED":"2026-03-01T10:11:12Z","COMMENTS":"` + row.COMMENTS + `"},"emitted_at":1700000000000}}` + "\n"
	lines := strings.Repeat(line, 2000)
	out := airbyte.NewEmitter(io.Discard)
	b.Run("ours", func(b *testing.B) {
		b.SetBytes(int64(len(lines)))
		b.ReportAllocs()
		for b.Loop() {
			in := airbyte.NewInput(strings.NewReader(lines), out.Log())
			for {
				if _, err := in.Next(); err != nil {
					break
				}
			}
		}
	})
	b.Run("encoding_json", func(b *testing.B) {
		b.SetBytes(int64(len(lines)))
		b.ReportAllocs()
		for b.Loop() {
			decoder := json.NewDecoder(strings.NewReader(lines))
			for {
				var message airbyte.Message
				if err := decoder.Decode(&message); err != nil {
					break
				}
			}
		}
	})
}
