package integration_tests

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// recorded is a folder, if CI names one, in which everything is kept that the
// program prints here: a later suite holds it against Airbyte's own models.
var recorded = os.Getenv("RECORDED")

var recordedCommands = []string{"spec", "check", "discover", "read", "write"}

// record keeps what a run of the program printed, under its command's name.
func record(t *testing.T, args []string, stdout string) {
	t.Helper()
	named := slices.IndexFunc(args, func(arg string) bool { return slices.Contains(recordedCommands, arg) })
	if recorded == "" || stdout == "" || named < 0 {
		return
	}
	file, err := os.CreateTemp(recorded, "go-*-"+args[named]+".jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	if _, err := file.WriteString(stdout); err != nil {
		t.Fatal(err)
	}
}

// recorder makes a script that stands in for the program in other scripts and
// keeps what it prints. It is called like the program, and calls the program by
// the name that it was called by, which may be that of a role.
func recorder(folder string) error {
	script := fmt.Sprintf(`#!/bin/sh
for word; do
  case $word in
  -*) ;;
  %s) break ;;
  esac
  word=
done
[ -n "$word" ] || exec %q "$@"
file=%q/script-$$-$word.jsonl
called=$(mktemp -d)
ln -s %q "$called/${0##*/}"
"$called/${0##*/}" "$@" >"$file"
code=$?
rm -r "$called"
cat "$file"
exit $code
`, strings.Join(recordedCommands, " | "), connector, recorded, connector)
	return os.WriteFile(filepath.Join(folder, "connector"), []byte(script), 0o755)
}
