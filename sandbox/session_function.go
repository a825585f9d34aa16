package sandbox

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
