package airbyte

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
)

// SyncMode says how a source reads a stream.
type SyncMode string

// How a source reads a stream.
const (
	FullRefresh SyncMode = "full_refresh"
	Incremental SyncMode = "incremental"
)

// DestinationSyncMode says how a destination writes a stream.
type DestinationSyncMode string

// How a destination writes a stream.
const (
	Append      DestinationSyncMode = "append"
	AppendDedup DestinationSyncMode = "append_dedup"
	Overwrite   DestinationSyncMode = "overwrite"
	Update      DestinationSyncMode = "update"
	SoftDelete  DestinationSyncMode = "soft_delete"
)

// Catalog is what a source's `discover` answers.
type Catalog struct {
	Streams []Stream `json:"streams"`
}

// Stream is one kind of record that a source can read.
type Stream struct {
	Name                    string          `json:"name"`
	Namespace               *string         `json:"namespace,omitempty"`
	JSONSchema              json.RawMessage `json:"json_schema"`
	SupportedSyncModes      []SyncMode      `json:"supported_sync_modes"`
	SourceDefinedCursor     bool            `json:"source_defined_cursor,omitempty"`
	DefaultCursorField      []string        `json:"default_cursor_field,omitempty"`
	SourceDefinedPrimaryKey [][]string      `json:"source_defined_primary_key,omitempty"`
	IsResumable             bool            `json:"is_resumable,omitempty"`
	IsFileBased             bool            `json:"is_file_based,omitempty"`
}

// ConfiguredCatalog is what the user chose to read or write.
type ConfiguredCatalog struct {
	Streams []ConfiguredStream `json:"streams"`
}

// ConfiguredStream is one chosen stream. CursorField and PrimaryKey may be empty in any mode, and
// SyncMode may be Incremental for a stream that cannot do it: some callers never fill them in.
type ConfiguredStream struct {
	Stream                Stream              `json:"stream"`
	SyncMode              SyncMode            `json:"sync_mode"`
	CursorField           []string            `json:"cursor_field,omitempty"`
	DestinationSyncMode   DestinationSyncMode `json:"destination_sync_mode"`
	DestinationObjectName string              `json:"destination_object_name,omitempty"`
	PrimaryKey            [][]string          `json:"primary_key,omitempty"`
	GenerationID          *int64              `json:"generation_id,omitempty"`
	MinimumGenerationID   *int64              `json:"minimum_generation_id,omitempty"`
	SyncID                *int64              `json:"sync_id,omitempty"`
	IncludeFiles          bool                `json:"include_files,omitempty"`
}

// DestinationCatalog is what a destination's `discover` answers.
type DestinationCatalog struct {
	Operations []Operation `json:"operations"`
}

// Operation is one thing that can be done to one kind of object. Each entry of MatchingKeys is one
// (possibly composite) key by which an existing object is found.
type Operation struct {
	ObjectName   string              `json:"object_name"`
	SyncMode     DestinationSyncMode `json:"sync_mode"`
	JSONSchema   json.RawMessage     `json:"json_schema"`
	MatchingKeys [][]string          `json:"matching_keys,omitempty"`
}

// ParseConfiguredCatalog reads the content of the file behind --catalog. Modes that are left out are
// what the protocol defines for them, full_refresh and append.
func ParseConfiguredCatalog(data []byte) (*ConfiguredCatalog, error) {
	catalog := &ConfiguredCatalog{}
	if err := json.Unmarshal(trimBOM(data), catalog); err != nil {
		return nil, Errorf(ConfigError, "The configured catalog cannot be read: %w", PlainJSON(err))
	}
	if catalog.Streams == nil {
		return nil, Errorf(ConfigError, "The configured catalog has no list of streams; it is what a user chose, "+
			`{"streams":[{"stream":{"name":…},"sync_mode":…,"destination_sync_mode":…}]}, and not the answer of discover`)
	}
	seen := map[string]bool{}
	for i := range catalog.Streams {
		stream := &catalog.Streams[i]
		name := stream.Stream.Name
		if name == "" {
			return nil, Errorf(ConfigError, "The configured catalog holds a stream without a name; "+
				"what discover says of a stream belongs into an object of its own, called stream")
		}
		if seen[name] {
			return nil, Errorf(ConfigError, "The configured catalog holds stream %s twice", name)
		}
		seen[name] = true
		stream.SyncMode = cmp.Or(stream.SyncMode, FullRefresh)
		stream.DestinationSyncMode = cmp.Or(stream.DestinationSyncMode, Append)
	}
	return catalog, nil
}

// readable is nil if a source can make sense of every stream's sync mode.
func (c *ConfiguredCatalog) readable() error {
	for _, stream := range c.Streams {
		switch stream.SyncMode {
		case FullRefresh, Incremental:
		default:
			return Errorf(ConfigError, "Stream %s has the unknown sync mode %q; there are %s and %s",
				stream.Stream.Name, stream.SyncMode, FullRefresh, Incremental)
		}
	}
	return nil
}

// writable is nil if a destination can make sense of every stream's sync mode.
func (c *ConfiguredCatalog) writable() error {
	for _, stream := range c.Streams {
		switch stream.DestinationSyncMode {
		case Append, AppendDedup, Overwrite, Update, SoftDelete:
		default:
			return Errorf(ConfigError, "Stream %s has the unknown destination sync mode %q",
				stream.Stream.Name, stream.DestinationSyncMode)
		}
	}
	return nil
}

// valid is nil if the platform can store the catalog: it ignores one without streams.
func (c *Catalog) valid() error {
	if c == nil || len(c.Streams) == 0 {
		return errors.New("discover found no stream")
	}
	seen := map[string]bool{}
	for _, stream := range c.Streams {
		switch {
		case stream.Name == "" || seen[stream.Name]:
			return fmt.Errorf("discover found two streams named %q, or one without a name", stream.Name)
		case !isObject(stream.JSONSchema):
			return fmt.Errorf("stream %s has no schema", stream.Name)
		case len(stream.SupportedSyncModes) == 0:
			return fmt.Errorf("stream %s has no sync mode", stream.Name)
		}
		seen[stream.Name] = true
	}
	return nil
}

// valid is nil if the platform can store the catalog: it ignores one without operations.
func (c *DestinationCatalog) valid() error {
	if c == nil || len(c.Operations) == 0 {
		return errors.New("discover found nothing that can be written")
	}
	for _, operation := range c.Operations {
		if operation.ObjectName == "" || operation.SyncMode == "" || !isObject(operation.JSONSchema) {
			return fmt.Errorf("the operation %q on %q lacks a name, a sync mode or a schema",
				operation.SyncMode, operation.ObjectName)
		}
	}
	return nil
}
