package source

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/internal/long"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/company"
	"airbyte-sage-intacct/unified"
)

var (
	histories   = flag.Int("histories", long.Of(12, 200), "how many random histories TestHistories plays")
	historyFrom = flag.Uint64("histories-from", 1, "the seed of the first of them")
	historySeed = flag.Uint64("history", 0, "play only the history of this seed")
)

// TestHistories plays random histories of a company that is read again and
// again: records are created, changed and deleted between the syncs and during
// them, late ones appear with old stamps, the clock jumps, syncs are killed and
// requests fail. Whenever the company holds still for a sync, a destination that
// applied all records is equal to it. Everything that is not publicly known of
// the gateway is drawn too.
func TestHistories(t *testing.T) {
	eachHistory(t, *histories, func(_ *testing.T, seed uint64) *history { return newHistory(seed) })
}

// TestHistoriesThatLostRows plays those of which a row was lost once: a sync was
// killed between the state that announced rows hidden by a field, and the rows.
func TestHistoriesThatLostRows(t *testing.T) {
	for _, seed := range []uint64{1028, 1805} {
		newHistory(seed).play(t)
	}
}

// eachHistory plays so many histories, or fewer where time is short, side by
// side: those that the flags name.
func eachHistory(t *testing.T, n int, begin func(t *testing.T, seed uint64) *history) {
	t.Helper()
	first := *historyFrom
	switch {
	case *historySeed != 0:
		first, n = *historySeed, 1
	case testing.Short():
		n /= 10
	}
	for seed := first; seed < first+uint64(n); seed++ {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			t.Parallel()
			begin(t, seed).play(t)
		})
	}
}

// A history is one company's and its destination's.
type history struct {
	*world
	random    *rand.Rand
	catalog   *airbyte.ConfiguredCatalog
	objects   []string // those with rows
	copies    map[string]*copied
	states    []byte
	pending   []lateCommit
	log       []string
	auditForm company.AuditForm

	mu   sync.Mutex
	next int // the next record number

	settledKeys int  // below, rows are not touched
	hidden      bool // all that is settled is a private entity's

	// shown is a sync's output as the history is to see it; nil: as it is.
	shown func(*output) *output

	moves []sandbox.ZoneMove // of the user's zone

	// futures draws whether a class or a vendor is stamped in the future; nil: none is.
	futures *rand.Rand

	// strict says that lines do not go without a stamp of what they belong to.
	strict bool
}

// A lateCommit is a change that was stamped and is not visible yet.
type lateCommit struct {
	due   time.Time
	apply func()
}

// maxLate is how long a transaction takes; the look-back has to be longer, and
// bear the clock's jumps back as well.
const (
	modelLookback = 60
	maxLate       = 50 * time.Minute
	maxBack       = 5 * time.Minute
)

// texts are the fields that the model changes.
var modelTexts = map[string]string{
	"CLASS": "DESCRIPTION", "VENDOR": "NAME", "APBILL": "DESCRIPTION", "APBILLITEM": "ENTRYDESCRIPTION",
	"GLBATCH": "BATCH_TITLE", "GLENTRY": "DESCRIPTION",
}

// withholding is the field of a related record that may hide vendors.
const withholding = "DISPLAYCONTACT.PHONE1"

// modelEntities are the top level and two entities, one of them private.
var modelEntities = []string{"", "100", "200"}

var modelLines = map[string]string{"APBILL": "APBILLITEM", "GLBATCH": "GLENTRY"}

var modelParentKeys = map[string]string{"APBILLITEM": "RECORDKEY", "GLENTRY": "BATCHNO", "GLDETAIL": "BATCHKEY"}

// shownTexts are the fields of a stream that are compared. The ledger's details
// follow from entries and batches, so both change them.
func shownTexts(stream string) []string {
	switch stream {
	case "GLDETAIL":
		return []string{"BATCH_TITLE", "DESCRIPTION"}
	case "AUDITHISTORY":
		return []string{"OBJECTKEY"}
	}
	return []string{modelTexts[stream]}
}

// shownText is what is compared of a row.
func shownText[V any](stream string, row map[string]V) string {
	var texts []string
	for _, field := range shownTexts(stream) {
		texts = append(texts, canonical(any(row[field])))
	}
	return strings.Join(texts, "|")
}

func newHistory(seed uint64) *history { return movedHistory(seed, nil) }

// movedHistory is a history in which the user's zone is moved.
func movedHistory(seed uint64, moves []sandbox.ZoneMove) *history {
	random := rand.New(rand.NewPCG(seed, 42))
	h := &history{random: random, copies: make(map[string]*copied), next: 1 + random.IntN(50)}
	c := company.New(company.StandardSchema())
	c.SetProfile(company.Profile{ID: company.DemoCompany, Senders: []company.Sender{
		{ID: company.DemoSender, Password: company.DemoSenderPassword, Authorized: true},
	}})
	user := company.User{ID: company.DemoUser, Password: company.DemoUserPassword, Admin: true, Format: company.Format{
		Locale: "en_US", DateFormat: pick(random, "/mdY", "/dmY", "-Ymd"), GMTOffset: pick(random, "+00:00", "-08:00", "+05:30"), Clock: pick(random, "24", "24", "12"),
	}}
	if random.IntN(4) == 0 {
		user.Deny = map[string]company.Access{"AUDITHISTORY": company.All}
	}
	h.hidden = random.IntN(4) == 0
	entities := random.IntN(3) == 0
	if h.hidden && !entities && random.IntN(2) == 0 {
		user.Entities = []string{"100"} // the others are shown at the top level, and closed
	}
	c.SetUser(user)
	c.SetEntity(company.Entity{ID: "100", Name: "One", RecordNo: "1"})
	c.SetEntity(company.Entity{ID: "200", Name: "Two", RecordNo: "2", Private: true})
	settings := sandbox.Settings{
		ZoneMoves:     moves,
		UTCTimestamps: random.IntN(2) == 0,
		AuditKeys:     pick(random, company.AuditDeclared, company.AuditRecord, company.AuditInteger, company.AuditNatural),
		Collation:     pick(random, company.Binary, company.Folded, company.Mixed),
	}
	later := rand.New(rand.NewPCG(seed, 43)) // for what was added since: the histories before stay as they were
	if later.IntN(3) == 0 {                  // a third of the vendors is not shown while a related field is selected
		withheld := sandbox.Withheld{Object: "VENDOR", Field: withholding, Counted: later.IntN(2) == 0}
		for key := later.IntN(3); key < 400; key += 3 {
			withheld.Keys = append(withheld.Keys, strconv.Itoa(key))
		}
		settings.Withheld = append(settings.Withheld, withheld)
	}
	h.world, h.auditForm, h.moves = newWorld(c, settings), settings.AuditKeys, moves
	if later.IntN(3) == 0 {
		h.futures = later
	}
	h.config["lookback_minutes"] = modelLookback
	h.config["page_size"] = pick(random, 1, 2, 3, 5, 9, 40)
	h.config["max_concurrency"] = pick(random, 1, 2, 4)
	h.config["deletes"] = pick(random, "auto", "auto", "reconcile")
	if entities {
		h.config["entities"] = map[string]any{"mode": "all"}
	}
	if random.IntN(6) == 0 {
		h.sandbox.Fault(sandbox.Fault{Function: "read", Errno: "PL04000005", Description: "No permission", Times: -1})
		h.note("read is refused")
		for i := range moves { // where nothing can be measured, the formatting has to be right
			moves[i].Shown = sandbox.ZoneShownBoth
		}
	}
	if h.hidden && user.Entities != nil { // nor can it be where most records are closed to the user
		for i := range moves {
			moves[i].Shown = sandbox.ZoneShownBoth
		}
	}
	streams := pick(random, []string{"CLASS"}, []string{"VENDOR"}, []string{"APBILL", "APBILLITEM"}, []string{"APBILLITEM"},
		[]string{"GLENTRY"}, []string{"GLBATCH", "GLENTRY"}, []string{"GLDETAIL"}, []string{"GLDETAIL", "GLENTRY"}, []string{"CLASS", "VENDOR", "APBILL"},
		[]string{"AUDITHISTORY", "CLASS", "VENDOR"})
	if user.Deny != nil && streams[0] == "AUDITHISTORY" {
		streams = streams[1:]
	}
	h.catalog = configured(airbyte.Incremental, streams...)
	for i := range h.catalog.Streams {
		h.catalog.Streams[i].Stream.JSONSchema = fmt.Appendf(nil, `{"properties":{"%s":{},"_ab_cdc_deleted_at":{}}}`, strings.Join(shownTexts(streams[i]), `":{},"`))
		if streams[i] == "VENDOR" {
			h.catalog.Streams[i].Stream.JSONSchema = fmt.Appendf(nil, `{"properties":{"NAME":{},%q:{},"_ab_cdc_deleted_at":{}}}`, withholding)
		}
		h.copies[streams[i]] = newCopied()
	}
	if user.Deny == nil && (streams[0] == "CLASS" || streams[0] == "VENDOR") && random.IntN(3) == 0 || user.Deny == nil && later.IntN(6) == 0 {
		h.config["deletes"] = "audit_trail"
	} else if user.Deny == nil && streams[0] != "AUDITHISTORY" && later.IntN(6) == 0 {
		h.sandbox.Fault(sandbox.Fault{Function: "query", Object: "AUDITHISTORY", Errno: "DL02000001", Description2: "Error in the database", Nth: 1 + later.IntN(3), Times: -1})
		h.note("the audit history is broken")
	}
	h.objects = streams
	if streams[0] == "AUDITHISTORY" { // which follows from the others
		h.objects = streams[1:]
	}
	if i := slices.Index(h.objects, "GLDETAIL"); i >= 0 {
		h.objects = append(slices.Delete(slices.Clone(h.objects), i, i+1), "GLBATCH")
		if !slices.Contains(h.objects, "GLENTRY") {
			h.objects = append(h.objects, "GLENTRY")
		}
	}
	for parent, lines := range modelLines {
		if slices.Contains(streams, lines) && !slices.Contains(streams, parent) {
			h.objects = append(slices.Clone(h.objects), parent)
		}
	}
	slices.Sort(h.objects)
	h.objects = slices.Compact(h.objects)
	h.note("%v of %v, %+v, user %+v", h.config, streams, settings, user)
	return h
}

func pick[T any](random *rand.Rand, list ...T) T { return list[random.IntN(len(list))] }

func (h *history) note(format string, args ...any) {
	h.log = append(h.log, h.clock().Format("01-02T15:04:05 ")+fmt.Sprintf(format, args...))
}

// settle gives every object a few rows of long ago, which stay as they are: the
// first page shows by them how times are written.
func (h *history) settle() {
	for i, entity := range modelEntities {
		for _, object := range h.objects { // parents before their lines
			h.put(object, h.settled(object, i, entity))
		}
	}
	h.settledKeys = h.next
}

func (h *history) settled(object string, i int, entity string) map[string]string {
	row := h.fresh(object, strconv.Itoa(h.next), "2025-06-01T00:00:00Z")
	h.next++
	row["WHENMODIFIED"] = "2025-06-02T00:00:00Z"
	if parentKey := modelParentKeys[object]; parentKey != "" {
		row[parentKey] = h.company.Rows(h.parentOf(object))[i]["RECORDNO"]
	}
	if _, owned := row["MEGAENTITYID"]; owned {
		row["MEGAENTITYID"] = entity
		if h.hidden {
			row["MEGAENTITYID"] = "200"
		}
	}
	return row
}

func (h *history) play(t *testing.T) {
	h.settle()
	for range h.random.IntN(12) {
		h.mutate()
	}
	h.later(time.Duration(1+h.random.IntN(3600)) * time.Second)
	for range 2 + h.random.IntN(3) {
		h.meetMove()
		h.troubled(t)
		h.quiet(t)
		for range h.random.IntN(8) {
			h.mutate()
			if h.random.IntN(3) == 0 {
				h.later(time.Duration(h.random.IntN(7200)) * time.Second)
			}
		}
		if h.random.IntN(6) == 0 {
			h.later(-time.Duration(h.random.IntN(int(maxBack/time.Second))) * time.Second)
			h.note("the clock went back")
		}
		if t.Failed() {
			return
		}
	}
}

// sync reads the company once.
func (h *history) sync(t *testing.T) *output {
	out := h.read(t, h.catalog, h.states)
	if h.shown != nil {
		return h.shown(out)
	}
	return out
}

// troubled is a sync while the company changes, that may be killed or fail.
func (h *history) troubled(t *testing.T) {
	if h.random.IntN(2) == 0 {
		h.before = func() {
			h.mu.Lock()
			defer h.mu.Unlock()
			if h.later(time.Duration(h.random.IntN(3)) * time.Second); h.random.IntN(3) == 0 {
				h.mutate()
			}
		}
	}
	remove := func() {}
	if h.random.IntN(3) == 0 {
		fault := sandbox.Fault{
			Function: pick(h.random, "query", "query", "lookup", ""), Nth: 1 + h.random.IntN(12), Times: pick(h.random, 1, 1, 2, -1),
		}
		switch h.random.IntN(4) {
		case 0:
			fault.Status = pick(h.random, 429, 502, 503, 524)
		case 1:
			fault.Drop = true
		case 2:
			fault.Cut = 300 + h.random.IntN(2000)
		case 3:
			fault.Truncate = 300 + h.random.IntN(2000)
		}
		h.note("a fault: %+v", fault)
		remove = h.sandbox.Fault(fault)
	}
	out := h.sync(t)
	h.before = nil
	remove()
	lines := out.lines
	if len(lines) > 0 && h.random.IntN(2) == 0 {
		lines = lines[:h.random.IntN(len(lines)+1)]
	}
	h.note("a sync, %d of %d lines, exit code %d", len(lines), len(out.lines), out.code)
	h.apply(t, parseOutput(t, 0, strings.Join(lines, "")))
}

// quiet is a sync while the company holds still. What an earlier one began is
// finished first.
func (h *history) quiet(t *testing.T) {
	h.later(maxBack + 2*time.Second)
	h.commit(false)
	h.later(time.Second)
	for range 2 {
		out := h.sync(t).ok(t)
		h.note("a quiet sync, %d lines", len(out.lines))
		h.apply(t, out)
	}
	for stream, copied := range h.copies {
		h.compare(t, stream, copied)
	}
	again := h.sync(t).ok(t)
	if list := recordsOf(again); len(list) > 0 && !h.onlyLines(list) {
		t.Errorf("%d records came again although nothing had changed: %v", len(list), list)
	}
	if h.apply(t, again); t.Failed() {
		t.Fatalf("seed %s; play it with -history\n%s", t.Name(), strings.Join(h.log, "\n"))
	}
}

// onlyLines says whether all records are lines. One that lay in the window, and
// whose parent was changed within the look-back, comes once more in the next.
func (h *history) onlyLines(records []string) bool {
	return !slices.ContainsFunc(records, func(record string) bool {
		stream, _, _ := strings.Cut(record, " ")
		return modelParentKeys[stream] == "" || strings.Contains(record, `"_ab_cdc_deleted_at":"`)
	})
}

func recordsOf(o *output) []string {
	var data []string
	for _, m := range o.messages {
		if m.Type == airbyte.TypeRecord {
			data = append(data, m.Record.Stream+" "+string(m.Record.Data))
		}
	}
	return data
}

// apply does what a destination does with a sync's output, and keeps its states.
func (h *history) apply(t *testing.T, out *output) {
	for _, m := range out.messages {
		if m.Type == airbyte.TypeRecord {
			h.copies[m.Record.Stream].apply(t, m.Record.Stream, m.Record.Data)
		}
	}
	h.keep(out)
}

// keep puts the states of a sync over those of the streams before.
func (h *history) keep(out *output) {
	last := make(map[string]string)
	for _, line := range append(strings.SplitAfter(string(h.states), "\n"), out.lines...) {
		var m airbyte.Message
		if strings.HasPrefix(line, `{"type":"STATE"`) && json.Unmarshal([]byte(line), &m) == nil {
			last[m.State.Stream.Descriptor.Name] = strings.TrimSpace(line) + "\n"
		}
	}
	h.states = nil
	for _, stream := range slices.Sorted(maps.Keys(last)) {
		h.states = append(h.states, last[stream]...)
	}
}

// compare holds a destination's table against the company.
func (h *history) compare(t *testing.T, stream string, c *copied) {
	if strings.HasPrefix(stream, unified.Prefix) {
		h.compareUnified(t, stream, c)
		return
	}
	rows := make(map[string]string)
	for _, row := range h.company.Rows(stream) {
		k := row["RECORDNO"]
		if stream == "AUDITHISTORY" {
			k = row["ID"]
		}
		rows[k] = shownText(stream, row)
	}
	for k, text := range rows {
		if got, ok := c.rows[k]; !ok || got != text {
			t.Errorf("%s %s is %q (%v) in the destination, %q in the company", stream, k, got, ok, text)
		}
	}
	for k := range c.rows {
		if _, ok := rows[k]; !ok {
			t.Errorf("%s %s is still in the destination", stream, k)
		}
	}
}

// A copied table is a destination's in append_dedup: by primary key the record
// with the greatest cursor, of equal ones the later; deletes take rows away and
// stay in memory.
type copied struct {
	rows    map[string]string
	cursors map[string]string
}

func newCopied() *copied {
	return &copied{rows: make(map[string]string), cursors: make(map[string]string)}
}

func (c *copied) apply(t *testing.T, stream string, data json.RawMessage) {
	var record map[string]any
	if err := json.Unmarshal(data, &record); err != nil {
		t.Fatal(err)
	}
	k, cursor := fmt.Sprint(record["RECORDNO"]), canonical(record["WHENMODIFIED"])
	switch {
	case stream == "AUDITHISTORY":
		c.rows[fmt.Sprint(record["ID"])] = shownText(stream, record)
		return
	case record["RECORDNO"] == nil:
		k, cursor = fmt.Sprint(record["type"], record["id"]), canonical(record["updatedAt"])
	}
	if cursor < c.cursors[k] {
		return
	}
	c.cursors[k] = cursor
	if record["_ab_cdc_deleted_at"] != nil {
		delete(c.rows, k)
		return
	}
	if record["RECORDNO"] == nil {
		c.rows[k] = untimed.ReplaceAllString(string(data), "")
		return
	}
	c.rows[k] = shownText(stream, record)
}
