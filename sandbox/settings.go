package sandbox

import (
	"time"

	"airbyte-sage-intacct/sandbox/company"
)

// Settings says how the gateway behaves where the real one varies, is slow, or
// is not publicly known. The zero value is a fast gateway on real time that
// remembers no control ids.
type Settings struct {
	// Clock is the time of the gateway and the company; nil leaves the
	// company's clock as it is.
	Clock func() time.Time

	// Latency is how long every answer takes at least, the work for it included.
	Latency time.Duration
	// Concurrency is how many requests are worked on at once; 0 means no cap.
	Concurrency int
	// Queue is how long a request above the cap waits for its turn before it
	// is refused with HTTP 429; 0 means 30 seconds, negative refuses at once.
	Queue time.Duration
	// Rate is how many requests a minute are answered before HTTP 429; 0
	// means no limit.
	Rate int

	// RememberControlIDs lets requests with uniqueid refuse a function whose
	// control id was executed before. What the real gateway answers, and for
	// how long it remembers, is not public.
	RememberControlIDs bool
	// Repeated is what a remembered control id is answered with.
	Repeated Repeated
	// RepeatedError is the error of RepeatedFails; without a number it is the
	// sandbox's own.
	RepeatedError company.Problem

	// Endpoint is what getAPISession tells clients to call from then on; empty
	// means the address that the request itself was sent to.
	Endpoint string
	// SessionDuration is how long a session lives after its last use; 0 means
	// twelve hours.
	SessionDuration time.Duration

	// UTCTimestamps writes and reads timestamps in UTC instead of in the
	// user's time zone. Public sources disagree about which it is.
	UTCTimestamps bool
	// ZoneMoves are moves of the users' time zone by hand.
	ZoneMoves []ZoneMove
	// DaylightSaving is a zone by whose rule each timestamp is written and read,
	// whatever offset the users' formatting names; nil is the user's offset.
	DaylightSaving *time.Location
	// UserDateLiterals reads date literals in the user's own format instead of
	// the documented mm/dd/yyyy.
	UserDateLiterals bool
	// StrictFilter refuses sibling conditions in a filter, which are otherwise
	// tolerated and mean AND.
	StrictFilter bool

	// AuditKeys is the form of OBJECTKEY in audit rows to come; empty leaves
	// the company as it is.
	AuditKeys company.AuditForm
	// Collation is how text is ordered and compared.
	Collation company.Collation

	// OddFields lets lookup list fields whose ids are no names of XML elements,
	// such as LOCATION#; empty lists none. What the real gateway writes for
	// them is not public.
	OddFields OddFields

	// The settings from here to Choices are about answers that are not public. Their
	// zero values are the stricter ones; what software in production depends on,
	// Likely has.

	// CharsetType gives replies the type `text/xml; charset=UTF-8`; else it is
	// `text/xml; encoding="UTF-8"`.
	CharsetType bool
	// BusyInControl turns away a request above the cap with a failure of control,
	// "There are too many operations running for this company"; else with HTTP 429
	// and GW-0010.
	BusyInControl bool
	// Choices are those of the company.
	company.Choices

	// KeepLines ignores that an update of an order, purchasing or inventory
	// transaction names no item for a line, which else removes the line. No
	// public document says that it does.
	KeepLines bool

	// Withheld are rows that a query counts and does not show while a field is
	// selected, as an inner join by a related record does.
	Withheld []Withheld

	// MaxBody is the size of the largest request body, after decompression; 0
	// means 32 MiB.
	MaxBody int64
	// LogLimit is how many requests Requests remembers; 0 means 1000.
	LogLimit int
}

// OddFields says whether lookup lists fields whose ids are no names of XML
// elements, as that of live companies does, and what query makes of them.
type OddFields string

const (
	// OddFieldsRefused lists them and refuses every query that names one.
	OddFieldsRefused OddFields = "refused"
	// OddFieldsBroken lists them, and calls elements of replies so, which no
	// parser can read then.
	OddFieldsBroken OddFields = "broken"
)

// Withheld says which rows of an object a selected field hides.
type Withheld struct {
	Object, Field string
	// Keys are those of the rows; none means the rows without a value of the
	// field.
	Keys []string
	// Counted lets pages count what they do not show; else the page is filled
	// with the rows after them.
	Counted bool
}

// Repeated is the answer to a function whose control id was executed before.
type Repeated int

const (
	// RepeatedFails answers that the function was executed already.
	RepeatedFails Repeated = iota
	// RepeatedReplays answers what the function was answered the first time.
	RepeatedReplays
)

const (
	defaultQueue           = 30 * time.Second
	defaultSessionDuration = 12 * time.Hour
	defaultMaxBody         = 32 << 20
	defaultLogLimit        = 1000
)

// Likely are the settings that software in production depends on, as far as
// that is known. `sandbox --listen` begins with them.
func Likely() Settings {
	return Settings{
		CharsetType: true, BusyInControl: true, OddFields: OddFieldsRefused,
		Choices: company.Choices{IgnoreUnknown: true, ReplaceLines: true, LineVendors: true, AuditFields: true},
	}
}

// withDefaults fills in what the zero values stand for.
func (s Settings) withDefaults() Settings {
	if s.Queue == 0 {
		s.Queue = defaultQueue
	}
	if s.SessionDuration == 0 {
		s.SessionDuration = defaultSessionDuration
	}
	if s.MaxBody == 0 {
		s.MaxBody = defaultMaxBody
	}
	if s.LogLimit == 0 {
		s.LogLimit = defaultLogLimit
	}
	return s
}
