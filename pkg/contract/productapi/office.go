package productapi

// Back-office paths of categories, brands and attributes. Who changes something names the version that he saw: 409 edited_meanwhile.
const (
	PathOfficeCategories = "/api/admin/product/categories"             // GET → CategoryTree; POST NewCategory → 201 OfficeCategory; PUT, DELETE {id}: 404, 409 category_in_use, name_taken
	PathCategoryOrder    = "/api/admin/product/categories/order"       // PUT ChildOrder → 204; 409 edited_meanwhile, name_taken
	PartTemplate         = "/template"                                 // PathOfficeCategories/{id}: GET → Template; 404 category_not_found
	PathBrands           = "/api/admin/product/brands"                 // GET ?name&categoryId&hidden&sort → page of OfficeBrand; POST NewBrand → 201; GET, PUT {id}
	PathAttributes       = "/api/admin/product/attributes"             // GET ?categoryId&groupId&kind&searchable&name → page of Attribute; POST NewAttribute → 201; GET, PUT, DELETE {id}: 409 attribute_in_use
	PathAttributeOrder   = "/api/admin/product/attributes/order"       // PUT AttributeOrder → 204; 409 edited_meanwhile
	PathAttrGroups       = "/api/admin/product/attribute-groups"       // GET ?categoryId → AttrGroups; POST NewAttrGroup → 201; PUT, DELETE {id}: 409 attribute_group_in_use
	PathAttrGroupOrder   = "/api/admin/product/attribute-groups/order" // PUT AttributeOrder (without kind) → 204; 409 edited_meanwhile
)

// CategoryTree is all categories, hidden ones too.
type CategoryTree struct {
	Items []OfficeCategory `json:"items"`
}

// OfficeCategory is a category and what lies below it. Goods counts the products in it, All those below it too.
type OfficeCategory struct {
	ID       int64            `json:"id"`
	ParentID int64            `json:"parentId"`
	Level    int              `json:"level"`
	Name     string           `json:"name"`
	NameEN   string           `json:"nameEn"`
	Hidden   bool             `json:"hidden"`
	Version  int64            `json:"version"`
	Goods    int64            `json:"goods"`
	All      int64            `json:"all"`
	Children []OfficeCategory `json:"children,omitempty"`
}

// NewCategory adds a category below its parent (0: at the top), or changes one, whose parent then stays.
type NewCategory struct {
	ParentID int64  `json:"parentId" validate:"min=0"`
	Name     string `json:"name" validate:"required,max=50,line"`
	NameEN   string `json:"nameEn" validate:"max=50,line"`
	Hidden   bool   `json:"hidden"`
	Version  int64  `json:"version,omitempty"`
}

// ChildOrder makes ids the children of a parent (0: the top), in this order: all that it has, and perhaps others of their level.
type ChildOrder struct {
	ParentID int64   `json:"parentId" validate:"min=0"`
	IDs      []int64 `json:"ids" validate:"required,min=1,max=1000"`
}

// Order is an order by ids, in the audit log.
type Order struct {
	IDs []int64 `json:"ids"`
}

// Arranged is an order by names, in the audit log.
type Arranged struct {
	Names []string `json:"names"`
}

// OfficeBrand is a brand.
type OfficeBrand struct {
	ID         int64   `json:"id"`
	Name       string  `json:"name"`
	NameEN     string  `json:"nameEn"`
	Story      string  `json:"story"`
	Letter     string  `json:"letter"`
	Logo       string  `json:"logo"`
	Sort       int     `json:"sort"`
	Hidden     bool    `json:"hidden"`
	Version    int64   `json:"version"`
	Goods      int64   `json:"goods"`
	Categories []Named `json:"categories"`
}

// NewBrand adds or changes a brand. Its logo is a URL of PathPictures; categories are of level 3.
type NewBrand struct {
	Name        string  `json:"name" validate:"required,max=50,line"`
	NameEN      string  `json:"nameEn" validate:"max=50,line"`
	Story       string  `json:"story" validate:"max=1000"`
	Letter      string  `json:"letter" validate:"max=1,line"`
	Logo        string  `json:"logo" validate:"max=255"`
	Sort        int     `json:"sort"`
	Hidden      bool    `json:"hidden"`
	CategoryIDs []int64 `json:"categoryIds" validate:"max=1000"`
	Version     int64   `json:"version,omitempty"`
}

// Attribute is an attribute of the goods of a category of level 3. Kind is spec (the same for all SKUs of a product) or sale (tells them apart,
// and the shopper chooses it). Goods counts the products or SKUs that have it.
type Attribute struct {
	ID         int64    `json:"id"`
	CategoryID int64    `json:"categoryId"`
	Kind       string   `json:"kind"`
	Name       string   `json:"name"`
	Values     []string `json:"values"`
	Multiple   bool     `json:"multiple"`   // a product may have several of the values
	Searchable bool     `json:"searchable"` // a filter of the search
	Off        bool     `json:"off"`        // offered no more
	GroupID    int64    `json:"groupId,omitempty"`
	Version    int64    `json:"version"`
	Goods      int64    `json:"goods"`
}

// NewAttribute adds an attribute, or changes one, whose category and kind then stay.
type NewAttribute struct {
	CategoryID int64    `json:"categoryId" validate:"min=0"`
	Kind       string   `json:"kind" validate:"oneof=spec sale"`
	Name       string   `json:"name" validate:"required,max=50,line"`
	Values     []string `json:"values" validate:"max=500"`
	Multiple   bool     `json:"multiple"`
	Searchable bool     `json:"searchable"`
	Off        bool     `json:"off"`
	GroupID    int64    `json:"groupId,omitempty" validate:"min=0"`
	Version    int64    `json:"version,omitempty"`
}

// AttributeOrder orders the attributes of a kind in a category, or its groups: all of them, each once.
type AttributeOrder struct {
	CategoryID int64   `json:"categoryId" validate:"gt=0"`
	Kind       string  `json:"kind,omitempty" validate:"omitempty,oneof=spec sale"`
	IDs        []int64 `json:"ids" validate:"required,min=1,max=1000"`
}

// AttrGroups is the groups of a category, in their order.
type AttrGroups struct {
	Items []AttrGroup `json:"items"`
}

// AttrGroup is a heading of the specifications of a category.
type AttrGroup struct {
	ID         int64  `json:"id"`
	CategoryID int64  `json:"categoryId"`
	Name       string `json:"name"`
	Version    int64  `json:"version"`
}

// NewAttrGroup adds a group, or renames one, whose category then stays.
type NewAttrGroup struct {
	CategoryID int64  `json:"categoryId" validate:"min=0"`
	Name       string `json:"name" validate:"required,max=50,line"`
	Version    int64  `json:"version,omitempty"`
}

// Template is what is filled in for goods of a category: its brands, its specifications by group (the last may have no name), and what its SKUs
// may differ in.
type Template struct {
	CategoryID int64           `json:"categoryId"`
	Brands     []Named         `json:"brands"`
	Groups     []TemplateGroup `json:"groups"`
	Sale       []Attribute     `json:"sale"`
}

// TemplateGroup is a heading of the specifications with its attributes.
type TemplateGroup struct {
	ID    int64       `json:"id"`
	Name  string      `json:"name"`
	Attrs []Attribute `json:"attrs"`
}

// PathPictures: POST multipart/form-data with a file "picture" (JPEG, PNG or WebP, at most 5 MB) → 201 Picture; 422 picture_type,
// picture_size; 413 body_too_large.
const PathPictures = "/api/admin/product/pictures/upload"

// PathMedia + name: GET → what nginx does not have in its own folder of the pictures that staff have brought.
const PathMedia = "/media/"

// Picture is a picture that the shop keeps. Its URL is a path of every host, and what it shows never changes; a small one of it for lists lies
// beside it, under the same name with -s before the ending.
type Picture struct {
	URL    string `json:"url"`
	Width  int    `json:"width"`
	Height int    `json:"height"`
}
