package sandbox_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"airbyte-sage-intacct/sandbox"
)

// Many clients at once: every write is answered once and kept, whatever is
// read, looked at or logged meanwhile.
func TestClientsDoNotDisturbEachOther(t *testing.T) {
	const clients, writes = 6, 8
	d := newDesk(t, sandbox.Settings{RememberControlIDs: true, Concurrency: 4})
	before := d.sandbox.Company().Count("DEPARTMENT")
	var wg sync.WaitGroup
	for client := range clients {
		wg.Go(func() {
			mine := *d
			for n := range writes {
				id := fmt.Sprintf("P%d-%d", client, n)
				mine.opAttrs = [2]string{"", ` transaction="true"`}[n%2]
				r := mine.ask(`<create><DEPARTMENT><DEPARTMENTID>`+id+`</DEPARTMENTID><TITLE>x</TITLE></DEPARTMENT></create>`, vendors(""))
				if len(r.Operation.Results) != 2 || r.Operation.Results[0].Status != "success" || r.Operation.Results[1].Status != "success" {
					t.Errorf("%s: %.500s", id, r.text)
				}
				browse(&mine, "/objects/DEPARTMENT")
				mine.sandbox.Requests()
			}
		})
	}
	wg.Wait()
	if after := d.sandbox.Company().Count("DEPARTMENT"); after != before+clients*writes {
		t.Errorf("%d departments became %d", before, after)
	}
}

// Of the same control id sent many times at once, one is carried out.
func TestAControlIDIsExecutedOnceUnderLoad(t *testing.T) {
	d := newDesk(t, sandbox.Settings{RememberControlIDs: true})
	d.control = `<uniqueid>true</uniqueid><dtdversion>3.0</dtdversion>`
	var mu sync.Mutex
	outcomes := map[string]int{}
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			mine := *d
			r := mine.ask(`<create><GLBATCH><JOURNAL>GJ</JOURNAL><BATCH_DATE>10/31/2026</BATCH_DATE><BATCH_TITLE>once</BATCH_TITLE><ENTRIES>` +
				strings.Repeat(`<GLENTRY><ACCOUNTNO>1010</ACCOUNTNO><TR_TYPE>1</TR_TYPE><TRX_AMOUNT>1</TRX_AMOUNT><LOCATION>110</LOCATION></GLENTRY><GLENTRY><ACCOUNTNO>1020</ACCOUNTNO><TR_TYPE>-1</TR_TYPE><TRX_AMOUNT>1</TRX_AMOUNT><LOCATION>110</LOCATION></GLENTRY>`, 5) +
				`</ENTRIES></GLBATCH></create>`)
			mu.Lock()
			defer mu.Unlock()
			outcomes[r.Operation.Results[0].Status]++
		})
	}
	wg.Wait()
	if outcomes["success"] != 1 || outcomes["failure"] != 9 {
		t.Error(outcomes)
	}
}
