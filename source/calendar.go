package source

import (
	"bytes"
	"time"
)

// A calendar reads dates and times as the gateway writes them for one user.
type calendar struct {
	// order is the user's order of day, month and year, as in "mdY"; a small y
	// is a year of two digits.
	order string
	zone  zone
}

// A zone is how far the gateway's clock texts are from UTC: by a fixed offset,
// as the user's formatting has it, or by the rules of a place.
type zone struct {
	offset int // seconds east of UTC
	place  *time.Location
}

// A moment is what a text says of a point in time, in the zone it is written in.
type moment struct {
	year, month, day     int
	hour, minute, second int
	absolute             bool // the text names its offset
	offset               int  // seconds east of UTC, if absolute
}

// read reads a date or a timestamp. A date alone is its midnight. ISO forms
// are read too, whatever the user's order: some functions answer in them.
func (c *calendar) read(text []byte) (moment, bool) {
	text = bytes.TrimSpace(text)
	m, rest, ok := c.readDate(text)
	if !ok || len(rest) == 0 {
		return m, ok
	}
	if rest[0] != ' ' && rest[0] != 'T' {
		return m, false
	}
	return m, m.readClock(rest[1:])
}

// readDate reads the date that text begins with.
func (c *calendar) readDate(text []byte) (m moment, rest []byte, ok bool) {
	var parts, widths [3]int
	rest = text
	for i := range parts {
		n := digits(rest)
		if n == 0 || n > 4 {
			return m, rest, false
		}
		parts[i], widths[i] = number(rest[:n]), n
		rest = rest[n:]
		if i == 2 {
			break
		}
		if len(rest) == 0 || !isDateSeparator(rest[0]) {
			return m, rest, false
		}
		rest = rest[1:]
	}
	order := c.order
	if widths[0] == 4 {
		order = "Ymd"
	}
	return m, rest, m.setDate(order, parts, widths)
}

func isDateSeparator(c byte) bool {
	return c == '/' || c == '-' || c == '.' || c == ' '
}

// setDate puts the three numbers of a date into their places.
func (m *moment) setDate(order string, parts, widths [3]int) bool {
	for i := range parts {
		if (order[i] == 'Y') != (widths[i] == 4) || widths[i] == 3 {
			return false
		}
		switch order[i] {
		case 'd':
			m.day = parts[i]
		case 'm':
			m.month = parts[i]
		case 'Y':
			m.year = parts[i]
		case 'y':
			m.year = fullYear(parts[i])
		}
	}
	return m.year > 0 && m.month >= 1 && m.month <= 12 && m.day >= 1 && m.day <= daysIn(m.year, m.month)
}

// fullYear reads a year of two digits as package time does.
func fullYear(short int) int {
	if short >= 69 {
		return 1900 + short
	}
	return 2000 + short
}

// readClock reads hh:mm, hh:mm:ss, either with AM or PM, and an offset.
func (m *moment) readClock(text []byte) bool {
	var parts [3]int
	for i := range parts {
		if len(text) < 2 || digits(text[:2]) != 2 {
			return false
		}
		parts[i], text = number(text[:2]), text[2:]
		if i == 2 || len(text) == 0 || text[0] != ':' {
			if i == 0 {
				return false
			}
			break
		}
		text = text[1:]
	}
	m.hour, m.minute, m.second = parts[0], parts[1], parts[2]
	text, ok := m.readHalf(text)
	return ok && m.hour < 24 && m.minute < 60 && m.second < 60 && m.readOffset(text)
}

// readHalf reads the AM or PM of a twelve-hour clock.
func (m *moment) readHalf(text []byte) (rest []byte, ok bool) {
	half := bytes.TrimLeft(text, " ")
	if len(half) < 2 || half[1]|0x20 != 'm' {
		return text, true
	}
	if m.hour < 1 || m.hour > 12 {
		return text, false
	}
	switch half[0] | 0x20 {
	case 'a':
		m.hour %= 12
	case 'p':
		m.hour = m.hour%12 + 12
	default:
		return text, false
	}
	return half[2:], true
}

// readOffset reads Z, +hh:mm or nothing.
func (m *moment) readOffset(text []byte) bool {
	switch {
	case len(text) == 0:
		return true
	case len(text) == 1 && text[0] == 'Z':
		m.absolute = true
		return true
	}
	offset, ok := parseOffset(text)
	m.absolute, m.offset = ok, offset
	return ok
}

// parseOffset reads +hh:mm as seconds.
func parseOffset(text []byte) (seconds int, ok bool) {
	if len(text) != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':' ||
		digits(text[1:3]) != 2 || digits(text[4:6]) != 2 {
		return 0, false
	}
	hours, minutes := number(text[1:3]), number(text[4:6])
	if hours > 14 || minutes > 59 {
		return 0, false
	}
	seconds = hours*3600 + minutes*60
	if text[0] == '-' {
		seconds = -seconds
	}
	return seconds, true
}

// number is the value of a few digits.
func number(text []byte) int {
	n := 0
	for _, c := range text {
		n = n*10 + int(c-'0')
	}
	return n
}

// unix is the moment in seconds since 1970, UTC.
func (c *calendar) unix(m moment) int64 {
	switch {
	case m.absolute:
		return m.local() - int64(m.offset)
	case c.zone.place == nil:
		return m.local() - int64(c.zone.offset)
	}
	return time.Date(m.year, time.Month(m.month), m.day, m.hour, m.minute, m.second, 0, c.zone.place).Unix()
}

// local is the moment in seconds since 1970 on its own clock.
func (m moment) local() int64 {
	return daysSince1970(m.year, m.month, m.day)*86400 + int64(m.hour*3600+m.minute*60+m.second)
}

// daysSince1970 counts in the Gregorian calendar. Source: Howard Hinnant,
// "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
func daysSince1970(year, month, day int) int64 {
	if month <= 2 {
		year--
	}
	era := year / 400
	yearOfEra := year - era*400
	monthFromMarch := (month + 9) % 12
	dayOfYear := (153*monthFromMarch+2)/5 + day - 1
	dayOfEra := yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear
	return int64(era)*146097 + int64(dayOfEra) - 719468
}

var monthDays = [...]int{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

func daysIn(year, month int) int {
	if month == 2 && year%4 == 0 && (year%100 != 0 || year%400 == 0) {
		return 29
	}
	return monthDays[month-1]
}

// appendDate writes the date as JSON text without its quotes.
func (m moment) appendDate(dst []byte) []byte {
	return append(dst,
		byte('0'+m.year/1000), byte('0'+m.year/100%10), byte('0'+m.year/10%10), byte('0'+m.year%10), '-',
		byte('0'+m.month/10), byte('0'+m.month%10), '-',
		byte('0'+m.day/10), byte('0'+m.day%10))
}

// appendUTC writes the moment as RFC 3339 in UTC. Where the text is in UTC
// already, as with most users, its digits only change places.
func (c *calendar) appendUTC(dst []byte, m moment) []byte {
	if m.absolute && m.offset != 0 || !m.absolute && (c.zone.offset != 0 || c.zone.place != nil) {
		return time.Unix(c.unix(m), 0).UTC().AppendFormat(dst, time.RFC3339)
	}
	dst = m.appendDate(dst)
	return append(dst, 'T',
		byte('0'+m.hour/10), byte('0'+m.hour%10), ':',
		byte('0'+m.minute/10), byte('0'+m.minute%10), ':',
		byte('0'+m.second/10), byte('0'+m.second%10), 'Z')
}

// literal writes an instant as a query wants it in the calendar's zone.
//
// Source: Sage docs, XML API, "Queries" (filter values).
func (z zone) literal(at instant) string {
	place := z.place
	if place == nil {
		place = time.FixedZone("", z.offset)
	}
	return time.Unix(int64(at), 0).In(place).Format("01/02/2006 15:04:05")
}
