package intacct

import (
	"fmt"
	"regexp"
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

	separator byte    // blanks may stand around it
	order     [3]byte // of 'm', 'd' and 'Y' or 'y'; 'M' is a month by name
}

// NewFormat reads the four values of readUserFormatting: a date format such as
// "/mdY" (the separator, then the order), a clock of 12 or 24 hours, and an
// offset such as "-08:00". What is empty is en_US, /mdY, 24 and +00:00.
func NewFormat(locale, date, clock, offset string) (Format, error) {
	f := Format{Locale: locale, Zone: time.UTC, separator: '/', order: [3]byte{'m', 'd', 'Y'}}
	if strings.TrimSpace(date) != "" {
		var ok bool
		if f.separator, f.order, ok = dateFormat(date); !ok {
			return Format{}, fmt.Errorf("the user's date format %q is not known", date)
		}
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

var (
	shortFormat = regexp.MustCompile(`^(\s*[^\sA-Za-z0-9]?\s*)([mdyY])([mdyY])([mdyY])$`)
	longFormat  = regexp.MustCompile(`^(\w+)(\s*[^\w\s]?\s*)(\w+)(\s*[^\w\s]?\s*)(\w+)$`)
	// parts are how long formats spell what short ones have a letter for.
	parts = map[string]byte{"m": 'm', "mm": 'm', "mmm": 'M', "mmmm": 'M', "d": 'd', "dd": 'd', "yy": 'y', "yyyy": 'Y'}
)

// dateFormat reads a separator and an order from "/mdY", from " dmY", whose
// separator is a blank, or from what spells it out: "MM / DD / YYYY".
func dateFormat(s string) (separator byte, order [3]byte, ok bool) {
	s = strings.TrimRight(s, " \t\r\n")
	between := ""
	if found := shortFormat.FindStringSubmatch(s); found != nil {
		between, order = found[1], [3]byte{found[2][0], found[3][0], found[4][0]}
	} else if found := longFormat.FindStringSubmatch(strings.ToLower(strings.TrimSpace(s))); found != nil && found[2] == found[4] {
		between, order = found[2], [3]byte{parts[found[1]], parts[found[3]], parts[found[5]]}
	}
	kinds := strings.ToLower(string(order[:]))
	if between == "" || !strings.Contains(kinds, "m") || !strings.Contains(kinds, "d") || !strings.Contains(kinds, "y") {
		return 0, order, false
	}
	if separator = ' '; strings.TrimSpace(between) != "" {
		separator = strings.TrimSpace(between)[0]
	}
	return separator, order, true
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
