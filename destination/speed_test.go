package destination_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/company"
)

// vendorLines are an input that is made while it is read.
type vendorLines struct {
	total, made int
	filler      string
	rest        bytes.Buffer
}

func (v *vendorLines) Read(p []byte) (int, error) {
	for v.rest.Len() < len(p) && v.made < v.total {
		v.made++
		fmt.Fprintf(&v.rest, `{"type":"RECORD","record":{"stream":"VENDOR","emitted_at":1,"data":{"VENDORID":"S-%d","NAME":"Vendor %d","COMMENTS":"%s"}}}`+"\n", v.made, v.made, v.filler)
	}
	if v.rest.Len() == 0 {
		return 0, io.EOF
	}
	return v.rest.Read(p)
}

// TestSpeed writes 10,000 vendors, one function each, to a gateway that takes
// 200 ms for a request and four at a time. One request for each record would
// take 2,000 seconds; time is simulated.
func TestSpeed(t *testing.T) {
	if testing.Short() || underRace {
		t.Skip("writes 10,000 records")
	}
	synctest.Test(t, func(t *testing.T) {
		const records = 10_000
		c := company.Demo(company.Options{})
		c.SetClock(time.Now)
		s := sandbox.New(c, sandbox.Settings{Latency: 200 * time.Millisecond, Concurrency: 4})
		dial := func(config intacct.Config, options intacct.Options) (*intacct.Client, error) {
			options.Transport = s.Transport()
			return intacct.New(config, options)
		}
		out := airbyte.NewEmitter(io.Discard)
		began := time.Now()
		err := destination.New(dial).Write(t.Context(), configuration(t, nil), catalogOf(stream("VENDOR", airbyte.Append)), airbyte.NewInput(&vendorLines{total: records}, out.Log()), out)
		if err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took > records*200*time.Millisecond/100 {
			t.Errorf("took %s", took)
		} else {
			t.Logf("took %s", took)
		}
	})
}

// TestBillsOfOneVendor share requests as other records do.
func TestBillsOfOneVendor(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{})
	in := &input{}
	for i := range 60 {
		in.record("APBILL", strings.Replace(oneLine(bill), "B-1", fmt.Sprint("S-", i), 1))
	}
	if r := p.write(t, nil, catalogOf(stream("APBILL", airbyte.AppendDedup)), in.String()); r.err != nil {
		t.Fatal(r.err)
	}
	creating := 0
	for _, request := range p.Requests() {
		if len(request.Calls) > 0 && request.Calls[0].Function == "create" {
			creating++
		}
	}
	if creating > 4 {
		t.Errorf("%d requests created 60 bills", creating)
	}
}
