package destination

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
)

// identify finds out what tells the record from all others.
func (d *decoder) identify(it *item) *rejection {
	p, document := d.plan, it.document
	document.settle(p.match)
	document.settle([]*field{p.identity})
	if p.keyed {
		return d.identifyByPrimary(it)
	}
	if parts, complete := partsOf(document, p.match, p.schema.key()); complete {
		it.knownBy(handlesOf(p.match, parts, ours))
		return nil
	}
	if found, other := p.alternative(document); p.match != nil && other {
		it.handle, it.identity = found, found.id()
		return nil
	}
	if p.match != nil && p.action != actionCreate && (p.identity == nil || document.deleted) {
		return rejectf("%s is missing, and records of %s are matched by it", d.missing(document), p.object()).
			advise("If the record numbers of the input are this company's own, name %s as matching key in objects_map.", p.schema.object.Key)
	}
	switch {
	case p.identity == nil:
		return d.identifyByContent(it)
	case document.text(p.identity) != "" && p.identityIsPrimary():
		parts, _ := partsOf(document, []*field{p.identity}, nil)
		it.knownBy(handlesOf([]*field{p.identity}, parts, ours))
		return nil
	case document.text(p.identity) != "":
		return d.identifyByContent(it)
	case len(p.primary) > 0:
		return d.identifyByPrimary(it)
	}
	return d.identifyByDigest(it)
}

// handlesOf are the handles that fields with these values make, however they are
// spelled. The second is the one of today.
func handlesOf(fields []*field, parts []keyPart, r role) []handle {
	var list []handle
	for _, values := range spellings(parts) {
		list = append(list, handle{fields: fields, values: values, role: r})
	}
	return list
}

// knownBy says by what an item may be found. The second handle is the one that
// it has from now on.
func (it *item) knownBy(handles []handle) {
	it.handle = handles[1]
	it.identity = it.handle.id()
	it.handles = nil
	for _, h := range handles {
		if !slices.ContainsFunc(it.handles, h.equal) {
			it.handles = append(it.handles, h)
		}
	}
	if len(it.handles) == 1 {
		it.handles = nil
	}
}

func (h handle) equal(other handle) bool {
	return slices.Equal(h.fields, other.fields) && slices.Equal(h.values, other.values)
}

// identifyByPrimary is for records whose primary key stands in a field of theirs.
// They may have been written before the stream had that key, under what they are
// or under the key that Intacct has for them.
func (d *decoder) identifyByPrimary(it *item) *rejection {
	p, document := d.plan, it.document
	parts, complete := partsOf(document, p.match, p.schema.key())
	lacks := slices.ContainsFunc(document.primary, func(k keyPart) bool { return k.text == "" })
	switch taken := document.text(p.identity) != ""; {
	case complete && (taken || lacks):
		it.knownBy(handlesOf(p.match, parts, ours))
		if !lacks {
			it.absent = d.taken()
		}
		return nil
	case taken:
		return d.taken()
	case lacks:
		return rejectf("the primary key (%s) is incomplete", shorten(fmt.Sprint(p.primary)))
	}
	carrier := []*field{p.identity}
	var handles []handle
	for _, values := range spellings(document.primary) {
		handles = append(handles, handle{fields: carrier, values: []string{identityOf(values)}})
	}
	if !p.changesOnly() && !document.deleted {
		for _, identity := range d.unkeyed(document) {
			handles = append(handles, handle{fields: carrier, values: []string{identity}, role: unclaimed})
		}
	}
	if p.keyed && complete {
		handles = append(handles, handlesOf(p.match, parts, natural)...)
	}
	it.knownBy(handles)
	document.set(p.identity, it.handle.values[0])
	return nil
}

// taken refuses to create a record that brings a value of its own where its
// primary key is to stand: a later run could not tell it from another. What is
// there already is known by Intacct's own key.
func (d *decoder) taken() *rejection {
	return rejectf("%s is to carry the primary key (%s) and holds a value of its own", d.plan.identity.id, shorten(fmt.Sprint(d.plan.primary))).
		advise("Name another field in external_id_fields, or name what identifies the records as matching_keys in objects_map.")
}

// maxTwins bounds how many records of the same content are looked for.
const maxTwins = 3

// unkeyed are the identities that a record has where its stream has no primary
// key.
func (d *decoder) unkeyed(document *document) []string {
	var list []string
	for _, content := range document.digests(d.plan.schema) {
		list = append(list, identityOf(content.parts(1)))
		for n := 2; n <= maxTwins && d.config.AllowIdentical; n++ {
			list = append(list, identityOf(content.parts(n)))
		}
	}
	return list
}

// parts are what makes an identity of a content that comes for the nth time.
func (c digest) parts(n int) []string {
	parts := []string{hex.EncodeToString(c[:])}
	if n > 1 {
		parts = append(parts, strconv.Itoa(n))
	}
	return parts
}

// identifyByDigest is for records whose content makes the identity that stands in
// a field of theirs.
func (d *decoder) identifyByDigest(it *item) *rejection {
	p, document := d.plan, it.document
	digests := document.digests(p.schema)
	former, content := digests[0], digests[1]
	n, formerN := d.seen.count(content, former)
	carrier := []*field{p.identity}
	handles := []handle{
		{fields: carrier, values: []string{identityOf(former.parts(formerN))}},
		{fields: carrier, values: []string{identityOf(content.parts(n))}},
	}
	if n > 1 && !d.config.AllowIdentical {
		if formerN > 1 {
			return d.repeated()
		}
		// Release 0.1.0 took it for another record. If it has written it, it is there.
		handles[1], it.absent = handles[0], d.repeated()
	} else if len(digests) > 2 {
		handles = append(handles, handle{fields: carrier, values: []string{identityOf(digests[2].parts(n))}})
	}
	it.knownBy(handles)
	it.exclusive = former != content || it.absent != nil
	document.set(p.identity, it.handle.values[0])
	return nil
}

// identifyByContent is for records that nothing but their content identifies.
func (d *decoder) identifyByContent(it *item) *rejection {
	p := d.plan
	it.handle = handle{content: true}
	if p.action != actionCreate && p.identity == nil {
		return rejectf("nothing identifies the record").advise("Name matching_keys in objects_map, or a field in external_id_fields.")
	}
	content := it.document.digest(p.schema)
	if p.identity != nil {
		parts, _ := partsOf(it.document, []*field{p.identity}, nil)
		handles := handlesOf([]*field{p.identity}, parts, ours)
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
func (d *decoder) repeated() *rejection {
	r := rejectf("the record equals an earlier one of this input, and nothing tells the two apart")
	if d.config.AllowIdentical {
		return r.advise("allow_identical needs a field that can carry an identity and is empty in the record: name one in external_id_fields.")
	}
	return r.advise("Give the stream a primary key, or allow identical records with allow_identical.")
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
func (s seenContents) count(content, former digest) (n, formerN int) {
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
