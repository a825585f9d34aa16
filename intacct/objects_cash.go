package intacct

var cash = []*Object{
	{Name: "CHECKINGACCOUNT", Label: "Checking account", Natural: []string{"BANKACCOUNTID"}, Curated: true, AuditKey: AuditRecord, Hotglue: "checking_accounts"},
	{Name: "SAVINGSACCOUNT", Label: "Savings account", Natural: []string{"BANKACCOUNTID"}, Curated: true, AuditKey: AuditRecord, Hotglue: "savings_accounts"},
	{Name: "CREDITCARD", Label: "Charge card account", Natural: []string{"CARDID"}, Curated: true, AuditKey: AuditRecord, Hotglue: "card_accounts"},
	{
		// WHENCREATED is the transaction's date.
		Name: "CCTRANSACTION", Label: "Charge card transaction", Dated: &Dates{Decide: []string{"WHENCREATED"}}, Files: DocumentFiles, Drafts: true, Posted: "STATE", Created: "AUWHENCREATED", Curated: true,
		System: append([]string{"REVERSALKEY", "REVERSALDATE", "REVERSEDKEY", "REVERSEDDATE", "PAYMENTKEY"}, documentFields...),
		Lines:  []OwnedLines{{"CCTRANSACTIONENTRIES", "CCTRANSACTIONENTRY", "CCTRANSACTIONENTRY"}},
		Write: WriteRule{
			Create: legacy("record_cctransaction", recordCCTransaction),
			Update: legacyBy("update_cctransaction", "RECORDNO", updateCCTransaction),
		}.reversible("reverse_cctransaction", "memo=DESCRIPTION"),
		Identity: "RECORDID",
	},
	{
		Name: "CCTRANSACTIONENTRY", Label: "Charge card transaction line", Curated: true,
		System: append([]string{"DEPARTMENTKEY", "LOCATIONKEY", "STATUS"}, lineFields...),
		Parent: "CCTRANSACTION", ParentKey: "RECORDKEY",
	},
	{
		Name: "DEPOSIT", Label: "Deposit", Dated: &Dates{Decide: []string{"WHENCREATED"}}, Files: DocumentFiles, Posted: "STATE", Created: "AUWHENCREATED", Curated: true, AuditKey: AuditRecord, System: documentFields,
		Write:   WriteRule{Create: legacy("record_deposit", recordDeposit)},
		Hotglue: "deposits",
	},
	{Name: "DEPOSITENTRY", Label: "Deposit line", System: lineFields, Parent: "DEPOSIT", ParentKey: "RECORDKEY"},
	{
		Name: "OTHERRECEIPTS", Label: "Other receipt", Dated: &Dates{Decide: []string{"WHENPOSTED"}, Follow: []string{"WHENCREATED", "RECEIPTDATE"}, Given: true}, Files: DocumentFiles, Posted: "STATE", Created: "AUWHENCREATED", System: documentFields,
		Lines: []OwnedLines{{"OTHERRECEIPTSENTRIES", "OTHERRECEIPTSENTRY", "OTHERRECEIPTSENTRY"}},
		Write: WriteRule{Create: legacy("record_otherreceipt", recordOtherReceipt)},
	},
	{Name: "OTHERRECEIPTSENTRY", Label: "Other receipt line", System: lineFields, Parent: "OTHERRECEIPTS", ParentKey: "RECORDKEY"},
	{Name: "FUNDSTRANSFER", Label: "Funds transfer", Created: "AUWHENCREATED"},
	{Name: "FUNDSTRANSFERENTRY", Label: "Funds transfer line", Parent: "FUNDSTRANSFER", ParentKey: "RECORDKEY"},
	{Name: "CHARGEPAYOFF", Label: "Charge payoff", Created: "AUWHENCREATED"},
	{Name: "BANKFEE", Label: "Bank interest income or charge", Created: "AUWHENCREATED"},
	{Name: "CREDITCARDFEE", Label: "Credit card charge or fee", Created: "AUWHENCREATED"},
	{Name: "BANKFEEENTRY", Label: "Bank fee line", Parent: "BANKFEE", ParentKey: "RECORDKEY"},
	{Name: "CHARGEPAYOFFENTRY", Label: "Charge payoff line", Parent: "CHARGEPAYOFF", ParentKey: "RECORDKEY"},
	{Name: "CREDITCARDFEEENTRY", Label: "Credit card fee line", Parent: "CREDITCARDFEE", ParentKey: "RECORDKEY"},
	{Name: "BANKACCTRECON", Label: "Bank reconciliation", Needs: []string{"FINANCIALENTITY", "STMTENDINGDATE", "STMTENDINGBALANCE", "MODE"}, Write: generic("cd")},
	{
		Name: "BANKACCTTXNFEED", Label: "Bank feed",
		Lines: []OwnedLines{{"BANKACCTTXNRECORDS", "BANKACCTTXNRECORD", "BANKACCTTXNRECORD"}},
		Needs: []string{"FINANCIALENTITY", "FEEDDATE", "FEEDTYPE"}, Write: generic("cd"),
	},
	{Name: "BANKACCTTXNRECORD", Label: "Bank feed transaction"},
}
