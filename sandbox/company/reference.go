package company

import "slices"

// reference says that a field holds the id of a record elsewhere: it can be
// followed in dotted names, a write must name a record that exists, and what
// the record is called is copied beside it.
type reference struct {
	field   string
	targets []string // tried in turn; the first is where dotted names lead
	label   string   // in "Invalid Vendor 'x' specified."
	modules []string // only in objects of these modules; nil is all
	copies  []copied
}

// copied is a field of the target and the fields it is copied to, where the
// object has them.
type copied struct {
	from string
	to   []string
}

func to(from string, fields ...string) copied { return copied{from, fields} }

// references are the fields that mean the same in every object.
var references = []reference{
	{field: "VENDORID", targets: []string{"VENDOR"}, label: "Vendor", copies: []copied{to("NAME", "VENDORNAME"), to("RECORDNO", "VENDORDIMKEY", "VENDORKEY")}},
	{field: "CUSTOMERID", targets: []string{"CUSTOMER"}, label: "Customer", copies: []copied{to("NAME", "CUSTOMERNAME"), to("RECORDNO", "CUSTOMERDIMKEY", "CUSTOMERKEY")}},
	{field: "EMPLOYEEID", targets: []string{"EMPLOYEE"}, label: "Employee", copies: []copied{to("CONTACT_NAME", "EMPLOYEENAME"), to("RECORDNO", "EMPLOYEEDIMKEY")}},
	{field: "ITEMID", targets: []string{"ITEM"}, label: "Item", copies: []copied{to("NAME", "ITEMNAME"), to("RECORDNO", "ITEMDIMKEY", "ITEMKEY")}},
	{field: "CLASSID", targets: []string{"CLASS"}, label: "Class", copies: []copied{to("NAME", "CLASSNAME"), to("RECORDNO", "CLASSDIMKEY", "CLASSKEY")}},
	{field: "PROJECTID", targets: []string{"PROJECT"}, label: "Project", copies: []copied{to("NAME", "PROJECTNAME"), to("RECORDNO", "PROJECTDIMKEY", "PROJECTKEY")}},
	{field: "CONTRACTID", targets: []string{"CONTRACT"}, label: "Contract", copies: []copied{to("NAME", "CONTRACTNAME"), to("RECORDNO", "CONTRACTDIMKEY", "CONTRACTKEY")}},
	{field: "WAREHOUSEID", targets: []string{"WAREHOUSE"}, label: "Warehouse", copies: []copied{to("NAME", "WAREHOUSENAME"), to("RECORDNO", "WAREHOUSEDIMKEY", "WAREHOUSEKEY")}},
	{field: "DEPARTMENTID", targets: []string{"DEPARTMENT"}, label: "Department", copies: []copied{to("TITLE", "DEPARTMENTNAME", "DEPARTMENTTITLE"), to("RECORDNO", "DEPARTMENTKEY", "DEPTKEY", "PROJECTDEPTKEY")}},
	{field: "DEPARTMENT", targets: []string{"DEPARTMENT"}, label: "Department", modules: []string{"General Ledger"}, copies: []copied{to("TITLE", "DEPARTMENTTITLE"), to("RECORDNO", "DEPARTMENTKEY")}},
	{field: "LOCATIONID", targets: []string{"LOCATION"}, label: "Location", copies: []copied{to("NAME", "LOCATIONNAME"), to("RECORDNO", "LOCATIONKEY", "PROJECTLOCATIONKEY")}},
	{field: "LOCATION", targets: []string{"LOCATION"}, label: "Location", modules: []string{"General Ledger"}, copies: []copied{to("NAME", "LOCATIONNAME"), to("RECORDNO", "LOCATIONKEY")}},
	{field: "ACCOUNTNO", targets: []string{"GLACCOUNT", "STATACCOUNT"}, label: "GL Account", copies: []copied{to("TITLE", "ACCOUNTTITLE"), to("RECORDNO", "ACCOUNTKEY")}},
	{field: "GLACCOUNTNO", targets: []string{"GLACCOUNT"}, label: "GL Account", copies: []copied{to("TITLE", "GLACCOUNTTITLE")}},
	{field: "OFFSETGLACCOUNTNO", targets: []string{"GLACCOUNT"}, label: "GL Account", copies: []copied{to("TITLE", "OFFSETGLACCOUNTTITLE", "OFFSETGLACCOUNTNOTITLE")}},
	{field: "APACCOUNT", targets: []string{"GLACCOUNT"}, label: "GL Account", copies: []copied{to("TITLE", "APACCOUNTTITLE")}},
	{field: "ARACCOUNT", targets: []string{"GLACCOUNT"}, label: "GL Account", copies: []copied{to("TITLE", "ARACCOUNTTITLE")}},
	{field: "ACCOUNTLABEL", targets: []string{"APACCOUNTLABEL"}, label: "Account Label", modules: []string{"Accounts Payable"}},
	{field: "ACCOUNTLABEL", targets: []string{"ARACCOUNTLABEL"}, label: "Account Label", modules: []string{"Accounts Receivable"}},
	{field: "ACCOUNTLABEL", targets: []string{"EEACCOUNTLABEL"}, label: "Account Label", modules: []string{"Employee Expenses"}},
	{field: "TERMNAME", targets: []string{"APTERM"}, label: "Term", modules: []string{"Accounts Payable", "Purchasing"}, copies: []copied{to("RECORDNO", "TERMKEY", "TERMSKEY")}},
	{field: "TERMNAME", targets: []string{"ARTERM"}, label: "Term", modules: []string{"Accounts Receivable", "Order Entry", "Project and Resource Management"}, copies: []copied{to("RECORDNO", "TERMKEY", "TERMSKEY")}},
	{field: "JOURNAL", targets: []string{"GLJOURNAL", "STATJOURNAL"}, label: "Journal", modules: []string{"General Ledger"}, copies: []copied{to("RECORDNO", "JOURNALKEY"), to("ADJ", "ADJ")}},
	{field: "FINANCIALENTITY", targets: []string{"CHECKINGACCOUNT", "SAVINGSACCOUNT", "CREDITCARD"}, label: "Bank Account"},
	{field: "BANKACCOUNTID", targets: []string{"CHECKINGACCOUNT", "SAVINGSACCOUNT"}, label: "Bank Account", modules: []string{"Cash Management"}},
	{field: "SUPERVISORID", targets: []string{"EMPLOYEE"}, label: "Employee", copies: []copied{to("CONTACT_NAME", "SUPERVISORNAME"), to("RECORDNO", "SUPERVISORKEY")}},
	{field: "MANAGERID", targets: []string{"EMPLOYEE"}, label: "Employee", copies: []copied{to("CONTACT_NAME", "MANAGERCONTACTNAME"), to("RECORDNO", "MANAGERKEY")}},
	{field: "VENDTYPE", targets: []string{"VENDTYPE"}, label: "Vendor Type", copies: []copied{to("RECORDNO", "VENDTYPEKEY")}},
	{field: "CUSTTYPE", targets: []string{"CUSTTYPE"}, label: "Customer Type", copies: []copied{to("RECORDNO", "CUSTTYPEKEY")}},
	{field: "PROJECTTYPE", targets: []string{"PROJECTTYPE"}, label: "Project Type", copies: []copied{to("RECORDNO", "PROJECTTYPEKEY")}},
	{field: "PROJECTSTATUS", targets: []string{"PROJECTSTATUS"}, label: "Project Status", copies: []copied{to("RECORDNO", "PROJECTSTATUSKEY")}},
	{field: "PRODUCTLINEID", targets: []string{"PRODUCTLINE"}, label: "Product Line"},
	{field: "SUPDOCID", targets: []string{"SUPDOC"}, label: "Attachment"},
	{field: "CUSTVENDID", targets: []string{"VENDOR"}, label: "Vendor", modules: []string{"Purchasing"}, copies: []copied{to("NAME", "CUSTVENDNAME", "VENDORNAME"), to("VENDORID", "VENDORID")}},
	{field: "CUSTVENDID", targets: []string{"CUSTOMER"}, label: "Customer", modules: []string{"Order Entry"}, copies: []copied{to("NAME", "CUSTVENDNAME")}},
}

// parentReference is the one of an object to its own kind.
func parentReference(o *Object) reference {
	return reference{
		field: "PARENTID", targets: []string{o.Name}, label: o.Label,
		copies: []copied{to("NAME", "PARENTNAME"), to("RECORDNO", "PARENTKEY")},
	}
}

// appliesTo says whether the field means this in the object: not in the very
// object it names, and not where the same word means something else.
func (r *reference) appliesTo(o *Object) bool {
	_, has := o.index[r.field]
	switch {
	case !has:
		return false
	case r.modules != nil && !slices.Contains(r.modules, o.Module):
		return false
	case o.NaturalKey == r.field || slices.Contains(r.targets, o.Name):
		return false
	case r.field == "ACCOUNTNO":
		return o.Ordinal("ACCOUNTTITLE") >= 0 // elsewhere it is a bank's number
	}
	return true
}

// referencesOf are the references of an object's fields.
func referencesOf(o *Object) []reference {
	var found []reference
	for i := range references {
		if references[i].appliesTo(o) {
			found = append(found, references[i])
		}
	}
	if o.NaturalKey != "" && o.Ordinal("PARENTID") >= 0 && !o.Custom {
		found = append(found, parentReference(o))
	}
	return found
}

// adopt tells an object's lines whose lines they are. The audit history has
// their header only.
func (s *Schema) adopt(o *Object) {
	for i := range o.Owned {
		if line, ok := s.Object(o.Owned[i].Object); ok {
			line.Parent, line.ParentKey, line.Audit = o.Name, o.Owned[i].ForeignKey, AuditNone
			line.relate(Relation{Path: o.Name, Object: o.Name, Via: o.Owned[i].ForeignKey, Target: o.Owned[i].HeaderKey})
		}
	}
}

// link completes an object's relations with those of its references.
func (s *Schema) link(o *Object) {
	for _, r := range referencesOf(o) {
		path := r.targets[0]
		if r.field == "PARENTID" {
			path = "PARENT"
		}
		o.relate(Relation{Path: path, Object: r.targets[0], Via: r.field})
	}
	for i := range o.Relations {
		s.complete(o, &o.Relations[i])
	}
}

// relate adds a relation unless its path leads somewhere already.
func (o *Object) relate(r Relation) {
	if _, taken := o.Relation(r.Path); !taken {
		o.Relations = append(o.Relations, r)
	}
}

// complete finds what the relation's field holds: the key of its target when
// it is a number, else the natural key.
func (s *Schema) complete(o *Object, r *Relation) {
	if r.Type == "" {
		r.Type = "MANY2ONE"
	}
	target, ok := s.Object(r.Object)
	if !ok || r.Target != "" {
		return
	}
	r.Target = target.Key
	if via, known := o.Field(r.Via); known && via.DataType != Integer && target.NaturalKey != "" {
		r.Target = target.NaturalKey
	}
}
