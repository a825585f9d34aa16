package company

import "slices"

// operations are the names of rights in refusals.
var operations = map[Access]string{CanRead: "READ_BY_QUERY", CanCreate: "CREATE", CanUpdate: "UPDATE", CanDelete: "DELETE"}

// notGeneric are what generic create, update and delete refuse: objects with
// legacy functions, and, with all three, those that the company itself keeps.
var notGeneric = map[string]Access{
	"ARINVOICE": CanCreate | CanUpdate, "APADJUSTMENT": CanCreate | CanUpdate, "ARADJUSTMENT": CanCreate | CanUpdate,
	"EEXPENSES": CanCreate | CanUpdate, "CCTRANSACTION": CanCreate | CanUpdate,
	"SODOCUMENT": CanCreate | CanUpdate, "PODOCUMENT": CanCreate | CanUpdate, "INVDOCUMENT": CanCreate | CanUpdate,
	"SUPDOC": CanCreate | CanUpdate, "SUPDOCFOLDER": CanCreate | CanUpdate, "DEPOSIT": CanCreate | CanUpdate,
	"GLDETAIL": CanWrite, "GLACCOUNTBALANCE": CanWrite, "AUDITHISTORY": CanWrite, "ADVAUDITHISTORY": CanWrite,
	"APDETAIL": CanWrite, "APIUSAGEDETAIL": CanWrite, "APIUSAGESUMMARY": CanWrite, "JOBQUEUERECORD": CanWrite,
	"COMPANYPREF": CanWrite, "USERRIGHTS": CanWrite, "LOCATIONENTITY": CanWrite,
	"APBILLBATCH": CanCreate | CanUpdate, "ARINVOICEBATCH": CanCreate | CanUpdate, "ARPAYMENTBATCH": CanCreate | CanUpdate,
}

// Can reports whether a user has a right on an object.
func (c *Company) Can(u *User, a Access, object string) bool {
	o, ok := c.schema.Object(object)
	return ok && can(u, a, o)
}

func can(u *User, a Access, o *Object) bool {
	if u == nil {
		return true
	}
	return (u.Deny["*"]|u.Deny[o.Module]|u.Deny[o.Name])&a == 0
}

// mayRead checks the right before any row is looked at, as the gateway does.
func (c *Company) mayRead(u *User, o *Object, m Mode) *Problem {
	if can(u, CanRead, o) {
		return nil
	}
	if o.Name == auditObject {
		return &Problem{Description2: "You do not have permission to view audit history. Contact your administrator to get the View permission for custom reports."}
	}
	operation := operations[CanRead]
	if m == Read {
		operation = "READ"
	}
	return denied(operation, o)
}

// reach is how far a function's writes go.
type reach int

const (
	genericReach reach = iota
	legacyReach        // also what generic functions refuse
	effectReach        // also what the company keeps by itself
)

// reachOf is how far the writer of an input reaches.
func reachOf(in *Input) reach {
	switch {
	case in.Effect:
		return effectReach
	case in.Legacy:
		return legacyReach
	}
	return genericReach
}

// mayWrite finds the table for a write.
func (t *Tx) mayWrite(name string, a Access, how reach) (*table, *Problem) {
	tb, ok := t.c.table(name)
	if !ok || tb.object.Internal && how == genericReach {
		return nil, unknownObject(name)
	}
	o := tb.object
	kept := notGeneric[o.Name] == CanWrite && how != effectReach
	if kept || how == genericReach && (o.Parent != "" || notGeneric[o.Name]&a != 0) && !slices.Contains(ownLines, o.Name) {
		return nil, &Problem{
			Errno:        "PL04000005",
			Description2: "API operation '" + operations[a] + "' cannot be performed on objects of type " + o.Name,
		}
	}
	if !can(t.v.User, a, o) {
		return nil, denied(operations[a], o)
	}
	return tb, nil
}

// ownLines are lines that generic functions may also write by themselves.
var ownLines = []string{"TIMESHEETENTRY", "GLBUDGETITEM", "ALLOCATIONENTRY", "PJESTIMATEENTRY", "CHANGEREQUESTENTRY"}
