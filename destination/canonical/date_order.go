package canonical

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// DateOrder says in which order a date that is not ISO names its parts. Without
// one such a date is refused: 05/11/2026 is the 5th of November to most of the
// world and the 11th of May to the rest.
type DateOrder string

// What date_order may be.
const (
	ISOOnly    DateOrder = "iso"
	MonthFirst DateOrder = "month_first"
	DayFirst   DateOrder = "day_first"
)

// clockLayouts are the forms of a time of day, offset included; a fraction of
// the second may follow the second in each. A time without an offset is UTC.
var clockLayouts = []string{
	"15:04:05", "15:04:05Z07:00", "15:04:05Z0700", "15:04:05Z07",
	"15:04", "15:04Z07:00", "15:04Z0700", "15:04Z07",
}

// Date reads a date. Of a timestamp the date counts as it is written: a
// posting date must not move with a time zone.
func (o DateOrder) Date(text string) (string, error) {
	day, clock := splitClock(text)
	date, ok := o.day(day)
	if _, fine := timeOfDay(clock); !ok || !fine {
		return "", o.refuse("a date", "YYYY-MM-DD")
	}
	return date, nil
}

// canonicalTimestamp reads a timestamp; a date is its first instant.
func (o DateOrder) canonicalTimestamp(text string) (string, error) {
	day, clock := splitClock(text)
	date, ok := o.day(day)
	layout, fine := timeOfDay(clock)
	if !ok || !fine {
		return "", o.refuse("a timestamp", "YYYY-MM-DDTHH:MM:SSZ")
	}
	instant, err := time.Parse(ISODate+layout, date+clock)
	if err != nil {
		return "", o.refuse("a timestamp", "YYYY-MM-DDTHH:MM:SSZ")
	}
	return instant.UTC().Format(ISOTimestamp), nil
}

// refuse names the forms that are read, and the setting that adds one.
func (o DateOrder) refuse(what, form string) error {
	switch o {
	case MonthFirst:
		return fmt.Errorf("is not %s (%s, or MM/DD/YYYY because date_order is month_first)", what, form)
	case DayFirst:
		return fmt.Errorf("is not %s (%s, or DD/MM/YYYY because date_order is day_first)", what, form)
	}
	return fmt.Errorf("is not %s (%s; for other forms %s)", what, form, DateOrderHint)
}

// DateOrderHint names the setting in a refusal, by which advice is chosen.
const DateOrderHint = "date_order says whether the month or the day comes first"

// splitClock parts a day from the time of day behind it. A T stands only between
// the parts of an ISO timestamp.
func splitClock(text string) (day, clock string) {
	if at := strings.IndexAny(text, "T "); at > 0 && at < len(text)-1 {
		return text[:at], text[at+1:]
	}
	return text, ""
}

// timeOfDay is the layout of a time of day, and whether it is one.
func timeOfDay(clock string) (layout string, ok bool) {
	if clock == "" {
		return "", true
	}
	if len(clock) < 5 || clock[2] != ':' {
		return "", false // an hour has two digits
	}
	for _, layout := range clockLayouts {
		if _, err := time.Parse(layout, clock); err == nil {
			return layout, true
		}
	}
	return "", false
}

// day is the canonical text of a day, and whether it is one.
func (o DateOrder) day(text string) (string, bool) {
	if at, err := time.Parse(ISODate, text); err == nil {
		return at.Format(ISODate), true
	}
	if o != MonthFirst && o != DayFirst {
		return "", false
	}
	first, second, year, err := parts(text)
	if err != nil {
		return "", false
	}
	if o == DayFirst {
		first, second = second, first
	}
	at, err := time.Parse(ISODate, fmt.Sprintf("%s-%02d-%02d", year, first, second))
	return at.Format(ISODate), err == nil
}

var errNoDate = errors.New("is not a date")

// parts takes a date of three numbers apart: one sign between them, and a year
// of four digits, because of two nobody can tell the century.
func parts(text string) (first, second int, year string, err error) {
	sign := strings.IndexAny(text, "/-.")
	if sign < 1 {
		return 0, 0, "", errNoDate
	}
	fields := strings.Split(text, text[sign:sign+1])
	if len(fields) != 3 || len(fields[0]) > 2 || len(fields[1]) > 2 || len(fields[2]) != 4 {
		return 0, 0, "", errNoDate
	}
	for _, field := range fields {
		if strings.Trim(field, "0123456789") != "" {
			return 0, 0, "", errNoDate
		}
	}
	first, errFirst := strconv.Atoi(fields[0])
	second, errSecond := strconv.Atoi(fields[1])
	return first, second, fields[2], errors.Join(errFirst, errSecond)
}
