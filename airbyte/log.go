package airbyte

import (
	"encoding/json"
	"strings"

	"airbyte-sage-intacct/internal/rawjson"

	"github.com/rs/zerolog"
)

// logWriter turns the lines of a zerolog.Logger into LOG messages.
type logWriter struct{ e *Emitter }

func (w logWriter) Write(line []byte) (int, error) {
	return w.WriteLevel(zerolog.NoLevel, line)
}

func (w logWriter) WriteLevel(level zerolog.Level, line []byte) (int, error) {
	text, stack := logText(line)
	if text == "" && stack == "" {
		return len(line), nil // the platform would drop it
	}
	// A lost stdout is not told here, where zerolog could only complain on stderr, but by Run.
	_ = w.e.send(Message{Type: TypeLog, Log: &LogLine{
		Level:      logLevel(level),
		Message:    w.e.Shown(text),
		StackTrace: lines(w.e.secret.Hide(stack)),
	}})
	return len(line), nil
}

func logLevel(level zerolog.Level) string {
	switch level {
	case zerolog.TraceLevel:
		return "TRACE"
	case zerolog.DebugLevel:
		return "DEBUG"
	case zerolog.WarnLevel:
		return "WARN"
	case zerolog.ErrorLevel:
		return "ERROR"
	case zerolog.FatalLevel, zerolog.PanicLevel:
		return "FATAL"
	}
	return "INFO"
}

// logText makes `message key=value key="a value"` of a zerolog line, and takes the stack out of it.
func logText(line []byte) (text, stack string) {
	if !json.Valid(line) {
		return strings.TrimSpace(string(line)), ""
	}
	var message string
	var fields strings.Builder
	for m := range rawjson.Members(line) {
		switch string(m.Name) {
		case zerolog.LevelFieldName, zerolog.TimestampFieldName:
		case zerolog.MessageFieldName:
			message = textOf(m.Value)
		case zerolog.ErrorStackFieldName, "stack_trace":
			stack = textOf(m.Value)
		default:
			fields.WriteString(" " + string(m.Name) + "=" + fieldText(m.Value))
		}
	}
	return strings.TrimSpace(message + fields.String()), stack
}

// textOf is a JSON string's text, or any other JSON value as it stands.
func textOf(value []byte) string {
	if len(value) > 0 && value[0] == '"' {
		return string(rawjson.Unquote(value))
	}
	return string(value)
}

// fieldText leaves out the quotes of a value that reads as one word without them.
func fieldText(value []byte) string {
	text := textOf(value)
	if text == "" || strings.ContainsAny(text, " \t\r\n\"=") {
		return string(value)
	}
	return text
}
