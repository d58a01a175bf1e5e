package large

import "time"

// list is a list of the back office with the ways in which it can be narrowed and sorted.
type list struct {
	path    string
	filters []string
}

// lists are all of them, as calls, and as pages where only these can be sorted. Values are such that much is left.
func lists(now time.Time) []list {
	since, until := now.AddDate(0, -6, 0).UTC().Format(time.RFC3339), now.UTC().Format(time.RFC3339)
	month := now.AddDate(0, -1, 0).UTC().Format("2006-01-02")
	return []list{
		{"/", nil},
		{"/api/admin/dashboard", []string{"days=7", "days=90"}},
		{"/api/admin/audit", []string{"object=2000000000000007", "area=order", "staffId=1", "area=order&object=2000000000000007", "from=" + since, "action=order.shipped", "action=order.shipped&area=order"}},
		{"/audit.html", []string{"action=order.shipped"}},
		{"/api/admin/operations/outbox", []string{"failed=true"}},
		{"/api/admin/operations/parked", nil},
		{"/api/admin/operations/health", nil},
		{"/api/admin/ware/stock", []string{"skuId=10000007", "wareId=1", "low=true", "low=true&wareId=1", "name=%E5%8D%8E%E4%B8%BA"}},
		{"/ware/stock.html", []string{"sort=stock", "sort=-locked", "sort=available", "sort=-warn", "sort=-place", "sort=-available&wareId=1", "sort=stock&low=true"}},
		{"/ware/ledger.html", []string{"sort=moved_at", "sort=moved_at&wareId=2", "sort=moved_at&skuId=10000007&wareId=1"}},
		{"/ware/needs.html", []string{"sort=number", "sort=pieces", "sort=-pieces&state=new"}},
		{"/ware/purchases.html", []string{"sort=number", "sort=pieces", "sort=-pieces&state=new"}},
		{"/ware/stocktakings.html", []string{"sort=number", "sort=number&state=open"}},
		{"/api/admin/ware/ledger", []string{"skuId=10000007", "wareId=2", "skuId=10000007&wareId=1"}},
		{"/api/admin/ware/tasks", []string{"state=locked", "state=deducted", "state=released", "orderSn=2000000000000007", "skuId=10000007", "wareId=1"}},
		{"/api/admin/ware/purchase-needs", []string{"state=new", "skuId=10000000", "wareId=1"}},
		{"/api/admin/ware/purchases", []string{"state=new"}},
		{"/api/admin/ware/stocktakings", []string{"state=open", "wareId=1"}},
		{"/api/admin/ware/freight", nil},
		{"/api/admin/order/orders", []string{
			"orderSn=2000000000000007", "member=past7", "member=1000008", "phone=17000000007", "receiver=%E6%94%B6%E4%BB%B6%E4%BA%BA7", "status=paid", "status=completed",
			"status=closed", "createdFrom=" + since, "createdTo=" + until, "createdFrom=" + since + "&status=completed", "paidFrom=" + since, "paidTo=" + since,
			"skuId=10000007", "trackingNo=SF0000000000007", "tradeNo=2026000000000000000000000007", "couponId=1000007", "amountFrom=5000&amountTo=9000", "sort=amount", "sort=-amount",
			"sort=paid", "sort=-paid", "sort=created", "status=completed&sort=-amount", "status=completed&sort=-paid", "skuId=10000007&status=completed",
			"phone=17000000007&sort=-amount", "createdFrom=" + since + "&sort=-amount",
		}},
		{"/order/orders.html", []string{"status=paid", "sort=-amount"}},
		{"/order/ship.html", []string{"sort=-amount", "skuId=10000007", "paidTo=" + month}},
		{"/api/admin/order/returns", []string{"state=pending", "state=rejected", "orderSn=2000000000000003", "member=1000004", "username=past3", "from=" + month}},
		{"/order/returns.html", nil},
		{"/api/admin/payment/payments", []string{
			"orderSn=2000000000000007", "tradeNo=2026000000000000000000000007", "status=paid", "status=closed", "memberId=1000008", "amount=34470", "from=" + month,
		}},
		{"/payment/payments.html", nil},
		{"/api/admin/payment/refunds", []string{"state=confirmed", "from=" + month}},
		{"/api/admin/payment/exceptions", []string{"state=open"}},
		{"/api/admin/payment/reconciliations", nil},
		{"/api/admin/coupon/coupons", []string{"state=published", "name=%E6%BB%A1", "sort=-used", "sort=claimUntil"}},
		{"/api/admin/coupon/claims", []string{"couponId=1001", "memberId=1000008", "state=used", "state=unused", "state=expired", "orderSn=2000000000000007", "couponId=1001&state=used"}},
		{"/coupon/coupons.html", nil},
		{"/coupon/claims.html", []string{"sort=claimed_at", "couponId=1001&sort=claimed_at"}},
		{"/coupon/rules.html", nil},
		{"/api/admin/coupon/ladders", []string{"skuId=10000007"}},
		{"/api/admin/coupon/full-reductions", nil},
		{"/api/admin/coupon/member-prices", nil},
		{"/api/admin/coupon/spu-bounds", nil},
		{"/api/admin/product/spus", []string{"keyword=%E5%8D%8E%E4%B8%BA", "categoryId=225", "brandId=9", "status=up", "status=down", "sort=price", "sort=-price", "sort=-sold", "sort=name", "sort=-updated", "sort=-sold&status=up"}},
		{"/product/spus.html", nil},
		{"/api/admin/product/brands", []string{"name=%E5%8D%8E"}},
		{"/product/brands.html", []string{"sort=brand_goods", "sort=-brand_name"}},
		{"/api/admin/product/categories", nil},
		{"/product/categories.html", nil},
		{"/api/admin/product/attributes", []string{"searchable=true"}},
		{"/api/admin/member/members", []string{"keyword=past12", "keyword=17000000007", "levelId=1", "state=active", "state=frozen", "from=" + since, "sort=growth", "sort=-points", "sort=-login", "sort=joined", "state=active&sort=-points", "levelId=1&sort=-growth"}},
		{"/member/members.html", []string{"sort=-login"}},
		{"/member/member.html?id=1000008", nil},
	}
}
