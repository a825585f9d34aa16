package destination

import (
	"slices"
	"strings"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination/schema"

	"github.com/rs/zerolog"
)

// warnOfMappings tells of mappings that no stream of the connection has. A
// destination may serve several connections, so that is no error; but where only
// the letter case differs it is a slip.
func warnOfMappings(config *Config, catalog *airbyte.ConfiguredCatalog, log *zerolog.Logger) {
	for _, m := range config.ObjectsMap {
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

// warnOfKeys tells of primary keys that say nothing: Intacct keeps no two records
// with the same natural key, but one that the source renames becomes a new one.
func warnOfKeys(plans map[string]*plan, log *zerolog.Logger) {
	for _, p := range plans {
		if len(p.ignored) > 0 {
			log.Warn().Msgf("Stream %s: %s has no field for the primary key of the stream (%s), so its records are known by %s alone, and one that gets another becomes a new record. "+
				"Name a field of it that is to carry the key in external_id_fields.", p.stream, p.object(), strings.Join(p.ignored, ", "), schema.Names(p.match))
		}
		if len(p.numbers) > 0 {
			log.Warn().Msgf("Stream %s: the primary key (%s) is Intacct's own number, which only tells records that come from Intacct, so its records are known by %s alone, and one that gets another becomes a new record. "+
				"If they come from elsewhere, bring their key as externalId and make that the primary key.", p.stream, strings.Join(p.numbers, ", "), schema.Names(p.match))
		}
	}
}

// warnOfDeletes says which streams delete from the books.
func warnOfDeletes(config *Config, plans map[string]*plan, log *zerolog.Logger) {
	if config.DeletesIn != deleteDeletes {
		return
	}
	var names []string
	for _, p := range plans {
		if p.action == actionUpsert && p.posts() {
			names = append(names, p.stream+" ("+p.object()+")")
		}
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		log.Warn().Msgf("Stream %s: deletes_in is delete, so posted documents that the source deletes are deleted from the books, for good. auto reverses them where Intacct can, and else leaves them.", name)
	}
}

// warnOfGenerations says that what earlier generations have written stays:
// a refresh or a clear asks to drop it, and a ledger is not emptied.
func warnOfGenerations(catalog *airbyte.ConfiguredCatalog, log *zerolog.Logger) {
	for _, stream := range catalog.Streams {
		if least := stream.MinimumGenerationID; least != nil && *least > 0 {
			log.Warn().Msgf("Stream %s: this sync asks to drop what was written before generation %d, as a refresh that removes records does, and a clear. Intacct keeps those records: nothing is deleted but what records of the input mark as deleted.",
				stream.Stream.Name, *least)
		}
	}
}
