package sandbox

import (
	"strings"
	"time"
)

// The company's own text for values: what the store holds and expects.
const (
	canonicalDate      = "2006-01-02"
	canonicalTimestamp = "2006-01-02T15:04:05Z"
)

// A formatting is how one user wants to see dates and times.
type formatting struct {
	locale     string
	dateFormat string // separator and order, as in /mdY
	gmtOffset  string // +09:30
	clock      string // 12 or 24
	offset     time.Duration
	zone       *time.Location // whose rule says what the offset is at a time; nil: it is the same at all times
}

// usualFormatting is that of a user who never changed anything.
var usualFormatting = formatting{locale: "en_US", dateFormat: "/mdY", gmtOffset: "+00:00", clock: "24"}

// newFormatting fills in what a user has not set.
func newFormatting(locale, dateFormat, gmtOffset, clock string) formatting {
	f := usualFormatting
	if locale != "" {
		f.locale = locale
	}
	if len(dateFormat) == 4 {
		f.dateFormat = dateFormat
	}
	if offset, ok := parseOffset(gmtOffset); ok {
		f.gmtOffset, f.offset = gmtOffset, offset
	}
	if clock == "12" {
		f.clock = clock
	}
	return f
}

// parseOffset reads +hh:mm.
func parseOffset(text string) (time.Duration, bool) {
	at, err := time.Parse("-07:00", text)
	if err != nil {
		return 0, false
	}
	_, seconds := at.Zone()
	return time.Duration(seconds) * time.Second, true
}

// appendDate writes a canonical date in the user's order. A text that is no
// date is left as it is.
func (f *formatting) appendDate(dst []byte, date string) []byte {
	if len(date) != len(canonicalDate) {
		return append(dst, date...)
	}
	for i := 1; i < 4; i++ {
		if i > 1 {
			dst = append(dst, f.dateFormat[0])
		}
		switch f.dateFormat[i] {
		case 'd':
			dst = append(dst, date[8:10]...)
		case 'm':
			dst = append(dst, date[5:7]...)
		case 'y':
			dst = append(dst, date[2:4]...)
		default:
			dst = append(dst, date[:4]...)
		}
	}
	return dst
}

// appendTimestamp writes a canonical timestamp in the user's zone, order and
// clock. A date alone stays a date.
func (f *formatting) appendTimestamp(dst []byte, stamp string) []byte {
	if len(stamp) < len(canonicalTimestamp) {
		return f.appendDate(dst, stamp)
	}
	if f.offset != 0 || f.zone != nil {
		at, err := time.Parse(canonicalTimestamp, stamp)
		if err != nil {
			return append(dst, stamp...)
		}
		var local [len(canonicalTimestamp)]byte
		stamp = string(f.local(at).AppendFormat(local[:0], canonicalTimestamp))
	}
	dst = f.appendDate(dst, stamp[:10])
	dst = append(dst, ' ')
	return f.appendClock(dst, stamp[11:19])
}

// local is a time as the user's clock shows it.
func (f *formatting) local(at time.Time) time.Time {
	if f.zone == nil {
		return at.Add(f.offset)
	}
	_, seconds := at.In(f.zone).Zone()
	return at.Add(time.Duration(seconds) * time.Second)
}

// appendClock writes hh:mm:ss by the user's clock.
func (f *formatting) appendClock(dst []byte, clock string) []byte {
	if f.clock != "12" {
		return append(dst, clock...)
	}
	hour := int(clock[0]-'0')*10 + int(clock[1]-'0')
	half := " AM"
	if hour >= 12 {
		half = " PM"
	}
	hour = (hour+11)%12 + 1
	dst = append(dst, byte('0'+hour/10), byte('0'+hour%10))
	dst = append(dst, clock[2:]...)
	return append(dst, half...)
}

// parseDate reads a date literal in the order given by the format.
func (f *formatting) parseDate(text string) (string, bool) {
	layout := f.layout()
	at, err := time.Parse(layout, text)
	if err != nil {
		return "", false
	}
	return at.Format(canonicalDate), true
}

// parseTimestamp reads a date literal with or without a time of the day, which
// is in the user's zone.
func (f *formatting) parseTimestamp(text string) (string, bool) {
	text = strings.TrimSpace(text)
	layout := f.layout()
	for _, layout := range []string{layout + " 15:4:5", layout, layout + " 3:4:5 PM", layout + " 15:4"} {
		if f.zone != nil {
			if at, err := time.ParseInLocation(layout, text, f.zone); err == nil {
				return at.UTC().Format(canonicalTimestamp), true
			}
			continue
		}
		if at, err := time.Parse(layout, text); err == nil {
			return at.Add(-f.offset).Format(canonicalTimestamp), true
		}
	}
	return "", false
}

// layout is the format in the notation of package time; one digit will do for
// day and month.
func (f *formatting) layout() string {
	parts := make([]string, 0, 3)
	for _, c := range f.dateFormat[1:] {
		switch c {
		case 'd':
			parts = append(parts, "2")
		case 'm':
			parts = append(parts, "1")
		case 'y':
			parts = append(parts, "06")
		default:
			parts = append(parts, "2006")
		}
	}
	return strings.Join(parts, f.dateFormat[:1])
}

// appendDecimal writes an amount as the gateway does: no trailing zeros, and no
// zero before the point.
func appendDecimal(dst []byte, digits string) []byte {
	if strings.IndexByte(digits, '.') >= 0 {
		digits = strings.TrimRight(digits, "0")
		digits = strings.TrimSuffix(digits, ".")
	}
	if rest, negative := strings.CutPrefix(digits, "-"); negative {
		if rest == "0" || rest == "" {
			return append(dst, '0')
		}
		dst, digits = append(dst, '-'), rest
	}
	if strings.HasPrefix(digits, "0.") {
		digits = digits[1:]
	}
	return append(dst, digits...)
}
