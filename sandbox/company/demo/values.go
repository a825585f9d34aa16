package demo

import (
	"strconv"
	"sync"
	"time"
)

// cents is an amount of money in hundredths, so that no float touches it.
type cents int64

// String writes the amount as the store keeps it: no trailing zeros.
func (c cents) String() string {
	var buffer [24]byte
	text := buffer[:0]
	if c < 0 {
		text, c = append(text, '-'), -c
	}
	text = strconv.AppendInt(text, int64(c/100), 10)
	if c%100 == 0 {
		return string(text)
	}
	text = append(text, '.', byte('0'+c/10%10))
	if c%10 != 0 {
		text = append(text, byte('0'+c%10))
	}
	return string(text)
}

// percent takes a share in hundredths of a percent, rounded half away from zero.
func (c cents) share(bips int) cents { return divide(int64(c)*int64(bips), 10_000) }

func divide(a, b int64) cents {
	if a < 0 {
		return -divide(-a, b)
	}
	return cents((a + b/2) / b)
}

// rate is an exchange rate in millionths.
type rate int64

const par rate = 1_000_000

func (r rate) of(amount cents) cents { return divide(int64(amount)*int64(r), int64(par)) }

// String writes the rate as a decimal without trailing zeros.
func (r rate) String() string { return decimal(int64(r), 6) }

// decimal writes n / 10^places without trailing zeros.
func decimal(n int64, places int) string {
	if n < 0 {
		return "-" + decimal(-n, places)
	}
	text := strconv.FormatInt(n, 10)
	for len(text) <= places {
		text = "0" + text
	}
	whole, fraction := text[:len(text)-places], text[len(text)-places:]
	for fraction != "" && fraction[len(fraction)-1] == '0' {
		fraction = fraction[:len(fraction)-1]
	}
	if fraction == "" {
		return whole
	}
	return whole + "." + fraction
}

// day counts from the first day of the ledger.
type day int16

const (
	firstDay day = 0
	goLive   day = 365 // the first day of the second fiscal year, 2025-11-01
	lastDay  day = 729 // 2026-10-31
	never    day = -32768
)

// dayZero is the first day of the first fiscal year.
var dayZero = time.Date(2024, time.November, 1, 0, 0, 0, 0, time.UTC)

// The calendar of ready texts reaches from before the ledger to past its last due date.
const calendarBack, calendarSize = 200, 1100

var calendar = sync.OnceValue(func() *[calendarSize]string {
	var texts [calendarSize]string
	for i := range texts {
		texts[i] = dayZero.AddDate(0, 0, i-calendarBack).Format(time.DateOnly)
	}
	return &texts
})

func dayOf(year int, month time.Month, dayOfMonth int) day {
	return day(time.Date(year, month, dayOfMonth, 0, 0, 0, 0, time.UTC).Sub(dayZero) / (24 * time.Hour))
}

func (d day) date() time.Time { return dayZero.AddDate(0, 0, int(d)) }

// String is the date as the store keeps it; never is null.
func (d day) String() string {
	if d == never {
		return ""
	}
	if place := int(d) + calendarBack; place >= 0 && place < calendarSize {
		return calendar()[place]
	}
	return d.date().Format(time.DateOnly)
}

// month counts months from the first of the ledger.
func (d day) month() int {
	date := d.date()
	return (date.Year()-2024)*12 + int(date.Month()) - 11
}

func (d day) weekend() bool {
	weekday := d.date().Weekday()
	return weekday == time.Saturday || weekday == time.Sunday
}

func (d day) endOfMonth() bool { return (d + 1).date().Day() == 1 }

// startOfMonth gives the first day of the month that counts from the first of the ledger.
func startOfMonth(month int) day {
	return dayOf(2024, time.Month(11+month), 1)
}

// stamp is a moment in seconds since 1970; zero is null.
type stamp int64

func (d day) at(seconds int) stamp { return stamp(d.date().Unix()) + stamp(seconds) }

func moment(text string) stamp {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err) // a constant of this package is misspelt
	}
	return stamp(at.Unix())
}

func (s stamp) String() string {
	if s == 0 {
		return ""
	}
	days := (int64(s) - dayZero.Unix()) / 86400
	rest := int(int64(s) - dayZero.Unix() - days*86400)
	if rest < 0 {
		days, rest = days-1, rest+86400
	}
	text := make([]byte, 0, 20)
	text = append(text, day(days).String()...)
	text = append(text, 'T')
	text = twoDigits(text, rest/3600)
	text = append(text, ':')
	text = twoDigits(text, rest/60%60)
	text = append(text, ':')
	text = twoDigits(text, rest%60)
	return string(append(text, 'Z'))
}

func twoDigits(text []byte, n int) []byte { return append(text, byte('0'+n/10), byte('0'+n%10)) }

// number writes a key or count; zero is null.
func number[T ~int | ~int8 | ~int16 | ~int32 | ~int64](n T) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatInt(int64(n), 10)
}

func truth(is bool) string {
	if is {
		return "true"
	}
	return "false"
}

// letter is the old form of a boolean.
func letter(is bool) string {
	if is {
		return "T"
	}
	return "F"
}
