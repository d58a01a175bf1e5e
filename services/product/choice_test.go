package product_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/services/product"
)

// shirts are red in S and L, and blue in S alone; the red L is sold out.
func shirts() product.Item {
	skus := []*product.SKU{sku(1, "红", "S"), sku(2, "红", "L"), sku(3, "蓝", "S")}
	for _, k := range skus {
		k.Image = string(rune('a' + k.ID))
	}
	return product.Item{SKU: *skus[0], Siblings: skus, SaleAttrs: product.Matrix(skus), Stock: map[int64]int64{1: 5, 3: 2}}
}

func TestChoose(t *testing.T) {
	tests := map[string]struct {
		wished map[int64]string
		want   int64
	}{
		"nothing":                     {nil, 1},
		"another colour":              {map[int64]string{1: "蓝"}, 3},
		"another size":                {map[int64]string{2: "L"}, 2},
		"what is chosen":              {map[int64]string{1: "红", 2: "S"}, 1},
		"no such combination":         {map[int64]string{1: "蓝", 2: "L"}, 0},
		"a colour that is not sold":   {map[int64]string{1: "绿"}, 1},
		"a value of another":          {map[int64]string{2: "红"}, 1},
		"an attribute it has not got": {map[int64]string{9: "红"}, 1},
	}
	for name, tt := range tests {
		item := shirts()
		if got := item.Choose(tt.wished).Find(item.Siblings); got != tt.want {
			t.Errorf("%s: SKU %d, want %d", name, got, tt.want)
		}
	}
	require.Equal(t, "蓝 · L", shirts().Choose(map[int64]string{1: "蓝", 2: "L"}).String())
	require.Zero(t, product.Chosen(nil).Find([]*product.SKU{sku(1, "红", "S")}), "a SKU without attributes is not one with some")
}

func TestOptions(t *testing.T) {
	item := shirts()
	groups := item.Options(item.Choose(map[int64]string{1: "蓝"}))
	require.Equal(t, []product.OptionGroup{
		{Named: product.Named{ID: 1, Name: "颜色"}, Options: []product.Option{
			{Value: "红", SkuID: 1, Left: 5, Image: "b"}, {Value: "蓝", SkuID: 3, Left: 2, Chosen: true, Image: "d"},
		}},
		{Named: product.Named{ID: 2, Name: "尺码"}, Options: []product.Option{
			{Value: "S", SkuID: 3, Left: 2, Chosen: true, Image: "d"}, {Value: "L", Image: "c"},
		}},
	}, groups, "there is no large blue one, and what is shown of it is another large one")

	groups = item.Options(item.Choose(nil))
	require.Equal(t, product.Option{Value: "L", SkuID: 2, Image: "c"}, groups[1].Options[1], "the large red one is sold out")
	require.Empty(t, product.Item{}.Options(nil))
}

func TestSimilar(t *testing.T) {
	s := newShop(t, 10) // five products of one category, two SKUs each
	require.NoError(t, s.Rebuild(t.Context()))
	own := product.SKU{ID: 10, SPUID: 5, Path: []product.Named{{ID: 1}, {ID: 2}, {ID: 3}}}
	spus := func(hits []product.Hit) []int64 {
		var ids []int64
		for _, h := range hits {
			ids = append(ids, h.SKU.SPUID)
		}
		return ids
	}
	require.Equal(t, []int64{4, 3, 2}, spus(s.Similar(own, 3)), "what sells best, not itself, each product once")
	require.Equal(t, []int64{4, 3, 2, 1}, spus(s.Similar(own, 9)))
	require.Equal(t, []int64{4, 3}, spus(s.Similar(product.SKU{SPUID: 5, Path: []product.Named{{ID: 77}}}, 2)), "of the shop, where the category has nothing")
}
