package destination

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/files"
	"airbyte-sage-intacct/destination/plan"
	"airbyte-sage-intacct/intacct"
)

// Config is the connection, and how to write over it.
type Config struct {
	intacct.Config
	ObjectsMap       []plan.Mapping    `json:"objects_map"`
	OnReject         string            `json:"on_reject"`
	UnknownFields    string            `json:"unknown_fields"`
	DeletesIn        string            `json:"deletes_in"`
	BatchSize        int               `json:"batch_size"`
	WriteConcurrency int               `json:"write_concurrency"`
	ExternalIDFields []plan.ExternalID `json:"external_id_fields"`
	AllowIdentical   bool              `json:"allow_identical"`
	ClosedPeriod     string            `json:"closed_period"`
	DateOrder        string            `json:"date_order"`
	Nulls            string            `json:"nulls"`
	DryRun           bool              `json:"dry_run"`
	ReportPath       string            `json:"report_path"`
	// POTransactionType is what the company calls its purchase orders.
	POTransactionType string `json:"po_transaction_type"`
	// AttachmentDir and AttachmentHosts are where files of records may come from.
	AttachmentDir   string   `json:"attachment_dir"`
	AttachmentHosts []string `json:"attachment_hosts"`
}

// What the keys are when the configuration does not say. The gateway takes 100
// objects in one function at most; a request keeps to that too.
const (
	maxBatchSize       = 100
	maxConcurrency     = 8
	defaultConcurrency = 4
)

// Texts that keys may have.
const (
	rejectFails     = "fail"
	rejectContinues = "continue"
	unknownRejects  = "reject"
	unknownIgnored  = "ignore"
	nullsClear      = "clear"
	nullsIgnored    = "ignore"
	deleteAuto      = "auto"
	deleteDeletes   = "delete"
	deleteInactive  = "inactive"
	deleteIgnored   = "ignore"
)

// parseConfig reads the configuration. One error names every key that is wrong.
func parseConfig(raw []byte) (*Config, error) {
	config := &Config{
		OnReject: rejectFails, UnknownFields: unknownRejects, DeletesIn: deleteAuto, ClosedPeriod: closedFails,
		DateOrder: string(canonical.ISOOnly), Nulls: nullsClear,
		BatchSize: maxBatchSize, WriteConcurrency: defaultConcurrency,
	}
	if err := json.Unmarshal(raw, config); err != nil {
		return nil, airbyte.Errorf(airbyte.ConfigError, "the configuration cannot be read: %w", airbyte.PlainJSON(err))
	}
	if err := config.validate(); err != nil {
		return nil, airbyte.Errorf(airbyte.ConfigError, "the configuration cannot be used: %w", err)
	}
	return config, nil
}

func (c *Config) validate() error {
	problems := []error{
		oneOf("on_reject", c.OnReject, rejectFails, rejectContinues),
		oneOf("unknown_fields", c.UnknownFields, unknownRejects, unknownIgnored),
		oneOf("deletes_in", c.DeletesIn, deleteAuto, deleteDeletes, deleteInactive, deleteIgnored),
		oneOf("date_order", c.DateOrder, string(canonical.ISOOnly), string(canonical.MonthFirst), string(canonical.DayFirst)),
		oneOf("nulls", c.Nulls, nullsClear, nullsIgnored),
		oneOf("closed_period", c.ClosedPeriod, closedFails, closedNextDay, closedMonthHead),
		between("batch_size", c.BatchSize, 1, maxBatchSize),
		between("write_concurrency", c.WriteConcurrency, 1, maxConcurrency),
	}
	streams := map[string]bool{}
	for i, m := range c.ObjectsMap {
		key := fmt.Sprintf("objects_map[%d]", i)
		if m.Stream == "" || m.Object == "" {
			problems = append(problems, fmt.Errorf("%s: stream and object are needed", key))
		}
		if streams[m.Stream] {
			problems = append(problems, fmt.Errorf("%s: the stream %q is mapped twice", key, m.Stream))
		}
		streams[m.Stream] = true
		problems = append(problems, oneOf(key+".action", m.Action, "", string(plan.Create), string(plan.Upsert), string(plan.Update), string(plan.Delete), string(plan.Reverse)))
	}
	for i, e := range c.ExternalIDFields {
		if e.Object == "" || e.Field == "" {
			problems = append(problems, fmt.Errorf("external_id_fields[%d]: object and field are needed", i))
		}
	}
	return errors.Join(append(problems, c.places().Check())...)
}

func oneOf(key, value string, allowed ...string) error {
	for _, candidate := range allowed {
		if value == candidate {
			return nil
		}
	}
	return fmt.Errorf("%s: %q; allowed are %s", key, value, strings.Trim(strings.Join(allowed, ", "), ", "))
}

func between(key string, value, least, most int) error {
	if value < least || value > most {
		return fmt.Errorf("%s: %d; allowed are %d to %d", key, value, least, most)
	}
	return nil
}

// places are where files of records may come from.
func (c *Config) places() files.Places {
	return files.Places{Dir: c.AttachmentDir, Hosts: c.AttachmentHosts}
}

// planning is what the configuration says of how streams are written.
func (c *Config) planning() plan.Settings {
	return plan.Settings{Mappings: c.ObjectsMap, ExternalIDs: c.ExternalIDFields, OrderType: c.POTransactionType}
}
