// Airbyte-sage-intacct is an Airbyte connector for Sage Intacct, source and
// destination in one program, with a simulated company inside.
package main

import (
	_ "embed"
	"os"

	"airbyte-sage-intacct/airbyte"
	"airbyte-sage-intacct/destination"
	"airbyte-sage-intacct/intacct"
	"airbyte-sage-intacct/sandbox"
	"airbyte-sage-intacct/sandbox/company"
	"airbyte-sage-intacct/source"
)

//go:embed spec.json
var spec []byte

// sandboxURL is the api_url that stands for the embedded company.
const sandboxURL = "sandbox:"

func main() {
	c := airbyte.Connector{
		Name:        "airbyte-sage-intacct",
		Spec:        spec,
		Page:        page,
		Source:      source.New(dial),
		Destination: destination.New(dial),
	}
	c.Commands = []airbyte.Command{
		{Name: "sandbox", Summary: "serve the simulated company over HTTP", Run: sandbox.Command},
		{Name: "registry", Summary: "write what a self-managed Airbyte reads as a registry", Run: publish(c)},
		{Name: "version", Summary: "print which program this is", Run: version},
	}
	os.Exit(airbyte.Main(c))
}

// dial makes the client of a configured company: over the network, or, for the
// sandbox, of a company that lives as long as the process.
func dial(config intacct.Config, options intacct.Options) (*intacct.Client, error) {
	if config.APIURL == sandboxURL {
		options.Transport = sandbox.New(company.Demo(company.Options{}), sandbox.Settings{}).Transport()
	}
	return intacct.New(config, options)
}
