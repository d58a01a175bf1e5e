package demodata

import (
	"time"

	"gulimall/pkg/money"
)

// OrderStatus is where an order of the history stands; the values are those of oms_order.status.
type OrderStatus int

// The statuses that the history has. Nothing in it waits for money: it would be closed by the time somebody looks.
const (
	OrderPaid      OrderStatus = 1
	OrderShipped   OrderStatus = 2
	OrderCompleted OrderStatus = 3
	OrderClosed    OrderStatus = 4
	OrderAfterSale OrderStatus = 5
)

// Why a closed order was closed, in the words of the order service.
const (
	ClosedTimeout   = "timeout"
	ClosedCancelled = "cancelled"
)

// Order is one order of the demo shopper's past. An Ago of zero means that it never happened. Stock came from WareID
// alone; coupon, points and stock of closed orders went back.
type Order struct {
	OrderSn                         string
	MemberID, AddressID, WareID     int64
	Status                          OrderStatus
	Lines                           []OrderLine
	Freight                         money.Fen
	MemberCouponID                  int64 // 0 = none
	Note                            string
	CloseReason                     string
	TradeNo                         string // of paid orders
	Company, TrackingNo             string // of shipped orders
	CreatedAgo, PaidAgo, ShippedAgo time.Duration
	ReceivedAgo, ClosedAgo          time.Duration
}

// OrderLine is one SKU of an order with its share of each discount.
type OrderLine struct {
	SKUID                     int64
	Count                     int64
	Price                     money.Fen // of one piece, when it was bought
	Promotion, Coupon, Points money.Fen
	GiftPoints, GiftGrowth    int64 // of the whole line
}

// Amount is what the line costs before discounts.
func (l OrderLine) Amount() money.Fen { return l.Price * money.Fen(l.Count) }

// Payable is what is left of the line after its discounts.
func (l OrderLine) Payable() money.Fen { return l.Amount() - l.Promotion - l.Coupon - l.Points }

// Amounts are the sums of an order: Pay = Goods − Promotion − Coupon − Points + Freight.
type Amounts struct {
	Goods, Promotion, Coupon, Points, Freight, Pay money.Fen
}

// Amounts adds up the order.
func (o Order) Amounts() Amounts {
	a := Amounts{Freight: o.Freight}
	for _, l := range o.Lines {
		a.Goods += l.Amount()
		a.Promotion += l.Promotion
		a.Coupon += l.Coupon
		a.Points += l.Points
	}
	a.Pay = a.Goods - a.Promotion - a.Coupon - a.Points + a.Freight
	return a
}

// Deducted says that the order's stock, coupon and points are spent: it was paid.
func (o Order) Deducted() bool { return o.PaidAgo > 0 }

// PointsUsed is how many points the order took: one point pays one fen.
func (o Order) PointsUsed() int64 { return int64(o.Amounts().Points) }

// Gift is how many points, and as much growth, the order gives on completion.
func (o Order) Gift() int64 {
	var n int64
	for _, l := range o.Lines {
		n += l.GiftPoints
	}
	return n
}

// OrderEvent is one line of an order's timeline.
type OrderEvent struct {
	Status    OrderStatus // after the event; 0 = waits for payment
	By, Event string      // member, system or staff; what happened
	Note      string
	Ago       time.Duration
}

// Timeline tells the order's life, oldest first.
func (o Order) Timeline() []OrderEvent {
	events := []OrderEvent{{0, "member", "created", "提交订单", o.CreatedAgo}}
	if o.PaidAgo > 0 {
		events = append(events, OrderEvent{OrderPaid, "system", "paid", "支付宝付款成功", o.PaidAgo})
	}
	if o.ShippedAgo > 0 {
		events = append(events, OrderEvent{OrderShipped, "staff", "shipped", o.Company + " " + o.TrackingNo, o.ShippedAgo})
	}
	if o.ReceivedAgo > 0 {
		events = append(events, OrderEvent{OrderCompleted, "member", "completed", "确认收货", o.ReceivedAgo})
	}
	for _, r := range Returns() {
		if r.OrderSn != o.OrderSn {
			continue
		}
		events = append(events, OrderEvent{OrderAfterSale, "member", "after_sale", r.Reason, r.CreatedAgo})
		switch r.State {
		case ReturnPending:
		case ReturnApproved:
			events = append(events, OrderEvent{OrderAfterSale, "staff", "return_approved", r.Answer, r.HandledAgo})
		case ReturnRejected:
			events = append(events, OrderEvent{o.Status, "staff", "return_rejected", r.Answer, r.HandledAgo})
		}
	}
	switch o.CloseReason {
	case ClosedTimeout:
		events = append(events, OrderEvent{OrderClosed, "system", "closed", "超时未支付，订单自动关闭", o.ClosedAgo})
	case ClosedCancelled:
		events = append(events, OrderEvent{OrderClosed, "member", "closed", "取消订单：地址填错了", o.ClosedAgo})
	}
	return events
}

// ReturnState is where an application stands; the values are those of oms_order_return_apply.status.
type ReturnState int

// The states that the history has.
const (
	ReturnPending  ReturnState = 0
	ReturnApproved ReturnState = 1
	ReturnRejected ReturnState = 3
)

// Return is an application for after-sale service, always for all pieces of a line.
type Return struct {
	ID                     int64
	OrderSn                string
	SKUID, Count           int64
	Amount                 money.Fen // to be refunded
	Reason, Note           string
	Contact, Phone         string
	State                  ReturnState
	Staff, Answer          string // who handled it, and what he wrote
	CreatedAgo, HandledAgo time.Duration
}

// Returns returns the applications of the history: one that waits for staff, one whose goods are on their way back, and one that was
// turned down.
func Returns() []Return {
	const contact, phone = "谷小粒", "13800000001"
	return []Return{
		{
			ID: 1, OrderSn: orderAfterSale, SKUID: 4101, Count: 1, Amount: 119900, Reason: "商品与预期不符",
			Note: "戴眼镜时有一点夹耳，想退货，包装都在。", Contact: contact, Phone: phone, CreatedAgo: 30 * hour,
		},
		{
			ID: 2, OrderSn: orderAfterSale, SKUID: 8701, Count: 1, Amount: 11900, Reason: "described", Note: "颜色和图片差得有点多。", Contact: contact, Phone: phone,
			State: ReturnApproved, Staff: "support", Answer: "请寄回，收到后当天退款。", CreatedAgo: 29 * hour, HandledAgo: 26 * hour,
		},
		{
			ID: 3, OrderSn: orderCompletedTees, SKUID: 10601, Count: 3, Amount: 23030, Reason: "unwanted", Contact: contact, Phone: phone,
			State: ReturnRejected, Staff: "support", Answer: "吊牌已经剪掉，不影响二次销售的才可以退。", CreatedAgo: 33 * day, HandledAgo: 32 * day,
		},
	}
}

// Payment is the money of a paid order.
type Payment struct {
	OrderSn, TradeNo, Channel string
	MemberID                  int64
	Subject                   string
	Amount                    money.Fen
	CreatedAgo, PaidAgo       time.Duration
}

// Payments returns one payment for every order that was paid.
func Payments() []Payment {
	var all []Payment
	for _, o := range Orders() {
		if o.Deducted() {
			all = append(all, Payment{
				OrderSn: o.OrderSn, TradeNo: o.TradeNo, Channel: "alipay", MemberID: o.MemberID, Subject: "谷粒商城订单 " + o.OrderSn,
				Amount: o.Amounts().Pay, CreatedAgo: o.CreatedAgo, PaidAgo: o.PaidAgo,
			})
		}
	}
	return all
}
