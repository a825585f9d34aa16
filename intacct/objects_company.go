package intacct

var company = []*Object{
	{Name: "CLASS", Label: "Class", Called: &Called{By: "NAME", Refs: []string{"CLASSID"}, Names: []string{"CLASSNAME"}}, Natural: []string{"CLASSID"}, Curated: true, AuditKey: AuditRecord, System: []string{"PARENTKEY"}, Write: generic("cud"), Hotglue: "classes"},
	{
		Name: "DEPARTMENT", Label: "Department", Called: &Called{By: "TITLE", Refs: []string{"DEPARTMENTID", "DEPARTMENT"}, Names: []string{"DEPARTMENTNAME", "DEPARTMENTTITLE"}}, HotglueKey: "DEPARTMENTID", Natural: []string{"DEPARTMENTID"}, Curated: true, AuditKey: AuditRecord,
		System: []string{"PARENTKEY", "SUPERVISORKEY"}, Write: generic("cud"), Hotglue: "departments",
	},
	{
		Name: "LOCATION", Label: "Location", Called: &Called{By: "NAME", Refs: []string{"LOCATIONID", "LOCATION"}, Names: []string{"LOCATIONNAME"}}, Common: 1, Natural: []string{"LOCATIONID"}, Curated: true, AuditKey: AuditRecord,
		System: []string{"PARENTKEY", "SUPERVISORKEY", "ISROOT", "ENTITY"}, Needs: []string{"LOCATIONID", "NAME"}, Write: generic("cud"), Hotglue: "locations",
	},
	{Name: "LOCATIONENTITY", Label: "Entity", Natural: []string{"LOCATIONID"}, Curated: true, AuditKey: AuditRecord, Hotglue: "subsidiaries"},
	{Name: "LOCATIONGROUP", Label: "Location group", Natural: []string{"ID"}},
	{Name: "DEPARTMENTGROUP", Label: "Department group", Natural: []string{"ID"}},
	{Name: "CLASSGROUP", Label: "Class group", Natural: []string{"ID"}},
	{Name: "AFFILIATEENTITY", Label: "Affiliate entity", AuditKey: AuditRecord, Hotglue: "affiliate_entities"},
	{Name: "CONTACT", Label: "Contact", Natural: []string{"CONTACTNAME"}, Curated: true, AuditKey: AuditNatural, Needs: []string{"CONTACTNAME", "PRINTAS"}, Write: generic("cud")},
	{Name: "TRXCURRENCIES", Label: "Transaction currency", AuditKey: AuditRecord},
	{
		Name: "EXCHANGERATE", Label: "Exchange rate", Natural: []string{"TYPENAME", "FROM_CURRENCY", "TO_CURRENCY"},
		Lines: []OwnedLines{{"EXCHANGERATEENTRIES", "EXCHANGERATEENTRY", "EXCHANGERATEENTRY"}},
		Needs: []string{"TYPENAME", "FROM_CURRENCY", "TO_CURRENCY"}, Write: generic("c"),
	},
	{Name: "EXCHANGERATEENTRY", Label: "Exchange rate entry"},
	{Name: "EXCHANGERATETYPES", Label: "Exchange rate type", Natural: []string{"ID"}},
	{Name: "FIXEDASSET", Label: "Fixed asset", AuditKey: AuditRecord, Hotglue: "fixed_assets"},
	{Name: "DIMENSIONS", Label: "Dimensions", Function: "getDimensions", Key: "objectName", KeyKind: TextKey, Cursor: none, Created: none, Hotglue: "dimensions"},
	{
		// The values of all user-defined dimensions, each an object of its own.
		Name: "DIMENSIONVALUES", Label: "Values of user-defined dimensions", Function: "getDimensions", Key: "id", KeyKind: TextKey, Natural: []string{"dimensionType", "id"},
		Cursor: "updatedAt", Created: "createdAt", Hotglue: "dimension_values",
	},
	{
		Name: "SUPDOC", Label: "Attachment", Function: "get_list", Key: "supdocid", KeyKind: TextKey, Natural: []string{"supdocid"}, Cursor: none, Created: "creationdate",
		Write: WriteRule{
			Create: legacy("create_supdoc", supdoc),
			Update: legacy("update_supdoc", supdoc),
			Delete: legacyBy("delete_supdoc", "supdocid", ""),
		},
	},
	{
		Name: "SUPDOCFOLDER", Label: "Attachment folder", Function: "get_list", Key: "name", KeyKind: TextKey, Natural: []string{"name"}, Cursor: "lastmodified", Created: "creationdate",
		Write: WriteRule{
			Create: legacy("create_supdocfolder", supdocFolder),
			Update: legacy("update_supdocfolder", supdocFolder),
			Delete: legacyBy("delete_supdocfolder", "name", ""),
		},
	},
}

var taxes = []*Object{
	{Name: "TAXDETAIL", Label: "Tax detail", Natural: []string{"DETAILID"}, Curated: true, AuditKey: AuditRecord},
	{Name: "TAXSOLUTION", Label: "Tax solution", Natural: []string{"TAXSOLUTIONID"}},
	{Name: "TAXRECORD", Label: "Tax record", Write: generic("u")},
	{Name: "ITEMTAXGROUP", Label: "Item tax group", Natural: []string{"NAME"}},
}

var administration = []*Object{
	{Name: "USERINFO", Label: "User", Writes: []string{"CONTACTINFO.EMAIL1"}, Natural: []string{"LOGINID"}, Curated: true, AuditKey: AuditNatural, NoQuery: []string{"PASSWORD"}, Needs: []string{"LOGINID"}, Write: generic("cud")},
	{Name: "USERGROUP", Label: "User group", Natural: []string{"NAME"}},
	{Name: "ROLEASSIGNMENT", Label: "Role assignment"},
	{Name: "GCBOOK", Label: "Consolidation book", Natural: []string{"BOOKID"}},
	{Name: "GCOWNERSHIPSTRUCTURE", Label: "Ownership structure", Natural: []string{"STRUCTURENAME"}},
	{Name: "GCOWNERSHIPSTRUCTUREDETAIL", Label: "Ownership structure detail"},
	{Name: "USERROLES", Label: "User role assignment", Needs: []string{"USERID", "ROLENAME"}, Write: generic("c")},
	{Name: "ROLES", Label: "Role"},
	{Name: "COMPANYPREF", Label: "Company preference", Key: none, Cursor: none, Created: none},
	{Name: "APIUSAGEDETAIL", Label: "API usage detail", Cursor: none, Created: none},
	{Name: "APIUSAGESUMMARY", Label: "API usage summary", Cursor: none, Created: none},
	{Name: "AUDITHISTORY", Label: "Audit history", Key: "ID", KeyKind: TextKey, Cursor: "ACCESSTIME", Created: none},
	{Name: "ADVAUDITHISTORY", Label: "Advanced audit history", Key: "ID", KeyKind: TextKey, Cursor: "ACCESSTIME", Created: none},
}
