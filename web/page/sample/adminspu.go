package sample

import (
	"fmt"
	"time"

	"gulimall/web/page"
)

func spuWizard(step string, spuID int64) page.AdminSPUWizard {
	w := page.AdminSPUWizard{AdminBase: keeper("发布商品"), DraftID: 7, Version: 3, SPUID: spuID, Step: step}
	for _, key := range []string{"base", "pictures", "specs", "sale", "skus", "rules", "save"} {
		w.Steps = append(w.Steps, page.AdminSPUStep{Key: key, URL: "/product/publish.html?draft=7&step=" + key, Now: key == step})
	}
	return w
}

func spuRows() []page.AdminSPURow {
	return []page.AdminSPURow{
		{ID: 101, Name: "山海 X70 Pro", Image: "/media/sku/1101.svg", Category: "手机", Brand: "山海", Status: "up", Skus: 6, Lowest: 499900, Highest: 629900, UpdatedAt: noon()},
		{ID: 102, Name: "青瓷茶具", Category: "茶具", Brand: "景窑", Status: "down", Skus: 1, Lowest: 19900, Highest: 19900, UpdatedAt: noon()},
		{ID: 103, Name: "新商品", Category: "茶具", Brand: "景窑", Status: "new", Skus: 1, Lowest: 100, Highest: 100, UpdatedAt: noon()},
	}
}

func spuDesk() []Sample {
	rows, options := spuRows(), []page.Option{{Value: "1", Label: "手机 / 手机通讯 / 手机", Selected: true}, {Value: "2", Label: "茶具"}}
	list := page.AdminSPUs{
		AdminBase: keeper("商品"), Tabs: []page.Tab{{Label: "全部", URL: "/product/spus.html", Selected: true}, {Label: "在售", URL: "/product/spus.html?status=up"}}, Keyword: "山海", Sort: "-price",
		Heads:  []page.AdminHead{{Key: "name", URL: "/product/spus.html?sort=name"}, {Key: "price", Number: true, Sorted: "descending", URL: "/product/spus.html?sort=price"}, {Key: "skus", Number: true}},
		Status: "up", Categories: options, Brands: options, Filtered: true, Rows: rows, CSV: "/product/spus.csv", MayWrite: true,
		Pager:  page.NewPager(1, 50, 120, func(n int) string { return fmt.Sprintf("/product/spus.html?page=%d", n) }),
		Drafts: []page.AdminSPUDraft{{ID: 7, Name: "新茶杯", Account: "marketing", UpdatedAt: noon()}, {ID: 8, SPUID: 101, Account: "admin", UpdatedAt: noon()}},
	}
	read := page.AdminSPUs{AdminBase: keeper("商品"), Rows: rows, CSV: "/product/spus.csv"}
	one := page.AdminSPU{
		AdminBase: keeper("山海 X70 Pro"), AdminSPURow: rows[0], Summary: "拍得远", Album: []string{"/media/sku/1101.svg", "/media/sku/1102.svg"}, Path: []string{"手机", "手机通讯", "手机"},
		CreatedAt: noon(), MayWrite: true, Passing: noon(), Trouble: "unavailable", SKUs: []page.AdminSKU{
			{ID: 1101, Version: 2, Values: []string{"曜石黑", "12GB+256GB"}, Title: "山海 X70 Pro 曜石黑", Image: "/media/sku/1101.svg", Price: "4999.00", OnSale: true, Sold: 12, Stock: 117, Promoted: true, ShopURL: "http://item.gulimall.localhost:8080/1101.html"},
			{ID: 1102, Version: 1, Title: "山海 X70 Pro", Price: "5999.00", ShopURL: "http://item.gulimall.localhost:8080/1102.html"},
		},
	}
	other := page.AdminSPU{AdminBase: keeper("青瓷茶具"), AdminSPURow: rows[1], Path: []string{"茶具"}, CreatedAt: noon(), StockOff: true, SKUs: one.SKUs}
	waiting := other
	refusedRules := one
	refusedRules.Passing, refusedRules.Trouble = time.Time{}, ""
	refusedRules.Refused = &page.AdminSPURefused{Token: "3f1c", Faults: []string{"SKU 1101 · 阶梯价 · 从几件起：超出范围"}}
	refusedRead := refusedRules
	refusedRead.MayWrite = false
	waiting.MayWrite, waiting.Passing, waiting.Lacking = true, noon(), []page.FieldError{{Field: "skus", Message: "SKU：没有在售的"}}
	pictures := []page.AdminPicture{{URL: "/media/sku/1101.svg", Chosen: true, First: true}, {URL: "/media/sku/1102.svg"}}
	edit := page.AdminSKUEdit{
		AdminBase: refused(keeper("编辑 SKU"), "别人刚刚改过", "images", "图片：至少一张"), ID: 1101, SPUID: 101, Version: 3, Name: "山海 X70 Pro 曜石黑", SKUTitle: "山海 X70 Pro", Subtitle: "拍得远",
		Price: "4999.00", Weight: "420", OnSale: true, Pictures: pictures, Present: &page.AdminSKU{Title: "山海 X70", Price: "4899.00", Weight: 400, OnSale: true},
	}
	off := edit
	off.AdminBase, off.Present, off.Pictures, off.OnSale = keeper("编辑 SKU"), &page.AdminSKU{Title: "山海 X70", Price: "4899.00"}, nil, false
	return append([]Sample{
		{"adminspus", "full", 200, list},
		{"adminspus", "read", 200, read},
		{"adminspus", "none", 200, page.AdminSPUs{AdminBase: keeper("商品"), Filtered: true}},
		{"adminspus", "empty", 200, page.AdminSPUs{AdminBase: keeper("商品")}},
		{"adminspushelve", "asking", 200, page.AdminSPUShelve{AdminBase: keeper("下架商品"), Do: "down", Rows: rows}},
		{"adminspushelve", "done", 200, page.AdminSPUShelve{AdminBase: keeper("上架商品"), Do: "up", Lines: []page.AdminSPULine{{ID: 101, Name: "山海 X70 Pro"}, {ID: 103, Name: "新商品", Trouble: "图片：至少一张"}}}},
		{"adminspu", "full", 200, one},
		{"adminspu", "read", 200, other},
		{"adminspu", "waiting", 200, waiting},
		{"adminspu", "refused", 200, refusedRules},
		{"adminspu", "refused-read", 200, refusedRead},
		{"adminskuedit", "meanwhile", 409, edit},
		{"adminskuedit", "off", 409, off},
		{"adminskuedit", "plain", 200, page.AdminSKUEdit{AdminBase: keeper("编辑 SKU"), ID: 1101, SPUID: 101, SKUTitle: "茶杯", Price: "1.00", Weight: "1", Pictures: pictures}},
	}, spuSteps(options, pictures)...)
}

func spuSteps(options []page.Option, pictures []page.AdminPicture) []Sample {
	fresh := spuWizard("base", 0)
	fresh.DraftID = 0
	for i := range fresh.Steps {
		fresh.Steps[i].URL = ""
	}
	fresh.AdminBase = refused(keeper("发布商品"), "", "name", "名称：必填", "description", "描述：太长")
	meanwhile := spuWizard("base", 101)
	meanwhile.Meanwhile = &page.AdminSPUDraft{ID: 7, Account: "admin", UpdatedAt: noon()}
	fill := page.AdminSPUFill{Price: "19.90", Weight: "300", Subtitle: "好用", Count: "3", Percent: "95", Full: "300", Reduce: "30"}
	skus := []page.AdminSPUSku{
		{At: 0, SkuID: 1101, Name: "红 L", Title: "茶杯 红 L", Subtitle: "好用", Price: "19.90", Weight: "300", Off: true, Pictures: pictures},
		{At: 1, Name: "蓝 L", Title: "茶杯 蓝 L"},
	}
	sku := spuWizard("skus", 101)
	sku.AdminBase = refused(keeper("编辑商品"), "", "skus[1].price", "SKU 2：价格：超出范围", "skus[1].images", "图片：至少一张")
	rule := page.AdminSPURule{
		At: 0, Name: "红 L", Price: "19.90", Any: true, Ladder: []page.AdminSPURung{{Count: "3", Percent: "95", Stacks: true}, {At: 1}},
		Reduce: []page.AdminSPUReduction{{Full: "300", Reduce: "30", Stacks: true}, {At: 1}}, Members: []page.AdminSPUMember{{Level: "金牌会员", Price: "18.00", Stacks: true}, {At: 1, Level: "银牌会员"}},
	}
	lacking := []page.FieldError{{Field: "skus[1].images", Message: "SKU 2：图片：至少一张"}}
	sale := page.AdminSPUSale{
		AdminSPUWizard: spuWizard("sale", 101), Attrs: []page.AdminSPUSaleAttr{
			{ID: 1, Name: "颜色", Used: true, Values: []page.Option{{Value: "红", Label: "红", Selected: true}, {Value: "蓝", Label: "蓝"}}, More: "青"},
			{ID: 2, Name: "尺码", Fixed: true, Kept: []string{"L", "M"}},
			{ID: 3, Name: "版本", Late: true, Used: true, NowIs: "标准版", Values: []page.Option{{Value: "礼盒版", Label: "礼盒版"}}},
		},
		Combinations: []page.AdminSPUCombination{{Key: "红\tL", Values: []string{"红", "L"}, Chosen: true, Fixed: true}, {Key: "蓝\tL", Values: []string{"蓝", "L"}}, {Key: ""}},
	}
	return []Sample{
		{"adminspubase", "new", 422, page.AdminSPUBase{AdminSPUWizard: fresh, Categories: options, Brands: options, Weight: "0"}},
		{"adminspubase", "edit", 409, page.AdminSPUBase{
			AdminSPUWizard: meanwhile, Name: "山海 X70 Pro", Summary: "拍得远", Description: "第一段\n第二段", Weight: "420", Points: "50", Growth: "50", Brands: options, Fixed: "手机 / 手机通讯 / 手机",
		}},
		{"adminspupictures", "full", 200, page.AdminSPUPictures{AdminSPUWizard: spuWizard("pictures", 0), Pictures: []page.AdminSPUPicture{
			{URL: "/media/sku/1101.svg", Place: 1, Album: true, About: true}, {URL: "/media/sku/1102.svg", Place: 2},
		}}},
		{"adminspupictures", "none", 200, page.AdminSPUPictures{AdminSPUWizard: spuWizard("pictures", 0)}},
		{"adminspuspecs", "full", 200, page.AdminSPUSpecs{AdminSPUWizard: spuWizard("specs", 0), Groups: []page.AdminSPUGroup{
			{Name: "主体", Terms: []page.AdminSPUTerm{{ID: 1, Name: "产地", Value: "景德镇", Usual: []string{"景德镇", "宜兴"}}}}, {Terms: []page.AdminSPUTerm{{ID: 2, Name: "口径"}}},
		}}},
		{"adminspuspecs", "none", 200, page.AdminSPUSpecs{AdminSPUWizard: spuWizard("specs", 0)}},
		{"adminspusale", "full", 200, sale},
		{"adminspusale", "none", 200, page.AdminSPUSale{AdminSPUWizard: spuWizard("sale", 0)}},
		{"adminspuskus", "full", 422, page.AdminSPUSkus{AdminSPUWizard: sku, Skus: skus, Values: options, Album: []string{"/media/sku/1101.svg"}, Fill: fill}},
		{"adminspuskus", "bare", 200, page.AdminSPUSkus{AdminSPUWizard: spuWizard("skus", 0), Skus: skus}},
		{"adminspuskus", "none", 200, page.AdminSPUSkus{AdminSPUWizard: spuWizard("skus", 0)}},
		{"adminspurules", "full", 200, page.AdminSPURules{AdminSPUWizard: spuWizard("rules", 0), Skus: []page.AdminSPURule{rule, {At: 1, Name: "蓝 L", Price: "19.90"}}, Values: options, Levels: []string{"金牌会员"}, Fill: fill}},
		{"adminspurules", "none", 200, page.AdminSPURules{AdminSPUWizard: spuWizard("rules", 0)}},
		{"adminspurules", "away", 200, page.AdminSPURules{AdminSPUWizard: spuWizard("rules", 0), Away: true}},
		{"adminspusave", "lacking", 200, page.AdminSPUSave{AdminSPUWizard: spuWizard("save", 101), Row: spuRows()[0], Album: 2, Specs: 3, Summary: "拍得远", Skus: skus, Lacking: lacking, Changed: true}},
		{"adminspusave", "ready", 200, page.AdminSPUSave{AdminSPUWizard: spuWizard("save", 0), Row: spuRows()[0], Skus: skus, Ready: true, Lacking: lacking}},
		{"adminspusave", "complete", 200, page.AdminSPUSave{AdminSPUWizard: spuWizard("save", 0), Row: spuRows()[0], Skus: skus, Ready: true, Complete: true}},
	}
}
