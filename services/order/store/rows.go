package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"gulimall/pkg/money"
	"gulimall/services/order"
)

// row is a line of oms_order.
type row struct {
	OrderSn               string
	MemberID              int64
	MemberUsername        string
	BodyHash              string
	FromCart              bool
	Status                order.Status
	CouponID              sql.NullInt64
	UseIntegration        int64
	TotalAmount           money.Fen
	PromotionAmount       money.Fen
	CouponAmount          money.Fen
	IntegrationAmount     money.Fen
	FreightAmount         money.Fen
	PayAmount             money.Fen
	RefundAmount          money.Fen
	RefundAsked           money.Fen
	PayType               int
	PayChannel            string
	TradeNo               string
	ReceiverID            int64
	ReceiverName          string
	ReceiverPhone         string
	ReceiverPostCode      string
	ReceiverProvince      string
	ReceiverCity          string
	ReceiverRegion        string
	ReceiverDetailAddress string
	Note                  string
	BillType              order.InvoiceType
	BillHeader            string
	BillTaxNo             string
	DeliveryCompany       string
	DeliverySn            string
	CloseCause            string
	CloseReason           string
	CreateTime            time.Time
	ExpiresAt             time.Time
	PlacedAt              sql.NullTime
	PaymentTime           sql.NullTime
	DeliveryTime          sql.NullTime
	ReceiveTime           sql.NullTime
	CloseTime             sql.NullTime
	AdjustAmount          money.Fen
	PriceLock             sql.NullString
}

// columns are those of row.
const columns = "order_sn, member_id, member_username, body_hash, from_cart, status, coupon_id, use_integration, total_amount, promotion_amount, " +
	"coupon_amount, integration_amount, freight_amount, pay_amount, refund_amount, refund_asked, pay_type, pay_channel, trade_no, receiver_id, receiver_name, " +
	"receiver_phone, receiver_post_code, receiver_province, receiver_city, receiver_region, receiver_detail_address, note, bill_type, bill_header, bill_tax_no, delivery_company, " +
	"delivery_sn, close_cause, close_reason, create_time, expires_at, placed_at, payment_time, delivery_time, receive_time, close_time, adjust_amount, price_lock"

func (r *row) order() *order.Order {
	return &order.Order{
		Sn: r.OrderSn, MemberID: r.MemberID, Username: r.MemberUsername, Status: r.Status, FromCart: r.FromCart,
		Address: order.Address{
			ID: r.ReceiverID, Name: r.ReceiverName, Phone: r.ReceiverPhone, PostCode: r.ReceiverPostCode, Province: r.ReceiverProvince,
			City: r.ReceiverCity, Region: r.ReceiverRegion, Detail: r.ReceiverDetailAddress,
		},
		Amounts: order.Amounts{
			Goods: r.TotalAmount, Promotion: r.PromotionAmount, Coupon: r.CouponAmount, Points: r.IntegrationAmount,
			Freight: r.FreightAmount, Pay: r.PayAmount,
		},
		CouponID: r.CouponID.Int64, PointsUsed: r.UseIntegration, PayType: r.PayType, Note: r.Note,
		Invoice:   order.Invoice{Type: r.BillType, Title: r.BillHeader, TaxNo: r.BillTaxNo},
		CreatedAt: r.CreateTime, ExpiresAt: r.ExpiresAt, PlacedAt: r.PlacedAt.Time, PaidAt: r.PaymentTime.Time,
		ShippedAt: r.DeliveryTime.Time, ReceivedAt: r.ReceiveTime.Time, ClosedAt: r.CloseTime.Time,
		CloseCause: r.CloseCause, CloseReason: r.CloseReason, Channel: r.PayChannel, TradeNo: r.TradeNo, Refunded: r.RefundAmount, RefundAsked: r.RefundAsked,
		Company: r.DeliveryCompany, TrackingNo: r.DeliverySn, Adjusted: r.AdjustAmount, PriceLocked: r.PriceLock.Valid,
	}
}

// insertColumns are those that a new order has; insertArgs are their values.
const insertColumns = "order_sn, member_id, member_username, submit_token, cart_rev, body_hash, from_cart, status, coupon_id, use_integration, " +
	"total_amount, promotion_amount, coupon_amount, integration_amount, freight_amount, pay_amount, pay_type, integration, growth, " +
	"receiver_id, receiver_name, receiver_phone, receiver_post_code, receiver_province, receiver_city, receiver_region, " +
	"receiver_detail_address, note, bill_type, bill_header, bill_tax_no, create_time, expires_at"

func insertArgs(o *order.Order, token, bodyHash any) []any {
	a, m := o.Address, o.Amounts
	points, growth := o.Gifts()
	coupon := sql.NullInt64{Int64: o.CouponID, Valid: o.CouponID > 0}
	rev := sql.NullString{String: o.CartRev, Valid: o.CartRev != ""}
	return []any{
		o.Sn, o.MemberID, o.Username, token, rev, bodyHash, o.FromCart, o.Status, coupon, o.PointsUsed,
		m.Goods, m.Promotion, m.Coupon, m.Points, m.Freight, m.Pay, o.PayType, points, growth,
		a.ID, a.Name, a.Phone, a.PostCode, a.Province, a.City, a.Region,
		a.Detail, o.Note, o.Invoice.Type, o.Invoice.Title, o.Invoice.TaxNo, o.CreatedAt, o.ExpiresAt,
	}
}

// line is a row of oms_order_item.
type line struct {
	OrderSn           string
	SkuID             int64
	SpuID             int64
	CategoryID        int64
	SpuName           string
	SpuBrand          string
	SkuName           string
	SkuPic            string
	SkuAttrsVals      []byte
	SkuPrice          money.Fen
	SkuQuantity       int64
	SkuWeight         int64
	TotalAmount       money.Fen
	PromotionAmount   money.Fen
	CouponAmount      money.Fen
	IntegrationAmount money.Fen
	RealAmount        money.Fen
	GiftIntegration   int64
	GiftGrowth        int64
	AdjustAmount      money.Fen
}

const lineColumns = "order_sn, sku_id, spu_id, category_id, spu_name, spu_brand, sku_name, sku_pic, sku_attrs_vals, sku_price, sku_quantity, sku_weight, " +
	"total_amount, promotion_amount, coupon_amount, integration_amount, real_amount, gift_integration, gift_growth"

const lineWidth = 19

func (l *line) line() (order.Line, error) {
	of := order.Line{
		SkuID: l.SkuID, SpuID: l.SpuID, CategoryID: l.CategoryID, SpuName: l.SpuName, BrandName: l.SpuBrand,
		Title: l.SkuName, Image: l.SkuPic, Price: l.SkuPrice, Count: l.SkuQuantity, Weight: l.SkuWeight,
		Amount: l.TotalAmount, Promotion: l.PromotionAmount, Coupon: l.CouponAmount, Points: l.IntegrationAmount, Payable: l.RealAmount,
		GiftPoints: l.GiftIntegration, GiftGrowth: l.GiftGrowth, Adjusted: l.AdjustAmount,
	}
	if err := json.Unmarshal(l.SkuAttrsVals, &of.Attrs); err != nil {
		return of, fmt.Errorf("attributes of sku %d in order %s: %w", l.SkuID, l.OrderSn, err)
	}
	return of, nil
}

func lineArgs(o *order.Order) ([]any, error) {
	args := make([]any, 0, lineWidth*len(o.Lines))
	for _, l := range o.Lines {
		attrs := l.Attrs
		if attrs == nil {
			attrs = []string{}
		}
		encoded, err := json.Marshal(attrs)
		if err != nil {
			return nil, err
		}
		args = append(args, o.Sn, l.SkuID, l.SpuID, l.CategoryID, l.SpuName, l.BrandName, l.Title, l.Image, encoded, l.Price, l.Count, l.Weight,
			l.Amount, l.Promotion, l.Coupon, l.Points, l.Payable, l.GiftPoints, l.GiftGrowth)
	}
	return args, nil
}
