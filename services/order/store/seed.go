package store

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"gulimall/pkg/demodata"
	"gulimall/pkg/mariadb"
	"gulimall/services/order"
)

// Seed stores the demo shop's past, each order once: it may be run again at any time.
func Seed(ctx context.Context, db *gorm.DB, now time.Time) error {
	past := history{now: now.UTC().Truncate(time.Millisecond), goods: map[int64]demodata.SKU{}, spus: map[int64]demodata.SPU{}, brands: map[int64]string{}}
	for _, k := range demodata.SKUs() {
		past.goods[k.ID] = k
	}
	for _, s := range demodata.SPUs() {
		past.spus[s.ID] = s
	}
	for _, b := range demodata.Brands() {
		past.brands[b.ID] = b.Name
	}
	for _, o := range demodata.Orders() {
		if err := past.store(ctx, db, o); err != nil {
			return fmt.Errorf("seed order %s: %w", o.OrderSn, err)
		}
	}
	return nil
}

type history struct {
	now    time.Time
	goods  map[int64]demodata.SKU
	spus   map[int64]demodata.SPU
	brands map[int64]string
}

// at is a moment of the past, or no moment at all.
func (h history) at(ago time.Duration) any {
	if ago == 0 {
		return nil
	}
	return h.now.Add(-ago)
}

func (h history) store(ctx context.Context, db *gorm.DB, past demodata.Order) error {
	o := h.order(past)
	lines, err := lineArgs(o)
	if err != nil {
		return err
	}
	args := insertArgs(o, nil, "")
	return mariadb.Tx(ctx, db, func(tx *gorm.DB) error {
		result := tx.Exec("INSERT INTO oms_order ("+insertColumns+") SELECT "+values(1, len(args))[1:2*len(args)]+
			" FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM oms_order WHERE order_sn = ?)", append(args, o.Sn)...)
		if result.Error != nil || result.RowsAffected == 0 {
			return result.Error
		}
		channel := ""
		if past.PaidAgo > 0 {
			channel = "alipay"
		}
		err := tx.Exec("UPDATE oms_order SET placed_at = create_time, payment_time = ?, delivery_time = ?, receive_time = ?, close_time = ?, close_reason = ?, "+
			"trade_no = ?, pay_channel = ?, delivery_company = ?, delivery_sn = ? WHERE order_sn = ?",
			h.at(past.PaidAgo), h.at(past.ShippedAgo), h.at(past.ReceivedAgo), h.at(past.ClosedAgo), past.CloseReason,
			past.TradeNo, channel, past.Company, past.TrackingNo, o.Sn).Error
		if err != nil {
			return err
		}
		if err := tx.Exec("INSERT INTO oms_order_item ("+lineColumns+") VALUES "+values(len(o.Lines), lineWidth), lines...).Error; err != nil {
			return err
		}
		if err := h.timeline(tx, past); err != nil {
			return err
		}
		return h.returns(tx, o)
	})
}

func (h history) order(past demodata.Order) *order.Order {
	addresses, members := demodata.Addresses(), demodata.Members()
	a := addresses[slices.IndexFunc(addresses, func(a demodata.Address) bool { return a.ID == past.AddressID })]
	m := members[slices.IndexFunc(members, func(m demodata.Member) bool { return m.ID == past.MemberID })]
	created := h.now.Add(-past.CreatedAgo)
	o := &order.Order{
		Sn: past.OrderSn, MemberID: past.MemberID, Username: m.Username, Status: order.Status(past.Status), FromCart: true, //nolint:gosec // 1 to 5
		Address: order.Address{
			ID: a.ID, Name: a.Name, Phone: a.Phone, Province: a.Province, City: a.City, Region: a.Region, Detail: a.Detail, PostCode: a.PostCode,
		},
		Amounts: order.Amounts(past.Amounts()), CouponID: past.MemberCouponID, PointsUsed: past.PointsUsed(), PayType: order.PayAlipay,
		Note: past.Note, CreatedAt: created, ExpiresAt: created.Add(30 * time.Minute).Truncate(time.Second),
	}
	for _, l := range past.Lines {
		k := h.goods[l.SKUID]
		line := order.Line{
			SkuID: k.ID, SpuID: k.SPUID, CategoryID: k.CategoryID, SpuName: h.spus[k.SPUID].Name, BrandName: h.brands[k.BrandID],
			Title: k.Title, Image: k.Picture, Price: l.Price, Count: l.Count, Weight: k.Weight, Amount: l.Amount(),
			Promotion: l.Promotion, Coupon: l.Coupon, Points: l.Points, Payable: l.Payable(), GiftPoints: l.GiftPoints, GiftGrowth: l.GiftGrowth,
		}
		for _, v := range k.Attrs {
			line.Attrs = append(line.Attrs, v.Name+": "+v.Value)
		}
		o.Lines = append(o.Lines, line)
	}
	return o
}

func (h history) timeline(tx *gorm.DB, past demodata.Order) error {
	var args []any
	events := past.Timeline()
	for _, e := range events {
		event, by := e.Event, e.By
		var facts order.Facts
		switch event {
		case "created":
			event = order.EventPlaced
		case order.EventPaid:
			by, facts.TradeNo = order.ByPayment, past.TradeNo
		case order.EventShipped:
			facts.Company, facts.TrackingNo = past.Company, past.TrackingNo
		case "after_sale":
			event, facts.Reason = order.EventReturn, e.Note
		case order.EventReturnRejected:
			facts.Text = e.Note
		case order.EventClosed:
			facts.Reason = past.CloseReason
		}
		params, err := factsArg(facts)
		if err != nil {
			return err
		}
		args = append(args, past.OrderSn, event, int(e.Status), by, params, h.at(e.Ago))
	}
	return tx.Exec("INSERT INTO oms_order_operate_history (order_sn, event, order_status, operate_man, params, create_time) VALUES "+values(len(events), 6), args...).Error
}

func (h history) returns(tx *gorm.DB, o *order.Order) error {
	for _, r := range demodata.Returns() {
		if r.OrderSn != o.Sn {
			continue
		}
		l := o.Lines[slices.IndexFunc(o.Lines, func(l order.Line) bool { return l.SkuID == r.SKUID })]
		id, err := insertReturn(tx, o, order.Return{
			OrderSn: o.Sn, MemberID: o.MemberID, Reason: r.Reason, Note: r.Note, Amount: r.Amount, Status: order.ReturnStatus(r.State), CreatedAt: h.now.Add(-r.CreatedAgo), //nolint:gosec // 0 to 3
			Items: []order.ReturnItem{{
				SkuID: r.SKUID, Count: r.Count, Amount: r.Amount, Points: int64(l.Points), GiftPoints: l.GiftPoints, GiftGrowth: l.GiftGrowth,
			}},
		}, "")
		if err != nil {
			return err
		}
		err = tx.Exec("UPDATE oms_order_return_apply SET handle_time = ?, handle_man = ?, handle_note = ? WHERE id = ?", h.at(r.HandledAgo), r.Staff, r.Answer, id).Error
		if err != nil {
			return err
		}
	}
	return nil
}
