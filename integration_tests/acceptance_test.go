package integration_tests

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/goccy/go-yaml"
)

// acceptance is acceptance-test-config.yml: the configuration of Airbyte's
// connector acceptance tests, which refuse keys that they do not know. Paths
// in it are relative to the project's root.
type acceptance struct {
	Image      string `yaml:"connector_image"`
	Strictness string `yaml:"test_strictness_level"`
	Suites     struct {
		Spec          suite[specTest]       `yaml:"spec"`
		Connection    suite[connectionTest] `yaml:"connection"`
		Discovery     suite[discoveryTest]  `yaml:"discovery"`
		BasicRead     suite[basicReadTest]  `yaml:"basic_read"`
		FullRefresh   suite[fullTest]       `yaml:"full_refresh"`
		Incremental   suite[cursorTest]     `yaml:"incremental"`
		Attributes    suite[attributesTest] `yaml:"connector_attributes"`
		Documentation suite[docTest]        `yaml:"connector_documentation"`
	} `yaml:"acceptance_tests"`
}

type suite[T any] struct {
	Bypass string `yaml:"bypass_reason"`
	Tests  []T    `yaml:"tests"`
}

type compatibility struct {
	Previous string `yaml:"previous_connector_version"`
}

// newest is the release to compare with, which has to be the newest that is kept.
func (c compatibility) newest(t *testing.T) string {
	t.Helper()
	if kept := releases(t); len(kept) == 0 || kept[len(kept)-1] != c.Previous {
		t.Fatalf("previous_connector_version is %q, kept are %q", c.Previous, kept)
	}
	return c.Previous
}

type specTest struct {
	Spec          string        `yaml:"spec_path"`
	Config        string        `yaml:"config_path"`
	Compatibility compatibility `yaml:"backward_compatibility_tests_config"`
}

type connectionTest struct {
	Config string `yaml:"config_path"`
	Status string `yaml:"status"`
}

type discoveryTest struct {
	Config        string        `yaml:"config_path"`
	Compatibility compatibility `yaml:"backward_compatibility_tests_config"`
}

// exempt names a stream that a test leaves out, and says why.
type exempt struct {
	Name   string `yaml:"name"`
	Bypass string `yaml:"bypass_reason"`
}

type basicReadTest struct {
	Config   string   `yaml:"config_path"`
	Catalog  string   `yaml:"configured_catalog_path"`
	Empty    []exempt `yaml:"empty_streams"`
	Expected struct {
		Path  string `yaml:"path"`
		Exact bool   `yaml:"exact_order"`
	} `yaml:"expect_records"`
	Schema       bool `yaml:"validate_schema"`
	Statuses     bool `yaml:"validate_stream_statuses"`
	States       bool `yaml:"validate_state_messages"`
	ExtraColumns bool `yaml:"fail_on_extra_columns"`
	FailureTrace bool `yaml:"expect_trace_message_on_failure"`
}

type fullTest struct {
	Config  string `yaml:"config_path"`
	Catalog string `yaml:"configured_catalog_path"`
}

type cursorTest struct {
	Config  string `yaml:"config_path"`
	Catalog string `yaml:"configured_catalog_path"`
	Future  struct {
		Path    string   `yaml:"future_state_path"`
		Missing []exempt `yaml:"missing_streams"`
	} `yaml:"future_state"`
}

type attributesTest struct {
	Config string `yaml:"config_path"`
}

type docTest struct {
	Config string `yaml:"config_path"`
}

// fromRoot turns a path of the configuration into one of this folder.
func fromRoot(path string) string { return filepath.Join("..", path) }

func rootFile(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(fromRoot(path))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func acceptanceConfig(t *testing.T) acceptance {
	t.Helper()
	var config acceptance
	decoder := yaml.NewDecoder(bytes.NewReader(rootFile(t, "acceptance-test-config.yml")), yaml.Strict())
	if err := decoder.Decode(&config); err != nil {
		t.Fatal(err)
	}
	return config
}

// TestAcceptance makes the assertions of Airbyte's connector acceptance tests,
// suite by suite, as acceptance-test-config.yml asks for them.
func TestAcceptance(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("reads the whole company many times")
	}
	config := acceptanceConfig(t)
	t.Run("strictness", func(t *testing.T) { strict(t, config) })
	each(t, "spec", config.Suites.Spec.Tests, acceptSpec)
	each(t, "connection", config.Suites.Connection.Tests, acceptConnection)
	each(t, "discovery", config.Suites.Discovery.Tests, acceptDiscovery)
	each(t, "basic_read", config.Suites.BasicRead.Tests, acceptBasicRead)
	each(t, "full_refresh", config.Suites.FullRefresh.Tests, acceptFullRefresh)
	each(t, "incremental", config.Suites.Incremental.Tests, acceptIncremental)
	each(t, "connector_attributes", config.Suites.Attributes.Tests, acceptAttributes)
	each(t, "connector_documentation", config.Suites.Documentation.Tests, acceptDocumentation)
}

// each runs a suite, which must have tests.
func each[T any](t *testing.T, name string, tests []T, accept func(*testing.T, T)) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		t.Parallel()
		if len(tests) == 0 {
			t.Fatal("the suite has no test")
		}
		for _, test := range tests {
			t.Run("", func(t *testing.T) { accept(t, test) })
		}
	})
}

// strict holds the configuration itself to what high strictness asks.
func strict(t *testing.T, config acceptance) {
	if config.Strictness != "high" {
		t.Errorf("test_strictness_level is %q", config.Strictness)
	}
	if config.Image == "" {
		t.Error("connector_image is missing")
	}
	for name, reason := range map[string]string{
		"spec": config.Suites.Spec.Bypass, "connection": config.Suites.Connection.Bypass,
		"discovery": config.Suites.Discovery.Bypass, "basic_read": config.Suites.BasicRead.Bypass,
		"full_refresh": config.Suites.FullRefresh.Bypass, "incremental": config.Suites.Incremental.Bypass,
	} {
		if reason != "" {
			t.Errorf("%s is bypassed: %s", name, reason)
		}
	}
	for _, test := range config.Suites.BasicRead.Tests {
		if test.Catalog != "" {
			t.Error("basic_read must not choose its streams")
		}
		if !test.Schema || !test.Statuses || !test.States || !test.ExtraColumns || !test.FailureTrace {
			t.Errorf("basic_read leaves out a validation: %+v", test)
		}
		if test.Expected.Path == "" {
			t.Error("basic_read expects no records")
		}
		reasons(t, test.Empty)
	}
	for _, test := range config.Suites.Incremental.Tests {
		if test.Future.Path == "" {
			t.Error("incremental has no future state")
		}
		reasons(t, test.Future.Missing)
	}
}

func reasons(t *testing.T, exempts []exempt) {
	t.Helper()
	for _, exempt := range exempts {
		if exempt.Bypass == "" {
			t.Errorf("%s is left out without a reason", exempt.Name)
		}
	}
}

func acceptConnection(t *testing.T, test connectionTest) {
	result := execute(t, "", "check", "--config", fromRoot(test.Config))
	statuses := ofType(result.messages, "CONNECTION_STATUS")
	if len(statuses) != 1 {
		t.Fatalf("%d CONNECTION_STATUS messages\n%s", len(statuses), result.stdout)
	}
	wanted, known := map[string]string{"succeed": "SUCCEEDED", "failed": "FAILED"}[test.Status]
	if !known {
		t.Fatalf("no assertion for status %q", test.Status)
	}
	if got := statuses[0].ConnectionStatus.Status; got != wanted {
		t.Errorf("check says %s: %s", got, statuses[0].ConnectionStatus.Message)
	}
	if wanted == "FAILED" && statuses[0].ConnectionStatus.Message == "" {
		t.Error("check does not say why it failed")
	}
	if result.exit != 0 {
		t.Errorf("exit %d", result.exit)
	}
}

func ofType(messages []message, kind string) []message {
	return slices.DeleteFunc(slices.Clone(messages), func(m message) bool { return m.Type != kind })
}

// fields decodes a JSON object, numbers as they are written.
func fields(t *testing.T, document []byte) map[string]any {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(document))
	decoder.UseNumber()
	var object map[string]any
	if err := decoder.Decode(&object); err != nil {
		t.Fatalf("%v in %.300s", err, document)
	}
	return object
}
