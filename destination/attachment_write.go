package destination

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"airbyte-sage-intacct/intacct"

	"github.com/beevik/etree"
)

// filing writes one record together with its files. Folder, attachment and
// record go in one transaction, so that nothing is left behind by one that
// fails.
type filing struct {
	*attempt
	op    *op
	item  *item
	field *field // of the record, which refers to the attachment
	id    string // of the attachment
	found bool   // the attachment is there
	has   []storedFile
	parts []part // what is missing in it
}

// part is a file on its way.
type part struct {
	file    *file
	name    string
	encoded string
}

// withFiles decides what is to be done with a record and the files that it may
// bring.
func (b *attempt) withFiles(it *item, found []stored) (outcome, *op) {
	settled, o := b.decider.decide(it, found)
	p := it.plan
	if len(it.document.files) == 0 || settled.rejection != nil || it.document.deleted || p.action == actionDelete || p.action == actionDeactivate {
		return settled, o
	}
	if o == nil && settled.did == alreadyThere {
		if record := numbered(found, settled.number); record != nil {
			o = update(it, *record, &document{}, updated)
		}
	}
	if o == nil {
		return settled, nil
	}
	o.files = true
	return outcome{}, o
}

// file writes records that bring files, one by one.
func (b *attempt) file(ctx context.Context, ops []*op) error {
	for _, o := range ops {
		if err := b.fileOne(ctx, o); err != nil {
			return err
		}
	}
	return nil
}

func (b *attempt) fileOne(ctx context.Context, o *op) error {
	leave, err := b.library.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	f := &filing{attempt: b, op: o, item: o.item, field: o.item.plan.schema.carrier()}
	for _, step := range []func(context.Context) (*rejection, error){f.identify, f.gather} {
		reason, err := step(ctx)
		if err != nil {
			return f.wait(err)
		}
		if reason != nil {
			b.outcomes[o.index] = rejected(reason)
			return nil
		}
	}
	return f.carryOut(ctx)
}

// wait lets another round try again where the gateway was only busy.
func (f *filing) wait(err error) error {
	var failure *intacct.Error
	if errors.As(err, &failure) && failure.Stage == intacct.StageResult && failure.Temporary() {
		f.trouble = err
		return nil
	}
	return err
}

// identify finds the attachment that the files belong in: the one that the
// record names, else the one that it has in the company, else its own.
func (f *filing) identify(ctx context.Context) (*rejection, error) {
	own := attachmentID(f.item)
	given, has := f.item.document.text(f.field), ""
	if f.op.record != nil {
		has = f.op.record.texts[f.field]
	}
	f.id = cmp.Or(given, has, own)
	if len(f.id) > identityLength {
		return rejectf("%s: %s is longer than %d characters, the most that the id of an attachment may have", attachmentsColumn, carrierField, identityLength).
			advise("Leave %s out, and the connector makes an id.", carrierField), nil
	}
	if given == "" && has == "" && !f.item.asked {
		return nil, nil // whether it is there will show when it is created
	}
	var failure *intacct.Error
	var err error
	f.has, f.found, err = f.filesOf(ctx, f.id)
	switch {
	case err == nil && !f.found && given == "" && has != "" && has != own:
		return rejectf("%s: the record refers to the attachment %s, which is not to be found", attachmentsColumn, shorten(has)).
			advise("Empty the field %s of the record in Intacct, or give the user the right to see the attachment.", carrierField), nil
	case errors.As(err, &failure) && failure.Stage == intacct.StageResult && !failure.Temporary():
		return f.refused(failure), nil
	}
	return nil, err
}

// attachmentID is the id of the attachment that we make for a record: the same
// whenever the same record comes.
func attachmentID(it *item) string {
	return hashedIdentity(joined([]string{it.entity, it.plan.object(), it.identity}))
}

// gather reads the files and keeps those that are missing.
func (f *filing) gather(ctx context.Context) (*rejection, error) {
	var sent []*file
	size := int64(0)
	for _, file := range f.item.document.files {
		encoded, err := f.content(ctx, file)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil && f.mayStay(file, err):
			f.log.Warn().Msgf("%s of %s: %v; a file of this name is there already and stays.", file.label(), f.item.label, err)
			continue
		case err != nil:
			return fileRejection(file, err), nil
		}
		if slices.ContainsFunc(f.has, func(s storedFile) bool { return s.is(file) }) || slices.ContainsFunc(sent, file.equals) {
			continue
		}
		name := file.name
		if slices.ContainsFunc(sent, file.shares) || slices.ContainsFunc(f.has, func(s storedFile) bool { return s.called(file) }) {
			name = fmt.Sprintf("%s-%x", name, file.sum[:4])
		}
		if size += file.size; size > maxFiles {
			return rejectf("%s: the files of the record are larger than %d MB together, the most that one request may carry", attachmentsColumn, maxFiles>>20).
				advise("Leave some out, or make them smaller."), nil
		}
		sent = append(sent, file)
		f.parts = append(f.parts, part{file, name, encoded})
	}
	return nil, nil
}

// content reads a file. Nothing is fetched in a dry run, and nothing is read
// again while the record has to wait.
func (f *filing) content(ctx context.Context, file *file) (string, error) {
	if file.got && f.mustWait(f.item) || f.dry && file.url != nil {
		return "", nil
	}
	if file.loose {
		file.addFolder(f.item.document.named("RECORDID"))
	}
	return f.library.load(ctx, file)
}

// mayStay tells a file that cannot be fetched now, though one of its name is
// there: addresses are often good for a few hours only.
func (f *filing) mayStay(file *file, err error) bool {
	var refused refusedError
	return file.url != nil && !errors.As(err, &refused) && !errors.Is(err, errTooLarge) &&
		slices.ContainsFunc(f.has, func(s storedFile) bool { return s.called(file) })
}

func fileRejection(file *file, err error) *rejection {
	r := rejectf("%s %v", file.label(), err)
	switch {
	case errors.Is(err, errTooLarge):
		return r.advise("Leave it out, or make it smaller.")
	case errors.Is(err, errInside):
		return r.advise("Put the file into attachment_dir, or into the record.")
	case file.url != nil:
		return r.advise("Check the address; the next sync tries again.")
	case len(file.paths) > 0:
		return r.advise("Put the file there, or correct its path in the record.")
	}
	return r.advise("Send the bytes of the file as standard base64 with padding.")
}

// carryOut sends what is to be sent.
func (f *filing) carryOut(ctx context.Context) error {
	change := f.change()
	switch {
	case f.op.verb != creates && f.item.plan.action == actionCreate && len(f.parts) > 0:
		f.outcomes[f.op.index] = rejected(rejectf("%s with %s exists with other content (%s), and append changes nothing that exists",
			f.item.plan.object(), cmp.Or(f.item.handle.text(), "the same content"), attachmentsColumn).advise("Use append_dedup to update it."))
		return nil
	case f.op.verb != creates && len(f.parts) == 0 && (change == nil || f.item.plan.action == actionCreate):
		f.outcomes[f.op.index] = outcome{did: f.item.found(), number: f.op.record.number}
		return nil
	case f.dry:
		f.outcomes[f.op.index] = outcome{did: rehearsed[f.op.verb], rejection: cmp.Or(rehearse(f.op), f.rehearseDate(f.op))}
		return nil
	case len(f.parts) > 0 && f.mustWait(f.item):
		return nil
	}
	return f.send(ctx, change)
}

// found says of a record that is there as it should be whose work that is.
func (it *item) found() deed {
	switch {
	case it.sent:
		return created
	case it.shrunk:
		return updated
	}
	return alreadyThere
}

// change is what becomes of the record itself; nil for nothing.
func (f *filing) change() *document {
	change := *f.op.change
	change.cells = slices.Clone(change.cells)
	if f.op.record == nil || f.op.record.texts[f.field] != f.id {
		change.set(f.field, f.id)
	}
	if len(change.cells) == 0 && len(change.rows) == 0 {
		return nil
	}
	return &change
}

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

func (f *filing) send(ctx context.Context, change *document) error {
	steps, err := f.steps(ctx, change)
	if err != nil {
		return f.wait(err)
	}
	functions := make([]intacct.Function, len(steps))
	for i, s := range steps {
		if err := intacct.Sendable(s.function.Body); err != nil {
			f.outcomes[f.op.index] = rejected(rejectf("%v", err))
			return nil
		}
		functions[i] = s.function
	}
	f.item.sent = f.item.sent || f.op.verb == creates
	f.item.asked = true // from here on the attachment may be there
	results, err := f.client.Do(ctx, intacct.Request{Functions: functions, UniqueID: true, Transaction: true})
	var failure *intacct.Error
	if errors.As(err, &failure) && failure.HTTPStatus == http.StatusRequestEntityTooLarge {
		f.outcomes[f.op.index] = rejected(f.refused(failure))
		return nil
	}
	if err != nil {
		return f.lost(ctx, []*op{f.op}, true, err)
	}
	f.pace.well()
	return f.settle(ctx, steps, results)
}

func (f *filing) steps(ctx context.Context, change *document) ([]step, error) {
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
	name := "Airbyte " + f.item.plan.object()
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
		parts = append(parts, p.name, string(p.file.sum[:]))
	}
	return joined(parts)
}

// stamped gives a function the control id that belongs to what it does.
func (f *filing) stamped(body *etree.Element, identity string) intacct.Function {
	function := intacct.Legacy(body)
	function.ControlID = controlID(append(slices.Clone(f.scope), f.item.entity), body.Tag, identity, f.item.attempt+f.gone.times(f.op))
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
		el.CreateElement("supdocdescription").SetText(f.item.plan.object())
	}
	all := el.CreateElement("attachments")
	for _, p := range f.parts {
		one := all.CreateElement("attachment")
		one.CreateElement("attachmentname").SetText(p.name)
		one.CreateElement("attachmenttype").SetText(p.file.kind)
		one.CreateElement("attachmentdata").SetText(p.encoded)
	}
	return el
}

// rolledBack is what the gateway says of the functions of a transaction in
// which another one failed.
const rolledBack = "XL03000009"

// culprit is the step at which a transaction failed; -1 if it did not.
func culprit(results []intacct.Result) int {
	at := -1
	for i, result := range results {
		switch {
		case result.Err == nil:
		case result.Err.Number() != rolledBack:
			return i
		default:
			at = i
		}
	}
	return at
}

// settle finds out what became of a transaction.
func (f *filing) settle(ctx context.Context, steps []step, results []intacct.Result) error {
	at, last := culprit(results), len(steps)-1
	if at < 0 {
		f.noteSuccess(steps)
		if steps[last].what == writesRecord {
			return f.judge(ctx, []*op{f.op}, results[last:])
		}
		f.outcomes[f.op.index] = outcome{did: f.op.deed, number: f.op.record.number}
		return nil
	}
	failure := results[at].Err
	switch {
	case failure.Unknown():
		return f.lost(ctx, []*op{f.op}, true, failure)
	case failure.Temporary():
		f.trouble = failure
		return nil
	case isRepeated(failure) && steps[at].what != writesRecord:
		return f.again(ctx, failure)
	case steps[at].what == makesFolder:
		return f.refusedFolder(ctx, failure)
	case steps[at].what == writesFiles && !f.found:
		return f.refusedFiles(ctx, failure)
	case steps[at].what == writesFiles:
		f.outcomes[f.op.index] = rejected(f.refused(failure))
		return nil
	}
	err := f.judge(ctx, []*op{f.op}, []intacct.Result{results[at]})
	f.reopen()
	return err
}

// reopen: a record that is there after all was not written together with the
// files, so the next round looks at those.
func (f *filing) reopen() {
	if o := &f.outcomes[f.op.index]; o.did == alreadyThere {
		*o, f.progress = outcome{}, true
	}
}

func (f *filing) noteSuccess(steps []step) {
	for _, s := range steps {
		if s.what == makesFolder {
			f.noteFolder(f.folder(), true)
		}
	}
}

// again sends the transaction under other control ids, once the gateway can no
// longer be at work on the one that had these.
func (f *filing) again(ctx context.Context, failure *intacct.Error) error {
	if f.op.verb == creates {
		err := f.doubt(ctx, []*op{f.op}, map[*op]*intacct.Error{f.op: failure})
		f.reopen()
		return err
	}
	f.item.attempt++
	f.item.until, f.trouble = f.clock.now().Add(atWork), failure
	return nil
}

// refusedFolder: somebody may have made the folder in between.
func (f *filing) refusedFolder(ctx context.Context, failure *intacct.Error) error {
	there, err := f.hasFolder(ctx, f.folder())
	if err != nil {
		return f.wait(err)
	}
	if there {
		f.progress, f.trouble = true, failure
		return nil
	}
	f.outcomes[f.op.index] = rejected(f.refused(failure))
	return nil
}

// refusedFiles: the attachment may be there, from another time when the record
// was.
func (f *filing) refusedFiles(ctx context.Context, failure *intacct.Error) error {
	_, found, err := f.filesOf(ctx, f.id)
	var unreadable *intacct.Error
	if err != nil && (!errors.As(err, &unreadable) || unreadable.Stage != intacct.StageResult) {
		return err
	}
	if found {
		f.progress, f.trouble = true, failure
		return nil
	}
	f.noteFolder(f.folder(), false)
	f.outcomes[f.op.index] = rejected(f.refused(failure))
	return nil
}

// refused is a refusal of the attachment, not of the record itself.
func (f *filing) refused(failure *intacct.Error) *rejection {
	r := refusal(failure)
	label := attachmentsColumn
	if len(f.parts) == 1 {
		label = f.parts[0].file.label()
	}
	r.text = label + ": " + r.text
	if isPermission(failure) {
		return r.advise("Give the user's role the rights List, Add and Edit for attachments and their folders.")
	}
	return r.further("Correct the file, or leave it out; the record was not written either.")
}
