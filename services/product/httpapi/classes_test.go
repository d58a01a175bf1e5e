package httpapi_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/pkg/contract/adminapi"
	"gulimall/pkg/contract/productapi"
	"gulimall/pkg/paging"
)

func TestClassCallsAskForTheirPermission(t *testing.T) {
	d := open(t)
	var seen int
	for _, route := range d.Engine.Routes() {
		if !isClassCall(route.Path) {
			continue
		}
		seen++
		needs := adminapi.ProductWrite
		if route.Method == http.MethodGet {
			needs = adminapi.ProductRead
		}
		d.Asking = nil
		require.Equal(t, http.StatusUnauthorized, d.send(t, route.Method, route.Path, nil).Code, route.Path)
		others := slices.DeleteFunc(adminapi.Permissions(), func(p adminapi.Permission) bool { return p == needs })
		require.Equal(t, http.StatusForbidden, d.as(others...).send(t, route.Method, route.Path, nil).Code, route.Path)
		require.NotContains(t, []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusInternalServerError},
			d.as(needs).send(t, route.Method, route.Path, nil).Code, route.Path)
	}
	require.Equal(t, 22, seen, "a new call is looked at above")
}

func isClassCall(path string) bool {
	return slices.ContainsFunc([]string{productapi.PathOfficeCategories, productapi.PathBrands, productapi.PathAttributes, productapi.PathAttrGroups, productapi.PathPictures},
		func(prefix string) bool { return len(path) >= len(prefix) && path[:len(prefix)] == prefix })
}

// want sends a call, wants a status, and decodes the answer.
func want[T any](t *testing.T, d *desk, status int, method, path string, in any) (out T) {
	t.Helper()
	w := d.send(t, method, path, in)
	require.Equal(t, status, w.Code, "%s %s: %s", method, path, w.Body)
	if status == http.StatusNoContent {
		return out
	}
	return decoded[T](t, w)
}

type problem struct {
	Code string `json:"code"`
}

func TestCategoriesByCall(t *testing.T) {
	d := open(t).as(adminapi.ProductRead, adminapi.ProductWrite)
	tree := want[productapi.CategoryTree](t, d, 200, http.MethodGet, productapi.PathOfficeCategories, nil)
	require.Positive(t, tree.Items[1].All)
	added := want[productapi.OfficeCategory](t, d, 201, http.MethodPost, productapi.PathOfficeCategories, productapi.NewCategory{Name: "乐器", NameEN: "Music"})
	require.Equal(t, 1, added.Level)
	refused := want[problem](t, d, 409, http.MethodPost, productapi.PathOfficeCategories, productapi.NewCategory{Name: "乐器"})
	require.Equal(t, "name_taken", refused.Code)
	order := []int64{added.ID}
	for _, c := range tree.Items {
		order = append(order, c.ID)
	}
	want[any](t, d, 204, http.MethodPut, productapi.PathCategoryOrder, productapi.ChildOrder{IDs: order})
	require.Equal(t, added.ID, want[productapi.CategoryTree](t, d, 200, http.MethodGet, productapi.PathOfficeCategories, nil).Items[0].ID)
	refused = want[problem](t, d, 409, http.MethodPut, productapi.PathCategoryOrder, productapi.ChildOrder{IDs: order[1:]})
	require.Equal(t, "edited_meanwhile", refused.Code)
	one := fmt.Sprintf("%s/%d", productapi.PathOfficeCategories, added.ID)
	want[productapi.OfficeCategory](t, d, 200, http.MethodPut, one, productapi.NewCategory{Name: "乐器", Hidden: true, Version: 1})
	refused = want[problem](t, d, 409, http.MethodPut, one, productapi.NewCategory{Name: "乐器", Version: 1})
	require.Equal(t, "edited_meanwhile", refused.Code)
	want[any](t, d, 204, http.MethodDelete, one, nil)
	refused = want[problem](t, d, 404, http.MethodDelete, one, nil)
	require.Equal(t, "category_not_found", refused.Code)
	refused = want[problem](t, d, 409, http.MethodDelete, productapi.PathOfficeCategories+"/225", nil)
	require.Equal(t, "category_in_use", refused.Code)
	template := want[productapi.Template](t, d, 200, http.MethodGet, productapi.PathOfficeCategories+"/225/template", nil)
	require.NotEmpty(t, template.Groups[0].Attrs)
	require.Contains(t, d.acts(t), "category.arranged")
}

func TestBrandsByCall(t *testing.T) {
	d := open(t).as(adminapi.ProductRead, adminapi.ProductWrite)
	all := want[paging.Rows[productapi.OfficeBrand]](t, d, 200, http.MethodGet, productapi.PathBrands+"?categoryId=225&pageSize=3", nil)
	require.Len(t, all.Items, 3)
	added := want[productapi.OfficeBrand](t, d, 201, http.MethodPost, productapi.PathBrands, productapi.NewBrand{Name: "山海", CategoryIDs: []int64{225}})
	require.Equal(t, "手机", added.Categories[0].Name)
	one := fmt.Sprintf("%s/%d", productapi.PathBrands, added.ID)
	changed := want[productapi.OfficeBrand](t, d, 200, http.MethodPut, one, productapi.NewBrand{Name: "山海", Letter: "s", Hidden: true, Version: 1})
	require.Equal(t, []any{"S", true, int64(2)}, []any{changed.Letter, changed.Hidden, changed.Version})
	require.Empty(t, changed.Categories)
	require.Equal(t, changed, want[productapi.OfficeBrand](t, d, 200, http.MethodGet, one, nil))
	want[problem](t, d, 409, http.MethodPut, one, productapi.NewBrand{Name: "山海", Version: 1})
	want[problem](t, d, 422, http.MethodPut, one, productapi.NewBrand{Name: "山海", Logo: "javascript:x", Version: 2})
	want[problem](t, d, 404, http.MethodGet, productapi.PathBrands+"/999999", nil)
	want[problem](t, d, 422, http.MethodGet, productapi.PathBrands+"?hidden=perhaps", nil)
}

func TestAttributesByCall(t *testing.T) {
	d := open(t).as(adminapi.ProductRead, adminapi.ProductWrite)
	found := want[paging.Rows[productapi.Attribute]](t, d, 200, http.MethodGet, productapi.PathAttributes+"?categoryId=225&kind=sale", nil)
	require.Equal(t, "颜色", found.Items[0].Name)
	group := want[productapi.AttrGroup](t, d, 201, http.MethodPost, productapi.PathAttrGroups, productapi.NewAttrGroup{CategoryID: 225, Name: "网络"})
	groups := want[productapi.AttrGroups](t, d, 200, http.MethodGet, productapi.PathAttrGroups+"?categoryId=225", nil).Items
	require.Equal(t, group, groups[len(groups)-1])
	in := productapi.NewAttribute{CategoryID: 225, Kind: "spec", Name: "5G", Values: []string{"支持", "不支持"}, Searchable: true, GroupID: group.ID}
	added := want[productapi.Attribute](t, d, 201, http.MethodPost, productapi.PathAttributes, in)
	one := fmt.Sprintf("%s/%d", productapi.PathAttributes, added.ID)
	refused := want[problem](t, d, 409, http.MethodDelete, fmt.Sprintf("%s/%d", productapi.PathAttrGroups, group.ID), nil)
	require.Equal(t, "attribute_group_in_use", refused.Code)
	in.Name, in.Version = "5G 网络", 1
	require.Equal(t, "5G 网络", want[productapi.Attribute](t, d, 200, http.MethodPut, one, in).Name)
	want[problem](t, d, 409, http.MethodPut, one, in)
	want[any](t, d, 204, http.MethodDelete, one, nil)
	want[any](t, d, 204, http.MethodDelete, fmt.Sprintf("%s/%d", productapi.PathAttrGroups, group.ID), nil)
	refused = want[problem](t, d, 409, http.MethodDelete, fmt.Sprintf("%s/%d", productapi.PathAttributes, found.Items[0].ID), nil)
	require.Equal(t, "attribute_in_use", refused.Code)
	ids := make([]int64, len(found.Items))
	for i, a := range found.Items {
		ids[len(ids)-1-i] = a.ID
	}
	want[any](t, d, 204, http.MethodPut, productapi.PathAttributeOrder, productapi.AttributeOrder{CategoryID: 225, Kind: "sale", IDs: ids})
	found = want[paging.Rows[productapi.Attribute]](t, d, 200, http.MethodGet, productapi.PathAttributes+"?categoryId=225&kind=sale", nil)
	require.Equal(t, ids[0], found.Items[0].ID)
	groupIDs := make([]int64, len(groups)-1)
	for i, g := range groups[:len(groups)-1] {
		groupIDs[len(groupIDs)-1-i] = g.ID
	}
	want[any](t, d, 204, http.MethodPut, productapi.PathAttrGroupOrder, productapi.AttributeOrder{CategoryID: 225, IDs: groupIDs})
	in.Kind = "other"
	want[problem](t, d, 422, http.MethodPost, productapi.PathAttributes, in)
}
