package registry

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
)

// Exit statuses of the command.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
)

// Command is the program's registry command: it writes these connectors and
// prints the files. It returns the exit status.
func Command(connectors []Connector, args []string, stdout, stderr io.Writer) int {
	folder, o, err := readFlags(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return exitDone
	}
	if err != nil {
		_, _ = fmt.Fprintf(stderr, "registry: %v\n", err)
		return exitUsage
	}
	written, err := Write(folder, connectors, o)
	if err != nil {
		_, _ = fmt.Fprintf(stderr, "registry: %v\n", err)
		return exitFailed
	}
	for _, name := range written {
		if _, err := fmt.Fprintln(stdout, name); err != nil {
			return exitFailed
		}
	}
	return exitDone
}

func readFlags(args []string, stderr io.Writer) (folder string, o Options, err error) {
	flags := flag.NewFlagSet("registry", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&folder, "out", "", "the `folder` to write to; what else it lists stays")
	flags.StringVar(&o.Version, "version", "", "the `tag` of the images (that of this program)")
	flags.StringVar(&o.Images, "images", "", "the `registry` of the images, as ghcr.io/acme; without it they are those of the machine or of Docker Hub")
	flags.StringVar(&o.BaseURL, "base-url", "", "the `URL` at which the folder will be served, which is what CONNECTOR_REGISTRY_BASE_URL is to be; pages and icons are then shown from there")
	if err := flags.Parse(args); err != nil {
		return "", o, err
	}
	switch {
	case flags.NArg() > 0:
		return "", o, fmt.Errorf("unexpected word %q", flags.Arg(0))
	case folder == "":
		return "", o, errors.New("--out names no folder")
	case o.Version != "" && !tagForm.MatchString(o.Version):
		return "", o, fmt.Errorf("--version %q cannot be the tag of an image", o.Version)
	case o.Images != "" && !imagesForm.MatchString(o.Images):
		return "", o, fmt.Errorf("--images %q is no place of images: a host, and folders", o.Images)
	}
	if address, err := url.Parse(o.BaseURL); o.BaseURL != "" && (err != nil || address.Host == "" || address.Scheme != "http" && address.Scheme != "https") {
		return "", o, errors.New("--base-url must begin with http:// or https://")
	}
	return folder, o, nil
}
