package intacct

import (
	"encoding/xml"
	"testing"
)

func TestElementNames(t *testing.T) {
	for name, want := range map[string]bool{
		"RECORDNO": true, "TAXGROUP.NAME": true, "GLDIM_Bauträger-2": true, "_x": true, "Ωmega·1": true,
		"": false, "LOCATION#": false, "DEPT#": false, "Cost/Center": false, "Rate %": false, "A(B)": false,
		"Cost Center": false, "2ND": false, "-x": false, "a&b": false, "a<b": false, "a'b": false, "a,b": false,
	} {
		if got := IsElementName(name); got != want {
			t.Errorf("%q: %v", name, got)
		}
		var any struct{}
		if err := xml.Unmarshal([]byte("<"+name+"></"+name+">"), &any); want && err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
}
