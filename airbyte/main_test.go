package airbyte_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
)

// behaviour names, in the environment of a copy of this test program, the connector that it is.
const behaviour = "AIRBYTE_TEST_BEHAVIOUR"

func TestMain(m *testing.M) {
	if name := os.Getenv(behaviour); name != "" {
		os.Exit(airbyte.Main(behaviours[name]))
	}
	os.Exit(m.Run())
}

// inTime is a second, and half of one for a machine that has other things to do.
const inTime = 1500 * time.Millisecond

// behaviours are connectors that say on stdout when a signal may come.
var behaviours = map[string]airbyte.Connector{
	"obedient": connector(fakeSource{read: func(ctx context.Context, _ *airbyte.ConfiguredCatalog, _ *airbyte.States, out *airbyte.Emitter) error {
		err := errors.Join(out.Status("A", airbyte.Started), out.Status("A", airbyte.Running),
			send(out, "A", `{"N":1}`), out.State("A", json.RawMessage(`{"n":1}`)), send(out, "A", `{"N":2}`))
		<-ctx.Done()
		return errors.Join(err, ctx.Err())
	}}, fakeDestination{}),
	"stubborn": connector(fakeSource{
		check: func(_ context.Context, _ []byte, out *airbyte.Emitter) error {
			out.Log().Info().Msg("checking")
			select {}
		},
		read: func(_ context.Context, _ *airbyte.ConfiguredCatalog, _ *airbyte.States, out *airbyte.Emitter) error {
			_ = errors.Join(out.Status("A", airbyte.Running), send(out, "A", `{"N":1}`))
			select {}
		},
	}, nil),
	"flood": connector(fakeSource{read: func(_ context.Context, _ *airbyte.ConfiguredCatalog, _ *airbyte.States, out *airbyte.Emitter) error {
		for {
			_ = send(out, "A", `{"N":1}`)
			_ = out.State("A", json.RawMessage(`{"n":1}`))
		}
	}}, nil),
	"serving": {Name: "test-connector", Spec: testSpec, Commands: []airbyte.Command{{Name: "serve", Run: serve}}},
}

func serve(ctx context.Context, _ []string, stdout, _ io.Writer) int {
	_, started := fmt.Fprintln(stdout, "serving")
	<-ctx.Done()
	_, stopped := fmt.Fprintln(stdout, "stopped")
	if errors.Join(started, stopped) != nil {
		return 1
	}
	return 9
}

// process is a copy of this program that runs a command.
type process struct {
	*exec.Cmd
	stdin  io.WriteCloser
	stdout *bufio.Reader
	lines  strings.Builder
}

func start(t *testing.T, name string, args ...string) *process {
	t.Helper()
	return launch(t, command(t, name, args...))
}

func command(t *testing.T, name string, args ...string) *exec.Cmd {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Env = append(os.Environ(), behaviour+"="+name)
	return cmd
}

func launch(t *testing.T, cmd *exec.Cmd) *process {
	t.Helper()
	p := &process{Cmd: cmd}
	stdout, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if p.stdin, err = p.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	p.stdout = bufio.NewReader(stdout)
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	return p
}

// await reads lines up to one that holds the text.
func (p *process) await(t *testing.T, text string) {
	t.Helper()
	for {
		line, err := p.stdout.ReadString('\n')
		p.lines.WriteString(line)
		if strings.Contains(line, text) {
			return
		}
		if err != nil {
			t.Fatalf("%q did not come: %v\n%s", text, err, p.lines.String())
		}
	}
}

// end sends a signal, waits for the end and returns how it was, and how long it took.
func (p *process) end(t *testing.T, sig os.Signal) (string, time.Duration) {
	t.Helper()
	begin := time.Now()
	if err := p.Process.Signal(sig); err != nil {
		t.Fatal(err)
	}
	return p.rest(t), time.Since(begin)
}

// rest waits for the end and returns how it was.
func (p *process) rest(t *testing.T) string {
	t.Helper()
	rest, err := io.ReadAll(p.stdout)
	if err != nil {
		t.Fatal(err)
	}
	p.lines.Write(rest)
	var exit *exec.ExitError
	if err := p.Wait(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return p.ProcessState.String()
}

func needsSignals(t *testing.T) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("no such signals on Windows")
	}
}

func readArgs(t *testing.T) []string {
	return []string{"read", "--config", file(t, goodConfig), "--catalog", file(t, catalogOf("A"))}
}

func TestMainWithoutSignals(t *testing.T) {
	p := start(t, "obedient", "check", "--config", file(t, goodConfig))
	want(t, "end", p.rest(t), "exit status 0")
	want(t, "messages", result{messages: parse(t, p.lines.String())}.sketch(), "CONNECTION_STATUS")
	want(t, "end of nonsense", start(t, "obedient", "nonsense").rest(t), "exit status 2")
}

func TestReadEndsByTheSignal(t *testing.T) {
	needsSignals(t)
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
		p := start(t, "obedient", readArgs(t)...)
		p.await(t, `"STATE"`)
		end, took := p.end(t, sig)
		want(t, "end", end, "signal: "+sig.String())
		want(t, "in time", took < inTime, true)
		r := result{messages: parse(t, p.lines.String())}
		want(t, "messages", r.sketch(), "A:STARTED A:RUNNING A A=1.0 A A:INCOMPLETE ERROR")
		failure := r.theError(t)
		want(t, "failure type", failure.FailureType, airbyte.TransientError)
		want(t, "message", failure.Message, "The command was interrupted: signal "+sig.String())
	}
}

func TestWriteEndsByTheSignal(t *testing.T) {
	needsSignals(t)
	p := start(t, "obedient", "write", "--config", file(t, goodConfig), "--catalog", file(t, catalogOf("A")))
	const state = `{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"A"}},"id":1}}` + "\n"
	if _, err := io.WriteString(p.stdin, state); err != nil {
		t.Fatal(err)
	}
	p.await(t, `"destinationStats"`)
	end, took := p.end(t, syscall.SIGTERM)
	want(t, "end", end, "signal: terminated")
	want(t, "in time", took < inTime, true)
}

// A connector that does not listen is ended within a second all the same, and what it sent is out.
func TestStubbornReadEndsWithinASecond(t *testing.T) {
	needsSignals(t)
	p := start(t, "stubborn", readArgs(t)...)
	p.await(t, "RUNNING")
	end, took := p.end(t, syscall.SIGTERM)
	want(t, "end", end, "signal: terminated")
	want(t, "in time", took < inTime, true)
	want(t, "messages", result{messages: parse(t, p.lines.String())}.sketch(), "A:RUNNING A")
}

// PyAirbyte sends SIGTERM when it has its answer, and takes any code but 0 and the signal for a
// failure.
func TestAnswersAreNotSpoiledBySignals(t *testing.T) {
	needsSignals(t)
	p := start(t, "obedient", "spec")
	p.await(t, "SPEC")
	_ = p.Process.Signal(syscall.SIGTERM) // it may have ended
	want(t, "end with the answer out", p.rest(t), "exit status 0")
	p = start(t, "stubborn", "check", "--config", file(t, goodConfig))
	p.await(t, "checking")
	end, took := p.end(t, syscall.SIGTERM)
	want(t, "end without an answer", end, "signal: terminated")
	want(t, "at once", took < inTime, true)
}

func TestExtraCommandsDecideThemselves(t *testing.T) {
	needsSignals(t)
	p := start(t, "serving", "serve")
	p.await(t, "serving")
	end, _ := p.end(t, syscall.SIGTERM)
	want(t, "end", end, "exit status 9")
	wantContains(t, "stdout", p.lines.String(), "stopped")
}

// When the reader of stdout goes away, the runtime ends the program by SIGPIPE.
func TestClosedStdoutEndsTheProgram(t *testing.T) {
	needsSignals(t)
	reader, writer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd := command(t, "flood", readArgs(t)...)
	cmd.Stdout = writer
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReader(reader).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	if err := reader.Close(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	want(t, "end", cmd.ProcessState.String(), "signal: broken pipe")
}
