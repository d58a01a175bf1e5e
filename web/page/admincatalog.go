package page

// CatalogCategories is the page "admincategories" (/product/categories.html). Forms: POST /product/category/step with id and way (earlier, later).
// Its script sends PUT /api/admin/product/categories/order.
type CatalogCategories struct {
	AdminBase
	Nodes    []CatalogNode
	MayWrite bool
	CSV      string
}

// CatalogNode is a category. All counts the products of it and of what lies below. Open shows what lies below it at once.
type CatalogNode struct {
	ID, Goods, All int64
	ParentID       int64
	Level          int
	Name, NameEN   string
	Hidden, Open   bool
	First, Last    bool
	MayWrite       bool
	Children       []CatalogNode
}

// CatalogCategory is the page "admincategory" (/product/category.html?id= or ?parentId=). Forms: POST to itself with version, name, nameEn, hidden;
// /product/category/remove.
type CatalogCategory struct {
	AdminBase
	Form CatalogNode
	// Version is what was seen; Parent is what a new category lies in, nothing at the top.
	Version int64
	Parent  string
	// Present is how things are now, where somebody else changed them meanwhile.
	Present *CatalogNode
}

// CatalogBrands is the page "adminbrands" (/product/brands.html?name&categoryId&hidden&sort&page).
type CatalogBrands struct {
	AdminBase
	Name     string
	Tops     []CatalogTop
	Shown    []Option
	Filtered bool
	MayWrite bool
	CSV      string
	Heads    []AdminHead
	Rows     []CatalogBrand
	Pager    Pager
}

// CatalogBrand is a brand. Categories is their names.
type CatalogBrand struct {
	ID, Version, Goods int64
	Name, NameEN       string
	Story, Letter      string
	Logo, Sort         string
	Hidden             bool
	Categories         []string
}

// CatalogBrandEdit is the page "adminbrand" (/product/brand.html?id=). Forms: POST /product/brand/upload with version, name, nameEn, letter, story, sort,
// hidden, logo, noLogo, a file picture, and categoryIds; pictures have MaxPicture bytes at the most.
type CatalogBrandEdit struct {
	AdminBase
	Form       CatalogBrand
	Tops       []CatalogTop
	MaxPicture int
	Present    *CatalogBrand
}

// CatalogTop is a category of level 1 with those of level 3 below it.
type CatalogTop struct {
	Name   string
	Leaves []Option
	Open   bool
}

// CatalogAttributes is the page "adminattributes" (/product/attributes.html?categoryId&kind&searchable&name&page).
type CatalogAttributes struct {
	AdminBase
	Name              string
	Tops              []CatalogTop
	Kinds, Searchable []Option
	Filtered          bool
	MayWrite          bool
	CSV               string
	// Category is the one that was chosen: its attributes can be arranged; 0 is all.
	Category int64
	Rows     []CatalogAttr
	Pager    Pager
}

// CatalogAttr is an attribute; Kind names itself (catalog.kind.…).
type CatalogAttr struct {
	ID, CategoryID, Version, Goods int64
	Kind, Name                     string
	Category, Group                string
	Values                         []string
	Multiple, Searchable, Off      bool
	First, Last                    bool
}

// CatalogAttrEdit is the page "adminattribute" (/product/attribute.html?id= or ?categoryId=&kind=). Forms: POST to itself with version, name, values
// (one a line), multiple, searchable, off, groupId; /product/attribute/remove.
type CatalogAttrEdit struct {
	AdminBase
	Form    CatalogAttr
	Values  string
	Groups  []Option
	Present *CatalogAttr
}

// CatalogArrange is the page "adminattrgroups" (/product/attrgroups.html?categoryId=): the attributes of one category in their order. Forms:
// POST /product/attrgroup with id (0 adds), version and name; /product/attrgroup/remove, /product/attrgroup/step and /product/attribute/step with id
// and way (earlier, later).
type CatalogArrange struct {
	AdminBase
	Tops       []CatalogTop
	CategoryID int64
	Category   string
	MayWrite   bool
	Groups     []CatalogGroup
	Sale       []CatalogAttr
	// Added is the name of a group that could not be added.
	Added string
}

// CatalogGroup is a heading of the specifications with its attributes; ID 0 holds those that are under none.
type CatalogGroup struct {
	ID, Version int64
	Name        string
	First, Last bool
	Attrs       []CatalogAttr
}
