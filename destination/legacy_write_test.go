package destination_test

import (
	"fmt"
	"strings"
	"testing"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/sandbox"
)

// orders are documents with lines as order entry and purchasing have them.
var orders = map[string]struct{ object, lines, head string }{
	"purchase order": {"PODOCUMENT", "PODOCUMENTENTRIES", `"TRANSACTIONTYPE":"Purchase Order","VENDORID":"TV-1","DOCNO":"D-1","WHENCREATED":"2026-11-15","WHENDUE":"2026-12-15"`},
	"sales order":    {"SODOCUMENT", "SODOCUMENTENTRIES", `"TRANSACTIONTYPE":"Sales Order","CUSTOMERID":"C10093","DOCNO":"D-1","WHENCREATED":"2026-11-15","WHENDUE":"2026-12-15"`},
}

func orderWith(head, lines string, quantities ...int) string {
	var list []string
	for _, quantity := range quantities {
		list = append(list, fmt.Sprintf(`{"ITEMID":"I-1050","QUANTITY":%d,"UNIT":"Each","PRICE":"5.25","LOCATIONID":"110","DEPARTMENTID":"100","WAREHOUSEID":"W10"}`, quantity))
	}
	return fmt.Sprintf(`{%s,%q:[%s]}`, head, lines, strings.Join(list, ","))
}

// TestOrdersEndAsTheirRecordsSay: lines are changed, added and removed until the
// document has those of the record and no others, whatever happens to an answer.
func TestOrdersEndAsTheirRecordsSay(t *testing.T) {
	for name, c := range orders {
		for lost, fault := range map[string]sandbox.Fault{"answered": {Function: "nothing"}, "answer lost": {Function: strings.ToLower("update_" + c.object[:2] + "transaction"), Drop: true, Applied: true}} {
			t.Run(name+"/"+lost, func(t *testing.T) {
				t.Parallel()
				p := newPlace(sandbox.Settings{})
				for pass, quantities := range [][]int{{1, 2, 3}, {4, 2}, {4, 2}, {2}, {5, 6, 7, 8}, {8, 7}} {
					remove := p.Fault(fault)
					data := orderWith(c.head, c.lines, quantities...)
					r := p.write(t, nil, catalogOf(stream(c.object, airbyte.AppendDedup)), (&input{}).record(c.object, data).state(c.object).String())
					remove()
					if r.err != nil || len(r.states(t)) != 1 {
						t.Fatalf("pass %d: %v\n%s", pass, r.err, r.stdout)
					}
					var want, got []string
					for _, quantity := range quantities {
						want = append(want, fmt.Sprint(quantity))
					}
					for _, line := range p.rows(strings.TrimSuffix(c.lines, "IES")+"Y", "DOCHDRNO", p.row(t, c.object, "DOCNO", "D-1")["RECORDNO"]) {
						got = append(got, line["UIQTY"])
					}
					if fmt.Sprint(got) != fmt.Sprint(want) {
						t.Fatalf("pass %d: the lines are %v, not %v", pass, got, want)
					}
				}
			})
		}
	}
}

// TestLinesThatStay: a gateway that keeps the lines it is told to remove has its
// document rejected, not called updated.
func TestLinesThatStay(t *testing.T) {
	t.Parallel()
	p := newPlace(sandbox.Settings{KeepLines: true})
	c := orders["purchase order"]
	for pass, quantities := range [][]int{{1, 2, 3}, {1}} {
		data := orderWith(c.head, c.lines, quantities...)
		r := p.write(t, nil, catalogOf(stream(c.object, airbyte.AppendDedup)), (&input{}).record(c.object, data).String())
		if pass == 1 && (r.err == nil || !strings.Contains(r.err.Error(), "has 3 lines in PODOCUMENTENTRIES and the input 1")) {
			t.Errorf("%v\n%s", r.err, r.stdout)
		}
	}
}
