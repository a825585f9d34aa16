package intacct

// orderFields are those of a document of order entry, purchasing or inventory
// that the gateway computes. DOCID is made of the document's type and number.
var orderFields = []string{
	"DOCID", "DOCPARCLASS", "DOCPARKEY", "PRRECORDKEY", "USERID", "CREATEDUSERID", "CUSTVENDNAME", "CUSTREC", "BILLTOKEY", "SHIPTOKEY",
	"SUBTOTAL", "TOTAL", "TRX_SUBTOTAL", "TRX_TOTAL", "UPDATES_INV",
	"TRX_TOTALPAID", "TRX_TOTALDUE", "TRX_TOTALENTERED", "TOTALPAID", "TOTALDUE", "TOTALENTERED",
}

// orderLineFields are those of a document's line.
var orderLineFields = []string{
	"DOCHDRNO", "DOCHDRID", "DOCNO", "LINE_NO", "QTY_CONVERTED", "TOTAL", "TRX_VALUE", "UIVALUE", "MULTIPLIER", "SALE_PUR_TRANS", "SOURCE_DOCID", "STATE",
	"CUSTOMERDIMKEY", "VENDORDIMKEY", "EMPLOYEEDIMKEY", "ITEMDIMKEY", "CLASSDIMKEY", "PROJECTDIMKEY", "CONTRACTDIMKEY", "TASKDIMKEY",
}

var orders = []*Object{
	{
		// WHENCREATED is the document's date.
		Name: "SODOCUMENT", Label: "Order entry transaction", Dated: datedDocument, DefinedBy: "SODOCUMENTPARAMS", Files: DocumentFiles, Drafts: true, Posted: "PRRECORDKEY", Natural: []string{"DOCPARID", "DOCNO"}, Created: "AUWHENCREATED", Curated: true, System: orderFields,
		Lines: []OwnedLines{
			{"SODOCUMENTENTRIES", "SODOCUMENTENTRY", "SODOCUMENTENTRY"},
			{"SUBTOTALS", "SODOCUMENTSUBTOTALS", "SODOCUMENTSUBTOTALS"},
		},
		Write: WriteRule{
			Create: legacy("create_sotransaction", createSOTransaction),
			Update: legacyBy("update_sotransaction", "DOCID", updateSOTransaction),
			Delete: legacyBy("delete_sotransaction", "DOCID", ""),
		},
		Identity: "PONUMBER",
	},
	{
		Name: "SODOCUMENTENTRY", Label: "Order entry transaction line", Created: "AUWHENCREATED", Curated: true, System: orderLineFields,
		Parent: "SODOCUMENT", ParentKey: "DOCHDRNO",
	},
	{Name: "SODOCUMENTSUBTOTALS", Label: "Order entry transaction subtotal", Created: none, System: orderLineFields, Parent: "SODOCUMENT", ParentKey: "DOCHDRNO"},
	{Name: "SODOCUMENTPARAMS", Label: "Order entry transaction definition", Natural: []string{"DOCID"}},
	{Name: "SORECURDOCUMENT", Label: "Recurring order entry transaction", Created: "AUWHENCREATED"},
	{Name: "SOPRICELIST", Label: "Order entry price list", Natural: []string{"NAME"}},
}

var purchasing = []*Object{
	{
		// WHENCREATED is the document's date.
		Name: "PODOCUMENT", Label: "Purchasing transaction", Dated: datedDocument, DefinedBy: "PODOCUMENTPARAMS", Files: DocumentFiles, Drafts: true, Posted: "PRRECORDKEY", Natural: []string{"DOCPARID", "DOCNO"}, Created: "AUWHENCREATED", Curated: true, AuditKey: AuditRecord,
		System: orderFields,
		Lines: []OwnedLines{
			{"PODOCUMENTENTRIES", "PODOCUMENTENTRY", "PODOCUMENTENTRY"},
			{"SUBTOTALS", "PODOCUMENTSUBTOTALS", "PODOCUMENTSUBTOTALS"},
		},
		Write: WriteRule{
			Create: legacy("create_potransaction", createPOTransaction),
			Update: legacyBy("update_potransaction", "DOCID", updatePOTransaction),
			Delete: Rule{Manner: GenericWrite},
		},
		Identity: "PONUMBER", Hotglue: "po_documents",
	},
	{
		Name: "PODOCUMENTENTRY", Label: "Purchasing transaction line", Created: "AUWHENCREATED", Curated: true, System: orderLineFields,
		Parent: "PODOCUMENT", ParentKey: "DOCHDRNO",
	},
	{Name: "PODOCUMENTSUBTOTALS", Label: "Purchasing transaction subtotal", Created: none, System: orderLineFields, Parent: "PODOCUMENT", ParentKey: "DOCHDRNO"},
	{Name: "PODOCUMENTPARAMS", Label: "Purchasing transaction definition", Natural: []string{"DOCID"}, Needs: []string{"DOCID"}, Write: generic("cud")},
	{Name: "POPRICELIST", Label: "Purchasing price list", Natural: []string{"NAME"}},
}

var inventory = []*Object{
	{Name: "ITEM", Label: "Item", Called: &Called{By: "NAME", Refs: []string{"ITEMID"}, Names: []string{"ITEMNAME"}}, Files: OtherFiles, Natural: []string{"ITEMID"}, Curated: true, AuditKey: AuditRecord, Needs: []string{"ITEMID", "NAME", "ITEMTYPE"}, Write: generic("cud"), Hotglue: "items"},
	{Name: "ITEMGLGROUP", Label: "Item GL group", Natural: []string{"NAME"}},
	{Name: "ICTRANSFER", Label: "Warehouse transfer"},
	{Name: "ICCYCLECOUNT", Label: "Cycle count", Natural: []string{"CYCLECOUNTID"}},
	{Name: "ICCYCLECOUNTENTRY", Label: "Cycle count line", Parent: "ICCYCLECOUNT", ParentKey: "CYCLECOUNTKEY"},
	{Name: "AVAILABLEINVENTORY", Label: "Available inventory", Cursor: none, Created: none},
	{Name: "WAREHOUSEGROUP", Label: "Warehouse group", Natural: []string{"ID"}},
	{Name: "ITEMGROUP", Label: "Item group", Natural: []string{"ID"}},
	{Name: "ITEMWAREHOUSEINFO", Label: "Item warehouse detail"},
	{Name: "PRODUCTLINE", Label: "Product line", Natural: []string{"PRODUCTLINEID"}},
	{Name: "UOM", Label: "Unit of measure", Natural: []string{"NAME"}},
	{Name: "UOMDETAIL", Label: "Unit of measure detail", Parent: "UOM", ParentKey: "GRPKEY"},
	{Name: "WAREHOUSE", Label: "Warehouse", Called: &Called{By: "NAME", Refs: []string{"WAREHOUSEID"}, Names: []string{"WAREHOUSENAME"}}, Natural: []string{"WAREHOUSEID"}, Curated: true, AuditKey: AuditRecord, Needs: []string{"NAME", "WAREHOUSEID"}, Write: generic("cud"), Hotglue: "warehouses"},
	{Name: "BIN", Label: "Bin", Natural: []string{"BINID"}, Needs: []string{"BINID"}, Write: generic("cud")},
	{Name: "INVPRICELIST", Label: "Inventory price list", Natural: []string{"NAME"}},
	{Name: "INVPRICELISTENTRY", Label: "Inventory price list entry"},
	{
		// WHENCREATED is the document's date.
		Name: "INVDOCUMENT", Label: "Inventory transaction", Dated: &Dates{Decide: []string{"WHENCREATED"}}, DefinedBy: "INVDOCUMENTPARAMS", Files: DocumentFiles, Drafts: true, Posted: "STATE", Natural: []string{"DOCPARID", "DOCNO"}, Created: "AUWHENCREATED", System: orderFields,
		Lines: []OwnedLines{
			{"INVDOCUMENTENTRIES", "INVDOCUMENTENTRY", "INVDOCUMENTENTRY"},
			{"SUBTOTALS", "INVDOCUMENTSUBTOTALS", "INVDOCUMENTSUBTOTALS"},
		},
		// update_ictransaction is not here: no public schema shows its lines.
		Write: WriteRule{
			Create: legacy("create_ictransaction", createICTransaction),
			Delete: Rule{Manner: GenericWrite},
		},
	},
	{Name: "INVDOCUMENTENTRY", Label: "Inventory transaction line", Created: "AUWHENCREATED", System: orderLineFields, Parent: "INVDOCUMENT", ParentKey: "DOCHDRNO"},
	{Name: "INVDOCUMENTSUBTOTALS", Label: "Inventory transaction subtotal", Created: none, System: orderLineFields, Parent: "INVDOCUMENT", ParentKey: "DOCHDRNO"},
	{Name: "INVDOCUMENTPARAMS", Label: "Inventory transaction definition", Natural: []string{"DOCID"}},
}
