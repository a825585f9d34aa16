package destination

import (
	"fmt"
	"sync"

	"airbyte-sage-intacct/destination/plan"
	"airbyte-sage-intacct/destination/record"

	"github.com/rs/zerolog"
)

// blind tells, once for each field of a stream, that a change of it alone is not
// noticed, because Intacct does not show what it has there.
type blind struct {
	log  *zerolog.Logger
	mu   sync.Mutex
	told map[[2]string]bool // by stream and field
}

func newBlind(log *zerolog.Logger) *blind { return &blind{log: log, told: map[[2]string]bool{}} }

// to notes a record that is taken for what is there, but for what cannot be seen.
func (b *blind) to(it *item, d record.Difference) {
	for _, name := range d.Unseen() {
		b.tell(it, name)
	}
}

func (b *blind) tell(it *item, name string) {
	effect := "a change of it alone is not noticed and not sent; it goes along with other changes"
	if it.plan.Action == plan.Create {
		effect = "another value in it is not noticed"
	}
	b.once(it.plan.Stream, name, fmt.Sprintf("Stream %s: Intacct does not show %s of %s, so %s (first at %s).", it.plan.Stream, name, it.plan.Object(), effect, it.label))
}

// keeps notes a field that an update cannot empty.
func (b *blind) keeps(it *item, name string) {
	b.once(it.plan.Stream, name, fmt.Sprintf("Stream %s: an update of %s does not take %s, so a null leaves it as it is (first at %s).", it.plan.Stream, it.plan.Object(), name, it.label))
}

// once warns of a thing of a stream for the first time only.
func (b *blind) once(stream, thing, text string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if key := ([2]string{stream, thing}); !b.told[key] {
		b.told[key] = true
		b.log.Warn().Msg(text)
	}
}
