package integration_tests

import (
	"bufio"
	"errors"
	"os/exec"
	"syscall"
	"testing"
	"time"
)

// TestReaderGoesAway closes the program's output after its first line: a read
// that nobody listens to has to end, and not well.
func TestReaderGoesAway(t *testing.T) {
	t.Parallel()
	command := exec.CommandContext(t.Context(), connector, "read", "--config", "sandbox_config.json", "--catalog", "configured_catalog.json")
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := bufio.NewReaderSize(stdout, 16).ReadSlice('{'); err != nil {
		t.Fatal(err)
	}
	_ = stdout.Close()
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	select {
	case err = <-ended:
	case <-time.After(time.Minute):
		t.Fatal("the read goes on without a reader")
	}
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		t.Fatalf("the read ended with %v", err)
	}
	if status := exit.Sys().(syscall.WaitStatus); !status.Signaled() && status.ExitStatus() == 0 {
		t.Errorf("the read ended with %v", status)
	}
}

// TestTerminated interrupts a read: it ends by the signal within seconds, and
// what it printed is whole lines.
func TestTerminated(t *testing.T) {
	t.Parallel()
	server := serve(t, "--latency", "200ms")
	command := exec.CommandContext(t.Context(), connector, "read", "--config", server.config, "--catalog", "configured_catalog.json")
	stdout, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(stdout)
	if _, err := lines.ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	if err := command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			if line != "" {
				t.Errorf("the output ends in the middle of a line: %.100q", line)
			}
			break
		}
	}
	var exit *exec.ExitError
	if err := command.Wait(); !errors.As(err, &exit) {
		t.Fatalf("the read ended with %v", err)
	}
	if status := exit.Sys().(syscall.WaitStatus); !status.Signaled() || status.Signal() != syscall.SIGTERM {
		t.Errorf("the read ended with %v, not by the signal", status)
	}
}
