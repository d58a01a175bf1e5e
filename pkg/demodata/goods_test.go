package demodata

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gulimall/pkg/picture"
)

// byID indexes rows and fails on an id that comes twice.
func byID[T any](t *testing.T, rows []T, id func(T) int64) map[int64]T {
	t.Helper()
	all := map[int64]T{}
	for _, r := range rows {
		if _, twice := all[id(r)]; twice {
			t.Errorf("%T %d comes twice", r, id(r))
		}
		if id(r) <= 0 {
			t.Errorf("%T has id %d", r, id(r))
		}
		all[id(r)] = r
	}
	return all
}

func TestEnoughGoods(t *testing.T) {
	leaves := map[int64]bool{}
	for _, s := range SPUs() {
		leaves[s.CategoryID] = true
	}
	for what, n := range map[string][2]int{
		"SKUs": {len(SKUs()), 300}, "SPUs": {len(SPUs()), 60}, "leaf categories with goods": {len(leaves), 14}, "brands": {len(Brands()), 20},
	} {
		if n[0] < n[1] {
			t.Errorf("%d %s, want at least %d", n[0], what, n[1])
		}
	}
}

func TestCategoriesAreATreeOfThreeLevels(t *testing.T) {
	tree := byID(t, Categories(), func(c Category) int64 { return c.ID })
	count, names := map[int]int{}, map[string]bool{} // a phone is a phone on two levels
	for _, c := range Categories() {
		count[c.Level]++
		if parent := tree[c.ParentID]; c.Level > 1 && parent.Level != c.Level-1 {
			t.Errorf("category %d %s on level %d has parent %d on level %d", c.ID, c.Name, c.Level, c.ParentID, parent.Level)
		}
		name := strconv.Itoa(c.Level) + c.Name
		if names[name] || c.Name == "" || c.NameEN == "" {
			t.Errorf("category %d: name %q / %q is missing or taken", c.ID, c.Name, c.NameEN)
		}
		names[name] = true
	}
	if count[1] < 8 || count[2] < 20 || count[3] < 40 {
		t.Errorf("categories per level: %v", count)
	}
	if phone := tree[225]; phone.Name != "手机" || phone.ParentID != 34 || tree[34].ParentID != 2 {
		t.Errorf("phones are %+v", phone)
	}
}

func TestGoodsResolve(t *testing.T) {
	categories := byID(t, Categories(), func(c Category) int64 { return c.ID })
	brands := byID(t, Brands(), func(b Brand) int64 { return b.ID })
	spus := byID(t, SPUs(), func(s SPU) int64 { return s.ID })
	attrs := byID(t, Attrs(), func(a Attr) int64 { return a.ID })
	groups := byID(t, AttrGroups(), func(g AttrGroup) int64 { return g.ID })
	byID(t, SKUs(), func(k SKU) int64 { return k.ID })
	for _, a := range attrs {
		if categories[a.CategoryID].Level != 3 || len(a.Values) == 0 || (a.Kind == BaseAttr) != (groups[a.GroupID].CategoryID == a.CategoryID) {
			t.Errorf("attribute %+v does not resolve", a)
		}
	}
	checkValues := func(owner int64, category int64, kind AttrKind, values []AttrValue) {
		for _, v := range values {
			a := attrs[v.AttrID]
			if a.Name != v.Name || a.CategoryID != category || a.Kind != kind || !slices.Contains(a.Values, v.Value) {
				t.Errorf("%d: value %+v does not belong to attribute %+v", owner, v, a)
			}
		}
	}
	for _, s := range spus {
		if categories[s.CategoryID].Level != 3 || brands[s.BrandID].ID == 0 || s.Points <= 0 || s.Growth <= 0 || s.Weight <= 0 {
			t.Errorf("SPU %d %s does not resolve", s.ID, s.Name)
		}
		checkValues(s.ID, s.CategoryID, BaseAttr, s.Specs)
	}
	for _, k := range SKUs() {
		s := spus[k.SPUID]
		if s.CategoryID != k.CategoryID || s.BrandID != k.BrandID || k.Price <= 0 || k.Weight < s.Weight || k.SaleCount < 0 {
			t.Errorf("SKU %d %s does not resolve", k.ID, k.Name)
		}
		checkValues(k.ID, k.CategoryID, SaleAttr, k.Attrs)
	}
}

func TestSKUsOfAProductDiffer(t *testing.T) {
	seen := map[string]int64{}
	for _, k := range SKUs() {
		for _, key := range []string{k.Title, k.Picture, variant(k) + k.Name} {
			if other, ok := seen[key]; ok {
				t.Errorf("SKUs %d and %d share %q", other, k.ID, key)
			}
			seen[key] = k.ID
		}
	}
}

func TestDescriptionsAreWhole(t *testing.T) {
	for _, s := range SPUs() {
		if n := len(s.Paragraphs); n < 2 || n > 4 {
			t.Errorf("SPU %d has %d paragraphs", s.ID, n)
		}
		for _, p := range s.Paragraphs {
			if strings.ContainsAny(p, "{}") || len([]rune(p)) < 30 {
				t.Errorf("SPU %d: paragraph %q", s.ID, p)
			}
		}
	}
}

// Searching 华为手机 must find a title in which the two words do not touch.
func TestATitleForTheSearchTest(t *testing.T) {
	if !slices.ContainsFunc(SKUs(), func(k SKU) bool { return strings.Contains(k.Title, "华为 智能手机") }) {
		t.Error("no title contains 华为 智能手机")
	}
}

func TestEveryPictureIsSpecified(t *testing.T) {
	files := map[string]picture.Spec{}
	for _, p := range Pictures() {
		files["/media/"+p.File] = p.Spec
	}
	for _, k := range SKUs() {
		for _, path := range append([]string{k.Picture}, k.Gallery...) {
			if spec := files[path]; spec.Colour == "" || spec.Model == "" || spec.Brand == "" {
				t.Errorf("SKU %d: no picture %s", k.ID, path)
			}
		}
	}
	if want := len(picture.Views()) * len(SKUs()); len(files) != want {
		t.Errorf("%d pictures, want %d", len(files), want)
	}
}

func TestEveryPictureCanBeDrawn(t *testing.T) {
	for _, p := range Pictures() {
		var b bytes.Buffer
		if err := picture.Draw(&b, p.Spec); err != nil || b.Len() >= 8<<10 {
			t.Errorf("%s: %d bytes, %v", p.File, b.Len(), err)
		}
	}
}
