package airbyte_test

import (
	"os"
	"os/exec"
	"syscall"
	"testing"
)

// inNamespace makes a command the first process of a namespace of its own.
func inNamespace(cmd *exec.Cmd) *exec.Cmd {
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWPID,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	return cmd
}

// The kernel ignores signals that the first process of a container does not handle, so it cannot
// end by one.
func TestFirstProcessOfAContainerEnds(t *testing.T) {
	if err := inNamespace(command(t, "obedient", "spec")).Run(); err != nil {
		t.Skipf("this machine does not allow namespaces: %v", err)
	}
	for _, tt := range []struct {
		behaviour, sign, want string
		args                  []string
	}{
		{"obedient", `"STATE"`, "exit status 143", readArgs(t)},
		{"stubborn", "RUNNING", "exit status 143", readArgs(t)},
		{"stubborn", "checking", "exit status 1", []string{"check", "--config", file(t, goodConfig)}},
	} {
		t.Run(tt.behaviour+" "+tt.args[0], func(t *testing.T) {
			p := launch(t, inNamespace(command(t, tt.behaviour, tt.args...)))
			p.await(t, tt.sign)
			end, took := p.end(t, syscall.SIGTERM)
			want(t, "end", end, tt.want)
			want(t, "in time", took < inTime, true)
		})
	}
}
