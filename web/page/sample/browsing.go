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
		c.Goods = cards(int(id) % 3)
		out = append(out, c)
		id++
	}
	return out
}

func browsing() []Sample {
	home := page.Home{
		Base: told(signedIn(""), page.FlashSuccess, "领取成功，券已放进“我的优惠券”。"), Categories: categories(), Coupons: coupons()[:4], Recent: true,
		Hot: []page.Crumb{{Label: "智能手机", URL: "http://search.gulimall.localhost:8080/list.html?keyword=1"}, {Label: "保温杯", URL: "http://search.gulimall.localhost:8080/list.html?keyword=2"}},
		Banners: []page.Banner{
			{Number: 1, Kind: "real", URL: "http://search.gulimall.localhost:8080/list.html", Goods: cards(4)},
			{Number: 2, Kind: "fresh", URL: "http://search.gulimall.localhost:8080/list.html?sort=createTime_desc", Goods: cards(4)},
			{Number: 3, Kind: "coupons", URL: "http://coupon.gulimall.localhost:8080/", Coupons: coupons()[:3]},
			{Number: 4, Kind: "guide", URL: "http://gulimall.localhost:8080/help/guide.html"},
		},
	}
	for _, title := range []string{"手机 / 数码", "家用电器"} {
		home.Floors = append(home.Floors, page.Floor{
			Title: title, Links: []page.Crumb{{Label: "智能手机", URL: "/1"}, {Label: "耳机", URL: "/2"}}, MoreURL: "http://search.gulimall.localhost:8080/list.html?catalog3Id=3", Items: cards(6),
		})
	}
	home.Floors = append(home.Floors, page.Floor{Title: "无更多", Items: cards(1)})
	none := page.Search{
		Base: base(visitor("没有的东西"), "没有的东西"), Heading: "“没有的东西”的搜索结果", NoIndex: true,
		Chips: []page.Chip{{Name: "品牌", Value: "华为", URL: "?"}}, ClearURL: "?keyword=x",
		Looser: []page.LooserLink{
			{Kind: "spelling", Label: "有的东西", Count: 12, URL: "?keyword=y"},
			{Kind: "filter", Label: "品牌", Count: 3, URL: "?keyword=z"},
			{Kind: "words", Label: "东西", Count: 2, URL: "?keyword=w"},
			{Kind: "filters", Count: 9, URL: "?keyword=v"},
		},
		Instead: cards(4), Popular: cards(4),
	}
	loose := none
	loose.Looser = none.Looser[1:]
	bare := none
	bare.Looser = none.Looser[3:]

	return []Sample{
		{"home", "full", 200, home},
		{"home", "bare", 200, &page.Home{Base: visitor("")}},
		{"search", "found", 200, search()},
		{"search", "asc", 200, page.Search{Base: visitor("全部商品"), Heading: "全部商品", Canonical: "http://search.gulimall.localhost:8080/list.html", Description: "在谷粒商城挑选全部商品", Sorts: []page.Sort{{Name: "price", URL: "?sort=skuPrice_desc", Selected: true, Direction: "asc"}}, Items: cards(2), Pager: page.NewPager(1, 20, 2, nil)}},
		{"search", "fitting", 200, page.Search{Base: visitor("全部商品"), Heading: "全部商品", Sorts: []page.Sort{{Name: "fit", URL: "?", Selected: true}, {Name: "price", URL: "?sort=skuPrice_asc"}}, Items: cards(2), Pager: page.NewPager(1, 20, 2, nil)}},
		{"search", "none", 200, none},
		{"search", "filtered", 200, loose},
		{"search", "over-filtered", 200, bare},
		{"search", "nothing", 200, page.Search{Base: visitor("全部商品"), Heading: "全部商品"}},
	}
}

func base(b page.Base, keyword string) page.Base {
	b.Keyword = keyword
	return b
}

func search() page.Search {
	p := page.Search{
		Base: base(signedIn("华为手机"), "华为手机"), Heading: "“华为手机”的搜索结果",
		Crumbs: []page.Crumb{{Label: "首页", URL: "/"}, {Label: "手机 / 数码", URL: "/list.html"}, {Label: "智能手机"}},
		Chips:  []page.Chip{{Name: "品牌", Value: "华为", URL: "?a"}, {Name: "内存", Value: "12GB", URL: "?b"}}, ClearURL: "?keyword=x",
		Brands:     []page.Choice{{Label: "华为", Count: 12, Selected: true, URL: "?1"}, {Label: "小米", Count: 9, URL: "?2"}, {Label: "荣耀", Count: 3, URL: "?3"}},
		Categories: []page.Choice{{Label: "智能手机", Count: 21, URL: "?4"}, {Label: "手机壳", Count: 3, URL: "?5"}},
		Attrs:      []page.AttrFilter{{Name: "内存", Choices: []page.Choice{{Label: "12GB", Count: 8, Selected: true, URL: "?6"}, {Label: "16GB", Count: 4, URL: "?7"}}}, {Name: "颜色", Choices: []page.Choice{{Label: "雅川青", Count: 8, URL: "?8"}}}},
		Keep:       []page.Field{{Name: "keyword", Value: "华为手机"}, {Name: "brandId", Value: "3"}}, PriceLow: "1000", PriceHigh: "9999.50",
		JumpKeep: []page.Field{{Name: "keyword", Value: "华为手机"}},
		InStock:  true, InStockURL: "?9",
		Sorts: []page.Sort{{Name: "fit", URL: "?10"}, {Name: "sales", URL: "?11"}, {Name: "price", URL: "?12", Selected: true, Direction: "desc"}, {Name: "new", URL: "?13"}},
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
