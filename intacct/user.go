package intacct

import (
	"context"
	"strings"

	"github.com/beevik/etree"
)

// UserFormatting reads how the signed-in user likes dates, which is how query
// writes them.
//
// Source: Sage docs, XML API, "Users" (readUserFormatting).
func (c *Client) UserFormatting(ctx context.Context) (Format, error) {
	user, _, _ := strings.Cut(c.cfg.UserID, "|")
	body := etree.NewElement("readUserFormatting")
	body.CreateElement("userId").SetText(user)
	result, err := c.DoOne(ctx, Function{Body: body})
	if err != nil {
		return Format{}, err
	}
	el := child(result.Data, "userformatting")
	if el == nil {
		return Format{}, nonsense("readUserFormatting", "the gateway described no format")
	}
	format := "" // a blank in it may be the separator
	if dates := child(el, "dateformat"); dates != nil {
		format = dates.Text()
	}
	return NewFormat(childText(el, "locale"), format, childText(el, "clock"), childText(el, "gmtoffset"))
}

// AppSubscription is one application and what a user may do in it.
type AppSubscription struct {
	Application string
	Policies    []Policy
}

// Policy is a kind of thing and the rights to it: List, View, Add, Edit, …
type Policy struct {
	Name   string
	Rights []string
}

// Has says whether the policy holds a right, in any letter case.
func (p Policy) Has(right string) bool {
	for _, r := range p.Rights {
		if strings.EqualFold(r, right) {
			return true
		}
	}
	return false
}

// UserPermissions lists what a user may do; "" is the signed-in user.
//
// Source: Sage docs, XML API, "Users" (getUserPermissions).
func (c *Client) UserPermissions(ctx context.Context, user string) ([]AppSubscription, error) {
	if user == "" {
		user, _, _ = strings.Cut(c.cfg.UserID, "|")
	}
	body := etree.NewElement("getUserPermissions")
	body.CreateElement("userId").SetText(user)
	result, err := c.DoOne(ctx, Function{Body: body})
	if err != nil {
		return nil, err
	}
	var list []AppSubscription
	for _, el := range children(child(result.Data, "permissions"), "appSubscription") {
		app := AppSubscription{Application: childText(el, "applicationName")}
		for _, p := range children(child(el, "policies"), "policy") {
			app.Policies = append(app.Policies, Policy{Name: childText(p, "policyName"), Rights: rights(childText(p, "rights"))})
		}
		list = append(list, app)
	}
	return list, nil
}

func rights(text string) []string {
	var list []string
	for right := range strings.SplitSeq(text, "|") {
		if right = strings.TrimSpace(right); right != "" {
			list = append(list, right)
		}
	}
	return list
}
