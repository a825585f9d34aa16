package plan

import (
	"slices"
	"strings"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination/schema"

	"github.com/rs/zerolog"
)

// WarnOfMappings tells of mappings that no stream of the connection has. A
// destination may serve several connections, so that is no error; but where only
// the letter case differs it is a slip.
func WarnOfMappings(config Settings, catalog *airbyte.ConfiguredCatalog, log *zerolog.Logger) {
	for _, m := range config.Mappings {
		near := ""
		for _, stream := range catalog.Streams {
			switch name := stream.Stream.Name; {
			case name == m.Stream:
				near = name
			case strings.EqualFold(name, m.Stream) && near == "":
				near = name
			}
		}
		switch near {
		case m.Stream:
		case "":
			log.Info().Msgf("objects_map: the connection has no stream %s.", m.Stream)
		default:
			log.Warn().Msgf("objects_map: the connection has no stream %s, but %s, which the mapping does not apply to: names are compared letter by letter.", m.Stream, near)
		}
	}
}

// WarnOfKeys tells of primary keys that say nothing: Intacct keeps no two records
// with the same natural key, but one that the source renames becomes a new one.
func WarnOfKeys(plans map[string]*Plan, log *zerolog.Logger) {
	for _, p := range plans {
		if len(p.ignored) > 0 {
			log.Warn().Msgf("Stream %s: %s has no field for the primary key of the stream (%s), so its records are known by %s alone, and one that gets another becomes a new record. "+
				"Name a field of it that is to carry the key in external_id_fields.", p.Stream, p.Object(), strings.Join(p.ignored, ", "), schema.Names(p.Match))
		}
		if len(p.numbers) > 0 {
			log.Warn().Msgf("Stream %s: the primary key (%s) is Intacct's own number, which only tells records that come from Intacct, so its records are known by %s alone, and one that gets another becomes a new record. "+
				"If they come from elsewhere, bring their key as externalId and make that the primary key.", p.Stream, strings.Join(p.numbers, ", "), schema.Names(p.Match))
		}
	}
}

// WarnOfDeletes says which streams delete from the books, where deletes_in is
// delete.
func WarnOfDeletes(plans map[string]*Plan, log *zerolog.Logger) {
	var names []string
	for _, p := range plans {
		if p.Action == Upsert && p.Posts() {
			names = append(names, p.Stream+" ("+p.Object()+")")
		}
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		log.Warn().Msgf("Stream %s: deletes_in is delete, so posted documents that the source deletes are deleted from the books, for good. auto reverses them where Intacct can, and else leaves them.", name)
	}
}

// WarnOfGenerations says that what earlier generations have written stays:
// a refresh or a clear asks to drop it, and a ledger is not emptied.
func WarnOfGenerations(catalog *airbyte.ConfiguredCatalog, log *zerolog.Logger) {
	for _, stream := range catalog.Streams {
		if least := stream.MinimumGenerationID; least != nil && *least > 0 {
			log.Warn().Msgf("Stream %s: this sync asks to drop what was written before generation %d, as a refresh that removes records does, and a clear. Intacct keeps those records: nothing is deleted but what records of the input mark as deleted.",
				stream.Stream.Name, *least)
		}
	}
}
