package sandbox

import (
	"fmt"
	"strconv"
	"time"
)

// faultKeys are the keys of --fault.
var faultKeys = map[string]func(*Fault, string) error{
	"function": textKey(func(f *Fault) *string { return &f.Function }),
	"object":   textKey(func(f *Fault) *string { return &f.Object }),
	"nth":      numberKey(func(f *Fault) *int { return &f.Nth }),
	"times":    numberKey(func(f *Fault) *int { return &f.Times }),
	"delay":    durationKey(func(f *Fault) *time.Duration { return &f.Delay }),
	"work":     durationKey(func(f *Fault) *time.Duration { return &f.Work }),
	"status":   numberKey(func(f *Fault) *int { return &f.Status }),
	"body":     textKey(func(f *Fault) *string { return &f.Body }),
	"type":     textKey(func(f *Fault) *string { return &f.ContentType }),
	"errno":    textKey(func(f *Fault) *string { return &f.Errno }),
	"text":     textKey(func(f *Fault) *string { return &f.Description2 }),
	"control":  booleanKey(func(f *Fault) *bool { return &f.AtControl }),
	"drop":     booleanKey(func(f *Fault) *bool { return &f.Drop }),
	"cut":      numberKey(func(f *Fault) *int { return &f.Cut }),
	"truncate": numberKey(func(f *Fault) *int { return &f.Truncate }),
	"drip":     numberKey(func(f *Fault) *int { return &f.Drip }),
	"pause":    durationKey(func(f *Fault) *time.Duration { return &f.DripPause }),
	"applied":  booleanKey(func(f *Fault) *bool { return &f.Applied }),
	"late":     durationKey(func(f *Fault) *time.Duration { return &f.LateCommit }),
}

func textKey(place func(*Fault) *string) func(*Fault, string) error {
	return func(f *Fault, value string) error {
		*place(f) = value
		return nil
	}
}

func numberKey(place func(*Fault) *int) func(*Fault, string) error {
	return func(f *Fault, value string) (err error) {
		if *place(f), err = strconv.Atoi(value); err != nil {
			return fmt.Errorf("%q is not a number", value)
		}
		return nil
	}
}

func durationKey(place func(*Fault) *time.Duration) func(*Fault, string) error {
	return func(f *Fault, value string) (err error) {
		if *place(f), err = time.ParseDuration(value); err != nil {
			return fmt.Errorf("%q is not a duration such as 500ms", value)
		}
		return nil
	}
}

// booleanKey reads true and false; the key alone is true.
func booleanKey(place func(*Fault) *bool) func(*Fault, string) error {
	return func(f *Fault, value string) (err error) {
		if value == "" {
			value = "true"
		}
		if *place(f), err = strconv.ParseBool(value); err != nil {
			return fmt.Errorf("%q is neither true nor false", value)
		}
		return nil
	}
}
