package company

import (
	"cmp"
	"slices"
	"strings"
)

// readLive adds what lookup says at a live company; the first lines of the text
// tell its form.
func (s *Schema) readLive(text string) {
	lists := map[string][]string{}
	for paragraph := range strings.SplitSeq(strings.TrimSpace(text), "\n\n") {
		head, rest, _ := strings.Cut(paragraph, "\n")
		switch head[0] {
		case '%':
			for line := range strings.SplitSeq(paragraph, "\n") {
				words := strings.Fields(line)
				lists[words[0]] = words[1:]
			}
		case '@', '&':
			if head[0] == '@' {
				s.readObject(head)
			}
			name, _, _ := strings.Cut(head[1:], "\t")
			s.objects[name].readLive(rest, lists)
		}
	}
}

// readLive adds the lines of a paragraph.
func (o *Object) readLive(lines string, lists map[string][]string) {
	o.live = len(o.Fields)
	for line := range strings.SplitSeq(lines, "\n") {
		if c := columns(line); c[1] != "" {
			o.claim(c[0], c[1], c[2])
			continue
		}
		words := strings.Fields(line)
		if words[0] == "+" {
			o.relateAll(words[1:])
			continue
		}
		prefix := ""
		for _, word := range words[1:] {
			switch {
			case word == ")":
				prefix = ""
			case strings.HasSuffix(word, ".("):
				prefix = strings.TrimSuffix(word, "(")
			case word[0] == '%':
				for _, id := range lists[word] {
					o.claim(prefix+id, words[0], "")
				}
			default:
				o.claim(prefix+word, words[0], "")
			}
		}
	}
	o.buildIndex()
}

// claim takes what lookup says of a field. One that the object does not have yet
// is as lookup says, but not required: creates do without what it calls so.
func (o *Object) claim(id, kind, values string) {
	said := readField([7]string{id, kind, "", values})
	claim := said.Claimed()
	if i := o.Ordinal(id); i >= 0 {
		f := &o.Fields[i]
		if claim.ValidValues == nil {
			claim.ValidValues = f.ValidValues
		}
		if f.becomes(said.DataType) {
			f.DataType = said.DataType
		}
		if id != o.Key {
			f.ReadOnly = f.ReadOnly && claim.ReadOnly
		}
		f.Claim = &claim
		return
	}
	said.Queryable = !said.Nameless()
	if said.Required {
		said.Required, said.Claim = false, &claim
	}
	o.Fields = append(o.Fields, said)
}

// becomes reports whether a field holds values of the type that lookup claims. A
// number that is called a text stays a number, and so does a text that has words
// where lookup claims a number or, of a state and of ADJ, true or false.
func (f *Field) becomes(claimed DataType) bool {
	switch claimed {
	case Date, Timestamp:
		return true
	case Boolean:
		return f.ID != "STATE" && f.ID != "ADJ"
	case Integer:
		return false
	default:
		return f.DataType != Date && f.DataType != Timestamp && kindOf(f.DataType) == kindOf(claimed)
	}
}

// whose are the relations to the users behind a record.
var whose = []string{"USERINFOCREATEDBY=USERINFO/CREATEDBY", "USERINFOMODIFIEDBY=USERINFO/MODIFIEDBY"}

func (o *Object) relateAll(words []string) {
	if words[0] == "%who" {
		words = slices.Concat(whose, words[1:])
	}
	for _, word := range words {
		word, single := strings.CutPrefix(word, "1")
		path, via, _ := strings.Cut(word, "/")
		path, object, _ := strings.Cut(path, "=")
		r := Relation{Path: path, Object: cmp.Or(object, path), Via: via, Type: "MANY2ONE", Live: true}
		if single {
			r.Type = "ONE2ONE"
		}
		o.Elsewhere = append(o.Elsewhere, r)
	}
}

// settle makes the relations of lookup that can be followed here the object's own.
func (s *Schema) settle(o *Object) {
	meant := func(r Relation) bool { // the field names records of another object
		return slices.ContainsFunc(referencesOf(o), func(x reference) bool { return x.field == r.Via && !slices.Contains(x.targets, r.Object) })
	}
	o.Elsewhere = slices.DeleteFunc(o.Elsewhere, func(r Relation) bool {
		target, known := s.objects[r.Object]
		own, taken := o.Relation(r.Path)
		if taken && own.Object == r.Object && own.Via == r.Via {
			own.Type = r.Type
			return true
		}
		if !known || taken || target.Internal || o.Ordinal(r.Via) < 0 || meant(r) {
			return false
		}
		if strings.HasSuffix(r.Via, "KEY") || target.NaturalKey == "" {
			r.Target = target.Key
		}
		s.complete(o, &r)
		o.Relations = append(o.Relations, r)
		return true
	})
}

// followed lets a field that is known from lookup alone have the value of the
// record that another field names.
func (o *Object) followed(id string, f Follow) {
	if i := o.Ordinal(id); i >= o.live && o.live > 0 && o.Ordinal(f.Via) >= 0 {
		o.Fields[i].Follow = &f
	}
}

// follow finds the values of fields that lookup has beside keys: names of users
// and of what references name, and groups of a contact's fields.
func (s *Schema) follow(o *Object) {
	for _, who := range []string{"CREATEDBY", "MODIFIEDBY"} {
		o.followed(who+"LOGINID", Follow{who, "USERINFO", "RECORDNO", "LOGINID"})
	}
	for _, r := range referencesOf(o) {
		target := s.objects[r.targets[0]]
		for _, copied := range r.copies {
			for _, id := range copied.to {
				o.followed(id, Follow{r.field, target.Name, target.NaturalKey, copied.from})
			}
		}
	}
	contact := s.objects["CONTACT"]
	for i := range o.Fields {
		group, rest, _ := strings.Cut(o.Fields[i].ID, ".")
		if rest != "CONTACTNAME" && contact.Ordinal(rest) >= 0 {
			o.followed(o.Fields[i].ID, Follow{group + ".CONTACTNAME", "CONTACT", "CONTACTNAME", rest})
		}
	}
}
