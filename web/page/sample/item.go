package sample

import "gulimall/web/page"

func items() []Sample {
	full, preview := item(), item()
	preview.Preview, preview.Base, preview.Coupons, preview.Similar = &page.ItemPreview{Draft: 7, SKU: 1}, visitor(full.Title), nil, nil
	guest, few, out, none, off := full, full, full, full, full
	guest.Base = visitor(full.Title)
	guest.Coupons = coupons()[:1]
	few.SKU.Stock, few.SKU.SaleCount, few.SKU.Subtitle, few.GiftPoints, few.GiftGrowth = 3, 0, "", 0, 0
	out.SKU.Stock = 0
	none.NoSuch = "雅川青 · 16GB+1TB"
	off.SKU.OffShelf, off.Base = true, wrong(visitor(full.Title), "加购没有成功。")
	return []Sample{
		{"item", "full", 200, full},
		{"item", "guest", 200, guest},
		{"item", "few", 200, few},
		{"item", "out", 200, out},
		{"item", "none", 200, &none},
		{"item", "off", 200, off},
		{"item", "preview", 200, preview},
		{"item", "bare", 200, page.Item{Base: visitor("空"), SKU: page.ItemSKU{ID: 9, Title: "没有图片的商品", Price: 100}}},
	}
}

func item() page.Item {
	base := signedIn("华为 Mate 80 Pro")
	base.Here = "http://item.gulimall.localhost:8080/12.html"
	return page.Item{
		Base:   base,
		Crumbs: []page.Crumb{{Label: "首页", URL: "http://gulimall.localhost:8080/"}, {Label: "智能手机", URL: "http://search.gulimall.localhost:8080/list.html"}, {Label: "华为 Mate 80 Pro"}},
		SKU: page.ItemSKU{
			ID: 12, Title: "华为 Mate 80 Pro 12GB+512GB 雅川青 智能手机", Subtitle: "超可靠玄武架构 全焦段超清影像 直降 300 元", Price: 649900, Brand: "华为", Category: "智能手机",
			Images: []string{"/media/sample-0.svg", "/media/sample-1.svg", "/media/sample-2.svg"}, Stock: 120, SaleCount: 1234,
		},
		SaleAttrs: []page.SaleAttr{
			{ID: 22501, Name: "颜色", Values: []page.SaleValue{
				{Value: "雅川青", SKUID: 12, Selected: true, HasStock: true, Image: "/media/sample-0.svg"},
				{Value: "曜石黑", SKUID: 13, HasStock: true, Image: "/media/sample-1.svg"},
				{Value: "雪域白", SKUID: 14, Image: "/media/sample-2.svg"},
			}},
			{ID: 22502, Name: "版本", Values: []page.SaleValue{
				{Value: "12GB+256GB", SKUID: 15, HasStock: true}, {Value: "12GB+512GB", SKUID: 12, Selected: true, HasStock: true}, {Value: "16GB+1TB"},
			}},
		},
		Specs: []page.SpecGroup{
			{Name: "主体", Attrs: []page.Spec{{Name: "品牌", Value: "华为"}, {Name: "上市年份", Value: "2026 年"}}},
			{Name: "屏幕", Attrs: []page.Spec{{Name: "尺寸", Value: "6.8 英寸"}}},
		},
		Description: "旗舰影像，昼夜皆清。\n\n玄武架构，坚固可靠。", DescriptionImages: []string{"/media/sample-3.svg"},
		Promotions: []page.Promotion{{Code: "full_reduction", Text: "满 5000 元减 300 元"}, {Code: "ladder", Text: "2 件 9.5 折"}, {Code: "of tomorrow", Text: "新规则"}},
		Coupons:    coupons(), GiftPoints: 649, GiftGrowth: 649, Count: 1, Similar: cards(5),
	}
}
