package product_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/services/product"
)

func TestTree(t *testing.T) {
	tree := product.Tree([]product.Category{
		{ID: 300, ParentID: 200, Level: 3, Name: "b", Sort: 2},
		{ID: 301, ParentID: 200, Level: 3, Name: "a", Sort: 1},
		{ID: 200, ParentID: 1, Level: 2, Name: "mid"},
		{ID: 2, Level: 1, Name: "second", Sort: 2},
		{ID: 1, Level: 1, Name: "first", Sort: 1},
		{ID: 999, ParentID: 998, Level: 2, Name: "orphan"},
		{ID: 400, ParentID: 300, Level: 4, Name: "too deep"},
		{ID: 401, ParentID: 401, Level: 2, Name: "its own parent"},
	})
	leaf := func(id int64, name string) product.Node {
		return product.Node{ID: id, Name: name, Children: []product.Node{}}
	}
	require.Equal(t, []product.Node{
		{ID: 1, Name: "first", Children: []product.Node{
			{ID: 200, Name: "mid", Children: []product.Node{leaf(301, "a"), leaf(300, "b")}},
		}},
		leaf(2, "second"),
	}, tree)
	require.NotNil(t, product.Tree(nil))
}

func sku(id int64, colour, size string) *product.SKU {
	return &product.SKU{ID: id, Attrs: []product.AttrValue{{AttrID: 1, Name: "颜色", Value: colour}, {AttrID: 2, Name: "尺码", Value: size}}}
}

func TestMatrix(t *testing.T) {
	skus := []*product.SKU{sku(1, "红", "S"), sku(2, "红", "L"), sku(3, "蓝", "S")}
	require.Equal(t, []product.SaleAttr{
		{Named: product.Named{ID: 1, Name: "颜色"}, Values: []product.SaleValue{{Value: "红", SkuIDs: []int64{1, 2}}, {Value: "蓝", SkuIDs: []int64{3}}}},
		{Named: product.Named{ID: 2, Name: "尺码"}, Values: []product.SaleValue{{Value: "S", SkuIDs: []int64{1, 3}}, {Value: "L", SkuIDs: []int64{2}}}},
	}, product.Matrix(skus))
	require.Empty(t, product.Matrix(nil))
}
