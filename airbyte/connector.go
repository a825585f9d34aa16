package airbyte

import (
	"context"
	"io"
	"time"
)

// Source reads. Its methods get a configuration that has passed the check against the spec.
//
// Check returns nil for SUCCEEDED. An error whose failure type is config_error or transient_error
// becomes FAILED with its message (exit code 0); any other is a defect: TRACE ERROR, exit code 1.
//
// Read sends, for every stream, Status Started and Running, records, at least one State, and Status
// Complete. A stream that fails is reported by [Emitter.StreamFailed] while the others go on; Read
// then returns [Emitter.Summary]. When ctx is cancelled, Read stops where it is and returns.
type Source interface {
	Check(ctx context.Context, config []byte, out *Emitter) error
	Discover(ctx context.Context, config []byte, out *Emitter) (*Catalog, error)
	Read(ctx context.Context, config []byte, catalog *ConfiguredCatalog, states *States, out *Emitter) error
}

// Destination writes. Write reads in to its end; each STATE in it is given back by [Emitter.Echo],
// in the order of arrival, once every record before it is settled.
type Destination interface {
	Check(ctx context.Context, config []byte, out *Emitter) error
	Discover(ctx context.Context, config []byte, out *Emitter) (*DestinationCatalog, error)
	Write(ctx context.Context, config []byte, catalog *ConfiguredCatalog, in *Input, out *Emitter) error
}

// Command is a command of the program beside those of the protocol. It gets the words after its
// name and owns stdout; its result is the exit code.
type Command struct {
	Name    string
	Summary string // one line for the usage text
	Run     func(ctx context.Context, args []string, stdout, stderr io.Writer) int
}

// Connector is a program that Airbyte can run: a source, a destination, or both.
type Connector struct {
	Name        string // the program's name in usage texts
	Spec        []byte // the spec object of the SPEC message, for both roles
	Source      Source
	Destination Destination
	Commands    []Command
	// Page is where the connector is explained in a role, or, for "", in both; the specification's
	// documentationUrl is that. nil leaves what Spec has.
	Page func(role string) string
	Now  func() time.Time // the clock of emitted_at; nil means time.Now
	// CalledAs is the name or path by which the program was called; [Main] fills it in. A name
	// source-… or destination-… gives it that role, where the command line names none.
	CalledAs string
}
