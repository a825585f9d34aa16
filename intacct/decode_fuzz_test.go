package intacct

import (
	"bytes"
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// FuzzDecode holds the decoder to its promise: it never panics, and whatever
// it calls a success said so itself, at every level.
func FuzzDecode(f *testing.F) {
	files, err := filepath.Glob("testdata/*.*ml")
	if err != nil || len(files) == 0 {
		f.Fatal("no seeds", err)
	}
	for _, name := range files {
		body, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, status := range []int{200, 400, 502} {
			f.Add(body, status)
		}
		f.Add(body[:len(body)/2], 200)
	}
	f.Fuzz(func(t *testing.T, body []byte, status int) {
		r := &reply{status: status, body: bytes.NewBuffer(body)}
		answer, failure := decode(r)
		if (answer == nil) == (failure == nil) {
			t.Fatalf("answer %v, failure %v", answer, failure)
		}
		if failure != nil {
			if failure.FailureType() == "" || failure.Error() == "" || failure.SafeToRetry() && failure.Unknown() {
				t.Fatalf("failure = %#v", failure)
			}
			return
		}
		said := successes(body)
		if said["/response/control/status"] == 0 || said["/response/operation/authentication/status"] == 0 {
			t.Fatalf("a success that nobody announced: %v", said)
		}
		for _, result := range answer.results {
			if result.Err == nil {
				said["/response/operation/result/status"]--
			}
		}
		if said["/response/operation/result/status"] < 0 {
			t.Fatal("a result that did not succeed is taken for one that did")
		}
	})
}

// successes counts the places that say success, by encoding/xml.
func successes(body []byte) map[string]int {
	found := map[string]int{}
	texts := []string{""}
	var path []string
	decoder := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(body, []byte("\ufeff"))))
	for {
		token, err := decoder.RawToken()
		if err != nil {
			return found
		}
		switch token := token.(type) {
		case xml.StartElement:
			path, texts = append(path, "/"+strings.ToLower(token.Name.Local)), append(texts, "")
		case xml.CharData:
			texts[len(texts)-1] += string(token)
		case xml.EndElement:
			if len(path) == 0 {
				return found
			}
			if strings.EqualFold(strings.TrimSpace(texts[len(texts)-1]), "success") {
				found[strings.Join(path, "")]++
			}
			path, texts = path[:len(path)-1], texts[:len(texts)-1]
		}
	}
}

func TestDecodeAcceptsAnyLetterCaseAndOrder(t *testing.T) {
	body := "\ufeff" + `<?xml version="1.0"?><!-- a comment --><RESPONSE><Operation><RESULT><Data><a/></Data><STATUS> Success </STATUS><ControlID>1</ControlID></RESULT>` +
		`<Authentication><Status><![CDATA[success]]></Status></Authentication></Operation><CONTROL><status>SUCCESS</status></CONTROL></RESPONSE>` + "\n"
	answer, failure := decode(&reply{status: 200, body: bytes.NewBufferString(body)})
	if failure != nil {
		t.Fatal(failure)
	}
	if len(answer.results) != 1 || answer.results[0].Err != nil || answer.results[0].ControlID != "1" || answer.results[0].Data == nil {
		t.Errorf("answer = %+v", answer)
	}
}

func TestDecodeFindsTheReasonWhereverItStands(t *testing.T) {
	one := `<errormessage><error><errorno>N1</errorno></error></errormessage>`
	two := `<errormessage><error><errorno>N1</errorno></error><error><errorno>N2</errorno></error></errormessage>`
	tests := []struct {
		body  string
		stage Stage
		count int
	}{
		{`<response><control><status>failure</status></control>` + one + `</response>`, StageControl, 1},
		{`<response><control><status>failure</status></control>` + two + `</response>`, StageControl, 2},
		{`<response><control><status>failure</status></control></response>`, StageControl, 0},
		{`<response><control><status>success</status></control>` + one + `</response>`, StageControl, 1},
		{`<response><control><status>success</status></control><operation><authentication><status>failure</status></authentication>` + two + `</operation></response>`, StageAuthentication, 2},
		{`<response><control><status>success</status></control><operation><authentication><status>failure</status></authentication></operation></response>`, StageAuthentication, 0},
	}
	for _, test := range tests {
		_, failure := decode(&reply{status: 200, body: bytes.NewBufferString(test.body)})
		if failure == nil || failure.Stage != test.stage || len(failure.Details) != test.count {
			t.Errorf("%s: %+v", test.body, failure)
		}
	}
}
