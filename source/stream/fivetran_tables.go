package stream

import (
	"strings"
	"sync"

	"airbyte-sage-intacct/source/encode"
)

// fivetranTables are the tables of Fivetran's schema whose columns are published,
// with what their values are where that is not text: the dbt package for Sage
// Intacct reads them (fivetran/dbt_sage_intacct 1.4, macros/staging). Its types
// are kept but for a few that would lose values: rates have fractions, accounts,
// locations and entities are called by text, and REVERSEDFROM is a text to Intacct.
var fivetranTables = map[string]string{
	"GLDETAIL": `
		recordno accountno accounttitle amount:number basecurr batch_date:date batch_no:integer batch_title batchkey bookid
		classid classname creditamount:number currency customerid customername debitamount:number departmentid
		departmenttitle description docnumber document entry_date:date entry_state entrydescription line_no:integer
		locationid locationname modified:timestamp prdescription recordid recordtype totaldue:number totalentered:number
		totalpaid:number tr_type:integer trx_amount:number trx_creditamount:number trx_debitamount:number vendorid
		vendorname whencreated:date whendue:date whenmodified:timestamp whenpaid:date`,
	"GLBATCH": `
		recordno baselocation:integer baselocation_no batch_date:date batch_title batchno:integer createdby:integer journal
		megaentityid megaentitykey:integer megaentityname modified:timestamp modifiedby:integer modifiedbyid module
		prbatchkey:integer referenceno reversed:date reversedfrom reversedkey:integer state taximplications
		templatekey:integer userinfo_loginid userkey:integer whencreated:timestamp whenmodified:timestamp`,
	"GLACCOUNT": `
		recordno accountno accounttype alternativeaccount category categorykey:integer closetoacctkey:integer
		closingaccountno closingaccounttitle closingtype createdby:integer modifiedby:integer normalbalance
		requireclass:boolean requirecustomer:boolean requiredept:boolean requireemployee:boolean requireitem:boolean
		requireloc:boolean requireproject:boolean requirevendor:boolean requirewarehouse:boolean status taxable:boolean
		title whencreated:timestamp whenmodified:timestamp`,
	"APBILL": `
		recordno auwhencreated:timestamp basecurr billtopaytocontactname billtopaytokey:integer currency description
		docnumber due_in_days:integer recordid recordtype shiptoreturntocontactname shiptoreturntokey:integer state
		totaldue:number totalentered:number totalpaid:number vendorid vendorname whencreated:date whendue:date
		whenmodified:timestamp whenpaid:date whenposted:date`,
	"APBILLITEM": `
		recordno recordkey accountkey:integer accountno accounttitle amount:number basecurr baselocation:integer
		billable:boolean billed:boolean classid classname createdby:integer currency customerid customername departmentid
		departmentname entry_date:date entrydescription exchange_rate:number itemid itemname line_no:integer
		lineitem:boolean locationid locationname offsetglaccountno offsetglaccounttitle projectid projectname recordtype
		state totalpaid:number totalselected:number vendorid vendorname whencreated:timestamp whenmodified:timestamp`,
	"ARINVOICE": `
		recordno auwhencreated:timestamp basecurr billtopaytocontactname billtopaytokey:integer createdby:integer currency
		customerid customername description docnumber due_in_days:integer megaentityid megaentityname recordid recordtype
		shiptoreturntocontactname shiptoreturntokey:integer state totaldue:number totalentered:number totalpaid:number
		whencreated:date whendiscount:date whendue:date whenmodified:timestamp whenpaid:date whenposted:date`,
	"ARINVOICEITEM": `
		recordno recordkey accountkey:integer accountno accounttitle amount:number basecurr baselocation:integer classid
		classname createdby:integer currency customerid customername departmentid departmentname entry_date:date
		entrydescription exchange_rate:number itemid itemname line_no:integer lineitem:boolean locationid locationname
		offsetglaccountno offsetglaccounttitle recordtype state totalpaid:number totalselected:number vendorid vendorname
		warehouseid warehousename whencreated:timestamp whenmodified:timestamp`,
}

// A fixedColumn is a column that a table has in every company.
type fixedColumn struct {
	name string
	kind encode.Kind
}

var fivetranKinds = map[string]encode.Kind{
	"": encode.Text, "integer": encode.Integer, "number": encode.Number, "boolean": encode.Boolean, "date": encode.Date, "timestamp": encode.Timestamp,
}

// fivetranColumns are the columns of the table of an object; nil if they are not
// published.
func fivetranColumns(object string) []fixedColumn { return allFivetranColumns()[object] }

var allFivetranColumns = sync.OnceValue(func() map[string][]fixedColumn {
	tables := make(map[string][]fixedColumn, len(fivetranTables))
	for object, text := range fivetranTables {
		for word := range strings.FieldsSeq(text) {
			name, kind, _ := strings.Cut(word, ":")
			tables[object] = append(tables[object], fixedColumn{name, fivetranKinds[kind]})
		}
	}
	return tables
})
