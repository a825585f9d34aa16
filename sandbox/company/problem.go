package company

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
	return p.Errno + ": " + p.Description + p.Description2 + p.Correction
}
