package sandbox

import (
	"strings"

	"airbyte-sage-intacct/sandbox/company"
)

// readUserFormatting says how a user wants dates and times (Sage docs, XML
// API: Users).
func (c *call) readUserFormatting() failure {
	user := c.userNamed(c.body.Value("userId"), c.body.Value("key"))
	if user == nil {
		return failing(errBusiness, "Cannot find user with key '%s'.", c.body.Value("userId")+c.body.Value("key"))
	}
	f := newFormatting(user.Format.Locale, user.Format.DateFormat, user.Format.GMTOffset, user.Format.Clock)
	if by := c.moved(ZoneShownInFormatting); by != 0 {
		f.gmtOffset = offsetText(f.offset + by)
	}
	c.w.open("data")
	c.w.open("userformatting")
	c.w.leaf("recordno", user.RecordNo)
	c.w.leaf("locale", f.locale)
	c.w.leaf("dateformat", f.dateFormat)
	c.w.leaf("gmtoffset", f.gmtOffset)
	c.w.leaf("clock", f.clock)
	c.w.close("userformatting")
	c.w.close("data")
	return nil
}

// userNamed finds a user by login or record number.
func (c *call) userNamed(login, recordNo string) *company.User {
	for _, user := range c.self.users {
		if (login != "" && strings.EqualFold(user.ID, login)) || (recordNo != "" && user.RecordNo == recordNo) {
			return user
		}
	}
	return nil
}

// readEntityDetails lists the entities the user may enter.
func (c *call) readEntityDetails() failure {
	c.w.open("data")
	for _, entity := range c.self.entities {
		if !c.self.mayEnter(c.who.user, entity.ID) {
			continue
		}
		c.w.open("entity")
		c.w.leaf("id", entity.ID)
		c.w.leaf("name", entity.Name)
		c.w.leaf("recordno", entity.RecordNo)
		c.w.leaf("currency", entity.Currency)
		c.w.leaf("firstfiscalmonth", monthNumber(entity.FirstFiscalMonth))
		c.w.leaf("firstfiscaltaxmonth", monthNumber(entity.FirstTaxMonth))
		c.w.leaf("weekstart", dayNumber(entity.WeekStart))
		c.w.close("entity")
	}
	c.w.close("data")
	return nil
}

// getUserPermissions lists a user's rights by application and list of objects.
func (c *call) getUserPermissions() failure {
	user := c.userNamed(c.body.Value("userId"), "")
	if user == nil {
		return failing(errBusiness, "Cannot find user with key '%s'.", c.body.Value("userId"))
	}
	c.w.open("data")
	c.w.open("permissions")
	for _, application := range applicationsOf(c.gateway.company) {
		c.w.open("appSubscription")
		c.w.leaf("applicationName", application.name)
		c.w.open("policies")
		for _, o := range application.objects {
			rights := rightsOn(c.gateway.company, user, o)
			if rights == "" {
				continue
			}
			c.w.open("policy")
			c.w.leaf("policyName", o.Plural())
			c.w.leaf("rights", rights)
			c.w.close("policy")
		}
		c.w.close("policies")
		c.w.close("appSubscription")
	}
	c.w.close("permissions")
	c.w.close("data")
	return nil
}

// An application is a module with the objects that policies are about.
type application struct {
	name    string
	objects []*company.Object
}

// applicationsOf groups the objects by module, in the catalogue's order. Lines
// and internal tables have no policies of their own.
func applicationsOf(c *company.Company) []*application {
	var applications []*application
	byName := map[string]*application{}
	for _, o := range c.Objects() {
		if o.Internal || o.Parent != "" || o.Module == "" {
			continue
		}
		a := byName[o.Module]
		if a == nil {
			a = &application{name: o.Module}
			byName[o.Module] = a
			applications = append(applications, a)
		}
		a.objects = append(a.objects, o)
	}
	return applications
}

// rightsOn words a user's rights as policies do.
func rightsOn(c *company.Company, user *company.User, o *company.Object) string {
	var rights []string
	for _, right := range []struct {
		access company.Access
		words  string
	}{
		{company.CanRead, "List|View"},
		{company.CanCreate, "Add"},
		{company.CanUpdate, "Edit"},
		{company.CanDelete, "Delete"},
	} {
		if c.Can(user, right.access, o.Name) {
			rights = append(rights, right.words)
		}
	}
	return strings.Join(rights, "|")
}

// getAPISession opens a session at the level asked for: the entity named, the
// top for an empty name, or where the caller is. It stands alone in its
// request (Sage docs, XML API: API sessions).
func (c *call) getAPISession() failure {
	if len(c.entry.Calls) > 1 {
		return failing(errGateway, "getAPISession must be the only function in the request.")
	}
	entity := c.who.entity
	if location := c.body.Child("locationid"); location != nil {
		entity = location.Trimmed()
		if !c.self.mayEnter(c.who.user, entity) {
			return failing(errGateway, "Invalid location %s", entity)
		}
		entity = c.self.entityID(entity)
	}
	c.w.open("data")
	c.w.open("api")
	c.w.leaf("sessionid", c.gateway.sessions.start(c.who.user.ID, entity, c.now))
	c.w.leaf("endpoint", c.gateway.endpoint(c.http))
	c.w.leaf("locationid", entity)
	c.w.close("api")
	c.w.close("data")
	return nil
}
