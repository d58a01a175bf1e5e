package product_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"gulimall/services/product"
)

// named makes goods: one SKU a product, sold so many times.
func named(category, brand, brandEN, model string, sold int64) *product.Document {
	ids := map[string]int64{}
	id := func(text string) int64 { return int64(len(text)*100+len(ids)) + int64(text[0]) }
	name := brand + " " + model
	return &product.Document{
		SKU: product.SKU{
			ID: id(name + category), SPUID: id(name), SPUName: name, Title: name + " 黑色 新款", SaleCount: sold,
			Brand: product.Named{ID: id(brand), Name: brand},
			Path:  []product.Named{{ID: id("顶"), Name: "顶"}, {ID: 2, Name: "中"}, {ID: id(category), Name: category}},
		},
		BrandEN: brandEN,
	}
}

func small() *product.Vocabulary {
	return product.NewVocabulary([]*product.Document{
		named("智能手机", "华为", "HUAWEI", "Mate 70 Pro", 500),
		named("智能手机", "华为", "HUAWEI", "nova 14", 200),
		named("智能手机", "Apple", "Apple", "iPhone 17", 900),
		named("手机壳", "能桥", "Enbridge Power", "磁吸壳", 50),
		named("电饭煲", "苏禾", "Suhe", "IH 电饭煲 4L", 300),
	})
}

func texts(all []product.Suggestion) []string {
	list := []string{}
	for _, s := range all {
		list = append(list, s.Text)
	}
	return list
}

func TestSuggest(t *testing.T) {
	v := small()
	for typed, want := range map[string][]string{
		"华":        {"华为", "华为 Mate 70 Pro", "华为 nova 14"},
		"Ｍate7":    {"华为 Mate 70 Pro"},
		"mate 70":  {"华为 Mate 70 Pro"},
		"iph":      {"Apple iPhone 17"},
		"hua":      {"HUAWEI", "华为 Mate 70 Pro", "华为 nova 14"},
		"pro":      {"华为 Mate 70 Pro"},
		"手机":       {"手机壳", "智能手机", "Apple iPhone 17", "华为 Mate 70 Pro", "华为 nova 14", "能桥 磁吸壳"},
		"华为手机":     {"华为 Mate 70 Pro", "华为 nova 14"},
		"17 apple": {"Apple iPhone 17"},
		"a":        {"Apple", "Apple iPhone 17"},
		"新款黑":      {},
		"":         {},
		"？！":       {},
		"zzz":      {},
	} {
		require.Equal(t, want, texts(v.Suggest(typed, 8)), typed)
	}
	require.Len(t, v.Suggest("手机", 2), 2)
	require.Empty(t, v.Suggest("手机", 0))
}

func TestHotWords(t *testing.T) {
	require.Equal(t, []string{"智能手机", "苏禾 IH 电饭煲 4L"}, small().Hot(), "two leaves of one part of the shop, and no more")
	require.Empty(t, product.NewVocabulary(nil).Hot())
}

func TestCorrections(t *testing.T) {
	v := small()
	for typed, want := range map[string]string{
		"iphnoe":    "iphone",
		"IPHNOE 17": "iphone 17",
		"huawie手机":  "huawei手机",
		"appel":     "apple",
		"enbrigde":  "enbridge",
		"华围手机":      "华为手机",
		"电飯煲":       "电饭煲",
		"电饭保 4l":    "电饭煲 4l",
	} {
		all := v.Corrections(typed)
		require.NotEmpty(t, all, typed)
		require.Equal(t, want, all[0])
	}
	for _, right := range []string{"iphone", "iph", "华为", "xy", "", "qqqqqqqq", "12345"} {
		require.Empty(t, v.Corrections(right), right)
	}
}
