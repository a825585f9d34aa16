package intacct_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"airbyte-sage-intacct/intacct"
)

// drips is a body of which a byte comes now and then, until the request is
// given up.
type drips struct {
	ctx   context.Context
	every time.Duration
}

func (d drips) Read(p []byte) (int, error) {
	select {
	case <-time.After(d.every):
		p[0] = ' '
		return 1, nil
	case <-d.ctx.Done():
		return 0, d.ctx.Err()
	}
}

// TestAnswersThatDrip: an answer of which a byte comes each second is given up
// long before the time-out of the request.
func TestAnswersThatDrip(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _ := newClientWith(t, intacct.Options{Timeout: time.Hour, Drip: 30 * time.Second}, func(q *request) (*http.Response, error) {
			return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(drips{q.http.Context(), time.Second}), ContentLength: -1}, nil
		})
		began := time.Now()
		e := failure(t, write(c))
		if !e.Unknown() || !strings.Contains(e.Error(), "too slowly: less than 64 KiB in 30s") {
			t.Error(e)
		}
		if took := time.Since(began); took > 5*time.Minute {
			t.Errorf("it took %s", took)
		}
	})
}

// TestAnswersThatAreMerelySlow: an answer that keeps its pace may take as long
// as the request may.
func TestAnswersThatAreMerelySlow(t *testing.T) {
	whole := fixture(t, "query.xml")
	synctest.Test(t, func(t *testing.T) {
		c, _ := newClientWith(t, intacct.Options{Drip: 30 * time.Second}, func(q *request) (*http.Response, error) {
			response, err := q.respond(http.StatusOK, whole)
			padding := io.LimitReader(drips{q.http.Context(), 300 * time.Microsecond}, 400<<10)
			response.Body, response.ContentLength = io.NopCloser(io.MultiReader(response.Body, padding)), -1
			return response, err
		})
		began := time.Now()
		page, err := c.Query(t.Context(), vendors())
		if err != nil {
			t.Fatal(err)
		}
		page.Release()
		if took := time.Since(began); took < time.Minute {
			t.Errorf("the answer took %s: the pace was not tried", took)
		}
	})
}

// TestWhatAReplyMayBeMadeOf names the bound that was passed.
func TestWhatAReplyMayBeMadeOf(t *testing.T) {
	const open = `<response><control><status>success</status></control><operation><authentication><status>success</status></authentication><result><status>success</status><function>query</function><controlid>{{1}}</controlid><data totalcount="1" offset="0" count="1" numremaining="0"`
	shut := `</data></result></operation></response>`
	attributes := strings.Repeat(` a="1>"`, 1_000_000)
	tests := map[string]struct{ body, want string }{
		"attributes of data":       {open + attributes + `>` + shut, "more than 200 attributes"},
		"attributes of a record":   {open + `><VENDOR` + attributes + `/>` + shut, "more than 200 attributes"},
		"attributes of an element": {`<response><control><status` + attributes + `>success</status></control></response>`, "more than 200 attributes"},
		"fields of a record":       {open + ` listtype="VENDOR"><VENDOR>` + strings.Repeat("<NAME>1</NAME>", 1_000_000) + `</VENDOR>` + shut, "more than 10000 fields"},
		"names of fields":          {open + ` listtype="VENDOR">` + manyNames(2, 6000) + shut, "more than 10000 different fields"},
		"a tree":                   {`<response>` + strings.Repeat("x", 33<<20), "larger than this connector takes: more than 32 MiB"},
		"a reason":                 {reasonOf(strings.Repeat("Field NAME ", 2000)), "[BL01] (a text of 21999 bytes, which is more than the 16384 of a reason)"},
		"tags":                     {`<response>` + strings.Repeat("<a/>", 300_000) + `</response>`, "300002 tags"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _ := newClient(t, text(200, test.body))
			page, err := c.Query(t.Context(), vendors())
			for err == nil && page.Next() {
			}
			if err == nil {
				err = page.Err()
			}
			var malformed *intacct.PageError
			if err == nil || !errors.As(err, &malformed) && failure(t, err) == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error = %.300v, want one that says %q", err, test.want)
			}
		})
	}
}

// reasonOf is the reply to a query that failed for a reason.
func reasonOf(reason string) string {
	return `<response><control><status>success</status></control><operation><authentication><status>success</status></authentication><result><status>failure</status><function>query</function><controlid>{{1}}</controlid><errormessage><error><errorno>BL01</errorno><description>` +
		reason + `</description></error></errormessage></result></operation></response>`
}

// manyNames are records of which each has so many fields of its own.
func manyNames(records, fields int) string {
	var b strings.Builder
	for i := range records {
		b.WriteString("<VENDOR>")
		for n := range fields {
			fmt.Fprintf(&b, "<F%d_%d>1</F%[1]d_%[2]d>", i, n)
		}
		b.WriteString("</VENDOR>")
	}
	return b.String()
}
