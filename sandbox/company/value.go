package company

import (
	"strconv"
	"strings"
	"time"
)

// The forms of dates and times in writes. Documented are mm/dd/yyyy and, for
// custom objects, ISO forms (Sage docs, XML API: Records of custom objects);
// clients in production send ISO dates to other objects as well.
var (
	dateForms       = []string{"01/02/2006", "1/2/2006", time.DateOnly}
	timeForms       = []string{"01/02/2006 15:04:05", "1/2/2006 15:04:05", "01/02/2006", "1/2/2006"}
	customTimeForms = append([]string{time.RFC3339, "2006-01-02T15:04:05", time.DateOnly}, timeForms...)
)

// canonical turns a value of the wire into canonical text.
func (f *Field) canonical(v string, custom bool) (string, *Problem) {
	if v == "" {
		return "", nil
	}
	value, ok := "", false
	switch f.DataType {
	case Date:
		value, ok = parseMoment(v, dateForms, time.DateOnly)
	case Timestamp:
		value, ok = parseMoment(v, pick(custom, customTimeForms, timeForms), canonicalTime)
	case Boolean:
		value, ok = canonicalBool(v)
	case Integer:
		a, isNumber := parseAmount(strings.TrimSpace(v))
		if ok = isNumber; ok {
			value = a.String()
			ok = !strings.Contains(value, ".")
		}
	case Decimal, Currency, Percent:
		a, isNumber := parseAmount(strings.TrimSpace(v))
		if ok = isNumber; ok {
			value = a.String()
		}
	default:
		return f.listed(v)
	}
	if !ok {
		return "", illegalFormat(f.ID, v)
	}
	return value, nil
}

const canonicalTime = "2006-01-02T15:04:05Z"

func pick(first bool, a, b []string) []string {
	if first {
		return a
	}
	return b
}

func parseMoment(v string, forms []string, to string) (string, bool) {
	for _, form := range forms {
		if at, err := time.Parse(form, strings.TrimSpace(v)); err == nil {
			return at.UTC().Format(to), true
		}
	}
	return "", false
}

// dateOf is the date of an ISO date-time; other values are as they are.
func dateOf(v string) string {
	if date, _, timed := strings.Cut(v, "T"); timed && len(date) == len(time.DateOnly) {
		return date
	}
	return v
}

func canonicalBool(v string) (string, bool) {
	switch strings.ToLower(v) {
	case "true", "t", "1":
		return "true", true
	case "false", "f", "0":
		return "false", true
	}
	return "", false
}

// multiPickSeparator joins the choices of a field that takes several.
//
// Source: Sage docs, XML API, "Records".
const multiPickSeparator = "#~#"

// takesSeveral tells the company's own pick lists of several choices.
func (f *Field) takesSeveral() bool { return f.Custom && f.DataType == Text }

// listed checks a value, or each of several, against the valid values.
func (f *Field) listed(v string) (string, *Problem) {
	if len(f.ValidValues) == 0 {
		return v, nil
	}
	if !f.takesSeveral() {
		return f.choice(v)
	}
	choices := strings.Split(v, multiPickSeparator)
	for i, choice := range choices {
		label, problem := f.choice(choice)
		if problem != nil {
			return "", problem
		}
		choices[i] = label
	}
	return strings.Join(choices, multiPickSeparator), nil
}

// choice finds one value among the valid ones; labels are found in any case,
// codes as they are.
func (f *Field) choice(v string) (string, *Problem) {
	for _, label := range f.ValidValues {
		if strings.EqualFold(label, v) {
			return label, nil
		}
	}
	if label, ok := f.LabelOf(v); ok && f.Codes != nil {
		return label, nil
	}
	return "", refuse("Invalid value '%s' specified for %s.", v, f.ID).
		correctedBy("Use one of: " + strings.Join(f.ValidValues, ", ") + ".")
}

func formatID(id int64) string { return strconv.FormatInt(id, 10) }
