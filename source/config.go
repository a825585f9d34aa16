package source

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // the timezone key takes names, and images lack the database

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/intacct"
)

// Config is the connection, and how to read over it.
type Config struct {
	intacct.Config
	StartDate       string   `json:"start_date"`
	LookbackMinutes int      `json:"lookback_minutes"`
	PageSize        int      `json:"page_size"`
	MaxConcurrency  int      `json:"max_concurrency"`
	MaxAPICalls     int      `json:"max_api_calls"`
	Objects         []string `json:"objects"`
	Decimals        string   `json:"decimals"`
	Timezone        string   `json:"timezone"`
	Deletes         string   `json:"deletes"`
	MaxDeletes      int      `json:"max_deletes_percent"`
	Entities        Entities `json:"entities"`
	Selection
}

// What the keys are when the configuration does not say.
const (
	defaultLookback    = 120
	defaultPageSize    = 2000
	defaultConcurrency = 4
	defaultMaxDeletes  = 50
)

// Texts that keys may have.
const (
	decimalsNumber = "number"
	decimalsString = "string"
	allObjects     = "*"
)

// minLookback is below what late commits were seen to need: imports and
// invoice runs commit up to an hour after they stamp their rows.
const minLookback = 60

// mostConcurrency is what no company is known to be allowed.
const mostConcurrency = 8

// settings is a Config in the terms of the reading.
type settings struct {
	connection  intacct.Config
	start       instant
	lookback    time.Duration
	pageSize    int
	concurrency int // requests at once
	maxCalls    int // 0: any number
	objects     []string
	everything  bool // objects is ["*"]
	decimals    string
	timezone    *time.Location // nil: as the user's formatting and the measurement say
	deletes     string
	maxDeletes  int // percent of a stream's rows, at once
	entities    Entities
	selection
}

// parseConfig reads the configuration. One error names every key that is wrong.
func parseConfig(raw []byte) (*settings, error) {
	config := Config{LookbackMinutes: defaultLookback, PageSize: defaultPageSize, MaxConcurrency: defaultConcurrency, Decimals: decimalsNumber, Deletes: deletesAuto, MaxDeletes: defaultMaxDeletes, Selection: usualSelection()}
	if err := json.Unmarshal(raw, &config); err != nil {
		return nil, airbyte.Errorf(airbyte.ConfigError, "the configuration cannot be read: %w", airbyte.PlainJSON(err))
	}
	s, err := config.settings()
	if err != nil {
		return nil, airbyte.Errorf(airbyte.ConfigError, "the configuration cannot be used: %w", err)
	}
	return s, nil
}

func (c Config) settings() (*settings, error) {
	start, startErr := parseStart(c.StartDate)
	timezone, zoneErr := parseTimezone(c.Timezone)
	selected, selectionErr := c.selection()
	s := &settings{
		connection:  c.Config,
		start:       start,
		lookback:    time.Duration(c.LookbackMinutes) * time.Minute,
		pageSize:    c.PageSize,
		concurrency: c.MaxConcurrency,
		maxCalls:    c.MaxAPICalls,
		decimals:    c.Decimals,
		timezone:    timezone,
		deletes:     c.Deletes,
		maxDeletes:  c.MaxDeletes,
		entities:    c.Entities,
		selection:   selected,
	}
	s.objects, s.everything = objectList(c.Objects)
	return s, errors.Join(startErr, zoneErr, selectionErr, c.Entities.check(c.EntityID),
		wrong(!slices.Contains(deletesWords, c.Deletes), "deletes: %q; allowed are %q", c.Deletes, deletesWords),
		wrong(c.MaxDeletes < 1 || c.MaxDeletes > 100, "max_deletes_percent: %d; allowed are 1 to 100, and 100 is any number", c.MaxDeletes),
		wrong(c.LookbackMinutes < minLookback, "lookback_minutes: %d; at least %d is needed", c.LookbackMinutes, minLookback),
		wrong(c.PageSize < 1 || c.PageSize > defaultPageSize, "page_size: %d; allowed are 1 to %d", c.PageSize, defaultPageSize),
		wrong(c.MaxConcurrency < 1 || c.MaxConcurrency > mostConcurrency, "max_concurrency: %d; allowed are 1 to %d", c.MaxConcurrency, mostConcurrency),
		wrong(c.MaxAPICalls < 0, "max_api_calls: %d; at least 1 is needed, or 0 for any number", c.MaxAPICalls),
		wrong(c.Decimals != decimalsNumber && c.Decimals != decimalsString, "decimals: %q; allowed are %q and %q", c.Decimals, decimalsNumber, decimalsString),
	)
}

func wrong(is bool, format string, args ...any) error {
	if !is {
		return nil
	}
	return fmt.Errorf(format, args...)
}

// parseStart reads start_date: a day or a moment, in UTC.
func parseStart(text string) (instant, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return 0, nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if at, err := time.Parse(layout, text); err == nil {
			return instantOf(at), nil
		}
	}
	return 0, fmt.Errorf("start_date: %q; allowed are 2006-01-02 and 2006-01-02T15:04:05Z", text)
}

// parseTimezone reads timezone: a name of the time zone database, or an offset.
func parseTimezone(text string) (*time.Location, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, nil
	}
	if at, err := time.Parse("-07:00", text); err == nil {
		_, offset := at.Zone()
		return time.FixedZone(text, offset), nil
	}
	place, err := time.LoadLocation(text)
	if err != nil || text == "Local" {
		return nil, fmt.Errorf("timezone: %q is neither a name like Europe/Berlin nor an offset like -08:00", text)
	}
	return place, nil
}

// objectList reads objects: names, each once, or everything.
func objectList(names []string) (list []string, everything bool) {
	known := map[string]bool{"": true}
	for _, name := range names {
		name = strings.TrimSpace(name)
		if name == allObjects {
			return nil, true
		}
		if folded := strings.ToUpper(name); !known[folded] {
			known[folded] = true
			list = append(list, name)
		}
	}
	return list, false
}
