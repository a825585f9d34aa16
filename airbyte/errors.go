package airbyte

import (
	"cmp"
	"errors"
	"fmt"
)

// FailureType tells the platform what to do about an error.
type FailureType string

// The failure types: the user must change something (no retry), the world is out of order for a
// while (retry), the connector is at fault (retry; the default).
const (
	ConfigError    FailureType = "config_error"
	TransientError FailureType = "transient_error"
	SystemError    FailureType = "system_error"
)

// Errorf makes an error of the given type; %w wraps as in fmt.Errorf.
func Errorf(failure FailureType, format string, args ...any) error {
	return &typedError{failure: failure, err: fmt.Errorf(format, args...)}
}

type typedError struct {
	failure FailureType
	err     error
}

func (e *typedError) Error() string       { return e.err.Error() }
func (e *typedError) Unwrap() error       { return e.err }
func (e *typedError) FailureType() string { return string(e.failure) }

// FailureTypeOf finds the failure type of err: that of the outermost error in its chain which has a
// method FailureType() string, else SystemError. Packages need not import this one to take part.
func FailureTypeOf(err error) FailureType {
	var typed interface{ FailureType() string }
	if errors.As(err, &typed) {
		switch failure := FailureType(typed.FailureType()); failure {
		case ConfigError, TransientError:
			return failure
		}
	}
	return SystemError
}

// userMessage is the text for the user: that of the outermost error in the chain which has a method
// UserMessage() string, else err's own.
func userMessage(err error) string {
	var friendly interface{ UserMessage() string }
	if errors.As(err, &friendly) {
		if message := friendly.UserMessage(); message != "" {
			return message
		}
	}
	return cmp.Or(err.Error(), "an error without a message")
}
