package large

// lists are the back office's lists, each bare and with its filters.
func lists() []string {
	return []string{
		"/api/admin/audit", "/api/admin/audit?object=2000000000000007", "/api/admin/audit?area=order", "/api/admin/audit?staffId=1", "/audit.html",
		"/api/admin/ware/stock", "/api/admin/ware/stock?skuId=10000007", "/api/admin/ware/stock?wareId=1", "/api/admin/ware/stock?low=true",
		"/ware/stock.html?sort=stock", "/ware/stock.html?sort=-locked", "/ware/stock.html?sort=available", "/ware/stock.html?sort=warn", "/ware/stock.html?sort=-place",
		"/api/admin/ware/ledger", "/api/admin/ware/ledger?skuId=10000007", "/api/admin/ware/ledger?wareId=2", "/api/admin/ware/ledger?skuId=10000007&wareId=1",
		"/api/admin/ware/tasks", "/api/admin/ware/tasks?state=locked", "/api/admin/ware/tasks?state=deducted", "/api/admin/ware/tasks?orderSn=2000000000000007",
		"/api/admin/ware/purchase-needs", "/api/admin/ware/purchase-needs?state=new", "/api/admin/ware/purchases", "/ware/needs.html", "/ware/purchases.html",
	}
}
