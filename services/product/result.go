package product

// Result is one page of what was found, and how the rest of it is made up.
type Result struct {
	Hits       []Hit
	Total      int
	Brands     []Facet
	Categories []Facet
	Attrs      []AttrFacet
}

// Hit is a SKU that was found.
type Hit struct {
	SKU      SKU
	HasStock bool
}

// Facet is a brand or a category, and how many of the goods found belong to it. A filter's own choice does not shrink its counts, so
// that several values of one filter can be chosen one after the other; the choice of every other filter does.
type Facet struct {
	Named
	Count int
}

// AttrFacet is an attribute and its values among the goods found.
type AttrFacet struct {
	Named
	Values []ValueFacet
}

// ValueFacet is one value of an attribute.
type ValueFacet struct {
	Value string
	Count int
}

// Floor is a block of the home page: a category of level 1 and its best-selling goods, one SKU a product.
type Floor struct {
	Category Named
	Links    []Named // its leaf categories that have goods
	Hits     []Hit
}
