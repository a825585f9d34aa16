package source

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
)

func TestConfigDefaults(t *testing.T) {
	s, err := parseConfig([]byte(`{"company_id":"acme"}`))
	if err != nil {
		t.Fatal(err)
	}
	if s.lookback != 2*time.Hour || s.pageSize != 2000 || s.decimals != "number" || s.start != 0 || s.timezone != nil || s.everything || s.objects != nil {
		t.Errorf("settings are %+v", s)
	}
	if s.connection.CompanyID != "acme" {
		t.Errorf("the connection is %+v", s.connection)
	}
}

func TestConfigValues(t *testing.T) {
	s, err := parseConfig([]byte(`{"start_date":"2026-01-01T06:00:00Z","lookback_minutes":60,"page_size":1,
		"objects":["VENDOR"," vendor ","","GLENTRY"],"decimals":"string","timezone":"-08:30"}`))
	if err != nil {
		t.Fatal(err)
	}
	if s.start != at(t, "2026-01-01T06:00:00Z") || s.lookback != time.Hour || s.pageSize != 1 || s.decimals != "string" {
		t.Errorf("settings are %+v", s)
	}
	if !reflect.DeepEqual(s.objects, []string{"VENDOR", "GLENTRY"}) {
		t.Errorf("objects are %q", s.objects)
	}
	if got := offsetOf(s.timezone); got != "-08:30" {
		t.Errorf("the zone is %s", got)
	}
	if s, err = parseConfig([]byte(`{"start_date":"2026-01-01","timezone":"Europe/Berlin","objects":["VENDOR","*"]}`)); err != nil {
		t.Fatal(err)
	}
	if s.start != at(t, "2026-01-01T00:00:00Z") || s.timezone.String() != "Europe/Berlin" || !s.everything {
		t.Errorf("settings are %+v", s)
	}
}

func TestConfigErrorsNameEveryKey(t *testing.T) {
	_, err := parseConfig([]byte(`{"start_date":"01/02/2026","lookback_minutes":59,"page_size":2001,"decimals":"float","timezone":"Mars/Olympus"}`))
	if airbyte.FailureTypeOf(err) != airbyte.ConfigError {
		t.Fatalf("%v is a %s", err, airbyte.FailureTypeOf(err))
	}
	for _, key := range []string{"start_date", "lookback_minutes", "page_size", "decimals", "timezone"} {
		if !strings.Contains(err.Error(), key+": ") {
			t.Errorf("%v does not name %s", err, key)
		}
	}
	if _, err := parseConfig([]byte(`{"page_size":"big"}`)); airbyte.FailureTypeOf(err) != airbyte.ConfigError {
		t.Errorf("%v is a %s", err, airbyte.FailureTypeOf(err))
	}
	if _, err := parseConfig([]byte(`{"timezone":"Local"}`)); err == nil {
		t.Error("the zone of the machine is not the user's")
	}
}
