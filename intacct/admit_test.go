package intacct_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"airbyte-sage-intacct/intacct"
)

// TestEveryRequestIsAdmitted counts what passes: signing in, repetitions, and
// what became of each.
func TestEveryRequestIsAdmitted(t *testing.T) {
	var became []intacct.Exchanged
	admit := func(context.Context) (func(intacct.Exchanged), error) {
		return func(e intacct.Exchanged) { became = append(became, e) }, nil
	}
	c, _ := newClientWith(t, intacct.Options{Admit: admit}, breaks, file("create"))
	if err := read(c); err == nil {
		t.Error("an answer to another request was taken")
	}
	if len(became) < 3 || !became[0].Whole || became[1].Whole || !became[2].Whole || became[2].Bytes == 0 {
		t.Errorf("requests became %+v", became)
	}
}

func TestWhatIsNotAdmittedIsNotSent(t *testing.T) {
	closed := errors.New("closed")
	c, g := newClientWith(t, intacct.Options{
		Admit: func(context.Context) (func(intacct.Exchanged), error) { return nil, closed },
	}, file("create"))
	if err := write(c); !errors.Is(err, closed) {
		t.Errorf("the error is %v", err)
	}
	if len(g.asked)+len(g.signedIn) > 0 {
		t.Error("something was sent")
	}
}

// TestDivisibleQueriesAreNotRepeatedWhole asks for pages that are too much.
func TestDivisibleQueriesAreNotRepeatedWhole(t *testing.T) {
	tests := map[string]struct {
		answer answer
		asked  int
		much   bool
	}{
		"524":         {text(524, `<html>A timeout occurred</html>`), 1, true},
		"timed out":   {hangs, 1, true},
		"too large":   {text(200, string(make([]byte, 2000))), 1, true},
		"broken line": {breaks, 5, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			q := vendors()
			q.Divisible = true
			c, g := newClientWith(t, intacct.Options{Timeout: 50 * time.Millisecond, MaxReply: 1000}, test.answer)
			_, err := c.Query(t.Context(), q)
			if e := failure(t, err); e.TooMuch() != test.much || len(g.asked) != test.asked {
				t.Errorf("sent %d times, too much: %v", len(g.asked), e.TooMuch())
			}
		})
	}
}

func TestAnswersAreReceivedWhenTheyMay(t *testing.T) {
	var sizes []int64
	q := vendors()
	q.Receive = func(_ context.Context, bytes int64) { sizes = append(sizes, bytes) }
	c, _ := newClient(t, reply(`<result><status>success</status><function>query</function><controlid>{{1}}</controlid><data listtype="VENDOR" totalcount="0" offset="0" count="0" numremaining="0"/></result>`))
	page, err := c.Query(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	if len(sizes) != 1 || sizes[0] >= 0 && sizes[0] != int64(page.Bytes) {
		t.Errorf("told of answers of %d bytes", sizes)
	}
}
