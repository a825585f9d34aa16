package airbyte

import "time"

// Trace is news about the run itself: errors, statuses, estimates.
type Trace struct {
	Type         TraceType          `json:"type"`
	EmittedAt    int64              `json:"emitted_at"` // milliseconds since the epoch
	Error        *TraceError        `json:"error,omitempty"`
	Estimate     *TraceEstimate     `json:"estimate,omitempty"`
	StreamStatus *TraceStreamStatus `json:"stream_status,omitempty"`
}

// TraceType tells which part of a [Trace] is set.
type TraceType string

// The types of TRACE.
const (
	ErrorTrace        TraceType = "ERROR"
	EstimateTrace     TraceType = "ESTIMATE"
	StreamStatusTrace TraceType = "STREAM_STATUS"
)

// TraceError tells the user what went wrong.
type TraceError struct {
	Message          string            `json:"message"`
	InternalMessage  string            `json:"internal_message,omitempty"`
	StackTrace       string            `json:"stack_trace,omitempty"`
	FailureType      FailureType       `json:"failure_type,omitempty"`
	StreamDescriptor *StreamDescriptor `json:"stream_descriptor,omitempty"`
}

// TraceEstimate guesses how much a stream will bring.
type TraceEstimate struct {
	Name         string       `json:"name"`
	Namespace    *string      `json:"namespace,omitempty"`
	Type         EstimateType `json:"type"`
	RowEstimate  int64        `json:"row_estimate,omitempty"`
	ByteEstimate int64        `json:"byte_estimate,omitempty"`
}

// EstimateType says what an estimate covers. The two are not mixed within a sync, and
// [Emitter.Estimate] only makes the first.
type EstimateType string

// What an estimate covers.
const (
	StreamEstimate EstimateType = "STREAM"
	SyncEstimate   EstimateType = "SYNC"
)

// TraceStreamStatus tells how far a stream has come.
type TraceStreamStatus struct {
	StreamDescriptor StreamDescriptor `json:"stream_descriptor"`
	Status           StreamStatus     `json:"status"`
	Reasons          []Reason         `json:"reasons,omitempty"`
}

// StreamStatus is a stage in the life of a stream.
type StreamStatus string

// The life of a stream: Started, Running (with reasons: held up), then Complete or Incomplete.
const (
	Started    StreamStatus = "STARTED"
	Running    StreamStatus = "RUNNING"
	Complete   StreamStatus = "COMPLETE"
	Incomplete StreamStatus = "INCOMPLETE"
)

// Reason explains a status.
type Reason struct {
	Type        string             `json:"type"`
	RateLimited *RateLimitedReason `json:"rate_limited,omitempty"`
}

// RateLimitedReason says until when the API refuses calls.
type RateLimitedReason struct {
	QuotaReset int64 `json:"quota_reset,omitempty"`
}

// RateLimited is the reason to give with [Running] while the API refuses calls; until may be zero.
func RateLimited(until time.Time) Reason {
	reason := Reason{Type: "RATE_LIMITED"}
	if !until.IsZero() {
		reason.RateLimited = &RateLimitedReason{QuotaReset: until.UnixMilli()}
	}
	return reason
}
