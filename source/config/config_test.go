package config

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
)

func TestConfigDefaults(t *testing.T) {
	s, err := Parse([]byte(`{"company_id":"acme"}`))
	if err != nil {
		t.Fatal(err)
	}
	if s.Lookback != 2*time.Hour || s.PageSize != 2000 || s.Decimals != "number" || !s.Start.IsZero() || s.Timezone != nil || s.Everything || s.Objects != nil {
		t.Errorf("settings are %+v", s)
	}
	if s.Connection.CompanyID != "acme" {
		t.Errorf("the connection is %+v", s.Connection)
	}
}

func TestConfigValues(t *testing.T) {
	s, err := Parse([]byte(`{"start_date":"2026-01-01T06:00:00Z","lookback_minutes":60,"page_size":1,
		"objects":["VENDOR"," vendor ","","GLENTRY"],"decimals":"string","timezone":"-08:30"}`))
	if err != nil {
		t.Fatal(err)
	}
	if s.Start != time.Date(2026, 1, 1, 6, 0, 0, 0, time.UTC) || s.Lookback != time.Hour || s.PageSize != 1 || s.Decimals != "string" {
		t.Errorf("settings are %+v", s)
	}
	if !reflect.DeepEqual(s.Objects, []string{"VENDOR", "GLENTRY"}) {
		t.Errorf("objects are %q", s.Objects)
	}
	if got := s.Start.In(s.Timezone).Format("-07:00"); got != "-08:30" {
		t.Errorf("the zone is %s", got)
	}
	if s, err = Parse([]byte(`{"start_date":"2026-01-01","timezone":"Europe/Berlin","objects":["VENDOR","*"]}`)); err != nil {
		t.Fatal(err)
	}
	if s.Start != time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) || s.Timezone.String() != "Europe/Berlin" || !s.Everything {
		t.Errorf("settings are %+v", s)
	}
}

func TestConfigErrorsNameEveryKey(t *testing.T) {
	_, err := Parse([]byte(`{"start_date":"2026-02-30","timezone":"Mars/Olympus","filters":[{"object":"VENDOR","field":"NAME","operator":"in"}],
		"entities":{"mode":"all"},"entity_id":"100"}`))
	if airbyte.FailureTypeOf(err) != airbyte.ConfigError {
		t.Fatalf("%v is a %s", err, airbyte.FailureTypeOf(err))
	}
	for _, key := range []string{"start_date: ", "timezone: ", "filters[0]: value", "entities and entity_id: "} {
		if !strings.Contains(err.Error(), key) {
			t.Errorf("%v does not name %s", err, key)
		}
	}
	if _, err := Parse([]byte(`{"page_size":"big"}`)); airbyte.FailureTypeOf(err) != airbyte.ConfigError {
		t.Errorf("%v is a %s", err, airbyte.FailureTypeOf(err))
	}
	if _, err := Parse([]byte(`{"timezone":"Local"}`)); err == nil {
		t.Error("the zone of the machine is not the user's")
	}
}
