package intacct

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
)

// referee reads a reply with encoding/xml: slowly, and with the last word.
type referee struct {
	page    *Page
	decoder *xml.Decoder
	depth   int
	ended   bool // the root element is complete
	scratch []byte
}

func newReferee(p *Page) *referee {
	return &referee{page: p, decoder: xml.NewDecoder(bytes.NewReader(p.text()))}
}

func (r *referee) position() int { return int(r.decoder.InputOffset()) }

// token skips what is not text or element. Outside the root element it refuses
// text and a second root, which encoding/xml leaves to its callers.
func (r *referee) token() (token, error) {
	for {
		raw, err := r.decoder.Token()
		switch {
		case errors.Is(err, io.EOF) && r.ended:
			return token{kind: finalToken}, nil
		case errors.Is(err, io.EOF):
			return token{}, r.page.malformed(io.ErrUnexpectedEOF, r.decoder.InputOffset())
		case err != nil:
			return token{}, r.page.malformed(plainXML(err), r.decoder.InputOffset())
		}
		switch raw := raw.(type) {
		case xml.StartElement:
			if r.ended {
				return token{}, r.page.malformed(errors.New("a second root element"), 0)
			}
			r.depth++
			return token{kind: startToken, name: []byte(raw.Name.Local), attrs: attributes(raw.Attr)}, nil
		case xml.EndElement:
			r.depth--
			r.ended = r.depth == 0
			return token{kind: endToken, name: []byte(raw.Name.Local)}, nil
		case xml.CharData:
			if r.depth > 0 {
				return token{kind: textToken, text: raw}, nil
			}
			if !isBlank(raw) {
				return token{}, r.page.malformed(errors.New("text outside the root element"), 0)
			}
		}
	}
}

func attributes(raw []xml.Attr) []attribute {
	attrs := make([]attribute, 0, len(raw))
	for _, a := range raw {
		if a.Name.Space == "" {
			attrs = append(attrs, attribute{[]byte(a.Name.Local), []byte(a.Value)})
		}
	}
	return attrs
}

// record reads one record.
func (r *referee) record(rec *Record) (bool, error) {
	t, err := r.elementOrEnd()
	if err != nil || t.kind != startToken {
		return false, err
	}
	if err := r.page.checkName(t.name); err != nil {
		return false, err
	}
	rec.fields, r.scratch = rec.fields[:0], r.scratch[:0]
	rec.shape++
	for {
		t, err := r.elementOrEnd()
		if err != nil {
			return false, err
		}
		if t.kind == endToken {
			rec.scratch = r.scratch
			return true, r.page.checkTwice(rec)
		}
		if len(rec.fields) == maxFields {
			return false, r.page.lie("record %d has more than %d fields", r.page.rows+1, maxFields)
		}
		f := field{name: r.page.names.id(t.name), from: len(r.scratch), resolved: true}
		if err := r.value(t.name); err != nil {
			return false, err
		}
		f.to = len(r.scratch)
		rec.fields = append(rec.fields, f)
	}
}

// elementOrEnd returns the next start or end; there is no text between fields.
func (r *referee) elementOrEnd() (token, error) {
	for {
		t, err := r.token()
		if err != nil || t.kind != textToken {
			return t, err
		}
		if !isBlank(t.text) {
			return t, r.page.lie("text between the fields of record %d", r.page.rows+1)
		}
	}
}

// value gathers a field's text in the scratch. A field is flat: an element inside
// it is let pass only if it holds nothing.
func (r *referee) value(name []byte) error {
	for depth := 1; depth > 0; {
		t, err := r.token()
		switch {
		case err != nil:
			return err
		case t.kind == startToken:
			depth++
		case t.kind == endToken:
			depth--
		case depth == 1:
			r.scratch = append(r.scratch, t.text...)
		case !isBlank(t.text):
			return r.page.lie("field %s of record %d holds elements", shownName(name), r.page.rows+1)
		}
	}
	return nil
}

// verify reads a whole reply with encoding/xml, for a complaint of it.
func (p *Page) verify() error {
	r := newReferee(p)
	for {
		t, err := r.token()
		if err != nil || t.kind == finalToken {
			return err
		}
	}
}

func isBlank(text []byte) bool {
	return len(bytes.Trim(text, " \t\r\n")) == 0
}
