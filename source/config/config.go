// Package config is what the source's configuration says, in the terms of the
// reading. What spec.json refuses is not looked at again.
package config

import (
	"encoding/json"
	"errors"
	"fmt"
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
	DefaultPageSize    = 2000
	defaultConcurrency = 4
	defaultMaxDeletes  = 50
)

// Texts that keys may have.
const (
	DecimalsNumber = "number"
	DecimalsString = "string"
	allObjects     = "*"
)

// Settings is a Config in the terms of the reading.
type Settings struct {
	Connection  intacct.Config
	Start       time.Time // zero: no bound
	Lookback    time.Duration
	PageSize    int
	Concurrency int // requests at once
	MaxCalls    int // 0: any number
	Objects     []string
	Everything  bool // objects is ["*"]
	Decimals    string
	Timezone    *time.Location // nil: as the user's formatting and the measurement say
	Deletes     string
	MaxDeletes  int // percent of a stream's rows, at once
	Entities    Entities
	Selected
}

// Parse reads the configuration, which spec.json has passed. One error names
// every key that is wrong.
func Parse(raw []byte) (*Settings, error) {
	config := Config{LookbackMinutes: defaultLookback, PageSize: DefaultPageSize, MaxConcurrency: defaultConcurrency, Decimals: DecimalsNumber, Deletes: DeletesAuto, MaxDeletes: defaultMaxDeletes, Selection: usualSelection()}
	if err := json.Unmarshal(raw, &config); err != nil {
		return nil, airbyte.Errorf(airbyte.ConfigError, "the configuration cannot be read: %w", airbyte.PlainJSON(err))
	}
	s, err := config.settings()
	if err != nil {
		return nil, airbyte.Errorf(airbyte.ConfigError, "the configuration cannot be used: %w", err)
	}
	return s, nil
}

func (c Config) settings() (*Settings, error) {
	start, startErr := parseStart(c.StartDate)
	timezone, zoneErr := ParseTimezone(c.Timezone)
	selected, selectionErr := c.selection()
	s := &Settings{
		Connection:  c.Config,
		Start:       start,
		Lookback:    time.Duration(c.LookbackMinutes) * time.Minute,
		PageSize:    c.PageSize,
		Concurrency: c.MaxConcurrency,
		MaxCalls:    c.MaxAPICalls,
		Decimals:    c.Decimals,
		Timezone:    timezone,
		Deletes:     c.Deletes,
		MaxDeletes:  c.MaxDeletes,
		Entities:    c.Entities,
		Selected:    selected,
	}
	s.Objects, s.Everything = objectList(c.Objects)
	return s, errors.Join(startErr, zoneErr, selectionErr, c.Entities.check(c.EntityID))
}

// parseStart reads start_date: a day or a moment, in UTC.
func parseStart(text string) (time.Time, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if at, err := time.Parse(layout, text); err == nil {
			return at.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("start_date: %q; allowed are 2006-01-02 and 2006-01-02T15:04:05Z", text)
}

// ParseTimezone reads timezone: a name of the time zone database, or an offset.
func ParseTimezone(text string) (*time.Location, error) {
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

// MostDeletes are the deletes that a stream may have at once, of so many rows.
func (s *Settings) MostDeletes(had int) int {
	if had <= CountedFrom {
		return had
	}
	return had * s.MaxDeletes / 100
}

// CountedFrom is up to how many rows of a stream may be deleted at once whatever
// share of them that is: small tables are emptied and filled again.
const CountedFrom = 100

// Texts that deletes may have.
const (
	DeletesAuto       = "auto"
	DeletesAuditTrail = "audit_trail"
	DeletesReconcile  = "reconcile"
	DeletesOff        = "off"
)
