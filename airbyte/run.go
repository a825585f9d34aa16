package airbyte

import (
	"context"
	"io"
	"os"
)

// Run runs one command and returns the exit code.
func Run(ctx context.Context, c Connector, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	return 0
}

// Main is [Run] on the process's own files, with signals.
func Main(c Connector) int {
	return Run(context.Background(), c, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
}

// Recover turns a panic into an error that holds the stack: `defer airbyte.Recover(&err)` at the
// head of every goroutine that a connector starts.
func Recover(err *error) {}
