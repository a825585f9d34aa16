package destination

import (
	"encoding/hex"
	"fmt"
	"slices"

	"airbyte-sage-intacct/destination/canonical"
	"airbyte-sage-intacct/destination/plan"
	"airbyte-sage-intacct/destination/record"
	"airbyte-sage-intacct/destination/result"
	"airbyte-sage-intacct/destination/schema"
)

// identify finds out what tells the record from all others.
func (d *decoder) identify(it *item) *result.Rejection {
	p, document := d.plan, it.document
	document.NormaliseKeys(p.Match)
	document.NormaliseKeys([]*schema.Field{p.Identity})
	if p.Keyed {
		return d.identifyByPrimary(it)
	}
	if parts, complete := record.KeyParts(document, p.Match, p.Schema.Key()); complete {
		it.knownBy(handlesOf(p.Match, parts, ours))
		return nil
	}
	if found, other := alternative(p, document); p.Match != nil && other {
		it.handle, it.identity = found, found.id()
		return nil
	}
	if p.Match != nil && p.Action != plan.Create && (p.Identity == nil || document.Deleted) {
		return result.Rejectf("%s is missing, and records of %s are matched by it", d.missing(document), p.Object()).
			Advise("If the record numbers of the input are this company's own, name %s as matching key in objects_map.", p.Schema.Object.Key)
	}
	switch {
	case p.Identity == nil:
		return d.identifyByContent(it)
	case document.Text(p.Identity) != "" && p.IdentityIsPrimary():
		parts, _ := record.KeyParts(document, []*schema.Field{p.Identity}, nil)
		it.knownBy(handlesOf([]*schema.Field{p.Identity}, parts, ours))
		return nil
	case document.Text(p.Identity) != "":
		return d.identifyByContent(it)
	case len(p.PrimaryKey) > 0:
		return d.identifyByPrimary(it)
	}
	return d.identifyByDigest(it)
}

// handlesOf are the handles that fields with these values make, however they are
// spelled. The second is the one of today.
func handlesOf(fields []*schema.Field, parts []canonical.KeyPart, r role) []handle {
	var list []handle
	for _, values := range canonical.Spellings(parts) {
		list = append(list, handle{fields: fields, values: values, role: r})
	}
	return list
}

// identifyByPrimary is for records whose primary key stands in a field of theirs.
// They may have been written before the stream had that key, under what they are
// or under the key that Intacct has for them.
func (d *decoder) identifyByPrimary(it *item) *result.Rejection {
	p, document := d.plan, it.document
	parts, complete := record.KeyParts(document, p.Match, p.Schema.Key())
	lacks := slices.ContainsFunc(document.PrimaryKey, func(k canonical.KeyPart) bool { return k.Text == "" })
	switch taken := document.Text(p.Identity) != ""; {
	case complete && (taken || lacks):
		it.knownBy(handlesOf(p.Match, parts, ours))
		if !lacks {
			it.absent = d.taken()
		}
		return nil
	case taken:
		return d.taken()
	case lacks:
		return result.Rejectf("the primary key (%s) is incomplete", result.Shorten(fmt.Sprint(p.PrimaryKey)))
	}
	carrier := []*schema.Field{p.Identity}
	var handles []handle
	for _, values := range canonical.Spellings(document.PrimaryKey) {
		handles = append(handles, handle{fields: carrier, values: []string{identityOf(values)}})
	}
	if !p.ChangesOnly() && !document.Deleted {
		for _, identity := range d.unkeyed(document) {
			handles = append(handles, handle{fields: carrier, values: []string{identity}, role: unclaimed})
		}
	}
	if p.Keyed && complete {
		handles = append(handles, handlesOf(p.Match, parts, natural)...)
	}
	it.knownBy(handles)
	document.Set(p.Identity, it.handle.values[0])
	return nil
}

// taken refuses to create a record that brings a value of its own where its
// primary key is to stand: a later run could not tell it from another. What is
// there already is known by Intacct's own key.
func (d *decoder) taken() *result.Rejection {
	return result.Rejectf("%s is to carry the primary key (%s) and holds a value of its own", d.plan.Identity.ID, result.Shorten(fmt.Sprint(d.plan.PrimaryKey))).
		Advise("Name another field in external_id_fields, or name what identifies the records as matching_keys in objects_map.")
}

// maxTwins bounds how many records of the same content are looked for.
const maxTwins = 3

// unkeyed are the identities that a record has where its stream has no primary
// key.
func (d *decoder) unkeyed(document *record.Document) []string {
	var list []string
	for _, content := range document.Digests(d.plan.Schema) {
		list = append(list, identityOf(content.Parts(1)))
		for n := 2; n <= maxTwins && d.config.AllowIdentical; n++ {
			list = append(list, identityOf(content.Parts(n)))
		}
	}
	return list
}

// identifyByDigest is for records whose content makes the identity that stands in
// a field of theirs.
func (d *decoder) identifyByDigest(it *item) *result.Rejection {
	p, document := d.plan, it.document
	digests := document.Digests(p.Schema)
	former, content := digests[0], digests[1]
	n, formerN := d.seen.count(content, former)
	carrier := []*schema.Field{p.Identity}
	handles := []handle{
		{fields: carrier, values: []string{identityOf(former.Parts(formerN))}},
		{fields: carrier, values: []string{identityOf(content.Parts(n))}},
	}
	if n > 1 && !d.config.AllowIdentical {
		if formerN > 1 {
			return d.repeated()
		}
		// Release 0.1.0 took it for another record. If it has written it, it is there.
		handles[1], it.absent = handles[0], d.repeated()
	} else {
		for _, other := range digests[2:] {
			handles = append(handles, handle{fields: carrier, values: []string{identityOf(other.Parts(n))}})
		}
	}
	it.knownBy(handles)
	it.exclusive = former != content || it.absent != nil
	document.Set(p.Identity, it.handle.values[0])
	return nil
}

// identifyByContent is for records that nothing but their content identifies.
func (d *decoder) identifyByContent(it *item) *result.Rejection {
	p := d.plan
	it.handle = handle{content: true}
	if p.Action != plan.Create && p.Identity == nil {
		return result.Rejectf("nothing identifies the record").Advise("Name matching_keys in objects_map, or a field in external_id_fields.")
	}
	content := it.document.Digest(p.Schema)
	if p.Identity != nil {
		parts, _ := record.KeyParts(it.document, []*schema.Field{p.Identity}, nil)
		handles := handlesOf([]*schema.Field{p.Identity}, parts, ours)
		for i := range handles {
			handles[i].content = true
		}
		it.knownBy(handles)
	}
	it.identity = hex.EncodeToString(content[:])
	if n, _ := d.seen.count(content, content); n > 1 {
		return d.repeated()
	}
	return nil
}

// repeated refuses a content that was there before in this input: Airbyte does
// not repeat itself within a run, so the second may be a real one, and nothing
// could tell the two apart later.
func (d *decoder) repeated() *result.Rejection {
	r := result.Rejectf("the record equals an earlier one of this input, and nothing tells the two apart")
	if d.config.AllowIdentical {
		return r.Advise("allow_identical needs a field that can carry an identity and is empty in the record: name one in external_id_fields.")
	}
	return r.Advise("Give the stream a primary key, or allow identical records with allow_identical.")
}

// seenContents counts the contents of an input: as they are told apart now, and
// those among them that release 0.1.0 told apart from others of the same.
type seenContents struct {
	contents, others, former map[[16]byte]int32
}

func newSeenContents() seenContents {
	return seenContents{map[[16]byte]int32{}, map[[16]byte]int32{}, map[[16]byte]int32{}}
}

// count tells for which time a content comes, now and as release 0.1.0 counted.
func (s seenContents) count(content, former record.Digest) (n, formerN int) {
	key, formerKey := [16]byte(content[:16]), [16]byte(former[:16])
	s.contents[key]++
	n = int(s.contents[key])
	if content == former {
		return n, n - int(s.others[key])
	}
	s.others[key]++
	s.former[formerKey]++
	return n, int(s.former[formerKey])
}

// alternative finds a record by its number or its name.
func alternative(p *plan.Plan, d *record.Document) (handle, bool) {
	if p.Table == nil || p.Identity != nil && !p.ChangesOnly() {
		return handle{}, false
	}
	for _, fields := range [][]*schema.Field{p.Numbered, p.Titled} {
		if p.Action == plan.Create && len(fields) > 0 && fields[0] == p.Schema.Key() {
			continue
		}
		if parts, complete := record.KeyParts(d, fields, p.Schema.Key()); complete {
			return handle{fields: fields, values: canonical.Current(parts)}, true
		}
	}
	return handle{}, false
}
