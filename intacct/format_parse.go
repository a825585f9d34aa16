package intacct

import (
	"bytes"
	"time"

	"airbyte-sage-intacct/intacct/xmltext"
)

// ParseDate reads a date as query (in the user's form) or read (2006-01-02)
// writes it. A time that follows is ignored if it is one. It does not allocate.
func (f Format) ParseDate(text []byte) (time.Time, bool) {
	f = f.orDefault()
	text = bytes.TrimSpace(text)
	date, rest, ok := f.cutDate(text)
	if !ok {
		return time.Time{}, false
	}
	if len(rest) > 0 {
		if _, ok := f.parseRest(date, rest); !ok {
			return time.Time{}, false
		}
	}
	return time.Date(date.year, date.month, date.day, 0, 0, 0, 0, time.UTC), true
}

// AppendDate appends the date that ParseDate reads as 2006-01-02.
func (f Format) AppendDate(dst, text []byte) ([]byte, bool) {
	f = f.orDefault()
	date, rest, ok := f.cutDate(text)
	if !ok || len(rest) > 0 {
		at, ok := f.ParseDate(text)
		return at.AppendFormat(dst, time.DateOnly), ok
	}
	y, m, d := date.year, int(date.month), date.day
	return append(dst, '0'+byte(y/1000), '0'+byte(y/100%10), '0'+byte(y/10%10), '0'+byte(y%10), '-',
		'0'+byte(m/10), '0'+byte(m%10), '-', '0'+byte(d/10), '0'+byte(d%10)), true
}

// ParseTimestamp reads an instant, in UTC. A date alone is midnight in the
// user's zone; a time with an offset or Z is what it says. It does not
// allocate.
func (f Format) ParseTimestamp(text []byte) (time.Time, bool) {
	f = f.orDefault()
	text = bytes.TrimSpace(text)
	date, rest, ok := f.cutDate(text)
	if !ok {
		return time.Time{}, false
	}
	if len(rest) == 0 {
		return time.Date(date.year, date.month, date.day, 0, 0, 0, 0, f.zone()).UTC(), true
	}
	return f.parseRest(date, rest)
}

type civil struct {
	year  int
	month time.Month
	day   int
}

// cutDate reads the date at the beginning, ISO or the user's.
func (f *Format) cutDate(text []byte) (date civil, rest []byte, ok bool) {
	if len(text) >= wideDate {
		switch {
		case text[4] == '-' && text[7] == '-':
			m, d := twoDigits(text[5:]), twoDigits(text[8:])
			return checkedDate(fourDigits(text), m, d, text[wideDate:], true)
		case text[2] == f.separator && text[5] == f.separator && f.order == [3]byte{'m', 'd', 'Y'}:
			m, d := twoDigits(text), twoDigits(text[3:])
			return checkedDate(fourDigits(text[6:]), m, d, text[wideDate:], true)
		}
	}
	return f.cutNarrowDate(text)
}

// wideDate is the length of a date with all its zeros.
const wideDate = len("2006-01-02")

// twoDigits reads two digits; less than nothing, by much, where there are others.
func twoDigits(text []byte) int {
	tens, ones := text[0]-'0', text[1]-'0'
	if tens > 9 || ones > 9 {
		return noNumber
	}
	return int(tens)*10 + int(ones)
}

func fourDigits(text []byte) int { return twoDigits(text)*100 + twoDigits(text[2:]) }

// noNumber stays less than nothing whatever digits are added to it.
const noNumber = -1 << 20

// cutNarrowDate reads the user's date, whose numbers may lack zeros.
func (f *Format) cutNarrowDate(text []byte) (date civil, rest []byte, ok bool) {
	var y, m, d int
	rest = text
	for i, letter := range f.order {
		if i > 0 {
			if rest, ok = f.cutSeparator(rest); !ok {
				return civil{}, nil, false
			}
		}
		n, width := leadingDigits(rest)
		switch letter {
		case 'M':
			m, width = monthNamed(rest)
			ok = width > 0
		case 'm':
			m, ok = n, width == 1 || width == 2
		case 'd':
			d, ok = n, width == 1 || width == 2
		default:
			// A year of two digits is of this century: the company's books
			// do not reach back to the last one.
			y, ok = n, width == 4 || width == 2
			if width == 2 {
				y += 2000
			}
		}
		if !ok {
			return civil{}, nil, false
		}
		rest = rest[width:]
	}
	return checkedDate(y, m, d, rest, true)
}

// cutSeparator reads what is between the parts of the user's date.
func (f *Format) cutSeparator(text []byte) (rest []byte, ok bool) {
	rest = bytes.TrimLeft(text, " ")
	if f.separator == ' ' {
		return rest, len(rest) < len(text)
	}
	if len(rest) == 0 || rest[0] != f.separator {
		return nil, false
	}
	return bytes.TrimLeft(rest[1:], " "), true
}

// monthNamed reads the English name of a month, in full or its first letters.
func monthNamed(text []byte) (month, width int) {
	for width < len(text) && xmltext.IsLetter(text[width]) {
		width++
	}
	const shortest = 3
	for m := time.January; m <= time.December && width >= shortest; m++ {
		if name := m.String(); width <= len(name) && bytes.EqualFold(text[:width], []byte(name[:width])) {
			return int(m), width
		}
	}
	return 0, 0
}

// IsNoTime reports whether a text is how databases write that there is no date or
// time: 00/00/0000 00:00:00.
func IsNoTime(text []byte) bool {
	zeros := 0
	for _, c := range text {
		switch {
		case c == '0':
			zeros++
		case xmltext.IsLetter(c) && c != 'T' && c != 'Z' || '1' <= c && c <= '9':
			return false
		}
	}
	return zeros >= len("000000")
}

func checkedDate(y, m, d int, rest []byte, ok bool) (civil, []byte, bool) {
	if !ok || y < 0 || m < 1 || m > 12 || d < 1 || d > daysIn(y, m) {
		return civil{}, nil, false
	}
	return civil{y, time.Month(m), d}, rest, true
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// parseRest reads what follows a date: a blank or T, h:mm[:ss[.fff]], and then
// AM or PM, Z, an offset, or nothing.
func (f *Format) parseRest(date civil, rest []byte) (time.Time, bool) {
	if rest[0] != ' ' && rest[0] != 'T' {
		return time.Time{}, false
	}
	hour, minute, second, rest, ok := clockTime(rest[1:])
	if !ok {
		return time.Time{}, false
	}
	nanos, rest, ok := fraction(rest)
	if !ok {
		return time.Time{}, false
	}
	hour, rest, ok = meridiem(hour, rest)
	if !ok {
		return time.Time{}, false
	}
	at := time.Date(date.year, date.month, date.day, hour, minute, second, nanos, time.UTC)
	switch {
	case len(rest) == 0 && f.zone() == time.UTC:
		return at, true
	case len(rest) == 0:
		return time.Date(date.year, date.month, date.day, hour, minute, second, nanos, f.zone()).UTC(), true
	case len(rest) == 1 && rest[0] == 'Z':
		return at, true
	case rest[0] == '+' || rest[0] == '-':
		seconds, ok := parseOffset(string(rest))
		return at.Add(-time.Duration(seconds) * time.Second), ok
	}
	return time.Time{}, false
}

// clockTime reads h:mm or h:mm:ss.
func clockTime(text []byte) (hour, minute, second int, rest []byte, ok bool) {
	if len(text) == len("15:04:05") && text[2] == ':' && text[5] == ':' {
		hour, minute, second = twoDigits(text), twoDigits(text[3:]), twoDigits(text[6:])
		return hour, minute, second, nil, min(hour, minute, second) >= 0 && hour < 24 && minute < 60 && second < 60
	}
	var part [3]int
	rest = text
	for i := range part {
		if i > 0 {
			if len(rest) == 0 || rest[0] != ':' {
				ok = i == 2
				break
			}
			rest = rest[1:]
		}
		n, width := leadingDigits(rest)
		if width != 2 && (i > 0 || width != 1) {
			return 0, 0, 0, nil, false
		}
		part[i], rest, ok = n, rest[width:], i == 2
	}
	return part[0], part[1], part[2], rest, ok && part[0] < 24 && part[1] < 60 && part[2] < 60
}

// fraction reads .123 of a second.
func fraction(rest []byte) (nanos int, after []byte, ok bool) {
	if len(rest) == 0 || rest[0] != '.' {
		return 0, rest, true
	}
	n, width := leadingDigits(rest[1:])
	if width == 0 || width > 9 {
		return 0, nil, false
	}
	for range 9 - width {
		n *= 10
	}
	return n, rest[1+width:], true
}

// meridiem reads AM and PM, however the user's clock is set.
func meridiem(hour int, rest []byte) (int, []byte, bool) {
	text := rest
	for len(text) > 0 && text[0] == ' ' {
		text = text[1:]
	}
	if len(text) < 2 || text[1]|0x20 != 'm' {
		return hour, rest, true
	}
	switch text[0] | 0x20 {
	case 'a':
		return hour % 12, text[2:], hour >= 1 && hour <= 12
	case 'p':
		return hour%12 + 12, text[2:], hour >= 1 && hour <= 12
	}
	return hour, rest, true
}

func digits(text []byte) (int, bool) {
	n, width := leadingDigits(text)
	return n, width == len(text) && width > 0
}

func leadingDigits(text []byte) (n, width int) {
	for width < len(text) && width < 10 && text[width] >= '0' && text[width] <= '9' {
		n = n*10 + int(text[width]-'0')
		width++
	}
	return n, width
}
