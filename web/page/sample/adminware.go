package sample

import (
	"fmt"

	"gulimall/web/page"
)

// wareHeads are the heads of a list that begins with the newest.
func wareHeads(keys ...string) []page.AdminHead {
	heads := make([]page.AdminHead, len(keys))
	for i, key := range keys {
		heads[i].Key = key
	}
	heads[0].URL, heads[0].Sorted = "/ware/?sort="+keys[0], "descending"
	return heads
}

func takingDesk() []Sample {
	many := page.NewPager(1, 50, 120, func(n int) string { return fmt.Sprintf("/ware/stocktakings.html?page=%d", n) })
	open := page.WareTaking{
		ID: 7, WareName: "上海仓", State: "open", Note: "月末盘点", Account: "keeper", CreatedAt: noon(), UpdatedAt: noon(), Lines: 120, Counted: 3, Differing: 2, Booked: 1, Refused: 1,
	}
	fresh := page.WareTaking{ID: 8, WareName: "广州仓", State: "open", Account: "keeper", CreatedAt: noon(), UpdatedAt: noon(), Lines: 80, Counted: 1}
	booked := page.WareTaking{ID: 6, WareName: "上海仓", State: "booked", Account: "keeper", CreatedAt: noon(), UpdatedAt: noon(), Lines: 2, Counted: 2, Booked: 2}
	tabs := []page.Tab{{Label: "全部", URL: "/ware/stocktakings.html", Selected: true}, {Label: "盘点中", URL: "/ware/stocktakings.html?state=open"}}
	ten, eight := int64(10), int64(8)
	lines := []page.WareTakingLine{
		{SkuID: 1001, SkuName: "山海 X70 Pro", State: "open", Counted: &eight, Expected: &ten, Delta: -2, CountedAt: noon(), Stock: 9, Locked: 3, Typed: "8", After: 7},
		{SkuID: 1002, State: "refused", Counted: &eight, Expected: &ten, Delta: -2, CountedAt: noon(), Stock: 9, Locked: 9, Typed: "8", After: 7},
		{SkuID: 1003, State: "booked", Counted: &ten, Expected: &ten, Stock: 10, Typed: "10", After: 10},
		{SkuID: 1004, State: "open", Stock: 10, After: 10},
	}
	desk := page.WareTakingDesk{
		AdminBase: refused(keeper("盘点单 7"), "盘点单现在的状态不能这样操作"), WareTaking: open, Tabs: tabs, Show: "different", SKU: "1001", Rows: lines, Pager: many, CSV: "/ware/stocktaking.csv?id=7",
		Counts: true, Refusal: []page.WareCountFault{{Line: 3, SkuID: "1005", Code: "not_on_sheet"}, {SkuID: "1001", Code: "edited_meanwhile"}},
	}
	return []Sample{
		{"waretakings", "full", 200, page.WareTakings{AdminBase: keeper("盘点"), Tabs: tabs, CSV: "/ware/stocktakings.csv", Heads: wareHeads("number", "warehouse", "state", "goods", "counted", "differing", "note", "account", "created_at"), Takings: []page.WareTaking{open, fresh, booked}, Pager: many, MayWrite: true}},
		{"waretakings", "none", 200, page.WareTakings{AdminBase: keeper("盘点"), Tabs: tabs}},
		{"waretakingnew", "full", 200, page.WareTakingNew{AdminBase: keeper("新建盘点单"), Houses: houseOptions(), SKUs: "1001 1002", Note: "抽盘"}},
		{"waretakingnew", "refused", 422, page.WareTakingNew{AdminBase: refused(keeper("新建盘点单"), "", "skuIds", "SKU 编号：超出允许的范围"), Houses: houseOptions()}},
		{"waretaking", "full", 422, desk},
		{"waretaking", "asking", 200, page.WareTakingDesk{AdminBase: keeper("盘点单 8"), WareTaking: fresh, Tabs: tabs, Rows: lines[3:], Pager: many, CSV: "/ware/stocktaking.csv?id=8", Counts: true, Asking: true}},
		{"waretaking", "booked", 200, page.WareTakingDesk{AdminBase: keeper("盘点单 6"), WareTaking: booked, Tabs: tabs, Rows: lines[2:3], Pager: many, CSV: "/ware/stocktaking.csv?id=6"}},
		{"waretaking", "nothing", 200, page.WareTakingDesk{AdminBase: keeper("盘点单 6"), WareTaking: booked, Tabs: tabs, CSV: "/ware/stocktaking.csv?id=6"}},
	}
}

func freightDesk() []Sample {
	east := page.WareFreight{ID: 1, Version: 2, Region: "华东", FirstGrams: 1000, FirstFee: 600, ExtraGrams: 1000, ExtraFee: 100, Provinces: []string{"上海市", "江苏省"}}
	west := page.WareFreight{ID: 2, Version: 5, Region: "西北", FirstGrams: 1000, FirstFee: 1500, ExtraGrams: 1000, ExtraFee: 600}
	return []Sample{
		{"warefreights", "full", 200, page.WareFreights{
			AdminBase: keeper("运费模板"), Templates: []page.WareFreight{east, west}, Uncovered: []string{"甘肃省", "青海省"}, Pays: &east, MayWrite: true,
		}},
		{"warefreights", "none", 200, page.WareFreights{AdminBase: keeper("运费模板"), Uncovered: []string{"甘肃省"}, MayWrite: true}},
		{"warefreights", "read", 200, page.WareFreights{AdminBase: keeper("运费模板"), Templates: []page.WareFreight{east}}},
		{"warefreightedit", "full", 422, page.WareFreightEdit{
			AdminBase: refused(keeper("编辑运费：华东"), "", "firstFee", "首重运费：格式不对"), ID: 1, Version: 2, Region: "华东", FirstGrams: "1000", FirstFee: "六元", ExtraGrams: "1000", ExtraFee: "1.00",
			Own: east.Provinces, Others: []page.WareProvince{{Name: "甘肃省"}, {Name: "浙江省", Region: "华南", Chosen: true}, {Name: "广东省", Region: "华南"}}, Seen: "1:2", Else: &west,
		}},
		{"warefreightedit", "new", 422, page.WareFreightEdit{
			AdminBase: refused(keeper("新增地区"), "", "provinces", "省份：必填"), Others: []page.WareProvince{{Name: "甘肃省", Chosen: true}, {Name: "广东省", Region: "华南"}}, Seen: "1:2",
		}},
		{"warefreightedit", "bare", 200, page.WareFreightEdit{
			AdminBase: keeper("编辑运费：西北"), ID: 2, Version: 5, Region: "西北", FirstGrams: "1000", FirstFee: "15.00", ExtraGrams: "1000", ExtraFee: "6.00", Others: []page.WareProvince{{Name: "上海市", Region: "华东"}}, Seen: "1:2,2:5", Else: &east,
		}},
		{"warefreightedit", "meanwhile", 409, page.WareFreightEdit{
			AdminBase: refused(keeper("编辑运费：华东"), "别人刚刚改过"), ID: 1, Version: 3, Region: "华东", FirstGrams: "1000", FirstFee: "6.00", ExtraGrams: "1000", ExtraFee: "1.00", Own: east.Provinces, Present: &east,
		}},
	}
}

func imports() []Sample {
	good := page.WareImportRow{Line: 2, SkuID: "1001", WareName: "上海仓", Count: "-3", Note: "盘点少了 3 件", Before: 20, After: 17}
	first := page.WareImportRow{Line: 3, SkuID: "2001", WareName: "广州仓", Count: "5", Note: "新品", New: true, After: 5}
	bad := page.WareImportRow{Line: 4, SkuID: "x", WareName: "天津仓", Count: "", Fault: "仓库：超出允许的范围"}
	adjust := func(rows ...page.WareImportRow) page.WareImport {
		return page.WareImport{AdminBase: keeper("导入库存调整"), Kind: "adjust", Path: "/ware/adjustimport", List: "/ware/stock.html", Text: "line,skuId", Key: "key-1", Rows: rows, OK: len(rows)}
	}
	faulty, done, partly := adjust(good, bad), adjust(good, first), adjust(good, bad)
	faulty.Faults, faulty.OK, faulty.Text = 1, 1, ""
	done.Done, partly.Done, partly.Faults, partly.OK, partly.Waits, partly.More = true, true, 1, 1, 1, 800
	partly.Rows = append(partly.Rows, page.WareImportRow{Line: 5, SkuID: "1002", WareName: "上海仓", Count: "4", Waits: true})
	again := page.WareImportRow{Line: 2, SkuID: "1001", WareName: "上海仓", Count: "10", Before: 10, After: 10, Again: true}
	warn := page.WareImport{AdminBase: keeper("导入警戒线"), Kind: "warn", Path: "/ware/warnimport", List: "/ware/stock.html", Text: "line,skuId", Key: "key-1", Rows: []page.WareImportRow{again, first}, OK: 1, Again: 1}
	twice := adjust(again)
	twice.OK, twice.Again = 0, 1
	needs := page.WareImport{AdminBase: keeper("导入采购需求"), Kind: "need", Path: "/ware/needimport", List: "/ware/needs.html", Text: "line,skuId", Key: "key-1", Rows: []page.WareImportRow{first, again}, OK: 1, Again: 1}
	return []Sample{
		{"wareimport", "new", 422, page.WareImport{AdminBase: refused(keeper("导入库存调整"), "文件缺少一列：skuId"), Kind: "adjust", Path: "/ware/adjustimport", List: "/ware/stock.html"}},
		{"wareimport", "asking", 200, adjust(good, first)},
		{"wareimport", "faults", 422, faulty},
		{"wareimport", "done", 200, done},
		{"wareimport", "partly", 422, partly},
		{"wareimport", "warn", 200, warn},
		{"wareimport", "twice", 200, twice},
		{"wareimport", "needs", 200, needs},
	}
}
