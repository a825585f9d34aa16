package integration_tests

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"airbyte-sage-intacct/intacct"
)

// A warehouse holds tables as a destination does that dedupes: of the records
// with one key it keeps the last.
type warehouse map[string]map[string]map[string]any

func (w warehouse) load(t *testing.T, o outcome, keys map[string][]string) {
	t.Helper()
	for table, records := range o.records() {
		if w[table] == nil {
			w[table] = map[string]map[string]any{}
		}
		for _, raw := range records {
			decoder := json.NewDecoder(strings.NewReader(string(raw)))
			decoder.UseNumber()
			var row map[string]any
			if err := decoder.Decode(&row); err != nil {
				t.Fatal(err)
			}
			var key []string
			for _, column := range keys[table] {
				key = append(key, fmt.Sprint(row[column]))
			}
			w[table][strings.Join(key, "|")] = row
		}
	}
}

// activeDetail are the rows that int_sage_intacct__active_gl_detail selects:
//
//	from gl_detail left join gl_batch on gl_batch.recordno = gl_detail.batchkey
//	where not coalesce(gl_batch._fivetran_deleted, false) and not coalesce(gl_detail._fivetran_deleted, false)
func (w warehouse) activeDetail(yield func(map[string]any) bool) {
	for _, detail := range w["gl_detail"] {
		key, _ := detail["batchkey"].(string) // null in what is gone, and then joins nothing
		batch := w["gl_batch"][key]
		if batch != nil && batch["_fivetran_deleted"] == true || detail["_fivetran_deleted"] == true {
			continue
		}
		if !yield(detail) {
			return
		}
	}
}

// net is sage_intacct__general_ledger, summed up by account and month: the
// amounts, rounded to cents, of the lines of accounts that are known.
func (w warehouse) net() map[string]*big.Rat {
	known := map[any]bool{}
	for _, account := range w["gl_account"] {
		known[account["accountno"]] = account["_fivetran_deleted"] == false
	}
	sums := map[string]*big.Rat{}
	for detail := range w.activeDetail {
		if !known[detail["accountno"]] {
			continue
		}
		key := fmt.Sprint(detail["accountno"], " ", detail["entry_date"].(string)[:len("2006-01")])
		if sums[key] == nil {
			sums[key] = new(big.Rat)
		}
		sums[key].Add(sums[key], amount(detail["amount"]))
	}
	return sums
}

func amount(value any) *big.Rat {
	number, ok := new(big.Rat).SetString(fmt.Sprint(value))
	if !ok {
		panic(fmt.Sprintf("%v is no amount", value))
	}
	return number
}

// check compares the ledger with the company's own trial balance: what moved in
// every month, and what accounts of the balance sheet stand at after it.
func (w warehouse) check(t *testing.T) {
	t.Helper()
	net := w.net()
	types := map[any]any{}
	for _, account := range w["gl_account"] {
		types[account["accountno"]] = account["accounttype"]
	}
	balances := slices.SortedFunc(maps.Values(w["trial_balance"]), func(a, b map[string]any) int {
		return strings.Compare(a["startdate"].(string), b["startdate"].(string))
	})
	if len(balances) < 500 || len(net) < 500 {
		t.Fatalf("%d balances, %d sums", len(balances), len(net))
	}
	standing := map[any]*big.Rat{}
	for _, b := range balances {
		account := b["glaccountno"]
		key := fmt.Sprint(account, " ", b["startdate"].(string)[:len("2006-01")])
		moved := amount(b["debits"])
		moved.Sub(moved, amount(b["credits"])).Add(moved, amount(b["adjdebits"])).Sub(moved, amount(b["adjcredits"]))
		sum := net[key]
		if sum == nil {
			sum = new(big.Rat)
		}
		if sum.Cmp(moved) != 0 {
			t.Errorf("%s: the tables say %s, the trial balance %s", key, sum.FloatString(2), moved.FloatString(2))
		}
		delete(net, key)
		if types[account] != "balancesheet" {
			continue
		}
		if standing[account] == nil {
			standing[account] = new(big.Rat)
		}
		if standing[account].Add(standing[account], sum); standing[account].Cmp(amount(b["endbalance"])) != 0 {
			t.Errorf("%s: the tables end at %s, the trial balance at %s", key, standing[account].FloatString(2), amount(b["endbalance"]).FloatString(2))
		}
	}
	for key, sum := range net {
		if sum.Sign() != 0 {
			t.Errorf("%s: %s is in no trial balance", key, sum.FloatString(2))
		}
	}
}

// TestLedgerUnderFivetransNames computes the general ledger from the tables as
// fivetran/dbt_sage_intacct does and compares it with the company's own trial
// balance: at first, with a journal entry more, and after that was deleted.
func TestLedgerUnderFivetransNames(t *testing.T) {
	t.Parallel()
	server := serve(t)
	config := server.with(t, map[string]any{
		"stream_naming": "fivetran", "objects": []string{"gl_detail", "gl_batch", "gl_account"}, "balance_periods": []string{"*"}, "balance_dimensions": []string{},
	})
	columns := map[string]string{
		"gl_detail":  `{"properties":{"recordno":{},"whenmodified":{},"accountno":{},"amount":{},"batchkey":{},"entry_date":{},"_fivetran_deleted":{},"_fivetran_synced":{}}}`,
		"gl_batch":   `{"properties":{"recordno":{},"batch_title":{},"_fivetran_deleted":{}}}`,
		"gl_account": `{"properties":{"recordno":{},"accountno":{},"accounttype":{},"_fivetran_deleted":{}}}`,
	}
	streams := slices.DeleteFunc(discover(t, config), func(s stream) bool { return s.Name == "account_balances" })
	keys := map[string][]string{}
	for i, s := range streams {
		for _, path := range s.PrimaryKey {
			keys[s.Name] = append(keys[s.Name], path[0])
		}
		if selected := columns[s.Name]; selected != "" {
			streams[i].Schema = json.RawMessage(selected)
		}
	}
	if len(streams) != 4 {
		t.Fatalf("%d streams", len(streams))
	}
	tables := warehouse{}
	var messages []message
	sync := func() outcome {
		t.Helper()
		// What changes in the second in which a read begins is for the next one.
		time.Sleep(1100 * time.Millisecond)
		args := []string{"read", "--config", config, "--catalog", write(t, "catalog.json", configured(t, streams, "incremental"))}
		if messages != nil {
			// Balances are read anew every time: their state is that they were.
			states := slices.DeleteFunc(slices.Clone(messages), func(m message) bool { return m.Type == "STATE" && m.State.Stream.Descriptor.Name == "trial_balance" })
			args = append(args, "--state", write(t, "state.json", lastStates(t, states)))
		}
		result := succeed(t, args...)
		messages = append(messages, result.messages...)
		delete(tables, "trial_balance")
		tables.load(t, result, keys)
		return result
	}
	sync()
	tables.check(t)

	entry := object("GLBATCH", "JOURNAL", "GJ", "BATCH_DATE", "10/15/2026", "BATCH_TITLE", "Wages")
	entries := entry.CreateElement("ENTRIES")
	for _, side := range []string{"1", "-1"} {
		entries.AddChild(object("GLENTRY", "ACCOUNTNO", map[string]string{"1": "6300", "-1": "2050"}[side], "TR_TYPE", side, "TRX_AMOUNT", "123.45", "DEPARTMENT", "200", "LOCATION", "100"))
	}
	server.do(t, intacct.Create(entry))
	second := sync()
	tables.check(t)
	added := second.records()["gl_batch"]
	if len(added) != 1 || !strings.Contains(string(added[0]), `"_fivetran_deleted":false`) {
		t.Fatalf("the new entry came as %s", added)
	}
	var batch struct{ RecordNo string }
	if err := json.Unmarshal(added[0], &batch); err != nil {
		t.Fatal(err)
	}
	server.do(t, intacct.Delete("GLBATCH", batch.RecordNo))
	third := sync()
	gone := third.records()["gl_batch"]
	if len(gone) != 1 || !strings.Contains(string(gone[0]), `{"recordno":"`+batch.RecordNo+`","whenmodified":`) || !strings.Contains(string(gone[0]), `"_fivetran_deleted":true`) {
		t.Fatalf("the deleted entry came as %s", gone)
	}
	for _, line := range third.records()["gl_detail"] {
		if !strings.Contains(string(line), `{"recordno":"`+batch.RecordNo+`-`) || !strings.Contains(string(line), `"_fivetran_deleted":true`) {
			t.Errorf("a line of the ledger came as %s", line)
		}
	}
	if n := len(third.records()["gl_detail"]); n != 2 {
		t.Errorf("%d of 2 lines are gone from the ledger", n)
	}
	tables.check(t)
	if rows := tables["gl_batch"][batch.RecordNo]; rows["_fivetran_deleted"] != true {
		t.Errorf("the table has %v", rows)
	}
}
