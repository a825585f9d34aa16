// Package airbyte speaks the Airbyte protocol (0.18) on behalf of a connector.
//
// A connector implements [Source], [Destination] or both, and hands itself to [Main] in a
// [Connector]. This package does the rest: the command line, the check of the configuration against
// the spec, the files behind --catalog and --state, stdin and stdout, logs, errors, signals, exit
// codes. It knows nothing of what is read or written.
//
// Its rules are those of the protocol definition (airbyte-protocol, airbyte_protocol.yaml) and of
// the programs that run connectors: Airbyte's platform, its acceptance tests, PyAirbyte. They differ
// in places, and the strictest of them decides here:
//
//   - Every line on stdout is one compact JSON message, without any character at which a reader
//     might split lines.
//   - States are of type STREAM. What a destination receives as a state it gives back as it was.
//   - A namespace appears where the configured catalog has one, and nowhere else.
//   - A stream that fails makes the exit code non-zero, even if all others succeed, and its error
//     comes before the summary: the platform decides by the first error whether to try again.
//   - check answers FAILED, with exit code 0, for what the user can put right.
//   - No secret of the configuration leaves in a log line, an error or a status message.
package airbyte
