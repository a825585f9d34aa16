package sandbox

import (
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"airbyte-sage-intacct/sandbox/company"
)

// options are what the command's flags say.
type options struct {
	listen   string
	data     string
	scale    int
	settings Settings
	faults   []Fault
	tls      *tls.Config
}

// tlsFlags are the flags about certificates.
type tlsFlags struct {
	on                     bool
	cert, key, certificate string
}

func readFlags(args []string, stderr io.Writer) (*options, error) {
	o := &options{settings: Likely()}
	flags := flag.NewFlagSet("sandbox", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.listen, "listen", "", "serve on this `address`, such as 127.0.0.1:8080")
	flags.StringVar(&o.data, "data", "", "keep what is written to the company in this `file`")
	flags.IntVar(&o.scale, "scale", 1, "multiply the company's transactions by `N`")
	o.settingsFlags(flags)
	clock := o.clockFlags(flags)
	certificates := o.tlsFlags(flags)
	flags.Func("fault", "let requests go wrong: `key=value,...` of function, object, nth, times, delay, work, status, "+
		"body, type, errno, text, control, drop, cut, truncate, drip, pause, applied, late (may be repeated)", o.addFault)
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return nil, err
		}
		return nil, fmt.Errorf("reading the flags: %w", err)
	}
	if flags.NArg() > 0 {
		return nil, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	if o.listen == "" {
		return nil, errors.New("--listen ADDRESS is missing")
	}
	return o, errors.Join(clock.apply(&o.settings), certificates.apply(o))
}

// settingsFlags are the flags that are settings as they stand.
func (o *options) settingsFlags(flags *flag.FlagSet) {
	s := &o.settings
	flags.DurationVar(&s.Latency, "latency", 0, "take this `long` for every answer, at least")
	flags.IntVar(&s.Concurrency, "concurrency", 0, "work on `N` requests at once; further ones wait their turn")
	flags.DurationVar(&s.Queue, "queue", 0, "refuse with 429 what has waited this `long` for its turn (default 30s)")
	flags.IntVar(&s.Rate, "rate", 0, "refuse with 429 all but `N` requests a minute")
	flags.BoolVar(&s.RememberControlIDs, "remember-control-ids", true, "refuse functions that uniqueid says were executed before")
	flags.BoolFunc("replay-control-ids", "answer them as the first time instead", func(string) error {
		s.Repeated = RepeatedReplays
		return nil
	})
	flags.StringVar(&s.Endpoint, "endpoint", "", "the `URL` that getAPISession answers (default: as called)")
	flags.DurationVar(&s.SessionDuration, "session", 0, "end sessions this `long` after their last use (default 12h)")
	flags.BoolVar(&s.UTCTimestamps, "utc", false, "show timestamps in UTC instead of the user's zone")
	flags.Func("zone-move", "move the users' time zone: `TIME,DURATION[,PLACE]`, where PLACE (replies or formatting) is where alone that shows (may be repeated)", func(text string) error {
		move, err := parseZoneMove(text)
		s.ZoneMoves = append(s.ZoneMoves, move)
		return err
	})
	flags.Func("daylight-saving", "write and read timestamps by the rule of a `zone` such as Europe/Berlin", func(text string) (err error) {
		s.DaylightSaving, err = time.LoadLocation(text)
		return err
	})
	flags.BoolVar(&s.UserDateLiterals, "user-dates", false, "read date literals in the user's own format")
	flags.BoolVar(&s.StrictFilter, "strict-filter", false, "refuse conditions side by side in a filter")
	flags.Func("audit-keys", "the `form` of OBJECTKEY: record, integer, natural or object", func(text string) error {
		switch form := company.AuditForm(text); form {
		case company.AuditRecord, company.AuditInteger, company.AuditNatural, company.AuditDeclared:
			s.AuditKeys = form
			return nil
		default:
			return fmt.Errorf("%q is none of record, integer, natural, object", text)
		}
	})
	flags.Func("odd-fields", "list fields whose ids are no names of XML elements; a query that names one is `refused`, or its reply broken; none lists none", func(text string) error {
		known, found := map[string]OddFields{"none": "", "refused": OddFieldsRefused, "broken": OddFieldsBroken}[text]
		if !found {
			return fmt.Errorf("%q is none of refused, broken, none", text)
		}
		s.OddFields = known
		return nil
	})
	for _, e := range eitherFlags {
		flags.Func(e.name, e.usage, func(text string) error {
			if text != e.on && text != e.off {
				return fmt.Errorf("%q is neither %s nor %s", text, e.on, e.off)
			}
			*e.place(s) = text == e.on
			return nil
		})
	}
	flags.Func("withhold", "count rows and do not show them while a field is selected: `OBJECT,FIELD,KEY...`; without keys, the rows that have no value there (may be repeated)", func(text string) error {
		parts := strings.Split(text, ",")
		if len(parts) < 2 {
			return fmt.Errorf("%q names no object and field", text)
		}
		s.Withheld = append(s.Withheld, Withheld{Object: parts[0], Field: parts[1], Keys: parts[2:]})
		return nil
	})
	flags.Func("collation", "how text is ordered and compared: binary, folded or mixed", func(text string) error {
		collations := map[string]company.Collation{
			"binary": company.Binary, "folded": company.Folded, "mixed": company.Mixed,
		}
		chosen, known := collations[text]
		if !known {
			return fmt.Errorf("%q is none of binary, folded, mixed", text)
		}
		s.Collation = chosen
		return nil
	})
}

// eitherFlags are the flags for what is not public and can be one of two.
var eitherFlags = []struct {
	name, on, off, usage string
	place                func(*Settings) *bool
}{
	{"unknown-elements", "ignored", "refused", "elements that the object does not have are `ignored` (default) or refused", func(s *Settings) *bool { return &s.IgnoreUnknown }},
	{"bill-lines", "replaced", "appended", "lines of an updated bill that name no record: all are `replaced` (default), or they are appended", func(s *Settings) *bool { return &s.ReplaceLines }},
	{"content-type", "charset", "encoding", "replies are text/xml; `charset`=UTF-8 (default) or text/xml; encoding=\"UTF-8\"", func(s *Settings) *bool { return &s.CharsetType }},
	{"line-vendors", "filled", "empty", "the vendor on lines of bills is `filled` from the header (default) or empty", func(s *Settings) *bool { return &s.LineVendors }},
	{"busy", "control", "429", "a request too many fails in `control` (default) or with HTTP 429", func(s *Settings) *bool { return &s.BusyInControl }},
	{"audit-fields", "filled", "empty", "the audit history's field and values are `filled` (default) or empty", func(s *Settings) *bool { return &s.AuditFields }},
	{"date-times", "taken", "refused", "ISO date-times in date fields are `refused` (default), or the date is taken", func(s *Settings) *bool { return &s.DateTimes }},
}

// clockFlags are the flags about time.
type clockFlags struct {
	start  string
	frozen bool
	speed  float64
}

func (o *options) clockFlags(flags *flag.FlagSet) *clockFlags {
	c := &clockFlags{}
	flags.StringVar(&c.start, "clock", "", "begin at this `time` (2026-10-31T12:00:00Z) instead of now")
	flags.BoolVar(&c.frozen, "frozen", false, "let no time pass")
	flags.Float64Var(&c.speed, "speed", 1, "let time pass `N` times as fast")
	return c
}

func (c *clockFlags) apply(s *Settings) error {
	began := time.Now()
	start := began
	if c.start != "" {
		var err error
		if start, err = time.Parse(time.RFC3339, c.start); err != nil {
			return fmt.Errorf("reading --clock: %w", err)
		}
	}
	if c.speed <= 0 {
		return fmt.Errorf("--speed: %v is not above 0", c.speed)
	}
	s.Clock = func() time.Time {
		if c.frozen {
			return start
		}
		return start.Add(time.Duration(c.speed * float64(time.Since(began))))
	}
	return nil
}

func (o *options) addFault(text string) error {
	fault, err := parseFault(text)
	if err != nil {
		return err
	}
	o.faults = append(o.faults, fault)
	return nil
}

// parseFault reads a fault from text such as "function=query,nth=3,status=503".
func parseFault(text string) (Fault, error) {
	var f Fault
	for pair := range strings.SplitSeq(text, ",") {
		key, value, _ := strings.Cut(pair, "=")
		set, known := faultKeys[strings.TrimSpace(key)]
		if !known {
			return Fault{}, fmt.Errorf("unknown key %q", key)
		}
		if err := set(&f, value); err != nil {
			return Fault{}, fmt.Errorf("%s: %w", key, err)
		}
	}
	return f, nil
}

// faultKeys are the keys of --fault.
var faultKeys = map[string]func(*Fault, string) error{
	"function": textKey(func(f *Fault) *string { return &f.Function }),
	"object":   textKey(func(f *Fault) *string { return &f.Object }),
	"nth":      numberKey(func(f *Fault) *int { return &f.Nth }),
	"times":    numberKey(func(f *Fault) *int { return &f.Times }),
	"delay":    durationKey(func(f *Fault) *time.Duration { return &f.Delay }),
	"work":     durationKey(func(f *Fault) *time.Duration { return &f.Work }),
	"status":   numberKey(func(f *Fault) *int { return &f.Status }),
	"body":     textKey(func(f *Fault) *string { return &f.Body }),
	"type":     textKey(func(f *Fault) *string { return &f.ContentType }),
	"errno":    textKey(func(f *Fault) *string { return &f.Errno }),
	"text":     textKey(func(f *Fault) *string { return &f.Description2 }),
	"control":  booleanKey(func(f *Fault) *bool { return &f.AtControl }),
	"drop":     booleanKey(func(f *Fault) *bool { return &f.Drop }),
	"cut":      numberKey(func(f *Fault) *int { return &f.Cut }),
	"truncate": numberKey(func(f *Fault) *int { return &f.Truncate }),
	"drip":     numberKey(func(f *Fault) *int { return &f.Drip }),
	"pause":    durationKey(func(f *Fault) *time.Duration { return &f.DripPause }),
	"applied":  booleanKey(func(f *Fault) *bool { return &f.Applied }),
	"late":     durationKey(func(f *Fault) *time.Duration { return &f.LateCommit }),
}

func textKey(place func(*Fault) *string) func(*Fault, string) error {
	return func(f *Fault, value string) error {
		*place(f) = value
		return nil
	}
}

func numberKey(place func(*Fault) *int) func(*Fault, string) error {
	return func(f *Fault, value string) (err error) {
		if *place(f), err = strconv.Atoi(value); err != nil {
			return fmt.Errorf("%q is not a number", value)
		}
		return nil
	}
}

func durationKey(place func(*Fault) *time.Duration) func(*Fault, string) error {
	return func(f *Fault, value string) (err error) {
		if *place(f), err = time.ParseDuration(value); err != nil {
			return fmt.Errorf("%q is not a duration such as 500ms", value)
		}
		return nil
	}
}

// booleanKey reads true and false; the key alone is true.
func booleanKey(place func(*Fault) *bool) func(*Fault, string) error {
	return func(f *Fault, value string) (err error) {
		if value == "" {
			value = "true"
		}
		if *place(f), err = strconv.ParseBool(value); err != nil {
			return fmt.Errorf("%q is neither true nor false", value)
		}
		return nil
	}
}
