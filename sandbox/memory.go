package sandbox

import (
	"strings"
	"sync"
)

// memory knows which functions were executed under uniqueid: by company,
// sender and the function's control id. The company is always the same one.
type memory struct {
	mu       sync.Mutex
	executed map[string]*execution
}

// An execution is a function under way or completed.
type execution struct {
	completed bool
	payload   []byte
}

// maxRemembered bounds the memory; what is forgotten can be executed again.
const maxRemembered = 1_000_000

func newMemory() *memory {
	return &memory{executed: map[string]*execution{}}
}

func memoryKey(sender, controlID string) string {
	return strings.Join([]string{sender, controlID}, "\x00")
}

// claim marks a function as under way. It returns the earlier execution if
// there was one.
func (m *memory) claim(key string) (earlier *execution) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if found := m.executed[key]; found != nil {
		return found
	}
	if len(m.executed) >= maxRemembered {
		clear(m.executed)
	}
	m.executed[key] = &execution{}
	return nil
}

// complete remembers a function that succeeded, with what it was answered.
func (m *memory) complete(key string, payload []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.executed[key] = &execution{completed: true, payload: payload}
}

// release forgets a function that failed: it may be tried again.
func (m *memory) release(key string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if found := m.executed[key]; found != nil && !found.completed {
		delete(m.executed, key)
	}
}

func (m *memory) forget() {
	m.mu.Lock()
	defer m.mu.Unlock()
	clear(m.executed)
}
