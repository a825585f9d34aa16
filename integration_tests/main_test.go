// Package integration_tests runs the program as its users do.
package integration_tests

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// connector is the program under test, built once for all tests.
var connector string

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	folder, err := os.MkdirTemp("", "connector")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(folder) }()
	connector = filepath.Join(folder, "connector")
	if output, err := exec.Command("go", "build", "-o", connector, "..").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "building the program: %v\n%s", err, output)
		return 1
	}
	// As under Airbyte. Without a job, creates wait at 09:16 UTC, when control ids
	// are made anew.
	if err := os.Setenv("WORKER_JOB_ID", "1"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// TestScripts runs the scripts: the program's commands, good and bad.
func TestScripts(t *testing.T) {
	t.Parallel()
	files, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Dir(connector)
	if recorded != "" {
		folder = t.TempDir()
		if err := recorder(folder); err != nil {
			t.Fatal(err)
		}
	}
	testscript.Run(t, testscript.Params{
		Dir: "scripts",
		Setup: func(env *testscript.Env) error {
			env.Setenv("PATH", folder+string(os.PathListSeparator)+os.Getenv("PATH"))
			env.Setenv("FILES", files)
			return nil
		},
	})
}
