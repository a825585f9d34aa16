// Package money knows how many decimals currencies have.
package money

import "strings"

// usual is what most currencies have, and what is assumed of unknown ones.
const usual = 2

// others are the currencies with other decimals than the usual two.
//
// Source: ISO 4217, list one.
var others = map[string]int{
	"BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0, "RWF": 0,
	"UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
	"BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
	"CLF": 4, "UYW": 4,
}

// Digits is how many decimals a currency has, by its code.
func Digits(currency string) int {
	if digits, known := others[strings.ToUpper(strings.TrimSpace(currency))]; known {
		return digits
	}
	return usual
}
