package demodata

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"gulimall/pkg/money"
	"gulimall/pkg/picture"
)

// AttrGroups returns the headings of the specification tables.
func AttrGroups() []AttrGroup {
	var all []AttrGroup
	for _, s := range shelves() {
		for i, g := range s.leaf.groups {
			all = append(all, AttrGroup{ID: groupID(s.leaf, i), CategoryID: s.leaf.category, Name: g.name, Sort: i + 1})
		}
	}
	return all
}

// Attrs returns the sale and base attributes of all leaf categories that have goods.
func Attrs() []Attr {
	var all []Attr
	for _, s := range shelves() {
		l := s.leaf
		for i, name := range l.sale {
			all = append(all, Attr{
				ID: saleID(l, i), CategoryID: l.category, Name: name, Kind: SaleAttr, Searchable: true, Sort: i + 1,
				Values: distinct(s.spus, func(d spuDef) []string { return values(d.axes[i]) }),
			})
		}
		n := 0
		for g, group := range l.groups {
			for i, b := range group.attrs {
				spec := n
				all = append(all, Attr{
					ID: baseID(l, n), CategoryID: l.category, GroupID: groupID(l, g), Name: b.name, Kind: BaseAttr,
					Searchable: b.searchable, Sort: i + 1,
					Values: distinct(s.spus, func(d spuDef) []string { return d.specs[spec : spec+1] }),
				})
				n++
			}
		}
	}
	return all
}

// CategoryBrands returns which brands have goods in which leaf categories.
func CategoryBrands() []CategoryBrand {
	var all []CategoryBrand
	for _, s := range SPUs() {
		cb := CategoryBrand{s.CategoryID, s.BrandID}
		if !slices.Contains(all, cb) {
			all = append(all, cb)
		}
	}
	return all
}

// SPUs returns the products.
func SPUs() []SPU {
	brands := brandNames()
	var all []SPU
	for _, s := range shelves() {
		for _, d := range s.spus {
			points := d.yuan
			all = append(all, SPU{
				ID: d.id, CategoryID: s.leaf.category, BrandID: d.brand,
				Name: fullName(brands[d.brand], d.model), Model: d.model, Subtitle: d.subtitle,
				Paragraphs: describe(s.leaf, d), Specs: specs(s.leaf, d),
				Weight: d.grams, Points: points, Growth: points, Kind: s.leaf.kind,
				CreatedAgo: time.Duration(30+d.id%170) * 24 * time.Hour,
			})
		}
	}
	return all
}

// SKUs returns everything that can be bought: for each product all combinations of its sale attributes. The id of the
// n-th combination of SPU s is s×100+n, so ids stay what they are when products are added.
func SKUs() []SKU {
	var all []SKU
	for _, s := range shelves() {
		for _, d := range s.spus {
			all = append(all, skus(s.leaf, d)...)
		}
	}
	return all
}

func skus(l leaf, d spuDef) []SKU {
	brand := brandNames()[d.brand]
	var all []SKU
	for n, combination := range combinations(d.axes) {
		id := d.id*100 + int64(n) + 1
		yuan, steps := d.yuan, 0
		var attrs []AttrValue
		var chosen []string
		for i, o := range combination {
			yuan += o.extra
			steps += slices.Index(d.axes[i], o)
			chosen = append(chosen, o.value)
			attrs = append(attrs, AttrValue{AttrID: saleID(l, i), Name: l.sale[i], Value: o.value, Sort: i + 1})
		}
		choice := strings.Join(chosen, " ")
		all = append(all, SKU{
			ID: id, SPUID: d.id, CategoryID: l.category, BrandID: d.brand,
			Name:     d.model + " " + choice,
			Title:    fullName(brand, d.model) + " " + choice + " " + d.tail,
			Subtitle: d.subtitle, Attrs: attrs,
			Price: money.Fen(yuan * 100), Weight: weigh(d, combination), Picture: fmt.Sprintf("/media/sku/%d.svg", id),
			Gallery: gallery(id), SaleCount: int64(mix(id, 7)%900) * int64(1+mix(id, 8)%7) / int64(1+steps),
		})
	}
	return all
}

// weigh makes dearer variants of heavy goods (a larger fridge, six bottles) heavier in step with their price, and
// leaves a phone with more memory as light as it was.
func weigh(d spuDef, combination []option) int64 {
	extra := int64(0)
	for _, o := range combination {
		extra += o.extra
	}
	switch {
	case extra == 0 || d.grams < 200 || d.yuan > 2*d.grams:
		return d.grams
	default:
		return d.grams + d.grams*extra/d.yuan
	}
}

func gallery(id int64) []string {
	var paths []string
	for n := 1; n < len(picture.Views()); n++ {
		paths = append(paths, fmt.Sprintf("/media/sku/%d-%d.svg", id, n))
	}
	return paths
}

// Pictures returns every drawing that the SKUs name: the front view and the gallery views of each.
func Pictures() []Picture {
	brands := Brands()
	var all []Picture
	for _, s := range shelves() {
		for _, d := range s.spus {
			mark := brands[slices.IndexFunc(brands, func(b Brand) bool { return b.ID == d.brand })].NameEN
			for _, k := range skus(s.leaf, d) {
				spec := picture.Spec{Kind: s.leaf.kind, Colour: colour(d, k), Brand: mark, Model: d.model, Variant: variant(k)}
				for n, view := range picture.Views() {
					spec.View = view
					file := strings.TrimPrefix(k.Picture, "/media/")
					if n > 0 {
						file = strings.TrimPrefix(k.Gallery[n-1], "/media/")
					}
					all = append(all, Picture{File: file, Spec: spec})
				}
			}
		}
	}
	return all
}

// colour is what a SKU is painted in: the colour chosen, or the colour of its product.
func colour(d spuDef, k SKU) string {
	if d.colour != "" {
		return d.colour
	}
	return k.Attrs[0].Value
}

// variant is the short label below the model name in a picture.
func variant(k SKU) string {
	var chosen []string
	for _, a := range k.Attrs {
		chosen = append(chosen, a.Value)
	}
	return strings.Join(chosen, " · ")
}

func describe(l leaf, d spuDef) []string {
	pairs := []string{"{name}", d.model}
	n := 0
	for _, g := range l.groups {
		for _, b := range g.attrs {
			pairs = append(pairs, "{"+b.name+"}", d.specs[n])
			n++
		}
	}
	fill := strings.NewReplacer(pairs...)
	paragraphs := []string{d.lead}
	for _, p := range l.prose {
		paragraphs = append(paragraphs, fill.Replace(p))
	}
	return paragraphs
}

func specs(l leaf, d spuDef) []AttrValue {
	var all []AttrValue
	for _, g := range l.groups {
		for _, b := range g.attrs {
			n := len(all)
			all = append(all, AttrValue{AttrID: baseID(l, n), Name: b.name, Value: d.specs[n], Sort: n + 1})
		}
	}
	return all
}

// combinations returns the cartesian product of the axes, the last varying fastest.
func combinations(axes []axis) [][]option {
	all := [][]option{nil}
	for _, a := range axes {
		var next [][]option
		for _, head := range all {
			for _, o := range a {
				next = append(next, append(slices.Clone(head), o))
			}
		}
		all = next
	}
	return all
}

func brandNames() map[int64]string {
	names := map[int64]string{}
	for _, b := range Brands() {
		names[b.ID] = b.Name
		if b.ID == 9 {
			names[b.ID] = "华为(HUAWEI)"
		}
	}
	return names
}

func fullName(brand, model string) string {
	if strings.HasPrefix(model, "《") {
		return model + " " + brand
	}
	return brand + " " + model
}

func saleID(l leaf, n int) int64  { return l.category*100 + int64(n) + 1 }
func baseID(l leaf, n int) int64  { return l.category*100 + int64(n) + 11 }
func groupID(l leaf, n int) int64 { return l.category*10 + int64(n) + 1 }

func values(a axis) []string {
	var all []string
	for _, o := range a {
		all = append(all, o.value)
	}
	return all
}

func distinct(spus []spuDef, of func(spuDef) []string) []string {
	var all []string
	for _, d := range spus {
		for _, v := range of(d) {
			if !slices.Contains(all, v) {
				all = append(all, v)
			}
		}
	}
	return all
}

// mix turns an id into a number that looks random and never changes; salt tells its uses apart.
func mix(id int64, salt uint64) uint64 {
	x := uint64(id)*0x9E3779B97F4A7C15 + salt*0xD1B54A32D192ED03
	x ^= x >> 32
	x *= 0xBF58476D1CE4E5B9
	x ^= x >> 29
	return x >> 8
}
