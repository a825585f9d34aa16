package intacct

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Page is the reply to one query: some records of one object and the
// gateway's account of them.
//
//	for page.Next() {
//		record := page.Record()
//		...
//	}
//	if err := page.Err(); err != nil { ... }
//	page.Release()
//
// Records are read from the reply's bytes as Next is called. Nothing of a page
// may be taken for true before Next has returned false and Err nil: a reply
// that lies about its number of rows, or breaks off, shows it only at its end.
type Page struct {
	Object    string    // the object asked for
	Total     int       // records (or groups) that match the query
	Offset    int       // of this page's first record among them
	Count     int       // records in this page
	Remaining int       // records after this page
	At        time.Time // the gateway's clock when it answered
	Bytes     int       // size of the reply

	session sessionTimes
	body    *bytes.Buffer
	mending mending
	strict  bool // a record with a text that was mended is an error
	source  recordSource
	names   nameTable
	seen    []int // for each name the last record that had it
	record  Record
	rows    int
	sparse  bool // there may be fewer records than were counted
	done    bool
	err     error
}

// sessionTimes is what every reply says of the session it used, as text.
type sessionTimes struct {
	timestamp string
	timeout   string
}

// recordSource reads a well-formed reply piece by piece. There are two: the
// scanner, which is fast, and the referee, which is encoding/xml.
type recordSource interface {
	// token returns the next piece of the envelope.
	token() (token, error)
	// record reads the next record inside <data> into r; false at </data>.
	record(r *Record) (bool, error)
	// position is how far into the reply it has read.
	position() int
}

// errNotPage says that a reply is not a single, successful query result. The
// client's own decoder then reads what it is instead.
var errNotPage = errors.New("reply is not a single successful query result")

// errUnsure is the scanner's word for "let the referee read this".
var errUnsure = errors.New("left to encoding/xml")

// openPage reads the envelope of the reply to a query of object, up to its
// first record. A page that opens owns body until Release; otherwise body
// stays the caller's, and the error is errNotPage or a *PageError.
func openPage(body *bytes.Buffer, object string) (*Page, error) {
	return newPage(body, object).open(false)
}

// open is openPage of a page that may have fewer records than were counted.
func (p *Page) open(sparse bool) (*Page, error) {
	p.sparse = sparse
	body := p.body
	if endsWhole(body.Bytes()) {
		p.source = newScanner(p)
		err := p.readEnvelope()
		if err == nil {
			return p, nil
		}
		if !errors.Is(err, errUnsure) {
			return nil, err
		}
	}
	if err := p.refer(); err != nil {
		return nil, err
	}
	if !endsWhole(body.Bytes()) {
		if err := p.verify(); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// text is the reply, mended if it had to be, without the byte order mark that
// some proxies put first.
func (p *Page) text() []byte {
	if p.mending.text != nil {
		return p.mending.text
	}
	return bytes.TrimPrefix(p.body.Bytes(), []byte("\ufeff"))
}

func newPage(body *bytes.Buffer, object string) *Page {
	p := &Page{Object: object, Bytes: body.Len(), body: body}
	p.record.page = p
	return p
}

// Next moves to the next record. It returns false at the end and on an error.
func (p *Page) Next() bool {
	if p.done || p.err != nil {
		return false
	}
	more, err := p.read()
	if err == nil && !more {
		p.done = true
		err = p.finish()
	}
	if err != nil {
		p.err = err
		return false
	}
	if more {
		p.rows++
	}
	return more
}

// Record is the record Next moved to.
func (p *Page) Record() *Record { return &p.record }

// Names are the field names seen so far, in order of appearance. Their places
// are the numbers that Record.NameID returns; a later record may add to them.
func (p *Page) Names() []string { return p.names.list }

// Err is what ended the page early, if anything did.
func (p *Page) Err() error { return p.err }

// Release gives the page's memory back for other pages. The page and all its
// records and values are void from then on.
func (p *Page) Release() {
	if p.body == nil {
		return
	}
	giveBuffer(p.body)
	p.body, p.source, p.done, p.mending = nil, nil, true, mending{}
	p.record.fields, p.record.text, p.record.scratch = nil, nil, nil
}

// read reads one record, from the referee once the scanner is unsure of the
// reply and of what the mender makes of it.
func (p *Page) read() (bool, error) {
	more, err := p.source.record(&p.record)
	if errors.Is(err, errUnsure) {
		if err := p.reread(); err != nil {
			return false, err
		}
		more, err = p.source.record(&p.record)
	}
	if errors.Is(err, errUnsure) {
		if err := p.refer(); err != nil {
			return false, err
		}
		more, err = p.source.record(&p.record)
	}
	if err != nil || p.mending.repairs == nil {
		return more, err
	}
	p.noteRepairs()
	if fields := p.record.mended; p.strict && len(fields) > 0 {
		return false, p.lie("the field %s of record %d holds a character that XML does not allow", fields[0], p.rows+1)
	}
	return more, nil
}

// reread lets the scanner read the reply again up to the same record, as the
// mender leaves it; or the referee, where there is nothing to mend.
func (p *Page) reread() error {
	if !p.mend() {
		return p.refer()
	}
	err := p.again(newScanner(p))
	if errors.Is(err, errUnsure) {
		err = p.refer()
	}
	return err
}

// refer lets encoding/xml read the reply again up to the same record.
func (p *Page) refer() error {
	if err := countAttributes(p.text()); err != nil {
		return p.malformed(err, 0)
	}
	p.mend()
	return p.again(newReferee(p))
}

// again reads the reply from its beginning up to the same record.
func (p *Page) again(source recordSource) error {
	p.source = source
	if err := p.readEnvelope(); err != nil {
		return err
	}
	clear(p.seen)
	p.record.fields, p.mending.next = p.record.fields[:0], 0 // not those of a record that was read in part
	known := p.rows
	for p.rows = 0; p.rows < known; p.rows++ {
		if _, err := p.source.record(&p.record); err != nil {
			p.rows = known
			return err
		}
	}
	p.noteRepairs()
	return nil
}

// finish reads what follows the records and compares the gateway's count with
// the records that came.
func (p *Page) finish() error {
	err := p.readTrailer()
	if errors.Is(err, errUnsure) {
		if err = p.refer(); err == nil { // what follows the records is not mended
			_, err = p.source.record(&p.record)
		}
		if err == nil {
			err = p.readTrailer()
		}
	}
	if err != nil {
		return err
	}
	if p.rows > p.Count || p.rows < p.Count && !p.sparse {
		return p.miscount("it announced %d records and sent %d", p.Count, p.rows)
	}
	return nil
}

// checkName compares a record's element with the object asked for.
func (p *Page) checkName(name []byte) error {
	if len(name) == len(p.Object) && strings.EqualFold(string(name), p.Object) {
		return nil
	}
	return p.lie("record %d is of %s", p.rows+1, shownName(name))
}

// checkTwice refuses a record that has a field twice: whichever value the
// reader took, the other would be lost in silence.
func (p *Page) checkTwice(r *Record) error {
	if len(p.names.list) > maxFields {
		return p.lie("its records have more than %d different fields", maxFields)
	}
	for len(p.seen) < len(p.names.list) {
		p.seen = append(p.seen, 0)
	}
	for i := range r.fields {
		last := &p.seen[r.fields[i].name]
		if *last == p.rows+1 {
			return p.lie("record %d has field %s twice", p.rows+1, shownName(r.Name(i)))
		}
		*last = p.rows + 1
	}
	return nil
}

// lie makes the error for a reply that contradicts the request or itself.
func (p *Page) lie(format string, args ...any) *PageError {
	return &PageError{Object: p.Object, Reason: "the gateway answered inconsistently: " + fmt.Sprintf(format, args...)}
}
