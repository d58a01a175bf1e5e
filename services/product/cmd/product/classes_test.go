package main

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/paging"
	"gulimall/services/product"
	"gulimall/services/product/store"
)

// classes is the desk of categories, brands and attributes at an instance.
func (i *instance) classes() *product.Classes {
	return product.NewClasses(store.New(i.db, i.ob, clock), i.uc)
}

func (i *instance) menu(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, n := range decode[[]productapi.CategoryNode](t, i.get(t, productapi.PathCategories)) {
		names = append(names, n.Name)
	}
	return names
}

// TestTheMenuFollowsAtEveryInstance: sorted and hidden categories are so at once where it was done, and soon at the other instance; what is
// drawn there is drawn anew.
func TestTheMenuFollowsAtEveryInstance(t *testing.T) {
	a, b, _ := two(t)
	by, desk := adminapi.By{StaffID: 1, Account: "admin"}, a.classes()
	tree, err := desk.Tree(t.Context())
	require.NoError(t, err)
	before := b.menu(t)
	b.get(t, "/")
	ids := make([]int64, len(tree))
	for i, n := range tree {
		ids[len(ids)-1-i] = n.ID
	}
	require.NoError(t, desk.Arrange(t.Context(), 0, ids, by))
	slices.Reverse(before)
	require.Equal(t, before, a.menu(t), "at once here")
	soon(t, func() bool { return slices.Equal(before, b.menu(t)) })

	phones, err := desk.Class(t.Context(), 2)
	require.NoError(t, err)
	require.Contains(t, b.get(t, "/"), `catalog3Id=225`)
	phones.Hidden = true
	phones, err = desk.ChangeClass(t.Context(), phones, by)
	require.NoError(t, err)
	soon(t, func() bool { return !slices.Contains(b.menu(t), phones.Name) })
	require.NotContains(t, b.get(t, "/"), "手机通讯")
	require.Positive(t, b.finds(t, "catalog3Id=225"), "its goods can still be found")
}

// TestNamesFollowAtEveryInstance: goods are found by the new name of their brand, and filtered by what has become a filter.
func TestNamesFollowAtEveryInstance(t *testing.T) {
	a, b, _ := two(t)
	by, desk := adminapi.By{StaffID: 1, Account: "admin"}, a.classes()
	all := b.finds(t, "brandId=9")
	require.Positive(t, all)
	huawei, err := desk.Brand(t.Context(), 9)
	require.NoError(t, err)
	huawei.Name = "山海"
	_, err = desk.ChangeBrand(t.Context(), huawei, by)
	require.NoError(t, err)
	soon(t, func() bool { return a.finds(t, "keyword=山海") == all && b.finds(t, "keyword=山海") == all })

	spec := product.SpecAttribute
	attrs, _, err := desk.Attrs(t.Context(), product.AttrQuery{CategoryID: 225, Kind: &spec, Name: "机身材质", Page: paging.Whole(1)})
	require.NoError(t, err)
	attr, raw := attrs[0], "/api/product/search?catalog3Id=225"
	require.NotContains(t, b.get(t, raw), "机身用料")
	attr.Name, attr.Searchable = "机身用料", true
	_, err = desk.ChangeAttr(t.Context(), attr, by)
	require.NoError(t, err)
	soon(t, func() bool {
		return strings.Contains(b.get(t, raw), "机身用料") && strings.Contains(a.get(t, raw), "机身用料")
	})
	require.Contains(t, b.get(t, "/1101.html"), "机身用料")

	renamed, err := desk.Class(t.Context(), 225)
	require.NoError(t, err)
	renamed.Name = "掌上电话"
	_, err = desk.ChangeClass(t.Context(), renamed, by)
	require.NoError(t, err)
	soon(t, func() bool { return b.finds(t, "keyword=掌上电话") > 0 && a.finds(t, "keyword=掌上电话") > 0 })
}
