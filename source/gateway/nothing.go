package gateway

import "airbyte-sage-intacct/airbyte"

// Nameless says that a reply cannot hold an object.
func Nameless(object string) error {
	return NothingError("its id " + object + " is no name of an XML element, so no reply can hold its records; give it an id of letters, digits and underscores in Intacct")
}

// Mended is what is said of a mended text.
func Mended(field string) airbyte.Change {
	return airbyte.Change{Field: field, Change: airbyte.Truncated, Reason: airbyte.SourceSerializationError}
}
