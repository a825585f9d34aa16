package airbyte

import (
	"errors"
	"fmt"
	"runtime/debug"
)

// Recover turns a panic into an error that holds the stack. Every goroutine that a connector starts
// begins with
//
//	defer airbyte.Recover(&err)
//
// and hands err to whoever waits for it; Run does the same for the connector's own goroutine. A
// panic that nobody recovers ends the program without a message that Airbyte could show.
func Recover(err *error) {
	if value := recover(); value != nil {
		*err = &panicError{value: value, stack: string(debug.Stack())}
	}
}

// safely turns a panic of f into its error.
func safely(f func() error) (err error) {
	defer Recover(&err)
	return f()
}

type panicError struct {
	value any
	stack string
}

func (e *panicError) Error() string       { return fmt.Sprintf("panic: %v", e.value) }
func (e *panicError) FailureType() string { return string(SystemError) }

func (e *panicError) UserMessage() string {
	return fmt.Sprintf("The connector met a defect of its own and stopped: %v", e.value)
}

// stackOf is the stack of the panic in err's chain, if there was one.
func stackOf(err error) string {
	var panicked *panicError
	if errors.As(err, &panicked) {
		return panicked.stack
	}
	return ""
}
