package deletes

import (
	"bytes"
	"context"
	"slices"
	"strconv"

	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/source/config"
	"airbyte-sage-intacct/source/gateway"
	"airbyte-sage-intacct/source/paging"
	"airbyte-sage-intacct/source/state"
	"airbyte-sage-intacct/source/stream"
)

// Records are those of an object, as the present entity shows them.
type Records struct {
	Plan     *stream.Plan
	Settings *config.Settings
	Size     *paging.Sizer
	Top      *intacct.Client // signed in where the configuration says
	Client   *intacct.Client // signed in to the entity
	// Bearable returns an error where more are gone than may be.
	Bearable func(ctx context.Context, gone int) error
}

// EachKey hands over the records that a query finds, in the order of a key.
func (o *Records) EachKey(ctx context.Context, client *intacct.Client, q intacct.Query, field string, use func(key int64, record *intacct.Record) error) error {
	q.PageSize = o.Settings.PageSize
	for record, err := range intacct.Records(ctx, o.Size.Of(client), q, field) {
		if err != nil {
			return err
		}
		text, _ := record.Get(field)
		key, _ := gateway.ParseInteger(text) // Records has seen that it is one
		if err := use(key, record); err != nil {
			return err
		}
	}
	return nil
}

// Absent are those suspects that the company does not have any more. What lives
// and was suspected is elsewhere now: in another entity, say, whose slice has it.
func (o *Records) Absent(ctx context.Context, suspects []int64, keys *state.Keys) ([]int64, error) {
	slices.Sort(suspects)
	suspects = slices.Compact(suspects)
	var gone []int64
	for batch := range slices.Chunk(suspects, gateway.MaxIn) {
		existing, err := o.existing(ctx, batch)
		if err != nil {
			return nil, err
		}
		for _, key := range batch {
			switch {
			case !existing[key]:
				gone = append(gone, key)
			case keys != nil:
				keys.Remove(key)
			}
		}
	}
	return gone, nil
}

// existing asks which of some records the stream still has, in any entity.
func (o *Records) existing(ctx context.Context, keys []int64) (map[int64]bool, error) {
	existing := make(map[int64]bool)
	q := intacct.Query{
		Object: o.Plan.Object, DocParID: o.Plan.Docpar, Select: []string{o.Plan.Key.Field},
		Filter: o.Plan.Within(intacct.In(o.Plan.Key.Field, Texts64(keys)...)),
	}
	err := o.EachKey(ctx, o.Top, q, o.Plan.Key.Field, func(key int64, _ *intacct.Record) error {
		existing[key] = true
		return nil
	})
	return existing, err
}

// AbsentTexts is absent for keys that are texts.
func (o *Records) AbsentTexts(ctx context.Context, suspects []state.OwnedText, set *state.Texts) ([]state.OwnedText, error) {
	var gone, moved []state.OwnedText
	for batch := range slices.Chunk(suspects, gateway.MaxIn) {
		texts := make([]string, len(batch))
		for i, k := range batch {
			texts[i] = k.Text
		}
		here, err := o.There(ctx, o.Client, texts, o.Plan.Owned)
		if err != nil {
			return nil, err
		}
		elsewhere := here
		if o.Settings.Entities.Many() {
			if elsewhere, err = o.There(ctx, o.Top, texts, o.Plan.Within); err != nil {
				return nil, err
			}
		}
		for _, k := range batch {
			switch {
			case here[k.Text]:
			case elsewhere[k.Text]:
				moved = append(moved, k)
			default:
				gone = append(gone, k)
			}
		}
	}
	if len(moved) > 0 {
		set.Remove(moved)
	}
	return gone, nil
}

// There asks which of some records there are.
func (o *Records) There(ctx context.Context, client *intacct.Client, texts []string, of func(intacct.Filter) intacct.Filter) (map[string]bool, error) {
	there := make(map[string]bool)
	size := o.Settings.PageSize
	for some := range slices.Chunk(texts, min(size, gateway.MaxIn)) { // a page for each
		q := intacct.Query{
			Object: o.Plan.Object, DocParID: o.Plan.Docpar, Select: []string{o.Plan.Key.Field},
			Filter: of(intacct.In(o.Plan.Key.Field, some...)), Order: []intacct.Order{intacct.Asc(o.Plan.Key.Field)}, PageSize: size,
		}
		for record, err := range intacct.Records(ctx, gateway.WithPrivate(client), q, "") {
			if err != nil {
				return nil, err
			}
			text, _ := record.Get(o.Plan.Key.Field)
			there[string(bytes.TrimSpace(text))] = true
		}
	}
	return there, nil
}

// Texts64 writes keys as texts.
func Texts64(keys []int64) []string {
	list := make([]string, len(keys))
	for i, key := range keys {
		list[i] = strconv.FormatInt(key, 10)
	}
	return list
}
