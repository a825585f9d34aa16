package airbyte_test

import (
	"errors"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/internal/locked"
)

func TestLogLines(t *testing.T) {
	for _, tt := range []struct {
		name string
		log  func(log *zerolog.Logger)
		want airbyte.LogLine
	}{
		{"message", func(log *zerolog.Logger) { log.Info().Msg("Signed in") }, airbyte.LogLine{Level: "INFO", Message: "Signed in"}},
		{"fields", func(log *zerolog.Logger) {
			log.Warn().Str("object", "VENDOR").Str("name", `Smith "&" Sons`).Str("none", "").Int("rows", 12).Bool("last", true).Dur("took", time.Second).Strs("list", []string{"a b"}).Msg("Page")
		}, airbyte.LogLine{Level: "WARN", Message: `Page object=VENDOR name="Smith \"&\" Sons" none="" rows=12 last=true took=1000 list=["a b"]`}},
		{"error", func(log *zerolog.Logger) { log.Error().Err(errors.New("no route")).Msg("Call") }, airbyte.LogLine{Level: "ERROR", Message: `Call error="no route"`}},
		{"stack", func(log *zerolog.Logger) { log.Error().Str("stack", "a.go:1\nb.go:2").Msg("Oops") }, airbyte.LogLine{Level: "ERROR", Message: "Oops", StackTrace: "a.go:1\nb.go:2"}},
		{"time is left to the platform", func(log *zerolog.Logger) { log.Info().Timestamp().Msg("Now") }, airbyte.LogLine{Level: "INFO", Message: "Now"}},
		{"no level", func(log *zerolog.Logger) { log.Log().Msg("x") }, airbyte.LogLine{Level: "INFO", Message: "x"}},
		{"fields alone", func(log *zerolog.Logger) { log.Info().Int("n", 1).Send() }, airbyte.LogLine{Level: "INFO", Message: "n=1"}},
		{"separators", func(log *zerolog.Logger) { log.Info().Msg("a\u0085b\u2028c\nd") }, airbyte.LogLine{Level: "INFO", Message: "a b c; d"}},
		{"control characters", func(log *zerolog.Logger) { log.Info().Msg("\x1b[31mred\x07 \u202eknil\u202c\x00.\n\nEnd\n") }, airbyte.LogLine{Level: "INFO", Message: "[31mred knil . End"}},
		{"broken field", func(log *zerolog.Logger) { log.Info().RawJSON("raw", []byte(`{`)).Msg("x") }, airbyte.LogLine{Level: "INFO", Message: `{"level":"info","raw":{"message":"x"}`}},
		{"plain write", func(log *zerolog.Logger) { _, _ = log.Write([]byte("from a library\n")) }, airbyte.LogLine{Level: "INFO", Message: "from a library"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var stdout locked.Buffer
			out := airbyte.NewEmitter(&stdout)
			tt.log(out.Log())
			messages := parse(t, stdout.String())
			if len(messages) != 1 {
				t.Fatalf("%d messages", len(messages))
			}
			want(t, "line", *messages[0].Log, tt.want)
		})
	}
}

func TestLogLevels(t *testing.T) {
	for level, wanted := range map[zerolog.Level]string{
		zerolog.TraceLevel: "TRACE", zerolog.DebugLevel: "DEBUG", zerolog.InfoLevel: "INFO", zerolog.WarnLevel: "WARN",
		zerolog.ErrorLevel: "ERROR", zerolog.FatalLevel: "FATAL", zerolog.PanicLevel: "FATAL",
	} {
		var stdout locked.Buffer
		out := airbyte.NewEmitter(&stdout)
		log := out.Log().Level(zerolog.TraceLevel)
		log.WithLevel(level).Msg("x")
		want(t, level.String(), parse(t, stdout.String())[0].Log.Level, wanted)
	}
}

func TestLogDropsDebugAndNothing(t *testing.T) {
	var stdout locked.Buffer
	airbyte.NewEmitter(&stdout).Log().Info().Send() // the platform would drop it
	airbyte.NewEmitter(&stdout).Log().Debug().Msg("detail")
	want(t, "output", stdout.String(), "")
}
