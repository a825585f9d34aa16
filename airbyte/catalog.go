package airbyte

import "encoding/json"

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

// ParseConfiguredCatalog reads the file behind --catalog.
func ParseConfiguredCatalog(data []byte) (*ConfiguredCatalog, error) {
	catalog := &ConfiguredCatalog{}
	if err := json.Unmarshal(data, catalog); err != nil {
		return nil, err
	}
	return catalog, nil
}
