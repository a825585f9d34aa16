package intacct

import "strings"

// spelled writes the names of objects that are made of several words in small
// letters, the words apart, as tables of a warehouse are named. The published
// part of Fivetran's schema does it this way (gl_detail, ap_bill_item). What is
// not here is one word.
const spelled = `
	gl_account stat_account gl_journal gl_batch gl_entry gl_detail gl_account_balance gl_budget_header gl_budget_item
	reporting_period allocation_entry gl_acct_grp gl_acct_grp_member gl_acct_grp_hierarchy gl_acct_allocation
	ap_bill ap_bill_item ap_bill_batch ap_bill_payment ap_pymt ap_pymt_detail ap_payment_request ap_adjustment
	ap_adjustment_item ap_advance ap_advance_item ap_recur_bill ap_recur_bill_entry ap_detail ap_term ap_account_label
	vend_type vendor_group provider_bank_account
	ar_invoice ar_invoice_item ar_invoice_batch ar_invoice_payment ar_pymt ar_pymt_detail ar_adjustment ar_adjustment_item
	ar_advance ar_advance_item ar_recur_invoice ar_recur_invoice_entry ar_term ar_account_label
	cust_type customer_group customer_visibility
	checking_account savings_account credit_card cc_transaction cc_transaction_entry deposit_entry other_receipts
	other_receipts_entry funds_transfer funds_transfer_entry charge_payoff bank_fee credit_card_fee bank_acct_recon
	bank_acct_txn_feed bank_acct_txn_record
	location_entity location_group department_group class_group affiliate_entity trx_currencies exchange_rate
	exchange_rate_entry exchange_rate_types fixed_asset dimension_values supdoc_folder
	tax_detail tax_solution tax_record item_tax_group
	user_info user_roles company_pref api_usage_detail api_usage_summary audit_history adv_audit_history
	project_type project_status project_group project_resources task_resources cost_type work_order timesheet_entry
	time_type earning_type employee_type employee_group e_expenses e_expenses_item expense_adjustments
	expense_adjustments_item ep_payment ep_payment_request ee_account_label expense_payment_type
	contract_detail contract_type contract_expense contract_usage contract_billing_schedule
	contract_billing_schedule_entry contract_revenue_schedule contract_revenue2_schedule contract_expense_schedule
	contract_billing_template contract_revenue_template contract_price_list contract_mea_bundle
	rev_rec_schedule rev_rec_schedule_entry
	so_document so_document_entry so_document_subtotals so_document_params so_recur_document so_price_list
	po_document po_document_entry po_document_subtotals po_document_params po_price_list
	item_gl_group item_group item_warehouse_info product_line uom_detail inv_price_list inv_price_list_entry
	inv_document inv_document_entry inv_document_subtotals inv_document_params`

// spell gives the objects their names in small letters.
func spell(list []*Object) {
	words := make(map[string]string)
	for name := range strings.FieldsSeq(spelled) {
		words[strings.ReplaceAll(name, "_", "")] = name
	}
	for _, o := range list {
		plain := strings.ToLower(o.Name)
		if o.Spelled = words[plain]; o.Spelled == "" {
			o.Spelled = plain
		}
	}
}
