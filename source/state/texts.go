package state

import (
	"bytes"
	"cmp"
	"compress/flate"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Texts are what Keys are, for records whose keys are texts: those that
// were emitted and not deleted since, each with the number of the record that
// owns it. A delete has to name the whole text, so the texts themselves are
// kept. They are made of numbers, mostly (214506-1266119-1155092--accrual), and
// lie in order of their owners, so the steps between them take little room.
type Texts struct {
	forms   []string       // texts without their numbers
	places  map[string]int // of the forms
	settled []byte         // the rows in order, each by its difference to the one before
	count   int
	fresh   []OwnedText // not in order yet
}

// An OwnedText is the key of a row and the number of the record that owns it.
type OwnedText struct {
	Owner int64
	Text  string
}

// NewTexts is an empty set.
func NewTexts() *Texts { return &Texts{places: make(map[string]int)} }

// numberMark stands in a form for a number.
const numberMark = '\x00'

// form takes a text apart: 7-1--a is "\x00-\x00--a" with 7 and 1. A number that
// could not be written as it was stays a part of the form.
func form(text string) (string, []uint64) {
	var shape strings.Builder
	var numbers []uint64
	for i := 0; i < len(text); {
		end := i
		for end < len(text) && text[end] >= '0' && text[end] <= '9' {
			end++
		}
		const most = 18 // digits that surely fit
		switch {
		case end == i:
			shape.WriteByte(text[i])
			end++
		case end-i > most || text[i] == '0' && end-i > 1:
			shape.WriteString(text[i:end])
		default:
			n, _ := strconv.ParseUint(text[i:end], 10, 64)
			numbers = append(numbers, n)
			shape.WriteByte(numberMark)
		}
		i = end
	}
	return shape.String(), numbers
}

// Add takes a key in.
func (s *Texts) Add(k OwnedText) {
	if strings.ContainsRune(k.Text, numberMark) {
		return // no text that XML could carry
	}
	if s.fresh = append(s.fresh, k); len(s.fresh) >= enoughFresh {
		s.settle()
	}
}

// Size is how many keys there are.
func (s *Texts) Size() uint64 {
	s.settle()
	return uint64(s.count)
}

// settle puts the fresh keys in their places.
func (s *Texts) settle() {
	if len(s.fresh) == 0 {
		return
	}
	add := s.parsed(s.fresh)
	s.fresh = s.fresh[:0]
	s.rewrite(func(keep func(*parsedText)) {
		old := s.Rows()
		more := old.Next()
		for _, k := range add {
			for more && old.compare(&k) < 0 {
				keep(&old.parsedText)
				more = old.Next()
			}
			keep(&k) // a key that is there already is kept once
		}
		for ; more; more = old.Next() {
			keep(&old.parsedText)
		}
	})
}

// Remove takes keys out.
func (s *Texts) Remove(list []OwnedText) {
	s.settle()
	gone := s.parsed(list)
	s.rewrite(func(keep func(*parsedText)) {
		for old := s.Rows(); old.Next(); {
			if _, found := slices.BinarySearchFunc(gone, &old.parsedText, func(a parsedText, b *parsedText) int { return a.compare(b) }); !found {
				keep(&old.parsedText)
			}
		}
	})
}

// rewrite makes the set anew of rows that come in order.
func (s *Texts) rewrite(write func(keep func(*parsedText))) {
	encoded := make([]byte, 0, len(s.settled)+enoughFresh)
	var last parsedText
	count := 0
	previous := make([][]uint64, len(s.forms))
	write(func(k *parsedText) {
		if count > 0 && last.compare(k) >= 0 {
			return
		}
		encoded = binary.AppendUvarint(encoded, uint64(k.Owner-last.Owner))
		encoded = binary.AppendUvarint(encoded, uint64(k.form))
		for i, n := range k.numbers {
			var before uint64
			if previous[k.form] != nil {
				before = previous[k.form][i]
			}
			encoded = binary.AppendVarint(encoded, int64(n-before))
		}
		previous[k.form] = append(previous[k.form][:0], k.numbers...)
		last = parsedText{Owner: k.Owner, form: k.form, numbers: previous[k.form]}
		count++
	})
	s.settled, s.count = encoded, count
}

// A parsedText is a key as the set holds it.
type parsedText struct {
	Owner   int64
	form    int
	numbers []uint64
}

func (k *parsedText) compare(other *parsedText) int {
	return cmp.Or(cmp.Compare(k.Owner, other.Owner), cmp.Compare(k.form, other.form), slices.Compare(k.numbers, other.numbers))
}

// parsed are keys in the order of the set. Forms that are new are added to it.
func (s *Texts) parsed(list []OwnedText) []parsedText {
	parsed := make([]parsedText, 0, len(list))
	for _, k := range list {
		shape, numbers := form(k.Text)
		i, known := s.places[shape]
		if !known {
			i = len(s.forms)
			s.forms = append(s.forms, shape)
			s.places[shape] = i
		}
		parsed = append(parsed, parsedText{k.Owner, i, numbers})
	}
	slices.SortFunc(parsed, func(a, b parsedText) int { return a.compare(&b) })
	return parsed
}

// TextRows walks the settled rows.
type TextRows struct {
	parsedText
	set      *Texts
	rest     []byte
	previous [][]uint64
	broken   bool // what is left is no row
}

// Rows walks the set from its beginning.
func (s *Texts) Rows() *TextRows {
	return &TextRows{set: s, rest: s.settled, previous: make([][]uint64, len(s.forms))}
}

// Next goes to the following row.
func (t *TextRows) Next() bool {
	if len(t.rest) == 0 || t.broken {
		return false
	}
	step, shape := t.uvarint(), t.uvarint()
	if t.broken || shape >= uint64(len(t.set.forms)) || step > math.MaxInt64-uint64(t.Owner) {
		t.broken = true
		return false
	}
	t.Owner += int64(step)
	t.form = int(shape)
	if t.previous[t.form] == nil {
		t.previous[t.form] = make([]uint64, strings.Count(t.set.forms[t.form], string(rune(numberMark))))
	}
	t.numbers = t.previous[t.form]
	for i := range t.numbers {
		delta, n := binary.Varint(t.rest)
		t.advance(n)
		t.numbers[i] += uint64(delta)
	}
	return !t.broken
}

func (t *TextRows) uvarint() uint64 {
	v, n := binary.Uvarint(t.rest)
	t.advance(n)
	return v
}

func (t *TextRows) advance(n int) {
	t.rest, t.broken = t.rest[max(n, 0):], t.broken || n <= 0
}

// Text is the present key as the gateway spells it.
func (t *TextRows) Text() string {
	var b strings.Builder
	i := 0
	for part := range strings.SplitSeq(t.set.forms[t.form], string(rune(numberMark))) {
		if i > 0 {
			b.WriteString(strconv.FormatUint(t.numbers[i-1], 10))
		}
		b.WriteString(part)
		i++
	}
	return b.String()
}

// Bounds are the least and the greatest owner.
func (s *Texts) Bounds() (low, high int64, some bool) {
	s.settle()
	for rows := s.Rows(); rows.Next(); some = true {
		if high = rows.Owner; !some {
			low = high
		}
	}
	return low, high, some
}

// Tally is how many keys the owners between two have, which are included.
func (s *Texts) Tally(low, high int64) int {
	s.settle()
	n := 0
	for rows := s.Rows(); rows.Next() && rows.Owner <= high; {
		if rows.Owner >= low {
			n++
		}
	}
	return n
}

// Nth is the owner of the key with n others before it, from an owner on.
func (s *Texts) Nth(low int64, n int) (int64, error) {
	s.settle()
	for rows := s.Rows(); rows.Next(); {
		if rows.Owner < low {
			continue
		}
		if n == 0 {
			return rows.Owner, nil
		}
		n--
	}
	return 0, errors.New("there are not so many keys")
}

// PackedTexts is the text of Texts in a state: base64 of its forms and rows,
// compressed. "" is no set, which is another thing than an empty one.
type PackedTexts string

// maxTexts bounds what a set takes in memory. Packed, that is a fraction.
const maxTexts = 8 << 20

// TooLarge reports whether the set takes more memory than it may.
func (s *Texts) TooLarge() bool { return len(s.settled) > maxTexts }

// Pack is the set as a state holds it.
func (s *Texts) Pack() PackedTexts {
	s.settle()
	var out bytes.Buffer
	text := base64.NewEncoder(base64.RawStdEncoding, &out)
	compressed, err := flate.NewWriter(text, flate.BestSpeed)
	if err == nil {
		head := binary.AppendUvarint(nil, uint64(len(s.forms)))
		for _, f := range s.forms {
			head = append(binary.AppendUvarint(head, uint64(len(f))), f...)
		}
		_, err = compressed.Write(binary.AppendUvarint(head, uint64(s.count)))
	}
	if err == nil {
		_, err = compressed.Write(s.settled)
	}
	if err = errors.Join(err, compressed.Close(), text.Close()); err != nil {
		panic("state: a set of keys that cannot be written: " + err.Error()) // it is written to memory
	}
	return PackedTexts(out.String())
}

// Unpack reads a set of keys. A state comes from outside, so nothing in it is
// trusted.
func (p PackedTexts) Unpack() (*Texts, error) {
	if p == "" {
		return nil, nil
	}
	compressed := flate.NewReader(base64.NewDecoder(base64.RawStdEncoding, strings.NewReader(string(p))))
	data, err := io.ReadAll(io.LimitReader(compressed, 2*maxTexts))
	if err != nil {
		return nil, fmt.Errorf("the set of keys is broken: %w", err)
	}
	s := NewTexts()
	forms, data, ok := cutUvarint(data)
	for i := uint64(0); ok && i < forms; i++ {
		var size uint64
		if size, data, ok = cutUvarint(data); ok && size <= uint64(len(data)) {
			s.places[string(data[:size])] = len(s.forms)
			s.forms, data = append(s.forms, string(data[:size])), data[size:]
			continue
		}
		ok = false
	}
	var count uint64
	if ok {
		count, data, ok = cutUvarint(data)
	}
	if !ok || count > uint64(len(data)) {
		return nil, errors.New("the set of keys is cut")
	}
	s.settled, s.count = slices.Clone(data), int(count)
	return s, s.check()
}

func cutUvarint(data []byte) (uint64, []byte, bool) {
	v, n := binary.Uvarint(data)
	return v, data[max(n, 0):], n > 0
}

// check makes sure that the rows can be decoded, are in order, and so many.
func (s *Texts) check() error {
	rows, n := s.Rows(), 0
	for last := (parsedText{}); rows.Next(); n++ {
		if n > 0 && last.compare(&rows.parsedText) >= 0 {
			return errBrokenKeys
		}
		last = rows.parsedText
		last.numbers = slices.Clone(last.numbers)
	}
	if rows.broken || n != s.count {
		return errBrokenKeys
	}
	return nil
}

var errBrokenKeys = errors.New("the set of keys is broken")
