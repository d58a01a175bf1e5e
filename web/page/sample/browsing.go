package sample

import (
	"fmt"

	"gulimall/web/page"
)

func cards(n int) []page.ProductCard {
	names := []string{
		"华为 Mate 80 Pro 12GB+512GB 雅川青 智能手机", "小米 17 16GB+512GB 徕卡影像 黑色",
		"联想 小新 Pro 16 2026 酷睿 Ultra 轻薄本 32GB+1TB", "美的 变频一级能效 1.5 匹空调挂机",
		"索尼 WH-1000XM6 头戴式降噪耳机", "苏泊尔 球釜电饭煲 4 升", "九阳 破壁机", "大疆 Mini 5 Pro 航拍无人机",
	}
	out := make([]page.ProductCard, n)
	for i := range out {
		out[i] = page.ProductCard{
			SKUID: int64(i + 1), Title: names[i%len(names)], Image: fmt.Sprintf("/media/sample-%d.svg", i%4),
			Price: 129900 + 370000*moneyStep(i), Brand: "华为", SaleCount: int64(i * 321), HasStock: i%5 != 3,
		}
	}
	return out
}

func categories() []page.Category {
	var out []page.Category
	id := int64(1)
	for _, top := range []string{"手机 / 数码", "电脑 / 办公", "家用电器", "服饰 / 鞋靴", "食品 / 生鲜", "图书 / 文具"} {
		c := page.Category{ID: id, Name: top}
		for _, mid := range []string{"手机通讯", "手机配件", "智能设备"} {
			id++
			m := page.Category{ID: id, Name: mid}
			for _, leaf := range []string{"智能手机", "老人机", "对讲机", "充电器"} {
				id++
				m.Children = append(m.Children, page.Category{ID: id, Name: leaf})
			}
			c.Children = append(c.Children, m)
		}
		out = append(out, c)
		id++
	}
	return out
}

func coupons() []page.CouponCard {
	from, until := noon().AddDate(0, 0, -3), noon().AddDate(0, 1, 0)
	return []page.CouponCard{
		{ID: 1, Name: "全场满减券", Amount: 2000, MinPoint: 19900, Scope: "全部商品", ValidFrom: from, ValidUntil: until, Left: 88, PerLimit: 2, Claimed: 1},
		{ID: 2, Name: "新人无门槛券", Amount: 500, Scope: "全部商品", ValidFrom: from, ValidUntil: until, Left: 1000, PerLimit: 1},
		{ID: 3, Name: "手机专享券", Amount: 20000, MinPoint: 399900, Scope: "手机通讯", ValidFrom: from, ValidUntil: until, Left: 0, PerLimit: 1},
		{ID: 4, Name: "家电券", Amount: 10000, MinPoint: 99900, Scope: "家用电器", ValidFrom: from, ValidUntil: until, Left: 5, PerLimit: 1, Claimed: 1},
		{ID: 5, Name: "双十一券", Amount: 3000, MinPoint: 29900, Scope: "全部商品", ValidFrom: until, ValidUntil: until, Left: 5, PerLimit: 1, NotOpen: true},
	}
}

func browsing() []Sample {
	home := page.Home{Picks: cards(4), Base: told(signedIn(""), page.FlashSuccess, "领取成功，券已放进“我的优惠券”。"), Categories: categories(), Coupons: coupons()[:4]}
	for _, title := range []string{"手机 / 数码", "家用电器"} {
		home.Floors = append(home.Floors, page.Floor{
			Title: title, Links: []page.Crumb{{Label: "智能手机", URL: "/1"}, {Label: "耳机", URL: "/2"}}, MoreURL: "http://search.gulimall.localhost:8080/list.html?catalog3Id=3", Items: cards(6),
		})
	}
	home.Floors = append(home.Floors, page.Floor{Title: "无更多", Items: cards(1)})

	return []Sample{
		{"home", "full", 200, home},
		{"home", "bare", 200, &page.Home{Base: visitor("")}},
		{"search", "found", 200, search()},
		{"search", "asc", 200, page.Search{Base: visitor("全部商品"), Sorts: []page.Sort{{Label: "价格", URL: "?sort=skuPrice_desc", Selected: true, Direction: "asc"}}, Items: cards(2), Pager: page.NewPager(1, 20, 2, nil)}},
		{"search", "none", 200, page.Search{Base: base(visitor("没有的东西"), "没有的东西"), Chips: []page.Chip{{Name: "品牌", Value: "华为", URL: "?"}}, ClearURL: "?keyword=x", Popular: cards(4)}},
		{"search", "nothing", 200, page.Search{Base: visitor("全部商品")}},
		{"item", "full", 200, item()},
		{"item", "bare", 200, page.Item{Base: visitor("空"), SKU: page.ItemSKU{ID: 9, Title: "没有图片的商品", Price: 100}}},
		{"item", "off", 200, page.Item{Base: wrong(visitor("下架"), "加购没有成功。"), SKU: page.ItemSKU{ID: 9, Title: "下架的商品", Price: 100, OffShelf: true, Images: []string{"/media/sample-1.svg"}}}},
	}
}

func base(b page.Base, keyword string) page.Base {
	b.Keyword = keyword
	return b
}

func search() page.Search {
	p := page.Search{
		Base:   base(signedIn("华为手机"), "华为手机"),
		Crumbs: []page.Crumb{{Label: "首页", URL: "/"}, {Label: "手机 / 数码", URL: "/list.html"}, {Label: "智能手机"}},
		Chips:  []page.Chip{{Name: "品牌", Value: "华为", URL: "?a"}, {Name: "内存", Value: "12GB", URL: "?b"}}, ClearURL: "?keyword=x",
		Brands:     []page.Choice{{Label: "华为", Count: 12, Selected: true, URL: "?1"}, {Label: "小米", Count: 9, URL: "?2"}, {Label: "荣耀", Count: 3, URL: "?3"}},
		Categories: []page.Choice{{Label: "智能手机", Count: 21, URL: "?4"}, {Label: "手机壳", Count: 3, URL: "?5"}},
		Attrs:      []page.AttrFilter{{Name: "内存", Choices: []page.Choice{{Label: "12GB", Count: 8, Selected: true, URL: "?6"}, {Label: "16GB", Count: 4, URL: "?7"}}}, {Name: "颜色", Choices: []page.Choice{{Label: "雅川青", Count: 8, URL: "?8"}}}},
		Keep:       []page.Field{{Name: "keyword", Value: "华为手机"}, {Name: "brandId", Value: "3"}}, PriceLow: "1000", PriceHigh: "9999.50",
		InStock: true, InStockURL: "?9",
		Sorts: []page.Sort{{Label: "综合", URL: "?10"}, {Label: "销量", URL: "?11"}, {Label: "价格", URL: "?12", Selected: true, Direction: "desc"}},
		Items: cards(8),
		Pager: page.NewPager(6, 8, 200, func(n int) string { return fmt.Sprintf("?pageNum=%d", n) }),
	}
	for i := range 9 {
		p.Brands = append(p.Brands, page.Choice{Label: fmt.Sprintf("牌子 %d", i), Count: 1, URL: "?20"})
	}
	p.Brands[10].Selected = true
	for _, name := range []string{"屏幕尺寸", "电池容量"} {
		p.Attrs = append(p.Attrs, page.AttrFilter{Name: name, Choices: []page.Choice{{Label: "大", Count: 2, URL: "?21"}}})
	}
	p.Items[0].Parts = []page.Fragment{{Text: "华为", Hit: true}, {Text: " Mate 80 Pro 智能"}, {Text: "手机", Hit: true}}
	return p
}

func item() page.Item {
	return page.Item{
		Base:   signedIn("华为 Mate 80 Pro"),
		Crumbs: []page.Crumb{{Label: "首页", URL: "/"}, {Label: "智能手机", URL: "/list.html"}, {Label: "华为 Mate 80 Pro"}},
		SKU: page.ItemSKU{
			ID: 12, Title: "华为 Mate 80 Pro 12GB+512GB 雅川青 智能手机", Subtitle: "超可靠玄武架构 全焦段超清影像 直降 300 元", Price: 649900, Brand: "华为", Category: "智能手机",
			Images: []string{"/media/sample-0.svg", "/media/sample-1.svg", "/media/sample-2.svg"}, HasStock: true,
		},
		SaleAttrs: []page.SaleAttr{
			{Name: "颜色", Values: []page.SaleValue{{Value: "雅川青", SKUID: 12, Selected: true, HasStock: true}, {Value: "曜石黑", SKUID: 13, HasStock: true}, {Value: "雪域白", SKUID: 14}}},
			{Name: "版本", Values: []page.SaleValue{{Value: "12GB+256GB", SKUID: 15, HasStock: true}, {Value: "12GB+512GB", SKUID: 12, Selected: true, HasStock: true}, {Value: "16GB+1TB"}}},
		},
		Specs:       []page.SpecGroup{{Name: "主体", Attrs: []page.Spec{{Name: "品牌", Value: "华为"}, {Name: "上市年份", Value: "2026 年"}}}, {Name: "屏幕", Attrs: []page.Spec{{Name: "尺寸", Value: "6.8 英寸"}}}},
		Description: "旗舰影像，昼夜皆清。\n\n玄武架构，坚固可靠。", DescriptionImages: []string{"/media/sample-3.svg"},
		Promotions: []page.Promotion{{Label: "满减", Text: "满 5000 元减 300 元"}, {Label: "阶梯价", Text: "2 件 9.5 折"}},
		Coupons:    coupons()[:2], GiftPoints: 649, GiftGrowth: 649, MaxCount: 20, Count: 1,
	}
}
