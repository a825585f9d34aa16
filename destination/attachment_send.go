package destination

import (
	"context"
	"errors"

	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/result"
	"airbyte-sage-intacct/intacct"

	"github.com/beevik/etree"
)

// step is one function of the transaction and what it is for.
type step struct {
	function intacct.Function
	what     stepKind
}

type stepKind int

const (
	makesFolder stepKind = iota
	writesFiles
	writesRecord
)

func (f *filing) send(ctx context.Context, change *record.Document) error {
	steps, err := f.steps(ctx, change)
	if err != nil {
		return f.wait(err)
	}
	functions := make([]intacct.Function, len(steps))
	for i, s := range steps {
		if err := intacct.Sendable(s.function.Body); err != nil {
			f.outcomes[f.op.index] = result.Rejected(result.Rejectf("%v", err))
			return nil
		}
		functions[i] = s.function
	}
	f.item.sent = f.item.sent || f.op.verb == creates
	f.item.asked = true // from here on the attachment may be there
	results, err := f.client.Do(ctx, intacct.Request{Functions: functions, UniqueID: true, Transaction: true})
	var failure *intacct.Error
	if errors.As(err, &failure) && isTooLarge(failure) {
		f.outcomes[f.op.index] = result.Rejected(f.refused(failure))
		return nil
	}
	if err != nil {
		return f.lost(ctx, []*op{f.op}, true, err)
	}
	f.pace.Succeeded()
	return f.settle(ctx, steps, results)
}

func (f *filing) steps(ctx context.Context, change *record.Document) ([]step, error) {
	var steps []step
	if len(f.parts) > 0 {
		folder := f.folder()
		if !f.found {
			there, err := f.hasFolder(ctx, folder)
			if err != nil {
				return nil, err
			}
			if !there {
				steps = append(steps, step{f.stamped(folderElement(folder), f.id), makesFolder})
			}
		}
		steps = append(steps, step{f.stamped(f.supdocElement(folder), f.contents()), writesFiles})
	}
	if change == nil {
		return steps, nil
	}
	o := *f.op
	o.change = change
	return append(steps, step{f.function(&o), writesRecord}), nil
}

// folder is where the attachments of an object go. Each entity has its own:
// whether entities see each other's folders is not public.
func (f *filing) folder() string {
	name := "Airbyte " + f.item.plan.Object()
	if f.item.entity != "" {
		name += " " + f.item.entity
	}
	return name
}

// contents identifies what is added, so that the same addition has the same
// control id.
func (f *filing) contents() string {
	parts := []string{f.id}
	for _, p := range f.parts {
		parts = append(parts, p.name, string(p.file.Sum[:]))
	}
	return joined(parts)
}

// stamped gives a function the control id that belongs to what it does.
func (f *filing) stamped(body *etree.Element, identity string) intacct.Function {
	function := intacct.Legacy(body)
	function.ControlID = controlID(append(f.scope.at(f.earlier.now()), f.item.entity), body.Tag, identity, f.item.attempt+f.gone.times(f.op))
	return function
}

// folderElement makes a folder.
//
// Source: api.xsd 3.0 (create_supdocfolder).
func folderElement(name string) *etree.Element {
	el := etree.NewElement("create_supdocfolder")
	el.CreateElement("supdocfoldername").SetText(name)
	el.CreateElement("supdocfolderdescription").SetText("Files that came with records")
	return el
}

// supdocElement makes an attachment of the missing files, or adds them to the
// one that is there: files in it can be added to, not changed.
//
// Source: api.xsd 3.0 (create_supdoc, update_supdoc); Sage docs, XML API,
// "Attachments".
func (f *filing) supdocElement(folder string) *etree.Element {
	el := etree.NewElement("update_supdoc")
	if !f.found {
		el = etree.NewElement("create_supdoc")
	}
	el.CreateElement("supdocid").SetText(f.id)
	if !f.found {
		el.CreateElement("supdocname").SetText(f.id)
		el.CreateElement("supdocfoldername").SetText(folder)
		el.CreateElement("supdocdescription").SetText(f.item.plan.Object())
	}
	all := el.CreateElement("attachments")
	for _, p := range f.parts {
		one := all.CreateElement("attachment")
		one.CreateElement("attachmentname").SetText(p.name)
		one.CreateElement("attachmenttype").SetText(p.file.Kind)
		one.CreateElement("attachmentdata").SetText(p.encoded)
	}
	return el
}
