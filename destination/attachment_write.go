package destination

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"airbyte-sage-intacct/intacct"
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
	waits bool   // what adds files is not sent in this round
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
	if len(it.document.files) == 0 || settled.rejection != nil || it.document.deleted || p.action == actionDelete || p.action == actionReverse || p.action == actionDeactivate {
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
	f := &filing{attempt: b, op: o, item: o.item, field: o.item.plan.schema.carrier(), waits: b.mustWait(o.item)}
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
	if file.got && f.waits || f.dry && file.url != nil {
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
	case len(f.parts) > 0 && f.waits:
		f.hold(f.item)
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
