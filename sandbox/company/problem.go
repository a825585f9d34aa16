package company

import (
	"fmt"
	"slices"
	"strings"
)

// Problem is a refusal in the gateway's words. Wrappers are the generic
// errors that follow the cause ("Could not create project record!").
type Problem struct {
	Errno        string
	Description  string
	Description2 string
	Correction   string
	Wrappers     []Problem
}

// String is the problem on one line, for logs and failing tests.
func (p *Problem) String() string {
	if p == nil {
		return "no problem"
	}
	parts := slices.DeleteFunc([]string{p.Description, p.Description2, p.Correction}, func(s string) bool { return s == "" })
	return p.Errno + ": " + strings.Join(parts, " ")
}

// businessError is the errorno of most refusals by the company's rules.
const businessError = "BL01001973"

// refuse is a refusal by a rule of the company.
func refuse(format string, args ...any) *Problem {
	return &Problem{Errno: businessError, Description2: fmt.Sprintf(format, args...)}
}

func (p *Problem) correctedBy(advice string) *Problem {
	p.Correction = advice
	return p
}

// processingError is what the gateway says to bad fields, bad syntax and bad literals.
func processingError() *Problem {
	return &Problem{Errno: "DL02000001", Description2: "There was an error processing the request."}
}

func unknownObject(name string) *Problem {
	return &Problem{Errno: "Query Failed", Description2: "Object definition " + name + " not found"}
}

func denied(operation string, o *Object) *Problem {
	return &Problem{
		Errno: "PL04000005",
		Description2: fmt.Sprintf("You do not have permission for API operation %s on objects of type %s",
			operation, strings.ToLower(o.Name)),
	}
}

func unknownField(o *Object, name string) *Problem {
	return refuse("Invalid field '%s' specified for %s.", name, o.Name).correctedBy("Use the names that lookup lists.")
}

func readOnlyField(o *Object, name string) *Problem {
	return refuse("The field '%s' of %s is read-only.", name, o.Name)
}

func missing(what string) *Problem {
	return &Problem{
		Errno: "PL01000127", Description2: what + " is missing",
		Correction: "Make desired changes and press Save to continue.",
	}
}

func illegalFormat(what, value string) *Problem {
	return &Problem{Errno: "BL03000018", Description2: fmt.Sprintf("Illegal format for %s: '%s'", what, value)}
}

func invalidReference(label, id string) *Problem {
	return refuse("Invalid %s '%s' specified.", label, id)
}

// duplicate is what is said of a natural key that is taken; accounts have
// words of their own (Sage docs, XML API: Error handling).
func duplicate(o *Object, value string) *Problem {
	if o.Name == "GLACCOUNT" {
		return &Problem{
			Errno:        "BL01001973",
			Description:  "Duplicate account number",
			Description2: fmt.Sprintf("The account number '%s' already exists", value),
			Correction:   "Enter unique account number",
		}
	}
	return &Problem{
		Errno:        "BL34000061",
		Description2: fmt.Sprintf("Another %s with the given value(s) %s  already exists", o.Label, value),
		Correction:   "Use a unique value instead.",
	}
}

func noRecord(o *Object, key, verb string) *Problem {
	return refuse("Cannot find %s with key '%s' to %s.", strings.ToLower(o.Name), key, verb)
}

// wrapped adds the generic errors that the gateway puts behind a cause.
func (p *Problem) wrapped(o *Object, verb string) *Problem {
	if p.Errno == "PL04000005" || len(p.Wrappers) > 0 {
		return p
	}
	name := strings.ToLower(o.Name)
	if strings.HasSuffix(o.Name, "DOCUMENT") {
		name = "Document"
	}
	p.Wrappers = []Problem{*refuse("Could not %s %s record!", verb, name)}
	if p.Errno == "BL34000061" {
		p.Wrappers = append(p.Wrappers, *refuse("Error while saving the %s info", o.Label))
	}
	return p
}
