package store_test

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"gorm.io/gorm"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/paging"
	"gulimall/pkg/rabbit"
	"gulimall/services/product"
	"gulimall/services/product/store"
)

func keeper() adminapi.By { return adminapi.By{StaffID: 2, Account: "keeper"} }

// menu is told of changes by the desk, and does not mind.
type menu struct{}

func (menu) MenuChanged(context.Context) {}

func classes(t *testing.T) (*product.Classes, *store.Store, *gorm.DB) {
	t.Helper()
	s, db := seeded(t)
	return product.NewClasses(s, menu{}), s, db
}

// since reads what was told of SKUs, and of what staff did, since the last time.
func since(t *testing.T, db *gorm.DB) (skus []productapi.SkuChanged, acts []string) {
	t.Helper()
	var rows []struct {
		RoutingKey string
		Payload    []byte
	}
	require.NoError(t, db.Raw("SELECT routing_key, payload FROM mq_message ORDER BY id").Scan(&rows).Error)
	for _, row := range rows {
		var m rabbit.Message
		require.NoError(t, json.Unmarshal(row.Payload, &m))
		if row.RoutingKey == adminapi.KeyActed {
			var acted adminapi.Acted
			require.NoError(t, json.Unmarshal(m.Data, &acted))
			acts = append(acts, acted.Action)
			continue
		}
		var what productapi.SkuChanged
		require.NoError(t, json.Unmarshal(m.Data, &what))
		skus = append(skus, what)
	}
	require.NoError(t, db.Exec("DELETE FROM mq_message").Error)
	return skus, acts
}

func TestCategoriesAreAddedRenamedHiddenAndRemoved(t *testing.T) {
	c, s, db := classes(t)
	added, err := c.AddClass(t.Context(), product.Class{Category: product.Category{ParentID: 34, Name: " 卫星电话 "}, NameEN: "Radios"}, keeper())
	require.NoError(t, err)
	require.Equal(t, []any{"卫星电话", 3, int64(1)}, []any{added.Name, added.Level, added.Version})
	told, acts := since(t, db)
	require.Equal(t, []string{"category.added"}, acts)
	require.Equal(t, []productapi.SkuChanged{{SkuIDs: []int64{}, OnlyMenu: true}}, told)

	_, err = c.AddClass(t.Context(), product.Class{Category: product.Category{ParentID: 34, Name: "卫星电话"}}, keeper())
	require.ErrorIs(t, err, product.ErrNameTaken)
	_, err = c.AddClass(t.Context(), product.Class{Category: product.Category{ParentID: 225, Name: "x"}}, keeper())
	require.ErrorIs(t, err, product.ErrNoCategory, "no fourth level")
	_, err = c.AddClass(t.Context(), product.Class{Category: product.Category{ParentID: 34, Name: "a\tb"}}, keeper())
	require.Error(t, err)

	hidden := added
	hidden.Hidden = true
	hidden, err = c.ChangeClass(t.Context(), hidden, keeper())
	require.NoError(t, err)
	require.EqualValues(t, 2, hidden.Version)
	shown, err := s.Categories(t.Context())
	require.NoError(t, err)
	require.False(t, slices.ContainsFunc(shown, func(k product.Category) bool { return k.ID == added.ID }))
	_, err = c.ChangeClass(t.Context(), added, keeper())
	require.ErrorIs(t, err, product.ErrEditedMeantime, "the version that was seen is gone")
	told, _ = since(t, db)
	require.True(t, told[0].OnlyMenu)

	phones, err := c.Class(t.Context(), 225)
	require.NoError(t, err)
	require.Positive(t, phones.Goods)
	phones.Name = "智能手机"
	_, err = c.ChangeClass(t.Context(), phones, keeper())
	require.NoError(t, err)
	told, _ = since(t, db)
	require.Equal(t, []productapi.SkuChanged{{SkuIDs: []int64{}}}, told, "goods are found by the name of their category")

	require.ErrorIs(t, c.RemoveClass(t.Context(), 225, keeper()), product.ErrCategoryUsed)
	require.ErrorIs(t, c.RemoveClass(t.Context(), 34, keeper()), product.ErrCategoryUsed)
	require.NoError(t, c.RemoveClass(t.Context(), added.ID, keeper()))
	require.ErrorIs(t, c.RemoveClass(t.Context(), added.ID, keeper()), product.ErrNoCategory)
}

func TestCategoriesAreArrangedAndMoved(t *testing.T) {
	c, _, db := classes(t)
	tree, err := c.Tree(t.Context())
	require.NoError(t, err)
	from, to := tree[1].Children[0], tree[0].Children[0]
	require.NotEmpty(t, from.Children)
	require.Positive(t, tree[1].All)
	ids := func(nodes []product.ClassNode) (all []int64) {
		for _, n := range nodes {
			all = append(all, n.ID)
		}
		return all
	}
	top := ids(tree)
	slices.Reverse(top)
	require.NoError(t, c.Arrange(t.Context(), 0, top, keeper()))
	told, acts := since(t, db)
	require.Equal(t, []string{"category.arranged"}, acts)
	require.True(t, told[0].OnlyMenu)
	require.NoError(t, c.Arrange(t.Context(), 0, top, keeper()))
	told, acts = since(t, db)
	require.Empty(t, told, "the same again is nothing")
	require.Empty(t, acts)

	moved := append(ids(to.Children), from.Children[0].ID)
	require.NoError(t, c.Arrange(t.Context(), to.ID, moved, keeper()))
	tree, err = c.Tree(t.Context())
	require.NoError(t, err)
	_, below := find(tree, to.ID)
	require.Equal(t, moved, ids(below))
	told, _ = since(t, db)
	require.Equal(t, []productapi.SkuChanged{{SkuIDs: []int64{}}}, told, "goods have another path")

	require.ErrorIs(t, c.Arrange(t.Context(), to.ID, moved[1:], keeper()), product.ErrEditedMeantime, "one is missing")
	require.ErrorIs(t, c.Arrange(t.Context(), to.ID, append(moved[:len(moved):len(moved)], 999999), keeper()), product.ErrNoCategory)
	require.ErrorIs(t, c.Arrange(t.Context(), 999999, moved, keeper()), product.ErrNoCategory)
	require.Error(t, c.Arrange(t.Context(), to.ID, append(moved[:len(moved):len(moved)], tree[2].ID), keeper()), "of another level")
	require.Error(t, c.Arrange(t.Context(), to.ID, append(moved[:len(moved):len(moved)], moved[0]), keeper()), "twice the same")

	parent, stepped := product.Step(tree, tree[1].ID, true)
	require.Zero(t, parent)
	require.Equal(t, []int64{tree[1].ID, tree[0].ID}, stepped[:2])
	_, stepped = product.Step(tree, tree[0].ID, true)
	require.Nil(t, stepped, "the first cannot come earlier")
}

func find(nodes []product.ClassNode, id int64) (product.ClassNode, []product.ClassNode) {
	for _, n := range nodes {
		if n.ID == id {
			return n, n.Children
		}
		if found, below := find(n.Children, id); found.ID != 0 {
			return found, below
		}
	}
	return product.ClassNode{}, nil
}

func TestOrdersOfTwoAtOnceAreBothWhole(t *testing.T) {
	c, _, _ := classes(t)
	tree, err := c.Tree(t.Context())
	require.NoError(t, err)
	forth := make([]int64, len(tree))
	for i, n := range tree {
		forth[i] = n.ID
	}
	back := slices.Clone(forth)
	slices.Reverse(back)
	var all sync.WaitGroup
	for i := range 10 {
		all.Go(func() {
			if err := c.Arrange(t.Context(), 0, [][]int64{forth, back}[i%2], keeper()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	tree, err = c.Tree(t.Context())
	require.NoError(t, err)
	require.Contains(t, []int64{forth[0], back[0]}, tree[0].ID)
	require.Contains(t, []int64{forth[0], back[0]}, tree[len(tree)-1].ID)
}

func TestBrands(t *testing.T) {
	c, s, db := classes(t)
	whole := paging.Whole(100)
	all, total, err := c.Brands(t.Context(), product.BrandQuery{Page: whole})
	require.NoError(t, err)
	require.EqualValues(t, len(all), total)
	require.NotEmpty(t, all[0].Categories)
	found, _, err := c.Brands(t.Context(), product.BrandQuery{Name: "hua", Page: whole})
	require.NoError(t, err)
	require.Equal(t, "华为", found[0].Name, "by the beginning of the name, in either language")
	none, _, err := c.Brands(t.Context(), product.BrandQuery{Name: "%", Page: whole})
	require.NoError(t, err)
	require.Empty(t, none)
	phones, _, err := c.Brands(t.Context(), product.BrandQuery{CategoryID: 225, Order: product.BrandsByGoods, Down: true, Page: whole})
	require.NoError(t, err)
	require.Less(t, len(phones), len(all))
	require.GreaterOrEqual(t, phones[0].Goods, phones[1].Goods)

	added, err := c.AddBrand(t.Context(), product.Brand{Name: "山海", NameEN: "Shanhai", Letter: "s", Categories: []product.Named{{ID: 225}, {ID: 225}}}, keeper())
	require.NoError(t, err)
	require.Equal(t, "S", added.Letter)
	_, err = c.AddBrand(t.Context(), product.Brand{Name: "山海"}, keeper())
	require.ErrorIs(t, err, product.ErrNameTaken)
	_, err = c.AddBrand(t.Context(), product.Brand{Name: "x", Categories: []product.Named{{ID: 34}}}, keeper())
	require.ErrorIs(t, err, product.ErrNoCategory, "brands belong to categories of level 3")
	for _, wrong := range []product.Brand{{}, {Name: "x", Letter: "7"}, {Name: "x", Logo: "http://elsewhere/x.png"}, {Name: "x", Logo: "/media/../x"}, {Name: "x", Sort: -1}} {
		_, err := c.AddBrand(t.Context(), wrong, keeper())
		require.Error(t, err)
	}
	_, _ = since(t, db)

	huawei, err := c.Brand(t.Context(), 9)
	require.NoError(t, err)
	changed := huawei
	changed.Name, changed.Hidden = "华为终端", true
	changed, err = c.ChangeBrand(t.Context(), changed, keeper())
	require.NoError(t, err)
	_, err = c.ChangeBrand(t.Context(), huawei, keeper())
	require.ErrorIs(t, err, product.ErrEditedMeantime)
	told, acts := since(t, db)
	require.Equal(t, []string{"brand.changed"}, acts)
	require.Len(t, told, 1)
	docs, err := s.Documents(t.Context(), told[0].SkuIDs)
	require.NoError(t, err)
	require.NotEmpty(t, docs)
	for _, d := range docs {
		require.Equal(t, "华为终端", d.Brand.Name)
	}
	changed.Sort = 5
	_, err = c.ChangeBrand(t.Context(), changed, keeper())
	require.NoError(t, err)
	told, _ = since(t, db)
	require.Empty(t, told, "goods do not show it")
	_, err = c.Brand(t.Context(), 999999)
	require.ErrorIs(t, err, product.ErrNoBrand)
}

func TestAttributes(t *testing.T) {
	c, s, db := classes(t)
	whole := paging.Whole(500)
	spec := product.SpecAttribute
	found, total, err := c.Attrs(t.Context(), product.AttrQuery{CategoryID: 225, Kind: &spec, Page: whole})
	require.NoError(t, err)
	require.EqualValues(t, len(found), total)
	material := found[slices.IndexFunc(found, func(a product.Attr) bool { return a.Name == "机身材质" })]
	require.False(t, material.Searchable)
	require.Positive(t, material.Goods)

	wish := material
	wish.Name, wish.Searchable, wish.Multiple, wish.Values = "机身用料", true, true, []string{"铝合金", "玻璃", "铝合金"}
	changed, err := c.ChangeAttr(t.Context(), wish, keeper())
	require.NoError(t, err)
	require.Equal(t, []string{"铝合金", "玻璃"}, changed.Values)
	told, acts := since(t, db)
	require.Equal(t, []string{"attribute.changed"}, acts)
	require.NoError(t, db.Exec("UPDATE pms_product_attr_value SET attr_value = '铝合金;玻璃' WHERE attr_id = ?", material.ID).Error)
	docs, err := s.Documents(t.Context(), told[0].SkuIDs)
	require.NoError(t, err)
	for _, value := range []string{"铝合金", "玻璃"} {
		require.Contains(t, docs[0].Filters, product.AttrValue{AttrID: material.ID, Name: "机身用料", Value: value}, "a new filter, by the new name, by each of the values")
	}
	spu, err := s.SPU(t.Context(), docs[0].SPUID)
	require.NoError(t, err)
	require.Contains(t, spu.Specs[0].Attrs, product.AttrValue{AttrID: material.ID, Name: "机身用料", Value: "铝合金 / 玻璃"})
	_, err = c.ChangeAttr(t.Context(), wish, keeper())
	require.ErrorIs(t, err, product.ErrEditedMeantime)
	require.ErrorIs(t, c.RemoveAttr(t.Context(), material.ID, keeper()), product.ErrAttrUsed)

	added, err := c.AddAttr(t.Context(), product.Attr{CategoryID: 225, Kind: spec, Name: "防水等级", Values: []string{"IP67", "IP68"}, GroupID: 2251}, keeper())
	require.NoError(t, err)
	_, err = c.AddAttr(t.Context(), product.Attr{CategoryID: 225, Kind: spec, Name: "防水等级"}, keeper())
	require.ErrorIs(t, err, product.ErrNameTaken)
	_, err = c.AddAttr(t.Context(), product.Attr{CategoryID: 34, Kind: spec, Name: "x"}, keeper())
	require.ErrorIs(t, err, product.ErrNoCategory)
	_, err = c.AddAttr(t.Context(), product.Attr{CategoryID: 233, Kind: spec, Name: "x", GroupID: 2251}, keeper())
	require.ErrorIs(t, err, product.ErrNoAttrGroup, "a group of another category")
	for _, wrong := range []product.Attr{
		{CategoryID: 225, Name: "x", Multiple: true},
		{CategoryID: 225, Name: "x", GroupID: 2251},
		{CategoryID: 225, Name: "x", Values: []string{"a;b"}},
		{CategoryID: 225, Name: "x", Values: []string{" "}},
		{CategoryID: 225},
	} {
		_, err := c.AddAttr(t.Context(), wrong, keeper())
		require.Error(t, err, wrong)
	}

	template, err := c.Template(t.Context(), 225)
	require.NoError(t, err)
	require.NotEmpty(t, template.Brands)
	require.NotEmpty(t, template.Sale)
	require.Equal(t, "主体", template.Groups[0].Name)
	require.Equal(t, "防水等级", template.Groups[0].Attrs[len(template.Groups[0].Attrs)-1].Name)
	_, err = c.Template(t.Context(), 34)
	require.ErrorIs(t, err, product.ErrNoCategory)

	order := make([]int64, 0, len(found)+1)
	for _, a := range append(found, added) {
		order = append([]int64{a.ID}, order...)
	}
	require.NoError(t, c.ArrangeAttrs(t.Context(), 225, spec, order, keeper()))
	require.ErrorIs(t, c.ArrangeAttrs(t.Context(), 225, spec, order[1:], keeper()), product.ErrEditedMeantime)
	found, _, err = c.Attrs(t.Context(), product.AttrQuery{CategoryID: 225, Kind: &spec, Page: whole})
	require.NoError(t, err)
	require.Equal(t, added.ID, found[0].ID)
	require.NoError(t, c.RemoveAttr(t.Context(), added.ID, keeper()))
	require.ErrorIs(t, c.RemoveAttr(t.Context(), added.ID, keeper()), product.ErrNoAttr)
}

func TestAttributeGroups(t *testing.T) {
	c, _, db := classes(t)
	groups, err := c.AttrGroups(t.Context(), 225)
	require.NoError(t, err)
	require.Equal(t, "主体", groups[0].Name)
	added, err := c.AddAttrGroup(t.Context(), product.AttrGroup{CategoryID: 225, Name: "网络"}, keeper())
	require.NoError(t, err)
	_, err = c.AddAttrGroup(t.Context(), product.AttrGroup{CategoryID: 225, Name: "网络"}, keeper())
	require.ErrorIs(t, err, product.ErrNameTaken)
	renamed := added
	renamed.Name = "网络支持"
	_, err = c.ChangeAttrGroup(t.Context(), renamed, keeper())
	require.NoError(t, err)
	_, err = c.ChangeAttrGroup(t.Context(), renamed, keeper())
	require.ErrorIs(t, err, product.ErrEditedMeantime)
	order := []int64{added.ID}
	for _, g := range groups {
		order = append(order, g.ID)
	}
	require.NoError(t, c.ArrangeAttrGroups(t.Context(), 225, order, keeper()))
	require.ErrorIs(t, c.ArrangeAttrGroups(t.Context(), 225, order[:2], keeper()), product.ErrEditedMeantime)
	groups, err = c.AttrGroups(t.Context(), 225)
	require.NoError(t, err)
	require.Equal(t, "网络支持", groups[0].Name)
	require.ErrorIs(t, c.RemoveAttrGroup(t.Context(), groups[1].ID, keeper()), product.ErrGroupUsed)
	require.NoError(t, c.RemoveAttrGroup(t.Context(), added.ID, keeper()))
	require.ErrorIs(t, c.RemoveAttrGroup(t.Context(), added.ID, keeper()), product.ErrNoAttrGroup)
	_, acts := since(t, db)
	require.Equal(t, []string{"attrgroup.added", "attrgroup.changed", "attrgroup.arranged", "attrgroup.removed"}, acts)
}

var _ product.Menu = menu{}
