package sample

import (
	"fmt"
	"slices"
	"time"

	"gulimall/web/page"
)

func office() []Sample {
	return slices.Concat(
		entrance(),
		staffDesk(),
		stockDesk(),
		purchaseDesk(),
		operationsDesk(),
		salesDesk(),
		paymentDesk(),
		memberDesk(),
		memberLevels(),
		takingDesk(),
		freightDesk(),
		imports(),
		spuDesk(),
		returnDesk(),
		catalogDesk(),
		couponDesk(),
	)
}

// keeper is the back office's frame for somebody who may do much.
func keeper(title string) page.AdminBase {
	return page.AdminBase{Title: title, Here: "/ware/stock.html", Staff: "仓管", Menu: []page.AdminDesk{
		{Key: "ware", Links: []page.AdminLink{
			{Key: "stock", Path: "/ware/stock.html", Icon: "box", Now: true},
			{Key: "tasks", Path: "/ware/tasks.html", Icon: "lock"},
			{Key: "ledger", Path: "/ware/ledger.html", Icon: "list"},
			{Key: "warehouses", Path: "/ware/warehouses.html", Icon: "home"},
		}},
		{Key: "purchase", Links: []page.AdminLink{{Key: "needs", Path: "/ware/needs.html", Icon: "plus"}, {Key: "purchases", Path: "/ware/purchases.html", Icon: "truck"}}},
		{Key: "people", Links: []page.AdminLink{{Key: "staff", Path: "/staff.html", Icon: "user"}, {Key: "roles", Path: "/roles.html", Icon: "shield"}, {Key: "audit", Path: "/audit.html", Icon: "eye"}}},
	}}
}

func refused(b page.AdminBase, summary string, fields ...string) page.AdminBase {
	b.Errors = wrong(page.Base{}, summary, fields...).Errors
	return b
}

func entrance() []Sample {
	lost := page.AdminBase{Title: "没有这个页面", Look: page.Look{Theme: "light"}}
	lost.Errors.Summary = "要找的采购单可能已被删除"
	welcome := page.AdminBase{Title: "后台登录", Look: page.Look{Theme: "dark"}, Flash: &page.Flash{Kind: page.FlashSuccess, Text: "已退出登录。"}}
	return []Sample{
		{"adminlogin", "full", 200, page.AdminLogin{AdminBase: welcome, Origin: "/ware/stock.html?low=true"}},
		{"adminlogin", "wrong", 401, page.AdminLogin{AdminBase: refused(page.AdminBase{Title: "后台登录"}, "账号或密码不对"), Account: "keeper", Origin: "/"}},
		{"adminstart", "full", 200, page.AdminStart{AdminBase: keeper("工作台")}},
		{"adminstart", "nothing", 200, page.AdminStart{AdminBase: page.AdminBase{Title: "工作台", Staff: "新人"}}},
		{"adminerror", "forbidden", 403, page.AdminError{AdminBase: keeper("没有权限"), Status: 403, Code: "forbidden", TraceID: "4bf92f3577b34da6a3ce929d0e0e4736"}},
		{"adminerror", "lost", 404, page.AdminError{AdminBase: lost, Status: 404, Code: "not_found"}},
		{"adminpassword", "full", 422, page.AdminPassword{AdminBase: refused(keeper("修改自己的密码"), "", "oldPassword", "原密码不对")}},
	}
}

func staffDesk() []Sample {
	options := []page.Option{{Value: "1", Label: "管理员"}, {Value: "2", Label: "仓管", Selected: true}}
	areas := []page.AdminArea{
		{Key: "ware", Permissions: []page.Option{{Value: "ware.read", Selected: true}, {Value: "ware.write"}, {Value: "ware.purchase", Selected: true}}},
		{Key: "order", Permissions: []page.Option{{Value: "order.read", Selected: true}}},
	}
	people := []page.AdminPerson{
		{ID: 1, Account: "admin", Name: "管理员", Active: true, Self: true, Roles: []string{"管理员", "仓管"}, CreatedAt: noon(), LoginAt: noon()},
		{ID: 2, Account: "lin", Name: "林", CreatedAt: noon()},
	}
	entries := []page.AdminEntry{
		{At: noon(), Account: "keeper", Address: "192.0.2.7", Area: "ware", Action: "stock.adjusted", Object: "1001@1", TraceID: "4bf92f3577b34da6a3ce929d0e0e4736", Changes: []page.AdminChange{
			{Field: "在库", Before: "20", After: "17"}, {Field: "原因", After: "盘点少了 3 件"}, {Field: "备注", Before: "旧"},
		}},
		{At: noon(), Account: "admin", Address: "192.0.2.7", Area: "admin", Action: "role.changed", Object: "2", Changes: []page.AdminChange{
			{Field: "权限", Before: "查看订单", After: "发货、查看库存", Listed: true}, {Field: "角色", Before: "仓管", Listed: true}, {Field: "角色", After: "客服", Listed: true},
		}},
		{At: noon(), Account: "market", Address: "192.0.2.7", Area: "coupon", Action: "coupon.added", Object: "12", URL: "/coupon/coupon.html?id=12", Changes: []page.AdminChange{
			{Field: "名称", After: "满 1000 减 100"},
			{Field: "面值", After: "¥100.00"},
			{Field: "门槛", After: "¥1,000.00"},
			{Field: "数量", After: "500"},
			{Field: "每人限领", After: "1"},
			{Field: "领取从", After: "2026-10-01 00:00:00"},
			{Field: "领取到", After: "2026-10-31 00:00:00"},
			{Field: "可用从", After: "2026-10-01 00:00:00"},
			{Field: "可用到", After: "2026-11-30 00:00:00"},
		}},
		{At: noon().Add(-time.Hour), Account: "admin", Address: "2001:db8::1", Area: "admin", Action: "signed_in", Object: "admin"},
	}
	return []Sample{
		{"adminstaff", "full", 200, page.AdminStaff{
			AdminBase: keeper("员工"), Text: "li", Filtered: true, Roles: options, States: options, People: people, CSV: "/staff.csv",
			Heads: []page.AdminHead{{Key: "staff_account", URL: "/staff.html?sort=-staff_account", Sorted: "ascending"}, {Key: "staff_name", URL: "/staff.html?sort=staff_name"}, {Key: "staff_roles"}, {Key: "staff_state"}, {Key: "staff_login"}, {Key: "staff_created"}},
			Pager: page.NewPager(1, 50, 2, func(n int) string { return fmt.Sprintf("/staff.html?page=%d", n) }),
		}},
		{"adminstaff", "none", 200, page.AdminStaff{AdminBase: keeper("员工"), Text: "zz", Filtered: true}},
		{"adminstaffedit", "new", 422, page.AdminStaffEdit{AdminBase: refused(keeper("添加员工"), "", "account", "以小写字母开头"), Account: "1", Active: true, Roles: options}},
		{"adminstaffedit", "edit", 200, page.AdminStaffEdit{AdminBase: keeper("编辑员工"), ID: 2, Version: 3, Account: "lin", Name: "林", Active: true, Roles: options}},
		{"adminstaffedit", "meanwhile", 409, page.AdminStaffEdit{
			AdminBase: refused(keeper("编辑员工"), "别人刚刚改过"), ID: 2, Version: 4, Account: "lin", Name: "林", Roles: options, Present: &people[1],
		}},
		{"adminstaffedit", "open", 409, page.AdminStaffEdit{
			AdminBase: refused(keeper("编辑员工"), "别人刚刚改过"), ID: 1, Version: 4, Account: "admin", Name: "管理员", Roles: options, Present: &people[0],
		}},
		{"adminroles", "full", 200, page.AdminRoles{AdminBase: keeper("角色与权限"), Name: "仓", Permissions: options, Sorts: options, Filtered: true, Roles: []page.AdminRole{
			{ID: 1, Name: "管理员", All: true, Holders: 1, Areas: areas}, {ID: 2, Name: "仓管", Holders: 2, Areas: areas}, {ID: 3, Name: "实习"},
		}, CSV: "/roles.csv", Pager: page.NewPager(1, 50, 3, func(n int) string { return fmt.Sprintf("/roles.html?page=%d", n) })}},
		{"adminroles", "none", 200, page.AdminRoles{AdminBase: keeper("角色与权限"), Name: "zz"}},
		{"adminroleedit", "new", 422, page.AdminRoleEdit{AdminBase: refused(keeper("添加角色"), "", "name", "名称：必填"), Areas: areas}},
		{"adminroleedit", "meanwhile", 409, page.AdminRoleEdit{
			AdminBase: refused(keeper("编辑角色"), "别人刚刚改过"), ID: 2, Version: 3, Name: "仓管", Areas: areas, Present: &page.AdminRole{Name: "仓库", Areas: areas},
		}},
		{"adminroleedit", "emptied", 409, page.AdminRoleEdit{AdminBase: keeper("编辑角色"), ID: 2, Version: 3, Name: "仓管", Areas: areas, Present: &page.AdminRole{Name: "仓库"}}},
		{"adminaudit", "full", 200, page.AdminAudit{
			AdminBase: keeper("操作日志"), Object: "1001@1", From: "2026-10-01", To: "2026-10-15", Filtered: true, People: options, Areas: options, Actions: options, CSV: "/audit.csv", Entries: entries,
			Pager: page.NewPager(2, 50, 130, func(n int) string { return fmt.Sprintf("/audit.html?page=%d", n) }),
		}},
		{"adminaudit", "none", 200, page.AdminAudit{AdminBase: keeper("操作日志")}},
	}
}

func stockRows() []page.WareRow {
	return []page.WareRow{
		{SkuID: 1001, SkuName: "山海 X70 Pro 5G 手机 曜石黑", WareID: 1, WareName: "上海仓", Stock: 120, Locked: 3, Available: 117, WarnLine: 10},
		{SkuID: 1002, WareID: 2, WareName: "广州仓", Stock: 12, Locked: 5, Available: 7, WarnLine: 10},
		{SkuID: 1003, SkuName: "山海 Buds", WareID: 2, WareName: "广州仓", Stock: 40, Available: 40, WarnLine: 10},
	}
}

func houseOptions() []page.Option {
	return []page.Option{{Value: "1", Label: "上海仓", Selected: true}, {Value: "2", Label: "广州仓"}}
}

func stockDesk() []Sample {
	heads := []page.AdminHead{
		{Key: "place", URL: "/ware/stock.html?sort=-place", Sorted: "ascending"},
		{Key: "warehouse"},
		{Key: "stock", URL: "/ware/stock.html?sort=stock", Number: true},
		{Key: "locked", URL: "/ware/stock.html?sort=locked", Number: true},
		{Key: "available", URL: "/ware/stock.html?sort=available", Sorted: "descending", Number: true},
		{Key: "warn", URL: "/ware/stock.html?sort=warn", Number: true},
	}
	many := page.NewPager(1, 50, 120, func(n int) string { return fmt.Sprintf("/ware/stock.html?page=%d", n) })
	one := stockRows()[0]
	list := page.WareStock{AdminBase: keeper("库存"), SKU: "1001", Name: "山海", Houses: houseOptions(), Low: true, Filtered: true, Heads: heads, MayBuy: true, Rows: stockRows(), Pager: many, CSV: "/ware/stock.csv", MayWrite: true}
	read := list
	read.MayWrite, read.Filtered, read.Low = false, false, false
	none := list
	none.Rows = nil
	house := page.WareHouse{ID: 1, Version: 2, Name: "上海仓", Province: "上海市", Address: "青浦区赵重公路 1 号", AreaCode: "310118"}
	shut := page.WareHouse{ID: 3, Version: 4, Name: "天津仓", Province: "天津市", Closed: true}
	return []Sample{
		{"warestock", "full", 200, list},
		{"warestock", "read", 200, read},
		{"warestock", "none", 200, none},
		{"warestock", "empty", 200, page.WareStock{AdminBase: keeper("库存")}},
		{"wareadjust", "new", 200, page.WareAdjust{AdminBase: keeper("调整库存"), Key: "key-1", Houses: houseOptions()}},
		{"wareadjust", "refused", 409, page.WareAdjust{
			AdminBase: refused(keeper("调整库存"), "库存不能低于已锁定的数量", "wareId", "仓库：必填"), SKU: "1001", Delta: "-200", Reason: "盘点", Key: "key-1", Houses: houseOptions(), Row: &one,
		}},
		{"wareadjust", "asking", 200, page.WareAdjust{
			AdminBase: keeper("调整库存"), SKU: "1001", Delta: "-3", Reason: "盘点少了 3 件", Key: "key-1", Row: &one, Asking: true, Change: -3, After: 117, Sellable: 114,
		}},
		{"warewarn", "full", 422, page.WareWarn{AdminBase: refused(keeper("设置警戒线"), "", "warnLine", "警戒线：超出允许的范围"), Row: one, Line: "-1"}},
		{"wareledger", "full", 200, page.WareLedger{AdminBase: keeper("库存流水"), SKU: "1001", Houses: houseOptions(), Filtered: true, Heads: wareHeads("moved_at", "place", "warehouse", "delta", "reason", "order_sn"), Pager: many, CSV: "/ware/ledger.csv", Entries: []page.WareEntry{
			{At: noon(), SkuID: 1001, SkuName: "山海 X70 Pro", WareName: "上海仓", Delta: -2, Reason: "sale", OrderSn: "2026101500000123456", Key: "sale:2026101500000123456:1001"},
			{At: noon(), SkuID: 1001, WareName: "上海仓", Delta: 20, Reason: "盘点多了", Key: "adjust:staff:7d0c"},
		}}},
		{"wareledger", "none", 200, page.WareLedger{AdminBase: keeper("库存流水"), Filtered: true}},
		{"wareledger", "empty", 200, page.WareLedger{AdminBase: keeper("库存流水")}},
		{"waretasks", "full", 200, page.WareTasks{AdminBase: keeper("库存占用"), SKU: "1001", Houses: houseOptions(), Filtered: true, CSV: "/ware/tasks.csv", MayOrders: true, States: []page.Option{{Value: "locked", Label: "占用中", Selected: true}}, Pager: many, Tasks: []page.WareTask{
			{OrderSn: "2026101500000123456", State: "locked", Consignee: "小麦", Address: "上海市浦东新区世纪大道 1 号", CreatedAt: noon(), UpdatedAt: noon(), Shares: []page.WareShare{{SkuID: 1001, SkuName: "山海 X70 Pro", WareName: "上海仓", Count: 2}, {SkuID: 1002, WareName: "广州仓", Count: 1}}},
			{OrderSn: "2026101500000123457", State: "deducted", Consignee: "小麦", CreatedAt: noon(), UpdatedAt: noon(), Shares: []page.WareShare{{SkuID: 1001, WareName: "上海仓", Count: 2}}},
			{OrderSn: "2026101500000123458", State: "released", CreatedAt: noon(), UpdatedAt: noon()},
		}}},
		{"waretasks", "read", 200, page.WareTasks{AdminBase: keeper("库存占用"), Pager: many, Tasks: []page.WareTask{{OrderSn: "2026101500000123458", State: "released", CreatedAt: noon(), UpdatedAt: noon()}}}},
		{"waretasks", "none", 200, page.WareTasks{AdminBase: keeper("库存占用"), Filtered: true}},
		{"waretasks", "empty", 200, page.WareTasks{AdminBase: keeper("库存占用")}},
		{"warehouses", "full", 200, page.WareHouses{AdminBase: keeper("仓库"), Houses: []page.WareHouse{house, shut}, MayWrite: true}},
		{"warehouses", "read", 200, page.WareHouses{AdminBase: keeper("仓库"), Houses: []page.WareHouse{house}}},
		{"warehouses", "none", 200, page.WareHouses{AdminBase: keeper("仓库")}},
		{"warehouseedit", "new", 200, page.WareHouseEdit{AdminBase: keeper("添加仓库")}},
		{"warehouseedit", "open", 200, page.WareHouseEdit{AdminBase: keeper("编辑仓库"), Form: house, Load: page.WareLoad{Skus: 20424, Pieces: 512345, Locked: 12, OpenNeeds: 3}}},
		{"warehouseedit", "closed", 200, page.WareHouseEdit{AdminBase: keeper("编辑仓库"), Form: shut, Load: page.WareLoad{Skus: 2, Pieces: 9}}},
		{"warehouseedit", "meanwhile", 409, page.WareHouseEdit{AdminBase: refused(keeper("编辑仓库"), "别人刚刚改过"), Form: house, Present: &house}},
	}
}

func purchaseDesk() []Sample {
	needs := []page.WareNeed{
		{ID: 31, SkuID: 1001, SkuName: "山海 X70 Pro", Count: 50, WareName: "上海仓", State: "new", Auto: true, Chosen: true, CreatedAt: noon()},
		{ID: 30, SkuID: 1002, Count: 20, WareName: "广州仓", State: "new", Note: "双十一备货", CreatedAt: noon()},
		{ID: 29, SkuID: 1003, SkuName: "山海 Buds", Count: 5, WareName: "上海仓", State: "buying", PurchaseID: 7, CreatedAt: noon()},
		{ID: 28, SkuID: 1003, Count: 5, WareName: "上海仓", State: "done", PurchaseID: 6, CreatedAt: noon()},
		{ID: 27, SkuID: 1004, Count: 5, WareName: "上海仓", State: "failed", PurchaseID: 6, FailReason: "厂家停产", CreatedAt: noon()},
	}
	many := page.NewPager(1, 50, 120, func(n int) string { return fmt.Sprintf("/ware/needs.html?page=%d", n) })
	list := page.WareNeeds{
		AdminBase: refused(keeper("采购需求"), "请先选择要合并的采购需求。"), Heads: wareHeads("number", "place", "warehouse", "pieces", "state", "note", "created_at"), SKU: "", Houses: houseOptions(), States: []page.Option{{Value: "new", Label: "新建"}}, Filtered: true, Needs: needs,
		Open: []page.Option{{Value: "7", Label: "采购单 7"}}, Free: 2, Pager: many, CSV: "/ware/needs.csv", MayBuy: true,
	}
	read := list
	read.MayBuy, read.Filtered = false, false
	purchases := []page.WarePurchase{
		{ID: 8, State: "new", CreatedAt: noon(), UpdatedAt: noon(), Lines: 2, Pieces: 70},
		{ID: 7, State: "done", Assignee: "老王", Phone: "13800001234", CreatedAt: noon(), UpdatedAt: noon(), Lines: 1, Pieces: 5},
		{ID: 6, State: "failed", Assignee: "老王", Phone: "13800001234", CreatedAt: noon(), UpdatedAt: noon(), Lines: 2, Pieces: 10},
	}
	tabs := []page.Tab{{Label: "全部", URL: "/ware/purchases.html", Selected: true}, {Label: "新建", URL: "/ware/purchases.html?state=new"}}
	steps := []page.Step{{Label: "新建", State: "done"}, {Label: "已分配", State: "now"}, {Label: "已领取", State: "todo"}, {Label: "已完成", State: "todo"}}
	bought := page.WarePurchase{ID: 7, State: "received", Assignee: "老王", Phone: "13800001234", CreatedAt: noon(), UpdatedAt: noon()}
	return []Sample{
		{"wareneeds", "full", 422, list},
		{"wareneeds", "read", 200, read},
		{"wareneeds", "none", 200, page.WareNeeds{AdminBase: keeper("采购需求"), MayBuy: true}},
		{"wareneeds", "none match", 200, page.WareNeeds{AdminBase: keeper("采购需求"), Filtered: true}},
		{"wareneedadd", "full", 422, page.WareNeedAdd{AdminBase: refused(keeper("添加采购需求"), "", "count", "数量：超出允许的范围"), SKU: "1001", Count: "0", Houses: houseOptions()}},
		{"warepurchases", "full", 200, page.WarePurchases{AdminBase: keeper("采购单"), Tabs: tabs, Heads: wareHeads("number", "state", "assignee", "needs", "pieces", "created_at", "updated_at"), Purchases: purchases, Pager: many, CSV: "/ware/purchases.csv", MayBuy: true}},
		{"warepurchases", "none", 200, page.WarePurchases{AdminBase: keeper("采购单"), Tabs: tabs, MayBuy: true}},
		{"warepurchases", "none match", 200, page.WarePurchases{AdminBase: keeper("采购单"), Tabs: tabs, Filtered: true}},
		{"warepurchases", "read", 200, page.WarePurchases{AdminBase: keeper("采购单"), Tabs: tabs}},
		{"warepurchase", "assigned", 200, page.WarePurchaseDesk{
			AdminBase: keeper("采购单 7"), WarePurchase: page.WarePurchase{ID: 7, State: "assigned", Assignee: "老王", Phone: "13800001234", CreatedAt: noon(), UpdatedAt: noon()}, Needs: needs[2:], Steps: steps,
			Assign: true, Receive: true, FormAssignee: "老王", FormPhone: "13800001234",
		}},
		{"warepurchase", "new", 200, page.WarePurchaseDesk{AdminBase: keeper("采购单 8"), WarePurchase: purchases[0], Steps: steps, Assign: true}},
		{"warepurchase", "buying", 422, page.WarePurchaseDesk{AdminBase: refused(keeper("采购单 7"), "没有买到的，请写明原因"), WarePurchase: bought, Steps: steps, Done: true, Needs: needs[:2], Outcomes: []page.WareOutcome{
			{Need: needs[0]}, {Need: needs[1], Failed: true, Bad: true}, {Need: needs[2], Failed: true, Reason: "厂家停产"},
		}}},
	}
}
