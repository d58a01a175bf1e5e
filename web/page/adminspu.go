package page

import (
	"time"

	"gulimall/pkg/money"
)

// AdminSPUs is the page "adminspus": the products, and what is being worked on.
type AdminSPUs struct {
	AdminBase
	Tabs               []Tab
	Keyword, Status    string
	Categories, Brands []Option
	Filtered           bool
	Heads              []AdminHead
	Sort               string // as the query has it
	Rows               []AdminSPURow
	Drafts             []AdminSPUDraft
	Pager              Pager
	CSV                string
	MayWrite           bool
}

// AdminSPURow is a product as lists show it. Status names itself (spu.status.…).
type AdminSPURow struct {
	ID              int64
	Name, Image     string
	Category, Brand string
	Status          string
	Skus, Sold      int64
	Lowest, Highest money.Fen
	UpdatedAt       time.Time
}

// AdminSPUDraft is a draft as lists show it; SPUID 0 is that of a new product.
type AdminSPUDraft struct {
	ID, SPUID     int64
	Name, Account string
	UpdatedAt     time.Time
}

// AdminSPUShelve is the page "adminspushelve": the question whether products are meant to go up or down, and then how it went with each. Do
// is "up" or "down".
type AdminSPUShelve struct {
	AdminBase
	Do    string
	Rows  []AdminSPURow
	Lines []AdminSPULine
}

// AdminSPULine is how it went with one product; Trouble is why it did not.
type AdminSPULine struct {
	ID            int64
	Name, Trouble string
}

// AdminSPU is the page "adminspu": a product with its SKUs.
type AdminSPU struct {
	AdminBase
	AdminSPURow
	Summary   string
	Album     []string
	Path      []string
	CreatedAt time.Time
	SKUs      []AdminSKU
	// Passing is since when promotions wait for the coupon service, and Trouble why they have not come there.
	Passing  time.Time
	Trouble  string
	Refused  *AdminSPURefused
	Lacking  []FieldError // what keeps it from being put up
	StockOff bool         // the stock is not known at this moment
	MayWrite bool
}

// AdminSPURefused is promotions that the coupon service has refused for good: what is wrong with them. Token stands for just these.
type AdminSPURefused struct {
	Token  string
	Faults []string
}

// AdminSKU is a SKU of a product. Price is typed in yuan.
type AdminSKU struct {
	ID, Version  int64
	Values       []string
	Title, Image string
	Price        string
	Weight       int64
	OnSale       bool
	Sold, Stock  int64
	Promoted     bool
	ShopURL      string
}

// AdminSKUEdit is the page "adminskuedit".
type AdminSKUEdit struct {
	AdminBase
	ID, SPUID, Version                int64
	Name                              string
	SKUTitle, Subtitle, Price, Weight string
	OnSale                            bool
	Pictures                          []AdminPicture
	// Present is how things are now, where somebody else changed them meanwhile.
	Present *AdminSKU
}

// AdminPicture is a picture that can be chosen.
type AdminPicture struct {
	URL           string
	Chosen, First bool
}

// AdminSPUWizard is what the steps of the wizard share. SPUID 0 publishes a new product.
type AdminSPUWizard struct {
	AdminBase
	DraftID, Version, SPUID int64
	Step                    string
	Steps                   []AdminSPUStep
	// Meanwhile is who has changed the draft meanwhile.
	Meanwhile *AdminSPUDraft
}

// AdminSPUStep is a step of the wizard; Key names it (spu.step.…). A step that cannot be gone to yet has no URL.
type AdminSPUStep struct {
	Key, URL string
	Now      bool
}

// AdminSPUBase is the page "adminspubase".
type AdminSPUBase struct {
	AdminSPUWizard
	Name, Summary, Description string
	Weight, Points, Growth     string
	Categories, Brands         []Option
	// Fixed is the category of a product that is there: it cannot be another.
	Fixed string
}

// AdminSPUPictures is the page "adminspupictures".
type AdminSPUPictures struct {
	AdminSPUWizard
	Pictures []AdminSPUPicture
}

// AdminSPUPicture is a picture of a product, in its place.
type AdminSPUPicture struct {
	URL          string
	Place        int
	Album, About bool
}

// AdminSPUSpecs is the page "adminspuspecs".
type AdminSPUSpecs struct {
	AdminSPUWizard
	Groups []AdminSPUGroup
}

// AdminSPUGroup is a heading of the specifications.
type AdminSPUGroup struct {
	Name  string
	Terms []AdminSPUTerm
}

// AdminSPUTerm is an attribute with what is said of it, and what is usual.
type AdminSPUTerm struct {
	ID          int64
	Name, Value string
	Usual       []string
}

// AdminSPUSale is the page "adminspusale": what SKUs differ in, and which combinations there are.
type AdminSPUSale struct {
	AdminSPUWizard
	Attrs        []AdminSPUSaleAttr
	Combinations []AdminSPUCombination
}

// AdminSPUSaleAttr is a sale attribute: usual values to choose, and others typed one a line. A fixed one belongs to SKUs that exist.
type AdminSPUSaleAttr struct {
	ID          int64
	Name        string
	Used, Fixed bool
	// Late is one that the SKUs that exist do not differ in yet: NowIs is what they are of it.
	Late   bool
	NowIs  string
	Values []Option
	Kept   []string
	More   string
}

// AdminSPUCombination is one combination; a fixed one is a SKU that exists.
type AdminSPUCombination struct {
	Key           string
	Values        []string
	Chosen, Fixed bool
}

// AdminSPUSkus is the page "adminspuskus".
type AdminSPUSkus struct {
	AdminSPUWizard
	Skus   []AdminSPUSku
	Values []Option // to fill the SKUs of one value alone
	Album  []string
	Fill   AdminSPUFill
}

// AdminSPUFill is what is typed to be filled into many SKUs at once.
type AdminSPUFill struct {
	Price, Weight, Subtitle string
	Count, Percent          string
	Full, Reduce            string
}

// AdminSPUSku is a SKU as it is typed. At is its place.
type AdminSPUSku struct {
	At                             int
	SkuID                          int64
	Name                           string
	Title, Subtitle, Price, Weight string
	Off                            bool
	Pictures                       []AdminPicture
}

// AdminSPURules is the page "adminspurules": what makes SKUs cheaper.
type AdminSPURules struct {
	AdminSPUWizard
	// Away says which service does not answer, so that nothing can be changed now.
	Away   bool
	Skus   []AdminSPURule
	Values []Option
	Levels []string
	Fill   AdminSPUFill
}

// AdminSPURule is the promotions of one SKU as they are typed.
type AdminSPURule struct {
	At      int
	Name    string
	Price   string
	Any     bool
	Ladder  []AdminSPURung
	Reduce  []AdminSPUReduction
	Members []AdminSPUMember
}

// AdminSPURung is a step of the price for many; Percent is of the price.
type AdminSPURung struct {
	At             int
	Count, Percent string
	Stacks         bool
}

// AdminSPUReduction is an amount off.
type AdminSPUReduction struct {
	At           int
	Full, Reduce string
	Stacks       bool
}

// AdminSPUMember is what members of a level pay.
type AdminSPUMember struct {
	At     int
	Level  string
	Price  string
	Stacks bool
}

// AdminSPUSave is the page "adminspusave": what there is to save.
type AdminSPUSave struct {
	AdminSPUWizard
	Row     AdminSPURow
	Album   int
	Specs   int
	Summary string
	Skus    []AdminSPUSku
	// Ready says that it can be saved, and Complete that it can be put up then.
	Ready, Complete bool
	Lacking         []FieldError
	// Changed says that somebody has changed the product since the draft was begun.
	Changed bool
}
