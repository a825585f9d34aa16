package airbyte

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

func (r *run) spec(_ context.Context, inv invocation, out *Emitter) error {
	spec, err := r.connector.SpecOf(inv.role)
	if err != nil {
		return err
	}
	return r.answer(out, Message{Type: TypeSpec, Spec: spec})
}

// answer sends the one message that the command is about.
func (r *run) answer(out *Emitter, m Message) error {
	r.phase.Store(telling)
	if err := out.send(m); err != nil {
		return err
	}
	r.phase.Store(answered)
	return nil
}

// check says FAILED for what the user can put right or wait for. Any other error is told in a TRACE,
// and then there is no CONNECTION_STATUS.
func (r *run) check(ctx context.Context, inv invocation, out *Emitter) error {
	config, err := readFile("configuration", inv.config, maxConfig)
	if err != nil {
		return err
	}
	err = r.validate(config, out)
	if err == nil {
		err = r.checker(inv.role).Check(ctx, config, out)
	}
	if err == nil {
		return r.answer(out, Message{Type: TypeConnectionStatus, ConnectionStatus: &ConnectionStatus{Status: Succeeded}})
	}
	if ctx.Err() != nil || FailureTypeOf(err) == SystemError {
		return err
	}
	return r.answer(out, Message{Type: TypeConnectionStatus, ConnectionStatus: &ConnectionStatus{
		Status: Failed, Message: out.Shown(userMessage(err)),
	}})
}

type checker interface {
	Check(ctx context.Context, config []byte, out *Emitter) error
}

// checker is the role that checks. Without a word on the command line that is the source: both
// sign in, and Airbyte does not tell which of the two it means.
func (r *run) checker(role string) checker {
	if r.asDestination(role) {
		return r.connector.Destination
	}
	return r.connector.Source
}

func (r *run) asDestination(role string) bool {
	return role == roleDestination || role == "" && r.connector.Source == nil
}

// discover emits a CATALOG or a DESTINATION_CATALOG. Never both: the platform would store the first
// as a source's, whoever asked.
func (r *run) discover(ctx context.Context, inv invocation, out *Emitter) error {
	config, err := r.loadConfig(inv, out)
	if err != nil {
		return err
	}
	if r.asDestination(inv.role) {
		catalog, err := r.connector.Destination.Discover(ctx, config, out)
		if err == nil {
			err = catalog.valid()
		}
		if err != nil {
			return err
		}
		return r.answer(out, Message{Type: TypeDestinationCatalog, DestinationCatalog: catalog})
	}
	catalog, err := r.connector.Source.Discover(ctx, config, out)
	if err == nil {
		err = catalog.valid()
	}
	if err != nil {
		return err
	}
	return r.answer(out, Message{Type: TypeCatalog, Catalog: catalog})
}

func (r *run) read(ctx context.Context, inv invocation, out *Emitter) error {
	if err := dataChannel(); err != nil {
		return err
	}
	config, err := r.loadConfig(inv, out)
	if err != nil {
		return err
	}
	catalog, err := loadCatalog(inv.catalog, (*ConfiguredCatalog).readable)
	if err != nil {
		return err
	}
	states, err := loadStates(inv.state)
	if err != nil {
		return err
	}
	out.configure(catalog, states.Stream)
	defer out.keepAlive(ctx)()
	err = safely(func() error { return r.connector.Source.Read(ctx, config, catalog, states, out) })
	if err == nil {
		err = out.Summary()
	}
	if err == nil {
		err = out.settled()
	}
	if err != nil {
		_ = out.abandon() // if stdout is gone, err says so already
	}
	return err
}

func (r *run) write(ctx context.Context, inv invocation, out *Emitter) error {
	out.statuses = false
	if err := dataChannel(); err != nil {
		return err
	}
	config, err := r.loadConfig(inv, out)
	if err != nil {
		return err
	}
	catalog, err := loadCatalog(inv.catalog, (*ConfiguredCatalog).writable)
	if err != nil {
		return err
	}
	in := NewInput(newStoppable(ctx, r.stdin), out.Log())
	err = r.connector.Destination.Write(ctx, config, catalog, in, out)
	if err == nil {
		err = out.Summary()
	}
	if err == nil && !in.ended.Load() {
		err = cmp.Or(context.Cause(ctx), errUnread)
	}
	return err
}

// dataChannel is nil if the platform wants the records where this connector puts them. Else it would
// wait at its sockets, and the other side of the sync with it, while the records go by on stdout.
func dataChannel() error {
	const variable, ours = "DATA_CHANNEL_MEDIUM", "STDIO"
	medium := os.Getenv(variable)
	if medium == "" || strings.EqualFold(medium, ours) {
		return nil
	}
	if !strings.EqualFold(medium, "SOCKET") {
		medium = "something else"
	}
	return Errorf(ConfigError, "The platform asks for records by another way than standard input and output, which are "+
		"all that this connector has: %s is %s. Set it to %s, or leave it out; on an Airbyte of your own, switch on "+
		"the flag platform.force-run-stdio-mode.", variable, medium, ours)
}

// errUnread stands in the way of a destination that would lose records without a word.
var errUnread = errors.New("the write ended before its input did")

// loadConfig reads the configuration and checks it against the spec.
func (r *run) loadConfig(inv invocation, out *Emitter) ([]byte, error) {
	config, err := readFile("configuration", inv.config, maxConfig)
	if err != nil {
		return nil, err
	}
	return config, inFile(r.validate(config, out), inv.config)
}

// validate masks the secrets of a configuration and checks it against the whole spec, whatever the
// role: a key of the other role is no stranger.
func (r *run) validate(config []byte, out *Emitter) error {
	schema, err := configSchema(r.connector.Spec)
	if err != nil {
		return err
	}
	if err := syntax(config); err != nil {
		return err
	}
	secrets, open := schema.secrets(config)
	out.Mask(secrets...)
	out.secret.Open(open...)
	verdict := schema.validate(config)
	if len(verdict.unknown) > 0 {
		out.Log().Warn().Msg("The configuration has keys that this connector does not know: " + someOf(verdict.unknown, ", "))
	}
	return verdict.err()
}

func loadCatalog(path string, check func(*ConfiguredCatalog) error) (*ConfiguredCatalog, error) {
	data, err := readFile("configured catalog", path, maxCatalog)
	if err != nil {
		return nil, err
	}
	catalog, err := ParseConfiguredCatalog(data)
	if err == nil {
		err = check(catalog)
	}
	return catalog, inFile(err, path)
}

// loadStates takes an empty path for no state, as it comes from a shell variable that is not set.
func loadStates(path string) (*States, error) {
	if path == "" {
		return ParseStates(nil)
	}
	data, err := readFile("state", path, maxState)
	if err != nil {
		return nil, err
	}
	states, err := ParseStates(data)
	return states, inFile(err, path)
}

// syntax is nil for JSON. The error tells the place and not, as encoding/json would, what stands there.
func syntax(config []byte) error {
	var wrong *json.SyntaxError
	if err := json.Unmarshal(config, new(any)); errors.As(err, &wrong) {
		return Errorf(ConfigError, "The configuration is not valid JSON at byte %d.", wrong.Offset)
	}
	return nil
}

// inFile adds where a wrong input came from.
func inFile(err error, path string) error {
	if err == nil {
		return nil
	}
	return Errorf(FailureTypeOf(err), "%w (in %s)", err, path)
}

// What the files of the command line may be. A configuration is written by people and goes into every
// request, a catalogue becomes a tree, and a state grows with what is read.
const (
	maxConfig  = 1 << 20
	maxCatalog = 16 << 20
	maxState   = 64 << 20
	maxStates  = 20_000 // streams in it
)

func readFile(what, path string, most int) (data []byte, err error) {
	defer func() {
		if err != nil {
			err = Errorf(ConfigError, "The %s cannot be read: %w", what, err)
		}
	}()
	if strings.ContainsAny(path, "{\n") {
		return nil, errors.New("its flag takes the name of a file, not what is in it")
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // it was only read
	var content bytes.Buffer
	if info, err := file.Stat(); err == nil { // a pipe has no size
		content.Grow(int(min(info.Size(), int64(most))) + bytes.MinRead)
	}
	if _, err := content.ReadFrom(io.LimitReader(file, int64(most)+1)); err != nil {
		return nil, err
	}
	if content.Len() > most {
		return nil, fmt.Errorf("%s is larger than %d MiB, the most that this connector reads", path, most>>20)
	}
	return trimBOM(content.Bytes()), nil
}
