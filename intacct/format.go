package intacct

import (
	"fmt"
	"strings"
	"time"
)

// Format is how a user likes dates and times, which is how query writes them,
// and in which zone.
type Format struct {
	Locale string
	// Zone of the user's times. The gateway names an offset only; replace it
	// where the real zone is known.
	Zone *time.Location
	// TwelveHours is the user's wish; whether AM and PM are written shows in
	// the values themselves.
	TwelveHours bool

	separator byte
	order     [3]byte // of 'm', 'd' and 'Y' or 'y'
}

// NewFormat reads the four values of readUserFormatting: a date format such as
// "/mdY" (the separator, then the order), a clock of 12 or 24 hours, and an
// offset such as "-08:00". What is empty is en_US, /mdY, 24 and +00:00.
func NewFormat(locale, date, clock, offset string) (Format, error) {
	f := Format{Locale: locale, Zone: time.UTC, separator: '/', order: [3]byte{'m', 'd', 'Y'}}
	if date != "" {
		if !isDateFormat(date) {
			return Format{}, fmt.Errorf("the user's date format %q is not known", date)
		}
		f.separator, f.order = date[0], [3]byte{date[1], date[2], date[3]}
	}
	switch clock {
	case "", "24":
	case "12":
		f.TwelveHours = true
	default:
		return Format{}, fmt.Errorf("the user's clock %q is not known", clock)
	}
	if offset != "" {
		seconds, ok := parseOffset(offset)
		if !ok {
			return Format{}, fmt.Errorf("the user's offset %q is not known", offset)
		}
		f.Zone = zone(offset, seconds)
	}
	return f, nil
}

// DateOrder is the order of month, day and year: "mdY", "dmY", …
func (f Format) DateOrder() string {
	f = f.orDefault()
	return string(f.order[:])
}

func zone(name string, seconds int) *time.Location {
	if seconds == 0 {
		return time.UTC
	}
	return time.FixedZone(name, seconds)
}

func isDateFormat(s string) bool {
	if len(s) != 4 || s[0] >= '0' && s[0] <= '9' {
		return false
	}
	letters := strings.ToLower(s[1:])
	return strings.Contains(letters, "m") && strings.Contains(letters, "d") && strings.Contains(letters, "y") &&
		!strings.ContainsAny(s[1:], "MD")
}

// parseOffset reads +09:30, -0800, -8 and the like.
func parseOffset(s string) (seconds int, ok bool) {
	sign := 1
	switch {
	case strings.HasPrefix(s, "-"):
		sign, s = -1, s[1:]
	case strings.HasPrefix(s, "+"):
		s = s[1:]
	}
	s = strings.ReplaceAll(s, ":", "")
	if len(s) == 1 || len(s) == 3 {
		s = "0" + s
	}
	if len(s) == 2 {
		s += "00"
	}
	n, ok := digits([]byte(s))
	if !ok || len(s) != 4 || n/100 > 14 || n%100 > 59 {
		return 0, false
	}
	return sign * (n/100*3600 + n%100*60), true
}

// FormatDate writes a date for a filter. Filters take mm/dd/yyyy whatever the
// user likes.
//
// Source: Sage docs, XML API, "Queries".
func (f Format) FormatDate(t time.Time) string { return t.Format("01/02/2006") }

// FormatTimestamp writes an instant for a filter, in the user's zone.
func (f Format) FormatTimestamp(t time.Time) string {
	return t.In(f.zone()).Format("01/02/2006 15:04:05")
}

func (f Format) zone() *time.Location {
	if f.Zone == nil {
		return time.UTC
	}
	return f.Zone
}

// orDefault makes the zero Format usable.
func (f Format) orDefault() Format {
	if f.separator == 0 {
		f.separator, f.order = '/', [3]byte{'m', 'd', 'Y'}
	}
	return f
}
