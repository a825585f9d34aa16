package intacct

var projects = []*Object{
	{
		Name: "PROJECT", Label: "Project", Writes: []string{"OBSPERCENTCOMPLETE"}, Called: &Called{By: "NAME", Refs: []string{"PROJECTID"}, Names: []string{"PROJECTNAME"}}, Files: OtherFiles, Natural: []string{"PROJECTID"}, Curated: true, AuditKey: AuditNatural,
		NoQuery: []string{
			"CFDA", "FUNDEDNAME", "AGENCY", "PAYER", "FUNDINGOTHERID", "ASSISTANCETYPE", "REVRESTRICTION", "RESTRICTIONEXPIRY",
			"RESTRICTIONEXPIRATIONDATE", "TIMESATISFACTIONSCHEDULED",
		},
		Needs: []string{"NAME", "PROJECTCATEGORY"}, Write: generic("cud"), Hotglue: "projects",
	},
	{Name: "PROJECTTYPE", Label: "Project type", Natural: []string{"NAME"}},
	{Name: "PROJECTSTATUS", Label: "Project status", Natural: []string{"NAME"}},
	{Name: "PROJECTCONTRACT", Label: "Project contract", Natural: []string{"PROJECTCONTRACTID"}},
	{Name: "PROJECTCONTRACTLINE", Label: "Project contract line", Parent: "PROJECTCONTRACT", ParentKey: "PROJECTCONTRACTKEY"},
	{Name: "PROJECTCONTRACTLINEENTRY", Label: "Project contract line entry", Parent: "PROJECTCONTRACTLINE", ParentKey: "PROJECTCONTRACTLINEKEY"},
	{Name: "PROJECTCHANGEORDER", Label: "Project change order", Natural: []string{"PROJECTCHANGEORDERID"}},
	{Name: "CHANGEREQUEST", Label: "Change request", Natural: []string{"CHANGEREQUESTID"}},
	{Name: "CHANGEREQUESTENTRY", Label: "Change request line", Parent: "CHANGEREQUEST", ParentKey: "CHANGEREQUESTKEY"},
	{Name: "PJESTIMATE", Label: "Project estimate", Natural: []string{"PJESTIMATEID"}},
	{Name: "PJESTIMATEENTRY", Label: "Project estimate line", Parent: "PJESTIMATE", ParentKey: "PJESTIMATEKEY"},
	{Name: "PROJECTGROUP", Label: "Project group", Natural: []string{"ID"}},
	{Name: "PROJECTRESOURCES", Label: "Project resource"},
	{
		Name: "TASK", Label: "Task", Writes: []string{"OBSPERCENTCOMPLETE"}, Files: OtherFiles, Natural: []string{"PROJECTID", "TASKID"}, Curated: true, AuditKey: AuditRecord,
		System: []string{"PARENTID", "PROJECTKEY", "ITEMKEY", "CLASSKEY", "ROOTPARENTKEY", "ROOTPARENTID", "ROOTPARENTNAME"},
		Needs:  []string{"NAME", "PROJECTID", "TASKSTATUS"}, Write: generic("cud"), Hotglue: "tasks",
	},
	{Name: "TASKRESOURCES", Label: "Task resource"},
	{Name: "COSTTYPE", Label: "Cost type", System: []string{"PROJECTKEY", "TASKKEY"}, Needs: []string{"STANDARDCOSTTYPEID"}, Write: generic("cud")},
	{Name: "WORKORDER", Label: "Work order", Cursor: none},
	{
		Name: "TIMESHEET", Label: "Timesheet", Files: DocumentFiles, Drafts: true, Natural: []string{"EMPLOYEEID", "BEGINDATE"}, Curated: true,
		Lines: []OwnedLines{{"TIMESHEETENTRIES", "TIMESHEETENTRY", "TIMESHEETENTRY"}},
		Needs: []string{"BEGINDATE", "EMPLOYEEID"}, Write: generic("cud"),
	},
	{
		Name: "TIMESHEETENTRY", Label: "Timesheet entry", Writes: []string{"EXTAMOUNT", "EXTEMPLOYERTAXES", "EXTFRINGES", "EXTCASHFRINGES"}, Curated: true, System: []string{"STATE", "TIMESHEETKEY"},
		Parent: "TIMESHEET", ParentKey: "TIMESHEETKEY",
	},
	{Name: "TIMETYPE", Label: "Time type", Natural: []string{"NAME"}},
	{Name: "EARNINGTYPE", Label: "Earning type", Natural: []string{"NAME"}},
}

var expenses = []*Object{
	{Name: "EMPLOYEE", Label: "Employee", Called: &Called{By: "PERSONALINFO.CONTACTNAME", Refs: []string{"EMPLOYEEID"}, Names: []string{"EMPLOYEENAME", "EMPLOYEECONTACTNAME"}}, Files: OtherFiles, Natural: []string{"EMPLOYEEID"}, Curated: true, AuditKey: AuditRecord, System: []string{"ENTITY"}, Write: generic("cud"), Hotglue: "employees"},
	{Name: "EMPLOYEETYPE", Label: "Employee type", Natural: []string{"NAME"}},
	{Name: "EMPLOYEEGROUP", Label: "Employee group", Natural: []string{"ID"}},
	{
		// WHENCREATED is the report's date.
		Name: "EEXPENSES", Label: "Expense report", Dated: datedDocument, Files: DocumentFiles, Drafts: true, Posted: "STATE", Created: "AUWHENCREATED", Curated: true, System: documentFields,
		Lines: []OwnedLines{{"EEXPENSESITEMS", "EEXPENSESITEM", "EEXPENSESITEM"}},
		Write: WriteRule{
			Create: legacy("create_expensereport", createExpenseReport),
			Update: legacyBy("update_expensereport", "RECORDNO", updateExpenseReport),
			Delete: Rule{Manner: GenericWrite},
		}.reversible("reverse_expensereport", "description"),
		Identity: "RECORDID",
	},
	{Name: "EEXPENSESITEM", Label: "Expense report line", System: lineFields, Parent: "EEXPENSES", ParentKey: "RECORDKEY"},
	{Name: "EXPENSEADJUSTMENTS", Label: "Expense adjustment", Created: "AUWHENCREATED", Write: generic("d")},
	{Name: "EXPENSEADJUSTMENTSITEM", Label: "Expense adjustment line", Parent: "EXPENSEADJUSTMENTS", ParentKey: "RECORDKEY"},
	{Name: "EPPAYMENT", Label: "Reimbursement", Created: "AUWHENCREATED"},
	{Name: "EPPAYMENTREQUEST", Label: "Reimbursement request", Created: "AUWHENCREATED"},
	{Name: "EEACCOUNTLABEL", Label: "Expense type", Natural: []string{"ACCOUNTLABEL"}, Needs: []string{"ACCOUNTLABEL", "DESCRIPTION", "GLACCOUNTNO"}, Write: generic("cud")},
	{Name: "EXPENSEPAYMENTTYPE", Label: "Expense payment type", Natural: []string{"NAME"}},
}

var contracts = []*Object{
	{Name: "CONTRACT", Label: "Contract", Writes: []string{"STATE"}, Files: OtherFiles, Natural: []string{"CONTRACTID"}, Curated: true, System: []string{"STATE"}, Needs: []string{"CUSTOMERID", "NAME", "BEGINDATE", "TERMNAME", "TERMTYPE", "LOCATIONID", "APPLICATION"}, Write: generic("cud")},
	{Name: "CONTRACTDETAIL", Label: "Contract line", Writes: []string{"STATE"}, Curated: true, System: []string{"STATE", "LINENO"}, Needs: []string{"CONTRACTID", "ITEMID", "BILLINGMETHOD", "LOCATIONID"}, Write: generic("cud")},
	{Name: "CONTRACTTYPE", Label: "Contract type", Natural: []string{"NAME"}, Needs: []string{"NAME"}, Write: generic("cud")},
	{Name: "CONTRACTEXPENSE", Label: "Contract expense", Writes: []string{"STATE"}, System: []string{"STATE"}, Needs: []string{"CONTRACTID", "ITEMID", "POSTINGDATE", "AMOUNT", "LOCATIONID", "CONTRACTDETAILKEY"}, Write: generic("cud")},
	{Name: "CONTRACTUSAGE", Label: "Contract usage", Writes: []string{"ITEMID"}, Needs: []string{"USAGEDATE", "QUANTITY", "CONTRACTID"}, Write: generic("cud")},
	{Name: "CONTRACTBILLINGSCHEDULE", Label: "Contract billing schedule", Write: generic("u")},
	{Name: "CONTRACTBILLINGSCHEDULEENTRY", Label: "Contract billing schedule entry"},
	{Name: "CONTRACTREVENUESCHEDULE", Label: "Contract revenue schedule"},
	{Name: "CONTRACTREVENUE2SCHEDULE", Label: "Contract revenue schedule, second book"},
	{Name: "CONTRACTEXPENSESCHEDULE", Label: "Contract expense schedule"},
	{Name: "CONTRACTBILLINGTEMPLATE", Label: "Billing template", Natural: []string{"NAME"}, Needs: []string{"NAME"}, Write: generic("cud")},
	{Name: "CONTRACTREVENUETEMPLATE", Label: "Revenue template", Natural: []string{"NAME"}, Needs: []string{"NAME"}, Write: generic("cud")},
	{Name: "CONTRACTPRICELIST", Label: "Billing price list", Natural: []string{"NAME"}, Needs: []string{"NAME"}, Write: generic("cud")},
	{Name: "CONTRACTMEABUNDLE", Label: "MEA allocation", Needs: []string{"CONTRACTID", "TYPE", "ADJUSTMENTPROCESS", "NAME", "DESCRIPTION", "EFFECTIVEDATE", "APPLYTOJOURNAL1", "APPLYTOJOURNAL2", "COMMENTS"}, Write: generic("c")},
	{Name: "REVRECSCHEDULE", Label: "Revenue recognition schedule"},
	{Name: "REVRECSCHEDULEENTRY", Label: "Revenue recognition schedule entry", Parent: "REVRECSCHEDULE", ParentKey: "REVRECSCHEDULEKEY"},
}
