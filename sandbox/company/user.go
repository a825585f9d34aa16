package company

// Access is a set of rights.
type Access uint8

// The rights that the gateway distinguishes.
const (
	CanRead Access = 1 << iota
	CanCreate
	CanUpdate
	CanDelete

	CanWrite = CanCreate | CanUpdate | CanDelete
	All      = CanRead | CanWrite
)

// Format is how a user wants dates and times shown (readUserFormatting).
type Format struct {
	Locale     string // en_US
	DateFormat string // /mdY: separator, then the order
	GMTOffset  string // -08:00
	Clock      string // 12 or 24
}

// User is somebody who can sign in.
type User struct {
	ID       string
	Password string
	RecordNo string
	Name     string
	Admin    bool
	Format   Format
	// Deny names what the user may not do, by object name, by module label,
	// or for everything ("*").
	Deny map[string]Access
	// Entities are the entities the user may enter; nil means all.
	Entities []string
}

// Entity is a legal entity of the company.
type Entity struct {
	ID               string
	Name             string
	RecordNo         string
	Currency         string
	FirstFiscalMonth string
	FirstTaxMonth    string
	WeekStart        string
	Private          bool // invisible at the top level unless asked for
}

// Viewer is who looks, and from where.
type Viewer struct {
	User        *User  // nil: the system itself, which may do everything
	Entity      string // "" is the top level
	ShowPrivate bool
}

// Sender is a Web Services licence.
type Sender struct {
	ID         string
	Password   string
	Authorized bool // by the company's security settings
}

// Profile is what the company says about itself.
type Profile struct {
	ID               string
	Title            string
	BaseCurrency     string
	FirstFiscalMonth string
	WeekStart        string
	Senders          []Sender
	Accounts         ControlAccounts
	Journals         Journals
}

// ControlAccounts are the accounts that subledgers post against; a subledger
// whose account is empty does not post.
type ControlAccounts struct {
	Payable         string
	Receivable      string
	EmployeePayable string
	CardPayable     string
	Undeposited     string
}

// Journals are the symbols of the journals that subledgers post to.
type Journals struct {
	Payable      string // bills and adjustments
	Receivable   string // invoices and adjustments
	Disbursement string // payments to vendors
	Receipt      string // payments of customers
	Expense      string // expense reports
	Card         string // charge card transactions
}
