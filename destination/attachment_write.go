package destination

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/files"
	"airbyte-sage-intacct/destination/plan"
	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/result"
	"airbyte-sage-intacct/destination/schema"
	"airbyte-sage-intacct/intacct"
)

// filing writes one record together with its files. Folder, attachment and
// record go in one transaction, so that nothing is left behind by one that
// fails.
type filing struct {
	*attempt
	op    *op
	item  *item
	field *schema.Field // of the record, which refers to the attachment
	id    string        // of the attachment
	found bool          // the attachment is there
	has   []storedFile
	parts []part // what is missing in it
	waits bool   // what adds files is not sent in this round
}

// attachments are what all that write files share.
type attachments struct {
	busy chan struct{} // held while a record's files are in memory
	// folders are the folders for attachments that are known to be there.
	// Whoever is busy may touch it.
	folders map[string]bool
}

func newAttachments() attachments {
	return attachments{busy: make(chan struct{}, 1), folders: map[string]bool{}}
}

// enter waits until no other record's files are in memory.
func (a attachments) enter(ctx context.Context) (leave func(), err error) {
	select {
	case a.busy <- struct{}{}:
		return func() { <-a.busy }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// part is a file on its way.
type part struct {
	file    *files.File
	name    string
	encoded string
}

// withFiles decides what is to be done with a record and the files that it may
// bring.
func (b *attempt) withFiles(it *item, found []record.Stored) (result.Outcome, *op) {
	settled, o := b.decider.decide(it, found)
	p := it.plan
	if len(it.document.Files) == 0 || settled.Rejection != nil || it.document.Deleted || p.Action == plan.Delete || p.Action == plan.Reverse || p.Action == plan.Deactivate {
		return settled, o
	}
	if o == nil && settled.Kind == result.AlreadyThere {
		if existing := numbered(found, settled.Number); existing != nil {
			o = update(it, *existing, &record.Document{}, result.Updated)
		}
	}
	if o == nil {
		return settled, nil
	}
	o.files = true
	return result.Outcome{}, o
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
	leave, err := b.attachments.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	f := &filing{attempt: b, op: o, item: o.item, field: o.item.plan.Schema.Carrier(), waits: b.mustWait(o.item)}
	for _, step := range []func(context.Context) (*result.Rejection, error){f.identify, f.gather} {
		reason, err := step(ctx)
		if err != nil {
			return f.wait(err)
		}
		if reason != nil {
			b.outcomes[o.index] = result.Rejected(reason)
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
func (f *filing) identify(ctx context.Context) (*result.Rejection, error) {
	own := attachmentID(f.item)
	given, has := f.item.document.Text(f.field), ""
	if f.op.record != nil {
		has = f.op.record.Texts[f.field]
	}
	f.id = cmp.Or(given, has, own)
	if len(f.id) > identityLength {
		return result.Rejectf("%s: %s is longer than %d characters, the most that the id of an attachment may have", canonical.AttachmentsColumn, schema.CarrierField, identityLength).
			Advise("Leave %s out, and the connector makes an id.", schema.CarrierField), nil
	}
	if given == "" && has == "" && !f.item.asked {
		return nil, nil // whether it is there will show when it is created
	}
	var failure *intacct.Error
	var err error
	f.has, f.found, err = f.filesOf(ctx, f.id)
	switch {
	case err == nil && !f.found && given == "" && has != "" && has != own:
		return result.Rejectf("%s: the record refers to the attachment %s, which is not to be found", canonical.AttachmentsColumn, result.Shorten(has)).
			Advise("Empty the field %s of the record in Intacct, or give the user the right to see the attachment.", schema.CarrierField), nil
	case errors.As(err, &failure) && failure.Stage == intacct.StageResult && !failure.Temporary():
		return f.refused(failure), nil
	}
	return nil, err
}

// attachmentID is the id of the attachment that we make for a record: the same
// whenever the same record comes.
func attachmentID(it *item) string {
	return hashedIdentity(joined([]string{it.entity, it.plan.Object(), it.identity}))
}

// gather reads the files and keeps those that are missing.
func (f *filing) gather(ctx context.Context) (*result.Rejection, error) {
	var sent []*files.File
	size := int64(0)
	for _, file := range f.item.document.Files {
		encoded, err := f.content(ctx, file)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil && f.mayStay(file, err):
			f.log.Warn().Msgf("%s of %s: %v; a file of this name is there already and stays.", file.Label(), f.item.label, err)
			continue
		case err != nil:
			return fileRejection(file, err), nil
		}
		if slices.ContainsFunc(f.has, func(s storedFile) bool { return s.is(file) }) || slices.ContainsFunc(sent, file.Same) {
			continue
		}
		name := file.Name
		if slices.ContainsFunc(sent, file.SameName) || slices.ContainsFunc(f.has, func(s storedFile) bool { return s.called(file) }) {
			name = fmt.Sprintf("%s-%x", name, file.Sum[:4])
		}
		if size += file.Size; size > files.MaxTotal {
			return result.Rejectf("%s: the files of the record are larger than %d MB together, the most that one request may carry", canonical.AttachmentsColumn, files.MaxTotal>>20).
				Advise("Leave some out, or make them smaller."), nil
		}
		sent = append(sent, file)
		f.parts = append(f.parts, part{file, name, encoded})
	}
	return nil, nil
}

// content reads a file. Nothing is fetched in a dry run, and nothing is read
// again while the record has to wait.
func (f *filing) content(ctx context.Context, file *files.File) (string, error) {
	if file.Known && f.waits || f.dry && file.URL != nil {
		return "", nil
	}
	if file.Loose {
		file.AddFolder(f.item.document.TextOf("RECORDID"))
	}
	return f.library.Load(ctx, file)
}

// mayStay tells a file that cannot be fetched now, though one of its name is
// there: addresses are often good for a few hours only.
func (f *filing) mayStay(file *files.File, err error) bool {
	var refused files.RefusedError
	return file.URL != nil && !errors.As(err, &refused) && !errors.Is(err, files.ErrTooLarge) &&
		slices.ContainsFunc(f.has, func(s storedFile) bool { return s.called(file) })
}

func fileRejection(file *files.File, err error) *result.Rejection {
	r := result.Rejectf("%s %v", file.Label(), err)
	switch {
	case errors.Is(err, files.ErrTooLarge):
		return r.Advise("Leave it out, or make it smaller.")
	case errors.Is(err, files.ErrInside):
		return r.Advise("Put the file into attachment_dir, or into the record.")
	case file.URL != nil:
		return r.Advise("Check the address; the next sync tries again.")
	case len(file.Paths) > 0:
		return r.Advise("Put the file there, or correct its path in the record.")
	}
	return r.Advise("Send the bytes of the file as standard base64 with padding.")
}

// carryOut sends what is to be sent.
func (f *filing) carryOut(ctx context.Context) error {
	change := f.change()
	switch {
	case f.op.verb != creates && f.item.plan.Action == plan.Create && len(f.parts) > 0:
		f.outcomes[f.op.index] = result.Rejected(result.Rejectf("%s with %s exists with other content (%s), and append changes nothing that exists",
			f.item.plan.Object(), cmp.Or(f.item.handle.text(), "the same content"), canonical.AttachmentsColumn).Advise("Use append_dedup to update it."))
		return nil
	case f.op.verb != creates && len(f.parts) == 0 && (change == nil || f.item.plan.Action == plan.Create):
		f.outcomes[f.op.index] = result.Outcome{Kind: f.item.found(), Number: f.op.record.Number}
		return nil
	case f.dry:
		f.outcomes[f.op.index] = result.Outcome{Kind: rehearsed[f.op.verb], Rejection: cmp.Or(rehearse(f.op), f.rehearseDate(f.op))}
		return nil
	case len(f.parts) > 0 && f.waits:
		f.hold(f.item)
		return nil
	}
	return f.send(ctx, change)
}

// found says of a record that is there as it should be whose work that is.
func (it *item) found() result.Kind {
	switch {
	case it.sent:
		return result.Created
	case it.shrunk:
		return result.Updated
	}
	return result.AlreadyThere
}

// change is what becomes of the record itself; nil for nothing.
func (f *filing) change() *record.Document {
	change := *f.op.change
	change.Cells = slices.Clone(change.Cells)
	if f.op.record == nil || f.op.record.Texts[f.field] != f.id {
		change.Set(f.field, f.id)
	}
	if len(change.Cells) == 0 && len(change.Rows) == 0 {
		return nil
	}
	return &change
}
