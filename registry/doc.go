// Package registry writes the connector as a registry shows it: the files that a
// self-managed Airbyte reads when CONNECTOR_REGISTRY_BASE_URL points at them.
//
//	registries/v0/oss_registry.json             both roles, and what else is listed there
//	metadata/REPOSITORY/VERSION/oss.json        the entry of one
//	metadata/REPOSITORY/VERSION/doc.md          its page
//	metadata/REPOSITORY/VERSION/icon.svg        its icon
//
// An entry is the metadata.yaml of a role under the names that the platform
// reads, with the role's specification in it. The program has it as JSON
// (metadata.json, which `go test ./registry -update` makes anew): a reader of
// YAML would make it larger by a twentieth. A connector that is added as an
// image by hand has no entry, and so none of what only an entry can say:
// refreshes, data activation, suggested streams, how long it may be silent.
package registry
