package intacct

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/beevik/etree"
)

// MaxPageSize is the most records the gateway gives at once.
//
// Source: Sage docs, XML API, "Queries".
const MaxPageSize = 2000

// maxValues bounds in and notin (same source).
const maxValues = 1000

// Query asks for one page of records. Without an order, the order of records
// is not defined.
type Query struct {
	Object     string
	Select     []string // fields, also of related objects: VENDOR.NAME
	Aggregates []Aggregate
	Filter     Filter
	Order      []Order
	DocParID   string // transaction definition, for its custom fields

	CaseInsensitive bool
	ShowPrivate     bool // at the top level: records of private entities too
	PageSize        int  // 1 to 2000; zero is 2000
	Offset          int

	// Mended says that the caller looks at Record.Mended. Without it, a record
	// whose texts had to be mended is an error.
	Mended bool
	// Divisible says that the caller asks for less when a page is TooMuch,
	// instead of having the same page asked for again.
	Divisible bool
	// Sparse takes a page that has fewer records than were counted: an inner join
	// by a selected field counts some that it does not show. Such a page has no
	// further one after it if it has no records.
	Sparse bool
	// Receive is told when an answer begins, with its size (negative if it is
	// not known), and keeps it on the line until there is memory for it.
	Receive func(ctx context.Context, bytes int64)
}

// Aggregate is a function over the records that agree in all plain fields.
type Aggregate struct{ Func, Field string }

// Count counts the values of a field.
func Count(field string) Aggregate { return Aggregate{"count", field} }

// Avg is the mean of a field.
func Avg(field string) Aggregate { return Aggregate{"avg", field} }

// Min is the least value of a field.
func Min(field string) Aggregate { return Aggregate{"min", field} }

// Max is the greatest value of a field.
func Max(field string) Aggregate { return Aggregate{"max", field} }

// Sum adds a field up.
func Sum(field string) Aggregate { return Aggregate{"sum", field} }

// Order is one column of an order.
type Order struct {
	Field      string
	Descending bool
}

// Asc orders by a field, least first.
func Asc(field string) Order { return Order{Field: field} }

// Desc orders by a field, greatest first.
func Desc(field string) Order { return Order{Field: field, Descending: true} }

// Query fetches one page. The page must be released.
func (c *Client) Query(ctx context.Context, q Query) (*Page, error) {
	if err := q.check(); err != nil {
		return nil, err
	}
	request, err := c.complete(Request{Functions: []Function{{Body: q.element()}}})
	if err != nil {
		return nil, err
	}
	call := newCall(request)
	call.divisible, call.receive = q.Divisible, q.Receive
	var page *Page
	call.read = func(r *reply) error {
		if page, err = c.openReply(r, q, request.Functions); err != nil {
			return explained(err, q)
		}
		page.strict = !q.Mended
		if err := page.agree(q.size(), q.Offset); err != nil {
			page.Release()
			return untrusted(err)
		}
		return nil
	}
	if err := c.run(ctx, call); err != nil {
		return nil, err
	}
	return page, nil
}

// openReply makes a page of a reply. What the page reader does not take for a
// page is read again as a tree, which finds the gateway's reason.
func (c *Client) openReply(r *reply, q Query, asked []Function) (*Page, error) {
	page, err := newPage(r.body, q.Object).open(q.Sparse)
	switch {
	case errors.Is(err, errNotPage):
		return nil, c.reason(r, asked)
	case err != nil:
		return nil, untrusted(err)
	case !bytes.Contains(head(r.body.Bytes()), []byte(asked[0].ControlID)):
		return nil, nonsense("query", "the gateway answered to another request")
	}
	r.body = nil // the page's now
	if r.at.IsZero() {
		if at, ok := sessionClock(page.session.timestamp); ok {
			r.at = at
			c.keepClock(at)
		}
	}
	page.At = r.at
	return page, nil
}

// reason finds out why a reply is no page.
func (c *Client) reason(r *reply, asked []Function) error {
	answer, failure := decode(r)
	if failure != nil {
		return failure
	}
	c.noteTime(r, answer)
	results, failure := match(asked, answer.results)
	if failure != nil {
		return failure
	}
	if results[0].Err != nil {
		return results[0].Err
	}
	return nonsense("query", "the gateway announced success without records to read")
}

// explained is a failure that nobody knows, but which names a field of the query:
// that will not pass.
func explained(err error, q Query) error {
	var failure *Error
	if errors.As(err, &failure) && failure.verdict.unexplained && len(RefusedFields(err, q.Object, q.Select)) > 0 {
		failure.verdict = misbuilt.ofField()
	}
	return err
}

// untrusted carries the page reader's complaint. Counts that contradict each
// other are asked for once more.
func untrusted(err error) *Error {
	e := &Error{Stage: StageTransport, fault: faultNonsense, cause: err, verdict: verdict{failure: failSystem}}
	var complaint *PageError
	switch errors.As(err, &complaint); {
	case complaint == nil:
	case complaint.Temporary():
		e.fault = faultCut
		e.verdict = judge(e)
	case complaint.miscounted:
		e.verdict = verdict{failure: failSystem, temporary: true}.justOnce()
	}
	return e
}

// size is the most records that a page of the query has.
func (q Query) size() int {
	if q.PageSize == 0 {
		return MaxPageSize
	}
	return q.PageSize
}

func (q Query) check() error {
	switch {
	case q.Object == "":
		return errors.New("a query needs an object")
	case len(q.Select)+len(q.Aggregates) == 0:
		return fmt.Errorf("query of %s: selects nothing", q.Object)
	case q.PageSize < 0 || q.PageSize > MaxPageSize:
		return fmt.Errorf("query of %s: page size %d; the gateway takes 1 to %d", q.Object, q.PageSize, MaxPageSize)
	case q.Offset < 0:
		return fmt.Errorf("query of %s: offset %d", q.Object, q.Offset)
	}
	if err := q.Filter.check(); err != nil {
		return fmt.Errorf("query of %s: %w", q.Object, err)
	}
	return nil
}

// element writes the query in the order of elements that Sage's SDKs use.
func (q Query) element() *etree.Element {
	el := etree.NewElement("query")
	fields := el.CreateElement("select")
	for _, name := range q.Select {
		fields.CreateElement("field").SetText(name)
	}
	for _, a := range q.Aggregates {
		fields.CreateElement(a.Func).SetText(a.Field)
	}
	el.CreateElement("object").SetText(q.Object)
	if q.DocParID != "" {
		el.CreateElement("docparid").SetText(q.DocParID)
	}
	if !q.Filter.IsZero() {
		q.Filter.addTo(el.CreateElement("filter"))
	}
	q.addOrder(el)
	q.addOptions(el)
	el.CreateElement("pagesize").SetText(strconv.Itoa(q.size()))
	el.CreateElement("offset").SetText(strconv.Itoa(q.Offset))
	return el
}

func (q Query) addOrder(el *etree.Element) {
	if len(q.Order) == 0 {
		return
	}
	list := el.CreateElement("orderby")
	for _, o := range q.Order {
		order := list.CreateElement("order")
		order.CreateElement("field").SetText(o.Field)
		if o.Descending {
			order.CreateElement("descending")
		} else {
			order.CreateElement("ascending")
		}
	}
}

func (q Query) addOptions(el *etree.Element) {
	if !q.CaseInsensitive && !q.ShowPrivate {
		return
	}
	options := el.CreateElement("options")
	if q.CaseInsensitive {
		options.CreateElement("caseinsensitive").SetText("true")
	}
	if q.ShowPrivate {
		options.CreateElement("showprivate").SetText("true")
	}
}
