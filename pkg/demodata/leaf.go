package demodata

import "gulimall/pkg/picture"

// leaf describes the goods of one leaf category: what they are drawn as, what the shopper chooses, what the
// specification table holds, and the paragraphs that every description of the category shares. In those, {name} stands
// for the product and {attribute} for its value.
type leaf struct {
	category int64
	kind     picture.Kind
	sale     []string
	groups   []group
	prose    []string
}

type group struct {
	name  string
	attrs []base
}

type base struct {
	name       string
	searchable bool
}

// spuDef is a product as it is written down in the spus files; spus.go makes the SPU and its SKUs of it.
type spuDef struct {
	id, brand int64
	model     string
	subtitle  string
	tail      string   // the end of the title: what it is
	lead      string   // the first paragraph of the description
	specs     []string // values of the base attributes, in the order of the leaf
	axes      []axis   // one per sale attribute of the leaf
	yuan      int64    // price of the first combination
	grams     int64    // weight of the lightest combination, packed
	colour    string   // for pictures of goods without a colour to choose
}

// axis is a sale attribute's options, cheapest first.
type axis []option

type option struct {
	value string
	extra int64 // yuan on top of the base price
}

// same is an axis whose options all cost the same.
func same(values ...string) axis {
	a := make(axis, len(values))
	for i, v := range values {
		a[i] = option{value: v}
	}
	return a
}

// shelf is a leaf category with its products.
type shelf struct {
	leaf leaf
	spus []spuDef
}

// shelves lists all leaf categories that have goods.
func shelves() []shelf {
	return []shelf{
		{phoneLeaf(), phones()},
		{earbudsLeaf(), earbuds()},
		{powerBankLeaf(), powerBanks()},
		{laptopLeaf(), laptops()},
		{tabletLeaf(), tablets()},
		{headphonesLeaf(), headphones()},
		{watchLeaf(), watches()},
		{cameraLeaf(), cameras()},
		{tvLeaf(), tvs()},
		{fridgeLeaf(), fridges()},
		{washerLeaf(), washers()},
		{riceCookerLeaf(), riceCookers()},
		{lampLeaf(), lamps()},
		{chairLeaf(), chairs()},
		{flaskLeaf(), flasks()},
		{lipstickLeaf(), lipsticks()},
		{dressLeaf(), dresses()},
		{teeLeaf(), tees()},
		{sneakerLeaf(), sneakers()},
		{backpackLeaf(), backpacks()},
		{nutsLeaf(), nuts()},
		{teaLeaf(), teas()},
		{wineLeaf(), wines()},
		{blocksLeaf(), blocks()},
		{bookLeaf(), books()},
	}
}
