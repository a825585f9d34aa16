package airbyte

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// invocation is what the command line asks for.
type invocation struct {
	role    string // source, destination or nothing: a word, or else the program's name, says which
	command string
	config  string
	catalog string
	state   string
	debug   bool
	help    bool
	extra   *Command // instead of a command of the protocol
	rest    []string // the words after an extra command's name
}

// verb is a command of the protocol.
type verb struct {
	name     string
	role     string // the only role that has it
	required []string
	optional []string
	summary  string
}

var verbs = []verb{
	{name: "spec", summary: "print the specification of the configuration"},
	{name: "check", required: []string{"config"}, summary: "try the configuration"},
	{name: "discover", required: []string{"config"}, summary: "print what can be read (with the word destination: written)"},
	{name: "read", role: roleSource, required: []string{"config", "catalog"}, optional: []string{"state"}, summary: "print records and states"},
	{name: "write", role: roleDestination, required: []string{"config", "catalog"}, summary: "write the records on stdin, print the states"},
}

// usageError is a command line that makes no sense.
type usageError struct{ message string }

func (e *usageError) Error() string       { return e.message }
func (e *usageError) FailureType() string { return string(ConfigError) }

func usageErrorf(format string, args ...any) error {
	return &usageError{fmt.Sprintf(format, args...)}
}

// parser walks over the words of a command line. Flags may stand anywhere, in any order, because
// those who run connectors put them in different places.
type parser struct {
	connector Connector
	words     []string
	given     []string
	inv       invocation
}

func parseArgs(c Connector, args []string) (invocation, error) {
	p := &parser{connector: c, words: args}
	for len(p.words) > 0 && p.inv.extra == nil {
		word := p.words[0]
		p.words = p.words[1:]
		var err error
		if strings.HasPrefix(word, "-") {
			err = p.flag(word)
		} else {
			err = p.word(word)
		}
		if err != nil {
			return p.inv, err
		}
	}
	p.inv.rest = p.words
	return p.inv, p.complete()
}

func (p *parser) flag(word string) error {
	name, value, inline := strings.Cut(strings.TrimLeft(word, "-"), "=")
	switch name {
	case "debug":
		p.inv.debug = true
		return p.bare(name, inline)
	case "help", "h":
		p.inv.help = true
		return p.bare(name, inline)
	}
	target := map[string]*string{"config": &p.inv.config, "catalog": &p.inv.catalog, "state": &p.inv.state}[name]
	if target == nil {
		return usageErrorf("unknown flag --%s", wordShown(name))
	}
	if !inline {
		if len(p.words) == 0 || strings.HasPrefix(p.words[0], "--") {
			return usageErrorf("--%s needs a file name", name)
		}
		value, p.words = p.words[0], p.words[1:]
	}
	*target = value
	p.given = append(p.given, name)
	return nil
}

func (p *parser) bare(name string, inline bool) error {
	if inline {
		return usageErrorf("--%s takes no value", name)
	}
	return nil
}

func (p *parser) word(word string) error {
	switch {
	case p.inv.command != "":
		return usageErrorf("unexpected word %q after %s", wordShown(word), p.inv.command)
	case p.inv.role == "" && (word == roleSource || word == roleDestination):
		p.inv.role = word
		return nil
	case slices.ContainsFunc(verbs, func(v verb) bool { return v.name == word }):
		p.inv.command = word
		return nil
	}
	i := slices.IndexFunc(p.connector.Commands, func(c Command) bool { return c.Name == word })
	if i < 0 || p.inv.role != "" || len(p.given) > 0 {
		return usageErrorf("unknown command %q", wordShown(word))
	}
	p.inv.extra = &p.connector.Commands[i]
	return nil
}

// complete checks that the flags are those of the command, and that somebody plays its role.
func (p *parser) complete() error {
	if p.inv.help || p.inv.extra != nil {
		return nil
	}
	i := slices.IndexFunc(verbs, func(v verb) bool { return v.name == p.inv.command })
	if i < 0 {
		return usageErrorf("no command given")
	}
	v := verbs[i]
	if p.inv.role == "" {
		p.inv.role = roleCalled(p.connector.CalledAs)
	}
	for _, name := range p.given {
		if !slices.Contains(v.required, name) && !slices.Contains(v.optional, name) {
			return usageErrorf("%s takes no --%s", v.name, name)
		}
	}
	for _, name := range v.required {
		if !slices.Contains(p.given, name) {
			return usageErrorf("%s needs --%s", v.name, name)
		}
	}
	return p.assignRole(v)
}

// roleCalled is the role that a program's name stands for. Runners that take a command by its name,
// as a registry of connectors gives it, have no place for a word.
func roleCalled(program string) string {
	for _, role := range []string{roleSource, roleDestination} {
		if strings.HasPrefix(strings.ToLower(filepath.Base(program)), role+"-") {
			return role
		}
	}
	return ""
}

func (p *parser) assignRole(v verb) error {
	if v.role != "" && p.inv.role != "" && v.role != p.inv.role {
		return usageErrorf("a %s has no command %s", p.inv.role, v.name)
	}
	has := map[string]bool{roleSource: p.connector.Source != nil, roleDestination: p.connector.Destination != nil}
	for _, role := range []string{v.role, p.inv.role} {
		if role != "" && !has[role] {
			return usageErrorf("%s is not a %s", p.connector.Name, role)
		}
	}
	return nil
}

// usage is the text for a command line that makes no sense, and for --help.
func usage(c Connector) string {
	var text strings.Builder
	fmt.Fprintf(&text, "usage: %s [source|destination] <command> [--debug] ...\n\n", c.Name)
	for _, v := range verbs {
		line := v.name
		for _, name := range v.required {
			line += " --" + name + " FILE"
		}
		for _, name := range v.optional {
			line += " [--" + name + " FILE]"
		}
		fmt.Fprintf(&text, "  %-52s %s\n", line, v.summary)
	}
	for _, command := range c.Commands {
		fmt.Fprintf(&text, "  %-52s %s\n", command.Name+" ...", command.Summary)
	}
	return text.String()
}
