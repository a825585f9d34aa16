package airbyte

import "encoding/json"

// MessageType tells which part of a [Message] is set.
type MessageType string

// The message types of protocol 0.18.
const (
	TypeSpec               MessageType = "SPEC"
	TypeConnectionStatus   MessageType = "CONNECTION_STATUS"
	TypeCatalog            MessageType = "CATALOG"
	TypeDestinationCatalog MessageType = "DESTINATION_CATALOG"
	TypeRecord             MessageType = "RECORD"
	TypeState              MessageType = "STATE"
	TypeTrace              MessageType = "TRACE"
	TypeLog                MessageType = "LOG"
	TypeControl            MessageType = "CONTROL"
)

// Message is one line on stdout or stdin. RECORD lines are written by [Batch] and read by [Input]
// without going through it; it serves all other types, and tests that read a connector's output.
type Message struct {
	Type               MessageType         `json:"type"`
	Spec               json.RawMessage     `json:"spec,omitempty"`
	ConnectionStatus   *ConnectionStatus   `json:"connectionStatus,omitempty"`
	Catalog            *Catalog            `json:"catalog,omitempty"`
	DestinationCatalog *DestinationCatalog `json:"destination_catalog,omitempty"`
	Record             *Record             `json:"record,omitempty"`
	State              *State              `json:"state,omitempty"`
	Trace              *Trace              `json:"trace,omitempty"`
	Log                *LogLine            `json:"log,omitempty"`
	Control            *Control            `json:"control,omitempty"`
}

// Specification is what `spec` answers: the JSON schema of the configuration and what the
// connector can do.
type Specification struct {
	DocumentationURL              string                `json:"documentationUrl,omitempty"`
	ChangelogURL                  string                `json:"changelogUrl,omitempty"`
	ConnectionSpecification       json.RawMessage       `json:"connectionSpecification"`
	SupportsIncremental           bool                  `json:"supportsIncremental,omitempty"`
	SupportedDestinationSyncModes []DestinationSyncMode `json:"supported_destination_sync_modes,omitempty"`
	ProtocolVersion               string                `json:"protocol_version,omitempty"`
}

// ConnectionStatus is what `check` answers.
type ConnectionStatus struct {
	Status  CheckStatus `json:"status"`
	Message string      `json:"message,omitempty"`
}

// CheckStatus is the verdict of `check`.
type CheckStatus string

// The verdicts of `check`.
const (
	Succeeded CheckStatus = "SUCCEEDED"
	Failed    CheckStatus = "FAILED"
)

// Record is one row of a stream.
type Record struct {
	Namespace     *string         `json:"namespace,omitempty"`
	Stream        string          `json:"stream"`
	Data          json.RawMessage `json:"data"`
	EmittedAt     int64           `json:"emitted_at"` // milliseconds since the epoch
	Meta          *RecordMeta     `json:"meta,omitempty"`
	FileReference *FileReference  `json:"file_reference,omitempty"`
}

// RecordMeta says what was changed in a record on its way.
type RecordMeta struct {
	Changes []Change `json:"changes,omitempty"`
}

// Change is one field that does not arrive as it was.
type Change struct {
	Field  string       `json:"field"`
	Change ChangeKind   `json:"change"`
	Reason ChangeReason `json:"reason"`
}

// ChangeKind says what became of the value.
type ChangeKind string

// The kinds of change.
const (
	Nulled    ChangeKind = "NULLED"
	Truncated ChangeKind = "TRUNCATED"
)

// ChangeReason says why a value was changed.
type ChangeReason string

// The reasons of change that a connector may give; the platform has its own.
const (
	SourceRecordSizeLimitation      ChangeReason = "SOURCE_RECORD_SIZE_LIMITATION"
	SourceFieldSizeLimitation       ChangeReason = "SOURCE_FIELD_SIZE_LIMITATION"
	SourceSerializationError        ChangeReason = "SOURCE_SERIALIZATION_ERROR"
	SourceRetrievalError            ChangeReason = "SOURCE_RETRIEVAL_ERROR"
	DestinationRecordSizeLimitation ChangeReason = "DESTINATION_RECORD_SIZE_LIMITATION"
	DestinationFieldSizeLimitation  ChangeReason = "DESTINATION_FIELD_SIZE_LIMITATION"
	DestinationSerializationError   ChangeReason = "DESTINATION_SERIALIZATION_ERROR"
	DestinationTypecastError        ChangeReason = "DESTINATION_TYPECAST_ERROR"
)

// FileReference points at a file that a record describes.
type FileReference struct {
	StagingFileURL         string `json:"staging_file_url,omitempty"`
	SourceFileRelativePath string `json:"source_file_relative_path,omitempty"`
	FileSizeBytes          int64  `json:"file_size_bytes,omitempty"`
}

// StateType tells how a state is to be read. A state without one is LEGACY.
type StateType string

// The types of state. Airbyte ends a sync that shows it a LEGACY state.
const (
	StreamStateType StateType = "STREAM"
	GlobalStateType StateType = "GLOBAL"
	LegacyStateType StateType = "LEGACY"
)

// State is a checkpoint. The platform adds an id of its own on the way to the destination.
type State struct {
	Type             StateType       `json:"type,omitempty"`
	Stream           *StreamState    `json:"stream,omitempty"`
	Global           *GlobalState    `json:"global,omitempty"`
	Data             json.RawMessage `json:"data,omitempty"` // LEGACY only
	SourceStats      *StateStats     `json:"sourceStats,omitempty"`
	DestinationStats *StateStats     `json:"destinationStats,omitempty"`
}

// StreamState is the place in one stream.
type StreamState struct {
	Descriptor StreamDescriptor `json:"stream_descriptor"`
	State      json.RawMessage  `json:"stream_state,omitempty"`
}

// GlobalState is the place in all streams at once.
type GlobalState struct {
	SharedState  json.RawMessage `json:"shared_state,omitempty"`
	StreamStates []StreamState   `json:"stream_states"`
}

// StateStats counts the records of a stream since its previous state. The protocol asks for
// doubles with a decimal point; json.Number keeps them so.
type StateStats struct {
	RecordCount         json.Number `json:"recordCount,omitempty"`
	RejectedRecordCount json.Number `json:"rejectedRecordCount,omitempty"`
	// AdditionalStats are counts of a destination's own, by name.
	AdditionalStats map[string]json.Number `json:"additionalStats,omitempty"`
}

// StreamDescriptor names a stream. An absent namespace is not the same as an empty one.
type StreamDescriptor struct {
	Name      string  `json:"name"`
	Namespace *string `json:"namespace,omitempty"`
}

// LogLine is a log message.
type LogLine struct {
	Level      string `json:"level"`
	Message    string `json:"message"`
	StackTrace string `json:"stack_trace,omitempty"`
}

// Control asks the platform to keep a changed configuration.
type Control struct {
	Type            ControlType      `json:"type"`
	EmittedAt       int64            `json:"emitted_at"`
	ConnectorConfig *ConnectorConfig `json:"connectorConfig,omitempty"`
}

// ControlType is the type of a CONTROL message.
type ControlType string

// ConnectorConfigControl is the one CONTROL message there is.
const ConnectorConfigControl ControlType = "CONNECTOR_CONFIG"

// ConnectorConfig is the configuration to keep.
type ConnectorConfig struct {
	Config json.RawMessage `json:"config"`
}
