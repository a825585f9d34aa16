package intacct

// In these tables a column left out is the usual: key RECORDNO, cursor
// WHENMODIFIED, created WHENCREATED; none says that there is none. A row
// without Write cannot be written: Sage documents no function for it.

var ledger = []*Object{
	{
		Name: "GLACCOUNT", Label: "Account", Called: &Called{By: "TITLE", Refs: []string{"ACCOUNTNO"}, Names: []string{"ACCOUNTTITLE", "ACCOUNTNAME"}}, Common: 2, Natural: []string{"ACCOUNTNO"}, Curated: true, AuditKey: AuditRecord,
		Needs: []string{"ACCOUNTNO", "TITLE", "NORMALBALANCE", "CLOSINGTYPE"}, Write: generic("cud"), Hotglue: "general_ledger_accounts", Fivetran: "gl_account",
	},
	{Name: "STATACCOUNT", Label: "Statistical account", Natural: []string{"ACCOUNTNO"}, Needs: []string{"ACCOUNTNO", "TITLE"}, Write: generic("cud")},
	{Name: "GLJOURNAL", Label: "Journal", Natural: []string{"SYMBOL"}, Curated: true, AuditKey: AuditRecord},
	{
		Name: "GLBATCH", Label: "Journal entry", WriteOnly: []WriteOnly{{Field{ID: "HISTORY_COMMENT", DataType: "TEXT"}, ""}, {Field{ID: "REVERSEDATE", DataType: "DATE"}, ""}}, Dated: &Dates{Decide: []string{"BATCH_DATE"}, After: "REVERSEDATE"}, Files: JournalFiles, Common: 5, Drafts: true, Derived: true, Posted: "STATE", Curated: true, AuditKey: AuditRecord,
		System: []string{
			"BATCHNO", "BALANCE", "MODULE", "USERKEY", "REVERSED", "REVERSEDKEY", "REVERSEDFROM", "TEMPLATEKEY", "PRBATCHKEY",
			"MODIFIED", "MODIFIEDBYID", "SCHOPKEY", "GLACCTALLOCATIONRUNKEY", "BASELOCATION", "USERINFO.LOGINID", "JOURNALSEQNO", "SUPDOCKEY",
			"JOURNALKEY", "JOURNAL_BILLABLE", "ADJ", "CHILDENTITY", "PRBATCHRECTYPE", "RRSENTRYKEY", "RRSKEY", "CONTRACTSCHEDULEENTRYKEY",
			"CONTRACTSCHEDULEKEY", "BASELOCATION_NAME", "LOCATIONKEY", "VATVENDORKEY", "VATCUSTOMERKEY", "VATCONTACTKEY", "SHOWMULTILINETAX",
		},
		Lines: []OwnedLines{{"ENTRIES", "GLENTRY", "GLENTRY"}},
		Needs: []string{"BATCH_TITLE", "JOURNAL", "BATCH_DATE"}, Write: generic("cud"), Identity: "REFERENCENO", MadeOf: "REVERSEDFROM", Usual: map[string]string{"STATE": "Posted"},
		Hotglue: "general_ledger_journal_entries", Fivetran: "gl_batch",
	},
	{
		Name: "GLENTRY", Label: "Journal entry line", Curated: true,
		System: append([]string{
			"BATCHNO", "USERNO", "ENTRY_DATE", "DEPARTMENTKEY", "LOCATIONKEY", "UNITS", "CLEARED", "CLRDATE", "TIMEPERIOD", "ADJ", "RECON_DATE",
			"ALLOCATIONKEY", "BILLED", "BASELOCATION_NAME", "BASELOCATION_NO", "BATCHTITLE", "BATCH_DATE", "BATCH_NUMBER", "CREATEDBYLOGINID",
			"IETYPE", "MODIFIEDBYLOGINID", "PARENTGLENTRYKEY", "SELECTFORPBE", "STATISTICAL", "TMPLENTRYKEY",
		}, lineFields...),
		Parent: "GLBATCH", ParentKey: "BATCHNO", Words: map[string]map[string]string{"TR_TYPE": {"debit": "1", "credit": "-1"}},
		Hotglue: "general_ledger_journal_entry_lines",
	},
	{
		// A view of all ledgers. Its key is a text such as
		// 214506-1266119-1155092--accrual; its WHENCREATED is the date of the
		// document behind the line.
		Name: "GLDETAIL", Label: "General ledger detail", AuditKey: AuditUnpublished, KeyKind: TextKey, Created: "AUWHENCREATED", Curated: true,
		Parent: "GLBATCH", ParentKey: "BATCHKEY",
		Hotglue: "general_ledger_details", Fivetran: "gl_detail",
	},
	{Name: "GLACCOUNTBALANCE", Label: "Account balance", Key: none},
	{
		Name: "GLBUDGETHEADER", Label: "Budget", Natural: []string{"BUDGETID"}, Curated: true, AuditKey: AuditRecord,
		System: []string{"SYSTEMGENERATED", "USER", "ISPABUDGET", "ISPCNBUDGET"},
		Lines:  []OwnedLines{{"GLBUDGETITEMS", "GLBUDGETITEM", "GLBUDGETITEM"}},
		Needs:  []string{"BUDGETID", "DESCRIPTION"}, Write: generic("cud"), Hotglue: "budget_list",
	},
	{
		Name: "GLBUDGETITEM", Label: "Budget detail", AuditKey: AuditUnpublished, Curated: true,
		System: []string{"BUDGETKEY", "SYSTEMGENERATED", "PERIODKEY", "ACCOUNTKEY", "DEPTKEY", "LOCATIONKEY", "ACCOUNT_TYPE", "NORMALBALANCE", "STATISTICAL"},
		Parent: "GLBUDGETHEADER", ParentKey: "BUDGETKEY",
		Write: generic("d"), Hotglue: "budget_details",
	},
	{Name: "REPORTINGPERIOD", Label: "Reporting period", Natural: []string{"NAME"}, Curated: true, Needs: []string{"NAME", "HEADER1", "START_DATE", "END_DATE"}, Write: generic("cud")},
	{
		Name: "ALLOCATION", Label: "Transaction allocation", Files: TemplateFiles, Natural: []string{"ALLOCATIONID"},
		Lines: []OwnedLines{{"ALLOCATIONENTRIES", "ALLOCATIONENTRY", "ALLOCATIONENTRY"}},
		Needs: []string{"ALLOCATIONID"}, Write: generic("cud"),
	},
	{Name: "ALLOCATIONENTRY", Label: "Transaction allocation line", System: []string{"ALLOCATIONKEY"}, Parent: "ALLOCATION", ParentKey: "ALLOCATIONKEY"},
	{Name: "GLACCTGRP", Label: "Account group", Natural: []string{"NAME"}, Needs: []string{"NAME", "MEMBERTYPE"}, Write: generic("cud")},
	{Name: "GLACCTGRPMEMBER", Label: "Account group member", Parent: "GLACCTGRP", ParentKey: "PARENTKEY"},
	{Name: "GLACCTGRPHIERARCHY", Label: "Account group hierarchy", Cursor: none, Created: none},
	{Name: "GLACCTALLOCATION", Label: "Account allocation", Needs: []string{"ACCTALLOCATIONID", "DESCRIPTION", "ASOFDATE", "GLPOSTINGDATE", "EMAIL"}, Write: generic("cud")},
}
