package demodata

import (
	"slices"
	"time"

	"gulimall/pkg/money"
)

// The order numbers of the history, oldest first. They are shorter than the generated ones, so they never meet them.
const (
	orderCompletedFirst = "1000000000000001"
	orderCompletedTees  = "1000000000000002"
	orderCompletedBooks = "1000000000000003"
	orderTimedOut       = "1000000000000004"
	orderCancelled      = "1000000000000005"
	orderAfterSale      = "1000000000000006"
	orderShipped        = "1000000000000007"
	orderPaid           = "1000000000000008"
)

// Orders returns the demo shopper's past, oldest first. Prices are the catalogue's, and the discounts follow the demo
// shop's own rules, so the amounts are those that the shop would ask for today.
func Orders() []Order {
	all := []Order{
		{
			OrderSn: orderCompletedFirst, AddressID: 1, WareID: ShanghaiWare, Status: OrderCompleted, MemberCouponID: 1,
			Lines:      []OrderLine{{SKUID: 1101, Count: 1, Coupon: 4780}, {SKUID: 2301, Count: 1, Coupon: 220}},
			CreatedAgo: 60 * day, PaidAgo: 60*day - hour, ShippedAgo: 59 * day, ReceivedAgo: 57 * day,
			TradeNo: "2026092322001400010000000001", Company: "顺丰速运", TrackingNo: "SF1384600219875",
		},
		{
			OrderSn: orderCompletedTees, AddressID: 1, WareID: ShanghaiWare, Status: OrderCompleted, Freight: 600, Note: "请放快递柜",
			Lines:      []OrderLine{{SKUID: 10601, Count: 3, Promotion: 2670, Points: 1000}},
			CreatedAgo: 40 * day, PaidAgo: 40*day - hour, ShippedAgo: 39 * day, ReceivedAgo: 36 * day,
			TradeNo: "2026101322001400010000000002", Company: "中通快递", TrackingNo: "ZT7830045516231",
		},
		{
			OrderSn: orderCompletedBooks, AddressID: 2, WareID: GuangzhouWare, Status: OrderCompleted, Freight: 700, MemberCouponID: 2,
			Lines:      []OrderLine{{SKUID: 14101, Count: 1, Coupon: 1060}, {SKUID: 14201, Count: 1, Coupon: 940}},
			CreatedAgo: 25 * day, PaidAgo: 25*day - hour, ShippedAgo: 24 * day, ReceivedAgo: 22 * day,
			TradeNo: "2026102822001400010000000003", Company: "圆通速递", TrackingNo: "YT2214870093356",
		},
		{
			OrderSn: orderTimedOut, AddressID: 1, WareID: ShanghaiWare, Status: OrderClosed, CloseReason: ClosedTimeout,
			Lines:      []OrderLine{{SKUID: 5101, Count: 1}},
			CreatedAgo: 10 * day, ClosedAgo: 10*day - 30*time.Minute,
		},
		{
			OrderSn: orderCancelled, AddressID: 3, WareID: GuangzhouWare, Status: OrderClosed, CloseReason: ClosedCancelled, MemberCouponID: 4,
			Lines:      []OrderLine{{SKUID: 3101, Count: 1, Promotion: 30000, Coupon: 3000}},
			CreatedAgo: 6 * day, ClosedAgo: 6*day - 8*time.Minute,
		},
		{
			OrderSn: orderAfterSale, AddressID: 1, WareID: ShanghaiWare, Status: OrderAfterSale,
			Lines:      []OrderLine{{SKUID: 4101, Count: 1, Promotion: 10000}, {SKUID: 8701, Count: 1}},
			CreatedAgo: 5 * day, PaidAgo: 5*day - hour, ShippedAgo: 4 * day,
			TradeNo: "2026111722001400010000000006", Company: "顺丰速运", TrackingNo: "SF1384611730064",
		},
		{
			OrderSn: orderShipped, AddressID: 3, WareID: GuangzhouWare, Status: OrderShipped, Note: "给爸爸的生日礼物，麻烦包好一点",
			Lines:      []OrderLine{{SKUID: 11101, Count: 1, Points: 2000}},
			CreatedAgo: 3 * day, PaidAgo: 3*day - hour, ShippedAgo: 2 * day,
			TradeNo: "2026111922001400010000000007", Company: "京东快递", TrackingNo: "JD0094471863290",
		},
		{
			OrderSn: orderPaid, AddressID: 1, WareID: ShanghaiWare, Status: OrderPaid, MemberCouponID: 3,
			Lines:      []OrderLine{{SKUID: 12601, Count: 1, Coupon: 3162}, {SKUID: 12101, Count: 1, Coupon: 838}},
			CreatedAgo: 6 * hour, PaidAgo: 5 * hour,
			TradeNo: "2026112222001400010000000008",
		},
	}
	prices, points := tags()
	for i := range all {
		all[i].MemberID = Demo
		for j := range all[i].Lines {
			l := &all[i].Lines[j]
			l.Price = prices[l.SKUID]
			l.GiftPoints = points[l.SKUID] * l.Count
			l.GiftGrowth = l.GiftPoints
		}
	}
	return all
}

// tags returns price and gift points of every SKU.
func tags() (prices map[int64]money.Fen, points map[int64]int64) {
	prices, points = map[int64]money.Fen{}, map[int64]int64{}
	spus := SPUs()
	for _, k := range SKUs() {
		prices[k.ID] = k.Price
		points[k.ID] = spus[slices.IndexFunc(spus, func(s SPU) bool { return s.ID == k.SPUID })].Points
	}
	return prices, points
}

// StockTask is the reservation of an order's goods: deducted when the order was paid, released when it was closed.
type StockTask struct {
	OrderSn                  string
	Consignee, Phone         string
	Province, City, Delivery string
	Deducted                 bool
	Lines                    []TaskLine
	CreatedAgo, DoneAgo      time.Duration
}

// TaskLine is what one warehouse held for a task.
type TaskLine struct {
	SKUID, WareID, Count int64
	SKUName              string
}

// StockTasks returns the reservation of every order of the history.
func StockTasks() []StockTask {
	names := map[int64]string{}
	for _, k := range SKUs() {
		names[k.ID] = k.Name
	}
	addresses := Addresses()
	var all []StockTask
	for _, o := range Orders() {
		a := addresses[slices.IndexFunc(addresses, func(a Address) bool { return a.ID == o.AddressID })]
		t := StockTask{
			OrderSn: o.OrderSn, Consignee: a.Name, Phone: a.Phone, Province: a.Province, City: a.City,
			Delivery: a.Province + a.City + a.Region + a.Detail, Deducted: o.Deducted(), CreatedAgo: o.CreatedAgo, DoneAgo: max(o.PaidAgo, o.ClosedAgo),
		}
		for _, l := range o.Lines {
			t.Lines = append(t.Lines, TaskLine{SKUID: l.SKUID, WareID: o.WareID, Count: l.Count, SKUName: names[l.SKUID]})
		}
		all = append(all, t)
	}
	return all
}
